"""Like rows in a tree: elements that hold only simple values become the rows of tables.

`Flat` is given pieces of text in order, and each element that could be a row when it ends. Rows
that follow each other without anything between them are a run; a run of two or more is a table,
and so is a later one under the same path. What is in no run stays text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from menshen.formats.cells import Heading
from menshen.formats.extract import Piece, Stretch, blocks, table_blocks
from menshen.formats.table import is_header

__all__ = ["Flat", "Value", "columns"]

_WIDEST = 256
_MOST_TABLES = 1024


class Value(NamedTuple):
    """The value of a column in a row: the column's name, or its number as text, and the text."""

    column: str
    text: str


class _Table:
    """What is known of a table: its columns in the order they came, and how many rows it has."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.columns: dict[str, int] = {}
        self.rows = 0
        self.header: tuple[str, ...] = ()
        self.begun = False

    def heading(self) -> Heading:
        names = tuple(self.columns)
        if all(name.isdigit() for name in names):
            names = self.header
        return Heading(self.name, names)

    def admit(self, values: Sequence[Value]) -> bool:
        """Add the columns of a row; say whether the table stays narrow enough."""
        for value in values:
            if value.column in self.columns:
                continue
            last = int(value.column[:9]) if value.column.isdigit() else len(self.columns) + 1
            if last > _WIDEST:
                return False
            for number in range(len(self.columns) + 1, last):
                self.columns[str(number)] = len(self.columns)
            self.columns[value.column] = len(self.columns)
        return True

    def line(self, values: Sequence[Value]) -> list[str]:
        """Return the texts of a row, column by column."""
        line = [""] * (max(self.columns[v.column] for v in values) + 1)
        for value in values:
            line[self.columns[value.column]] = value.text
        return line


class Flat:
    """Gathers pieces and rows, and hands them out as blocks of at most `size` characters.

    `known` completes a piece when it is handed out, by what became known since it was added.
    """

    def __init__(self, size: int, known: Callable[[Piece], Piece]) -> None:
        self._size = size
        self._known = known
        self._pieces: list[Piece] = []
        self._base = 0
        self._held = 0
        self._tables: dict[str, _Table] = {}
        self._name = ""
        self._run: list[tuple[Value, ...]] = []
        self._from = self._to = 0
        self._records = 0

    @property
    def mark(self) -> int:
        """Return the number of the piece that comes next."""
        return self._base + len(self._pieces)

    def add(self, piece: Piece) -> None:
        """Take a piece of text."""
        self._pieces.append(piece)
        self._held += len(piece.text)

    def row(self, name: str, values: Sequence[Value], mark: int) -> Iterator[Stretch]:
        """Take the element whose pieces begin at `mark` as a row of the table called `name`."""
        if mark < self._base:
            return
        if name not in self._tables and len(self._tables) < _MOST_TABLES:
            self._tables[name] = _Table(name)
        table = self._tables.get(name)
        if table is None or not table.admit(values):
            return
        if name != self._name or mark != self._to:
            yield from self.settle()
            self._name = name
        if not self._run:
            self._from = mark
        self._run.append(tuple(values))
        self._to = self.mark

    def spill(self) -> Iterator[Stretch]:
        """Hand out what is held if it fills a block."""
        if self._held > self._size:
            yield from self.settle()
        if self._held > self._size:
            yield from self._text(self.mark)

    def settle(self) -> Iterator[Stretch]:
        """Hand out the run, if it is a table, and what stands before it."""
        if len(self._run) > 1 or (self._run and self._tables[self._name].begun):
            yield from self._text(self._from)
            yield from self._rows()
            self._drop(self._to)
        self._run = []

    def finish(self) -> Iterator[Stretch]:
        """Hand out all that is left."""
        yield from self.settle()
        yield from self._text(self.mark)

    def _text(self, end: int) -> Iterator[Stretch]:
        """Hand out the pieces before the one numbered `end` as running text."""
        yield from blocks([self._known(p) for p in self._pieces[: end - self._base]], self._size)
        self._drop(end)

    def _drop(self, end: int) -> None:
        count = end - self._base
        self._held -= sum(len(piece.text) for piece in self._pieces[:count])
        del self._pieces[:count]
        self._base = end

    def _rows(self) -> Iterator[Stretch]:
        table = self._tables[self._name]
        lines = [table.line(values) for values in self._run]
        first = table.rows
        numbered = all(name.isdigit() for name in table.columns)
        if not table.begun and numbered and is_header(lines[0], lines[1:50]):
            table.header = tuple(lines[0])
            first = -1
        table.begun = True
        shift = self._records - table.rows
        yield from table_blocks(table.heading(), lines, first, self._size, shift=shift)
        table.rows = first + len(lines)
        self._records += len(lines)


def columns(held: Sequence[Value]) -> list[Value]:
    """Return the cells of a row under different names; by their number where names repeat."""
    cells = [c for c in held if c.column]
    names = {c.column for c in cells}
    if len(names) == len(cells) and not any(n.isdigit() for n in names):
        return cells if len(cells) > 1 else []
    if len({c.column for c in cells if not c.column.isdigit()}) != 1:
        return []
    values, number = [], 0
    for cell in cells:
        number = int(cell.column[:6]) if cell.column.isdigit() else number + 1
        values.append(Value(str(number), cell.text))
    return values if len({v.column for v in values}) == len(values) else []
