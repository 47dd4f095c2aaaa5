"""C, canaries: the people who do not exist in a copy, dealt to it by key and marked like the rest.

They stand among the rows of the copy at places drawn by key. Their ids go into the release's record;
who got which is what a hit is later weighed by.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from menshen.canary import Canary, deal, pools
from menshen.errors import UsageError
from menshen.marks.code import Code, Tags
from menshen.marks.record import Schema
from menshen.marks.registry import Carrier, aliases
from menshen.store.chain import Ledger
from menshen.store.keyring import DatasetKey
from menshen.tables import Columns

__all__ = ["Decoys", "Some", "dealt"]


class Some(NamedTuple):
    """The canaries of a stretch of rows: their cells, their tags, before which row each stands."""

    columns: Columns
    tags: Tags
    before: NDArray[np.int64]


class Decoys:
    """The canaries of one copy, in the columns of the table, each before some row of the copy."""

    def __init__(
        self, canaries: Sequence[Canary], names: Sequence[str], tags: Tags, rows: int
    ) -> None:
        self.ids = tuple(canary.id for canary in canaries)
        self._columns = [[canary.row.get(name, "") for canary in canaries] for name in names]
        self._tags = tags
        self._before = (tags % np.uint64(max(1, rows))).astype(np.int64)

    def between(self, start: int, stop: int) -> Some:
        """Return the canaries that stand before the rows `start` to `stop` of the copy."""
        here = np.flatnonzero((self._before >= start) & (self._before < stop))
        columns = [[column[place] for place in here.tolist()] for column in self._columns]
        return Some(columns, self._tags[here], self._before[here] - start)


def dealt(
    count: int,
    ledger: Ledger,
    key: DatasetKey,
    dataset: str,
    recipient: str,
    schema: Schema,
    carriers: Sequence[Carrier],
    rows: int,
) -> Decoys:
    """Return a copy's canaries, `count` of them over all strata by how many are live in each.

    Raises `UsageError` where fewer were minted.
    """
    live: dict[str, int] = {}
    for pool in pools(ledger, dataset):
        if pool.key_id == key.id:
            for stratum in pool.strata:
                live[stratum] = live.get(stratum, 0) + len(pool.live(stratum))
    if sum(live.values()) < count:
        raise UsageError(
            f"{count} canaries are asked for and {sum(live.values())} are minted: menshen canary mint"
        )
    found = deal(ledger, dataset, key, recipient, _shares(count, live))
    code = Code(key)
    names = schema.names
    columns = [[canary.row.get(name, "") for canary in found] for name in names]
    tags = code.tags([f"canary|{i}" for i in schema.ids(columns, aliases(carriers))])
    return Decoys(found, names, tags, rows)


def _shares(count: int, live: dict[str, int]) -> dict[str, int]:
    """Return how many to deal of each stratum, in proportion, by largest remainders."""
    total = sum(live.values())
    exact = {s: count * n / total for s, n in live.items()}
    found = {s: int(e) for s, e in exact.items()}
    left = count - sum(found.values())
    for stratum in sorted(exact, key=lambda s: found[s] - exact[s])[:left]:
        found[stratum] += 1
    return found
