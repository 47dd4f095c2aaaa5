"""What a leak of these records would let criminals do: scams, severity, the way out.

A holding (`menshen.harm.holding`) says what is known of whom. `of` weighs it: which of the scams
become possible, for how many people and how completely, the numbers of criminal law beside it,
the worst combinations, and what to remove or mask to break the most. It judges nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from menshen import scam
from menshen.errors import UsageError
from menshen.harm import cut
from menshen.harm.cut import Cut, Removal
from menshen.harm.holding import Holding
from menshen.harm.known import CONTACTS, closed
from menshen.harm.meter import Meter, metered
from menshen.harm.possible import Chance, chance, chances, groups, rarity
from menshen.scam import Scam

__all__ = ["Combination", "Harm", "Risk", "Told", "of"]

_NEARLY = 0.5
"""From this share of a group on a scam counts as nearly possible."""


@dataclass(frozen=True, slots=True)
class Risk:
    """A scam and what a holding gives it.

    `people` are those for whom a whole group of its needs is known, `complete` the largest share
    of a group known of anybody, and `missing` what lacks there. `groups` are the groups known as
    a whole, with how many people each; `boosts` the kinds that make it credible for somebody, and
    `credible` how much so on average, 0 to 1. `weight` ranks; it is no probability.
    """

    scam: Scam
    people: int
    complete: float
    missing: tuple[str, ...]
    groups: tuple[tuple[tuple[str, ...], int], ...]
    boosts: tuple[str, ...]
    credible: float
    weight: float

    @property
    def bare(self) -> bool:
        """Say whether a way to reach people is all the scam has."""
        return all(CONTACTS.issuperset(group) for group, _ in self.groups)


@dataclass(frozen=True, slots=True)
class Combination:
    """Kinds known together that suffice for scams: of how many people, and for which scams."""

    kinds: tuple[str, ...]
    people: int
    scams: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Told:
    """What one document alone makes possible: for how many of the people it tells of."""

    document: str
    people: int
    reached: int
    scams: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Harm:
    """What a holding makes possible.

    `risks` are the scams possible for somebody, by weight; `nearly` those of which at least half
    a group is known. `severity` counts people by the gravest scam that what is known feeds (1 to
    5): 1 where there is no more than a way to reach them, 0 where not even that.
    `removals` and `columns` say what taking away one kind, or one column, breaks; `kept` the same
    where the ways to reach people stay. `cut` is the smallest set that breaks all, `cut_kept`
    again without touching those ways. `loose` are kinds that belong to nobody told apart, and
    `together` the scams possible only if all records of the holding could be joined. `documents`
    says what each document alone makes possible, the worst first; `persons` the scams possible for
    each person by id.
    """

    people: int
    risks: tuple[Risk, ...]
    nearly: tuple[Risk, ...]
    severity: dict[int, int]
    meter: Meter
    combinations: tuple[Combination, ...]
    removals: tuple[Removal, ...]
    columns: tuple[Removal, ...]
    cut: Cut
    cut_kept: Cut
    loose: tuple[str, ...]
    together: tuple[str, ...]
    documents: tuple[Told, ...] = ()
    persons: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @property
    def kept(self) -> tuple[Removal, ...]:
        """Return the removals that leave the ways to reach people alone."""
        return tuple(r for r in self.removals if r.kind not in CONTACTS)

    @property
    def gravest(self) -> int:
        """Return the gravest step of `severity` that anybody stands on."""
        return max(self.severity, default=0)

    @property
    def fed(self) -> tuple[Risk, ...]:
        """Return the scams that need more than a way to reach people."""
        return tuple(r for r in self.risks if not r.bare)


def of(holding: Holding, *, person: str | None = None, gain: float | None = None) -> Harm:
    """Return what a holding makes possible, or only what is known of one person of it.

    `gain` is an illegal gain in yuan to lay beside the numbers of criminal law. Raises
    `UsageError` for a person who is not in the holding, or a gain below 0.

    >>> from menshen.harm.holding import of_kinds
    >>> of(of_kinds(["mobile_number", "gov_subsidy"])).risks[0].scam.id
    'atm_guided_transfer'
    """
    if gain is not None and not gain >= 0:
        raise UsageError("the gain is an amount of yuan: give a number from 0 on")
    if person is not None:
        holding = _only(holding, person)
    known = holding.known
    risks = _risks(known)
    possible = sorted((r for r in risks if r.people), key=lambda r: (-r.weight, r.scam.id))
    nearly = [r for r in risks if not r.people and r.complete >= _NEARLY]
    contacts = _contacts(known)
    return Harm(
        people=holding.people,
        risks=tuple(possible),
        nearly=tuple(sorted(nearly, key=lambda r: (-r.complete, -r.scam.severity, r.scam.id))),
        severity=_severities(known),
        meter=metered(holding.items, gain=gain),
        combinations=tuple(_combinations(known)),
        removals=tuple(cut.single(holding)),
        columns=tuple(cut.columns(holding)),
        cut=cut.least(known),
        cut_kept=cut.least(known, keep=contacts),
        loose=tuple(sorted(holding.loose)),
        together=_together(holding, {r.scam.id for r in possible}),
        documents=tuple(_documents(holding)),
        persons={
            name: tuple(c.scam.id for c in chances(kinds) if c.complete == 1)
            for name, kinds in holding.by_person.items()
        },
    )


def _only(holding: Holding, person: str) -> Holding:
    kinds = holding.by_person.get(person)
    if kinds is None:
        raise UsageError(f"there is no person {person[:40]!r} in this report; see its people")
    chosen = next(p for p in holding.patterns if frozenset(name for name, _ in p) == kinds)
    return Holding({chosen: 1}, {}, {person: kinds}, holding.minors & {person})


def _contacts(known: Iterable[frozenset[str]]) -> Collection[str]:
    """Return the kinds that a way to reach people could be read from."""
    return {name for kinds in known for name in kinds if CONTACTS & closed((name,))}


@dataclass(slots=True)
class _Sum:
    """What is known of all people for one scam."""

    best: Chance
    people: int = 0
    weight: float = 0.0
    credible: float = 0.0
    held: Counter[frozenset[str]] = field(default_factory=Counter)
    boosts: Counter[str] = field(default_factory=Counter)

    def add(self, found: Chance, known: frozenset[str], count: int) -> None:
        """Take note of people of whom the same is known."""
        if found.complete > self.best.complete:
            self.best = found
        if found.complete < 1:
            return
        self.people += count
        self.weight += count * found.weight
        self.credible += count * found.credible
        for name in found.boosts:
            self.boosts[name] += count
        for group in groups(found.scam.id):
            if group <= known:
                self.held[group] += count


def _risks(known: Counter[frozenset[str]]) -> list[Risk]:
    """Add up what is known of all people, scam by scam."""
    sums = {one.id: _Sum(chance(one, frozenset())) for one in scam.scams()}
    for kinds, count in known.items():
        now = closed(kinds)
        for found in chances(kinds):
            sums[found.scam.id].add(found, now, count)
    return [_risk(one) for one in sums.values()]


def _risk(found: _Sum) -> Risk:
    held = sorted(found.held.items(), key=lambda item: (-item[1], sorted(item[0])))
    return Risk(
        found.best.scam,
        found.people,
        found.best.complete,
        tuple(sorted(found.best.missing)),
        tuple((tuple(sorted(group)), count) for group, count in held),
        tuple(sorted(found.boosts, key=lambda name: (-found.boosts[name], name))),
        found.credible / found.people if found.people else 0.0,
        found.weight,
    )


def _severities(known: Counter[frozenset[str]]) -> dict[int, int]:
    found: Counter[int] = Counter()
    for kinds, count in known.items():
        possible = [c for c in chances(kinds) if c.complete == 1]
        gravest = max((c.scam.severity for c in possible if not c.bare), default=bool(possible))
        found[int(gravest)] += count
    return dict(sorted(found.items(), reverse=True))


def _combinations(known: Counter[frozenset[str]]) -> list[Combination]:
    """Return the groups of several kinds that suffice for scams, the worst first."""
    feeds: dict[frozenset[str], list[Scam]] = {}
    for one in scam.scams():
        for group in groups(one.id):
            if len(group) > 1:
                feeds.setdefault(group, []).append(one)
    found = []
    for group, fed in feeds.items():
        people = sum(count for kinds, count in known.items() if group <= closed(kinds))
        if people:
            weight = people * sum(one.severity for one in fed) * rarity(group)
            names = tuple(one.id for one in sorted(fed, key=lambda o: (-o.severity, o.id)))
            found.append(Combination(tuple(sorted(group)), people, names, weight))
    return sorted(found, key=lambda c: (-c.weight, c.kinds))


def _documents(holding: Holding) -> list[Told]:
    """Return what each document feeds beyond what a way to reach people would allow."""
    found = []
    for document, known in holding.documents.items():
        fed: Counter[str] = Counter()
        reached, weight = 0, 0.0
        for kinds, count in known.items():
            possible = [c for c in chances(kinds) if c.complete == 1 and not c.bare]
            reached += count * bool(possible)
            for one in possible:
                fed[one.scam.id] += count
                weight += count * one.weight
        scams = tuple(name for name, _ in fed.most_common())
        found.append(Told(document, sum(known.values()), reached, scams, weight))
    return sorted(found, key=lambda t: (-t.weight, t.document))


def _together(holding: Holding, possible: set[str]) -> tuple[str, ...]:
    union = frozenset().union(*holding.known, holding.loose)
    return tuple(c.scam.id for c in chances(union) if c.complete == 1 and c.scam.id not in possible)
