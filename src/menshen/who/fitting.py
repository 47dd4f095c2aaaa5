"""How well a candidate explains what callers of one victim knew, when they called, and how.

A fit is a likelihood ratio against «from somewhere else»: 1 says nothing, more speaks for the
candidate. It is a product of four, each an assumption that is printed with the result:

- rows (`design` of the release: the size principle, where rows are known): the fewer people a
  holder has, the more it says that the victim is among them; N / rows, or `LOST` for those who are
  not (a log may be lost);
- knowledge: each known kind the candidate holds counts 1 / the share of candidates that hold it,
  the rarest in full, further ones to the power `FURTHER`, since kinds are known together and not
  one by one; lacking any means that a second source was joined (`JOINED`, further ones
  `JOINED_TOO`); each kind it holds and nobody in the case mentioned lowers it by `UNSAID`. Callers
  of one leak read from one list: victims of whom the same was known count once, all together;
- time: most leaked lists are called within weeks. Days from giving to the first call follow
  0.5 Exp(30) + 0.5 Exp(365), against anything within three years; before it was given, nothing;
- alias: an alias given to one organisation alone, when a caller uses it, shows where the trail
  begins: `1 - GUESSED` against `GUESSED`, the chance that it was known otherwise.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from menshen import taxonomy
from menshen.harm.known import CONTACTS, broader, closed
from menshen.who.candidates import Candidate
from menshen.who.cases import Observation

__all__ = ["Fit", "delay", "fit", "shares"]

LOST = 0.02
FURTHER = 0.5
JOINED = 0.05
JOINED_TOO = 0.5
NO_CONTACT = 0.3
"""For a candidate that holds no way to reach anybody: the caller had it from elsewhere."""
UNSAID = 0.12
GUESSED = 0.005
_SOON, _LATE, _SHARE = 30.0, 365.0, 0.5
_HORIZON = 1095.0
_TOO_EARLY = 0.05
"""For a date that is only reckoned: the candidate may have been earlier than usual."""
_UNSPOKEN = 4
"""So many kinds that an unknown source would hold and nobody would mention."""


class Fit(NamedTuple):
    """The four ratios of one candidate for one observation, and their product.

    `covered` and `lacking` are the known kinds it holds and lacks; `days` are those from giving
    to the first call, None where the date is unknown. `holds` says that the victim may be among
    its rows, `excluded` that it got the information only after the first call.
    """

    ratio: float
    rows: float
    knowledge: float
    time: float
    alias: float
    covered: frozenset[str]
    lacking: frozenset[str]
    days: float | None
    holds: bool
    excluded: bool


def fit(
    candidate: Candidate,
    seen: Observation,
    population: int,
    shares: Mapping[str, float],
    *,
    mentioned: frozenset[str] = frozenset(),
    alike: int = 1,
) -> Fit:
    """Return how well a candidate explains an observation.

    `shares` is, for each kind, the share of all candidates that hold it; `mentioned` are all kinds
    known in the case, `alike` is of how many victims the same was known.
    """
    known = seen.knew
    covered = frozenset(name for name in known if _covers(candidate.fields, name))
    rows = _rows(candidate, seen.victim, population)
    knowledge = _knowledge(candidate, known, covered, shares, mentioned | known) ** (1 / alike)
    days, time, excluded = _time(candidate, seen)
    alias = _alias(candidate, seen)
    ratio = rows * knowledge * time * alias
    holds = candidate.rows is None or seen.victim in candidate.rows
    lacking = known - covered
    return Fit(ratio, rows, knowledge, time, alias, covered, lacking, days, holds, excluded)


def shares(candidates: Sequence[Candidate]) -> dict[str, float]:
    """Return, for each kind, the share of candidates that hold it, never 0 or 1."""
    held: Counter[str] = Counter()
    for candidate in candidates:
        held.update(candidate.fields)
    return {name: (held[name] + 0.5) / (len(candidates) + 1) for name in taxonomy.ids()}


def delay(days: float) -> float:
    """Return how well days from giving to the first call fit a leak, against any other day.

    >>> delay(10) > 1 > delay(800), delay(-1)
    (True, 0.0)
    """
    if days < 0:
        return 0.0
    soon = _SHARE / _SOON * math.exp(-days / _SOON)
    late = (1 - _SHARE) / _LATE * math.exp(-days / _LATE)
    return (soon + late) * _HORIZON


def _covers(fields: frozenset[str], name: str) -> bool:
    """Say whether a kind is held: by itself, or as a rarer form of one that is."""
    return name in fields or broader(name) in fields


def _rows(candidate: Candidate, victim: str, population: int) -> float:
    if candidate.rows is None:
        return 1.0
    holds = victim in candidate.rows
    size = max(population / max(len(candidate.rows), 1), 1.0)
    return (1 - LOST) * size * holds + LOST


def _knowledge(
    candidate: Candidate,
    known: frozenset[str],
    covered: frozenset[str],
    shares: Mapping[str, float],
    mentioned: frozenset[str],
) -> float:
    telling = sorted((-math.log(shares[name]) for name in covered - CONTACTS), reverse=True)
    ratio = sum(telling[:1]) + FURTHER * sum(telling[1:])
    lacking = len(known - covered - CONTACTS)
    if lacking:
        ratio += math.log(JOINED) + (lacking - 1) * math.log(JOINED_TOO)
    if not candidate.fields & CONTACTS:
        ratio += math.log(NO_CONTACT)
    unsaid = len(candidate.named - closed(mentioned) - CONTACTS) - _UNSPOKEN
    ratio += unsaid * math.log(1 - UNSAID)
    return math.exp(ratio)


def _time(candidate: Candidate, seen: Observation) -> tuple[float | None, float, bool]:
    victim, first = seen.victim, seen.first
    since = _latest(candidate.dates.get(victim), candidate.since)
    if since is not None:
        days = (first - since).total_seconds() / 86400
        # A date without a time means any moment of that day.
        days = 0.0 if -1 < days < 0 else days
        return days, delay(days), days < 0
    reckoned = candidate.earliest.get(victim)
    if reckoned is not None and first < reckoned:
        return None, _TOO_EARLY, False
    return None, 1.0, False


def _latest(*moments: datetime | None) -> datetime | None:
    return max((m for m in moments if m is not None), default=None)


def _alias(candidate: Candidate, seen: Observation) -> float:
    given = candidate.aliases.get(seen.victim, "").casefold()
    return (1 - GUESSED) / GUESSED if given and given in seen.aliases else 1.0
