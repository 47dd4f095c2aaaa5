"""What docx, pptx and the smaller parts of xlsx have in common (ECMA-376, ISO/IEC 29500)."""

from __future__ import annotations

import re

from menshen.formats.parts.words import Vocabulary
from menshen.formats.parts.zips import Limits, Package

__all__ = ["LIMITS", "WORDS", "Office"]

LIMITS = Limits("document", "save its contents in several documents")
WORDS = Vocabulary(
    paragraphs=frozenset(("w:p", "a:p")),
    texts=frozenset(("w:t", "w:delText", "a:t", "m:t")),
    apart=frozenset(("w:rt", "s:rPh")),
    beside=frozenset(("w:instrText", "w:delInstrText")),
    fixed={
        "w:tab": "\t",
        "w:ptab": "\t",
        "w:br": "\n",
        "w:cr": "\n",
        "a:br": "\n",
        "w:noBreakHyphen": "-",
    },
    unfixed=frozenset(("w:tabs",)),
    tables=frozenset(("w:tbl", "a:tbl")),
    rows=frozenset(("w:tr", "a:tr")),
    cells=frozenset(("w:tc", "a:tc")),
    heads=frozenset(("w:tblHeader",)),
    deleted=frozenset(("w:del", "w:moveFrom")),
    added=frozenset(("w:ins", "w:moveTo")),
    told=frozenset(
        (
            "w:author",
            "w:initials",
            "w15:author",
            "descr",
            "alt",
            "tooltip",
            "w:tooltip",
            "o:title",
            "author",
            "userName",
            "displayName",
            "userId",
            "w15:userId",
            "rel:Relationship/@Target",
            "wp:docPr/@title",
            "p:cNvPr/@title",
            "xdr:cNvPr/@title",
            "p:cmAuthor/@name",
            "p:cmAuthor/@initials",
            "p:tag/@val",
            "p:tag/@name",
            "w:docVar/@w:val",
            "w:docVar/@w:name",
            "w:default/@w:val",
            "w:listItem/@w:value",
            "w:listItem/@w:displayText",
            "w:alias/@w:val",
            "w:tag/@w:val",
            "w:entry/@w:val",
            "w:query/@w:val",
            "w:connectString/@w:val",
            "w:udl/@w:val",
            "w:statusText/@w:val",
            "w:helpText/@w:val",
        )
    ),
    quiet=frozenset(
        (
            "w:lvlText/@w:val",
            "a:buChar/@char",
            "w:sym/@w:char",
            "w:panose1/@w:val",
            "w:font/@w:name",
            "w:altName/@w:val",
            "a:font/@script",
        )
    ),
    namers={"op:property": "name"},
    counted={"w:vanish": "hidden_text", "w:del": "tracked_change", "w:moveFrom": "tracked_change"},
)
"""The words of the parts; those of a workbook's sheets are read by their own reader."""

_FONTS = re.compile(r".*(?:\.odttf|\.fntdata|printerSettings[0-9]*\.bin)", re.IGNORECASE)
_FALLS = re.compile(
    r"docProps/thumbnail\.[^/]*|_xmlsignatures/.*|.*/_rels/thumbnail[^/]*|.*printerSettings[0-9]*\.bin",
    re.IGNORECASE,
)


class Office:
    """The design of an Office Open XML package; `first` are patterns of parts in reading order."""

    limits = LIMITS

    def __init__(self, *first: str) -> None:
        self._first = [re.compile(pattern) for pattern in first]

    def check(self, package: Package) -> None:
        """Raise `EncryptedError` for a package with a password."""
        package.plain()

    def order(self, name: str) -> int:
        """Return the place of the first pattern that fits; lists of parts come last."""
        if _FONTS.fullmatch(name):
            return -1
        for place, pattern in enumerate(self._first):
            if pattern.fullmatch(name):
                return place
        return len(self._first) + (name.endswith(".rels") or name == "[Content_Types].xml")

    def vocabulary(self, name: str) -> Vocabulary:  # noqa: ARG002 - the protocol's shape
        """Return the words that all parts share."""
        return WORDS

    def falls(self, name: str) -> bool:
        """Leave out the picture of the first page, signatures and the settings of printers."""
        return _FALLS.fullmatch(name) is not None
