"""Whose a finding is in a conversation."""

from __future__ import annotations

import pytest

import menshen
from menshen import detectors
from menshen.formats.talk import said
from menshen.model import Block, Talk
from menshen.people import grouped
from menshen.policy import Policy

RULES = Policy(models=False)
ONE = "2024-03-05 20:11:33 云淡风轻(84717510)\n"
TWO = "2024-03-05 20:12:33 小葵(84717511)\n"
THREE = "2024-03-05 20:13:33 钟毅(84717512)\n"


def groups(text: str) -> list[set[str]]:
    """Return the values of each group, QQ numbers and nicknames of speakers left out."""
    text = "消息记录\n" + text
    block = Block("d", 0, text, said(text))
    assert isinstance(block.layout, Talk)
    held: dict[str, set[str]] = {}
    for finding in grouped(block, detectors.find(block)):
        if finding.person is not None:
            held.setdefault(finding.person, set()).add(finding.value)
    plain = ({v for v in values if not v.startswith("847175")} for values in held.values())
    return [values for values in plain if values]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what one says of oneself, in whatever words
        (ONE + "我叫宗慧，电话13800138000\n", [{"云淡风轻", "宗慧", "13800138000"}]),
        (ONE + "我的电话13800138000，我住3栋502\n", [{"云淡风轻", "13800138000", "3栋502"}]),
        (ONE + "电话留一个行不\n" + TWO + "13800138000\n", [{"云淡风轻"}, {"小葵", "13800138000"}]),
        (ONE + "你电话多少\n" + TWO + "13800138000\n", [{"云淡风轻"}, {"小葵", "13800138000"}]),
        # the next turn of the same speaker is the same person
        (
            ONE + "13800138000\n" + TWO + "好的\n" + ONE + "邮箱zy@163.com\n",
            [{"云淡风轻", "13800138000", "zy@163.com"}, {"小葵"}],
        ),
        # a display name that is a real name, and the same name in others' words
        (THREE + "13800138000\n" + TWO + "联系人钟毅，邮箱zy@163.com\n", [{"钟毅", "13800138000", "zy@163.com"}, {"小葵"}]),
        # somebody else by name
        (ONE + "联系人宗慧，电话13800138000\n", [{"云淡风轻"}, {"宗慧", "13800138000"}]),
        (ONE + "收件人：宗慧\n电话：13800138000\n", [{"云淡风轻"}, {"宗慧", "13800138000"}]),
        (ONE + "13800138000 宗慧女士\n", [{"云淡风轻"}, {"13800138000", "宗慧"}]),
        # a name that is only called takes nothing
        (THREE + "在\n" + ONE + "钟毅，我家电话13800138000\n", [{"钟毅"}, {"云淡风轻", "13800138000"}]),
        (THREE + "在\n" + ONE + "@钟毅 13800138000\n", [{"钟毅"}, {"云淡风轻", "13800138000"}]),
        # you: who is called, else who spoke before
        (THREE + "在\n" + TWO + "在\n" + ONE + "@钟毅 你电话是13800138000吧\n", [{"钟毅", "13800138000"}, {"小葵"}, {"云淡风轻"}]),
        (TWO + "在\n" + ONE + "您的电话是13800138000吧\n", [{"小葵", "13800138000"}, {"云淡风轻"}]),
        # he and she: who was spoken of last, also in the turn before
        (ONE + "联系人宗慧，她电话13800138000\n", [{"云淡风轻"}, {"宗慧", "13800138000"}]),
        (ONE + "收件人：宗慧\n" + TWO + "她电话13800138000\n", [{"云淡风轻"}, {"宗慧", "13800138000"}, {"小葵"}]),
        (ONE + "收件人：宗慧，电话多少？\n" + TWO + "13800138000\n", [{"云淡风轻"}, {"宗慧", "13800138000"}, {"小葵"}]),
        # a relative is a person of his own; the relation is the speaker's
        (ONE + "我妈妈电话13800138000\n", [{"云淡风轻", "妈妈"}, {"13800138000"}]),
        (ONE + "还有你姐姐的身份证\n" + TWO + "11010519491231002X\n", [{"云淡风轻"}, {"小葵", "姐姐"}, {"11010519491231002X"}]),
        # nobody has two identity numbers
        (
            ONE + "11010519491231002X\n" + ONE + "34122119990703654X\n",
            [{"云淡风轻", "11010519491231002X"}, {"34122119990703654X"}],
        ),
        # a warning is not about oneself
        (ONE + "号码是13800138000，骗子，大家拉黑\n", [{"云淡风轻"}, {"13800138000"}]),
        # who finds it may call the one who writes
        (ONE + "收件人：宗慧，水壶丢了，捡到联系13800138000谢谢\n", [{"云淡风轻", "13800138000"}, {"宗慧"}]),
    ],
)  # fmt: skip
def test_whose_it_is(text: str, expected: list[set[str]]) -> None:
    assert sorted(map(sorted, groups(text))) == sorted(map(sorted, expected))


def test_what_nobody_says_is_like_running_text() -> None:
    text = "联系人：宗慧 13900139000\n" + ONE + "我电话13800138000\n"
    assert {"宗慧", "13900139000"} in groups(text)


def test_labels_hold_in_every_block_and_show_no_value() -> None:
    text = "消息记录\n" + ONE + "我电话13800138000\n"
    labels = set()
    for ordinal in (0, 1):
        block = Block("d", ordinal, text, said(text))
        labels |= {f.person for f in grouped(block, detectors.find(block, policy=RULES))}
    (label,) = labels
    assert label is not None
    assert label.startswith("@")
    assert "云淡" not in label


def test_people_of_two_chats_with_one_nickname_stay_apart(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    for name, number in (("a.txt", "13800138000"), ("b.txt", "13900139000")):
        (folder / name).write_text(
            f"微信聊天记录\n20:11 幸福\n我电话{number}\n20:12 老墨\n好\n", "utf-8"
        )
    report = menshen.scan(folder, policy=RULES)
    person = {f.value: f.person for f in report.findings if f.type.id == "mobile_number"}
    assert len(set(person.values())) == 2
