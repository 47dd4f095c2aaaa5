"""Reading a PDF: its pages as blocks, then the strings of its objects, then the documents inside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from menshen.formats.extract import cores
from menshen.formats.parts.inside import Inside
from menshen.formats.parts.laying import Aim, Laid, Laying
from menshen.formats.parts.slots import Passage, Slot
from menshen.formats.pdf.content import Unit, form, marks, pages, unmarked
from menshen.formats.pdf.glyphs import Drawing
from menshen.formats.pdf.inline import inline
from menshen.formats.pdf.inline import stream as inline_stream
from menshen.formats.pdf.lettering import Look, lettered
from menshen.formats.pdf.opened import Opened, versions
from menshen.formats.pdf.pages import Boxes, Drawn, Seamed, Shape, Sheet, drawn, upright
from menshen.formats.pdf.pictures import Pictured, is_picture, page, pages_of, picture
from menshen.formats.pdf.seams import Ahead, Flow, flowing
from menshen.formats.pdf.strings import Attachment, Strings
from menshen.formats.talk import talking
from menshen.model import Block, Box, Document, Failure, Layout, Remark, Span

__all__ = ["Read", "box_of", "resources_of", "shape_of"]

Objects = frozenset[tuple[int, int]]


class Read:
    """A PDF that is being read; what it holds is gathered while `items` are taken.

    `drawn` are the texts of the pages, `inside` the attachments by the addresses of their
    documents.
    """

    def __init__(self, opened: Opened, document: Document, size: int) -> None:
        self.opened = opened
        self.strings = Strings(opened, document.uri)
        self.units: list[Unit] = []
        self.forms: list[Unit] = []
        self.form_units: dict[int, Unit] = {}
        self.looks: list[Look] = []
        self.document: Any = None
        self.versions: list[bytes] = []
        self.inside: dict[str, Attachment] = {}
        self.pictures: dict[str, Pictured] = {}
        self.scanned: list[int] = []
        self.drawn: dict[int, Drawn] = {}
        self._document = document
        self._uri = document.uri
        self._size = size
        self._ordinal = 0
        self._record = 0
        self._inside = Inside(document.uri, "PDF")

    def items(self) -> Iterator[Laid | Remark | Document | Failure]:
        """Yield what is in the document, in order."""
        self.opened.check()
        self.units = list(pages(self.opened))
        contents = frozenset(s.objgen for unit in self.units for s in unit.streams)
        boxes, looks = self._annotations()
        told = list(self.strings.items(contents, boxes))
        self.forms = [form(self.opened, stream) for stream in self.strings.forms]
        self.form_units = {unit.owner.objgen[0]: unit for unit in self.forms}
        everything = [*self.units, *self.forms]
        self.document = self.opened.drawn(anew=unmarked(self.opened, everything))
        for unit, flow in zip(self.units, flowing(self._drawn()), strict=True):
            self.drawn[unit.page] = flow.page
            yield from self._page(unit, flow)
        with self.opened.guarded():
            told += self._looks(looks)
            for unit in everything:
                told += marks(unit)
        yield from Laying(self._uri, self._size, first=self._ordinal).lay(told)
        yield from self._pictures()
        yield from self._others()
        yield from self._remarks()

    def _drawn(self) -> Iterator[Drawn]:
        """Yield the texts of the pages."""
        for unit in self.units:
            with self.opened.guarded():
                held = drawn(self.document, unit.page)
            yield held

    def _page(self, unit: Unit, flow: Flow) -> Iterator[Laid]:
        """Yield the blocks of a page, the last with what may go on with it on the next pages."""
        held, text = flow.page, flow.page.text
        passage = _passage(unit, text)
        for at, stop, core in cores(text, self._size):
            part, sheet = text[at:stop], self._sheet(unit.page, held, Span(at, stop))
            aims = [Aim(0, stop - at, passage, at)]
            layout: Layout = sheet
            if stop == len(text) and flow.ahead:
                core = core or Span(0, stop - at)
                layout = self._seamed(unit.page, sheet, stop - at, flow.ahead)
                for number, (page, span) in enumerate(flow.ahead, unit.page + 1):
                    ahead = _passage(self.units[number], page.text)
                    aims.append(
                        Aim(len(part), len(part) + span.end - span.start, ahead, span.start)
                    )
                    part += page.text[slice(*span)]
            block = Block(self._uri, self._ordinal, part, talking(layout, part), core)
            self._ordinal += 1
            yield Laid(block, lambda aims=aims: aims)  # type: ignore[misc]
        self._record += text.count("\n") + 1

    def _seamed(self, page: int, sheet: Sheet, size: int, ahead: Sequence[Ahead]) -> Sheet | Seamed:
        """Return the layout of a stretch of a page with those of later ones behind it."""
        if not ahead:
            return sheet
        (held, span), *rest = ahead
        behind = self._sheet(page + 1, held, span)
        return Seamed(sheet, self._seamed(page + 1, behind, span.end - span.start, rest), size)

    def _sheet(self, page: int, held: Drawn, span: Span) -> Sheet:
        """Return the layout of a stretch of a page."""
        lines = np.flatnonzero(np.frombuffer(held.text.encode("utf-32-le"), np.uint32) == 10) + 1
        here = (lines - span.start).astype(np.int32)
        first = self._record + int(np.searchsorted(here, 0, side="right"))
        here = here[(here > 0) & (here <= span.end - span.start)]
        return Sheet(page, held.boxes[slice(*span)], here, first)

    def edge(self, unit: Unit) -> float:
        """Return where the right edge of a page is, in its own space."""
        return max(float(v) for v in self.opened.pdf.pages[unit.page].cropbox[::2])

    def looks_of(self, annotation: Any) -> list[str]:
        """Return the parts that draw an annotation."""
        import pikepdf

        held = _looks(annotation.get("/AP"), pikepdf)
        return [f"form {stream.objgen[0]}" for stream in held]

    def _looks(self, held: list[tuple[Any, Box]]) -> Iterator[Passage]:
        """Yield the text that annotations draw."""
        import pikepdf

        fonts: Any = self.opened.pdf.Root.get("/AcroForm", {})
        for stream, box in held:
            unit = self.form_units.get(stream.objgen[0])
            if unit is None or any(look.unit is unit for look in self.looks):
                continue
            drawing = Drawing(self.opened, self.form_units)
            own = stream.get("/Resources")
            own = own if isinstance(own, pikepdf.Dictionary) else fonts.get("/DR")
            drawing.draw(unit, own)
            look = lettered(unit, drawing)
            if look.text.strip():
                self.looks.append(look)
                slot = Slot(f"drawn {unit.part}", 0, len(look.text), look.text, _never)
                yield Passage((slot,), box)

    def _annotations(self) -> tuple[dict[tuple[int, int], Box], list[tuple[Any, Box]]]:
        """Return where annotations stand, and what they draw."""
        import pikepdf

        boxes: dict[tuple[int, int], Box] = {}
        looks: list[tuple[Any, Box]] = []
        for number, sheet in enumerate(self.opened.pdf.pages):
            with self.opened.guarded():
                held = sheet.obj.get("/Annots")
                if not isinstance(held, pikepdf.Array):
                    continue
                shape = shape_of(sheet)
                for one in held:
                    if isinstance(one, pikepdf.Dictionary):
                        box = box_of(one, number, shape)
                        if one.is_indirect:
                            boxes[one.objgen] = box
                        looks += [(look, box) for look in _looks(one.get("/AP"), pikepdf)]
        return boxes, looks

    def _pictures(self) -> Iterator[Document | Failure]:
        """Yield the pictures, and the pages that are no more than pictures."""
        import pikepdf

        whole: set[tuple[int, int]] = set()
        others = list(self.forms)
        for unit in self.units:
            drawing = self._bare(unit)
            if drawing is None or not is_picture(unit, drawing):
                others.append(unit)
                continue
            uri = self._inside.address(f"page{unit.page + 1}")
            with self.opened.guarded():
                document, held = page(unit, self.document, uri)
            self.pictures[document.uri] = held
            whole.update(one.stream.objgen for one in drawing.pictures)
            yield document
        numbers: dict[tuple[int, int], int] = {}
        with self.opened.guarded():
            for number, stream in pages_of(others, resources_of, pikepdf):
                numbers.setdefault(stream.objgen, number)
        for stream in self.strings.images:
            number = numbers.get(stream.objgen, -2)
            if stream.objgen in whole and number == -2:
                continue
            name = f"page{number + 1}-picture" if number >= 0 else "picture"
            uri = self._inside.address(f"{name}{stream.objgen[0]}")
            with self.opened.guarded():
                found = picture(stream, uri, self.opened)
            if found is not None:
                yield self._pictured(found, Pictured(stream))
        for unit in others:
            yield from self._inline(unit)

    def _inline(self, unit: Unit) -> Iterator[Document | Failure]:
        """Yield the pictures that stand in the content of a page or form."""
        import pikepdf

        for number, held in enumerate(inline(unit.data), 1):
            name = f"page{unit.page + 1}" if unit.page >= 0 else unit.part.replace(" ", "")
            uri = self._inside.address(f"{name}-inline{number}")
            with self.opened.guarded():
                stream = inline_stream(held, self.opened.pdf, resources_of(unit.owner), pikepdf)
                found = picture(stream, uri, self.opened)
            if found is not None:
                if unit.page >= 0 and not self.drawn[unit.page].text:
                    self.scanned.append(unit.page + 1)
                yield self._pictured(found, Pictured(stream, unit, inline=held))

    def _pictured(self, found: Document | Failure, held: Pictured) -> Document | Failure:
        uri = found.uri if isinstance(found, Document) else found.document
        self.pictures[uri] = held
        self._inside.take(0)
        return found

    def _bare(self, unit: Unit) -> Drawing | None:
        """Return what a page without text draws; None for one with text, or with nothing."""
        if self.drawn[unit.page].text or not unit.data.strip():
            return None
        drawing = Drawing(self.opened, self.form_units)
        with self.opened.guarded():
            drawing.draw(unit, resources_of(unit.owner))
        self.scanned += [unit.page + 1] if drawing.pictures else []
        return drawing

    def _others(self) -> Iterator[Document | Failure]:
        """Yield attachments, and what the file keeps of its earlier versions."""
        inside = self._inside
        seen: dict[tuple[int, int], str] = {}
        for attachment in self.strings.attachments:
            if attachment.stream.objgen in seen:
                continue
            data = self.opened.bytes_of(attachment.stream)
            inside.take(len(data))
            uri = inside.address(attachment.name)
            seen[attachment.stream.objgen] = uri
            self.inside[uri] = attachment
            yield Document(uri, data=data)
        self.versions = versions(self.opened.data)
        for number, data in enumerate(self.versions, 1):
            inside.take(len(data))
            yield Document(inside.address(f"version{number}.pdf"), data=data)

    def _remarks(self) -> Iterator[Remark]:
        uri = self._uri
        hidden = [unit.page + 1 for unit in self.units if unit.invisible]
        if hidden:
            yield Remark(uri, "hidden_text", f"text that nobody sees is drawn on {_pages(hidden)}")
        if self.scanned:
            note = f"no text on {_pages(self.scanned)}: what is seen there was read as a picture"
            yield Remark(uri, "scanned", note)
        layers = _layers(self.opened.pdf)
        if layers:
            what = "1 layer is hidden" if layers == 1 else f"{layers} layers are hidden"
            yield Remark(uri, "hidden_part", what)
        if self.strings.signed:
            count = len(self.strings.signed)
            what = "1 signature" if count == 1 else f"{count} signatures"
            yield Remark(uri, "signed", f"{what}, which a changed copy does not carry")
        if self.opened.mended and not self.opened.cut:
            yield Remark(uri, "damaged", "the list of objects was damaged and was made anew")


def resources_of(held: Any) -> Any:
    """Return the resources of a page, which may be those of what it is in."""
    for _ in range(64):
        if "/Resources" in held:
            return held["/Resources"]
        parent = held.get("/Parent")
        if parent is None:
            return None
        held = parent
    return None


def _passage(unit: Unit, text: str) -> Passage:
    """Return the text of a page; it is the same whoever asks, so that changes come together."""
    slot = Slot(f"drawn {unit.part}", 0, len(text), text, _never)
    return Passage((slot,), Box(unit.page, 0.0, 0.0, 0.0, 0.0))


def _never(text: str) -> bytes:  # noqa: ARG001 - pages are written by their glyphs
    raise AssertionError("text on pages is written by its glyphs")


def _pages(numbers: list[int]) -> str:
    told = ", ".join(map(str, numbers[:10]))
    return f"page {told}" if len(numbers) == 1 else f"{len(numbers)} pages ({told} ...)"


def _layers(pdf: Any) -> int:
    """Return how many layers are hidden when the document is opened."""
    try:
        return len(pdf.Root.OCProperties.D.OFF)
    except (AttributeError, KeyError, TypeError, ValueError):
        return 0


def shape_of(page: Any) -> Shape:
    """Return the size of a page before it is turned, and by how much it is."""
    x0, y0, x1, y1 = (float(v) for v in page.cropbox)
    held, turned = page.obj, 0
    for _ in range(32):
        if "/Rotate" in held:
            turned = int(held["/Rotate"]) // 90 % 4
            break
        held = held.get("/Parent")
        if held is None:
            break
    return Shape(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0), turned)


def box_of(annotation: Any, page: int, shape: Shape) -> Box:
    """Return where an annotation stands, an empty box where it does not say."""
    try:
        x0, y0, x1, y1 = (float(v) for v in annotation["/Rect"])
    except (KeyError, TypeError, ValueError):
        return Box(page, 0.0, 0.0, 0.0, 0.0)
    held: Boxes = np.array([[x0, y1, x1, y0]], np.float32)
    return Box(page, *(round(float(v), 2) for v in upright(held, shape)[0]))


def _looks(held: Any, kinds: Any, depth: int = 0) -> Iterator[Any]:
    """Yield the streams that draw an annotation, in whatever state."""
    if isinstance(held, kinds.Stream):
        yield held
    elif isinstance(held, kinds.Dictionary) and depth < 3:
        for value in held.values():
            yield from _looks(value, kinds, depth + 1)
