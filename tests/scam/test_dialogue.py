"""Conversations in the forms they are pasted in, and whose side each speaker is on."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.errors import UsageError
from menshen.scam.dialogue import MOST, Message, one, read, sided


def sides(text: str) -> dict[str, str]:
    return dict(read(text).roles)


def test_json_lines() -> None:
    lines = [{"speaker": "them", "text": "您好", "at": "10:02"}, {"speaker": "me", "text": "谁"}]
    found = read("\n".join(json.dumps(line, ensure_ascii=False) for line in lines))
    assert found.turns == (Message("them", "您好", "10:02"), Message("me", "谁"))
    assert not found.inferred


def test_one_object_with_turns_and_a_list_are_read_too() -> None:
    turns = [{"speaker": "them", "text": "您好"}]
    assert read(json.dumps({"turns": turns})).turns == read(json.dumps(turns)).turns


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        (
            "甲：你好，我是公安局的，你涉嫌洗钱。\n乙：啊？\n甲：电话别挂。",
            {"甲": "them", "乙": "me"},
        ),
        (
            "甲：喂？\n乙：您好，我是京东客服，给您退款，下载软件共享屏幕。",
            {"甲": "me", "乙": "them"},
        ),
        ("来电人：你好\n我：谁啊", {"来电人": "them", "我": "me"}),
        ("[10:02] 客服小美：您好\n[10:03] 我：嗯", {"客服小美": "them", "我": "me"}),
        ("骗子：您好\n受害人：你好", {"骗子": "them", "受害人": "me"}),
        ("A: transfer your money to the safe account\nB: why?", {"A": "them", "B": "me"}),
    ],
)
def test_sides_are_told_or_inferred(text: str, roles: dict[str, str]) -> None:
    assert sides(text) == roles


def test_inference_is_reported() -> None:
    assert read("甲：把钱转到安全账户\n乙：好").inferred
    assert not read("对方：把钱转到安全账户\n我：好").inferred


def test_lines_that_go_on_belong_to_the_last_speaker() -> None:
    found = read("甲：你好\n请问在吗\n乙：在")
    assert [turn.text for turn in found.turns] == ["你好\n请问在吗", "在"]


@pytest.mark.parametrize(
    "text",
    [
        "姓名：张三\n电话：138\n地址：北京",
        "通知：明天停水",
        "下载地址 https://a.cn:80/x\n见群公告",
        "",
    ],
)
def test_forms_and_notices_are_one_message(text: str) -> None:
    assert sides(text) == {"them": "them"}


def test_mails_are_decoded() -> None:
    raw = (
        "From: boss@example.com\nSubject: =?utf-8?b?6L2s6LSm?=\nMIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
        "6K+35oqK6ZKx6L2s5Yiw5a6J5YWo6LSm5oi3"
    )
    (turn,) = read(raw).turns
    assert "转账" in turn.text
    assert "安全账户" in turn.text


@pytest.mark.parametrize(
    ("items", "place"),
    [([("them",)], "turn 1"), ([("them", "a"), {"speaker": "me"}], "turn 2"), ([3], "turn 1")],
)
def test_turns_without_text_are_named(items: list[object], place: str) -> None:
    with pytest.raises(UsageError, match=place):
        read(items)  # type: ignore[arg-type]


def test_a_broken_line_is_named_without_its_words() -> None:
    with pytest.raises(UsageError, match="line 2") as error:
        read('{"text": "a"}\n{"text": "秘密')
    assert "秘密" not in str(error.value)


def test_too_many_turns_are_refused() -> None:
    with pytest.raises(UsageError, match="too many"):
        read([("them", "a")] * (MOST + 1))


def test_a_line_of_a_call_that_goes_on() -> None:
    assert one("客服小美：您好", 1) == ("them", "您好")
    assert one('{"speaker": "other", "text": "a"}', 1) == ("other", "a")
    assert one("注意时间：下午三点", 1) == ("them", "注意时间：下午三点")


def test_no_words_in_the_repr() -> None:
    assert "秘密" not in repr(Message("them", "秘密"))
    assert "秘密" not in repr(sided([Message("them", "秘密")]))


@given(st.text(max_size=400))
def test_any_text_is_a_conversation_or_a_clear_failure(text: str) -> None:
    try:
        found = read(text)
    except UsageError:
        return
    assert found.turns
    assert all(turn.speaker in found.roles for turn in found.turns)
