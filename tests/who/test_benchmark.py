"""The simulation of leaks: small runs of it, and its tables."""

from __future__ import annotations

import random

import pytest

from benchmarks.warn import sources


def test_holders_overlap_and_differ_in_size() -> None:
    made = sources.holders(random.Random(1))
    sizes = sorted(len(h.rows or ()) for h in made)
    assert len(made) == 50
    assert sizes[0] < 150 < sizes[-1] == sources.PEOPLE
    assert all(h.columns >= sources.ALWAYS for h in made)


@pytest.mark.parametrize("sellers", [1, 2, 3])
def test_a_leak_has_its_sellers_and_victims(sellers: int) -> None:
    chance = random.Random(sellers)
    sold, calls = sources.leak(chance, sources.holders(chance), sellers, 12)
    assert len(sold) == sellers
    assert len({c.victim for c in calls.calls}) == 12
    assert all(c.knew >= sources.ALWAYS for c in calls.calls)


def test_one_seller_of_ten_victims_is_found() -> None:
    trials = [sources.trial(random.Random(seed), 1, 10) for seed in range(3)]
    assert all(t.first and t.all_in for t in trials)
    assert all(len(t.rated) == 50 for t in trials)
    assert sources.row(1, 10, trials).split()[2] == "1.000"


def test_the_curve_lays_what_was_said_beside_what_was() -> None:
    lines = sources.curve([(0.5, True), (0.5, False), (0.995, True)])
    assert lines[0].split() == ["0.40-0.60", "2", "0.500", "0.500"]
    assert lines[-1] == "expected calibration error 0.0017"
