"""订单号 · Order number of a customer.

## What it finds
The number behind 订单号, 订单编号, `order_no` and the like, and the further numbers of a list that
begins so (`订单号 A、B、C`).

## How it decides
Shops write their numbers in every form, so the label decides; behind the bare word 订单 the number
must be long. Numbers of the business itself (采购订单, 生产订单, 工单, 合同 …) are not the customer's.

## Known limits
A number without a label is not found, save in a column whose header names it.

## References
- GB/T 35273-2020, annex A: 个人财产信息 (交易和消费记录)

>>> DETECTOR.types
('order_number',)
"""

from __future__ import annotations

import re

from menshen.evidence import NEVER, Cue
from menshen.fields import LINK, sample
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import compact

_CUE = Cue(
    "order number",
    words=("商品订单号", "交易订单号", "支付订单号", "平台订单号", "网购订单号",
           "订单号", "订单编号", "订单号码", "订单ID", "订单id", "订单流水号", "订单", "外卖单号", "下单编号", "定单号",
           "訂單號", "訂單編號", "票务订单号", "购物单号", "交易单号", "商户单号"),
    keys=("order_nbr", "order_seq", "orderid", "orderno", "ordersn", "trade_id", "sub_order_id", "parent_order_no",
          "ddhm", "biz_order_id", "out_order_no",
          "order_no", "order_id", "order_sn", "order_number", "order_num", "order_code", "out_trade_no",
          "trade_no", "order", "ddh", "ddbh", "tid"),
)  # fmt: skip
_BUSINESS = (
    "(?<!工)(?<!采购)(?<!合同)(?<!生产)(?<!销售)(?<!加工)(?<!制造)(?<!外协)(?<!内部)(?<!公司)(?<!企业)(?<!供应商)(?<!委外)"
    "(?<!purchase_)(?<!purchase)(?<!work_)(?<!work)(?<!sort_)(?<!sales_)(?<!production_)"
)
_GROUPED = "[0-9]{4}(?: [0-9]{4}){2,4}(?: [0-9]{1,3})?"
_CODE = "(?=[A-Za-z_-]{0,10}[0-9])[0-9A-Za-z](?:[_-]?[0-9A-Za-z]){5,35}"
_OPEN = "[“「『【]?"
_VALUE = f"(?:{_GROUPED}|{_CODE})(?![0-9A-Za-z]|[.@][0-9A-Za-z]|[_-][0-9A-Za-z])"
_JOIN = "[ ]?[、,;和及与][ ]?"
_ITEM = "[0-9A-Za-z_-]{6,40}"
_LED = late(
    f"{_BUSINESS}{_CUE.pattern}(?:分别)?{LINK}(?:{_ITEM}{_JOIN}){{0,8}}(?P<last>{_ITEM}){_JOIN}\\Z"
)
_LIST_REACH = 200

_LABEL = Evidence("label", 4.0, "label: order number")
_LIST = Evidence("label", 4.0, "in a list led by the label: order number")
_SHAPE = Evidence("shape", -1.5, "digits and letters of no particular form")
_SHORT = Evidence("shape", -4.0, "few digits behind a word that need not be a label")
_PHONE = Evidence("shape", -3.0, "a mobile number may stand behind the word")
_DATE = Evidence("shape", NEVER, "a date")
_IS_DATE = late("(?:19|20)[0-9]{2}[-_]?(?:0[1-9]|1[0-2])[-_]?(?:0[1-9]|[12][0-9]|3[01])")
_LOOSE = late("(?:订单|[oO][rR][dD][eE][rR]|tid|TID)(?![号编流_ -]|[iI][dD]|[nN][oO]|ID)")


class OrderNumber:
    """Judges numbers behind the names of an order number; see the module."""

    id = "order_number"
    types = ("order_number",)
    patterns = (
        Pattern(
            "field",
            trigger=_CUE.trigger,
            regex=f"{_BUSINESS}{_CUE.pattern}(?:分别)?{LINK}{_OPEN}(?P<v>{_VALUE})",
            before=32,
            after=155,
            led=True,
        ),
        *(
            Pattern(
                f"list {n + 2}",
                trigger=_CUE.trigger,
                regex=f"{_BUSINESS}{_CUE.pattern}(?:分别)?{LINK}{_OPEN}"
                f"[0-9A-Za-z_-]{{6,40}}(?:{_JOIN}[0-9A-Za-z_-]{{6,40}}){{{n}}}{_JOIN}(?P<v>{_VALUE})",
                before=32,
                after=170 + 46 * n,
                led=True,
            )
            for n in range(4)
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by the label, the length and whether it is the customer's."""
        if candidate.pattern.name != "field":
            return _judgement(candidate, _LIST) if _led(candidate) else None
        text = candidate.view.text
        loose = _LOOSE.match(text, candidate.match.start()) is not None
        return _judgement(candidate, _LABEL, loose=loose)


def _led(candidate: Candidate) -> bool:
    """Say whether a label leads the list that ends here, and its last item has the same form."""
    text, start = candidate.view.text, candidate.start
    before = text[max(0, start - _LIST_REACH) : start].rpartition("\n")[2]
    if "单" not in before and "rder" not in before.lower():
        return False
    led = _LED.search(before)
    if led is None:
        return False
    last, seen = led["last"], candidate.seen
    return abs(len(last) - len(seen)) <= 2 and last[:2].isdigit() == seen[:2].isdigit()


def _judgement(candidate: Candidate, label: Evidence, *, loose: bool = False) -> Judgement:
    seen = candidate.seen
    parts = [_SHAPE, label, sample(candidate)]
    if _IS_DATE.fullmatch(seen):
        parts.append(_DATE)
    if loose and sum(c.isdigit() for c in seen) < 8:
        parts.append(_SHORT)
    if loose and re.fullmatch("1[3-9][0-9]{9}", seen):
        parts.append(_PHONE)
    return Judgement(
        "order_number", compact(seen).upper(), tuple(e for e in parts if e is not None)
    )


DETECTOR = OrderNumber()
