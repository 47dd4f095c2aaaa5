"""The lines of a page whose text lies in objects with a place: they are put together again.

What stands at one height is a line, from left to right; where two objects lie apart by more than
a part of their height, a blank is read between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from menshen.formats.parts.slots import Passage, Slot, Splice
from menshen.formats.parts.tokens import Names, Token, decoded, encoded, tokens, value_of
from menshen.model import Box

__all__ = ["lines"]

_POINTS = 72 / 25.4
"""OFD counts in millimetres, places on pages in points."""
_SAME = 0.5
_APART = 0.35
_FAR = 2.5
_DELTA = re.compile(rb"\s+Delta[XY]\s*=\s*(?:\"[^\"]*\"|'[^']*')")


class _Object(NamedTuple):
    """A text object: its box in points, and its slots."""

    x: float
    y: float
    width: float
    height: float
    slots: tuple[Slot, ...]


class _Open:
    """A text object while it is read."""

    def __init__(self, box: tuple[float, ...]) -> None:
        self.box = box
        self.texts: list[tuple[int, int, str]] = []
        self.also: list[Splice] = []
        self.glyphs = 0


def lines(name: str, part: bytes, page: int) -> Iterator[Passage]:
    """Yield the lines of text of a page from top to bottom."""
    line: list[_Object] = []
    for item in sorted(_objects(name, part), key=lambda o: (round(o.y + o.height / 2, 1), o.x)):
        middle = item.y + item.height / 2
        if line and middle - (line[0].y + line[0].height / 2) > _SAME * max(line[0].height, 1):
            yield _line(line, page)
            line = []
        line.append(item)
    if line:
        yield _line(line, page)


def _line(line: list[_Object], page: int) -> Passage:
    line = sorted(line, key=lambda o: o.x)
    pieces: list[Slot | str] = []
    right = line[0].x
    for item in line:
        gap = item.x - right
        if pieces and gap > _APART * item.height:
            pieces.append("\t" if gap > _FAR * item.height else " ")
        pieces += item.slots
        right = item.x + item.width
    top, bottom = min(o.y for o in line), max(o.y + o.height for o in line)
    box = Box(page, line[0].x, top, max(o.x + o.width for o in line), bottom)
    return Passage(tuple(pieces), box)


def _objects(name: str, part: bytes) -> Iterator[_Object]:
    names, open_, inside = Names(part), None, False
    for token in tokens(part):
        called = names[token.name].rpartition(":")[2] if token.name else ""
        if called == "TextObject":
            if token.kind == "start":
                open_ = _Open(_box(value_of(part, token, b"Boundary")))
            elif token.kind == "end" and open_ is not None:
                yield from _closed(open_, name)
                open_ = None
        elif open_ is not None:
            inside = _take(open_, token, called, part, inside=inside)


def _take(held: _Open, token: Token, called: str, part: bytes, *, inside: bool) -> bool:
    """Take what is in a text object; return whether a text code is open."""
    if called == "TextCode":
        if token.kind == "start":
            held.also += [Splice(*m.span(), b"") for m in _DELTA.finditer(part, *token.rest)]
        return token.kind == "start"
    if called == "CGTransform":
        # The numbers of the glyphs spell the old text.
        if token.kind in {"start", "empty"}:
            held.glyphs = token.start
        if token.kind in {"end", "empty"}:
            held.also.append(Splice(held.glyphs, token.end, b""))
    elif inside and token.kind in {"text", "cdata"}:
        raw = part[slice(*token.rest)]
        text = raw.decode("utf-8", "replace") if token.kind == "cdata" else decoded(raw)
        held.texts.append((token.start, token.end, text))
    return inside


def _closed(held: _Open, name: str) -> Iterator[_Object]:
    also = tuple(held.also)
    slots = tuple(Slot(name, a, b, text, encoded, (), also) for a, b, text in held.texts)
    if any(slot.text.strip() for slot in slots):
        x, y, width, height = held.box
        yield _Object(x, y, width, height, slots)


def _box(text: str) -> tuple[float, ...]:
    numbers = [_number(word) * _POINTS for word in text.split()[:4]]
    return (*numbers, *[0.0] * (4 - len(numbers)))


def _number(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        return 0.0
    return value if abs(value) < 1e6 else 0.0
