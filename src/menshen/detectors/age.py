"""年龄 · Age.

## What it finds
The age of somebody, with 岁 when written (`35岁`, `41周岁`, `三十五岁`, `8个月` of a baby): behind 年龄 or `age`, as an item
beside gender and other attributes, or told of a person (`今年35岁`, `62岁的王某`, `我妈78岁`).

## How it decides
A label decides. In prose the words around must say that somebody is meant; 以上, 以下, ranges, means, the
law's 年满18周岁 and ages that goods are made for speak against.

## Known limits
A bare number as an age is read only beside a gender. A minor is marked by another type.

## References
- GB/T 35273-2020, 信息安全技术 个人信息安全规范, annex A
- 民法典 art. 17-20 (ages in law, which are no person's)

>>> DETECTOR.types
('age',)
"""

from __future__ import annotations

import re

from menshen.evidence import FILLER, LINK_WORD, Cue
from menshen.fields import CLOSE, NAMED, OPEN, beside, sample
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_CUE = Cue(
    "age",
    words=("实际年龄", "年龄", "年齡", "年纪", "岁数", "实足年龄", "周岁"),
    keys=("user_age", "patient_age", "age", "nianling"),
)
_NUMBER = "(?:1[01][0-9]|[1-9]?[0-9])"
_HAN = "[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]"
_YEARS = f"(?:{_NUMBER}|(?<![一二三四五六七八九十百千万第几]){_HAN})(?:多|来)? ?(?:周|虚)?岁半?"
_LINK = (
    "(?:[ ]?[(\\[【][^()\\[\\]【】\n0-9]{0,14}[)\\]】])?"
    f"(?:{FILLER}|\\\\[nrt]|{LINK_WORD}|约|大约|也?就|才|今年){{0,12}}"
)
_SHAPE = Evidence("shape", -2.0, "an age, perhaps of nobody in particular")
_BARE = Evidence("shape", -2.5, "a bare number")
_ITEM = Evidence("form", 1.0, "set apart like an attribute")
_NAMED = Evidence("form", 2.0, "set apart behind a few characters, as behind a name")
_TOLD = Evidence("context", 2.5, "told of somebody")
_GROUP = Evidence("context", -6.0, "a limit, a range, a group or a mean")
_RULE = Evidence("context", -4.0, "nearby: a law, a condition, a product or a statistic")
_TELLS_BEFORE = late(
    "(?:今年|现年|年仅|享年|时年|终年|刚满|已经?|才|现在|快|将近|年近|马上|当时|时|那年)[ 满]?\\Z"
    "|(?:[我你他她]|爸|妈|父亲|母亲|爷爷?|奶奶?|外公|外婆|姥姥|姥爷|老伴|丈夫|妻子|儿子|女儿|孩子|宝宝|娃|哥|姐|弟|妹|孙子|孙女|"
    "患者|病人|先生|女士|老人|男子|女子|某+|师傅|同志|同学|大爷|大妈|阿姨)[(,今年才已都快有是也,]{0,4}\\Z"
)
_TELLS_AFTER = late(
    "[ ,]?的?(?:男子|女子|老人|老太|老汉|大爷|大妈|女孩|男孩|小伙|姑娘|少年|少女|男童|女童|市民|村民|居民|患者|妇女|"
    "[男女](?![士方装性人])|[我他她][ ,])|的(?!时|那|年|孩|人|幼|婴|青|公|用|群|猫|狗|树|车|[一-鿿]{0,4}(?:公司|品牌|大学))[一-鿿]{2}|[一-鿿]某|了(?:[,。!]|\\Z)|[,。]?退休|去世"
)
_GROUP_AFTER = late(
    " ?[)(]?(?:以[上下内前后]|之[前后间]|及以|或以|[前后起](?!夕|来)|至|到|[-~/、或] ?[0-9一二三四五六七八九十]|未满|左右的人|年龄|人群|组|"
    "群体|儿童|婴幼儿|人口|免票|阶段|的(?:人|儿童|孩子|幼儿|婴儿|青少年|未成年人|公民|用户|群体|时候)(?![一-鿿]?某)|期间|时候|那年|生日|"
    "[一-鿿]{0,4}(?:标准|费率))|[月数末首暮入寒枯]"
)
_GROUP_BEFORE = late(
    "(?:[一两三这那几0-9][头只条棵匹辆座]|活过|(?<!刚)不?[满超][过足]?|年满|未满|不足|大于|小于|低于|高于|不低于|不超过|不小于|至少|达到|平均|从|到|至|每|限|约?[0-9]{1,3} ?(?:岁|周岁)?"
    " ?[-~至到、或]|[一二三四五六七八九十]{1,3}岁?[到至、]|适[合用]|[≥≤<>]=?|第)[ :约]{0,3}\\Z"
)
_RULES = late(
    "平均|规定|法律|条例|第[一二三四五六七八九十百0-9]{1,4}条|应当年?满|招聘|要求|限[制龄]|投保|承保|保险期|预期寿命|人均|退休年龄|法定|"
    "统计|调查|比例|占比|%|适用|适合|玩具|绘本|奶粉|分级|入学|报名条件|最[高低小大]|年龄段|如果|假如|比如|例如"
)
_TAG = late("<[^<>]{1,12}>")
"""A label between angle brackets, which say nothing of more or less."""
_NAME_LIKE = late("(?:\\A|[ 。;:,、\"'>])[一-鿿·]{2,7}[,(]\\Z")
_LIMITED = late(
    "(?:平均|退休|法定|最[高低小大]|投保|承保|适用|适合|入职|起始|目标|限制|结婚|招聘|录用)\\Z"
)


