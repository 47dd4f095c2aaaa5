"""Compound files: streams come out whole, and nothing that is damaged goes on without end."""

from __future__ import annotations

import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from menshen.formats.compound import MAGIC, alone, names, stream
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


@pytest.mark.parametrize("size", [0, 1, 4096, 4097, 5_000_000, 60_000_000])
def test_a_stream_written_alone_is_read_back(size: int) -> None:
    data = bytes(range(1, 251)) * (size // 250) + b"x" * (size % 250)
    again = stream(alone("Workbook", data), "Workbook")
    assert again[:size] == data
    assert not again[size:].strip(b"\0")


def test_a_library_reads_what_is_written_alone() -> None:
    data = xls({(n, 0): f"钟毅{n}" for n in range(40_000)})
    book = CalamineWorkbook.from_filelike(io.BytesIO(alone("Workbook", stream(data, "Workbook"))))
    assert book.get_sheet_by_index(0).to_python()[39_999] == ["钟毅39999"]
