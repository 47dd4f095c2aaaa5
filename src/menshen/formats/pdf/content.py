"""What is drawn: the content of pages and forms as bytes, and the marks in it that hold text.

A page may have its content in several streams, which count as one with line ends between. A mark
(`ActualText`) speaks for what is drawn under it, and pdfium then gives the mark for the text. So it
reads a copy in which the marks go by another name, and the marks are read beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from menshen.formats.parts.slots import Passage, Slot
from menshen.formats.pdf.opened import Opened
from menshen.formats.pdf.operators import literal, tokens, told
from menshen.formats.pdf.strings import said
from menshen.model import Node

__all__ = ["Unit", "marks", "pages", "unmarked"]

_MARK = b"/ActualText"
_OTHER = b"/AktualText"
"""As long as the mark, so that nothing moves."""
_MARKED = re.compile(rb"/ActualText|/Alt(?![A-Za-z])|/E(?![A-Za-z])|/T(?![A-Za-z])")
_INVISIBLE = re.compile(rb"(?<![0-9.])[37]\s+Tr(?![A-Za-z])")


@dataclass(slots=True)
class Unit:
    """A stretch of content: the part it is called, its bytes, the streams they came from.

    `owner` is the page or the form, whose resources it draws with.
    """

    part: str
    data: bytes
    streams: tuple[Any, ...]
    owner: Any
    page: int = -1

    def __repr__(self) -> str:
        return f"Unit({self.part!r})"

    @property
    def invisible(self) -> bool:
        """Say whether text is drawn in it that nobody sees."""
        return _INVISIBLE.search(self.data) is not None


def pages(opened: Opened) -> Iterator[Unit]:
    """Yield the content of the pages."""
    import pikepdf

    for number, page in enumerate(opened.pdf.pages):
        with opened.guarded():
            held = page.obj.get("/Contents")
            found = list(held) if isinstance(held, pikepdf.Array) else [held]
            streams = tuple(s for s in found if isinstance(s, pikepdf.Stream))
        data = b"\n".join(opened.bytes_of(stream) for stream in streams)
        yield Unit(f"page {number + 1}", data, streams, page.obj, number)


def form(opened: Opened, stream: Any) -> Unit:
    """Return the content of a form, which pages and annotations draw."""
    return Unit(f"form {stream.objgen[0]}", opened.bytes_of(stream), (stream,), stream)


def unmarked(opened: Opened, units: list[Unit]) -> bool:
    """Say whether marks hide drawn text, after giving pdfium a copy in which they do not."""
    import pikepdf

    hiding = [unit for unit in units if _MARK in unit.data]
    named = [held for unit in units for held in _properties(unit, pikepdf)]
    if not hiding and not named:
        return False
    kept: list[tuple[Any, bytes]] = []
    try:
        for unit in hiding:
            for stream in unit.streams:
                data = opened.bytes_of(stream)
                if _MARK in data:
                    kept.append((stream, data))
                    stream.write(data.replace(_MARK, _OTHER))
        texts = [(held, held["/ActualText"]) for held in named]
        for held, _ in texts:
            del held["/ActualText"]
        opened.drawn(anew=True)
    finally:
        for stream, data in kept:
            stream.write(data)
    for held, text in texts:
        held["/ActualText"] = text
    return True


def _properties(unit: Unit, kinds: Any) -> Iterator[Any]:
    resources = unit.owner.get("/Resources")
    held = resources.get("/Properties") if isinstance(resources, kinds.Dictionary) else None
    for value in held.values() if isinstance(held, kinds.Dictionary) else ():
        if isinstance(value, kinds.Dictionary) and "/ActualText" in value:
            yield value


def marks(unit: Unit) -> Iterator[Passage]:
    """Yield the strings of marks in a stretch of content."""
    if _MARKED.search(unit.data) is None:
        return
    for token in tokens(unit.data):
        if token.kind == "string" and token.depth:
            text = said(told(unit.data, token))
            if text and text.strip():
                slot = Slot(unit.part, token.start, token.end, text, _literal)
                yield Passage((slot,), Node(unit.part, "/mark"))


def _literal(text: str) -> bytes:
    raw = text.encode("ascii") if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")
    return literal(raw)
