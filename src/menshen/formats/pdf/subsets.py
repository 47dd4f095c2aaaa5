"""Fonts without what is no longer written with them: the text of their codes, and their outlines.

A font that is made for a document holds the characters that it uses, mostly in the order of their
first use, each with what it stands for. Of a name that was taken out its characters would still
stand there one behind the other, unless others use them.

References: ISO 32000-2:2020, 9.6.2 (subsets), 9.7.4 (CIDToGIDMap), 9.10.3 (ToUnicode).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from menshen.formats.pdf.cmaps import parsed
from menshen.formats.pdf.content import Unit, form, pages
from menshen.formats.pdf.fonts import Font
from menshen.formats.pdf.glyphs import Drawing, Shown
from menshen.formats.pdf.opened import Opened
from menshen.formats.pdf.operators import told
from menshen.formats.pdf.outlines import Outlines
from menshen.formats.pdf.reading import resources_of
from menshen.formats.pdf.redrawing import Asked

__all__ = ["Subsets"]

_FILES = ("/FontFile2", "/FontFile3")
_PIECE = 100
"""So many codes a list in a map may have."""
Number = tuple[int, int]


class _Held(NamedTuple):
    """A font of the document, and how it is read."""

    dictionary: Any
    font: Font


class Subsets:
    """The fonts of a PDF from which glyphs are taken; `take` before the content changes, `clear` after."""

    def __init__(self, opened: Opened) -> None:
        import pikepdf

        self._kinds = pikepdf
        self._opened = opened
        self._drawing = Drawing(opened)
        self._gone: dict[Number, set[int]] = defaultdict(set)
        self._fonts: dict[Number, _Held] = {}
        self._chosen: set[Number] = set()
        self._apart: set[Number] = set()
        """Files of fonts that are no objects of their own; nothing is taken out of these."""

    def take(self, asked: Asked) -> None:
        """Note the codes that an operator will no longer show."""
        held = self._held(asked.shown)
        if held is None:
            return
        shown, number = asked.shown, held.dictionary.objgen
        self._fonts[number] = held
        raws = [told(shown.unit.data, p) if p.kind == "string" else b"" for p in shown.parts]
        for glyph in (shown.glyphs[n] for n in asked.gone):
            self._gone[number].add(int.from_bytes(raws[glyph.part][glyph.start : glyph.end], "big"))

    def clear(self) -> None:
        """Take the noted codes that are shown nowhere any more out of their fonts."""
        if not self._gone:
            return
        used = self._used()
        kept = self._elsewhere() | self._chosen
        for number, codes in self._gone.items():
            if number not in kept:
                codes -= used.get(number, set())
                self._unwritten(self._fonts[number], codes)
        self._undrawn(used, kept)

    def _held(self, shown: Shown) -> _Held | None:
        """Return the font of an operator, if it is an object of its own."""
        resources, state = shown.resources, shown.state
        held = self._drawing.resource(resources, "/Font", state.name)
        if state.font is None or not isinstance(held, self._kinds.Dictionary):
            return None
        if not held.is_indirect:
            file = self._file(held)
            self._apart.update(() if file is None else (file.objgen,))
            return None
        return _Held(held, state.font)

    def _used(self) -> dict[Number, set[int]]:
        """Return the codes that are shown, by font, in all that is drawn."""
        used: dict[Number, set[int]] = defaultdict(set)
        for unit, resources in self._drawn():
            self._chosen.update(self._by_state(resources))
            drawing = Drawing(self._opened)
            drawing.draw(unit, resources)
            for shown in drawing.shown:
                held = self._held(shown)
                if held is None:
                    continue
                self._fonts.setdefault(held.dictionary.objgen, held)
                codes = used[held.dictionary.objgen]
                for part in shown.parts:
                    if part.kind == "string":
                        raw = told(shown.unit.data, part)
                        codes.update(code for _, _, code in held.font.codes(raw))
        return used

    def _drawn(self) -> Iterator[tuple[Unit, Any]]:
        """Yield the pages and all other forms, with what they draw with."""
        for unit in pages(self._opened):
            yield unit, resources_of(unit.owner)
        usual = self._usual()
        for held in self._objects():
            if isinstance(held, self._kinds.Stream) and str(held.get("/Subtype", "")) == "/Form":
                yield form(self._opened, held), held.get("/Resources", usual)

    def _objects(self) -> Any:
        """Return the objects of the document, numbers among them as they are."""
        return self._opened.pdf.objects

    def _usual(self) -> Any:
        """Return what fields draw with that have nothing of their own."""
        form_: Any = self._opened.pdf.Root.get("/AcroForm")
        return form_.get("/DR") if isinstance(form_, self._kinds.Dictionary) else None

    def _elsewhere(self) -> set[Number]:
        """Return fonts that are drawn with where it is not followed: in patterns, glyphs, fields."""
        apart = (
            held.get("/Resources")
            for held in self._objects()
            if isinstance(held, self._kinds.Stream | self._kinds.Dictionary)
            and ("/PatternType" in held or "/CharProcs" in held)
        )
        found: set[Number] = set()
        for resources in (self._usual(), *apart):
            fonts = self._dictionary(resources, "/Font")
            if fonts is not None:
                found.update(font.objgen for font in fonts.values() if font.is_indirect)
        return found

    def _by_state(self, resources: Any) -> Iterator[Number]:
        """Yield the fonts that graphics states choose (ISO 32000-2, 8.4.5), which are not followed either."""
        states = self._dictionary(resources, "/ExtGState")
        for state in states.values() if states is not None else ():
            font = state.get("/Font") if isinstance(state, self._kinds.Dictionary) else None
            if isinstance(font, self._kinds.Array) and len(font):
                yield font[0].objgen

    def _dictionary(self, held: Any, key: str) -> Any:
        """Return a dictionary in another one, or None."""
        inside = held.get(key) if isinstance(held, self._kinds.Dictionary) else None
        return inside if isinstance(inside, self._kinds.Dictionary) else None

    def _unwritten(self, held: _Held, codes: set[int]) -> None:
        """Take out what codes stand for."""
        if not codes:
            return
        encoding, stream = held.dictionary.get("/Encoding"), held.dictionary.get("/ToUnicode")
        if isinstance(stream, self._kinds.Stream):
            data = self._opened.bytes_of(stream)
            if any(code in codes for code in parsed(data, text=True).texts):
                held.dictionary["/ToUnicode"] = self._opened.pdf.make_stream(_without(data, codes))
        if isinstance(encoding, self._kinds.Dictionary) and "/Differences" in encoding:
            own = self._kinds.Dictionary(dict(encoding.items()))  # other fonts may share it
            own["/Differences"] = self._kinds.Array(self._named(encoding, codes))
            held.dictionary["/Encoding"] = own

    def _named(self, encoding: Any, codes: set[int]) -> Iterator[Any]:
        """Yield a list of the names of glyphs, without those of some codes."""
        code = 0
        for item in encoding["/Differences"]:
            if isinstance(item, self._kinds.Name):
                yield self._kinds.Name("/.notdef") if code in codes else item
                code += 1
            else:
                code = int(item)
                yield item

    def _undrawn(self, used: dict[Number, set[int]], kept: set[Number]) -> None:
        """Empty the outlines of codes that are gone, in the files that no font draws them from."""
        files: dict[Number, list[Number]] = defaultdict(list)
        streams: dict[Number, Any] = {}
        for number, held in self._fonts.items():
            stream = self._file(held.dictionary)
            if stream is not None and number not in kept:
                files[stream.objgen].append(number)
                streams[stream.objgen] = stream
        others = map(self._file, map(self._opened.pdf.get_object, kept))
        apart = self._apart | {stream.objgen for stream in others if stream is not None}
        for number, fonts in files.items():
            if number not in apart and not self._gone.keys().isdisjoint(fonts):
                self._emptied(streams[number], fonts, used)

    def _file(self, held: Any) -> Any:
        """Return the stream of a font that is embedded, else None."""
        if not isinstance(held, self._kinds.Dictionary):
            return None
        below = held.get("/DescendantFonts")
        held = below[0] if isinstance(below, self._kinds.Array) and len(below) else held
        descriptor = held.get("/FontDescriptor")
        if not isinstance(descriptor, self._kinds.Dictionary):
            return None
        files = (descriptor.get(key) for key in _FILES)
        return next((f for f in files if isinstance(f, self._kinds.Stream)), None)

    def _emptied(self, stream: Any, fonts: Iterable[Number], used: dict[Number, set[int]]) -> None:
        """Empty the outlines in a file that only codes that are gone draw."""
        try:
            outlines = Outlines(self._opened.bytes_of(stream))
            drawn: set[int] = set()
            gone: set[int] = set()
            for number in fonts:
                drawn |= self._glyphs(outlines, number, used.get(number, set()))
                gone |= self._glyphs(outlines, number, self._gone.get(number, set()))
            empty = outlines.parts(gone) - outlines.parts(drawn)
            for glyph in empty:
                outlines.empty(glyph)
            if empty:
                stream.write(outlines.data)
        except (ValueError, KeyError, TypeError, AttributeError):
            return  # of a font that cannot be read the glyphs are left; its codes say nothing any more

    def _glyphs(self, outlines: Outlines, number: Number, codes: set[int]) -> set[int]:
        """Return the glyphs that codes of a font draw."""
        held = self._fonts.get(number)
        if held is None:
            return set()
        below = held.dictionary.get("/DescendantFonts")
        if below is None:
            return {g for c in codes for g in outlines.of_code(c, held.font.text(c, 1))}
        listed = below[0].get("/CIDToGIDMap")
        table = self._opened.bytes_of(listed) if isinstance(listed, self._kinds.Stream) else None
        cids = map(held.font.glyph, codes)
        if table is None:
            return {outlines.of_cid(cid) for cid in cids}
        return {int.from_bytes(table[2 * cid : 2 * cid + 2], "big") for cid in cids}


def _without(data: bytes, codes: set[int]) -> bytes:
    """Return a map of codes to text without some codes."""
    held = parsed(data, text=True)
    size = held.lengths[-1][0] if held.lengths else 1
    ranges = held.lengths or ((size, 0, (1 << 8 * size) - 1),)
    lines = [
        "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap",
        "/CMapName /Adobe-Identity-UCS def", "/CMapType 2 def", f"{len(ranges)} begincodespacerange",
        *(f"<{low:0{2 * n}x}> <{high:0{2 * n}x}>" for n, low, high in ranges), "endcodespacerange",
    ]  # fmt: skip
    told_ = [(code, text) for code, text in sorted(held.texts.items()) if code not in codes]
    for at in range(0, len(told_), _PIECE):
        piece = told_[at : at + _PIECE]
        lines.append(f"{len(piece)} beginbfchar")
        lines += (
            f"<{code:0{2 * size}x}> <{text.encode('utf-16-be').hex()}>" for code, text in piece
        )
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")
