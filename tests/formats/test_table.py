"""Tables: every cell's place is the one the csv module gives."""

from __future__ import annotations

import csv
import io
from typing import cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from menshen.formats.rows import Dialect, Rows, fields
from menshen.formats.table import FORMAT, Table, dialect
from menshen.model import Block, Cell, Document, Grid, Remark

HEADER = ["姓名", "手机号", "备注"]
CELLS = st.text('a1张,;"\n\t ', max_size=12)
ROWS = st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=12)


def blocks_of(data: bytes, uri: str = "t.csv", size: int = 1 << 16) -> list[Block]:
    items = Table(size).read(Document(uri, data=data))
    return [item for item in items if isinstance(item, Block)]


def grid_of(block: Block) -> Grid:
    assert isinstance(block.layout, Grid)
    return block.layout


def written(
    rows: list[list[str]], delimiter: str = ",", *, end: str = "\n", quote: bool = True
) -> str:
    out = io.StringIO()
    assert (csv.QUOTE_MINIMAL, csv.QUOTE_ALL) == (0, 1)
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=1 if quote else 0)
    writer.writerows(rows)
    return out.getvalue()


def cells_of(blocks: list[Block]) -> dict[tuple[int, int], str]:
    """Collect the text of every cell by asking for the place of every character."""
    found: dict[tuple[int, int], str] = {}
    for block in blocks:
        grid = grid_of(block)
        for at in range(*(block.core or (0, len(block.text)))):
            place = grid.place(at, at + 1)
            assert isinstance(place, Cell)
            span = grid.cell(at)
            if span is not None and span.start <= at < span.end:
                where = (place.row, place.column)
                found[where] = found.get(where, "") + block.text[at]
    return {where: text.replace('""', '"') for where, text in found.items()}


@given(ROWS, st.integers(200, 400), st.sampled_from([",", ";", "\t", "|"]), st.booleans())
@example([["a", "b"], ["1\n", '"']], 200, ",", True)
def test_cells_are_those_of_the_csv_module(
    rows: list[list[str]], size: int, delimiter: str, quote: bool
) -> None:
    text = f"sep={delimiter}\n" + written(rows, delimiter, quote=quote)
    blocks = blocks_of(text.encode(), size=size)
    first = -1 if grid_of(blocks[0]).names else 0
    expected = {
        (row + first, column): value
        for row, cells in enumerate(r for r in rows if r != [""])
        for column, value in enumerate(cells)
        if value
    }
    assert "".join(b.text for b in blocks) == text
    assert cells_of(blocks) == expected


@given(st.text('a,"\n\r1', max_size=300), st.integers(5, 60))
@example('"' + ",a" * 40, 20)
@example('a,"' + "b" * 70 + '\n"c",d', 30)
def test_any_text_is_tiled_and_every_position_has_a_place(text: str, size: int) -> None:
    blocks = blocks_of(text.encode(), size=size)
    cores = [b.text[slice(*(b.core or (0, len(b.text))))] for b in blocks]
    assert "".join(cores) == text
    last = -1
    for block in blocks:
        assert 0 < len(block.text) <= size
        grid = grid_of(block)
        assert all(count >= 0 for count in grid.filled())
        for at in range(*(block.core or (0, len(block.text)))):
            row = cast("Cell", grid.place(at, at + 1)).row
            assert row >= last
            last = row
            grid.cell(at)
            assert grid.record(at) == (row if row >= 0 else None)


@given(st.lists(st.lists(st.text("a1张", max_size=3), min_size=3, max_size=3), max_size=20))
def test_filled_counts_the_cells_below_the_header(rows: list[list[str]]) -> None:
    for quote in (False, True):
        text = written([HEADER, *rows], quote=quote)
        grids = [grid_of(b) for b in blocks_of(text.encode(), size=128)]
        assert grids[0].names == tuple(HEADER)
        totals = [sum(column) for column in zip(*(g.filled() for g in grids), strict=True)]
        assert totals == [sum(bool(row[i]) for row in rows) for i in range(3)]


