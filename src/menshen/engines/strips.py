"""Strips of a page: a line of text that lies in any direction, cut out upright, and the way back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Slant", "cut", "edges"]

_WIDE = 0.62
"""Half the width of a wide character, in heights of its line."""
_NARROW = 0.36


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
    return [(left / wide, right / wide) for left, right in found]


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
