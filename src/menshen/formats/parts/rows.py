"""The rows of a workbook's sheets as tables, a block at a time, and the texts no cell uses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

from menshen.errors import UnreadableError
from menshen.formats.cells import Heading
from menshen.formats.grown import TEXT
from menshen.formats.parts.book import Book, Listed, is_exact
from menshen.formats.parts.formulas import letters
from menshen.formats.parts.laying import Break, Grid, Item
from menshen.formats.parts.ooxml import WORDS
from menshen.formats.parts.sheets import Cell, Row, Sheet, cells, chunks, comments, divided
from menshen.formats.parts.slots import Passage, Slot
from menshen.formats.parts.strings import Strings, items, plain, spoken
from menshen.formats.parts.walk import TELLING, Walk
from menshen.formats.parts.zips import Package
from menshen.formats.table import is_header
from menshen.model import Node

__all__ = ["Reading", "Spent", "as_comment", "as_formula", "as_value", "orphans", "shared_texts"]

_HEADER_ROWS = 12
"""So many rows may stand above a sheet's header."""
_BELOW = 50
_WIDE = 256
_SPARSE = 8
_LONG = 256
_TIMES = 20
_HIDDEN = re.compile(rb"<(?:[\w.-]+:)?col\s[^>]*\shidden\s*=\s*[\"'](?:1|true)[\"']")
_WORDS = re.compile(r"\"|[0-9]{7}")


def as_value(text: str) -> bytes:
    """Mark a slot that is the value of a cell; its start and end are row and column."""
    return text.encode()


def as_formula(text: str) -> bytes:
    """Mark a slot that is the formula of a cell."""
    return text.encode()


def as_comment(_text: str) -> bytes:
    """Mark a slot that goes when its sheet is written."""
    return b""


def shared_texts(package: Package, book: Book, told: Sheet | None = None) -> Iterator[str]:
    """Yield the shared texts of a workbook; `told` learns whether some say how they are pronounced."""
    if book.shared is None:
        return
    told = told or Sheet()
    for is_item, piece in items(chunks(package, book.shared, told)):
        if is_item:
            told.spoken |= b"rPh" in piece
            yield plain(piece)


def orphans(package: Package, book: Book, used: bytearray, told: Sheet) -> Iterator[Item]:
    """Yield the shared texts that no cell uses, and how texts are pronounced."""
    if book.shared is None or (not told.spoken and all(used)):
        return
    part, number = book.shared.name, -1
    for is_item, piece in items(chunks(package, book.shared, Sheet())):
        if not is_item:
            continue
        number += 1
        for which, text in enumerate((plain(piece) if not used[number] else "", spoken(piece))):
            if text.strip():
                slot = Slot(part, number, which, text, as_value)
                yield Passage((slot,), Node(part, f"/si[{number + 1}]"))
    yield Break()


class _Line(NamedTuple):
    """A row that is not empty: its number, its filled cells, and formulas with words in them."""

    number: int
    held: list[tuple[int, str]]
    formulas: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class _Held:
    """The way from the texts of a grid to the cells of the sheet."""

    part: str
    numbers: Sequence[int]
    texts: Sequence[Sequence[str]]
    left: int

    def __call__(self, row: int, column: int) -> tuple[Passage]:
        slot = Slot(
            self.part, self.numbers[row], self.left + column, self.texts[row][column], as_value
        )
        return (Passage((slot,)),)


class Spent:
    """How much the cells say that name long shared texts: named again and again, it has no end."""

    def __init__(self, size: int) -> None:
        self._left = max(TEXT, _TIMES * size)

    def add(self, count: int) -> None:
        """Count characters. Raises `UnreadableError` when they are too many."""
        self._left -= count
        if self._left < 0:
            raise UnreadableError(
                "the shared texts of this workbook are named too often: save its sheets as CSV"
            )


