"""Cutting a long text into blocks where no value breaks.

A cut without overlap is made only where a sentence ends at a line's end, or before a blank line,
and the next line does not begin with a digit. Any other cut, at a line's end if there is one, has
an overlap on both sides, so that a value which runs over it is whole in the block it starts in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from menshen.model import Span

__all__ = ["BLOCK", "OVERLAP", "Piece", "Window", "cut"]

BLOCK = 1 << 16
"""No block is longer, in characters."""
OVERLAP = 512
"""How much two blocks share, on each side of a cut that might go through a value."""

_NEAR = 4096
_AHEAD = 64
_SENTENCE = re.compile(r"(?:[。！？!?；;…”」』）)\]}>]|\n)[ \t\r\u3000]*+\n(?![ \t\r\n]*+\d)")
_LINE = re.compile(r"\n")


class Piece(NamedTuple):
    """A stretch of a text: where it begins (characters and lines from 0) and what is its own."""

    text: str
    offset: int
    line: int
    core: Span | None


class Window:
    """The part of a text that is held: `text[at:]` is not yet handed out.

    `fill` reads on until that many characters are there or the text ends (`ended`).
    """

    def __init__(self, chunks: Iterable[str]) -> None:
        self.text = ""
        self.at = 0
        self.ended = False
        self._chunks = iter(chunks)

    def fill(self, size: int) -> None:
        """Hold at least `size` characters from `at` on, if there are so many."""
        if self.ended or len(self.text) - self.at >= size:
            return
        parts = [self.text[self.at :]]
        held = len(parts[0])
        while held < size and not self.ended:
            chunk = next(self._chunks, None)
            if chunk is None:
                self.ended = True
            else:
                parts.append(chunk)
                held += len(chunk)
        self.text = "".join(parts)
        self.at = 0

    def rest(self) -> Iterator[str]:
        """Hand out everything that is left, as it comes."""
        held, self.text, self.at = self.text[self.at :], "", 0
        yield held
        yield from self._chunks
        self.ended = True

    @property
    def left(self) -> int:
        """Return how many characters are held and not yet handed out."""
        return len(self.text) - self.at


def cut(
    chunks: Iterable[str], *, size: int = BLOCK, overlap: int = OVERLAP, rows: bool = False
) -> Iterator[Piece]:
    r"""Yield the text in pieces of at most `size` characters whose cores tile it.

    With `rows`, lines are independent of each other, so every line's end is a clean cut.

    >>> [p.text for p in cut(["电话：\n138。\n", "住址"], size=9)]
    ['电话：\n138。\n', '住址']
    """
    overlap = min(overlap, (size - 1) // 4)
    window = Window(chunks)
    offset = line = shared = 0
    while True:
        window.fill(size + _AHEAD)
        text, at = window.text, window.at
        end, clean = at + window.left, True
        if window.left > size:
            end, clean = _cut(text, at + shared, at + size, overlap, rows=rows)
        stop = end if clean else end + overlap
        if stop > at:
            core = None if clean and not shared else Span(shared, end - at)
            yield Piece(text[at:stop], offset, line, core)
        shared = 0 if clean else min(overlap, end - at)
        window.at = end - shared
        if window.ended and end == len(text):
            return
        offset += window.at - at
        line += text.count("\n", at, window.at)


def _cut(text: str, start: int, limit: int, overlap: int, *, rows: bool) -> tuple[int, bool]:
    """Return where the core ends that begins at `start`, and whether nothing can break there.

    A clean cut lies within `limit`; another one leaves room for the overlap.
    """
    clean = _LINE if rows else _SENTENCE
    near = max(start, limit - _NEAR)
    end = text.rfind("\n", start, limit) + 1 if rows else _last(clean, text, near, limit)
    if end > start:
        return end, True
    last = limit - overlap
    end = text.rfind("\n", max(start, last - _NEAR), last) + 1
    return (end if end > start else last), False


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Return the last end of a match within `text[start:end]`, or 0; it may look further."""
    found = 0
    for match in pattern.finditer(text, start, end + _AHEAD):
        if match.end() > end:
            break
        found = match.end()
    return found
