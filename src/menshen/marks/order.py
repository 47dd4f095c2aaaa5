"""O, order: the rows of a copy stand in an order of its own, within stretches of the master.

It dies when somebody sorts. It breaks ties between copies and never accuses.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from menshen.marks.code import Code, Tags

__all__ = ["STRETCH", "agreement", "arranged"]

STRETCH = 4096
"""Rows are moved only within so many rows of the master, so that memory stays bounded."""


def arranged(code: Code, tags: Tags, number: int) -> NDArray[np.intp]:
    """Return the order in which a recipient gets the rows of a stretch."""
    found: NDArray[np.intp] = np.argsort(code.ranks(tags, number), kind="stable")
    return found


def agreement(ranks: Tags, places: NDArray[np.intp]) -> float:
    """Return which share of neighbouring rows of a leak stand in a copy's order; ½ is chance.

    `places` are the rows' places in the master: only neighbours of one stretch are compared.
    """
    near = places[1:] // STRETCH == places[:-1] // STRETCH
    if not near.any():
        return 0.5
    return float((ranks[1:] > ranks[:-1])[near].mean())
