"""Presentations: slides, notes, comments, tables, hidden slides."""

from __future__ import annotations

import io
from functools import cache

import pptx
from pptx.util import Inches

from menshen.model import Cell, Document, Grid
from tests.formats.workbooks import unzipped, zipped
from tests.formats.written import blocks, remarks, residues, text_of, unchanged, written

MOBILE = r"138001380\d\d"
AUTHORS = (
    '<p:cmAuthorLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
    '<p:cmAuthor id="0" name="Zhong Yi 13800138009" initials="ZY" lastIdx="1" clrIdx="0"/></p:cmAuthorLst>'
)
COMMENT = (
    '<p:cmLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
    '<p:cm authorId="0" idx="1"><p:pos x="0" y="0"/><p:text>回电13800138008</p:text></p:cm></p:cmLst>'
)


@cache
def full() -> bytes:
    deck = pptx.Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[1])
    assert first.shapes.title is not None
    first.shapes.title.text = "名单13800138001"
    body = first.placeholders[1].text_frame
    body.text = "电话"
    for piece in ("138", "00138002"):
        body.paragraphs[0].add_run().text = piece
    first.notes_slide.notes_text_frame.text = "备注13800138003"
    second = deck.slides.add_slide(deck.slide_layouts[6])
    shape = second.shapes.add_table(2, 2, Inches(1), Inches(1), Inches(4), Inches(1))
    for place, text in {
        (0, 0): "姓名",
        (0, 1): "手机",
        (1, 0): "钟毅",
        (1, 1): "13800138004",
    }.items():
        shape.table.cell(*place).text = text
    box = second.shapes.add_textbox(Inches(1), Inches(3), Inches(3), Inches(1))
    box.name = "框"
    box._element.nvSpPr.cNvPr.set("descr", "替代13800138005")
    box.text_frame.text = "框13800138006"
    box.text_frame.paragraphs[0].runs[0].hyperlink.address = "tel:13800138007"
    second._element.set("show", "0")
    deck.core_properties.author = "宗慧13800138010"
    out = io.BytesIO()
    deck.save(out)
    parts = unzipped(out.getvalue())
    return zipped(
        {**parts, "ppt/commentAuthors.xml": AUTHORS, "ppt/comments/comment1.xml": COMMENT}
    )


def test_every_place_is_read_and_emptied() -> None:
    document = Document("a.pptx", data=full())
    text = text_of(document)
    for number in range(1, 11):
        assert f"138001380{number:02}" in text, number
    data = written(document, MOBILE)
    assert residues(data, MOBILE) == []
    title = pptx.Presentation(io.BytesIO(data)).slides[0].shapes.title
    assert title is not None
    assert title.text == "名单〔略〕"


def test_hidden_slides_are_told() -> None:
    assert "hidden_part" in remarks(Document("a.pptx", data=full()))


def test_a_table_on_a_slide_is_a_table() -> None:
    (block,) = [b for b in blocks(Document("a.pptx", data=full())) if isinstance(b.layout, Grid)]
    at = block.text.index("13800138004")
    assert block.labels(at) == ("手机",)
    assert block.layout is not None
    assert block.layout.place(at, at + 1) == Cell("slide2 1", 0, 1)


def test_slides_come_in_the_order_of_their_numbers() -> None:
    deck = pptx.Presentation()
    for number in range(11):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        assert slide.shapes.title is not None
        slide.shapes.title.text = f"第{number}页"
    out = io.BytesIO()
    deck.save(out)
    text = text_of(Document("a.pptx", data=out.getvalue()))
    assert text.index("第9页") < text.index("第10页")


def test_without_edits_nothing_changes() -> None:
    data = full()
    assert unchanged(Document("a.pptx", data=data)) == data
