"""How pages of a PDF look, with where their pictures stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import numpy as np

from menshen.formats.pdf.content import Unit, pages
from menshen.formats.pdf.glyphs import Drawing, Matrix
from menshen.formats.pdf.opened import Opened
from menshen.formats.pdf.pages import Shape, upright
from menshen.formats.pdf.reading import box_of, resources_of, shape_of
from menshen.formats.sights import SIDE, Sight
from menshen.model import Box

__all__ = ["sights"]

_SCALE = 1.5


def sights(opened: Opened, wanted: Collection[int]) -> Iterator[Sight]:
    """Yield how pages look, what stands on them beside the content left out."""
    opened.check()
    held = opened.drawn(anew=False)
    for unit in pages(opened):
        if unit.page not in wanted:
            continue
        drawing = Drawing(opened)
        drawing.draw(unit, resources_of(unit.owner))
        with opened.guarded():
            shape = shape_of(opened.pdf.pages[unit.page])
            places = [_box(p.matrix, unit.page, shape) for p in drawing.pictures]
            places += _noted(unit, shape)
            page = held[unit.page]
            scale = min(_SCALE, SIDE / max(*page.get_size(), 1.0))
            yield Sight(unit.page, _pixels(page, scale), scale, tuple(places))


def _pixels(page: Any, scale: float) -> Any:
    seen = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    page.close()
    return np.asarray(seen)


def _noted(unit: Unit, shape: Shape) -> Iterator[Box]:
    """Yield where annotations draw something, which may be a picture."""
    import pikepdf

    held = unit.owner.get("/Annots")
    for one in held if isinstance(held, pikepdf.Array) else ():
        if isinstance(one, pikepdf.Dictionary) and "/AP" in one:
            yield box_of(one, unit.page, shape)


def _box(matrix: Matrix, page: int, shape: Shape) -> Box:
    """Return where the unit square comes to stand."""
    a, b, c, d, e, f = matrix
    x, y = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
    held = np.array([[min(x), max(y), max(x), min(y)]], np.float32)
    return Box(page, *(round(float(v), 2) for v in upright(held, shape)[0]))
