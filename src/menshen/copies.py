"""What the ledger knows of a dataset: its record key, its carriers, its copies and their releases.

A copy is what a recipient holds: the same marks stand in all files it got, so several releases to
one recipient are one copy. The ledger's records of releases are the only source.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from menshen.errors import LedgerError, UsageError
from menshen.marks.code import Code
from menshen.marks.record import Columns
from menshen.marks.registry import Carrier
from menshen.store.chain import Ledger
from menshen.store.keyring import DatasetKey, Keyring
from menshen.store.records import Released, unpacked
from menshen.tables import Source

__all__ = [
    "Copy",
    "Dataset",
    "Issue",
    "Snapshot",
    "copy_id",
    "dataset",
    "dataset_name",
    "document_digest",
    "snapshot",
]


class Issue(NamedTuple):
    """One release: its record in the ledger, and when it was."""

    record: Released
    at: datetime

    @property
    def share(self) -> float:
        """Return the share q at which its rows were dealt."""
        return float(self.record.policy.get("allocation", 1.0))  # type: ignore[arg-type]

    @property
    def active(self) -> frozenset[int]:
        """Return the numbers of the carriers the file has."""
        return frozenset(_told(self.record)["active"])

    def rows(self) -> NDArray[np.int64]:
        """Return the rows of the snapshot that are in the file."""
        return unpacked(self.record.rows)

    @property
    def entitled_text(self) -> str:
        """Return the packed rows from which the file's were dealt; empty if those are the same."""
        return str(_told(self.record).get("entitled", ""))


@dataclass(frozen=True, slots=True)
class Copy:
    """What one recipient holds: an id that names it, its number in the code, its releases."""

    id: str
    recipient: str
    number: int
    issues: tuple[Issue, ...] = field(repr=False)

    @property
    def active(self) -> frozenset[int]:
        """Return the carriers that any of its files has."""
        return frozenset().union(*(issue.active for issue in self.issues))

    @property
    def carriers(self) -> dict[int, Carrier]:
        """Return the carriers of its files by their numbers."""
        told = [c for issue in self.issues for c in _told(issue.record)["registry"]]
        return {c.number: c for c in map(Carrier.of, told) if c.number in self.active}

    @property
    def columns(self) -> frozenset[str]:
        """Return the columns that any of its files has."""
        return frozenset(c for issue in self.issues for c in issue.record.columns)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset as the ledger has it; without releases it has no key and no carriers."""

    name: str
    key: tuple[str, ...]
    carriers: tuple[Carrier, ...]
    kinds: Mapping[str, str]
    issues: tuple[Issue, ...] = field(repr=False)

    def copies(self, code: Code) -> list[Copy]:
        """Return the copies in the order in which their recipients first got anything."""
        by: dict[str, list[Issue]] = {}
        for issue in self.issues:
            by.setdefault(issue.record.recipient, []).append(issue)
        found = [
            Copy(copy_id(code.number(name)), name, code.number(name), tuple(issues))
            for name, issues in by.items()
        ]
        if len({copy.number for copy in found}) < len(found):
            raise LedgerError("two recipients have one number: rename one of them and release anew")
        return found

    def under(self, key_id: str) -> Dataset:
        """Return what was released under one key: its copies have marks of their own."""
        return replace(self, issues=tuple(i for i in self.issues if i.record.key_id == key_id))

    @property
    def key_ids(self) -> tuple[str, ...]:
        """Return the ids of the keys its releases were marked with."""
        return tuple(dict.fromkeys(issue.record.key_id for issue in self.issues))


def copy_id(number: int) -> str:
    """Return the name of a copy in reports.

    >>> copy_id(255)
    'c-00000000ff'
    """
    return f"c-{number:010x}"


def dataset(ledger: Ledger, name: str) -> Dataset:
    """Return what the ledger knows of a dataset."""
    issues = tuple(
        Issue(record, entry.at) for entry, record in Released.all(ledger) if record.dataset == name
    )
    if not issues:
        return Dataset(name, (), (), {}, ())
    carriers: dict[int, Carrier] = {}
    for issue in issues:
        for told in _told(issue.record)["registry"]:
            carrier = Carrier.of(told)
            if carriers.setdefault(carrier.number, carrier) != carrier:
                raise LedgerError("two releases give one carrier two meanings: verify the ledger")
    last = _told(issues[-1].record)
    first = _told(issues[0].record)
    return Dataset(name, tuple(first["key"]), tuple(carriers.values()), last["kinds"], issues)


def dataset_name(table: object, keys: Keyring | DatasetKey) -> str:
    """Return the dataset's name where none is given: the key's, else that of the file or table."""
    if isinstance(keys, DatasetKey):
        return keys.dataset
    if not isinstance(table, str | Path):
        raise UsageError("a table in memory needs the name of its dataset")
    path, _, inner = str(table).partition("#")
    return inner if ":" in path else Path(path).stem


def document_digest(data: bytes) -> str:
    """Return the digest of a document, by which release and trace know an original.

    >>> document_digest(b"")[:15]
    'sha256:e3b0c442'
    """
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def snapshot(source: Source) -> str:
    """Return the digest of a table's content, whatever kind of file it lies in."""
    state = Snapshot(source.names)
    for chunk in source.chunks():
        state.add(chunk)
    return state.digest


class Snapshot:
    """A digest of a table that is fed chunk by chunk."""

    def __init__(self, names: Sequence[str]) -> None:
        self._state = hashlib.sha256(_joined(names))

    def add(self, columns: Columns) -> None:
        """Take some rows in."""
        for column in columns:
            self._state.update(_joined(column))

    @property
    def digest(self) -> str:
        """Return `sha256:hex` of what was taken in."""
        return f"sha256:{self._state.hexdigest()}"


def _joined(cells: Iterable[str]) -> bytes:
    return "\x1f".join(cells).encode("utf-8", "surrogatepass") + b"\x1e"


def _told(record: Released) -> Mapping[str, Any]:
    return record.carriers
