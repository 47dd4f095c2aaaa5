"""SQLite: tables, blobs, definitions; and that nothing of old values is left in a written copy."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from menshen import formats
from menshen.errors import MenshenError, UnreadableError
from menshen.formats.sqlite import FORMAT
from menshen.model import Cell, Document, Grid
from tests.formats.workbooks import zipped
from tests.formats.written import blocks, remarks, text_of, written

MOBILE = r"138001380\d\d"
SCRIPT = """
CREATE TABLE 名单 (id INTEGER PRIMARY KEY, 姓名 TEXT, 手机 TEXT UNIQUE, n INTEGER DEFAULT 13800138009);
INSERT INTO 名单 VALUES (1,'钟毅','13800138001',13800138002),(7,'宗慧',NULL,5);
CREATE TABLE k (a TEXT, b TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
INSERT INTO k VALUES ('甲','电话13800138003');
CREATE VIEW v AS SELECT '13800138004' AS x;
CREATE TABLE log (t TEXT);
CREATE TRIGGER t AFTER UPDATE ON 名单 BEGIN INSERT INTO log VALUES (old.手机); END;
CREATE INDEX i ON 名单 (手机);
CREATE TABLE gone (t TEXT); INSERT INTO gone VALUES ('%s');
ANALYZE;
""" % ("13800138005" * 2000)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as held:
        held.executescript(SCRIPT)
        held.execute("CREATE TABLE f (b BLOB)")
        held.execute("INSERT INTO f VALUES (?)", (zipped({"a.txt": b"13800138006"}),))
        held.commit()
        held.execute("PRAGMA secure_delete=OFF")
        held.execute("DELETE FROM gone")
        held.commit()
    return path


def test_every_place_is_read_and_emptied(base: Path, tmp_path: Path) -> None:
    document = Document(str(base), path=base)
    text = text_of(document)
    for number in (1, 2, 3, 4, 6, 9):
        assert f"1380013800{number}" in text, number
    data = written(document, MOBILE)
    assert re.findall(MOBILE.encode(), data) == []
    copy = tmp_path / "b.db"
    copy.write_bytes(data)
    with closing(sqlite3.connect(copy)) as held:
        assert held.execute("SELECT * FROM 名单").fetchall() == [
            (1, "钟毅", "〔略〕", "〔略〕"), (7, "宗慧", None, 5),
        ]  # fmt: skip
        assert held.execute("SELECT * FROM k").fetchall() == [("甲", "电话〔略〕")]
        assert held.execute("SELECT * FROM v").fetchall() == [("〔略〕",)]
        assert held.execute("SELECT * FROM log").fetchall() == []
        assert held.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall() == [
            ("t",)
        ]
        assert held.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_source_stays_as_it_is(base: Path) -> None:
    before, files = base.read_bytes(), set(base.parent.iterdir())
    written(Document(str(base), path=base), MOBILE)
    assert base.read_bytes() == before
    assert set(base.parent.iterdir()) == files


def test_free_pages_are_told_and_do_not_come_along(base: Path) -> None:
    document = Document(str(base), path=base)
    assert "deleted_pages" in remarks(document)
    assert b"13800138005" in base.read_bytes()
    assert b"13800138005" not in written(document, "nothing")


def test_tables_have_columns_and_places(base: Path) -> None:
    block = next(
        b for b in blocks(Document("a", data=base.read_bytes())) if "13800138001" in b.text
    )
    assert isinstance(block.layout, Grid)
    at = block.text.index("13800138001")
    assert block.labels(at) == ("手机",)
    assert block.layout.place(at, at + 11) == Cell("名单", 0, 2)
    assert block.layout.table == "名单"


def test_a_number_stays_one_where_the_new_one_is(base: Path, tmp_path: Path) -> None:
    copy = tmp_path / "b.db"
    copy.write_bytes(written(Document("a", data=base.read_bytes()), "13800138002", "13900139000"))
    with closing(sqlite3.connect(copy)) as held:
        assert held.execute("SELECT n FROM 名单 WHERE id=1").fetchone() == (13900139000,)


def test_what_the_database_does_not_allow_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as held:
        held.executescript("CREATE TABLE t (a INTEGER) STRICT; INSERT INTO t VALUES (13800138000);")
    with pytest.raises(UnreadableError, match="table 1, column 1"):
        written(Document("a", path=path), MOBILE)


def test_where_no_value_may_stand_twice_replacements_are_numbered(tmp_path: Path) -> None:
    path, copy = tmp_path / "a.db", tmp_path / "b.db"
    with closing(sqlite3.connect(path)) as held:
        held.execute("CREATE TABLE t (a TEXT UNIQUE)")
        held.executemany("INSERT INTO t VALUES (?)", [(f"138001380{n:02}",) for n in range(50)])
        held.commit()
    copy.write_bytes(written(Document("a", path=path), MOBILE, "[*]"))
    with closing(sqlite3.connect(copy)) as held:
        found = [value for (value,) in held.execute("SELECT a FROM t ORDER BY rowid")]
    assert found[:3] == ["[*]", "[*]2", "[*]3"]
    assert len(set(found)) == 50


def test_full_text_indexes_are_built_anew(tmp_path: Path) -> None:
    path, copy = tmp_path / "a.db", tmp_path / "b.db"
    with closing(sqlite3.connect(path)) as held:
        held.executescript(
            "CREATE VIRTUAL TABLE s USING fts5(t); INSERT INTO s VALUES ('call 13800138000 now');"
        )
    document = Document("a", path=path)
    assert "13800138000" in text_of(document)
    assert "virtual_tables" in remarks(document)
    data = written(document, "13800138000")
    assert b"13800138000" not in data
    copy.write_bytes(data)
    with closing(sqlite3.connect(copy)) as held:
        assert held.execute("SELECT count(*) FROM s WHERE s MATCH 'now'").fetchone() == (1,)
        assert held.execute("SELECT count(*) FROM s WHERE s MATCH '13800138000'").fetchone() == (0,)


def test_definitions_stay_valid_whatever_is_changed_in_them(tmp_path: Path) -> None:
    path, copy = tmp_path / "a.db", tmp_path / "b.db"
    with closing(sqlite3.connect(path)) as held:
        held.executescript("""
            CREATE TABLE t (热线 TEXT DEFAULT '打13800138000', n INT DEFAULT 13800138001 -- 备注13800138002
            , o TEXT DEFAULT "13800138003", CHECK (n <> 13800138004 /* 13800138005 */));
            CREATE VIEW v AS SELECT 热线 AS "热线" FROM t WHERE 热线 <> '13800138006';
            INSERT INTO t DEFAULT VALUES;
        """)
    document = Document("a", path=path)
    text = text_of(document)
    assert all(f"1380013800{n}" in text for n in range(7))
    for stand_in in ("〔略〕", "it's \"*/ --", ""):
        copy.write_bytes(written(document, r"1380013800\d", stand_in))
        assert not re.search(rb"1380013800\d", copy.read_bytes())
        with closing(sqlite3.connect(copy)) as held:
            assert held.execute("SELECT count(*) FROM t").fetchone() == (1,)
            held.execute("SELECT * FROM v").fetchall()
            held.execute("INSERT INTO t (o, n) VALUES ('x', 5)")


def test_numbers_of_an_index_are_no_values(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as held:
        held.executescript("CREATE VIRTUAL TABLE s USING fts5(t); INSERT INTO s VALUES ('说明');")
    document = Document("a", path=path)
    assert not re.search(r"[0-9]{6}", text_of(document))
    assert "说明" in text_of(document)


def test_a_write_ahead_log_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    held = sqlite3.connect(path)
    held.execute("PRAGMA journal_mode=WAL")
    held.execute("CREATE TABLE t (a TEXT)")
    held.execute("INSERT INTO t VALUES ('13800138000')")
    held.commit()
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert "13800138000" in text_of(Document("a", path=path))
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before
    held.close()


@pytest.mark.parametrize("seed", range(40))
def test_damaged_databases_are_errors(base: Path, seed: int) -> None:
    import random

    draw, data = random.Random(seed), bytearray(base.read_bytes()[: 8192 * 3])
    for _ in range(draw.randint(1, 60)):
        data[draw.randrange(100, len(data))] = draw.randrange(256)
    try:
        text_of(Document("a", data=bytes(data)))
        written(Document("a", data=bytes(data)), MOBILE)
    except MenshenError:
        pass


def test_nothing_of_a_schema_is_run(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as held:
        held.executescript("""
            CREATE TABLE t (a, b AS (hex(zeroblob(1000))), c AS (a || '9') STORED);
            INSERT INTO t(a) VALUES (1);
            CREATE VIEW endless AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT * FROM c;
        """)
    assert text_of(Document("a", path=path)).startswith("a\tc\n1\t19\n")


def test_it_is_known_by_its_bytes(base: Path) -> None:
    assert formats.for_document(Document("a.txt", data=base.read_bytes())) is FORMAT
