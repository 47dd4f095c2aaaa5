"""The pieces a page is made of: safe text, headings, tables, bars, marks."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

from menshen import taxonomy
from menshen.report.shown import visible
from menshen.report.words import Lang, said, title
from menshen.taxonomy import InfoType

__all__ = ["MOST", "Parts", "cut", "safe"]

MOST = 40
"""Findings shown of one document, and columns of one table; the rest is in JSON."""
_LONGEST = 240
"""Characters shown of a name, a path or a value."""
_NUMBERS = {
    "c_count", "c_column", "c_characters", "c_sensitive", "c_people", "c_number", "c_class_number",
    "c_strict", "c_lenient", "c_reached", "c_days", "c_coverage",
}  # fmt: skip

_WIDE = {
    "c_in": "place",
    "c_document": "place",
    "c_less": "meter",
    "c_probability": "meter",
    "c_can": "meter",
}


def safe(text: object) -> str:
    """Return text as HTML in which it can be nothing but text.

    >>> safe("<b>")
    '&lt;b&gt;'
    """
    return html.escape(visible(str(text)))


def _class(key: str) -> str:
    """Return the class of a column's cells as an attribute."""
    name = "number" if key in _NUMBERS else "meter" if key == "c_share" else _WIDE.get(key, "")
    return f' class="{name}"' if name else ""


def cut(text: str) -> str:
    """Return a name, a path or a value as HTML, its middle left out when it is very long."""
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 2 :]}"
    return safe(text)


class Parts:
    """Makes the pieces in one language; `reveal` says whether values may be seen."""

    def __init__(self, lang: Lang, *, reveal: bool) -> None:
        self.lang: Lang = lang
        self.reveal = reveal

    def say(self, key: str, **values: object) -> str:
        """Return a sentence of the interface as HTML."""
        return safe(said(key, self.lang, **values))

    def heading(self, key: str, level: int = 2) -> str:
        """Return a heading."""
        return f"<h{level}>{self.say(key)}</h{level}>"

    def line(self, key: str, style: str = "", **values: object) -> str:
        """Return a sentence as a paragraph."""
        kind = f' class="{style}"' if style else ""
        return f"<p{kind}>{self.say(key, **values)}</p>"

    def table(self, keys: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
        """Yield a table whose first cells head their rows; the cells are HTML already."""
        keys = list(keys)
        names = [self.say(k) for k in keys]
        kinds = [_class(k) for k in keys]
        head = "".join(f'<th scope="col"{c}>{n}</th>' for n, c in zip(names, kinds, strict=True))
        yield f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>"
        for row in rows:
            yield f"<tr>{''.join(self._cells(list(row), names, kinds))}</tr>"
        yield "</tbody>\n</table>"

    def _cells(self, row: list[str], names: list[str], kinds: list[str]) -> Iterator[str]:
        yield f'<th scope="row"{kinds[0]} data-name="{names[0]}">{row[0]}</th>'
        for cell, name, kind in zip(row[1:], names[1:], kinds[1:], strict=True):
            yield f'<td{kind} data-name="{name}">{cell}</td>'

    def bar(self, count: int, total: int) -> str:
        """Return a share as a bar and per cent; the number stands for those who see no bar."""
        share = 100 * count / total if total else 0
        width = max(1, round(share)) if count else 0
        told = "<1%" if 0 < share < 1 else f"{share:.0f}%"
        return (
            '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
            f'<rect class="all" width="100" height="10"></rect>'
            f'<rect class="part" width="{width}" height="10"></rect></svg> '
            f'<span class="share">{safe(told)}</span>'
        )

    def kind(self, kind: InfoType) -> str:
        """Return the name of a type with its marks."""
        marks = ""
        if kind.sensitive:
            marks += f' <span class="mark sensitive">{self.say("sensitive")}</span>'
        if kind.gbt35273_annex_b:
            marks += f' <span class="mark annex">{self.say("annex_b")}</span>'
        return safe(title(kind, self.lang)) + marks

    def listed(self, types: Iterable[str], most: int = 12) -> str:
        """Return the names of types, at most so many."""
        kinds = [safe(title(taxonomy.get(t), self.lang)) for t in types]
        text = self.comma.join(kinds[:most])
        return text if len(kinds) <= most else f"{text} {self.say('more_kinds', count=len(kinds))}"

    @property
    def comma(self) -> str:
        """Return what stands between the items of a list."""
        return "、" if self.lang == "zh" else ", "
