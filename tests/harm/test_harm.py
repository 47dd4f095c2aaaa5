"""What a holding makes possible, in all and person by person."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen import scam
from menshen.errors import UsageError
from menshen.harm import of
from menshen.harm.holding import Holding, of_findings, of_kinds
from menshen.harm.plain import plain
from menshen.harm.reading import of_report
from menshen.report import harmed
from menshen.report.harm_text import render
from menshen.report.html import document
from menshen.report.html.harmed import page
from menshen.report.html.parts import Parts
from menshen.report.text import Page
from menshen.report.words import Lang
from tests.harm.holdings import MOBILE, holding, report
from tests.report.samples import report as scanned

HOUSE = ["person_name", "mobile_number", "house_purchase", "house_unit", "house_layout"]


def test_each_person_is_weighed_for_himself() -> None:
    found = of(holding(a=["mobile_number"], b=["gov_subsidy"], c=["mobile_number", "gov_subsidy"]))
    subsidy = next(r for r in found.risks if r.scam.id == "fake_subsidy")
    assert subsidy.people == 1
    assert subsidy.groups[0] == (("gov_subsidy", "mobile_number"), 1)
    assert found.persons["a"] != found.persons["c"]
    assert "fake_subsidy" not in found.persons["b"]


def test_people_are_counted_by_the_gravest_scam_that_is_made_for_them() -> None:
    found = of(holding(a=["mobile_number"], b=["diagnosis"], c=["mobile_number", "order_info"]))
    assert found.severity == {5: 1, 1: 1, 0: 1}
    assert found.gravest == 5
    assert of(Holding({})).gravest == 0


def test_what_lacks_little_is_named_with_what_it_lacks() -> None:
    found = of(of_kinds(["mobile_number"]))
    nearly = {r.scam.id: r for r in found.nearly}
    assert nearly["flight_change_refund"].missing in {("flight_ticket",), ("train_ticket",)}
    assert nearly["flight_change_refund"].complete == 0.5
    assert not {r.scam.id for r in found.risks} & set(nearly)


def test_what_only_joined_records_would_allow_is_kept_apart() -> None:
    found = of(holding(a=["mobile_number"], b=["gov_subsidy"]))
    assert "fake_subsidy" in found.together
    assert "fake_subsidy" not in {r.scam.id for r in found.risks}


def test_what_belongs_to_nobody_counts_for_the_meter_alone() -> None:
    found = of(Holding({}, {"mobile_number": 5000, "gov_subsidy": 50}))
    assert found.risks == ()
    assert found.meter.strict.sum == 2.0
    assert found.loose == ("gov_subsidy", "mobile_number")
    assert "fake_subsidy" in found.together


def test_the_worst_combinations_name_kinds_people_and_scams() -> None:
    found = of(of_kinds(HOUSE, people=300))
    worst = found.combinations[0]
    assert worst.kinds == ("house_purchase", "mobile_number")
    assert worst.people == 300
    assert "house_agency_harassment" in worst.scams
    assert [c.weight for c in found.combinations] == sorted(
        (c.weight for c in found.combinations), reverse=True
    )


def test_keeping_the_phone_the_next_best_is_named() -> None:
    found = of(of_kinds(HOUSE, people=300))
    assert found.removals[0].kind == "mobile_number"
    assert found.kept[0].kind == "house_purchase"
    assert found.cut.kinds == ("mobile_number",)
    assert "mobile_number" not in found.cut_kept.kinds


def test_one_person_of_a_report() -> None:
    held = of_report(report()).holding
    found = of(held, person="p1")
    assert found.people == 1
    assert "fake_subsidy" in {r.scam.id for r in found.risks}
    assert "fake_subsidy" not in {r.scam.id for r in of(held, person="p2").risks}
    with pytest.raises(UsageError, match="no person"):
        of(held, person="p9")


@pytest.mark.parametrize("gain", [-1, float("nan")])
def test_a_gain_is_an_amount(gain: float) -> None:
    with pytest.raises(UsageError, match="gain"):
        of(Holding({}), gain=gain)


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from("abcdef"),
        st.lists(st.sampled_from([*HOUSE, "diagnosis", "order_info"]), min_size=1, max_size=4),
        max_size=5,
    )
)
def test_counts_agree_with_each_other(people: dict[str, list[str]]) -> None:
    found = of(holding(**people))
    assert sum(found.severity.values()) == found.people == len(people)
    pairs = sum(len(scams) for scams in found.persons.values())
    assert pairs == sum(r.people for r in found.risks)
    assert {r.scam.id for r in found.risks} == {s for t in found.persons.values() for s in t}


def test_a_million_people_cost_no_more_than_their_patterns() -> None:
    found = of(of_kinds(HOUSE, people=10**6))
    assert found.people == 10**6
    assert found.meter.strict.step == "especially"


def test_json_holds_all_and_no_value() -> None:
    made = scanned()
    found = of(of_findings(made.findings, made.people, made.tables), gain=5000)
    text = json.dumps(plain(found), ensure_ascii=False)
    assert MOBILE not in text
    assert plain(found)["meter"]["gain_step"] == "serious"
    assert {r["id"] for r in plain(found)["possible"]} == {r.scam.id for r in found.risks}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_text_and_page_say_the_same_in_both_languages(lang: Lang) -> None:
    found = of(of_report(report()).holding, gain=3000)
    text = render(found, Page(width=100, lang=lang))
    html = document("x", page(found, Parts(lang, reveal=False), minors=1), lang=lang)
    for risk in found.fed:
        assert harmed.name(risk.scam, lang) in html
    plain_text = "".join(text.split())
    for line in (harmed.lead(found, lang), *harmed.meter(found.meter, lang)):
        assert "".join(line.split()) in plain_text
        assert line.replace("“", "“") in html
    assert "{" not in text


def test_nothing_to_say_is_said() -> None:
    assert "无法逐人评估" in harmed.lead(of(Holding({})), "zh")
    assert "不足以支持" in harmed.lead(of(holding(a=["diagnosis"])), "zh")
    text = render(of(Holding({})), Page(width=80))
    assert "入罪" in text


def test_a_scan_report_has_the_section() -> None:
    from menshen.report import html, text

    made = scanned()
    assert "一旦外泄" in text.render(made, width=90)
    assert "一旦外泄" in html.render(made)
    assert "What a leak would make possible" in html.render(made, lang="en")


def test_a_hostile_column_name_stays_text() -> None:
    plain_report = report()
    plain_report["tables"][0]["columns"][1]["name"] = "<script>alert(1)</script>\x1b[2J"
    found = of(of_report(plain_report).holding)
    html = document("x", page(found, Parts("zh", reveal=False)))
    assert "<script>" not in html
    assert "\x1b" not in html
    assert "\x1b" not in render(found, Page(width=90))


def test_all_scams_have_names_in_both_languages() -> None:
    for one in scam.scams():
        assert one.zh
        assert one.en
        assert 1 <= one.severity <= 5
        assert one.kind in scam.kinds()
        assert one.advice
