"""Whether a value in a caller's turn is his own, or something that he knows of the person.

Callers give their name, staff number, telephone and office; none of that is knowledge of the person called.
What decides is the last cue before the value in its sentence, or the form of address right after it.
"""

from __future__ import annotations

import re

from menshen.model import Span

__all__ = ["callers_own"]

_SIGHT = 40
"""Characters before a value in which a cue counts."""
_END = re.compile("[。！？!?\\n；;]")
_YOURS = (
    "[您你恁侬妳]|机主|业主|房主|户主|车主|本人|登记|预留|绑定|名下|住在|家住|(?:紧急)?联系人(?:是|叫|写)|"
    "(?:收|寄)[件货](?:人|地址)|(?:儿子|女儿|孩子|爱人|老公|老婆|父亲|母亲)(?:叫|是|在)?"
)
_MINE = (
    "我(?!们?(?:这[边里]?)?(?:这里)?(?:查|看|知道|晓得|有|掌握|手[里上]|核对|系统))|本(?:公司|店|局|单位|所|行|中心|机构)|"
    "[工警编]号|公司(?:在|地址)|办公室|门店|客服|热线|专线|专员|经理|顾问|老师|助理|主任|警官|联系(?!人)|致电|来电|回[电拨]|"
    "拨打?|打(?:给|到|这)|加(?:微|v|q|一?下)|咨询|请(?:到|来|去)|位于|寄(?:到|至|给)|送(?:到|至|给)|转(?:到|给|入)|汇(?:到|至|给)|"
    "户名|收款(?:人|方|账户)|对方账户|自称|this is|call"
)
_CUE = re.compile(f"(?P<yours>{_YOURS})|(?P<mine>{_MINE})", re.IGNORECASE)
_ADDRESSED = re.compile(
    "[的家]?(?:先生|女士|小姐|同学|阿姨|叔叔|大爷|大妈|奶奶|爷爷)|[，, ]?(?:对吧|对吗|是吧|是吗|没错吧?|对不对|是不是)|[的]?(?:业主|机主|家长)"
)


def callers_own(text: str, span: Span) -> bool:
    """Say whether the caller gives a value as his own.

    >>> callers_own("我是客服，电话13800000000", Span(7, 18))
    True
    >>> callers_own("您的手机13800000000涉嫌群发短信", Span(4, 15))
    False
    """
    if _ADDRESSED.match(text, span.end):
        return False
    before = text[max(0, span.start - _SIGHT) : span.start]
    before = _END.split(before)[-1]
    last = None
    for cue in _CUE.finditer(before):
        last = cue.lastgroup
    return last == "mine"
