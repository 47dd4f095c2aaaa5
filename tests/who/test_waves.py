"""Who calls next."""

from __future__ import annotations

from datetime import date

import pytest

from menshen import scam
from menshen.harm.known import closed
from menshen.who.calls import Call, moment
from menshen.who.candidates import Candidate
from menshen.who.waves import claims, next_waves

START = moment(date(2025, 3, 1), "")


def holder(*fields: str) -> Candidate:
    named = frozenset(fields)
    return Candidate("h", "h", None, named, closed(named))


def call(claimed: str = "", day: int = 10) -> Call:
    return Call("me", moment(date(2025, 3, day), ""), frozenset(), claimed=claimed)


@pytest.mark.parametrize(
    ("claimed", "scams"),
    [
        ("链家二手房中介", {"house_agency_harassment"}),
        ("某装饰公司", {"decoration_harassment"}),
        ("县财政局", {"atm_guided_transfer", "fake_subsidy"}),
        ("某证券公司客户经理", {"stock_tip"}),
        ("京东客服", {"fake_refund", "service_cancel_million_guarantee"}),
        ("隔壁老王", set()),
        ("", set()),
    ],
)
def test_what_callers_claim_to_be(claimed: str, scams: set[str]) -> None:
    assert set(claims(call(claimed))) == scams


def test_the_probability_is_that_of_the_sources_that_can_feed_it() -> None:
    sources = [(holder("mobile_number", "diagnosis"), 0.7), (holder("mobile_number", "vin"), 0.3)]
    found = {
        w.scam.id: w for w in next_waves(frozenset(("mobile_number",)), sources, [call()], None)
    }
    assert found["fake_doctor_medicine"].probability == pytest.approx(0.7)
    assert found["fake_doctor_medicine"].start is None


def test_what_needs_a_phone_alone_is_no_wave() -> None:
    sources = [(holder("mobile_number", "person_name"), 1.0)]
    assert next_waves(frozenset(("mobile_number", "person_name")), sources, [call()], None) == []


def test_what_is_over_is_not_expected_any_more() -> None:
    sources = [(holder("mobile_number", "flight_ticket"), 1.0)]
    late = [call(), Call("me", moment(date(2025, 9, 1), ""), frozenset())]
    soon = {w.scam.id for w in next_waves(frozenset(), sources, [call()], START)}
    over = {w.scam.id for w in next_waves(frozenset(), sources, late, START)}
    assert "flight_change_refund" in soon
    assert "flight_change_refund" not in over


def test_those_who_came_already_stand_last() -> None:
    sources = [(holder("mobile_number", "house_unit", "house_layout", "house_purchase"), 1.0)]
    found = next_waves(frozenset(("house_unit",)), sources, [call("某中介")], START)
    assert [w.seen for w in found] == sorted(w.seen for w in found)
    assert found[-1].scam.id == "house_agency_harassment"
    assert all(w.scam in scam.scams() for w in found)
