"""What is put between characters to hide words is undone, and every character keeps its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.model import Span
from menshen.scam import plain as module
from menshen.scam.plain import LONGEST, plain, sentences


def test_hidden_words_are_seen_and_keep_their_place() -> None:
    written = "请 转\u200b到 安*全/账·户"
    message = plain(written)
    assert message.text == "请转到安全账户"
    assert written[slice(*message.original(3, 7))] == "安*全/账·户"


def test_widths_cases_and_traditional_characters_are_folded() -> None:
    assert plain("ＡＴＭ機 轉賬").text == "atm机转账"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("租 一 天 ⑤⓪⓪ ，只 走 货 宽", "租一天500 ,只走货款"),
        ("无视 争信，3分种 ⑤w 到伥", "无视征信,3分种5w 到账"),
        ("您的 3⃣️万 已 批 ，卡呺 有误", "您的3万已批,卡号有误"),
        ("佣⾦已到，加裙领福力", "佣金已到,加群领福利"),
    ],
)
def test_disguised_spelling_is_read_as_meant(written: str, meant: str) -> None:
    assert plain(written).text == meant


def test_homophones_are_as_long_as_what_they_stand_for() -> None:
    assert all(len(a) == len(b) for a, b in module._SOUNDS.items())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("尊敬 的 NAME 旅客 请 登录 URL", "尊敬的旅客请登录 http://u.cn/0"),
        ("点击[链接]领取", "点击http://u.cn/0领取"),
        ("回拨PHONE，共DIGIT元", "回拨00000000000,共0元"),
        ("NAMEPLACE", "nameplace"),
        ("My NAME is on the URL list", "my name is on the url list"),
        ("改签退票DIGIT元", "改签退票0元"),
    ],
)
def test_placeholders_are_read_as_what_they_stand_for(written: str, read: str) -> None:
    assert plain(written).text == read


def test_a_filled_placeholder_points_at_the_whole_of_it() -> None:
    written = "请登录URL领取"
    message = plain(written)
    start = message.text.index("http")
    assert written[slice(*message.original(start, message.text.index("领")))] == "URL"
    written = "加您企业QQ。"
    message = plain(written)
    assert written[slice(*message.original(0, message.text.index("qq") + 2))] == "加您企业QQ"


def test_latin_words_keep_their_blanks() -> None:
    assert plain("Share your screen").text == "share your screen"


@given(st.text(max_size=300) | st.text("请登录 NAMEURLPOE,。[链接]", max_size=60))
def test_places_point_into_the_message(text: str) -> None:
    message = plain(text)
    for at in range(len(message.text)):
        start, end = message.original(at, at + 1)
        assert 0 <= start < end <= len(text)


@given(st.text(max_size=2000))
def test_sentences_cover_the_text_and_stay_short(text: str) -> None:
    told = sentences(text)
    assert "".join(text[a:b] for a, b in told) == text
    assert all(b - a <= LONGEST for a, b in told)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("加薇芯 abc", "加微信 abc"),
        ("贷kuan", "贷款"),
        ("zhuan账", "转账"),
        ("亻言用卡", "信用卡"),
        ("日入佰万", "日入百万"),
        ("转.账到安#全账户", "转账到安全账户"),
        ("把yzm发来", "把验证码发来"),
        ("汽车专卖店", "汽车专卖店"),
        ("oppo彩屏", "oppo彩屏"),
        ("wx.qq.com", "wx.qq.com"),
    ],
)
def test_words_in_disguise_are_read_as_meant(written: str, meant: str) -> None:
    assert plain(written).text == meant


def test_spans_of_words_taken_apart_are_of_the_text_as_written() -> None:
    message = plain("请把yzm发来")
    at = message.text.index("验证码")
    assert message.original(at, at + 3) == Span(2, 5)
    whole = message.original(0, len(message.text))
    assert whole == Span(0, 7)
