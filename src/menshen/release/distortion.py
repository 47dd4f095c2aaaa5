"""What the marks of a copy changed, column by column: how many cells, how far, and in sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from menshen.marks.value import numbers

__all__ = ["Distortion", "Tally"]


@dataclass(frozen=True, slots=True)
class Distortion:
    """One column of a copy: cells in all, written otherwise, blanked; and how far numbers moved.

    `mean` and `largest` are relative to the value, `farthest` is in the column's unit, `total` the
    relative change of the column's sum. All are 0 for columns without value marks.
    """

    column: str
    cells: int
    rewritten: int
    blanked: int
    mean: float = 0.0
    largest: float = 0.0
    farthest: float = 0.0
    total: float = 0.0


class Tally:
    """Counts the changes of one column, chunk by chunk."""

    def __init__(self, column: str, *, valued: bool) -> None:
        self._column = column
        self._valued = valued
        self._cells = self._rewritten = self._blanked = self._numbers = 0
        self._relative = self._largest = self._farthest = self._before = self._after = 0.0

    def add(self, before: Sequence[str], after: Sequence[str]) -> None:
        """Take some cells in."""
        self._cells += len(before)
        if before is after:
            return
        changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
        blanked = sum(not b for _, b in changed)
        self._blanked += blanked
        self._rewritten += len(changed) - blanked
        if self._valued:
            self._measure(numbers(before), numbers(after))

    def _measure(self, before: np.ndarray, after: np.ndarray) -> None:
        held = ~np.isnan(before) & ~np.isnan(after) & (before != 0)
        before, after = before[held], after[held]
        if not before.size:
            return
        moved = np.abs(after - before)
        relative = moved / np.abs(before)
        self._numbers += before.size
        self._relative += float(relative.sum())
        self._largest = max(self._largest, float(relative.max()))
        self._farthest = max(self._farthest, float(moved.max()))
        self._before += float(before.sum())
        self._after += float(after.sum())

    def found(self) -> Distortion:
        """Return what was counted."""
        mean = self._relative / self._numbers if self._numbers else 0.0
        total = abs(self._after - self._before) / self._before if self._before else 0.0
        return Distortion(
            self._column, self._cells, self._rewritten, self._blanked,
            mean, self._largest, round(self._farthest, 6), total,
        )  # fmt: skip
