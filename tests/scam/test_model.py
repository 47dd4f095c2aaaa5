"""The shipped model: small, sound, with probabilities that sum to one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen import scam
from menshen.errors import FactsError
from menshen.scam import model
from menshen.scam.features import stretches


def test_it_is_small_and_knows_all_kinds() -> None:
    assert model._FILE.stat().st_size <= 3_000_000
    assert model.load().kinds == tuple(one.id for one in scam.scams())


@given(st.text(max_size=80), st.booleans())
def test_probabilities_sum_to_one(text: str, whole: bool) -> None:
    opinion = model.load().opinion(
        ["atm/asked", "no such name"], stretches(text) if whole else None
    )
    assert sum(opinion.verdict.values()) == pytest.approx(1)
    assert sum(opinion.kinds.values()) == pytest.approx(1, abs=1e-4)


def test_signals_of_fraud_raise_the_probability() -> None:
    loaded = model.load()
    quiet = loaded.opinion([], None).verdict["scam"]
    asked = loaded.opinion(["otp_tell/asked", "ask+", "asks:otp"], None).verdict["scam"]
    honest = loaded.opinion(["official_way/asked", "honest+"], None).verdict["scam"]
    assert honest <= quiet < asked


def test_a_message_alone_says_as_much_with_less() -> None:
    loaded = model.load()
    names = ["otp_tell/asked", "ask+", "asks:otp"]
    chances = [loaded.opinion(names, None, alone=alone).verdict["scam"] for alone in (False, True)]
    assert chances[0] < chances[1]
    assert loaded.opinion(names, None, alone=True).kinds == loaded.opinion(names, None).kinds


def test_a_broken_file_is_a_clear_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "weights.npz"
    np.savez(broken, told=np.array("{"))
    monkeypatch.setattr(model, "_FILE", broken)
    model.load.cache_clear()
    with pytest.raises(FactsError, match="the model cannot be read"):
        model.load()
    model.load.cache_clear()


@given(st.floats(-13, 13))
def test_log_odds_and_shares_are_each_others_inverse(odds: float) -> None:
    assert model.logit(model.share_of(odds)) == pytest.approx(odds, abs=1e-6)
