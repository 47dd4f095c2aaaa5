"""Canaries in a case: those that were called, and those that stand as rows in the leak."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np

from menshen.canary import Canary, Hit, evidence, hits, pools
from menshen.copies import Copy
from menshen.marks import canonical
from menshen.marks.code import Reals
from menshen.marks.kinds import HOUSE
from menshen.store.chain import Ledger
from menshen.store.keyring import DatasetKey
from menshen.trace.leak import Sheet
from menshen.trace.linkage import houses
from menshen.trace.master import Master

__all__ = ["Rung", "rung"]


class Rung(NamedTuple):
    """The bits that canaries say of each copy, how many rang, how many stand in the leak.

    `unknown` counts numbers that were said to have rung and answer for no canary.
    """

    bits: Reals
    rung: int
    rows: int
    unknown: int = 0


def rung(
    copies: Sequence[Copy],
    sheets: Sequence[Sheet],
    told: Sequence[tuple[str, datetime | None, str]],
    master: Master,
    ledger: Ledger,
    key: DatasetKey,
    dataset: str,
) -> Rung:
    """Return the evidence of the canaries; `told` are numbers that were called, when, what was said."""
    people = [
        c for pool in pools(ledger, dataset) if pool.key_id == key.id for c in pool.canaries(key)
    ]
    known = {(hit.number, hit.canary) for hit in hits(ledger, dataset)}
    called = _called(people, told, dataset)
    unknown = len(told) - len(called)
    extra = [
        *called,
        *(Hit(dataset, c.number, "row", "", c.id) for c in _rows(people, sheets, master)),
    ]
    rows = sum(hit.how == "row" for hit in extra)
    if not known and not extra:
        return Rung(np.zeros(len(copies)), 0, 0, unknown)
    said = evidence(ledger, dataset, extra)
    bits = np.array([said.get((copy.recipient, key.id), 0.0) for copy in copies])
    both = known | {(hit.number, hit.canary) for hit in extra}
    return Rung(bits, len({number for number, _ in both}), rows, unknown)


def _called(
    people: Sequence[Canary], told: Sequence[tuple[str, datetime | None, str]], dataset: str
) -> list[Hit]:
    found = []
    for number, when, said in told:
        wanted = canonical.phone(number)
        answering = [c for c in people if wanted and wanted in _phones(c)]
        if not answering:
            continue
        shared = set.intersection(*(set(c.row.values()) for c in answering))
        named = [
            c
            for c in answering
            if any(v in said for v in set(c.row.values()) - shared if len(v) > 1)
        ]
        persona = answering[0].id if len(answering) == 1 else named[0].id if len(named) == 1 else ""
        found.append(Hit(dataset, answering[0].number, "call", str(when or ""), persona))
    return found


def _rows(people: Sequence[Canary], sheets: Sequence[Sheet], master: Master) -> list[Canary]:
    """Return the canaries that stand in the leak, by number, or by name with flat."""
    if not people:
        return []
    phones, flats = set[str](), set[tuple[str, str]]()
    for sheet in sheets:
        for place, kind in enumerate(sheet.kinds):
            if kind == "phone":
                phones |= set(map(canonical.phone, sheet.columns[place]))
        names = [p for p, kind in enumerate(sheet.kinds) if kind == "name"]
        if names and any(kind in HOUSE for kind in sheet.kinds):
            said = (canonical.house(t, master.names).numbers for t in houses(sheet))
            flats |= set(zip(map(canonical.name, sheet.columns[names[0]]), said, strict=True))
    return [c for c in people if _phones(c) & phones or _flat(c, master) in flats]


def _phones(canary: Canary) -> frozenset[str]:
    found = (canonical.phone(v) for v in canary.row.values() if len(v) >= 11)
    return frozenset(p for p in found if len(p) == 14)


def _flat(canary: Canary, master: Master) -> tuple[str, str]:
    schema = master.schema
    cells = [[canary.row.get(name, "")] for name in schema.names]
    place = next(iter(schema.of("name")), None)
    name = canonical.name(cells[place][0]) if place is not None else ""
    where = schema.houses(cells)[0]
    numbers = canonical.house(where, master.names).numbers
    if not name or "-" not in numbers or _is_real(name, where, master):
        return "", " "
    return name, numbers


def _is_real(name: str, where: str, master: Master) -> bool:
    """Say whether a record of the master has this name in this flat, by chance: it is no canary then."""
    record = master.index.by_house(where)
    return record >= 0 and master.index.may_be(record, name)
