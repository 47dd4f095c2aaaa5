"""Workbooks that would take all of memory are told before they do; sparse ones are read."""

from __future__ import annotations

import io
import re
import struct
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest
import xlwt

from menshen import formats
from menshen.errors import EncryptedError, UnreadableError
from menshen.formats.extent import bounded
from menshen.formats.grown import Grown
from menshen.model import Block, Cell, Document
from tests.formats.workbooks import compound, ods, ods_row, unzipped, xls, xlsb, xlsx, zipped

SHEET = "xl/worksheets/sheet1.xml"


def places(data: bytes, name: str = "a.xlsx") -> dict[str, Cell]:
    """Return the places of the values of a workbook."""
    found: dict[str, Cell] = {}
    for block in formats.read(Document(name, data=data)):
        if isinstance(block, Block):
            assert block.layout is not None
            for match in re.finditer("[^\t\n]+", block.text):
                place = block.layout.place(*match.span())
                if isinstance(place, Cell):
                    found[match[0]] = place
    return found


def changed(data: bytes, change: Callable[[bytes], bytes], part: str = SHEET) -> bytes:
    return zipped({n: change(held) if n == part else held for n, held in unzipped(data).items()})


def test_cells_in_opposite_corners_are_read_at_their_places() -> None:
    data = xlsx({"A1": "姓名", "C5": "钟毅", "XFD1048576": "13800138000"})
    started = time.process_time()
    assert places(data) == {
        "姓名": Cell("Sheet", 0, 0), "钟毅": Cell("Sheet", 4, 2),
        "13800138000": Cell("Sheet", 1_048_575, 16_383),
    }  # fmt: skip
    assert time.process_time() - started < 3


def test_one_cell_in_the_last_corner() -> None:
    assert places(xlsx({"XFD1048576": "钟毅"})) == {"钟毅": Cell("Sheet", 1_048_575, 16_383)}


def test_a_note_far_below_a_table_leaves_the_table_as_it_is() -> None:
    cells = {
        "B2": "姓名",
        "C2": "手机",
        "B3": "钟毅",
        "C3": "13800138000",
        "Z1048576": "制表人：宗慧",
    }
    found = places(xlsx(cells, {"A1": "另一张表"}))
    assert found["手机"] == Cell("Sheet", -1, 2)
    assert found["13800138000"] == Cell("Sheet", 0, 2)
    assert found["制表人：宗慧"] == Cell("Sheet", 1_048_573, 25)
    assert found["另一张表"] == Cell("s1", 0, 0)


def test_the_second_of_two_sheets_is_the_sparse_one() -> None:
    found = places(xlsx({"A1": "x1"}, {"A1": "x2", "A2": "y2", "XFD1048576": "z2"}))
    assert found == {"x1": Cell("Sheet", 0, 0), "x2": Cell("s1", 0, 0), "y2": Cell("s1", 1, 0),
                     "z2": Cell("s1", 1_048_575, 16_383)}  # fmt: skip


def test_empty_cells_with_a_style_do_not_count() -> None:
    far = (
        b'<row r="1048576"><c r="XFD1048576" s="1"/><c r="XFE1048576" s="1"></c></row></sheetData>'
    )
    data = changed(xlsx({"A1": "x"}), lambda part: part.replace(b"</sheetData>", far))
    assert places(data) == {"x": Cell("Sheet", 0, 0)}


def test_places_that_go_without_saying() -> None:
    row = b"".join(b'<row><c t="inlineStr"><is><t>v%d</t></is></c></row>' % n for n in range(4000))
    plain = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)
    data = changed(
        xlsx({"A1": "x"}), lambda part: plain.sub(b"<sheetData>" + row + b"</sheetData>", part)
    )
    found = places(data)
    assert len(found) == 4000
    assert found["v3999"] == Cell("Sheet", 3999, 0)
    far = b'<row><c><v>1</v></c></row><row r="1048576">' + b"<c><v>2</v></c>" * 20 + b"</row>"
    data = changed(data, lambda part: plain.sub(b"<sheetData>" + far + b"</sheetData>", part))
    assert places(data)["2"] == Cell("Sheet", 1_048_575, 19)


