"""Facts of a person that a document states: behind a label, as an item of a list, or in prose.

The detectors of work, school, money and origin differ in their words, hardly in how they decide. A
detector is a list of `Form`s; what stands around a form is judged here, the same for all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import Enum
from typing import NamedTuple

from menshen import facts
from menshen.engines.bearer import ROLE, general, record, sentence, somebody
from menshen.evidence import Cue
from menshen.fields import NAMED, beside
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import compact

__all__ = [
    "AMOUNT",
    "MONEY",
    "Form",
    "Stands",
    "Stated",
    "advert",
    "bearer",
    "item",
    "labelled",
    "value",
]

_HAN = "一二两三四五六七八九十百千"
_DIGIT = "[一二两三四五六七八九]"
_SPOKEN = f"{_DIGIT}?(?:十{_DIGIT}?)?[千万](?:{_DIGIT}[千百]?)?(?:{_DIGIT}百?)?多?(?:元|块钱?)?|[壹贰叁肆伍陆柒捌玖][零拾佰仟万壹贰叁肆伍陆柒捌玖]{{1,14}}元整?"
_ODD = f"(?:{_DIGIT}(?:百{_DIGIT}?)?(?![一-鿿]?[年月天个次十千万百]|{_DIGIT}))?"
"""The hundreds that are said without their unit (三千七), not the number of what follows."""
_TENS = f"{_DIGIT}(?![一-鿿]?[年月天个次度人名条只份十千万百]|{_DIGIT})"
"""The tens that are said without their unit (两百八)."""
AMOUNT = (
    f"(?:(?:[0-9][0-9,]{{0,11}}(?:\\.[0-9]{{1,4}})?|[{_HAN}]{{1,7}}(?:万[{_HAN}]{{0,6}})?)"
    f"(?:多|余|来|几)?[ ]?(?:万多?元?{_ODD}|千多?元?{_ODD}|百(?:多?(?:元|块钱?)|{_TENS})|亿元?|元|块钱?|[kKwW](?![A-Za-z]))|(?<![{_HAN}几]){_SPOKEN})"
)
"""An amount of money with its unit, in folded text."""
MONEY = f"(?:人民币|RMB|¥|约|大约|共计?)?[ ]?{AMOUNT}(?:左右|上下|出头)?(?:/月|每月|/年|/人)?"
"""The same with what is said around it."""
_LINK = (
    "(?:[ ]?\\([^()\\n]{0,12}\\))?[ ]?[\"'*】\\]]{0,3}[ ]?"
    "(?:[:=|\\t]|为(?!了)|是(?!否)|[ ](?=[^ \\n])|\\n(?=[^\\n:]{2,30}(?:\\n|\\Z)))[ \\t\"'|\\[【]{0,6}"
)
_LINK_REACH = 14 + 6 + 1 + 6 + 32
_OWN = "(?:(?<![一-鿿])|(?<=[其现原我他她的该屋房]))"
_ADVERT = late(
    "(?<!负责)(?<!参与)招聘(?:信息|公告|启事|岗位|人数|条件|要求|职位|对象|范围|:)|现招聘|公开招聘|诚聘|急聘|招募|高薪|任职要求|岗位要求|职位描述|任职资格|应聘者|薪资面议|"
    "双休|包吃住|投递简历|简历投递|咨询电话|申报条件|申请条件|办事指南|政策解读|实施办法|管理办法|第[一二三四五六七八九十百零0-9]+条|发放标准|补贴标准|本办法|实施细则|"
    "中标|招标|同比|环比|样本|问卷|抽样|为例|电影|影片|小说|剧情|剧中|导演(?!:)|公司简介|产品手册"
)
_HIGH = Evidence("context", -5.0, "an advertisement, a rule, a statistic or news")
_BARE = Evidence("label", 1.5, "stands directly behind its label")
_VOID = late(
    "无|暂无|没有|不详|未知|未填|其他|/|-+|[*]+|空|同上|是|否|见.*|.*(?:请填|必填|请选择|请输入|下拉|例如|示例|XX|xx|××|[*]{2}).*|[0-9]"
)


_LISTED = Evidence("beside", 3.2, "in a list of what somebody is")


class Stands(Enum):
    """How a form states a fact: what decides about it."""

    LABEL = "label"
    ITEM = "item"
    PROSE = "prose"


class Form(NamedTuple):
    """A way to state a fact. `weight`, in log-odds, is what the shape itself says.

    `head` matches what at the beginning of a match is no part of the value; `check` looks at the
    value more closely, and where it says no, there is nothing to judge.
    """

    pattern: Pattern
    type: str
    stands: Stands = Stands.PROSE
    weight: float = -2.0
    check: Callable[[str], bool] | None = None
    head: re.Pattern[str] | None = None


class Stated:
    """A detector of facts stated in one of several forms; `against` and `void` are its own."""

    def __init__(
        self, name: str, forms: Sequence[Form], *, against: str = "(?!)", void: str = "(?!)"
    ) -> None:
        self.id = name
        self.types = tuple(dict.fromkeys(form.type for form in forms))
        self._forms = {form.pattern.name: form for form in forms}
        self.patterns = tuple(replace(form.pattern, words=True) for form in forms)
        self._against = re.compile(against)
        self._void = re.compile(void)

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by the label, by the attributes beside an item, else by who is spoken of."""
        form = self._forms[candidate.pattern.name]
        text, start, end = candidate.view.text, candidate.start, candidate.end
        while end > start and text[end - 1] in " ,、\t":
            end -= 1
        cut = form.head.match(text, start, end) if form.head is not None else None
        start = cut.end() if cut is not None else start
        seen = text[start:end]
        if len(seen) < 2 or (form.check is not None and not form.check(seen)):
            return None
        if _VOID.fullmatch(seen) or self._void.search(seen):
            return None
        shape = Evidence("shape", form.weight, f"may be {form.type}")
        parts = (shape, *self._around(form, candidate, start, end))
        evidence = tuple(e for e in parts if e is not None)
        return Judgement(form.type, compact(seen), evidence, start, end)

    def _around(
        self, form: Form, candidate: Candidate, start: int, end: int
    ) -> tuple[Evidence | None, ...]:
        text = candidate.view.text
        low, high = sentence(text, candidate.match.start(), end)
        against = _HIGH if self._against.search(text[low:high]) or advert(text, start) else None
        if form.stands is Stands.LABEL and "一" <= text[start - 1] <= "鿿":
            return (_BARE, *bearer(text, start, end), against or general(text, start, end))
        if form.stands is Stands.LABEL:
            header = facts.header(text[start:end].strip()) if _cells(candidate) else None
            return (NAMED, _HIGH if header is not None else against)
        if form.stands is Stands.ITEM:
            return (item(candidate, start, end), against)
        return (*bearer(text, start, end), against or general(text, start, end))


