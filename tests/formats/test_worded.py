"""Replacements in JSON, SQL and tables stay valid whatever they hold."""

from __future__ import annotations

import csv
import io
import json
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen import formats
from menshen.edits import Edit
from menshen.model import Block, Document, Span

NASTY = st.text("a1'\"\\,;\t\n|{}：〔〕张é", max_size=12)


def replaced(name: str, text: str, value: str, new: str) -> str:
    document, out = Document(name, data=text.encode()), io.BytesIO()
    format_ = formats.for_document(document)
    edits = [
        Edit(b.id, Span(at, at + len(value)), new)
        for b in format_.read(document)
        if isinstance(b, Block)
        for at in [b.text.find(value)]
        if at >= 0
    ]
    format_.write(document, edits, out, inner=lambda d: d.data)  # type: ignore[attr-defined]
    return out.getvalue().decode()


@given(NASTY)
def test_json_strings_hold_it(new: str) -> None:
    done = json.loads(
        replaced("a.json", '{"a": "x 13800138000 y", "b": [1, 2.5]}', "13800138000", new)
    )
    assert done["b"] == [1, 2.5]
    assert done["a"].startswith("x ")
    assert done["a"].endswith(" y")


@given(NASTY)
def test_json_numbers_become_strings_when_they_must(new: str) -> None:
    done = json.loads(replaced("a.json", '{"a": 13800138000, "b": 1}', "13800138000", new))
    assert done["b"] == 1
    assert isinstance(done["a"], str | int | float)


def test_json_numbers_stay_numbers() -> None:
    assert (
        replaced("a.json", '{"a": 13800138000}', "13800138000", "13912345678")
        == '{"a": 13912345678}'
    )
    assert replaced("a.json", '{"a": 13800138000}', "13800138000", "0139") == '{"a": "0139"}'


def test_ascii_json_stays_ascii() -> None:
    done = replaced("a.json", '{"a": "\\u5f20\\u4e09 138"}', "\\u5f20\\u4e09", "李四")
    assert done == '{"a": "\\u674e\\u56db 138"}'


@given(NASTY)
def test_sql_rows_hold_it(new: str) -> None:
    text = "INSERT INTO t VALUES (1,'x 张三丰 y',13800138000);\n"
    done = replaced("a.sql", replaced("a.sql", text, "张三丰", new), "13800138000", new)
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE t (a, b, c)")
    base.executescript(done)
    (row,) = base.execute("SELECT * FROM t").fetchall()
    assert row[0] == 1
    assert row[1].startswith("x ")
    assert row[1].endswith(" y")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@given(new=NASTY)
def test_tables_keep_their_cells(delimiter: str, new: str) -> None:
    name = {"\t": "a.tsv", "|": "a.psv"}.get(delimiter, "a.csv")
    text = delimiter.join(["姓名", "电话", "备注"]) + "\r\n"
    text += delimiter.join(["张三丰", "13800138000", '"a ""b"" 13900139000"']) + "\r\n"
    for value in ("13800138000", "13900139000"):
        done = replaced(name, text, value, new)
        rows = list(csv.reader(io.StringIO(done, newline=""), delimiter=delimiter))
        assert [len(row) for row in rows] == [3, 3]
        assert rows[0] == ["姓名", "电话", "备注"]
        assert rows[1][0] == "张三丰"
