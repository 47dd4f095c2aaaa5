"""Streams: any chunking gives the same as the whole, and answers are put right."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen import Policy, Redactor, UsageError
from menshen.redact import stream
from menshen.redact.stream import Restorer

KEY = bytes(range(32))
RULES = Policy(models=False)
LINES = st.sampled_from(
    [
        "联系人：张三丰，电话13800138000。\n", "\n", "身份证号11010519491231002X\n", "今天天气不错。\n",
        "手机：\n138 0013 8000\n", "1. 第一条\n", "邮箱zhangsf@163.com；", "张三丰说好。", "车牌京A12345，", "abc ",
    ]
)  # fmt: skip


def cuts(text: str, data: st.DataObject) -> list[str]:
    at = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=12)))
    bounds = [0, *at, len(text)]
    return [text[a:b] for a, b in itertools.pairwise(bounds)]


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(LINES, max_size=12), data=st.data())
def test_any_chunking_gives_the_same(lines: list[str], data: st.DataObject) -> None:
    text = "".join(lines)
    whole = Redactor(policy=RULES, style="label").redact(text)
    chunked = "".join(Redactor(policy=RULES, style="label").chunks(cuts(text, data)))
    assert chunked == whole
    assert "13800138000" not in whole
    assert "138 0013 8000" not in whole
    assert "11010519491231002X" not in whole


@settings(max_examples=25, deadline=None)
@given(lines=st.lists(LINES, min_size=20, max_size=60), data=st.data())
def test_long_stretches_are_cut_between_values(lines: list[str], data: st.DataObject) -> None:
    before, stream._SIZE, stream._OVERLAP = (stream._SIZE, stream._OVERLAP), 200, 60
    try:
        text = "".join(lines).replace("\n", "，")
        whole = Redactor(policy=RULES, style="label").redact(text)
        chunked = "".join(Redactor(policy=RULES, style="label").chunks(cuts(text, data)))
    finally:
        stream._SIZE, stream._OVERLAP = before
    assert chunked == whole
    assert "13800138000" not in whole
    assert "11010519491231002X" not in whole


@settings(max_examples=40, deadline=None)
@given(lines=st.lists(LINES, max_size=10), data=st.data())
@pytest.mark.parametrize("style", ["label", "token", "surrogate", "fpe"])
def test_what_went_out_comes_back(style: str, lines: list[str], data: st.DataObject) -> None:
    text = "".join(lines).replace("138 0013 8000", "13800138000")
    redactor = Redactor(policy=RULES, style=style, key=KEY)
    sent = redactor.redact(text)
    restorer = redactor.restorer()
    parts = [restorer.feed(chunk) for chunk in cuts(sent, data)]
    assert "".join([*parts, restorer.close()]) == text


@given(
    standins=st.dictionaries(st.text("ab〔〕1", min_size=1, max_size=5), st.text("xyz", max_size=3), max_size=5),
    text=st.text("ab〔〕1c", max_size=40),
    data=st.data(),
)  # fmt: skip
def test_restoring_does_not_depend_on_chunks(
    standins: dict[str, str], text: str, data: st.DataObject
) -> None:
    one = Restorer(standins)
    whole = one.feed(text) + one.close()
    two = Restorer(standins)
    assert "".join([*map(two.feed, cuts(text, data)), two.close()]) == whole


def test_turns_of_a_dialogue_share_what_is_known() -> None:
    redactor = Redactor()
    first = redactor.redact("我是张三丰，手机13800138000，想查订单")
    second = redactor.redact("刚才说的 13800138000 没打通，张三丰")
    assert first == "我是〔姓名1〕，手机〔手机号码1〕，想查订单"
    assert second == "刚才说的 〔手机号码1〕 没打通，〔姓名1〕"
    assert redactor.restore("〔姓名1〕您好，〔手机号码1〕已更新") == "张三丰您好，13800138000已更新"
    assert "张三丰" not in repr(redactor) + repr(redactor.restorer())


def test_a_name_is_ready_only_when_it_is_whole() -> None:
    redactor = Redactor()
    assert redactor.feed("手机138001") == ""
    assert redactor.feed("38000。\n\n下一") == "手机〔手机号码1〕。\n"
    assert redactor.close() == "\n下一"


def test_wrong_use() -> None:
    with pytest.raises(UsageError):
        Redactor(style="token")
    with pytest.raises(UsageError):
        Redactor(style="nonsense")
    redactor = Redactor()
    redactor.feed("半句")
    with pytest.raises(UsageError, match="close"):
        redactor.redact("另一句")


def test_a_mask_cannot_be_put_back() -> None:
    redactor = Redactor(style="mask")
    assert redactor.redact("电话13800138000") == "电话138****8000"
    assert redactor.restore("138****8000") == "138****8000"


NAMES = st.text("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚", min_size=1, max_size=2)
TURNS = st.lists(
    st.tuples(NAMES, st.integers(0, 10**8 - 1), st.booleans()), min_size=1, max_size=12
)


@settings(max_examples=40, deadline=None)
@given(turns=TURNS, data=st.data())
@pytest.mark.parametrize("style", ["label", "token", "surrogate"])
def test_a_dialogue_comes_back_and_no_stand_in_is_shared(
    style: str, turns: list[tuple[str, int, bool]], data: st.DataObject
) -> None:
    redactor = Redactor(policy=RULES, style=style, key=KEY)
    standins: dict[str, str] = {}
    for given_name, number, whole in turns:
        name, mobile = f"张{given_name}", f"138{number:08d}"
        said = f"联系人：{name}，电话{mobile}。"
        sent = redactor.redact(said) if whole else "".join(redactor.chunks(cuts(said, data)))
        assert mobile not in sent
        assert sent.startswith("联系人：")
        assert sent.endswith("。")
        stands = sent[4:-1].split("，电话")
        for value, standin in zip((name, mobile), stands, strict=True):
            assert standins.setdefault(value, standin) == standin
        restorer = redactor.restorer()
        answer = [restorer.feed(chunk) for chunk in cuts(sent, data)]
        assert "".join([*answer, restorer.close()]) == said
    assert len(set(standins.values())) == len(standins)


@settings(max_examples=40, deadline=None)
@given(lines=st.lists(LINES, min_size=1, max_size=12), data=st.data())
def test_what_is_handed_out_is_never_taken_back(lines: list[str], data: st.DataObject) -> None:
    text = "".join(lines)
    whole = Redactor(policy=RULES, style="label").redact(text)
    redactor, sent = Redactor(policy=RULES, style="label"), ""
    for chunk in cuts(text, data):
        sent += redactor.feed(chunk)
        assert whole.startswith(sent)
        assert sent.count("〔") == sent.count("〕")
    assert sent + redactor.close() == whole
