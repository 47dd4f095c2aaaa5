"""The keyring: the secret keys of datasets in one file, locked by a passphrase.

A dataset key holds three secrets: one for marks, one for releasing, one for tracing. Marks are a
keyed function that whoever decodes must compute too, so both roles hold the first. A label that
begins with `release/` or `trace/` derives from the secret of that role alone, and a keyring exported
for one role does not contain the other's: who may only trace cannot seal a release, who may only
release cannot open what was sealed for the tracers.

Secrets never show in a `repr`, cannot be pickled, and the file must be readable by its owner alone.
What has been in the memory of a Python process cannot be wiped from it with certainty.
"""

from __future__ import annotations

import base64
import json
import os
import re
import secrets
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple, NoReturn, Self

from menshen.errors import KeyringError, UsageError
from menshen.store.locked import COST, Cipher, locked, read_private, unlocked, write_private

__all__ = ["DatasetKey", "KeyLine", "Keyring", "Role", "release_key", "trace_key"]

Role = Literal["release", "trace"]

PASSPHRASE = "MENSHEN_KEYRING_PASSPHRASE"  # noqa: S105 - the name of a variable
MASTER = "MENSHEN_MASTER_KEY"
_ROLES: tuple[Role, ...] = ("release", "trace")
_SIZE = 32
_LABEL = re.compile(r"[a-z0-9_.:/-]{1,200}")


class _Secret:
    """Bytes that show nowhere: not in a `repr`, a message, a traceback or a pickle."""

    __slots__ = ("_bytes",)

    def __init__(self, raw: bytes) -> None:
        self._bytes = raw

    def __repr__(self) -> str:
        return "<secret>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not to be pickled")

    def reveal(self) -> bytes:
        return self._bytes


@dataclass(frozen=True, slots=True)
class DatasetKey:
    """The key of a dataset in the hands of a role. `id` is what a release writes into the ledger.

    >>> key = Keyring.from_master(bytes(32)).key("业主表", "trace")
    >>> key
    DatasetKey(dataset='业主表', role='trace', id='master-66687aadf862')
    >>> len(key.sub("sym")), key.sub("sym") == key.sub("bias")
    (32, False)
    """

    dataset: str
    role: Role
    id: str
    _marks: _Secret = field(repr=False, compare=False)
    _own: _Secret = field(repr=False, compare=False)

    def sub(self, label: str, length: int = 32) -> bytes:
        """Return `length` bytes for a purpose, by HKDF-SHA256 (RFC 5869) over label and length.

        Labels that begin with `release/` or `trace/` belong to that role; all others are the same
        for both. Raises `KeyringError` for the other role's label, `UsageError` for a bad one.
        """
        if not _LABEL.fullmatch(label) or not 1 <= length <= 64:
            raise UsageError("a label is 1-200 of a-z 0-9 _ . : / -, a length 1 to 64 bytes")
        owner = label.partition("/")[0] if "/" in label else ""
        if owner in _ROLES and owner != self.role:
            raise KeyringError(f"the role {self.role} does not hold the keys of the role {owner}")
        secret = self._own if owner in _ROLES else self._marks
        return _derived(secret, f"{self.dataset}\n{self.id}\n{label}", length)


class KeyLine(NamedTuple):
    """What may be told of a key; times are ISO 8601 (UTC), `retired` is empty while it is in use."""

    dataset: str
    id: str
    roles: tuple[Role, ...]
    created: str
    retired: str


@dataclass(frozen=True, slots=True)
class _Kept:
    line: KeyLine
    marks: _Secret
    own: dict[Role, _Secret]


