"""The making of a release: a copy of a table and its entry in the ledger.

The table is read twice: first to learn what it holds (`survey`), then to render it (`rendering`)
in chunks, so that a million rows need no more memory than their tags. Copies are always rendered
from the master. The ledger's entry is written once the file is complete; a file without an entry
could be blamed on nobody, so it is taken away again if the entry cannot be written.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from math import log2
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from menshen import copies
from menshen.copies import copy_id, dataset_name
from menshen.errors import UsageError
from menshen.marks import allocation, file, order
from menshen.marks.allocation import dealt
from menshen.marks.capacity import USUAL, mean_information
from menshen.marks.code import Code, Tags
from menshen.marks.policy import MarkPolicy
from menshen.release.distortion import Distortion, Tally
from menshen.release.receipt import digest as receipt_digest
from menshen.release.receipt import text_for
from menshen.release.recipient import Recipient
from menshen.release.rendering import Rendering
from menshen.release.survey import Survey, survey
from menshen.release.where import conditions
from menshen.store.chain import Ledger
from menshen.store.keyring import DatasetKey, Keyring, release_key
from menshen.store.records import Released, packed
from menshen.tables import Columns, Source, Writer, opened, written

if TYPE_CHECKING:
    from menshen.release.decoys import Decoys, Some

__all__ = ["Release", "release"]


@dataclass(frozen=True, slots=True)
class Release:
    """A release that was made: its id, the copy it belongs to, what was written and changed.

    `digest` is that of the file, `head` the ledger's after the entry. `shared` counts records of
    the master that have no key of their own. `capacity` is about the most evidence that the whole
    copy could give in bits, to be held against log2(n/ε). `receipt` is the text the recipient signs.
    """

    id: str
    copy: str
    recipient: str
    dataset: str
    rows: int
    columns: tuple[str, ...]
    digest: str
    head: str
    distortion: tuple[Distortion, ...]
    shared: int = 0
    canaries: tuple[str, ...] = ()
    capacity: float = 0.0
    receipt: str = field(default="", repr=False)

    def record(self) -> dict[str, Any]:
        """Return the release as JSON."""
        return {**asdict(self), "distortion": [asdict(d) for d in self.distortion]}


def release(
    table: str | Path | Source,
    out: str | Path,
    *,
    to: Recipient | str,
    ledger: Ledger | str,
    keys: Keyring | DatasetKey,
    dataset: str | None = None,
    purpose: str = "",
    legal_basis: str = "",
    operator: str = "",
    approval: str = "",
    columns: Sequence[str] = (),
    where: Sequence[str] = (),
    marks: MarkPolicy | None = None,
) -> Release:
    """Write a recipient's own copy of a table, and its entry in the ledger.

    `columns` and `where` (conditions such as `楼栋=3幢|5幢`) narrow what leaves. Raises `UsageError`
    or `PolicyError` for what cannot be asked, `UnreadableError` for the table, `KeyringError` where
    the dataset was marked with another key; then nothing is written.
    """
    policy = marks or MarkPolicy()
    recipient = to if isinstance(to, Recipient) else Recipient(to)
    source = opened(str(table) if isinstance(table, Path) else table)
    book = Ledger.open(ledger) if isinstance(ledger, str) else ledger
    name = dataset or dataset_name(table, keys)
    known = copies.dataset(book, name)
    key = release_key(keys, name, known.key_ids)
    code = Code(key)
    seen = survey(source, code, known, policy, conditions(where, source.names), columns)
    job = _Job(code, policy, seen, code.number(recipient.name), tuple(columns) or source.names)
    if not len(job.rows):
        raise UsageError(
            f"{name}: no row is left to release: look at the table, --where and the share of the rows"
        )
    decoys = _decoys(policy, book, key, name, recipient.name, job)
    address = str(out)
    with written(address, job.columns, like=source, stamp=job.stamp) as writer:
        job.write(source, writer, decoys)
    entry = _Entry(recipient, name, key.id, purpose, legal_basis, operator, approval)
    try:
        return entry.written(book, job, address, decoys)
    except BaseException:
        if "#" not in address:
            Path(address).unlink(missing_ok=True)
        raise


class _Job:
    """What one release is made of, and the writing of it."""

    def __init__(
        self, code: Code, policy: MarkPolicy, seen: Survey, number: int, columns: tuple[str, ...]
    ) -> None:
        self.code, self.policy, self.seen, self.number = code, policy, seen, number
        self.columns = columns
        self._places = [seen.schema.place(name) for name in columns]
        valued = {c.column for c in seen.active if c.kind == "V"}
        self._tallies = [Tally(name, valued=name in valued) for name in columns]
        drawn = dealt(code, seen.tags, number, policy.allocation)
        self.rows = np.flatnonzero(seen.entitled & drawn)
        self._rendering = Rendering(code, seen.schema, seen.active, number)

    def capacity(self, canaries: int) -> float:
        """Return about the most bits that the whole copy could give as it is, once it is written."""
        count, found = len(self.rows), 0.0
        for carrier in self.seen.active:
            if carrier.column in self.columns:
                places = len(self._rendering.blocks) if carrier.unit == "block" else count
                found += places * mean_information() * (0.5 if carrier.kind == "N" else 1.0)
        if self.policy.allocation < 1:
            found += count * allocation.bits(self.policy.allocation)
        return round(found + canaries * log2(USUAL), 1)

    @property
    def stamp(self) -> str:
        """Return what stands in the file's properties."""
        return file.stamp(self.code.stamp(self.number)) if self.policy.file else ""

    @property
    def distortion(self) -> tuple[Distortion, ...]:
        """Return what was changed, by column."""
        return tuple(tally.found() for tally in self._tallies)

    def write(self, source: Source, writer: Writer, decoys: Decoys | None) -> None:
        """Render and write all rows, and among them the people who do not exist."""
        rendering = self._rendering
        inside = np.zeros(len(self.seen.tags), dtype=bool)
        inside[self.rows] = True
        at = done = 0
        for chunk in source.chunks():
            here = inside[at : at + len(chunk[0])]
            tags = self.seen.tags[at : at + len(chunk[0])][here]
            at += len(chunk[0])
            if len(tags):
                people = decoys.between(done, done + len(tags)) if decoys else None
                done += len(tags)
                writer.write(self._some(_kept(chunk, here), tags, rendering, people))

    def _some(
        self, chunk: Columns, tags: Tags, rendering: Rendering, people: Some | None
    ) -> Columns:
        count = len(tags)
        if people is not None:
            chunk = [rows + more for rows, more in zip(chunk, people.columns, strict=True)]
            tags = np.concatenate([tags, people.tags])
        marked = rendering.rows(chunk, tags)
        for tally, place in zip(self._tallies, self._places, strict=True):
            tally.add(chunk[place][:count], marked[place][:count])
        asked = [marked[place] for place in self._places]
        if self.policy.order:
            return _ordered(self.code, asked, tags, self.number)
        if people is not None and len(people.tags):
            turned = np.argsort(np.append(np.arange(count), people.before - 0.5), kind="stable")
            asked = [[column[place] for place in turned.tolist()] for column in asked]
        return asked

    def marks(self) -> dict[str, Any]:
        """Return what the ledger must know to find the marks again."""
        seen = self.seen
        entitled = ""
        if self.policy.allocation < 1:
            entitled = packed(np.flatnonzero(seen.entitled))
        return {
            "key": list(seen.schema.key),
            "kinds": dict(zip(seen.schema.names, seen.schema.kinds, strict=True)),
            "registry": [carrier.record() for carrier in seen.known],
            "active": [c.number for c in seen.active if c.column in self.columns],
            "entitled": entitled,
        }


