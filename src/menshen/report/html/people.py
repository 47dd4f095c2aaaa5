"""The people: how many, how they are identified, and of whom the most is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from menshen import taxonomy
from menshen.model import Person
from menshen.report import Report
from menshen.report.called import called
from menshen.report.html.parts import Parts, cut, safe
from menshen.report.overview import Overview, leading

__all__ = ["sections"]

_LEADING = 20
_TOGETHER = 10
_DOCUMENTS = 3


def sections(report: Report, seen: Overview, parts: Parts) -> Iterator[str]:
    """Yield what is known of people."""
    if not report.findings:
        return
    yield f"<section>{parts.heading('h_people')}"
    people = report.people
    if people:
        each = f"{sum(p.findings for p in people) / len(people):.1f}"
        yield parts.line("people", people=f"{len(people):,}", each=each)
        direct, combined = f"{seen.direct:,}", f"{seen.combined:,}"
        yield parts.line("by_identifier", direct=direct, combined=combined)
        if seen.children:
            yield parts.line("minors", "warn", minors=f"{seen.children:,}")
        yield from _leading(report, parts)
        yield parts.heading("c_known", 3)
        yield from parts.table(("c_known", "c_people"), _together(people, parts))
    else:
        yield parts.line("nobody")
    yield "</section>"


def _leading(report: Report, parts: Parts) -> Iterator[str]:
    first = leading(report, _LEADING)
    names = called(report, first, parts.lang, reveal=parts.reveal)
    yield parts.heading("h_leading", 3)
    heading = "c_called_plain" if parts.reveal else "c_called"
    keys = ("c_person", heading, "c_kinds", "c_count", "c_in")
    yield from parts.table(keys, (_person(p, names[p.id], parts) for p in first))
    if (more := len(report.people) - len(first)) > 0:
        yield parts.line("more_people", "soft", count=f"{more:,}")


def _person(person: Person, name: str, parts: Parts) -> list[str]:
    child = f' <span class="mark sensitive">{parts.say("child")}</span>' if person.minor else ""
    documents = "<br>".join(cut(d) for d in person.documents[:_DOCUMENTS])
    if (more := len(person.documents) - _DOCUMENTS) > 0:
        documents += f"<br>{parts.say('more_named', count=f'{more:,}')}"
    kinds = parts.listed(t for t in person.types if t in taxonomy.ids())
    return [safe(person.id), cut(name) + child, kinds, f"{person.findings:,}", documents]


def _together(people: Iterable[Person], parts: Parts) -> Iterator[list[str]]:
    """Yield which kinds are known together, and of how many people, the most common first."""
    together = Counter(tuple(sorted(p.types)) for p in people)
    for types, count in together.most_common(_TOGETHER):
        yield [parts.listed(types), f"{count:,}"]
