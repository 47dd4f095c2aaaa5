"""The numbers of article 5, at their edges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen import taxonomy
from menshen.harm.meter import ARTICLE, Sums, metered


def sums(n50: int = 0, n500: int = 0, n5000: int = 0) -> Sums:
    return Sums({50: n50, 500: n500, 5000: n5000}, 0.5, 10)


@pytest.mark.parametrize(
    ("counts", "total", "step"),
    [
        ((49, 0, 0), 0.98, "insider"),
        ((50, 0, 0), 1.0, "serious"),
        ((0, 500, 0), 1.0, "serious"),
        ((0, 0, 5000), 1.0, "serious"),
        ((30, 200, 0), 1.0, "serious"),
        ((0, 0, 12_000), 2.4, "serious"),
        ((0, 0, 2_500), 0.5, "insider"),
        ((25, 0, 0), 0.5, "insider"),
        ((0, 250, 0), 0.5, "insider"),
        ((0, 0, 2_499), 0.4998, "below"),
        ((500, 0, 0), 10.0, "especially"),
        ((100, 1000, 20_000), 8.0, "serious"),
        ((0, 0, 0), 0.0, "below"),
    ],
)
def test_items_add_up_in_proportion(counts: tuple[int, int, int], total: float, step: str) -> None:
    found = sums(*counts)
    assert found.sum == pytest.approx(total)
    assert found.step == step


def test_the_insiders_half_goes_for_ten_times_too() -> None:
    assert not sums(249).insider_especially
    assert sums(250).insider_especially
    assert not sums(250).especially


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_steps_follow_the_sum(n50: int, n500: int, n5000: int) -> None:
    found = sums(n50, n500, n5000)
    exact = n50 * 100 + n500 * 10 + n5000
    assert found.serious == (exact >= 5000)
    assert found.especially == (exact >= 50_000)
    assert found.insider_serious == (2 * exact >= 5000)


def test_strict_and_lenient_classes_come_from_the_catalogue() -> None:
    found = metered({"house_unit": 50, "person_name": 7, "diagnosis": 3})
    assert found.strict.items == {50: 50, 500: 3, 5000: 7}
    assert found.lenient.items == {50: 0, 500: 3, 5000: 57}


@pytest.mark.parametrize(
    ("gain", "step"),
    [
        (None, None), (0, "below"), (2499, "below"), (2500, "insider"), (4999.99, "insider"),
        (5000, "serious"), (49_999, "serious"), (50_000, "especially"),
    ],
)  # fmt: skip
def test_a_gain_has_numbers_of_its_own(gain: float | None, step: str | None) -> None:
    assert metered({}, gain=gain).gain_step == step


def test_the_article_is_named() -> None:
    assert "法释〔2017〕10号第五条" in ARTICLE
    assert [t.value for t in taxonomy.thresholds()[:3]] == [50, 500, 5000]
