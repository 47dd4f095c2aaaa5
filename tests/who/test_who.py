"""The three stories end to end: from what callers knew to the source and the next callers."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

import menshen
from menshen.report.html import document
from menshen.report.html.parts import Parts
from menshen.report.text import Page
from menshen.report.words import Lang
from menshen.who import ASSUMPTIONS, Attribution, Found, attributed
from menshen.who.calls import Gave, moment, parsed
from menshen.who.page import body
from menshen.who.plain import plain
from menshen.who.text import render
from tests.who.stories import VICTIM, call, house, motorcycle, securities


def only(raw: dict[str, Any]) -> Found:
    (case,) = attributed(parsed(raw)).cases
    return case


def by_id(found: Found) -> dict[str, float]:
    return {s.candidate.id: s.probability for s in found.sources}


def test_the_house_points_to_the_developer_before_bank_broker_and_decorator() -> None:
    found = only(house(given=False))
    ranked = by_id(found)
    assert found.sources[0].candidate.id == "holder.developer"
    assert ranked["holder.developer"] > 0.8
    assert found.sources[0].coverage == 1
    for other in ("mortgage_bank", "property_manager", "housing_registry", "housing_agency"):
        assert ranked.get(f"holder.{other}", 0) < 0.1
    assert found.number == 1


def test_a_broker_who_calls_is_named_as_a_link_of_resale_not_as_the_source() -> None:
    found = only(house(given=False))
    resale = {s.candidate.id for s in found.sources if s.candidate.resale}
    assert found.sources[0].candidate.id not in resale
    from menshen.who.candidates import candidates_for

    assert {c.id for c in candidates_for(parsed(house(given=False))) if c.resale} == {
        "holder.housing_agency",
        "holder.decoration_company",
    }


def test_within_half_a_month_of_the_giving() -> None:
    found = only(house())
    first = found.sources[0]
    assert first.candidate.name == "某楼盘售楼处"
    assert first.days == 9
    assert found.days == 9
    assert found.leading == ("given:某楼盘售楼处",)
    late = house()
    late["gave"][0]["when"] = date(2023, 3, 1)
    assert only(late).sources[0].probability < first.probability


def test_who_got_it_only_afterwards_is_excluded() -> None:
    raw = house()
    raw["gave"].append({**raw["gave"][0], "to": "另一楼盘", "when": date(2025, 4, 1)})
    found = only(raw)
    later = [s for s in found.sources if s.candidate.name == "另一楼盘"]
    assert all(s.probability < 0.05 and s.excluded for s in later)
    assert found.sources[0].candidate.name == "某楼盘售楼处"


def test_the_property_manager_comes_months_after_the_purchase() -> None:
    raw = {
        "call": [call(date(2025, 3, 10), "person_name", "house_unit")],
        "gave": [{**house()["gave"][0], "what": ["person_name"]}],
    }
    early = by_id(only(raw)).get("holder.property_manager", 0.0)
    raw["call"][0]["when"] = date(2025, 9, 10)
    assert by_id(only(raw))["holder.property_manager"] > early


def test_after_brokers_and_lenders_the_decorators_are_expected() -> None:
    found = only(house())
    waves = {w.scam.id: w for w in found.next}
    assert waves["house_agency_harassment"].seen
    assert waves["loan_harassment"].seen
    decoration = waves["decoration_harassment"]
    assert not decoration.seen
    assert decoration.probability > 0.8
    assert decoration.start is not None
    assert decoration.start.date() == date(2025, 3, 8)
    assert not found.next[0].seen


def test_the_securities_account_points_to_the_app() -> None:
    found = only(securities())
    assert found.sources[0].candidate.id == "holder.broker_app"
    assert found.sources[0].only == ("securities_account",)
    assert found.sources[0].probability > 0.5
    assert len(found.case.calls) == 3
    assert found.next[0].scam.id == "stock_tip"


def test_an_alias_names_the_app_all_but_surely() -> None:
    found = only(securities(alias=True))
    first = found.sources[0]
    assert first.candidate.name == "某炒股软件"
    assert first.alias
    assert first.probability > 0.97
    assert found.leading == (first.candidate.id,)


def test_an_alias_alone_suffices_where_nothing_rare_was_known() -> None:
    raw = securities(alias=True)
    for entry in raw["call"]:
        entry["knew"] = ["mobile_number"]
    found = only(raw)
    assert found.telling
    assert found.sources[0].candidate.name == "某炒股软件"
    raw["gave"] = []
    assert not only(raw).telling


def test_the_motorcycle_points_to_the_subsidy_office_before_dealer_and_vehicle_office() -> None:
    found = only(motorcycle())
    ranked = by_id(found)
    assert found.sources[0].candidate.id == "holder.subsidy_office"
    assert found.sources[0].only == ("gov_subsidy",)
    assert ranked["holder.subsidy_office"] > 0.7
    assert ranked["holder.vehicle_dealer"] < 0.1
    assert ranked["holder.vehicle_office"] < 0.1
    assert {"fake_subsidy", "atm_guided_transfer"} <= {w.scam.id for w in found.next if w.seen}


def test_what_everybody_knows_tells_nothing() -> None:
    found = only({"call": [call(date(2025, 3, 1), "person_name")]})
    assert not found.telling


def test_a_personal_record_sharpens() -> None:
    given = Gave(
        VICTIM, "某经办窗口", "holder.subsidy_office", frozenset(), moment("2025-05-01", "")
    )
    (found,) = attributed(parsed(motorcycle()), given=[given]).cases
    assert found.sources[0].candidate.name == "某经办窗口"
    assert found.sources[0].probability > only(motorcycle()).sources[0].probability


def sold(sellers: dict[str, int]) -> dict[str, Any]:
    """Return an investigation: victims taken from the rows of the sellers, ten holders in all."""
    columns = ["person_name", "mobile_number", "house_unit"]
    holders = [
        {"id": f"h{n}", "columns": columns, "rows": [f"p{n}-{i}" for i in range(30)]}
        for n in range(10)
    ]
    calls = [
        {"victim": f"p{name[1:]}-{i}", "when": "2025-03-10", "knew": columns}
        for name, count in sellers.items()
        for i in range(count)
    ]
    return {"call": calls, "holder": holders, "population": 1000}


def test_one_seller_among_ten_holders() -> None:
    found = only(sold({"h3": 16}))
    assert found.sources[0].candidate.id == "h3"
    assert found.number == 1
    assert found.leading == ("h3",)
    assert found.sources[0].victims == 16


def test_two_sellers_are_counted_and_shared() -> None:
    found = only(sold({"h3": 9, "h7": 6}))
    assert found.number == 2
    assert {name for name, _ in found.shares} == {"h3", "h7"}
    assert dict(found.shares)["h3"] == pytest.approx(0.6, abs=0.05)


def test_a_thousand_victims_of_one_list_say_no_more_of_its_columns_than_one() -> None:
    knew = ["person_name", "mobile_number", "house_unit", "house_layout"]
    calls = [{"victim": f"v{n}", "when": "2025-03-10", "knew": knew} for n in range(1000)]
    one, many = only({"call": calls[:1]}), only({"call": calls})
    assert many.sources[0].candidate.id == one.sources[0].candidate.id == "holder.developer"
    assert many.sources[0].probability < one.sources[0].probability + 0.2
    assert many.none < 0.5


def test_holders_of_the_same_rows_are_tied() -> None:
    raw = sold({"h3": 6})
    raw["holder"].append({**raw["holder"][3], "id": "twin"})
    found = only(raw)
    tied = {s.candidate.id: s.tied for s in found.sources}
    assert "twin" in tied["h3"]
    assert {"h3", "twin"} <= set(found.leading)


def everything() -> Attribution:
    raw = house()
    raw["call"] += [*securities()["call"], *motorcycle()["call"], call(date(2025, 1, 1))]
    return attributed(parsed(raw))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_text_and_page_say_that_nobody_is_accused(lang: Lang) -> None:
    found = everything()
    text = render(found, Page(width=110, lang=lang))
    html = document("x", body(found, Parts(lang, reveal=False)), lang=lang)
    for shown in (text, html):
        assert ("不是指控" if lang == "zh" else "not accusation") in shown
        assert VICTIM not in shown
        assert "{" not in shown.split("</style>")[-1]
    assert html.count("<h3>") >= 6


def test_json_says_so_too_and_holds_no_value() -> None:
    shown = plain(everything())
    text = json.dumps(shown, ensure_ascii=False)
    assert shown["accusation"] is False
    assert shown["assumptions"] == list(ASSUMPTIONS)
    assert VICTIM not in text
    assert len(shown["cases"]) == 4
    assert {c["telling"] for c in shown["cases"]} == {True, False}


def test_nothing_shows_in_a_repr() -> None:
    assert VICTIM not in repr(everything())


def test_the_library_takes_a_file_plain_values_or_calls(tmp_path: Any) -> None:
    path = tmp_path / "calls.toml"
    path.write_text(
        '[[call]]\nvictim = "me"\nwhen = 2025-05-03\nknew = ["gov_subsidy"]\n', encoding="utf-8"
    )
    shown = plain(menshen.who(path))
    assert plain(menshen.who(str(path))) == shown
    raw = {"call": [{"victim": "me", "when": "2025-05-03", "knew": ["gov_subsidy"]}]}
    assert plain(menshen.who(raw)) == plain(menshen.who(parsed(raw))) == shown
