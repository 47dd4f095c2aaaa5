"""Whom callers claim to be, against what the facts allow."""

from __future__ import annotations

import pytest

from menshen.scam.bodies import bodies, claims


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("喂，你好，我是市公安局的，姓周。", "police"),
        ("您好，这里是县财政局补贴科。", "finance_bureau"),
        ("【国家税务总局】您有一笔退税", "tax_office"),
        ("您好，顺丰快递客服", "courier"),
        ("您好，我是淘宝客服小美", "shop_service"),
        ("我是你们孩子的班主任老师", "teacher"),
        ("This is your bank calling", "bank"),
        ("您好，中国驻悉尼总领馆", "embassy"),
    ],
)
def test_claims_are_heard(text: str, body: str) -> None:
    assert body in {claim.body.id for claim in claims(text)}


def test_a_tax_bureau_is_no_boss() -> None:
    assert "boss" not in {c.body.id for c in claims("【国家税务总局】请在App查看。")}


def test_a_finance_bureau_calls_for_no_card_operations() -> None:
    assert bodies()["finance_bureau"].against(("atm", "wechat")) == ("atm",)


@pytest.mark.parametrize("body", bodies().values(), ids=lambda b: b.id)
def test_every_body_has_its_fact_and_its_channel(body: object) -> None:
    assert getattr(body, "fact")["zh"]  # noqa: B009
    assert getattr(body, "fact")["en"]  # noqa: B009
    assert getattr(body, "verify")  # noqa: B009


def test_words_in_the_middle_of_a_talk_are_no_claim() -> None:
    assert claims("我昨天路过派出所，顺便去银行取了点钱，晚上再去你那儿吃饭", first=False) == []
