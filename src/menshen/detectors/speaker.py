r"""发言人 · Speakers of a chat.

## What it finds
In exported chats, who speaks: the QQ number behind a display name, and the display name itself
where it is no real name (a nickname is an account's). A display name that somebody is called by
(`@小葵花妈妈`) counts too. Neighbours put their room into it (`5-2-1203周倩`): that is found as well.
A display name that is a word for a relation (妈) says whose phone the chat is from.

## How it decides
In a document that is read as a chat the columns or the lines before each turn say which is which.
In other text a whole line of a QQ export does (date, time, name, number in brackets), and in lines that are talk
(several speakers with a colon behind, one of them again, and words as in talk) what stands before the colon. Roles
(客服, 管理员), words for relations, organisations and the program itself are nobody's nickname; a
display name that may be a real name is left to that detector, as is any other value inside.

## Known limits
A display name that is an ordinary word and also a name (高兴) may be missed by both.

## References
- 腾讯, QQ 帮助中心: 导出消息记录
- GB/T 35273-2020, Annex A, 个人网络身份标识信息

>>> DETECTOR.types
('user_id', 'qq_number', 'house_unit', 'family_relation')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, islice

from menshen import facts
from menshen.engines import names
from menshen.late import late
from menshen.model import (
    Block,
    Candidate,
    Evidence,
    Judgement,
    Pattern,
    Span,
    Talk,
    is_grid,
    is_talk,
)
from menshen.text import Fold, View

_DAY = "(?:19|20)[0-9]{2}[-/][0-9]{1,2}[-/][0-9]{1,2}"
_NUMBER = re.compile("[1-9][0-9]{4,10}")
_SHOWN = Evidence("speaker", 0.2, "the display name of somebody who speaks")
_SPEAKS = Evidence("speaker", 2.0, "speaks in lines of talk, by a name of his own choice")
_TOLD = Evidence("speaker", 3.0, "the number behind the display name of a speaker")
_HEAD = Evidence("shape", 0.8, "stands where exported chats name the speaker")
_ROOM = Evidence("speaker", 0.6, "building and room in the display name of a speaker")
_RELATION = Evidence("speaker", 1.5, "a speaker goes by a word for a relation")
_KIN = frozenset(
    ("妈", "爸", "老妈", "老爸", "爹", "娘", "姐", "哥", "爷爷", "奶奶", "闺女", "媳妇", "老伴", "亲爱的老公", "亲爱的老婆")
)  # fmt: skip
_ROOMS = re.compile(
    "(?<![0-9A-Za-z-])(?:[0-9]{1,2}|[A-Z])-(?:[0-9]{1,2}-)?[0-9]{3,4}(?![0-9-])"
    "|(?<![0-9])[0-9]{1,2}(?:栋|幢|号楼|座|#)(?:[0-9]单元)?[0-9]{3,4}室?(?![0-9])"
)
_NOBODY = re.compile(
    "10000|10001|1000000|80000000|2854196306|2854196310|我|自己|本人|全体成员|所有人|群主|管理员|匿名"
)
_OFFICE = re.compile(
    "物业|客服|管家|公司|银行|医院|学校|旗舰店|专卖店|官方|平台|助手|机器人|小程序|公告|通知|系统|服务|中心|"
    "居委|社区|派出所|热线|(?i:bot|system|admin)"
)
_AIRS = late("[吗呢吧啊哈嗯呀哦啦嘛噢呗]|好的|收到|谢谢|[?!]")
"""What is said in talk and seldom in forms."""
_LINES, _SPEAKERS, _LONGEST = 4, 2, 16
"""So many lines of talk there must be, by so many speakers whose names are no longer than this."""
_LOOKED = 64
"""So many turns tell whether lines are talk."""
_TURN = late(
    "(?:[\\[(]?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?[\\])]? ?)?(?P<name>[^\\s:][^\n:]{0,14}[^\\s:]) ?:(?=[^\n]{0,9}[^\\s])"
)
_PARTY = late(
    "(?:.{0,14}[员师人客众方声台警子生长友控诊度士官登记]|[\\W_]*[男女]?(?:HR|[A-Z]{1,3}[0-9]*).{0,4}|.{0,9}(?:经理|警察|师傅|阿姨|售后|律师|法官|坐席|声音).{0,6}"
    "|(?:主持人|调解员|教练|学员|助理|领队|原告|被告|主播|申请人|普查员|访客).{0,9}|[老小阿][^a-z]|[^a-z]{0,2}[子妈爸哥姐叔婶嫂]|.{0,9}(?<![姓笔])名)\\Z"
)
"""Who speaks by his part in a talk, his trade or his surname, not by a name of his own choice."""
_LABEL = late(
    "[0-9.·、()\\[\\]【】]|[一二三四五六七八九十]、|.{0,6}(?:如下|要求|说明|情况|时间|地点|内容|原因|结果|意见|备注|地址|电话|名称)\\Z"
)


class Speaker:
    """Reads who speaks in chats; see the module."""

    id = "speaker"
    types = ("user_id", "qq_number", "house_unit", "family_relation")
    patterns = (
        Pattern(
            "head",
            trigger="[0-9]:[0-9]{2}:[0-9]{2} {1,3}[^\n]{1,60}[(][1-9][0-9]{4,10}[)] ?\n",
            regex=(
                f"(?<![^\\n]){_DAY} {{1,2}}[0-9]{{1,2}}:[0-9]{{2}}:[0-9]{{2}} {{1,3}}"
                "(?:【[^】\\n]{1,8}】)?(?P<name>[^\\n]{1,60})\\((?P<v>[1-9][0-9]{4,10})\\)(?= ?\\n[^\\n])"
            ),
            before=120,
            after=4,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:  # noqa: ARG002 - see `read`
        """Say nothing of one candidate: `read` looks at the turns of the whole block."""
        return None

    def read(
        self, view: View, block: Block, candidates: Sequence[Candidate]
    ) -> Iterable[Judgement]:
        """Yield numbers and nicknames, with positions in the view."""
        if is_talk(block.layout):
            if len(view.text) == len(block.text):
                yield from _of_talk(view.text, block.layout)
            return
        if not candidates and _is_plain(view, block):
            yield from _of_lines(view.text)
        for candidate in candidates:
            match = candidate.match
            yield from _number(view.text, Span(*match.span("v")), (_HEAD,))
            yield from _name(view.text, Span(*match.span("name")))


def _is_plain(view: View, block: Block) -> bool:
    """Say whether lines of a text may be turns: running text with colons, as it was written."""
    text = view.text
    if view.fold is not Fold.WIDTH or text.isascii() or is_grid(block.layout):
        return False
    return text.count(":") >= _LINES and _AIRS.search(text) is not None


def _of_lines(text: str) -> Iterator[Judgement]:
    """Yield the nicknames of those who speak in lines that begin with a name and a colon."""
    coming = (Span(*match.span("name")) for match in _turns(text))
    turns = list(islice(coming, _LOOKED))
    if not _sounds_like_talk(text, turns):
        return
    for span in chain(turns, coming):
        name = text[slice(*span)]
        known = facts.header(name) is not None or name in _nobody()
        if not known and not names.full(name) and not _PARTY.match(name):
            yield from _nickname(name, span, _SPEAKS)


def _sounds_like_talk(text: str, turns: Sequence[Span]) -> bool:
    """Say whether several speak, one of them again, and as in talk."""
    speakers = {text[slice(*span)] for span in turns}
    if len(turns) < _LINES or not _SPEAKERS <= len(speakers) < len(turns):
        return False
    ends = (text.find("\n", span.end) for span in turns)
    said = (text[s.end : e if e >= 0 else len(text)] for s, e in zip(turns, ends, strict=True))
    return sum(_AIRS.search(words) is not None for words in said) * 3 >= len(turns)


def _turns(text: str) -> Iterator[re.Match[str]]:
    """Yield the heads of lines that may be turns; from colon to colon, since most lines have none."""
    at, past = text.find(":"), 0
    while at >= 0:
        line = text.rfind("\n", max(past, at - _LONGEST - 2), at) + 1
        first = at <= _LONGEST + 2 and not past
        if (line or first) and (match := _TURN.match(text, line)) is not None:
            if not _LABEL.match(match["name"]):
                yield match
            at = past = max(at, match.end())  # onward, whatever a line holds
        at = text.find(":", at + 1)


@cache
def _nobody() -> frozenset[str]:
    return frozenset(facts.occupations()) | facts.name_words("kin")


def _of_talk(text: str, talk: Talk) -> Iterator[Judgement]:
    called: set[str] = set()
    for turn in talk.turns():
        if turn.account is not None:
            yield from _number(text, turn.account, (_TOLD,))
        if turn.name is not None:
            for judgement in _name(text, turn.name):
                called |= {judgement.normal} if judgement.type == "user_id" else set()
                yield judgement
    for match in re.finditer("@(?P<v>[^\\s@:,。]{2,32})", text) if called else ():
        if match["v"] in called:
            yield Judgement("user_id", match["v"], (_SHOWN,), *match.span("v"))


def _name(text: str, span: Span) -> Iterator[Judgement]:
    """Yield what a display name says: a relation, a nickname, a room."""
    seen = text[slice(*span)]
    if seen in _KIN or seen in facts.name_words("kin"):
        yield Judgement("family_relation", seen, (_RELATION,), *span)
        return
    yield from _nickname(seen, span)
    for match in _ROOMS.finditer(text, *span):
        yield Judgement("house_unit", match[0], (_ROOM,), *match.span())


def _number(text: str, span: Span, parts: tuple[Evidence, ...]) -> Iterator[Judgement]:
    seen = text[slice(*span)]
    if _NUMBER.fullmatch(seen) and not _NOBODY.fullmatch(seen) and len(set(seen)) > 1:
        yield Judgement("qq_number", seen, parts, *span)


def _nickname(seen: str, span: Span, shown: Evidence = _SHOWN) -> Iterator[Judgement]:
    plain = re.sub("[\\W_]+", "", seen)
    if len(plain) < 2 or plain.isdigit() or _NOBODY.fullmatch(seen) or _OFFICE.search(seen):
        return
    if facts.is_role(plain):
        return
    yield Judgement("user_id", seen, (shown,), *span)


DETECTOR = Speaker()
