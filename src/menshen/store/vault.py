"""The vault: what stands for what, and the bytes to put back, under a key kept elsewhere.

A vault is one file: a line of JSON in the clear (form, cipher, salt), then everything else in
sealed pieces, AES-256-GCM (NIST SP 800-38D) or SM4-GCM (GB/T 32907, RFC 8998), each under the head
of the file, its number and whether it is the last, so that no piece can be changed, moved, dropped
or cut off unseen (docs/decisions/0022-proof-and-vault.md). It is written anew as a whole, beside its place.

An entry belongs to people; `erase` takes out all that is known of somebody: entries, and the bytes
to put back. What is erased cannot be restored.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Protocol, Self

from menshen import facts
from menshen.errors import UsageError, VaultError
from menshen.store.keys import from_passphrase

__all__ = ["Entry", "Old", "Record", "Vault", "begun", "salt_of"]

_FORM = 1
_PIECE = 1 << 20
_TAG, _NONCE = 16, 12
_REFUSED = "the vault does not open: the key is another one, or the file was changed or cut"
_BUSY = "another process has this vault open to write: wait until it is done"
_OFTEN = 60.0
"""Seconds after which a long run saves."""
_CIPHERS = {"standard": "AES-256-GCM", "sm": "SM4-GCM"}
_LABEL = ("〔", "〕")


class Taken(Protocol):
    """A value that was taken out, as `menshen.redact` knows it."""

    @property
    def type(self) -> str:
        """Return the kind's id."""
        ...

    @property
    def normal(self) -> str:
        """Return the canonical form."""
        ...

    @property
    def written(self) -> str:
        """Return the value as it was written."""
        ...

    @property
    def standin(self) -> str:
        """Return what stands in its place."""
        ...

    @property
    def person(self) -> str | None:
        """Return whose it is within its block, or None."""
        ...


@dataclass(slots=True)
class Entry:
    """A value: its kind, canonical form, the first way it was written, its stand-in, its people."""

    type: str
    normal: str = field(repr=False)
    written: str = field(repr=False)
    standin: str
    people: set[str] = field(default_factory=set)


class Old(NamedTuple):
    """Bytes to put back: where they were taken out of the output, and the entries they hold."""

    start: int
    size: int
    data: bytes
    entries: tuple[int, ...]

    def __repr__(self) -> str:
        return f"Old({self.start}:{self.size})"


class Record(NamedTuple):
    """A document that was written: digests of output and source, its old name, what to put back.

    `exact` says that the old bytes are known; else only values can be put back, by their stand-ins.
    """

    digest: str
    source: str
    name: str
    exact: bool
    old: Sequence[Old]

    def __repr__(self) -> str:
        return f"Record({self.digest[:12]!r}, exact={self.exact})"


