"""How much evidence a position carries, before anything has leaked.

`information` is that of one symbol about one of c colluders under interleaving, in bits; the
sum over the positions that survive a leak is what a decoder can reach (docs/proofs/bound.md, §5).
"""

from __future__ import annotations

from math import ceil, log2

from menshen.marks.code import BIASES, ONE, WEIGHTS

__all__ = ["USUAL", "information", "mean_information", "positions", "threshold"]

USUAL = 20
"""So many copies are thought of where nobody says how many there will be."""


def information(p: float, colluders: int = 1) -> float:
    """Return I(p, c), the bits that a symbol of bias p tells of one of c colluders.

    >>> information(0.5), round(information(0.5, 2), 3)
    (1.0, 0.189)
    """
    rest = 1 - 1 / colluders
    one, zero = 1 / colluders + rest * p, rest * p
    return p * _divergence(one, p) + (1 - p) * _divergence(zero, p)


def mean_information(colluders: int = 1) -> float:
    """Return the mean of `information` over the classes of biases."""
    pairs = zip(WEIGHTS, BIASES, strict=True)
    return sum(w / ONE * information(p / ONE, colluders) for w, p in pairs)


def threshold(copies: int, eps: float) -> float:
    """Return log2(n/ε), the evidence that an accusation needs.

    >>> round(threshold(200, 1e-6), 1)
    27.6
    """
    return log2(copies) - log2(eps)


def positions(copies: int, eps: float, colluders: int = 1) -> int:
    """Return about how many positions it takes to accuse one of c colluders.

    >>> positions(200, 1e-6), positions(200, 1e-6, 5)
    (33, 1028)
    """
    return ceil(threshold(copies, eps) / mean_information(colluders) - 0.5)


def _divergence(a: float, b: float) -> float:
    """Return D(a‖b) of two coins, in bits."""
    parts = ((a, b), (1 - a, 1 - b))
    return sum(x * log2(x / y) for x, y in parts if x > 0)
