"""How a person is called in a report: by the masked forms of what identifies them."""

from __future__ import annotations

from collections.abc import Iterable

from menshen import taxonomy
from menshen.model import Person
from menshen.report import Report
from menshen.report.shown import shown
from menshen.report.words import Lang, said, title

__all__ = ["called"]

_MOST = 3
_FIRST = ("person_name", "mobile_number", "resident_id_number")
"""What people know each other by; other identifiers follow in the order of the document."""


def called(
    report: Report, people: Iterable[Person], lang: Lang, *, reveal: bool = False
) -> dict[str, str]:
    """Return, by the person's id, one value of at most three kinds that identify them.

    Of those whom only a combination identifies, the kinds are named and no value is shown.
    """
    chosen = {p.id: p for p in people}
    ids = {other: p.id for p in chosen.values() for other in (p.id, *p.also)}
    values: dict[str, dict[str, str]] = {name: {} for name in chosen}
    for finding in report.findings:
        name = ids.get(finding.person or "")
        if name is None or finding.type.identifier != "direct":
            continue
        if finding.type.id not in values[name]:
            values[name][finding.type.id] = shown(finding, reveal=reveal)
    return {name: _name(chosen[name], held, lang) for name, held in values.items()}


def _name(person: Person, held: dict[str, str], lang: Lang) -> str:
    if held:
        order = [t for t in _FIRST if t in held] + [t for t in held if t not in _FIRST]
        return " · ".join(held[t] for t in order[:_MOST])
    names = (title(taxonomy.get(t), lang) for t in person.combination or person.identifiers)
    return said("by_combination", lang) + ("、" if lang == "zh" else ", ").join(names)
