"""OFD (版式文档, .ofd): the lines of its pages, annotations, document data, tags and attachments.

The text objects of a page are put together to lines by their places; a place is a box on the page
in points. Annotations, outlines, bookmarks, document data (author, custom data) and custom tags,
which hold all fields of an electronic invoice, are read part by part; attachments and pictures are
documents of their own.

Writing puts other text into the text objects; the glyph numbers of a text that is changed
(`CGTransform`) and the distances between its characters are left out, for they spell the old one.
Signatures, which no longer hold, are left out of a document that is changed, and the seals with them.

## Known limits
Text in a page block that is turned or mirrored is put into lines by its place before turning. Text
drawn as paths is not read. What a signature itself says (its certificate) is not read.

References: GB/T 33190-2016, 7 (file structure), 11 (text), 15 (annotations), 16 (custom tags), 18 (signatures), 20 (attachments).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from menshen.formats.parts.laying import Grid
from menshen.formats.parts.lines import lines
from menshen.formats.parts.package import Packaged
from menshen.formats.parts.slots import Passage, Splice
from menshen.formats.parts.tokens import tokens
from menshen.formats.parts.walk import Walk
from menshen.formats.parts.words import Vocabulary
from menshen.formats.parts.zips import Limits, Package

__all__ = ["FORMAT"]

_LIMITS = Limits("OFD document", "save it in several documents")
_WORDS = Vocabulary(
    told=frozenset(("Creator", "LastModifiedBy", "Title", "ofd:Annot/@Creator", "Remark", "URI")),
    quiet=frozenset(("ofd:Font/@FontName", "ofd:Font/@FamilyName", "ofd:Parameter/@Name")),
    namers={"ofd:CustomData": "Name", "ofd:Parameter": "Name"},
)
_PAGE = re.compile(
    r".*/Pages?/(?:Page_?)?(?P<n>[0-9]+)?.*/Content\.xml|.*/(?:Tpls?|Temps?)/.*\.xml", re.IGNORECASE
)
_SIGNED = re.compile(r"(?:.*/)?Signs?/.*|.*/Signatures?\.xml|.*\.esl", re.IGNORECASE)
_FONT = re.compile(r".*\.(?:ttf|otf|ttc|cff)", re.IGNORECASE)


class _Page(Walk):
    """A page: its lines, and then what the rest of the part says."""

    def items(self) -> Iterator[Passage | Grid]:
        found = _PAGE.fullmatch(self._name)
        page = int(found["n"] or 0) if found is not None else 0
        held = list(lines(self._name, self._part, page))
        yield from held
        starts = {slot.start for passage in held for _, slot in passage.slots()}
        for item in super().items():
            if not isinstance(item, Passage) or not self._is_told(item, starts):
                yield item

    def _is_told(self, item: Passage, starts: set[int]) -> bool:
        return any(slot.start in starts for _, slot in item.slots())


class _Design:
    """What OFD says of its packages."""

    limits = _LIMITS

    def check(self, package: Package) -> None:
        package.plain()

    def order(self, name: str) -> int:
        if _FONT.fullmatch(name) or _SIGNED.fullmatch(name):
            return -1
        if name.lower() == "ofd.xml":
            return 0
        return 1 if _PAGE.fullmatch(name) else 2

    def vocabulary(self, name: str) -> Vocabulary:  # noqa: ARG002 - the protocol's shape
        return _WORDS

    def walk(self, name: str, part: bytes) -> Walk:
        """Return the walk through a part: that of a page puts lines together."""
        holds = b"TextObject" in part
        return _Page(name, part, _WORDS) if holds else Walk(name, part, _WORDS)

    def falls(self, name: str) -> bool:
        return _SIGNED.fullmatch(name) is not None

    def besides(self, name: str, part: bytes) -> list[Splice]:
        """Return what takes the reference to signatures out of the document's root."""
        if name.lower() != "ofd.xml":
            return []
        found, start = [], -1
        for token in tokens(part):
            if token.name.rpartition(b":")[2] == b"Signatures":
                start = token.start if token.kind == "start" else start
                if token.kind == "end" and start >= 0:
                    found.append(Splice(start, token.end, b""))
        return found


FORMAT = Packaged("ofd", _Design(), "ofd")
