"""Every scam of the catalogue, from a message to advice."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import menshen
from menshen import scam

MESSAGES = tomllib.loads(Path(__file__).with_name("every.toml").read_text(encoding="utf-8"))


def test_every_scam_has_its_message() -> None:
    assert set(MESSAGES) == {one.id for one in scam.scams()}


@pytest.mark.parametrize("kind", MESSAGES)
def test_from_message_to_advice(kind: str) -> None:
    found = menshen.warn(MESSAGES[kind])
    told = scam.get(kind)
    assert found.verdict == ("nuisance" if told.kind == "harassment" else "scam")
    assert kind in [one.id for one in found.scams[:2]]
    assert any(told.verify.split("；")[0] in step for step in found.advice) or (
        found.verdict == "nuisance" and any("12321" in step for step in found.advice)
    )
    if found.verdict == "scam":
        assert found.flags
        assert found.stage is not None


@pytest.mark.parametrize("kind", MESSAGES)
def test_a_warning_of_the_same_words_is_no_alarm_of_a_scam(kind: str) -> None:
    text = f"【警方提醒】如果有人对您说“{MESSAGES[kind].rstrip('。')}”，那就是诈骗，请立即挂断并拨打96110。"
    assert menshen.warn(text).verdict != "scam"
