"""The sentences about a case, in both languages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from menshen.report.words import Lang
from menshen.who import Found, attributed, told
from menshen.who.calls import parsed
from tests.who.stories import VICTIM, call, house, motorcycle, securities


def case(raw: dict[str, Any]) -> Found:
    return attributed(parsed(raw)).cases[0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_lines_say_what_they_knew_and_how_soon_they_came(lang: Lang) -> None:
    lines = list(told.lines(case(house()), lang))
    assert len(lines) == 4
    assert ("户型图" if lang == "zh" else "floor plan") in lines[1]
    assert "9" in lines[3]
    assert not [line for line in lines if VICTIM in line]


@pytest.mark.parametrize(
    ("when", "word"),
    [
        (date(2025, 3, 1), "半个月以内"),
        (date(2024, 12, 1), "数月以内"),
        (date(2024, 6, 1), "间隔较长"),
    ],
)
def test_how_the_delay_fits(when: date, word: str) -> None:
    raw = house()
    raw["gave"][0]["when"] = when
    assert word in list(told.lines(case(raw), "zh"))[-1]


def test_claims_are_counted() -> None:
    lines = list(told.lines(case(securities()), "zh"))
    assert "自称：某证券公司（3 次）" in lines


def test_remarks_name_the_alias_the_link_of_resale_and_what_cannot_be_told_apart() -> None:
    found = case(securities(alias=True))
    assert "别名" in told.remarks(found.sources[0], found, "zh")
    found = case(motorcycle())
    assert "只有它掌握：政府补贴信息" in told.remarks(found.sources[0], found, "zh")
    every = [told.remarks(s, found, "zh") for s in found.sources]
    assert any("无法区分" in r for r in every)
    resale = [s for s in found.sources if s.candidate.resale]
    assert all("转手" in told.remarks(s, found, "zh") for s in resale)


def test_the_control_group_is_told() -> None:
    calls = [call(date(2025, 3, 1), "house_unit") | {"victim": f"v{n}"} for n in range(4)]
    holder = {"id": "h", "columns": ["house_unit"], "rows": [f"v{n}" for n in range(4)]}
    found = case({"call": calls, "holder": [holder], "silent": ["s1", "s2", "s3"]})
    assert "没被打的 3 人中掌握 0 人" in told.remarks(found.sources[0], found, "zh")


def test_the_end_says_how_many_sources_and_what_is_left() -> None:
    found = case(house())
    shown, rest = told.ranked(found)
    lines = list(told.after(found, rest, "zh"))
    assert len(shown) <= 8
    assert any(line.startswith("以上都不是") for line in lines)
    assert "一个来源即可解释这些来电。" in lines
    assert lines[-1].endswith("某楼盘售楼处")


def test_several_sources_are_named_with_their_shares() -> None:
    holders = [
        {"id": name, "columns": ["house_unit"], "rows": [f"{name}{n}" for n in range(20)]}
        for name in "abcdef"
    ]
    calls = [
        call(date(2025, 3, 1), "house_unit") | {"victim": f"{name}{n}"}
        for name in "ab"
        for n in range(12)
    ]
    found = case({"call": calls, "holder": holders, "population": 2000})
    lines = list(told.after(found, [], "zh"))
    assert "2 个来源最能解释这些受害人：a 50%、b 50%。" in lines


def test_a_source_that_points_nowhere_is_said() -> None:
    calls = [call(date(2025, 3, 1), "diagnosis") | {"victim": f"v{n}"} for n in range(6)]
    holder = {"id": "h", "columns": ["house_unit"], "rows": ["x"]}
    found = case({"call": calls, "holder": [holder], "population": 2000})
    assert found.number == 0
    assert "这些来电不足以指向任何一类持有者。" in list(told.after(found, [], "zh"))


def test_windows_are_dates_or_a_dash() -> None:
    dated, undated = case(house()).next[0], case(house(given=False)).next[0]
    assert told.window(dated, "zh").startswith("2025-")
    assert told.window(undated, "zh") == "—"


def test_names_of_kinds_of_holders_have_an_english_form() -> None:
    found = case(motorcycle())
    assert told.called("holder.subsidy_office", found, "en") == "subsidy_office"
    assert told.called("holder.subsidy_office", found, "zh") == "乡镇财政/补贴经办"
    assert told.called("nobody", found, "zh") == "nobody"
