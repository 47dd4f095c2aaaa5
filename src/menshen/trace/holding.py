"""Who held what: for each copy the rows and columns it ever contained, for each account its views.

A release whose snapshot is not among the tables handed in counts as holding every row: that can
only weaken what is said of it, never void the bound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from menshen.copies import Copy, Issue
from menshen.marks.code import Bits, Code, Reals, Tags

__all__ = ["Holder", "Share", "Span", "account", "dealt", "holder"]


@dataclass(frozen=True, slots=True)
class Span:
    """Rows that somebody got at a time, and the columns with them."""

    since: datetime
    rows: Bits = field(repr=False)
    columns: frozenset[str]


@dataclass(frozen=True, slots=True)
class Holder:
    """A copy, or an account of an access log: what it held since when.

    `rows` are those that it ever contained, `entitled` those it had a business reason to.
    """

    id: str
    name: str
    spans: tuple[Span, ...] = field(repr=False)
    rows: Bits = field(repr=False)
    entitled: Bits = field(repr=False)
    columns: frozenset[str] = frozenset()

    def covers(self, row: int, columns: Sequence[frozenset[str]], at: datetime | None) -> bool:
        """Say whether it held a row with one column of each kind asked for, before a time."""
        early = [s for s in self.spans if (at is None or s.since <= at) and s.rows[row]]
        held = frozenset().union(*(s.columns for s in early))
        return bool(early) and all(kind & held for kind in columns)


def holder(copy: Copy, places: Mapping[str, NDArray[np.int64]], rows: int) -> Holder:
    """Return what a copy held; `places` says for each known snapshot where its rows stand now."""
    spans, entitled = [], np.zeros(rows, dtype=bool)
    for issue in copy.issues:
        since = issue.at.astimezone().replace(tzinfo=None)
        held = _mask(issue, issue.rows(), places, rows)
        spans.append(Span(since, held, frozenset(issue.record.columns)))
        entitled |= _mask(issue, issue.entitled(), places, rows)
    whole = np.logical_or.reduce([span.rows for span in spans])
    return Holder(copy.id, copy.recipient, tuple(spans), whole, entitled, copy.columns)


def account(actor: str, views: Sequence[tuple[datetime, int, frozenset[str]]], rows: int) -> Holder:
    """Return what an account saw, of views of one row each."""
    first = min(at for at, _, _ in views)
    seen = np.zeros(rows, dtype=bool)
    seen[[row for _, row, _ in views]] = True
    columns = frozenset().union(*(c for _, _, c in views))
    spans = []
    for at, row, held in views:
        one = np.zeros(rows, dtype=bool)
        one[row] = True
        spans.append(Span(at, one, held))
    if len(spans) > _MOST_SPANS:
        spans = [Span(first, seen, columns)]
    return Holder(f"account:{actor}", actor, tuple(spans), seen, seen, columns)


_MOST_SPANS = 200
"""An account with more views is taken as one that held all of them since its first."""


def _mask(
    issue: Issue,
    rows: NDArray[np.int64],
    places: Mapping[str, NDArray[np.int64]],
    count: int,
) -> Bits:
    now = places.get(issue.record.snapshot)
    if now is None:
        return np.ones(count, dtype=bool)
    found = np.zeros(count, dtype=bool)
    here = now[rows[rows < len(now)]]
    found[here[here >= 0]] = True
    return found


class Share:
    """For copies and rows: which were dealt, and at which share; 1 where nothing was."""

    def __init__(self, dealt: Bits, share: Reals) -> None:
        self.dealt = dealt
        self.share = share

    @property
    def any(self) -> bool:
        """Say whether anything was dealt by key at all."""
        return bool((self.share < 1).any())


def dealt(
    copies: Sequence[Copy],
    places: Mapping[str, NDArray[np.int64]],
    records: NDArray[np.int64],
    tags: Tags,
    code: Code,
) -> Share:
    """Return how the rows asked about were dealt to each copy.

    Of several releases the largest share counts: what is dealt at a share is dealt at each larger.
    """
    share = np.ones((len(copies), len(records)))
    for i, copy in enumerate(copies):
        if all(issue.share >= 1 for issue in copy.issues):
            continue
        best = np.zeros(len(tags))
        for issue in copy.issues:
            mask = _mask(issue, issue.entitled(), places, len(tags))
            best[mask] = np.maximum(best[mask], issue.share)
        row = best[records]
        share[i] = np.where(row > 0, row, 1.0)
    drawn = code.allocated(tags[records], [c.number for c in copies], np.minimum(share, 1.0))
    return Share(np.where(share < 1, drawn, True), share)
