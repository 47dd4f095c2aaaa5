"""Marks of ink by hand: red seals, thumb prints, and signatures beside the words that ask for one.

A seal is a red ring or frame. A large one is an organisation's, a small square one has a name; a
small oval filled with ridges is a thumb print. A signature is ink that is no print, right behind
or above the line of 签名, 签字, 签章.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from menshen.engines.ocr import Box, Line, Pixels
from menshen.formats.paper.thing import Thing

__all__ = ["prints", "signatures"]

_SIGNED = re.compile(
    "(?:签名|签字|签章|签署)[^:：]{0,8}?[:：]?[ _]*(?P<behind>[^一-龥]{0,12}|.)\\Z"
)
_REDDER = 50
_SMALL = 7.0
"""Name seals and thumb prints are less high than so many lines of text."""
_SURE = 0.9
_FEW = 30


def prints(pixels: Pixels, lines: Sequence[Line]) -> Iterator[Thing]:
    """Yield the seals and thumb prints of a page."""
    import cv2

    line = _line_height(pixels, lines)
    held = pixels.astype(np.int16)
    red = (held[..., 0] - held[..., 1:].max(axis=2) > _REDDER).astype(np.uint8)
    if red.sum() < line * line or red.mean() > 0.3:
        return
    side = max(3, round(line / 2))
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for outline in outlines:
        x, y, w, h = cv2.boundingRect(outline)
        if min(w, h) < 1.5 * line or not 0.5 < w / h < 2:
            continue
        kind = _kind(red[y : y + h, x : x + w], cv2.convexHull(outline), line)
        if kind:
            yield Thing(kind, (float(x), float(y), float(x + w), float(y + h)))


def _kind(red: NDArray[np.uint8], hull: Any, line: float) -> str:
    import cv2

    (_, (w, h), _) = cv2.minAreaRect(hull)
    area = cv2.contourArea(hull)
    filled = float(red.sum()) / max(area, 1)
    squareness = area / max(w * h, 1)
    small = max(red.shape) < _SMALL * line
    if filled < 0.06 or squareness < 0.6 or min(w, h) / max(w, h, 1) < 0.5:
        return ""
    if not small:
        return "seal"
    if squareness > 0.88:
        return "name_seal"
    return "thumb_print" if filled > 0.3 else "seal"


def signatures(pixels: Pixels, lines: Sequence[Line], stamped: Sequence[Box]) -> Iterator[Thing]:
    """Yield ink by hand beside the words that ask for a signature."""
    level = (line for line in lines if abs(line.slant.angle) < 15)
    asked = [(line, found) for line in level if (found := _SIGNED.search(line.text))]
    if not asked:
        return
    grey = pixels.min(axis=2)
    ink = grey < np.median(grey) - 70
    for box in [*stamped, *_printed(lines)]:
        x0, y0, x1, y1 = (round(v) for v in box)
        ink[max(y0 - 1, 0) : y1 + 1, max(x0 - 1, 0) : x1 + 1] = False
    for line, found in asked:
        first, last = line.boxes[found.start()], line.boxes[found.start("behind") - 1]
        held = _written(ink, last, first[2] - first[0])
        if held is not None:
            yield Thing("signature", held)


def _printed(lines: Sequence[Line]) -> Iterator[Box]:
    """Yield the boxes of characters that are surely print."""
    for line in lines:
        for box, sure in zip(line.boxes, line.sure, strict=True):
            if sure > _SURE and (line.score > _SURE or _SIGNED.search(line.text)):
                yield box


def _written(ink: NDArray[np.bool_], last: Box, high: float) -> Box | None:
    """Return the box of what is written by hand behind a word, or None."""
    left, top = round(last[2]), max(round(last[1] - 1.5 * high), 0)
    zone = ink[top : round(last[3] + 0.8 * high), left : round(left + 14 * high)].copy()
    if not zone.size:
        return None
    zone[zone.mean(axis=1) > 0.4] = False
    rows, columns = np.flatnonzero(zone.any(axis=1)), np.flatnonzero(zone.any(axis=0))
    if not len(rows) or zone.sum() < _FEW:
        return None
    tall, wide = rows[-1] - rows[0], columns[-1] - columns[0]
    if tall < 0.7 * high or wide < 1.2 * high:
        return None
    edges = (left + columns[0], top + rows[0], left + columns[-1] + 1, top + rows[-1] + 1)
    return (float(edges[0]), float(edges[1]), float(edges[2]), float(edges[3]))


def _line_height(pixels: Pixels, lines: Sequence[Line]) -> float:
    heights = [line.slant.height for line in lines]
    return float(np.median(heights)) if heights else pixels.shape[0] / 60
