"""What a draft is made of: headings, paragraphs, lists, tables, and gaps for a person to fill.

A text is a tuple of runs; a gap is a run that says what is missing. Nothing here knows of Word
or HTML.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["Block", "Break", "Draft", "Heading", "Listed", "Paragraph", "Run", "Table", "Words"]


class Run(NamedTuple):
    """A stretch of text, or a gap with what belongs there."""

    text: str
    gap: bool = False


Words = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 or 2; level 3 begins the letter to one group."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `style` is empty, `large`, `urgent` or `note`."""

    words: Words
    style: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: `bullet`, `number` or `check`, each item in words."""

    items: tuple[Words, ...]
    kind: str = "bullet"
    style: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `widths` are shares of the line, `plain` leaves out the head row."""

    head: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    widths: tuple[int, ...]
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a page."""


Block = Heading | Paragraph | Listed | Table | Break


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper in draft: its kind, title and blocks."""

    kind: str
    title: str
    blocks: tuple[Block, ...] = field(repr=False)

    @property
    def gaps(self) -> tuple[str, ...]:
        """Return what a person has to fill in, each once, in order."""
        found = (run.text for block in self.blocks for run in _runs(block) if run.gap)
        return tuple(dict.fromkeys(found))


def _runs(block: Block) -> Iterator[Run]:
    if isinstance(block, Paragraph):
        yield from block.words
    elif isinstance(block, Listed):
        for item in block.items:
            yield from item
    elif isinstance(block, Table):
        for row in block.rows:
            for cell in row:
                yield from cell
