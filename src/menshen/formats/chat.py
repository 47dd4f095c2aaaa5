"""Exported chats (QQ, WeChat and their kin) as text, HTML or CSV: who says what.

A chat is known by its content: turns that begin with a time and a display name, in one of the
ways `turns` knows, or a table whose columns hold sender, time and message. It is read by the
format it is written in, character for character; what is added is whose words a position lies in,
so that what somebody says of himself is found to be his.

## Known limits
Lines that are no turns are read and belong to nobody. A single speaker's notes, transcripts whose
speakers are roles (坐席, 客户) and chats in JSON or SQL are left to the other formats. A message that
quotes a chat of the same form is read as turns of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import BinaryIO

from menshen.edits import Edit, Inner
from menshen.formats import binary
from menshen.formats.html import Html
from menshen.formats.patches import Patch
from menshen.formats.peek import peek
from menshen.formats.pieces import BLOCK
from menshen.formats.plain import Plain
from menshen.formats.table import Table, dialect
from menshen.formats.talk import Said, columns, talking
from menshen.formats.turns import way_of
from menshen.model import Block, Document, Grid, Layout, Remark, Talk

__all__ = ["FORMAT", "Chat"]

_TEXTS = frozenset(("", ".txt", ".text", ".md", ".chat", ".out", ".dat"))
_HEAD = 1 << 15


class Chat:
    """Reads exported chats; `size` is the most a block may hold."""

    id = "chat"

    def __init__(self, size: int = BLOCK) -> None:
        self._plain = Plain(size)
        self._table = Table(size)
        self._html = Html(size)

    def claims(self, document: Document, head: bytes) -> bool:
        """Claim by content: turns in text, columns of a table."""
        text = binary.sample(head)
        if text is None:
            return False
        if self._html.claims(document, head):
            return _is_page(head)
        if self._table.claims(document, head):
            return columns(dialect(text[:_HEAD], "").names) is not None
        return PurePath(document.uri).suffix.lower() in _TEXTS and way_of(text) != ""

    def read(self, document: Document) -> Iterator[Block | Remark]:
        """Yield the blocks of the format that the chat is written in, with who speaks in them."""
        head, document = peek(document)
        reader, page = self._reader(document, head)
        told = _Told(page=page)
        for part in reader.read(document):
            yield told.block(part) if isinstance(part, Block) else part

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the chat in the format it is written in."""
        head, document = peek(document)
        self._reader(document, head)[0].write(document, edits, out, inner=inner)

    def patches(
        self, document: Document, edits: Iterable[Edit], *, inner: Inner
    ) -> Iterator[Patch]:
        """Yield the patches of the format it is written in."""
        head, document = peek(document)
        return self._reader(document, head)[0].patches(document, edits, inner=inner)

    def _reader(self, document: Document, head: bytes) -> tuple[Plain | Table | Html, bool]:
        """Return the format that the chat is written in, and whether that is HTML."""
        if self._html.claims(document, head):
            return self._html, True
        return self._table if self._table.claims(document, head) else self._plain, False


class _Told:
    """Adds to block after block who speaks in it; a turn may go on in the next one."""

    def __init__(self, *, page: bool) -> None:
        self._page = page
        self._way = ""
        self._last: tuple[Block, Talk] | None = None

    def block(self, block: Block) -> Block:
        assert block.layout is not None
        layout: Layout = talking(block.layout, block.text)
        if not isinstance(layout, Grid):
            self._way = self._way or way_of(block.text, page=self._page)
            if not self._way:
                return block
            speaker, whole = self._goes_on(block)
            layout = Said(layout, block.text, self._way, speaker, whole=whole)
        told = Block(block.document, block.ordinal, block.text, layout, block.core)
        self._last = (told, layout) if isinstance(layout, Said) else None
        return told

    def _goes_on(self, block: Block) -> tuple[str, bool]:
        """Return who speaks where a block begins, and whether a line begins there."""
        if self._last is None:
            return "", True
        last, talk = self._last
        shared = block.core.start if block.core is not None else 0
        at = (last.core.end if last.core is not None else len(last.text)) - shared
        before = [turn for turn in talk.turns() if turn.span.start < at]
        return before[-1].speaker if before else "", last.text[at - 1 : at] in {"", "\n"}


def _is_page(head: bytes) -> bool:
    """Say whether a page that begins with `head` shows a chat, in lines or in a table."""
    for part in Html().read(Document("", data=head)):
        if isinstance(part, Block) and part.layout is not None:
            if isinstance(part.layout, Grid) and columns(part.layout.names) is not None:
                return True
            if not isinstance(part.layout, Grid) and way_of(part.text, page=True):
                return True
    return False


FORMAT = Chat()
