"""Contacts that go back to the same leak: calls to one victim, then victims with each other.

Calls to a victim belong together when they share a rare kind of information; so do victims.
Twenty brokers who ring one buyer were all fed by one leak: they are one observation, not twenty.
A kind is rare when less than a quarter of the kinds of holders have it; what many hold (a name, a
mobile number, an address) joins nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from menshen import taxonomy
from menshen.harm.known import closed
from menshen.who.calls import Call

__all__ = ["Case", "Observation", "cases_of", "common", "rare"]

_RARE = 0.25


@dataclass(frozen=True, slots=True)
class Observation:
    """What all callers of one case knew of one victim, and when the first of them called."""

    victim: str = field(repr=False)
    knew: frozenset[str]
    first: datetime
    calls: tuple[Call, ...]

    @property
    def aliases(self) -> frozenset[str]:
        """Return the names by which callers addressed the victim."""
        return frozenset(call.alias.casefold() for call in self.calls if call.alias)


@dataclass(frozen=True, slots=True)
class Case:
    """Contacts that share what they knew."""

    observations: tuple[Observation, ...]

    @property
    def knew(self) -> frozenset[str]:
        """Return all kinds that callers of this case knew."""
        return frozenset().union(*(o.knew for o in self.observations))

    @property
    def calls(self) -> list[Call]:
        """Return all calls in order of time."""
        return sorted((c for o in self.observations for c in o.calls), key=lambda c: c.when)


@cache
def common() -> dict[str, float]:
    """Return, for each kind, the share of the kinds of holders that have it, never 0 or 1.

    >>> common()["mobile_number"] > common()["house_layout"]
    True
    """
    counts: Counter[str] = Counter()
    for holder in taxonomy.holders():
        counts.update(closed(holder.fields))
    total = len(taxonomy.holders()) + 1
    return {name: (counts[name] + 0.5) / total for name in taxonomy.ids()}


def rare(kinds: Iterable[str]) -> frozenset[str]:
    """Return the kinds that less than a quarter of the kinds of holders have.

    >>> rare(["mobile_number", "person_name", "house_layout"])
    frozenset({'house_layout'})
    """
    return frozenset(name for name in kinds if common()[name] < _RARE)


def cases_of(calls: Sequence[Call], *, together: bool = False) -> list[Case]:
    """Return the cases that calls fall into, those with the most victims and calls first.

    `together` takes all calls for one case, as an investigation does that chose its victims.
    """
    observations = [
        _observation([of_one[number] for number in group])
        for of_one in _by_victim(calls).values()
        for group in ([range(len(of_one))] if together else _joined([_marks(c) for c in of_one]))
    ]
    marks = [frozenset().union(*map(_marks, o.calls)) for o in observations]
    groups = [range(len(observations))] if together else _joined(marks)
    found = [Case(tuple(observations[number] for number in group)) for group in groups]
    return sorted(found, key=lambda c: (-len(c.observations), -len(c.calls), c.calls[0].when))


def _by_victim(calls: Iterable[Call]) -> dict[str, list[Call]]:
    found: dict[str, list[Call]] = defaultdict(list)
    for call in calls:
        found[call.victim].append(call)
    return found


def _observation(calls: Sequence[Call]) -> Observation:
    ordered = tuple(sorted(calls, key=lambda c: c.when))
    knew = frozenset().union(*(c.knew for c in ordered))
    return Observation(ordered[0].victim, knew, ordered[0].when, ordered)


def _marks(call: Call) -> frozenset[str]:
    """Return what joins a call to others: rare kinds, and the alias it used."""
    alias = {f"@{call.alias.casefold()}"} if call.alias else frozenset()
    return rare(call.knew) | alias


def _joined(marks: Sequence[frozenset[str]]) -> list[list[int]]:
    """Return numbers in groups: those that share a mark, directly or in a chain, or have none."""
    leader = list(range(len(marks)))
    seen: dict[str, int] = {}
    for number, own in enumerate(marks):
        for mark in own or {""}:
            one, other = _first(leader, number), _first(leader, seen.setdefault(mark, number))
            leader[max(one, other)] = min(one, other)
    groups: dict[int, list[int]] = defaultdict(list)
    for number in range(len(marks)):
        groups[_first(leader, number)].append(number)
    return list(groups.values())


def _first(leader: list[int], number: int) -> int:
    while leader[number] != number:
        leader[number] = leader[leader[number]]
        number = leader[number]
    return number
