"""The ways to take information out, one file each, and what they have in common.

A transform is a module of this folder with a constant `TRANSFORM`; its id is the style that a
policy names (docs/decisions/0020-styles.md). It is given a finding whose `value` is plain text as
it is written in the document, escapes undone, and returns what shall stand there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Protocol

from menshen.errors import UsageError
from menshen.model import Finding
from menshen.policy.redaction import KEEP, STYLES, Redaction
from menshen.transforms.apart import Apart
from menshen.transforms.keyed import Keyed
from menshen.transforms.numbers import Numbers

__all__ = ["BUILTIN", "KEYED", "REVERSIBLE", "Setting", "Transform", "load", "replaced"]

BUILTIN = tuple(style for style in STYLES if style != KEEP)
"""The ids of the transforms that ship."""
KEYED = frozenset(("token", "surrogate", "fpe"))
"""The styles that need a key."""
REVERSIBLE = frozenset(("token", "surrogate", "label", "fpe"))
"""The styles that a vault can undo value by value."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a run gives to transforms: the policy's rules, the key, and what was given so far."""

    rules: Redaction = field(default_factory=Redaction)
    key: bytes | None = field(default=None, repr=False)
    numbers: Numbers = field(default_factory=Numbers, repr=False)
    apart: Apart = field(default_factory=Apart, repr=False)

    @property
    def keyed(self) -> Keyed:
        """Return the key with its algorithm; raises `UsageError` where there is none."""
        if self.key is None:
            raise UsageError(
                "this style needs a key: --key FILE (`menshen vault new-key FILE` makes one)"
            )
        return Keyed(self.key, self.rules.crypto)


class Transform(Protocol):
    """A way to take a value out."""

    @property
    def id(self) -> str:
        """Return the file's name, which is the style's."""
        ...

    def apply(self, finding: Finding, setting: Setting) -> str | None:
        """Return what stands in place of a value, or None where there is no form for its kind.

        The same setting and the same value give the same text.
        """
        ...


@cache
def load(style: str) -> Transform:
    """Return the transform of a style; raises `UsageError` for one that is not known."""
    if style not in BUILTIN:
        raise UsageError(f"unknown style {style[:40]!r}; there is {', '.join(BUILTIN)}")
    transform: Transform = import_module(f"menshen.transforms.{style}").TRANSFORM
    return transform


def replaced(finding: Finding, setting: Setting) -> str:
    """Return what stands in place of a finding by the style of its kind, or by the fallback.

    >>> from menshen.api import find
    >>> [replaced(f, Setting()) for f in find("联系人：张三丰，电话138-0013-8000")]
    ['张**', '138-****-8000']
    """
    style = setting.rules.style_of(finding.type.id)
    if style == KEEP:
        return finding.value
    found = load(style).apply(finding, setting)
    if found is None:
        found = load(setting.rules.fallback).apply(finding, setting)
    return "" if found is None else found
