"""Several sellers: which holders together explain best what callers knew. It ranks, never accuses.

Each victim came from one seller h with probability λ_h, drawn from what h held of the victim's stratum
s, or from elsewhere with probability λ_0, drawn from all of s:

    L = Π_v [ λ_0 + Σ_h λ_h · ( (1−δ)·1{h covers v}·N_s/|R_{h,s}| + δ ) ]

λ is found by expectation and maximisation (γ_{v,h} ∝ λ_h · density, λ_h = Σ_v γ_{v,h} / k); sellers are
added one by one, the one that raises L most, while the Bayesian information criterion falls. As every
one of n holders may be the next, each costs ½·ln k + ln n (the extended criterion of Chen and
Chen, 2008), and must be twenty times better still, which keeps chance from naming somebody in more
than about one case of twenty. Holders that cover the same victims with
equally many rows cannot be told apart and are named together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from menshen.marks.code import Reals
from menshen.trace.coverage import MISSED, Fact
from menshen.trace.holding import Holder

__all__ = ["Seller", "sellers"]

_ROUNDS = 200
_STILL = 1e-9
_DOUBT = 20
_MOST = 6
"""So many sellers are looked for at most."""
_CANDIDATES = 12
"""Of the holders that add most, so many are fitted in each step."""


class Seller(NamedTuple):
    """A holder that helps to explain the victims: its place, its share, those just like it."""

    holder: int
    share: float
    alike: tuple[int, ...] = ()


def sellers(
    holders: Sequence[Holder], known: Sequence[Fact], stratum: np.ndarray
) -> tuple[Seller, ...]:
    """Return the sellers that explain what callers knew, the largest share first; none if nobody does.

    The shares and that of elsewhere sum to 1.
    """
    density = _density(holders, known, stratum)
    chosen: list[int] = []
    best, weights = 0.0, np.ones(1)
    cost = 0.5 * np.log(max(2, len(known))) + np.log(_DOUBT * max(1, len(holders)))
    while len(chosen) < min(_MOST, len(holders)):
        fits = [(*_fitted(density[:, [*chosen, h]]), h) for h in _next(density, chosen, weights)]
        if not fits:
            break
        score, found, h = max(fits, key=lambda fit: fit[0])
        if score - best <= cost:
            break
        best, weights = score, found
        chosen.append(h)
    told = [
        Seller(h, round(float(weights[n]), 3), _alike(density, h)) for n, h in enumerate(chosen, 1)
    ]
    return tuple(sorted(told, key=lambda one: -one.share))


def _density(holders: Sequence[Holder], known: Sequence[Fact], stratum: np.ndarray) -> Reals:
    """Return for each victim and holder the density relative to a draw from all of the stratum."""
    sizes = np.bincount(stratum) if len(stratum) else np.zeros(1)
    found = np.full((len(known), len(holders)), MISSED)
    for at, holder in enumerate(holders):
        own = np.bincount(stratum[holder.entitled], minlength=len(sizes))
        for n, fact in enumerate(known):
            s = stratum[fact.record]
            if own[s] and holder.covered(np.array([fact.record]), fact.columns, fact.at)[0]:
                found[n, at] += (1 - MISSED) * sizes[s] / own[s]
    return found


def _next(density: Reals, chosen: Sequence[int], weights: Reals) -> list[int]:
    """Return the holders of which a first small share would raise L most."""
    now = weights[0] + density[:, list(chosen)] @ weights[1:]
    gain = (density / now[:, None] - 1).mean(axis=0) if len(density) else np.zeros(0)
    gain[list(chosen)] = -1.0
    return [h for h in np.argsort(-gain, kind="stable")[:_CANDIDATES].tolist() if gain[h] > 0]


def _fitted(density: Reals) -> tuple[float, Reals]:
    """Return log L at its maximum, over that of nobody, and λ: elsewhere first, then the holders."""
    all_ = np.column_stack([np.ones(len(density)), density])
    share = np.full(all_.shape[1], 1 / all_.shape[1])
    before = -np.inf
    for _ in range(_ROUNDS):
        mixed = all_ @ share
        now = float(np.log(mixed).sum())
        if now - before < _STILL:
            break
        before = now
        share = (all_ * share / mixed[:, None]).mean(axis=0)
    return before, share


def _alike(density: Reals, holder: int) -> tuple[int, ...]:
    same = np.all(np.isclose(density, density[:, [holder]]), axis=0)
    return tuple(h for h in np.flatnonzero(same).tolist() if h != holder)
