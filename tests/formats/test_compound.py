"""Compound files: streams come out whole, and nothing that is damaged goes on without end."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.formats.compound import MAGIC, names, stream
from tests.formats.workbooks import compound, xls


@pytest.mark.parametrize("size", [1, 5000, 70_000, 200_000])
def test_streams_come_out_whole(size: int) -> None:
    held = {"One": b"1" * size, "二": bytes(range(256)) * 20}
    data = compound(held)
    assert names(data) == set(held)
    assert stream(data, "one")[:size] == held["One"]
    assert stream(data, "none", "二") == held["二"]
    assert stream(data, "none") == b""


def test_what_libraries_write() -> None:
    data = xls({(0, 0): "姓名"})
    assert "Workbook" in names(data)
    assert stream(data, "Workbook").startswith(b"\x09\x08")


@given(st.binary(max_size=2000), st.integers(0, 9000))
def test_damaged_files_end(noise: bytes, at: int) -> None:
    whole = compound({"Workbook": b"x" * 5000})
    for data in (MAGIC + noise, whole[:at] + noise + whole[at + len(noise) :]):
        names(data)
        stream(data, "Workbook")


def test_a_chain_that_comes_back_ends() -> None:
    started = time.process_time()
    data = bytearray(compound({"Workbook": b"x" * 2_000_000}))
    at = data.rindex((0xFFFFFFFE).to_bytes(4, "little") + (0xFFFFFFFD).to_bytes(4, "little"))
    data[at - 40 : at - 36] = bytes(4)
    stream(bytes(data), "Workbook")
    assert time.process_time() - started < 2
