"""Hard exclusions: what a copy cannot have been the source of, whatever the marks say.

A copy is ruled out by what it never held. A copy over the threshold that is ruled out did not leak
by the way the recipient has: it, or a key, left the house by another door.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from menshen.trace.holding import Holder

__all__ = ["excluded", "unexplained"]


def excluded(
    holder: Holder,
    records: NDArray[np.int64],
    columns: frozenset[str],
    seen: datetime | None,
    newer: NDArray[np.bool_] | None = None,
) -> tuple[str, ...]:
    """Return why a holder cannot have given all of this; empty if it can.

    `records` are those of the leak and of the calls, `columns` those of the master that the leak
    has, `seen` is when the leak was first seen. `newer` says which records show a value that came
    after the last thing the holder got.
    """
    found = []
    if len(records) and not holder.rows[records].any():
        found.append("no_row")
    if columns - holder.columns:
        found.append("no_column")
    if seen is not None and all(span.since > seen for span in holder.spans):
        found.append("later")
    if newer is not None and len(newer) and newer.mean() > 0.5:
        found.append("newer_value")
    return tuple(found)


def unexplained(
    accused: Sequence[Holder],
    records: NDArray[np.int64],
    columns: frozenset[str],
    seen: datetime | None,
) -> bool:
    """Say whether the accused copies together cannot have given what leaked.

    With several leakers one may have the columns that another lacks: no contradiction then.
    """
    if not accused:
        return False
    rows = np.logical_or.reduce([h.rows for h in accused])
    held = frozenset().union(*(h.columns for h in accused))
    late = seen is not None and all(s.since > seen for h in accused for s in h.spans)
    return bool(len(records) and not rows[records].any()) or bool(columns - held) or late