def _kept(chunk: Columns, here: Any) -> Columns:
    if here.all():
        return chunk
    places = np.flatnonzero(here).tolist()
    return [[column[place] for place in places] for column in chunk]


def _ordered(code: Code, columns: Columns, tags: Tags, number: int) -> Columns:
    """Return rows in the recipient's order, stretch by stretch."""
    turned: list[int] = []
    for start in range(0, len(tags), order.STRETCH):
        part = order.arranged(code, tags[start : start + order.STRETCH], number)
        turned += (part + start).tolist()
    return [[column[place] for place in turned] for column in columns]


def _decoys(
    policy: MarkPolicy, book: Ledger, key: DatasetKey, name: str, to: str, job: _Job
) -> Decoys | None:
    if not policy.canaries:
        return None
    from menshen.release.decoys import dealt as people

    seen = job.seen
    return people(policy.canaries, book, key, name, to, seen.schema, seen.known, len(job.rows))


@dataclass(frozen=True, slots=True)
class _Entry:
    """What stands in the ledger beside the file itself."""

    recipient: Recipient
    dataset: str
    key_id: str
    purpose: str
    legal_basis: str
    operator: str
    approval: str

    def written(self, book: Ledger, job: _Job, address: str, decoys: Decoys | None) -> Release:
        """Write the ledger's entry and return the release."""
        id_, digest = f"r-{secrets.token_hex(6)}", _digest(address)
        count = len(job.rows) + (len(decoys.ids) if decoys else 0)
        content = f"{count} 行，{len(job.columns)} 列（{'、'.join(job.columns)}）"
        receipt = text_for(
            id_, self.recipient, self.dataset, self.purpose, self.legal_basis, content, digest
        )
        entry = Released(
            release=id_, dataset=self.dataset, recipient=self.recipient.name, key_id=self.key_id,
            snapshot=job.seen.snapshot, rows=packed(job.rows), row_count=count,
            columns=job.columns, file=digest, purpose=self.purpose,
            legal_basis=self.legal_basis, operator=self.operator, approval=self.approval,
            receipt=receipt_digest(receipt),
            policy=job.policy.record(), carriers=job.marks(),
            canaries=decoys.ids if decoys else (),
        ).write(book)  # fmt: skip
        return Release(
            id_, copy_id(job.number), self.recipient.name, self.dataset, count, job.columns,
            digest, f"{entry.seq}:{entry.digest}", job.distortion, job.seen.shared,
            decoys.ids if decoys else (), job.capacity(len(decoys.ids) if decoys else 0), receipt,
        )  # fmt: skip


def _digest(address: str) -> str:
    """Return the digest of the file, or of the table's content in a database."""
    if "#" in address:
        return copies.snapshot(opened(address))
    state = hashlib.sha256()
    with Path(address).open("rb") as written_:
        while part := written_.read(1 << 20):
            state.update(part)
    return f"sha256:{state.hexdigest()}"
