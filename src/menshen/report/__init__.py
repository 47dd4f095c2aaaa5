"""The report of a scan: what was read, what was found, what could not be read.

It is a plain value. Rendering never changes it: `to_json` here, `menshen.report.text` for people
at a terminal, `menshen.report.html` for a page to print, `menshen.report.records` for the single
records that JSON and JSON Lines are made of. Values are masked unless `reveal` is asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from menshen.model import (
    Event,
    Failure,
    Finding,
    Person,
    Reading,
    Run,
    Summary,
    Table,
)
from menshen.report.records import encoded, fields

__all__ = ["Report", "Tally"]


class Tally:
    """Counts the events that pass by, and sums them up."""

    def __init__(self) -> None:
        self._counts: Counter[type] = Counter()
        self._by_type: Counter[str] = Counter()
        self._by_document: Counter[str] = Counter()
        self._characters = 0

    def add(self, event: Event) -> None:
        """Count an event."""
        self._counts[type(event)] += 1
        if isinstance(event, Finding):
            self._by_type[event.type.id] += 1
            self._by_document[event.document] += 1
        elif isinstance(event, Reading):
            self._characters += event.characters

    def summary(self, seconds: float, *, interrupted: bool) -> Summary:
        """Return the totals so far."""
        return Summary(
            documents=self._counts[Reading],
            failures=self._counts[Failure],
            findings=self._counts[Finding],
            people=self._counts[Person],
            characters=self._characters,
            by_type=dict(self._by_type.most_common()),
            by_document=dict(self._by_document),
            seconds=round(seconds, 3),
            interrupted=interrupted,
        )


@dataclass(frozen=True, slots=True)
class Report:
    """All that a scan yielded, sorted by kind, each kind in the order of the documents."""

    run: Run
    documents: tuple[Reading, ...]
    findings: tuple[Finding, ...]
    people: tuple[Person, ...]
    tables: tuple[Table, ...]
    failures: tuple[Failure, ...]
    summary: Summary

    @classmethod
    def collect(cls, events: Iterable[Event]) -> Report:
        """Gather the events of a scan. A stream that ends without a summary was interrupted."""
        kinds: dict[type, list[Any]] = {
            k: [] for k in (Run, Reading, Finding, Person, Table, Failure, Summary)
        }
        tally = Tally()
        for event in events:
            kinds[type(event)].append(event)
            tally.add(event)
        if not kinds[Run]:
            raise ValueError("the events of a scan begin with a Run")
        ends = kinds[Summary] or [tally.summary(0.0, interrupted=True)]
        same = {old: person.id for person in kinds[Person] for old in person.also}
        return cls(
            run=kinds[Run][0],
            documents=tuple(kinds[Reading]),
            findings=tuple(_with_person(f, same) for f in kinds[Finding]),
            people=tuple(kinds[Person]),
            tables=tuple(kinds[Table]),
            failures=tuple(kinds[Failure]),
            summary=ends[-1],
        )

    def to_dict(self, *, reveal: bool = False) -> dict[str, Any]:
        """Return the report as plain lists and dictionaries, the shape of `menshen scan -f json`."""
        return {
            "run": fields(self.run),
            "documents": [fields(d) for d in self.documents],
            "findings": [fields(f, reveal=reveal) for f in self.findings],
            "people": [fields(p) for p in self.people],
            "tables": [fields(t) for t in self.tables],
            "failures": [fields(f) for f in self.failures],
            "totals": fields(self.summary),
        }

    def to_json(self, *, reveal: bool = False) -> str:
        """Return the report as JSON text."""
        return encoded(self.to_dict(reveal=reveal), indent=2)


def _with_person(finding: Finding, same: dict[str, str]) -> Finding:
    """Return a finding with the id under which its person is known in the end."""
    last = same.get(finding.person or "")
    return finding if last is None else finding._replace(person=last)
