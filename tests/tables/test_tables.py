"""Tables come back as they were written, in every form."""

from __future__ import annotations

import sqlite3
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menshen.errors import UnreadableError, UsageError
from menshen.marks.file import found as stamped
from menshen.model import Document, Failure
from menshen.tables import Held, opened, written
from menshen.tables.grid import Lines, pieces

NAMES = ("姓名", "手机", "总价", "备注")
COLUMNS = [
    ["张三", "李 四", "欧阳<某>"],
    ["13800138000", "139 0013 9000", "0571-88886666"],
    ["1280000", "998000", "1523000"],
    ["", '他说"好"，,', "两行\n的备注"],
]


def put(address: str, names: tuple[str, ...] = NAMES, stamp: str = "") -> None:
    with written(address, names, stamp=stamp) as writer:
        writer.write([column[:2] for column in COLUMNS])
        writer.write([column[2:] for column in COLUMNS])


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.xlsx", "a.parquet"])
def test_what_is_written_is_read_again(tmp_path: Path, name: str) -> None:
    address = str(tmp_path / name)
    put(address)
    assert opened(address).names == NAMES
    assert Held.of(opened(address)).columns == COLUMNS
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_sqlite_tables_come_back(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'a.db'}#业主"
    put(address)
    assert Held.of(opened(address)).columns == COLUMNS
    with pytest.raises(Exception, match="there is such a table already"):
        put(address)


def test_postgres_tables_come_back(postgres: str) -> None:
    put(f"{postgres}#业主")
    assert Held.of(opened(f"{postgres}#业主")).columns == COLUMNS


def test_postgres_rows_come_by_their_key_whatever_was_updated(postgres: str) -> None:
    import psycopg

    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE 业主 (编号 INT, 批次 INT, 姓名 TEXT, PRIMARY KEY (批次, 编号))"
        )
        connection.execute("INSERT INTO 业主 VALUES (2, 1, '乙'), (1, 2, '丙'), (1, 1, '甲')")
        connection.execute("UPDATE 业主 SET 姓名 = 姓名 WHERE 编号 = 2")
    assert Held.of(opened(f"{postgres}#业主")).columns[2] == ["甲", "乙", "丙"]


def test_a_person_in_place_of_names_is_refused_and_not_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("钟毅,13800138000\n李四,13800138001\n", encoding="utf-8")
    with pytest.raises(UsageError, match="row of names") as error:
        opened(str(tmp_path / "a.csv"))
    assert "13800138000" not in str(error.value)


def test_a_quotation_mark_that_is_never_closed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('姓名,备注\n钟毅,"好\n李四,无\n', encoding="utf-8")
    with pytest.raises(UnreadableError, match="never closed"):
        Held.of(opened(str(tmp_path / "a.csv")))
    (tmp_path / "b.csv").write_text('型号,备注\n12",无\n13,"两\n行"\n', encoding="utf-8")
    assert Held.of(opened(str(tmp_path / "b.csv"))).rows == 2


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8),
            min_size=2,
            max_size=2,
        ),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_survives_delimited_text(tmp_path: Path, rows: list[list[str]]) -> None:
    columns = [["0", *[r[0] for r in rows]], ["电话", *[r[1] for r in rows]]]
    address = str(tmp_path / "a.csv")
    with written(address, ("甲", "乙")) as writer:
        writer.write(columns)
    assert Held.of(opened(address)).columns == columns


def test_a_copy_keeps_charset_delimiter_and_line_ends(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    text = "姓名;手机\r\n张三;13800138000\r\n李四;13900139000\r\n"
    source.write_bytes(text.encode("gb18030"))
    like = opened(str(source))
    with written(str(tmp_path / "b.csv"), like.names, like=like) as writer:
        for chunk in like.chunks():
            writer.write(chunk)
    assert (tmp_path / "b.csv").read_bytes() == source.read_bytes()


def test_numbers_of_a_parquet_file_stay_numbers(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = arrow.table({"总价": [1280000, None], "面积": [89.62, 101.0], "名": ["a", "b"]})
    parquet.write_table(table, tmp_path / "a.parquet")
    like = opened(str(tmp_path / "a.parquet"))
    with written(str(tmp_path / "b.parquet"), like.names, like=like) as writer:
        for chunk in like.chunks():
            writer.write(chunk)
    assert parquet.read_table(tmp_path / "b.parquet").to_pydict() == table.to_pydict()


@pytest.mark.parametrize("name", ["a.xlsx", "a.parquet"])
def test_a_stamp_stands_in_the_properties(tmp_path: Path, name: str) -> None:
    address = str(tmp_path / name)
    put(address, stamp="menshen:0123456789abcdef")
    assert stamped(Path(address)) == "0123456789abcdef"
    assert Held.of(opened(address)).columns == COLUMNS


def test_a_workbook_is_one_that_other_programs_open(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    put(str(tmp_path / "a.xlsx"), stamp="menshen:0123456789abcdef")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [c.value for c in sheet[2]] == ["张三", "13800138000", 1280000, None]


def test_a_comma_that_nobody_quoted_stays_in_the_last_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名,备注\n张三,欠费 6,412.80 元\n李四\n", encoding="utf-8")
    assert Held.of(opened(str(path))).columns == [["张三", "李四"], ["欠费 6,412.80 元", ""]]


def test_an_error_while_writing_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError), written(str(path), NAMES):
        raise RuntimeError
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", UsageError),
        ("姓名,姓名\n张三,李四\n".encode(), UsageError),
        (b"\xef\xbb\xbf\xd0\xd5\xc3\xfb,1\n", UnreadableError),
    ],
)
def test_a_file_that_is_no_table_is_refused(
    tmp_path: Path, content: bytes, error: type[Exception]
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(error):
        Held.of(opened(str(path)))


@pytest.mark.parametrize("address", ["a.docx", "nowhere.csv", "nowhere.xlsx", "sqlite:///a.db"])
def test_an_address_of_nothing_is_refused(address: str) -> None:
    with pytest.raises((UsageError, UnreadableError)):
        opened(address)


def test_a_driver_never_tells_a_value(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE a (b)")
    with pytest.raises(UnreadableError, match="no such table or view") as error:
        opened(f"sqlite:///{path}#nothing")
    assert "nothing" not in str(error.value)


def test_a_picture_inside_a_letter_does_not_take_its_text_away(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "名单"
    mail.set_content("张三 13800138000")
    mail.add_attachment(b"\xff\xd8\xff\xe0" + bytes(64), maintype="image", subtype="jpeg", filename="a.jpg")  # fmt: skip
    (tmp_path / "a.eml").write_bytes(mail.as_bytes())
    found = list(pieces(Document("a.eml", tmp_path / "a.eml")))
    assert any(isinstance(p, Lines) and "13800138000" in "".join(p.lines) for p in found)
    assert any(isinstance(p, Failure) and "a.jpg" in p.document for p in found)