class Reading:
    """A sheet while it is read; afterwards it knows what was hidden or lost in it."""

    def __init__(
        self,
        package: Package,
        book: Book,
        listed: Listed,
        strings: Strings,
        used: bytearray,
        spent: Spent,
        size: int,
    ) -> None:
        self._spent = spent
        self.listed = listed
        self.lossy: Counter[int] = Counter()
        self.hidden = 0
        self.heading = Heading(listed.name)
        self._package = package
        self._book = book
        self._strings = strings
        self._used = used
        self._size = size
        self._part = listed.member.name
        self._zero = 0
        self._left = 0

    def items(self) -> Iterator[Item]:
        """Yield the rows as tables, then formulas and what stands beside the rows."""
        sheet = Sheet()
        rows = divided(chunks(self._package, self.listed.member, sheet), sheet)
        lines = (line for line in map(self._line, rows) if line.held or line.formulas)
        first = list(islice(lines, _HEADER_ROWS + _BELOW))
        self._head(first)
        yield from self._grids(chain(first, lines))
        yield Break()
        if sheet.odd:
            text = comments(self._package, self.listed.member)
            yield Passage(
                (Slot(self._part, 0, 0, text, as_comment),), Node(self._part, "/comment()")
            )
        self.hidden += len(_HIDDEN.findall(sheet.head))
        yield from Walk(self._part, sheet.head + sheet.rest, WORDS).items()

    def _line(self, row: Row) -> _Line:
        self.hidden += row.hidden
        held, formulas = [], []
        for cell in cells(row):
            text = self._text(cell)
            if text:
                held.append((cell.column, text))
            if cell.formula is not None and _tells(cell.formula.text):
                formulas.append((cell.column, cell.formula.text))
        return _Line(row.number, held, formulas)

    def _text(self, cell: Cell) -> str:
        if cell.kind == b"s":
            number = int(cell.value) if cell.value.isdigit() and len(cell.value) < 10 else -1
            if not 0 <= number < len(self._used):
                return ""
            self._used[number] = 1
            text = self._strings[number]
            if len(text) > _LONG:
                self._spent.add(len(text))
            return text
        text = self._book.text(cell, self._strings)
        if len(text) > 15 and not is_exact(text, cell):
            self.lossy[cell.column] += 1
        return text

    def _head(self, first: list[_Line]) -> None:
        """Find the header among the first rows, and from which number on rows count."""
        lines = [line for line in first if line.held]
        self._left = min((line.held[0][0] for line in lines), default=0)
        top = lines[0].number if lines else 0
        for place, line in enumerate(lines):
            if line.number - top >= _HEADER_ROWS:
                return
            names = [cell.strip() for cell in self._dense(line, self._left)]
            below = [
                [c.strip() for c in self._dense(r, self._left)]
                for r in lines[place + 1 :]
                if r.number - line.number <= _BELOW
            ]
            if sum(map(bool, names)) > 1 and len(names) <= _WIDE and is_header(names, below):
                self.heading = Heading(self.listed.name, ("",) * self._left + tuple(names))
                self._zero = line.number + 1
                return

    def _dense(self, line: _Line, left: int) -> list[str]:
        width = min(line.held[-1][0] - left + 1, _WIDE * _SPARSE) if line.held else 0
        dense = [""] * max(width, 0)
        for column, text in line.held:
            if 0 <= column - left < width:
                dense[column - left] = text
        return dense

    def _grids(self, lines: Iterator[_Line]) -> Iterator[Item]:
        """Yield the rows in grids of a block each."""
        held: list[_Line] = []
        asides: list[_Line] = []
        weight = 0
        for line in lines:
            heavy = sum(len(text) + 1 for _, text in line.held)
            width = line.held[-1][0] - self._left + 1 if line.held else 0
            odd = bool(line.held) and (line.held[0][0] < self._left or self._is_sparse(line))
            if held and (odd or weight + max(heavy, width) > self._size):
                yield self._grid(held, self._left)
                yield from self._formulas(asides)
                held, asides, weight = [], [], 0
            if line.formulas:
                asides.append(line)
            if odd:
                yield from self._odd(line)
            elif line.held:
                held.append(line)
                weight += heavy + width
        if held:
            yield self._grid(held, self._left)
        yield from self._formulas(asides)

    def _is_sparse(self, line: _Line) -> bool:
        width = line.held[-1][0] - self._left + 1
        return width > _WIDE and width > _SPARSE * len(line.held)

    def _odd(self, line: _Line) -> Iterator[Grid]:
        """Yield a row whose cells lie far apart, or to the left of all before, in pieces."""
        piece: list[tuple[int, str]] = []
        for column, text in line.held:
            if piece and column - piece[-1][0] > _SPARSE:
                yield self._grid([line._replace(held=piece)], piece[0][0])
                piece = []
            piece.append((column, text))
        yield self._grid([line._replace(held=piece)], piece[0][0])

    def _grid(self, lines: list[_Line], left: int) -> Grid:
        texts = [self._dense(line, left) for line in lines]
        numbers = [line.number for line in lines]
        held = _Held(self._part, numbers, texts, left)
        return Grid(self.heading, texts, [n - self._zero for n in numbers], held, left)

    def _formulas(self, lines: list[_Line]) -> Iterator[Passage]:
        for line in lines:
            for column, text in line.formulas:
                slot = Slot(self._part, line.number, column, text, as_formula)
                place = Node(self._part, f"/{letters(column)}{line.number + 1}/f")
                yield Passage(("公式：", slot), place, ("公式",))


def _tells(formula: str) -> bool:
    return _WORDS.search(formula) is not None or TELLING.search(formula) is not None
