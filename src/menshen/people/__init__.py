"""People: findings that are about one natural person (个人信息主体).

Within a block `grouped` tells whose a finding is (`menshen.people.grouping`). `People` then joins
the groups of all blocks and documents: by identifiers issued to one person, in canonical form; by
numbers that may be shared, where the names do not speak against it; by a name together with what
identifies with it (birth date, address, employer …); within one text by the name. Never by a name alone
across documents. Which identifier links how is in facts/links.tsv.

A group is a person when it holds an identifier, or quasi-identifiers that single somebody out
together (GB/T 37964-2019, 3.3 and 3.8: direct and quasi-identifiers).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count, pairwise

from menshen import facts
from menshen.model import Finding, Person, Text
from menshen.people.ages import of_age, of_birth
from menshen.people.grouping import NAMES, grouped, is_surname
from menshen.people.talk import KNOWN

__all__ = ["CHILD", "People", "grouped"]

CHILD = 14
"""Below this age every item about the person is sensitive (PIPL art. 28)."""
_MOST = 100_000
"""People held at a time; beyond that the one met longest ago is completed and forgotten."""
_MOST_DOCUMENTS = 1000
_MOST_NAMES = 16
_MOST_RELATIVES = 32
_RELATION = "family_relation"
_LINK = 2
"""So many characters may stand between a word for a relation and the name: 妻子李梅, 妻子：李梅, 儿子名叫李明."""
_TELLING = frozenset(("birth_date", "employer", "school", "hukou_location", "precise_location"))
_TOGETHER = _TELLING | {
    "age", "gender", "native_place", "job_title", "ethnicity", "education", "spouse_info",
    "children_info", "work_history", "rental_info", "body_mark", "nationality",
}  # fmt: skip
_ENOUGH = 3
"""So many quasi-identifiers together, one of them telling, are taken to single somebody out."""


@dataclass(slots=True)
class _Known:
    """What is known of a person so far. `own` holds the digests of identifiers issued to them."""

    number: int
    documents: dict[str, None] = field(default_factory=dict)
    types: dict[str, None] = field(default_factory=dict)
    identifiers: dict[str, None] = field(default_factory=dict)
    names: set[int] = field(default_factory=set)
    own: dict[str, int] = field(default_factory=dict)
    keys: list[int] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    findings: int = 0
    age: int | None = None
    relatives: dict[str, None] = field(default_factory=dict)

    def take(self, findings: Sequence[Finding]) -> None:
        """Add what a group of findings says."""
        for finding in findings:
            kind = finding.type.id
            if len(self.documents) < _MOST_DOCUMENTS:
                self.documents[finding.document] = None
            self.types[kind] = None
            if finding.type.identifier == "direct" and not is_surname(finding):
                self.identifiers[kind] = None
            if (age := _age(finding)) is not None:
                self.age = age if self.age is None else min(age, self.age)
        self.findings += len(findings)
        self.names |= set(list(_names(findings))[: _MOST_NAMES - len(self.names)])
        self.own |= _own(findings)

    def merge(self, other: _Known) -> None:
        """Take over what was known of another who turns out to be the same."""
        self.documents |= other.documents
        self.types |= other.types
        self.identifiers |= other.identifiers
        self.names |= other.names
        self.own = other.own | self.own
        self.keys += other.keys
        self.also += [f"p{other.number}", *other.also]
        self.findings += other.findings
        self.relatives |= other.relatives
        ages = [a for a in (self.age, other.age) if a is not None]
        self.age = min(ages, default=None)

    def person(self) -> Person:
        """Return what is known as a value."""
        return Person(
            id=f"p{self.number}",
            documents=tuple(self.documents),
            types=tuple(self.types),
            identifiers=tuple(self.identifiers),
            findings=self.findings,
            minor=None if self.age is None else self.age < CHILD,
            combination=() if self.identifiers else _combination(self.types),
            also=tuple(self.also),
            relatives=tuple(self.relatives),
        )


class People:
    """Joins the groups of findings of all blocks to people, as they stream by.

    `add` takes the findings of one block, labelled by `grouped`, and returns them with the ids of
    people; `people` yields everybody at the end. Memory is bounded: of more than `most` people
    the one met longest ago is completed, and comes out of `add` as well.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._numbers = count(1)
        self._known: OrderedDict[int, _Known] = OrderedDict()
        self._by_key: dict[int, int] = {}

    def add(self, findings: Sequence[Finding]) -> list[Finding | Person]:
        """Return the findings with the ids of their people, and whoever had to be forgotten."""
        groups: dict[str, list[Finding]] = {}
        for finding in findings:
            if finding.person is not None:
                groups.setdefault(finding.person, []).append(finding)
        ids = {label: self._joined(label, group) for label, group in groups.items()}
        presented = dict(_presented(findings))
        done: list[Finding | Person] = []
        for index, finding in enumerate(findings):
            if finding.person is None:
                done.append(finding)
                continue
            person, relative = ids.get(finding.person), None
            if index in presented:
                relative = self._relative(person, ids.get(presented[index]))
            done.append(finding.of(person, relative))
        while len(self._known) > self._most:
            done.append(self._forgotten())
        return done

    def _relative(self, person: str | None, relative: str | None) -> str | None:
        """Note that one is presented as a relative of the other, and return who, if both are known."""
        if person is None or relative is None or person == relative:
            return None
        known = self._known.get(int(person[1:]))
        if known is not None and len(known.relatives) < _MOST_RELATIVES:
            known.relatives[relative] = None
        return relative

    def people(self) -> Iterator[Person]:
        """Yield everybody who is still held, in the order of their ids; afterwards nobody is."""
        for number in sorted(self._known):
            yield self._known[number].person()
        self._known.clear()
        self._by_key.clear()

    def _joined(self, label: str, group: Sequence[Finding]) -> str | None:
        """Return the id of the person a group is about; None if it singles nobody out."""
        own, names = _own(group), frozenset(_names(group))
        keys = list(_keys(group))
        if label.startswith(KNOWN):
            keys.append(("text", hash((group[0].document, label))))
            if self._by_key.get(keys[-1][1]) is None and not _is_somebody(group):
                return None
        elif not _is_somebody(group):
            return None
        met: list[_Known] = []
        for strength, key in keys:
            known = self._known.get(self._by_key.get(key, 0))
            if known is not None and known not in met and _agree(strength, known, own, names):
                met.append(known)
        person = self._merged(met) if met else _Known(next(self._numbers))
        person.take(group)
        self._known[person.number] = person
        self._known.move_to_end(person.number)
        for _, key in keys:
            if key not in self._by_key:
                person.keys.append(key)
            self._by_key.setdefault(key, person.number)
        return f"p{person.number}"

    def _merged(self, met: list[_Known]) -> _Known:
        """Join people who are the same; the one known first gives the id."""
        met.sort(key=lambda known: known.number)
        first = met[0]
        for other in met[1:]:
            if _contradict(first.own, other.own):
                continue
            first.merge(other)
            for key in other.keys:
                self._by_key[key] = first.number
            del self._known[other.number]
        return first

    def _forgotten(self) -> Person:
        _, known = self._known.popitem(last=False)
        for key in known.keys:
            if self._by_key.get(key) == known.number:
                del self._by_key[key]
        return known.person()


