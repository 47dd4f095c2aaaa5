"""Settlement: of findings that overlap, the set with the most evidence stays.

Weighted interval scheduling: the chosen set has the greatest total weight of all sets without an
overlap. It is never an order of types, so a weak two-character find cannot displace a strong
long one around it, nor the other way round.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Claim", "clusters", "settle"]


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


def clusters(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where in sorted spans those begin and stop that overlap, each the stretch before it.

    A log has thousands of findings and few that overlap, so those alone are walked one by one.

    >>> clusters([(0, 9), (1, 2), (3, 4), (9, 12), (11, 14)])
    [(0, 3), (3, 5)]
    """
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    overlapping = (
        i for i, (end, start) in enumerate(zip(ends, starts[1:], strict=False)) if end > start
    )
    found: list[tuple[int, int]] = []
    stop = 0
    for first in overlapping:
        if first < stop:
            continue
        reach, stop = ends[first], first + 1
        while stop < len(spans) and starts[stop] < reach:
            reach = max(reach, ends[stop])
            stop += 1
        found.append((first, stop))
    return found
