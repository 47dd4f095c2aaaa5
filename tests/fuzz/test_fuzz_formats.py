"""Arbitrary bytes: read to the end, nothing lost, nothing raised but that it is unreadable."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from menshen import formats
from menshen.errors import UnreadableError
from menshen.formats.decoding import TextStream
from menshen.formats.json import Json
from menshen.formats.plain import Plain
from menshen.formats.table import Table
from menshen.model import Block, Document, Grid

FORMATS = [Plain, Table, Json]
NAMES = ["a.txt", "a.csv", "a.tsv", "a.json", "a.jsonl", "-"]
PARTS = st.sampled_from(
    ['"', "\\", "\n", "\r\n", ",", ";", "\t", "{", "}", "[", "]", ":", '{"a":', '"姓名"', "1", "张伟", "true",
     '""', "sep=;\n", "\ufeff", "13800138000", " ", '\\"', "\\u00"]
)  # fmt: skip
TEXTS = st.lists(PARTS, max_size=80).map("".join)
CHARSETS = st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-16-le"])
DATA = st.binary(max_size=300) | st.builds(lambda t, c: t.encode(c), TEXTS, CHARSETS)


def check(document: Document, blocks: list[Block]) -> None:
    """The cores tile the decoded text, and the layout answers for every position."""
    text = "".join(TextStream(document))
    assert "".join(b.text[slice(*(b.core or (0, len(b.text))))] for b in blocks) == text
    for ordinal, block in enumerate(blocks):
        assert block.ordinal == ordinal
        assert block.layout is not None
        if isinstance(block.layout, Grid):
            block.layout.filled()
        for at in range(len(block.text)):
            block.layout.place(at, at + 1)
            block.layout.record(at)
            assert block.labels(at) == block.layout.labels(at)
            if isinstance(block.layout, Grid):
                block.layout.cell(at)


@given(DATA, st.sampled_from(NAMES))
@example(b"", "a.csv")
@example(b"\xff\xfe", "a.json")
def test_any_document_is_read_or_refused(data: bytes, name: str) -> None:
    document = Document(name, data=data)
    try:
        blocks = [b for b in formats.read(document) if isinstance(b, Block)]
    except UnreadableError:
        return
    check(document, blocks)


@pytest.mark.parametrize("kind", FORMATS)
@given(data=DATA, name=st.sampled_from(NAMES), size=st.integers(32, 90))
def test_every_format_keeps_every_character_at_any_block_size(
    kind: type[Plain | Table | Json], data: bytes, name: str, size: int
) -> None:
    document = Document(name, data=data)
    blocks = [b for b in kind(size).read(document) if isinstance(b, Block)]
    assert all(len(b.text) <= size for b in blocks)
    check(document, blocks)
