"""What the model sees: stretches each once, named features in their combinations."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from menshen.scam.bodies import claims
from menshen.scam.features import BUCKETS, LONGEST, named, stretches
from menshen.scam.signals import hits


@given(st.text(max_size=200))
def test_stretches_rise_and_lie_in_range(text: str) -> None:
    found = stretches(text)
    assert np.all(found >= 0)
    assert np.all(found < BUCKETS)
    assert np.all(np.diff(found) > 0)


def test_amounts_are_not_learnt() -> None:
    assert np.array_equal(stretches("转账350元"), stretches("转账829元"))


def test_long_texts_are_cut() -> None:
    assert np.array_equal(stretches("甲" * LONGEST), stretches("甲" * (3 * LONGEST)))


def test_named_features_say_what_is_asked_and_against_whom() -> None:
    text = "您好，我是财政局的，请到取款机插卡，按我说的操作。"
    names = named(hits(text), claims(text))
    assert {"atm/asked", "asks:atm", "body:finance_bureau", "body:against", "ask+"} <= names


def test_a_warning_is_another_feature_than_a_request() -> None:
    names = named(hits("切勿共享屏幕"), [])
    assert "screen_share/warned" in names
    assert "asks:screen_share" not in names
