"""Linkage: which record of the master a leaked row is, without the primary key if need be.

By phone; else by flat; else by name with price, area or date. Only a unique candidate counts. All
of it looks at the leak and the master alone, never at any recipient's symbols: choosing among
candidates by the better score would void the bound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from menshen.marks import canonical
from menshen.marks.kinds import HOUSE
from menshen.marks.record import Columns, Schema
from menshen.trace.leak import Sheet

__all__ = ["Index", "Links", "Tolerances", "link"]

NONE, SEVERAL = -2, -1  # where one is found by another way than the other, the greater stays


class Tolerances(NamedTuple):
    """How far a marked amount may lie from the master's and still be the same."""

    price: float = 0.5
    area: float = 0.005


class Links(NamedTuple):
    """For each row of a sheet its record, or -1; how many were found by each way, or are `several`."""

    record: NDArray[np.int64]
    ways: Mapping[str, int]


class Index:
    """The master's records, to be found by what is known of them."""

    def __init__(
        self, schema: Schema, columns: Columns, aliases: Mapping[str, str], within: Tolerances
    ) -> None:
        self.schema = schema
        self.columns = columns
        self._aliases = aliases
        self._within = within

    @cached_property
    def phones(self) -> dict[str, int]:
        """Return the record of each number; `SEVERAL` where more than one has it."""
        found: dict[str, int] = {}
        for place in self.schema.of("phone"):
            for row, phone in enumerate(canonical.phones(self.columns[place])):
                if phone and found.setdefault(phone, row) != row:
                    found[phone] = SEVERAL
        return found

    @cached_property
    def _houses(self) -> list[canonical.House]:
        return [canonical.house(t, self._aliases) for t in self.schema.houses(self.columns)]

    @cached_property
    def _whole(self) -> dict[canonical.House, int]:
        found: dict[canonical.House, int] = {}
        for row, said in enumerate(self._houses):
            if said.numbers and found.setdefault(said, row) != row:
                found[said] = SEVERAL
        return found

    @cached_property
    def _by_numbers(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row, said in enumerate(self._houses):
            found.setdefault(said.numbers, []).append(row)
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place in self.schema.of("name"):
            for row, name in enumerate(map(canonical.name, self.columns[place])):
                if name:
                    found.setdefault(name, []).append(row)
        return found

    def by_house(self, text: str) -> int:
        """Return the record of a flat; the words may be shorter or longer than the master's."""
        said = canonical.house(text, self._aliases)
        if "-" not in said.numbers:
            return NONE
        row = self._whole.get(said, NONE)
        if row != NONE:
            return row
        fitting = [
            r
            for r in self._by_numbers.get(said.numbers, ())
            if not said.words or _fits(said.words, self._houses[r].words)
        ]
        return fitting[0] if len(fitting) == 1 else SEVERAL if fitting else NONE

    def may_be(self, row: int, name: str) -> bool:
        """Say whether a record may have a name: another name in the same flat is another person."""
        places = self.schema.of("name")
        if not name or not places:
            return True
        seen = canonical.name(name)
        return any(canonical.name(self.columns[place][row]) == seen for place in places)

    def by_facts(self, name: str, facts: Mapping[str, str]) -> int:
        """Return the record of a name with facts that all fit and say enough."""
        rows = self._by_name.get(canonical.name(name), ())
        told = [kind for kind in ("price", "area", "date") if facts.get(kind)]
        if not rows or not told:
            return NONE
        fitting = [r for r in rows if all(self._agrees(r, kind, facts[kind]) for kind in told)]
        return fitting[0] if len(fitting) == 1 else SEVERAL if fitting else NONE

    def _agrees(self, row: int, kind: str, seen: str) -> bool:
        for place in self.schema.of(kind):
            held = self.columns[place][row]
            if kind == "date":
                if canonical.date(held) == canonical.date(seen):
                    return True
                continue
            one, other = canonical.number(held), canonical.number(seen)
            reach = self._within.price if kind == "price" else self._within.area
            if one is not None and other is not None and abs(one - other) <= reach + 1e-9:
                return True
        return False


def _fits(one: str, other: str) -> bool:
    return one in other or other in one


def link(sheet: Sheet, index: Index) -> Links:
    """Return which record each row of a sheet is."""
    found = np.full(sheet.rows, NONE, dtype=np.int64)
    ways = {"phone": _by_phone(sheet, index, found)}
    ways["house"] = _by_house(sheet, index, found)
    ways["facts"] = _by_facts(sheet, index, found)
    ways["several"] = int((found == SEVERAL).sum())
    found[found < 0] = -1
    return Links(found, ways)


def _by_phone(sheet: Sheet, index: Index, found: NDArray[np.int64]) -> int:
    for place in _places(sheet, "phone"):
        seen = canonical.phones(sheet.columns[place])
        rows = np.fromiter(
            (index.phones.get(p, NONE) for p in seen), dtype=np.int64, count=sheet.rows
        )
        found[:] = np.where(found < 0, np.maximum(found, rows), found)
    return int((found >= 0).sum())


def _by_house(sheet: Sheet, index: Index, found: NDArray[np.int64]) -> int:
    before = int((found >= 0).sum())
    if any(kind in HOUSE for kind in sheet.kinds):
        texts, names = houses(sheet), _places(sheet, "name")
        for row in np.flatnonzero(found < 0).tolist():
            if texts[row]:
                record = index.by_house(texts[row])
                name = sheet.columns[names[0]][row] if names else ""
                if record < 0 or index.may_be(record, name):
                    found[row] = max(found[row], record)
    return int((found >= 0).sum()) - before


def _by_facts(sheet: Sheet, index: Index, found: NDArray[np.int64]) -> int:
    before = int((found >= 0).sum())
    names = _places(sheet, "name")
    facts = {kind: _places(sheet, kind) for kind in ("price", "area", "date")}
    if names and any(facts.values()):
        for row in np.flatnonzero(found < 0).tolist():
            told = {k: sheet.columns[p[0]][row] for k, p in facts.items() if p}
            found[row] = max(found[row], index.by_facts(sheet.columns[names[0]][row], told))
    return int((found >= 0).sum()) - before


def _places(sheet: Sheet, kind: str) -> list[int]:
    return [place for place, held in enumerate(sheet.kinds) if held == kind]


def houses(sheet: Sheet) -> Sequence[str]:
    """Return what each row says of where its flat is, the parts joined in their order."""
    order = {"address": 0, "community": 0, "building": 1, "unit": 2, "room": 3}
    places = sorted(
        (p for p, kind in enumerate(sheet.kinds) if kind in HOUSE),
        key=lambda p: order[sheet.kinds[p]],
    )
    if len(places) == 1:
        return sheet.columns[places[0]]
    return ["".join(cells) for cells in zip(*(sheet.columns[p] for p in places), strict=True)]
