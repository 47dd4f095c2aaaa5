"""Parquet: rows with their columns, written back with the same schema."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from menshen.errors import MenshenError, UnreadableError, UnsupportedFormatError
from menshen.model import Cell, Document, Grid
from tests.formats.written import blocks, text_of, unchanged, written

MOBILE = r"138001380\d\d"


def saved(table: Any, **options: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()


def full() -> bytes:
    fields = [
        pa.field("姓名", pa.string()), pa.field("手机", pa.string()), pa.field("n", pa.int64()),
        pa.field("d", pa.dictionary(pa.int32(), pa.string())), pa.field("l", pa.list_(pa.string())),
        pa.field("s", pa.struct([("t", pa.string())])),
    ]  # fmt: skip
    rows = {
        "姓名": ["钟毅", "宗慧", None], "手机": ["13800138001", None, "x"], "n": [13800138002, 5, None],
        "d": ["13800138003", "a", "a"], "l": [["13800138004"], [], None],
        "s": [{"t": "13800138005"}, None, {"t": None}],
    }  # fmt: skip
    schema = pa.schema(fields, metadata={"联系": "13800138006"})
    return saved(pa.table(rows, schema=schema), row_group_size=2, compression="zstd")


def test_every_place_is_read_and_emptied() -> None:
    document = Document("名单.parquet", data=full())
    text = text_of(document)
    for number in range(1, 7):
        assert f"1380013800{number}" in text, number
    data = written(document, MOBILE)
    assert "1380013" not in text_of(Document("a.parquet", data=data))
    table = pq.read_table(io.BytesIO(data))
    assert table.column("手机").to_pylist() == ["〔略〕", None, "x"]
    assert table.column("n").to_pylist() == [None, 5, None]
    assert table.column("l").to_pylist() == [["〔略〕"], [], None]
    assert table.column("s").to_pylist() == [{"t": "〔略〕"}, None, {"t": None}]
    assert table.schema.equals(pq.read_table(io.BytesIO(full())).schema)
    told = pq.ParquetFile(io.BytesIO(data)).metadata
    assert told.num_row_groups == 2
    assert told.row_group(0).column(0).compression == "ZSTD"


def test_columns_and_places() -> None:
    block = next(
        b for b in blocks(Document("x/名单.parquet", data=full())) if "13800138001" in b.text
    )
    assert isinstance(block.layout, Grid)
    at = block.text.index("13800138001")
    assert block.labels(at) == ("手机",)
    assert block.layout.place(at, at + 1) == Cell("名单", 0, 1)


def test_a_number_stays_one_where_the_new_one_is() -> None:
    data = written(Document("a.parquet", data=full()), "13800138002", "13900139000")
    assert pq.read_table(io.BytesIO(data)).column("n").to_pylist()[0] == 13900139000


def test_a_column_without_nulls_that_cannot_hold_the_value_is_an_error() -> None:
    schema = pa.schema([pa.field("n", pa.int64(), nullable=False)])
    data = saved(pa.table({"n": [13800138000]}, schema=schema))
    with pytest.raises(UnreadableError, match="takes no null"):
        written(Document("a.parquet", data=data), MOBILE)


def test_without_edits_nothing_changes() -> None:
    assert unchanged(Document("a.parquet", data=full())) == full()


def test_many_rows_lead_back() -> None:
    values = [f"13900{n:06}" for n in range(5000)]
    values[4321] = "13800138000"
    data = saved(pa.table({"手机": values}), row_group_size=1500)
    after = pq.read_table(io.BytesIO(written(Document("a.parquet", data=data), MOBILE)))
    values[4321] = "〔略〕"
    assert after.column("手机").to_pylist() == values


@pytest.mark.parametrize("cut", [10, 200, -20, -1])
def test_damaged_files_are_errors(cut: int) -> None:
    with pytest.raises(UnreadableError):
        text_of(Document("a.parquet", data=full()[:cut]))


@pytest.mark.parametrize("seed", range(30))
def test_changed_files_are_read_or_errors(seed: int) -> None:
    import random

    draw, data = random.Random(seed), bytearray(full())
    for _ in range(draw.randint(1, 20)):
        data[draw.randrange(4, len(data))] = draw.randrange(256)
    with suppress(MenshenError):
        text_of(Document("a.parquet", data=bytes(data)))


def test_without_its_package_it_says_what_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UnsupportedFormatError, match=r"menshen\[table\]"):
        text_of(Document("a.parquet", data=full()))
