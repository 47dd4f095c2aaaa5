"""All windows of a text at once: their digests, where they may begin, and with gaps left out.

The digest of the characters c[0] … c[n-1] is the sum of c[i] · B^i modulo 2^64 (Rabin and Karp, with
an odd base that other processes do not have), mixed with the length. A running sum gives that of
every window by one subtraction and one multiplication with the inverse power.
"""

from __future__ import annotations

import re
import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from menshen.model import Span

__all__ = ["Joined", "Windows", "digest", "indexed", "no_pairs", "of"]

Words = NDArray[np.uint64]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

_MASK = (1 << 64) - 1
_BASE = secrets.randbits(64) | 1
_INVERSE = pow(_BASE, -1, 1 << 64)
_MIX = 0x9E3779B97F4A7C15
_PAIRS = 1 << 16
_GAP = re.compile("[\\s\\-\u00ad\u200b-\u200d\u2060\ufeff]")
_powers: list[Words] = []


def of(text: str) -> Windows:
    """Return the windows of a text that is folded."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return Windows(codes.astype(np.uint64))


def digest(text: str) -> int:
    """Return the digest of a window that is the text."""
    total, power = 0, 1
    for char in text:
        total += ord(char) * power
        power = power * _BASE & _MASK
    total = (total + len(text) * _MIX) & _MASK
    total = (total ^ total >> 32) * _MIX & _MASK
    return total ^ total >> 29


def no_pairs() -> Flags:
    """Return the table of what windows begin with, empty."""
    return np.zeros(_PAIRS, np.bool_)


def indexed(texts: Iterable[str]) -> dict[int, tuple[list[int], Places]]:
    """Return, by length, the digests of texts and the places of their beginnings in the table."""
    found: dict[int, list[str]] = defaultdict(list)
    for text in texts:
        found[len(text)].append(text)
    done = {}
    for size, group in found.items():
        codes = np.frombuffer("".join(group).encode("utf-32-le", "surrogatepass"), np.uint32)
        rows = codes.astype(np.uint64).reshape(-1, size)
        sums = (rows * _ready(size)[0][:size]).sum(axis=1, dtype=np.uint64)
        done[size] = _mixed(sums, size).tolist(), _paired(rows[:, 0], rows[:, 1])
    return done


class Windows:
    """The windows of a text, given by its code points."""

    def __init__(self, codes: Words) -> None:
        self.codes = codes
        powers, self._inverse = _ready(len(codes))
        self._sums = np.zeros(len(codes) + 1, np.uint64)
        np.cumsum(codes * powers[: len(codes)], out=self._sums[1:])
        self._pairs = _paired(codes[:-1], codes[1:])
        small = codes.astype(np.int64)
        self._sign = _signs()[np.minimum(small, 128)]

    def outside(self, spans: Sequence[Span]) -> Places | None:
        """Return for each place where the span that holds it ends, -1 outside; None for no spans."""
        if not spans:
            return None
        ends = np.full(len(self.codes), -1, np.int64)
        for start, end in spans:
            ends[start:end] = np.maximum(ends[start:end], end)
        return ends

    def begun(self, size: int, starts: Flags, ends: Places | None, *, guarded: bool) -> Places:
        """Return where windows begin as some value does, and end outside of the span they begin in.

        Guarded ones must not touch letters or digits where they begin or end with one.
        """
        count = len(self.codes) - size + 1
        if count <= 0:
            return np.zeros(0, np.int64)
        places = np.flatnonzero(starts[self._pairs[:count]])
        if ends is not None:
            places = places[ends[places] < places + size]
        if guarded and len(places):
            sign = self._sign
            before = sign[places] & sign[places - 1] & (places > 0)
            last = len(self.codes) - 1
            behind = places + size
            after = sign[behind - 1] & sign[np.minimum(behind, last)] & (behind <= last)
            places = places[~(before | after)]
        return places

    def digests(self, places: Places, size: int) -> Words:
        """Return the digests of the windows that begin at some places."""
        sums = (self._sums[places + size] - self._sums[places]) * self._inverse[places]
        return _mixed(sums, size)

    def joined(self, but: Sequence[Span]) -> Joined | None:
        """Return the windows of the text without its gaps; None for a text that has none."""
        small = self.codes.astype(np.int64)
        kept = np.flatnonzero(~_gaps()[np.minimum(small, 0xFFFF)])
        if len(kept) == len(self.codes):
            return None
        return Joined(self.codes[kept], kept, self.outside(but))


class Joined(Windows):
    """The windows of a text whose gaps are left out; `runs` are the stretches between them."""

    def __init__(self, codes: Words, kept: Places, ends: Places | None) -> None:
        super().__init__(codes)
        self._kept = kept
        self._ends = ends

    @property
    def runs(self) -> list[tuple[int, int]]:
        """Return the stretches of the text that are kept."""
        if not len(self._kept):
            return []
        breaks = np.flatnonzero(np.diff(self._kept) > 1)
        starts = self._kept[np.concatenate(([0], breaks + 1))]
        ends = self._kept[np.concatenate((breaks, [len(self._kept) - 1]))] + 1
        return list(zip(starts.tolist(), ends.tolist(), strict=True))

    def original(self, place: int) -> int:
        """Return where a character stands in the text with its gaps."""
        return int(self._kept[place])

    def across(self, size: int) -> Places:
        """Return, as `outside` does, which windows to look at: those with a gap inside."""
        count = len(self.codes) - size + 1
        ends = np.full(len(self.codes), len(self.codes) + size, np.int64)
        if count > 0:
            first, last = self._kept[:count], self._kept[size - 1 :]
            broken = last - first >= size
            if self._ends is not None:
                broken &= self._ends[first] <= last
            ends[:count][broken] = -1
        return ends


def _paired(first: Words, second: Words) -> Places:
    return ((first * np.uint64(31) + second) & np.uint64(_PAIRS - 1)).astype(np.int64)


def _mixed(sums: Words, size: int) -> Words:
    """Return sums mixed with the length of what they are of."""
    mixed = sums + np.uint64(size * _MIX & _MASK)
    mixed = (mixed ^ mixed >> np.uint64(32)) * np.uint64(_MIX)
    return mixed ^ mixed >> np.uint64(29)


def _ready(count: int) -> tuple[Words, Words]:
    """Return the powers of the base and of its inverse, at least so many."""
    if not _powers or len(_powers[0]) < count:
        size = max(count, 1 << 16)
        _powers[:] = [_raised(_BASE, size), _raised(_INVERSE, size)]
    return _powers[0], _powers[1]


def _raised(base: int, count: int) -> Words:
    factors = np.full(count, base, np.uint64)
    factors[0] = 1
    return np.multiply.accumulate(factors)


@cache
def _signs() -> Any:
    """Say of the ASCII characters which are letters and digits; the last entry is all others."""
    return np.array([chr(i).isalnum() for i in range(128)] + [False])


@cache
def _gaps() -> Any:
    """Say of the characters of the first plane which are gaps."""
    found = np.zeros(1 << 16, np.bool_)
    found[[gap.start() for gap in _GAP.finditer("".join(map(chr, range(1 << 16))))]] = True
    return found
