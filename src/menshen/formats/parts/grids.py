"""A table of passages while it is read: which column a cell stands in, and what its rows hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from menshen.formats.opentable import WIDEST
from menshen.formats.parts.laying import Grid, grid_heading
from menshen.formats.parts.slots import Passage

__all__ = ["OpenGrid"]

Cell = list[Passage]


@dataclass(frozen=True, slots=True)
class _Held:
    """The passages of the cells."""

    rows: list[list[Cell]]

    def __call__(self, row: int, column: int) -> Cell:
        return self.rows[row][column]


class OpenGrid:
    """A table that is open. What lies in it but in no cell, and tables in it, come behind it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.marked = False
        self._rows: list[dict[int, Cell]] = []
        self._row: dict[int, Cell] | None = None
        self._cell: Cell | None = None
        self._over: dict[int, int] = {}
        self._column = self._wide = self._high = 0
        self._behind: list[Passage | Grid] = []

    def open_row(self) -> None:
        """Begin a row."""
        self.close_row()
        self._row, self._column = {}, 0

    def open_cell(self, wide: int = 1, high: int = 1) -> None:
        """Begin a cell where no cell from above reaches."""
        self.close_cell()
        if self._row is None:
            self._row, self._column = {}, 0
        while self._over.get(self._column, 0):
            self._column += 1
        self._cell, self._wide, self._high = [], wide, high

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

    def close_cell(self) -> None:
        """End the cell, if one is open."""
        if self._cell is None or self._row is None:
            return
        self._row.setdefault(min(self._column, WIDEST - 1), []).extend(self._cell)
        for column in range(self._column, min(self._column + self._wide, WIDEST)):
            self._over[column] = self._high
        self._column += self._wide
        self._cell = None

    def close_row(self) -> None:
        """End the row, if one is open; one without text is left out."""
        self.close_cell()
        if self._row is None:
            return
        if any(self._row.values()):
            self._rows.append(self._row)
        self._over = {c: n - 1 for c, n in self._over.items() if n > 1}
        self._row = None

    def closed(self) -> Iterator[Passage | Grid]:
        """Yield the table; one of a single row or column, as used for layout, as passages."""
        self.close_row()
        rows = [[row.get(c, []) for c in range(max(row) + 1)] for row in self._rows]
        wide = max(map(len, rows), default=0)
        if len(rows) > 1 and wide > 1:
            texts = [["\n".join(p.text for p in cell) for cell in row] for row in rows]
            heading = grid_heading(self.name, texts, marked=self.marked)
            first = -1 if heading.names else 0
            yield Grid(heading, texts, range(first, first + len(rows)), _Held(rows))
        else:
            yield from (passage for row in rows for cell in row for passage in cell)
        yield from self._behind
