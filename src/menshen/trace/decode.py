"""Decoding: the marks' evidence for every copy, batch by batch, so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from menshen.copies import Copy
from menshen.marks.code import Bits, Code, Reals
from menshen.trace.evidence import MODELS, Positions, mixed, scores

__all__ = ["Held", "decode"]

_BATCH = 400_000
"""Copies times records that are looked at together."""
_COPIES = 500

Held = Sequence[Bits]
"""For each set of positions, which copy (rows) ever held which record or block (columns)."""


def decode(sets: Sequence[Positions], copies: Sequence[Copy], held: Held, code: Code) -> Reals:
    """Return log2 of the marks' e-value for each copy."""
    found = np.zeros((len(copies), MODELS))
    for active in dict.fromkeys(copy.active for copy in copies):
        places = [i for i, copy in enumerate(copies) if copy.active == active]
        for start in range(0, len(places), _COPIES):
            some = places[start : start + _COPIES]
            numbers = [copies[i].number for i in some]
            for positions, owns in zip(sets, held, strict=True):
                lost = set(positions.carriers) - active
                found[some] += _sum(positions.without(lost), numbers, owns[some], code)
    return mixed(found)


def _sum(positions: Positions, numbers: Sequence[int], owns: Bits, code: Code) -> Reals:
    useful: Bits = np.asarray(positions.seen.any(axis=1))
    positions, owns = positions.rows(useful), owns[:, useful]
    found = np.zeros((len(numbers), MODELS))
    step = max(1, _BATCH // max(1, len(numbers)))
    for start in range(0, len(positions.tags), step):
        part = positions.rows(slice(start, start + step))
        bits = code.symbols(part.tags, numbers, part.carriers, part.thresholds)
        found += scores(part, bits, owns[:, start : start + step])
    return found
