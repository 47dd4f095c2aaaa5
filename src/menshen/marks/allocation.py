"""A, allocation: which rows a recipient gets at all, dealt by key with a share q.

What was dealt survives everything: normalising, retyping, a caller who only says a name. Small
shares are strong and robust; from one half on they are weak against foreign rows and collusion.
"""

from __future__ import annotations

from math import log2

import numpy as np

from menshen.marks.code import Bits, Code, Tags

__all__ = ["bits", "dealt"]


def dealt(code: Code, tags: Tags, number: int, share: float) -> Bits:
    """Say which rows a recipient with this share gets, of those it is entitled to."""
    if share >= 1:
        return np.ones(len(tags), dtype=bool)
    found: Bits = code.allocated(tags, [number], np.array([[share]]))[0]
    return found


def bits(share: float) -> float:
    """Return the evidence of one leaked row, in bits, where nothing else is mixed in.

    >>> bits(0.5), round(bits(0.05), 1)
    (1.0, 4.3)
    """
    return -log2(share)
