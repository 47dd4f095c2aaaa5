"""The rows of a delimited text: their grammar, and the layout that finds the way in them.

A quote opens a field only right after a delimiter or a row's start, as in RFC 4180 and the csv
module; within it, two quotes stand for one. Where no quote closes it, it is an ordinary character.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from menshen.model import Cell, Span

__all__ = ["Dialect", "Rows", "field_pattern", "fields", "row_pattern"]

_PLAIN_ROW = re.compile(r"[^\n]*+\n|[^\n]++\Z")


class Dialect(NamedTuple):
    """How a table is written, and what is known of it as a whole.

    `names` are those of the header row, if there is one; `preamble` is the length of a `sep=` line.
    """

    delimiter: str
    table: str
    names: tuple[str, ...] = ()
    preamble: int = 0


@cache
def field_pattern(delimiter: str, *, quotes: bool = True) -> re.Pattern[str]:
    """Return the pattern of one field; group `q` is what stands between its quotes."""
    bare = f"[^{re.escape(delimiter)}\\n]*+"
    quoted = f'"(?P<q>(?:[^"]++|"")*+)"{bare}'
    return re.compile(f"(?:{quoted}|{bare})" if quotes else f"(?P<q>(?!)){bare}|{bare}")


@cache
def row_pattern(delimiter: str) -> re.Pattern[str]:
    """Return the pattern of one row with the line's end that closes it, if there is one."""
    field = field_pattern(delimiter).pattern.replace("?P<q>", "?:")
    return re.compile(f"{field}(?:{re.escape(delimiter)}{field})*+(?:\\n|\\Z)")


def fields(
    text: str, start: int, delimiter: str, *, quotes: bool = True
) -> list[tuple[Span, Span]]:
    r"""Return, for each field of the row at `start`, its whole span and that of its value.

    >>> fields('a,"b,c"\r\n', 0, ",")
    [(Span(start=0, end=1), Span(start=0, end=1)), (Span(start=2, end=7), Span(start=3, end=6))]
    """
    pattern = field_pattern(delimiter, quotes=quotes)
    found: list[tuple[Span, Span]] = []
    at, more = start, True
    while more:
        match = pattern.match(text, at)
        assert match is not None
        end = match.end()
        more = text.startswith(delimiter, end)
        if not more and text.startswith("\r\n", end - 1) and end > at:
            end -= 1
        whole = Span(at, end)
        found.append((whole, whole if match["q"] is None else Span(*match.span("q"))))
        at = match.end() + 1
    return found


class Rows:
    """The layout of a block of table rows; nothing is looked up before it is asked for.

    `row` and `column` are those of the block's first character; row -1 is the header. `skip`
    characters stand before the first row. `fragment` marks a part of a row too long for a block,
    where quotes are not looked at.
    """

    __slots__ = (
        "_cells_at",
        "_column",
        "_dialect",
        "_fragment",
        "_row",
        "_skip",
        "_starts",
        "_text",
    )

    def __init__(
        self,
        text: str,
        dialect: Dialect,
        row: int,
        *,
        column: int = 0,
        skip: int = 0,
        fragment: bool = False,
    ) -> None:
        self._text = text
        self._dialect = dialect
        self._row = row
        self._column = column
        self._skip = skip
        self._fragment = fragment
        self._starts: list[int] = []
        self._cells_at: tuple[int, list[int], list[Span]] = (-1, [], [])

    @property
    def table(self) -> str:
        """Return the table's name: the file's stem."""
        return self._dialect.table

    @property
    def names(self) -> tuple[str, ...]:
        """Return the column headers; none when the table has no header row."""
        return self._dialect.names

    def filled(self) -> tuple[int, ...]:
        """Return, for each column, how many cells of this block are not empty."""
        counts: list[int] = [0] * len(self.names)
        for cells in self._values():
            if len(cells) > len(counts):
                counts += [0] * (len(cells) - len(counts))
            for column, cell in enumerate(cells):
                if cell:
                    counts[column] += 1
        return tuple(counts)

    def cell(self, start: int) -> Span | None:
        """Return the span of the value in the cell that holds this position, quotes left out."""
        index, column = self._find(start)
        _, starts, values = self._cells(index)
        value = values[column]
        return value if starts[column] <= start <= max(value.end, starts[column]) else None

    def rows(self) -> Iterator[list[Span]]:
        """Yield the spans of the values of each row of this block, the header left out."""
        self._row_index(0)
        for index in range(len(self._starts)):
            if self._row + index >= 0:
                first = self._column if index == 0 else 0
                yield [Span(0, 0)] * first + self._cells(index)[2]

    def place(self, start: int, end: int) -> Cell:  # noqa: ARG002 - the protocol's shape
        """Return table, row and column; a delimiter belongs to the cell before it."""
        index, column = self._find(start)
        first = self._column if index == 0 else 0
        return Cell(self.table, self._row + index, first + column)

    def labels(self, start: int) -> tuple[str, ...]:
        """Return the column's header, for positions below it."""
        _, row, column = self.place(start, start)
        named = row >= 0 and column < len(self.names) and self.names[column]
        return (self.names[column],) if named else ()

    def record(self, start: int) -> int | None:
        """Return the number of the row; None in the header."""
        row = self._row + self._row_index(start)
        return row if row >= 0 else None

    def _find(self, start: int) -> tuple[int, int]:
        """Return the index of the row in this block, and of the field in that row."""
        index = self._row_index(start)
        starts = self._cells(index)[1]
        return index, max(0, bisect_right(starts, start) - 1)

    def _row_index(self, start: int) -> int:
        if not self._starts:
            self._starts = self._row_starts()
        return max(0, bisect_right(self._starts, start) - 1)

    def _row_starts(self) -> list[int]:
        """Return where each row starts; blank lines belong to the row before them."""
        if self._fragment:
            return [0]
        rows = self._rows()
        return [match.start() for match in rows] or [self._skip]

    def _rows(self) -> Iterator[re.Match[str]]:
        """Yield the rows that are not blank."""
        pattern = row_pattern(self._dialect.delimiter) if '"' in self._text else _PLAIN_ROW
        for match in pattern.finditer(self._text, self._skip):
            if match.end() - match.start() > 2 or match.group().strip("\r\n"):
                yield match

    def _cells(self, index: int) -> tuple[int, list[int], list[Span]]:
        """Return the starts and the values of a row's fields; those of the last row are kept."""
        if self._cells_at[0] != index:
            delimiter, quotes = self._dialect.delimiter, not self._fragment
            found = fields(self._text, self._starts[index], delimiter, quotes=quotes)
            self._cells_at = (index, [w.start for w, _ in found], [v for _, v in found])
        return self._cells_at

    def _values(self) -> Iterator[list[str]]:
        """Yield the cells of each row below the header, as far as it matters for counting them."""
        delimiter, header = self._dialect.delimiter, self._row < 0
        if self._fragment or '"' not in self._text:
            rows = self._text[self._skip :].replace("\r\n", "\n").split("\n")
            cells: Iterator[list[str]] = (r.split(delimiter) for r in rows if r)
        else:
            cells = self._quoted_values(delimiter)
        for number, row in enumerate(cells):
            if number or not header:
                yield row

    def _quoted_values(self, delimiter: str) -> Iterator[list[str]]:
        for match in self._rows():
            row = match.group()
            if '"' not in row:
                yield row.rstrip("\r\n").split(delimiter)
                continue
            try:
                yield next(csv.reader([row], delimiter=delimiter))
            except csv.Error:
                yield [row[v.start : v.end] for _, v in fields(row, 0, delimiter)]
