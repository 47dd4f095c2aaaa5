"""What is held of whom: kinds of information by person, and where each stands.

People of whom the same is known are counted together, so that a holding of a million people stays
small. What belongs to nobody who could be told is kept apart: it counts for the meter, not for
what may happen to anybody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from menshen.harm.known import kind
from menshen.model import Cell, Finding, Person, Place, Table

__all__ = ["ANYWHERE", "Holding", "Item", "Pattern", "Where", "gathered", "of_findings", "of_kinds"]


class Where(NamedTuple):
    """A column of a table; all empty for what stands in running text, records or pictures."""

    document: str = ""
    table: str = ""
    column: int = -1
    name: str = ""


ANYWHERE = Where()

Pattern = frozenset[tuple[str, Where]]
"""The kinds known of a person, and where each stands."""


class Item(NamedTuple):
    """One piece of information: its kind, whose it is, what tells it from others, and where.

    `where` is the column it stands in, `document` the address of its document.
    """

    kind: str
    person: str | None
    key: Hashable
    where: Where = ANYWHERE
    document: str = ""

    def __repr__(self) -> str:
        """Show the kind and the place, never what tells it apart: that may be the value."""
        return f"Item({self.kind!r}, {self.where!r})"


@dataclass(frozen=True, slots=True)
class Holding:
    """What somebody holds. `patterns` counts people by what is known of them.

    `loose` counts, by kind, what is distinct and belongs to nobody. `by_person` has the kinds of
    each person by id, where ids are known; `minors` are the ids of children under fourteen.
    `documents` counts people by what a single document tells of them.
    """

    patterns: Mapping[Pattern, int]
    loose: Mapping[str, int] = field(default_factory=dict)
    by_person: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    minors: frozenset[str] = frozenset()
    documents: Mapping[str, Mapping[frozenset[str], int]] = field(default_factory=dict, repr=False)

    @property
    def people(self) -> int:
        """Return how many people something is known of."""
        return sum(self.patterns.values())

    @property
    def known(self) -> Counter[frozenset[str]]:
        """Return how many people there are of whom exactly these kinds are known."""
        found: Counter[frozenset[str]] = Counter()
        for pattern, count in self.patterns.items():
            found[frozenset(name for name, _ in pattern)] += count
        return found

    @property
    def items(self) -> Counter[str]:
        """Return how many distinct items there are of each kind: one a person, else one a value."""
        found: Counter[str] = Counter(self.loose)
        for kinds, count in self.known.items():
            for name in kinds:
                found[name] += count
        return found


def of_kinds(kinds: Iterable[str], *, people: int = 1) -> Holding:
    """Return a table with these columns, each row about one person.

    `kinds` are ids, Chinese names or names of columns. Raises `UsageError` for an unknown one.

    >>> of_kinds(["手机号", "order_info"], people=300).items["mobile_number"]
    300
    """
    named = [(name.strip(), kind(name)) for name in kinds]
    pattern = frozenset(
        (id_, Where(column=number, name=name)) for number, (name, id_) in enumerate(named)
    )
    return Holding({pattern: people} if pattern and people > 0 else {})


def of_findings(
    findings: Iterable[Finding], people: Iterable[Person], tables: Iterable[Table] = ()
) -> Holding:
    """Return what a scan found."""
    names = {(t.document, t.table, c.position): c.name for t in tables for c in t.columns if c.name}
    same = {old: person.id for person in people for old in (person.id, *person.also)}
    items = (
        Item(f.type.id, f.person, f.normal, where(f.document, f.place, names), f.document)
        for f in findings
    )
    return gathered(items, same, minors=(p.id for p in people if p.minor))


def where(document: str, place: Place, names: Mapping[tuple[str, str, int], str]) -> Where:
    """Return the column a finding stands in."""
    if not isinstance(place, Cell):
        return ANYWHERE
    name = names.get((document, place.table, place.column), "")
    return Where(document, place.table, place.column, name)


def gathered(
    items: Iterable[Item], same: Mapping[str, str], *, minors: Iterable[str] = ()
) -> Holding:
    """Return items by person; `same` gives the last id of a person by every id it went by."""
    held: dict[str, set[tuple[str, Where]]] = defaultdict(set)
    loose: dict[str, set[Hashable]] = defaultdict(set)
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    for item in items:
        if item.person is None:
            loose[item.kind].add(item.key)
        else:
            person = same.get(item.person, item.person)
            held[person].add((item.kind, item.where))
            told[item.document, person].add(item.kind)
    documents: dict[str, Counter[frozenset[str]]] = defaultdict(Counter)
    for (document, _), kinds in told.items():
        documents[document][frozenset(kinds)] += 1
    return Holding(
        Counter(frozenset(known) for known in held.values()),
        {name: len(keys) for name, keys in loose.items()},
        {person: frozenset(name for name, _ in known) for person, known in held.items()},
        frozenset(minors),
        documents,
    )
