"""Strips of a page: a line of text that lies in any direction, cut out upright, and the way back."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Slant", "cut", "edges"]

_WIDE = 0.62
"""Half the width of a wide character, in heights of its line."""
_NARROW = 0.36
_DIGITS = re.compile("[0-9]{3,}")
_ASTRAY = 0.7
"""So many widths of a digit the border between two may be from where it is expected."""
_SEEN = 0.3
_EVEN = 12.0
_SHARES = (0.85, 0.9, 0.95, 1.0, 1.05, 1.1)


class Slant(NamedTuple):
    """A rectangle that lies in any direction: its middle, its sides, and its angle in degrees.

    The angle turns clockwise from the right, along the width.
    """

    x: float
    y: float
    width: float
    height: float
    angle: float

    @classmethod
    def along(cls, x: float, y: float, width: float, height: float, angle: float) -> Slant:
        """Return a rectangle whose width is its longer side.

        >>> Slant.along(5, 5, 2, 10, 0).angle
        90
        """
        if width < height:
            width, height, angle = height, width, angle + 90
        return cls(x, y, width, height, (angle + 45) % 180 - 45)

    def scaled(self, across: float, down: float) -> Slant:
        """Return it on a page of another size; both scales are nearly the same."""
        both = math.sqrt(across * down)
        return Slant(
            self.x * across, self.y * down, self.width * both, self.height * both, self.angle
        )

    def towards(self, axis: float) -> Slant:
        """Return it read along an axis; what is nearly square lies along it.

        >>> Slant(0, 0, 100, 10, 178).towards(0).angle
        -2
        """
        off = (self.angle - axis + 90) % 180 - 90
        if self.width < 2 * self.height and abs(off) > 45:
            off = (off + 180) % 180 - 90
            return Slant(self.x, self.y, self.height, self.width, axis + off)
        return self._replace(angle=axis + off)

    def reversed(self) -> Slant:
        """Return it read from the other end."""
        return self._replace(angle=self.angle + 180)

    def point(self, along: float, across: float) -> tuple[float, float]:
        """Return the point of the page at parts of the width and the height."""
        turn = math.radians(self.angle)
        u, v = (along - 0.5) * self.width, (across - 0.5) * self.height
        return (
            self.x + u * math.cos(turn) - v * math.sin(turn),
            self.y + u * math.sin(turn) + v * math.cos(turn),
        )

    def box(self, left: float = 0.0, right: float = 1.0) -> tuple[float, float, float, float]:
        """Return the upright box around a part of the width.

        >>> Slant(50, 10, 100, 20, 0).box(0, 0.5)
        (0.0, 0.0, 50.0, 20.0)
        """
        corners = [self.point(a, b) for a in (left, right) for b in (0.0, 1.0)]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)


def cut(
    pixels: NDArray[np.uint8], slant: Slant, height: int, widest: int, narrowed: float = 1.0
) -> NDArray[np.uint8]:
    """Return the strip of a page, upright and of this height."""
    import cv2

    wide, high = max(round(slant.width), 1), max(round(slant.height), 1)
    corners = np.array([slant.point(0, 0), slant.point(1, 0), slant.point(0, 1)], np.float32)
    whole = np.array([(0, 0), (wide, 0), (0, high)], np.float32)
    turn = cv2.getAffineTransform(corners, whole)
    strip = cv2.warpAffine(
        pixels, turn, (wide, high), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    size = (min(max(round(wide * height / high * narrowed), 8), widest), height)
    way = cv2.INTER_AREA if high > height else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(strip, size, interpolation=way), np.uint8)


def edges(
    strip: NDArray[np.uint8], text: str, peaks: Sequence[float], line: float
) -> list[tuple[float, float]]:
    """Return where each character begins and ends, in parts of the width of its strip.

    `line` is the height of the line in columns of the strip. Between two characters the column with the least ink near their middle parts them.
    """
    wide = strip.shape[1]
    ink = _ink(strip)
    reach = [(_WIDE if _is_wide(c) else _NARROW) * line for c in text]
    at = [float(peak) * wide for peak in peaks]
    found: list[tuple[float, float]] = []
    for i, middle in enumerate(at):
        left, right = middle - reach[i], middle + reach[i]
        if i and at[i - 1] + reach[i - 1] > left:
            left = found[-1][1]
        if i + 1 < len(at) and at[i + 1] - reach[i + 1] < right:
            share = reach[i] / (reach[i] + reach[i + 1])
            border = middle + share * (at[i + 1] - middle)
            right = _thinnest(ink, border, 0.4 * (at[i + 1] - middle))
        found.append((max(left, 0.0), min(max(right, left + 1), float(wide))))
    for match in _DIGITS.finditer(text):
        _parted(found, match.start(), match.end(), at, ink)
    return [(left / wide, right / wide) for left, right in found]


def _parted(
    found: list[tuple[float, float]], first: int, last: int, at: Sequence[float],
    ink: NDArray[np.float64],
) -> None:  # fmt: skip
    """Part digits anew, which are all equally wide: where a recogniser sees them is not exact.

    Of all ways to put borders between them the best one has little ink under them, lies near to
    where the digits were seen, and makes cells of one width.
    """
    seen = float(np.median(np.diff(at[first:last])))
    reach = int(_ASTRAY * seen)
    if reach < 1 or seen > len(ink):
        return
    middles = [at[first] - seen / 2, *((a + b) / 2 for a, b in pairwise(at[first:last]))]
    middles.append(at[last - 1] + seen / 2)
    places = np.rint(middles)[:, None].astype(int) + np.arange(-reach, reach + 1)
    off = (places - np.array(middles)[:, None]) / seen
    low, high = max(places.min(), 0), min(places.max(), len(ink))
    heavy = max(float(np.percentile(ink[low:high], 90)), 1.0)
    costs = ink[np.clip(places, 0, len(ink) - 1)] / heavy + _SEEN * off**2
    _, chosen = min(_cheapest(places, costs, share * seen) for share in _SHARES)
    borders = [place + 0.5 for place in chosen]
    for number, (left, right) in enumerate(pairwise(borders), first):
        found[number] = max(left, 0.0), min(max(right, left + 1), float(len(ink)))
    if first:
        found[first - 1] = found[first - 1][0], min(found[first - 1][1], found[first][0])
    if last < len(found):
        found[last] = max(found[last][0], found[last - 1][1]), found[last][1]


def _cheapest(
    places: NDArray[np.int_], costs: NDArray[np.float64], pitch: float
) -> tuple[float, list[int]]:
    """Return what the best borders cost whose cells are about as wide as told, and where they are."""
    best, back = costs[0], []
    for number in range(1, len(places)):
        off = (places[number][None, :] - places[number - 1][:, None]) / pitch - 1
        whole = best[:, None] + _EVEN * off**2
        back.append(whole.argmin(axis=0))
        best = whole.min(axis=0) + costs[number]
    chosen = [int(best.argmin())]
    for held in reversed(back):
        chosen.append(int(held[chosen[-1]]))
    return float(best.min()), [int(p[c]) for p, c in zip(places, reversed(chosen), strict=True)]


def _ink(strip: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return how much each column differs from the paper."""
    grey = strip.mean(axis=2)
    return np.asarray(np.abs(grey - np.median(grey)).sum(axis=0))


def _thinnest(ink: NDArray[np.float64], border: float, reach: float) -> float:
    low, high = max(int(border - reach), 0), min(int(border + reach) + 1, len(ink))
    if high - low < 2:
        return border
    columns = np.arange(low, high)
    pull = np.abs(columns - border) / max(reach, 1) * 0.15 * (ink[low:high].max() + 1)
    return float(columns[int(np.argmin(ink[low:high] + pull))] + 0.5)


def _is_wide(character: str) -> bool:
    return character > "\u2e7f"
