"""快递单号 · Parcel tracking number.

## What it finds
Numbers in the form of a courier (SF, YT, JT, JD … and digits; S10 numbers of the post), twelve to
fifteen digits behind the name of a courier, and whatever stands behind 运单号, 快递单号, 物流单号.

## How it decides
The check digit of S10 is proof, or the end of it. A form with the courier's letters needs little
more; digits alone need the courier's name or a label. Names of other numbers (合同编号, 型号 …)
defeat a form without a label.

## Known limits
The forms are those couriers use, not published rules. A number under a label is taken as it stands.

## References
- UPU S10-12 (postal items, check digit)
- GB/T 35273-2020, annex A

>>> s10("EE123456785CN"), s10("EE123456789CN")
(True, False)
"""

from __future__ import annotations

import re
from functools import cache

from menshen import facts
from menshen.evidence import CHECK_DIGIT, Cue, reject
from menshen.fields import LINK, sample
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import compact

_LABELS = Cue(
    "tracking number",
    words=("运单号码", "快递运单", "快递运单号", "物流运单号", "快递面单号", "物流跟踪号",
           "运单号", "运单编号", "快递单号", "物流单号", "快递号", "物流号", "快递编号", "面单号", "运单", "邮件号", "快递单",
           "邮件编号", "物流编号", "快件单号", "快件编号", "快件号", "退货单号", "寄件单号", "包裹号", "包裹单号", "快遞單號"),
    keys=("express_number", "express_id", "express_code", "waybill_code", "waybill_id", "tracking_code", "track_no",
          "parcel_no", "courier_no", "ydbh",
          "tracking_no", "tracking_number", "waybill", "waybill_no", "express_no", "mail_no", "mailno", "kddh",
          "logistics_no", "logistic_code", "shipping_no", "ydh", "wldh", "trackingno", "expressno"),
)  # fmt: skip
_COURIERS = Cue(
    "courier",
    words=("顺丰", "圆通", "中通", "申通", "韵达", "极兔", "京东快递", "京东物流", "邮政", "德邦", "百世", "菜鸟", "天天快递",
           "丹鸟", "安能", "跨越", "快递", "快件", "包裹", "物流"),
    keys=("ems", "sto", "zto", "yto", "yunda", "sf_express"),
    label=3.0,
    context=2.0,
)  # fmt: skip
_AGAINST = Cue(
    "another kind of number",
    words=("合同", "订单号", "订单编号", "型号", "流水", "案号", "证书", "版本", "批号", "批次", "序列号", "卡号", "账号",
           "电话", "执照", "许可证", "货号", "工单", "发票", "储蓄", "备案", "客服", "热线"),
    keys=("order_no", "order_id", "model", "sku", "version", "batch", "sn", "trace_id", "request_id"),
    label=-5.0,
    context=-2.0,
)  # fmt: skip
_FORM = Evidence("shape", 1.0, "the letters and length of a courier's numbers")
_WEAK_FORM = Evidence("shape", -1.0, "a form that other numbers share")
_DIGITS = Evidence("shape", -2.5, "digits of the length of tracking numbers")
_CODE = Evidence("shape", -2.0, "digits and letters of no particular form")
_S10 = Evidence("shape", -3.5, "shape of an S10 number")
_STRONG = late("SF|YT|JT|DPK|JD(?:V|X|[0-9]|K|A|T)|LP|1Z")
_LETTERED = "(?:SF[0-9]{12,15}|YT[0-9]{13,15}|JT[0-9]{13}|JD[A-Z0-9]{2}[0-9]{9,16}|DPK[0-9]{9,12}|LP[0-9]{14,16}|KY[0-9]{10,15})"
_END = "(?![0-9A-Za-z])(?![._-][0-9A-Za-z])"
_NUMBER = f"(?:[A-Z]{{0,5}}[ ]?[A-Z]?[0-9](?:[ -]?[0-9A-Z]){{7,21}}){_END}"


