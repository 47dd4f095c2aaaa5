"""What a record of the master is known by: its key, its flat, its block.

The key of a record is canonical, so that it does not depend on how a cell is written. Marks derive
from it alone; other ways to find a record again (address, name with price) only lead to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import NamedTuple

import numpy as np

from menshen.errors import UsageError
from menshen.late import late
from menshen.marks import canonical
from menshen.marks.code import Code, Tags
from menshen.marks.kinds import HOUSE

__all__ = ["Columns", "Schema", "block", "candidates", "numbered"]

Columns = Sequence[Sequence[str]]
"""A table by its columns."""
_BUILDING = late("([0-9]+|[A-Z])(?=号楼|號樓|幢|栋|棟|#|座)")


class Schema(NamedTuple):
    """The columns of a table, what each holds, and those that are its records' key."""

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    key: tuple[str, ...] = ()

    def place(self, name: str) -> int:
        """Return where a column stands; raises `UsageError` if the table has none of that name."""
        try:
            return self.names.index(name)
        except ValueError:
            known = ", ".join(self.names)
            raise UsageError(f"there is no column {name!r}; the table has {known}") from None

    def of(self, *kinds: str) -> list[int]:
        """Return the columns of some kinds, in their order."""
        return [i for i, kind in enumerate(self.kinds) if kind in kinds]

    def houses(self, columns: Columns) -> list[str]:
        """Return the text of each record that says where its flat is, its parts joined."""
        parts = self.of(*HOUSE)
        if not parts:
            return [""] * (len(columns[0]) if columns else 0)
        if len(parts) == 1:
            return list(columns[parts[0]])
        return ["".join(cells) for cells in zip(*(columns[i] for i in parts), strict=True)]

    def ids(self, columns: Columns, aliases: Mapping[str, str]) -> list[str]:
        """Return the key of each record as text."""
        count = len(columns[0]) if columns else 0
        forms: list[Iterable[str]] = []
        housed = False
        for name in self.key:
            place = self.place(name)
            kind = self.kinds[place]
            if kind in HOUSE:
                if not housed:
                    forms.append(_houses(self.houses(columns), aliases))
                housed = True
                continue
            if kind == "phone":
                forms.append(canonical.phones(columns[place]))
            else:
                forms.append(map(_FORMS.get(kind, _same), columns[place]))
        return ["|".join(parts) for parts in zip(*forms, strict=True)] if forms else [""] * count

    def blocks(self, columns: Columns, aliases: Mapping[str, str]) -> list[str]:
        """Return the block (estate and building) of each record."""
        known: dict[str, str] = {}
        found = []
        for text in self.houses(columns):
            head = text[:-3]  # The end of an address is a room: what is before it repeats.
            if head not in known:
                known[head] = block(text, aliases)
            found.append(known[head])
        return found


def block(text: str, aliases: Mapping[str, str] | None = None) -> str:
    """Return estate and building of an address: the unit of formats that go by blocks.

    >>> block("听澜苑3幢2单元1502室") == block("听澜苑3号楼1-101")
    True
    """
    said = canonical.house(text, aliases)
    found = _BUILDING.search(canonical.folded(text))
    return f"{said.words}|{found[1] if found else said.numbers.partition('-')[0]}"


def candidates(schema: Schema) -> list[tuple[str, ...]]:
    """Return the columns that may be a key, the best first; the last holds all of them."""
    phone = [schema.names[i] for i in schema.of("phone")[:1]]
    flat = [schema.names[i] for i in schema.of(*HOUSE)]
    if flat and not schema.of("address", "room"):
        flat = []
    whole = [schema.names[i] for i in schema.of("name", "area", "price", "date")]
    ways = [phone, flat, phone + flat, phone + flat + whole]
    found = [tuple(way) for way in ways if way]
    return list(dict.fromkeys(found)) or [schema.names]


def numbered(code: Code, tags: Tags) -> tuple[Tags, int]:
    """Return tags that are all different, and how many records shared their key with one before.

    Those get the ordinal of their occurrence into their tag.
    """
    values, counts = np.unique(tags, return_counts=True)
    if len(values) == len(tags):
        return tags, 0
    found = tags.copy()
    seen: dict[int, int] = {}
    again = 0
    for place in np.flatnonzero(np.isin(tags, values[counts > 1])).tolist():
        tag = int(tags[place])
        seen[tag] = seen.get(tag, 0) + 1
        if seen[tag] > 1:
            found[place] = code.tags([f"{tag:016x}#{seen[tag]}"])[0]
            again += 1
    return found, again


def _houses(texts: Sequence[str], aliases: Mapping[str, str]) -> Iterable[str]:
    return ("|".join(h) for h in map(canonical.house, texts, repeat(aliases)))


def _same(cell: str) -> str:
    return canonical.folded(cell).strip()


def _amount(cell: str) -> str:
    return str(canonical.number(cell))


_FORMS: dict[str, Callable[[str], str]] = {
    "name": canonical.name,
    "date": canonical.date,
    "area": _amount,
    "price": _amount,
}
