"""SQL: rows are what the databases say they are; every offset is one of the file."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from menshen.formats.schema import Schema
from menshen.formats.sql import FORMAT, Sql
from menshen.formats.tuples import State, advance, unescaped
from menshen.model import Block, Cell, Document, Grid, Lines, Remark, columns_of

DUMPS = Path(__file__).with_name("dumps")
NOTE = "it's 'quoted', 100%\r\n第二行\t制表 \\ 反斜杠；)"
GUESTS = [
    ["1", "张伟", "13800138000", "11010519900307721X", NOTE],
    ["2", "欧阳娜娜", "", "310104198506124527", ""],
    ["3", "O'Neil", "15011112222", "440305197711230030", "a);INSERT INTO x VALUES (1);--"],
]
ORDERS = [
    ["1", "13900139000", "10.50", "2024-01-02 03:04:05"],
    ["2", "18600186000", "-3.00", ""],
]
TEXT = st.text("ab张13 ,;()'\"\\\n\t-", max_size=12)


def read(data: bytes | str, size: int = 1 << 16) -> tuple[list[Block], list[str]]:
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    items = list(Sql(size).read(Document("a.sql", data=raw)))
    return [i for i in items if isinstance(i, Block)], [
        i.kind for i in items if isinstance(i, Remark)
    ]


def tiled(blocks: list[Block]) -> str:
    return "".join(b.text[slice(*(b.core or (0, len(b.text))))] for b in blocks)


def tables(blocks: list[Block]) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for block in blocks:
        if isinstance(block.layout, Grid):
            rows = [[block.text[s.start : s.end] for s in row] for row in block.layout.rows()]
            found.setdefault(block.layout.table, []).extend(rows)
    return found


def same(seen: str, meant: str) -> bool:
    """Say whether a value is the one that is meant, but for what its escapes leave behind."""
    return "".join(seen.replace("''", "'").split()) == "".join(meant.split())


def agree(seen: list[list[str]], meant: list[list[str]]) -> bool:
    return len(seen) == len(meant) and all(
        all(map(same, one, other)) for one, other in zip(seen, meant, strict=True)
    )


@pytest.mark.parametrize("path", sorted(DUMPS.glob("*.sql")), ids=lambda p: p.stem)
def test_dumps_of_servers_hold_the_rows_that_were_put_in(path: Path) -> None:
    blocks, remarks = read(path.read_bytes())
    assert remarks == (["wrong_bytes"] if path.stem == "mariadb-single" else [])
    found = tables(blocks)
    assert agree([row[:5] for row in found["住客"]], GUESTS)
    assert agree(found["orders"], ORDERS)
    (guests,) = (b for b in blocks if isinstance(b.layout, Grid) and b.layout.table == "住客")
    assert isinstance(guests.layout, Grid)
    assert guests.layout.names == ("id", "xm", "sjh", "zjh", "bz", "pic")
    aliases = columns_of(guests.layout)
    assert aliases[2:4] == (("sjh", "手机号码"), ("zjh", "身份证号"))
    at = guests.text.index("13800138000")
    assert guests.layout.place(at, at + 11) == Cell("住客", 0, 2)
    assert guests.labels(at) == ("sjh", "手机号码")
    assert guests.layout.filled()[:4] == (3, 3, 2, 3)


def run(*command: str, text: str = "") -> str | None:
    """Return what a client says, or None when there is no client or no server."""
    if shutil.which(command[0]) is None:
        return None
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else None


PSQL = ("-q", "-U", "postgres", "-h", "127.0.0.1")
SCHEMA = """create table "门诊" (id int, xm varchar(40), bz varchar(200));
insert into "门诊" values (1, '张伟', 'a
b'), (2, 'O''Neil', null);"""


@pytest.mark.parametrize("options", [[], ["--inserts"], ["--column-inserts"]], ids=str)
def test_a_live_postgresql_dump(options: list[str]) -> None:
    name = "menshen_live_test"
    run("psql", *PSQL, "-c", f"drop database if exists {name}")
    if run("psql", *PSQL, "-c", f"create database {name}") is None:
        pytest.skip("no PostgreSQL server on 127.0.0.1 that trusts the user postgres")
    try:
        assert run("psql", *PSQL, "-d", name, text=SCHEMA) is not None
        dump = run("pg_dump", *PSQL[1:], *options, name)
    finally:
        run("psql", *PSQL, "-c", f"drop database {name}")
    assert dump
    meant = [["1", "张伟", "a\nb"], ["2", "O'Neil", ""]]
    assert agree(tables(read(dump)[0])["门诊"], meant)


@pytest.mark.parametrize("options", [[], ["--skip-extended-insert", "-c"]], ids=str)
def test_a_live_mariadb_dump(options: list[str]) -> None:
    name = "menshen_live_test"
    head = f"drop database if exists {name}; create database {name} charset utf8mb4; use {name};"
    if run("mariadb", "-uroot", text=head + SCHEMA.replace('"', "`")) is None:
        pytest.skip("no MariaDB server that lets root in without a password")
    try:
        dump = run("mysqldump", "-uroot", *options, name)
    finally:
        run("mariadb", "-uroot", text=f"drop database {name}")
    assert dump
    meant = [["1", "张伟", "a\nb"], ["2", "O'Neil", ""]]
    assert agree(tables(read(dump)[0])["门诊"], meant)


@given(
    st.lists(st.tuples(st.integers(-9, 9**9), TEXT, TEXT), min_size=1, max_size=8),
    st.integers(64, 300),
)
@example([(1, "\\", "'"), (2, "a');", "(")], 64)
def test_sqlite_dumps_come_back(rows: list[tuple[int, str, str]], size: int) -> None:
    with sqlite3.connect(":memory:") as base:
        base.execute('create table "表 a" (id int, "b" text, c text)')
        base.executemany('insert into "表 a" values (?,?,?)', rows)
        dump = "\n".join(["PRAGMA foreign_keys=OFF;", *base.iterdump()])
    base.close()
    blocks, remarks = read(dump, 1 << 16)
    assert remarks == []
    meant = [[str(value) for value in row] for row in rows]
    seen = tables(blocks)["表 a"]
    assert [[c.replace("''", "'") for c in row] for row in seen] == meant
    small, _ = read(dump, size)
    assert tiled(small) == tiled(blocks) == dump


def quoted(value: str) -> str:
    """Write a string as mysqldump does."""
    for plain, escaped in (("\\", "\\\\"), ("'", "\\'"), ("\n", "\\n"), ("\r", "\\r")):
        value = value.replace(plain, escaped)
    return f"'{value}'"


@given(
    st.lists(st.lists(TEXT, min_size=2, max_size=2), min_size=1, max_size=9), st.integers(40, 90)
)
def test_offsets_are_those_of_the_file_at_any_block_size(rows: list[list[str]], size: int) -> None:
    values = ",".join(f"({i},{quoted(a)},{quoted(b)})" for i, (a, b) in enumerate(rows))
    dump = f"-- MySQL dump\nCREATE TABLE `t` (`i` int,`a` text,`b` text);\nINSERT INTO `t` VALUES {values};\n-- end"
    blocks, remarks = read(dump, size)
    assert remarks == []
    assert all(len(b.text) <= size for b in blocks)
    assert len(tiled(blocks)) == len(dump)
    assert tiled(blocks)[:60] == dump[:60]
    numbers = {}
    for block in blocks:
        if not isinstance(block.layout, Grid):
            continue
        low, high = block.core or (0, len(block.text))
        for row in block.layout.rows():
            for column, span in enumerate(row):
                if low <= span.start < high and span.end > span.start:
                    place = block.layout.place(span.start, span.end)
                    assert isinstance(place, Cell)
                    assert place.column == column
                    numbers[place.row, column] = block.text[span.start : span.end]
    if size >= 90:
        assert {r for r, c in numbers if c == 0} == set(range(len(rows)))


@given(TEXT, st.integers(64, 120))
def test_copy_rows_come_back(value: str, size: int) -> None:
    for plain, escaped in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n")):
        value = value.replace(plain, escaped)
    dump = f"COPY public.t (a, b) FROM stdin;\n1\t{value}\n2\t\\N\n\\.\n-- end\n"
    blocks, _ = read(dump, size)
    assert len(tiled(blocks)) == len(dump)
    rows = tables(blocks)["t"]
    assert [row[0] for row in rows] == ["1", "2"]
    assert rows[0][1] == unescaped(value)
    assert rows[1][1] == ""


def test_rows_are_numbered_on_and_records_are_never_shared() -> None:
    text = "".join(f"INSERT INTO {t} (a) VALUES ('{i}');\n" for i, t in enumerate("xxyx"))
    blocks, _ = read(text)
    grids = [b for b in blocks if isinstance(b.layout, Grid)]
    places, records = [], []
    for block in grids:
        assert isinstance(block.layout, Grid)
        for (span,) in block.layout.rows():
            places.append(block.layout.place(span.start, span.end))
            records.append(block.layout.record(span.start))
    assert places == [Cell("x", 0, 0), Cell("x", 1, 0), Cell("y", 0, 0), Cell("x", 2, 0)]
    assert records == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("INSERT [dbo].[住户] ([Id], [手机]) VALUES (1, N'138')\nGO\n", ["1", "138"]),
        ("Insert into T (A,B) values (1,to_date('2024-01-01','YYYY-MM-DD'));", ["1", "to_date('2024-01-01','YYYY-MM-DD')"]),
        ("REPLACE INTO `t` VALUES (1, _utf8mb4'a', x'ff', NULL);", ["1", "a", "x'ff'", ""]),
        ('INSERT IGNORE INTO t (a) VALUES ("b");', ["b"]),
        ("INSERT OR REPLACE INTO t VALUES(1,replace('a\\n','\\n',char(10)));", ["1", "replace('a \n',' \n',char(10))"]),
        ("/* N' */ INSERT INTO a VALUES ('C:\\');", None),
        ("x;INSERT INTO a VALUES ( 'b' , 2 ) ;", ["b", "2"]),
    ],
)  # fmt: skip
def test_dialects(text: str, meant: list[str] | None) -> None:
    found = [row for rows in tables(read(text)[0]).values() for row in rows]
    assert found == ([meant] if meant else [])


