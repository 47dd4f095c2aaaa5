"""XML: the text of its elements, attributes and comments, with paths; like rows as tables.

Text is extracted, entities undone; each piece is a line. A place is a path (`/root/row[3]/name`,
`/root/row/@id`), where a number tells a sibling of the same name from the first one. Elements that
hold nothing but different simple values and follow each other are the rows of a table.

`Anchor.raw` is the position of the piece's text or start tag in the UTF-8 form of the decoded
source, counted from its first character; for tables, rows keep the order of their elements.

## Known limits
Definitions of entities are refused, harmless ones as well. What is not well formed is read as
running text from there on (`broken_xml`); several roots in a row are read. Names of elements and
what `name` says of a `field` or `column` are labels only, not text. Blanks around text are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import BinaryIO

from menshen.edits import Edit, Inner
from menshen.formats import binary
from menshen.formats.decoding import TextStream
from menshen.formats.markup import Markup, counted
from menshen.formats.patches import Patch, byte_patches, written
from menshen.formats.pieces import BLOCK
from menshen.formats.traced import Source, changes
from menshen.model import Block, Document, Remark

__all__ = ["FORMAT", "Xml"]

_NAMED = {
    ".xml", ".xsd", ".xsl", ".xslt", ".svg", ".rss", ".atom", ".kml", ".gpx", ".plist", ".wsdl",
    ".resx", ".rdf", ".xmi", ".fodt", ".fods",
}  # fmt: skip
_DECLARED = re.compile(rb"<\?xml[^>]{1,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']")


class Xml:
    """Reads XML; `size` is the most a block may hold."""

    id = "xml"

    def __init__(self, size: int = BLOCK) -> None:
        self._size = size

    def claims(self, document: Document, head: bytes) -> bool:
        """Claim by name, and what begins with an XML declaration by whatever name."""
        text = binary.sample(head)
        if text is None:
            return False
        named = PurePath(document.uri).suffix.lower() in _NAMED
        return named or text.lstrip("\ufeff \t\r\n").startswith("<?xml ")

    def read(self, document: Document) -> Iterator[Block | Remark]:
        """Yield the blocks in order; last, what was wrong with the XML or with its bytes.

        Raises `UnreadableError` for a document that defines entities.
        """
        return self._parts(document)

    def _parts(self, document: Document, *, traced: bool = False) -> Iterator[Block | Remark]:
        texts = TextStream(document, declares=_DECLARED)
        markup = Markup(self._size, traced=traced)
        for ordinal, (text, layout, core) in enumerate(markup.blocks(iter(texts))):
            yield Block(document.uri, ordinal, text, layout, core)
        if markup.trouble:
            yield Remark(document.uri, "broken_xml", markup.trouble)
        yield from texts.remarks()

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the XML with the edits carried out; every other byte stays."""
        written(document, self.patches(document, edits, inner=inner), out)

    def patches(
        self,
        document: Document,
        edits: Iterable[Edit],
        *,
        inner: Inner,  # noqa: ARG002 - there is nothing inside
    ) -> Iterator[Patch]:
        """Yield the patches that carry out the edits; the source is held in memory."""
        text = "".join(TextStream(document, declares=_DECLARED))
        source = Source(text, counted(text))
        wanted = changes(self._parts(document, traced=True), edits, source)
        return byte_patches(document, wanted, declares=_DECLARED)


FORMAT = Xml()
