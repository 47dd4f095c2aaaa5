"""What the person called answers is told apart, and is nothing where it says nothing."""

from __future__ import annotations

import pytest

from menshen.scam.answers import answers
from menshen.scam.hearing import Hearing


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我没有办过这张卡", "unaware"),
        ("你怎么知道我家地址", "known"),
        ("真的假的", "doubts"),
        ("那怎么办", "lost"),
        ("会不会影响征信", "afraid"),
        ("要交多少钱", "price"),
        ("你是哪位", "who"),
        ("你声音怎么这样", "voice"),
        ("不需要，谢谢", "refuses"),
        ("好的，谢谢", "plain"),
        ("你发个语音", "verifies"),
        ("不急，你先吃饭", "gives"),
        ("妈，我在路上", "kin"),
        ("[语音通话 03:12]", "verified"),
        ("接了，真是你", "verified"),
        ("怎么不是学校公众号收", "objects"),
        ("按制度要您在系统点", "objects"),
        ("我没去过湛江", "foreign"),
        ("你先把照片发来", "leads"),
        ("收到，辛苦啦", "thanks"),
        ("要我报什么码吗", "needed"),
        ("提不出来了", "stuck"),
    ],
)
def test_is_told(text: str, name: str) -> None:
    assert f"answer:{name}" in answers(text)


@pytest.mark.parametrize("text", ["", "今天天气不错", "嗯", "我没事" * 80])
def test_says_nothing(text: str) -> None:
    assert not answers(text)


def test_only_the_person_called_answers() -> None:
    hearing = Hearing()
    hearing.add("我没办过，怎么办？", "them")
    assert not any(name.startswith("answer:") for name in hearing.names())
    hearing.add("我没办过，怎么办？", "me")
    assert {"answer:unaware", "answer:lost"} <= hearing.names()
