"""Islands: what finds them, and that finding them stays cheap."""

from __future__ import annotations

import pytest

import menshen
from menshen.engines.islands import ISLANDS
from menshen.engines.match import matcher

_HIDDEN = [i.pattern for i in ISLANDS if i.pattern.name == "hidden"]


@pytest.mark.parametrize("engine", ["plain", "multi"])
def test_a_run_of_zero_width_is_met_once(engine: str) -> None:
    """However long a run is, only its first character is a hit."""
    text = "a" + "\u200b" * 500 + "b\u200b\ufeffc"
    hits = matcher(_HIDDEN, engine=engine).hits(text)
    assert [hit.match.start() for hit in hits] == [1, 502]


def test_a_number_is_found_around_runs_of_zero_width() -> None:
    text = "电话" + "\u200b" * 40 + "138\u200b\u200b\u200b\u200b0013\u200b8000"
    assert [f.normal for f in menshen.find(text)] == ["+8613800138000"]
