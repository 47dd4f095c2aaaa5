"""A conversation as it is heard: the stage it reached, and when money went."""

from __future__ import annotations

from typing import cast

import numpy as np
import pytest

from menshen.scam.dialogue import Message, Side, sided
from menshen.scam.hearing import Hearing


def heard(*turns: tuple[Side, str]) -> Hearing:
    hearing = Hearing()
    for side, text in turns:
        hearing.add(text, side)
    return hearing


@pytest.mark.parametrize(
    ("turns", "stage"),
    [
        ([("them", "你好")], "contact"),
        ([("them", "您叫王丽，身份证尾号2231，对吧？")], "trust"),
        ([("them", "您涉嫌洗钱")], "pretext"),
        ([("them", "您涉嫌洗钱"), ("them", "不要告诉家人")], "isolation"),
        ([("them", "不要告诉家人"), ("them", "把钱转到安全账户")], "ask"),
        ([("them", "把钱转到安全账户"), ("me", "转过去了")], "loss"),
        ([("them", "先交手续费500元"), ("me", "好"), ("them", "流水不足，再打8000元")], "loss"),
        ([("them", "把钱转到安全账户"), ("me", "我还没转")], "ask"),
    ],
)
def test_stages(turns: list[tuple[Side, str]], stage: str) -> None:
    assert heard(*turns).stage() == stage


def test_what_the_person_says_is_no_signal_of_the_caller() -> None:
    hearing = heard(("me", "请把钱转到安全账户"))
    assert hearing.signals == []
    assert hearing.text().size == 0


def test_a_conversation_is_heard_as_its_turns_are() -> None:
    turns = [
        Message("them", "您涉嫌洗钱"),
        Message("me", "啊？"),
        Message("them", "把钱转到安全账户"),
    ]
    whole = Hearing.of(sided(turns))
    step = heard(*((cast("Side", turn.speaker), turn.text) for turn in turns))
    assert (whole.turns, whole.heard, whole.said()) == (3, 2, step.said())
    assert whole.hard() == step.hard() == ("safe_account",)


def test_hearing_turn_by_turn_is_hearing_at_once() -> None:
    turns: list[tuple[Side, str]] = [("them", "您好，公安局的"), ("me", "嗯"), ("them", "共享屏幕")]
    step = Hearing()
    for side, text in turns:
        step.add(text, side)
        step.text()
    whole = heard(*turns)
    assert step.names() == whole.names()
    assert np.array_equal(step.text(), whole.text())
