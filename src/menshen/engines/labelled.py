"""Numbers that only their label gives away: patterns led by a label, and what speaks against one.

`led` builds trigger and expression from the same words, so that neither can miss what the other
finds. `doubts` gathers what makes a labelled number something else after all: the name of another
kind of number between label and value, a calendar date, a value that is said to be an example.
"""

from __future__ import annotations

import re
from datetime import date

from menshen.evidence import FILLER, LINK_WORD, WINDOW, Cue
from menshen.late import compiled, late
from menshen.model import Candidate, Evidence, Pattern
from menshen.text import Fold, compact

__all__ = ["FREE", "OTHERS", "afterwards", "doubts", "is_day", "led", "placeholder", "sample"]

FREE = "(?![0-9A-Za-z*])(?!\\.[0-9])(?![-_][0-9A-Za-z*])"
"""What must hold after a code: nothing that would make it part of a longer one."""
_WORD = "[号號][ ]{0,4}[码碼]|[号號]|编[ ]{0,4}号|卡号|证号|證號|序号|为|是|系|(?i:no\\.?|number|num|id)(?![a-z])"
_LINK = f"(?:{FILLER}|[)\\]]|{_WORD}|{LINK_WORD}){{0,12}}"
_AWAY = "[^0-9A-Za-z\\n。;]{0,9}[,的)新旧原卡证其本](?:号码?|编号)(?:[\\s:=(\"'|]|为|是){0,4}"
_BRACKETS = f"(?:(?:{_WORD})?[ ]?[(\\[【][^()\\[\\]【】\\n]{{0,24}}[)\\]】])?"
_LINK_REACH = 33 + 18 + 12 * 7

OTHERS = Cue(
    "another kind of number",
    words=(
        "订单", "订单号", "单号", "流水", "流水号", "型号", "序列号", "序号", "批次", "批号", "版本", "条码", "货号",
        "物料", "料号", "工单", "文号", "案号", "图号", "交易号", "交易", "业务号", "受理号", "票号", "发票", "发票号",
        "设备", "资产", "零件", "配件", "产品", "商品", "规格", "合同", "合同号", "合同编号", "协议", "故障", "错误",
        "错误码", "代码", "备案", "批准文号", "标准", "专利", "项目", "档案", "报价", "提单", "箱号", "运单", "快递",
        "券码", "兑换码", "优惠码", "邀请码", "验证码", "库位", "仓位", "桩号", "编码", "热线", "电话", "手机", "传真",
        "邮编", "金额", "余额", "手机号", "料件", "芯片", "机型", "车型", "电机", "发动机", "固件", "提交", "补丁",
    ),
    keys=("order", "order_no", "order_id", "sn", "s/n", "p/n", "serial", "model", "version", "sku", "batch", "lot",
          "part", "part_no", "error", "err", "code", "commit", "build", "trace_id", "request_id", "txn", "seq", "item",
          "invoice", "ticket", "patent", "mobile", "phone", "tel", "amount", "balance"),
    label=-6.0,
    context=0.0,
)  # fmt: skip
"""Names of numbers that are not a person's document; a detector that owns one leaves it out."""
_SAMPLE = Cue(
    "an example",
    words=("示例", "样例", "例如", "范例", "样本", "样张", "样式", "格式", "形如", "占位", "虚构", "假数据", "测试数据",
           "测试用例", "举例", "比如", "模板", "填写说明"),
    keys=("example", "sample", "placeholder", "dummy", "mock", "demo", "fake"),
    label=-8.0,
    context=-6.0,
)  # fmt: skip
_HOST = late("(?i:example)\\.(?:com|org|net|cn)")
"""A host name kept for documents, which says nothing of the values sent to it."""
_SAID_AFTER = late("[^\\n。;]{0,8}(?:示例|样例|范例|样本|为例|仅供|虚构|占位|测试数据|不是真)")
_SAMPLE_AFTER = Evidence("example", -6.0, "said to be an example")
_DAY = Evidence("date", -3.5, "reads as a calendar date")
_PLACEHOLDER = Evidence("example", -6.0, "counts up or repeats one digit")
_ALMOST = Evidence("example", -1.5, "the digits count up or repeat")
_MEASURE = Evidence("unit", -6.0, "a unit follows")
_UNIT = late("元|万元|亿|%|个|人|次|年|月|日|份|件|条|户|辆|台|套|公里|米|吨|小时")
_NAMED = Evidence("label", -6.0, "label: another kind of number")
_RUNS = ("01234567890123456789", "98765432109876543210")


def led(
    name: str,
    cue: Cue,
    value: str,
    longest: int,
    *,
    folds: tuple[Fold, ...] = (Fold.WIDTH, Fold.DECODED),
) -> Pattern:
    """Return the pattern of `value`, at most `longest` characters, after a word of `cue`."""
    return Pattern(
        name,
        trigger=cue.trigger,
        regex=f"(?P<l>{cue.pattern}){_BRACKETS}(?:{_LINK}|{_AWAY})(?<![0-9A-Za-z])(?P<v>{value}){FREE}",
        before=cue.reach,
        after=cue.reach + _LINK_REACH + longest + 3,
        folds=folds,
        led=True,
    )


def is_day(digits: str) -> bool:
    """Say whether eight digits read as a day between 1900 and 2099.

    >>> is_day("20230401"), is_day("20231301")
    (True, False)
    """
    if len(digits) != 8 or digits[:2] not in {"19", "20"}:
        return False
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def placeholder(digits: str) -> bool:
    """Say whether digits are the ones people type for want of a number.

    >>> placeholder("12345678"), placeholder("00000000"), placeholder("30771824")
    (True, True, False)
    """
    return len(digits) > 4 and (len(set(digits)) == 1 or any(digits in run for run in _RUNS))


def sample(candidate: Candidate) -> Evidence | None:
    """Return the evidence that the text calls the value an example, before or after it."""
    if _SAID_AFTER.match(candidate.view.text, candidate.end):
        return _SAMPLE_AFTER
    low = max(0, candidate.start - WINDOW)
    if _HOST.search(candidate.view.text, low, candidate.start):
        return None
    return _SAMPLE.near(candidate)


def afterwards(candidate: Candidate, words: re.Pattern[str], evidence: Evidence) -> Evidence | None:
    """Return `evidence` if `words` match directly after the value."""
    return evidence if words.match(candidate.view.text, candidate.end) else None


def _dummy(seen: str) -> Evidence | None:
    """Return the evidence of digits typed for want of a number; a letter before them weakens it."""
    if not placeholder(re.sub("[^0-9]", "", seen)):
        return None
    return _PLACEHOLDER if seen.isdigit() else _ALMOST


def doubts(candidate: Candidate, others: Cue = OTHERS) -> list[Evidence]:
    """Return what speaks against a number found by a pattern of `led`."""
    seen = compact(candidate.seen)
    between = candidate.view.text[candidate.match.end("l") : candidate.start]
    found = [
        sample(candidate),
        _DAY if is_day(seen) else None,
        _dummy(seen),
        afterwards(candidate, _UNIT, _MEASURE) if seen.isdigit() else None,
        _NAMED if compiled(others.pattern).search(between) else None,
    ]
    return [e for e in found if e is not None]