def item(candidate: Candidate, start: int, end: int) -> Evidence:
    """Return what stands beside an item of a list: attributes, or the person it is of."""
    around = beside(candidate)
    if around.weight >= _LISTED.weight:
        return around
    who, _ = bearer(candidate.view.text, start, end)
    return _LISTED if who is not None and who.weight >= ROLE.weight else around


def bearer(text: str, start: int, end: int) -> tuple[Evidence | None, Evidence | None]:
    """Return what the sentence and the record say of whose fact it is, names of persons included."""
    return somebody(text, start, end), record(text, start)


def _cells(candidate: Candidate) -> bool:
    """Say whether a blank, a tab, a bar or a line end links label and value: it may be a header."""
    link = candidate.view.text[candidate.match.start() : candidate.start]
    return not any(c in link for c in ":=")


def advert(text: str, start: int) -> bool:
    """Say whether the text around advertises, rules or reports."""
    low = max(0, start - 200) // 64 * 64
    return _ADVERT.search(text, low, low + 400) is not None


def value(longest: int, *, more: str = "") -> str:
    """Return the pattern of a value up to the end of its cell, line or clause.

    `more` are further characters, for a class, that end it.
    """
    stop = f",。;|\\t\"'<>{{}}:={more}"
    return f"[^\\n{stop}]{{2,{longest}}}?(?=[ ]{{0,8}}(?:[\\n{stop}]|\\Z)|[ ]{{1,6}}[^ \\n:]{{2,8}}[ ]?[:]|[ ]{{2}})"


def labelled(
    name: str, kind: str, cue: Cue, shape: str, reach: int, *, guard: str = "", bare: bool = False
) -> Form:
    """Return the form of a label, a link and a value of at most `reach` characters.

    Where the value's shape is strict, nothing need link it to its label: `bare`.
    """
    link = f"(?:{_LINK}|(?:不足|不到|约|共|近|仅|只有|每月|大概|达|计){{0,2}})" if bare else _LINK
    own = "" if bare else _OWN
    regex = f"{guard}{own}{cue.pattern}{link}(?P<v>{shape})"
    pattern = Pattern(
        name, cue.trigger, regex, cue.reach, cue.reach + _LINK_REACH + reach, led=True
    )
    return Form(pattern, kind, Stands.LABEL, -1.5)
