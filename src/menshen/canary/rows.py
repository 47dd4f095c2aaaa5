"""Rows of people who do not exist, drawn so that they look like more rows of the same table.

A canary lives in a flat that the table lacks (a named unit, or a gap between its rooms). What the
flat determines (plan, area, orientation) comes from the nearest row of its stack; what the person
determines (channel, payment, dates, remark) comes together from another row of the same estate;
names and numbers are drawn anew. ID numbers, bank cards, plates and other people's accounts
stay blank: any valid one may be somebody's.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from menshen.canary.figures import Figures
from menshen.canary.homes import Gap, Homes
from menshen.canary.moments import another_time, ordinal, shifted
from menshen.canary.names import Names
from menshen.canary.serials import Serial
from menshen.canary.table import Column, Table, columns
from menshen.errors import UsageError
from menshen.facts import header

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Drawing", "Tell", "drawn"]

_DIGITS = re.compile("[0-9]")
_SAME = 0.95
_BETRAYING = 0.05
"""A column that canaries leave blank betrays them when more than this share of cells is filled."""
_UNIQUE = 0.5
_WEEKS = 3
_ENOUGH = 12
"""Rows of a building from which on its own people are donors, and not the whole estate's."""


class Tell(NamedTuple):
    """A column by which canaries can be told from people, and the reason."""

    column: str
    reason: str


class Drawing(NamedTuple):
    """Made-up rows in the columns of the table, each one's estate, and what gives them away."""

    rows: list[tuple[str, ...]]
    strata: list[str]
    tells: tuple[Tell, ...]

    def __repr__(self) -> str:
        """Show counts, never a row."""
        return f"Drawing({len(self.rows)} rows, {self.tells!r})"


def drawn(
    table: Table,
    phones: Sequence[str],
    rng: np.random.Generator,
    *,
    units: Table | None = None,
    stratum: str | None = None,
) -> Drawing:
    """Return one row for each phone number of `phones`, in order; the strata follow each other.

    `units` are flats that nobody lives in, as rows of a table with some of the same columns;
    without them the gaps of the table are used. `stratum` is the column by which
    canaries are dealt apart. Raises `UsageError` if the table is too small, has no column of phone
    numbers or names, or has fewer free flats than phones.
    """
    if stratum is not None and stratum not in table.columns:
        raise UsageError("the column that was named for the strata is not in the table")
    drawer = _Drawer(table, rng)
    rows = drawer.rows(len(phones), units)
    at = table.columns.index(stratum) if stratum else None
    if at is not None:
        rows.sort(key=itemgetter(at))
    for row, phone in zip(rows, phones, strict=True):
        row[drawer.phone] = _shaped(row[drawer.phone], phone)
    strata = [row[at] if at is not None else "" for row in rows]
    return Drawing([tuple(row) for row in rows], strata, tuple(drawer.tells()))


class _Made(NamedTuple):
    """A row whose numbers are still to be drawn, its floor, and the real rows around it."""

    cells: list[str]
    floor: int
    around: Sequence[int]


