"""A small file locked by a passphrase: scrypt (RFC 7914) for the key, GCM for the content.

Everything outside the locked part is authenticated with it, so neither the content nor the
parameters can be changed without the passphrase.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import stat
from pathlib import Path
from typing import Any, Literal

from menshen.errors import EncryptedError, KeyringError, UsageError

__all__ = ["COST", "Cipher", "locked", "read_private", "unlocked", "write_private"]

Cipher = Literal["AES-256-GCM", "SM4-GCM"]

COST = 17
"""log2 of scrypt's N: 128 MB and about half a second for each guess, as OWASP advises."""
_COSTS = range(10, 21)
_R, _P = 8, 1
_KEY_BYTES = {"AES-256-GCM": 32, "SM4-GCM": 16}
_NONCE = 12
_LARGEST = 1 << 24
_PRIVATE = 0o600


def locked(
    content: bytes, passphrase: str, *, cipher: Cipher = "AES-256-GCM", cost: int = COST
) -> bytes:
    """Return the text of a locked file. Raises `UsageError` for an empty passphrase.

    >>> unlocked(locked(b"key", "correct horse", cost=10), "correct horse")
    b'key'
    """
    if not passphrase:
        raise UsageError("an empty passphrase locks nothing; choose one")
    if cipher not in _KEY_BYTES or cost not in _COSTS:
        raise UsageError("a keyring is locked by AES-256-GCM or SM4-GCM, at a cost of 10 to 20")
    head = {
        "format": "menshen-locked-1",
        "kdf": {"name": "scrypt", "cost": cost, "salt": _text(secrets.token_bytes(16))},
        "cipher": cipher,
        "nonce": _text(secrets.token_bytes(_NONCE)),
    }
    nonce = base64.b64decode(str(head["nonce"]))
    body = _gcm(head, passphrase).encrypt(nonce, content, _told(head))
    return json.dumps({**head, "content": _text(body)}, indent=1).encode() + b"\n"


def unlocked(raw: bytes, passphrase: str) -> bytes:
    """Return what is locked in a file's text.

    Raises `EncryptedError` for the wrong passphrase or a changed file (they cannot be told
    apart), `KeyringError` for what is no locked file.
    """
    from cryptography.exceptions import InvalidTag

    try:
        head = json.loads(raw)
        body = base64.b64decode(head.pop("content"), validate=True)
        nonce = base64.b64decode(head["nonce"], validate=True)
        known = head["format"] == "menshen-locked-1" and head["kdf"]["name"] == "scrypt"
        known = known and head["cipher"] in _KEY_BYTES and head["kdf"]["cost"] in _COSTS
        gcm = _gcm(head, passphrase) if known else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise KeyringError("this is not a keyring of menshen, or it is damaged") from None
    if gcm is None:
        raise KeyringError("this is not a keyring of menshen, or it is of a later version")
    try:
        return bytes(gcm.decrypt(nonce, body, _told(head)))
    except (InvalidTag, ValueError):
        raise EncryptedError("the passphrase is wrong, or the keyring was changed") from None


def read_private(path: Path) -> bytes:
    """Return the bytes of a file that its owner alone may read.

    Raises `KeyringError` if others may, if somebody else owns it, or if it is not there.
    """
    try:
        with path.open("rb") as file:
            told = os.fstat(file.fileno())
            if not stat.S_ISREG(told.st_mode):
                raise KeyringError(f"{path}: is not a file")
            if os.name == "posix":
                _refuse_loose(path, told)
            if told.st_size > _LARGEST:
                raise KeyringError(f"{path}: is too large for a keyring")
            return file.read(_LARGEST)
    except OSError as error:
        raise KeyringError(f"{path}: cannot be read ({error.strerror})") from None


def _refuse_loose(path: Path, told: os.stat_result) -> None:
    if told.st_mode & 0o077:
        raise KeyringError(f"{path}: others may read it; run: chmod 600")
    if told.st_uid not in {os.geteuid(), 0}:
        raise KeyringError(f"{path}: belongs to another user")


def write_private(path: Path, raw: bytes, *, new: bool) -> None:
    """Write a file that its owner alone may read, whole or not at all.

    Raises `KeyringError` if it is `new` and there is one already, or if it cannot be written.
    """
    waiting = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        handle = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            if new:
                os.link(waiting, path)
            else:
                waiting.replace(path)
        finally:
            waiting.unlink(missing_ok=True)
    except FileExistsError:
        raise KeyringError(f"{path}: is there already; menshen overwrites no keyring") from None
    except OSError as error:
        raise KeyringError(f"{path}: cannot be written ({error.strerror})") from None


def _gcm(head: dict[str, Any], passphrase: str) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    salt = base64.b64decode(head["kdf"]["salt"], validate=True)
    size = _KEY_BYTES[head["cipher"]]
    derived = Scrypt(salt=salt, length=size, n=1 << head["kdf"]["cost"], r=_R, p=_P)
    key = derived.derive(passphrase.encode("utf-8", "surrogatepass"))
    return AESGCM(key) if head["cipher"] == "AES-256-GCM" else _SM4(key)


class _SM4:
    """SM4-GCM (GB/T 32907-2016, RFC 8998) with the interface of `AESGCM`."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def encrypt(self, nonce: bytes, content: bytes, told: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers import Cipher as Both
        from cryptography.hazmat.primitives.ciphers import algorithms, modes

        encryptor = Both(algorithms.SM4(self._key), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(told)
        return encryptor.update(content) + encryptor.finalize() + encryptor.tag

    def decrypt(self, nonce: bytes, body: bytes, told: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers import Cipher as Both
        from cryptography.hazmat.primitives.ciphers import algorithms, modes

        mode = modes.GCM(nonce, body[-16:])
        decryptor = Both(algorithms.SM4(self._key), mode).decryptor()
        decryptor.authenticate_additional_data(told)
        return decryptor.update(body[:-16]) + decryptor.finalize()


def _told(head: dict[str, Any]) -> bytes:
    return json.dumps(head, sort_keys=True, separators=(",", ":")).encode()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
