"""What the ledger's records say: one class for each kind of entry, and rows as a packed set.

Whoever writes an entry makes the record here, whoever reads one gets the same class back, so the
names of the fields stand in one place. Unknown fields are kept out: a later version may add some.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar, Self

from menshen.errors import LedgerError, UsageError
from menshen.store.chain import JSON, Entry, Ledger

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["CaseOpened", "CaseRun", "Record", "Released", "ReleasedDocument", "packed", "unpacked"]

_MOST_ROWS = 1 << 30


class Record:
    """A record that knows its kind and can be written to a ledger and read from it."""

    kind: ClassVar[str]

    def write(self, ledger: Ledger) -> Entry:
        """Append the record to a ledger."""
        return ledger.append(self.kind, asdict(self))  # type: ignore[call-overload]

    @classmethod
    def read(cls, record: Mapping[str, JSON]) -> Self:
        """Return the record of an entry. Raises `LedgerError` for one of another shape."""
        names = {one.name for one in fields(cls)}  # type: ignore[arg-type]
        try:
            told: dict[str, Any] = {k: _frozen(v) for k, v in record.items() if k in names}
            return cls(**told)
        except TypeError:
            raise LedgerError(f"an entry {cls.kind} of the ledger lacks fields") from None

    @classmethod
    def all(cls, ledger: Ledger) -> Iterable[tuple[Entry, Self]]:
        """Yield the entries of this kind with their records, in order."""
        for entry in ledger.entries(cls.kind):
            yield entry, cls.read(entry.record)


@dataclass(frozen=True, slots=True)
class Released(Record):
    """A copy that left: to whom, why, on which basis, what exactly, under which key.

    `rows` is the set of row numbers of the snapshot as `packed` writes it; `snapshot` and `file`
    are digests `hash:hex`; `canaries` are canary ids; `carriers` names the marks by column.
    Records are kept at least three years (PIPL art. 56; Network Data Security Regulations art. 12).
    """

    kind: ClassVar[str] = "release"

    release: str
    dataset: str
    recipient: str
    key_id: str
    snapshot: str
    rows: str
    row_count: int
    columns: tuple[str, ...]
    file: str
    purpose: str = ""
    legal_basis: str = ""
    operator: str = ""
    approval: str = ""
    receipt: str = ""
    policy: Mapping[str, JSON] = field(default_factory=dict)
    carriers: Mapping[str, JSON] = field(default_factory=dict)
    canaries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleasedDocument(Record):
    """A copy of a document that left: the digests of the original and of the file, how many places.

    `original` is what the copies of one version of a document have in common, and what tracing
    finds them by.
    """

    kind: ClassVar[str] = "document"

    release: str
    dataset: str
    recipient: str
    key_id: str
    original: str
    form: str
    places: int
    file: str
    purpose: str = ""
    legal_basis: str = ""
    operator: str = ""
    approval: str = ""
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class CaseOpened(Record):
    """A case of tracing, frozen before anything was looked at: ε, copies tested, leak's digest."""

    kind: ClassVar[str] = "case"

    case: str
    dataset: str
    eps: float
    copies: int
    leak: str
    decoder: str
    head: str = ""


@dataclass(frozen=True, slots=True)
class CaseRun(Record):
    """One run of a case, written before its result is shown: each spends part of the ε."""

    kind: ClassVar[str] = "run"

    case: str
    run: int
    leak: str
    threshold_log2: float
    streams: tuple[str, ...] = ()
    verdict: str = ""


def packed(rows: Iterable[int] | npt.NDArray[np.integer[Any]]) -> str:
    """Return a set of row numbers as text: `count:deflated bitmap in base64`.

    A million rows take 125 kB at worst, a run of rows next to nothing. Raises `UsageError`
    for a number below 0 or above 2^30.

    >>> unpacked(packed([5, 0, 9])).tolist()
    [0, 5, 9]
    """
    import numpy as np

    numbers = np.asarray(rows if isinstance(rows, np.ndarray) else list(rows), dtype=np.int64)
    if numbers.size == 0:
        return "0:"
    if numbers.min() < 0 or numbers.max() >= _MOST_ROWS:
        raise UsageError("row numbers go from 0 to 2^30")
    bits = np.zeros(int(numbers.max()) + 1, dtype=bool)
    bits[numbers] = True
    body = base64.b64encode(zlib.compress(np.packbits(bits).tobytes(), 6)).decode()
    return f"{bits.size}:{body}"


def unpacked(text: str) -> npt.NDArray[np.int64]:
    """Return the row numbers of a packed set, rising. Raises `LedgerError` for a broken one."""
    import numpy as np

    size, _, body = text.partition(":")
    try:
        if not 0 <= int(size) <= _MOST_ROWS:
            raise LedgerError("a set of rows in the ledger is larger than can be")
        most = (int(size) + 7) // 8
        raw = zlib.decompressobj().decompress(base64.b64decode(body), most + 1) if body else b""
    except (ValueError, zlib.error):
        raise LedgerError("a set of rows in the ledger cannot be read: verify it") from None
    if len(raw) != most:
        raise LedgerError("a set of rows in the ledger cannot be read: verify it")
    bits = np.unpackbits(np.frombuffer(raw, dtype=np.uint8), count=int(size))
    return np.flatnonzero(bits).astype(np.int64)


def _frozen(value: JSON) -> JSON:
    return tuple(value) if isinstance(value, list) else value
