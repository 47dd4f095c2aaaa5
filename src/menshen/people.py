"""People: findings of one record belong to one data subject (个人信息主体).

This is the first, simple way: a record is a row of a table, an object of a JSON list, or a line
of text, and all findings in it are about the same person. A record makes a person only when it
holds something that identifies directly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count

from menshen.model import Finding, Person

__all__ = ["People"]

CHILD = 14
"""Below this age every item about the person is sensitive (PIPL art. 28)."""
_HELD = 4096


class People:
    """Assigns findings to people as they stream by, record after record.

    Memory is bounded: a record with more findings than `_HELD` is settled in parts.
    """

    def __init__(self) -> None:
        self._numbers = count(1)
        self._held: list[Finding] = []

    def add(self, finding: Finding) -> Iterator[Finding | Person]:
        """Take the next finding; yield those of the record before it, and their person."""
        if self._held and (not _same_record(self._held[-1], finding) or len(self._held) >= _HELD):
            yield from self.flush()
        self._held.append(finding)

    def flush(self) -> Iterator[Finding | Person]:
        """Yield the findings that are still held, and their person."""
        held, self._held = self._held, []
        if not any(f.type.identifier == "direct" for f in held):
            yield from held
            return
        person = _person(f"p{next(self._numbers)}", held)
        for finding in held:
            yield finding._replace(person=person.id)
        yield person


def _same_record(one: Finding, other: Finding) -> bool:
    return one.record is not None and one.record == other.record and one.document == other.document


def _person(name: str, findings: list[Finding]) -> Person:
    return Person(
        id=name,
        documents=_distinct(f.document for f in findings),
        types=_distinct(f.type.id for f in findings),
        identifiers=_distinct(f.type.id for f in findings if f.type.identifier == "direct"),
        findings=len(findings),
        minor=_minor(findings),
    )


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _minor(findings: list[Finding]) -> bool | None:
    """Say whether an ID number, a birth date or an age tells a child under fourteen."""
    ages = [age for finding in findings if (age := _age(finding)) is not None]
    return min(ages) < CHILD if ages else None


def _age(finding: Finding) -> int | None:
    normal = finding.normal
    if finding.type.id == "age":
        return int(normal) if normal.isascii() and normal.isdigit() else None
    if finding.type.id in {"resident_id_number", "hmt_residence_permit"}:
        return _years_since(normal[6:14])
    if finding.type.id == "birth_date":
        return _years_since(normal.replace("-", ""))
    return None


def _years_since(digits: str) -> int | None:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    today = date.today()  # noqa: DTZ011 - an age counts in local days
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
