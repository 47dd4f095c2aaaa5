"""What words are about: a text as groups of words of like meaning.

A pitch in words that nobody has learnt yet is mostly made of words near those that were: 保证金, 押金 and 解冻费 lie
together. `senses.npz` says of 18,000 words and characters in which group of its meaning each lies, coarsely and finely; a text
is cut into the longest words there are, and groups and their neighbours are hashed into buckets.
See docs/decisions/0063-senses.md; the table is made by `python -m tools.train.senses`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from menshen.errors import FactsError
from menshen.scam.features import LONGEST, hashed

if TYPE_CHECKING:
    from menshen.scam.features import Array

__all__ = ["senses"]

_FILE = Path(__file__).with_name("senses.npz")
_OTHER, _NUMBER, _LATIN, _COMMA, _SIGN = range(5)
_FIRST = 8
"""Numbers below stand for what is no word of the table."""


class _Table(NamedTuple):
    words: Mapping[str, int]
    longest: int
    coarse: Array
    fine: Array


def senses(text: str) -> Array:
    """Return the buckets of a plain text's words, groups and neighbours, each once, in rising order.

    >>> len(senses("")), len(senses("押金")) > 0
    (0, True)
    """
    import numpy as np

    table = _table()
    words = np.array(_cut(text[:LONGEST], table), dtype=np.int64)
    if not len(words):
        return words
    coarse, fine = table.coarse[words], table.fine[words]
    each = ((coarse, 0), (fine, 0), (coarse, 1), (fine, 1), (coarse, 2))
    found = [
        _mixed(number, groups, apart)
        for number, (groups, apart) in enumerate(each, start=1)
        if len(groups) > apart
    ]
    return np.unique(np.concatenate(found))


def _mixed(number: int, groups: Array, apart: int) -> Array:
    """Return buckets of groups, each alone or with the one so many places on."""
    import numpy as np

    last = groups[apart:]
    before = [groups[: len(groups) - apart]] if apart else []
    return hashed([np.full(len(last), number), *before, last])


def _cut(text: str, table: _Table) -> list[int]:
    """Return the numbers of the longest words there are, from left to right."""
    found: list[int] = []
    words, longest = table.words, table.longest
    at, size = 0, len(text)
    while at < size:
        char = text[at]
        if "一" <= char <= "鿿":
            for end in range(min(at + longest, size), at, -1):
                number = words.get(text[at:end])
                if number is not None:
                    break
            else:
                number, end = _OTHER, at + 1
            found.append(number)
            at = end
            continue
        end = at + 1
        if char.isdigit():
            while end < size and text[end].isdigit():
                end += 1
            found.append(_NUMBER)
        elif "a" <= char <= "z":
            while end < size and "a" <= text[end] <= "z":
                end += 1
            found.append(words.get(text[at:end], _LATIN))
        else:
            found.append(_COMMA if char in ",，" else _SIGN)
        at = end
    return found


@cache
def _table() -> _Table:
    """Return the table; raises `FactsError` when its file is broken."""
    import numpy as np

    try:
        with np.load(_FILE, allow_pickle=False) as held:
            words = held["words"].tobytes().decode("utf-8").split("\n")
            coarse, fine = (held[name].astype(np.int64) for name in ("coarse", "fine"))
    except (OSError, ValueError, KeyError) as error:
        raise FactsError(f"{_FILE.name}: the table cannot be read: {error}") from None
    none = np.arange(_FIRST)
    return _Table(
        {word: number for number, word in enumerate(words, _FIRST)},
        max(map(len, (word for word in words if not word.isascii()))),
        np.concatenate([none, coarse + _FIRST]),
        np.concatenate([none, fine + _FIRST]),
    )
