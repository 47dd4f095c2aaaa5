"""Writing a PDF back: other glyphs in its content, other strings in its objects, all saved anew.

What a file keeps beside what it shows goes when anything is changed: earlier versions, objects that
nothing refers to, preview pictures, private data of programs, signatures that no longer hold.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any, BinaryIO

from menshen.edits import Edit, Inner, carried_out
from menshen.errors import UnreadableError
from menshen.formats.parts.laying import changes
from menshen.formats.parts.slots import Change, Changes, Slot, Splice, merged, spliced
from menshen.formats.pdf.content import Unit
from menshen.formats.pdf.fonts import Stand
from menshen.formats.pdf.glyphs import Drawing
from menshen.formats.pdf.inline import content
from menshen.formats.pdf.matching import Edits, Field, lines, spots, unmatched
from menshen.formats.pdf.opened import DAMAGED, Opened
from menshen.formats.pdf.pictures import put_page, put_picture
from menshen.formats.pdf.reading import Read, resources_of
from menshen.formats.pdf.redrawing import Asked, redrawn
from menshen.formats.pdf.strings import STRINGS
from menshen.formats.pdf.subsets import Subsets
from menshen.formats.quiet import quiet
from menshen.model import Document, Failure

__all__ = ["written"]

_FILLED = frozenset(("/V", "/DV", "/RV", "/Contents", "/RC"))


def written(
    opened: Opened,
    document: Document,
    edits: Iterable[Edit],
    out: BinaryIO,
    *,
    inner: Inner,
    size: int,
) -> None:
    """Write a document with the edits carried out; see `menshen.edits.Writer`."""
    read, asked = Read(opened, document, size), Changes()
    others: dict[str, bytes | None] = {}
    for other in changes(read.items(), edits, asked):
        if isinstance(other, Document) and (other.uri in read.inside or other.uri in read.pictures):
            data = inner(other)
            if data != other.data:
                others[other.uri] = data
        elif isinstance(other, Failure) and other.document in read.pictures:
            others[other.document] = None
    opened.finish()
    if not asked and not others and not read.versions:
        with document.open() as stream:
            shutil.copyfileobj(stream, out)
        return
    _Writing(read, asked).carry_out(others, out)


class _Writing:
    """A document that is written."""

    def __init__(self, read: Read, asked: Changes) -> None:
        import pikepdf

        self._kinds = pikepdf
        self._read = read
        self._opened = read.opened
        self._pdf: Any = read.opened.pdf
        self._asked = asked
        self._edits = Edits()
        self._stands: dict[str, Any] = {}
        self._subsets = Subsets(read.opened)
        self._inline: dict[str, list[Splice]] = {}

    def carry_out(self, others: Mapping[str, bytes | None], out: BinaryIO) -> None:
        """Do all that is asked and save the document."""
        with self._opened.guarded():
            self._pages()
            self._appearances()
            for uri, data in others.items():
                self._inside(uri, data)
            self._contents()
            self._strings()
            self._streams()
            self._rest()
            self._subsets.clear()
            held = BytesIO()
            name = self._kinds.String(os.urandom(16))
            self._pdf.trailer["/ID"] = self._kinds.Array([name, name])
            with quiet():
                self._pdf.save(
                    held, encryption=False, compress_streams=True, linearize=False,
                    object_stream_mode=self._kinds.ObjectStreamMode.generate,
                )  # fmt: skip
        out.write(held.getvalue())

    def _changed(self, part: str) -> list[tuple[Slot, list[tuple[Any, str]]]]:
        held: Mapping[Slot, list[Change]] = self._asked.of(part)
        return [(slot, merged(changes)) for slot, changes in held.items()]

    def _pages(self) -> None:
        """Ask for other glyphs on the pages."""
        for unit in self._read.units:
            held = self._changed(f"drawn {unit.part}")
            if not held:
                continue
            drawing = Drawing(self._opened, self._read.form_units)
            drawing.draw(unit, resources_of(unit.owner))
            field, drawn = Field(drawing), self._read.drawn[unit.page]
            for _, wanted in held:
                numbers = {int(n) for span, _ in wanted for n in drawn.sources[slice(*span)]}
                found = spots(self._read.document, unit.page, sorted(numbers - {-1}))
                for span, text in (line for one in wanted for line in lines(drawn.text, *one)):
                    at = [found[int(n)] for n in drawn.sources[slice(*span)] if n >= 0]
                    if not field.replace(at, text):
                        raise unmatched(unit.page)
            field.ask(self._edits, self._read.edge(unit))

    def _appearances(self) -> None:
        """Ask for other glyphs in what annotations draw."""
        for look in self._read.looks:
            for _, wanted in self._changed(f"drawn {look.unit.part}"):
                field = Field(look.drawing)
                for span, text in (line for one in wanted for line in lines(look.text, *one)):
                    field.take([n for n in look.sources[slice(*span)] if n >= 0], text)
                field.ask(self._edits, look.edge)

    def _contents(self) -> None:
        """Write the content of pages and forms in which something changes."""
        units = [*self._read.units, *self._read.forms]
        for unit in {unit.part: unit for unit in units}.values():
            splices = [*self._asked.splices(unit.part), *self._inline.get(unit.part, ())]
            for asked in self._edits.asked.get(unit.part, {}).values():
                self._subsets.take(asked)
                data, stands = redrawn(asked)
                for stand in stands:
                    self._lend(stand, asked)
                splices.append(Splice(asked.shown.operator.start, asked.shown.operator.end, data))
            if splices:
                self._replace(unit, spliced(unit.data, splices))

    def _replace(self, unit: Unit, data: bytes) -> None:
        if unit.page >= 0:
            unit.owner["/Contents"] = self._pdf.make_stream(data)
        else:
            unit.owner.write(data)

    def _lend(self, stand: Stand, asked: Asked) -> None:
        """Put a font into the resources that an operator draws with."""
        held = asked.shown.resources
        if not isinstance(held, self._kinds.Dictionary):
            held = asked.shown.unit.owner["/Resources"] = self._kinds.Dictionary()
        if "/Font" not in held:
            held["/Font"] = self._kinds.Dictionary()
        if stand.name not in self._stands:
            self._stands[stand.name] = self._pdf.make_indirect(stand.dictionary(self._kinds))
        held["/Font"][stand.name] = self._stands[stand.name]

    def _strings(self) -> None:
        strings = self._read.strings
        for slot, wanted in self._changed(STRINGS):
            strings.put(slot.start, carried_out(slot.text, wanted))
            container, key = strings.where(slot.start)
            if key in _FILLED and isinstance(container, self._kinds.Dictionary):
                self._refresh(container)

    def _refresh(self, held: Any) -> None:
        """Take away what an annotation draws, unless it was changed as well."""
        for one in [held, *(held.get("/Kids") or ())]:
            looks = self._read.looks_of(one)
            if "/AP" in one and not any(part in self._edits.asked for part in looks):
                del one["/AP"]
        form = self._pdf.Root.get("/AcroForm")
        if form is not None and ("/FT" in held or "/Parent" in held):
            form["/NeedAppearances"] = True

    def _streams(self) -> None:
        for part, (stream, data, _) in self._read.strings.texts.items():
            splices = self._asked.splices(part)
            if splices:
                stream.write(spliced(data, splices))

    def _inside(self, uri: str, data: bytes | None) -> None:
        held = self._read.pictures.get(uri)
        if held is None:
            self._attachment(self._read.inside[uri], data)
        elif held.inline is not None and held.unit is not None:
            put_picture(held.stream, data, self._kinds)
            splice = Splice(held.inline.start, held.inline.end, content(held.stream))
            self._inline.setdefault(held.unit.part, []).append(splice)
        elif held.unit is not None:
            put_page(self._pdf, held, data, self._kinds)
        else:
            put_picture(held.stream, data, self._kinds)

    def _attachment(self, attachment: Any, data: bytes | None) -> None:
        stream = attachment.stream
        stream.write(data or b"")
        if "/Params" in stream:
            _drop(stream["/Params"], "/CheckSum", "/Size")
        if data is None and attachment.spec is not None:
            _drop(attachment.spec, "/EF")

    def _rest(self) -> None:
        """Take out what a changed document no longer has."""
        for signature in self._read.strings.signed:
            _drop(signature, *signature.keys())
        root = self._pdf.Root
        _drop(root, "/Perms", "/PieceInfo", "/DSS", "/Threads")
        form = root.get("/AcroForm")
        if form is not None:
            self._unsigned(form.get("/Fields", ()), 0)
            _drop(form, "/SigFlags")
        for page in self._pdf.pages:
            _drop(page.obj, "/Thumb", "/PieceInfo")
        for unit in self._read.forms:
            _drop(unit.owner, "/PieceInfo")
        self._pdf.remove_unreferenced_resources()

    def _unsigned(self, fields: Any, depth: int) -> None:
        if depth > 32:
            raise UnreadableError(DAMAGED)
        for held in fields:
            if str(held.get("/FT", "")) == "/Sig":
                _drop(held, "/V", "/AP", "/Lock", "/SV")
            self._unsigned(held.get("/Kids", ()), depth + 1)


def _drop(held: Any, *keys: str) -> None:
    """Take keys out of a dictionary that may have them."""
    for key in keys:
        if key in held:
            del held[key]
