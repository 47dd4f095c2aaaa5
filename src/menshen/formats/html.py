"""HTML: what a page shows and what it hides, in lines; its tables as tables.

The text of inline elements is glued, block elements begin lines of their own; blanks are put
together. Attributes, comments, scripts and hidden elements are text too, on lines of their own
behind the line they stand in: personal information hides there. A place is the offset and line of
the piece in the source (`Anchor.raw` is the offset); in a table it is a cell. Cells that reach
over columns or rows count once, at their first place.

A table with one row or one column, as used for layout, is text. Its name is its caption.

## Known limits
Attributes that only concern looks are left out (`_LOOKS`). Of two header rows the second is data.
Behind an entity, offsets within the same line of the source fall short by what it was longer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import BinaryIO

from menshen.edits import Edit, Inner
from menshen.formats import binary
from menshen.formats.decoding import TextStream
from menshen.formats.page import Page
from menshen.formats.patches import Patch, byte_patches, written
from menshen.formats.pieces import BLOCK, Window
from menshen.formats.traced import Source, changes
from menshen.model import Block, Document, Remark

__all__ = ["FORMAT", "Html"]

_NAMED = {".html", ".htm", ".xhtml", ".shtml", ".hta"}
_BEGINS = re.compile(
    r"[\s\ufeff]*+(?:<\?xml[^>]{0,200}>\s*+)?(?:<!--.{0,2000}?-->\s*+)?(?:<!doctype\s++html|<html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_DECLARES = re.compile(
    rb"(?:<meta[^>]{1,200}?charset|<\?xml[^>]{1,200}?encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})",
    re.IGNORECASE,
)


class Html:
    """Reads HTML; `size` is the most a block may hold."""

    id = "html"

    def __init__(self, size: int = BLOCK) -> None:
        self._size = size

    def claims(self, document: Document, head: bytes) -> bool:
        """Claim by name, and what begins like a page by whatever name."""
        text = binary.sample(head)
        if text is None:
            return False
        named = PurePath(document.uri).suffix.lower() in _NAMED
        return named or _BEGINS.match(text) is not None

    def read(self, document: Document) -> Iterator[Block | Remark]:
        """Yield the blocks in order; last, a remark when bytes did not fit the charset."""
        texts = TextStream(document, declares=_DECLARES)
        page = Page(self._size)
        for ordinal, (text, layout, core) in enumerate(page.blocks(Window(texts))):
            yield Block(document.uri, ordinal, text, layout, core)
        yield from texts.remarks()

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the page with the edits carried out; every other byte stays."""
        written(document, self.patches(document, edits, inner=inner), out)

    def patches(
        self,
        document: Document,
        edits: Iterable[Edit],
        *,
        inner: Inner,  # noqa: ARG002 - there is nothing inside
    ) -> Iterator[Patch]:
        """Yield the patches that carry out the edits; the source is held in memory."""
        text = "".join(TextStream(document, declares=_DECLARES))
        source = Source(text, int)
        wanted = changes(self.read(document), edits, source)
        return byte_patches(document, wanted, declares=_DECLARES)


FORMAT = Html()
