"""Regular expressions that are compiled when they are first asked.

The detectors hold some three hundred expressions and a short text asks a few of them; compiling all
takes a fifth of a second, which is what somebody at a terminal waits for.
"""

from __future__ import annotations

import re
from functools import cache
from typing import cast

__all__ = ["compiled", "late"]

_METHODS = (
    "search",
    "match",
    "fullmatch",
    "finditer",
    "findall",
    "sub",
    "split",
    "pattern",
    "flags",
)


class _Late:
    """Stands for a compiled expression until something of it is asked."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._told = pattern, flags

    def __getattr__(self, name: str) -> object:
        made = re.compile(*self._told)
        self.__dict__.update((method, getattr(made, method)) for method in _METHODS)
        return getattr(made, name)

    def __repr__(self) -> str:
        return f"late({self._told[0]!r})"


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return `re.compile(pattern)`, which is compiled when it is first asked for and remembered.

    >>> compiled("[0-9]+") is compiled("[0-9]+")
    True
    """
    return re.compile(pattern)


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what behaves as `re.compile(pattern, flags)`, compiled at its first use.

    A faulty pattern raises `re.error` then, not now: tests/test_late.py compiles all of them.

    >>> word = late("[0-9]+")
    >>> word.search("a12").group()
    '12'
    """
    return cast("re.Pattern[str]", _Late(pattern, flags))
