"""Taking something out of pixels: boxes are cleared, and other text is written in their place.

Characters that stay the same keep their pixels. How text is written where no font has its
characters: docs/decisions/0031-pictures.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from menshen.engines.ocr import Box, Pixels
from menshen.formats.paper import lettering
from menshen.formats.paper.thing import Thing

__all__ = ["Erasure", "erased"]

Erasure = tuple[Box | Sequence[Box], str]
"""Where something is taken out, as one box or one for each character, and the text to write."""
_GREY = 128
_AROUND = 3
_MORE = 1


class _Colours(NamedTuple):
    """The colours of the paper and of the ink at a place."""

    paper: NDArray[np.uint8]
    ink: NDArray[np.uint8]


def erased(
    pixels: Pixels,
    edits: Iterable[Erasure],
    things: Sequence[Thing],
    characters: Iterable[tuple[Box, str]],
) -> Pixels:
    """Return the pixels with the edits carried out; the things' boxes become grey.

    `characters` are those on the page: where one of them is written again, it stays.
    """
    page = pixels.copy()
    held = {thing.box: thing for thing in things}
    known = dict(characters)
    runs = [run for place, text in edits for run in _runs(_boxes(place), text)]
    asked = [held[box] for boxes, _ in runs for box in dict.fromkeys(boxes) if box in held]
    for thing in asked:
        for box in thing.parts:
            printed = known.pop(box, None) is not None
            page[_inside(page, box, _MORE)] = _colours(page, [box]).paper if printed else _GREY
    for boxes, text in runs:
        if boxes[0] not in held:
            _rewritten(page, boxes, text, known)
    for thing in asked:
        if not thing.parts:
            page[_inside(page, thing.box)] = _GREY
    return page


def _rewritten(page: Pixels, boxes: Sequence[Box], text: str, known: dict[Box, str]) -> None:
    for first, last in _changed(boxes, text, known):
        some = boxes[first:last]
        standing = text[first:last] if len(text) == len(boxes) else text
        colours = _colours(page, some)
        for place in _cleared(page, some, first > 0, last < len(boxes)):
            page[place] = colours.paper
        _write(page, some, standing, colours)


def _cleared(
    page: Pixels,
    boxes: Sequence[Box],
    before: bool,
    behind: bool,
) -> Iterator[tuple[slice, slice]]:
    """Yield what to clear for boxes, a little more than they are.

    Where characters that stay stand before or behind them, nothing of those is cleared.
    """
    across, down = (boxes[-1][i] + boxes[-1][i + 2] - boxes[0][i] - boxes[0][i + 2] for i in (0, 1))
    lying = abs(across) >= abs(down)
    start = (0 if lying else 1) if (across if lying else down) >= 0 else (2 if lying else 3)
    kept = [(0, start)] * before + [(len(boxes) - 1, (start + 2) % 4)] * behind
    for number, box in enumerate(boxes):
        sides = [math.floor(v) - _MORE for v in box[:2]] + [math.ceil(v) + _MORE for v in box[2:]]
        for at, side in kept:
            if at == number:
                sides[side] = round(box[side])
        x0, y0, x1, y1 = (max(side, 0) for side in sides)
        yield slice(y0, min(y1, page.shape[0])), slice(x0, min(x1, page.shape[1]))


def _boxes(place: Box | Sequence[Box]) -> list[Box]:
    """Return the boxes of a place."""
    held = [place] if isinstance(place[0], int | float | np.number) else place
    return [(x0, y0, x1, y1) for x0, y0, x1, y1 in held]  # type: ignore[misc]


def _runs(boxes: Sequence[Box], text: str) -> Iterator[tuple[Sequence[Box], str]]:
    """Yield the boxes between empty ones, which part lines and cells, and the text for each.

    A text of another length fills the first run and goes on in the next, the last takes the rest.
    """
    same = len(text) == len(boxes)
    held = [(i, box) for i, box in enumerate(boxes) if box[2] > box[0] and box[3] > box[1]]
    starts = [n for n, (i, _) in enumerate(held) if not n or held[n - 1][0] != i - 1]
    at = 0
    for start, end in zip(starts, [*starts[1:], len(held)], strict=True):
        first = held[start][0] if same else at
        last = first + end - start if same or end < len(held) else len(text)
        yield [box for _, box in held[start:end]], text[first:last]
        at = last


def _changed(boxes: Sequence[Box], text: str, known: dict[Box, str]) -> Iterator[tuple[int, int]]:
    """Yield the stretches that change, without characters at either end that stay the same."""
    if len(text) != len(boxes):
        yield 0, len(boxes)
        return
    start, end = 0, len(boxes)
    while start < end and known.get(boxes[start]) == text[start]:
        start += 1
    while end > start and known.get(boxes[end - 1]) == text[end - 1]:
        end -= 1
    if start < end:
        yield start, end


def _inside(page: Pixels, box: Box, more: int = 0) -> tuple[slice, slice]:
    height, width = page.shape[:2]
    x0, y0 = (max(math.floor(v) - more, 0) for v in box[:2])
    x1, y1 = (math.ceil(v) + more for v in box[2:])
    return slice(y0, min(y1, height)), slice(x0, min(x1, width))


def _colours(page: Pixels, boxes: Sequence[Box]) -> _Colours:
    """Return the colours of most of what is around and in boxes, and of what differs from it."""
    around = np.concatenate([page[_inside(page, b, _AROUND)].reshape(-1, 3) for b in boxes])
    light = around.astype(np.int32).sum(axis=1)
    middle = np.median(light)
    paper = np.median(around[np.abs(light - middle) <= 30], axis=0)
    off = np.abs(around - paper).sum(axis=1)
    ink = np.median(around[off >= np.percentile(off, 95)], axis=0)
    if np.abs(ink - paper).sum() < 150:
        ink = np.zeros(3) if paper.sum() > 380 else np.full(3, 255)
    return _Colours(paper.astype(np.uint8), ink.astype(np.uint8))


def _write(page: Pixels, boxes: Sequence[Box], text: str, colours: _Colours) -> None:
    """Write a text along boxes, not beyond them."""
    if not text:
        return
    middles = np.array([((b[0] + b[2]) / 2, (b[1] + b[3]) / 2) for b in boxes])
    turn = math.atan2(*(middles[-1] - middles[0])[::-1]) if len(boxes) > 1 else 0.0
    lying = abs(math.cos(turn)) >= math.sqrt(0.5)
    sides = [b[3] - b[1] if lying else b[2] - b[0] for b in boxes]
    high = float(np.median(sides)) if len(boxes) > 1 else boxes[0][3] - boxes[0][1]
    ends = [b[2] - b[0] if lying else b[3] - b[1] for b in (boxes[0], boxes[-1])]
    wide = math.dist(middles[0], middles[-1]) + sum(ends) / 2
    mask = lettering.drawn(text, round(wide), round(high), -math.degrees(turn))
    x, y = ((middles[0] + middles[-1]) / 2).astype(int) - np.array(mask.shape[::-1]) // 2
    rows, columns = _inside(page, (x, y, x + mask.shape[1], y + mask.shape[0]))
    part = mask[rows.start - y : rows.stop - y, columns.start - x : columns.stop - x]
    share = part[:, :, None] / 255
    under = page[rows, columns]
    page[rows, columns] = (under * (1 - share) + colours.ink * share).astype(np.uint8)
