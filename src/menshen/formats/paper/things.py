"""What is seen on a page that is no text: faces, codes, seals, signatures, cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from menshen.engines.codes import codes
from menshen.engines.faces import Face, faces
from menshen.engines.ocr import Box, Line, Pixels
from menshen.formats.paper.cards import cards
from menshen.formats.paper.stamps import prints, signatures
from menshen.formats.paper.thing import Thing

__all__ = ["things"]

_HAIR = 0.15


def things(pixels: Pixels, lines: Sequence[Line]) -> Iterator[Thing]:
    """Yield what is seen on a page whose lines of text are known."""
    seen = [_wider(face, pixels) for face in faces(pixels)]
    yield from (Thing("face", box) for box in seen)
    for code in codes(pixels):
        yield Thing("qr_code" if code.matrix else "bar_code", code[:4], code.content)
    stamped = list(prints(pixels, lines))
    yield from stamped
    yield from signatures(pixels, lines, [thing.box for thing in stamped])
    yield from cards(lines, seen)


def _wider(face: Face, pixels: Pixels) -> Box:
    """Return the box of a face with hair, chin and ears, by which people are known as well."""
    more, up = _HAIR * (face.x1 - face.x0), _HAIR * (face.y1 - face.y0)
    height, width = pixels.shape[:2]
    right, bottom = min(face.x1 + more, float(width)), min(face.y1 + up, float(height))
    return max(face.x0 - more, 0.0), max(face.y0 - 1.5 * up, 0.0), right, bottom
