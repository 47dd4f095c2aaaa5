"""PDF by reportlab, Chromium and LibreOffice; forms, notes, layers and history by pikepdf and by hand."""

from __future__ import annotations

import html
import io
import random
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pikepdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.documents import office, programs, witnesses
from benchmarks.documents.plant import Made, Plant, Planted, builder

_FONT = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
_PAGE = (595, 842)
_DRAWN, _PRINTED, _EXPORTED = 8, 6, 2


def _font(number: int) -> str:
    """Return a font: embedded where the system has one, else and for every fourth one of Adobe's."""
    if _FONT.exists() and number % 4 != 3:
        if "body" not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont("body", _FONT))
        return "body"
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


def _drawn(plant: Plant, number: int) -> bytes:
    """Return two pages with a table, margins, notes, a field, properties, hidden text, an outline."""
    out, font = io.BytesIO(), _font(number)
    canvas = Canvas(out, pagesize=_PAGE, pageCompression=number % 2)
    for page in range(2):
        canvas.setFont(font, 9)
        canvas.drawString(50, 815, plant.sentence("margin"))
        canvas.drawString(50, 20, plant.sentence("margin"))
        canvas.setFont(font, 11)
        for line in range(5):
            x = 50.0
            for piece in plant.pieces(plant.sentence("body")):
                canvas.drawString(x, 770 - 24 * line, piece)
                x += canvas.stringWidth(piece, font, 11)
        for line, row in enumerate(plant.rows(4)):
            for x, cell in zip((50, 150, 280, 450), row, strict=True):
                canvas.drawString(x, 600 - 22 * line, cell)
        white = canvas.beginText(50, 400)
        white.setTextRenderMode(3)
        white.textLine(plant.sentence("hidden"))
        canvas.drawText(white)
        canvas.saveState()
        canvas.setFillGray(1)
        canvas.setFont(font, 4)
        canvas.drawString(50, 380, plant.sentence("hidden"))
        canvas.restoreState()
        canvas.textAnnotation(plant.sentence("comment"), Rect=(300, 300, 320, 320))
        canvas.linkURL(f"mailto:{plant.email('other')}", (50, 300, 150, 320))
        canvas.bookmarkPage(f"p{page}")
        canvas.addOutlineEntry(plant.sentence("other"), f"p{page}")
        if page == 0:
            canvas.acroForm.textfield(
                name="phone", value=plant.mobile("other"), x=50, y=330, width=120, height=20
            )
        canvas.showPage()
    canvas.setAuthor(plant.name("metadata"))
    canvas.setSubject(plant.sentence("metadata"))
    canvas.setKeywords(plant.email("metadata"))
    canvas.save()
    return out.getvalue()


def _grown(data: bytes, plant: Plant, number: int) -> bytes:
    """Return a PDF with an attachment, a hidden layer, a note in the corner, XMP and a script."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        with pdf.open_metadata(update_docinfo=False) as meta:
            meta["dc:creator"] = [plant.name("metadata")]
            meta["dc:description"] = plant.sentence("metadata")
        inner, document = io.BytesIO(), docx.Document()
        document.add_paragraph(plant.sentence("inside"))
        document.core_properties.author = plant.name("inside")
        document.save(inner)
        spec = pikepdf.AttachedFileSpec(pdf, inner.getvalue(), filename="附件.docx")
        spec.description = plant.sentence("other")
        pdf.attachments["附件.docx"] = spec
        _layered(pdf, plant)
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[50, 250, 300, 280],
            Contents=plant.sentence("comment"), T=plant.name("comment"), DA="/Helv 9 Tf 0 g",
        )  # fmt: skip
        first: Any = pdf.pages[0].obj
        if "/Annots" not in first:
            first.Annots = pikepdf.Array()
        first.Annots.append(pdf.make_indirect(note))
        script = f"app.alert('{plant.mobile('other')}')"
        pdf.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS=pikepdf.String(script)
        )
        out = io.BytesIO()
        modes = (pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable)
        pdf.save(out, object_stream_mode=modes[number % 2], linearize=number % 3 == 0)
    return out.getvalue()


def _layered(pdf: pikepdf.Pdf, plant: Plant) -> None:
    """Put a line of ASCII into a layer that is switched off."""
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="底稿"))
    pdf.Root.OCProperties = pikepdf.Dictionary(
        OCGs=[layer], D=pikepdf.Dictionary(Order=[layer], ON=[], OFF=[layer])
    )
    page = pdf.pages[-1]
    resources: Any = page.obj.Resources
    resources.Properties = pikepdf.Dictionary(Hid=layer)
    if "/Font" not in resources:
        resources.Font = pikepdf.Dictionary()
    resources.Font.Hid = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    said = f"Tel {plant.mobile('hidden')}  Mail {plant.email('hidden')}"
    page.contents_add(
        f"/OC /Hid BDC BT /Hid 10 Tf 50 360 Td ({said}) Tj ET EMC".encode(), prepend=False
    )


def revised(plant: Plant) -> bytes:
    """Return a PDF saved three times, each time with another number, as editors append to a file."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=_PAGE, pageCompression=0)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(50, 700, f"Tel {plant.mobile('history')}")
    canvas.showPage()
    canvas.save()
    data = out.getvalue()
    for place in ("history", "body"):
        data = _appended(data, f"BT /F1 12 Tf 50 700 Td (Tel {plant.mobile(place)}) Tj ET".encode())
    return data


