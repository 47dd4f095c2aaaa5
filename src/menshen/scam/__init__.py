"""The scams that leaked information feeds: what each needs, how it is recognised, what helps.

`scams.toml` lies beside this module, which is its reader. It is read once, on first use.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from menshen import taxonomy
from menshen.errors import FactsError, UsageError

__all__ = ["Scam", "first_hour", "get", "hotlines", "kinds", "scams"]

_FILE = Path(__file__).with_name("scams.toml")


@dataclass(frozen=True, slots=True)
class Scam:
    """A way to cheat, press or pester people with what is known of them.

    Each of `needs` is a group of kinds of information (taxonomy ids) that suffices; without any
    group, a way to reach the person suffices. `boosts` make the pitch credible. `severity` counts
    from 1 to 5. `kind` is one of `kinds()`; `verify` names the official channel to check with.
    """

    id: str
    zh: str
    en: str
    kind: str
    severity: int
    requirements: tuple[str, ...]
    fcc: str
    impersonates: tuple[str, ...]
    needs: tuple[frozenset[str], ...]
    boosts: tuple[str, ...]
    phrases: tuple[str, ...]
    red_flags: tuple[str, ...]
    asks: tuple[str, ...]
    advice: tuple[str, ...]
    verify: str
    note: str = ""


@cache
def scams() -> tuple[Scam, ...]:
    """Return all scams in the order of the file.

    >>> len(scams())
    42
    """
    return tuple(_scam(raw) for raw in _raw()["scam"])


def get(scam_id: str) -> Scam:
    """Return a scam by its id; raises `UsageError` for an unknown one.

    >>> get("fake_refund").severity
    4
    """
    for scam in scams():
        if scam.id == scam_id:
            return scam
    raise UsageError(f"unknown scam: {scam_id[:60]!r}")


def kinds() -> dict[str, dict[str, str]]:
    """Return the kinds of scams with their names: `{id: {zh, en}}`.

    >>> kinds()["harassment"]["zh"]
    '骚扰'
    """
    return dict(_raw()["kinds"])


def hotlines() -> dict[str, dict[str, str]]:
    """Return the official numbers and what each is for: `{number: {zh, en}}`.

    >>> hotlines()["110"]["zh"]
    '报警、紧急止付'
    """
    return dict(_raw()["hotlines"])


def first_hour(lang: str = "zh") -> tuple[str, ...]:
    """Return what to do in the first hour after money went away.

    >>> first_hour()[0]
    '停止转账，停止通话'
    """
    return tuple(_raw()["first_hour"][lang])


@cache
def _raw() -> dict[str, Any]:
    try:
        return tomllib.loads(_FILE.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FactsError(f"{_FILE.name}: the table cannot be read: {error}") from None


def _scam(raw: dict[str, Any]) -> Scam:
    name = raw.get("id", "")
    known = taxonomy.ids()
    named = [kind for group in raw["needs"] for kind in group] + raw["boosts"]
    unknown = [kind for kind in named if kind not in known]
    if unknown:
        raise FactsError(f"{_FILE.name}: {name}: unknown type of information: {unknown[0]!r}")
    fields: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()
    }
    try:
        fields["needs"] = tuple(frozenset(group) for group in raw["needs"])
        return Scam(**fields)
    except TypeError as error:
        raise FactsError(f"{_FILE.name}: {name}: {error}") from None
