"""How many marks a copy has in common with a leak: told of accused copies, decides nothing.

The evidence weighs each mark by how likely it is; a court asks for a plainer number first. How many
an unrelated copy would have in common on average follows from the biases, which are known.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from menshen.copies import Copy
from menshen.marks.code import ONE, Code
from menshen.trace.evidence import Positions
from menshen.trace.verdict import Matched

__all__ = ["matched"]


def matched(copy: Copy, sets: Sequence[Positions], code: Code) -> Matched:
    """Return how many of the marks seen are the copy's, and how many would be by chance."""
    same = total = 0
    chance = 0.0
    for positions in sets:
        ours = np.isin(positions.carriers, sorted(copy.active))
        seen = positions.seen & ours & (np.nan_to_num(positions.shift, nan=1.0) != 0)
        one = np.where(np.isnan(positions.shift), positions.symbol == 1, positions.shift > 0)
        symbols = code.symbols(
            positions.tags, [copy.number], positions.carriers, positions.thresholds
        )[0]
        p = positions.thresholds / ONE
        same += int((symbols == one)[seen].sum())
        total += int(seen.sum())
        chance += float(np.where(one, p, 1 - p)[seen].sum())
    return Matched(copy.id, copy.recipient, same, total, round(chance, 1))
