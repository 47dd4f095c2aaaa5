"""The text of pages as pdfium reads it, put in reading order, with a box for every character.

pdfium gives characters in the order in which they were drawn, with blanks and line ends between
them that it made up. Here a line is cut where a wide gap is, and pieces that stand at one height
are put together as a row, with a tab between them, so that a label and its value stand together
however the page was drawn. Columns of prose are left one behind the other.
"""

from __future__ import annotations

import ctypes
import re
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from menshen.model import Box

__all__ = ["Boxes", "Drawn", "Seamed", "Shape", "Sheet", "drawn", "upright"]

Boxes = NDArray[np.float32]

_FAR = 1.2
"""A gap of so many heights ends a cell."""
_SAME = 0.5
_CELL = 16
"""Columns of prose have longer lines; those of tables are cells."""
_ALIGNED = 0.6
_MANY = 6
_BLANKS = np.array([0xA0, 0x3000, *range(0x2000, 0x2010), 0x2028, 0x2029, 0x202F, 0xFEFF])
_ODD = (("\ufffe", "-"), ("\x02", "-"), ("\x00", "\ufffd"), ("\x0b", " "), ("\x0c", " "))
"""What pdfium gives for a hyphen that joins lines, and what no text should hold."""
_SURROGATE = re.compile("[\ud800-\udfff]")


class Drawn(NamedTuple):
    """The text of a page in reading order.

    `sources` says of each character which one of pdfium's it is, -1 for one that only stands
    between; `boxes` are from the top left corner, one row of x0, y0, x1, y1 for each character.
    """

    text: str
    sources: NDArray[np.int32]
    boxes: Boxes


class _Piece(NamedTuple):
    """Characters that stand beside each other without a wide gap: where, and how high they are."""

    start: int
    end: int
    x0: float
    middle: float
    height: float


class Sheet:
    """The layout of a page: a box for every stretch of it, each line a record."""

    __slots__ = ("_boxes", "_first", "_lines", "_page")

    def __init__(self, page: int, boxes: Boxes, lines: NDArray[np.int32], first: int) -> None:
        self._page = page
        self._boxes = boxes
        self._lines = lines
        self._first = first

    def place(self, start: int, end: int) -> Box:
        """Return the box of `start:end`; over several lines, the one around all of it."""
        held = self._boxes[start : max(end, start + 1)]
        held = held[held[:, 2] > held[:, 0]]
        if not len(held):
            return Box(self._page, 0.0, 0.0, 0.0, 0.0)
        x0, y0 = held[:, :2].min(axis=0)
        x1, y1 = held[:, 2:].max(axis=0)
        return Box(self._page, *(round(float(v), 2) for v in (x0, y0, x1, y1)))

    def labels(self, start: int) -> tuple[str, ...]:  # noqa: ARG002 - the protocol's shape
        """Return nothing: labels stand in the text."""
        return ()

    def record(self, start: int) -> int:
        """Return the number of the line that holds `start`."""
        return self._first + int(np.searchsorted(self._lines, start, side="right"))


class Seamed:
    """The layout of the end of a page with the beginning of the next ones behind it, from `at` on.

    A stretch that lies on both has its place on the first.
    """

    __slots__ = ("_at", "_behind", "_sheet")

    def __init__(self, sheet: Sheet, behind: Sheet | Seamed, at: int) -> None:
        self._sheet = sheet
        self._behind = behind
        self._at = at

    def place(self, start: int, end: int) -> Box:
        """Return the box of `start:end` on the page where it begins."""
        at = self._at
        if start >= at:
            return self._behind.place(start - at, end - at)
        return self._sheet.place(start, min(end, at))

    def labels(self, start: int) -> tuple[str, ...]:  # noqa: ARG002 - the protocol's shape
        """Return nothing: labels stand in the text."""
        return ()

    def record(self, start: int) -> int:
        """Return the number of the line that holds `start`; those of the next page follow."""
        at = self._at
        if start < at:
            return self._sheet.record(start)
        return self._sheet.record(at) + 1 + self._behind.record(start - at) - self._behind.record(0)