def test_cells_far_apart_in_a_long_sheet_are_read() -> None:
    row = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 1000))
    row += b'<row r="1000"><c r="XFD1000"><v>2</v></c></row>'
    data = changed(xlsx({"A1": 1}), lambda p: re.sub(rb"<row.*</row>", row, p, flags=re.DOTALL))
    assert places(data)["2"] == Cell("Sheet", 999, 16_383)


@pytest.mark.parametrize(
    "cell",
    [b'<c r="A1" x="><c"><v>1</v></c>', b"<c x='<' r='XFD1048576'><v>1</v></c>", b'<c r="AAAAA1048576"><v>1</v></c>',
     b"<c r=XFD1048576><v>1</v></c>", b'<c t="s"r="XFD1048576"><v>0</v></c>', b'<c r="XFD9999999"><v>1</v></c>'],
)  # fmt: skip
def test_what_is_no_xml_cannot_hide_how_far_it_reaches(cell: bytes) -> None:
    data = changed(xlsx({"A1": 1}), lambda p: p.replace(b"</row>", cell + b"</row>", 1))
    try:
        places(data)
    except UnreadableError:
        return


@pytest.mark.parametrize("between", ["", "<f>A1</f>", "<f/>"])
def test_shared_texts_that_are_named_again_and_again(between: str) -> None:
    parts = dict(unzipped(xlsx({"A1": 1})))
    for count, size in ((20, 32_000), (9000, 32_000)):
        parts["xl/sharedStrings.xml"] = (
            '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si/><si><t>'
            + "长" * size + "</t></si><si><t>短</t></si></sst>"
        ).encode()  # fmt: skip
        cells = "".join(f'<c r="A{n}" t="s">{between}<v>1</v></c>' for n in range(1, count))
        cells += "".join(f'<c r="B{n}" t="s">{between}<v>2</v></c>' for n in range(1, 9000))
        row = f"<row>{cells}</row>".encode()
        parts[SHEET] = re.sub(rb"<row.*</row>", row, parts[SHEET], flags=re.DOTALL)
        if count > 20:
            with pytest.raises(UnreadableError, match="named too often"):
                places(zipped(parts))
        else:
            assert "短" in places(zipped(parts))


def test_a_binary_workbook() -> None:
    data = xlsb({(0, 0): "姓名", (0, 1): "手机", (1, 0): 0, (1, 1): 1}, ("钟毅", "13800138000"))
    assert formats.for_document(Document("a.xlsb", data=data)).id == "sheet"
    assert places(data, "a.xlsb")["13800138000"] == Cell("登记", 0, 1)
    for far in ({(0, 0): "a", (1_048_575, 16_383): "b"}, {(0, 0): "a", (1, (1 << 31) - 1): "b"}):
        with pytest.raises(UnreadableError, match="so far apart"):
            places(xlsb(far), "a.xlsb")
    with pytest.raises(UnreadableError, match="bytes of text"):
        places(xlsb({(n, 0): 0 for n in range(3000)}, ("长" * 60_000,)), "a.xlsb")


def test_an_open_document_that_repeats_is_read_once() -> None:
    data = ods(
        ods_row("姓名", "手机") + ods_row("钟毅", "*16000") + ods_row("*16384", times=1_048_570)
    )
    assert places(data, "a.ods")["钟毅"] == Cell("登记", 0, 0)
    for table, wanted in (
        (ods_row("a*16384", times=1_048_576), {"a": Cell("登记", 0, 0)}),
        (ods_row("a") + ods_row("", times=1_000_000) + ods_row("*16000", "b"),
         {"a": Cell("登记", 0, 0), "b": Cell("登记", 1_000_001, 16_000)}),
        (ods_row("a*4000000000", times=4_000_000_000), {"a": Cell("登记", 0, 0)}),
    ):  # fmt: skip
        assert places(ods(table), "a.ods") == wanted


def test_an_old_workbook() -> None:
    assert places(xls({(0, 0): "姓名", (65_535, 3): "钟毅"}), "a.xls")["钟毅"] == Cell(
        "登记", 65_535, 3
    )
    with pytest.raises(UnreadableError, match="so far apart"):
        places(xls({(0, 0): "a", (65_535, 255): "b"}), "a.xls")


