"""What to take away so that the fewest scams remain possible.

`single` tries every kind, and every column of every table, alone. `least` looks for the smallest
set of kinds without which no scam is possible for anybody: a hitting set, found by trying the ways
to break one scam after the other, the fewest kinds first. Masking a kind so that it can be neither
read nor called has the same effect as taking it away.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from menshen.harm.holding import Holding, Where
from menshen.harm.known import closed
from menshen.harm.possible import chances, groups
from menshen.scam import Scam

__all__ = ["Cut", "Removal", "least", "single"]

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


_Known = Mapping[frozenset[str], int]


def single(holding: Holding, *, keep: Collection[str] = ()) -> list[Removal]:
    """Return what each kind of a holding breaks when it alone is taken away, the most first."""
    known = holding.known
    before = _severity(known)
    kinds = sorted({name for kinds in known for name in kinds} - set(keep))
    removals = (_removal(name, Where(), known, before, _without(known, name)) for name in kinds)
    return sorted(removals, key=lambda r: (-r.weight, -len(r.gone), r.kind))


def columns(holding: Holding, *, keep: Collection[str] = ()) -> list[Removal]:
    """Return the same for each column of each table: a kind may stand elsewhere as well."""
    spots: dict[Where, set[str]] = defaultdict(set)
    for pattern in holding.patterns:
        for name, where in pattern:
            if where.column >= 0 and name not in keep:
                spots[where].add(name)
    known = holding.known
    before = _severity(known)
    removals = []
    for where, names in spots.items():
        after: Counter[frozenset[str]] = Counter()
        for pattern, count in holding.patterns.items():
            after[frozenset(name for name, w in pattern if w != where)] += count
        shown = min(names) if len(names) == 1 else ""
        removals.append(_removal(shown, where, known, before, after))
    return sorted(removals, key=lambda r: (-r.weight, -len(r.gone), r.where))


def _without(known: _Known, name: str) -> Counter[frozenset[str]]:
    after: Counter[frozenset[str]] = Counter()
    for kinds, count in known.items():
        after[kinds - {name}] += count
    return after


def _removal(
    name: str, where: Where, before: _Known, weighed: int, after: Mapping[frozenset[str], int]
) -> Removal:
    gone = _possible(before) - _possible(after)
    weight = weighed - _severity(after)
    pairs = _pairs(before) - _pairs(after)
    order = tuple(sorted(gone))
    return Removal(name, where, order, pairs, weight, weight / weighed if weighed else 0.0)


def _enabled(kinds: frozenset[str]) -> Iterator[Scam]:
    return (c.scam for c in chances(kinds) if c.complete == 1)


def _possible(known: _Known) -> set[str]:
    return {scam.id for kinds in known for scam in _enabled(kinds)}


def _severity(known: _Known) -> int:
    return sum(n * sum(scam.severity for scam in _enabled(kinds)) for kinds, n in known.items())


def _pairs(known: _Known) -> int:
    return sum(n * sum(1 for _ in _enabled(kinds)) for kinds, n in known.items())


def least(kinds: Iterable[frozenset[str]], *, keep: Collection[str] = ()) -> Cut:
    """Return the smallest set of kinds to take away so that no scam stays possible.

    `kinds` are what is known of each person; `keep` are kinds that have to stay. Scams that need
    nothing but what stays are left.

    >>> least([frozenset(("mobile_number", "order_info", "gov_subsidy"))]).kinds
    ('mobile_number',)
    """
    known = _largest(kinds)
    stay = frozenset(keep)
    left = tuple(sorted({s.id for k in known for s in _enabled(k & stay)}))
    queue: list[tuple[int, int, tuple[str, ...]]] = [(0, 0, ())]
    seen: set[tuple[str, ...]] = {()}
    best: tuple[str, ...] = ()
    for step in range(_STEPS):
        if not queue:
            break
        _, _, best = heapq.heappop(queue)
        found = _unbroken(known, frozenset(best), stay, left)
        if found is None:
            return Cut(best, left, least=True)
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


def _largest(kinds: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Return the sets that lie in no other: what breaks a scam for them breaks it for all."""
    chosen: list[frozenset[str]] = []
    for one in sorted(set(kinds), key=lambda k: (-len(k), sorted(k))):
        if not any(one <= other for other in chosen):
            chosen.append(one)
    return chosen


def _unbroken(
    known: list[frozenset[str]], taken: frozenset[str], stay: frozenset[str], left: Collection[str]
) -> list[frozenset[str]] | None:
    """Return the ways to break one scam that is still possible; None when none is."""
    for kinds in known:
        rest = kinds - taken
        now = closed(rest)
        for scam in _enabled(rest):
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