def _presented(findings: Sequence[Finding]) -> Iterator[tuple[int, str]]:
    """Yield of each word for a relation that leads a name its number and the name's group."""
    for index, (word, name) in enumerate(pairwise(findings)):
        leads = word.type.id == _RELATION and name.type.id in NAMES and name.person is not None
        if leads and word.block == name.block and 0 <= name.span.start - word.span.end <= _LINK:
            yield index, name.person or ""


def _agree(strength: str, known: _Known, own: dict[str, int], names: frozenset[int]) -> bool:
    """Say whether nothing speaks against a link of this strength."""
    if strength == "own":
        return True
    if _contradict(known.own, own):
        return False
    return strength != "shared" or not known.names or not names or not names.isdisjoint(known.names)


def _contradict(one: dict[str, int], other: dict[str, int]) -> bool:
    """Say whether two people hold different identifiers of a kind that everybody has one of."""
    return any(other.get(kind, digest) != digest for kind, digest in one.items())


def _keys(group: Sequence[Finding]) -> Iterator[tuple[str, int]]:
    """Yield what links a group to others: the strength of the link and a digest."""
    links = facts.links()
    names = list(_names(group))
    for finding in group:
        kind = finding.type.id
        strength = links.get(kind)
        if strength == "with_name":
            for name in names:
                yield strength, hash((name, kind, finding.normal))
        elif strength is not None:
            yield strength, hash((kind, finding.normal))
        elif kind in NAMES and isinstance(finding.place, Text):
            yield "text", hash((finding.document, finding.normal))


def _names(group: Iterable[Finding]) -> Iterator[int]:
    return (hash(f.normal) for f in group if f.type.id in NAMES)


def _own(group: Iterable[Finding]) -> dict[str, int]:
    links = facts.links()
    return {f.type.id: hash(f.normal) for f in group if links.get(f.type.id) == "own"}


def _is_somebody(group: Sequence[Finding]) -> bool:
    if any(f.type.identifier == "direct" for f in group):
        return True
    return bool(_combination(f.type.id for f in group))


def _combination(kinds: Iterable[str]) -> tuple[str, ...]:
    """Return the quasi-identifiers that single somebody out together, or nothing."""
    held = tuple(dict.fromkeys(k for k in kinds if k in _TOGETHER))
    return held if len(held) >= _ENOUGH and not _TELLING.isdisjoint(held) else ()


def _age(finding: Finding) -> int | None:
    normal = finding.normal
    if finding.type.id == "age":
        return of_age(normal)
    if finding.type.id in {"resident_id_number", "hmt_residence_permit"}:
        return of_birth(normal[6:14], _today())
    if finding.type.id == "birth_date":
        return of_birth(normal.replace("-", ""), _today())
    return None


def _today() -> date:
    return date.today()  # noqa: DTZ011 - an age counts in local days
