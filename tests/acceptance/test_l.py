"""Sold by insiders, for money, within half a month, to all the brokers: L2 to L7."""

from __future__ import annotations

from datetime import date

import pytest

import menshen
from menshen.harm import of
from menshen.harm.holding import of_kinds
from menshen.report.text import Page
from menshen.who.text import render
from tests.who.stories import call, house, motorcycle


@pytest.mark.parametrize(
    ("kinds", "people", "total", "step"),
    [
        (["house_unit"], 49, 0.98, "insider"),
        (["house_unit"], 50, 1.0, "serious"),
        (["diagnosis"], 250, 0.5, "insider"),
        (["person_name", "mobile_number"], 1249, 0.4996, "below"),
        (["person_name", "mobile_number"], 1250, 0.5, "insider"),
        (["person_name", "mobile_number"], 25_000, 10.0, "especially"),
    ],
)
def test_l2_the_meter_counts_items_against_50_500_and_5000_and_halves_for_insiders(
    kinds: list[str], people: int, total: float, step: str
) -> None:
    meter = of(of_kinds(kinds, people=people)).meter
    assert meter.strict.sum == pytest.approx(total)
    assert meter.strict.step == step


def test_l2_gain_counts_by_itself() -> None:
    steps = [of(of_kinds(["age"]), gain=g).meter.gain_step for g in (2499, 2500, 5000, 50_000)]
    assert steps == ["below", "insider", "serious", "especially"]


def test_l3_from_the_giving_to_the_first_call_and_who_fits_it() -> None:
    (case,) = menshen.who(house()).cases
    assert case.days == 9
    assert case.sources[0].candidate.name == "某楼盘售楼处"
    later = house()
    later["gave"][0]["when"] = date(2025, 3, 11)
    (case,) = menshen.who(later).cases
    ranked = {s.candidate.name: s for s in case.sources}
    assert "某楼盘售楼处" not in ranked or ranked["某楼盘售楼处"].excluded


def test_l4_tick_what_the_caller_knew_and_sources_are_ranked() -> None:
    knew = ["house_layout", "house_unit", "house_purchase", "person_name"]
    (case,) = menshen.who({"call": [call(date(2025, 3, 10), *knew)]}).cases
    assert case.sources[0].candidate.id == "holder.developer"
    assert case.sources[0].coverage == 1
    assert [s.probability for s in case.sources] == sorted(
        (s.probability for s in case.sources), reverse=True
    )


def test_l5_the_caller_need_not_be_the_leaker() -> None:
    found = menshen.who(house(given=False))
    (case,) = found.cases
    assert case.claimed[0][0] in {"某房产中介", "某二手房公司", "某贷款公司"}
    assert case.sources[0].candidate.id == "holder.developer"
    assert "onward" in found.assumptions
    assert "老板买来" in render(found, Page(width=110))


def test_l6_contacts_with_the_same_knowledge_are_one_case_and_the_next_wave_is_told() -> None:
    raw = house()
    raw["call"] += motorcycle()["call"]
    found = menshen.who(raw)
    assert sorted(len(c.case.calls) for c in found.cases) == [1, 3]
    home = max(found.cases, key=lambda c: len(c.case.calls))
    expected = [w.scam.id for w in home.next if not w.seen]
    assert "decoration_harassment" in expected
    assert {w.scam.id for w in home.next if w.seen} >= {
        "house_agency_harassment",
        "loan_harassment",
    }


def test_l7_attribution_is_a_probability_with_evidence_and_no_accusation() -> None:
    found = menshen.who(house())
    (case,) = found.cases
    for source in case.sources:
        assert 0 <= source.probability <= 1
        assert source.covered or source.lacking
    assert case.none > 0
    assert found.assumptions
    text = render(found, Page(width=110))
    assert "不是指控" in text
    assert "内部人员、被窃、依法转交都有可能" in "".join(text.split())
