"""车牌号 · Number plate.

## What it finds
Blue and yellow plates (seven characters), new-energy plates (eight), 挂 学 警 港 澳 应急 plates,
consular plates (领), and behind a label those of embassies (使), forces and armed police (WJ).
A dot, blank or hyphen may stand after the second character, a blank before it.

## How it decides
There is no check digit. The first two characters must be an issuing office, I and O do not occur,
at least three of the rest are digits. Words that end in the character of a province
(全新, 阿里云 …) and the names of other numbers speak against it.

## Known limits
Plates of companies and authorities look like those of people. Masked plates are left alone.

## References
- GA 36-2018, 中华人民共和国机动车号牌

>>> normal("粤b·12345")
'粤B12345'
"""

from __future__ import annotations

from string import ascii_letters, digits

from menshen import facts
from menshen.evidence import Cue
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_LETTER = "[A-HJ-NP-Za-hj-np-z]"
_SIGN = "[A-HJ-NP-Za-hj-np-z0-9]"
_ELECTRIC = "[A-HJKa-hjk]"
_SEPARATOR = "[ ]?[·.\u00b0-]?[ ]?"
_TAIL = f"(?:{_ELECTRIC}{_SIGN}[0-9]{{4}}|[0-9]{{5}}{_ELECTRIC}|{_SIGN}{{4}}(?:[挂学警港澳领试超]|应急)|{_SIGN}{{5}})"
_LABELS = "(?:车 ?牌|号 ?牌|牌 ?照|军车|军牌|警车|武警车|使馆车|领馆车|外交车)"
_FORCES = (
    f"WJ[ ]?[{_PROVINCES}][ ·.-]?[0-9]{{4}}[0-9XBTDHSJ]|WJ[ ·.-]?[0-9]{{2}}[ ·.-]?[0-9]{{4}}[0-9XBTDHSJ]"
    "|(?<![上渤东南黄沿航天时太真中西河湖江云经台城])[空海北沈兰济南广成][A-Z][ ·.-]?[0-9]{5}|使[ ]?[0-9]{3}[ ·.]?[0-9]{3}"
)
_SPECIAL = (
    "(?:[A-Z]{2}[ ·.-]?[0-9]{5}|[军空海北沈兰济南广成][A-Z][ ·.-]?[0-9]{5}|使[ ]?[0-9]{3}[ ·.]?[0-9]{3}|"
    f"[0-9]{{3}}[ ·.]?[0-9]{{3}}使|WJ[ ·.-]?(?:[{_PROVINCES}][ ·.-]?)?[0-9]{{4,6}}[0-9XBTDHSJ]|"
    "WJ[0-9]{2}[ ·.-][0-9]{4}[0-9XBTDHSJ])"
)
_CUE = Cue(
    "plate",
    words=("车辆牌照", "机动车号牌",
           "车牌", "号牌", "牌照", "牌号", "车辆", "车号", "驾驶", "驾车", "停车", "车主", "轿车", "面包车", "货车", "客车",
           "出租车", "网约车", "小车", "开车", "挂车", "摩托车", "越野车", "私家车", "电动车", "车位", "那辆", "这辆", "一辆", "肇事", "追尾"),
    keys=("car_plate_no", "vehicle_plate", "vehicle_plate_no", "plate_code", "plate_num", "lpn", "hpzm", "chepai",
          "chepaihao", "vehicle_number",
          "plate", "plate_no", "plateno", "platenumber", "plate_number", "license_plate", "car_no", "carno",
          "cphm", "cph", "hphm", "vehicle_no", "carnumber", "car_number", "carplate", "car_plate"),
    context=1.0,
)  # fmt: skip
_AGAINST = Cue(
    "another kind of number",
    words=("型号", "编号", "货号", "证券", "股票", "文号", "版本", "批号", "批次", "合同", "图号", "备案", "许可证",
           "标准", "规格", "料号", "配件", "房号", "考号", "准考证", "式样"),
    keys=("model", "sku", "version", "part_no", "stock"),
    label=-5.0,
    context=-1.0,
)  # fmt: skip
_SAMPLE = Cue(
    "a sample",
    words=("示例", "样例", "例如", "形如", "格式", "样本"),
    label=-9.0,
    context=-7.0,
)
_PLAIN = Evidence("shape", 1.5, "shape of a plate")
_SUFFIX = Evidence("shape", 3.0, "shape of a plate with a character at the end")
_NEW_ENERGY = Evidence("shape", 2.0, "shape of a new-energy plate")
_DOT = Evidence("shape", 1.5, "a dot after the second character")
_LOWER = Evidence("shape", -1.5, "small letters")
_LABELLED = Evidence("label", 2.5, "label: plate of an embassy, the forces or the armed police")
_OFFICE = {True: Evidence("table", 1.0, "a known issuing office"),
           False: Evidence("table", -3.0, "no such issuing office is known")}  # fmt: skip
