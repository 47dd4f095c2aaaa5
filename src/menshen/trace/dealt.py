"""The evidence of the rows a copy was dealt by key: randomness of our own, so it may accuse.

The proof that its mean is 1 for a copy that did not enter the leak is in docs/proofs/bound.md, §3;
the tests enumerate all allocations of small cases. That of canaries is `menshen.canary.evidence`.
"""

from __future__ import annotations

import numpy as np

from menshen.marks.code import Bits, Reals

__all__ = ["allocation"]

_COLLUDERS = (1, 2, 3, 5)
_FOREIGN = (0.005, 0.1, 0.3)
_LONE = 0.3


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


def _mixture(logs: list[Reals], weights: list[float]) -> Reals:
    weighted = np.column_stack(logs) + np.log(np.array(weights))
    top = weighted.max(axis=1, keepdims=True)
    found: Reals = (top[:, 0] + np.log(np.exp(weighted - top).sum(axis=1))) / np.log(2.0)
    return found
