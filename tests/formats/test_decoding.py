"""Every byte comes back out of the text; wrong ones are counted; the first evidence decides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.formats.decoding import TextStream
from menshen.model import Document

PROSE = "客户姓名张伟，电话13800138000。\n"


def decoded(data: bytes, chunk: int = 1 << 18) -> tuple[str, str, list[str]]:
    stream = TextStream(Document("a.txt", data=data), chunk=chunk)
    text = "".join(stream)
    return text, stream.charset.name, [r.note for r in stream.remarks()]


def encoded(text: str, charset: str) -> bytes:
    """Write a text back; kept bytes are those they were."""
    pieces = []
    for char in text:
        wrong = 0xDC00 <= ord(char) <= 0xDCFF
        pieces.append(bytes([ord(char) - 0xDC00]) if wrong else char.encode(charset))
    return b"".join(pieces)


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("chunk", [1, 7, 1 << 16])
def test_a_text_is_read_in_any_charset_and_chunk(charset: str, chunk: int) -> None:
    text = PROSE * 40
    assert decoded(text.encode(charset), chunk) == (text, charset, [])


@pytest.mark.parametrize("before", [100, 65_535, 65_536, 300_000, 1_000_000])
def test_the_charset_is_decided_at_the_first_byte_that_is_not_ascii(before: int) -> None:
    head = "GET /index 200 35ms\n" * (before // 20)
    raw = (head + PROSE * 3).encode("gb18030")
    assert decoded(raw) == (head + PROSE * 3, "gb18030", [])


def test_scant_evidence_is_looked_for_further_on() -> None:
    text = "a女b" + "x" * 70_000 + PROSE * 10
    assert decoded(text.encode("gb18030"))[:2] == (text, "gb18030")


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_wrong_bytes_are_kept_counted_and_placed(charset: str) -> None:
    good = (PROSE * 50).encode(charset)
    raw = good + b"\xff\xff" + good + b"\xff"
    text, name, notes = decoded(raw, 1000)
    assert name == charset
    assert text.count("\udcff") == 3
    assert encoded(text, charset) == raw
    assert notes == [f"3 bytes do not fit {charset}, the first at byte {len(good)}"]


def test_one_wrong_byte_after_a_mark_is_placed_in_the_file() -> None:
    text, _, notes = decoded(b"\xef\xbb\xbf" + "号".encode() + b"\xff")
    assert text == "号\udcff"
    assert notes == ["1 byte does not fit utf-8, the first at byte 6"]


def test_a_character_cut_off_at_the_end_is_kept() -> None:
    raw = (PROSE * 5).encode("gb18030") + b"\xd5"
    text, _, notes = decoded(raw)
    assert text.endswith("\udcd5")
    assert len(notes) == 1
    raw = b"\xff\xfe" + "号".encode("utf-16-le") + b"\x41"
    assert decoded(raw)[0] == "号\udc41"


@given(st.binary(max_size=400), st.integers(1, 300))
def test_no_byte_is_lost(data: bytes, chunk: int) -> None:
    text, name, notes = decoded(data, chunk)
    if name in {"utf-8", "ascii"}:
        assert encoded(text, "utf-8") == data.removeprefix(b"\xef\xbb\xbf")
    assert bool(notes) == any(0xDC00 <= ord(c) <= 0xDFFF for c in text)
