"""Surrogates: valid, different, the same everywhere, and nobody's where that can be had."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import menshen
from menshen import facts
from menshen.detectors import bank_card, resident_id
from menshen.transforms.keyed import Keyed
from menshen.transforms.surrogate import TRANSFORM, days, names, places
from tests.transforms.samples import KEY, card, finding, resident_number, setting

KEYED = Keyed(KEY)
NAMES = st.sampled_from(
    ["张三", "张三丰", "王建国", "李芳", "欧阳娜娜", "阿依古丽·买买提", "Zhang San"]
)


def of(kind: str, value: str, normal: str = "") -> str:
    found = TRANSFORM.apply(finding(kind, value, normal), setting("surrogate"))
    assert found is not None
    return found


@given(
    county=st.sampled_from(["110105", "330106", "510104", "650102"]),
    born=st.dates(date(1930, 1, 1), date(2019, 12, 31)),
    serial=st.integers(1, 999),
)
def test_id_numbers(county: str, born: date, serial: int) -> None:
    number = resident_number(county, f"{born:%Y%m%d}", serial)
    other = of("resident_id_number", number)
    assert resident_id.is_valid(other)
    assert other != number
    assert other[:2] == county[:2]
    assert other[6:9] == number[6:9]
    assert int(other[16]) % 2 == int(number[16]) % 2
    known = facts.division(other[:6])
    assert known is None or (known.until is not None and known.until < max(born.year, 1984))
    assert other[6:14] == f"{days.day(born, KEYED):%Y%m%d}"


def test_an_id_number_and_a_birth_date_of_one_person_agree() -> None:
    number = resident_number("110105", "19850312", 12)
    assert of("birth_date", "1985-03-12") == "-".join(
        (of("resident_id_number", number)[6:10], of("resident_id_number", number)[10:12],
         of("resident_id_number", number)[12:14])
    )  # fmt: skip


@given(NAMES)
def test_names_keep_their_build(name: str) -> None:
    other = of("person_name", name)
    assert other != name
    assert len(other.split("·")) == len(name.split("·"))
    assert name.isascii() == other.isascii()
    if name.isalpha() and not name.isascii():
        assert len(other) == len(name)


def test_gender_of_names_and_surnames_stay_together() -> None:
    assert names.name("李芳", "", KEYED)[-1] in _women()  # type: ignore[index]
    full, short = of("person_name", "张三丰"), of("person_name", "张总")
    assert short == full[0] + "总"
    assert of("person_name", "老张") == "老" + full[0]
    assert of("person_name", "张先生") == full[0] + "先生"
    assert of("gender", "女") == "女"


def _women() -> tuple[str, ...]:
    from menshen.transforms.surrogate.words import words

    return words("given_f")


@pytest.mark.parametrize(
    ("kind", "value", "label"),
    [
        ("mobile_number", "138-0013-8000", "手机"), ("bank_card_number", card("622202123456789012"), "银行卡号"),
        ("landline", "010-88886666", "办公电话"), ("vehicle_plate", "京A12345", "车牌号"),
        ("passport_number", "E12345678", "护照号码"), ("org_credit_code", "92350100M000100Y43", "统一社会信用代码"),
        ("resident_id_number", "11010519491231002X", "身份证号"), ("imei", "490154203237518", "IMEI"),
        ("vin", "LSVAM4187C2184847", "车架号"), ("email", "zhangsf@163.com", "邮箱"),
        ("ip_address", "39.12.3.4", "登录IP"), ("mac_address", "00:1B:44:11:3A:B7", "MAC地址"),
        ("birth_date", "1985年3月12日", "出生日期"), ("person_name", "张三丰", "姓名"),
        ("home_address", "北京市朝阳区建国路88号院3号楼502室", "住址"),
    ],
)  # fmt: skip
def test_the_detectors_take_a_surrogate_for_real(kind: str, value: str, label: str) -> None:
    other = of(kind, value, "1985-03-12" if kind == "birth_date" else "")
    assert other != value
    assert kind in [f.type.id for f in menshen.find(f"{label}：{other}")]


def test_nobodys_numbers() -> None:
    assert facts.mobile_prefix(of("mobile_number", "13800138000")) is None
    number = of("bank_card_number", card("622202123456789012"))
    assert bank_card.luhn(number)
    assert facts.bank_of(number) is None
    assert of("email", "a@corp.cn").rpartition(".")[0].endswith("@example")
    assert of("ip_address", "39.12.3.4").startswith(("192.0.2.", "198.51.100.", "203.0.113."))
    assert of("ip_address", "192.168.1.7").startswith("10.")
    assert int(of("mac_address", "00:1B:44:11:3A:B7")[1], 16) & 2


@pytest.mark.parametrize("region", ["city", "province", "none"])
def test_places_keep_what_the_policy_says(region: str) -> None:
    old = "330106"
    other = places.code(old, region, KEYED)
    size = {"city": 4, "province": 2, "none": 0}[region]
    assert other != old
    assert other[:size] == old[:size]
    found = places.address_of("浙江省杭州市西湖区文三路478号5幢301室", region, KEYED)
    assert found is not None
    assert "文三路" not in found
    assert "478" not in found
    assert found.startswith("浙江省") or region == "none"


@given(st.dates(date(1900, 1, 1), date(2024, 12, 31)))
def test_days_stay_in_their_decade(born: date) -> None:
    other = days.day(born, KEYED)
    assert other != born
    assert other.year // 10 == born.year // 10
    assert other.year <= max(born.year, 2019)


@pytest.mark.parametrize(
    ("age", "low", "high"), [("37", 30, 39), ("13", 10, 13), ("15", 14, 17), ("8", 0, 9)]
)
def test_ages_stay_on_their_side(age: str, low: int, high: int) -> None:
    other = of("age", f"{age}岁", age)
    assert low <= int(other.removesuffix("岁")) <= high
    assert other != f"{age}岁"


def test_facts_become_other_facts_or_nothing() -> None:
    assert of("ethnicity", "汉族") in facts.ethnic_groups()
    assert facts.medical()[of("diagnosis", "高血压")] == "diagnosis"
    assert of("employer", "北京恒通科技有限公司").endswith("有限公司")
    assert TRANSFORM.apply(finding("religion", "某教"), setting("surrogate")) is None


@given(
    st.lists(
        st.text("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚", min_size=1, max_size=2),
        min_size=1, max_size=60, unique=True,
    )
)  # fmt: skip
def test_no_two_names_of_a_run_share_a_stand_in(given_names: list[str]) -> None:
    run = setting("surrogate")
    found = {
        name: TRANSFORM.apply(finding("person_name", f"张{name}"), run) for name in given_names
    }
    assert len(set(found.values())) == len(found)
    for name, other in found.items():
        assert TRANSFORM.apply(finding("person_name", f"张{name}"), run) == other


def test_where_names_run_out_they_grow_and_then_are_numbered() -> None:
    run = setting("surrogate")
    signs = [chr(n) for n in range(0x4E00, 0x4E00 + 700)]
    found = [TRANSFORM.apply(finding("person_name", f"王{sign}"), run) for sign in signs]
    assert len(set(found)) == len(found)
    assert {len(name or "") for name in found} >= {2, 3}
    networks = [finding("ip_address", f"39.12.{n // 250}.{n % 250}") for n in range(800)]
    addresses = [TRANSFORM.apply(one, run) for one in networks]
    assert len(set(addresses)) == len(addresses)
    assert any(address and address.startswith("〔") for address in addresses)


def test_ways_to_write_a_value_share_its_stand_in() -> None:
    run = setting("surrogate")
    one, other = (
        TRANSFORM.apply(finding("mobile_number", written, "+8613800138000"), run)
        for written in ("138-0013-8000", "13800138000")
    )
    assert one is not None
    assert one.replace("-", "") == other
