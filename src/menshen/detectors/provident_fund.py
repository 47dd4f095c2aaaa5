r"""公积金账号 · Housing provident fund account.

## What it finds
The personal account number behind 公积金账号, 个人公积金号 and the like.

## How it decides
The label must stand directly before six or more digits, eight or more after a bare 公积金. Amounts and
the account of an employer (单位公积金账号) are not meant.

## Known limits
Formats differ from city to city; where the account number is the ID number it is reported as that.

## References
- 住房公积金管理条例 (2019), art. 16; city funds number accounts as they like

>>> DETECTOR.types
('provident_fund',)
"""

from __future__ import annotations

from menshen.evidence import Cue
from menshen.fields import NAMED, UNIT, field, sample
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement
from menshen.text import compact

_CUE = Cue(
    "provident fund account",
    words=(
        "公积金编号",
        "公积金个人号",
        "公积金职工账号",
        "公积金账户号",
        "公积金账号",
        "公积金帐号",
        "公积金账户",
        "公积金个人账号",
        "公积金个人账户",
        "公积金个人编号",
        "公积金号",
        "公积金卡号",
        "公积金客户号",
        "公积金",
    ),
    keys=(
        "hf_account",
        "hpf",
        "hpf_id",
        "gjj_card",
        "gjj_id",
        "gjj_num",
        "gjjkh",
        "gjjbh",
        "housing_fund_account",
        "housing_fund_no",
        "provident_account",
        "pf_account",
        "zfgjj",
        "accumulation_fund",
        "gjjzh",
        "gjj_no",
        "gjj",
        "provident_fund",
        "provident_fund_no",
        "housing_fund",
        "gjj_account",
        "hpf_no",
        "hpf_account",
        "provident_fund_account",
        "gjj_acct",
    ),
)
_VALUE = (
    "[A-Za-z]{0,3}[0-9](?:[ -]?[0-9]){5,19}(?![0-9A-Za-z])(?!\\.[0-9])(?!,[0-9]{3}(?![0-9]))"
    f"(?![ ]?(?:{UNIT}|万))"
)
_UNLIKE = late("[0-9]{1,7}|20[0-9]{2}[01][0-9][0-3][0-9]")
_SHAPE = Evidence("shape", -1.5, "digits of no particular form")
_AMOUNT = Evidence("shape", -4.0, "could be an amount or a date")


class ProvidentFund:
    """Judges digits behind the label of the housing fund; see the module."""

    id = "provident_fund"
    types = ("provident_fund",)
    patterns = (field(_CUE, _VALUE, 66, guard="(?<!单位)(?<!公司)(?<!企业)"),)

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label and length."""
        number = compact(candidate.seen)
        text = candidate.view.text[candidate.match.start() : candidate.start]
        bare = not any(c in text for c in "账帐号户") and not text.isascii()
        amount = _AMOUNT if bare and _UNLIKE.fullmatch(number) else None
        parts = (NAMED, _SHAPE, amount, sample(candidate))
        return Judgement("provident_fund", number, tuple(e for e in parts if e is not None))


DETECTOR = ProvidentFund()
