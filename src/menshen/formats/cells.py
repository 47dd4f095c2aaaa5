"""The layout of table rows whose cells were found by a reader: SQL, XML and HTML tables.

Unlike `rows.Rows`, which finds cells in delimited text, it is told where they are: `lines` is
called once, when something is asked for, and gives the rows of the block. It must be possible to
pickle it, since blocks go to other processes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from menshen.model import Cell, Span

__all__ = ["Cells", "Heading", "Line", "Raws", "Sourced", "short"]

_HEAD = re.compile(r"[^\s,，。.;；:：(（\[【|、/]{2,24}")


Raws = tuple[tuple[int, int], ...]
"""Of the pieces that a cell is made of, where each begins in the cell and in the source."""


class Sourced(str):
    """The text of a cell that knows where in the source its pieces come from."""

    __slots__ = ("raws",)
    raws: Raws

    @classmethod
    def of(cls, text: str, raws: Raws) -> Sourced:
        """Return a text that comes from there."""
        sourced = cls(text)
        sourced.raws = raws
        return sourced


class Line(NamedTuple):
    """A row in a block: where it begins, its number, the first of its columns, its values.

    `raws` says of each value where it comes from in the source, if that is known.
    """

    start: int
    row: int
    column: int
    spans: Sequence[Span]
    raws: Sequence[Raws] = ()


class Heading(NamedTuple):
    """The name of a table, the names of its columns, and what its definition says of each."""

    table: str
    names: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()


class Cells:
    """Rows of a table in a block.

    `shift` is what is added to a row's number to get that of its record, where a document holds
    several tables whose rows are not the same records.
    """

    __slots__ = ("_heading", "_held", "_lines", "_shift", "_starts")

    def __init__(
        self, heading: Heading, lines: Callable[[], list[Line]], *, shift: int = 0
    ) -> None:
        self._shift = shift
        self._heading = heading
        self._lines = lines
        self._held: list[Line] | None = None
        self._starts: list[int] = []

    def made_by(self, grammar: Callable[..., list[Line]]) -> bool:
        """Say whether the rows are found by this function."""
        return getattr(self._lines, "func", self._lines) is grammar

    @property
    def table(self) -> str:
        """Return the table's name."""
        return self._heading.table

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return self._heading.names

    def aliases(self) -> tuple[tuple[str, ...], ...]:
        """Return, for each column, all names it goes by: its comment follows its name."""
        return tuple(self._named(column) for column in range(len(self.names)))

    def filled(self) -> tuple[int, ...]:
        """Return, for each column, how many cells of this block are not empty."""
        counts = [0] * len(self.names)
        for line in self._all():
            if line.row < 0:
                continue
            last = line.column + len(line.spans)
            counts += [0] * (last - len(counts))
            for column, (start, end) in enumerate(line.spans, line.column):
                counts[column] += end > start
        return tuple(counts)

    def cell(self, start: int) -> Span | None:
        """Return the span of the value that holds this position."""
        line, index = self._find(start)
        if line is None or not line.spans:
            return None
        span = line.spans[index]
        return span if span.start <= start <= span.end else None

    def lines(self) -> list[Line]:
        """Return the rows of this block, the header too."""
        return self._all()

    def source(self, start: int) -> tuple[Span, Raws] | None:
        """Return the value that holds a position, and where its pieces come from."""
        line, index = self._find(start)
        if line is None or not line.spans:
            return None
        return line.spans[index], line.raws[index] if index < len(line.raws) else ()

    def rows(self) -> Iterator[list[Span]]:
        """Yield the spans of the values of each row of this block, the header left out."""
        for line in self._all():
            if line.row >= 0:
                yield [Span(0, 0)] * line.column + list(line.spans)

    def place(self, start: int, end: int) -> Cell:  # noqa: ARG002 - the protocol's shape
        """Return table, row and column; what stands between two cells belongs to the first."""
        line, index = self._find(start)
        return Cell(self.table, 0, 0) if line is None else self._at(line, index)

    def labels(self, start: int) -> tuple[str, ...]:
        """Return the column's name and comment, for positions below it."""
        line, index = self._find(start)
        if line is None or line.row < 0 or line.column + index >= len(self.names):
            return ()
        return self._named(line.column + index)

    def record(self, start: int) -> int | None:
        """Return the number of the record; None in the header."""
        line, _ = self._find(start)
        return None if line is None or line.row < 0 else line.row + self._shift

    def _at(self, line: Line, index: int) -> Cell:
        return Cell(self.table, line.row, line.column + index)

    def _named(self, column: int) -> tuple[str, ...]:
        comments = self._heading.comments
        comment = comments[column] if column < len(comments) else ""
        return tuple(name for name in (self.names[column], comment) if name)

    def _all(self) -> list[Line]:
        if self._held is None:
            self._held = self._lines()
            self._starts = [line.start for line in self._held]
        return self._held

    def _find(self, start: int) -> tuple[Line | None, int]:
        lines = self._all()
        if not lines:
            return None, 0
        line = lines[max(0, bisect_right(self._starts, start) - 1)]
        return line, max(0, bisect_right(line.spans, (start, 1 << 62)) - 1)


def short(comment: str) -> str:
    """Return the words a column's comment begins with, which name it; codes and notes follow.

    >>> short("婚姻状况 0未婚 1已婚")
    '婚姻状况'
    """
    found = _HEAD.search(comment)
    return found[0] if found else comment[:24]
