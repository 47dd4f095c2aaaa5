"""Whom nobody called."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.who import attributed
from menshen.who.calls import parsed
from menshen.who.control import at_least


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 9).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(0, n)))
)
def test_the_chance_is_that_of_counting(numbers: tuple[int, int, int]) -> None:
    total, marked, drawn = numbers
    ways = list(combinations(range(total), drawn))
    for hits in range(drawn + 1):
        share = sum(sum(i < marked for i in way) >= hits for way in ways) / len(ways)
        assert at_least(hits, drawn, marked, total) == pytest.approx(share)


def test_a_holder_who_has_all_the_called_and_none_of_the_silent_stands_out() -> None:
    called = [f"v{n}" for n in range(6)]
    calls = [{"victim": v, "when": "2025-03-01", "knew": ["house_unit"]} for v in called]
    columns = ["mobile_number", "house_unit"]
    holders = [
        {"id": "right", "columns": columns, "rows": called},
        {"id": "wrong", "columns": columns, "rows": ["v0", "s1", "s2", "s3"]},
    ]
    silent = [f"s{n}" for n in range(12)]
    (case,) = attributed(parsed({"call": calls, "holder": holders, "silent": silent})).cases
    first = case.sources[0]
    assert first.candidate.id == "right"
    assert first.control is not None
    assert first.control.called_held == 6
    assert first.control.silent_held == 0
    assert first.control.p < 0.001
    other = next(s for s in case.sources if s.candidate.id == "wrong")
    assert other.control is not None
    assert other.control.p > 0.3
