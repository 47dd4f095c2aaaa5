"""The ledger: an append-only log in which every entry vouches for the one before.

`digest = H(previous digest ‖ canonical entry)`, H being SM3 (GB/T 32905-2016) or SHA-256, so a
changed, deleted, inserted or moved entry no longer fits its neighbours. Whoever can write to the
database can still rewrite it from some entry to the end, or cut off its end; that shows only against
a head that was kept elsewhere (`Ledger.head`, printed by `menshen ledger head`). One table
in SQLite or PostgreSQL holds entries of all kinds: releases, cases, canaries, audit events.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, Self

from menshen.errors import LedgerError, UsageError
from menshen.store.backing import Backing, Row, backing

__all__ = ["JSON", "Audit", "Entry", "Fault", "Hash", "Ledger", "canonical", "digest"]

JSON = None | bool | int | float | str | Sequence["JSON"] | Mapping[str, "JSON"]
Hash = Literal["sm3", "sha256"]

_KIND = re.compile(r"[a-z][a-z0-9_]{0,31}(\.[a-z][a-z0-9_]{0,31})?")
_HEAD = re.compile(r"(?P<seq>0|[1-9][0-9]{0,17}):(?P<hash>sm3|sha256):[0-9a-f]{64}")
_GENESIS = "genesis"
_LARGEST = 1 << 26
"""The most bytes a record may take: a million row numbers take a few hundred thousand."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a ledger: number (from 1), kind, record, digest `hash:hex`, and the time (UTC).

    The record is kept out of the `repr`: it may name people.
    """

    seq: int
    kind: str
    record: Mapping[str, JSON] = field(repr=False)
    digest: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where a ledger is not intact: the entry's number and what is wrong there."""

    seq: int
    kind: Literal["changed", "missing", "foreign", "truncated", "rewritten"]
    reason: str


@dataclass(frozen=True, slots=True)
class Audit:
    """What checking a ledger found: how many entries there are, the head, and every fault."""

    entries: int
    head: str
    faults: tuple[Fault, ...]

    @property
    def intact(self) -> bool:
        """Say whether no fault was found."""
        return not self.faults


class Ledger:
    """An append-only chained log in SQLite or PostgreSQL; writers may be many.

    >>> ledger = Ledger.open(":memory:")
    >>> ledger.append("release", {"recipient": "装修公司A"}).seq
    1
    >>> [entry.record["recipient"] for entry in ledger.entries("release")]
    ['装修公司A']
    >>> ledger.verify().intact
    True
    """

    def __init__(self, rows: Backing, algorithm: Hash = "sm3") -> None:
        self._rows = rows
        self._hash = _begun(rows, algorithm)

    @classmethod
    def open(cls, url: str, *, algorithm: Hash = "sm3", create: bool = True) -> Self:
        """Open a ledger, or begin one: a path, `sqlite:///path`, `postgresql://…`, `:memory:`.

        `algorithm` counts only for a new one, which is not begun without `create`. Raises
        `UsageError` for an address of another kind or a missing driver, `LedgerError` if what is
        there is no ledger or cannot be reached.
        """
        rows = backing(url)
        if not create and not rows.exists():
            raise LedgerError(f"{rows.name}: there is no ledger here")
        return cls(rows, algorithm)

    def __repr__(self) -> str:
        return f"Ledger({self._rows.name!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; the ledger opens it again when asked once more."""
        self._rows.close()

    def append(self, kind: str, record: Mapping[str, JSON]) -> Entry:
        """Write an entry at the end and return it; it is on disk when this returns.

        `kind` is a lower-case word or two with a dot between (`canary.hit`), `record` what JSON
        holds, without NaN. Raises `UsageError` for another kind or record.
        """
        if kind == _GENESIS or not _KIND.fullmatch(kind):
            raise UsageError(f"{kind!r} is no kind of ledger entry: use lower-case words")
        text = canonical(record)
        if len(text) > _LARGEST:
            raise UsageError(
                f"a ledger record of {len(text)} bytes is too large: {_LARGEST} at most"
            )

        def following(last: Row | None) -> Row:
            assert last is not None
            return _row(last.seq + 1, kind, text, last.digest, self._hash)

        return _entry(self._rows.append(following))

    def entries(self, kind: str | None = None) -> Iterator[Entry]:
        """Yield the entries in order, of all kinds or one; others may write meanwhile.

        Digests are not checked here: `verify` does that.
        """
        for row in self._rows.read(after=0, kind=kind):
            yield _entry(row)

    @property
    def head(self) -> str:
        """The number and digest of the last entry, `seq:hash:hex`: what to keep elsewhere."""
        last = self._rows.last()
        if last is None:
            raise LedgerError(f"{self._rows.name}: the ledger has lost its first entry")
        return f"{last.seq}:{last.digest}"

    def verify(self, anchors: Sequence[str] = ()) -> Audit:
        """Check every entry, and that the ledger still leads through heads kept elsewhere.

        Each anchor is a former `head`. Raises `UsageError` for what cannot be one.
        """
        kept = dict(_anchor(anchor) for anchor in anchors)
        faults: list[Fault] = []
        before, expected, count = "", 0, 0
        for row in self._rows.read(after=-1, kind=None):
            faults += _gap(expected, row.seq)
            faults += _misfit(row, before, self._hash)
            if kept.pop(row.seq, row.digest) != row.digest:
                faults.append(Fault(row.seq, "rewritten", "differs from the head kept elsewhere"))
            before, expected, count = row.digest, row.seq + 1, count + (row.seq > 0)
        faults += [
            Fault(seq, "truncated", "is in a head kept elsewhere, and no longer here")
            for seq in sorted(kept)
            if seq >= expected
        ]
        return Audit(count, f"{expected - 1}:{before}" if before else "", tuple(faults))


