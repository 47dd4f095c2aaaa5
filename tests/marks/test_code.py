"""The code: symbols belong to record, carrier and recipient, with exact probabilities."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.errors import UsageError
from menshen.marks.capacity import information, positions
from menshen.marks.code import BIASES, ONE, SMALL, WEIGHTS, Code


class Key:
    def __init__(self, seed: str = "k") -> None:
        self._seed = seed

    def sub(self, label: str) -> bytes:
        import hashlib

        return hashlib.sha256(f"{self._seed}|{label}".encode()).digest()


CODE = Code(Key())
TAGS = CODE.tags([f"+86138{n:08d}" for n in range(4000)])


def test_weights_and_biases_are_exact_fractions() -> None:
    assert sum(WEIGHTS) == ONE
    assert BIASES[1] + BIASES[2] == ONE


def test_biases_occur_as_often_as_they_should() -> None:
    p = CODE.thresholds(TAGS, range(20))
    for bias, weight in zip(BIASES, WEIGHTS, strict=True):
        share, expected = float((p == bias).mean()), weight / ONE
        assert abs(share - expected) < 5 * (expected * (1 - expected) / p.size) ** 0.5


def test_symbols_are_one_as_often_as_their_bias() -> None:
    p = CODE.thresholds(TAGS, range(20))
    x = CODE.symbols(TAGS, list(range(10)), range(20), p)
    for bias in BIASES:
        found = x[:, p == bias]
        expected = bias / ONE
        assert abs(found.mean() - expected) < 5 * (expected * (1 - expected) / found.size) ** 0.5


def test_a_symbol_does_not_depend_on_what_else_is_asked() -> None:
    p = CODE.thresholds(TAGS[:50], range(20))
    whole = CODE.symbols(TAGS[:50], [7, 8], range(20), p)
    some = CODE.symbols(TAGS[20:30], [8], [3, 17], p[20:30][:, [3, 17]])
    assert (whole[1:, 20:30][:, :, [3, 17]] == some).all()


@pytest.mark.parametrize("other", [Code(Key("other")), Code(Key(), cipher="sm4")])
def test_another_key_or_cipher_gives_other_symbols(other: Code) -> None:
    p = np.full((4000, 8), 32768, dtype=np.uint32)
    one, two = (c.symbols(TAGS, [1], range(8), p) for c in (CODE, other))
    assert abs((one == two).mean() - 0.5) < 0.02


def test_uses_have_separate_streams() -> None:
    p = np.full((4000, 2), 32768, dtype=np.uint32)
    symbols = CODE.symbols(TAGS, [3], (0, 1), p)[0, :, 0]
    dealt = CODE.allocated(TAGS, [3], np.array([[0.5]]))[0]
    assert abs((symbols == dealt).mean() - 0.5) < 0.04


def test_small_biases_are_for_carriers_that_must_seldom_act() -> None:
    p = CODE.thresholds(TAGS, (4, 5), small=[5])
    assert set(p[:, 1]) == {SMALL}
    assert set(p[:, 0]) == set(BIASES)


def test_what_is_dealt_at_a_share_is_dealt_at_every_larger_one() -> None:
    small = CODE.allocated(TAGS, [9], np.array([[0.05]]))
    large = CODE.allocated(TAGS, [9], np.array([[0.5]]))
    assert not (small & ~large).any()
    assert abs(small.mean() - 0.05) < 0.02
    assert CODE.allocated(TAGS, [9], np.array([[1.0]])).all()


def test_amplitudes_are_between_sixty_percent_and_one() -> None:
    a = CODE.amplitudes(TAGS, (0, 1))
    assert 0.6 <= a.min() < a.max() < 1.0
    assert abs(a.mean() - 0.8) < 0.01


@given(st.text(max_size=20), st.text(max_size=20))
def test_recipients_and_records_have_their_own_numbers(one: str, two: str) -> None:
    assert (CODE.number(one) == CODE.number(two)) is (one == two)
    assert bool(CODE.tags([one])[0] == CODE.tags([two])[0]) is (one == two)
    assert 0 <= CODE.number(one) < 1 << 40


def test_a_number_beyond_forty_bits_is_refused() -> None:
    with pytest.raises(UsageError):
        CODE.symbols(TAGS[:1], [1 << 40], [0], np.full((1, 1), 1, dtype=np.uint32))


def test_lengths_are_those_of_the_design() -> None:
    assert [positions(200, 1e-6, c) for c in (1, 2, 3, 5, 10)] == [33, 167, 376, 1028, 4010]
    assert information(0.5, 1) == 1
