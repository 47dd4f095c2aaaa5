"""Characters in pixels: nothing is fetched, nothing shows, and a page without text has none."""

from __future__ import annotations

import socket
from typing import Any

import numpy as np
import pytest

from menshen.engines import ocr
from menshen.engines.ocr import Line
from menshen.engines.strips import Slant
from menshen.errors import UnsupportedFormatError
from tests.formats.paper.printed import page, pixels

pytest.importorskip("rapidocr", reason="the extra `paper` is not installed")
pytest.importorskip("cv2", reason="the extra `paper` is not installed")


def test_a_line_is_read_with_how_it_lies() -> None:
    (line,) = ocr.lines(pixels(page("身份证号码11010519491231002X")))
    assert line.text.replace(" ", "") == "身份证号码11010519491231002X"
    assert line.score > 0.9
    assert len(line.boxes) == len(line.sure) == len(line.text)
    assert abs(line.slant.angle) < 1


def test_nothing_is_fetched(monkeypatch: Any) -> None:
    def refuse(*args: object, **named: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    ocr.session.cache_clear()
    assert ocr.lines(pixels(page("没有网络也能读")))


@pytest.mark.parametrize("size", [(40, 40), (33, 700), (500, 31)])
def test_a_blank_page_has_no_lines(size: tuple[int, int]) -> None:
    assert ocr.lines(np.full((*size, 3), 255, np.uint8)) == []


def test_noise_has_no_lines_of_length() -> None:
    noise = np.random.default_rng(3).integers(0, 255, (200, 300, 3), np.uint8)
    assert all(len(line.text) < 4 for line in ocr.lines(noise))


def test_many_lines_are_read_in_batches_of_like_width() -> None:
    rows = [f"第{n}行" + "字" * n for n in range(12)]
    found = sorted(ocr.lines(pixels(page(*rows))), key=lambda line: line.slant.y)
    assert [len(line.text) for line in found] == [len(row) for row in rows]


def test_without_the_package_it_says_what_to_install(monkeypatch: Any) -> None:
    ocr.session.cache_clear()
    monkeypatch.setattr(ocr, "find_spec", lambda name: None)
    with pytest.raises(UnsupportedFormatError, match=r"menshen\[paper\]"):
        ocr.session("PP-OCRv6_det_small")
    ocr.session.cache_clear()


def test_what_was_read_does_not_show() -> None:
    line = Line("张三", (), Slant(0, 0, 1, 1, 0), 0.9)
    assert "张三" not in repr(line)
