"""Decoding in batches is decoding at once, and positions are used once."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from menshen.marks.registry import Carrier
from menshen.store.chain import Ledger
from menshen.trace import decode as decoding
from menshen.trace.alpha import analysis, attempt
from menshen.trace.decode import decode
from menshen.trace.evidence import ERASED, Positions, mixed, scores
from menshen.trace.observation import _agreed, _symbol, _varying
from tests.marks.test_code import CODE

NUMBERS = list(range(1, 41))


def positions(rows: int = 60, carriers: int = 5, seed: int = 3) -> Positions:
    rng = np.random.default_rng(seed)
    tags = CODE.tags([f"r{n}" for n in range(rows)])
    p = CODE.thresholds(tags, range(carriers))
    symbol = CODE.symbols(tags, [7], range(carriers), p)[0].astype(np.int8)
    symbol[rng.random(symbol.shape) < 0.1] = ERASED
    blank = np.full((rows, carriers), np.nan)
    return Positions(
        tags, tuple(range(carriers)), p, symbol, blank, np.zeros_like(blank), np.ones(carriers)
    )


def copies(active: frozenset[int] = frozenset(range(5))) -> list[Any]:
    return [SimpleNamespace(number=n, active=active) for n in NUMBERS]


def test_batches_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    held = [np.ones((40, 60), dtype=bool)]
    whole = decode([positions()], copies(), held, CODE)
    monkeypatch.setattr(decoding, "_BATCH", 90)
    monkeypatch.setattr(decoding, "_COPIES", 7)
    assert decode([positions()], copies(), held, CODE) == pytest.approx(whole)
    assert int(np.argmax(whole)) == NUMBERS.index(7)


def test_a_carrier_that_a_copy_never_had_tells_nothing_of_it() -> None:
    held = [np.ones((40, 60), dtype=bool)]
    few = decode([positions()], copies(frozenset({0, 1})), held, CODE)
    cut = positions().without({2, 3, 4})
    assert few == pytest.approx(decode([cut], copies(), held, CODE))


def test_copies_with_different_carriers_are_each_decoded_by_their_own() -> None:
    held = [np.ones((40, 60), dtype=bool)]
    mixed_ = copies()
    for copy in mixed_[20:]:
        copy.active = frozenset({0, 1})
    found = decode([positions()], mixed_, held, CODE)
    assert found[:20] == pytest.approx(decode([positions()], copies(), held, CODE)[:20])
    alone = decode([positions()], copies(frozenset({0, 1})), held, CODE)
    assert found[20:] == pytest.approx(alone[20:])


def test_rows_that_a_copy_never_held_speak_against_it() -> None:
    owns = np.ones((40, 60), dtype=bool)
    whole = decode([positions()], copies(), [owns], CODE)[6]
    owns[6, :30] = False
    part = decode([positions()], copies(), [owns], CODE)[6]
    assert part < whole
    assert part > 0


def test_sets_of_positions_add_up_within_each_model() -> None:
    one, two = positions(30, seed=1), positions(60, seed=2).rows(slice(30, 60))
    x = [CODE.symbols(p.tags, NUMBERS, p.carriers, p.thresholds) for p in (one, two)]
    owns = [np.ones((40, 30), dtype=bool)] * 2
    apart = sum(scores(p, b, o) for p, b, o in zip((one, two), x, owns, strict=True))
    together = decode([one, two], copies(), owns, CODE)
    assert together == pytest.approx(mixed(np.asarray(apart)))


def test_a_format_that_never_varies_is_erased_and_one_that_does_is_not() -> None:
    carriers = [Carrier(0, "F", "a", "word"), Carrier(1, "F", "b", "room"), Carrier(2, "N", "c")]
    symbol = np.zeros((10, 3), dtype=np.int8)
    symbol[4, 1] = 1
    found = _varying(symbol, carriers, np.arange(10))
    assert (found[:, 0] == ERASED).all()
    assert (found[:, 1:] == symbol[:, 1:]).all()
    few = _varying(symbol[:7], carriers, np.arange(7))
    assert (few == symbol[:7]).all()
    one_block = _varying(symbol, carriers, np.zeros(10, dtype=np.int64))
    assert (one_block == symbol).all()


def test_a_block_takes_what_nine_tenths_show_else_the_chosen_row() -> None:
    symbol = np.array(
        [[1]] * 10 + [[0]] + [[1]] * 3 + [[0]] * 3 + [[ERASED]] + [[0]], dtype=np.int8
    )
    first = np.array([0, 11, 17])
    one = symbol[first].copy()
    one[0] = 0
    _agreed(one, symbol, first)
    assert one[:, 0].tolist() == [1, 1, 0]


@pytest.mark.parametrize(
    ("cells", "master", "shown"),
    [
        (["", "南", "无"], ["南", "南", "南"], [1, 0, 1]),
        (["", "南"], ["", "-"], [ERASED, ERASED]),
    ],
)
def test_blanks_are_observed_only_where_the_master_has_something(
    cells: list[str], master: list[str], shown: list[int]
) -> None:
    y, ours = _symbol(Carrier(0, "N", "朝向"), cells, master)
    assert y.tolist() == shown
    assert ours is None


def test_a_third_rendering_and_a_cell_without_the_place_are_erased() -> None:
    carrier = Carrier(0, "F", "地址", "word", "幢", "栋")
    cells = ["甲苑3幢101", "甲苑3栋101", "甲苑3号楼101", "甲苑三零一", "甲苑3栋101"]
    master = ["甲苑3幢101"] * 4 + ["甲苑101"]
    y, ours = _symbol(carrier, cells, master)
    assert y.tolist() == [0, 1, ERASED, ERASED, ERASED]
    assert ours is not None
    assert ours.tolist() == [0, 0, 0, 0, ERASED]


def run(ledger: Ledger, digests: list[str], told: str, eps: float = 1e-6) -> Any:
    return attempt(ledger, "业主", digests, analysis([told]), 200, eps)


def test_analyses_of_one_leak_share_a_case_and_its_budget() -> None:
    ledger = Ledger.open(":memory:")
    first = run(ledger, ["sha256:a"], "one")
    assert (first.number, first.spent) == (1, 1.0)
    assert first.threshold == pytest.approx(27.58, abs=0.01)
    again = run(ledger, ["sha256:a"], "one")
    assert again == first
    second = run(ledger, ["sha256:b", "sha256:a"], "two")
    third = run(ledger, ["sha256:a"], "three")
    assert {first.case, second.case, third.case} == {first.case}
    assert [second.number, third.number] == [2, 3]
    assert second.threshold == pytest.approx(first.threshold + 1)
    assert third.threshold == pytest.approx(first.threshold + np.log2(6))
    assert third.spent == pytest.approx(1 + 1 / 2 + 1 / 6)
    other = run(ledger, ["sha256:c"], "one")
    assert other.case != first.case
    assert other.number == 1
    assert len(list(ledger.entries("run"))) == 5


def test_the_budget_never_reaches_twice_eps() -> None:
    ledger = Ledger.open(":memory:")
    spent = [run(ledger, ["x"], str(n)).spent for n in range(30)]
    assert spent == sorted(spent)
    assert max(spent) < 2


def test_cases_of_another_dataset_are_other_cases() -> None:
    ledger = Ledger.open(":memory:")
    one = attempt(ledger, "甲表", ["x"], analysis(["a"]), 3, 1e-6)
    two = attempt(ledger, "乙表", ["x"], analysis(["b"]), 3, 1e-6)
    assert one.case != two.case
    assert two.number == 1
