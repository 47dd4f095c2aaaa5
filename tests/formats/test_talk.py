"""The layouts of conversations: what is underneath answers, and beside it stands who speaks."""

from __future__ import annotations

import pickle

import pytest

from menshen.formats.rows import Dialect
from menshen.formats.rows import Rows as Delimited
from menshen.formats.talk import Columns, Rows, Said, columns, said, talking
from menshen.model import Cell, Grid, Lines, Span, Talk, Text

CHAT = "2024-03-05 20:11:33 小葵(84717510)\n在吗\n2024-03-05 20:12:01 老墨(84717511)\n在\n"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("localId,TalkerId,Type,IsSender,CreateTime,StrContent,StrTime,Remark,NickName,Sender",
         Columns(5, (8, 7), 9, 3, ())),
        ("id,type_name,is_sender,talker,room_name,msg,CreateTime", Columns(5, (), 3, 2, (4,))),
        ("发送人,发送时间,消息内容,接收人", Columns(2, (0,), -1, -1, (3,))),
        ("时间,昵称,微信号,内容", Columns(3, (1,), 2, -1, ())),
        ("StrTalker,IsSender,CreateTime,StrContent", Columns(3, (0,), -1, 1, ())),
        ("日期,QQ号,群名片,正文", Columns(3, (2,), 1, -1, ())),
    ],
)  # fmt: skip
def test_columns_of_exports_are_known(names: str, expected: Columns) -> None:
    assert columns(names.split(",")) == expected


@pytest.mark.parametrize(
    "names",
    ["姓名,电话,备注", "投诉人,时间,内容", "姓名,时间,内容", "用户,内容", "昵称,微信号", "from,to,subject,date", ""],
)  # fmt: skip
def test_other_tables_are_no_conversations(names: str) -> None:
    assert columns(names.split(",")) is None


def grid(text: str) -> Rows:
    names = tuple(text.partition("\n")[0].split(","))
    layout = talking(Delimited(text, Dialect(",", "t", names), -1), text)
    assert isinstance(layout, Rows)
    return layout


def test_rows_answer_as_the_table_underneath() -> None:
    text = "时间,昵称,内容\n20:11,小葵,在吗\n20:12,老墨,在\n"
    layout = grid(text)
    assert isinstance(layout, Grid)
    assert isinstance(layout, Talk)
    at = text.index("老墨")
    assert layout.table == "t"
    assert layout.names == ("时间", "昵称", "内容")
    assert layout.aliases() == (("时间",), ("昵称",), ("内容",))
    assert layout.filled() == (2, 2, 2)
    assert layout.place(at, at) == Cell("t", 1, 1)
    assert layout.labels(at) == ("昵称",)
    assert layout.record(at) == 1
    assert layout.cell(at) == Span(at, at + 2)
    assert len(list(layout.rows())) == 2
    assert [(t.speaker, text[slice(*t.words)]) for t in layout.turns()] == [
        ("小葵", "在吗"), ("老墨", "在")
    ]  # fmt: skip


def test_who_sends_is_told_by_account_then_name_then_direction() -> None:
    text = "时间,昵称,微信号,IsSender,内容,接收人\n1,小葵,wxid_7f3k2m,0,在,老墨\n2,老墨,,0,在,\n3,小葵,,1,好,\n4\n"
    one, two, three, four = grid(text).turns()
    assert (one.speaker, two.speaker, three.speaker, four.speaker) == (
        "wxid_7f3k2m",
        "老墨",
        "我",
        "",
    )
    assert [text[slice(*s)] for s in one.to] == ["老墨"]
    assert three.name is None


def test_text_answers_as_the_lines_underneath() -> None:
    layout = said(CHAT)
    assert isinstance(layout, Said)
    assert isinstance(layout, Talk)
    assert not isinstance(layout, Grid)
    at = CHAT.index("老墨")
    assert layout.place(at, at) == Text(at, 2)
    assert layout.record(at) == 2
    assert layout.labels(at) == ()
    again = pickle.loads(pickle.dumps(layout))
    assert again.turns() == layout.turns()
    assert talking(Lines("a"), "a").record(0) == 0