def test_a_backslash_escapes_in_mysql_and_not_elsewhere() -> None:
    text = "INSERT INTO a VALUES ('C:\\', 'x');"
    assert tables(read("-- PostgreSQL database dump\n" + text)[0]) == {"a": [["C:\\", "x"]]}
    assert tables(read("-- MySQL dump\nINSERT INTO a VALUES ('\\'', 'x');")[0]) == {
        "a": [[" '", "x"]]
    }


def test_everything_else_is_running_text() -> None:
    text = (
        "-- 13800138000\nUPDATE t SET a='13900139000' WHERE b=1;\nCREATE PROCEDURE p() BEGIN END;\n"
    )
    blocks, _ = read(text)
    assert tiled(blocks) == text
    assert isinstance(blocks[0].layout, Lines)
    assert blocks[0].layout.record(text.index("139")) == 1


@pytest.mark.parametrize(
    "text",
    ["INSERT INTO t VALUES (1,'a", "INSERT INTO t VALUES (1,2; select 13800138000;", "INSERT INTO t VALUES ((("],
)  # fmt: skip
def test_what_is_not_closed_is_kept_and_said(text: str) -> None:
    for size in (32, 1 << 16):
        blocks, remarks = read(text * 3, size)
        assert tiled(blocks) == text * 3
        assert remarks == ["broken_sql"]


