"""What to take away so that the fewest scams remain possible.

`single` tries every kind, and every column of every table, alone. `least` looks for the smallest
set of kinds without which no scam is possible for anybody: a hitting set, found by trying the ways
to break one scam after the other, the fewest kinds first. Masking a kind so that it can be neither
read nor called has the same effect as taking it away.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from menshen.harm.holding import Holding, Where
from menshen.harm.known import closed
from menshen.harm.possible import enabled, groups

__all__ = ["Cut", "Removal", "least", "single"]

_PATTERNS = 1000
"""Sets of kinds known of people that are told apart."""
_STEPS = 4000
"""Sets of kinds tried before the search settles for the best it has."""


class Removal(NamedTuple):
    """What taking away one kind, or one column, breaks.

    `gone` are the scams possible for nobody afterwards; `pairs` counts the (person, scam) pairs
    that break and `weight` adds up their severities; `share` is that weight in all possible.
    """

    kind: str
    where: Where
    gone: tuple[str, ...]
    pairs: int
    weight: int
    share: float


class Cut(NamedTuple):
    """The smallest set of kinds found without which no scam is possible.

    `left` are the scams that nothing removable breaks; `least` says that no smaller set exists.
    """

    kinds: tuple[str, ...]
    left: tuple[str, ...]
    least: bool


def single(holding: Holding, *, keep: Collection[str] = ()) -> list[Removal]:
    """Return what each kind of a holding breaks when it alone is taken away, the most first."""
    known = holding.known
    holders: dict[str, list[tuple[frozenset[str], frozenset[str], int]]] = defaultdict(list)
    for kinds, count in known.items():
        for name in kinds - set(keep):
            holders[name].append((kinds, kinds - {name}, count))
    whole = _Possible(known)
    removals = (whole.without(name, Where(), changed) for name, changed in holders.items())
    return sorted(removals, key=lambda r: (-r.weight, -len(r.gone), r.kind))


def columns(holding: Holding, *, keep: Collection[str] = ()) -> list[Removal]:
    """Return the same for each column of each table: a kind may stand elsewhere as well."""
    spots: dict[Where, set[str]] = defaultdict(set)
    holders: dict[Where, list[tuple[frozenset[str], frozenset[str], int]]] = defaultdict(list)
    for pattern, count in holding.patterns.items():
        kinds = frozenset(name for name, _ in pattern)
        for spot in {where for _, where in pattern if where.column >= 0}:
            spots[spot] |= {name for name, where in pattern if where == spot}
            left = frozenset(name for name, where in pattern if where != spot)
            holders[spot].append((kinds, left, count))
    whole = _Possible(holding.known)
    removals = (
        whole.without(min(spots[spot]) if len(spots[spot]) == 1 else "", spot, changed)
        for spot, changed in holders.items()
        if not spots[spot] & set(keep)
    )
    return sorted(removals, key=lambda r: (-r.weight, -len(r.gone), r.where))


class _Possible:
    """What a holding makes possible, to lay beside what is left without a part of it."""

    def __init__(self, known: Mapping[frozenset[str], int]) -> None:
        self.people: Counter[str] = Counter()
        self.severity = 0
        for kinds, count in known.items():
            for one in enabled(kinds):
                self.people[one.id] += count
                self.severity += count * one.severity

    def without(
        self, kind: str, where: Where, changed: Iterable[tuple[frozenset[str], frozenset[str], int]]
    ) -> Removal:
        """Return what breaks when people's kinds change from the first set to the second."""
        broken: Counter[str] = Counter()
        weight = 0
        for before, after, count in changed:
            left = {one.id for one in enabled(after)}
            for one in enabled(before):
                if one.id not in left:
                    broken[one.id] += count
                    weight += count * one.severity
        gone = tuple(sorted(name for name, count in broken.items() if count == self.people[name]))
        share = weight / self.severity if self.severity else 0.0
        return Removal(kind, where, gone, broken.total(), weight, share)


def least(kinds: Iterable[frozenset[str]], *, keep: Collection[str] = ()) -> Cut:
    """Return the smallest set of kinds to take away so that no scam stays possible.

    `kinds` are what is known of each person; `keep` are kinds that have to stay. Scams that need
    nothing but what stays are left.

    >>> least([frozenset(("mobile_number", "order_info", "gov_subsidy"))]).kinds
    ('mobile_number',)
    """
    known, exact = _largest(kinds)
    stay = frozenset(keep)
    left = tuple(sorted({s.id for k in known for s in enabled(k & stay)}))
    queue: list[tuple[int, int, tuple[str, ...]]] = [(0, 0, ())]
    seen: set[tuple[str, ...]] = {()}
    best: tuple[str, ...] = ()
    for step in range(_STEPS):
        if not queue:
            break
        _, _, best = heapq.heappop(queue)
        found = _unbroken(known, frozenset(best), stay, left)
        if found is None:
            return Cut(best, left, least=exact)
        for way in found:
            taken = tuple(sorted({*best, *way}))
            if taken not in seen:
                seen.add(taken)
                heapq.heappush(queue, (len(taken), -step, taken))
    return Cut(_greedy(known, stay, left), left, least=False)


def _greedy(
    known: list[frozenset[str]], stay: frozenset[str], left: Collection[str]
) -> tuple[str, ...]:
    taken: set[str] = set()
    while (ways := _unbroken(known, frozenset(taken), stay, left)) is not None:
        taken |= min(ways, key=len)
    return tuple(sorted(taken))


def _largest(kinds: Iterable[frozenset[str]]) -> tuple[list[frozenset[str]], bool]:
    """Return the sets that lie in no other: what breaks a scam for them breaks it for all.

    Of too many only their union is taken, as if one person were known all of it: a cut for it
    serves everybody, yet may not be the smallest, and the answer says so.
    """
    distinct = set(kinds)
    if len(distinct) > _PATTERNS:
        return [frozenset().union(*distinct)], False
    chosen: list[frozenset[str]] = []
    for one in sorted(distinct, key=lambda k: (-len(k), sorted(k))):
        if not any(one <= other for other in chosen):
            chosen.append(one)
    return chosen, True


def _unbroken(
    known: list[frozenset[str]], taken: frozenset[str], stay: frozenset[str], left: Collection[str]
) -> list[frozenset[str]] | None:
    """Return the ways to break one scam that is still possible; None when none is."""
    for kinds in known:
        rest = kinds - taken
        now = closed(rest)
        for scam in enabled(rest):
            if scam.id in left:
                continue
            for group in groups(scam.id):
                if group <= now and (ways := _ways(group, rest, stay)):
                    return ways
    return None


def _ways(
    group: frozenset[str], rest: frozenset[str], stay: frozenset[str]
) -> list[frozenset[str]]:
    """Return, for each need of a group, all that would have to go for it to be unknown."""
    ways = []
    for need in sorted(group):
        suppliers = frozenset(name for name in rest if need in closed((name,)))
        if suppliers and not suppliers & stay:
            ways.append(suppliers)
    return ways
