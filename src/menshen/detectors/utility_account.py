"""水电气户号 · Account number for electricity, water, gas, heating or broadband.

## What it finds
户号, 用户编号, 客户编号, 缴费号 of utilities, and 宽带账号, behind the label.

## How it decides
燃气户号 or 宽带账号 say enough. Bare 户号, 用户编号 and 客户编号 need a word of electricity, water, gas, heating or
a bill near them; 户口 or 户主 near 户号 makes it a household number (`household_register`).

## Known limits
Accounts of a firm cannot be told from those of a home unless 公司 stands beside them.

## References
- 国家电网, 用电客户编号 (10 or 13 digits), public payment pages

>>> DETECTOR.types
('utility_account',)
"""

from __future__ import annotations

from menshen.evidence import Cue
from menshen.fields import code, field, judge_code
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement

_KINDS = ("用电", "电费", "电力", "供电", "水费", "用水", "自来水", "供水", "燃气", "天然气", "煤气", "用气", "暖气", "供暖", "供热",
          "电表", "水表", "气表", "燃气表", "国网", "缴费")  # fmt: skip
_PLAIN = ("户号", "用户编号", "用户号", "客户编号", "客户号", "表号")
_CUE = Cue(
    "utility account",
    words=(
        *(f"{kind}{end}" for kind in _KINDS for end in ("户号", "用户编号", "客户编号", "用户号", "账号", "表号")),
        *_PLAIN, "缴费号", "宽带账号", "宽带帐号", "宽带号", "宽带账户", "宽带用户名", "缴费编号",
    ),
    keys=("utility_account", "meter_no", "cons_no", "gas_account", "power_account", "broadband_account"),
)  # fmt: skip
_UTILITY = late(
    "[用电水燃煤]电|电费|电量|度电|水费|吨水|自来水|燃气|天然气|煤气|气费|供[电水暖热]|暖|宽带|抄表|国网|欠费停|南方电网"
)
_HOUSEHOLD = late("户口|户主|户籍|常住人口|派出所|门牌")
_COMPANY = late("有限公司|股份公司|企业用户|单位用户|商户")
_UNSURE = Evidence("label", -3.0, "any kind of account may be meant")
_TOLD = Evidence("context", 2.5, "nearby: electricity, water, gas, heating or broadband")
_HOME = Evidence("context", -4.0, "nearby: the household register")
_FIRM = Evidence("context", -3.0, "nearby: a company's account")


class UtilityAccount:
    """Judges numbers behind the labels of utility bills; see the module."""

    id = "utility_account"
    types = ("utility_account",)
    patterns = (field(_CUE, code(6, 20), 28, guard="(?<![开账])"),)

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label; a plain label needs a utility near it."""
        text, start = candidate.view.text, candidate.match.start()
        label = text[start : candidate.start].replace(" ", "")
        around = text[max(0, start - 50) : start] + text[candidate.end : candidate.end + 40]
        firm = _FIRM if _COMPANY.search(around) else None
        if not label.startswith(_PLAIN):
            return judge_code(self.types[0], candidate, firm)
        told = _TOLD if _UTILITY.search(around) else None
        home = _HOME if _HOUSEHOLD.search(around) and told is None else None
        return judge_code(self.types[0], candidate, _UNSURE, told, home, firm)


DETECTOR = UtilityAccount()
