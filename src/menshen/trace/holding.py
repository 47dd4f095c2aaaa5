"""Who held what: for each copy the rows and columns it ever contained, for each account its views.

A release whose snapshot is not among the tables handed in counts as holding every row: that can
only weaken what is said of it, never void the bound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from menshen.copies import Copy, Issue
from menshen.marks.code import Bits, Code, Reals, Tags
from menshen.store.records import unpacked

__all__ = ["Holder", "Masks", "Share", "Span", "account", "dealt", "holder"]


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

    def covered(
        self, rows: NDArray[np.int64], columns: Sequence[frozenset[str]], at: datetime | None
    ) -> Bits:
        """Say of which rows it held one column of each kind asked for, before a time."""
        early = [s for s in self.spans if at is None or s.since <= at]
        found = np.zeros(len(rows), dtype=bool)
        for span in early:
            found |= span.rows[rows]
        for kind in columns:
            having = np.zeros(len(rows), dtype=bool)
            for span in early:
                if kind & span.columns:
                    having |= span.rows[rows]
            found &= having
        return found


class Masks:
    """Sets of rows of releases as masks of the records there are; equal sets are one array."""

    def __init__(self, places: Mapping[str, NDArray[np.int64]], count: int) -> None:
        self._places = places
        self._count = count
        self._known: dict[tuple[str, str], Bits] = {}
        self._whole = np.ones(count, dtype=bool)

    def of(self, issue: Issue, *, entitled: bool = False) -> Bits:
        """Return the records of a release, or those that its recipient was entitled to."""
        now = self._places.get(issue.record.snapshot)
        if now is None:
            return self._whole
        told = issue.record.rows
        if entitled:
            told = issue.entitled_text or told
        key = issue.record.snapshot, told
        if key not in self._known:
            rows = unpacked(told)
            found = np.zeros(self._count, dtype=bool)
            here = now[rows[rows < len(now)]]
            found[here[here >= 0]] = True
            self._known[key] = found
        return self._known[key]


def holder(copy: Copy, masks: Masks) -> Holder:
    """Return what a copy held."""
    spans = [
        Span(
            issue.at.astimezone().replace(tzinfo=None),
            masks.of(issue),
            frozenset(issue.record.columns),
        )
        for issue in copy.issues
    ]
    rows = _union([span.rows for span in spans])
    entitled = _union([masks.of(issue, entitled=True) for issue in copy.issues])
    return Holder(copy.id, copy.recipient, tuple(spans), rows, entitled, copy.columns)


def _union(masks: Sequence[Bits]) -> Bits:
    if all(mask is masks[0] for mask in masks):
        return masks[0]
    found: Bits = np.logical_or.reduce(masks)
    return found


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


class Share(NamedTuple):
    """For copies and rows: which were dealt, and at which share; 1 where nothing was."""

    dealt: Bits
    share: Reals


def dealt(
    copies: Sequence[Copy], masks: Masks, records: NDArray[np.int64], tags: Tags, code: Code
) -> Share | None:
    """Return how the rows asked about were dealt to each copy, None if none ever was.

    Of several releases the largest share counts: what is dealt at a share is dealt at each larger.
    """
    if not len(records) or all(i.share >= 1 for copy in copies for i in copy.issues):
        return None
    share = np.ones((len(copies), len(records)))
    for i, copy in enumerate(copies):
        best = np.zeros(len(records))
        for issue in copy.issues:
            had = masks.of(issue, entitled=True)[records]
            best[had] = np.maximum(best[had], issue.share)
        share[i] = np.where(best > 0, best, 1.0)
    drawn = code.allocated(tags[records], [c.number for c in copies], share)
    return Share(np.where(share < 1, drawn, True), share)