def test_the_sheets_of_an_old_workbook_count_together() -> None:
    book = xlwt.Workbook()
    for number in range(3):
        sheet = book.add_sheet(str(number))
        sheet.write(0, 0, "a")
        sheet.write(65_535, 60, "b")
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(UnreadableError, match="so far apart"):
        places(out.getvalue(), "a.xls")


def record(kind: int, payload: bytes) -> bytes:
    return struct.pack("<HH", kind, len(payload)) + payload


def stream(count: int, text: bytes, more: bytes = b"", name: int = 0) -> bytes:
    """Return the stream of an xls file whose cells all name one of its shared texts."""
    begin, end = record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)), record(0x0A, b"")
    sst = record(0xFC, struct.pack("<II", 1, 1) + text) + more
    sheet = record(0x85, struct.pack("<IBBBB", 0, 0, 0, 1, 0) + b"a")
    sheet = record(0x85, struct.pack("<I", len(begin + sheet + sst + end)) + sheet[8:])
    cells = b"".join(record(0xFD, struct.pack("<HHHI", n, 0, 0, name)) for n in range(count))
    return begin + sheet + sst + end + begin + cells + end


@pytest.mark.parametrize("wide", [0, 1])
@pytest.mark.parametrize("head", [b"", b"\x05\0" + b"r" * 0, b"e"])
def test_the_shared_texts_of_an_old_workbook(wide: int, head: bytes) -> None:
    size = 30_000
    flags = wide | (8 if head.startswith(b"\x05") else 0)
    letters = b"a\0" * size if wide else b"a" * size
    text = struct.pack("<HB", size, flags) + (b"\x02\0" if flags & 8 else b"") + letters
    first, rest = text[:8000], text[8000:]
    more = b""
    while rest:
        more += record(0x3C, bytes((wide,)) + rest[:8000])
        rest = rest[8000:]
    more += record(0x3C, bytes(8)) if flags & 8 else b""
    for count, raises in ((100, False), (5000, True)):
        data = compound({"Workbook": stream(count, first, more)})
        if raises:
            with pytest.raises(UnreadableError, match="bytes of text"):
                bounded(data)
        else:
            bounded(data)


def test_a_password_in_an_old_workbook() -> None:
    data = compound({"Workbook": record(0x0809, bytes(16)) + record(0x2F, bytes(54))})
    with pytest.raises(EncryptedError, match="save it without one"):
        places(data, "a.xls")


def test_sheets_that_lie_on_each_other_are_damaged() -> None:
    cells = b"".join(record(0xFD, struct.pack("<HHHI", n, 0, 0, 0)) for n in range(5000))
    starts = b"".join(record(0x85, struct.pack("<I", n * 14) + bytes(4)) for n in range(3000))
    with pytest.raises(UnreadableError, match="damaged"):
        bounded(compound({"Workbook": starts + record(0x0A, b"") + cells + record(0x0A, b"")}))


def test_an_entry_that_unpacks_to_more_than_it_says() -> None:
    data = xlsx({"A1": "钟毅"})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        said = archive.getinfo(SHEET).file_size
    lie = data.replace(struct.pack("<I", said), struct.pack("<I", said - 60))
    assert lie != data
    with pytest.raises(UnreadableError):
        places(lie)


@pytest.mark.parametrize(
    "piece", [b"<c/>", b"<row/>", b"<row><c/></row>", b"<c><v>1</v></c>", b"<c r='A1'/>", b" ", b"<!--x-->", b"<row><c t='s'><v>0</v></c></row>"]
)  # fmt: skip
def test_hostile_sheets_cost_linear_time(piece: bytes) -> None:
    data = changed(
        xlsx({"A1": 1}),
        lambda p: re.sub(rb"<row.*</row>", piece * ((2 << 20) // len(piece)), p, flags=re.DOTALL),
    )
    started = time.process_time()
    with suppress(UnreadableError):
        places(zipped(unzipped(data), stored=True))
    assert time.process_time() - started < 10


def test_an_extent_counts_what_is_added() -> None:
    one, two = Grown(), Grown()
    assert one.places == 0
    one.add(5, 2, 3)
    one.add(1, 3, 3, rows=2)
    assert (one.places, one.columns) == (10, 4)
    two.add(0, 0, 0, said=7)
    two.join(one)
    assert (two.places, two.text) == (11, 7)
