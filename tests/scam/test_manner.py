"""The manner in which a caller speaks is told apart, and only the caller's counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.scam.hearing import Hearing
from menshen.scam.manner import ALONE, EXPECTED, PREFIX, disguised, manner
from menshen.scam.plain import plain


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("不急，你先考虑几天", "gives_way"),
        ("别挂电话，来不及了", "presses"),
        ("不需要，我们这边能查到", "denies"),
        ("全程不用验证码，也不收费", "needs_nothing"),
        ("we will never ask for your PIN", "needs_nothing"),
        ("带身份证到柜台办就行", "official"),
        ("你在OA里提一下单子", "own_system"),
        ("你打个视频过来看看", "verifiable"),
        ("转到我助理的卡上", "private"),
        ("别跟你妈讲", "secret"),
        ("家里白天有人吗", "home"),
        ("收到的六位数字发给我", "code"),
        ("先下载会议软件", "install"),
        ("要先交保证金", "advance"),
        ("详情加微", "reply"),
        ("稳赚不赔，翻倍", "gain"),
        ("宝贝，我想你了", "charm"),
    ],
)
def test_is_told(text: str, name: str) -> None:
    assert PREFIX + name in manner(plain(text).text)


@pytest.mark.parametrize("text", ["", "今天天气不错", "明早八点开工", "编码规范第三版"])
def test_says_nothing(text: str) -> None:
    assert not manner(text)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("加 微 信 领 取", True),
        ("加佳薇进群", True),
        ("请.登.录.领取", True),
        ("喂 你好 我是小王", False),
        ("苹果/香蕉", False),
        ("尊敬 的 客户 您 的 积分 已 可 兑换", False),
        ("各位注意啦 加 我 微 信 就能领取大礼包", True),
    ],
)
def test_disguise(text: str, hidden: bool) -> None:
    assert disguised(text) is hidden


def test_only_the_caller_has_a_manner() -> None:
    hearing = Hearing()
    hearing.add("不急，到柜台办", "me")
    assert not hearing.manner()
    hearing.add("不急，到柜台办", "them")
    assert {f"{PREFIX}gives_way", f"{PREFIX}official"} <= hearing.manner()


def test_a_long_text_is_alone_until_something_follows() -> None:
    hearing = Hearing()
    hearing.add("会议纪要" * 60, "them")
    assert ALONE in hearing.manner()
    hearing.add("谁啊", "me")
    assert ALONE not in hearing.manner()


def test_a_short_message_is_not_alone() -> None:
    hearing = Hearing()
    assert ALONE not in hearing.manner()
    hearing.add("你好", "them")
    assert ALONE not in hearing.manner()


def test_grammar_alone_knows_no_manner() -> None:
    hearing = Hearing()
    hearing.add("不急，到柜台办", "them")
    assert not any(name.startswith(PREFIX) for name in hearing.names())


@given(st.text(max_size=60))
def test_names_are_known(text: str) -> None:
    assert {name.removeprefix(PREFIX) for name in manner(text)} <= set(EXPECTED)
