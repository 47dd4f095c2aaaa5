"""The table of signals is sound, and each signal is found by words of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen import scam
from menshen.errors import FactsError, UsageError
from menshen.scam import signals as module
from menshen.scam.signals import Signal, get, hits, signals

ASKS = {ask for one in scam.scams() for ask in one.asks} | {"cash", "gold", "gift_card"}


@pytest.mark.parametrize("signal", signals().values(), ids=lambda s: s.id)
def test_every_signal_is_sound(signal: Signal) -> None:
    assert signal.zh
    assert signal.en
    assert set(signal.asks) <= ASKS
    assert (signal.stage is None) == (signal.kind in {"honest", "marketing", "topic", "pitch"})
    assert all(word == word.lower() for word in signal.words)


def test_what_no_honest_caller_asks_for_is_hard() -> None:
    assert {s.id for s in signals().values() if s.hard} == {
        "safe_account", "safe_account_en", "screen_share", "atm",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("把验证码告诉我", "otp_tell"),
        ("点击下面的链接填写", "link"),
        ("下载“云视界”软件", "app_install"),
        ("这个案子是保密的，不要告诉家人", "tell_nobody"),
        ("电话不要挂断", "stay_on_line"),
        ("找一家酒店，一个人接受调查", "be_alone"),
        ("拍一下身份证正反面发给我", "id_photo"),
        ("对着镜头眨眨眼", "face_video"),
        ("先交手续费才能放款", "fee_first"),
        ("出租银行卡日结", "account_lend"),
        ("往这个USDT地址转", "crypto"),
        ("把银行卡贴在手机背面", "nfc"),
        ("货到付款，不满意退货", "cod"),
        ("买五张礼品卡，把卡密拍给我", "gift_card"),
        ("下午有人上门取现金", "cash_courier"),
        ("去金店买金条，寄到这个地址", "gold"),
        ("加我微信办理", "wechat_move"),
        ("您的包裹里查出违禁品", "contraband"),
        ("你涉嫌洗钱", "involved_in_crime"),
        ("不注销会影响征信", "credit_threat"),
        ("双倍理赔给您", "compensation"),
        ("稳赚不赔", "sure_profit"),
        ("三个疗程根治", "cure"),
        ("被骗的钱我们帮您追回", "recover_money"),
        ("回T退订", "unsubscribe"),
        ("退款原路返回", "official_way"),
    ],
)
def test_signals_are_found(text: str, signal: str) -> None:
    assert signal in {hit.signal.id for hit in hits(text)}


def test_spans_are_of_the_text_as_written() -> None:
    text = "您好，请把钱转 到 安全账户。"
    (hit,) = [h for h in hits(text) if h.signal.id == "safe_account"]
    assert text[slice(*hit.span)] == "转 到 安全账户"


def test_unknown_signals_and_broken_tables_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="unknown signal"):
        get("nonsense")
    with pytest.raises(FactsError, match="x: a kind and words are needed"):
        module._signal({"id": "x", "kind": "odd", "words": ["a"]}, {})
    with pytest.raises(FactsError, match="x: unknown stage"):
        module._signal({"id": "x", "kind": "ask", "words": ["a"], "stage": "later"}, {})


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for hit in hits(text):
        assert 0 <= hit.span.start < hit.span.end <= len(text)
