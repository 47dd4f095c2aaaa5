"""Requests and warnings use the same words; what governs them decides."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import menshen
from menshen.scam.signals import hits
from menshen.scam.stance import Frame

CASES = tomllib.loads(Path(__file__).with_name("hard.toml").read_text(encoding="utf-8"))


def demands(text: str) -> bool:
    return any(h.signal.hard and h.stance == "asked" for h in hits(text))


@pytest.mark.parametrize("text", CASES["asked"] + CASES["mine"])
def test_a_request_is_a_scam_whatever_else_is_said(text: str) -> None:
    assert demands(text)
    found = menshen.warn(text)
    assert found.verdict == "scam"
    assert found.probability >= 0.98
    assert menshen.warn(text, model=False).verdict == "scam"


@pytest.mark.parametrize("text", CASES["among"])
def test_a_screen_among_people_who_know_each_other_is_no_proof(text: str) -> None:
    assert demands(text)
    assert menshen.warn(text).verdict != "scam"
    assert menshen.warn(text).probability < 0.98
    assert menshen.warn(f"{text}，然后登录手机银行，把余额给我看").verdict == "scam"
    assert menshen.warn(f"我是银联客服，{text}").verdict == "scam"


@pytest.mark.parametrize("text", CASES["service"])
def test_machines_and_accounts_of_honest_service_are_no_proof(text: str) -> None:
    assert menshen.warn(text).probability < 0.98


@pytest.mark.parametrize("text", CASES["warned"])
def test_a_warning_is_no_request(text: str) -> None:
    assert not demands(text)
    assert menshen.warn(text).verdict == "none"


@pytest.mark.parametrize("text", CASES["told"])
def test_what_is_told_of_others_is_no_request(text: str) -> None:
    assert not demands(text)


@pytest.mark.parametrize("text", CASES["asked"])
def test_a_bank_that_warns_of_the_very_words_does_not_ask(text: str) -> None:
    assert not demands(f"凡是说“{text.rstrip('。')}”的，都是诈骗。")


def test_an_order_after_a_warning_stays_an_order() -> None:
    assert demands("谨防诈骗分子盗取您的资金，请立即将余额转入安全账户。")
    assert not demands("谨防诈骗分子让您将余额转入安全账户。")


@given(st.text(max_size=120), st.integers(0, 60), st.integers(1, 60))
def test_any_text_has_a_stance(text: str, first: int, length: int) -> None:
    last = min(first + length, len(text))
    first = min(first, last)
    told = Frame(text).stance((0, len(text)), (first, last), own=False)
    assert told in {"asked", "warned", "told"}


@pytest.mark.parametrize(
    "text",
    [
        "您这笔是转给谁的，有没有人让您把钱转到安全账户？",
        "是不是有人叫您开屏幕共享？",
        "Has anyone told you to share your screen?",
    ],
)
def test_a_question_whether_it_was_demanded_is_no_demand(text: str) -> None:
    assert {hit.stance for hit in hits(text) if hit.signal.hard} == {"warned"}


def test_that_it_was_not_you_denies_nothing() -> None:
    stances = {h.signal.id: h.stance for h in hits("不是您借的请点链接刷脸并回复验证码撤销借款。")}
    assert stances["otp_tell"] == stances["link"] == "asked"
