"""Made-up people: they live where nobody of the table lives, and every rule of the table holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from menshen.canary.homes import Homes, numbers
from menshen.canary.moments import another_time, shifted
from menshen.canary.names import Names, split
from menshen.canary.rows import drawn
from menshen.canary.serials import Serial
from menshen.canary.table import Table, columns, read
from menshen.errors import UsageError
from tests.canary.tables import COLUMNS, owners, phones

TABLE = owners()
PHONES = phones(100)
DRAWING = drawn(TABLE, PHONES, np.random.default_rng(5), stratum="小区")
AT = {name: place for place, name in enumerate(COLUMNS)}


def cells(name: str, rows: list[tuple[str, ...]] | None = None) -> list[str]:
    return [row[AT[name]] for row in (DRAWING.rows if rows is None else rows)]


def test_every_number_gets_a_person_in_the_columns_of_the_table() -> None:
    assert cells("手机号") == PHONES
    assert all(len(row) == len(COLUMNS) for row in DRAWING.rows)
    assert cells("小区") == DRAWING.strata == sorted(DRAWING.strata)


def test_nobody_of_the_table_lives_in_a_canary_s_flat() -> None:
    def flats(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
        return [row[:3] for row in rows]

    assert not set(flats(DRAWING.rows)) & set(flats(TABLE.rows))
    assert len(set(flats(DRAWING.rows))) == len(DRAWING.rows)


def test_what_holds_in_the_table_holds_for_canaries() -> None:
    known = {(r[0], r[1], r[2][-3:-1], r[AT["建筑面积"]]) for r in TABLE.rows}
    for row in DRAWING.rows:
        assert round(float(row[AT["建筑面积"]]) * int(row[AT["成交单价"]])) == int(
            row[AT["成交总价"]]
        )
        assert (row[0], row[1], row[2][-3:-1], row[AT["建筑面积"]]) in known


def test_contracts_are_free_numbers_and_rise_with_their_dates() -> None:
    assert not set(cells("合同编号")) & set(cells("合同编号", TABLE.rows))
    both = sorted(
        (row[AT["合同编号"]], date.fromisoformat(row[AT["签约日期"]]))
        for row in (*TABLE.rows, *DRAWING.rows)
    )
    days = [day for _, day in both]
    assert days == sorted(days)


def test_names_go_with_the_sex_and_id_numbers_stay_blank() -> None:
    males = set("建国军平伟东海涛强斌")
    for name, sex in zip(cells("业主姓名"), cells("性别"), strict=True):
        assert set(split(name)[1]) <= males if sex == "男" else not set(split(name)[1]) & males
    assert set(cells("身份证号")) == {""}


def test_a_column_that_betrays_is_named() -> None:
    rows = [(*row[: AT["身份证号"]], "11010519491231002X", row[-1]) for row in TABLE.rows]
    told = drawn(Table(COLUMNS, rows), PHONES[:5], np.random.default_rng(1)).tells
    assert [tell.column for tell in told] == ["身份证号"]
    assert DRAWING.tells == ()


def test_the_spread_of_prices_is_that_of_the_table() -> None:
    real = np.array(cells("成交单价", TABLE.rows), dtype=float)
    made = np.array(cells("成交单价"), dtype=float)
    assert abs(made.mean() - real.mean()) < 4 * real.std() / 10
    assert 0.75 < made.std() / real.std() < 1.3


def test_named_units_are_lived_in_as_they_stand() -> None:
    units = Table(("小区", "楼栋", "房号"), [("云栖府", "1幢", f"{n}05室") for n in range(2, 19)])
    rows = drawn(TABLE, PHONES[:10], np.random.default_rng(3), units=units).rows
    assert {row[:3] for row in rows} <= set(units.rows)


@pytest.mark.parametrize(
    ("table", "count", "match"),
    [
        (owners(40), 1, "too small"),
        (Table(COLUMNS, [(*r[:5], "", *r[6:]) for r in TABLE.rows]), 1, "phone"),
        (Table(COLUMNS, [(*r[:3], "x1", *r[4:]) for r in TABLE.rows]), 1, "names"),
        (TABLE, 100_000, "free for"),
    ],
)
def test_what_cannot_be_is_wrong_use(table: Table, count: int, match: str) -> None:
    with pytest.raises(UsageError, match=match):
        drawn(table, ["13900000000"] * count, np.random.default_rng(1))


def test_a_table_without_flats_needs_none() -> None:
    keep = [AT[name] for name in ("业主姓名", "手机号", "渠道")]
    table = Table(
        tuple(COLUMNS[k] for k in keep), [tuple(row[k] for k in keep) for row in TABLE.rows]
    )
    assert len(drawn(table, PHONES[:7], np.random.default_rng(1)).rows) == 7


def test_given_names_are_alone_as_often_as_those_of_the_table() -> None:
    rng = np.random.default_rng(4)
    real = [
        "王" + "".join(rng.choice(list("建国军平伟东海涛强斌明志文武成永"), 2)) for _ in range(400)
    ]
    given = [split(name)[1] for name in real]
    alone = sum(given.count(g) == 1 for g in given) / len(given)
    names = Names(real)
    made = [split(names.draw(rng))[1] for _ in range(400)]
    new = sum(g not in given for g in made) / len(made)
    assert abs(new - alone) < 0.08


@pytest.mark.parametrize(
    "text", ["云栖府3幢2单元1502室", "云栖府３号楼二单元1502", "云栖府-3-2-1502"]
)
def test_an_address_is_the_same_flat_however_it_is_written(text: str) -> None:
    assert numbers(text) == ("云栖府", ("3", "2", "1502"))


def test_addresses_in_one_column_are_read_and_written_alike() -> None:
    rows: list[tuple[str, ...]] = [
        (name, phone, f"云栖府{b}幢{f}0{p}室")
        for b, f, p, name, phone in (
            (b, f, p, "王伟", f"138{b}{f:02d}{p}0000"[:11]) for b in (1, 2) for f in range(2, 20) for p in (1, 2, 3)
        )
        if (b * f + p) % 7
    ]  # fmt: skip
    table = Table(("姓名", "手机", "地址"), rows)
    homes = Homes(table, columns(table))
    gap = homes.gaps()[0]
    assert homes.written("云栖府1幢1102室", gap) == f"云栖府1幢{gap.floor}{gap.place:02d}室"
    made = drawn(table, PHONES[:5], np.random.default_rng(1)).rows
    assert not {row[2] for row in made} & {row[2] for row in rows}


@pytest.mark.parametrize(
    ("moment", "days", "expected"),
    [
        ("2021-02-28", 1, "2021-03-01"),
        ("2021/9/30", 1, "2021/10/1"),
        ("2021-12-25", 7, "2022-01-01"),
        ("下周", 3, "下周"),
        ("2021-02-31", 3, "2021-02-31"),
    ],
)
def test_dates_move_as_they_are_written(moment: str, days: int, expected: str) -> None:
    assert shifted(moment, days) == expected


def test_a_date_without_a_clock_gets_none() -> None:
    assert another_time("2021-03-02", "2021-03-02 10:00", "2021-03-02 10:00") == "2021-03-02"


def test_numbers_without_gaps_are_said_to_be_dense() -> None:
    full = Serial([f"C{n:04d}" for n in range(200)], [])
    assert full.dense
    assert not Serial([f"C{n:04d}" for n in range(0, 400, 2)], []).dense


def test_a_table_is_read_as_releases_read_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for charset in ("utf-8-sig", "gb18030"):
        path.write_text("姓名,手机\n张伟,13800138000\n", encoding=charset)
        assert read(path).rows == [("张伟", "13800138000")]
    path.write_text("姓名,手机\n张伟\n李四,139,转告\n", encoding="utf-8")
    assert read(path).rows == [("张伟", ""), ("李四", "139,转告")]
    with pytest.raises(UsageError):
        read(path.with_name("none.csv"))
