"""Characters in pixels, with a box for each: PP-OCRv6 by onnxruntime, from the files of `rapidocr`.

The weights lie in the wheel of `rapidocr` (extra `paper`), whose own code is not run: nothing is
ever fetched. Lines are found on a smaller page; each is cut out along its own direction, so that a
page that is turned or askew needs no turning; what is read goes back to the pixels it came from.

A page is read in the direction in which a sample of its lines is read with the most confidence.

## Known limits
Lines that run from top to bottom (直排) and handwriting are read badly. A single line of small print (7
points) on an empty page of size A3 was not found: what is larger than A4 is better cut into parts.

References: Liao et al. 2020, Real-time Scene Text Detection with Differentiable Binarization;
Graves et al. 2006, Connectionist Temporal Classification; the model cards of PP-OCRv6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from menshen.engines import network
from menshen.engines.strips import Slant, cut, edges
from menshen.errors import UnsupportedFormatError

__all__ = ["Box", "Line", "Pixels", "lines", "session"]

Pixels = NDArray[np.uint8]
"""Height, width, and red, green, blue."""
Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels."""

SIDE, _LARGEST = 1344, 2016
"""The longer side of a page on which lines are looked for, in pixels; half of it where that is more."""
_HEIGHT = 48
_WIDEST = 6400
_BATCH = 9600
"""So many columns of pixels are read at once."""
_INK, _SURE, _GROWN = 0.3, 0.5, 1.6
_MOST = 3000
_LEAST = 0.5
"""A line that is read with less confidence is no text."""
_SAMPLE, _GOOD = 5, 0.88
_NARROWED = 0.75
"""So wide are the characters of a long line read: two thirds of the time, the same text."""
_ABSENT = (
    'this is a picture: pip install "menshen[paper]" to read it, or read its text with OCR first'
)


class Line(NamedTuple):
    """A line of text: its characters, a box for each, how it lies, and how surely it was read.

    `sure` says it for each character, `score` for all.
    """

    text: str
    boxes: tuple[Box, ...]
    slant: Slant
    score: float
    sure: tuple[float, ...] = ()

    def __repr__(self) -> str:
        return f"Line({len(self.text)} characters, score={self.score:.2f})"


class _Read(NamedTuple):
    """What the recogniser says of a strip: characters and where each peaks, in parts of its width."""

    text: str
    peaks: tuple[float, ...]
    score: float
    sure: tuple[float, ...] = ()


def lines(pixels: Pixels) -> list[Line]:
    """Return the lines of text of a page, in no order.

    Raises `UnsupportedFormatError` with the remedy where the extra is not installed.
    """
    held = _slants(pixels)
    if not held:
        return []
    held, known = _directed(pixels, held)
    strips = [_strip(pixels, slant) for slant in held]
    rest = [i for i, slant in enumerate(held) if slant not in known]
    for i, read in zip(rest, _recognised([strips[i] for i in rest]), strict=True):
        known[held[i]] = read
    found = []
    for slant, strip in zip(held, strips, strict=True):
        read = known[slant]
        if read.text and read.score >= _LEAST:
            boxes = _boxes(slant, strip, read)
            found.append(Line(read.text, boxes, slant, read.score, read.sure))
    return found


def _boxes(slant: Slant, strip: Pixels, read: _Read) -> tuple[Box, ...]:
    cuts = edges(strip, read.text, read.peaks, strip.shape[1] * slant.height / slant.width)
    return tuple(slant.box(left, right) for left, right in cuts)


def _slants(pixels: Pixels) -> list[Slant]:
    """Return where lines lie, each along its longer side."""
    import cv2

    height, width = pixels.shape[:2]
    longer = max(height, width)
    scale = min(1.0, min(max(SIDE, longer / 2), _LARGEST) / longer)
    sizes = [max(32, round(side * scale / 32) * 32) for side in (height, width)]
    small = cv2.resize(pixels, (sizes[1], sizes[0]), interpolation=cv2.INTER_AREA)
    page = small[:, :, ::-1].astype(np.float32) / 127.5 - 1
    (heat,) = session("PP-OCRv6_det_small").run(None, {"x": page.transpose(2, 0, 1)[None]})
    back = (width / sizes[1], height / sizes[0])
    return [slant.scaled(*back) for slant in _outlined(heat[0, 0])]


