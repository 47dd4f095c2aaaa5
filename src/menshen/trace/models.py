"""The attack models of the decoder, with their prior weights, fixed before any leak is looked at.

Twenty-seven main models: a share η of marks changed at random, and c copies merged per row or per
cell. Thirty θ models: a strategy against c copies says how likely the output is 1 when t of them
hold 1. The models buy power only; the bound on accusing the innocent holds whatever they say.
"""

from __future__ import annotations

from collections.abc import Callable
from math import comb
from typing import NamedTuple

import numpy as np

from menshen.marks.code import Reals

__all__ = ["CELL", "ETAS", "LOG_WEIGHTS", "MAIN", "ROW", "STRATEGIES", "THETA", "Theta", "channel"]

ETAS = (0.005, 0.10, 0.35)
ROW = (1, 2, 3, 5, 8)
CELL = (2, 3, 5, 8)
_CLIP = 0.01


class Main(NamedTuple):
    """A main model: η, how copies were merged, how many, and its weight."""

    eta: float
    mode: str
    colluders: int
    weight: float


class Theta(NamedTuple):
    """A strategy of c colluders: P(output is 1 | t of c copies hold 1) for t = 0 … c."""

    name: str
    colluders: int
    theta: tuple[float, ...]


def _weight(eta: float, mode: str, colluders: int) -> float:
    lone = {0.005: 0.45, 0.10: 0.15}
    if mode == "row" and colluders == 1 and eta in lone:
        return lone[eta]
    return 0.40 / 25


MAIN = tuple(
    Main(eta, mode, c, _weight(eta, mode, c))
    for eta in ETAS
    for mode, merged in (("row", ROW), ("cell", CELL))
    for c in merged
)


def _marked(t: int, c: int, tie: float) -> float:
    """Return `tie` where the copies differ, else what they all hold: the marking assumption."""
    return 0.0 if t == 0 else 1.0 if t == c else tie


STRATEGIES: dict[str, Callable[[int, int], float]] = {
    "interleave": lambda t, c: t / c,
    "majority": lambda t, c: 1.0 if 2 * t > c else 0.5 if 2 * t == c else 0.0,
    "minority": lambda t, c: _marked(t, c, 1.0 if 2 * t < c else 0.5 if 2 * t == c else 0.0),
    "all-1": lambda t, _: float(t > 0),
    "all-0": lambda t, c: float(t == c),
    "coin": lambda t, c: _marked(t, c, 0.5),
}
THETA = tuple(
    Theta(
        name, c, tuple(min(max(strategy(t, c), _CLIP), 1 - _CLIP) for t in range(c + 1))
    )
    for c in (2, 3, 4, 5, 7)
    for name, strategy in STRATEGIES.items()
)  # fmt: skip

LOG_WEIGHTS: Reals = np.log(
    np.array([0.5 * m.weight for m in MAIN] + [0.5 / len(THETA)] * len(THETA))
)
"""Natural logarithms of the weights: first the main models, then the θ models; they sum to 1."""


def channel(model: Theta, p: float, x: int) -> float:
    """Return P(output is 1 | one colluder holds x, the others hold 1 with probability p each).

    >>> interleave = Theta("interleave", 2, (0.0, 0.5, 1.0))
    >>> channel(interleave, 0.5, 0), channel(interleave, 0.5, 1)
    (0.25, 0.75)
    """
    others = model.colluders - 1
    return sum(
        comb(others, k) * p**k * (1 - p) ** (others - k) * model.theta[k + x]
        for k in range(others + 1)
    )
