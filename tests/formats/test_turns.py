"""In which way a chat is written, and what is no chat."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.formats.turns import WAYS, heads, turns, way_of

QQ = (
    "消息记录（此消息记录为文本格式，不支持重新导入）\n\n消息对象:听澜苑\n\n"
    "2024-03-05 20:11:33 云淡风轻(84717510)\n在吗\n\n2024-03-05 20:12:01 【群主】老墨<lm@163.com>\n在\n"
)
CHATS = {
    "time name": [
        QQ,
        "2024-3-5 8:11:33 小葵(84717510)\n在吗\n2024-3-5 8:11:40 老墨(84717511)\n在\n",
        "08:12 小葵\n早啊\n08:15 老墨\n早\n08:16 小葵\n[图片]\n",
        "2024年3月5日 星期二 20:11 小葵\n在吗\n\n2024年3月5日 星期二 20:12 老墨\n在的呢\n\n2024年3月5日 星期二 20:13 小葵\n好\n",
    ],
    "time name: words": [
        "2024-03-05 20:11 小葵:\n在吗\n2024-03-05 20:12 老墨:\n在\n2024-03-05 20:13 小葵：好的\n",
        "[2024/3/5 20:11:33] 小葵: 在吗\n[2024/3/5 20:12:33] 小葵: 在\n[2024/3/5 20:12:34] Tom: 在\n[2024/3/5 20:13:33] 老墨: 好的\n",
        "21:13 5-2-1203小葵：楼上是你吗\n21:15 老墨：不是\n21:16 5-2-1203小葵：哦\n",
        "2024/3/5 20:11 - 小葵: 在吗\n2024/3/5 20:12 - 老墨: 在\n2024/3/5 20:12 - 小葵: 好的\n",
    ],
    "name time": [
        "小葵 2024-03-05 20:11:33\n在吗\n老墨 2024-03-05 20:12:33\n在\n小葵 2024-03-05 20:13:33\n好的\n",
        "—————  2024-03-05  —————\n\n\n小葵  20:11\n\n在吗\n\n老墨  20:12\n\n在\n\n小葵  20:13\n\n好的\n",
        "小葵(wxid_7f3k2m0q9p) 2024-03-05 20:11:33\n在吗\n\n老墨(wxid_7f3k2m0q9q) 2024-03-05 20:11:35\n在\n",
        "小葵 下午 8:11\n在吗\n老墨 昨天 20:12\n在\n小葵 晚上8:13\n好的\n",
    ],
    "name time: words": [
        "小葵 (2024-03-05 20:11:33): 在吗\n老墨 (2024-03-05 20:12:33): 在\n小葵 (2024-03-05 20:13:33): 好的\n",
    ],
    "name, time": [
        ("聊天名称\n小葵:\n时间: 2024-03-05 20:11:33\n内容: 在吗\n\n老墨:\n时间: 2024-03-05 20:12:33\n内容: 在\n\n"
        "小葵:\n时间: 2024-03-05 20:14:33\n内容: 好的\n"),
    ],
    "name: words": [
        "2024年2月9日 晚上8:12\n小葵：过年好\n老墨：你也好\n小葵：哈哈\n",
        "微信聊天记录\n小葵：过年好\n老墨：你也好\n",
    ],
}  # fmt: skip
OTHERS = [
    "2024-03-05 20:11:33 INFO 张伟登录\n2024-03-05 20:11:34 INFO 李娜登录\n2024-03-05 20:11:35 INFO 退出\n",
    "2024-03-05 20:11:33 ERROR: 你没有权限\n2024-03-05 20:11:34 WARN: 我们重试\n2024-03-05 20:11:35 ERROR: 失败\n",
    "2024-03-05 20:11:33 登录成功: user=zw\n2024-03-05 20:11:34 登录失败: user=ln\n2024-03-05 20:11:35 登录成功: user=zw\n",
    "Mar  5 20:11:33 host sshd[123]: Accepted password\n" * 5,
    "2024-03-05 20:11:33 张伟\n2024-03-05 20:11:40 李娜\n2024-03-05 20:12:11 张伟\n2024-03-05 20:12:19 李娜\n",
    "[00:03] 坐席：您好，请问怎么称呼？\n[00:07] 客户：你好，我姓钟。\n[00:12] 坐席：钟先生您好。\n[00:15] 客户：嗯。\n",
    "护士：您好，您是钟阿姨吗？\n患者：是我。\n护士：好的，您血糖怎么样？\n患者：七点八吧。\n",
    "A：你好，是钟毅本人吗？\nB：啊？什么事？\nA：你名下有一张卡。\nB：是我的吗。\n",
    "姓名：钟毅\n电话：13800138000\n住址：你猜\n日期\n2024-03-05\n姓名：宗慧\n电话：13900139000\n住址：我不知道吧\n",
    "2024-03-05 08:00 查房\n患者诉头痛。\n2024-03-05 14:00 会诊\n同意手术。\n2024-03-06 08:00 查房\n好转。\n",
    "会议时间 2024-03-05 14:00\n地点 三楼\n",
    "第一章\n风 20:11\n",
    "",
    "3:05\n",
]


@pytest.mark.parametrize(("way", "text"), [(w, t) for w, texts in CHATS.items() for t in texts])
def test_every_way_is_recognised(way: str, text: str) -> None:
    assert way_of(text) == way
    assert way_of(text.replace("\n", "\r\n")) == way
    shown = {text[slice(*h.name)] for h in heads(text, way)}
    assert "老墨" in shown
    assert shown <= {"小葵", "老墨", "云淡风轻", "Tom", "5-2-1203小葵"}


@pytest.mark.parametrize("text", OTHERS)
def test_logs_forms_and_transcripts_are_no_chats(text: str) -> None:
    assert way_of(text) == ""


def test_accounts_tell_speakers_apart_and_the_program_is_nobody() -> None:
    first, second = heads(QQ, "time name")
    assert first.speaker == "84717510"
    assert second.speaker == "lm@163.com"
    text = QQ + "2024-03-05 20:13:01 系统消息\n老墨撤回了一条消息\n"
    assert [h.speaker for h in heads(text, "time name")][-1] == ""


def test_turns_reach_to_the_next_and_the_first_goes_on_from_before() -> None:
    text = "好的\n2024-03-05 20:11:33 小葵(84717510)\n在吗\n第二行\n"
    one, two = turns(text, "time name", "老墨")
    assert (one.speaker, text[slice(*one.words)]) == ("老墨", "好的\n")
    assert text[slice(*two.words)] == "\n在吗\n第二行\n"
    assert two.span.end == len(text)
    assert "小葵" not in repr(two)


def test_a_line_cut_in_two_begins_no_turn() -> None:
    text = "20:11 小葵\n在吗\n"
    assert [t.speaker for t in turns(text, "time name", "老墨", whole=False)] == ["老墨"]


@given(st.lists(st.sampled_from(["20:11 小葵\n", "小葵：", "在吗\n", "(84717510)", "2024-03-05 ", "\n", " ", "：", "12"])).map("".join))  # fmt: skip
def test_turns_lie_in_order_and_hold_their_parts(text: str) -> None:
    for way in WAYS:
        end = 0
        for turn in turns(text, way, "x"):
            assert end <= turn.span.start <= turn.span.end <= len(text)
            assert turn.span.start <= turn.words.start <= turn.words.end <= turn.span.end
            for part in (turn.name, turn.account):
                assert part is None or turn.span.start <= part.start < part.end <= turn.span.end
            end = turn.span.end


@pytest.mark.parametrize("piece", ["小", " ", "20:11 ", "小葵 20:11", "{", "(84717510", "：", "小葵：", "2024-03-05 "])  # fmt: skip
@pytest.mark.parametrize("way", list(WAYS))
def test_hostile_lines_cost_linear_time(piece: str, way: str) -> None:
    started = time.process_time()
    list(heads(piece * (65536 // len(piece)), way))
    assert time.process_time() - started < 2
