"""Fields and lists of attributes: the two ways in which documents say what a weak value is.

A *field* is a label, a link (`：`, ` = `, `编号`, `":"` …) and a value: `学号：20210317`. The value
of a field needs hardly a shape of its own. An *item* stands between separators in a list of
attributes of one person (`女，汉族，1991年生`): the other attributes beside it say what it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from menshen.evidence import FILLER, LINK_WORD, NEVER, REMARK, Cue
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import compact

__all__ = [
    "CLOSE",
    "LINK",
    "NAMED",
    "OPEN",
    "UNIT",
    "beside",
    "code",
    "field",
    "judge_code",
    "sample",
]

LINK = f"(?:[/、或][一-鿿A-Za-z]{{2,6}})?(?:{FILLER}|{LINK_WORD}|{REMARK}){{0,13}}"
"""What may stand between a label and its value."""
_LINK_REACH = 15 + 7 + 30
OPEN = "[,:、;|/( \t\n'\"\\[]"
CLOSE = "[,、;|/) \t\n'\"\\]。]"
"""What stands before and after an item of a list of attributes, in regexes and in triggers."""
_WHOLE = "(?:(?<![a-z])|(?![0-9A-Za-z]))"
UNIT = "(?:年(?!龄|级)|月(?!份)|日(?!期)|元|岁|个(?!人)|位(?!置)|%)"
"""What makes a number behind a label an amount or a date; not the next label, as in 日期."""
_END = f"(?![A-Za-z0-9]|[.@-][0-9A-Za-z]|[ ]?{UNIT})"

NAMED = Evidence("label", 4.0, "stands behind its label")
_CODE = Evidence("shape", -2.0, "digits and letters of no particular form")
_SAMPLE = Evidence("sample", NEVER, "an example, not a value")
_SAMPLED = Evidence("sample", -6.0, "said to be an example")
_DATE = Evidence("shape", -5.0, "a date stands behind the label")
_ALONE = Evidence("beside", -2.5, "no attribute of a person beside it")
_ONE = Evidence("beside", 2.0, "another attribute of a person beside it")
_MORE = Evidence("beside", 3.5, "attributes of a person beside it")

_SAMPLE_WORDS = re.compile(
    "(?:示例|样例|范例|举例|例如|比如|譬如|如下格式|格式|假数据|虚构|(?i:sample|example(?!\\.(?:com|org|net|cn))|demo|mock))[^\n]{0,16}\\Z"
)
_PLACEHOLDER = re.compile("(.)\\1{3,}|[A-Za-z]?[Xx*]{3,}.*|(?i:test|demo|abc)[0-9-]*")
_COUNTING = "01234567890123456789"
_WRITTEN_DATE = re.compile("(?:19|20)[0-9]{2}-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12][0-9]|3[01])")

_ATTRIBUTES = tuple(
    re.compile(regex)
    for regex in (
        f"(?:{OPEN}|\\A)(?:[男女]|男性|女性|[MF])(?:{CLOSE}|\\Z)|性 {{0,4}}别",
        f"[0-9]{{1,3}} ?(?:周岁|岁|个月)|年 {{0,4}}龄|{OPEN}[1-9][0-9](?:{CLOSE}|\\Z)",
        f"[一-鿿]{{1,5}}族(?:{CLOSE}|\\Z)|民 {{0,4}}族",
        "(?:19|20)[0-9]{2}[-./年][01]?[0-9]|[年月日] ?出?生(?![产活效成])|出 {0,4}生",
        "(?<![0-9])[1-9][0-9]{16}[0-9Xx]|身份证|证件号",
        "(?<![0-9])1[3-9][0-9]{9}(?![0-9])|电话|手机",
        "博士|硕士|本科|大专|中专|高中|初中|小学|文盲|文化|学历",
        "已婚|未婚|离异|丧偶|再婚|婚姻",
        f"党员|团员|政治面貌|{OPEN}群众",
        f"[一-鿿]{{2,8}}人(?:{CLOSE}|\\Z)|籍贯|户籍|住(?:址|所|[一-鿿])|现住",
        "[0-9]{2,3} ?(?:cm|kg|CM|KG|公斤)|身高|体重|血型|一米[一-九]",
        "姓 {0,4}名|患者|原告|被告|申请人|嫌疑人|委托人|户主|罪犯|死者",
    )
)


def code(low: int, high: int) -> str:
    """Return the pattern of a code of `low` to `high` letters and digits, hyphens inside allowed."""
    return f"(?=[A-Za-z-]{{0,8}}[0-9])[A-Za-z0-9](?:-?[A-Za-z0-9]){{{low - 1},{high - 1}}}{_END}"


def field(
    cue: Cue,
    value: str,
    reach: int,
    *,
    name: str = "field",
    guard: str = "",
    words: bool = False,
) -> Pattern:
    """Return the pattern of a label, a link and a value of at most `reach` characters.

    `guard` is a look-behind for the label; `reach` includes what the value looks ahead; `words`
    says that the labels are everyday words.
    """
    regex = f"{guard}{cue.pattern}{_WHOLE}{LINK}(?P<v>{value})"
    after = cue.reach + _LINK_REACH + reach
    return Pattern(name, cue.trigger, regex, cue.reach, after, led=True, words=words)


def sample(candidate: Candidate) -> Evidence | None:
    """Return the evidence that a value is an example or a placeholder, if it is one."""
    value = compact(candidate.seen)
    digits = re.sub("[^0-9]", "", value)
    counting = len(digits) >= 5 and digits in _COUNTING
    if counting or _PLACEHOLDER.fullmatch(value) or (len(digits) > 4 and len(set(digits)) == 1):
        return _SAMPLE
    low = max(0, candidate.match.start() - 20)
    if _SAMPLE_WORDS.search(candidate.view.text, low, candidate.start):
        return _SAMPLED
    return None


def judge_code(kind: str, candidate: Candidate, *more: Evidence | None) -> Judgement:
    """Return the judgement of a code behind its label; `more` is what else was seen."""
    parts = (NAMED, _CODE, sample(candidate), *more)
    if _WRITTEN_DATE.fullmatch(candidate.seen):
        parts = (*parts, _DATE)
    evidence = tuple(e for e in parts if e is not None)
    return Judgement(kind, compact(candidate.seen).upper(), evidence)


def beside(candidate: Candidate, *, reach: int = 40, also: int = 0) -> Evidence:
    """Return what the attributes within `reach` characters in the same line say of an item.

    Kinds of attributes are counted, not mentions; `also` adds to the count.
    """
    text = candidate.view.text
    before = text[max(0, candidate.start - reach) : candidate.start].rpartition("\n")[2]
    after = text[candidate.end : candidate.end + reach].partition("\n")[0]
    count = _kinds(before, after) + also
    return _ALONE if count <= 0 else _ONE if count == 1 else _MORE


@lru_cache(maxsize=256)
def _kinds(before: str, after: str) -> int:
    return sum(
        1 for a in _ATTRIBUTES if a.search(before) is not None or a.search(after) is not None
    )
