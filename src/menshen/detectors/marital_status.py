"""婚姻状况 · Marital status.

## What it finds
未婚, 已婚, 离异, 离婚, 丧偶, 再婚 and the like, with 未育, 带一子 or years attached, as an attribute of a person: behind
婚姻状况 or as an item between separators beside other attributes.

## How it decides
A label decides; an item needs other attributes of a person beside it. Several states side by side
are the choices of a form or a statistic.

In prose a person near it decides.

## Known limits
Marriages told in other words (拜了堂, 各过各的) are not found by rules.

## References
- GB/T 2261.2-2003, 个人基本信息分类与代码 第2部分: 婚姻状况代码

>>> DETECTOR.types
('marital_status',)
"""

from __future__ import annotations

from menshen.engines.bearer import general
from menshen.engines.stated import bearer
from menshen.evidence import Cue
from menshen.fields import CLOSE, LINK, NAMED, OPEN, beside
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_CUE = Cue(
    "marital status",
    words=("婚姻状况", "婚姻状态", "婚姻情况", "婚姻", "婚否", "婚育状况", "婚育情况", "婚育"),
    keys=("marital_status", "marriage_status", "marital", "hyzk"),
)
_STATES = "未婚|已婚|离异|离婚|丧偶|再婚|初婚|复婚|有配偶|无配偶|分居"
_MORE = "(?:未育|已育|无孩|有孩|单身|带[一二两三]?[子女孩娃]|[一二三四五六七八九十0-9]{1,3} ?年)"
_VALUE = f"(?:{_STATES}){_MORE}?"
_YEARS = "[一二两三四五六七八九十几0-9]{1,3}多?年了?"
_TOLD = (
    "(?:还|一直|至今|仍)?(?:没有?(?:结婚|成家|娶(?:妻|媳妇)?|嫁人?)(?!的)|打光棍|(?:还)?单着)|(?:早就?|已经?|去年|前年|刚|又)?(?:离(?:了|过)婚|离婚(?:了|中|后)|离异|离了(?=[,。;!?\n]|\\Z))|"
    f"二婚|再婚了?|丧偶|守寡|(?:刚)?领了?证(?:了|{_YEARS})?|(?:刚)?结婚(?:了|{_YEARS}|没多久)|登记结婚|新婚(?!快乐|[姻礼房必旅])|独身|入赘|(?:两地)?分居(?:了?{_YEARS}|中)|(?:离异|离婚|丧偶)?单身(?!公寓|宿舍|贵族|[男女汉狗]|派对|人士)"
)
_CHOICES = late(f"(?:{_STATES}|单身)")
_SHAPE = Evidence("shape", -1.0, "word for a marital status")
_LIST = Evidence("context", -5.0, "several states beside each other: a choice or a statistic")
_COUNTED = Evidence("context", -5.0, "counted")
_NUMBER = late("[ :)]{0,3}[0-9.]{1,6} ?(?:[人名例万%])")


class MaritalStatus:
    """Judges the words for marital status as a field or as an item; see the module."""

    id = "marital_status"
    types = ("marital_status",)
    patterns = (
        Pattern(
            "field",
            trigger=_CUE.trigger,
            led=True,
            regex=f"{_CUE.pattern}{LINK}(?:[□○] ?(?:{_STATES}) ?){{0,6}}(?:[☑√✓✔■●] ?)?(?P<v>{_VALUE})(?![者率证妇男女登纠案])",
            before=80,
            after=110,
        ),
        Pattern(
            "item",
            trigger=f"{OPEN}(?:[未已再初复丧离有无分][婚偶异配居])",
            regex=f"(?<={OPEN})(?P<v>{_VALUE})(?={CLOSE}|\\Z)",
            before=6,
            after=14,
        ),
        Pattern(
            "told",
            words=True,
            trigger="离了|离婚|离过|离异|没结婚|没成家|没娶|没嫁|二婚|再婚|丧偶|守寡|单身|单着|领证|领了证|结婚|新婚|独身|光棍|分居|入赘",
            regex=f"(?P<v>{_TOLD})(?![者率证妇男女登纠案协冷诉调公派])",
            before=6,
            after=14,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label, else by what stands beside; choices and counts never."""
        named = _CUE.in_names(candidate.block.labels(candidate.span.start))
        text = candidate.view.text
        box = text[max(0, candidate.start - 2) : candidate.start].strip()[-1:]
        if box and box in "□○":
            return None  # a box that nobody ticked
        near = text[max(0, candidate.start - 8) : candidate.start].rpartition("\n")[2]
        near += " " + text[candidate.end : candidate.end + 8].partition("\n")[0]
        listed = _LIST if _CHOICES.search(near) else None
        counted = _COUNTED if _NUMBER.match(text, candidate.end) else None
        if candidate.pattern.name == "told":
            place = text, candidate.start, candidate.end
            parts: tuple[Evidence | None, ...]
            parts = (_SHAPE, *bearer(*place), general(*place), listed, counted)
        elif candidate.pattern.name == "field" or named is not None:
            ticked = box and box in "☑√✓✔■●"
            parts = (NAMED, _SHAPE, None if ticked else listed, counted)
        else:
            parts = (_SHAPE, beside(candidate, also=-1 if listed else 0), listed, counted)
        return Judgement(self.types[0], candidate.seen, tuple(e for e in parts if e is not None))


DETECTOR = MaritalStatus()
