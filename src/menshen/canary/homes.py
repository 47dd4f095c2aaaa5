"""Flats where nobody of the table lives: unsold or held-back rooms between those that are in it.

A room number of three or four digits is a floor and a place on it (1502: floor 15, place 02). The
rooms one above another are a stack: they have one plan and one area. A gap is a floor that other
stacks of the building have and this one lacks. Whether a gap is a flat that the company
holds or one that somebody outside the table lives in, the table does not say: name the units
yourself where you can.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from menshen.canary.table import Column, Table

__all__ = ["Gap", "Homes", "Key", "numbers"]

_ROOM = re.compile(r"(?<![0-9])([0-9]{1,2})([0-9]{2})(?=[^0-9]*$)")
_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)}
_NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_HAN = re.compile("[一二三四五六七八九十两]{1,3}(?=单元|号楼|幢|栋|座|梯|楼|室|号)")
_PARTS = re.compile("[0-9]+|[A-Za-z]+")
_MARKS = re.compile("号楼|单元|号房|房号|幢|栋|座|#|楼|门|梯|室|号|房|层|户|[^㐀-鿿]+")

Key = tuple[str, tuple[str, ...]]
"""A building or its unit: the words of the address, and the numbers in front of the room's."""


class Gap(NamedTuple):
    """A flat that is not in the table: its building, floor, and place on the floor."""

    key: Key
    floor: int
    place: int


def numbers(text: str) -> Key:
    """Return the words of an address and its numbers, however it is written.

    >>> numbers("云栖府3幢二单元1502室") == numbers("云栖府３号楼-2-1502")
    True
    """
    folded = _HAN.sub(lambda run: str(_numeral(run[0])), text.translate(_WIDTH))
    words = _MARKS.sub("", folded)
    return words, tuple(part.upper() for part in _PARTS.findall(folded))


def _numeral(text: str) -> int:
    tens, ten, ones = text.partition("十")
    if not ten:
        return _NUMERALS[text[0]]
    return _NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0)


class Homes:
    """The flats of a table. `rooms` is empty where no column holds room numbers."""

    def __init__(self, table: Table, columns: Sequence[Column]) -> None:
        self.places = [c.at for c in columns if c.role == "place"]
        self._before = [c.at for c in columns if c.role == "estate"]
        self.column = self._room_column(table, columns)
        self.rooms: dict[int, Gap] = {}
        self.stacks: defaultdict[tuple[Key, int], dict[int, int]] = defaultdict(dict)
        self.floors: defaultdict[Key, dict[int, int]] = defaultdict(dict)
        self.members: defaultdict[Key, list[int]] = defaultdict(list)
        for number, row in enumerate(table.rows):
            room = self.read(row)
            if room is not None:
                self.rooms[number] = room
                self.members[room.key].append(number)
                self.stacks[room.key, room.place].setdefault(room.floor, number)
                self.floors[room.key].setdefault(room.floor, number)

    def _room_column(self, table: Table, columns: Sequence[Column]) -> int | None:
        asked = sorted((c for c in columns if c.role == "place"), key=lambda c: -c.distinct)
        for column in asked:
            cells = [row[column.at].translate(_WIDTH) for row in table.rows[:2000]]
            if sum(1 for cell in cells if _ROOM.search(cell)) * 2 > len(cells):
                return column.at
        return None

    def read(self, row: Sequence[str]) -> Gap | None:
        """Return the flat of a row, None where it does not say one."""
        if self.column is None:
            return None
        room = row[self.column].translate(_WIDTH)
        found = _ROOM.search(room)
        if found is None:
            return None
        others = [row[at] for at in (*self._before, *self.places) if at != self.column]
        key = numbers(" ".join([*self._fixed(others), room[: found.start()]]))
        return Gap(key, int(found[1]), int(found[2]))

    def _fixed(self, others: Sequence[str]) -> list[str]:
        """Return the other parts of an address, without a floor of its own column."""
        return [part for part in others if not part.endswith(("层", "楼层"))]

    def gaps(self) -> list[Gap]:
        """Return every flat that the table lacks between those that it has."""
        found = []
        for (key, place), floors in self.stacks.items():
            held = self.floors[key]
            found += [Gap(key, floor, place) for floor in held if floor not in floors]
        return found

    def nearest(self, gap: Gap) -> int:
        """Return the row of the stack whose floor is nearest."""
        floors = self.stacks[gap.key, gap.place]
        return floors[min(floors, key=lambda floor: abs(floor - gap.floor))]

    def written(self, like: str, gap: Gap) -> str:
        """Return an address written like another, with the room of a gap."""
        folded = like.translate(_WIDTH)
        found = _ROOM.search(folded)
        assert found is not None
        size = len(found[1]) if len(str(gap.floor)) <= len(found[1]) else 0
        room = f"{gap.floor:0{size}d}" if found[1][0] == "0" else str(gap.floor)
        return f"{like[: found.start()]}{room}{gap.place:02d}{like[found.end() :]}"