def _appended(data: bytes, content: bytes) -> bytes:
    """Append a new version of the only content stream (ISO 32000-1, 7.5.6)."""
    number = re.findall(rb"/Contents (\d+) 0 R", data)[0]
    root, size = (
        re.findall(pattern, data)[-1] for pattern in (rb"/Root (\d+ 0 R)", rb"/Size (\d+)")
    )
    before = re.findall(rb"startxref\s+(\d+)", data)[-1]
    at = len(data) + 1
    body = b"\n%s 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        number, len(content), content,
    )  # fmt: skip
    table = b"xref\n%s 1\n%010d 00000 n \ntrailer\n<< /Size %s /Root %s /Prev %s >>\n" % (
        number, at, size, root, before,
    )  # fmt: skip
    return data + body + table + b"startxref\n%d\n%%%%EOF\n" % (len(data) + len(body))


@builder
def drawn(folder: Path, plant: Plant) -> Iterator[Made]:
    """Make PDF documents by reportlab, and with all that can be hung onto them."""
    for number in range(_DRAWN):
        path = folder / f"r{number}.pdf"
        data = _drawn(plant, number)
        path.write_bytes(_grown(data, plant, number) if number % 2 else data)
        if number == 6 and (qpdf := shutil.which("qpdf")):
            locked = ["--encrypt", "", "owner", "256", "--", str(path), str(folder / "locked")]
            subprocess.run([qpdf, *locked], check=True, capture_output=True)
            (folder / "locked").replace(path)
        yield Made(path, plant.taken())
    for number in range(3):
        path = folder / f"h{number}.pdf"
        path.write_bytes(revised(plant))
        yield Made(path, plant.taken())


def page(plant: Plant, draw: random.Random, charset: str = "utf-8") -> str:
    """Return a page of HTML with values in text, tables, comments, attributes, scripts, fields."""
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in plant.rows(5)
    )
    body = ""
    for _ in range(5):
        pieces = [html.escape(piece) for piece in plant.pieces(plant.sentence("body"))]
        if draw.random() < 0.4:
            pieces[1] = f"<b>{pieces[1]}</b>"
        body += f"<p>{''.join(pieces)}</p>"
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{plant.sentence("other")}</title>'
        f'<meta name="author" content="{plant.name("metadata")}"></head><body>'
        f"<header>{plant.sentence('margin')}</header><!-- {plant.sentence('comment')} -->{body}"
        f"<table border=1>{rows}</table><p>电话<b>{plant.mobile('body')}</b>转总机</p>"
        f'<div style="display:none">{plant.sentence("hidden")}</div>'
        f'<span style="color:#fff;font-size:2px">{plant.sentence("hidden")}</span>'
        f'<a href="mailto:{plant.email("other")}">写信</a><input type="hidden" name="mobile" value="{plant.mobile("hidden")}">'
        f'<img alt="{plant.sentence("other")}" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'
        f'<script>var hotline = "{plant.mobile("other")}";</script></body></html>'
    )


def _kept(path: Path, planted: tuple[Planted, ...]) -> Made:
    """Return a document with the values that its producer let through."""
    held = witnesses.seen(path, [one.value for one in planted], witnesses.CHEAP)
    text = witnesses.printed(path)
    return Made(path, tuple(p for p in planted if p.value in held and not _is_cut(p.value, text)))


def _is_cut(value: str, text: str) -> bool:
    """Say whether a number is there only as the end of one cell that was cut, and the next cell.

    Thirteen digits of two cells side by side may hold the eleven of a mobile number by chance.
    """
    if not value.isdigit() or value not in text:
        return False
    return re.search(f"(?<![0-9]){value}(?![0-9])", text) is None


@builder
def browsed(folder: Path, plant: Plant) -> Iterator[Made]:
    """Make PDF documents by Chromium; what it does not print is not planted."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        print("Chromium is not installed: no printed web pages")
        return
    draw = random.Random(plant.seed)
    for number in range(_PRINTED):
        path = folder / f"c{number}.pdf"
        with tempfile.TemporaryDirectory(dir=folder) as temporary:
            source = Path(temporary, "a.html")
            source.write_text(page(plant, draw), "utf-8")
            subprocess.run(
                [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={temporary}/p",
                 f"--print-to-pdf={path}", *(["--no-pdf-header-footer"] if number % 2 else []), str(source)],
                capture_output=True, timeout=120, check=False,
            )  # fmt: skip
        taken = plant.taken()
        if path.exists():
            yield _kept(path, taken)


@builder
def exported(folder: Path, plant: Plant) -> Iterator[Made]:
    """Make PDF documents out of Office ones by LibreOffice; what it does not print is not planted."""
    if not programs.OFFICE:
        print("LibreOffice is not installed: no PDF documents by it")
        return
    planted = {}
    for number in range(_EXPORTED):
        for ending, make in office.MAKERS.items():
            source = folder / f"l{number}{ending}.{ending}"
            make(source, plant)
            planted[source] = plant.taken()
    for source, path in programs.converted(list(planted), "pdf", folder / "pdf").items():
        yield _kept(path, planted[source])
    for source in planted:
        source.unlink()
