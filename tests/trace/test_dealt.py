"""Allocation and canaries against brute force: all allocations, all deals of small pools."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.trace.dealt import Hits, allocation, canaries


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


def deals(pool: int, each: int, copies: int) -> list[list[tuple[int, ...]]]:
    """Return all ways to deal `each` canaries of a pool to each of the copies, none twice."""
    if copies == 0:
        return [[]]
    found = []
    for rest in deals(pool, each, copies - 1):
        free = [c for c in range(pool) if not any(c in own for own in rest)]
        found += [[*rest, own] for own in combinations(free, each)]
    return found


@pytest.mark.parametrize("hit", [(0,), (0, 1), (0, 1, 2)])
def test_the_mean_over_all_deals_is_at_most_one(hit: tuple[int, ...]) -> None:
    pool, each, copies = 6, 2, 2
    every = deals(pool, each, copies)
    member = np.array([[c in deal[0] for c in hit] for deal in every])
    shape = member.shape
    evidence = 2.0 ** canaries(
        Hits(
            member,
            np.full(shape, each),
            np.full(len(hit), pool),
            np.zeros(len(hit), np.int64),
            np.zeros(shape, bool),
        )
    )
    mean = evidence.mean()
    assert mean <= 1 + 1e-12
    if len(hit) == 1:
        assert mean == pytest.approx(1)


def test_a_canary_of_a_project_that_only_one_copy_got_proves_nothing() -> None:
    own = np.array([[5], [0]])
    member = np.array([[True], [False]])
    hits = Hits(member, own, np.array([5]), np.array([0]), np.zeros((2, 1), bool))
    assert canaries(hits)[0] == pytest.approx(0)
    assert canaries(hits)[1] < 0


def test_a_persona_said_aloud_replaces_the_membership() -> None:
    personas = 1_000_000
    for match in (True, False):
        hits = Hits(
            np.array([[True]]), np.array([[1]]), np.array([200]), np.array([personas]),
            np.array([[match]]),
        )  # fmt: skip
        expected = 0.02 + 0.98 * personas * match
        assert 2 ** canaries(hits)[0] == pytest.approx(expected)
    mean = (1 / personas) * (0.02 + 0.98 * personas) + (1 - 1 / personas) * 0.02
    assert mean == pytest.approx(1)
