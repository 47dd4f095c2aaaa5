"""Who may have been the source: kinds of holders, and organisations where they are known.

A candidate is a kind of holder of the catalogue, an organisation that a victim gave something to
(the record of what was given), or one with its rows (an investigation). Whoever stands in the
record takes the place of its kind for that victim; the bare kind stays, less likely, since a
record may be incomplete.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from menshen import taxonomy
from menshen.errors import FactsError
from menshen.harm.known import closed
from menshen.taxonomy.table import rows
from menshen.who.calls import Calls, Gave, Rows

__all__ = ["Candidate", "candidates_for"]

_FILE = Path(__file__).with_name("roles.tsv")
_RESALE = 0.35
"""How much less likely a kind that mostly buys is the source itself."""
_UNRECORDED = 0.3
"""How much less likely a kind is that does not stand in a victim's record."""


class _Role(NamedTuple):
    role: str
    anchor: str
    days: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may have been the source.

    `fields` are the kinds it holds, closed; `named` those as listed. `rows` are the people it
    holds, None for anybody. `dates` say when it got each victim's information and `earliest` what
    is only reckoned from another date; `aliases` are the names it knows a victim by. `resale`
    says that it mostly gets information from others; `given` that victims recorded it.
    """

    id: str
    name: str
    kind: str | None
    named: frozenset[str]
    fields: frozenset[str]
    rows: frozenset[str] | None = field(default=None, repr=False)
    since: datetime | None = None
    until: datetime | None = None
    dates: Mapping[str, datetime] = field(default_factory=dict, repr=False)
    earliest: Mapping[str, datetime] = field(default_factory=dict, repr=False)
    aliases: Mapping[str, str] = field(default_factory=dict, repr=False)
    resale: bool = False
    given: frozenset[str] = field(default_factory=frozenset, repr=False)

    def prior(self, victim: str, recorded: bool) -> float:
        """Return how likely it is the source before anything is heard, up to a factor."""
        likely = _RESALE if self.resale else 1.0
        return likely * (_UNRECORDED if recorded and victim not in self.given else 1.0)


def candidates_for(calls: Calls) -> list[Candidate]:
    """Return all candidates: organisations with rows alone where there are any, else all kinds."""
    found = [_with_rows(entry) for entry in calls.holders]
    if any(c.rows is not None for c in found):
        return found
    anchors = _anchors(calls.gave)
    return [*found, *_recorded(calls.gave), *(_of_kind(h, anchors) for h in taxonomy.holders())]


def _with_rows(entry: Rows) -> Candidate:
    role = _roles().get(entry.kind or "")
    return Candidate(
        entry.id,
        entry.id,
        entry.kind,
        entry.columns,
        closed(entry.columns),
        entry.rows,
        entry.since,
        entry.until,
        resale=role is not None and role.role == "resale",
        given=entry.rows or frozenset(),
    )


def _recorded(gave: Iterable[Gave]) -> list[Candidate]:
    """Return the organisations that victims gave something to."""
    by_name: dict[tuple[str, str | None], list[Gave]] = defaultdict(list)
    for entry in gave:
        by_name[entry.to, entry.holder].append(entry)
    return [_organisation(name, kind, entries) for (name, kind), entries in by_name.items()]


def _organisation(name: str, kind: str | None, entries: Sequence[Gave]) -> Candidate:
    named = frozenset().union(*(entry.what for entry in entries))
    if kind is not None and not named:
        named = frozenset(_holder(kind).fields)
    dates: dict[str, datetime] = {}
    for entry in entries:
        if entry.when is not None:
            dates[entry.victim] = min(entry.when, dates.get(entry.victim, entry.when))
    role = _roles().get(kind or "")
    return Candidate(
        f"given:{name}",
        name,
        kind,
        named,
        closed(named),
        dates=dates,
        aliases={e.victim: e.alias for e in entries if e.alias},
        resale=role is not None and role.role == "resale",
        given=frozenset(entry.victim for entry in entries),
    )


def _of_kind(holder: taxonomy.Holder, anchors: Mapping[str, Mapping[str, datetime]]) -> Candidate:
    role = _roles().get(holder.id, _Role("source", "", 0))
    clock = anchors.get(role.anchor, {})
    earliest = {victim: date + timedelta(days=role.days) for victim, date in clock.items()}
    return Candidate(
        holder.id,
        holder.zh,
        holder.id,
        frozenset(holder.fields),
        closed(holder.fields),
        earliest=earliest,
        resale=role.role == "resale",
    )


def _anchors(gave: Iterable[Gave]) -> dict[str, dict[str, datetime]]:
    """Return when each victim first gave something to each kind of holder."""
    found: dict[str, dict[str, datetime]] = defaultdict(dict)
    for entry in gave:
        if entry.holder is not None and entry.when is not None:
            dates = found[entry.holder]
            dates[entry.victim] = min(entry.when, dates.get(entry.victim, entry.when))
    return found


def _holder(kind: str) -> taxonomy.Holder:
    return next(h for h in taxonomy.holders() if h.id == kind)


@cache
def _roles() -> dict[str, _Role]:
    found = {}
    for number, (holder, role, anchor, days) in rows(_FILE, "holder role anchor days"):
        if role not in {"source", "resale"} or not days.isdigit():
            raise FactsError(f"{_FILE.name}:{number}: the role or the days are wrong")
        found[holder] = _Role(role, anchor, int(days))
    return found
