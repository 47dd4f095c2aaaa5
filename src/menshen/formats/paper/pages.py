"""A page that was looked at as text: what stands on it, then a line for each thing that is seen.

A thing is written as a word in brackets, such as 〔人脸〕, alone on its line, where
`menshen.detectors.picture` finds it; what a code says follows it. Every character of such a line
has the box of its thing, so that taking one out takes out the thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from menshen import model
from menshen.edits import Edit
from menshen.engines.ocr import Box
from menshen.formats.paper.erasing import Erasure
from menshen.formats.paper.rows import NOWHERE
from menshen.formats.paper.thing import CARDS, WORDS, Thing

__all__ = ["Page", "Printed", "erasures", "written_out"]


class Page(NamedTuple):
    """The text of a page with its things, and a box for each character, in pixels."""

    text: str
    boxes: tuple[Box, ...]

    def __repr__(self) -> str:
        return f"Page({len(self.text)} characters)"


def written_out(text: str, boxes: Sequence[Box], things: Iterable[Thing]) -> Page:
    """Return a page with its things written out behind its text.

    On a card the things belong to what is printed; elsewhere an empty line parts them from it.

    >>> written_out("", (), [Thing("face", (1.0, 2.0, 3.0, 4.0))]).text
    '〔人脸〕'
    """
    held = list(things)
    apart = "\n" if any(t.kind in CARDS for t in held) else "\n\n"
    texts, all_boxes = [text], list(boxes)
    for thing in held:
        gap = "" if not all_boxes else apart if len(texts) == 1 else "\n"
        said = f"〔{WORDS[thing.kind]}〕" + (f"\n{thing.content}" if thing.content else "")
        texts.append(gap + said)
        all_boxes += [NOWHERE] * len(gap)
        all_boxes += [NOWHERE if c == "\n" else thing.box for c in said]
    return Page("".join(texts), tuple(all_boxes))


class Printed(model.Lines):
    """The layout of a block of a page: boxes in points from its top left corner.

    `recognised` says that characters were told by their pictures, so any of them may be another.
    """

    __slots__ = ("_boxes", "_page", "_points")
    recognised = True

    def __init__(
        self, text: str, boxes: Sequence[Box], page: int, points: float, line: int = 0
    ) -> None:
        super().__init__(text, 0, line)
        self._boxes = boxes
        self._page = page
        self._points = points

    def place(self, start: int, end: int) -> model.Box:  # type: ignore[override]
        """Return the box around a stretch of the text."""
        held = [b for b in self._boxes[start:end] if b != NOWHERE] or [NOWHERE]
        x0, y0 = (min(b[i] for b in held) * self._points for i in (0, 1))
        x1, y1 = (max(b[i] for b in held) * self._points for i in (2, 3))
        return model.Box(self._page, *(round(v, 1) for v in (x0, y0, x1, y1)))


def erasures(boxes: Sequence[Box], edits: Iterable[Edit]) -> Iterator[Erasure]:
    """Yield what to take out of the pixels for edits of a block whose characters have these boxes."""
    for edit in edits:
        yield boxes[slice(*edit.span)], edit.replacement
