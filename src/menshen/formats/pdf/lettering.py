"""The text of a form by its own glyphs: what annotations and fields draw, which pdfium passes over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from menshen.formats.pdf.content import Unit
from menshen.formats.pdf.glyphs import Drawing, Glyph, pairs

__all__ = ["Look", "lettered"]

_APART = 0.25
_FAR = 1.5
_SAME = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What an annotation draws; `sources` are the glyphs of its characters, -1 for none.

    `edge` is where it ends at the right.
    """

    unit: Unit
    drawing: Drawing
    text: str
    sources: list[int]
    edge: float

    def __repr__(self) -> str:
        return f"Look({self.unit.part!r})"


def lettered(unit: Unit, drawing: Drawing) -> Look:
    """Return the text that a form draws, in the order in which it is drawn."""
    texts: list[str] = []
    sources: list[int] = []
    before: Glyph | None = None
    for number, (_, _, glyph) in enumerate(pairs(drawing)):
        gap = _between(before, glyph) if before is not None else ""
        for char in gap:
            texts.append(char)
            sources.append(-1)
        for char in glyph.text:
            texts.append(char)
            sources.append(number)
        before = glyph
    box = [float(v) for v in unit.owner.get("/BBox", (0, 0, 0, 0))]
    return Look(unit, drawing, "".join(texts), sources, max(box[::2], default=0.0))


def _between(before: Glyph, glyph: Glyph) -> str:
    """Return what stands between two glyphs: a line's end, a tab, a blank or nothing."""
    size = float(np.hypot(*before.up)) or 1.0
    length = float(np.hypot(*before.right)) or 1.0
    x, y = glyph.x - before.x, glyph.y - before.y
    along = (x * before.right[0] + y * before.right[1]) / length
    aside = abs(x * before.right[1] - y * before.right[0]) / length
    if aside > _SAME * size:
        return "\n"
    gap = along - before.wide * length
    if before.text.isspace() or glyph.text.isspace():
        return ""
    return "\t" if gap > _FAR * size else " " if abs(gap) > _APART * size else ""
