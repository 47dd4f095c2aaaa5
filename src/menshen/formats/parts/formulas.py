"""Which cells of a workbook depend on others by their formulas, as far as references tell.

A formula whose references cannot be told (names, structured references, `INDIRECT`) depends on
everything. Shared formulas are moved to where they are used.

>>> references("SUM(A1:B2)+Sheet2!$C$3", "Sheet1")
(False, [Area(sheet='sheet1', top=0, left=0, bottom=1, right=1), Area(sheet='sheet2', top=2, left=2, bottom=2, right=2)])
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["MOST", "Area", "Formula", "column_of", "depending", "letters", "references"]

MOST = 200_000
"""Of a workbook with more formulas, all that were computed are dropped when a cell changes."""
_PASSES = 50
_LAST_ROW, _LAST_COLUMN = (1 << 20) - 1, (1 << 14) - 1
_STRING = re.compile(r'"(?:[^"]|"")*"')
_AREA = re.compile(
    r"(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<sheet>[^\W\d][\w.]*))!)?"
    r"(?<![\w.])(?:(?P<c1>\$?[A-Za-z]{1,3})(?P<r1>\$?[0-9]{1,7})(?::(?P<c2>\$?[A-Za-z]{1,3})(?P<r2>\$?[0-9]{1,7}))?"
    r"|(?P<c3>\$?[A-Za-z]{1,3}):(?P<c4>\$?[A-Za-z]{1,3})|(?P<r3>\$?[0-9]{1,7}):(?P<r4>\$?[0-9]{1,7}))(?![\w(.])"
)
_CALL = re.compile(r"[A-Za-z][\w.]*\s*\(")
_UNTOLD = re.compile(r"[^\W\d][\w.]*|\[")
_KNOWN = frozenset(("TRUE", "FALSE"))
_ANYWHERE = re.compile(r"INDIRECT|OFFSET|\[", re.IGNORECASE)

Cell = tuple[str, int, int]


class Area(NamedTuple):
    """A rectangle of cells, its bounds included; the name of its sheet in small letters."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int


class Formula(NamedTuple):
    """A formula: its cell, whether it depends on everything, and what it refers to."""

    cell: Cell
    untold: bool
    areas: tuple[Area, ...]


def column_of(letters: str) -> int:
    """Return the number of a column from 0.

    >>> column_of("A"), column_of("XFD")
    (0, 16383)
    """
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - 64
    return number - 1


def letters(column: int) -> str:
    """Return the letters of a column.

    >>> letters(0), letters(16383)
    ('A', 'XFD')
    """
    found = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        found = chr(65 + place) + found
    return found


def references(text: str, sheet: str, *, down: int = 0, right: int = 0) -> tuple[bool, list[Area]]:
    """Return whether a formula depends on everything, and the areas it names, moved if asked."""
    text = _STRING.sub('""', text)
    if _ANYWHERE.search(text):
        return True, []
    areas = [_area(match, sheet, down, right) for match in _AREA.finditer(text)]
    rest = _CALL.sub("(", _AREA.sub("", text))
    untold = any(word.upper() not in _KNOWN for word in _UNTOLD.findall(rest))
    return untold, areas


def _area(match: re.Match[str], sheet: str, down: int, right: int) -> Area:
    named = match["quoted"].replace("''", "'") if match["quoted"] else match["sheet"] or sheet
    first, last = match["c1"] or match["c3"], match["c2"] or match["c4"] or match["c1"]
    top, bottom = match["r1"] or match["r3"], match["r2"] or match["r4"] or match["r1"]
    rows = (0, _LAST_ROW) if top is None else sorted((_row(top, down), _row(bottom, down)))
    columns = (
        (0, _LAST_COLUMN)
        if first is None
        else sorted((_column(first, right), _column(last, right)))
    )
    return Area(named.lower(), rows[0], columns[0], rows[1], columns[1])


def _row(text: str, down: int) -> int:
    return int(text[1:]) - 1 if text.startswith("$") else int(text) - 1 + down


def _column(text: str, right: int) -> int:
    return column_of(text[1:]) if text.startswith("$") else column_of(text) + right


class _Touched:
    """Cells by sheet and column."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self._rows: dict[str, dict[int, list[int]]] = {}
        for cell in cells:
            self.add(cell)

    def add(self, cell: Cell) -> None:
        sheet, row, column = cell
        insort(self._rows.setdefault(sheet, {}).setdefault(column, []), row)

    def meets(self, area: Area) -> bool:
        """Say whether one of the cells lies in an area."""
        columns = self._rows.get(area.sheet, {})
        wanted = range(area.left, area.right + 1)
        for column in columns if len(columns) < len(wanted) else wanted:
            if column in columns and column in wanted:
                rows = columns[column]
                place = bisect_left(rows, area.top)
                if place < len(rows) and rows[place] <= area.bottom:
                    return True
        return False


def depending(formulas: list[Formula], changed: set[Cell]) -> set[Cell]:
    """Return the cells whose formulas depend on those that changed, directly or not."""
    if len(formulas) > MOST:
        return {formula.cell for formula in formulas}
    touched, found = _Touched(sorted(changed)), set[Cell]()
    waiting = formulas
    for _ in range(_PASSES):
        left = []
        for formula in waiting:
            if formula.untold or any(touched.meets(area) for area in formula.areas):
                found.add(formula.cell)
                touched.add(formula.cell)
            else:
                left.append(formula)
        if len(left) == len(waiting):
            return found
        waiting = left
    return {formula.cell for formula in formulas}
