"""性别 · Gender.

## What it finds
男, 女, 男性, 女性, M, F, male, female as an attribute: behind 性别 or a key (`gender`, `sex`, `xb`), or as
an item between separators beside other attributes of a person (`，女，汉族，1991年…生`).

## How it decides
A label decides. An item needs another attribute beside it: age, ethnic group, date, ID number,
schooling, marriage …; both genders side by side are a choice or a statistic. 先生, 女士 and 男方 are forms of
address and never count.

## Known limits
The codes 1 and 2 are not read.

## References
- GB/T 2261.1-2003, 个人基本信息分类与代码 第1部分: 人的性别代码

>>> DETECTOR.types
('gender',)
"""

from __future__ import annotations

from menshen.evidence import Cue
from menshen.fields import CLOSE, LINK, NAMED, OPEN, beside
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_CUE = Cue("gender", words=("性别", "性別"), keys=("gender", "sex", "xingbie"))
_NAMES = Cue("gender", words=("性别", "性別"), keys=("gender", "sex", "xb", "xingbie"))
_TICKED = "(?:[□○] ?[男女] ?)?[☑√✓✔■●] ?"
_VALUE = "[男女]性?|[MFmf]|(?i:fe)?(?i:male)"
_AFTER = (
    "(?=[^一-鿿A-Za-z0-9]|[民年出身籍国]|\\Z)(?! ?[/|、或&] ?[□○]?[男女MFmf])(?!/)"
    "(?![ :]{1,4}[0-9.]{1,9} ?[人名%])"
)
_CHOICE = late("[男女]|不限")
_SHAPE = Evidence("shape", -1.5, "a word that is mostly no attribute")
_LETTER = Evidence("shape", -3.5, "a single letter")
_BOTH = Evidence("context", -5.0, "both genders: a choice, or a statistic")
_COUNT = Evidence("context", -6.0, "counted, or goods for this gender")
_GOODS = late(
    "[ :]{0,3}(?:[0-9]{1,5} ?[人名例%]|[装鞋款包表士厕])|[)\\]]?[ ]?(?:装|款|鞋|码|卫生间|厕|更衣|宿舍)"
)
_GOODS_BEFORE = late("(?:鞋|装|款|码|卫生间|厕所|T恤|衣|裤|宿舍|男|女|限|占|各)[ (:|/,]{0,3}\\Z")


class GenderMark:
    """Judges the words for gender as a field or as an item of a list; see the module."""

    id = "gender_mark"
    types = ("gender",)
    patterns = (
        Pattern(
            "field",
            trigger=_CUE.trigger,
            led=True,
            regex=f"{_CUE.pattern}{LINK}(?:{_TICKED})?(?P<v>{_VALUE}){_AFTER}",
            before=40,
            after=84,
        ),
        Pattern(
            "patient",
            trigger="(?:患者|患儿|病人|受检者|死者|伤者)[,: ]?(?:男|女)",
            regex=f"(?:患者|患儿|病人|受检者|死者|伤者)[,: ]?(?P<v>[男女]性?)(?={CLOSE}|\\Z)",
            before=6,
            after=3,
        ),
        Pattern(
            "item",
            trigger=f"{OPEN}(?:男|女)性?{CLOSE}",
            regex=f"(?:(?<={OPEN})|\\A)(?P<v>[男女]性?)(?={CLOSE})",
            before=5,
            after=1,
        ),
        Pattern(
            "letter",
            trigger="[,'\"|\t](?:[fm]|fe?male)[,'\"|\t\n]",
            regex="(?<=[,'\"|\t])(?P<v>[MF]|(?:[Ff]em|[Mm])ale)(?=[,'\"|\t\n]|\\Z)",
            before=9,
            after=1,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label, else by what stands beside."""
        normal = "F" if candidate.seen[0] in "女Ff" else "M"
        if candidate.pattern.name in {"field", "patient"} or _NAMES.in_names(
            candidate.block.labels(candidate.span.start)
        ):
            return Judgement(self.types[0], normal, (NAMED, _SHAPE))
        shape = _LETTER if candidate.pattern.name == "letter" else _SHAPE
        parts = (shape, beside(candidate), _doubt(candidate))
        return Judgement(self.types[0], normal, tuple(e for e in parts if e is not None))


def _doubt(candidate: Candidate) -> Evidence | None:
    """Return what speaks against an item: goods, numbers of people, the other gender beside."""
    text = candidate.view.text
    before = text[max(0, candidate.start - 12) : candidate.start].rpartition("\n")[2]
    after = text[candidate.end : candidate.end + 12].partition("\n")[0]
    if _GOODS.match(after) or _GOODS_BEFORE.search(before):
        return _COUNT
    return _BOTH if _CHOICE.search(before[-5:] + after[:5]) else None


DETECTOR = GenderMark()