class Age:
    """Judges ages by label, by what stands beside, and by how they are told; see the module."""

    id = "age"
    types = ("age",)
    patterns = (
        Pattern(
            "field",
            trigger="(?:年[ ]{0,4}[龄齡纪]|岁[ ]{0,4}数|nianling[^a-z]|[^a-z-]age[\"'`]?[ \t]?(?:[:=\\]]|, ?[\"']))",
            regex=(
                "(?:年 {0,4}[龄齡纪]|岁 {0,4}数|nianling|(?<![A-Za-z-])(?<!max_)(?<!min_)(?i:age)(?=[\"'`]?[ \t]?(?:[:=\\]]|, ?[\"'])))"
                f"(?:\\((?:周?岁|实足)\\))?{_LINK}(?P<v>(?:{_YEARS})|{_NUMBER})(?![0-9A-XZa-xz%]|[Yy][A-Za-z]|[.:/] ?[0-9])"
            ),
            before=24,
            after=124,
        ),
        Pattern(
            "years",
            trigger="[0-9一二两三四五六七八九十多来] ?(?:周|虚)?岁",
            regex=f"(?<![0-9A-Za-z.])(?P<v>{_YEARS})",
            before=10,
            after=1,
        ),
        Pattern(
            "bare",
            trigger="(?:男|女)性?[,/ |\t、]{1,4}[1-9][0-9]?[^0-9]",
            regex=f"(?:(?<={OPEN})|\\A)[男女]性?[,/ |\t、]{{1,4}}(?P<v>[1-9][0-9])(?={CLOSE}|\\Z)(?![.-][0-9])",
            before=10,
            after=3,
        ),
        Pattern(
            "months",
            trigger="(?:宝|孩子|儿子|女儿|娃|婴|患儿|孙子|孙女)[^0-9\n]{0,4}[0-9]",
            regex="(?:宝宝?|孩子|儿子|女儿|娃|女婴|男婴|患儿|孙子|孙女)(?:[,才已刚现在今年满:(]{0,4})(?P<v>[0-9]{1,2}个半?月)(?!后|前|内|以)",
            before=8,
            after=7,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label, form and the words around."""
        normal = candidate.seen.replace(" ", "")
        name = candidate.pattern.name
        text, start, end = candidate.view.text, candidate.start, candidate.end
        before = text[max(0, start - 14) : start].rpartition("\n")[2]
        before = _TAG.sub("", before)
        group = (_GROUP,) if _GROUP_BEFORE.search(before) or _GROUP_AFTER.match(text, end) else ()
        if name == "field":
            limited = _LIMITED.search(
                text[max(0, candidate.match.start() - 6) : candidate.match.start()]
            )
            link = text[candidate.match.start() : start]
            loose = normal.isdigit() and _stray(link, text[end : end + 8], normal)
            parts = (NAMED, _SHAPE, *group, *((_RULE,) if limited or loose else ()))
            return Judgement(self.types[0], normal, (*parts, *_sampled(candidate)))
        if name in ("bare", "months"):
            told = beside(candidate) if name == "bare" else _TOLD
            return Judgement(self.types[0], normal, (_BARE, told, *group))
        return Judgement(self.types[0], normal, (_SHAPE, *group, *_prose(candidate, before)))


def _stray(link: str, after: str, number: str) -> bool:
    """Say whether a bare number behind the label may belong to something else."""
    if "\n" in link and re.match("[ \t]*(?:\n|\\Z)", after) is None:
        return True
    if "," in link and '"' not in link and "'" not in link:
        return ":" not in link
    told = re.search("[:=是为】(|\"']", link) or re.match("[)。,;、|\"']|[ \n]|\\Z", after)
    return len(number) == 1 and told is None


def _sampled(candidate: Candidate) -> tuple[Evidence, ...]:
    found = sample(candidate)
    return (found,) if found is not None and found.weight > -50 else ()


def _prose(candidate: Candidate, before: str) -> tuple[Evidence, ...]:
    """Return what the words around an age in prose say."""
    text, start, end = candidate.view.text, candidate.start, candidate.end
    parts: list[Evidence] = []
    if _TELLS_BEFORE.search(before) or _TELLS_AFTER.match(text, end):
        parts.append(_TOLD)
    elif before[-1:] in tuple(",(、/| \t[:") and text[end : end + 1] in tuple(",)、/| \t]。;:"):
        around = beside(candidate, reach=28)
        named = around.weight < 0 and _NAME_LIKE.search(before)
        parts += (_NAMED,) if named else (_ITEM, around)
    floor = max(start - 40, 0)
    low = max(text.rfind("\n", floor, start), text.rfind("。", floor, start), floor)
    if _RULES.search(text, low, start) or _RULES.search(text, end, end + 12):
        parts.append(_RULE)
    return tuple(parts)


DETECTOR = Age()