class Vault:
    """A vault that is open; as a context it is saved at the end if all went well."""

    def __init__(self, path: Path, key: bytes, head: dict[str, Any]) -> None:
        self._path = path
        self._head = head
        self._key = _sealing(key, head)
        self._entries: dict[int, Entry] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._records: dict[str, Record] = {}
        self._next = 1
        self._lock: int | None = None
        self._seen: tuple[int, int, int] | None = None
        self._saved = time.monotonic()

    def __repr__(self) -> str:
        return f"Vault({str(self._path)!r}, entries={len(self._entries)})"

    @classmethod
    def at(cls, path: str | Path, key: bytes, crypto: str = "standard") -> Self:
        """Open a vault, or begin a new one; raises `VaultError` when it does not open."""
        path = Path(path)
        if path.exists():
            return cls.open(path, key)
        salt = base64.b64encode(secrets.token_bytes(16)).decode()
        return cls(path, key, {"menshen-vault": _FORM, "cipher": _CIPHERS[crypto], "salt": salt})

    @classmethod
    def open(cls, path: str | Path, key: bytes) -> Self:
        """Open a vault; raises `VaultError` for a wrong key and for a file that was changed."""
        path = Path(path)
        try:
            seen, data = _mark(path), path.read_bytes()
        except OSError as error:
            raise UsageError(f"{path}: the vault cannot be read ({error.strerror})") from None
        line, _, sealed = data.partition(b"\n")
        vault = cls(path, key, _head(line, path))
        vault._seen = seen
        vault._fill(vault._unsealed(sealed))
        return vault

    def __enter__(self) -> Self:
        """Take the vault for this process alone; raises `VaultError` while another one has it.

        A new vault is written at once, so that a place that cannot be written is seen beforehand.
        """
        if self._seen is None:
            self.save(new=True)
        self._lock = _locked(self._path, self._seen)
        return self

    def __exit__(self, *_error: object) -> None:
        """Save what was kept, also where the run broke off: its outputs are in place."""
        try:
            self.save()
        finally:
            if self._lock is not None:
                os.close(self._lock)
                self._lock = None

    def save_now_and_then(self) -> None:
        """Save if the last time was a minute ago, so that a process that is killed loses little."""
        if time.monotonic() - self._saved > _OFTEN:
            self.save()

    def save(self, *, new: bool = False) -> None:
        """Write the vault in its place, readable by its owner only; a `new` one over no file."""
        plain = zlib.compress(json.dumps(self._plain(), ensure_ascii=False).encode(), 6)
        temporary = self._path.with_name(f".{self._path.name}.{secrets.token_hex(4)}")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(_line(self._head) + b"\n" + self._sealed(plain))
                out.flush()
                os.fsync(out.fileno())
                if self._lock is not None:
                    self._lock = _relocked(self._lock, out.fileno())
            _placed(temporary, self._path, new=new)
            self._seen = _mark(self._path)
            self._saved = time.monotonic()
        except FileExistsError:
            raise VaultError(f"{self._path}: {_BUSY}") from None
        finally:
            temporary.unlink(missing_ok=True)

    # What it holds.

    def entries(self) -> Iterator[Entry]:
        """Yield the entries."""
        yield from self._entries.values()

    def numbers(self) -> Iterator[tuple[str, str, int]]:
        """Yield name, canonical form and number of the labels given so far."""
        for entry in self._entries.values():
            label = entry.standin
            if label.startswith(_LABEL[0]) and label.endswith(_LABEL[1]):
                name = label[1:-1].rstrip("0123456789")
                number = label[1 + len(name) : -1]
                if number:
                    yield name, entry.normal or entry.written, int(number)

    def record(self, digest: str) -> Record | None:
        """Return what is known of an output by its SHA-256."""
        return self._records.get(digest)

    def originals(self) -> dict[str, str]:
        """Return stand-ins and the values they stand for; ambiguous ones are left out."""
        found: dict[str, str] = {}
        twice: set[str] = set()
        for entry in self._entries.values():
            if found.setdefault(entry.standin, entry.written) != entry.written:
                twice.add(entry.standin)
        return {s: w for s, w in found.items() if s and s != w and s not in twice}

    # Keeping and erasing.

    def take(self, value: Taken, people: dict[str, str]) -> None:
        """Keep a value; `people` maps whose it is in this document to people of the vault."""
        key = (value.type, value.normal or value.written)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = self._next
            self._next += 1
            self._entries[number] = Entry(value.type, value.normal, value.written, value.standin)
        entry = self._entries[number]
        if value.person is None:
            return
        links = facts.links().get(value.type)
        if value.person not in people:
            known = next(iter(sorted(entry.people)), "") if links in {"own", "shared"} else ""
            people[value.person] = known or secrets.token_hex(8)
        elif links == "own" and entry.people and people[value.person] not in entry.people:
            self._join(people[value.person], min(entry.people))
            people[value.person] = min(entry.people)
        entry.people.add(people[value.person])

    def number(self, value: Taken) -> int:
        """Return the number of a value's entry."""
        return self._numbers[value.type, value.normal or value.written]

    def keep(self, record: Record) -> None:
        """Keep what is to be put back into an output."""
        self._records[record.digest] = record

    def erase(self, values: Iterable[str]) -> int:
        """Erase the people that these values belong to; return how many entries went.

        A value is named as it is written or in its canonical form. Entries that others share stay
        theirs; bytes that hold an erased value go as well.
        """
        wanted = set(values)
        hit = {n for n, e in self._entries.items() if wanted & {e.written, e.normal, e.standin,
               e.normal.removeprefix("+86")}}  # fmt: skip
        people = set().union(*(self._entries[n].people for n in hit)) if hit else set()
        gone = set(hit)
        for number, entry in self._entries.items():
            if entry.people & people:
                entry.people -= people
                if not entry.people:
                    gone.add(number)
        for number in gone:
            entry = self._entries.pop(number)
            self._numbers.pop((entry.type, entry.normal or entry.written), None)
        for digest, record in self._records.items():
            left = [old for old in record.old if gone.isdisjoint(old.entries)]
            if len(left) < len(record.old):
                self._records[digest] = record._replace(old=left, exact=False)
        return len(gone)

    def _join(self, one: str, other: str) -> None:
        for entry in self._entries.values():
            if one in entry.people:
                entry.people.discard(one)
                entry.people.add(other)

    # How it is written.

    def _plain(self) -> dict[str, Any]:
        return {
            "next": self._next,
            "entries": [
                [n, e.type, e.normal, e.written, e.standin, sorted(e.people)]
                for n, e in self._entries.items()
            ],
            "records": [
                [r.digest, r.source, r.name, r.exact,
                 [[o.start, o.size, base64.b64encode(o.data).decode(), list(o.entries)] for o in r.old]]
                for r in self._records.values()
            ],
        }  # fmt: skip

    def _fill(self, plain: dict[str, Any]) -> None:
        self._next = plain["next"]
        for number, kind, normal, written, standin, people in plain["entries"]:
            self._entries[number] = Entry(kind, normal, written, standin, set(people))
            self._numbers[kind, normal or written] = number
        for digest, source, name, exact, old in plain["records"]:
            held = [Old(a, s, base64.b64decode(d), tuple(e)) for a, s, d, e in old]
            self._records[digest] = Record(digest, source, name, exact, held)

    def _sealed(self, plain: bytes) -> bytes:
        pieces = [plain[at : at + _PIECE] for at in range(0, len(plain), _PIECE)] or [b""]
        sealed = []
        for number, piece in enumerate(pieces):
            nonce = secrets.token_bytes(_NONCE)
            bound = self._bound(number, last=number == len(pieces) - 1)
            held = _encrypted(self._head["cipher"], self._key, nonce, piece, bound)
            sealed.append(len(held).to_bytes(4, "big") + nonce + held)
        return b"".join(sealed)

    def _unsealed(self, sealed: bytes) -> dict[str, Any]:
        pieces: list[bytes] = []
        at = 0
        while at < len(sealed) or not pieces:
            size = int.from_bytes(sealed[at : at + 4], "big")
            nonce = sealed[at + 4 : at + 4 + _NONCE]
            held = sealed[at + 4 + _NONCE : at + 4 + _NONCE + size]
            at += 4 + _NONCE + size
            if len(held) != size or size < _TAG:
                raise VaultError(_REFUSED)
            bound = self._bound(len(pieces), last=at >= len(sealed))
            pieces.append(_decrypted(self._head["cipher"], self._key, nonce, held, bound))
        try:
            plain: dict[str, Any] = json.loads(zlib.decompress(b"".join(pieces)))
        except (zlib.error, ValueError):
            raise VaultError(_REFUSED) from None
        return plain

    def _bound(self, number: int, *, last: bool) -> bytes:
        return _line(self._head) + number.to_bytes(8, "big") + bytes([last])


