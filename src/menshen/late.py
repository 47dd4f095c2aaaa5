"""Regular expressions that are compiled when they are first asked.

The detectors hold some three hundred expressions and a short text asks a few of them; compiling all
takes a fifth of a second, which is what somebody at a terminal waits for.
"""

from __future__ import annotations

import re
from typing import cast

__all__ = ["late"]

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
        compiled = re.compile(*self._told)
        self.__dict__.update((method, getattr(compiled, method)) for method in _METHODS)
        return getattr(compiled, name)

    def __repr__(self) -> str:
        return f"late({self._told[0]!r})"


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what behaves as `re.compile(pattern, flags)`, compiled at its first use.

    A faulty pattern raises `re.error` then, not now: tests/test_late.py compiles all of them.

    >>> word = late("[0-9]+")
    >>> word.search("a12").group()
    '12'
    """
    return cast("re.Pattern[str]", _Late(pattern, flags))
