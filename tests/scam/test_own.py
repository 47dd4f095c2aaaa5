"""Callers' own names, numbers and offices are no knowledge of the person."""

from __future__ import annotations

import pytest

import menshen
from menshen.model import Span
from menshen.scam.own import callers_own


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("您好，我是客服李明，工号0617。", "李明"),
        ("您好，我这边是贷款服务中心的，工号0617。", "0617"),
        ("有问题请回拨我的电话13812345678。", "13812345678"),
        ("【中通】您的快件异常，请联系客服13912345678。", "13912345678"),
        ("我们公司在朝阳区建国路88号现代城A座1203，您过来签字。", "朝阳区建国路88号现代城A座1203"),
        ("请到人民路12号三楼办公室找我。", "人民路12号三楼"),
        ("您把钱打到这张卡，户名李强。", "李强"),
        ("我是市公安局刑侦支队警号023417的张伟。", "张伟"),
        ("您拨打13912345678转人工。", "13912345678"),
    ],
)
def test_the_callers_own(text: str, value: str) -> None:
    start = text.index(value)
    assert callers_own(text, Span(start, start + len(value)))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("您好，是听澜苑3幢1502的苗女士吧？", "听澜苑3幢1502"),
        ("我是物业的，王芳女士，您上个月的费没交。", "王芳"),
        ("您的手机13812345678涉嫌群发短信。", "13812345678"),
        ("我这边看到您住在建国路88号现代城A座1203室，对吧？", "建国路88号现代城A座1203室"),
        ("我查到的地址是建国路88号1203室，对吧？", "建国路88号1203室"),
        ("我是教务处的，您儿子张小宝在三中。", "张小宝"),
        ("登记的号码是13500001111。", "13500001111"),
        ("我姓陈。李强，尾号8806的卡是你的？", "李强"),
    ],
)
def test_what_he_knows_of_the_person(text: str, value: str) -> None:
    start = text.index(value)
    assert not callers_own(text, Span(start, start + len(value)))


def test_known_leaves_the_callers_own_out() -> None:
    found = menshen.warn(
        "您好王芳女士，您住在朝阳区建国路88号现代城A座1203室对吧。我是客服，工号0617，"
        "我的电话是13812345678，我们公司在海淀区中关村大街1号5层501室。"
    )
    assert [f.type.id for f in found.known] == ["person_name", "home_address"]
