"""The carriers of a dataset: each has a permanent number, which is what the code knows of it.

A carrier's number never changes and is never that of a column, so columns may come, go and move.
The registry stands in the ledger; a policy that wants a carrier the dataset has not had adds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import inf
from statistics import median
from typing import Any, NamedTuple

from menshen.errors import PolicyError, UsageError
from menshen.marks import alias, canonical, value, written
from menshen.marks.kinds import HOUSE
from menshen.marks.policy import MarkPolicy
from menshen.marks.record import Columns, Schema

__all__ = ["Carrier", "aliases", "registered", "wanted"]

_NEVER = frozenset(("phone", "id", "name", "room"))
"""Kinds whose content no value, null or alias mark may touch."""
_MOST = 0.01
"""No amount is moved by more than this share of what its column usually holds."""
_OTHER_NAMES = ("备案名", "备案名称", "推广名", "案名", "楼盘别名", "户型名称", "户型名")


class Carrier(NamedTuple):
    """One carrier: its class, its column, and what its two symbols are.

    `form` is the id of a format. `unit` says whether it codes by record or by block. `reach` is d
    of a value mark, `places` its decimal places. `names` are the pairs of an alias.
    """

    number: int
    kind: str
    column: str
    form: str = ""
    zero: str = ""
    one: str = ""
    unit: str = "record"
    reach: float = 0.0
    places: int = 0
    names: tuple[tuple[str, str], ...] = ()

    def record(self) -> dict[str, Any]:
        """Return the carrier as JSON, as it stands in the ledger."""
        return {**self._asdict(), "names": [list(pair) for pair in self.names]}

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Carrier:
        """Return the carrier that `record` made JSON of."""
        names = tuple((a, b) for a, b in record["names"])
        return cls(**{**record, "names": names})

    @property
    def same(self) -> tuple[object, ...]:
        """Return what makes two carriers the same, their numbers aside."""
        return self[1:]


def aliases(carriers: Iterable[Carrier]) -> dict[str, str]:
    """Return for each other name the first one, so that both have one canonical form."""
    return {second: first for c in carriers if c.kind == "L" for first, second in c.names}


def registered(known: Sequence[Carrier], asked: Iterable[Carrier]) -> list[Carrier]:
    """Return the carriers asked for with their permanent numbers; new ones get the next."""
    numbers = {carrier.same: carrier.number for carrier in known}
    following = max(numbers.values(), default=-1) + 1
    found = []
    for carrier in asked:
        if carrier.same not in numbers:
            numbers[carrier.same] = following
            following += 1
        found.append(carrier._replace(number=numbers[carrier.same]))
    return found


def wanted(schema: Schema, columns: Columns, policy: MarkPolicy) -> list[Carrier]:
    """Return the carriers a policy asks for in a table, without numbers.

    `columns` are the cells that say how the table is written. Raises `PolicyError` where a column
    that must not be altered is asked for, and `UsageError` for one that is not there.
    """
    return [
        *_aliases(schema, columns, policy),
        *_nulls(schema, policy),
        *_values(schema, columns, policy),
        *_formats(schema, columns, policy),
    ]


def _checked(schema: Schema, column: str, what: str) -> int:
    place = schema.place(column)
    if schema.kinds[place] in _NEVER:
        raise PolicyError(f"marks: {what} may not alter {column!r}: it must stay exact")
    return place


def _unit(policy: MarkPolicy) -> str:
    return "block" if policy.format == "block" else "record"


def _aliases(schema: Schema, columns: Columns, policy: MarkPolicy) -> list[Carrier]:
    asked = policy.alias
    if asked is True:
        asked = _found(schema, columns)
    found = []
    for column, names in (asked or {}).items():
        place = _checked(schema, column, "alias")
        if isinstance(names, str):
            names = alias.pairs(columns[place], columns[schema.place(names)])
            if not names:
                raise PolicyError(f"marks: {column!r} has no other name for each of its names")
        pairs = tuple(sorted(names.items()))
        if schema.kinds[place] in HOUSE and _collide(schema, columns, pairs):
            raise PolicyError(
                f"marks: the alias of {column!r} would give two flats one address: its names are not "
                "of one thing"
            )
        found.append(Carrier(-1, "L", column, names=pairs, unit=_unit(policy)))
    return found


def _collide(schema: Schema, columns: Columns, pairs: Sequence[tuple[str, str]]) -> bool:
    """Say whether two flats of the table would be one if the names of each pair meant the same."""
    texts = set(schema.houses(columns))
    named = [t for t in texts if any(name in t for pair in pairs for name in pair)]
    same = {second: first for first, second in pairs}
    apart = {canonical.house(text) for text in named}
    return len({canonical.house(text, same) for text in named}) < len(apart)


def _found(schema: Schema, columns: Columns) -> dict[str, Mapping[str, str]]:
    """Return the aliases that the table itself holds: two columns of names, one to one."""
    found: dict[str, Mapping[str, str]] = {}
    others = [i for i, name in enumerate(schema.names) if name in _OTHER_NAMES]
    for place in schema.of("community", "layout"):
        for other in others:
            pairs = alias.pairs(columns[place], columns[other]) if other != place else {}
            if pairs and schema.names[place] not in found:
                found[schema.names[place]] = pairs
    return found


def _nulls(schema: Schema, policy: MarkPolicy) -> list[Carrier]:
    for column in policy.null:
        _checked(schema, column, "null")
    return [Carrier(-1, "N", column) for column in policy.null]


def _values(schema: Schema, columns: Columns, policy: MarkPolicy) -> list[Carrier]:
    found = []
    for column, reach in policy.value.items():
        place = _checked(schema, column, "value")
        kind = schema.kinds[place]
        if kind not in {"price", "area", "date", ""}:
            raise PolicyError(f"marks: {column!r} holds no amounts that a value mark may shift")
        places = 0 if kind == "date" else value.decimals(columns[place])
        if kind != "date" and reach > _MOST * _usual(columns[place]):
            raise PolicyError(
                f"marks: a shift of {reach} is more than a hundredth of what {column!r} usually holds"
            )
        if round(0.6 * reach, places) <= 0:
            raise UsageError(f"marks: a shift of {reach} vanishes in the decimals of {column!r}")
        found.append(Carrier(-1, "V", column, reach=float(reach), places=places))
    return found


def _usual(cells: Sequence[str]) -> float:
    """Return the middle amount of a column, or infinity where it holds none."""
    amounts = [abs(n) for cell in written.sampled(cells) if (n := canonical.number(cell))]
    return median(amounts) if amounts else inf


def _formats(schema: Schema, columns: Columns, policy: MarkPolicy) -> list[Carrier]:
    if policy.format == "off":
        return []
    found = []
    for place, (name, kind) in enumerate(zip(schema.names, schema.kinds, strict=True)):
        cells = written.sampled(columns[place])
        for form in written.FORMS:
            if kind not in form.kinds:
                continue
            pair, both = written.usual(form, cells)
            plausible = both or (form.plain and policy.format == "block")
            if pair is not None and plausible:
                zero, one = pair
                found.append(Carrier(-1, "F", name, form.id, zero, one, unit=_unit(policy)))
    return found
