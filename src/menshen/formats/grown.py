"""An extent that grows with the cells it is told of, and what is too large of it."""

from __future__ import annotations

from menshen.errors import UnreadableError

__all__ = ["DAMAGED", "LOCKED", "MOST", "TEXT", "Grown", "refuse"]

MOST = 8 << 20
"""So many places, filled or not, a sheet may have between its first and its last cell."""
TEXT = 256 << 20
"""So many bytes of text its cells may hold together."""
DAMAGED = "this workbook is damaged: open it and save it anew"
LOCKED = "this workbook has a password: open it in Excel or WPS and save it without one"


class Grown:
    """The rows and columns between the first and the last cell so far, and the text in them.

    >>> grown = Grown()
    >>> grown.add(2, 0, 1)
    >>> grown.add(4, 1, 3)
    >>> grown.places
    12
    """

    def __init__(self) -> None:
        self._rows: tuple[int, int] | None = None
        self._columns = (0, 0)
        self._others = 0
        self.text = 0

    def add(self, row: int, first: int, last: int, rows: int = 1, *, said: int = 0) -> None:
        """Add cells from one column to another in one row or more."""
        end = row + rows - 1
        self.text += said
        if self._rows is None:
            self._rows, self._columns = (row, end), (first, last)
            return
        self._rows = min(self._rows[0], row), max(self._rows[1], end)
        self._columns = min(self._columns[0], first), max(self._columns[1], last)

    def join(self, other: Grown) -> None:
        """Count another sheet's places and text as well."""
        self._others += other.places
        self.text += other.text

    @property
    def columns(self) -> int:
        """Return how many columns there are up to the last."""
        return self._columns[1] + 1

    @property
    def places(self) -> int:
        """Return how many places there are."""
        if self._rows is None:
            return self._others
        (top, bottom), (left, right) = self._rows, self._columns
        return self._others + (bottom - top + 1) * (right - left + 1)

    def check(self) -> None:
        """Raise `UnreadableError` when it takes too much."""
        refuse(self.places)
        if self.text > TEXT:
            raise UnreadableError(
                f"the cells of this workbook would hold {self.text} bytes of text: save its sheets as CSV"
            )


def refuse(places: int) -> None:
    """Raise `UnreadableError` for so many places if they are too many."""
    if places > MOST:
        raise UnreadableError(
            f"the cells of this workbook lie so far apart that they take {places} places: delete empty "
            "rows and columns between and behind them, or save its sheets as CSV"
        )
