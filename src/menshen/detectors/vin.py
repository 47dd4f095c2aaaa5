"""车辆识别代号 · Vehicle identification number.

## What it finds
Seventeen capital letters and digits without I, O and Q, the last four digits.

## How it decides
The ninth character is a check digit where the law of the maker's country asks for one: with
Chinese (L) and North American (1-5) makers a wrong one is final; with others it says nothing, and a
known maker or a label must speak. A check digit that holds is proof. Digits alone are a
timestamp or a serial number, never a vehicle.

## Known limits
Numbers of vehicles built before 1981 have other forms. Small letters need a label.

## References
- GB 16735-2019, 道路车辆 车辆识别代号(VIN)
- ISO 3779:2009, ISO 3780:2009 (maker codes)
- 49 CFR 565.15 (check digit)

>>> check_digit("1M8GDM9AXKP042788")
'X'
"""

from __future__ import annotations

from menshen import facts
from menshen.evidence import CHECK_DIGIT, Cue, reject
from menshen.model import Candidate, Evidence, Judgement, Pattern

_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789", strict=True))
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_CHECKED_COUNTRIES = "L12345"
_BODY = "[0-9A-HJ-NPR-Za-hj-npr-z]"
_CUE = Cue(
    "VIN",
    words=(
        "车辆识别号",
        "车辆识别代码",
        "车辆识别代号",
        "车架号",
        "识别代号",
        "识别代码",
        "识别码",
        "车架",
        "大架号",
        "车辆识别",
    ),
    keys=(
        "vin_number",
        "car_vin",
        "vehicle_vin",
        "vehicle_identification_number",
        "frame_number",
        "cjhm",
        "clsbdm",
        "chassis_no",
        "vin",
        "vin码",
        "vincode",
        "vin_code",
        "vin_no",
        "frame_no",
        "frameno",
        "chassis",
        "clsbdh",
        "cjh",
    ),
)
_AGAINST = Cue(
    "another kind of number",
    words=(
        "订单",
        "单号",
        "流水",
        "合同",
        "序列号",
        "交易",
        "型号",
        "发动机号",
        "密钥",
        "令牌",
        "批次",
        "编号",
        "回执",
    ),
    keys=("order_no", "order_id", "trace_id", "token", "sn", "serial", "key", "request_id"),
    label=-6.0,
    context=0.0,
)
_SHAPE = Evidence("shape", -3.5, "seventeen characters as in a VIN")
_TAIL = Evidence("shape", -3.0, "the last four are not all digits")
_LOWER = Evidence("shape", -3.0, "small letters")
_MAKER = Evidence("table", 2.5, "the first three characters are a known maker")
_CHINA = Evidence("table", 0.5, "the first character is China's")
_FREE = Evidence("check_digit", 0.0, "no check digit, and none required of this maker")


def check_digit(vin: str) -> str:
    """Return the character that should be ninth."""
    total = sum(
        weight * int(_VALUES.get(char, char)) for char, weight in zip(vin, _WEIGHTS, strict=True)
    )
    return "0123456789X"[total % 11]


class Vin:
    """Judges vehicle identification numbers by check digit, maker and label; see the module."""

    id = "vin"
    types = ("vin",)
    patterns = (
        Pattern(
            "vin",
            trigger="[^0-9a-z][0-9a-hj-npr-z]{17}[^0-9a-z]",
            regex=(
                f"(?<![0-9A-Za-z_-])(?=[0-9]{{0,16}}[A-Za-z])(?P<v>[1-9A-HJ-NPR-Za-hj-npr-z]{_BODY}{{16}})"
                "(?![0-9A-Za-z_-])"
            ),
            before=20,
            after=2,
        ),
        Pattern(
            "apart",
            trigger="[0-9a-hj-npr-z]{3} [0-9a-hj-npr-z]{6} [0-9a-hj-npr-z]{4}[0-9]{4}[^0-9a-z]",
            regex=(
                f"(?:(?<![0-9A-Za-z_-])|(?<=VIN))(?P<v>[1-9A-HJ-NPR-Z]{_BODY}{{2}} {_BODY}{{6}} {_BODY}{{8}})"
                "(?![0-9A-Za-z_-])"
            ),
            before=24,
            after=2,
        ),
        Pattern(
            "glued",
            trigger="vin[0-9a-hj-npr-z]{17}[^0-9a-z]",
            regex=f"(?<![0-9A-Za-z])VIN(?P<v>[1-9A-HJ-NPR-Z]{_BODY}{{16}})(?![0-9A-Za-z])",
            before=22,
            after=2,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by check digit, maker and label."""
        vin = candidate.seen.upper().replace(" ", "")
        if not any(c.isdigit() for c in vin) or len(set(vin)) < 5:
            return None
        label = _CUE.near(candidate)
        parts = [_SHAPE, *_maker(vin), label, *_ninth(vin)]
        if not vin[-4:].isdigit():
            parts.append(_TAIL)
        if candidate.seen.upper() != candidate.seen:
            parts.append(_LOWER)
        if label is None or label.kind != "label":
            parts.append(_AGAINST.near(candidate))
        return Judgement("vin", vin, tuple(e for e in parts if e is not None))


def _maker(vin: str) -> list[Evidence]:
    if facts.wmi(vin[:3]) is not None:
        return [_MAKER]
    return [_CHINA] if vin[0] == "L" else []


def _ninth(vin: str) -> list[Evidence]:
    if check_digit(vin) == vin[8]:
        return [CHECK_DIGIT]
    if vin[0] in _CHECKED_COUNTRIES:
        return [reject("the ninth character is not the right check digit")]
    return [_FREE]


DETECTOR = Vin()
