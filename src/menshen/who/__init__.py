"""What callers knew, and who may have been the source: always a probability, never an accusation.

`attributed` reads contacts as they were written down (`menshen.who.calls`), sorts them into cases
that go back to the same leak, ranks who may have been the source of each (kinds of holders,
organisations of the personal record, or organisations with their rows), says whether one source
or several explain the victims, and who is likely to call next. A source is where the information
was; how it got out (an insider, a theft, a lawful transfer) nobody can tell from calls.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from menshen.who.calls import Calls, Gave
from menshen.who.candidates import Candidate, candidates_for
from menshen.who.cases import Case, cases_of, rare
from menshen.who.control import Control, controlled
from menshen.who.fitting import Fit, fit, shares
from menshen.who.waves import Wave, next_waves

__all__ = ["ASSUMPTIONS", "Attribution", "Found", "Source", "attributed"]

ASSUMPTIONS = ("catalogue", "background", "knowledge", "time", "alias", "prior", "onward")
"""The ids of what every result assumes; `words.tsv` has them in full."""
_LEAST = 0.001


class Source(NamedTuple):
    """A candidate and what speaks for and against it.

    `probability` is that of being among the sources, given the assumptions. `coverage` is the
    share of the rare kinds known that it holds (0 to 1); `lacking` those it does not, `only` those
    that no other leading candidate holds. `days` are the shortest from giving to first call.
    `alias` says that a caller used the alias it alone was given; `excluded` that it got the
    information only after the first call. `tied` are candidates nothing tells apart from it.
    """

    candidate: Candidate
    probability: float
    coverage: float
    covered: tuple[str, ...]
    lacking: tuple[str, ...]
    only: tuple[str, ...]
    victims: int
    days: float | None
    alias: bool
    excluded: bool
    tied: tuple[str, ...]
    control: Control | None


@dataclass(frozen=True, slots=True)
class Found:
    """A case and who may have been its source.

    `sources` are ranked; `leading` the ids of the smallest set that holds all true sources with
    95 %, `none` the probability that it was none of the candidates. `number` is how many sources
    explain the victims best (by BIC), `shares` the share of each of them. `given` is when the
    information was given to the first of `sources`, where that is known. `telling` is False where
    nothing rare was known: then nothing can be said.
    """

    case: Case = field(repr=False)
    sources: tuple[Source, ...]
    leading: tuple[str, ...]
    none: float
    number: int
    shares: tuple[tuple[str, float], ...]
    given: datetime | None
    next: tuple[Wave, ...]
    telling: bool
    claimed: tuple[tuple[str, int], ...] = field(default=(), repr=False)

    @property
    def days(self) -> float | None:
        """Return the days from giving to the first call, where both are known."""
        return self.sources[0].days if self.sources else None


@dataclass(frozen=True, slots=True)
class Attribution:
    """The cases that contacts fall into, and what is assumed."""

    cases: tuple[Found, ...]
    calls: int
    victims: int
    assumptions: tuple[str, ...] = ASSUMPTIONS


def attributed(calls: Calls, *, given: Iterable[Gave] = ()) -> Attribution:
    """Return who may have been the source of what callers knew.

    `given` adds to the file's own entries what a personal record says. Raises `UsageError` where
    there is no call.
    """
    calls = replace(calls, gave=(*calls.gave, *given))
    chosen = candidates_for(calls)
    together = any(c.rows is not None for c in chosen)
    found = tuple(_found(case, chosen, calls) for case in cases_of(calls.calls, together=together))
    return Attribution(found, len(calls.calls), len({c.victim for c in calls.calls}))


def _found(case: Case, chosen: Sequence[Candidate], calls: Calls) -> Found:
    from menshen.who.mixture import explained

    population = calls.population or _population(chosen, calls)
    fits = _fits(case, chosen, population)
    priors = [_prior(c, case, calls.gave) for c in chosen]
    result = explained([[f.ratio for f in row] for row in fits], priors)
    order = sorted(range(len(chosen)), key=lambda h: -result.probability[h])
    leading = tuple(chosen[h].id for h in result.leading)
    likely = [h for h in order if result.probability[h] >= _LEAST or chosen[h].id in leading]
    top = [chosen[h] for h in result.leading]
    sources = tuple(
        _source(chosen[h], result.probability[h], [row[h] for row in fits], case, top, calls)
        for h in likely
    )
    sources = _with_ties(sources, fits, likely)
    date = _given(sources, case)
    known = sum((Counter({c.claimed: 1}) for c in case.calls if c.claimed), Counter[str]())
    fed = [(chosen[h], result.probability[h]) for h in order]
    return Found(
        case,
        sources,
        leading,
        result.none,
        result.sources,
        tuple((chosen[h].id, s) for h, s in zip(result.best, result.shares, strict=True)),
        date,
        tuple(next_waves(case.knew, fed, case.calls, date)),
        bool(rare(case.knew) or calls.holders) or any(s.alias for s in sources),
        tuple(known.most_common()),
    )


def _fits(case: Case, chosen: Sequence[Candidate], population: int) -> list[list[Fit]]:
    """Return, for each victim, how well each candidate explains what was known of him."""
    held = shares(chosen)
    alike = Counter(seen.knew for seen in case.observations)
    mentioned = case.knew
    return [
        [
            fit(c, seen, population, held, mentioned=mentioned, alike=alike[seen.knew])
            for c in chosen
        ]
        for seen in case.observations
    ]


def _population(chosen: Sequence[Candidate], calls: Calls) -> int:
    people = {c.victim for c in calls.calls} | calls.silent
    return len(people.union(*(c.rows for c in chosen if c.rows is not None)))


def _prior(candidate: Candidate, case: Case, gave: Sequence[Gave]) -> float:
    recorded = {entry.victim for entry in gave}
    likely = [candidate.prior(o.victim, o.victim in recorded) for o in case.observations]
    return sum(likely) / len(likely)


def _source(
    candidate: Candidate,
    probability: float,
    fits: Sequence[Fit],
    case: Case,
    leading: Sequence[Candidate],
    calls: Calls,
) -> Source:
    """Put together what speaks for and against a candidate over all victims."""
    telling = rare(case.knew) or case.knew
    covered = frozenset().union(*(f.covered for f in fits))
    lacking = frozenset().union(*(f.lacking for f in fits))
    others = [c.fields for c in leading if c.id != candidate.id and c.kind != candidate.kind]
    only = {
        name for name in covered & rare(case.knew) if not any(name in fields for fields in others)
    }
    days = [f.days for f in fits if f.days is not None and f.days >= 0]
    return Source(
        candidate,
        probability,
        len((covered - lacking) & telling) / len(telling) if telling else 0.0,
        tuple(sorted(covered - lacking)),
        tuple(sorted(lacking)),
        tuple(sorted(only)),
        sum(f.holds and not f.lacking for f in fits),
        min(days) if days else None,
        any(f.alias > 1 for f in fits),
        all(f.excluded for f in fits),
        (),
        controlled(candidate, case, calls),
    )


def _with_ties(
    sources: Sequence[Source], fits: Sequence[Sequence[Fit]], numbers: Sequence[int]
) -> tuple[Source, ...]:
    """Name, for each source, those that fit every victim just as well: nothing separates them."""
    columns = [tuple(round(row[h].ratio, 9) for row in fits) for h in numbers]
    named = []
    for at, source in enumerate(sources):
        equal = (j for j, column in enumerate(columns) if j != at and column == columns[at])
        named.append(source._replace(tied=tuple(sources[j].candidate.id for j in equal)))
    return tuple(named)


def _given(sources: Sequence[Source], case: Case) -> datetime | None:
    """Return when the likeliest source with a date got the information of the first victim."""
    for source in sources:
        dates = source.candidate.dates
        known = [dates[o.victim] for o in case.observations if o.victim in dates]
        if known and not source.excluded:
            return min(known)
        if source.candidate.since is not None:
            return source.candidate.since
    return None
