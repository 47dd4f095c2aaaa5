"""Text that was taken out of a marked-up document, gathered into blocks that know the way back.

Each piece of text comes with an `Anchor`: its place, the names over it, its record, and `raw`,
where it begins in the source (a format says in which unit). A file can later be rewritten by
taking the piece that holds a finding and reading the source again from its `raw` on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from menshen.formats.cells import Cells, Heading, Line, Raws, Sourced
from menshen.formats.pieces import OVERLAP
from menshen.model import Layout, Place, Span

__all__ = [
    "Anchor",
    "Anchored",
    "Piece",
    "Stretch",
    "blocks",
    "cores",
    "table_blocks",
    "table_stretches",
]

_NEAR = 4096
Stretch = tuple[str, Layout, Span | None]
"""What a block is made of: its text, layout and core."""


class Anchor(NamedTuple):
    """Where a piece of extracted text comes from; `record` is None outside of all records."""

    place: Place
    labels: tuple[str, ...]
    record: int | None
    raw: int


class Piece(NamedTuple):
    """A piece of extracted text, with the separator that follows it, and where it comes from.

    `counts` is how many elements began so far on each level down to the piece's own.
    """

    text: str
    anchor: Anchor
    counts: tuple[int, ...] = ()


class Anchored:
    """The layout of extracted text; `starts` are the positions of the pieces in the block."""

    __slots__ = ("_anchors", "_starts")

    def __init__(self, starts: Sequence[int], anchors: Sequence[Anchor]) -> None:
        self._starts = starts
        self._anchors = anchors

    def anchor(self, start: int) -> Anchor:
        """Return the anchor of the piece that holds a position."""
        return self._anchors[max(0, bisect_right(self._starts, start) - 1)]

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int, Anchor]]:
        """Yield the pieces that `start:end` touches: where each begins and ends, and its anchor.

        The first piece of a block may begin before it, the last one may end behind it.
        """
        index = max(0, bisect_right(self._starts, start) - 1)
        while index < len(self._starts) and self._starts[index] < end:
            following = index + 1 < len(self._starts)
            stop = self._starts[index + 1] if following else 1 << 62
            yield self._starts[index], stop, self._anchors[index]
            index += 1

    def place(self, start: int, end: int) -> Place:  # noqa: ARG002 - the protocol's shape
        """Return where the piece that holds `start` lies in the document."""
        return self.anchor(start).place

    def labels(self, start: int) -> tuple[str, ...]:
        """Return the names over the piece, the innermost first."""
        return self.anchor(start).labels

    def record(self, start: int) -> int | None:
        """Return the ordinal of the record the piece belongs to."""
        return self.anchor(start).record


def blocks(pieces: Sequence[Piece], size: int) -> Iterator[Stretch]:
    """Yield the pieces in blocks; where they are longer, cut at a line's end and with overlap."""
    text = "".join(piece.text for piece in pieces)
    starts: list[int] = []
    end = 0
    for piece in pieces:
        starts.append(end)
        end += len(piece.text)
    for at, stop, core in cores(text, size):
        low, high = max(0, bisect_right(starts, at) - 1), bisect_right(starts, stop)
        layout = Anchored([s - at for s in starts[low:high]], [p.anchor for p in pieces[low:high]])
        yield text[at:stop], layout, core


def cores(text: str, size: int) -> Iterator[tuple[int, int, Span | None]]:
    """Yield where blocks of a text begin and end, and the core of each; cut at a line's end."""
    overlap = min(OVERLAP, (size - 1) // 4)
    at = shared = 0
    while at + shared < len(text):
        last = len(text) - at <= size
        core = len(text) if last else at + size - overlap
        if not last:
            line = text.rfind("\n", max(at + shared, core - _NEAR), core) + 1
            core = line or core
        stop = len(text) if last else core + overlap
        yield at, stop, None if last and not shared else Span(shared, core - at)
        shared = min(overlap, core - at) if not last else 0
        at = core - shared


def table_blocks(
    heading: Heading,
    rows: Sequence[Sequence[str]],
    first: int | Sequence[int],
    size: int,
    *,
    shift: int = 0,
    column: int = 0,
) -> Iterator[Stretch]:
    """Yield rows as blocks of a table: a tab behind each cell, a line's end behind each row.

    `first` is the number of the first row, or those of all; `column` that of each row's first
    cell. A row longer than `size` is cut into several blocks.
    """
    for text, layout, core, _ in table_stretches(
        heading, rows, first, size, shift=shift, column=column
    ):
        yield text, layout, core


def table_stretches(
    heading: Heading,
    rows: Sequence[Sequence[str]],
    first: int | Sequence[int],
    size: int,
    *,
    shift: int = 0,
    column: int = 0,
) -> Iterator[tuple[str, Cells, Span | None, int]]:
    """Yield rows like `table_blocks`, and where in its cell a block begins that holds part of one."""
    text: list[str] = []
    lines: list[Line] = []
    at = 0
    numbers = range(first, first + len(rows)) if isinstance(first, int) else first
    for number, row in zip(numbers, rows, strict=True):
        whole = "\t".join(row) + "\n"
        if at and at + len(whole) > size:
            yield "".join(text), _laid(heading, lines, shift), None, 0
            text, lines, at = [], [], 0
        if len(whole) > size:
            yield from _wide(heading, row, Line(0, number, column, ()), size, shift)
            continue
        spans, start = [], at
        for value in row:
            spans.append(Span(start, start + len(value)))
            start += len(value) + 1
        lines.append(Line(at, number, column, spans, _raws(row)))
        text.append(whole)
        at += len(whole)
    if text:
        yield "".join(text), _laid(heading, lines, shift), None, 0


def _wide(
    heading: Heading, row: Sequence[str], begun: Line, size: int, shift: int
) -> Iterator[tuple[str, Cells, Span | None, int]]:
    """Yield a row longer than a block, in one block or more for each of its cells."""
    overlap = min(OVERLAP, (size - 1) // 4)
    for column, value in enumerate(row, begun.column):
        at = shared = 0
        while at + shared < len(value):
            last = len(value) - at <= size
            part = value[at : at + size]
            core = len(part) if last else size - overlap
            raws = [tuple((o - at, raw) for o, raw in held) for held in _raws([value])]
            line = Line(0, begun.row, column, [Span(0, len(part))], raws)
            yield part, _laid(heading, [line], shift), Span(shared, core), at
            at, shared = at + core - overlap, overlap
            if last:
                break


def _raws(row: Sequence[str]) -> Sequence[Raws]:
    """Return where the cells of a row come from, nothing where no reader has told."""
    if not any(isinstance(value, Sourced) for value in row):
        return ()
    return [value.raws if isinstance(value, Sourced) else () for value in row]


def _laid(heading: Heading, lines: list[Line], shift: int) -> Cells:
    return Cells(heading, partial(list, lines), shift=shift)
