"""The first reading of a table to be released: what its columns hold, and who its records are.

It is read once from end to end; what is kept of a row is its tag. The writing of columns is judged
by the first hundred thousand rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from menshen.copies import Dataset, Snapshot
from menshen.errors import UsageError
from menshen.marks.code import Bits, Code, Tags
from menshen.marks.kinds import kinds_of
from menshen.marks.policy import MarkPolicy
from menshen.marks.record import Schema, candidates, numbered
from menshen.marks.registry import Carrier, aliases, registered, wanted
from menshen.release.where import Condition, holding
from menshen.tables import CHUNK, Columns, Source

__all__ = ["Survey", "sample", "survey"]

_SEEN = 5 * CHUNK


class Survey(NamedTuple):
    """What was learnt of a table: schema, carriers with numbers, tags of all rows, who is entitled.

    `known` are all carriers the dataset has had, `active` those of this release. `shared` counts
    records whose key another one has too.
    """

    schema: Schema
    known: tuple[Carrier, ...]
    active: tuple[Carrier, ...]
    tags: Tags
    entitled: Bits
    snapshot: str
    shared: int


def survey(
    source: Source,
    code: Code,
    dataset: Dataset,
    policy: MarkPolicy,
    conditions: Sequence[Condition] = (),
    columns: Sequence[str] = (),
) -> Survey:
    """Read a table and return what a release of it needs to know.

    A dataset that was released before keeps its key and the kinds of its columns.
    """
    seen = sample(source)
    schema = _schema(source.names, seen, dataset, policy, code)
    asked = [c for c in wanted(schema, seen, policy) if not columns or c.column in columns]
    active = registered(dataset.carriers, asked)
    fresh = {c.number: c for c in (*dataset.carriers, *active)}
    names = aliases(fresh.values())
    parts: list[Tags] = []
    held: list[Bits] = []
    state = Snapshot(source.names)
    for chunk in source.chunks():
        state.add(chunk)
        parts.append(code.tags(schema.ids(chunk, names)))
        held.append(holding(conditions, source.names, chunk))
    tags, shared = numbered(code, np.concatenate(parts) if parts else code.tags([]))
    entitled = np.concatenate(held) if held else np.zeros(0, dtype=bool)
    return Survey(
        schema, tuple(fresh.values()), tuple(active), tags, entitled, state.digest, shared
    )


def sample(source: Source) -> Columns:
    """Return the rows by which the writing of a table is judged."""
    seen: Columns = [[] for _ in source.names]
    for chunk in source.chunks():
        for whole, part in zip(seen, chunk, strict=True):
            whole += part
        if seen and len(seen[0]) >= _SEEN:
            break
    return seen


def _schema(
    names: Sequence[str], seen: Columns, dataset: Dataset, policy: MarkPolicy, code: Code
) -> Schema:
    guessed = kinds_of(names, seen)
    kinds = tuple(dataset.kinds.get(n, k) for n, k in zip(names, guessed, strict=True))
    schema = Schema(tuple(names), kinds)
    key = dataset.key or tuple(policy.key)
    if policy.key and key != tuple(policy.key):
        raise UsageError(
            f"the dataset {dataset.name} has been released with the key {', '.join(key)}: it keeps it"
        )
    for name in key:
        schema.place(name)
    return schema._replace(key=key or _key(schema, seen, code))


def _key(schema: Schema, seen: Columns, code: Code) -> tuple[str, ...]:
    """Return the first columns that tell the records seen apart, or all that might."""
    ways = candidates(schema)
    for way in ways:
        _, shared = numbered(code, code.tags(schema._replace(key=way).ids(seen, {})))
        if not shared:
            return way
    return ways[-1]
