"""Codes in pixels that machines read: QR, Data Matrix, PDF417, Aztec, bar codes; by zxing-cpp."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from menshen.errors import UnsupportedFormatError

__all__ = ["Code", "codes"]

_ABSENT = (
    'this is a picture: pip install "menshen[paper]" to read it, or read its text with OCR first'
)
_MATRIX = frozenset(("QRCode", "MicroQRCode", "RMQRCode", "DataMatrix", "Aztec", "MaxiCode"))


class Code(NamedTuple):
    """A code: where it lies, in pixels, what it says, and whether it is a matrix or bars."""

    x0: float
    y0: float
    x1: float
    y1: float
    content: str
    matrix: bool

    def __repr__(self) -> str:
        return f"Code({self.x0:.0f}, {self.y0:.0f}, {self.x1:.0f}, {self.y1:.0f})"


def codes(pixels: NDArray[np.uint8]) -> list[Code]:
    """Return the codes of a picture.

    Raises `UnsupportedFormatError` with the remedy where the extra is not installed.
    """
    try:
        import zxingcpp
    except ImportError:
        raise UnsupportedFormatError(_ABSENT) from None
    found = []
    for held in zxingcpp.read_barcodes(np.ascontiguousarray(pixels)):
        at = held.position
        corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        xs, ys = [float(p.x) for p in corners], [float(p.y) for p in corners]
        kind = str(held.format).rpartition(".")[2].replace(" ", "")
        found.append(Code(min(xs), min(ys), max(xs), max(ys), held.text, kind in _MATRIX))
    return found
