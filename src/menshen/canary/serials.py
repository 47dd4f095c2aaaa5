"""Numbers of contracts, orders, customers: free ones, at the place in the order where they belong."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from menshen.canary.moments import ordinal

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Serial"]

_RUN = re.compile("[0-9]+(?=[^0-9]*$)")
_ORDERED = 0.95
_DENSE = 0.98
_NEAR = 40
_TRIES = 200


class Serial:
    """Draws numbers like those of a column that the holder of the table counts up.

    `moments` are the columns of dates. Where numbers rise with one of them, `column`, a free number
    is drawn out of some weeks, all alike, and says its day: a day drawn first would always hold one
    more number than others do. Else a number near to the donor's is drawn. `dense` says that no
    number was left out, so that any canary would have to be the last.
    """

    def __init__(self, cells: Sequence[str], moments: Sequence[tuple[int, Sequence[str]]]) -> None:
        self._used = set(cells)
        pairs = sorted(
            (int(run[0]), n) for n, cell in enumerate(cells) if (run := _RUN.search(cell))
        )
        numbers = [number for number, _ in pairs]
        span = numbers[-1] - numbers[0] + 1 if numbers else 1
        self.dense = bool(numbers) and len(set(numbers)) > _DENSE * span
        gaps = sorted(b - a for a, b in pairwise(numbers) if b > a)
        self._reach = max(_NEAR, 8 * gaps[len(gaps) // 2]) if gaps else _NEAR
        self.column = -1
        self._days: list[int] = []
        self._first: list[int] = []
        self._last: list[int] = []
        for at, dates in moments:
            days = [ordinal(dates[n]) or 0 for _, n in pairs]
            if sum(a <= b for a, b in pairwise(days)) > _ORDERED * len(days):
                self.column = at
                self._order(numbers, days)
                break

    def _order(self, numbers: Sequence[int], days: Sequence[int]) -> None:
        """Note the first and the last number of each day."""
        of_day: defaultdict[int, list[int]] = defaultdict(list)
        for number, one in zip(numbers, days, strict=True):
            of_day[one].append(number)
        self._days = sorted(of_day)
        self._first = [min(of_day[one]) for one in self._days]
        self._last = [max(of_day[one]) for one in self._days]

    def near(self, like: str, rng: np.random.Generator) -> str:
        """Return a free number near to a donor's; empty where there is none."""
        found = _RUN.search(like)
        if found is None:
            return like
        for attempt in range(_TRIES):
            reach = self._reach * (1 + attempt // 20)
            low = max(0, int(found[0]) - reach)
            made = self._written(like, int(rng.integers(low, int(found[0]) + reach + 1)))
            if made not in self._used:
                self._used.add(made)
                return made
        return ""

    def between(
        self, like: str, first: int, last: int, rng: np.random.Generator
    ) -> tuple[str, int] | None:
        """Return a free number out of a stretch of days, and its day; None where all are taken."""
        low = bisect_left(self._days, first)
        high = bisect_right(self._days, last) - 1
        if low > high or not _RUN.search(like):
            return None
        for _ in range(_TRIES):
            number = int(rng.integers(self._first[low], self._last[high] + 1))
            made = self._written(like, number)
            if made not in self._used:
                self._used.add(made)
                return made, self._day(number, rng)
        return None

    def _day(self, number: int, rng: np.random.Generator) -> int:
        """Return the day of a number; one of those between where it lies between two days'."""
        at = max(0, bisect_right(self._first, number) - 1)
        if number <= self._last[at] or at + 1 == len(self._days):
            return self._days[at]
        return int(rng.integers(self._days[at], self._days[at + 1] + 1))

    def _written(self, like: str, number: int) -> str:
        found = _RUN.search(like)
        assert found is not None
        return f"{like[: found.start()]}{number:0{len(found[0])}d}{like[found.end() :]}"