def _placed(temporary: Path, path: Path, *, new: bool) -> None:
    """Move a file to its place; a new one takes no other's, where the file system can tell."""
    if new:
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError:  # no hard links there
            temporary.replace(path)
    else:
        temporary.replace(path)


def _mark(path: Path) -> tuple[int, int, int]:
    """Return what tells a file from one that took its place; numbers of files come again."""
    status = path.stat()
    return status.st_ino, status.st_mtime_ns, status.st_size


def _locked(path: Path, seen: tuple[int, int, int] | None) -> int | None:
    """Return a handle that holds the lock on a vault, which is the file that was `seen`.

    Raises `VaultError` while another process has it, or where it was written anew since it was read.
    """
    try:
        import fcntl
    except ImportError:  # a system without such locks
        return None
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if _mark(path) != seen:
            raise BlockingIOError
    except OSError:
        os.close(handle)
        raise VaultError(f"{path}: {_BUSY}") from None
    return handle


def _relocked(old: int, new: int) -> int:
    """Lock the file that is about to take the vault's place, and let the old one go."""
    import fcntl

    handle = os.dup(new)
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(old)
    return handle


def begun(path: str | Path, passphrase: str, crypto: str = "standard") -> Vault:
    """Return a new vault that a passphrase opens; raises `UsageError` where there is a file."""
    path = Path(path)
    if path.exists():
        raise UsageError(f"{path}: there is a file already; a vault is never overwritten")
    salt = secrets.token_bytes(16)
    head = {
        "menshen-vault": _FORM,
        "cipher": _CIPHERS[crypto],
        "salt": base64.b64encode(salt).decode(),
    }
    return Vault(path, from_passphrase(passphrase, salt), head)


