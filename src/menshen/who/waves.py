"""Who calls next: what the likely sources' information feeds, and what has not been seen yet.

For each scam, the chance that it can be fed is the probability of the sources whose fields, with
what callers knew already, hold one of its groups. `waves.tsv` says when after the giving such
callers come. It says what becomes possible and usually follows, not that anybody will call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from menshen import scam
from menshen.harm.known import CONTACTS, closed
from menshen.harm.possible import groups, rarity
from menshen.scam import Scam
from menshen.taxonomy.table import rows
from menshen.who.calls import Call
from menshen.who.candidates import Candidate
from menshen.who.cases import rare

__all__ = ["Wave", "claims", "next_waves"]

_FILE = Path(__file__).with_name("waves.tsv")
_LEAST = 0.25


class Wave(NamedTuple):
    """A kind of callers to expect: how likely they can be fed, when, and through what.

    `seen` says that such callers have come already; `until` is None where the beginning is
    unknown.
    """

    scam: Scam
    probability: float
    through: tuple[str, ...]
    start: datetime | None
    until: datetime | None
    seen: bool


class _Window(NamedTuple):
    start: int
    end: int
    words: tuple[str, ...]


def next_waves(
    knew: frozenset[str],
    sources: Sequence[tuple[Candidate, float]],
    calls: Sequence[Call],
    given: datetime | None,
) -> list[Wave]:
    """Return the callers to expect, those that came already last.

    `sources` are candidates with their probabilities, `given` when the information was given.
    """
    came = {found for call in calls for found in claims(call)}
    last = calls[-1].when
    found = []
    for one in scam.scams():
        window = _windows().get(one.id)
        best = _fed(one, knew, sources)
        if window is None or best is None or best[0] < _LEAST:
            continue
        start = end = None
        if given is not None:
            start, end = (given + timedelta(days=days) for days in (window.start, window.end))
            if end < last:
                continue
        found.append(Wave(one, best[0], tuple(sorted(best[1])), start, end, one.id in came))
    return sorted(found, key=lambda w: (w.seen, -w.probability * rarity(w.through), w.scam.id))


def _fed(
    one: Scam, knew: frozenset[str], sources: Iterable[tuple[Candidate, float]]
) -> tuple[float, frozenset[str]] | None:
    """Return the probability that a group of needs is held, and that group."""
    chosen = list(sources)
    best: tuple[float, frozenset[str]] | None = None
    known = closed(knew)
    for group in groups(one.id):
        if not rare(group - CONTACTS):
            continue
        held = sum(p for c, p in chosen if group <= c.fields | known and group & c.fields)
        likely = min(1.0, held)
        if best is None or likely > best[0]:
            best = likely, group
    return best


def claims(call: Call) -> Iterator[str]:
    """Yield the scams whose callers claim to be what this caller claimed to be.

    >>> from menshen.who.calls import BEIJING
    >>> call = Call("me", datetime(2025, 3, 10, tzinfo=BEIJING), frozenset(), claimed="某房产中介")
    >>> list(claims(call))
    ['house_agency_harassment']
    """
    for name, window in _windows().items():
        if any(word in call.claimed for word in window.words):
            yield name


@cache
def _windows() -> dict[str, _Window]:
    return {
        scam.get(name).id: _Window(int(start), int(end), tuple(words.split("|")))
        for _, (name, start, end, words) in rows(_FILE, "scam from to words")
    }