def test_labels_and_records_name_header_and_row() -> None:
    text = "\ufeff姓名,手机号\r\n张三,13800138000\r\n\r\n李四,13900139000\r\n"
    (block,) = blocks_of(text.encode(), "客户/名单.csv")
    at = block.text.index("139")
    assert grid_of(block).place(at, at + 11) == Cell("名单", 1, 1)
    assert grid_of(block).labels(at) == ("手机号",)
    assert grid_of(block).record(at) == 1
    assert block.text[slice(*(grid_of(block).cell(at) or (0, 0)))] == "13900139000"
    assert grid_of(block).place(3, 4) == Cell("名单", -1, 1)
    assert grid_of(block).labels(3) == ()
    assert grid_of(block).record(3) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("姓名,手机号\n张三,13800138000\n", ("姓名", "手机号")),
        ("name,city\n张三,北京\n", ("name", "city")),
        ('"编 号","金额(元)"\n1,2.5\n', ("编 号", "金额(元)")),
        ("姓名,1月,2月\n张三,5,6\n", ("姓名", "1月", "2月")),
        ("张三,13800138000\n李四,13900139000\n", ()),
        ("1,2\n3,4\n", ()),
        ("张三,张三\n李四,1\n", ()),
        ("a@b.cn,北京\nc@d.cn,上海\n", ()),
        ("", ()),
    ],
)
def test_a_header_is_told_from_data(text: str, names: tuple[str, ...]) -> None:
    assert dialect(text, "t").names == names


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    rows = [["姓名", "备注", "金额"], ["张三", "来电,回电", "1;2"], ["李四", "a|b", "3\t4"]]
    assert dialect(written(rows, delimiter), "t").delimiter == delimiter
    assert dialect(f"sep={delimiter}\r\na{delimiter}b", "t").delimiter == delimiter


def test_a_quote_that_never_closes_takes_only_its_own_line() -> None:
    text = '姓名,电话\n张三,"138\n' + "李四,13900139000\n" * 20_000
    blocks = blocks_of(text.encode())
    assert "".join(b.text for b in blocks) == text
    last = blocks[-1]
    at = last.text.rindex("139")
    assert grid_of(last).place(at, at + 1) == Cell("t", 20_000, 1)


def test_a_row_longer_than_a_block_keeps_row_and_column() -> None:
    text = "a,b,c\n1,2,3\n甲," + "x" * 150_000 + ",13800138000\n4,5,6\n"
    blocks = blocks_of(text.encode())
    assert max(len(b.text) for b in blocks) <= 1 << 16
    found = [
        grid_of(b).place(b.text.index("138001"), 0)
        for b in blocks
        if "138001" in b.text[slice(*(b.core or (0, len(b.text))))]
    ]
    first = 1 if grid_of(blocks[0]).names else 2
    assert found == [Cell("t", first, 2)]
    assert grid_of(blocks[-1]).place(len(blocks[-1].text) - 2, 0) == Cell("t", first + 1, 2)


def test_claims_go_by_name_and_by_very_regular_content() -> None:
    regular = "张三;13800138000;女\n".encode() * 6
    assert FORMAT.claims(Document("a.CSV"), b"x")
    assert FORMAT.claims(Document("-"), regular)
    assert not FORMAT.claims(Document("a.txt"), regular)
    assert not FORMAT.claims(Document("-"), "你好，世界。\n".encode() * 6)
    assert not FORMAT.claims(Document("-"), b"a,b\na,b,c\n" * 6)
    assert not FORMAT.claims(Document("-"), b"a,b\n" * 3)
    assert not FORMAT.claims(Document("a.csv"), b"\x00\x01\x02\x03")


def test_charsets_and_wrong_bytes_are_as_in_any_text() -> None:
    raw = "姓名,手机号\n张三,13800138000\n".encode("gb18030") * 3 + b"\xff"
    *blocks, remark = FORMAT.read(Document("a.csv", data=raw))
    assert isinstance(remark, Remark)
    assert isinstance(blocks[0], Block)
    assert grid_of(blocks[0]).names == ("姓名", "手机号")


def test_fields_of_one_row() -> None:
    assert [v for _, v in fields('"a""b"c,', 0, ",")] == [(1, 5), (8, 8)]
    assert [w for w, _ in fields('"a', 0, ",")] == [(0, 2)]
    assert Rows("", Dialect(",", "t"), 0).filled() == ()


def test_rows_are_the_values_below_the_header() -> None:
    (block,) = blocks_of('姓名,电话\n张三,"1,3"\n\n李四,\n'.encode())
    rows = [[block.text[s:e] for s, e in row] for row in grid_of(block).rows()]
    assert rows == [["张三", "1,3"], ["李四", ""]]


def test_the_text_after_a_long_row_stays_out_of_its_last_piece() -> None:
    for length in range(60, 130):
        text = "a,b\n1,2\n" + "x" * length + ",13\n" + "4,5\n" * 3
        blocks = blocks_of(text.encode(), size=40)
        at = len(blocks[-1].text) - 2
        assert grid_of(blocks[-1]).place(at, at + 1) == Cell(
            "t", 4 if grid_of(blocks[0]).names else 5, 1
        )
