"""Keys: from a file that only its owner reads, from the environment, or from a passphrase.

>>> parsed(b"00" * 32) == bytes(32)
True
"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from menshen.errors import UsageError

__all__ = ["SIZE", "from_passphrase", "loaded", "new", "parsed"]

SIZE = 32
"""Bytes of a new key."""
_LEAST = 16
_COST = 1 << 15
"""scrypt's N; with r = 8 it takes 32 MB and about a tenth of a second."""


def loaded(spec: str) -> bytes:
    """Return the key that `FILE` or `env:NAME` names.

    Raises `UsageError` for a file that others can read, and for what is no key.
    """
    if spec.startswith("env:"):
        value = os.environ.get(spec[4:])
        if not value:
            raise UsageError(f"{spec}: the environment holds no such key")
        return parsed(value.encode(), spec)
    path = Path(spec)
    try:
        mode = path.stat().st_mode
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{spec}: the key cannot be read ({error.strerror})") from None
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        raise UsageError(f"{spec}: others can read this key: chmod 600 {spec}")
    return parsed(data, spec)


def parsed(data: bytes, name: str = "key") -> bytes:
    """Return a key written in hexadecimal, or as it is; raises `UsageError` for a short one."""
    text = data.strip()
    try:
        key = bytes.fromhex(text.decode("ascii"))
    except ValueError:
        key = text
    if len(key) < _LEAST:
        raise UsageError(f"{name}: a key has at least {_LEAST} bytes: `menshen vault new-key FILE`")
    return key


def new(path: str | Path) -> None:
    """Write a new key, in hexadecimal, that only its owner can read; never over a file."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UsageError(f"{path}: there is a file already; a key is never overwritten") from None
    except OSError as error:
        raise UsageError(f"{path}: the key cannot be written ({error.strerror})") from None
    with os.fdopen(handle, "w") as out:
        out.write(secrets.token_hex(SIZE) + "\n")


def from_passphrase(passphrase: str, salt: bytes) -> bytes:
    """Return the key of a passphrase (scrypt, RFC 7914) with a vault's salt."""
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    if not passphrase:
        raise UsageError("the passphrase is empty")
    return Scrypt(salt=salt, length=SIZE, n=_COST, r=8, p=1).derive(passphrase.encode())
