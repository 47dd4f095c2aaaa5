"""What a column holds: values win over headers, headers speak where values cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

import menshen


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
