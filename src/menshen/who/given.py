"""The personal record of what I gave to whom: kept on this machine alone, readable by me alone.

A JSON file of mode 0600, by default in the user's data folder; with a passphrase it is encrypted
(scrypt N = 2^17, r = 8, p = 1; AES-256-GCM). It sharpens `menshen who`: it says who could have
passed a thing on, when each got it, and which alias or e-mail tag was given to one alone.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import stat
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from menshen.errors import UsageError
from menshen.who.calls import Gave, gave

__all__ = ["Record", "exported", "imported", "place"]

_VARIABLE = "MENSHEN_GIVEN"
_N, _R, _P = 1 << 17, 8, 1
_LARGEST = 16 << 20
_KEYS = ("victim", "to", "holder", "what", "when", "alias")


def place() -> Path:
    """Return where the record lies: MENSHEN_GIVEN, or the user's data folder."""
    named = os.environ.get(_VARIABLE)
    if named:
        return Path(named)
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "menshen" / "given.json"


@dataclass(frozen=True, slots=True)
class Record:
    """What was given, in the order it was recorded. Adding returns a new record."""

    entries: tuple[Gave, ...] = ()
    encrypted: bool = False
    passphrase: str | None = field(default=None, repr=False)

    @classmethod
    def load(cls, path: Path, passphrase: str | None = None) -> Record:
        """Read the record; an empty one where there is no file.

        Raises `UsageError` for a file that is broken, or whose passphrase is wrong or missing.
        """
        try:
            held = json.loads(_text(path))
            encrypted = "data" in held
            entries = json.loads(_opened(path, held, passphrase)) if encrypted else held["gave"]
            read = tuple(gave(_plain(e), f"{path}: entry {n}") for n, e in enumerate(entries, 1))
        except FileNotFoundError:
            return cls(passphrase=passphrase)
        except OSError as error:
            reason = error.strerror or "unreadable"
            raise UsageError(f"{path}: the record cannot be read: {reason}") from None
        except UsageError:
            raise
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise UsageError(f"{path}: this is no record of menshen, or it is damaged") from None
        return cls(read, encrypted, passphrase if encrypted else None)

    def with_(self, more: Iterable[Gave]) -> Record:
        """Return the record with more entries; what stands in it already is not added again."""
        return Record(tuple(dict.fromkeys((*self.entries, *more))), self.encrypted, self.passphrase)

    def without(self, number: int) -> Record:
        """Return the record without an entry, counted from 1; `UsageError` where there is none."""
        if not 1 <= number <= len(self.entries):
            raise UsageError(f"there is no entry {number}; there are {len(self.entries)}")
        rest = self.entries[: number - 1] + self.entries[number:]
        return Record(rest, self.encrypted, self.passphrase)

    def save(self, path: Path, *, passphrase: str | None = None) -> None:
        """Write the record so that only its owner can read it, all of it or nothing.

        A passphrase encrypts it from now on; a record that was encrypted stays so.
        """
        secret = passphrase or (self.passphrase if self.encrypted else None)
        entries = [_fields(entry) for entry in self.entries]
        held: dict[str, Any] = {"version": 1, "gave": entries}
        if secret:
            held = {"version": 1, **_closed(json.dumps(entries, ensure_ascii=False), secret)}
        try:
            _write(path, json.dumps(held, ensure_ascii=False, indent=1) + "\n")
        except OSError as error:
            reason = error.strerror or "unwritable"
            raise UsageError(f"{path}: the record cannot be written: {reason}") from None


def _text(path: Path) -> str:
    if path.stat().st_size > _LARGEST:
        raise UsageError(f"{path}: this is no record of menshen: it is too large")
    return path.read_text(encoding="utf-8")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".given-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            if hasattr(os, "fchmod"):
                os.fchmod(out.fileno(), stat.S_IRUSR | stat.S_IWUSR)
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _fields(entry: Gave) -> dict[str, Any]:
    found: dict[str, Any] = {"victim": entry.victim, "to": entry.to}
    if entry.holder:
        found["holder"] = entry.holder
    found["what"] = sorted(entry.what)
    if entry.when is not None:
        found["when"] = entry.when.isoformat()
    if entry.alias:
        found["alias"] = entry.alias
    return found


def _plain(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: entry[key] for key in _KEYS if key in entry}


def exported(entries: Iterable[Gave]) -> str:
    """Return entries as TOML, in the form that `calls.toml` and `given import` read."""
    parts = []
    for entry in entries:
        lines = [f"{key} = {_toml(value)}" for key, value in _fields(entry).items()]
        parts.append("\n".join(["[[gave]]", *lines, ""]))
    return "\n".join(parts)


def _toml(value: object) -> str:
    # A JSON string is a TOML string, but for DEL, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def imported(path: Path) -> tuple[Gave, ...]:
    """Return the `[[gave]]` entries of a TOML file; raises `UsageError` for a bad one."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path}: the file cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        raise UsageError(f"{path}: the file is not TOML in UTF-8") from None
    entries = raw.get("gave")
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise UsageError(f"{path}: there is no [[gave]] in it")
    return tuple(gave(entry, f"{path}: gave {n}") for n, entry in enumerate(entries, 1))


def _cipher(secret: str, salt: bytes) -> Any:
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    except ImportError:
        raise UsageError(
            "an encrypted record needs the extra «given»: pip install 'menshen[given]'"
        ) from None
    key = hashlib.scrypt(
        secret.encode(), salt=salt, n=_N, r=_R, p=_P, maxmem=2 * 128 * _N * _R, dklen=32
    )
    return AESGCM(key)


def _closed(text: str, secret: str) -> dict[str, str]:
    salt, nonce = os.urandom(16), os.urandom(12)
    data = _cipher(secret, salt).encrypt(nonce, text.encode(), b"menshen given 1")
    parts = {"salt": salt, "nonce": nonce, "data": data}
    return {name: base64.b64encode(part).decode("ascii") for name, part in parts.items()}


def _opened(path: Path, held: Mapping[str, str], secret: str | None) -> str:
    if not secret:
        raise UsageError(f"{path}: the record is encrypted; set MENSHEN_GIVEN_PASSPHRASE")
    parts = {name: base64.b64decode(held[name]) for name in ("salt", "nonce", "data")}
    cipher = _cipher(secret, parts["salt"])
    try:
        plain: bytes = cipher.decrypt(parts["nonce"], parts["data"], b"menshen given 1")
    except Exception as error:
        if type(error).__name__ != "InvalidTag":
            raise
        raise UsageError(f"{path}: the passphrase is wrong, or the record damaged") from None
    return plain.decode()