class Keyring:
    """The keys of datasets. One key of each is in use; retired ones stay, to trace what they marked.

    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp(), "keys")
    >>> keyring = Keyring.create(path, "correct horse", cost=10)
    >>> keyring.add("业主表").dataset
    '业主表'
    >>> Keyring.open(path, "correct horse").key("业主表", "release").role
    'release'
    """

    def __init__(self, kept: Iterable[_Kept] = (), master: _Secret | None = None) -> None:
        self._kept = list(kept)
        self._master = master
        self._save: tuple[Path, _Secret, Cipher, int] | None = None

    @classmethod
    def create(
        cls,
        path: str | Path,
        passphrase: str,
        *,
        cipher: Cipher = "AES-256-GCM",
        cost: int = COST,
    ) -> Self:
        """Write a new, empty keyring with mode 0600. Raises `KeyringError` if there is a file."""
        return cls()._written(Path(path), passphrase, cipher, cost)

    @classmethod
    def open(cls, path: str | Path, passphrase: str | None = None) -> Self:
        """Open a keyring; without a passphrase, the one in MENSHEN_KEYRING_PASSPHRASE.

        Raises `KeyringError` for a file that is missing, damaged or readable by others,
        `EncryptedError` for the wrong passphrase, `UsageError` if there is none.
        """
        passphrase = passphrase or os.environ.get(PASSPHRASE)
        if not passphrase:
            raise UsageError(f"the keyring is locked: set {PASSPHRASE}, or give the passphrase")
        raw = read_private(Path(path))
        keyring = cls(_read(unlocked(raw, passphrase)))
        head = json.loads(raw)
        keyring._save = Path(path), _text(passphrase), head["cipher"], head["kdf"]["cost"]
        return keyring

    @classmethod
    def from_master(cls, secret: bytes) -> Self:
        """Return a keyring whose keys all derive from one secret of at least 32 bytes.

        It has no file, knows any dataset and both roles, and cannot be rotated or exported.
        """
        if len(secret) < _SIZE:
            raise UsageError("a master key has at least 32 bytes")
        return cls((), _Secret(bytes(secret)))

    @classmethod
    def from_environment(cls) -> Self:
        """Return the keyring of MENSHEN_MASTER_KEY, base64 of at least 32 bytes."""
        try:
            return cls.from_master(base64.b64decode(os.environ.get(MASTER, ""), validate=True))
        except ValueError:
            raise UsageError(f"{MASTER} must hold base64 of at least 32 random bytes") from None

    def __repr__(self) -> str:
        return f"Keyring({len(self._kept)} keys)"

    def __iter__(self) -> Iterator[KeyLine]:
        """Yield what may be told of each key, oldest first."""
        return (kept.line for kept in self._kept)

    def key(self, dataset: str, role: Role, *, id: str | None = None) -> DatasetKey:  # noqa: A002
        """Return the key of a dataset in use, or the one with that id.

        Raises `KeyringError` if it is not here, or not for that role.
        """
        if role not in _ROLES:
            raise UsageError("a role is release or trace")
        if self._master is not None:
            return _mastered(self._master, dataset, role, id)
        for kept in reversed(self._kept):
            line = kept.line
            if line.dataset == dataset and (line.id == id or (id is None and not line.retired)):
                if role not in kept.own:
                    raise KeyringError(f"this keyring holds no {role} key of the dataset {dataset}")
                return DatasetKey(dataset, role, line.id, kept.marks, kept.own[role])
        named = "" if id is None else f" with the id {id}"
        raise KeyringError(f"this keyring holds no key of the dataset {dataset}{named}")

    def add(self, dataset: str) -> KeyLine:
        """Make the first key of a dataset and save it; raises `UsageError` if there is one."""
        if not dataset or "\n" in dataset:
            raise UsageError("a dataset has a name of one line")
        if any(line.dataset == dataset for line in self):
            raise UsageError(f"the dataset {dataset} has a key; rotate it for a new one")
        return self._made(dataset)

    def rotate(self, dataset: str) -> KeyLine:
        """Retire the key of a dataset in use and make another; what is released carries its id."""
        if not any(line.dataset == dataset for line in self):
            raise KeyringError(f"this keyring holds no key of the dataset {dataset}")
        now = _now()
        for at, kept in enumerate(self._kept):
            if kept.line.dataset == dataset and not kept.line.retired:
                if set(kept.own) != set(_ROLES):
                    raise KeyringError("a keyring of one role is a copy: rotate the whole one")
                self._kept[at] = replace(kept, line=kept.line._replace(retired=now))
        return self._made(dataset)

    def export(
        self,
        path: str | Path,
        passphrase: str,
        *,
        role: Role,
        datasets: Iterable[str] | None = None,
        cost: int = COST,
    ) -> Self:
        """Write a keyring that holds one role only, of some or all datasets; return it."""
        wanted = None if datasets is None else set(datasets)
        unknown = (wanted or set()) - {line.dataset for line in self}
        if self._master is not None or unknown:
            raise KeyringError(f"no key to export: {', '.join(sorted(unknown)) or 'a master key'}")
        chosen = [k for k in self._kept if wanted is None or k.line.dataset in wanted]
        if missing := [k.line.dataset for k in chosen if role not in k.own]:
            raise KeyringError(f"this keyring holds no {role} key of the dataset {missing[0]}")
        narrowed = [
            _Kept(k.line._replace(roles=(role,)), k.marks, {role: k.own[role]}) for k in chosen
        ]
        cipher: Cipher = self._save[2] if self._save else "AES-256-GCM"
        return type(self)(narrowed)._written(Path(path), passphrase, cipher, cost)

    def _made(self, dataset: str) -> KeyLine:
        line = KeyLine(dataset, f"k-{secrets.token_hex(6)}", _ROLES, _now(), "")
        own = {role: _Secret(secrets.token_bytes(_SIZE)) for role in _ROLES}
        self._kept.append(_Kept(line, _Secret(secrets.token_bytes(_SIZE)), own))
        if self._save is None:
            raise UsageError("a keyring without a file makes no keys")
        path, passphrase, cipher, cost = self._save
        raw = locked(_written(self._kept), passphrase.reveal().decode(), cipher=cipher, cost=cost)
        write_private(path, raw, new=False)
        return line

    def _written(self, path: Path, passphrase: str, cipher: Cipher, cost: int) -> Self:
        raw = locked(_written(self._kept), passphrase, cipher=cipher, cost=cost)
        write_private(path, raw, new=True)
        self._save = path, _text(passphrase), cipher, cost
        return self


