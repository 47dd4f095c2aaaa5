"""The option for a key: a file, the environment, or a passphrase that is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from menshen.cli.options import told

__all__ = ["key", "key_of"]

_ASKED = "pass"

key: Callable[[Any], Any] = click.option(
    "--key",
    "key_spec",
    metavar="KEY",
    help=told(
        "密钥：文件名（权限 0600）、env:变量名，或 pass（输入口令）。",
        "Key: a file (mode 0600), env:NAME, or pass to be asked for a passphrase.",
    ),
)


def key_of(spec: str | None, vault: str | None) -> bytes | None:
    """Return the key that an option names; None where none is given."""
    if spec is None:
        return None
    from menshen.store import keys

    if spec != _ASKED:
        return keys.loaded(spec)
    from menshen.errors import UsageError
    from menshen.store.vault import salt_of

    if vault is None:
        raise UsageError("a passphrase needs a vault, which holds its salt: give --vault FILE")
    passphrase = click.prompt(told("口令", "Passphrase"), hide_input=True, err=True)
    return keys.from_passphrase(passphrase, salt_of(vault))
