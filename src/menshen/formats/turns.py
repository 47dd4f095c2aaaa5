"""How exported chats are written: where a turn begins, who speaks, and which way a text uses.

Each way (`WAYS`) is a pattern of the line, or the two lines, a turn begins with. A chat uses one
of them throughout, so the others are not looked for in it: a message may quote another chat.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from menshen import facts
from menshen.model import Span, Turn

__all__ = ["WAYS", "Head", "heads", "turns", "way_of"]

_B = "[ \\t\\u3000\\xa0]"
_SOME = f"{_B}{{0,20}}"
_GAP = f"{_B}{{1,20}}"
_DAY = "(?:星期|周)[一二三四五六日天]"
_DATE = (
    "(?:(?:(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?|[0-9]{1,2}[-/月][0-9]{1,2}日?)"
    f"(?:{_B}?{_DAY})?|今天|昨天|前天|{_DAY})"
)
_CLOCK = (
    f"(?:(?:上午|下午|晚上|凌晨|早上|中午|傍晚|清晨|[AaPp][Mm]){_B}?)?"
    f"[0-9]{{1,2}}[:：][0-9]{{2}}(?:[:：][0-9]{{2}})?(?:{_B}?[AaPp][Mm])?"
)
_TIME = f"(?:{_DATE}[Tt,，]?{_B}{{0,3}})?{_CLOCK}"
_NAME = "(?P<name>[^\\s:：][^\\n:：]{0,31}?)"
_ACCOUNT = (
    "(?:[(（](?P<number>[1-9][0-9]{4,10}|wxid_[0-9A-Za-z_-]{6,24}|[A-Za-z][0-9A-Za-z_-]{5,19})[)）]"
    "|[<(（](?P<mail>[^\\s<>()（）@]{1,64}@[^\\s<>()（）@]{1,64})[>)）])"
)
_NO_TIME = f"(?!{_SOME}(?:{_DATE}|{_CLOCK}){_SOME}(?:{_CLOCK})?{_SOME}\\r?$)"
_END = f"{_SOME}\\r?$"
_TITLE = "(?:【[^】\\n]{1,8}】)?"
_SPEAKS = "[\"']?(?:displayname|display_name|nickname|senderName|sender_name)[\"']?[ ]?:[ ]?"

WAYS = {
    "time name": f"^[\\[(【]?{_TIME}[\\])】]?{_GAP}{_TITLE}(?:(?P<long>[^\\n]{{1,60}}?){_ACCOUNT}|{_NAME}){_END}",
    "time name: words": f"^[\\[(【]?{_TIME}[\\])】]?[ \\t\\u3000\\xa0,，|–—-]*(?P<name>[^\\s:：\\[\\]][^\\n:：\\[\\]]{{0,31}}?)"
    f"{_ACCOUNT}?{_SOME}[:：]",
    "name time": f"^{_NO_TIME}{_NAME}{_ACCOUNT}?(?:{_GAP}|(?=(?:19|20)[0-9]{{2}}[-/年]))[\\[(（]?{_TIME}[\\])）]?{_END}",
    "name time: words": f"^{_NO_TIME}{_NAME}{_ACCOUNT}?{_SOME}(?:[\\[(（]{_TIME}[\\])）]|{_B}{_TIME}){_SOME}[:：]",
    "name, time": f"^{_NO_TIME}{_NAME}{_ACCOUNT}?{_SOME}[:：]?\\r?\\n{_SOME}(?:时间[:：]{_SOME})?{_TIME}{_END}",
    "script": f"^[ \\t,\\[]*\\{{[^\\n]{{0,4000}}?{_SPEAKS}(?P<q>[\"'])(?P<name>[^\\n]{{1,60}}?)(?P=q)[^\\n]*$",
    "name: words": f"^{_NO_TIME}(?P<name>[^\\s:：0-9\\[【(（][^\\n:：，。,;；]{{0,23}}?){_SOME}[:：](?!//)",
}
"""The ways, the surer ones first. `script` is the list of messages in a page that draws itself."""

_MARK = re.compile(
    "聊天记录|消息记录|消息对象[:：]|消息分组[:：]|群聊[:：]|Tencent IM Message|chatMessages"
    "|^[^\\n。]{1,30}群[(（][0-9]{1,4}[)）]",
    re.MULTILINE,
)
_DATED = re.compile(f"^\\W{{0,8}}{_DATE}(?:{_SOME}{_CLOCK})?\\W{{0,8}}$", re.MULTILINE)
_HINT = re.compile(
    "chatMessages|(?i:displayname)|[0-9][:：][0-9]{2}|聊天记录|消息记录|群聊|[(（][0-9]{1,4}[)）]|[0-9][-/年月日]"
)
_CHATTY = re.compile(
    "我|你|您|咱|吗|吧|呢|啊|哈|嗯|哦|噢|嘛|呀|@|好的|谢谢|收到|在吗"
    "|\\[(?:图片|表情|动画表情|语音|视频|链接|文件|位置|红包|转账|名片|[一-鿿]{1,4})\\]"
)
_NO_NAMES = re.compile(
    "(?i:info|warn|warning|error|debug|trace|fatal|notice|critical|level|http|https|get|post|user|note|"
    "from|to|date|subject|cc|time|id|name)|[\\W\\d_]+"
)
_ROLES = frozenset(
    ["坐席", "座席", "客服", "客户", "用户", "顾客", "主叫", "被叫", "话务员", "接线员", "来电人", "访客", "甲", "乙", "问", "答",
     "提问", "回答", "主持人", "主持", "记者", "嘉宾", "旁白", "家属", "专家", "机器人", "患者家属", "男", "女", "语音", "备注", "注"]
)  # fmt: skip
_SYSTEM = re.compile(
    "(?:系统|群)?(?:消息|公告|通知|提示|助手)|系统|文件传输助手|微信团队|.*(?:撤回了|加入了?(?:本|该)?群|拍了拍|移出了?群|邀请.*入|修改群名|的红包)"
)
_SAMPLE = 1 << 14
_LEAST = 3


class Head(NamedTuple):
    """The beginning of a turn: its span, and where display name and account stand in it."""

    span: Span
    name: Span
    account: Span | None
    speaker: str


@cache
def _pattern(way: str) -> re.Pattern[str]:
    return re.compile(WAYS[way], re.MULTILINE)


def heads(text: str, way: str) -> Iterator[Head]:
    r"""Yield the beginnings of turns in a text that is written in this way.

    >>> text = "2024-03-05 20:11:33 小葵(84717510)\n在吗\n"
    >>> [text[slice(*h.name)] for h in heads(text, "time name")]
    ['小葵']
    """
    for match in _pattern(way).finditer(text):
        group = "long" if match.groupdict().get("long") is not None else "name"
        name = _trimmed(text, *match.span(group))
        account = _account(match)
        shown = text[slice(*name)]
        if account is not None:
            speaker = text[slice(*account)].lower()
        else:
            speaker = "" if _SYSTEM.fullmatch(shown) else shown
        yield Head(Span(*match.span()), name, account, speaker)


def _trimmed(text: str, start: int, end: int) -> Span:
    shown = text[start:end]
    return Span(start + len(shown) - len(shown.lstrip()), start + len(shown.rstrip()))


def _account(match: re.Match[str]) -> Span | None:
    groups = match.groupdict()
    group = next((g for g in ("number", "mail") if groups.get(g) is not None), None)
    return None if group is None else Span(*match.span(group))


def turns(text: str, way: str, speaker: str = "", *, whole: bool = True) -> list[Turn]:
    """Return the turns of a block; `speaker` is who speaks where it begins.

    `whole` says that the block begins with a line, not within one.
    """
    found = [h for h in heads(text, way) if whole or h.span.start]
    first = found[0].span.start if found else len(text)
    held: list[Turn] = []
    if speaker and first:
        held.append(Turn(speaker, Span(0, first), Span(0, first)))
    for number, head in enumerate(found):
        end = found[number + 1].span.start if number + 1 < len(found) else len(text)
        start = head.span.start if way == "script" else head.span.end
        words = Span(start, head.span.end if way == "script" else end)
        held.append(Turn(head.speaker, Span(head.span.start, end), words, head.name, head.account))
    return held


def way_of(text: str, *, page: bool = False) -> str:
    r"""Return the way in which the chat that begins with `text` is written; none for other texts.

    `page` says that the text was taken out of HTML, where scripts may hold the messages.

    >>> way_of("2024-03-05 20:11:33 小葵(84717510)\n在吗\n2024-03-05 20:12:01 老墨(84717511)\n在\n")
    'time name'
    """
    text = text[:_SAMPLE]
    if _HINT.search(text) is None:
        return ""
    marked = _MARK.search(text, 0, 2000) is not None
    best, most = "", 0
    for way in WAYS:
        if way == "name: words" and (best or not (marked or _DATED.search(text))):
            continue
        if way == "script" and not page:
            continue
        found = list(heads(text, way))
        if len(found) > most and _holds(text, way, found, marked=marked):
            best, most = way, len(found)
    return best


def _holds(text: str, way: str, found: Sequence[Head], *, marked: bool) -> bool:
    """Say whether the turns found make a conversation rather than a log, a form or a transcript."""
    names = [text[slice(*head.name)] for head in found]
    speakers = Counter(head.speaker for head in found if head.speaker)
    labels = way == "name: words"
    if not speakers or not _plausible(names, labels=labels):
        return False
    told = sum(head.account is not None for head in found) * 2 > len(found)
    if not marked and _bodiless(text, way, found):
        return False
    if told or way == "script":
        return marked or len(found) > 1
    if sum(count for name, count in speakers.items() if _is_role(name)) * 5 > 4 * len(found):
        return False
    if marked:
        return len(found) > 1 or way == "time name"
    repeated = len(found) >= _LEAST and 1 < len(speakers) < len(found)
    return repeated and any(not name.isascii() for name in speakers) and _is_chatty(text, found)


def _plausible(names: Sequence[str], *, labels: bool) -> bool:
    """Say whether nearly all of these can be display names: no levels of a log, no labels."""
    odd = sum(
        _NO_NAMES.fullmatch(name) is not None or (labels and facts.header(name) is not None)
        for name in names
    )
    return odd * 5 <= len(names)


def _is_role(name: str) -> bool:
    return name in _ROLES or name in facts.name_words("role") or (len(name) == 1 and name.isascii())


def _bodiless(text: str, way: str, found: Sequence[Head]) -> bool:
    """Say whether most heads that should have words behind them have none: lines of a log."""
    if way not in {"time name", "name time", "name, time"}:
        return False
    ends = [head.span.start for head in found[1:]] + [len(text)]
    bare = sum(not text[head.span.end : end].strip() for head, end in zip(found, ends, strict=True))
    return bare * 2 > len(found)


def _is_chatty(text: str, found: Sequence[Head]) -> bool:
    """Say whether a good part of the turns sound like people who talk to each other."""
    ends = [head.span.start for head in found[1:]] + [len(text)]
    spoken = sum(
        _CHATTY.search(text, head.span.end, end) is not None
        for head, end in zip(found, ends, strict=True)
    )
    return spoken * 4 >= len(found)
