"""Digests: what was put in comes out, from memory and from disk, and nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.digests import Digests, digest

KEYS = st.integers(0, (1 << 64) - 1)


@given(st.lists(st.tuples(KEYS, st.integers(0, 1 << 40)), max_size=60), st.lists(KEYS, max_size=9))
@pytest.mark.parametrize("most", [1, 7, 1000])
def test_a_map_however_little_is_held(
    most: int, entries: list[tuple[int, int]], others: list[int]
) -> None:
    digests, plain = Digests(most), dict(entries)
    for key, number in entries:
        digests.add(key, number)
    for key in [*plain, *others]:
        assert digests.get(key) == plain.get(key)
    assert digests.among([*plain, *others]) == plain


def test_many_at_once_and_one_at_a_time_agree() -> None:
    digests = Digests(500)
    keys = [digest("x", str(number)) for number in range(2600)]
    for number, key in enumerate(keys):
        digests.add(key, number)
    assert len(digests) == 2600
    assert digests.among(keys) == {key: number for number, key in enumerate(keys)}
    assert [digests.get(key) for key in keys[::97]] == list(range(0, 2600, 97))
    assert digests.get(digest("y")) is None


def test_words_do_not_run_together() -> None:
    assert digest("ab", "c") != digest("a", "bc")
