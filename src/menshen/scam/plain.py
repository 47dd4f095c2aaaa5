"""A message as the grammar reads it: folded, lower case, without what is put between characters to hide words.

Every character of the plain text knows where it stood, so that a flag points at the words as written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from menshen.model import Span
from menshen.text import fold_width

__all__ = ["Plain", "plain", "sentences"]

_HAN = "㐀-鿿"
_BETWEEN = re.compile(f"(?<=[{_HAN}])[ \t·*_/\\\\|~^-]{{1,3}}(?=[{_HAN}])")
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufe0f\ufeff]+")
_END = re.compile("[。！？!?\n；;]+|\\.(?=\\s)")
LONGEST = 240
"""A sentence without an end is cut after so many characters, so that hostile text costs no more."""


@dataclass(frozen=True, slots=True)
class Plain:
    """The text to search and, for each of its characters, where it stood."""

    text: str = field(repr=False)
    places: tuple[int, ...] | None = field(repr=False, default=None)

    def original(self, start: int, end: int) -> Span:
        """Return the span of the message that `start:end` was read from."""
        if self.places is None:
            return Span(start, end)
        return Span(self.places[start], self.places[end - 1] + 1)


def plain(text: str) -> Plain:
    """Return a message as the grammar reads it.

    >>> plain("请转到安 全*账 户").text
    '请转到安全账户'
    """
    folded = fold_width(text).lower().translate(_traditional())
    if len(folded) != len(text):
        folded = fold_width(text)
    cuts = sorted(m.span() for p in (_BETWEEN, _HIDDEN) for m in p.finditer(folded))
    if not cuts:
        return Plain(folded)
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for start, end in cuts:
        if start > at or at == 0:
            pieces.append(folded[at:start])
            places.extend(range(at, start))
        at = max(at, end)
    pieces.append(folded[at:])
    places.extend(range(at, len(folded)))
    return Plain("".join(pieces), tuple(places))


@cache
def _traditional() -> dict[int, str]:
    """Return the traditional characters of the grammar's words, for messages from elsewhere."""
    pairs = (
        "帳账戶户轉转匯汇錢钱銀银號号碼码驗验證证請请來来開开關关機机電电話话資资貸贷繳缴費费應应軟软體体載载連连結结"
        "點点擊击視视頻频會会議议遠远監监檢检檢检領领補补貼贴單单嚴严認认報报警警詐诈騙骗風风險险稅税務务醫医療疗"
        "財财產产買买賣卖運运遞递裡里裏里說说講讲誰谁讓让對对門门個个們们為为幣币購购產产獎奖勵励賬账詢询優优惠惠"
    )
    return {ord(a): b for a, b in zip(pairs[::2], pairs[1::2], strict=True) if a != b}


def sentences(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of a plain text begin and end.

    >>> sentences("你好。请问是王女士吗？")
    [(0, 3), (3, 11)]
    """
    ends = [m.end() for m in _END.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    spans, start = [], 0
    for end in ends:
        while end - start > LONGEST:
            cut = max(text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in "，, ")
            cut = cut + 1 if cut > start else start + LONGEST
            spans.append((start, cut))
            start = cut
        if end > start:
            spans.append((start, end))
        start = end
    return spans
