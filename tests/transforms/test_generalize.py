"""Generalisation: coarser, never the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.transforms.generalize import TRANSFORM
from tests.transforms.samples import finding, setting


@pytest.mark.parametrize(
    ("kind", "value", "normal", "expected"),
    [
        ("birth_date", "1985年3月12日", "1985-03-12", "1985年"),
        ("birth_date", "1985/03/12", "1985-03-12", "1985"),
        ("birth_date", "一九八五年三月", "1985-03", "1985"),
        ("home_address", "北京市朝阳区建国路88号", "", "北京市朝阳区"),
        ("home_address", "北京市朝阳区", "", "北京市"),
        ("home_address", "建国路88号", "", None),
        ("age", "37岁", "37岁", "30–39岁"),
        ("income", "月薪8500元", "", "月薪5000–10000元"),
        ("income", "12,000", "", "10000–20000"),
        ("income", "面议", "", None),
        ("precise_location", "39.904211,116.407395", "", "39.90,116.40"),
        ("ip_address", "39.12.3.4", "", "39.12.3.0/24"),
        ("person_name", "张三丰", "", "张某"),
        ("person_name", "欧阳娜", "", "欧阳某"),
        ("mobile_number", "13800138000", "", None),
    ],
)
def test_forms(kind: str, value: str, normal: str, expected: str | None) -> None:
    assert TRANSFORM.apply(finding(kind, value, normal), setting("generalize")) == expected


YEARS = st.integers(1900, 2030)


@given(year=YEARS, month=st.integers(1, 12), day=st.integers(1, 28))
def test_a_date_tells_its_year_only(year: int, month: int, day: int) -> None:
    written = f"{year}年{month}月{day}日"
    found = TRANSFORM.apply(
        finding("birth_date", written, f"{year}-{month:02d}-{day:02d}"), setting("generalize")
    )
    assert found == f"{year}年"


@given(age=st.integers(0, 130), other=st.integers(0, 130))
def test_ages_of_one_decade_become_one(age: int, other: int) -> None:
    first, second = (
        TRANSFORM.apply(finding("age", f"{n}岁", str(n)), setting("generalize"))
        for n in (age, other)
    )
    assert first is not None
    assert (first == second) == (age // 10 == other // 10)
    low, high = map(int, first.removesuffix("岁").split("–"))
    assert low <= age <= high == low + 9


@given(amount=st.integers(1, 10**11), unit=st.sampled_from(["元", "", "元/月"]))
def test_an_amount_lies_in_its_band_and_many_share_it(amount: int, unit: str) -> None:
    found = TRANSFORM.apply(finding("income", f"月薪{amount}{unit}"), setting("generalize"))
    assert found is not None
    low, high = map(int, found.removeprefix("月薪").removesuffix(unit).split("–"))
    assert low <= amount < high
    assert high >= 2 * low
    assert TRANSFORM.apply(finding("income", f"月薪{low}{unit}"), setting("generalize")) == found


@given(a=st.integers(0, 255), b=st.integers(0, 255), c=st.integers(0, 255), d=st.integers(0, 255))
def test_an_address_of_a_network_is_its_network(a: int, b: int, c: int, d: int) -> None:
    found = TRANSFORM.apply(finding("ip_address", f"{a}.{b}.{c}.{d}"), setting("generalize"))
    assert found == f"{a}.{b}.{c}.0/24"


@given(
    latitude=st.decimals(3, 54, places=6), longitude=st.decimals(73, 136, places=6)
)  # fmt: skip
def test_a_position_keeps_two_decimals(latitude: object, longitude: object) -> None:
    found = TRANSFORM.apply(
        finding("precise_location", f"{latitude},{longitude}"), setting("generalize")
    )
    assert found == ",".join(str(v)[: str(v).index(".") + 3] for v in (latitude, longitude))


ROADS = st.sampled_from(["建国路", "文三路", "人民南路"])


@given(
    road=ROADS,
    number=st.integers(1, 999),
    room=st.integers(101, 2500),
    place=st.sampled_from(["北京市朝阳区", "浙江省杭州市西湖区", "广东省深圳市南山区"]),
)
def test_an_address_tells_its_district_only(road: str, number: int, room: int, place: str) -> None:
    written = f"{place}{road}{number}号{room}室"
    found = TRANSFORM.apply(finding("home_address", written), setting("generalize"))
    assert found == place


@given(st.sampled_from(["birth_date", "age", "income", "ip_address", "person_name"]), st.text())
def test_what_it_is_given_never_stays(kind: str, value: str) -> None:
    assert TRANSFORM.apply(finding(kind, value, value), setting("generalize")) != value
