"""Which glyphs a stretch of text on a page is: those that stand where pdfium says its characters are.

What was drawn twice to look bold, or lies under other text, stands there too and goes with it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from menshen.errors import UnreadableError
from menshen.formats.pdf.glyphs import Drawing, Glyph, Shown, pairs
from menshen.formats.pdf.redrawing import Asked, Put

__all__ = ["Edits", "Field", "Spot", "lines", "spots"]

_NEAR = 0.2
_LEAST = 0.3
_LINE = 0.4


class Spot(NamedTuple):
    """A character of pdfium's: its origin, and its box in the page's own space."""

    x: float
    y: float
    box: tuple[float, float, float, float]
    blank: bool


def spots(document: Any, page: int, numbers: Iterable[int]) -> dict[int, Spot]:
    """Return where characters of a page stand, by pdfium's numbers of them."""
    import pypdfium2.raw as raw

    held: dict[int, Spot] = {}
    loaded = raw.FPDF_LoadPage(document, page)
    text = raw.FPDFText_LoadPage(loaded)
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    for number in numbers:
        raw.FPDFText_GetCharOrigin(text, number, x, y)
        raw.FPDFText_GetLooseCharBox(text, number, box)
        code = raw.FPDFText_GetUnicode(text, number)
        made = raw.FPDFText_IsGenerated(text, number) == 1
        blank = made or code < 0x21 or chr(code).isspace()
        held[number] = Spot(x.value, y.value, (box.left, box.bottom, box.right, box.top), blank)
    raw.FPDFText_ClosePage(text)
    raw.FPDF_ClosePage(loaded)
    return held


def lines(whole: str, span: tuple[int, int], text: str) -> list[tuple[tuple[int, int], str]]:
    r"""Return what is written instead of a stretch, line by line where both have as many.

    Else all is written where the stretch begins. No font draws the end of a line.

    >>> lines("电话 139\n8000 转", (3, 11), "13*\n**00")
    [((3, 6), '13*'), ((7, 11), '**00')]
    >>> lines("电话 139\n8000 转", (3, 11), "〔手机1〕")
    [((3, 11), '〔手机1〕')]
    """
    start, end = span
    old, new = whole[start:end].split("\n"), text.split("\n")
    if len(old) != len(new) or any(b and not a.strip() for a, b in zip(old, new, strict=True)):
        return [(span, "".join(new))]
    found: list[tuple[tuple[int, int], str]] = []
    for held, piece in zip(old, new, strict=True):
        found.append(((start, start + len(held)), piece))
        start += len(held) + 1
    return found


class Edits:
    """What is asked of the operators of a document, by the part they are in and where."""

    def __init__(self) -> None:
        self.asked: dict[str, dict[int, Asked]] = {}

    def of(self, shown: Shown) -> Asked:
        """Return what is asked of an operator, wherever it is drawn."""
        held = self.asked.setdefault(shown.unit.part, {})
        return held.setdefault(shown.operator.start, Asked(shown))


class Field:
    """The glyphs of a page or form, to be taken out by where they stand."""

    def __init__(self, drawing: Drawing) -> None:
        self._all: list[tuple[Shown, int, Glyph]] = list(pairs(drawing))
        glyphs = [glyph for _, _, glyph in self._all]
        self._at = _table([(g.x, g.y) for g in glyphs])
        self._right = _table([g.right for g in glyphs])
        self._up = _table([g.up for g in glyphs])
        wide = np.array([[g.wide] for g in glyphs]).reshape(-1, 1)
        self._size = np.maximum(np.hypot(self._up[:, 0], self._up[:, 1]), 1e-6)
        self._middle = self._at + 0.5 * wide * self._right + 0.3 * self._up
        self._gone = np.zeros(len(glyphs), bool)
        self._puts: list[tuple[int, str]] = []

    def __len__(self) -> int:
        return len(self._all)

    def replace(self, held: Sequence[Spot], text: str) -> bool:
        """Take out what stands at some places, and write a text at the first of them.

        Returns False where nothing stands at one of them.
        """
        first = -1
        for spot in held:
            found, main = self._found(spot)
            if main < 0 and not spot.blank:
                return False
            self._gone[found] = True
            first = main if first < 0 and not spot.blank else first
        if first >= 0 and text:
            self._puts.append((first, text))
        return True

    def take(self, numbers: Sequence[int], text: str) -> None:
        """Take out glyphs by their numbers, and write a text at the first of them."""
        self._gone[list(numbers)] = True
        if numbers and text:
            self._puts.append((numbers[0], text))

    def _found(self, spot: Spot) -> tuple[NDArray[np.intp], int]:
        """Return the glyphs at a place, and the one that it is."""
        if not len(self._all):
            return np.zeros(0, np.intp), -1
        far = np.hypot(self._at[:, 0] - spot.x, self._at[:, 1] - spot.y)
        near = far <= _NEAR * self._size + _LEAST
        main = int(far.argmin()) if near.any() else -1
        if spot.blank:
            # A blank that was made up stands where another character ends.
            blank = np.array([g.text.isspace() for _, _, g in self._all])
            return np.flatnonzero(near & blank), main
        x0, y0, x1, y1 = spot.box
        edge = 0.15 * max(x1 - x0, 0.0)
        x, y = self._middle[:, 0], self._middle[:, 1]
        over = (x > x0 + edge) & (x < x1 - edge) & (y > y0) & (y < y1)
        if main < 0 and over.any():
            main = int(np.flatnonzero(over)[0])
        if main >= 0:
            ratio = self._size / self._size[main]
            over &= (ratio > 0.6) & (ratio < 1.7)
        return np.flatnonzero(near | over), main

    def ask(self, edits: Edits, edge: float) -> None:
        """Hand on what was asked to the operators; `edge` is where the page ends at the right."""
        for index in np.flatnonzero(self._gone).tolist():
            shown, number, _ = self._all[index]
            edits.of(shown).gone.add(number)
        for first, text in self._puts:
            shown, number, glyph = self._all[first]
            edits.of(shown).puts.setdefault(number, Put(text, self._room(first, glyph, edge)))

    def _room(self, index: int, glyph: Glyph, edge: float) -> float:
        """Return how far it is from a glyph to the next that stays, in units of the text's size."""
        right = np.array(glyph.right)
        length = float(np.hypot(*right)) or 1.0
        way = right / length
        along = (self._at - self._at[index]) @ way
        aside = np.abs((self._at - self._at[index]) @ np.array([-way[1], way[0]]))
        size = self._size[index]
        ahead = along[~self._gone & (aside < _LINE * size) & (along > 0.05 * size)]
        room = float(ahead.min()) if len(ahead) else max(edge - glyph.x, size)
        if way[0] < 0.9 and not len(ahead):
            room = 1000.0
        return room / length


def _table(rows: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    return np.array(rows, np.float64).reshape(-1, 2)


def unmatched(page: int) -> UnreadableError:
    """Return the error for text whose glyphs are not found."""
    return UnreadableError(
        f"page {page + 1}: text stands where its glyphs cannot be told: print or export this PDF "
        "to a new one first"
    )
