"""The decision mathematics against brute force: every symbol of small tables is enumerated."""

from __future__ import annotations

from itertools import product
from math import comb, exp, log, log2

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.marks.code import BIASES, ONE
from menshen.trace.evidence import MODELS, Positions, mixed, scores, spread
from menshen.trace.models import LOG_WEIGHTS, MAIN, STRATEGIES, THETA, channel

NAN = float("nan")


def positions(
    symbol: list[list[int]], shift: list[list[float]], thresholds: list[list[int]]
) -> Positions:
    rows, carriers = np.shape(symbol)
    return Positions(
        tags=np.arange(rows, dtype=np.uint64),
        carriers=tuple(range(carriers)),
        thresholds=np.array(thresholds, dtype=np.uint32),
        symbol=np.array(symbol, dtype=np.int8),
        shift=np.array(shift, dtype=np.float64),
        reach=np.full((rows, carriers), 32.0),
        spread=np.full(carriers, 10.0),
    )


@st.composite
def tables(draw: st.DrawFn) -> Positions:
    """Return what any attacker may have left of two records with two or three carriers."""
    carriers = draw(st.integers(1, 3))
    cell = st.one_of(
        st.tuples(st.sampled_from([0, 1, -1]), st.just(NAN)),
        st.tuples(st.just(-1), st.floats(-200, 200, allow_nan=False)),
    )
    rows = [[draw(cell) for _ in range(carriers)] for _ in range(2)]
    biases = [[draw(st.sampled_from(BIASES)) for _ in range(carriers)] for _ in range(2)]
    return positions([[s for s, _ in r] for r in rows], [[v for _, v in r] for r in rows], biases)


def enumerated(table: Positions) -> tuple[np.ndarray, np.ndarray]:
    """Return all symbol tables of a copy, and the probability of each."""
    rows, carriers = table.symbol.shape
    every = np.array(list(product([False, True], repeat=rows * carriers)))
    p = (table.thresholds / ONE).reshape(-1)
    chance = np.where(every, p, 1 - p).prod(axis=1)
    return every.reshape(-1, rows, carriers), chance


@given(tables())
@settings(max_examples=60, deadline=None)
def test_the_mean_is_one_for_a_copy_that_holds_the_rows(table: Positions) -> None:
    symbols, chance = enumerated(table)
    held = np.ones((len(symbols), 2), dtype=bool)
    means = chance @ np.exp(scores(table, symbols, held))
    assert means == pytest.approx(np.ones(MODELS), rel=1e-9)
    assert chance @ 2.0 ** mixed(scores(table, symbols, held)) == pytest.approx(1, rel=1e-9)


@given(tables(), st.lists(st.booleans(), min_size=2, max_size=2))
@settings(max_examples=60, deadline=None)
def test_the_mean_is_at_most_one_for_a_copy_that_lacks_rows(
    table: Positions, owns: list[bool]
) -> None:
    symbols, chance = enumerated(table)
    held = np.tile(owns, (len(symbols), 1))
    means = chance @ np.exp(scores(table, symbols, held))
    assert (means <= 1 + 1e-9).all()


def by_hand(  # noqa: C901 - written down as a whole, to be compared with the design
    table: Positions, x: np.ndarray, owns: list[bool]
) -> list[float]:
    """Return the e-values of all models, written down as the design says them."""
    rows, carriers = table.symbol.shape

    def q(r: int, i: int, eta: float) -> tuple[float, float]:
        v, y = table.shift[r, i], table.symbol[r, i]
        if not np.isnan(v):
            width = 2 * table.spread[i] ** 2
            near = exp(-((v - table.reach[r, i]) ** 2) / width)
            far = exp(-((v + table.reach[r, i]) ** 2) / width)
            return (1 - eta) * near + 0.2 * eta, (1 - eta) * far + 0.2 * eta
        return (1 - eta, eta) if y == 1 else (eta, 1 - eta)

    def ratio(r: int, i: int, one: float, zero: float) -> float:
        p = table.thresholds[r, i] / ONE
        return float((one if x[r, i] else zero) / (p * one + (1 - p) * zero))

    def seen(r: int, i: int) -> bool:
        return table.symbol[r, i] != -1 or not np.isnan(table.shift[r, i])

    values = []
    for m in MAIN:
        e = 1.0
        for r in range(rows):
            ells = [ratio(r, i, *q(r, i, m.eta)) for i in range(carriers) if seen(r, i)]
            c, beta = m.colluders, m.eta
            if m.mode == "row" and ells:
                e *= beta + (1 - beta) * ((1 - 1 / c) + owns[r] * float(np.prod(ells)) / c)
            elif m.mode == "cell":
                for ell in ells:
                    e *= beta + (1 - beta) * ((1 - 1 / c) + owns[r] * ell / c)
        values.append(e)
    for model in THETA:
        e = 1.0
        for r in range(rows):
            for i in range(carriers):
                v = table.shift[r, i]
                y = table.symbol[r, i] if np.isnan(v) else (1 if v > 0 else 0 if v < 0 else -1)
                if y == -1 or not owns[r]:
                    continue
                p = table.thresholds[r, i] / ONE
                one, zero = channel(model, p, 1), channel(model, p, 0)
                e *= ratio(r, i, *((one, zero) if y else (1 - one, 1 - zero)))
        values.append(e)
    return values