def s10(number: str) -> bool:
    """Say whether the check digit of two letters, nine digits and two letters holds."""
    total = sum(int(d) * w for d, w in zip(number[2:10], (8, 6, 4, 2, 3, 5, 9, 7), strict=True))
    check = 11 - total % 11
    return int(number[10]) == (0 if check == 10 else 5 if check == 11 else check)


@cache
def _forms() -> re.Pattern[str]:
    """Return the forms of all couriers whose numbers hold letters."""
    shapes = [
        s for c in facts.couriers() for s in c.shape.split("|") if re.match("[A-Z1-9]*[A-Z]", s)
    ]
    return re.compile("|".join(f"(?:{s})" for s in shapes))


class TrackingNumber:
    """Judges tracking numbers by check digit, form, courier and label; see the module."""

    id = "tracking_number"
    types = ("tracking_number",)
    patterns = (
        Pattern(
            "form",
            trigger="[^0-9a-z](?:sf|yt|jt|ky|lp|jd[0-9a-z]{2}|dpk)[0-9]{9}",
            regex=f"(?<![0-9A-Za-z])(?P<v>(?i:{_LETTERED})){_END}",
            before=15,
            after=12,
        ),
        Pattern(
            "apart",
            trigger="[^0-9a-z][a-z]{2} [0-9a-z][0-9]{3} [0-9]{4} [0-9]",
            regex=(
                "(?<![0-9A-Za-z])(?P<v>(?:SF|YT|JT|JD|LP|KY) [A-Z0-9][0-9]{3}(?: [0-9]{4}){1,3}(?: [0-9]{1,4})?"
                f"|[A-Z]{{2}} [0-9]{{4}} [0-9]{{4}} [0-9][A-Z]{{2}}){_END}"
            ),
            before=15,
            after=20,
        ),
        Pattern(
            "s10",
            trigger="[^0-9a-z][a-z]{2}[0-9]{9}[a-z]{2}[^0-9a-z]",
            regex=f"(?<![0-9A-Za-z])(?P<v>[A-Z]{{2}}[0-9]{{9}}[A-Z]{{2}}){_END}",
            before=16,
            after=2,
        ),
        Pattern(
            "label",
            trigger=_LABELS.trigger,
            led=True,
            regex=f"{_LABELS.pattern}{LINK}[“「『【]?(?P<v>{_NUMBER})",
            before=40,
            after=165,
        ),
        Pattern(
            "courier",
            trigger="(?:顺丰|圆通|中通|申通|韵达|极兔|邮政|德邦|百世|菜鸟|丹鸟|安能|快递|ems|快件|包裹|物流)[^0-9a-z]{0,12}[0-9]{12}",
            regex=f"(?<![0-9A-Za-z.])(?P<v>[0-9]{{12,15}}){_END}",
            before=13,
            after=6,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by check digit, form, label and courier."""
        number = compact(candidate.seen).upper()
        label = _LABELS.near(candidate)
        led = label is not None and label.kind == "label"
        if candidate.pattern.name == "label" and not led:
            return None
        parts = [*_shape(candidate, number, led=led), label, sample(candidate)]
        if not led:
            parts += [_COURIERS.near(candidate), _AGAINST.near(candidate)]
        return Judgement("tracking_number", number, tuple(e for e in parts if e is not None))


def _shape(candidate: Candidate, number: str, *, led: bool) -> list[Evidence]:
    """Return what the characters of a number say."""
    if re.fullmatch("[A-Z]{2}[0-9]{9}[A-Z]{2}", number):
        return [_S10, CHECK_DIGIT if s10(number) else reject("the check digit is wrong")]
    if _forms().fullmatch(number):
        return [_FORM if _STRONG.match(number) else _WEAK_FORM]
    if not led and candidate.pattern.name == "form":
        return [_WEAK_FORM]
    return [_CODE if led else _DIGITS]


DETECTOR = TrackingNumber()