def drawn(document: Any, number: int) -> Drawn:
    """Return the text of a page, which is empty where nothing is written on it."""
    import pypdfium2.raw as raw

    page = raw.FPDF_LoadPage(document, number)
    if not page:
        return _EMPTY
    text = raw.FPDFText_LoadPage(page)
    try:
        count = raw.FPDFText_CountChars(text) if text else 0
        if count <= 0:
            return _EMPTY
        boxes = upright(_boxes(raw, text, count), _shape(raw, page))
        return _ordered(_characters(raw, text, count), boxes)
    finally:
        if text:
            raw.FPDFText_ClosePage(text)
        raw.FPDF_ClosePage(page)


_EMPTY = Drawn("", np.zeros(0, np.int32), np.zeros((0, 4), np.float32))


def _characters(raw: Any, text: Any, count: int) -> str:
    """Return one character for each of pdfium's."""
    held = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(text, 0, count, held)
    found = bytes(held)[: 2 * max(written - 1, 0)].decode("utf-16-le", "surrogatepass")
    if len(found) != count or _SURROGATE.search(found):
        codes = _asked(raw.FPDFText_GetUnicode, text, count, ctypes.c_uint)
        found = "".join(map(_character, codes))
    for odd, char in _ODD:
        if odd in found:
            found = found.replace(odd, char)
    return found


def _character(code: int) -> str:
    return "\ufffd" if 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)


def _asked(function: Any, text: Any, count: int, kind: Any) -> Iterator[int]:
    """Yield what a function of pdfium's says of each character, past the checks of ctypes."""
    ask = ctypes.PYFUNCTYPE(kind, ctypes.c_void_p, ctypes.c_int)(_address(function))
    return map(ask, repeat(ctypes.cast(text, ctypes.c_void_p)), range(count))


def _address(function: Any) -> int:
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address is not None
    return address


def _boxes(raw: Any, text: Any, count: int) -> Boxes:
    """Return the boxes of characters: left, top, right, bottom in the page's own space.

    pdfium is called past the checks of ctypes, which takes a third of the time.
    """
    held = np.zeros((count, 4), np.float32)
    kind = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    ask, at = kind(_address(raw.FPDFText_GetLooseCharBox)), held.ctypes.data
    handle = ctypes.cast(text, ctypes.c_void_p)
    places = range(at, at + 16 * count, 16)
    deque(map(ask, repeat(handle), range(count), places), maxlen=0)
    return held


class Shape(NamedTuple):
    """A page before it is turned: its lower left corner, its size, and quarters turned clockwise."""

    left: float
    bottom: float
    wide: float
    high: float
    turned: int


def _shape(raw: Any, page: Any) -> Shape:
    turned = raw.FPDFPage_GetRotation(page) % 4
    wide, high = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
    wide, high = (high, wide) if turned % 2 else (wide, high)
    box = [ctypes.c_float() for _ in range(4)]
    known = raw.FPDFPage_GetCropBox(page, *box) or raw.FPDFPage_GetMediaBox(page, *box)
    left, bottom = (box[0].value, box[1].value) if known else (0.0, 0.0)
    return Shape(left, bottom, wide, high, turned)


def upright(boxes: Boxes, shape: Shape) -> Boxes:
    """Return boxes as x0, y0, x1, y1 from the top left corner of the page as it is shown."""
    x = boxes[:, [0, 2]] - shape.left
    y = shape.bottom + shape.high - boxes[:, [1, 3]]
    if shape.turned == 1:
        x, y = shape.high - y, x
    elif shape.turned == 2:
        x, y = shape.wide - x, shape.high - y
    elif shape.turned == 3:
        x, y = y, shape.wide - x
    return np.stack([x.min(1), y.min(1), x.max(1), y.max(1)], axis=1).astype(np.float32)


