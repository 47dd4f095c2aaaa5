"""One source or several: which sets of candidates explain the victims, and how likely each is.

Each victim comes from one of the sources, or from elsewhere (`BACKGROUND`, the share of victims
whose information has nothing to do with the case):

    L(S) = prod over victims v of [ b + (1 - b) sum over h in S of share_h * ratio(h, v) ]

The shares are found by EM (gamma(v, h) proportional to share_h * ratio(h, v)). Each source beyond
the first costs ln(victims + 1), twice what BIC takes for a share: EM likes to leave a source that
nobody needs at a share near none, where the half would not drive it out. A set weighs its prior
times L(S) less that cost; a candidate's probability is the weight of all sets that hold it. Sets of
two and more are searched among the `SHORT` candidates that explain most.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

__all__ = ["BACKGROUND", "Explained", "explained"]

BACKGROUND = 0.15
NONE = 0.1
"""The prior of «none of the candidates»."""
_SIZES = {1: 0.6, 2: 0.2, 3: 0.1}
"""The priors of one, two and three sources; what remains is `NONE`."""
SHORT = 12
_ROUNDS = 40
_CELLS = 4_000_000
"""Numbers held at once while sets are fitted."""
_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Explained:
    """How victims are explained.

    `probability` is that of each candidate to be among the sources, `none` that of no candidate.
    `sources` is the number of sources that weighs most, all sets of that size together, `bic` the
    criterion of the best set of each size from 0 on (smaller is better), and `best` the set of that
    number that explains most, `shares` their shares of the victims. `leading` is the smallest set of
    candidates that holds all true sources with 95 %.
    """

    probability: tuple[float, ...]
    none: float
    sources: int
    bic: tuple[float, ...]
    best: tuple[int, ...]
    shares: tuple[float, ...]
    leading: tuple[int, ...]


def explained(ratios: Sequence[Sequence[float]], priors: Sequence[float]) -> Explained:
    """Return how candidates explain victims.

    `ratios[v][h]` is the likelihood ratio of candidate h for victim v against «from elsewhere»,
    `priors[h]` its prior up to a factor.

    >>> explained([[9.0, 0.1], [9.0, 0.1], [9.0, 0.1]], [1, 1]).best
    (0,)
    """
    table = np.asarray(ratios, dtype=np.float64)
    prior = np.asarray(priors, dtype=np.float64)
    victims, count = table.shape
    prior = prior / prior.sum()
    short = _short(table, prior)
    sets: dict[tuple[int, ...], float] = {(): math.log(NONE)}
    bic = [0.0]
    best: list[tuple[tuple[int, ...], tuple[float, ...]]] = [((), ())]
    for size, likely in _SIZES.items():
        pool = list(range(count)) if size == 1 else short
        chosen = list(combinations(pool, size))
        # Of one victim there is one source: two need two victims at least.
        if not chosen or size > victims:
            break
        logs, shares = _all_fitted(table, chosen)
        # Sources differ in size; a set is as likely as its members are, drawn one by one.
        chance = np.log(prior[np.array(chosen)]).sum(axis=1) + math.lgamma(size + 1)
        cost = (size - 1) * math.log(victims + 1)
        for members, log, odds in zip(chosen, logs, chance, strict=True):
            sets[members] = math.log(likely) + float(odds) + float(log) - cost
        top = int(np.argmax(logs + chance))
        best.append((chosen[top], tuple(map(float, shares[top]))))
        # Each source also costs the choice of it among all candidates.
        price = 2 * cost + 2 * size * math.log(max(count, 2))
        bic.append(-2 * float(logs[top]) + price)
    probability, none, leading = _averaged(sets, count)
    number = _number(sets, len(best))
    return Explained(
        probability, none, number, tuple(bic), best[number][0], best[number][1], leading
    )


def _short(table: _Floats, prior: _Floats) -> list[int]:
    """Return the candidates that explain most: alone, or as parts of a mixture of all."""
    alone = np.log(BACKGROUND + (1 - BACKGROUND) * table).sum(axis=0) + np.log(prior)
    shares = prior.copy()
    for _ in range(_ROUNDS):
        mixed = (1 - BACKGROUND) * table * shares
        gamma = mixed / (BACKGROUND + mixed.sum(axis=1, keepdims=True))
        shares = gamma.sum(axis=0) + 1e-12
        shares /= shares.sum()
    order = [*np.argsort(-shares)[: SHORT // 2], *np.argsort(-alone)]
    return sorted(list(dict.fromkeys(map(int, order)))[:SHORT])


def _all_fitted(table: _Floats, sets: list[tuple[int, ...]]) -> tuple[_Floats, _Floats]:
    """Return log L and shares of all sets, so many at once as memory allows."""
    step = max(1, _CELLS // (table.shape[0] * len(sets[0])))
    parts = [_fitted(table, sets[at : at + step]) for at in range(0, len(sets), step)]
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


def _fitted(table: _Floats, sets: Sequence[tuple[int, ...]]) -> tuple[_Floats, _Floats]:
    """Return log L and the shares of each set, all sets at once."""
    held = table[:, np.array(sets)]
    shares = np.full((len(sets), held.shape[2]), 1 / held.shape[2])
    if held.shape[2] > 1:
        for _ in range(_ROUNDS):
            mixed = (1 - BACKGROUND) * held * shares
            gamma = mixed / (BACKGROUND + mixed.sum(axis=2, keepdims=True))
            shares = gamma.sum(axis=0) + 1e-9
            shares /= shares.sum(axis=1, keepdims=True)
    logs = np.log(BACKGROUND + (1 - BACKGROUND) * (held * shares).sum(axis=2)).sum(axis=0)
    return logs, shares


def _number(sets: dict[tuple[int, ...], float], sizes: int) -> int:
    """Return the number of sources that weighs most, all sets of that size taken together."""
    top = max(sets.values())
    weight = [0.0] * sizes
    for members, log in sets.items():
        weight[len(members)] += math.exp(log - top)
    return max(range(sizes), key=weight.__getitem__)


def _averaged(
    sets: dict[tuple[int, ...], float], count: int
) -> tuple[tuple[float, ...], float, tuple[int, ...]]:
    """Return each candidate's probability, that of none, and the smallest set that holds 95 %."""
    top = max(sets.values())
    weights = {members: math.exp(log - top) for members, log in sets.items()}
    total = sum(weights.values())
    probability = [0.0] * count
    for members, weight in weights.items():
        for member in members:
            probability[member] += weight / total
    order = sorted(range(count), key=lambda h: -probability[h])
    leading: set[int] = set()
    for candidate in order:
        leading.add(candidate)
        if sum(w for members, w in weights.items() if leading.issuperset(members)) >= 0.95 * total:
            break
    return tuple(probability), weights[()] / total, tuple(h for h in order if h in leading)
