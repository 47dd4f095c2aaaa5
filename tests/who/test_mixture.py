"""One source or several."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.who.mixture import explained

RATIOS = st.integers(1, 5).flatmap(
    lambda n: st.lists(st.lists(st.floats(0, 200), min_size=n, max_size=n), min_size=1, max_size=8)
)


@settings(max_examples=60, deadline=None)
@given(RATIOS)
def test_probabilities_are_probabilities(ratios: list[list[float]]) -> None:
    found = explained(ratios, [1.0] * len(ratios[0]))
    assert all(-1e-9 <= p <= 1 + 1e-9 for p in (*found.probability, found.none))
    assert found.none + sum(found.probability) >= 1 - 1e-9
    assert found.leading
    assert len(found.best) == found.sources == len(found.shares)
    assert sum(found.shares) == pytest.approx(1 if found.sources else 0)


@settings(max_examples=40, deadline=None)
@given(RATIOS, st.randoms())
def test_the_order_of_victims_and_candidates_does_not_matter(
    ratios: list[list[float]], chance: random.Random
) -> None:
    count = len(ratios[0])
    found = explained(ratios, [1.0] * count)
    order = list(range(count))
    chance.shuffle(order)
    turned = explained([[row[h] for h in order] for row in reversed(ratios)], [1.0] * count)
    for at, h in enumerate(order):
        assert turned.probability[at] == pytest.approx(found.probability[h], abs=1e-6)


def test_one_source_that_explains_all() -> None:
    found = explained([[20.0, *[0.1] * 11]] * 20, [1] * 12)
    assert found.sources == 1
    assert found.best == (0,)
    assert found.leading == (0,)
    assert found.probability[0] > 0.95


def test_two_sources_share_the_victims() -> None:
    ratios = [[30.0, 0.02, 0.5]] * 8 + [[0.02, 30.0, 0.5]] * 8
    found = explained(ratios, [1, 1, 1])
    assert found.sources == 2
    assert found.best == (0, 1)
    assert found.shares == pytest.approx((0.5, 0.5), abs=0.05)
    assert set(found.leading) == {0, 1}


def test_three_sources() -> None:
    ratios = [[40.0 if h == v % 3 else 0.02 for h in range(6)] for v in range(24)]
    assert explained(ratios, [1] * 6).best == (0, 1, 2)


def test_victims_who_come_from_nowhere_are_background() -> None:
    ratios = [[25.0, 0.02]] * 10 + [[0.02, 0.02]] * 2
    found = explained(ratios, [1, 1])
    assert found.sources == 1
    assert found.probability[0] > 0.9
    nothing = explained([[0.02, 0.02]] * 10, [1, 1])
    assert nothing.sources == 0
    assert nothing.none > 0.9


def test_twins_share_what_nothing_separates() -> None:
    found = explained([[20.0, 20.0, 0.1]] * 6, [1, 1, 1])
    assert found.probability[0] == pytest.approx(found.probability[1])
    assert set(found.leading) == {0, 1}


def test_of_one_victim_there_is_one_source() -> None:
    found = explained([[9.0, 9.0, 9.0]], [1, 1, 1])
    assert sum(found.probability) + found.none == pytest.approx(1)


def test_the_prior_decides_where_nothing_else_does() -> None:
    found = explained([[5.0, 5.0]], [1.0, 0.2])
    assert found.probability[0] / found.probability[1] == pytest.approx(5)


def test_many_candidates_and_victims_stay_within_memory() -> None:
    chance = random.Random(7)
    ratios = [[chance.random() * 3 for _ in range(60)] for _ in range(3000)]
    assert len(explained(ratios, [1.0] * 60).probability) == 60
