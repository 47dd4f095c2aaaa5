"""Several sellers, and the called against those not called: both rank, neither accuses."""

from __future__ import annotations

from datetime import datetime
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.trace.account import account
from menshen.trace.control import control, tail
from menshen.trace.coverage import Fact
from menshen.trace.holding import Holder, Span
from menshen.trace.sellers import sellers
from tests.trace.material import House, register

ROWS = 4000
FLAT = np.zeros(ROWS, dtype=np.int64)


def holder(name: str, rows: np.ndarray, since: str = "2025-01-01") -> Holder:
    columns = frozenset({"姓名", "手机"})
    span = Span(datetime.fromisoformat(since), rows, columns)
    return Holder(name, name, (span,), rows, rows, columns)


def some(start: int, count: int) -> np.ndarray:
    return np.isin(np.arange(ROWS), np.arange(start, start + count))


def facts(rows: list[int], at: datetime | None = None) -> list[Fact]:
    return [Fact(row, (), at) for row in rows]


OFFICE = [holder(f"h{n}", some(n * 100, 100)) for n in range(38)]
WHOLE = holder("whole", np.ones(ROWS, dtype=bool))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 6), st.integers(0, 6), st.integers(0, 4)).filter(
            lambda g: g[1] <= g[0] >= g[2]
        ),
        min_size=1,
        max_size=2,
    ),
    st.integers(0, 8),
)
def test_p_is_what_counting_all_draws_gives(groups: list[tuple[int, int, int]], least: int) -> None:
    totals = [0]
    weights = [1.0]
    for people, held, called in groups:
        draws = [sum(one < held for one in drawn) for drawn in combinations(range(people), called)]
        totals, weights = (
            [t + d for t in totals for d in draws],
            [w / len(draws) for w in weights for _ in draws],
        )
    expected = sum(w for t, w in zip(totals, weights, strict=True) if t >= least)
    assert tail(groups, least) == pytest.approx(expected, abs=1e-9)


def test_p_of_those_who_had_nothing_to_do_with_it_is_no_smaller_than_chance() -> None:
    rng = np.random.default_rng(5)
    one = [holder("h", rng.random(ROWS) < 0.3)]
    found = np.array([
        control(one, facts(rng.choice(ROWS, 12, replace=False).tolist()), FLAT)[0]
        for _ in range(400)
    ])  # fmt: skip
    for level in (0.5, 0.2, 0.05):
        assert (found <= level).mean() <= level + 3 * (level * (1 - level) / 400) ** 0.5


def test_the_called_are_compared_within_their_estate() -> None:
    """Who holds one estate alone is not suspect because the calls were all made there."""
    stratum = (np.arange(ROWS) // 1000).astype(np.int64)
    estate = holder("estate", some(0, 1000))
    few = holder("few", some(0, 50))
    p = control([estate, few, WHOLE], facts(list(range(0, 50, 5))), stratum)
    assert p[0] == p[2] == pytest.approx(1)
    assert p[1] < 1e-12


def test_nobody_called_and_a_person_called_twice() -> None:
    assert control([WHOLE], [], FLAT).tolist() == [1.0]
    once, twice = (control(OFFICE[:1], facts([3] * n), FLAT)[0] for n in (1, 2))
    assert once == twice == pytest.approx(100 / ROWS)


def test_what_came_after_the_calls_is_not_held() -> None:
    late = holder("late", some(0, 100), "2026-06-01")
    assert control([late], facts([1, 2, 3], datetime(2026, 1, 1)), FLAT)[0] == pytest.approx(1)


def test_two_sellers_are_both_found_with_their_shares() -> None:
    rng = np.random.default_rng(2)
    calls = [*rng.integers(300, 400, 12).tolist(), *rng.integers(2000, 2100, 6).tolist()]
    found = sellers([*OFFICE, WHOLE], facts(calls), FLAT)
    assert [OFFICE[one.holder].name for one in found] == ["h3", "h20"]
    assert found[0].share == pytest.approx(2 / 3, abs=0.05)
    assert found[1].share == pytest.approx(1 / 3, abs=0.05)


def test_one_seller_is_not_made_into_two() -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        calls = rng.integers(500, 600, 8).tolist()
        found = sellers([*OFFICE, WHOLE], facts(calls), FLAT)
        assert [one.holder for one in found] == [5]


def test_calls_to_anybody_name_nobody() -> None:
    rng = np.random.default_rng(4)
    named = [sellers([*OFFICE, WHOLE], facts(rng.integers(0, ROWS, 10).tolist()), FLAT) for _ in range(40)]  # fmt: skip
    assert sum(map(bool, named)) <= 2
    assert sellers(OFFICE, [], FLAT) == ()
    assert sellers([], facts([1]), FLAT) == ()


def test_twins_are_named_together() -> None:
    everyone = [*OFFICE, holder("twin", some(700, 100))]
    (found,) = sellers(everyone, facts(list(range(700, 712))), FLAT)
    assert {found.holder, *found.alike} == {7, 38}


def test_a_case_with_two_sellers_names_both_and_accuses_neither(tmp_path: Path) -> None:
    house = House.built(tmp_path)
    estates = ("听澜苑", "云栖府", "望江名邸", "翡翠城")
    for n in range(1, 9):
        house.released(f"门店{n}", where=[f"地址~{estates[n % 4]}{n}幢"])
    for estate in estates:
        house.released(f"{estate}销售组", where=[f"地址~{estate}"])
    house.released("广告公司")
    case = house.case()
    for name, count in (("听澜苑", 9), ("翡翠城", 9)):
        for row in [r for r in register() if r[2].startswith(name)][:count]:
            case.add_call(row[1], "2030-01-01", {"person_name"}, "装修")
    verdict = case.decide()
    assert verdict.accused == ()
    told = next(s for s in account(verdict, "zh") if s.heading == "材料与经过")
    assert any("对照" in line for line in told.lines)
    assert {one.recipient for one in verdict.details.sellers} <= {
        c.recipient for c in verdict.copies
    }
    p = {c.recipient: c.streams["control_p"] for c in verdict.copies}
    assert p["广告公司"] == pytest.approx(1)
    assert p["听澜苑销售组"] > p["广告公司"] * 1e-6
    assert sum(one.share for one in verdict.details.sellers) <= 1
