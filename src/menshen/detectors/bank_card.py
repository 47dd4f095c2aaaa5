r"""银行卡号 · Bank card number.

## What it finds
Card numbers of 13 to 19 digits, in one piece, by fours, after the first six, digit by digit,
dictated, or broken over a line.

## How it decides
The check digit (Luhn) must hold; one arbitrary number in ten passes it, so it proves little alone.
A known issuer prefix with the right length, a customary grouping and a label or a word of banking
raise the score; the name of another kind of number (订单号, 条码, IMEI …) lowers it. Eighteen
digits with a birth date in them are an ID number and never a card.

## Known limits
Without a known prefix a number needs a label or several hints. Masked tails (尾号 0462) are not
looked for. Prefixes issued after the date of the table are unknown.

## References
- ISO/IEC 7812-1, Annex B (Luhn)
- 银联, 银行卡发卡行标识代码, as collected in `facts/bank_bins.tsv`

>>> luhn("6222021234567890128")
True
>>> luhn("6222021234567890127")
False
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from menshen import facts
from menshen.evidence import NEVER, Cue, damaged, grouping, reject
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import GAP, RUN, Fold, compact

_ALL = (Fold.WIDTH, Fold.SPOKEN, Fold.MISREAD, Fold.DECODED)
_NUMBER = f"[3-69](?:{GAP}[0-9]){{12,18}}"
_RESIDENT = "[1-8][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9Xx](?![0-9])"
"""Plainly an ID number, which is left to its own detector before anything is looked up."""
_SHORTEST = 13
_GROUP = late("[0-9]+")
_DOUBLED = bytes.maketrans(b"0123456789", bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))

_CUE = Cue(
    "bank card",
    words=(
        "银行卡", "卡号", "借记卡", "信用卡", "储蓄卡", "工资卡", "账号", "帐号", "账户", "賬號", "卡片", "附属卡",
        "收款", "汇款", "转账", "打款", "打到", "汇到", "转到", "开户", "存折", "工行", "建行", "农行", "中行", "招行",
        "银行", "信用社", "农商行", "邮储", "还款",
    ),
    keys=("cardno", "card_no", "card_number", "bankcard", "bank_card", "bankcard_no", "bank_account",
          "account_no", "acct_no", "acctno", "pan", "yhkh", "yhk", "kh", "card", "debit", "credit"),
    context=2.0,
)  # fmt: skip
_AGAINST = Cue(
    "another kind of number",
    words=(
        "订单", "单号", "流水", "编号", "型号", "序列号", "序号", "合同", "批次", "版本", "条码", "货号", "设备号",
        "交易号", "会员卡", "购物卡", "充值卡", "电话卡", "校园卡", "加油卡", "公交卡", "学号", "病历号", "凭证号",
        "时间戳", "户号", "发票", "保单", "身份证", "证件号", "示例", "样例", "商品", "积分卡", "社保卡", "就诊卡",
    ),
    keys=("order", "order_id", "order_no", "sn", "serial", "trace_id", "imei", "iccid", "isbn", "barcode", "ean",
          "timestamp", "ts", "request_id", "txn", "seq", "sku", "snowflake", "example", "test_card"),
    label=-5.0,
    context=-2.0,
)  # fmt: skip
_DATED = late("\n[ ]?(?:(?:19|20)[0-9]{2}[-/.]?[01][0-9]|[0-9]{2}-[0-9]{2}[ T])")
"""The next line of a log, which begins with its date."""
_SHAPE = Evidence("shape", -3.0, "digits as many as a card number has")
_LUHN = Evidence("check_digit", 2.5, "check digit holds (one number in ten does)")
_BANK = Evidence("table", 2.3, "issuer prefix and length of a known bank")
_LENGTH = Evidence("table", 0.6, "issuer prefix of a known bank whose cards are longer")
_NO_BANK = Evidence("table", -1.0, "no known issuer prefix of this length")
_CUT = Evidence("grouping", 0.8, "grouped as cards are printed")
_CUSTOMARY = (
    (4, 4, 4, 4), (4, 4, 4, 4, 3), (4, 4, 4, 4, 2), (4, 4, 4, 4, 1), (6, 13), (6, 10), (4, 6, 5), (6, 4, 4, 4),
    (6, 6, 7), (6, 4, 6), (4, 4, 4, 3), (4, 4, 4, 5), (4, 4, 4, 7), (5, 5, 5, 4), (6, 6, 4), (8, 8), (4, 4, 8),
    (4, 4, 4, 6), (6, 7, 6), (8, 11), (4, 4, 11), (4, 15), (4, 12), (8, 4, 4), (8, 4, 4, 3),
)  # fmt: skip


def luhn(digits: str) -> bool:
    """Say whether the check digit holds (ISO/IEC 7812-1)."""
    seen = digits.encode("ascii")
    odd, even = seen[-1::-2], seen[-2::-2]
    return (sum(odd) - len(odd) * ord("0") + sum(even.translate(_DOUBLED))) % 10 == 0


class BankCard:
    """Judges card numbers by check digit, issuer, grouping and label; see the module."""

    id = "bank_card"
    types = ("bank_card_number",)
    patterns = (
        Pattern(
            "card",
            trigger=RUN,
            regex=(
                f"(?=[3-69])(?<![0-9A-Za-z])(?!{_RESIDENT})(?<![0-9]\\.)(?<![0-9]-)(?P<v>{_NUMBER})(?![0-9A-Za-z])(?!\\.[0-9])(?!-[0-9])"
            ),
            before=38,
            after=22,
            folds=_ALL,
            run=(13, 19),
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by check digit, issuer, grouping and label; a further group may not belong to it."""
        if "\n" in candidate.seen and _DATED.search(
            candidate.view.text, candidate.start, candidate.end + 8
        ):
            return None
        seen = candidate.seen
        end, number = next((e for e in _ends(seen) if luhn(e.digits)), _End(0, compact(seen)))
        if _looks_like_id(number) or len(set(number)) < 3:
            note = reject("an ID number, or no number at all", "shape")
            return Judgement("bank_card_number", number, (note,))
        bank = facts.bank_of(number)
        label = _CUE.near(candidate)
        labelled = label is not None and label.kind == "label"
        against = None if labelled else _AGAINST.near(candidate)
        parts = (_SHAPE, _issuer(number), label, against, _grouped(candidate, end))
        evidence = tuple(e for e in parts if e is not None)
        if end:
            stop = candidate.start + end
            return Judgement(
                "bank_card_number", number, (*evidence, _LUHN), start=candidate.start, end=stop
            )
        damage = damaged(candidate)
        if damage is not None and labelled and parts[1] is not _NO_BANK:
            return Judgement("bank_card_number", number, (*evidence, damage))
        wrong = Evidence("check_digit", NEVER, "check digit (Luhn) fails")
        claims = labelled and bank is not None
        return Judgement("bank_card_number", number, (*evidence, wrong), claims=claims)