_POLICE = Evidence("shape", 2.5, "shape of a plate of the armed police")
_UNSURE = Evidence("shape", -0.8, "a character, a letter and digits, or six digits")
_VEHICLE = Evidence("context", 1.5, "a vehicle, its driver or its owner follows")
_AROUND = late("[^。;\\n]{0,6}(?:车|堵|双闪|停|挪|驶)")
_NEWER = Evidence("table", -2.0, "no such issuing office is known, but few other codes are so long")
_PART = Evidence("word", -4.5, "the first character is the end of a longer word")
_WORDS = late(
    "(?:[全最更创革崭出翻焕重刷清维日立迎翠]新|[里讯为度动东天易信丝乌风]云|[收库矿典珍宝]藏|[安辽]宁|[年丹]青|[富高昂]贵|[四百]川|[大小万]吉|[黑][黑])\\Z"
)

_SEPARATORS = late("[ ·.\u00b0-]")


def normal(seen: str) -> str:
    """Return the plate in capitals, without separators."""
    return seen.upper() if seen.isalnum() else _SEPARATORS.sub("", seen).upper()


class Plate:
    """Judges number plates by issuing office, form and the words around; see the module."""

    id = "plate"
    types = ("vehicle_plate",)
    patterns = (
        Pattern(
            "plate",
            trigger=f"[{_PROVINCES}军][ ]?[a-hj-np-z][ ]?[·.\u00b0-]?[ ]?[0-9a-hj-np-z]{{4}}",
            regex=(
                f"(?P<v>[{_PROVINCES}][ ]?{_LETTER}{_SEPARATOR}{_TAIL}|军[A-Z][·.-]?[0-9]{{5}})"
                "(?![0-9A-Za-z])(?!-[0-9A-Za-z])"
            ),
            before=11,
            after=6,
            signs=f"{_PROVINCES}军{ascii_letters}{digits} ·.\u00b0-",
            lone=True,
        ),
        Pattern(
            "forces",
            trigger=(
                f"(?:[^0-9a-z]wj[ ]?(?:[{_PROVINCES}]|[ ·.-]?[0-9]{{2}})[ ·.-]?[0-9]{{4}}"
                "|[空海北沈兰济南广成][a-z][ ·.-]?[0-9]{5}|使[ ]?[0-9]{3}[ ·.]?[0-9]{3})"
            ),
            regex=f"(?<![0-9A-Za-z_-])(?P<v>{_FORCES})(?![0-9A-Za-z])(?![.-][0-9])",
            before=13,
            after=3,
        ),
        Pattern(
            "special",
            trigger=_LABELS,
            regex=f"{_LABELS}[^0-9A-Za-z\n]{{0,14}}?(?P<v>{_SPECIAL})(?![0-9A-Za-z])",
            before=4,
            after=36,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by the issuing office, the form and the words around."""
        plate = normal(candidate.seen)
        if candidate.pattern.name in {"special", "forces"} or plate[0] == "军":
            return _special(candidate, plate)
        if not plate[2:].isdigit() and sum(map(str.isdigit, plate)) < 3:
            return None
        parts = [*_form(candidate, plate), _CUE.near(candidate), _AGAINST.near(candidate)]
        parts.append(_SAMPLE.near(candidate))
        if _AROUND.match(candidate.view.text, candidate.end):
            parts.append(_VEHICLE)
        before = candidate.view.text[max(0, candidate.start - 1) : candidate.start + 1]
        if _WORDS.search(before):
            parts.append(_PART)
        return Judgement("vehicle_plate", plate, tuple(filter(None, parts)))


def _form(candidate: Candidate, plate: str) -> list[Evidence]:
    """Return what the characters of a plate say."""
    known = facts.plate_prefix(plate[:2]) is not None or plate[:2] == "粤Z"
    shape = _PLAIN if len(plate) == 7 else _NEW_ENERGY
    office = _NEWER if len(plate) == 8 and not known else _OFFICE[known]
    parts = [_SUFFIX if not plate[-1].isascii() else shape, office]
    if "·" in candidate.seen:
        parts.append(_DOT)
    if candidate.seen != candidate.seen.upper():
        parts.append(_LOWER)
    return parts


def _special(candidate: Candidate, plate: str) -> Judgement | None:
    if candidate.pattern.name == "special":
        told: Evidence | None = _LABELLED
    else:
        text, end = candidate.view.text, candidate.end
        told = _CUE.near(candidate) or (_VEHICLE if _AROUND.match(text, end) else None)
    shape = _POLICE if plate.startswith("WJ") else _PLAIN if plate[0] == "军" else _UNSURE
    parts = [shape, told, _AGAINST.near(candidate), _SAMPLE.near(candidate)]
    return Judgement("vehicle_plate", plate, tuple(e for e in parts if e is not None))


DETECTOR = Plate()
