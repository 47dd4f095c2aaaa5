"""PDF files to be read and written: made by reportlab, by pikepdf, or byte by byte."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from menshen import formats
from menshen.edits import Edit
from menshen.formats.pdf import FORMAT
from menshen.model import Block, Document, Failure, Part, Remark, Span

SIZE = 595, 842
VALUE = "13800138000"


def drawn(*lines: tuple[float, float, str], size: float = 12, **info: str) -> bytes:
    """Return a page of reportlab's with texts at places from the lower left corner."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=SIZE)
    for name, value in info.items():
        getattr(canvas, f"set{name}")(value)
    for x, y, text in lines:
        canvas.setFont("Helvetica" if text.isascii() else "STSong-Light", size)
        canvas.drawString(x, y, text)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


class Making:
    """A PDF of one page or more, made by pikepdf, with Helvetica as F1 and Chinese as F2."""

    def __init__(self, *contents: bytes) -> None:
        self.pdf = pikepdf.new()
        self.font = self.pdf.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
                Encoding=Name.WinAnsiEncoding,
            )
        )  # fmt: skip
        below = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name("/STSong-Light"), DW=1000,
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("GB1"), Supplement=4),
            W=Array([1, 95, 500]),
        )  # fmt: skip
        self.chinese = self.pdf.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/STSong-Light-UniGB-UCS2-H"),
                Encoding=Name("/UniGB-UCS2-H"), DescendantFonts=Array([below]),
            )
        )  # fmt: skip
        for content in contents or (b"",):
            self.page(content)

    def page(self, content: bytes) -> Any:
        self.pdf.add_blank_page(page_size=SIZE)
        page = self.pdf.pages[-1].obj
        page.Resources = self.resources()
        page.Contents = self.pdf.make_stream(content)
        return page

    def resources(self, **more: Any) -> Any:
        return Dictionary(Font=Dictionary(F1=self.font, F2=self.chinese), **more)

    def form(self, content: bytes, **more: Any) -> Any:
        form = self.pdf.make_stream(content)
        form.Type, form.Subtype = Name.XObject, Name.Form
        form.BBox = Array([0, 0, *SIZE])
        form.Resources = self.resources()
        for key, value in more.items():
            form[f"/{key}"] = value
        return form

    def add(self, value: Any) -> Any:
        return self.pdf.make_indirect(value)

    def data(self, **how: Any) -> bytes:
        out = io.BytesIO()
        self.pdf.save(out, **how)
        return out.getvalue()


def text(value: str, x: float = 72, y: float = 700, size: float = 12) -> bytes:
    """Return content that shows a text."""
    font = b"F1" if value.isascii() else b"F2"
    raw = value.encode() if value.isascii() else value.encode("utf-16-be")
    return b"BT /%s %g Tf %g %g Td <%s> Tj ET\n" % (font, size, x, y, raw.hex().encode())