def canonical(record: JSON) -> str:
    r"""Return a value as the one text that is hashed: keys sorted, no blanks, ASCII.

    Raises `UsageError` for what JSON does not hold, NaN and infinities among it.

    >>> canonical({"b": 1, "a": "门"})
    '{"a":"\\u95e8","b":1}'
    """
    try:
        return json.dumps(record, sort_keys=True, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        raise UsageError(
            "a ledger record holds what JSON does not: use text, whole or finite numbers, lists"
        ) from None


def digest(data: bytes, algorithm: Hash = "sm3") -> str:
    """Return `hash:hex` of some bytes.

    The vector is example 1 of GB/T 32905-2016, annex A.

    >>> digest(b"abc")
    'sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'
    """
    from cryptography.hazmat.primitives import hashes

    state = hashes.Hash(hashes.SM3() if algorithm == "sm3" else hashes.SHA256())
    state.update(data)
    return f"{algorithm}:{state.finalize().hex()}"


def _row(seq: int, kind: str, record: str, before: str, algorithm: Hash) -> Row:
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    return Row(seq, kind, at, record, _sealed(seq, kind, at, record, before, algorithm))


def _sealed(seq: int, kind: str, at: str, record: str, before: str, algorithm: Hash) -> str:
    """Return the digest of an entry: the texts in front hold no line feed, so none can be moved."""
    return digest(f"{before}\n{seq}\n{kind}\n{at}\n{record}".encode(), algorithm)


def _entry(row: Row) -> Entry:
    try:
        record, at = json.loads(row.record), datetime.fromisoformat(row.at)
    except ValueError:
        raise LedgerError(f"entry {row.seq} of the ledger cannot be read: verify it") from None
    return Entry(row.seq, row.kind, record, row.digest, at)


def _begun(rows: Backing, algorithm: Hash) -> Hash:
    """Return the hash of a ledger, of which the first entry is written if there is none."""
    first = next(rows.read(after=-1, kind=None), None)
    if first is None:
        told = canonical({"format": 1, "hash": algorithm, "ledger": secrets.token_hex(16)})

        def genesis(last: Row | None) -> Row | None:
            return None if last else _row(0, _GENESIS, told, "", algorithm)

        rows.begin(genesis)
        first = next(rows.read(after=-1, kind=None))
    name = first.digest.partition(":")[0]
    if name == "sm3":
        return "sm3"
    if name == "sha256":
        return "sha256"
    raise LedgerError(f"{rows.name}: the first entry's hash is not one menshen knows")


def _anchor(head: str) -> tuple[int, str]:
    found = _HEAD.fullmatch(head.strip())
    if found is None:
        raise UsageError("a kept head is written «number:hash:64 hexadecimal digits»")
    seq = found["seq"]
    return int(seq), head.strip()[len(seq) + 1 :]


def _gap(expected: int, seq: int) -> list[Fault]:
    if seq == expected:
        return []
    missing = f"{expected}" if seq == expected + 1 else f"{expected} to {seq - 1}"
    return [Fault(expected, "missing", f"entry {missing} is not there")]


def _misfit(row: Row, before: str, algorithm: Hash) -> list[Fault]:
    if (row.seq == 0) != (row.kind == _GENESIS):
        return [Fault(row.seq, "foreign", "this is not where a ledger begins")]
    if _sealed(row.seq, row.kind, row.at, row.record, before, algorithm) == row.digest:
        return []
    return [Fault(row.seq, "changed", "its digest does not fit its content and the entry before")]
