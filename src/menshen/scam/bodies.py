"""Whom callers claim to be, and what such bodies never ask for.

`bodies.toml` holds the names and the facts. A name counts as a claim after 我是, 这里是, 自称 and the
like, in the sign 【…】 of a message, and in the first words of whoever calls.

>>> [c.body.id for c in claims("喂，你好，我是县财政局的，姓黎。")]
['finance_bureau']
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from menshen.errors import FactsError
from menshen.model import Span
from menshen.scam.led import led
from menshen.scam.plain import Plain, plain

__all__ = ["Body", "Named", "bodies", "claims"]

_FILE = Path(__file__).with_name("bodies.toml")
_CUE = re.compile(
    led(
        "我(?:们)?(?:就)?是|我们?这[里边儿]是?|这里是|这边是|这是|俺是|我系|自称(?:是)?|说(?:他|她|自己)?是|来自|工号|"
        "【|\\[|发件人[:：]|^from:|this is|calling from|i.m |对方说是|冒充"
    )
)
_WINDOW = 22
"""Characters after such a cue in which a name counts."""
_GREETING = 26
_MOST = 4


@dataclass(frozen=True, slots=True)
class Body:
    """Somebody one may claim to be: what he never asks for, the fact, and how to verify."""

    id: str
    zh: str
    en: str
    names: str = field(repr=False)
    never: frozenset[str]
    fact: Mapping[str, str] = field(repr=False)
    verify: str = ""

    def against(self, asks: Collection[str]) -> tuple[str, ...]:
        """Return which of the demands this body never makes."""
        return tuple(ask for ask in asks if ask in self.never)


class Named(NamedTuple):
    """A body that a message claims to come from, and where it says so."""

    body: Body
    span: Span


@cache
def bodies() -> Mapping[str, Body]:
    """Return all bodies by id.

    >>> "atm" in bodies()["finance_bureau"].never
    True
    """
    try:
        raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))["body"]
        return {entry["id"]: _body(entry) for entry in raw}
    except (OSError, UnicodeDecodeError, KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise FactsError(f"{_FILE.name}: the table cannot be read: {error}") from None


def _body(entry: dict[str, Any]) -> Body:
    return Body(**{**entry, "never": frozenset(entry["never"])})


def claims(text: str, *, first: bool = True) -> list[Named]:
    """Return whom a message claims to come from; `first` says that it opens the conversation."""
    return claims_in(plain(text), first=first)


def claims_in(message: Plain, *, first: bool) -> list[Named]:
    """Return whom a plain text claims to come from."""
    text = message.text
    found: dict[str, Named] = {}
    for start, end in _windows(text, first=first):
        for match in _names().finditer(text, start, min(end, len(text))):
            if match.lastgroup is not None and match.lastgroup not in found:
                span = message.original(*match.span())
                found[match.lastgroup] = Named(bodies()[match.lastgroup], span)
    return list(found.values())[:_MOST]


def _windows(text: str, *, first: bool) -> list[tuple[int, int]]:
    """Return where a name counts as a claim, those that overlap as one: names are looked up once."""
    windows = [(0, _GREETING)] if first else []
    for cue in islice(_CUE.finditer(text), 2 * _MOST):
        if windows and cue.end() <= windows[-1][1]:
            windows[-1] = (windows[-1][0], cue.end() + _WINDOW)
        else:
            windows.append((cue.end(), cue.end() + _WINDOW))
    return windows


@cache
def _names() -> re.Pattern[str]:
    return re.compile(led("|".join(f"(?P<{body.id}>{body.names})" for body in bodies().values())))