def _ordered(text: str, boxes: Boxes) -> Drawn:
    """Put the pieces of a page into rows, and these into the order of reading."""
    held: list[list[list[_Piece]]] = []
    flows = [_rows(flow) for flow in _flows(_pieces(text, boxes))]
    if sum(len(rows) == 1 for rows in flows) > max(_MANY, len(flows) // 2):
        flows = [_sorted(flows)]  # drawn in no order, or from the bottom up
    for rows in flows:
        if held and _belongs(held[-1], rows):
            held[-1] = _sorted([held[-1], rows])
        else:
            held.append(rows)
    return _written(text, boxes, [row for rows in held for row in rows])


def _sorted(flows: list[list[list[_Piece]]]) -> list[list[_Piece]]:
    """Put the pieces of several flows into rows by where they stand alone."""
    pieces = [piece for rows in flows for row in rows for piece in row]
    return _rows(sorted(pieces, key=lambda p: (p.middle, p.x0)))


def _pieces(text: str, boxes: Boxes) -> list[_Piece]:
    """Cut the text at line ends and wide gaps; blanks at the edges of pieces are left out."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    blank = (codes <= 0x20) | np.isin(codes, _BLANKS)
    solid = np.flatnonzero(~blank & (boxes[:, 2] > boxes[:, 0]))
    if not len(solid):
        return []
    line = np.cumsum((codes == 10) | (codes == 13))[solid]
    same = line[1:] == line[:-1]
    held = _along(boxes[solid], same)
    size = np.maximum((held[:, 2:] - held[:, :2]).max(1), 1.0)
    apart = np.maximum(held[1:, :2] - held[:-1, 2:], held[:-1, :2] - held[1:, 2:]).max(1)
    gaps = apart > _FAR * np.minimum(size[1:], size[:-1])
    cuts = np.flatnonzero(gaps | ~same) + 1
    firsts = np.concatenate(([0], cuts))
    ends = solid[np.concatenate((cuts - 1, [len(solid) - 1]))] + 1
    x0, y0 = np.minimum.reduceat(held[:, :2], firsts).T
    y1 = np.maximum.reduceat(held[:, 3], firsts)
    columns = solid[firsts], ends, x0, (y0 + y1) / 2, np.maximum(y1 - y0, 1.0)
    return list(map(_Piece, *(column.tolist() for column in columns)))


def _along(boxes: Boxes, same: NDArray[np.bool_]) -> Boxes:
    """Return boxes turned so that most of the text runs from left to right, lines downwards."""
    steps = (boxes[1:, :2] + boxes[1:, 2:] - boxes[:-1, :2] - boxes[:-1, 2:])[same]
    if not len(steps):
        return boxes
    x, y = np.median(steps, axis=0)
    if x >= abs(y) or (x == 0 and y == 0):
        return boxes
    x0, y0, x1, y1 = boxes.T
    if abs(x) >= abs(y):
        turned = (-x1, -y1, -x0, -y0)
    else:
        turned = (y0, -x1, y1, -x0) if y > 0 else (-y1, x0, -y0, x1)
    return np.stack(turned, axis=1)


def _flows(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Divide pieces where the order in which they were drawn goes up the page again."""
    if not pieces:
        return []
    flows = [[pieces[0]]]
    for before, piece in pairwise(pieces):
        if before.middle - piece.middle > _SAME * min(before.height, piece.height):
            flows.append([piece])
        else:
            flows[-1].append(piece)
    return flows


def _rows(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Put pieces that stand at one height together; they come in the order of reading."""
    rows: list[list[_Piece]] = []
    for piece in pieces:
        if rows and abs(piece.middle - rows[-1][0].middle) <= _SAME * min(
            piece.height, rows[-1][0].height
        ):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p.x0) for row in rows]


def _belongs(before: list[list[_Piece]], rows: list[list[_Piece]]) -> bool:
    """Say whether rows that were drawn later belong beside those drawn before: cells of a table."""
    pieces = [p for row in rows for p in row]
    others = [p for row in before for p in row]
    if max(_middling(pieces), _middling(others)) > _CELL and len(pieces) > 1:
        return False
    middles = np.sort(np.array([row[0].middle for row in before]))
    aligned = 0
    for piece in pieces:
        at = int(np.searchsorted(middles, piece.middle))
        near = middles[max(0, at - 1) : at + 1]
        aligned += bool(len(near)) and bool(np.abs(near - piece.middle).min() < 0.4 * piece.height)
    return aligned >= _ALIGNED * len(pieces)


def _middling(pieces: Sequence[_Piece]) -> float:
    return sorted(p.end - p.start for p in pieces)[len(pieces) // 2]


def _written(text: str, boxes: Boxes, rows: list[list[_Piece]]) -> Drawn:
    """Write rows: a tab between cells, a line's end behind each row."""
    texts: list[str] = []
    sources: list[NDArray[np.int32]] = []
    between = np.full(1, -1, np.int32)
    for row in rows:
        for piece in row:
            texts += [text[piece.start : piece.end], "\t"]
            sources += [np.arange(piece.start, piece.end, dtype=np.int32), between]
        texts[-1] = "\n"
    if not texts:
        return _EMPTY
    joined = np.concatenate(sources)
    held = boxes[joined]
    held[joined < 0] = 0
    return Drawn("".join(texts), joined, held)