class _Drawer:
    def __init__(self, table: Table, rng: np.random.Generator) -> None:
        if len(table.rows) < 50:
            raise UsageError("a table of fewer than 50 rows is too small to make people up for")
        self._table, self._rng = table, rng
        self._columns = columns(table)
        self.phone = self._first("phone", "phone numbers")
        self._name = self._first("name", "names of persons")
        self._homes = Homes(table, self._columns)
        self._sex = next((c.at for c in self._columns if c.role == "shared" and _is_sex(c)), None)
        self._names = self._named_by_sex()
        self._flat = self._determined()
        self._columns = [
            c._replace(role="shared") if c.at in self._flat else c for c in self._columns
        ]
        self._estates = [c.at for c in self._columns if c.role == "estate"]
        self._by_estate = self._grouped()
        self._figures = Figures(table, self._columns, _floors(self._homes, len(table.rows)))
        self._moments = [c.at for c in self._columns if c.role == "moment"]
        dates = [(at, [row[at] for row in table.rows]) for at in self._moments]
        self._serials = {
            c.at: Serial([row[c.at] for row in table.rows], dates)
            for c in self._columns
            if c.role == "serial"
        }

    def _named_by_sex(self) -> dict[str, Names]:
        """Return how names are drawn, for each way the column of the sex is filled."""
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for row in self._table.rows:
            groups[row[self._sex] if self._sex is not None else ""].append(row[self._name])
        return {sex: Names(filter(None, names)) for sex, names in groups.items()}

    def _whose(self, row: Sequence[str]) -> str:
        """Return a name for a row; that of anybody where no row is given."""
        row = row or self._pick()
        names = self._names[row[self._sex] if self._sex is not None else ""]
        return names.draw(self._rng) if names else ""

    def _first(self, role: str, what: str) -> int:
        found = [c.at for c in self._columns if c.role == role]
        if not found:
            raise UsageError(f"the table has no column of {what}: a canary would have none")
        return found[0]

    def _grouped(self) -> dict[tuple[str, ...], list[int]]:
        groups: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, row in enumerate(self._table.rows):
            groups[tuple(row[at] for at in self._estates)].append(number)
        return groups

    def _determined(self) -> list[int]:
        """Return the columns that are the same all the way up a stack of flats."""
        found = []
        stacks = [list(s.values()) for s in self._homes.stacks.values() if len(s) > 2]
        for column in self._columns:
            if column.role not in {"shared", "number"} or not stacks:
                continue
            cells = [[self._table.rows[n][column.at] for n in numbers] for numbers in stacks]
            same = sum(max(Counter(c).values()) for c in cells) / sum(len(c) for c in cells)
            if same > _SAME:
                found.append(column.at)
        return found

    def rows(self, count: int, units: Table | None) -> list[list[str]]:
        """Return rows with everything but the phone, of which the writing stands there."""
        flats = self._flats(count, units)
        made = [self._person(*flat) for flat in flats]
        self._figures.draw(
            [one.cells for one in made],
            [one.floor for one in made],
            [one.around for one in made],
            self._rng,
        )
        return [one.cells for one in made]

    def _flats(self, count: int, units: Table | None) -> list[tuple[Gap | None, dict[int, str]]]:
        """Return the flats to live in, as gaps of the table or as the cells of a named unit."""
        if units is not None:
            return list(self._named(count, units))
        if not self._homes.places:
            return [(None, {})] * count
        gaps = self._homes.gaps()
        if len(gaps) < count:
            raise UsageError(
                f"the table leaves {len(gaps)} flats free for {count} canaries: name unsold or "
                "company-held units"
            )
        return [(gap, {}) for gap in self._weighed(gaps, count)]

    def _weighed(self, gaps: Sequence[Gap], count: int) -> list[Gap]:
        """Return gaps drawn so that buildings come as often as they do among the rows.

        All gaps alike would put canaries where few flats are sold. Weighted drawing without
        replacement after Efraimidis and Spirakis (2006).
        """
        import numpy as np

        rows = Counter(room.key for room in self._homes.rooms.values())
        free = Counter(gap.key for gap in gaps)
        weights = np.array([rows[gap.key] / free[gap.key] for gap in gaps])
        order = np.argsort(-np.log(self._rng.random(len(gaps))) / weights)
        return [gaps[int(one)] for one in order[:count]]

    def _named(self, count: int, units: Table) -> Iterator[tuple[Gap | None, dict[int, str]]]:
        known = {name: at for at, name in enumerate(self._table.columns)}
        shared = [(at, known[name]) for at, name in enumerate(units.columns) if name in known]
        if len(units.rows) < count or not shared:
            raise UsageError(f"{len(units.rows)} units are named for {count} canaries; name more")
        for one in self._rng.permutation(len(units.rows))[:count]:
            cells = {to: units.rows[int(one)][at] for at, to in shared}
            row = [cells.get(at, "") for at in range(len(self._table.columns))]
            gap = self._homes.read(row)
            known_stack = gap is not None and (gap.key, gap.place) in self._homes.stacks
            yield (gap if known_stack else None, cells)

    def _person(self, gap: Gap | None, cells: dict[int, str]) -> _Made:
        """Return a row without its numbers."""
        lives = self._pick() if gap is None else self._table.rows[self._homes.nearest(gap)]
        estate = tuple(cells.get(at, lives[at]) for at in self._estates)
        near = list(self._homes.members.get(gap.key, ())) if gap is not None else []
        around = near if len(near) >= _ENOUGH else self._by_estate.get(estate)
        donor = self._pick() if not around else self._table.rows[_one(around, self._rng)]
        row = list(donor)
        self._date(row, around or ())
        for at in (*self._estates, *self._homes.places, *self._flat):
            row[at] = lives[at]
        if gap is not None and self._homes.column is not None:
            self._move(row, lives, gap)
        for column in self._columns:
            self._fill(row, column, donor)
        row[self._name] = self._whose(row)
        for at, cell in cells.items():
            row[at] = cell
        return _Made(row, gap.floor if gap else 0, around or range(len(self._table.rows)))

    def _date(self, row: list[str], around: Sequence[int]) -> None:
        """Move all dates of a row alike, to where a number of its own is free, or by some weeks.

        The day stays between the first and the last of the rows around.
        """
        leading = next((s for s in self._serials.values() if s.column >= 0), None)
        at = leading.column if leading else self._moments[0] if self._moments else -1
        here = ordinal(row[at]) if at >= 0 else None
        known = [one for n in around if (one := ordinal(self._table.rows[n][at])) is not None]
        if here is None or not known:
            return
        first, last = max(min(known), here - _WEEKS * 7), min(max(known), here + _WEEKS * 7)
        moved = self._weeks(here, first, last)
        for column, serial in self._serials.items():
            if serial is leading:
                for wider in (0, 7, 60, 1000):
                    found = serial.between(row[column], first - wider, last + wider, self._rng)
                    if found:
                        row[column], moved = found[0], found[1] - here
                        break
        for moment in self._moments:
            row[moment] = shifted(row[moment], moved)

    def _weeks(self, here: int, first: int, last: int) -> int:
        weeks = [7 * w for w in range(-_WEEKS, _WEEKS + 1) if w and first <= here + 7 * w <= last]
        return _one(weeks, self._rng) if weeks else 0

    def _move(self, row: list[str], lives: Sequence[str], gap: Gap) -> None:
        """Write the flat's address: building and writing of its stack, the floor's own columns."""
        at = self._homes.column
        assert at is not None
        level = self._table.rows[self._homes.floors[gap.key][gap.floor]]
        for place in self._homes.places:
            row[place] = level[place]
        row[at] = self._homes.written(lives[at], gap)

    def _fill(self, row: list[str], column: Column, donor: Sequence[str]) -> None:
        if column.role == "blank" or (column.role == "phone" and column.at != self.phone):
            row[column.at] = ""
        elif column.role == "serial":
            serial = self._serials[column.at]
            if row[column.at] == donor[column.at]:
                row[column.at] = serial.near(donor[column.at], self._rng)
        elif column.role == "moment" and row[column.at]:
            row[column.at] = another_time(
                row[column.at], self._pick()[column.at], self._pick()[column.at]
            )
        elif column.role == "name" and column.at != self._name and donor[column.at]:
            row[column.at] = self._whose(())

    def _pick(self) -> tuple[str, ...]:
        return self._table.rows[int(self._rng.integers(len(self._table.rows)))]

    def tells(self) -> Iterator[Tell]:
        """Yield the columns that give canaries away."""
        for column in self._columns:
            second = column.role == "phone" and column.at != self.phone
            if (column.role == "blank" or second) and column.filled > _BETRAYING:
                yield Tell(column.name, "canaries leave it blank, people do not")
            elif (
                column.role == "shared" and column.distinct > _UNIQUE and column.filled > _BETRAYING
            ):
                yield Tell(column.name, "free text that is unique to each person cannot be made up")
            elif column.role == "serial" and self._serials[column.at].dense:
                yield Tell(column.name, "the numbers leave no gap for more")


def _floors(homes: Homes, size: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    import numpy as np

    found = np.zeros(size)
    for number, room in homes.rooms.items():
        found[number] = room.floor
    return found


def _is_sex(column: Column) -> bool:
    told = header(column.name)
    return told is not None and told.type == "gender"


def _one(of: Sequence[int], rng: np.random.Generator) -> int:
    return of[int(rng.integers(len(of)))]


def _shaped(like: str, phone: str) -> str:
    """Return a phone number grouped like another.

    >>> _shaped("138 0013 8000", "13912345678")
    '139 1234 5678'
    """
    if len(_DIGITS.findall(like)) != len(phone):
        return phone
    digits = iter(phone)
    return _DIGITS.sub(lambda _: next(digits), like)
