"""Coverage: which holders could have known all this. A model of the world: it ranks, never accuses.

Size principle with a noisy-or background: a holder that had little more than the victims is
likelier than one that had everything, a victim that nobody covers came from elsewhere:

    L_h = Π_v [ β + (1−β)·( (1−δ)·1{h covers v}·N_s/|R_{h,s}| + δ ) ]

s is the victim's stratum (its estate), β = .15 the share of victims from elsewhere, δ = .02 what
logs miss. "None of them" has the prior .1 and L = 1. In simulation a posterior of .95 was wrong in
up to 4 % of cases, which is why none of this may accuse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np

from menshen import facts
from menshen.marks.code import Reals
from menshen.marks.record import Columns, Schema
from menshen.trace.holding import Holder

__all__ = ["Fact", "Posterior", "kinds_of_columns", "likelihoods", "posterior", "strata"]

FOREIGN = 0.15
MISSED = 0.02
NOBODY = 0.1
_SURE = 0.95
_TYPES = {
    "phone": ("mobile_number", "landline"),
    "name": ("person_name",),
    "address": ("home_address", "house_unit"),
    "building": ("house_unit",),
    "unit": ("house_unit",),
    "room": ("house_unit", "home_address"),
    "community": ("house_purchase",),
    "layout": ("house_layout",),
    "area": ("house_layout",),
    "price": ("house_purchase",),
    "date": ("house_purchase",),
    "id": ("resident_id_number",),
}
"""The kinds of information that a column of a register tells."""


class Fact(NamedTuple):
    """A person of the table that somebody knew of: the record, what he knew, when."""

    record: int
    columns: tuple[frozenset[str], ...]
    at: datetime | None


class Posterior(NamedTuple):
    """The share of belief of each holder, of nobody, and the smallest set that holds 95 %."""

    holders: Reals
    nobody: float
    sure: tuple[int, ...]


def kinds_of_columns(schema: Schema) -> dict[str, frozenset[str]]:
    """Return the columns that tell each kind of information (taxonomy id)."""
    found: dict[str, set[str]] = {}
    for name, kind in zip(schema.names, schema.kinds, strict=True):
        header = facts.header(name)
        told = set(_TYPES.get(kind, ())) | ({header.type} if header else set())
        for one in told - {"-", "mixed"}:
            found.setdefault(one, set()).add(name)
    return {kind: frozenset(names) for kind, names in found.items()}


def strata(schema: Schema, columns: Columns) -> np.ndarray:
    """Return the stratum of each record: its estate where the table names it, else one for all."""
    place = next(iter(schema.of("community")), None)
    count = len(columns[0]) if columns else 0
    if place is None:
        return np.zeros(count, dtype=np.int64)
    numbers = {name: i for i, name in enumerate(dict.fromkeys(columns[place]))}
    return np.fromiter((numbers[c] for c in columns[place]), dtype=np.int64, count=count)


def likelihoods(holders: Sequence[Holder], known: Sequence[Fact], stratum: np.ndarray) -> Reals:
    """Return the natural log of L_h for each holder."""
    sizes = np.bincount(stratum) if len(stratum) else np.zeros(1)
    alike: dict[tuple[tuple[frozenset[str], ...], datetime | None], list[int]] = {}
    for fact in known:
        alike.setdefault((fact.columns, fact.at), []).append(fact.record)
    found = np.zeros(len(holders))
    for i, holder in enumerate(holders if known else ()):
        own = np.bincount(stratum[holder.entitled], minlength=len(sizes))
        share = sizes / np.maximum(own, 1)
        for (columns, at), records in alike.items():
            s = stratum[records]
            had = holder.covered(np.array(records), columns, at) & (own[s] > 0)
            inside = (1 - MISSED) * np.where(had, share[s], 0.0) + MISSED
            found[i] += np.log(FOREIGN + (1 - FOREIGN) * inside).sum()
    return found


def posterior(logs: Reals, prior: Mapping[int, float] | None = None) -> Posterior:
    """Return the posterior of holders whose log-likelihoods (or ranks) are given.

    `prior` are weights of the holders, equal unless given; nobody has the prior `NOBODY`.
    """
    if not len(logs):
        return Posterior(np.zeros(0), 1.0, ())
    weights = np.array([(prior or {}).get(i, 1.0) for i in range(len(logs))])
    weighted = logs + np.log((1 - NOBODY) * weights / weights.sum())
    all_ = np.append(weighted, np.log(NOBODY))
    share = np.exp(all_ - all_.max())
    share /= share.sum()
    order = np.argsort(-share[:-1], kind="stable")
    reach = np.cumsum(share[:-1][order])
    enough = int(np.searchsorted(reach, _SURE * (1 - share[-1]))) + 1
    return Posterior(share[:-1], float(share[-1]), tuple(order[:enough].tolist()))
