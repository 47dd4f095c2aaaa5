"""A table of passages while it is read: which column a cell stands in, and what its rows hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from menshen.formats.cells import Heading
from menshen.formats.opentable import WIDEST
from menshen.formats.parts.laying import Grid
from menshen.formats.parts.slots import Passage
from menshen.formats.table import is_header

__all__ = ["OpenGrid"]

Cell = list[Passage]
LAST = (1 << 14) - 1
_HEADER_ROWS = 12
"""So many rows may stand above the header of a sheet."""


@dataclass(frozen=True, slots=True)
class _Held:
    """The passages of the cells."""

    rows: list[list[Cell]]

    def __call__(self, row: int, column: int) -> Cell:
        return self.rows[row][column]


class OpenGrid:
    """A table that is open. What lies in it but in no cell, and tables in it, come behind it."""

    def __init__(self, name: str, *, sheet: bool = False) -> None:
        self.name = name
        self.marked = False
        self._sheet = sheet
        self._rows: list[dict[int, Cell]] = []
        self._numbers: list[int] = []
        self._next = 0
        self._row: dict[int, Cell] | None = None
        self._times = 1
        self._cell: Cell | None = None
        self._over: dict[int, int] = {}
        self._column = self._wide = 0
        self._behind: list[Passage | Grid] = []

    def open_row(self, times: int = 1) -> None:
        """Begin a row; one that stands for several counts as so many."""
        self.close_row()
        self._row, self._column, self._times = {}, 0, times

    def open_cell(self, wide: int = 1) -> None:
        """Begin a cell."""
        self.close_cell()
        if self._row is None:
            self._row, self._column, self._times = {}, 0, 1
        self._cell, self._wide = [], wide

    def widen(self, wide: int) -> None:
        """Let the open cell reach over several columns."""
        self._wide = wide

    def take(self, item: Passage | Grid) -> bool:
        """Put a passage into the open cell."""
        if isinstance(item, Passage) and self._cell is not None:
            self._cell.append(item)
        else:
            self._behind.append(item)
        return True

    def said(self) -> str:
        """Return what the open cell holds so far."""
        return "\n".join(p.text for p in self._cell or ())

    def close_cell(self) -> None:
        """End the cell, if one is open."""
        if self._cell is None or self._row is None:
            return
        if self._cell:
            self._row.setdefault(min(self._column, LAST), []).extend(self._cell)
        self._column += self._wide
        self._cell = None

    def close_row(self) -> None:
        """End the row, if one is open; one without text is left out but counted."""
        self.close_cell()
        if self._row is None:
            return
        if self._row:
            self._rows.append(self._row)
            self._numbers.append(self._next)
        self._next += self._times
        self._row = None

    def closed(self) -> Iterator[Passage | Grid]:
        """Yield the table; one of a single row or column, as used for layout, as passages."""
        self.close_row()
        left = min((min(row) for row in self._rows), default=0)
        dense = [_dense(row, left) for row in self._rows]
        wide = max(map(len, dense), default=0)
        if self._rows and (self._sheet or (len(dense) > 1 and wide > 1)):
            yield from self._grids(dense, left)
        else:
            yield from (p for row in self._rows for cell in row.values() for p in cell)
        yield from self._behind

    def _grids(self, dense: list[list[Cell]], left: int) -> Iterator[Passage | Grid]:
        texts = [["\n".join(p.text for p in cell) for cell in row] for row in dense]
        heading, zero = self._heading(texts, left)
        numbers = [number - zero for number in self._numbers]
        yield Grid(heading, texts, numbers, _Held(dense), left)
        for number, row in zip(numbers, self._rows, strict=True):
            for column, cell in row.items():
                if column - left >= WIDEST:
                    held = ["\n".join(p.text for p in cell)]
                    yield Grid(heading, [held], [number], _Held([[cell]]), column)

    def _heading(self, texts: list[list[str]], left: int) -> tuple[Heading, int]:
        """Return the names of the columns, and the number of the row that counts as 0."""
        for place, row in enumerate(texts[: _HEADER_ROWS if self._sheet else 1]):
            names = [name.strip() for name in row]
            below = [[cell.strip() for cell in r] for r in texts[place + 1 : place + 51]]
            several = sum(map(bool, names)) > 1
            if several and ((self.marked and not place) or is_header(names, below)):
                heading = Heading(self.name, ("",) * left + tuple(names))
                return heading, self._numbers[place] + 1
        return Heading(self.name), 0


def _dense(row: dict[int, Cell], left: int) -> list[Cell]:
    last = max((column for column in row if column - left < WIDEST), default=left)
    return [row.get(column, []) for column in range(left, last + 1)]
