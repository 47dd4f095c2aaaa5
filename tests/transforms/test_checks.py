"""Check digits agree with the detectors' own arithmetic."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from menshen.detectors import bank_card, org_credit_code, resident_id, vin
from menshen.transforms import checks

VIN_SIGNS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"


@given(st.text("0123456789", min_size=17, max_size=17))
def test_resident(first: str) -> None:
    assert checks.resident(first) == resident_id.check_digit(first)


@given(st.text("0123456789", min_size=12, max_size=18))
def test_luhn(first: str) -> None:
    assert bank_card.luhn(first + checks.luhn(first))


@given(st.text(checks.CREDIT_SIGNS, min_size=17, max_size=17))
def test_credit(first: str) -> None:
    assert checks.credit(first) == org_credit_code.check_character(first)


@given(st.text(checks.CREDIT_SIGNS, min_size=8, max_size=8))
def test_organisation(first: str) -> None:
    assert org_credit_code.organisation_holds(first + checks.organisation(first))


@given(st.text(VIN_SIGNS, min_size=17, max_size=17))
def test_vin(number: str) -> None:
    assert checks.vin(number) == vin.check_digit(number)
