"""Running text: offsets and lines lead back to the document."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.formats.plain import FORMAT, Plain
from menshen.model import Block, Document, Remark, Text


def blocks_of(items: Iterable[Block | Remark]) -> list[Block]:
    return [item for item in items if isinstance(item, Block)]


@given(st.text("ab12 张。\n\r", max_size=400), st.integers(8, 80))
def test_places_are_offset_and_line_in_the_document(text: str, size: int) -> None:
    blocks = blocks_of(Plain(size).read(Document("a.txt", data=text.encode())))
    offset = 0
    for ordinal, block in enumerate(blocks):
        assert block.id == f"a.txt#{ordinal}"
        assert block.layout is not None
        start, end = block.core or (0, len(block.text))
        for at in range(start, end):
            assert block.layout.place(at, at + 1) == Text(offset, text.count("\n", 0, offset))
            assert text[offset] == block.text[at]
            offset += 1
    assert offset == len(text)


def test_carriage_returns_stay() -> None:
    (block,) = blocks_of(FORMAT.read(Document("a.txt", data=b"a\r\nb\r")))
    assert block.text == "a\r\nb\r"


def test_wrong_bytes_come_last_as_a_remark() -> None:
    *_, last = FORMAT.read(Document("a.txt", data="电话".encode() + b"\xff"))
    assert last == Remark("a.txt", "wrong_bytes", "1 byte does not fit utf-8, the first at byte 6")


def test_text_is_claimed_and_binary_is_not() -> None:
    assert FORMAT.claims(Document("a"), b"hello")
    assert FORMAT.claims(Document("a"), b"")
    assert not FORMAT.claims(Document("a"), b"\x00\x01\x02\x03")


@pytest.mark.slow
@pytest.mark.parametrize("line", ["2024-01-01 登录成功 13800138000\n", "电话13800138000，"])
def test_memory_is_bounded_by_a_block(tmp_path: Path, line: str) -> None:
    path = tmp_path / "big.log"
    raw = (line * 40_000).encode()
    with path.open("wb") as file:
        for _ in range(200_000_000 // len(raw)):
            file.write(raw)
    import tracemalloc

    tracemalloc.start()
    for block in blocks_of_lazily(path):
        assert len(block.text) <= 1 << 16
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000


def blocks_of_lazily(path: Path) -> Iterable[Block]:
    for item in FORMAT.read(Document(str(path), path=path)):
        if isinstance(item, Block):
            yield item
