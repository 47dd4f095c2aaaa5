"""Observation: what the carriers of the linked rows show, each position once.

Everything here depends on the leak, the master and the records' tags, never on a symbol. A record
that occurs several times is represented by one of its rows, chosen by its tag; a block by the
rendering that nine tenths of its rows have, else by the row chosen by tag. A format that never
varies was normalised and is erased.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from menshen.marks import alias, canonical, null, value, written
from menshen.marks.code import Code, Reals, Tags
from menshen.marks.kinds import HOUSE
from menshen.marks.record import Columns, Schema
from menshen.marks.registry import Carrier
from menshen.trace.evidence import ERASED, Positions, spread
from menshen.trace.leak import Sheet
from menshen.trace.linkage import houses
from menshen.trace.master import Master

__all__ = ["Linked", "Observed", "mapped", "observed"]

_VARIES = 8
"""From so many observations on, a format that never varies was normalised."""
_AGREE = 0.9
_SHARED = 0.3
"""Of the linked rows that a column of the leak must agree with a master's to be that column."""

_NO_PLACE = -2
"""A cell in which a format's place is not found: it can carry nothing."""

Rows = NDArray[np.int64]


class Linked(NamedTuple):
    """The rows of a sheet that are records: the sheet, its rows, the record of each."""

    sheet: Sheet
    rows: Rows
    records: Rows


class Observed(NamedTuple):
    """What was seen: positions by record and by block, and of which records and blocks they are.

    `columns` are the master's columns that the leak has, `used` and `erased` count positions.
    `exact` says how many amounts with a value mark agree with the master's to the last digit, `own`
    how many writings are the master's own; each with the number there are.
    """

    positions: tuple[Positions, ...]
    members: tuple[list[Rows], ...]
    records: Rows
    columns: frozenset[str]
    used: int
    erased: int
    exact: tuple[int, int]
    own: tuple[int, int] = (0, 0)


