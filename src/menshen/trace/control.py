"""The control group: are the called people held by a copy more often than people who were not called?

Within each stratum (estate) the called are held against everybody else of it. If who was called had
nothing to do with a copy, the number of called people it covers is a sum of hypergeometric numbers,
one for each stratum, and p is the exact chance of so many or more. People who were called and did
not say so stand among the others, which can only raise p.

It is an observation of the world, not randomness of our own: whoever sells to the same kind of people
has a small p as well. It ranks and never accuses. With n copies looked at, read n·p.

>>> round(tail([(10, 5, 3)], 3), 4)  # three of three, half of ten are held: 5·4·3 / 10·9·8
0.0833
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from menshen.marks.code import Reals
from menshen.trace.coverage import Fact
from menshen.trace.holding import Holder

__all__ = ["control", "tail"]

Columns = tuple[frozenset[str], ...]


def control(holders: Sequence[Holder], known: Sequence[Fact], stratum: np.ndarray) -> Reals:
    """Return p for each holder; 1 where nobody was called."""
    first: dict[int, Fact] = {}
    for fact in known:
        first.setdefault(fact.record, fact)
    if not first:
        return np.ones(len(holders))
    called = np.array(list(first), dtype=np.int64)
    everybody = np.flatnonzero(np.isin(stratum, stratum[called]))
    asked: Columns = tuple(dict.fromkeys(c for f in first.values() for c in f.columns))
    times = [f.at for f in first.values() if f.at is not None]
    at = max(times) if times else None
    return np.array([_p(holder, called, everybody, stratum, asked, at) for holder in holders])


def _p(
    holder: Holder,
    called: np.ndarray,
    everybody: np.ndarray,
    stratum: np.ndarray,
    asked: Columns,
    at: datetime | None,
) -> float:
    """Return p of a holder; all people are asked after alike, at the time of the last call."""
    held = holder.covered(everybody, asked, at)
    mine = holder.covered(called, asked, at)
    groups = []
    for one in np.unique(stratum[called]):
        inside = stratum[everybody] == one
        drawn = int((stratum[called] == one).sum())
        groups.append((int(inside.sum()), int(held[inside].sum()), drawn))
    return tail(groups, int(mine.sum()))


def tail(groups: Sequence[tuple[int, int, int]], least: int) -> float:
    """Return P(X ≥ least) of a sum of hypergeometric numbers: each (people, held of them, called)."""
    total = np.ones(1)
    logs = _factorials(max((people for people, _, _ in groups), default=0))
    for people, held, called in groups:
        low, high = max(0, called - (people - held)), min(called, held)
        x = np.arange(low, high + 1)
        chances = np.zeros(called + 1)
        chances[x] = np.exp(
            _chosen(logs, held, x)
            + _chosen(logs, people - held, called - x)
            - _chosen(logs, people, np.array([called]))
        )
        total = np.convolve(total, chances)
    return min(1.0, float(total[least:].sum()))


def _factorials(most: int) -> Reals:
    """Return the natural logs of 0! to most!."""
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, most + 1)))])


def _chosen(logs: Reals, n: int, k: np.ndarray) -> Reals:
    """Return the logs of the numbers of choices of k out of n."""
    found: Reals = logs[n] - logs[k] - logs[n - k]
    return found
