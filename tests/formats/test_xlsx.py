"""Workbooks of the new kind: all that is in them is read, and values are taken out of all of it."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from functools import cache
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from menshen import formats
from menshen.edits import Edit
from menshen.errors import UnreadableError
from menshen.formats.parts import strings
from menshen.formats.parts.strings import Strings
from menshen.formats.xlsx import Xlsx
from menshen.model import Block, Cell, Document, Grid, Span
from tests.formats.workbooks import unzipped, zipped
from tests.formats.written import (
    blocks,
    remarks,
    residues,
    same_but,
    text_of,
    unchanged,
    written,
)

MOBILE = r"138001380\d\d"
SHEET, SHARED = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@cache
def full() -> bytes:
    """Return a workbook with a number in every place that openpyxl can write to."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    for row in [
        ["姓名", "手机", "备注"],
        ["钟毅", "13800138001", "回电13800138002"],
        ["宗慧", 13800138003, None],
    ]:
        sheet.append(row)
    sheet["D2"] = '=B2&"转13800138004"'
    sheet["A2"].comment = Comment("手机13800138005", "宗慧")
    sheet.oddHeader.center.text = "热线13800138006"
    sheet.oddFooter.left.text = "传真13800138007"
    rule = DataValidation(type="list", formula1='"13800138008,无"')
    rule.prompt = "例如13800138009"
    sheet.add_data_validation(rule)
    rule.add("C2")
    sheet["A3"].hyperlink = "mailto:a13800138010@example.cn"
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    hidden = book.create_sheet("藏")
    hidden.sheet_state = "veryHidden"
    hidden["A1"] = "手机13800138011"
    book.defined_names["热线"] = DefinedName("热线", attr_text='"13800138012"')
    book.properties.creator = "钟毅"
    book.properties.description = "电话13800138013"
    return saved(book)


def shared(*rows: list[Any]) -> bytes:
    """Return a workbook whose texts are shared, as Excel and WPS write it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("名单")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def test_every_place_is_read_and_emptied() -> None:
    document = Document("a.xlsx", data=full())
    text = text_of(document)
    for number in range(1, 14):
        assert f"138001380{number:02}" in text, number
    data = written(document, MOBILE)
    assert residues(data, MOBILE) == []
    again = Document("a.xlsx", data=data)
    assert "钟毅" in text_of(again)
    assert openpyxl.load_workbook(io.BytesIO(data))["名单"]["B2"].value == "〔略〕"


def test_what_is_hidden_is_told() -> None:
    kinds = remarks(Document("a.xlsx", data=full()))
    assert {"hidden_sheet", "hidden_cells"} <= set(kinds)


def test_without_edits_nothing_changes() -> None:
    data = full()
    assert unchanged(Document("a.xlsx", data=data)) == data


def test_only_parts_with_changes_change() -> None:
    data = shared(["姓名", "手机"], ["钟毅", "13800138011"])
    after = written(Document("a.xlsx", data=data), "13800138011")
    assert same_but(data, after, {SHARED}.__contains__)


def rewritten(rows: list[list[Any]], pattern: str, stand_in: str = "〔略〕") -> Any:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    data = written(Document("a.xlsx", data=saved(book)), pattern, stand_in)
    return openpyxl.load_workbook(io.BytesIO(data)).active


def test_numbers_and_dates_stay_such_when_the_replacement_is_one() -> None:
    born = dt.date(1990, 5, 1)
    assert rewritten([[13800138000]], "13800138000", "13900139000")["A1"].value == 13900139000
    assert rewritten([[born]], "1990-05-01", "1991-02-03")["A1"].value == dt.datetime(1991, 2, 3)
    assert rewritten([[born]], "1990-05-01", "1990年")["A1"].value == "1990年"


def test_a_shared_text_stays_for_the_cells_that_keep_it() -> None:
    document = Document("a.xlsx", data=shared(["13800138000"], ["13800138000"]))
    (block,) = [b for b in blocks(document) if isinstance(b.layout, Grid)]
    out = io.BytesIO()
    Xlsx().write(document, [Edit(block.id, Span(0, 11), "〔略〕")], out, inner=lambda d: d.data)
    sheet = openpyxl.load_workbook(io.BytesIO(out.getvalue())).active
    assert [c.value for c in sheet["A"]] == ["〔略〕", "13800138000"]


def test_different_edits_of_a_shared_text_leave_nothing_of_it() -> None:
    document = Document("a.xlsx", data=shared(["13800138000"], ["13800138000"]))
    out = io.BytesIO()
    edits = [Edit("a.xlsx#0", Span(0, 11), "甲"), Edit("a.xlsx#0", Span(12, 23), "乙")]
    Xlsx().write(document, edits, out, inner=lambda d: d.data)
    assert residues(out.getvalue(), "13800138000") == []
    sheet = openpyxl.load_workbook(io.BytesIO(out.getvalue())).active
    assert [c.value for c in sheet["A"]] == ["甲", "乙"]


def with_caches() -> bytes:
    """Return a workbook whose formulas have values, as Excel leaves them."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["B1"], sheet["C1"], sheet["D1"] = (
        "x13800138000",
        "=LEFT(A1,6)",
        "=B1&1",
        "=1+1",
    )
    parts = unzipped(saved(book))
    for place, value in (("B1", "x13800"), ("C1", "x138001"), ("D1", "2")):
        old = parts[SHEET]
        at = old.index(b'r="' + place.encode())
        end = old.index(b"<v", at)
        stop = old.index(b"</c>", at)
        parts[SHEET] = old[:end] + f"<v>{value}</v>".encode() + old[stop:]
        if place != "D1":
            parts[SHEET] = parts[SHEET].replace(
                f'r="{place}"'.encode(), f'r="{place}" t="str"'.encode()
            )
    return zipped(parts)


