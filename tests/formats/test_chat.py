"""Exported chats: known by content, read to the last character, each turn with its speaker."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import menshen
from menshen import detectors, formats
from menshen.formats.chat import Chat
from menshen.formats.plain import Plain
from menshen.formats.table import Table
from menshen.model import Block, Document, Finding, Talk
from menshen.policy import Policy

RULES = Policy(models=False)
QQ = (
    "消息记录（此消息记录为文本格式，不支持重新导入）\r\n\r\n"
    "================================================================\r\n"
    "消息对象:听澜苑业主\r\n\r\n"
    "2024-03-05 20:11:33 云淡风轻(84717510)\r\n我叫钟毅，电话13800138000\r\n\r\n"
    "2024-03-05 20:12:01 小葵<xk@163.com>\r\n收到，我的是13900139000\r\n\r\n"
)
MEMO = (
    "localId,IsSender,CreateTime,StrContent,StrTime,Remark,NickName,Sender\n"
    '1,0,1709640693,"我叫钟毅，电话13800138000",2024-03-05 20:11:33,,云淡风轻,wxid_7f3k2m0q9p1x5z\n'
    "2,1,1709640699,好的，我的13900139000,2024-03-05 20:11:39,,小葵,wxid_ab3k2m0q9p1x5z\n"
)
MHT = (
    "<html><head><meta charset={0}></head><body><table width=100%><tr><td><b>消息记录（此消息记录为mht格式）</b>"
    "</td></tr><tr><td><div><div style=float:left>云淡风轻(84717510)</div>20:11:33</div>"
    "<div><font color=red>我叫钟毅，电话13800138000</font></div></td></tr>"
    "<tr><td><div><div style=float:left>小葵(84717511)</div>20:12:33</div><div>我的是13900139000</div></td></tr>"
    "</table></body></html>"
)
PAGE = (
    "<!DOCTYPE html><html><body><table><tr><th>发送人</th><th>时间</th><th>内容</th></tr>"
    "<tr><td>云淡风轻</td><td>20:11</td><td>我叫钟毅，电话13800138000</td></tr>"
    "<tr><td>小葵</td><td>20:12</td><td>我的是13900139000</td></tr></table></body></html>"
)
SCRIPT = (
    "<!DOCTYPE html><html><head><title>小葵</title></head><script>\nconst chatMessages = [\n"
    "{ type:1, text: '我叫钟毅，电话13800138000',is_send:0,timestamp:1700000000,displayname:'云淡风轻'},\n"
    "{ type:1, text: '我的是13900139000',is_send:1,timestamp:1700000001,displayname:'小葵'},\n];\n</script></html>"
)
EXPORTS = [
    ("a.txt", QQ), ("a", QQ), ("-", QQ), ("微信.csv", MEMO), ("-", MEMO + MEMO[MEMO.index("\n") + 1 :] * 2), ("a.html", MHT.format("utf-8")),
    ("b.htm", PAGE), ("c.html", SCRIPT),
]  # fmt: skip


def read(document: Document, size: int = 1 << 16) -> list[Block]:
    return [b for b in Chat(size).read(document) if isinstance(b, Block)]


def spoken(blocks: list[Block]) -> list[tuple[str, str]]:
    return [
        (turn.speaker, block.text[slice(*turn.words)])
        for block in blocks
        if isinstance(block.layout, Talk)
        for turn in block.layout.turns()
    ]


def covered(finding: Finding, others: list[Finding]) -> bool:
    return any(
        o.span.start <= finding.span.start and finding.span.end <= o.span.end for o in others
    )


@pytest.mark.parametrize(("uri", "text"), EXPORTS)
def test_exports_are_known_by_their_content(uri: str, text: str) -> None:
    for charset in ("utf-8", "gb18030"):
        data = text.replace("charset=utf-8", f"charset={charset}").encode(charset)
        document = Document(uri, data=data)
        assert formats.for_document(document).id == "chat"
        said = spoken(read(document))
        assert len({speaker for speaker, _ in said}) == 2
        assert "13800138000" in said[0][1]
        assert "13900139000" in said[1][1]
        stream = Document(uri, stream=io.BytesIO(data))
        assert spoken([b for b in formats.read(stream) if isinstance(b, Block)]) == said


@pytest.mark.parametrize(("uri", "text"), EXPORTS)
def test_each_speaker_is_a_person_with_what_he_says_of_himself(
    uri: str, text: str, tmp_path: Path
) -> None:
    path = tmp_path / (uri if uri != "-" else "stdin")
    path.write_text(text, encoding="utf-8")
    report = menshen.scan(path, policy=RULES)
    person = {f.value: f.person for f in report.findings}
    assert person["钟毅"] == person["13800138000"] == person["云淡风轻"] is not None
    assert person["小葵"] == person["13900139000"] is not None
    assert person["小葵"] != person["钟毅"]


@pytest.mark.parametrize(
    ("uri", "text"),
    [
        ("a.txt", "2024-03-05 20:11:33 INFO 登录\n" * 10),
        ("客服.txt", "[00:03] 坐席：您好？\n[00:07] 客户：你好，我姓钟。\n[00:12] 坐席：好的。\n" * 3),
        ("a.csv", "投诉人,时间,内容\n钟毅,20:11,我投诉\n"),
        ("a.html", "<html><body><p>姓名：钟毅</p><p>20:11</p></body></html>"),
        ("a.json", '{"a": "2024-03-05 20:11:33 小葵(84717510)\\n在吗"}'),
        ("-", '{"nickname": "小葵", "text": "在吗"}\n{"nickname": "老墨", "text": "在"}\n'),
    ],
)  # fmt: skip
def test_other_documents_are_left_to_their_formats(uri: str, text: str) -> None:
    assert formats.for_document(Document(uri, data=text.encode())).id != "chat"


LINES = st.sampled_from(
    ["2024-03-05 20:11:33 云淡风轻(84717510)\n", "2024-03-05 20:12:33 钟毅(84717511)\n", "2024-03-05 20:13:33 5-2-1203周倩\n",
     "我叫钟毅，电话13800138000\n", "他的身份证11010519491231002X\n", "@钟毅 收到\n", "\n", "老婆邮箱zy@163.com\n", "姓名：宗慧\n手机：13900139000\n",
     "群公告：6月15日停水，电话0571-86543120\n", "2024-03-05 20:14:33 系统消息(10000)\n", "138\n0013\n8000\n", "京A12345", "  \r\n"]
)  # fmt: skip


@given(st.lists(LINES, min_size=3, max_size=14).map("".join))
@settings(max_examples=60, deadline=None)
def test_a_chat_loses_nothing_that_plain_text_would_find(lines: str) -> None:
    document = Document("a.txt", data=(QQ + lines).encode())
    (block,) = read(document)
    (plain,) = (b for b in Plain().read(document) if isinstance(b, Block))
    assert block.text == plain.text
    found = detectors.find(block, policy=RULES)
    for finding in detectors.find(plain, policy=RULES):
        assert finding in found or covered(finding, found)


def test_a_chat_in_a_table_loses_nothing_that_the_table_would_find() -> None:
    document = Document("a.csv", data=MEMO.encode())
    found = [f for b in read(document) for f in detectors.find(b, policy=RULES)]
    tables = [b for b in Table().read(document) if isinstance(b, Block)]
    for finding in (f for b in tables for f in detectors.find(b, policy=RULES)):
        assert covered(finding, found)


@given(st.lists(LINES, max_size=40).map("".join), st.integers(64, 400))
@settings(max_examples=40, deadline=None)
def test_cores_tile_the_text_and_a_turn_goes_on_in_the_next_block(lines: str, size: int) -> None:
    text = QQ + lines
    document = Document("a.txt", data=text.encode())
    whole = read(document)[0].layout
    assert isinstance(whole, Talk)
    at = 0
    for block in read(document, size):
        start, end = block.core or (0, len(block.text))
        assert len(block.text) <= size
        assert text.startswith(block.text[start:end], at)
        if isinstance(block.layout, Talk):
            speakers = {
                t.speaker for t in block.layout.turns() if t.span.start <= start < t.span.end
            }
            expected = [t.speaker for t in whole.turns() if t.span.start <= at < t.span.end]
            assert speakers <= {*expected, ""} or not expected or "\n" not in block.text
        at += end - start
    assert at == len(text)


def test_what_a_speaker_says_in_a_later_block_is_still_his(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    long = "".join(f"第{n}行，今天说的都是闲话。\n" for n in range(6000))
    path.write_text(QQ + "2024-03-05 20:13:33 云淡风轻(84717510)\n" + long + "我电话15924185755\n")
    report = menshen.scan(path, policy=RULES)
    person = {f.value: f.person for f in report.findings}
    assert report.documents[0].blocks > 1
    assert person["15924185755"] == person["云淡风轻"] == person["13800138000"]


def test_memory_is_bounded_by_a_block(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    turn = "2024-03-05 20:13:33 云淡风轻(84717510)\n说得对，就是这样。\n\n"
    path.write_text(QQ + turn * 100_000, encoding="utf-8")
    document = Document("a.txt", path=path)
    tracemalloc.start()
    count = 0
    for block in Chat().read(document):
        if isinstance(block, Block) and isinstance(block.layout, Talk):
            count += len(block.layout.turns())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count >= 100_000
    assert most < 16 << 20
