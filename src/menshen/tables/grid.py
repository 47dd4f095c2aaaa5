"""Documents as rows of text: the tables that a format finds, and the lines of what is no table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from menshen import formats
from menshen.errors import UnreadableError
from menshen.model import Document, Failure, Grid, Remark

__all__ = ["Lines", "Rows", "pieces"]


class Rows(NamedTuple):
    """Rows of a table in a document: its name, its columns' names, and some rows of cells."""

    table: str
    names: tuple[str, ...]
    rows: list[list[str]]

    def __repr__(self) -> str:
        return f"Rows({self.table!r}, {len(self.rows)} rows)"


class Lines(NamedTuple):
    """Running text of a document, by lines."""

    lines: list[str]

    def __repr__(self) -> str:
        return f"Lines({len(self.lines)} lines)"


def pieces(document: Document) -> Iterator[Rows | Lines | Remark | Failure]:
    """Yield what a document holds, block by block, and what lies inside it after that.

    Raises `UnreadableError` if it cannot be read; what lies inside and cannot be is a `Failure`, so that
    the picture in a letter does not take its text away.
    """
    inside: list[Document] = []
    for part in formats.read(document):
        if isinstance(part, Document):
            inside.append(part)
        elif isinstance(part, Remark | Failure):
            yield part
        elif isinstance(part.layout, Grid):
            grid, text = part.layout, part.text
            rows = [[text[s:e].replace('""', '"') for s, e in row] for row in grid.rows()]
            yield Rows(grid.table, grid.names, rows)
        else:
            core = part.core
            yield Lines((part.text if core is None else part.text[slice(*core)]).split("\n"))
    for document_ in inside:
        try:
            yield from pieces(document_)
        except UnreadableError as error:
            yield Failure(document_.uri, type(error).__name__, str(error))
