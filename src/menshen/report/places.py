"""Where a finding stands, in the words of people, counted from 1."""

from __future__ import annotations

from collections.abc import Sequence

from menshen.model import Box, Cell, Finding, Node, Table, Text
from menshen.report.shown import visible
from menshen.report.words import Lang, said

__all__ = ["where"]

_LONGEST_NAME = 12
"""A column with a longer name is called by its number."""


def where(finding: Finding, tables: Sequence[Table], lang: Lang) -> str:
    """Return the place of a finding; `tables` are those of its document.

    A cell is named by row and column, and by its table when the document has several.
    """
    place = finding.place
    if isinstance(place, Text):
        return said("at_line", lang, line=place.line + 1)
    if isinstance(place, Box):
        return said("at_page", lang, page=place.page + 1)
    if isinstance(place, Node):
        return _node(place, lang)
    spot = _cell(place, tables, lang)
    return f"{visible(place.table)} {spot}" if len(tables) > 1 else spot


def _node(place: Node, lang: Lang) -> str:
    if not place.part.isascii() or not place.part.isdigit():
        return visible(" ".join(part for part in place if part))
    return said("at_record", lang, record=int(place.part) + 1, path=visible(place.path))


def _cell(place: Cell, tables: Sequence[Table], lang: Lang) -> str:
    columns = next((t.columns for t in tables if t.table == place.table), ())
    name = next((c.name for c in columns if c.position == place.column), "")
    if not name or len(name) > _LONGEST_NAME:
        name = said("at_column", lang, column=place.column + 1)
    if place.row < 0:
        return said("at_header", lang, column=visible(name))
    return said("at_cell", lang, row=place.row + 1, column=visible(name))
