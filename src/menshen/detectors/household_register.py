"""户口簿号 · Number of a household register booklet.

## What it finds
户口簿号, 户口本编号, 户籍编号 behind the label, and 户号 where the text speaks of the household register.

## How it decides
The label decides. Bare 户号 needs 户口, 户主, 户籍 or 常住人口 near it, and no word of a utility bill.

## Known limits
The pages of the members carry no number of their own; their contents are found by other detectors.

## References
- 公安部, 常住人口登记管理文件: 居民户口簿, 户号

>>> DETECTOR.types
('household_register',)
"""

from __future__ import annotations

from menshen.evidence import Cue
from menshen.fields import code, field, judge_code
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement

_CUE = Cue(
    "household register",
    words=(
        "户口簿号码", "户口簿编号", "户口簿号", "户口本号码", "户口本编号", "户口本号", "户籍编号", "户籍号",
        "户口编号", "户口号", "户口薄号", "户口薄编号", "户号",
    ),
    keys=("household_no", "hukou_no", "hukou_number", "hkbh"),
)  # fmt: skip
_REGISTER = late("户口|户主|户籍|常住人口|派出所|家庭户|集体户")
_UTILITY = late("电费|水费|气费|用电|供电|燃气|缴费|宽带|抄表|国网|自来水")
_UNSURE = Evidence("label", -3.5, "accounts of utilities are called so too")
_TOLD = Evidence("context", 2.5, "nearby: the household register")
_OTHER = Evidence("context", -4.0, "nearby: a utility bill")


class HouseholdRegister:
    """Judges numbers behind the labels of the household register; see the module."""

    id = "household_register"
    types = ("household_register",)
    patterns = (field(_CUE, code(5, 14), 22, guard="(?<![账开用客])"),)

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label; bare 户号 needs the register near it."""
        text, start = candidate.view.text, candidate.match.start()
        if not text[start : candidate.start].replace(" ", "").startswith("户号"):
            return judge_code(self.types[0], candidate)
        around = text[max(0, start - 60) : start] + text[candidate.end : candidate.end + 40]
        told = _TOLD if _REGISTER.search(around) else None
        other = _OTHER if _UTILITY.search(around) else None
        return judge_code(self.types[0], candidate, _UNSURE, told, other)


DETECTOR = HouseholdRegister()
