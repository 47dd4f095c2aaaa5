"""Pages that are pictures: what is seen on one, and how something is taken out of it.

`look` reads a page by OCR, with a box for each character, and sees what is no text: faces, codes,
seals, signatures, cards. `erase` takes text and things out of the pixels. A format that has a page
of pixels needs no more than both. Pages are remembered for a while, for what is written is read
again and again.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from typing import NamedTuple

from menshen.engines import ocr
from menshen.engines.ocr import Box, Pixels
from menshen.formats.paper.erasing import Erasure, erased
from menshen.formats.paper.rows import laid_out
from menshen.formats.paper.thing import Thing
from menshen.formats.paper.things import things

__all__ = ["Erasure", "Seen", "Thing", "erase", "look"]

_KEPT = 64
_seen: OrderedDict[bytes, Seen] = OrderedDict()


class Seen(NamedTuple):
    """What is seen on a page: its text, a box for each character in pixels, and things.

    Line breaks and gaps between cells, which nobody printed, have empty boxes.
    """

    text: str
    boxes: tuple[Box, ...]
    things: tuple[Thing, ...]

    def __repr__(self) -> str:
        return f"Seen({len(self.text)} characters, {len(self.things)} things)"


def look(pixels: Pixels) -> Seen:
    """Return what is seen on a page of height, width and red, green, blue.

    Raises `UnsupportedFormatError` with the remedy where the extra `paper` is not installed.
    """
    key = hashlib.sha256(repr(pixels.shape).encode() + pixels.tobytes()).digest()
    held = _seen.pop(key, None)
    if held is None:
        lines = ocr.lines(pixels)
        text, boxes = laid_out(lines)
        held = Seen(text, boxes, tuple(things(pixels, lines)))
    _seen[key] = held
    while len(_seen) > _KEPT:
        _seen.popitem(last=False)
    return held


def erase(pixels: Pixels, edits: Iterable[Erasure]) -> Pixels:
    """Return a page with boxes cleared and other text written there.

    An edit is a box, or one for each character, and the text that is written in its place. A box
    of text takes the colour of the paper around it, and characters that stay the same at either end
    of it keep their pixels; a box of a thing becomes grey.
    """
    seen = look(pixels)
    characters = zip(seen.boxes, seen.text, strict=True)
    return erased(pixels, edits, seen.things, characters)
