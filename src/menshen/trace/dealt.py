"""The evidence of what was dealt by key: which rows a copy got, and which people do not exist.

Both are randomness of our own, so both may accuse. The proofs that their means are at most 1 for a
copy that did not enter the leak are in docs/proofs/bound.md, §3 and §4; the tests enumerate all
allocations and all deals of small cases.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from menshen.marks.code import Bits, Reals

__all__ = ["Hits", "allocation", "canaries"]

_COLLUDERS = (1, 2, 3, 5)
_FOREIGN = (0.005, 0.1, 0.3)
_LONE = 0.3
_BACKGROUND = (0.02, 0.2, 0.5, 0.8)
VAULT = 0.02
"""δ: the chance that the vault of personas leaked."""


def allocation(dealt: Bits, share: Reals) -> Reals:
    """Return log2 E of the allocation for each copy.

    `dealt` says which of the rows (leaked, or of called victims; each once) were dealt to which
    copy, `share` is the share q at which they were, 1 for rows that were not dealt by key or that
    the copy was not entitled to: those carry nothing. Both have the shape (copies, rows).
    """
    keyed = share < 1
    ratio = np.where(keyed, dealt / np.where(keyed, share, 1.0), 1.0)
    logs, weights = [], []
    for c in _COLLUDERS:
        for b in _FOREIGN:
            omega = (1 - b) / c
            logs.append(np.log1p(omega * (ratio - 1)).sum(axis=1))
            lone = c == 1 and b == _FOREIGN[0]
            weights.append(_LONE if lone else (1 - _LONE) / 11)
    return _mixture(logs, weights)


class Hits(NamedTuple):
    """The canaries that were hit, each once: shapes (copies, hits) and (hits,).

    `member` says whether a copy held it, `own` how many live canaries of its stratum the copy
    holds, `total` how many there are. `personas` is M where a persona was said aloud, else 0;
    `match` says whether it is that of the copy.
    """

    member: Bits
    own: NDArray[np.int64]
    total: NDArray[np.int64]
    personas: NDArray[np.int64]
    match: Bits


def canaries(hits: Hits) -> Reals:
    """Return log2 E of the canaries for each copy.

    >>> no = np.zeros((1, 1), bool); one = np.ones((1, 1), np.int64)
    >>> hit = Hits(~no, one, np.array([200]), np.array([0]), no)
    >>> float(canaries(hit).round(1)[0])
    6.9
    """
    said = hits.personas > 0
    known = hits.member * (hits.total / np.maximum(hits.own, 1))
    spoken = VAULT + (1 - VAULT) * hits.personas * hits.match
    logs = [np.log(np.where(said, spoken, b + (1 - b) * known)).sum(axis=1) for b in _BACKGROUND]
    return _mixture(logs, [1 / len(_BACKGROUND)] * len(_BACKGROUND))


def _mixture(logs: list[Reals], weights: list[float]) -> Reals:
    weighted = np.column_stack(logs) + np.log(np.array(weights))
    top = weighted.max(axis=1, keepdims=True)
    found: Reals = (top[:, 0] + np.log(np.exp(weighted - top).sum(axis=1))) / np.log(2.0)
    return found
