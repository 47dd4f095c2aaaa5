"""Lines of a page put into reading order: rows from top to bottom, cells of a row side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from menshen.engines.ocr import Box, Line

__all__ = ["NOWHERE", "Placed", "laid_out"]

NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)
"""The box of a character that is not on the page: a line break, a gap between cells."""
_SAME_ROW = 0.5
_APART = 0.8
"""Cells with a gap of so many heights between them are apart; others only have a blank."""
_NARROW = 0.3
"""So many are enough where rows near by have a gap at the same place, as the columns of a table do."""
_NEAR = 3
_FEW = 2
"""How many rows before and behind are looked at for that, and how many of them are to have it."""


class Placed(NamedTuple):
    """The text of a page and a box for each of its characters."""

    text: str
    boxes: tuple[Box, ...]

    def __repr__(self) -> str:
        return f"Placed({len(self.text)} characters)"


class _Cell(NamedTuple):
    """A line as it lies along the direction of the page."""

    line: Line
    left: float
    right: float
    middle: float
    height: float


def laid_out(lines: Sequence[Line]) -> Placed:
    """Return the text of lines in reading order; breaks and gaps have empty boxes."""
    text: list[str] = []
    boxes: list[Box] = []
    rows = _rows(lines)
    for number, row in enumerate(rows):
        near = [*rows[max(0, number - _NEAR) : number], *rows[number + 1 : number + 1 + _NEAR]]
        for cell, before in zip(row, (None, *row), strict=False):
            gap = "" if not text else "\n" if before is None else _gap(before, cell, near)
            text += [gap, cell.line.text]
            boxes += [NOWHERE] * len(gap) + list(cell.line.boxes)
    return Placed("".join(text), tuple(boxes))


def _gap(before: _Cell, cell: _Cell, near: Sequence[Sequence[_Cell]]) -> str:
    """Return what stands between two cells of a row, told by their gap and those of rows near by."""
    wide = (cell.left - before.right) / cell.height
    if wide > _APART:
        return "\t"
    middle = (before.right + cell.left) / 2
    return "\t" if wide > _NARROW and sum(_is_apart(r, middle) for r in near) >= _FEW else " "


def _is_apart(row: Sequence[_Cell], place: float) -> bool:
    """Say whether a place lies in a gap between two cells of a row that are apart."""
    return any(
        before.right < place < cell.left and cell.left - before.right > _APART * cell.height
        for before, cell in pairwise(row)
    )


def _rows(lines: Sequence[Line]) -> list[list[_Cell]]:
    """Return the cells row by row, each from left to right."""
    rows: list[list[_Cell]] = []
    for cell in sorted(map(_cell, lines), key=lambda c: c.middle):
        row = next((r for r in reversed(rows[-3:]) if _shares(r, cell)), None)
        if row is None:
            rows.append([cell])
        else:
            row.append(cell)
    return [sorted(row, key=lambda c: c.left) for row in rows]


def _shares(row: Sequence[_Cell], cell: _Cell) -> bool:
    """Say whether a cell stands in a row, beside its nearest cell and over none."""
    near = min(row, key=lambda c: abs(c.left - cell.left))
    low = min(near.height, cell.height)
    over = any(min(c.right, cell.right) - max(c.left, cell.left) > 0.5 * low for c in row)
    return not over and abs(near.middle - cell.middle) < _SAME_ROW * low


def _cell(line: Line) -> _Cell:
    slant = line.slant
    turn = math.radians(slant.angle)
    along = slant.x * math.cos(turn) + slant.y * math.sin(turn)
    across = slant.y * math.cos(turn) - slant.x * math.sin(turn)
    half = slant.width / 2
    return _Cell(line, along - half, along + half, across, slant.height)
