"""Format-preserving encryption of kinds: valid stays valid, and everything comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.detectors import bank_card, org_credit_code, resident_id
from menshen.transforms.fpe import TRANSFORM
from tests.transforms.samples import card, finding, resident_number, setting

COUNTIES = st.sampled_from(["110105", "330106", "510104", "110103"])
DAYS = st.dates(min_value=__import__("datetime").date(1900, 1, 1)).filter(lambda d: d.year < 2024)


@pytest.mark.parametrize("crypto", ["standard", "sm"])
@given(county=COUNTIES, born=DAYS, serial=st.integers(0, 999))
def test_id_numbers_stay_valid_and_come_back(
    crypto: str, county: str, born: object, serial: int
) -> None:
    number = resident_number(county, f"{born:%Y%m%d}", serial)
    moved = TRANSFORM.apply(finding("resident_id_number", number), setting("fpe", crypto))
    assert moved is not None
    assert resident_id.is_valid(moved)
    assert TRANSFORM.undo("resident_id_number", moved, setting("fpe", crypto)) == number


@given(st.text("0123456789", min_size=9, max_size=12))
def test_cards_keep_issuer_and_check(middle: str) -> None:
    number = card("622202" + middle)
    moved = TRANSFORM.apply(finding("bank_card_number", number), setting("fpe"))
    assert moved is not None
    assert moved[:6] == "622202"
    assert bank_card.luhn(moved)
    assert TRANSFORM.undo("bank_card_number", moved, setting("fpe")) == number


@given(st.text("0123456789", min_size=16, max_size=16).filter(lambda n: not bank_card.luhn(n)))
def test_a_number_that_fails_its_check_goes_on_failing_it(number: str) -> None:
    moved = TRANSFORM.apply(finding("bank_card_number", number), setting("fpe"))
    assert moved is not None
    assert not bank_card.luhn(moved)
    assert TRANSFORM.undo("bank_card_number", moved, setting("fpe")) == number


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("mobile_number", "+86 138-0013-8000"), ("mobile_number", "１３８００１３８０００"),
        ("resident_id_number", "110105 19491231 002X"), ("vehicle_plate", "京A·12345"),
        ("vehicle_plate", "京AD12345"), ("email", "zhang.sanfeng@corp.cn"), ("passport_number", "E12345678"),
        ("org_credit_code", "92350100M000100Y43"), ("vin", "LSVAM4187C2184847"), ("qq_number", "123456789"),
        ("wechat_id", "zhangsan123"), ("imei", "490154203237518"), ("mac_address", "00:1B:44:11:3A:B7"),
    ],
)  # fmt: skip
def test_forms_stay_and_values_come_back(kind: str, value: str) -> None:
    moved = TRANSFORM.apply(finding(kind, value), setting("fpe"))
    assert moved is not None
    assert moved != value
    assert [c.isdigit() for c in moved] == [
        c.isdigit() for c in value
    ] or kind == "resident_id_number"
    assert TRANSFORM.undo(kind, moved, setting("fpe")) == value


def test_a_credit_code_holds_both_checks() -> None:
    first = "92350100M000100Y4"
    number = first + org_credit_code.check_character(first)
    moved = TRANSFORM.apply(finding("org_credit_code", number), setting("fpe"))
    assert moved is not None
    assert org_credit_code.check_character(moved[:17]) == moved[17]
    assert org_credit_code.organisation_holds(moved[8:17])


@pytest.mark.parametrize(
    ("kind", "value"),
    [("person_name", "张三丰"), ("birth_date", "1985-03-12"), ("age", "37"), ("sms_code", "1234")],
)
def test_what_can_be_tried_out_is_refused(kind: str, value: str) -> None:
    assert TRANSFORM.apply(finding(kind, value), setting("fpe")) is None