def salt_of(path: str | Path) -> bytes:
    """Return the salt for a passphrase: that of the vault, which must exist."""
    path = Path(path)
    try:
        line = path.read_bytes().partition(b"\n")[0]
    except FileNotFoundError:
        raise UsageError(
            f"{path}: a passphrase opens a vault that exists: `menshen vault new`"
        ) from None
    except OSError as error:
        raise UsageError(f"{path}: the vault cannot be read ({error.strerror})") from None
    return base64.b64decode(_head(line, path)["salt"])


def _head(line: bytes, path: Path) -> dict[str, Any]:
    try:
        head: dict[str, Any] = json.loads(line)
        fits = head["menshen-vault"] == _FORM and head["cipher"] in _CIPHERS.values()
        base64.b64decode(head["salt"])
    except (ValueError, KeyError, TypeError):
        fits = False
        head = {}
    if not fits:
        raise VaultError(f"{path}: this is no vault, or one of a later version")
    return head


def _line(head: dict[str, Any]) -> bytes:
    return json.dumps(head, sort_keys=True).encode()


def _sealing(key: bytes, head: dict[str, Any]) -> bytes:
    """Return the key that seals this vault (HKDF-SHA256, RFC 5869), apart from all other uses."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    size = 16 if head["cipher"] == "SM4-GCM" else 32
    salt = base64.b64decode(head["salt"])
    return HKDF(algorithm=SHA256(), length=size, salt=salt, info=b"menshen vault").derive(key)


def _encrypted(cipher: str, key: bytes, nonce: bytes, data: bytes, bound: bytes) -> bytes:
    """Return data sealed: ciphertext and tag."""
    from cryptography.hazmat.primitives.ciphers import Cipher, modes

    sealing = Cipher(_algorithm(cipher, key), modes.GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(bound)
    return sealing.update(data) + sealing.finalize() + sealing.tag


def _decrypted(cipher: str, key: bytes, nonce: bytes, data: bytes, bound: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers import Cipher, modes

    try:
        mode = modes.GCM(nonce, data[-_TAG:])
        opening = Cipher(_algorithm(cipher, key), mode).decryptor()
        opening.authenticate_additional_data(bound)
        return opening.update(data[:-_TAG]) + opening.finalize()
    except (InvalidTag, ValueError):
        raise VaultError(_REFUSED) from None


def _algorithm(cipher: str, key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers import algorithms

    return algorithms.SM4(key) if cipher == "SM4-GCM" else algorithms.AES(key)