def test_a_line_of_many_megabytes_streams() -> None:
    rows = ",".join(f"({i},'张三','13800138000')" for i in range(150_000))
    data = f"-- MySQL dump\nINSERT INTO `t` VALUES {rows};\n".encode()
    tracemalloc.start()
    count = 0
    for item in FORMAT.read(Document("a.sql", data=data)):
        assert isinstance(item, Block)
        count += len(item.text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == len(data.decode())
    assert peak < 6_000_000


def test_a_value_longer_than_a_block_keeps_its_cell() -> None:
    text = (
        "-- MySQL\nINSERT INTO t (a,b,c) VALUES (1,'"
        + "张\\n" * 50_000
        + "13800138000','end'),(2,'x','y');"
    )
    blocks, remarks = read(text)
    assert remarks == []
    assert len(tiled(blocks)) == len(text)
    for number, place in (
        ("13800138000", Cell("t", 0, 1)),
        ("end", Cell("t", 0, 2)),
        ("y'", Cell("t", 1, 2)),
    ):
        block = next(b for b in blocks if number in b.text)
        assert block.layout is not None
        at = block.text.index(number)
        assert block.layout.place(at, at + 1) == place


def test_wide_copy_rows_keep_their_columns() -> None:
    text = (
        "COPY t (a,b,c) FROM stdin;\n"
        + "x" * 100_000
        + "\t"
        + "y" * 100_000
        + "\tzz\n1\t2\t3\n\\.\n"
    )
    blocks, _ = read(text)
    assert tiled(blocks) == text
    block = next(b for b in blocks if "zz" in b.text)
    assert block.layout is not None
    assert block.layout.place(block.text.index("zz"), 0) == Cell("t", 0, 2)


@given(
    st.text("INSERT INTO VALUES COPY FROM stdin;()',\\\n\t.`\"-*/張1", max_size=200),
    st.integers(32, 90),
)
def test_nothing_is_lost(text: str, size: int) -> None:
    blocks, _ = read("INSERT INTO t VALUES (" + text, size)
    assert len(tiled(blocks)) == len(text) + 22
    assert all(0 < len(b.text) <= size for b in blocks)


def test_schema_knows_columns_and_comments() -> None:
    schema = Schema()
    text = """CREATE TABLE IF NOT EXISTS `a`.`t` ( -- 注释
      `xm` varchar(4) DEFAULT 'x,y)' COMMENT '客户姓名，必填', `key` int, sfzh char(18) comment '身份证号 18位',
      PRIMARY KEY (`xm`), KEY `i` (`key`), CONSTRAINT c CHECK (sfzh > ''));
    COMMENT ON COLUMN public.u.b IS '手机';"""
    schema.read(text, 0, len(text))
    heading = schema.heading("a.t", None)
    assert heading.names == ("xm", "key", "sfzh")
    assert heading.comments == ("客户姓名", "", "身份证号")
    assert schema.heading("a.t", "(sfzh, [XM])").comments == ("身份证号", "客户姓名")
    assert schema.heading("u", "b").comments == ()
    unclosed = "CREATE TABLE x (a int, b"
    schema.read(unclosed, 0, len(unclosed))
    assert schema.heading("x", None).names == ("a",)


def test_a_row_can_be_followed_from_anywhere() -> None:
    row = "(1,'a''b',f(2,3),E'\\'')"
    for cut in range(1, len(row)):
        at, state = advance(row, 0, cut, State(escapes=False))
        end, after = advance(row, at, len(row), state)
        assert (end, after.depth) == (len(row), 0)


@pytest.mark.parametrize(
    ("uri", "text", "claimed"),
    [
        ("a.sql", "anything", True),
        ("-", "-- MySQL dump 10.13\n", True),
        ("a.dump", "-- PostgreSQL database dump\n", True),
        ("-", "--\n-- PostgreSQL database dump\n", True),
        ("-", "INSERT INTO t VALUES (1);\n", True),
        ("notes.txt", "-- a note", False),
        ("a.py", "-- MySQL dump", False),
        ("a.sql", "\0\1\2", False),
    ],
)
def test_claims(uri: str, text: str, claimed: bool) -> None:
    assert FORMAT.claims(Document(uri), text.encode()) is claimed
