"""The evidence of each class for every copy, and their product: log2 B."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from menshen.copies import Copy
from menshen.marks import file
from menshen.marks.code import Bits, Code, Reals
from menshen.trace.dealt import allocation
from menshen.trace.decode import decode
from menshen.trace.holding import Holder, Share
from menshen.trace.observation import Observed

__all__ = ["Streams", "streams"]


class Streams(NamedTuple):
    """Bits of evidence by class, one number for each copy. They use separate PRF streams."""

    marks: Reals
    allocation: Reals
    canaries: Reals
    file: Reals

    @property
    def total(self) -> Reals:
        """Return log2 B: for an innocent copy the product of the classes is an e-value."""
        found: Reals = self.marks + self.allocation + self.canaries + self.file
        return found


def streams(
    copies: Sequence[Copy],
    holders: Sequence[Holder],
    seen: Observed,
    share: Share | None,
    rung: Reals,
    stamps: Sequence[str],
    code: Code,
) -> Streams:
    """Return the evidence of everything that was dealt or marked by key."""
    nothing = np.zeros(len(copies))
    marks = nothing
    if seen.positions:
        marks = decode(seen.positions, copies, [_held(holders, m) for m in seen.members], code)
    dealt = nothing if share is None else allocation(share.dealt, share.share)
    own = [code.stamp(copy.number) for copy in copies]
    return Streams(marks, dealt, rung, np.array(file.evidence(own, stamps)))


def _held(holders: Sequence[Holder], members: Sequence[np.ndarray]) -> Bits:
    """Say which copy ever held any of the records of each position."""
    if not members:
        return np.zeros((len(holders), 0), dtype=bool)
    flat = np.concatenate(members)
    starts = np.cumsum([0, *map(len, members)][:-1])
    found = np.empty((len(holders), len(members)), dtype=bool)
    for i, holder in enumerate(holders):
        found[i] = holder.rows.all() or np.logical_or.reduceat(holder.rows[flat], starts)
    return found
