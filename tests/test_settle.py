"""Settlement keeps the heaviest set without an overlap."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from menshen.settle import Claim, clusters, settle

claims = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 10), st.integers(1, 90)), max_size=8
).map(lambda rows: [Claim(a, a + n, w / 10, i) for i, (a, n, w) in enumerate(rows)])


def apart(chosen: tuple[Claim, ...]) -> bool:
    return all(a.end <= b.start or b.end <= a.start for a, b in combinations(chosen, 2))


@given(claims)
def test_the_chosen_set_is_apart_and_no_set_weighs_more(given_claims: list[Claim]) -> None:
    chosen = tuple(given_claims[i] for i in settle(given_claims))
    assert apart(chosen)
    best = max(
        sum(c.weight for c in subset)
        for size in range(len(given_claims) + 1)
        for subset in combinations(given_claims, size)
        if apart(subset)
    )
    assert abs(sum(c.weight for c in chosen) - best) < 1e-9


def test_a_weak_name_cannot_cut_an_address_nor_a_weak_address_a_strong_name() -> None:
    address, name = Claim(0, 20, 3.0, 0), Claim(4, 6, 1.0, 1)
    assert settle([address, name]) == [0]
    assert settle([address, name._replace(weight=5.0)]) == [1]


def test_what_only_touches_stays() -> None:
    assert settle([Claim(0, 3, 1.0, 0), Claim(3, 6, 1.0, 1)]) == [0, 1]


def test_many_claims_cost_little_more_than_few() -> None:
    many = [Claim(i, i + 3, 1.0, i) for i in range(20_000)]
    assert len(settle(many)) == 6_667


spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 8)), max_size=12).map(
    lambda rows: sorted((start, start + size) for start, size in rows)
)


@given(spans)
def test_clusters_are_the_runs_in_which_each_overlaps_the_stretch_before(
    given_spans: list[tuple[int, int]],
) -> None:
    runs: list[list[int]] = []
    reach = -1
    for number, (start, end) in enumerate(given_spans):
        if start >= reach:
            runs.append([number])
            reach = end
        else:
            runs[-1].append(number)
            reach = max(reach, end)
    expected = [(run[0], run[-1] + 1) for run in runs if len(run) > 1]
    assert clusters(given_spans) == expected
