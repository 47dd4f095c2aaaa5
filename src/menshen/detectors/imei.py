"""手机串号 · IMEI, the number of a handset.

## What it finds
Fifteen digits, the last a check digit, in one piece or grouped; the forms of 16 and 17 digits with
a software version and the MEID of 14 hexadecimal digits behind a label.

## How it decides
Fifteen digits must satisfy Luhn. Without a label the type allocation must start as those of
handsets do (35, 86, 01, 99) and no other kind of number may be named before; behind a label
any allocation will do. A wrong check digit is final.

## Known limits
One in ten numbers of fifteen digits passes Luhn; the old registration numbers of companies and old
ID numbers of Fujian start with 35 too, so digits that hold a date need a label.

## References
- 3GPP TS 23.003, clause 6
- ISO/IEC 7812-1, annex B (Luhn)

>>> luhn("490154203237518"), luhn("490154203237519")
(True, False)
"""

from __future__ import annotations

from menshen.evidence import CHECK_DIGIT, Cue, damaged, grouping, reject
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import GAP, RUN, Fold, compact

_DIGIT = f"(?:{GAP}[0-9])"
_CUE = Cue(
    "IMEI",
    words=(
        "手机串码",
        "机身串号",
        "设备串号",
        "移动设备识别码",
        "串号",
        "串码",
        "手机识别码",
        "国际移动设备识别码",
        "手机序列号",
    ),
    keys=(
        "imei_no",
        "imei_code",
        "phone_imei",
        "device_imei",
        "mobile_imei",
        "imei",
        "imei1",
        "imei2",
        "meid",
        "imeisv",
        "imei号",
    ),
)
_DEVICE = Cue(
    "handset", words=("手机", "终端", "设备", "机身"), keys=("phone", "device"), label=1.5
)
_AGAINST = Cue(
    "another kind of number",
    words=(
        "订单", "单号", "流水", "注册号", "编号", "合同", "批次", "条码", "账号", "卡号", "证号", "文号", "交易",
        "时间戳", "身份证", "执照", "户号", "票号", "示例", "样例",
    ),
    keys=("order_id", "order_no", "trace_id", "request_id", "txn", "timestamp", "batch", "imsi"),
    label=-5.0,
    context=-2.0,
)  # fmt: skip
_SHAPE = Evidence("shape", -4.0, "fifteen digits")
_LABELLED = Evidence("shape", -1.0, "digits behind a label")
_DATED = Evidence("date", -2.5, "digits 7 to 12 may be a date, as in an old ID number")


def luhn(digits: str) -> bool:
    """Say whether the last digit is the right check digit for the others."""
    doubled = (sum(divmod(2 * int(d), 10)) for d in digits[-2::-2])
    return (sum(doubled) + sum(int(d) for d in digits[-1::-2])) % 10 == 0


class Imei:
    """Judges handset numbers by Luhn, allocation and label; see the module."""

    id = "imei"
    types = ("imei",)
    patterns = (
        Pattern(
            "bare",
            trigger=RUN,
            regex=f"(?<![0-9A-Za-z.])(?P<v>(?:35|86|01|99){_DIGIT}{{13}})(?![0-9A-Za-z])(?!\\.[0-9])",
            before=46,
            after=3,
            folds=(Fold.WIDTH, Fold.SPOKEN, Fold.MISREAD, Fold.DECODED),
            run=(15, 15),
        ),
        Pattern(
            "labelled",
            trigger="(?:imei|meid|串 ?号|串 ?码|手机识别码|设备识别码|手机序列号)",
            regex=(
                f"{_CUE.pattern}(?i:sv)?[12一二]?[^0-9A-Za-z]{{0,16}}"
                f"(?P<v>[0-9]{_DIGIT}{{14,16}}|[0-9A-Fa-f]{{14}})(?![0-9A-Za-z])"
            ),
            led=True,
            before=24,
            after=80,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by check digit where there is one, by label where there is none."""
        number = compact(candidate.seen).upper()
        label = _CUE.near(candidate)
        if candidate.pattern.name == "labelled" and label is None:
            return None
        if len(set(number)) <= 2:
            return None
        if len(number) == 15:
            return _checked(candidate, number, label)
        if label is None or label.kind != "label" or (number.isdigit() and len(number) == 14):
            return None
        return Judgement("imei", number, (_LABELLED, label))


def _checked(candidate: Candidate, number: str, label: Evidence | None) -> Judgement | None:
    if not number.isdigit():
        return None
    strong = label is not None and label.kind == "label"
    if not luhn(number):
        return Judgement("imei", number, (reject("the check digit is wrong"),), claims=strong)
    cut = grouping(
        candidate, (2, 6, 6, 1), (6, 2, 6, 1), (8, 6, 1), (6, 8, 1), (3, 4, 4, 4), (5, 5, 5)
    )
    parts = [_SHAPE, CHECK_DIGIT, label, cut, damaged(candidate)]
    if not strong:
        parts += [_DEVICE.near(candidate), _AGAINST.near(candidate), _dated(number)]
    return Judgement("imei", number, tuple(e for e in parts if e is not None))


def _dated(number: str) -> Evidence | None:
    month, day = int(number[8:10]), int(number[10:12])
    return _DATED if number.startswith("35") and 1 <= month <= 12 and 1 <= day <= 31 else None


DETECTOR = Imei()