def test_what_was_computed_from_a_changed_cell_is_dropped() -> None:
    data = written(Document("a.xlsx", data=with_caches()), "13800138000")
    parts = unzipped(data)
    assert b"x138" not in parts[SHEET]
    assert b"<v>2</v>" in parts[SHEET]
    assert b"LEFT(A1,6)" in parts[SHEET]
    assert b'fullCalcOnLoad="1"' in parts["xl/workbook.xml"]


def test_texts_that_no_cell_uses_are_read_and_emptied() -> None:
    parts = unzipped(shared(["姓名"]))
    orphan = b"<si><t>13800138099</t></si>"
    parts[SHARED] = parts[SHARED].replace(b"</sst>", orphan + b"</sst>")
    document = Document("a.xlsx", data=zipped(parts))
    assert "13800138099" in text_of(document)
    assert residues(written(document, "13800138099"), "13800138099") == []


def test_runs_of_a_shared_text_keep_their_formats() -> None:
    parts = unzipped(shared(["13800138001"]))
    item = "<si><r><rPr><b/></rPr><t>138001</t></r><r><t>38001 转</t></r><rPh sb='0' eb='1'><t>yao</t></rPh></si>"
    parts[SHARED] = parts[SHARED].replace(b"<si><t>13800138001</t></si>", item.encode())
    document = Document("a.xlsx", data=zipped(parts))
    assert "13800138001 转" in text_of(document)
    data = written(document, "13800138001")
    assert "<rPr><b/></rPr><t>〔略〕</t>".encode() in unzipped(data)[SHARED]
    assert "<t> 转</t>".encode() in unzipped(data)[SHARED]


def test_comments_and_cdata_between_cells_are_read_and_go() -> None:
    parts = unzipped(full())
    parts[SHEET] = parts[SHEET].replace(
        b"<v>13800138003</v>", b"<!-- 13800138077 --><v><![CDATA[13800138003]]></v>"
    )
    document = Document("a.xlsx", data=zipped(parts))
    assert {"13800138077", "13800138003"} <= set(text_of(document).replace("\n", "\t").split("\t"))
    assert residues(written(document, MOBILE), MOBILE) == []


def test_other_prefixes_and_no_places_are_read_alike() -> None:
    parts = unzipped(full())
    sheet = parts[SHEET].decode()
    sheet = re.sub(r"<(/?)(\w+)(?=[\s/>])", r"<\1x:\2", sheet)
    sheet = sheet.replace("xmlns=", "xmlns:x=").replace(' r="B3"', "")
    document = Document("a.xlsx", data=zipped({**parts, SHEET: sheet}))
    assert "13800138003" in text_of(document)
    assert "13800138003" not in text_of(Document("a.xlsx", data=written(document, MOBILE)))


def test_cells_far_apart_cost_nothing() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"], book.active["XFD1"] = "a", "13800138000", "b"
    document = Document("a.xlsx", data=saved(book))
    assert sum(len(b.text) for b in blocks(document)) < 1000
    (place,) = [
        b.layout.place(at, at + 1)  # type: ignore[union-attr]
        for b in blocks(document)
        if (at := b.text.find("13800138000")) >= 0
    ]
    assert place == Cell("Sheet", 1048575, 16383)
    assert residues(written(document, MOBILE), MOBILE) == []


@given(st.lists(st.text("张电0 1\0\ud800\n", max_size=9), max_size=2000), st.booleans())
@settings(max_examples=30, deadline=None)
def test_texts_on_disk_are_those_in_memory(texts: list[str], small: bool) -> None:
    held = strings._MEMORY
    strings._MEMORY = 100 if small else held
    try:
        with Strings(iter(texts)) as spilled:
            assert len(spilled) == len(texts)
            if not small:
                assert [spilled[i] for i in range(len(texts))] == texts
            else:
                plain = [re.sub("[\0\ud800]", "?", t) for t in texts]
                found = [spilled[i] for i in range(len(texts))]
                assert [re.sub("[\0\ud800\ufffd]", "?", t) for t in found] == plain
    finally:
        strings._MEMORY = held


@given(st.lists(st.lists(st.sampled_from(["甲", "13800138000", 5, None]), min_size=1, max_size=6), min_size=1, max_size=30),
       st.integers(40, 200))  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_blocks_of_any_size_lead_back(rows: list[list[Any]], size: int) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    document = Document("a.xlsx", data=saved(book))
    format_ = Xlsx(size)
    parts = [b for b in format_.read(document) if isinstance(b, Block)]
    edits = [
        Edit(b.id, Span(at, at + 11), "Z")
        for b in parts
        for at in range(len(b.text))
        if b.text.startswith("13800138000", at)
    ]
    out = io.BytesIO()
    format_.write(document, edits, out, inner=lambda d: d.data)
    sheet = openpyxl.load_workbook(io.BytesIO(out.getvalue())).active
    wanted = [["Z" if v == "13800138000" else v for v in row] for row in rows]
    found = [[sheet.cell(i + 1, j + 1).value for j in range(len(r))] for i, r in enumerate(rows)]
    assert found == wanted


def test_two_parts_of_one_name_are_refused() -> None:
    out = io.BytesIO(full())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr(SHEET, "<worksheet/>")
    with pytest.raises(UnreadableError, match="damaged"):
        list(formats.read(Document("a.xlsx", data=out.getvalue())))
