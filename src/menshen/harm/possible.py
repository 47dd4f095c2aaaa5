"""Which scams become possible with what is known of one person, and how complete their needs are.

A scam is possible when one group of its needs is known as a whole. It weighs

    severity x (rarity of the group + half the rarity of what makes it credible)

where the rarity of a kind is ln((1 + scams) / (1 + scams that name it)): what few scams ask for
tells more of what will happen. The weights are our own; they rank, they are no probabilities.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from menshen import scam, taxonomy
from menshen.harm.known import CONTACTS, closed
from menshen.scam import Scam

__all__ = ["Chance", "chance", "chances", "enabled", "groups", "rarity"]


class Chance(NamedTuple):
    """How far one person's known kinds carry a scam.

    `complete` is the largest share of a group that is known, 1 when the scam is possible; `group`
    is that group and `missing` what it lacks. `boosts` are the known kinds that make it credible
    and `credible` their share of the rarity of all boosts, 0 to 1; `weight` ranks.
    """

    scam: Scam
    complete: float
    group: frozenset[str]
    missing: frozenset[str]
    boosts: tuple[str, ...]
    credible: float
    weight: float

    @property
    def bare(self) -> bool:
        """Say whether a way to reach somebody is all the scam has: it tells of no other leak."""
        return self.group <= CONTACTS


@cache
def groups(scam_id: str) -> tuple[frozenset[str], ...]:
    """Return the groups of needs of a scam; any way to reach somebody where it names none.

    >>> len(groups("fake_shopping")) == len(CONTACTS)
    True
    """
    return scam.get(scam_id).needs or tuple(frozenset((kind,)) for kind in sorted(CONTACTS))


@cache
def _rarities() -> dict[str, float]:
    named: Counter[str] = Counter()
    for one in scam.scams():
        named.update({kind for group in groups(one.id) for kind in group} | set(one.boosts))
    total = 1 + len(scam.scams())
    return {kind: math.log(total / (1 + named[kind])) for kind in taxonomy.ids()}


def rarity(kinds: Iterable[str]) -> float:
    """Return the sum of the rarities of kinds of information.

    >>> rarity(["gov_subsidy"]) > rarity(["mobile_number"])
    True
    """
    rarities = _rarities()
    return sum(rarities[kind] for kind in kinds)


@lru_cache(maxsize=65536)
def enabled(kinds: frozenset[str]) -> tuple[Scam, ...]:
    """Return the scams that these kinds and what follows from them make possible.

    >>> enabled(frozenset(("hotel_record",)))[0].id
    'privacy_extortion'
    """
    known = closed(kinds)
    return tuple(one for one, held in _all_groups() if any(group <= known for group in held))


@cache
def _all_groups() -> tuple[tuple[Scam, tuple[frozenset[str], ...]], ...]:
    return tuple((one, groups(one.id)) for one in scam.scams())


def chance(one: Scam, kinds: frozenset[str]) -> Chance:
    """Return how far known kinds, closed already, carry a scam."""
    complete, rare, best = -1.0, 0.0, frozenset[str]()
    for group, weight in _weighed(one.id):
        share = len(group & kinds) / len(group)
        if (share, weight) > (complete, rare):
            complete, rare, best = share, weight, group
    rarities = _rarities()
    of_all = sum(rarities[kind] for kind in one.boosts if kind not in best)
    boosts = tuple(kind for kind in one.boosts if kind in kinds and kind not in best)
    held = sum(rarities[kind] for kind in boosts)
    credible = held / of_all if of_all else 0.0
    weighs = one.severity * (rare + held / 2) if complete == 1 else 0.0
    return Chance(one, complete, best, best - kinds, boosts, credible, weighs)


@cache
def _weighed(scam_id: str) -> tuple[tuple[frozenset[str], float], ...]:
    return tuple((group, rarity(group)) for group in groups(scam_id))


@lru_cache(maxsize=65536)
def chances(kinds: frozenset[str]) -> tuple[Chance, ...]:
    """Return all scams by weight, those first that are possible with these kinds.

    >>> chances(frozenset(("mobile_number", "gov_subsidy")))[0].scam.id
    'atm_guided_transfer'
    """
    known = closed(kinds)
    all_ = (chance(one, known) for one in scam.scams())
    return tuple(sorted(all_, key=lambda c: (-c.weight, -c.complete, c.scam.id)))
