"""Finding the words of a long list in a text, at a cost that hardly grows with the list.

A word can only begin where its first two characters stand. Which pairs begin a word is kept as a
bit table over hashed pairs; numpy looks up every pair of the text at once, and only where the
table says yes are words looked for in Python. A hash collision costs a look in vain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

__all__ = ["Lexicon", "Match"]

T = TypeVar("T")
_BITS = 20
_MASK = (1 << _BITS) - 1
_SPREAD = 0x9E3B
_FEW = 8
"""So many words are looked for one by one."""


class Match(NamedTuple, Generic[T]):
    """A word of the list at `start:end`, and what the list says of it."""

    start: int
    end: int
    value: T


class Lexicon(Generic[T]):
    """A list of words of two characters or more, each with a value.

    >>> words = Lexicon({"朝阳": 1, "朝阳区": 2, "阳区": 3})
    >>> [(m.start, m.end, m.value) for m in words.find("北京朝阳区")]
    [(2, 5, 2), (3, 5, 3)]

    Raises `ValueError` for a word of less than two characters.
    """

    def __init__(self, words: Mapping[str, T]) -> None:
        if any(len(word) < 2 for word in words):
            raise ValueError("a word of a lexicon has two characters or more")
        self._words = dict(words)
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[:2], set()).add(len(word))
        self._lengths = {pair: sorted(found, reverse=True) for pair, found in lengths.items()}
        self._foreign = not any(word.isascii() for word in self._words)

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self._words)

    def get(self, word: str) -> T | None:
        """Return the value of a word, or None if the list lacks it."""
        return self._words.get(word)

    def find(self, text: str) -> Iterator[Match[T]]:
        """Yield the longest word that begins at each position; matches may overlap.

        One pass, linear in the text; text without foreign characters is not looked at when no
        word is plain ASCII.
        """
        if len(text) < 2 or (self._foreign and text.isascii()):
            return
        words, lengths = self._words, self._lengths
        if len(words) <= _FEW:
            yield from self._few(text)
            return
        for at in self._starts(text):
            for length in lengths.get(text[at : at + 2], ()):
                word = text[at : at + length]
                if word in words:
                    yield Match(at, at + len(word), words[word])
                    break

    def _few(self, text: str) -> Iterator[Match[T]]:
        """Yield the same word by word, which for few of them takes less than the table."""
        ends: dict[int, int] = {}
        for word in sorted(self._words, key=len):
            at = text.find(word)
            while at >= 0:
                ends[at] = at + len(word)
                at = text.find(word, at + 1)
        for at in sorted(ends):
            yield Match(at, ends[at], self._words[text[at : ends[at]]])

    def _starts(self, text: str) -> list[int]:
        """Return the positions at which a word may begin."""
        starts: list[int] = self._begins[_pairs(text)].nonzero()[0].tolist()
        return starts

    @cached_property
    def _begins(self) -> npt.NDArray[np.bool_]:
        """Which places have a pair that begins a word."""
        begins = np.zeros(1 << _BITS, bool)
        begins[[_hashed(ord(pair[0]), ord(pair[1])) for pair in self._lengths]] = True
        return begins


@lru_cache(maxsize=4)
def _pairs(text: str) -> npt.NDArray[np.intp]:
    """Return the places of all pairs of a text; the lists of all detectors share them."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    places = (codes[:-1] * np.uint32(_SPREAD) + codes[1:]) & np.uint32(_MASK)
    return places.astype(np.intp)


def _hashed(first: int, second: int) -> int:
    """Return the place of a pair in the table; the product wraps at 32 bits, as numpy's does."""
    return (first * _SPREAD + second) & _MASK
