"""生命体征 · Vital signs.

## What it finds
Somebody's measured value behind its name: 血压 168/100mmHg, 心率 112次/分, 血糖 11.2mmol/L, 体温 39.1℃, 血氧 88%,
呼吸 28次/分.

## How it decides
The name of the sign stands directly before the number and the number is one that can be measured.
A value out of the normal range says something of a person; a normal one says little and needs
words of a patient near it. Limits, targets, means and ranges are medicine, not a person.

## Known limits
Tables of values without the name of the sign in the cell are left to the columns.

## References
- 国家卫生健康委, 中国高血压防治指南 (2018 revision): limits of blood pressure
- WS/T 661-2020, 静脉血液标本采集指南; WS 445-2014, 电子病历基本数据集

>>> DETECTOR.types
('vital_signs',)
"""

from __future__ import annotations

import re

from menshen.evidence import reject
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_LINK = "(?:[ \t:=(]|为|是|约|达|高达|到|有|测量值|测得|值|(?i:bp|hr|spo2|glu|t|r|p)){0,5}"
_SIGNS = "空腹血糖|餐后血糖|血氧饱和度|血压|血糖|心率|脉搏|呼吸|体温|血氧"
_RANGES = {
    "血糖": (3.9, 6.1), "心率": (60, 100), "脉搏": (60, 100), "呼吸": (12, 20), "体温": (36, 37.3), "血氧": (95, 100),
}  # fmt: skip
_POSSIBLE = {
    "血糖": (0.5, 60), "心率": (20, 260), "脉搏": (20, 260), "呼吸": (4, 70), "体温": (30, 43), "血氧": (40, 100),
}  # fmt: skip
_REGEX = (
    f"(?P<n>{_SIGNS}){_LINK}(?P<v>[0-9]{{1,3}}(?:\\.[0-9]{{1,2}})?(?: ?/ ?[0-9]{{2,3}})?"
    "(?: ?(?:mm[Hh]g|MMHG|毫米汞柱|mmol/?[lL]|次/?每?分钟?|bpm|BPM|℃|°C|度|摄氏度|%))?)"
    "(?![0-9A-Za-z]|\\.[0-9]| ?(?:分钟|秒|小时|[天年月个元号名]))"
)
_UNIT = late("[A-Za-z℃°度次%毫摄]")
_LABEL = Evidence("label", 3.0, "stands behind the name of a vital sign")
_SHAPE = Evidence("shape", -2.5, "a measured value")
_WITH_UNIT = Evidence("form", 1.0, "written with its unit")
_NORMAL = Evidence("table", -2.0, "within the normal range, says little")
_UNUSUAL = Evidence("table", 1.0, "out of the normal range")
_PATIENT = Evidence("context", 1.5, "nearby: a patient or a check-up")
_RULE = Evidence("context", -5.0, "a limit, a target, a mean or a range")
_SOMEBODY = late(
    "患者|病人|查体|体检|姓名|[0-9]岁|入院|主诉|门诊|急诊|测得|复查|既往|爸|妈|父亲|母亲|爷爷|奶奶|老伴|儿子|女儿|[我他她]|[先女][生士]"
)
_RULES = late(
    "正常|标准|控制在|目标|应|低于|高于|超过|大于|小于|范围|平均|≥|≤|[<>]|若|如果|当|参考|不得|需要?在|诊断为"
)
_RANGE = late(" ?(?:以上|以下|以内|[-~至到] ?[0-9]|及以[上下]|为宜|为正常)|[0-9A-Za-z.]")


class VitalSigns:
    """Judges measured values behind the name of a vital sign; see the module."""

    id = "vital_signs"
    types = ("vital_signs",)
    patterns = (
        Pattern(
            "sign",
            trigger="(?:血压|血糖|心率|脉搏|呼吸|体温|血氧饱和度|血氧)[^0-9\n]{0,16}[0-9]",
            regex=_REGEX,
            before=26,
            after=30,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by value, unit, and whose it is."""
        name = candidate.match["n"]
        normal = _is_normal(name, candidate.seen)
        if normal is None:
            return Judgement(self.types[0], "", (reject("no such value can be measured", "shape"),))
        text = candidate.view.text
        floor = max(candidate.match.start() - 40, 0)
        low = max(text.rfind("\n", floor, candidate.start), floor)
        rule = _RULES.search(text, max(low, candidate.match.start() - 8), candidate.start)
        parts = (
            _LABEL,
            _SHAPE,
            _WITH_UNIT if _UNIT.search(candidate.seen) else None,
            _NORMAL if normal else _UNUSUAL,
            _PATIENT if _SOMEBODY.search(text, low, candidate.end + 20) else None,
            _RULE if rule or _RANGE.match(text, candidate.end) else None,
        )
        value = candidate.seen.replace(" ", "")
        return Judgement(self.types[0], value, tuple(e for e in parts if e is not None))


def _is_normal(name: str, seen: str) -> bool | None:
    """Say whether a value is within the normal range; None when nobody can have it."""
    numbers = [float(n) for n in re.findall("[0-9]+(?:\\.[0-9]+)?", seen)]
    if name == "血压":
        if len(numbers) != 2 or not 50 <= numbers[0] <= 280 or not 20 <= numbers[1] < numbers[0]:
            return None
        return 90 <= numbers[0] < 140 and 60 <= numbers[1] < 90
    kind = next(k for k in _RANGES if k in name)
    low, high = _POSSIBLE[kind]
    if len(numbers) != 1 or not low <= numbers[0] <= high:
        return None
    return _RANGES[kind][0] <= numbers[0] <= _RANGES[kind][1]


DETECTOR = VitalSigns()
