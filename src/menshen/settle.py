"""Settlement: of findings that overlap, the set with the most evidence stays.

Weighted interval scheduling: the chosen set has the greatest total weight of all sets without an
overlap. It is never an order of types, so a weak two-character find cannot displace a strong
long one around it, nor the other way round.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

__all__ = ["Claim", "settle"]

T = TypeVar("T")


class Claim(NamedTuple):
    """A claim on the stretch `start:end`, worth `weight` (> 0), by the item with this index."""

    start: int
    end: int
    weight: float
    index: int


def settle(claims: Sequence[Claim]) -> list[int]:
    """Return the indexes of the claims that stay, in order of position.

    Cost grows as n log n with the number of claims. Of equal sets the one met first stays.

    >>> settle([Claim(0, 2, 1.0, 0), Claim(0, 9, 3.0, 1), Claim(8, 12, 1.5, 2)])
    [1]
    >>> settle([Claim(0, 4, 1.0, 0), Claim(2, 9, 1.5, 1), Claim(8, 12, 1.0, 2)])
    [0, 2]
    """
    ordered = sorted(claims, key=lambda c: (c.start, c.end, c.index))
    kept: list[int] = []
    for cluster in _clusters(ordered):
        if len(cluster) == 1:
            kept.append(cluster[0].index)
        else:
            kept += (claim.index for claim in _heaviest(cluster))
    return kept


def _clusters(ordered: Sequence[Claim]) -> Iterator[list[Claim]]:
    """Yield runs of claims in which each overlaps the stretch of those before it."""
    cluster: list[Claim] = []
    reach = -1
    for claim in ordered:
        if claim.start >= reach and cluster:
            yield cluster
            cluster = []
        cluster.append(claim)
        reach = max(reach, claim.end) if len(cluster) > 1 else claim.end
    if cluster:
        yield cluster


def _heaviest(cluster: list[Claim]) -> list[Claim]:
    """Return the subset of greatest total weight without an overlap."""
    by_end = sorted(cluster, key=lambda c: (c.end, c.start, c.index))
    ends = [c.end for c in by_end]
    best = [0.0]
    previous = [bisect_right(ends, c.start, 0, i) for i, c in enumerate(by_end)]
    for i, claim in enumerate(by_end):
        best.append(max(best[i], best[previous[i]] + claim.weight))
    chosen: list[Claim] = []
    i = len(by_end)
    while i:
        if best[i] > best[i - 1]:
            chosen.append(by_end[i - 1])
            i = previous[i - 1]
        else:
            i -= 1
    return chosen[::-1]