def mapped(linked: Linked, schema: Schema, columns: Columns) -> dict[str, int]:
    """Return which column of a sheet is which of the master's, by their kind and their values.

    The parts of an address are taken together and not mapped.
    """
    sheet, found = linked.sheet, dict[str, int]()
    some = slice(None, None, max(1, len(linked.rows) // 400))
    rows, records = linked.rows[some].tolist(), linked.records[some].tolist()
    best: dict[int, float] = {}
    for name, kind in zip(schema.names, schema.kinds, strict=True):
        if kind in HOUSE:
            continue
        master = [columns[schema.place(name)][r] for r in records]
        for place, seen in enumerate(sheet.kinds):
            if seen in HOUSE or (kind and seen and seen != kind):
                continue
            share = _agreement(kind, master, [sheet.columns[place][r] for r in rows])
            bonus = 0.01 * (sheet.names[place] == name)
            if share >= _SHARED and share + bonus > best.get(place, 0.0):
                best[place] = share + bonus
                found = {n: p for n, p in found.items() if p != place}
                found[name] = place
    return found


def _agreement(kind: str, master: Sequence[str], seen: Sequence[str]) -> float:
    pairs = [(a, b) for a, b in zip(master, seen, strict=True) if a and b]
    if not pairs:
        return 0.0
    if kind in {"price", "area"}:
        near = (_near(canonical.number(a), canonical.number(b)) for a, b in pairs)
        return sum(near) / len(pairs)
    form = canonical.CANONICAL.get(kind, str.strip)
    if kind == "layout":
        return sum(_plan(a) == _plan(b) for a, b in pairs) / len(pairs)
    return sum(form(a) == form(b) for a, b in pairs) / len(pairs)


def _near(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and abs(one - other) <= 0.01 * abs(one)


def _plan(text: str) -> str:
    return written.form("layout").write(text, "3")


class _Seen(NamedTuple):
    """What all carriers show in all linked rows: symbols and shifts (rows, carriers).

    `own` counts the writings that are the master's own, and all.
    """

    symbol: NDArray[np.int8]
    shift: Reals
    own: tuple[int, int] = (0, 0)

    @classmethod
    def joined(cls, parts: Sequence[_Seen], carriers: int) -> _Seen:
        """Return what several sheets show, one under the other."""
        own = sum(p.own[0] for p in parts), sum(p.own[1] for p in parts)
        if not parts:
            return cls(np.zeros((0, carriers), np.int8), np.zeros((0, carriers)), own)
        symbol = np.concatenate([p.symbol for p in parts])
        return cls(symbol, np.concatenate([p.shift for p in parts]), own)


def observed(
    linked: Sequence[Linked], master: Master, carriers: Sequence[Carrier], code: Code
) -> Observed:
    """Return the positions that the linked rows of all sheets show."""
    schema, parts, found = master.schema, list[_Seen](), set[str]()
    for one in linked:
        where = mapped(one, schema, master.columns)
        found |= where.keys()
        if any(kind in HOUSE for kind in one.sheet.kinds):
            found |= {schema.names[i] for i in schema.of(*HOUSE)}
        parts.append(_seen(one, master, carriers, where))
    seen = _Seen.joined(parts, len(carriers))
    records = np.concatenate([one.records for one in linked]) if linked else np.zeros(0, np.int64)
    sets, members = [], []
    for unit in ("record", "block"):
        chosen = [i for i, c in enumerate(carriers) if c.unit == unit]
        if chosen and len(records):
            rows = _Rows(unit, records, seen, chosen, [carriers[i] for i in chosen])
            positions, member = _settled(rows, master, code)
            sets.append(positions)
            members.append(member)
    used = sum(int(p.seen.sum()) for p in sets)
    total = sum(p.symbol.size for p in sets)
    valued = seen.shift[:, [i for i, c in enumerate(carriers) if c.kind == "V"]]
    exact = int((np.abs(valued) < 1e-9).sum()), int((~np.isnan(valued)).sum())
    return Observed(
        tuple(sets), tuple(members), np.unique(records), frozenset(found), used, total - used,
        exact, seen.own,
    )  # fmt: skip


def _block_names(master: Master, records: Rows) -> list[str]:
    some = [[column[r] for r in records.tolist()] for column in master.columns]
    return master.schema.blocks(some, master.names)


def _blocks(master: Master, records: Rows) -> Rows:
    """Return a number for the block of each linked row."""
    distinct, back = np.unique(records, return_inverse=True)
    names = _block_names(master, distinct)
    numbers = {name: place for place, name in enumerate(dict.fromkeys(names))}
    return np.array([numbers[name] for name in names], dtype=np.int64)[back]


def _seen(
    linked: Linked, master: Master, carriers: Sequence[Carrier], where: Mapping[str, int]
) -> _Seen:
    """Return what each carrier shows in each linked row of one sheet."""
    schema = master.schema
    sheet, rows, records = linked.sheet, linked.rows.tolist(), linked.records.tolist()
    symbol = np.full((len(rows), len(carriers)), ERASED, dtype=np.int8)
    shift = np.full((len(rows), len(carriers)), np.nan)
    housed = any(kind in HOUSE for kind in sheet.kinds)
    said: list[str] | None = None
    same = writings = 0
    for i, carrier in enumerate(carriers):
        kind = schema.kinds[schema.place(carrier.column)]
        if kind in HOUSE and housed:
            if said is None:
                texts = houses(sheet)
                said = [texts[r] for r in rows]
            cells = said
        elif carrier.column in where:
            held = sheet.columns[where[carrier.column]]
            cells = [held[r] for r in rows]
        else:
            continue
        column = master.columns[schema.place(carrier.column)]
        true = [column[r] for r in records]
        if carrier.kind == "V":
            shift[:, i] = _shift(carrier, kind, cells, true)
        else:
            symbol[:, i], ours = _symbol(carrier, cells, true)
            if ours is not None:
                both = (symbol[:, i] != ERASED) & (ours != ERASED)
                # A master written in one way only looks like any normalised table: no sign of it.
                both &= len(np.unique(ours[both])) > 1
                same += int((symbol[both, i] == ours[both]).sum())
                writings += int(both.sum())
    return _Seen(symbol, shift, (same, writings))


def _shift(carrier: Carrier, kind: str, cells: Sequence[str], master: Sequence[str]) -> Reals:
    found = value.shifts(cells, master, clock=kind == "date")
    found[np.abs(found) > value.sane(kind, carrier.reach)] = np.nan
    return found


def _symbol(
    carrier: Carrier, cells: Sequence[str], master: Sequence[str]
) -> tuple[NDArray[np.int8], NDArray[np.int8] | None]:
    """Return the symbol that each cell shows; of a format also that of the master's own writing."""
    if carrier.kind == "N":
        found = [
            ERASED if null.is_blank(m) else int(null.is_blank(c))
            for c, m in zip(cells, master, strict=True)
        ]
        return np.array(found, dtype=np.int8), None
    if carrier.kind == "L":
        names = dict(carrier.names)
        read = {text: alias.read(text, names) for text in set(cells)}
        shown = [ERASED if (bit := read[c]) is None else bit for c in cells]
        return np.array(shown, dtype=np.int8), None
    form, known = written.form(carrier.form), {carrier.zero: 0, carrier.one: 1}
    bits: dict[str, int] = {}
    for cell in (*cells, *master):
        if cell not in bits:
            seen = form.read(cell)
            bits[cell] = _NO_PLACE if seen is None else known.get(seen, ERASED)
    ours = np.array([bits[m] for m in master], dtype=np.int8)
    y = np.array([bits[c] for c in cells], dtype=np.int8)
    y[(y == _NO_PLACE) | (ours == _NO_PLACE)] = ERASED
    ours[ours == _NO_PLACE] = ERASED
    return y, ours


class _Rows(NamedTuple):
    """The linked rows as the carriers of one unit show them."""

    unit: str
    records: Rows
    seen: _Seen
    chosen: Sequence[int]
    carriers: Sequence[Carrier]


def _settled(rows: _Rows, master: Master, code: Code) -> tuple[Positions, list[Rows]]:
    """Return one observation for each position, and the records of each record or block."""
    records, ours, block = rows.records, rows.carriers, rows.unit == "block"
    groups = _blocks(master, records) if block else records
    symbol, shift = rows.seen.symbol[:, rows.chosen], rows.seen.shift[:, rows.chosen]
    symbol = _varying(symbol, ours, groups)
    order = np.lexsort((_mixed(master.tags[records], np.arange(len(records))), groups))
    distinct, first = np.unique(groups[order], return_index=True)
    one, far = symbol[order[first]].copy(), shift[order[first]].copy()
    members = [np.unique(records[part]) for part in np.split(order, first[1:])]
    if block:
        _agreed(one, symbol[order], first)
        names = _block_names(master, np.array([m[0] for m in members]))
        known = code.tags([f"block|{name}" for name in names])
    else:
        known = master.tags[distinct]
    numbers = [c.number for c in ours]
    p = code.thresholds(known, numbers, [c.number for c in ours if c.kind == "N"])
    reach = code.amplitudes(known, numbers) * np.array([c.reach for c in ours])
    wide = [
        spread(far[:, i], reach[:, i], c.reach) if c.kind == "V" else 1.0
        for i, c in enumerate(ours)
    ]
    return Positions(known, tuple(numbers), p, one, far, reach, np.array(wide)), members


def _mixed(tags: Tags, rows: Rows) -> Tags:
    """Return a number for each row that depends on its record's tag and its place only."""
    found: Tags = (tags ^ (rows.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15))) * np.uint64(
        0xBF58476D1CE4E5B9
    )
    return found


def _varying(symbol: NDArray[np.int8], ours: Sequence[Carrier], groups: Rows) -> NDArray[np.int8]:
    """Erase the formats that never vary over enough positions."""
    found = symbol.copy()
    for i, carrier in enumerate(ours):
        if carrier.kind not in {"F", "L"}:
            continue
        held = symbol[:, i] != ERASED
        shown = symbol[held, i]
        if len(np.unique(groups[held])) >= _VARIES and (shown == shown[0]).all():
            found[:, i] = ERASED
    return found


def _agreed(one: NDArray[np.int8], symbol: NDArray[np.int8], first: NDArray[np.intp]) -> None:
    """Put in what nine tenths of a block's rows show; where they do not, the chosen row stays.

    `symbol` are all rows, sorted by block; where the chosen row shows nothing, most rows decide.
    """
    for i in range(symbol.shape[1]):
        ones = np.add.reduceat((symbol[:, i] == 1).astype(np.int64), first)
        zeros = np.add.reduceat((symbol[:, i] == 0).astype(np.int64), first)
        held = ones + zeros
        most = (ones > zeros).astype(np.int8)
        sure = (held > 0) & (np.maximum(ones, zeros) >= _AGREE * held)
        missing = (held > 0) & (one[:, i] == ERASED)
        one[:, i] = np.where(sure | missing, most, one[:, i])
