"""Office documents by python-docx, openpyxl, XlsxWriter and python-pptx, and from them by LibreOffice."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import xlsxwriter
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from pptx.util import Inches

from benchmarks.documents import programs, witnesses
from benchmarks.documents.plant import Made, Plant, builder

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_EACH = 12
_MODERN = (
    ("docx", "odt"),
    ("docx", "rtf"),
    ("docx", "doc"),
    ("xlsx", "ods"),
    ("xlsx", "xls"),
    ("pptx", "odp"),
    ("pptx", "ppt"),
)


def _docx(path: Path, plant: Plant, number: int, inner: bytes = b"") -> None:
    draw = random.Random(number)
    document = docx.Document()
    paragraph = document.add_paragraph("登记表")
    for _ in range(4):
        paragraph = document.add_paragraph()
        for piece in plant.pieces(plant.sentence("body")):
            paragraph.add_run(piece).bold = draw.random() < 0.3
    _filled(document.add_table(4, 4), plant.rows(3))
    section = document.sections[0]
    section.header.paragraphs[0].text = plant.sentence("margin")
    section.footer.paragraphs[0].text = plant.sentence("margin")
    document.add_comment(
        paragraph.runs, plant.sentence("comment"), author=plant.name("comment"), initials="X"
    )
    document.core_properties.author = plant.name("metadata")
    document.core_properties.comments = plant.sentence("metadata")
    document.add_paragraph().add_run(plant.sentence("hidden")).font.hidden = True
    _revised(document, plant)
    address = f"mailto:{plant.email('other')}"
    document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    document.save(str(path))
    if inner:
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("word/embeddings/inside.xlsx", inner)


def _filled(table: Any, rows: list[list[str]]) -> None:
    for line, values in zip(table.rows, rows, strict=True):
        for cell, value in zip(line.cells, values, strict=True):
            cell.text = value


def _revised(document: Any, plant: Plant) -> None:
    """Add a paragraph with a tracked deletion, a text box and a field."""
    who = f'w:id="9" w:author="{plant.name("comment")}" w:date="2025-01-01T00:00:00Z"'
    inner = (
        f"<w:r><w:t>手机</w:t></w:r><w:del {who}><w:r><w:delText>{plant.mobile('hidden')}</w:delText></w:r></w:del>"
        f"<w:r><w:t>已停用。</w:t></w:r>"
        "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml' style='width:99pt;height:30pt'><v:textbox><w:txbxContent>"
        f"<w:p><w:r><w:t>{plant.sentence('other')}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    document.element.body.insert(0, parse_xml(f"<w:p {_W}>{inner}</w:p>"))


def _openpyxl(path: Path, plant: Plant) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "名单"
    for row in plant.rows(12):
        sheet.append(row)
    sheet["F1"], sheet["F2"] = "卡号", plant.card("body")
    sheet["G1"], sheet["G2"] = "电话", int(plant.mobile("body"))
    sheet["H2"] = f'="转"&"{plant.mobile("other")}"'
    sheet["A2"].comment = Comment(plant.sentence("comment"), plant.name("comment"))
    sheet.oddHeader.center.text = plant.sentence("margin")
    rule = DataValidation(type="list", formula1=f'"{plant.mobile("other")},无"')
    sheet.add_data_validation(rule)
    rule.add("D2")
    sheet["A3"].hyperlink = f"mailto:{plant.email('other')}"
    sheet.row_dimensions[4].hidden = True
    hidden = book.create_sheet("旧表")
    hidden.sheet_state = "veryHidden"
    hidden["A1"] = plant.sentence("hidden")
    book.defined_names["热线"] = DefinedName("热线", attr_text=f'"{plant.mobile("other")}"')
    book.properties.creator = plant.name("metadata")
    book.properties.description = plant.sentence("metadata")
    book.save(path)


def _xlsxwriter(path: Path, plant: Plant) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("花名册")
        rows = plant.rows(20)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        bold = book.add_format({"bold": True})
        called = plant.mobile("body")
        sheet.write_rich_string(0, 5, "电话", bold, called[:5], called[5:], "完")
        sheet.write_formula(1, 5, "=B2", None, rows[1][1])
        sheet.insert_textbox(3, 5, plant.sentence("other"))
        sheet.write_comment(2, 0, plant.sentence("comment"), {"author": plant.name("comment")})
        sheet.set_footer("&L" + plant.sentence("margin"))
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=花名册!$A$2:$A$4", "name": plant.sentence("other")})
        sheet.insert_chart("H2", chart)
        book.set_properties({"author": plant.name("metadata"), "manager": plant.name("metadata")})
        book.set_custom_property("联系电话", plant.mobile("metadata"))


def _pptx(path: Path, plant: Plant) -> None:
    deck = pptx.Presentation()
    for number in range(3):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        assert slide.shapes.title is not None
        slide.shapes.title.text = f"第{number + 1}部分"
        frame = slide.placeholders[1].text_frame
        for piece in plant.pieces(plant.sentence("body")):
            frame.paragraphs[0].add_run().text = piece
        slide.notes_slide.notes_text_frame.text = plant.sentence("margin")
    last = deck.slides.add_slide(deck.slide_layouts[6])
    _cells(
        last.shapes.add_table(4, 4, Inches(1), Inches(1), Inches(7), Inches(2)).table, plant.rows(3)
    )
    box = last.shapes.add_textbox(Inches(1), Inches(4), Inches(5), Inches(1))
    box._element.nvSpPr.cNvPr.set("descr", plant.sentence("other"))
    box.text_frame.text = plant.sentence("body")
    last._element.set("show", "0")
    hidden = deck.slides.add_slide(deck.slide_layouts[5])
    assert hidden.shapes.title is not None
    hidden.shapes.title.text = plant.sentence("hidden")
    hidden._element.set("show", "0")
    deck.core_properties.author = plant.name("metadata")
    deck.save(str(path))


def _cells(table: Any, rows: list[list[str]]) -> None:
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            table.cell(i, j).text = value


MAKERS: dict[str, Callable[[Path, Plant], None]] = {
    "docx": lambda path, plant: _docx(path, plant, 1),
    "xlsx": _openpyxl,
    "pptx": _pptx,
}
"""What makes a document of each modern form."""


@builder
def modern(folder: Path, plant: Plant) -> Iterator[Made]:
    """Make documents of the modern forms."""
    for number in range(_EACH):
        path = folder / f"w{number}.docx"
        inner = io.BytesIO()
        if number % 4 == 0:
            with xlsxwriter.Workbook(inner) as book:
                book.add_worksheet().write_row(0, 0, ["电话", plant.mobile("inside")])
        _docx(path, plant, number, inner.getvalue())
        yield Made(path, plant.taken())
        path = folder / f"x{number}.xlsx"
        (_openpyxl if number % 2 else _xlsxwriter)(path, plant)
        yield Made(path, plant.taken())
        if number < _EACH * 2 // 3:
            path = folder / f"p{number}.pptx"
            _pptx(path, plant)
            yield Made(path, plant.taken())


@builder
def others(folder: Path, plant: Plant) -> Iterator[Made]:
    """Make documents of other forms out of modern ones, where LibreOffice is installed."""
    if not programs.OFFICE:
        print("LibreOffice is not installed: no odt, ods, odp, rtf, doc, xls, ppt")
        return
    for old, new in _MODERN:
        sources, planted = [], {}
        for number in range(4):
            source = folder / f"{new}{number}.{old}"
            MAKERS[old](source, plant)
            sources.append(source)
            planted[source] = plant.taken()
        for source, path in programs.converted(sources, new, folder / new).items():
            held = witnesses.seen(path, [p.value for p in planted[source]], witnesses.CHEAP)
            kept = tuple(p for p in planted[source] if p.value in held)
            yield Made(path, kept)
        for source in sources:
            source.unlink()
