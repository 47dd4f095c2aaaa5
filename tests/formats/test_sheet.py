"""Workbooks: every sheet and cell comes out at its place, and what cannot be read says why."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

import menshen
from menshen import formats
from menshen.columns import seen
from menshen.errors import EncryptedError, MenshenError, UnreadableError
from menshen.formats.sheet import Sheet
from menshen.formats.xlsx import Xlsx
from menshen.model import Block, Cell, Document, Grid, Remark
from menshen.report.words import translated
from tests.formats.workbooks import encrypted, xlsb
from tests.formats.workbooks import ods as other_ods

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ID = "11010519491231002X"
ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="登记"><table:table-row>'
    '<table:table-cell office:value-type="string"><text:p>姓名</text:p></table:table-cell>'
    '<table:table-cell office:value-type="string"><text:p>手机</text:p></table:table-cell>'
    "</table:table-row><table:table-row>"
    '<table:table-cell office:value-type="string"><text:p>钟毅</text:p></table:table-cell>'
    '<table:table-cell office:value-type="string"><text:p>13800138000</text:p></table:table-cell>'
    "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
)


MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)


def xlsx(sheets: Mapping[str, Sequence[Sequence[Any]]], hidden: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "veryHidden" if name == "very" else "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    return out.getvalue()


def read(data: bytes, name: str = "a.xlsx") -> tuple[list[Block], list[Remark]]:
    parts = list(formats.read(Document(name, data=data)))
    blocks = [p for p in parts if isinstance(p, Block) and isinstance(p.layout, Grid)]
    return blocks, [p for p in parts if isinstance(p, Remark)]


def places(data: bytes, name: str = "a.xlsx") -> dict[str, Cell]:
    """Return the place of every value of a workbook, asked at its own position."""
    found: dict[str, Cell] = {}
    for block in read(data, name)[0]:
        at = 0
        for piece in block.text.replace("\n", "\t").split("\t"):
            if piece:
                assert block.layout is not None
                place = block.layout.place(at, at + len(piece))
                assert isinstance(place, Cell)
                found[piece] = place
            at += len(piece) + 1
    return found


def test_every_sheet_is_a_table_with_its_places() -> None:
    data = xlsx({"一": [["姓名", "手机"], ["钟毅", "13800138000"]], "二": [["工号"], ["A1"]]})
    found = places(data)
    assert found["姓名"] == Cell("一", -1, 0)
    assert found["钟毅"] == Cell("一", 0, 0)
    assert found["13800138000"] == Cell("一", 0, 1)
    assert found["A1"].table == "二"


def test_hidden_sheets_are_read_and_told() -> None:
    sheets: dict[str, list[list[Any]]] = {"a": [["x"]], "工资": [["姓名"]], "very": [["y"]]}
    data = xlsx(sheets, hidden=("工资", "very"))
    blocks, remarks = read(data)
    assert "姓名" in "".join(b.text for b in blocks)
    assert [r.kind for r in remarks] == ["hidden_sheet", "hidden_sheet"]
    assert "'工资' is hidden" in remarks[0].note


def test_a_title_above_the_header_is_text_and_rows_count_from_the_header() -> None:
    rows: list[list[Any]] = [
        ["员工登记表", None, None],
        [None, None, None],
        ["姓名", "手机", "部门"],
        ["钟毅", "13800138000", "后勤"],
    ]
    found = places(xlsx({"a": rows}))
    assert found["员工登记表"] == Cell("a", -3, 0)
    assert found["手机"] == Cell("a", -1, 1)
    assert found["后勤"] == Cell("a", 0, 2)


def test_empty_rows_and_columns_keep_the_sheets_own_numbers() -> None:
    rows: list[list[Any]] = [
        [None],
        [None],
        [None, "姓名", "手机"],
        [None, "钟毅", "1"],
        [None],
        [None, "宗慧", "2"],
    ]
    found = places(xlsx({"a": rows}))
    assert found["钟毅"] == Cell("a", 0, 1)
    assert found["宗慧"] == Cell("a", 2, 1)


def test_labels_records_and_columns() -> None:
    rows: list[list[Any]] = [["姓名", "手机"], ["钟毅", "13800138000"], ["宗慧", "13900139000"]]
    data = xlsx({"a": rows})
    (block,) = read(data)[0]
    grid = block.layout
    assert isinstance(grid, Grid)
    at = block.text.index("13900139000")
    assert grid.labels(at) == ("手机",)
    assert grid.record(at) == 1
    assert grid.filled() == (2, 2)
    shown = seen(block, [])
    assert shown is not None
    assert shown.names == ("姓名", "手机")


def test_values_are_written_as_people_read_them() -> None:
    row = [13800138000, 1.5, True, date(1990, 5, 1), datetime(2024, 1, 2, 3, 4), "a\tb\nc"]
    text = "".join(b.text for b in read(xlsx({"a": [row]}))[0])
    assert text == "13800138000\t1.5\tTRUE\t1990-05-01\t2024-01-02 03:04:00\ta\tb\nc\n"


def test_numbers_that_lost_digits_are_told_with_their_column() -> None:
    long = 110105194912310021
    _, (remark,) = read(xlsx({"a": [[long, 1]]}))
    assert remark.kind == "lost_digits"
    assert remark.note == "sheet 'a', column A: 1 cell holds a number of more than 15 digits; the last digits are lost"  # fmt: skip
    rows: list[list[Any]] = [
        ["姓名", "身份证号", "卡号"],
        ["钟毅", long, long],
        ["宗慧", long, "1"],
    ]
    _, remarks = read(xlsx({"花名册": rows}))
    assert [r.note.partition(" of ")[0] for r in remarks] == [
        "sheet '花名册', column B (身份证号): 2 cells hold numbers",
        "sheet '花名册', column C (卡号): 1 cell holds a number",
    ]
    assert translated(remarks[0].note, "zh") == (
        "工作表 '花名册'，B (身份证号) 列：有 2 格的数字超过 15 位，末几位已丢失"
    )
    assert not any("1101" in r.note for r in remarks)
    _, remarks = read(xlsx({"a": [[long] * 30]}))
    assert len(remarks) == 21
    assert "10 more columns" in remarks[-1].note


@given(
    st.lists(
        st.lists(st.text("张电0 1a", min_size=0, max_size=5).map(str.strip), min_size=1, max_size=4),
        min_size=1, max_size=6,
    )
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_every_cell_comes_out_at_its_place(rows: list[list[str]]) -> None:
    blocks, _ = read(xlsx({"a": [[f"'{v}" for v in r] for r in rows]}))
    wanted = {(i, j): f"'{v}" for i, r in enumerate(rows) for j, v in enumerate(r)}
    found: dict[tuple[int, int], str] = {}
    first = 0
    for block in blocks:
        grid = block.layout
        assert isinstance(grid, Grid)
        for at in range(len(block.text)):
            cell, place = grid.cell(at), grid.place(at, at + 1)
            assert isinstance(place, Cell)
            first = min(first, place.row)
            if cell is not None and cell.end > cell.start:
                found[place.row, place.column] = block.text[slice(*cell)]
    assert {(r - first, c): v for (r, c), v in found.items()} == wanted


def test_long_sheets_come_in_blocks_that_tile_the_rows() -> None:
    rows = [["姓名", "手机"], *[["钟毅", f"1380013{n:04}"] for n in range(500)]]
    document = Document("a.xlsx", data=xlsx({"a": rows}))
    blocks = [
        p
        for p in Xlsx(size=1000).read(document)
        if isinstance(p, Block) and isinstance(p.layout, Grid)
    ]
    assert len(blocks) > 5
    assert max(len(b.text) for b in blocks) <= 1000
    text = "".join(b.text for b in blocks)
    assert text == "".join("\t".join(r) + "\n" for r in rows)
    assert [b.ordinal for b in blocks] == list(range(len(blocks)))


def test_old_workbooks() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("登记")
    for i, row in enumerate([["姓名", "手机"], ["钟毅", "13800138000"]]):
        for j, value in enumerate(row):
            sheet.write(i, j, value)
    out = io.BytesIO()
    book.save(out)
    assert places(out.getvalue(), "a.xls")["钟毅"] == Cell("登记", 0, 0)


def test_open_document_workbooks() -> None:
    assert places(ods(), "a.ods")["13800138000"] == Cell("登记", 0, 1)


def test_a_workbook_is_known_without_its_name() -> None:
    assert formats.for_document(Document("-", data=ods())).id == "odf"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", encrypted()),
        ("a.xlsb", encrypted()),
        ("a.et", encrypted()),
        ("-", encrypted()),
        ("a.ods", other_ods("", "<manifest:file-entry manifest:full-path='content.xml'><manifest:encryption-data/>"
                             "</manifest:file-entry>")),
    ],
)  # fmt: skip
def test_a_password_is_an_error_that_says_what_helps(name: str, data: bytes) -> None:
    assert formats.for_document(Document(name, data=data)).id in {"sheet", "odf"}
    with pytest.raises(EncryptedError, match="save it without one") as caught:
        read(data, name)
    assert (
        translated(
            str(caught.value)
            .replace("document", "workbook")
            .replace("its program", "Excel or WPS"),
            "zh",
        )
        == "工作簿设有密码，请用 Excel 或 WPS 打开，取消密码后另存"
    )


def test_a_password_is_a_failure_in_the_report(tmp_path: Path) -> None:
    (tmp_path / "a.xlsb").write_bytes(encrypted())
    report = menshen.scan(tmp_path)
    assert [f.error for f in report.failures] == ["EncryptedError"]
    assert not report.documents


def test_an_archive_with_a_password_is_one_too() -> None:
    data = bytearray(xlsx({"a": [["姓名"]]}))
    for at in range(len(data)):
        if bytes(data[at : at + 4]) in (b"PK\x01\x02", b"PK\x03\x04"):
            data[at + (8 if data[at + 2] == 1 else 6)] |= 1
    with pytest.raises(EncryptedError):
        read(bytes(data))


def test_a_panic_of_the_library_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    import python_calamine

    panic = type("PanicException", (BaseException,), {})

    class Broken:
        @staticmethod
        def from_filelike(_: object) -> None:
            raise panic

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Broken)
    with pytest.raises(UnreadableError, match="damaged"):
        list(Sheet().read(Document("a.xlsb", data=xlsb({(0, 0): "x"}))))


def test_messages_have_their_chinese() -> None:
    for reason in (
        "this workbook is damaged: open it and save it anew",
        "this workbook of 100 bytes would unpack to 10000: save its sheets as CSV",
        "the cells of this workbook would hold 9 bytes of text: save its sheets as CSV",
        "sheet 'a' is hidden",
    ):
        assert translated(reason, "zh") != reason


def test_what_would_unpack_to_too_much_is_refused_before_it_is() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 30_000_000)
    with pytest.raises(UnreadableError, match="would unpack to"):
        read(out.getvalue())


@pytest.mark.parametrize("packed", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_no_program_packs_like_this_is_damaged(packed: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(UnreadableError, match="damaged"):
        read(out.getvalue())


@pytest.mark.parametrize("cut", [4, 50, 400, 2000])
def test_damaged_workbooks_are_errors(cut: int) -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        read(xlsx({"a": [["姓名"] * 40] * 40})[:cut] + b"\0" * 10)


@given(st.binary(max_size=300), st.sampled_from([b"PK\x03\x04", OLE]), st.integers(0, 4000))
@settings(max_examples=150, deadline=None)
def test_arbitrary_bytes_are_read_or_refused(noise: bytes, magic: bytes, at: int) -> None:
    whole = xlsx({"a": [["姓名", "手机"], ["钟毅", "1"]]})
    for data in (magic + noise, whole[:at] + noise + whole[at + len(noise) :]):
        try:
            read(data)
        except MenshenError:
            continue


def test_a_scan_finds_people_in_a_workbook(tmp_path: Any) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx({"a": [["姓名", "身份证号"], ["钟毅", ID]]}))
    report = menshen.scan(path)
    assert {f.type.id for f in report.findings} >= {"person_name", "resident_id_number"}
    assert [c.type for c in report.tables[0].columns] == ["person_name", "resident_id_number"]
    assert len(report.people) == 1
