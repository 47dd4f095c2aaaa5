"""The signals of early stages and of English pitches: hits, and honest words that come near."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from menshen.scam.signals import hits

CASES = tomllib.loads(Path(__file__).with_name("early.toml").read_text(encoding="utf-8"))


def _asked(text: str) -> set[str]:
    return {h.signal.id for h in hits(text) if h.stance == "asked"}


@pytest.mark.parametrize(
    ("signal", "text"), [(name, text) for name, case in CASES.items() for text in case["hit"]]
)
def test_is_found(signal: str, text: str) -> None:
    assert signal in _asked(text)


@pytest.mark.parametrize(
    ("signal", "text"), [(name, text) for name, case in CASES.items() for text in case["near"]]
)
def test_honest_words_that_come_near_are_not(signal: str, text: str) -> None:
    assert signal not in _asked(text)
