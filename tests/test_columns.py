"""What a column holds: values win over headers, headers speak where values cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

import menshen
from menshen.model import Cell, Text


def columns(folder: Path, text: str) -> list[tuple[str, str | None]]:
    path = folder / "t.csv"
    path.write_text(text, encoding="utf-8")
    (table,) = menshen.scan(path).tables
    return [(c.name, c.type) for c in table.columns]


IDS = ("11010519491231002X", "110103196805140017")


@pytest.mark.parametrize(
    ("text", "types"),
    [
        (f"姓名,手机\n王芳,{IDS[0]}\n李雷,{IDS[1]}\n", ["person_name", "resident_id_number"]),
        ("编号,备注\n1,家里装修，请回电13800138000，谢谢\n2,已办\n", [None, "mixed"]),
        ("学历,数量\n本科,3\n大专,4\n", ["education", None]),
        ("手机,金额\n13800138000,3\n13900139000,5\n,7\n", ["mobile_number", None]),
    ],
)
def test_types_of_columns(tmp_path: Path, text: str, types: list[str | None]) -> None:
    assert [t for _, t in columns(tmp_path, text)] == types


def test_every_column_has_a_reason_and_a_position(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("姓名,手机\n王芳,13800138000\n李雷,13900139000\n", encoding="utf-8")
    (table,) = menshen.scan(path).tables
    assert [c.position for c in table.columns] == [0, 1]
    assert all(c.reason for c in table.columns)
    assert all(0 <= c.score <= 1 for c in table.columns)


def test_a_headerless_table_is_known_by_its_values(tmp_path: Path) -> None:
    rows = "".join(f"{i},1380013800{i},{IDS[i % 2]}\n" for i in range(6))
    assert [t for _, t in columns(tmp_path, rows)] == [None, "mobile_number", "resident_id_number"]


def test_the_comment_of_a_column_says_what_its_values_are(tmp_path: Path) -> None:
    path = tmp_path / "a.sql"
    path.write_text(
        "-- MySQL dump\nCREATE TABLE `t` (`c1` int COMMENT '主键', `c2` varchar(9) COMMENT '学号（唯一）', `c3` text);\n"
        "INSERT INTO `t` VALUES (1,'20210317','x'),(2,'20210318','y');\n",
        encoding="utf-8",
    )
    report = menshen.scan(path)
    (table,) = report.tables
    assert [(c.name, c.type) for c in table.columns] == [
        ("c1", None),
        ("c2", "student_id"),
        ("c3", None),
    ]
    assert [f.value for f in report.findings] == ["20210317", "20210318"]
    assert [f.place for f in report.findings] == [Cell("t", 0, 1), Cell("t", 1, 1)]


EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        (
            "物业收费库.sql",
            {
                "zhuhu": [("xm", "person_name"), ("zjh", "resident_id_number"), ("lxdh", "mobile_number")],
                "jiaofei": [("skzh", "bank_card_number")],
            },
        ),
        (
            "快递柜导出.xml",
            {"/派件记录/记录": [("收件人", "person_name"), ("手机", "mobile_number"), ("运单号", "tracking_number")]},
        ),
        (
            "住客登记.html",
            {"6月10日在住客人": [("证件号码", "resident_id_number"), ("手机号", "mobile_number")]},
        ),
    ],
)  # fmt: skip
def test_tables_of_the_examples(name: str, meant: dict[str, list[tuple[str, str]]]) -> None:
    report = menshen.scan(EXAMPLES / name)
    tables = {t.table: [(c.name, c.type) for c in t.columns] for t in report.tables}
    for table, columns_ in meant.items():
        assert set(columns_) <= set(tables[table])
    assert report.failures == ()


def test_what_hides_in_a_page_is_found() -> None:
    report = menshen.scan(EXAMPLES / "住客登记.html")
    places = {f.place[1] for f in report.findings if isinstance(f.place, Text)}
    source = (EXAMPLES / "住客登记.html").read_text(encoding="utf-8").split("\n")
    hidden = {n for n, line in enumerate(source) if "operator" in line or "hidden" in line}
    assert hidden <= places
