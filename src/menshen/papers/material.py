"""The facts at hand that papers are written from: a scan, its harm, calls, what was given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from menshen import scam, taxonomy
from menshen.harm import Harm, of
from menshen.harm.possible import Chance, chances
from menshen.harm.reading import Scanned
from menshen.report import harmed
from menshen.scam import Scam
from menshen.who import Attribution
from menshen.who.calls import Call, Calls, Gave
from menshen.who.cases import rare

__all__ = ["Group", "Material"]

_GROUPS = 12
_FOREMOST = 4


@dataclass(frozen=True, slots=True)
class Group:
    """People who get the same letter, and the scams that what is known of them feeds.

    `kinds` are known of every one of them, `others` of some.
    """

    people: tuple[str, ...]
    count: int
    kinds: tuple[str, ...]
    others: tuple[str, ...]
    scams: tuple[Scam, ...]
    minors: int
    rest: bool = False


@dataclass(frozen=True)
class Material:
    """What there is to write from; what is missing becomes gaps.

    `answers` are what a person filled in, by the name of the gap.
    """

    today: datetime
    scanned: Scanned | None = field(default=None, repr=False)
    calls: Calls | None = field(default=None, repr=False)
    found: Attribution | None = field(default=None, repr=False)
    given: tuple[Gave, ...] = field(default=(), repr=False)
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)

    @cached_property
    def harm(self) -> Harm | None:
        """Return what a leak of the scanned holding makes possible."""
        return of(self.scanned.holding) if self.scanned is not None else None

    @cached_property
    def items(self) -> Counter[str]:
        """Return distinct items by kind."""
        return self.scanned.holding.items if self.scanned is not None else Counter()

    @cached_property
    def people_of(self) -> Counter[str]:
        """Return, for each kind, of how many people it is known."""
        found: Counter[str] = Counter()
        if self.scanned is not None:
            for kinds, count in self.scanned.holding.known.items():
                for name in kinds:
                    found[name] += count
        return found

    @cached_property
    def known(self) -> frozenset[str]:
        """Return the kinds that may be in others' hands: of the scan, or what callers knew."""
        if self.calls is not None:
            return frozenset().union(*(c.knew for c in self.calls.calls))
        return frozenset(self.items)

    @cached_property
    def contacts(self) -> tuple[Call, ...]:
        """Return the calls in order of time."""
        return tuple(sorted(self.calls.calls, key=lambda c: c.when)) if self.calls else ()

    @cached_property
    def gave(self) -> tuple[Gave, ...]:
        """Return what was given to whom, of the file and of the record."""
        own = self.calls.gave if self.calls is not None else ()
        return tuple(dict.fromkeys((*own, *self.given)))

    @cached_property
    def possible(self) -> tuple[Chance, ...]:
        """Return the scams that what is known feeds, those first that weigh most."""
        return tuple(c for c in chances(self.known) if c.complete == 1 and not c.bare)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Return the people of a breach by what threatens them, the largest groups first."""
        return _groups(self.scanned) if self.scanned is not None else ()

    def value(self, name: str) -> str | None:
        """Return a fact, or an answer, as text; None where it is not known."""
        answer = self.answers.get(name)
        if answer:
            return answer
        fact = _FACTS.get(name)
        return fact(self) if fact is not None else None

    def holds(self, name: str) -> bool:
        """Say whether a condition of a template holds: the fact is there and is not nothing."""
        return self.value(name) not in {None, "", "0"}


def _groups(scanned: Scanned) -> tuple[Group, ...]:
    by_scams: dict[tuple[str, ...], list[str]] = {}
    for person, kinds in scanned.holding.by_person.items():
        fed = tuple(c.scam.id for c in chances(kinds) if c.complete == 1 and not c.bare)
        by_scams.setdefault(fed[:_FOREMOST], []).append(person)
    ordered = sorted(by_scams.items(), key=lambda item: (not item[0], -len(item[1]), item[0]))
    made = [_group(people, fed, scanned) for fed, people in ordered[:_GROUPS]]
    rest = [person for _, people in ordered[_GROUPS:] for person in people]
    if rest:
        made.append(_group(rest, (), scanned, rest=True))
    return tuple(made)


def _group(
    people: list[str], fed: tuple[str, ...], scanned: Scanned, *, rest: bool = False
) -> Group:
    by_person = scanned.holding.by_person
    kinds = frozenset().union(*(by_person[p] for p in people))
    common = kinds.intersection(*(by_person[p] for p in people))
    found = tuple(scam.get(name) for name in fed)
    if rest:
        every = (c.scam for c in chances(kinds) if c.complete == 1 and not c.bare)
        found = tuple(every)[: 2 * _FOREMOST]
    minors = len(scanned.holding.minors & set(people))
    others = tuple(sorted(kinds - common))
    return Group(tuple(people), len(people), tuple(sorted(common)), others, found, minors, rest)


def _count(number: int) -> str:
    return f"{number:,}"


def _sensitive(material: Material) -> dict[str, int]:
    return {n: c for n, c in material.items.items() if taxonomy.get(n).sensitive}


def _timing(material: Material) -> str | None:
    days = [c.days for c in (material.found.cases if material.found else ()) if c.days is not None]
    if not days:
        return None
    return f"从最近一次提供这些信息到首次来电，相隔约 {min(days):.0f} 天。"


def _spelled(types: frozenset[str]) -> str | None:
    return harmed.kinds(sorted(types), "zh", most=20) or None


def _holding(told: Callable[[Scanned], str]) -> Callable[[Material], str | None]:
    return lambda m: told(m.scanned) if m.scanned is not None else None


_FACTS: dict[str, Callable[[Material], str | None]] = {
    "date": lambda m: f"{m.today.year}年{m.today.month}月{m.today.day}日",
    "people": _holding(lambda s: _count(s.holding.people)),
    "minors": _holding(lambda s: _count(len(s.holding.minors))),
    "documents": _holding(lambda s: _count(len(s.documents))),
    "failures": _holding(lambda s: _count(len(s.failures))),
    "started": _holding(lambda s: "、".join(t[:16].replace("T", " ") + " UTC" for t in s.started)),
    "items": lambda m: _count(m.items.total()),
    "kinds": lambda m: _count(len(m.items)),
    "sensitive_items": lambda m: _count(sum(_sensitive(m).values())),
    "sensitive_kinds": lambda m: _count(len(_sensitive(m))),
    "groups": lambda m: _count(len(m.groups)),
    "lead": lambda m: harmed.lead(m.harm, "zh") if m.harm is not None else None,
    "risks": lambda m: _count(len(m.possible)),
    "calls": lambda m: _count(len(m.contacts)) if m.contacts else None,
    "first": lambda m: _day(m.contacts[0].when) if m.contacts else None,
    "last": lambda m: _day(m.contacts[-1].when) if m.contacts else None,
    "knew": lambda m: _spelled(m.known),
    "rare": lambda m: _spelled(rare(m.known)) if m.contacts else None,
    "timing": _timing,
    "given": lambda m: _count(len(m.gave)),
}
"""The facts that a template may name."""


def _day(when: datetime) -> str:
    return f"{when.year}年{when.month}月{when.day}日"
