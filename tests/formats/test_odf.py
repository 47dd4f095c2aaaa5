"""OpenDocument: text, sheets with their values, properties; written by hand as LibreOffice does."""

from __future__ import annotations

import pytest

from menshen.errors import EncryptedError
from menshen.model import Cell, Document, Grid
from tests.formats.workbooks import ods, ods_row, unzipped, zipped
from tests.formats.written import blocks, remarks, residues, text_of, unchanged, written

NS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
)
MOBILE = r"138001380\d\d"
MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{}</manifest:manifest>'
ENTRY = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="x"/>'
BODY = """
<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>宗慧13800138010</dc:creator>
</office:change-info><text:p>删去13800138001</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:p>联系电话：<text:span>138</text:span><text:span>0013</text:span>8002<office:annotation><dc:creator>宗慧</dc:creator><text:p>批注13800138003</text:p></office:annotation>，谢谢<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>脚注13800138004</text:p></text:note-body></text:note></text:p>
<text:p>139<text:s text:c="2"/>0013<text:tab/>9000</text:p>
<text:p><draw:frame><draw:image xlink:href="Pictures/1.png"/><svg:desc>替代13800138005</svg:desc></draw:frame>
<text:a xlink:href="tel:13800138006">见</text:a></text:p>
<table:table table:name="表"><table:table-row><table:table-cell><text:p>姓名</text:p></table:table-cell><table:table-cell><text:p>手机</text:p>
</table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>钟毅</text:p></table:table-cell><table:table-cell>
<text:p>13800138007</text:p></table:table-cell></table:table-row></table:table>
"""
META = (
    f"<office:document-meta {NS}><office:meta><dc:creator>钟毅13800138008</dc:creator>"
    '<meta:user-defined meta:name="联系电话">13800138009</meta:user-defined></office:meta></office:document-meta>'
)


def odt(body: str = BODY, manifest: str = "") -> bytes:
    entries = "".join(
        map(
            ENTRY.format,
            ("content.xml", "Thumbnails/thumbnail.png", "META-INF/documentsignatures.xml"),
        )
    )
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {NS}><office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {NS}><text:p>页眉13800138011</text:p></office:document-styles>",
        "meta.xml": META,
        "Thumbnails/thumbnail.png": b"\x89PNG\r\n\x1a\n",
        "META-INF/documentsignatures.xml": "<a/>",
        "META-INF/manifest.xml": MANIFEST.format(entries + manifest),
    })  # fmt: skip


def test_every_place_is_read_and_emptied() -> None:
    document = Document("a.odt", data=odt())
    text = text_of(document)
    for number in range(1, 12):
        assert f"138001380{number:02}" in text, number
    assert "联系电话：13800138002，谢谢\n" in text
    assert "联系电话：13800138009\n" in text
    assert "139  0013\t9000\n" in text
    data = written(document, MOBILE)
    assert residues(data, MOBILE) == []
    assert "联系电话：〔略〕，谢谢\n" in text_of(Document("a.odt", data=data))


def test_preview_and_signatures_go_from_the_manifest_too() -> None:
    parts = unzipped(written(Document("a.odt", data=odt()), MOBILE))
    assert not {"Thumbnails/thumbnail.png", "META-INF/documentsignatures.xml"} & set(parts)
    assert parts["META-INF/manifest.xml"].count(b"file-entry") == 1
    assert next(iter(parts)) == "mimetype"


def test_without_edits_nothing_changes() -> None:
    assert unchanged(Document("a.odt", data=odt())) == odt()


def test_tables_are_tables() -> None:
    (block,) = [b for b in blocks(Document("a.odt", data=odt())) if isinstance(b.layout, Grid)]
    at = block.text.index("13800138007")
    assert block.labels(at) == ("手机",)


def test_tracked_deletions_are_told() -> None:
    assert "tracked_change" in remarks(Document("a.odt", data=odt()))


def test_a_password_is_an_error() -> None:
    locked = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    with pytest.raises(EncryptedError, match="password"):
        text_of(Document("a.odt", data=odt(manifest=locked)))


def sheet(rows: str) -> bytes:
    table = f'<table:table table:name="登记">{rows}</table:table>'
    content = (
        f"<office:document-content {NS}><office:body><office:spreadsheet>{table}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content,
        "META-INF/manifest.xml": MANIFEST.format(""),
    })  # fmt: skip


def cell(shown: str, **values: str) -> str:
    held = "".join(f' {k.replace("_", ":", 1).replace("_", "-")}="{v}"' for k, v in values.items())
    return f"<table:table-cell{held}><text:p>{shown}</text:p></table:table-cell>"


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def test_a_value_that_is_shown_otherwise_is_read_and_goes() -> None:
    number = cell("1.38E+10", office_value_type="float", office_value="13800138000")
    document = Document("a.ods", data=sheet(row(cell("手机")) + row(number)))
    assert "13800138000" in text_of(document)
    data = written(document, "13800138000")
    assert residues(data, "13800138000") == []


def test_a_number_that_is_changed_is_text_from_then_on() -> None:
    number = cell("13800138000", office_value_type="float", office_value="13800138000")
    data = written(Document("a.ods", data=sheet(row(number))), "13800138000")
    content = unzipped(data)["content.xml"].decode()
    assert 'office:value-type="string"' in content
    assert "office:value=" not in content
    assert "<text:p>〔略〕</text:p>" in content


def test_what_formulas_computed_goes_when_the_sheet_changes() -> None:
    computed = cell(
        "x138001",
        table_formula="of:=LEFT([.A1];7)",
        office_value_type="string",
        office_string_value="x138001",
    )
    fixed = cell("2", table_formula="of:=1+1", office_value_type="float", office_value="2")
    data = written(
        Document("a.ods", data=sheet(row(cell("x13800138000"), computed, fixed))), "13800138000"
    )
    content = unzipped(data)["content.xml"].decode()
    assert "x138001" not in content
    assert "LEFT([.A1];7)" in content
    assert 'office:value="2"' in content


def test_repeated_rows_and_columns_count() -> None:
    data = ods(
        ods_row("姓名", "手机") + ods_row("", times=5) + ods_row("钟毅", "13800138000", "*3", "x")
    )
    for block in blocks(Document("a.ods", data=data)):
        if (at := block.text.find("13800138000")) >= 0:
            assert block.layout is not None
            assert block.layout.place(at, at + 1) == Cell(block.layout.table, 5, 1)  # type: ignore[attr-defined]
