"""What a hit says of a copy: an e-value, since who got which canary was random and secret.

For a copy r and the distinct canaries hit H, with the odds o = (live numbers dealt from) / (numbers
dealt to r), times the personas of the number where the caller named his:

    E = Σ_b w_b Π_{h∈H} [ b + (1−b)·1{h∈r}·o_h ],   b ∈ {.02, .2, .5, .8}

The mean is at most 1 for a copy that did not leak, whatever was hit: P(h ∈ r) = 1/o by the deal, and
drawing without replacement is negatively associated. `b` covers hits by chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, log, log2

from menshen.canary.desk import Hit, Pool, distinct, hits, pools
from menshen.store.chain import Ledger
from menshen.store.records import Released

__all__ = ["e_value", "evidence"]

_STRAY = (0.02, 0.2, 0.5, 0.8)


def e_value(odds: Sequence[float]) -> float:
    """Return the e-value of hits: `odds` is o where the copy holds the canary, 0 where not.

    >>> round(e_value([200.0] * 5) > 1e6), round(e_value([0.0]), 2), e_value([])
    (1, 0.38, 1.0)
    """
    logs = [sum(log(b + (1 - b) * o) for o in odds) for b in _STRAY]
    top = max(logs)
    return exp(top) * sum(exp(one - top) for one in logs) / len(_STRAY)


def evidence(
    ledger: Ledger, dataset: str, extra: Iterable[Hit] = ()
) -> dict[tuple[str, str], float]:
    """Return log2 of the e-value of each copy, by (recipient, key id), over the hits recorded.

    `extra` are hits that are not in the ledger: canaries found as rows of the leak.
    """
    told = distinct([*hits(ledger, dataset), *extra])
    known = pools(ledger, dataset)
    copies: dict[tuple[str, str], list[tuple[int, frozenset[str]]]] = {}
    for entry, release in Released.all(ledger):
        if release.dataset == dataset:
            key = (release.recipient, release.key_id)
            copies.setdefault(key, []).append((entry.seq, frozenset(release.canaries)))
    return {
        copy: log2(e_value([_odds(hit, releases, known) for hit in told]))
        for copy, releases in copies.items()
    }


def _odds(hit: Hit, releases: Sequence[tuple[int, frozenset[str]]], known: Sequence[Pool]) -> float:
    """Return the odds of a hit for a copy: the least of its releases, 0 where none holds it."""
    for pool in known:
        place = pool.place(hit.number)
        if place is None:
            continue
        stratum, number = place
        numbers = pool.strata[stratum]
        of_stratum = {one for personas in numbers.values() for one in personas}
        found = []
        for seq, held in releases:
            mine = held & of_stratum
            asked = {hit.canary} if hit.canary else set(numbers[number])
            if mine & asked:
                named = len(numbers[number]) if hit.canary else 1
                found.append(len(pool.live(stratum, seq)) / len(mine) * named)
        return min(found, default=0.0)
    return 1.0
