"""What is seen on a page that is no text: faces, codes, seals, signatures, cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from menshen.engines.codes import codes
from menshen.engines.faces import faces
from menshen.engines.ocr import Box, Line, Pixels
from menshen.formats.paper.cards import cards
from menshen.formats.paper.stamps import prints, signatures
from menshen.formats.paper.thing import Thing

__all__ = ["things"]


def things(pixels: Pixels, lines: Sequence[Line]) -> Iterator[Thing]:
    """Yield what is seen on a page whose lines of text are known."""
    seen: list[Box] = [face[:4] for face in faces(pixels)]
    yield from (Thing("face", box) for box in seen)
    for code in codes(pixels):
        yield Thing("qr_code" if code.matrix else "bar_code", code[:4], code.content)
    stamped = list(prints(pixels, lines))
    yield from stamped
    yield from signatures(pixels, lines, [thing.box for thing in stamped])
    yield from cards(lines, seen)