def by_hand(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Return a file of objects numbered from 1, of which the first is the catalogue."""
    out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for number, held in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"trailer\n<</Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        size, trailer, start,
    )  # fmt: skip


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(data), more, data)


def simple(content: bytes, *more: bytes, page: bytes = b"", trailer: bytes = b"") -> bytes:
    """Return a file of one page; further objects are numbered from 6."""
    return by_hand(
        [
            b"<</Type /Catalog /Pages 2 0 R>>",
            b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
            b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources <</Font <</F1 5 0 R>>>> " + page + b">>",
            stream(content),
            b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>",
            *more,
        ],
        trailer,
    )


def updated(data: bytes, number: int, held: bytes) -> bytes:
    """Return a file with a newer version of an object behind its end."""
    start = int(data.rpartition(b"startxref\n")[2].split()[0])
    place = len(data)
    out = data + b"%d 0 obj\n%s\nendobj\n" % (number, held)
    at = len(out)
    return out + (
        b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size 99 /Root 1 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
        % (number, place, start, at)
    )


def parts(data: bytes, uri: str = "a.pdf") -> list[Part]:
    return list(formats.read(Document(uri, data=data)))


def read(data: bytes) -> str:
    """Return all text of a file, and of what lies inside."""
    texts = []
    for part in parts(data):
        if isinstance(part, Block):
            texts.append(part.text)
        elif isinstance(part, Document):
            assert part.data is not None
            texts.append(read(part.data) if part.data[:5] == b"%PDF-" else part.data.decode())
    return "\n".join(texts)


def remarks(data: bytes) -> dict[str, str]:
    return {part.kind: part.note for part in parts(data) if isinstance(part, Remark | Failure)}  # type: ignore[union-attr]


def written(data: bytes, changes: Mapping[str, str], inner: Any = None) -> bytes:
    """Return a file in which values are replaced wherever they are read."""
    document = Document("a.pdf", data=data)
    edits = []
    for part in FORMAT.read(document):
        if isinstance(part, Block):
            for value, other in changes.items():
                at = part.text.find(value)
                while at >= 0:
                    edits.append(Edit(part.id, Span(at, at + len(value)), other))
                    at = part.text.find(value, at + len(value))
    out = io.BytesIO()
    FORMAT.write(document, edits, out, inner=inner or (lambda inside: inside.data))
    return out.getvalue()


def remains(data: bytes) -> bytes:
    """Return all bytes of a file's objects and unpacked streams, for values to be sought in."""
    held = [data]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for obj in pdf.objects:
            if isinstance(obj, pikepdf.Stream):
                held.append(obj.stream_dict.unparse(resolved=False))
                try:
                    held.append(obj.read_bytes())
                except pikepdf.PdfError:
                    held.append(obj.read_raw_bytes())
            elif isinstance(obj, pikepdf.Object):
                held.append(obj.unparse())
    return b"\n".join(held)


_NAMED_BY = re.compile(rb"/ID ?\[ ?<[0-9a-f]*> ?<[0-9a-f]*> ?\]")
"""The name of a file: drawn by lot for every writing, so that four digits stand in it now and then."""


def holds(data: bytes, value: str) -> bool:
    """Say whether a value is left in a file, in one of the ways in which it can be written."""
    left = _NAMED_BY.sub(b"", remains(data))
    wide = value.encode("utf-16-be")
    forms = [value.encode(), wide, value.encode("gb18030"), wide.hex().encode()]
    forms += [value.encode().hex().encode(), wide.hex().upper().encode()]
    return any(form in left for form in forms)


def full() -> bytes:
    """Return a file with the value in each of its corners."""
    making = Making(text("page"))
    pdf, page, root = making.pdf, making.pdf.pages[0].obj, making.pdf.Root
    said = String(f"about {VALUE}")
    look = making.form(text(VALUE, 2, 2))
    field = making.add(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("phone"), V=said, DV=said,
            TU=said, Rect=Array([10, 50, 200, 70]), AP=Dictionary(N=look),
        )
    )  # fmt: skip
    kid = making.add(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, Rect=Array([10, 90, 200, 110]),
            AP=Dictionary(N=Dictionary(On=making.form(b"q Q"))),
        )
    )  # fmt: skip
    parent = making.add(Dictionary(FT=Name.Tx, T=String("two"), V=said, Kids=Array([kid])))
    kid.Parent = parent
    note = making.add(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=said, T=said,
            Subj=said, RC=pdf.make_stream(b"<body><p>Tel 13800138000</p></body>"),
            A=Dictionary(S=Name.URI, URI=String(f"tel:{VALUE}")),
        )
    )  # fmt: skip
    page.Annots = Array([field, kid, note])
    page.PieceInfo = Dictionary(App=Dictionary(Private=pdf.make_stream(VALUE.encode())))
    page.Thumb = pdf.make_stream(bytes(3))
    root.AcroForm = Dictionary(Fields=Array([field, parent]))
    root.OpenAction = Dictionary(
        S=Name.JavaScript, JS=pdf.make_stream(b"app.alert('13800138000');")
    )
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=said)]))
    root.StructTreeRoot = making.add(
        Dictionary(K=Dictionary(Alt=said, ActualText=said, T=said, E=said))
    )
    root.OCProperties = Dictionary(OCGs=Array([making.add(Dictionary(Type=Name.OCG, Name=said))]))
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"Tel {VALUE}", 0))
    with pdf.open_metadata(set_pikepdf_as_editor=False) as properties:
        properties["dc:creator"] = [f"Tel {VALUE}"]
        properties["pdf:Keywords"] = f"Tel {VALUE}"
    pdf.docinfo["/Subject"] = said
    pdf.attachments["a.txt"] = f"Tel {VALUE}".encode()
    pdf.attachments["a.txt"].obj.Desc = said
    return making.data()
