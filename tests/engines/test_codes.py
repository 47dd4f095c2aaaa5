"""Codes that machines read."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest

from menshen.engines.codes import codes
from menshen.errors import UnsupportedFormatError

zxingcpp = pytest.importorskip("zxingcpp", reason="the extra `paper` is not installed")


@pytest.mark.parametrize(
    ("kind", "said", "matrix"),
    [
        ("QRCode", "张三13800138000", True),
        ("DataMatrix", "SN-13800138000", True),
        ("PDF417", "13800138000", False),
        ("Aztec", "13800138000", True),
        ("Code128", "SF1234567890123", False),
        ("EAN13", "6901234567892", False),
    ],
)
def test_a_code_is_read_with_its_place(kind: str, said: str, matrix: bool) -> None:
    code = zxingcpp.create_barcode(said, getattr(zxingcpp.BarcodeFormat, kind))
    drawn = np.asarray(code.to_image(scale=4))
    page = np.full((drawn.shape[0] + 200, drawn.shape[1] + 300, 3), 255, np.uint8)
    page[60 : 60 + drawn.shape[0], 100 : 100 + drawn.shape[1]] = drawn[:, :, None]
    (found,) = codes(page)
    assert (found.content, found.matrix) == (said, matrix)
    assert 100 <= found.x0 < found.x1 <= 101 + drawn.shape[1]
    assert 60 <= found.y0 <= found.y1 <= 61 + drawn.shape[0]
    assert said not in repr(found)


def test_a_page_without_codes_has_none() -> None:
    assert codes(np.full((100, 100, 3), 200, np.uint8)) == []


def test_without_the_package_it_says_what_to_install(monkeypatch: Any) -> None:
    monkeypatch.setitem(sys.modules, "zxingcpp", None)
    with pytest.raises(UnsupportedFormatError, match=r"menshen\[paper\]"):
        codes(np.zeros((10, 10, 3), np.uint8))
