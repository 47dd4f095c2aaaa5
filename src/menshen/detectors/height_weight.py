"""身高体重 · Height and weight.

## What it finds
The measure alone (`175cm`, `1米76`, `一米七六`, `70kg`, `120斤`) behind 身高 or 体重, `178/71` behind 身高体重, and height
and weight beside each other (`168cm/59kg`).

## How it decides
The label decides, and the value must be one that a person can have. Without a label, height and
weight must stand beside each other, or beside other attributes of a person. 高度, 净重 and 载重 are goods.

## Known limits
Change of weight (瘦了10斤) and children's curves are not read.

## References
- WS 445-2014, 电子病历基本数据集: 身高(cm), 体重(kg)

>>> DETECTOR.types
('height_weight',)
"""

from __future__ import annotations

from menshen.evidence import Cue
from menshen.fields import CLOSE, NAMED, OPEN, beside
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_CUE = Cue(
    "height or weight",
    words=("身高", "体重", "身長", "體重"),
    keys=("height_cm", "weight_kg", "body_weight", "shengao", "tizhong"),
)
_LINK = "(?:[ \t:=\"'(]|约|大约|是|为|有|达|仅|才|只有|现|目前|/?体重|(?:cm|CM|kg|KG|厘米|公斤)\\)){0,6}"
_HEIGHT = (
    "(?:[5-9][0-9]|1[0-9]{2}|2[0-4][0-9])(?:\\.[0-9])? ?(?:cm|CM|Cm|厘米|公分)"
    "|[12][.米m][0-9]{1,2} ?(?:m|米|M)?|[一两]米[一二三四五六七八九零]{1,2}"
)
_WEIGHT = (
    "[1-9][0-9]{0,2}(?:\\.[0-9]{1,2})? ?(?:kg|KG|Kg|公斤|千克|市?斤)"
    "|[一二三四五六七八九]?[十百][一二三四五六七八九十]{0,3}(?:公斤|斤)"
)
_BOTH = "1[3-9][0-9] ?/ ?(?:[3-9][0-9]|1[0-4][0-9])(?:\\.[0-9])?"
_PLAIN = "(?:[3-9][0-9]|1[0-9]{2}|2[0-2][0-9])(?:\\.[0-9])?(?![ ]?[岁年月日%分元米吨t])"
_END = "(?![0-9A-Za-z]|\\.[0-9]|[ ]?[-~至到×x*][ ]?[0-9])"
_FIELD = f"{_BOTH}(?: ?(?:kg|KG|公斤|斤))?|{_HEIGHT}|{_WEIGHT}|{_PLAIN}"
_SHAPE = Evidence("shape", -1.5, "a measure that a body can have")
_LOOSE = Evidence("shape", -3.0, "a measure of anything")
_TWO = Evidence("context", 3.0, "height and weight beside each other")
_THING = Evidence("context", -6.0, "measures of goods, a limit or a mean")
_AGAINST = late(
    "平均|要求|不低于|不超过|不得|低于|高于|超过|标准|净重|毛重|载重|承重|适合|适用|建议|范围|限[高重]|推荐|尺码|尺寸|"
    "规格|快递|行李|包裹|[瘦胖减增长掉轻]了?\\Z|(?<!体)重了?\\Z|每|机器|雕像|塑像|模特|恐龙|大象"
)
_LIMIT = late("[ ]?(?:以上|以下|以内|的人群|及以[上下]|者|儿童|免票|至|到|~|左右的[男女人])")
_MEASURE = late(
    "(?<![0-9])(?:1[3-9][0-9] ?(?:cm|CM|厘米)|一米[一-九]|1米[4-9])|[3-9][0-9] ?(?:kg|KG|公斤)|1[0-9]{2} ?斤"
)


class HeightWeight:
    """Judges measures of bodies by label and by what stands beside; see the module."""

    id = "height_weight"
    types = ("height_weight",)
    patterns = (
        Pattern(
            "field",
            trigger=_CUE.trigger,
            led=True,
            regex=f"(?<!等){_CUE.pattern}{_LINK}(?P<v>{_FIELD}){_END}",
            before=74,
            after=60,
        ),
        Pattern(
            "both",
            trigger="1[3-9][0-9] ?/ ?[0-9]{2,3}(?:\\.[0-9])? ?(?:kg|公斤|斤)",
            regex=f"(?<![0-9A-Za-z./-])(?P<v>{_BOTH} ?(?:kg|KG|公斤|斤)){_END}",
            before=18,
            after=4,
        ),
        Pattern(
            "item",
            trigger=f"{OPEN}(?:1[3-9][0-9] ?(?:cm|厘米)|[一1]米.|[1-9][0-9]{{1,2}} ?(?:kg|公斤|斤))",
            regex=(
                f"(?<={OPEN})(?P<v>1[3-9][0-9] ?(?:cm|CM|厘米)|[一1]米[1-9一二三四五六七八九]{{1,2}}"
                f"|[4-9][0-9] ?(?:kg|KG|公斤)|1[0-9]{{2}} ?(?:kg|KG|公斤|斤))(?={CLOSE}|\\Z)"
            ),
            before=10,
            after=3,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label, else by what stands beside."""
        normal = candidate.seen.replace(" ", "").lower()
        text, start = candidate.view.text, candidate.start
        floor = max(start - 14, 0)
        low = max(text.rfind("\n", floor, start), floor)
        thing = _AGAINST.search(text[low:start]) or _LIMIT.match(text, candidate.end)
        against = (_THING,) if thing else ()
        if candidate.pattern.name == "field":
            return Judgement(self.types[0], normal, (NAMED, _SHAPE, *against))
        if candidate.pattern.name == "both":
            return Judgement(self.types[0], normal, (_SHAPE, _TWO, *against))
        near = text[low:start] + "|" + text[candidate.end : candidate.end + 12].partition("\n")[0]
        two = (_TWO,) if _MEASURE.search(near) else ()
        parts = (_LOOSE, beside(candidate, also=-1 if two else 0), *two, *against)
        return Judgement(self.types[0], normal, parts)


DETECTOR = HeightWeight()
