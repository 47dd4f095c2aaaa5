"""The options of commands that use the ledger or the keyring, and how those are opened."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from menshen.cli.options import told
from menshen.errors import UsageError

if TYPE_CHECKING:
    from menshen.store.chain import Ledger
    from menshen.store.keyring import Keyring

__all__ = ["keyring_option", "ledger_option", "open_keyring", "open_ledger", "passphrase"]

_LEDGER = "MENSHEN_LEDGER"
_KEYRING = "MENSHEN_KEYRING"
_EXPORT = "MENSHEN_EXPORT_PASSPHRASE"

ledger_option: Callable[[Any], Any] = click.option(
    "--ledger",
    "ledger_url",
    metavar="URL",
    envvar=_LEDGER,
    help=told(
        f"台账：文件路径、sqlite:/// 或 postgresql:// 地址；也可用环境变量 {_LEDGER}。",
        f"The ledger: a path, sqlite:/// or postgresql://; or set {_LEDGER}.",
    ),
)
keyring_option: Callable[[Any], Any] = click.option(
    "--keyring",
    "keyring_path",
    metavar="FILE",
    envvar=_KEYRING,
    help=told(f"密钥文件；也可用环境变量 {_KEYRING}。", f"The keyring file; or set {_KEYRING}."),
)


def open_ledger(url: str | None, *, create: bool = False) -> Ledger:
    """Open the ledger that was named; raises `UsageError` if none was."""
    from menshen.store.chain import Ledger

    if not url:
        raise UsageError(f"no ledger is named: give --ledger, or set {_LEDGER}")
    return Ledger.open(url, create=create)


def open_keyring(path: str | None) -> Keyring:
    """Open the keyring that was named, or the master key of the environment."""
    from menshen.store import keyring

    if path:
        if not Path(path).exists():
            raise UsageError(f"{path}: there is no keyring: make one with `menshen keys create`")
        return keyring.Keyring.open(path, passphrase(keyring.PASSPHRASE))
    if os.environ.get(keyring.MASTER):
        return keyring.Keyring.from_environment()
    raise UsageError(f"no keyring is named: give --keyring, or set {_KEYRING}")


def new_keyring(path: Path) -> Keyring:
    """Make a keyring under a passphrase of the environment, or one that is typed twice."""
    from menshen.store import keyring

    return keyring.Keyring.create(path, passphrase(keyring.PASSPHRASE, new=True))


def export_passphrase() -> str:
    """Return the passphrase for an exported keyring."""
    return passphrase(_EXPORT, new=True)


def passphrase(variable: str, *, new: bool = False) -> str:
    """Return a passphrase from the environment, or as typed; never from the command line."""
    found = os.environ.get(variable)
    if found:
        return found
    if not sys.stdin.isatty():
        raise UsageError(f"there is no passphrase: set {variable}, or run this at a terminal")
    asked: str = click.prompt(
        told("口令", "Passphrase"), hide_input=True, confirmation_prompt=new, err=True
    )
    return asked
