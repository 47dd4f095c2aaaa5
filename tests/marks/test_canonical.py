"""The canonical form: equal for what says the same, different for what does not."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.marks import canonical
from menshen.marks.kinds import kind_of, proposed

CASES = Path(__file__).parent / "cases"
FLATS = tomllib.loads((CASES / "houses.toml").read_text(encoding="utf-8"))["flat"]
COLUMNS = tomllib.loads((CASES / "kinds.toml").read_text(encoding="utf-8"))["column"]


@pytest.mark.parametrize("flat", FLATS, ids=lambda f: f["writings"][0])
def test_all_writings_of_a_flat_are_one(flat: dict[str, list[str]]) -> None:
    forms = {w: canonical.house(w) for w in flat["writings"]}
    assert len(set(forms.values())) == 1, forms


def test_no_two_flats_are_one() -> None:
    firsts = [f["writings"][0] for f in FLATS]
    for one, other in combinations(firsts, 2):
        assert canonical.house(one) != canonical.house(other)


def test_a_flat_in_parts_is_the_flat() -> None:
    whole = canonical.house("听澜苑3幢2单元1502室")
    assert canonical.house("听澜苑3#二单元1502") == whole


def test_an_alias_is_the_name() -> None:
    names = {"余政储1号": "听澜苑"}
    assert canonical.house("余政储1号3幢101室", names) == canonical.house("听澜苑3幢101室", names)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda c: f"{c['name']}:{c['cells'][0]}")
def test_columns_are_what_name_and_cells_say(column: dict[str, object]) -> None:
    assert kind_of(str(column["name"]), list(column["cells"])) == column["kind"]  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("业主手机号", "phone"),
        ("客户姓名", "name"),
        ("XYZ", ""),
        ("", ""),
        ("建筑面积（平方米）", "area"),
    ],
)
def test_names_propose_kinds(name: str, kind: str) -> None:
    assert proposed(name) == kind


@pytest.mark.parametrize(
    "written",
    ["13800138000", "138-0013-8000", "138 0013 8000", "１３８００１３８０００", "+86 138 0013 8000",
     "008613800138000", "86-13800138000", "(+86)13800138000"],
)  # fmt: skip
def test_a_phone_number_is_one_however_written(written: str) -> None:
    assert canonical.phone(written) == "+8613800138000"
    assert canonical.phones([written]) == ["+8613800138000"]


@pytest.mark.parametrize("written", ["", "无", "12345", "1" * 20])
def test_what_is_no_phone_number_has_no_form(written: str) -> None:
    assert canonical.phone(written) == ""


@given(st.lists(st.text(st.sampled_from("0123456789 -+８６无"), max_size=14)))
def test_a_column_of_phones_is_each_of_them(cells: list[str]) -> None:
    assert canonical.phones(cells) == [canonical.phone(c) for c in cells]


@pytest.mark.parametrize(
    ("written", "amount"),
    [("1280000", 1_280_000), ("1,280,000", 1_280_000), ("¥1,280,000元", 1_280_000), ("128万", 1_280_000),
     ("128.55万元", 1_285_500), ("89.62㎡", 89.62), ("89.62平方米", 89.62), ("１２８", 128), ("-5", -5), ("面议", None), ("", None),
     ("1,28", None), ("12-3", None)],
)  # fmt: skip
def test_amounts(written: str, amount: float | None) -> None:
    assert canonical.number(written) == amount


@pytest.mark.parametrize(
    ("written", "day"),
    [("2024-03-05", "20240305"), ("2024/3/5", "20240305"), ("2024年3月5日", "20240305"), ("2024.03.05", "20240305"),
     ("20240305", "20240305"), ("2024-03-05T10:20", "20240305"), ("３月５日", ""), ("", "")],
)  # fmt: skip
def test_days(written: str, day: str) -> None:
    assert canonical.date(written) == day


@pytest.mark.parametrize(
    ("written", "name"),
    [("张三", "张三"), ("张 三", "张三"), ("张　三", "张三"), ("李小龙先生", "李小龙"), ("王芳女士", "王芳"), ("欧阳 锋", "欧阳锋")],
)  # fmt: skip
def test_names(written: str, name: str) -> None:
    assert canonical.name(written) == name


@given(st.integers(1, 999))
def test_numerals_read_back(number: int) -> None:
    digits = "零一二三四五六七八九"
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    text += digits[ones] if ones else ""
    assert canonical.numeral(text) == str(number)


@given(st.text(max_size=60))
def test_any_text_has_some_form(text: str) -> None:
    for form in (
        canonical.house,
        canonical.phone,
        canonical.date,
        canonical.number,
        canonical.name,
    ):
        form(text)
    assert canonical.folded(canonical.folded(text)) == canonical.folded(text)
