"""Word documents: every place is read, runs are one paragraph, and an edit cuts back into them."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from menshen import formats
from menshen.edits import Edit
from menshen.errors import EncryptedError, UnreadableError
from menshen.formats.docx import FORMAT
from menshen.model import Cell, Document, Grid, Node, Span
from tests.formats.workbooks import unzipped, zipped
from tests.formats.written import (
    blocks,
    keep,
    remarks,
    residues,
    same_but,
    text_of,
    unchanged,
    written,
)

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MOBILE = r"138001380\d\d"
BODY = "word/document.xml"


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def run(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def add(document: Any, inner: str) -> Any:
    """Add a paragraph written in XML."""
    paragraph = parse_xml(f"<w:p {W}>{inner}</w:p>")
    document.element.body.insert(0, paragraph)
    return paragraph


def revised(document: Any) -> None:
    """Add a paragraph whose number was typed over with changes tracked."""
    who = 'w:id="1" w:author="宗慧13800138020" w:date="2024-01-01T00:00:00Z"'
    add(
        document,
        run("手机138001")
        + f"<w:del {who}>{run('38021', 'delText')}</w:del><w:ins {who}>{run('38022')}</w:ins>",
    )


TEXT_BOX = (
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="wps"><w:drawing><wps:txbx xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    "<w:txbxContent><w:p>{0}</w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
    '<mc:Fallback><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml" alt="图13800138024">'
    "<w:txbxContent><w:p>{0}</w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


@cache
def full() -> bytes:
    """Return a document with a number in many places."""
    document = docx.Document()
    paragraph = document.add_paragraph("联系电话：")
    for piece in ("138", "0013", "8001"):
        paragraph.add_run(piece).bold = piece == "0013"
    hidden = document.add_paragraph().add_run("隐藏13800138002")
    hidden.font.hidden = True
    table = document.add_table(3, 2)
    rows = [["姓名", "手机"], ["钟毅", "13800138003"], ["宗慧", "13800138004"]]
    for row, values in zip(table.rows, rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    section = document.sections[0]
    section.header.paragraphs[0].text = "页眉13800138005"
    section.footer.paragraphs[0].text = "页脚13800138006"
    document.add_comment(paragraph.runs, "回电13800138007", author="宗慧", initials="ZH")
    document.core_properties.author = "钟毅13800138008"
    document.core_properties.comments = "电话13800138009"
    revised(document)
    add(document, run("文本框旁") + TEXT_BOX.format(run("框13800138023")))
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run(
        ' HYPERLINK "tel:13800138010" ', "instrText"
    )
    add(document, field + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run("见此"))
    part = document.part
    part.relate_to(
        "mailto:a13800138011@example.cn",
        RELATIONSHIP_TYPE.HYPERLINK,
        is_external=True,
    )
    return saved(document)


NUMBERS = (*range(1, 12), 20, 21, 22, 23, 24)


def test_every_place_is_read_and_emptied() -> None:
    document = Document("a.docx", data=full())
    text = text_of(document)
    for number in NUMBERS:
        assert f"138001380{number:02}" in text, number
    data = written(document, MOBILE)
    assert residues(data, MOBILE) == []
    again = docx.Document(io.BytesIO(data))
    assert "联系电话：〔略〕" in [p.text for p in again.paragraphs]
    assert again.tables[0].cell(2, 0).text == "宗慧"
    assert again.tables[0].cell(2, 1).text == "〔略〕"


def test_without_edits_nothing_changes() -> None:
    data = full()
    assert unchanged(Document("a.docx", data=data)) == data


def test_only_what_is_edited_changes() -> None:
    data = full()
    after = written(Document("a.docx", data=data), "13800138005")
    # The preview goes with the first change, and the lists of parts that name it.
    touched = ("header", "thumbnail", "_rels/.rels")
    assert same_but(data, after, lambda name: any(t in name for t in touched))


def test_an_edit_keeps_the_formats_of_the_runs_around() -> None:
    data = written(Document("a.docx", data=full()), "80013800")
    paragraphs = docx.Document(io.BytesIO(data)).paragraphs
    (paragraph,) = [p for p in paragraphs if p.text.startswith("联系电话：")]
    assert [(r.text, r.bold) for r in paragraph.runs][:4] == [
        ("联系电话：", None), ("13〔略〕", False), ("", True), ("1", False),
    ]  # fmt: skip


def test_a_revised_paragraph_is_read_as_it_is_and_as_it_was() -> None:
    document = Document("a.docx", data=full())
    text = text_of(document)
    assert "手机13800138022\n" in text
    assert "手机13800138021\n" in text
    data = written(document, "13800138021|13800138022")
    body = unzipped(data)[BODY].decode()
    assert "38021" not in body
    assert "38022" not in body


def test_a_text_box_written_twice_is_read_once_and_emptied_twice() -> None:
    document = Document("a.docx", data=full())
    assert text_of(document).count("13800138023") == 1
    assert residues(written(document, "13800138023"), "13800138023") == []


def test_tables_have_columns_and_places() -> None:
    (block,) = [b for b in blocks(Document("a.docx", data=full())) if isinstance(b.layout, Grid)]
    assert block.layout is not None
    at = block.text.index("13800138004")
    assert block.labels(at) == ("手机",)
    assert block.layout.place(at, at + 11) == Cell("document 1", 1, 1)


def test_places_name_part_and_paragraph() -> None:
    for block in blocks(Document("a.docx", data=full())):
        if (at := block.text.find("13800138005")) >= 0:
            assert block.layout is not None
            assert block.layout.place(at, at + 11) == Node("word/header1.xml", "/p[1]")


def test_what_is_hidden_or_tracked_is_told() -> None:
    assert set(remarks(Document("a.docx", data=full()))) == {"hidden_text", "tracked_change"}


def test_the_preview_of_the_first_page_goes() -> None:
    data = written(Document("a.docx", data=full()), "13800138001")
    assert not [name for name in unzipped(data) if "thumbnail" in name]
    assert b"thumbnail" not in unzipped(data)["_rels/.rels"]


def test_initials_go_with_the_name() -> None:
    data = written(Document("a.docx", data=full()), "宗慧")
    assert b'w:initials=""' in unzipped(data)["word/comments.xml"]


def test_pictures_and_embedded_files_are_documents() -> None:
    parts = unzipped(full())
    parts["word/media/image1.png"] = b"\x89PNG\r\n\x1a\n" + bytes(60)
    parts["word/embeddings/book.docx"] = full()
    document = Document("a.docx", data=zipped(parts))
    inner = [d.uri for d in formats.read(document) if isinstance(d, Document)]
    assert {"a.docx!/word/media/image1.png", "a.docx!/word/embeddings/book.docx"} <= set(inner)
    assert residues(written(document, MOBILE), MOBILE) == []


def test_a_picture_that_is_left_out_becomes_an_empty_one() -> None:
    parts = {**unzipped(full()), "word/media/image1.png": b"\x89PNG\r\n\x1a\n" + bytes(60)}
    out = io.BytesIO()
    FORMAT.write(Document("a.docx", data=zipped(parts)), [], out, inner=lambda _: None)
    new = unzipped(out.getvalue())["word/media/image1.png"]
    assert new.startswith(b"\x89PNG")
    assert new != parts["word/media/image1.png"]


@pytest.mark.parametrize("prefix", ["ns0", "x"])
def test_other_prefixes_mean_the_same(prefix: str) -> None:
    parts = unzipped(full())
    body = parts[BODY].decode().replace("w:", f"{prefix}:").replace("xmlns:w=", f"xmlns:{prefix}=")
    document = Document("a.docx", data=zipped({**parts, BODY: body}))
    assert "联系电话：13800138001" in text_of(document)


@pytest.mark.parametrize("charset", ["utf-16", "gb18030"])
def test_parts_in_other_charsets(charset: str) -> None:
    parts = unzipped(full())
    body = re.sub(
        r"<\?xml[^>]*\?>", f'<?xml version="1.0" encoding="{charset}"?>', parts[BODY].decode()
    )
    document = Document("a.docx", data=zipped({**parts, BODY: body.encode(charset)}))
    assert "联系电话：13800138001" in text_of(document)
    assert residues(written(document, MOBILE), MOBILE) == []


def test_entities_numbers_cdata_and_comments_are_text() -> None:
    parts = unzipped(full())
    odd = "<w:r><w:t>&#x7535;话&#49;3800138077</w:t></w:r><w:r><w:t><![CDATA[转13800138078]]></w:t></w:r><!-- 13800138079 -->"
    body = parts[BODY].decode().replace("<w:body>", f"<w:body><w:p>{odd}</w:p>")
    document = Document("a.docx", data=zipped({**parts, BODY: body}))
    text = text_of(document)
    assert "电话13800138077转13800138078" in text
    assert "13800138079" in text
    data = written(document, MOBILE)
    assert residues(data, MOBILE) == []
    assert "电话〔略〕转〔略〕" in text_of(Document("a.docx", data=data))


def test_a_replacement_is_text_whatever_it_holds() -> None:
    data = written(Document("a.docx", data=full()), "13800138001", "<b>&\"'\x00\ud800")
    assert "联系电话：<b>&\"'\ufffd\ufffd" in text_of(Document("a.docx", data=data))


def test_an_edit_of_what_is_not_there_is_an_error() -> None:
    with pytest.raises(UnreadableError, match="no longer there"):
        FORMAT.write(
            Document("a.docx", data=full()),
            [Edit("a.docx#99", Span(0, 1), "")],
            io.BytesIO(),
            inner=keep,
        )


def test_entities_are_refused() -> None:
    parts = unzipped(full())
    body = parts[BODY].decode().replace("?>", '?><!DOCTYPE a [<!ENTITY e "x">]>', 1)
    with pytest.raises(UnreadableError, match="defines entities"):
        text_of(Document("a.docx", data=zipped({**parts, BODY: body})))


def test_a_locked_document_is_an_error() -> None:
    from tests.formats.workbooks import encrypted

    with pytest.raises(EncryptedError, match="save it without one"):
        text_of(Document("a.docx", data=encrypted()))


def test_content_that_is_bound_to_a_form_is_read_where_it_is_kept() -> None:
    parts = unzipped(full())
    parts["customXml/item1.xml"] = b"<form><tel>13800138066</tel></form>"
    document = Document("a.docx", data=zipped(parts))
    assert "13800138066" in text_of(document)
    assert residues(written(document, MOBILE), MOBILE) == []


def test_tab_stops_are_no_tabs() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("甲\t乙")
    paragraph.paragraph_format.tab_stops.add_tab_stop(100000)
    assert "甲\t乙\n" in text_of(Document("a.docx", data=saved(document)))


def test_a_ruby_text_is_read_apart() -> None:
    document = docx.Document()
    ruby = f"<w:r><w:ruby><w:rt>{run('zhong')}</w:rt><w:rubyBase>{run('钟')}</w:rubyBase></w:ruby></w:r>"
    add(document, run("姓名") + ruby + run("毅"))
    assert "姓名钟毅\n" in text_of(Document("a.docx", data=saved(document)))


def test_members_keep_their_dates_and_order() -> None:
    data = full()
    after = written(Document("a.docx", data=data), "13800138001")
    with zipfile.ZipFile(io.BytesIO(data)) as one, zipfile.ZipFile(io.BytesIO(after)) as two:
        before = [
            (i.filename, i.date_time) for i in one.infolist() if "thumbnail" not in i.filename
        ]
        assert before == [(i.filename, i.date_time) for i in two.infolist()]
        assert two.testzip() is None


def test_nested_tables_and_merged_cells_do_not_get_lost() -> None:
    document = docx.Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "宽"
    table.cell(1, 2).text = "右"
    inner = table.cell(1, 0).add_table(2, 2)
    inner.cell(1, 1).text = "13800138055"
    element = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(element)
    assert element.tag == qn("w:tblHeader")
    document_ = Document("a.docx", data=saved(document))
    assert "13800138055" in text_of(document_)
    for block in blocks(document_):
        if (at := block.text.find("右")) >= 0:
            assert isinstance(place := block.layout.place(at, at + 1), Cell)  # type: ignore[union-attr]
            assert place.column == 2
