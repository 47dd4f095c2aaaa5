"""Arbitrary bytes: read to the end, nothing lost, nothing raised but that it is unreadable."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from menshen import formats
from menshen.errors import UnreadableError
from menshen.formats.chat import Chat
from menshen.formats.decoding import TextStream
from menshen.formats.html import Html
from menshen.formats.json import Json
from menshen.formats.plain import Plain
from menshen.formats.sql import Sql
from menshen.formats.table import Table
from menshen.formats.xml import Xml
from menshen.model import Block, Document, Grid, Talk

FORMATS = [Plain, Table, Json, Sql, Xml, Html, Chat]
EXTRACTED = {"html", "xml", "eml", "mbox", "sheet", "packed", "zip"}
"""Formats whose text is not the document's own; two bytes are enough to look packed (and damaged)."""
NAMES = ["a.txt", "a.csv", "a.tsv", "a.json", "a.jsonl", "a.sql", "a.xml", "a.html", "-"]
PARTS = st.sampled_from(
    ['"', "\\", "\n", "\r\n", ",", ";", "\t", "{", "}", "[", "]", ":", '{"a":', '"姓名"', "1", "张伟", "true",
     "<", ">", "<a>", "</a>", "<a b='", "'", "<!--", "-->", "<td>", "<tr>", "<table>", "</table>", "&amp;", "(", ")",
     "INSERT INTO t VALUES (", "COPY t FROM stdin;\n", "\\.\n", ";", "<?xml version='1.0' encoding='gbk'?>", "<script>",
     "2024-03-05 20:11:33 小葵(84717510)\n", "消息记录\n", "20:12 老墨：", "时间,昵称,内容\n", "<td>发送人</td><td>时间</td><td>内容</td>",
     '""', "sep=;\n", "\ufeff", "13800138000", " ", '\\"', "\\u00"]
)  # fmt: skip
TEXTS = st.lists(PARTS, max_size=80).map("".join)
CHARSETS = st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-16-le"])
DATA = st.binary(max_size=300) | st.builds(lambda t, c: t.encode(c), TEXTS, CHARSETS)


def check(document: Document, blocks: list[Block], kind: str) -> None:
    """The cores tile the decoded text, and the layout answers for every position.

    SQL undoes escapes in place; what HTML, XML and mails extract is another text.
    """
    text = "".join(TextStream(document))
    held = "".join(b.text[slice(*(b.core or (0, len(b.text))))] for b in blocks)
    assert kind in EXTRACTED or len(held) == len(text)
    assert kind in EXTRACTED or held == text or (kind == "sql" and "\\" in text)
    for ordinal, block in enumerate(blocks):
        assert block.ordinal == ordinal
        assert block.layout is not None
        if isinstance(block.layout, Grid):
            block.layout.filled()
            assert all(s.end <= len(block.text) for row in block.layout.rows() for s in row)
        for at in range(len(block.text)):
            block.layout.place(at, at + 1)
            block.layout.record(at)
            assert block.labels(at) == block.layout.labels(at)
            if isinstance(block.layout, Grid):
                block.layout.cell(at)
        if isinstance(block.layout, Talk):
            assert all(t.span.end <= len(block.text) for t in block.layout.turns())


def written_in(document: Document) -> str:
    """Return the format a document is written in: that of a chat is another's."""
    kind = formats.for_document(document).id
    if kind != "chat":
        return kind
    head = document.open().read(1 << 16)
    return "html" if Html().claims(document, head) else "plain"


@given(DATA, st.sampled_from(NAMES))
@example(b"", "a.csv")
@example(b"\xff\xfe", "a.json")
def test_any_document_is_read_or_refused(data: bytes, name: str) -> None:
    document = Document(name, data=data)
    try:
        blocks = [b for b in formats.read(document) if isinstance(b, Block)]
    except UnreadableError:
        return
    check(document, blocks, written_in(document))


@pytest.mark.parametrize("kind", FORMATS)
@given(data=DATA, name=st.sampled_from(NAMES), size=st.integers(32, 90))
def test_every_format_keeps_every_character_at_any_block_size(
    kind: type[Plain | Table | Json | Sql | Xml | Html | Chat], data: bytes, name: str, size: int
) -> None:
    document = Document(name, data=data)
    try:
        blocks = [b for b in kind(size).read(document) if isinstance(b, Block)]
    except UnreadableError:
        return
    assert all(len(b.text) <= size for b in blocks)
    page = kind is Chat and Html().claims(document, data)
    check(document, blocks, "html" if page else kind.id)
