"""A table of HTML while it is read: which column a cell stands in, and what its rows hold."""

from __future__ import annotations

from menshen.formats.cells import Sourced
from menshen.formats.extract import Piece

__all__ = ["WIDEST", "OpenTable"]

WIDEST = 256
"""What stands further to the right belongs to the last column; no cell reaches over more."""


class OpenTable:
    """An open table; its rows hold texts by column."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.names: tuple[str, ...] = ()
        self.rows: list[list[str]] = []
        self.heads: list[bool] = []
        self.caption: list[str] = []
        self.row: dict[int, Sourced] | None = None
        self.cell: list[Piece] | None = None
        self.anchor: list[Piece] = []
        self.over: dict[int, int] = {}
        self.column = self.wide = self.high = self.held = self.done = self.weight = 0
        self.head = True
        self.begun = False

    def open_row(self) -> None:
        """Begin a row."""
        self.row, self.column, self.head = {}, 0, True

    def open_cell(self, name: str, wide: int, high: int) -> None:
        """Begin a cell where no cell from above reaches; `name` is `td` or `th`."""
        if self.row is None:
            self.open_row()
        while self.over.get(self.column, 0):
            self.column += 1
        self.cell, self.wide, self.high, self.weight = [], wide, high, 0
        self.head &= name == "th"

    def close_cell(self) -> None:
        """End the cell, if one is open, and keep its text."""
        if self.cell is None or self.row is None:
            return
        text = _joined(self.cell)
        column = min(self.column, WIDEST - 1)
        self.row[column] = _beside(self.row[column], text) if column in self.row else text
        self.held += len(text) + column + 1
        for column in range(self.column, min(self.column + self.wide, WIDEST)):
            self.over[column] = max(self.over.get(column, 0), self.high)
        self.column += self.wide
        self.anchor += self.cell
        self.cell, self.weight = None, 0

    def close_row(self) -> None:
        """End the row, if one is open, and keep it unless it is empty."""
        self.close_cell()
        if self.row:
            last = max(self.row)
            self.rows.append([self.row.get(column, "") for column in range(last + 1)])
            self.heads.append(self.head)
        if self.row is not None:
            self.over = {c: n - 1 for c, n in self.over.items() if n > 1}
        self.row = None


def _joined(pieces: list[Piece]) -> Sourced:
    """Return the text of a cell, and where its pieces come from."""
    text = "".join(piece.text for piece in pieces)
    raws, at = [], len(text.lstrip()) - len(text)
    for piece in pieces:
        raws.append((at, piece.anchor.raw))
        at += len(piece.text)
    return Sourced.of(text.strip(), tuple(raws))


def _beside(one: Sourced, other: Sourced) -> Sourced:
    """Return the texts of two cells that stand in one column."""
    shift = len(one) + 1
    raws = (*one.raws, *((at + shift, raw) for at, raw in other.raws))
    return Sourced.of(f"{one} {other}", raws)
