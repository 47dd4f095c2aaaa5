"""Settlement: of findings that overlap, the set with the most evidence stays.

Weighted interval scheduling: the chosen set has the greatest total weight of all sets without an
overlap. It is never an order of types, so a weak two-character find cannot displace a strong
long one around it, nor the other way round.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol, TypeVar

__all__ = ["Claim", "clusters", "settle"]


class Spanned(Protocol):
    """Anything with a span."""

    @property
    def span(self) -> tuple[int, int]:
        """Return start and end."""
        ...


S = TypeVar("S", bound=Spanned)


class Claim(NamedTuple):
    """A claim on the stretch `start:end`, worth `weight` (> 0), by the item of this number."""

    start: int
    end: int
    weight: float
    number: int


def settle(claims: Sequence[Claim]) -> list[int]:
    """Return the indexes of the claims that stay, in order of position.

    Cost grows as n log n with the number of claims. Of equal sets the one met first stays.

    >>> settle([Claim(0, 2, 1.0, 0), Claim(0, 9, 3.0, 1), Claim(8, 12, 1.5, 2)])
    [1]
    >>> settle([Claim(0, 4, 1.0, 0), Claim(2, 9, 1.5, 1), Claim(8, 12, 1.0, 2)])
    [0, 2]
    """
    by_end = sorted(claims, key=lambda c: (c.end, c.start, c.number))
    ends = [c.end for c in by_end]
    best = [0.0]
    previous = [bisect_right(ends, c.start, 0, i) for i, c in enumerate(by_end)]
    for i, claim in enumerate(by_end):
        best.append(max(best[i], best[previous[i]] + claim.weight))
    chosen: list[int] = []
    i = len(by_end)
    while i:
        if best[i] > best[i - 1]:
            chosen.append(by_end[i - 1].number)
            i = previous[i - 1]
        else:
            i -= 1
    return chosen[::-1]


def clusters(ordered: Sequence[S]) -> Iterator[Sequence[S]]:
    """Yield runs of items, sorted by span, in which each overlaps the stretch of those before it."""
    first, reach = 0, -1
    for at, item in enumerate(ordered):
        start, end = item.span
        if start >= reach:
            if at > first:
                yield ordered[first:at]
            first, reach = at, end
        elif end > reach:
            reach = end
    if ordered:
        yield ordered[first:]
