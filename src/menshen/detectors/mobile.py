"""手机号码 · Mobile number.

## What it finds
Mainland numbers of eleven digits in any grouping, with +86, 0086 or (86) before them; numbers of
Hong Kong, Macau, Taiwan and other countries written with `+` or 00 and the country code.
A prefix written with the number is part of the value.

## How it decides
There is no check digit. The number block must exist; a label raises the score, the name of another
kind of number (订单号, 型号, 流水号 …) lowers it, and so does an odd grouping. Letters that touch the
digits make it a part of some code, unless they are the label itself.

## Known limits
Allocations after March 2023 are unknown; an unknown block lowers the score but does not exclude.

## References
- 工业和信息化部, 公众移动通信网网号分配情况 (March 2023)
- ITU-T E.164

>>> normal("0086 138-0013-8000")
'+8613800138000'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from menshen import facts
from menshen.evidence import Cue, grouping
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import GAP, NUMBER_SIGNS, Fold, compact

_ALL = (Fold.WIDTH, Fold.SPOKEN, Fold.MISREAD, Fold.DECODED)
_GAP = GAP.replace("[", "[.", 1)
_APART = f"{_GAP}[3-9](?:{_GAP}[0-9]){{9}}"
_MAINLAND = f"1(?>[3-9][0-9]{{9}}|{_APART})"
"""Most numbers have no gaps, and are tried without first: the same digits in a quarter of the time."""
_COUNTRY = "(?:\\((?:\\+|00)?86\\)|(?:\\+|00)?86)[ -]{0,2}"
_NAMED = "(?<![0-9A-Za-z])|(?<=tel)|(?<=Tel)|(?<=TEL)|(?<=phone)|(?<=Phone)|(?<=mobile)|(?<=Mobile)"

CUE = Cue(
    "phone",
    words=(
        "手机", "电话", "联系方式", "联系人", "致电", "来电", "拨打", "回拨", "号码", "热线", "手机號",
        "電話", "手機", "主叫", "被叫", "机主", "联系", "短信", "预留", "移动电话", "微信账号", "微信帐号", "登录账号", "收件人", "收货人", "寄件人",
    ),
    keys=("mobile", "phone", "tel", "cell", "cellphone", "msisdn", "sjh", "sjhm", "lxdh", "dh", "contact",
          "mob", "telephone", "mobileno", "phonenumber", "phone_number", "mobilephone"),
    context=1.0,
)  # fmt: skip
_AGAINST = Cue(
    "another kind of number",
    words=(
        "订单", "单号", "流水", "编号", "型号", "序列号", "序号", "合同", "批次", "版本", "条码", "货号",
        "账号", "卡号", "证书", "文号", "案号", "学号", "工号", "批号", "设备号", "交易号", "图号", "邮编",
        "时间戳", "商品", "户号", "病历号", "住院号", "票号", "保单",
    ),
    keys=("order", "order_id", "order_no", "sn", "serial", "trace", "trace_id", "seq", "ts", "timestamp",
          "version", "sku", "batch", "barcode", "request_id", "txn", "pid", "build"),
    label=-4.0,
    context=0.0,
)  # fmt: skip
_LONGER = Cue(
    "longer numbers",
    words=("银行卡", "银行账号", "储蓄卡", "信用卡", "借记卡", "身份证", "公民身份号码", "统一社会信用代码"),
    keys=("bank_card", "bankcard", "id_card", "idcard", "sfzh", "uscc"),
    context=0.0,
)  # fmt: skip
_AMISS = Evidence("label", -1.0, "the label is that of longer numbers")
"""A header that is amiss by a column must not hide the numbers below it."""
_BLOCK = {
    "live": Evidence("table", 1.0, "the number block is allocated"),
    "resale": Evidence("table", 1.0, "the number block is allocated (resale)"),
    "satellite": Evidence("table", 0.5, "the number block is a satellite one"),
    "iot": Evidence("table", -1.5, "the number block is for machines"),
    None: Evidence("table", -2.5, "no such number block was allocated by March 2023"),
}
_OTHER = re.compile("[^0-9]")
_ADDRESS = re.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}")
_IP = Evidence("shape", -2.5, "four numbers joined by dots, as in an IP address")
_SHAPE = Evidence("shape", 1.2, "shape of a mobile number")
_PREFIX = Evidence("prefix", 3.0, "written with a country code")
_PLUS = Evidence("prefix", 1.5, "written as an international number")
_CUSTOMARY = (
    (3, 4, 4),
    (3, 8),
    (3, 3, 5),
    (4, 4, 3),
    (7, 4),
    (3, 2, 2, 2, 2),
    (3, 4, 2, 2),
    (5, 6),
    (3, 3, 3, 2),
)


@lru_cache(maxsize=4096)
def normal(seen: str) -> str:
    """Return the E.164 form of a mobile number as written."""
    digits = seen if seen.isascii() and seen.isdigit() else _OTHER.sub("", seen)
    if len(digits) == 11 and "+" not in seen:
        return "+86" + digits
    return "+" + digits.removeprefix("00")


class Mobile:
    """Judges mobile numbers by block, label and surroundings; see the module."""

    id = "mobile"
    types = ("mobile_number",)
    patterns = (
        Pattern(
            "mainland",
            trigger=f"(?:[^0-9]|86)1{_APART}[^0-9]",
            regex=(
                f"(?=[+(081])(?<![0-9])(?:{_NAMED})(?<![0-9]\\.)(?<![0-9]-)(?P<v>(?:{_COUNTRY})?{_MAINLAND})"
                "(?![0-9A-Za-z])(?!\\.[0-9])(?!-[0-9])"
            ),
            before=49,
            after=2,
            folds=_ALL,
            signs=NUMBER_SIGNS + ".+()",
        ),
        Pattern(
            "abroad",
            trigger="(?:\\+|00)[1-9](?:[ ()-]{0,2}[0-9]){9}",
            regex="(?<![0-9A-Za-z+])(?P<v>(?:\\+|00)(?!86)[1-9](?:[ ()-]{0,2}[0-9]){9,13})(?![0-9A-Za-z])(?!\\.[0-9])",
            before=32,
            after=16,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by number block, prefix, grouping and the words around."""
        seen = candidate.seen
        plain = len(seen) == 11 and seen.isdigit()
        number = "+86" + seen if plain else normal(seen)
        label = CUE.near(candidate)
        if candidate.pattern.name == "abroad":
            return _abroad(number, label)
        block = facts.mobile_prefix(number[3:])
        parts = [_SHAPE, _BLOCK[block.status if block else None]]
        if not plain:
            parts += _form(candidate, seen)
        if label is not None and label.kind == "label":
            parts.append(label)
        else:
            against = _AGAINST.near(candidate)
            if against is not None and _LONGER.near(candidate) is not None:
                against = _AMISS
            parts += [e for e in (label, against) if e is not None]
        return Judgement("mobile_number", number, tuple(parts))


def _form(candidate: Candidate, seen: str) -> Iterator[Evidence]:
    """Yield what the way says in which a number is written that is not plain."""
    address, prefixed = _made(seen)
    if address:
        yield _IP
    if prefixed:
        yield _PREFIX
    elif (cut := grouping(candidate, *_CUSTOMARY)) is not None:
        yield cut


@lru_cache(maxsize=4096)
def _made(seen: str) -> tuple[bool, bool]:
    """Say whether a number is made as an IP address, which logs repeat, and whether it has a prefix."""
    return _ADDRESS.fullmatch(seen) is not None, len(compact(seen).replace(".", "")) > 11


def _abroad(number: str, label: Evidence | None) -> Judgement | None:
    code = facts.calling_code(number[1:])
    if code is None:
        return None
    parts = (Evidence("shape", -0.5, "digits of an international number"), _PLUS, label)
    return Judgement("mobile_number", number, tuple(e for e in parts if e is not None))


DETECTOR = Mobile()
