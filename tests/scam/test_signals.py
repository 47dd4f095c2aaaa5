"""The table of signals is sound, and each signal is found by words of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen import scam
from menshen.errors import FactsError, UsageError
from menshen.scam import signals as module
from menshen.scam.plain import Plain, sentences
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
        "safe_account", "safe_account_en", "screen_share", "atm", "cvv_tell",
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
        ("交了解冻费才能提现", "pay_before"),
        ("佣金提不出来", "money_stuck"),
        ("他叫我下载一个软件", "told_to"),
        ("他们说我涉嫌洗钱", "told_me_that"),
        ("稍后您会收到一条短信，把数字念给我", "send_coming_code"),
        ("请加理赔客服微信", "office_to_private"),
        ("知道的人越少越好", "seal_of_secrecy"),
        ("您身边有没有别人", "who_is_near"),
        ("不登记就会停发", "must_today"),
        ("点击下面网页认证", "click_to_settle"),
        ("现金装好，交给上门的同志", "come_alone_cash"),
        ("转到财务个人卡，不要备注", "odd_pay_way"),
        ("走后台给您办", "not_by_app"),
        ("我们绝不会让您转账", "official_refuses"),
        ("验货没问题再付", "look_first"),
        ("打扰您了", "lets_go"),
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


@pytest.mark.parametrize(
    ("wanted", "warning", "signal"),
    [
        ("把短信里的六位码报给我。", "切勿把短信里的六位码报给他人。", "otp_tell"),
        ("请下载这个软件。", "请勿下载这个软件。", "app_install"),
        ("交了保证金才能放款。", "凡是交了保证金才能放款的，都是诈骗。", "pay_before"),
        ("您装好现金，交给上门的人。", "不要把现金交给上门的人。", "come_alone_cash"),
        (
            "稍后收到的数字，请念给我。",
            "骗子会说稍后收到的数字要念给他，都是诈骗。",
            "send_coming_code",
        ),
        ("请把银行卡贴在手机背面。", "千万不要把银行卡贴在手机背面。", "nfc"),
        ("请登录页面认证领取。", "请勿登录页面认证领取。", "click_to_settle"),
    ],
)
def test_a_request_is_asked_and_a_warning_of_it_is_not(
    wanted: str, warning: str, signal: str
) -> None:
    assert "asked" in {hit.stance for hit in hits(wanted) if hit.signal.id == signal}
    assert "asked" not in {hit.stance for hit in hits(warning) if hit.signal.id == signal}


def _one_by_one(text: str) -> list[tuple[str, int, int]]:
    """Return where signals stand, each tried in each sentence: slow and plain."""
    found = []
    for start, end in sentences(text):
        own = []
        for signal in signals().values():
            standing = [word for word in signal.words if word in text[start:end]]
            if signal.regex is None:
                longest = sorted(set(standing), key=lambda word: (-len(word), word))[:3]
                own += [(text.index(w, start), signal.id, len(w)) for w in longest]
            elif standing:
                plain = signal.kind in {"honest", "marketing", "topic"}
                matches = list(signal.regex.finditer(text, start, end))[: 1 if plain else 3]
                own += [(m.start(), signal.id, m.end() - m.start()) for m in matches]
        found += sorted((at, at + size, name) for at, name, size in own)
    return [(name, first, last) for first, last, name in found]


def test_one_pass_finds_what_one_by_one_finds(dialogues: tuple[str, ...]) -> None:
    for text in dialogues[::7]:
        told = [(h.signal.id, *h.span) for h in module.found_in(Plain(text))]
        assert told == _one_by_one(text)
