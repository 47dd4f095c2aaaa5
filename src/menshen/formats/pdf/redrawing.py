"""Operators that show text, written anew without some of their glyphs.

Glyphs that stay keep their bytes and their place: what is taken out becomes a movement of the pen.
What is written instead is drawn where the first glyph taken out was, in the font of the text as far
as that has the characters, else in a font of its own, narrowed where there is no room.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple

from menshen.formats.pdf.fonts import CHINESE, DOWN, PLAIN, Font, Stand
from menshen.formats.pdf.glyphs import Glyph, Shown
from menshen.formats.pdf.operators import literal, told

__all__ = ["Asked", "redrawn", "runs"]

_NARROWEST = 0.1


class Put(NamedTuple):
    """A text to write, and the room there is for it in units of the text's size."""

    text: str
    room: float

    def __repr__(self) -> str:
        return f"Put({self.room:.1f})"


@dataclass(slots=True)
class Asked:
    """What is asked of an operator: the numbers of glyphs to take out, and texts to write there."""

    shown: Shown
    gone: set[int] = field(default_factory=set)
    puts: dict[int, Put] = field(default_factory=dict)


class Run(NamedTuple):
    """Characters that are written in one font: that of the text (None), or one put in."""

    stand: Stand | None
    raw: bytes
    wide: float


def runs(text: str, font: Font | None) -> list[Run]:
    """Return a text divided by what the font of the text can write, and what it cannot."""
    found: list[tuple[bool, list[str]]] = []
    for char in text:
        own = font is not None and font.written(char) is not None
        if found and found[-1][0] == own:
            found[-1][1].append(char)
        else:
            found.append((own, [char]))
    return [_run("".join(chars), font if own else None, font) for own, chars in found]


def _run(text: str, own: Font | None, font: Font | None) -> Run:
    if own is not None:
        raws = [own.written(char) or b"" for char in text]
        return Run(None, b"".join(raws), sum(own.wide(int.from_bytes(raw, "big")) for raw in raws))
    if font is not None and font.down:
        stand = DOWN
    else:
        stand = PLAIN if all(" " <= char <= "~" for char in text) else CHINESE
    return Run(stand, stand.written(text), stand.wide(text))


class _Anew:
    """An operator while it is written anew."""

    def __init__(self, asked: Asked) -> None:
        self._shown = asked.shown
        self._state = asked.shown.state
        self._asked = asked
        self._out: list[bytes] = [self._before()]
        self._items: list[bytes] = []
        self._held = b""
        self._pending = 0.0
        self.stands: set[Stand] = set()

    def done(self) -> bytes:
        """Return the bytes of the operators that do what is asked."""
        shown, data = self._shown, self._shown.unit.data
        raws = [told(data, p) if p.kind == "string" else b"" for p in shown.parts]
        by_part: dict[int, list[tuple[int, Glyph]]] = {}
        for number, glyph in enumerate(shown.glyphs):
            by_part.setdefault(glyph.part, []).append((number, glyph))
        for index, part in enumerate(shown.parts):
            if part.kind == "number":
                self._pending -= float(data[part.start : part.end]) / 1000 * self._state.size
            for number, glyph in by_part.get(index, ()):
                self._glyph(number, glyph, raws[index])
        self._move()
        self._flush()
        return b" ".join(self._out)

    def _glyph(self, number: int, glyph: Glyph, raw: bytes) -> None:
        put = self._asked.puts.get(number)
        if put is not None:
            self._put(put)
        if number in self._asked.gone:
            self._pending += glyph.move
        else:
            self._move()
            self._held += raw[glyph.start : glyph.end]

    def _before(self) -> bytes:
        """Return what the operator does before it shows anything."""
        operator, data = self._shown.operator, self._shown.unit.data
        if operator.name == b"'":
            return b"T*"
        if operator.name == b'"':
            blank, spacing = (data[t.start : t.end] for t in operator.operands[:2])
            return b"%s Tw %s Tc T*" % (blank, spacing)
        return b""

    def _move(self) -> None:
        """Write the movement that stands in for what was taken out."""
        size = self._state.size
        if self._held and abs(self._pending) > 1e-6:
            self._items.append(literal(self._held))
            self._held = b""
        if size and abs(self._pending) > 1e-6:
            self._items.append(_number(-self._pending * 1000 / size))
        self._pending = 0.0

    def _flush(self) -> None:
        if self._held:
            self._items.append(literal(self._held))
            self._held = b""
        if self._items:
            self._out.append(b"[%s] TJ" % b" ".join(self._items))
            self._items = []

    def _put(self, put: Put) -> None:
        """Write a text instead of what is taken out from here on."""
        state = self._state
        held = runs(put.text, state.font)
        wide = sum(abs(run.wide) for run in held)
        if not held or not state.size:
            return
        self._move()
        self._flush()
        narrow = max(min(1.0, put.room / wide if wide else 1.0), _NARROWEST)
        down = state.font is not None and state.font.down
        scale = state.scale * (1.0 if down else narrow)
        out = [b"0 Tc 0 Tw %s Tz" % _number(scale * 100)]
        for run in held:
            name = run.stand.name.encode() if run.stand is not None else state.name
            out.append(b"%s %s Tf %s Tj" % (name, _number(state.size), literal(run.raw)))
            if run.stand is not None:
                self.stands.add(run.stand)
            self._pending -= run.wide * state.size * (1.0 if down else narrow)
        out.append(
            b"%s %s Tf %s Tc %s Tw %s Tz"
            % (
                state.name or PLAIN.name.encode(),
                *map(_number, (state.size, state.spacing, state.blank, state.scale * 100)),
            )
        )
        self._out += out


def redrawn(asked: Asked) -> tuple[bytes, set[Stand]]:
    """Return an operator written anew, and the fonts that it needs."""
    anew = _Anew(asked)
    # Before a string no blank is needed, before what stands here now one is: `/F1 11 Tf(…)Tj`.
    return b" " + anew.done().strip(), anew.stands


def _number(value: float) -> bytes:
    if not math.isfinite(value):
        return b"0"
    return f"{value:.4f}".rstrip("0").rstrip(".").encode() or b"0"