def release_key(keys: Keyring | DatasetKey, dataset: str, marked: Collection[str]) -> DatasetKey:
    """Return the key that marks the next copy of a dataset; `marked` are the ids that marked earlier ones.

    A dataset without copies and without a key gets its first key. Raises `KeyringError` where an
    earlier copy was marked with a key that is not here: nobody could trace it any more.
    """
    if isinstance(keys, DatasetKey):
        key, held = keys, set[str]()
    else:
        held = {line.id for line in keys if line.dataset == dataset}
        try:
            key = keys.key(dataset, "release")
        except KeyringError:
            if held or marked:
                raise
            keys.add(dataset)
            key = keys.key(dataset, "release")
    if not set(marked) <= held | {key.id}:
        raise KeyringError(
            f"the copies of {dataset} were marked with another key: open the keyring that holds it"
        )
    return key


def trace_key(keys: Keyring | DatasetKey, dataset: str, wanted: str) -> DatasetKey | None:
    """Return the key of that id that traces a dataset, or None if it is not at hand."""
    if isinstance(keys, DatasetKey):
        return keys if keys.id == wanted else None
    try:
        return keys.key(dataset, "trace", id=wanted)
    except KeyringError:
        return None


def _text(passphrase: str) -> _Secret:
    return _Secret(passphrase.encode())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _mastered(master: _Secret, dataset: str, role: Role, asked: str | None) -> DatasetKey:
    """Return a key derived from a master key, whose id tells master keys apart and no more."""
    import hashlib

    name = f"master-{hashlib.sha256(master.reveal()).hexdigest()[:12]}"
    if asked not in {None, name}:
        raise KeyringError(f"the master key is not the one with the id {asked}")
    marks = _Secret(_derived(master, f"{dataset}\nmarks", _SIZE))
    own = _Secret(_derived(master, f"{dataset}\nrole {role}", _SIZE))
    return DatasetKey(dataset, role, name, marks, own)


def _derived(secret: _Secret, purpose: str, length: int) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    told = f"menshen 1\n{length}\n{purpose}".encode()
    return HKDF(hashes.SHA256(), length, salt=None, info=told).derive(secret.reveal())


def _written(kept: Iterable[_Kept]) -> bytes:
    def plain(one: _Kept) -> dict[str, Any]:
        own = {role: base64.b64encode(s.reveal()).decode() for role, s in one.own.items()}
        marks = base64.b64encode(one.marks.reveal()).decode()
        return {**one.line._asdict(), "marks": marks, "own": own}

    return json.dumps({"keys": [plain(one) for one in kept]}).encode()


def _read(content: bytes) -> Iterator[_Kept]:
    try:
        for one in json.loads(content)["keys"]:
            own = {role: _Secret(base64.b64decode(one["own"][role])) for role in one["roles"]}
            marks = _Secret(base64.b64decode(one["marks"]))
            line = KeyLine(
                one["dataset"], one["id"], tuple(one["roles"]), one["created"], one["retired"]
            )
            yield _Kept(line, marks, own)
    except (ValueError, KeyError, TypeError):
        raise KeyringError("this keyring was written by another version of menshen") from None