def _issuer(number: str) -> Evidence:
    """Return what the first digits and the length say."""
    if facts.bank_of(number) is not None:
        return _BANK
    longer = len(number) == 16 and facts.bank_of(number + "000") is not None
    return _LENGTH if longer else _NO_BANK


class _End(NamedTuple):
    """Where a number may end, and its digits up to there."""

    at: int
    digits: str


def _ends(seen: str) -> Iterable[_End]:
    """Return where the number may end: after the last group, then before it, known issuers first."""
    if seen.isdecimal():
        return (_End(len(seen), seen),)
    digits = ""
    ends: list[_End] = []
    for group in _GROUP.finditer(seen):
        digits += group[0]
        if len(digits) >= _SHORTEST:
            ends.append(_End(group.end(), digits))
    return sorted(ends, key=lambda e: (facts.bank_of(e.digits) is None, -e.at))


def _grouped(candidate: Candidate, end: int) -> Evidence | None:
    part = candidate._replace(end=candidate.start + end) if end else candidate
    if part.seen.isalnum():
        return None
    odd = grouping(part, *_CUSTOMARY)
    return odd if odd is not None else _CUT


def _looks_like_id(number: str) -> bool:
    """Say whether eighteen digits hold a birth date where an ID number has it."""
    born = "(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    return len(number) == 18 and re.match(born, number[6:]) is not None


DETECTOR = BankCard()
