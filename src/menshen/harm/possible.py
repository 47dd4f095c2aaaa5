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

from menshen import scam
from menshen.harm.known import CONTACTS, closed
from menshen.scam import Scam

__all__ = ["Chance", "chance", "chances", "groups", "rarity"]


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
def _named() -> Counter[str]:
    named: Counter[str] = Counter()
    for one in scam.scams():
        named.update({kind for group in groups(one.id) for kind in group} | set(one.boosts))
    return named


def rarity(kinds: Iterable[str]) -> float:
    """Return the sum of the rarities of kinds of information.

    >>> rarity(["gov_subsidy"]) > rarity(["mobile_number"])
    True
    """
    total = 1 + len(scam.scams())
    return sum(math.log(total / (1 + _named()[kind])) for kind in kinds)


def chance(one: Scam, kinds: frozenset[str]) -> Chance:
    """Return how far known kinds, closed already, carry a scam."""
    best = max(groups(one.id), key=lambda group: (len(group & kinds) / len(group), rarity(group)))
    complete = len(best & kinds) / len(best)
    boosts = tuple(kind for kind in one.boosts if kind in kinds and kind not in best)
    of_all = rarity(kind for kind in one.boosts if kind not in best)
    held = rarity(boosts)
    weight = one.severity * (rarity(best) + held / 2) if complete == 1 else 0.0
    return Chance(
        one, complete, best, best - kinds, boosts, held / of_all if of_all else 0.0, weight
    )


@lru_cache(maxsize=65536)
def chances(kinds: frozenset[str]) -> tuple[Chance, ...]:
    """Return all scams by weight, those first that are possible with these kinds.

    >>> chances(frozenset(("mobile_number", "gov_subsidy")))[0].scam.id
    'atm_guided_transfer'
    """
    known = closed(kinds)
    all_ = (chance(one, known) for one in scam.scams())
    return tuple(sorted(all_, key=lambda c: (-c.weight, -c.complete, c.scam.id)))
