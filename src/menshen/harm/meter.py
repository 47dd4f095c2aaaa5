"""The numbers of criminal law beside a holding: information, never a verdict.

Article 5 of 法释〔2017〕10号 sets numbers of items by class of information (50, 500, 5,000), lets
them add up in proportion (item 6), halves them for what was obtained in duty or service and sold
or provided (item 8), and takes ten times as especially serious. Items are distinct by person and
kind. Every kind has a strict and a lenient class, since practice differs: both are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from menshen import taxonomy

__all__ = ["ARTICLE", "Meter", "Sums", "metered"]

ARTICLE = "法释〔2017〕10号第五条第一款第三项至第八项、第二款第三项；第六条"
"""Where the numbers stand; the text was read (evidence T), the class of many kinds is ours."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Items by class in one reading, and their sum in proportion."""

    items: Mapping[int, int]
    insider_factor: float
    especially_factor: float

    @property
    def sum(self) -> float:
        """Return n50/50 + n500/500 + n5000/5000.

        >>> Sums({50: 30, 500: 200, 5000: 0}, 0.5, 10).sum
        1.0
        """
        # One fraction, so that 0.6 + 0.4 is 1 and not a hair less.
        return (100 * self.items[50] + 10 * self.items[500] + self.items[5000]) / 5000

    @property
    def serious(self) -> bool:
        """Say whether the number of «serious» is reached."""
        return self.sum >= 1

    @property
    def especially(self) -> bool:
        """Say whether the number of «especially serious» is reached."""
        return self.sum >= self.especially_factor

    @property
    def insider_serious(self) -> bool:
        """Say whether half the number is reached, which suffices for an insider who sells."""
        return self.sum >= self.insider_factor

    @property
    def insider_especially(self) -> bool:
        """Say whether ten times the insider's number is reached."""
        return self.sum >= self.insider_factor * self.especially_factor

    @property
    def step(self) -> str:
        """Return `below`, `insider` (half the number), `serious` or `especially`.

        >>> Sums({50: 0, 500: 0, 5000: 2500}, 0.5, 10).step
        'insider'
        """
        if self.especially:
            return "especially"
        if self.serious:
            return "serious"
        return "insider" if self.insider_serious else "below"


@dataclass(frozen=True, slots=True)
class Meter:
    """Both readings, and the illegal gain in yuan where it is known."""

    strict: Sums
    lenient: Sums
    gain: float | None = None

    @property
    def gain_step(self) -> str | None:
        """Return what the gain alone reaches, as `Sums.step` says it; None where it is unknown."""
        if self.gain is None:
            return None
        numbers = _numbers()
        ten = numbers["especially_serious_factor"]
        if self.gain >= ten * numbers["illegal_gain_yuan"]:
            return "especially"
        if self.gain >= numbers["illegal_gain_yuan"]:
            return "serious"
        return "insider" if self.gain >= numbers["insider_gain_yuan"] else "below"


def metered(items: Mapping[str, int], *, gain: float | None = None) -> Meter:
    """Return the meter for counts of distinct items by kind.

    >>> metered({"mobile_number": 12_000}).strict.sum
    2.4
    """
    strict, lenient = {50: 0, 500: 0, 5000: 0}, {50: 0, 500: 0, 5000: 0}
    for name, count in items.items():
        kind = taxonomy.get(name)
        strict[kind.crim_class] += count
        lenient[kind.crim_class_lenient] += count
    numbers = _numbers()
    factors = (numbers["insider_factor"], numbers["especially_serious_factor"])
    return Meter(Sums(strict, *factors), Sums(lenient, *factors), gain)


def _numbers() -> dict[str, float]:
    return {t.id: t.value for t in taxonomy.thresholds()}
