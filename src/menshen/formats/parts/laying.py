"""Passages and tables laid out as blocks, each block knowing which passage every character is of.

Reading forgets that way back and writing walks it, so both lay out the same document in the same
way and blocks have the same numbers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from menshen.edits import Edit
from menshen.errors import UnreadableError
from menshen.formats.cells import Cells, Heading
from menshen.formats.extract import Anchor, Anchored, cores, table_stretches
from menshen.formats.parts.slots import Changes, Passage
from menshen.formats.pieces import BLOCK
from menshen.formats.talk import talking
from menshen.model import Block, Document, Failure, Layout, Part, Remark, Span

__all__ = ["Aim", "Break", "Grid", "Item", "Laid", "Laying", "changes", "parts"]

_MOST = 8
"""So many blocks of running text are held before they are laid out."""


class Aim(NamedTuple):
    """A stretch of a block's text, the passage it is of, and where in it the stretch begins."""

    start: int
    end: int
    passage: Passage
    at: int


class Laid(NamedTuple):
    """A block, and a function that says which passages its text is of, in rising order."""

    block: Block
    aims: Callable[[], list[Aim]]


class Grid(NamedTuple):
    """Rows of a table as texts; `numbers` are those of the rows, `column` that of the first cells.

    `held` gives the passages of a cell by the places of its row and of itself in `texts`; put
    together with line ends between them they are its text.
    """

    heading: Heading
    texts: Sequence[Sequence[str]]
    numbers: Sequence[int]
    held: Callable[[int, int], Sequence[Passage]]
    column: int = 0


class Break(NamedTuple):
    """The end of a part: what follows does not go on with what stood before."""


Item = Passage | Grid | Break | Remark | Document | Failure


class Laying:
    """Lays out items; `size` is the most a block may hold, `first` the number of the first."""

    def __init__(self, uri: str, size: int = BLOCK, first: int = 0) -> None:
        self._uri = uri
        self._size = size
        self._ordinal = first
        self._record = 0
        self._flow: list[tuple[Passage, int]] = []
        self._held = 0

    def lay(self, items: Iterable[Item]) -> Iterator[Laid | Remark | Document | Failure]:
        """Yield blocks, and whatever else there is among the items."""
        for item in items:
            if isinstance(item, Passage):
                self._flow.append((item, self._record))
                self._record += 1
                self._held += len(item.text) + 1
                if self._held > _MOST * self._size:
                    yield from self._flush()
            elif isinstance(item, Grid):
                yield from self._flush()
                yield from self._grid(item)
            elif isinstance(item, Break):
                yield from self._flush()
            else:
                yield item
        yield from self._flush()

    def _block(self, text: str, layout: Layout, core: Span | None) -> Block:
        self._ordinal += 1
        return Block(self._uri, self._ordinal - 1, text, layout, core)

    def _flush(self) -> Iterator[Laid]:
        flow, self._flow, self._held = self._flow, [], 0
        starts, texts, end = [], [], 0
        for passage, _ in flow:
            starts.append(end)
            texts.append(passage.text + "\n")
            end += len(texts[-1])
        text = "".join(texts)
        anchors = [Anchor(p.place, p.labels, record, 0) for p, record in flow]
        for at, stop, core in cores(text, self._size):
            low, high = max(0, bisect_right(starts, at) - 1), bisect_right(starts, stop - 1)
            begins = [start - at for start in starts[low:high]]
            layout = Anchored([max(0, b) for b in begins], anchors[low:high])
            held = text[at:stop]
            block = self._block(held, talking(layout, held), core)
            yield Laid(block, _Flow(begins, [p for p, _ in flow[low:high]], stop - at))

    def _grid(self, grid: Grid) -> Iterator[Laid]:
        shift = self._record - max(grid.numbers[0] if grid.numbers else 0, 0)
        stretches = table_stretches(
            grid.heading, grid.texts, grid.numbers, self._size, shift=shift, column=grid.column
        )
        places = {number: index for index, number in enumerate(grid.numbers)}
        for text, layout, core, offset in stretches:
            block = self._block(text, talking(layout, text), core)
            yield Laid(block, _Cells(layout, grid, places, offset))
        self._record = shift + max(grid.numbers[-1] + 1 if grid.numbers else 0, 0)


@dataclass(frozen=True, slots=True)
class _Flow:
    """The way back from running text."""

    begins: list[int]
    passages: list[Passage]
    size: int

    def __call__(self) -> list[Aim]:
        aims = []
        for begin, passage in zip(self.begins, self.passages, strict=True):
            start, end = max(0, begin), min(begin + len(passage.text), self.size)
            if start < end:
                aims.append(Aim(start, end, passage, start - begin))
        return aims


@dataclass(frozen=True, slots=True)
class _Cells:
    """The way back from rows of a table; `offset` is where in its cell a part of one begins."""

    layout: Cells
    grid: Grid
    places: dict[int, int]
    offset: int

    def __call__(self) -> list[Aim]:
        aims = []
        for line in self.layout.lines():
            row = self.places[line.row]
            for index, span in enumerate(line.spans, line.column - self.grid.column):
                at = span.start - self.offset
                for passage in self.grid.held(row, index) if span.start < span.end else ():
                    end = at + len(passage.text)
                    start, stop = max(at, span.start), min(end, span.end)
                    if start < stop:
                        aims.append(Aim(start, stop, passage, start - at))
                    at = end + 1
        return aims


def parts(laid: Iterable[Laid | Remark | Document | Failure]) -> Iterator[Part]:
    """Yield what a format yields: the blocks without their way back."""
    for item in laid:
        yield item.block if isinstance(item, Laid) else item


Other = TypeVar("Other", bound=Remark | Document | Failure)


def changes(laid: Iterable[Laid | Other], edits: Iterable[Edit], into: Changes) -> Iterator[Other]:
    """Take what the edits ask of blocks into `into`; yield what is no block.

    Raises `UnreadableError` for an edit of a block that the document does not have.
    """
    wanted: dict[str, list[Edit]] = {}
    for edit in edits:
        wanted.setdefault(edit.block, []).append(edit)
    for item in laid:
        if not isinstance(item, Laid):
            yield item
        elif (asked := wanted.pop(item.block.id, None)) is not None:
            aims = item.aims()
            ends = [aim.end for aim in aims]
            for edit in sorted(asked, key=lambda e: e.span):
                into.ask(_within(aims, ends, *edit.span), edit.replacement)
    if wanted:
        raise UnreadableError(
            f"{len(wanted)} blocks that were to be edited are no longer there: read the document anew"
        )


def _within(
    aims: Sequence[Aim], ends: Sequence[int], start: int, end: int
) -> Iterator[tuple[Passage, int, int]]:
    """Yield the stretches of passages that lie between two positions of a block."""
    for aim in aims[bisect_right(ends, start) :]:
        if aim.start >= end:
            return
        low, high = max(start, aim.start), min(end, aim.end)
        yield aim.passage, aim.at + low - aim.start, aim.at + high - aim.start
