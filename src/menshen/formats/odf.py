"""OpenDocument (.odt, .ods, .odp, .odg and their templates): text, sheets, slides, all about them.

Paragraphs, tables, notes, comments, tracked deletions, headers and footers (`styles.xml`), fields,
alternative texts, links, properties (`meta.xml`) and embedded objects are read part by part; a
sheet is a table like those of xlsx. Where a cell shows something else than its value, both are
read. Pictures are documents of their own.

Writing puts other text where the old one was and leaves the other bytes of a part as they are. A
cell that is changed is text from then on. The values that formulas of a changed sheet had are
left out, so that programs compute them anew. The preview picture, pictures that stand in for
tables and embedded objects (programs draw them anew) and signatures are left out.

## Known limits
A deletion is read on its own, not together with the text around it. Rows that are repeated are
read once. Settings of printers (`settings.xml`) are read where they look personal.

References: OASIS OpenDocument 1.3, parts 2 and 3.
"""

from __future__ import annotations

import re

from menshen.errors import EncryptedError
from menshen.formats.parts.package import Packaged
from menshen.formats.parts.slots import Splice
from menshen.formats.parts.tokens import attributes, tokens
from menshen.formats.parts.words import Vocabulary
from menshen.formats.parts.zips import UNLOCK, Limits, Package

__all__ = ["FORMAT"]

_LIMITS = Limits("document", "save its contents in several documents")
_WORDS = Vocabulary(
    paragraphs=frozenset(("text:p", "text:h")),
    apart=frozenset(
        ("dc:creator", "dc:date", "meta:date-string", "text:note-citation", "text:ruby-text",
         "svg:title", "svg:desc", "meta:creator-initials", "text:sender-initials")
    ),
    fixed={"text:tab": "\t", "text:line-break": "\n", "text:s": " "},
    tables=frozenset(("table:table",)),
    rows=frozenset(("table:table-row",)),
    cells=frozenset(("table:table-cell", "table:covered-table-cell")),
    heads=frozenset(("table:table-header-rows",)),
    told=frozenset(
        ("form:value", "form:current-value", "form:label", "text:string-value", "table:title",
         "draw:title", "office:title")
    ),
    quiet=frozenset(
        ("text:list-level-style-bullet/@text:bullet-char", "style:style/@style:display-name",
         "table:table-cell/@office:string-value", "style:font-face/@svg:font-family",
         "style:font-face/@style:name", "style:text-properties/@style:font-name",
         "style:text-properties/@style:font-name-asian")
    ),
    settings=frozenset(("config:config-item",)),
    namers={"meta:user-defined": "meta:name"},
    counted={
        "text:deletion": "tracked_change",
        "text:insertion": "tracked_change",
        "text:hidden-text": "hidden_text",
        "text:hidden-paragraph": "hidden_text",
    },
    named="name",
)  # fmt: skip
_FALLS = re.compile(
    r"Thumbnails/.*|META-INF/[^/]*signatures\.xml|layout-cache|ObjectReplacements/.*|Pictures/[^/]*\.svm",
    re.IGNORECASE,
)
"""Signatures, and pictures that programs draw anew of tables and embedded objects."""
_LEFT = re.compile(
    r"mimetype|layout-cache|Thumbnails/|Fonts/.*|.*\.[ot]tf|ObjectReplacements/.*|.*\.svm",
    re.IGNORECASE,
)
_FIRST = ("content.xml", "styles.xml", "meta.xml")
_MANIFEST = "META-INF/manifest.xml"
_COMPUTED = re.compile(
    rb"\s(?:office:(?:value|date-value|time-value|boolean-value|string-value))\s*=\s*(?:\"[^\"]*\"|'[^']*')"
)


class _Design:
    """What OpenDocument says of its packages."""

    limits = _LIMITS

    def check(self, package: Package) -> None:
        package.plain()
        manifest = package.member(_MANIFEST)
        if manifest is not None and b"encryption-data" in package.read(manifest):
            raise EncryptedError(f"this document has a password: {UNLOCK}")

    def order(self, name: str) -> int:
        if _LEFT.fullmatch(name):
            return -1
        if name in _FIRST:
            return _FIRST.index(name)
        return len(_FIRST) + (name == _MANIFEST)

    def vocabulary(self, name: str) -> Vocabulary:  # noqa: ARG002 - the protocol's shape
        return _WORDS

    def falls(self, name: str) -> bool:
        return _FALLS.fullmatch(name) is not None

    def besides(self, name: str, part: bytes) -> list[Splice]:
        """Return what takes the values out of formulas, which may show what was changed."""
        if not name.endswith("content.xml") or b"table:formula" not in part:
            return []
        found, inside = [], 0
        for token in tokens(part):
            if token.name == b"table:table-cell" and token.kind != "end":
                named = {a.name: part[a.start : a.end] for a in attributes(part, token)}
                if b"[" in named.get(b"table:formula", b""):
                    inside = token.kind == "start"
                    rest = part[slice(*token.rest)]
                    found += [
                        Splice(token.rest[0] + m.start(), token.rest[0] + m.end(), b"")
                        for m in _COMPUTED.finditer(rest)
                    ]
            elif token.name == b"table:table-cell":
                inside = 0
            elif token.kind == "text" and inside:
                found.append(Splice(token.start, token.end, b""))
        return found


FORMAT = Packaged("odf", _Design(), "odf")
