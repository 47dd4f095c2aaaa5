"""Whom nobody called: does a candidate hold the called more often than the others of their kind?

Of N people, K are held by the candidate; n were called, k of those held. Without any connection k
follows the hypergeometric law; `p` is the chance of k or more. It is no proof: who is called may
depend on the same things as who is held.
"""

from __future__ import annotations

from math import comb
from typing import NamedTuple

from menshen.who.calls import Calls
from menshen.who.candidates import Candidate
from menshen.who.cases import Case

__all__ = ["Control", "at_least", "controlled"]


class Control(NamedTuple):
    """How many of the called and of the silent a candidate holds, and the chance of as many."""

    called: int
    called_held: int
    silent: int
    silent_held: int
    p: float


def controlled(candidate: Candidate, case: Case, calls: Calls) -> Control | None:
    """Return the comparison; None where the candidate's rows or the silent are not known."""
    if candidate.rows is None or not calls.silent:
        return None
    called = {o.victim for o in case.observations}
    silent = calls.silent - called
    held, quiet = len(called & candidate.rows), len(silent & candidate.rows)
    p = at_least(held, len(called), held + quiet, len(called) + len(silent))
    return Control(len(called), held, len(silent), quiet, p)


def at_least(hits: int, drawn: int, marked: int, total: int) -> float:
    """Return the chance of at least `hits` marked among `drawn` of `total`, `marked` of them.

    >>> at_least(0, 5, 3, 10), round(at_least(3, 3, 3, 10), 5)
    (1.0, 0.00833)
    """
    ways = sum(
        comb(marked, k) * comb(total - marked, drawn - k)
        for k in range(hits, min(drawn, marked) + 1)
    )
    return ways / comb(total, drawn)
