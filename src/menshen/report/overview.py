"""What a report comes to: one walk over its findings, for those who show it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Literal

from menshen import taxonomy
from menshen.model import Person
from menshen.report import Report

__all__ = ["Overview", "leading", "level"]

Rank = Literal["unknown", "none", "low", "medium", "high"]


@dataclass(slots=True)
class Overview:
    """Counts of a report. A document is named by its address, a type by its id.

    `items` counts, for each number of article 5 of 法释〔2017〕10号 (50, 500, 5000), what is
    distinct: one a person and kind, else one a kind and value; strict and lenient reading.
    """

    by_document: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    sensitive: Counter[str] = field(default_factory=Counter)
    annex: Counter[str] = field(default_factory=Counter)
    secrets: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    items: tuple[Counter[int], Counter[int]] = field(default_factory=lambda: (Counter(), Counter()))
    direct: int = 0
    combined: int = 0
    children: int = 0
    spread: int = 0
    people: Counter[str] = field(default_factory=Counter)
    young: Counter[str] = field(default_factory=Counter)
    rank: Rank = "none"

    @classmethod
    def of(cls, report: Report) -> Overview:
        """Count a report."""
        made = cls()
        made._findings(report)
        for person in report.people:
            made._person(person)
        made.rank = made._rank() if made.by_document or report.documents else "unknown"
        return made

    def _findings(self, report: Report) -> None:
        for finding in report.findings:
            self.by_document[finding.document][finding.type.id] += 1
        for document, counts in self.by_document.items():
            for type_id, count in counts.items():
                self._add(document, taxonomy.get(type_id), count)
        names = {other: p.id for p in report.people for other in p.also}
        distinct = {
            (f.type.id, names.get(f.person, f.person), "")
            if f.person
            else (f.type.id, None, f.normal)
            for f in report.findings
        }
        for type_id, count in Counter(key[0] for key in distinct).items():
            kind = taxonomy.get(type_id)
            self.items[0][kind.crim_class] += count
            self.items[1][kind.crim_class_lenient] += count

    def _add(self, document: str, kind: taxonomy.InfoType, count: int) -> None:
        if kind.identifier == "secret":
            self.secrets[document] += count
        if kind.sensitive:
            self.sensitive[document] += count
        elif kind.gbt35273_annex_b:
            self.annex[document] += count
        self.levels[level(kind)] += count

    def _person(self, person: Person) -> None:
        self.direct += bool(person.identifiers)
        self.combined += not person.identifiers
        self.children += person.minor is True
        self.spread += len(person.documents) > 1
        self.people.update(person.documents)
        if person.minor:
            self.young.update(person.documents)

    def _rank(self) -> Rank:
        if self.sensitive or self.secrets or self.children:
            return "high"
        if self.direct or self.combined or self.annex:
            return "medium"
        return "low" if self.by_document else "none"


def level(kind: taxonomy.InfoType) -> str:
    """Return the level of a kind: `sensitive` (PIPL art. 28), `annex_b` (GB/T 35273), `ordinary`."""
    if kind.sensitive:
        return "sensitive"
    return "annex_b" if kind.gbt35273_annex_b else "ordinary"


def leading(report: Report, most: int) -> list[Person]:
    """Return whom to look at first: children, then those of whom the most kinds are known."""
    return sorted(report.people, key=lambda p: (p.minor is not True, -len(p.types), -p.findings))[
        :most
    ]
