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


def test_the_story_of_the_house_is_a_nuisance_with_its_complaint() -> None:
    for text, kind in (
        ("您好，请问是碧水湾3幢502的业主吧？房子考虑出售吗？我们有客户想看房。", "house_agency"),
        ("碧水湾的业主您好，您家装修了吗？我们是装饰公司，免费量房出效果图。", "decoration"),
        ("业主您好，请问有资金需求吗？房抵经营贷年化低至三点二，随借随还。", "loan"),
    ):
        found = menshen.warn(text)
        assert found.verdict == "nuisance"
        assert found.scams[0].id == f"{kind}_harassment"
        assert any("12321" in step for step in found.advice)


def test_the_story_of_the_securities_account_is_a_stock_tip() -> None:
    found = menshen.warn(
        "对方：您好，您上周刚开了证券账户对吧？我们老师今天有一只内幕牛股，稳赚。\n"
        "我：你怎么知道我开户了？\n"
        "对方：系统里有登记。您加助理微信进群，下载我们机构版App，先入金五万跟单。"
    )
    assert found.verdict == "scam"
    assert found.scams[0].id == "stock_tip"
    assert {"wechat", "app", "transfer"} <= set(found.asks)


def test_the_story_of_the_motorcycle_stops_at_the_cash_machine() -> None:
    found = menshen.warn(
        "来电：喂，恁好，我是县财政局的，恁上个月买的摩托车有一笔补贴没领。\n"
        "我：在哪儿领？\n"
        "来电：今天最后一天，恁带上卡到取款机，插卡以后按我说的操作。"
    )
    assert found.verdict == "scam"
    assert found.scams[0].id in {"fake_subsidy", "atm_guided_transfer"}
    assert any(
        claim.id == "finance_bureau" and "atm" in claim.against for claim in found.claims_to_be
    )
    assert found.advice[0].startswith("停！不要在取款机上")
