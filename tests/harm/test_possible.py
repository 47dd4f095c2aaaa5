"""From leaked columns to the scam: every one of the catalogue."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen import scam, taxonomy
from menshen.harm.known import CONTACTS, closed
from menshen.harm.possible import chance, chances, groups, rarity

GROUPS = [(one.id, group) for one in scam.scams() for group in groups(one.id)]
KINDS = st.frozensets(st.sampled_from(sorted(taxonomy.ids())), max_size=8)


def possible(kinds: frozenset[str]) -> list[str]:
    return [c.scam.id for c in chances(kinds) if c.complete == 1]


@pytest.mark.parametrize(
    ("name", "group"), GROUPS, ids=lambda v: v if isinstance(v, str) else "+".join(sorted(v))
)
def test_leaked_columns_make_their_scam_possible(name: str, group: frozenset[str]) -> None:
    assert name in possible(group)


@pytest.mark.parametrize("one", scam.scams(), ids=lambda s: s.id)
def test_without_any_of_its_needs_a_scam_is_not_possible(one: scam.Scam) -> None:
    needed = {kind for group in groups(one.id) for kind in group}
    others = frozenset(k for k in taxonomy.ids() if not closed([k]) & needed)
    found = chance(one, closed(others))
    assert found.complete == 0
    assert found.weight == 0


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (["person_name", "resident_id_number"], {"forged_id_fraud", "shell_company_registration"}),
        (["mobile_number", "order_info"], {"fake_refund", "contraband_parcel"}),
        (["hotel_record"], {"privacy_extortion"}),
        (["mobile_number", "children_info"], {"relative_in_trouble", "fake_teacher_group"}),
        (["mobile_number", "gov_subsidy"], {"fake_subsidy", "atm_guided_transfer"}),
        (["mobile_number", "medical_insurance"], {"fake_social_security"}),
        (["mobile_number", "travel_itinerary"], {"fake_epidemic_control"}),
        (["mobile_number", "flight_ticket"], {"flight_change_refund", "fake_epidemic_control"}),
        (["bank_card_number", "sms_code"], {"account_theft", "account_rental_money_mule"}),
        (["wechat_id", "account_password"], {"social_account_hijack"}),
        (["employer", "job_title"], {"impersonate_boss", "impersonate_me_to_colleagues"}),
        (["mobile_number", "diagnosis"], {"fake_doctor_medicine"}),
        (["mobile_number", "house_unit"], {"house_agency_harassment", "decoration_harassment"}),
        (["mobile_number", "securities_account"], {"stock_tip"}),
    ],
)
def test_each_category_of_records_has_its_scams(columns: list[str], expected: set[str]) -> None:
    assert expected <= set(possible(frozenset(columns)))


def test_a_kind_that_tells_more_feeds_what_its_parts_feed() -> None:
    assert "forged_id_fraud" in possible(frozenset(("id_card_image",)))
    assert "fake_refund" in possible(frozenset(("waybill",)))


@given(KINDS, st.sampled_from(sorted(taxonomy.ids())))
def test_knowing_more_never_makes_less_possible(kinds: frozenset[str], more: str) -> None:
    before = {c.scam.id: c for c in chances(kinds)}
    for after in chances(kinds | {more}):
        assert after.complete >= before[after.scam.id].complete
        assert 0 <= after.complete <= 1
        assert 0 <= after.credible <= 1 + 1e-9
        assert after.missing == after.group - closed(kinds | {more})


def test_the_foremost_are_possible_and_what_is_rare_weighs_more() -> None:
    found = chances(frozenset(("mobile_number", "gov_subsidy", "vehicle_purchase")))
    complete = [c.complete == 1 for c in found]
    assert complete == sorted(complete, reverse=True)
    assert {c.scam.id for c in found[:2]} == {"fake_subsidy", "atm_guided_transfer"}
    assert rarity(["gov_subsidy"]) > rarity(["person_name"])


def test_a_way_to_reach_somebody_alone_is_told_apart() -> None:
    bare = {c.scam.id for c in chances(frozenset(("mobile_number",))) if c.complete == 1 and c.bare}
    assert {"brushing_rebate", "fake_loan", "harassing_marketing", "fake_shopping"} <= bare
    fed = next(c for c in chances(frozenset(("mobile_number", "gov_subsidy"))) if c.complete == 1)
    assert not fed.bare


def test_where_no_need_is_named_any_contact_suffices() -> None:
    assert set(groups("game_trade")) == {frozenset((c,)) for c in CONTACTS}
