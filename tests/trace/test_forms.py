"""Masters, copies and leaks of every form, and leaks that somebody typed anew."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from menshen.release.making import release
from menshen.tables import Held, opened, written
from menshen.trace import Case, Verdict
from tests.trace.material import NAMES, VALUED, House, Rows, put, register

FORMS = ("业主.xlsx", "业主.parquet", "业主.tsv", "sqlite", "postgres")


@pytest.fixture(params=FORMS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return an address for a table, to be followed by a suffix for each further one."""
    if request.param == "postgres":
        return f"{request.getfixturevalue('postgres')}#业主"
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / '库.db'}#业主"
    if request.param.endswith("parquet"):
        pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    return str(tmp_path / request.param)


def beside(place: str, to: str) -> str:
    return f"{place}_{to}" if "#" in place else place.replace("业主", to)


def test_a_table_of_any_form_is_released_and_traced(place: str, tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    house = House.built(tmp_path / "house")
    with written(place, NAMES) as writer:
        writer.write([list(column) for column in zip(*register(), strict=True)])
    for to in ("甲", "乙", "丙"):
        release(
            place, beside(place, to), to=to, ledger=house.ledger, keys=house.keys, dataset="业主", marks=VALUED
        )  # fmt: skip
    copy = Held.of(opened(beside(place, "乙")))
    assert copy.names == NAMES
    rows = random.Random(1).sample(list(zip(*copy.columns, strict=True)), 15)
    case = Case(master=place, ledger=house.ledger, keys=house.keys, dataset="业主")
    if "#" in place:
        case.add_table(put(tmp_path / "leak.csv", rows))
    else:
        leak = beside(place, "泄露")
        with written(leak, NAMES) as writer:
            writer.write([list(column) for column in zip(*rows, strict=True)])
        case.add_table(leak)
    verdict = case.decide()
    assert verdict.accused == (house.id_of("乙"),)
    assert verdict.linked == 15
    assert verdict.details.unknown_snapshots == 0


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    built = House.built(tmp_path_factory.mktemp("house"))
    for to in ("甲", "乙", "丙"):
        built.released(to)
    return built


def rows_of(house: House) -> Rows:
    from tests.trace.material import got

    return random.Random(7).sample(got(house.folder / "乙.csv"), 80)


def accused(house: House, verdict: Verdict) -> bool:
    return verdict.accused == (house.id_of("乙"),)


def test_a_retyped_list_without_phones_and_with_prices_in_words(house: House) -> None:
    """Blanks in names, full-width signs, amounts with commas, dates of another style."""
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    rows = [
        [
            "　".join(r[0]) if len(r[0]) == 2 else r[0],
            r[2].translate(wide),
            f"{int(r[5]):,}元",
            f"{float(r[4]):.2f}平方米",
            "{}年{}月{}日".format(*r[6].replace("/", "-").split("-")),
        ]
        for r in rows_of(house)
    ]
    verdict = house.traced(rows, ("业主", "房产", "成交", "面积", "签约"))
    assert accused(house, verdict)
    assert verdict.details.ways["house"] == 80


def test_a_list_of_name_area_price_and_date_in_other_units(house: House) -> None:
    rows = [[r[0], f"{r[4]}㎡", f"{int(r[5]) / 10000:.4f}万", r[6]] for r in rows_of(house)]
    verdict = house.traced(rows, ("客户", "面积", "总价", "日期"))
    assert accused(house, verdict)
    assert verdict.details.ways["facts"] >= 60


@pytest.mark.parametrize("charset", ["gb18030", "utf-16", "big5hkscs"])
def test_a_leak_in_another_charset(house: House, tmp_path: Path, charset: str) -> None:
    rows = rows_of(house)[:15]
    lines = ["\t".join(NAMES), *("\t".join(r) for r in rows)]
    path = tmp_path / "leak.tsv"
    path.write_bytes("\r\n".join(lines).encode(charset, "ignore"))
    case = house.case()
    case.add_table(path)
    verdict = case.decide()
    assert accused(house, verdict)


def test_lines_under_a_heading_are_a_table(house: House) -> None:
    rows = rows_of(house)[:20]
    lines = ["姓名  总价  面积  签约日期", *(f"{r[0]}  {r[5]}  {r[4]}  {r[6]}" for r in rows)]
    case = house.case()
    case.add_text("\n".join(["给你们看看", *lines, "就这些"]))
    verdict = case.decide()
    assert verdict.linked >= 16
    assert verdict.details.columns == ("姓名", "面积", "总价", "签约日期")
