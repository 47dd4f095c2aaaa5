"""Allocation against brute force: all allocations of small cases."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.trace.dealt import allocation


@given(st.lists(st.sampled_from([0.02, 0.05, 0.5, 0.9, 1.0]), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_the_mean_over_all_allocations_is_one(shares: list[float]) -> None:
    every = np.array(list(product([False, True], repeat=len(shares))))
    q = np.array(shares)
    chance = np.where(every, q, 1 - q).prod(axis=1)
    evidence = 2.0 ** allocation(every, np.tile(q, (len(every), 1)))
    assert chance @ evidence == pytest.approx(1)


def test_rows_that_are_not_dealt_by_key_carry_nothing() -> None:
    assert allocation(np.zeros((1, 5), bool), np.ones((1, 5))) == pytest.approx([0.0])


def test_seven_victims_at_a_share_of_five_percent_are_enough_and_six_are_not() -> None:
    def evidence(victims: int) -> float:
        return float(allocation(np.ones((1, victims), bool), np.full((1, victims), 0.05))[0])

    assert evidence(7) >= 27.6 > evidence(6)