@given(tables(), st.data())
@settings(max_examples=40, deadline=None)
def test_the_matrix_form_is_the_formula(table: Positions, data: st.DataObject) -> None:
    rows, carriers = table.symbol.shape
    x = np.array([[data.draw(st.booleans()) for _ in range(carriers)] for _ in range(rows)])
    owns = [data.draw(st.booleans()) for _ in range(rows)]
    found = np.exp(scores(table, x[None], np.array([owns])))[0]
    assert found == pytest.approx(by_hand(table, x, owns), rel=1e-9)


def test_the_weights_sum_to_one_and_are_those_of_the_design() -> None:
    assert np.exp(LOG_WEIGHTS).sum() == pytest.approx(1)
    assert (len(MAIN), len(THETA)) == (27, 30)
    assert sum(m.weight for m in MAIN) == pytest.approx(1)
    assert sorted(m.weight for m in MAIN)[-2:] == [0.15, 0.45]


@pytest.mark.parametrize("model", THETA, ids=lambda m: f"{m.name}-{m.colluders}")
@pytest.mark.parametrize("bias", BIASES)
def test_the_channel_of_a_strategy_is_what_enumeration_gives(model: object, bias: int) -> None:
    assert isinstance(model, type(THETA[0]))
    p, others = bias / ONE, model.colluders - 1
    for x in (0, 1):
        total = 0.0
        for held in product((0, 1), repeat=others):
            chance = np.prod([p if h else 1 - p for h in held]) if held else 1.0
            total += float(chance) * model.theta[sum(held) + x]
        assert channel(model, p, x) == pytest.approx(total)


def test_the_strategies_are_those_of_the_table() -> None:
    of = {name: [STRATEGIES[name](t, 4) for t in range(5)] for name in STRATEGIES}
    assert of["interleave"] == [0, 0.25, 0.5, 0.75, 1]
    assert of["majority"] == [0, 0, 0.5, 1, 1]
    assert of["minority"] == [0, 1, 0.5, 0, 1]
    assert of["all-1"] == [0, 1, 1, 1, 1]
    assert of["all-0"] == [0, 0, 0, 0, 1]
    assert of["coin"] == [0, 0.5, 0.5, 0.5, 1]
    assert all(0.01 <= t <= 0.99 for model in THETA for t in model.theta)


def test_the_spread_depends_on_the_size_of_a_shift_only() -> None:
    reach = np.array([30.0, 30.0, 30.0])
    assert spread(np.array([30.0, -50.0, 10.0]), reach, 40) == pytest.approx(1.4826 * 20)
    assert spread(np.array([-30.0, 50.0, -10.0]), reach, 40) == pytest.approx(1.4826 * 20)
    assert spread(np.array([30.0]), reach[:1], 40) == pytest.approx(2.4)
    assert spread(np.array([9000.0]), reach[:1], 40) == 240
    assert spread(np.array([NAN]), reach[:1], 40) == pytest.approx(2.4)


def test_an_erased_table_leaves_every_score_at_exactly_one() -> None:
    table = positions([[-1, -1]] * 3, [[NAN, NAN]] * 3, [[32768, 7386]] * 3)
    symbols = np.random.default_rng(1).random((5, 3, 2)) < 0.5
    assert (scores(table, symbols, np.ones((5, 3), dtype=bool)) == 0).all()


def test_no_product_over_many_rows_overflows() -> None:
    rows = 4000
    table = positions([[1] * 12] * rows, [[NAN] * 12] * rows, [[7386] * 12] * rows)
    symbols = np.stack([np.ones((rows, 12), bool), np.zeros((rows, 12), bool)])
    found = mixed(scores(table, symbols, np.ones((2, rows), dtype=bool)))
    assert np.isfinite(found).all()
    assert found[0] > 100_000 > 0 > found[1]
    assert comb(4, 2) == 6
    assert log2(8) == pytest.approx(log(8) / log(2))