def _outlined(heat: NDArray[np.float32]) -> Iterator[Slant]:
    import cv2

    ink = cv2.dilate((heat > _INK).astype(np.uint8), np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(ink, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for outline in outlines[:_MOST]:
        (x, y), (w, h), angle = cv2.minAreaRect(outline)
        if min(w, h) < 3 or _mean(heat, outline) < _SURE:
            continue
        more = 2 * w * h * _GROWN / (2 * (w + h))
        yield Slant.along(x, y, w + more, h + more, angle)


def _mean(heat: NDArray[np.float32], outline: Any) -> float:
    import cv2

    x, y, w, h = cv2.boundingRect(outline)
    mask = np.zeros((h, w), np.uint8)
    cv2.fillPoly(mask, [outline - (x, y)], 1)
    return float(cv2.mean(heat[y : y + h, x : x + w], mask)[0])


def _directed(pixels: Pixels, held: Sequence[Slant]) -> tuple[list[Slant], dict[Slant, _Read]]:
    """Return the lines turned to be read in the direction of the page, and what was read so far."""
    long = sorted((s for s in held if s.width >= 2.5 * s.height), key=lambda s: -s.width)
    axis = _middle([s.angle for s in long], [s.width for s in long])
    turned = [slant.towards(axis) for slant in held]
    chosen = sorted(turned, key=lambda s: abs(s.width - 8 * s.height))[:_SAMPLE]
    forth = _sampled(pixels, chosen)
    if _confidence(forth) < _GOOD:
        back = _sampled(pixels, [s.reversed() for s in chosen])
        if _confidence(back) > _confidence(forth):
            return [slant.reversed() for slant in turned], back
    return turned, forth


def _sampled(pixels: Pixels, slants: Sequence[Slant]) -> dict[Slant, _Read]:
    reads = _recognised([_strip(pixels, slant) for slant in slants])
    return dict(zip(slants, reads, strict=True))


def _confidence(reads: Mapping[Slant, _Read]) -> float:
    return sum(r.score for r in reads.values()) / len(reads)


def _strip(pixels: Pixels, slant: Slant) -> Pixels:
    """Return a line cut out; characters are made narrower, for reading costs by the width."""
    wide = slant.width > 4 * slant.height
    return cut(pixels, slant, _HEIGHT, _WIDEST, _NARROWED if wide else 1.0)


def _middle(angles: Sequence[float], weights: Sequence[float]) -> float:
    """Return the direction of most text, in degrees from -45 to 135."""
    if not angles:
        return 0.0
    turns = np.asarray(angles)
    heavy = np.asarray(weights)
    around = max(turns, key=lambda a: heavy[_apart(turns, a) < 3].sum())
    near = _apart(turns, around) < 3
    off = (turns[near] - around + 90) % 180 - 90
    return float(around + np.average(off, weights=heavy[near]))


def _apart(angles: NDArray[np.float64], angle: float) -> NDArray[np.float64]:
    return np.asarray(np.abs((angles - angle + 90) % 180 - 90))


def _recognised(strips: Sequence[Pixels]) -> list[_Read]:
    """Return what is written on each strip."""
    read = [_Read("", (), 0.0)] * len(strips)
    for batch in _batches(strips):
        widest = max(strips[i].shape[1] for i in batch)
        held = np.zeros((len(batch), 3, _HEIGHT, max(widest, 320)), np.float32)
        for row, i in enumerate(batch):
            strip = strips[i][:, :, ::-1].transpose(2, 0, 1)
            held[row, :, :, : strip.shape[2]] = strip / np.float32(127.5) - 1
        (said,) = session("PP-OCRv6_rec_small").run(None, {"x": held})
        for row, i in enumerate(batch):
            share = strips[i].shape[1] / held.shape[3]
            read[i] = _decoded(said[row], share)
    return read


def _batches(strips: Sequence[Pixels]) -> Iterator[list[int]]:
    """Yield the numbers of strips of like width, of which few columns are empty."""
    batch: list[int] = []
    for i in sorted(range(len(strips)), key=lambda i: strips[i].shape[1]):
        if batch and (len(batch) + 1) * max(strips[i].shape[1], 320) > _BATCH:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _decoded(said: NDArray[np.float32], share: float) -> _Read:
    """Return the characters of a strip that fills this share of what was read."""
    best = said.argmax(axis=1)
    steps = np.arange(len(best))
    new = np.flatnonzero((best != 0) & np.r_[True, best[1:] != best[:-1]])
    if not len(new):
        return _Read("", (), 0.0)
    sure = said[steps, best]
    ends = [int(np.argmax(np.r_[best[n:] != best[n], True])) + n for n in new]
    names = _characters()
    text = "".join(names[best[n]] for n in new)
    middles = ((n + e) / 2 / len(best) / share for n, e in zip(new, ends, strict=True))
    peaks = tuple(min(m, 1.0) for m in middles)
    return _Read(text, peaks, float(sure[new].mean()), tuple(sure[new].tolist()))


@cache
def session(name: str) -> Any:
    """Return a model of the wheel of `rapidocr`, loaded once in a process."""
    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None or find_spec("cv2") is None:
        raise UnsupportedFormatError(_ABSENT)
    path = Path(spec.origin).with_name("models") / f"{name}.onnx"
    if not path.is_file():
        raise UnsupportedFormatError(_ABSENT)
    return network.session(path, threads=None)


@cache
def _characters() -> list[str]:
    told = session("PP-OCRv6_rec_small").get_modelmeta().custom_metadata_map["character"]
    return ["", *told.splitlines(), " "]
