"""The words that surrogates are made of."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from menshen import facts
from menshen.taxonomy.table import rows

__all__ = ["common_surnames", "words"]

_COMMON = 120
"""Surnames that stand-ins have: those of most people."""


@cache
def words(kind: str) -> tuple[str, ...]:
    """Return the words of a class of standins.tsv.

    >>> "中山路" in words("road")
    True
    """
    table = rows(Path(__file__).with_name("standins.tsv"), "word class")
    return tuple(word for _, (word, of) in table if of == kind)


@cache
def common_surnames(size: int) -> tuple[str, ...]:
    """Return the most frequent surnames of so many characters."""
    known = [(weight, name) for name, weight in facts.surnames().items() if len(name) == size]
    return tuple(name for _, name in sorted(known, key=lambda w: (-w[0], w[1]))[:_COMMON])
