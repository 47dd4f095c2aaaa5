"""Figures with intervals, and a file of results that a run can be taken up from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["Figure", "Notes", "interval", "rate"]


class Figure(NamedTuple):
    """A line of the table: goal, what was measured, the target, the figure, its interval, holds."""

    goal: str
    what: str
    target: str
    figure: str
    interval: str
    holds: bool | None


def interval(hits: int, trials: int, sure: float = 0.95) -> tuple[float, float]:
    """Return the Clopper-Pearson interval of a rate.

    >>> [round(x, 4) for x in interval(0, 1000)]
    [0.0, 0.0037]
    """
    low = 0.0 if hits == 0 else _quantile((1 - sure) / 2, hits, trials - hits + 1)
    high = 1.0 if hits == trials else _quantile(1 - (1 - sure) / 2, hits + 1, trials - hits)
    return low, high


def _quantile(q: float, a: float, b: float) -> float:
    """Return a quantile of the beta distribution by bisection on the binomial tail."""
    low, high = 0.0, 1.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _beta(middle, a, b) < q else (low, middle)
    return (low + high) / 2


def _beta(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function, by its continued fraction."""
    from math import exp, lgamma, log

    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1) or 1e-300)
    found = d
    for m in range(1, 400):
        for top in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / (1 + top * d or 1e-300)
            c = 1 + top / c or 1e-300
            found *= d * c
        if abs(d * c - 1) < 1e-14:
            break
    return found


def rate(goal: str, what: str, hits: int, trials: int, least: float | None) -> Figure:
    """Return a line for a rate that should be at least something."""
    low, high = interval(hits, trials)
    share = hits / trials
    target = "" if least is None else f"≥ {least:.0%}"
    return Figure(
        goal, what, target, f"{share:.3f} ({hits}/{trials})", f"{low:.3f}–{high:.3f}",
        None if least is None else share >= least,
    )  # fmt: skip


class Notes:
    """Results of parts that are done, in a file, so that a long run can be taken up again."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._held: dict[str, Any] = {}
        if path is not None and path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                told = json.loads(line)
                self._held[told["part"]] = told["found"]

    def done(self, part: str, work: Callable[[], Iterator[Figure]]) -> list[Figure]:
        """Return a part's figures, worked out now unless they are held."""
        return [Figure(*f) for f in self.kept(part, lambda: list(work()))]

    def kept(self, part: str, work: Callable[[], Any]) -> Any:
        """Return what a part found (JSON), worked out now unless it is held."""
        if part not in self._held:
            self._held[part] = work()
            if self._path is not None:
                with self._path.open("a", encoding="utf-8") as file:
                    told = {"part": part, "found": self._held[part]}
                    file.write(json.dumps(told, ensure_ascii=False) + "\n")
        return self._held[part]
