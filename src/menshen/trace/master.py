"""The master with its history: the current table, and earlier snapshots that were released.

All versions are laid over each other by the records' tags, so that a release of last year finds its
rows, and a value that was corrected since tells which version it came from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from menshen.copies import Dataset, Snapshot
from menshen.marks.code import Code, Tags
from menshen.marks.kinds import kinds_of
from menshen.marks.record import Schema, numbered
from menshen.marks.registry import aliases
from menshen.tables import Columns, Held, Source, opened
from menshen.trace.linkage import Index, Tolerances

__all__ = ["Master", "Version"]


class Version(NamedTuple):
    """One snapshot: its digest, for each of its rows the record, for each record its row or -1."""

    digest: str
    records: NDArray[np.int64]
    rows: NDArray[np.int64]
    columns: Columns


@dataclass(frozen=True)
class Master:
    """The records of a dataset: those of the current table first, then those only earlier ones had.

    `versions` are the snapshots, the current one first.
    """

    schema: Schema
    columns: Columns = field(repr=False)
    tags: Tags = field(repr=False)
    names: Mapping[str, str] = field(repr=False)
    versions: tuple[Version, ...] = field(repr=False)
    within: Tolerances = field(default_factory=Tolerances)

    @classmethod
    def of(cls, sources: Sequence[str | Source], dataset: Dataset, code: Code) -> Master:
        """Read the versions of the master; raises `UsageError` where their columns differ."""
        tables = [Held.of(opened(source)) for source in sources]
        first = tables[0]
        guessed = kinds_of(first.names, [c[:4000] for c in first.columns])
        kinds = tuple(dataset.kinds.get(n, k) for n, k in zip(first.names, guessed, strict=True))
        schema = Schema(first.names, kinds, dataset.key or first.names)
        names = aliases(dataset.carriers)
        columns, tags = first.columns, np.zeros(0, dtype=np.uint64)
        versions = []
        for number, table in enumerate(tables):
            held = [table.columns[Schema(table.names, ()).place(n)] for n in first.names]
            own, _ = numbered(code, code.tags(schema.ids(held, names)))
            new = np.flatnonzero(~np.isin(own, tags))
            tags = np.concatenate([tags, own[new]])
            if number:
                places = new.tolist()
                columns = [w + [p[i] for i in places] for w, p in zip(columns, held, strict=True)]
            versions.append((_digest(table), _found(own, tags), held))
        laid = [Version(d, r, _inverse(r, len(tags)), h) for d, r, h in versions]
        within = _tolerances(dataset, schema)
        return cls(schema, columns, tags, names, tuple(laid), within)

    @property
    def rows(self) -> int:
        """Return how many records there are."""
        return len(self.tags)

    @property
    def places(self) -> dict[str, NDArray[np.int64]]:
        """Return for each known snapshot the record of each of its rows."""
        return {version.digest: version.records for version in self.versions}

    @cached_property
    def index(self) -> Index:
        """Return the records, to be found by what is known of them."""
        return Index(self.schema, self.columns, self.names, self.within)

    @cached_property
    def by_key(self) -> dict[str, int]:
        """Return the record of each key as it stands in a key column of its own."""
        found: dict[str, int] = {}
        for name in self.schema.key:
            for row, cell in enumerate(self.columns[self.schema.place(name)]):
                found.setdefault(cell.strip(), row)
        return found

    def find(self, person: str) -> int:
        """Return the record of a phone number, a flat or a key; -1 if there is no one such."""
        from menshen.marks.canonical import phone

        row = self.index.phones.get(phone(person), -1)
        if row < 0:
            row = self.index.by_house(person)
        return row if row >= 0 else self.by_key.get(person.strip(), -1)


def _found(own: Tags, tags: Tags) -> NDArray[np.int64]:
    """Return where each of some tags stands among all."""
    order = np.argsort(tags)
    return order[np.searchsorted(tags[order], own)].astype(np.int64)


def _inverse(records: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    rows = np.full(count, -1, dtype=np.int64)
    rows[records] = np.arange(len(records))
    return rows


def _digest(table: Held) -> str:
    state = Snapshot(table.names)
    for chunk in table.chunks():
        state.add(chunk)
    return state.digest


def _tolerances(dataset: Dataset, schema: Schema) -> Tolerances:
    """Return three times the reach of the value marks on prices and areas."""
    far = {"price": Tolerances().price, "area": Tolerances().area}
    for carrier in dataset.carriers:
        if carrier.kind == "V" and carrier.column in schema.names:
            kind = schema.kinds[schema.place(carrier.column)]
            if kind in far:
                far[kind] = max(far[kind], 3 * carrier.reach)
    return Tolerances(far["price"], far["area"])
