r"""保单号 · Insurance policy number.

## What it finds
The number after 保单号, 保险单, 投保单, 保险合同号 and their like: letters and digits, eight to thirty
characters with at least six digits, also with hyphens or blanks between groups.

## How it decides
Every insurer numbers in its own way, so the label must lead the number. Dates, amounts and numbers
of another kind between label and value (订单, 流水) are turned down. A long number counts more.

## Known limits
A policy whose number stands without a label is not found; claim and report numbers (报案号, 赔案号)
are those of a case and are left out on purpose.

## References
- 原保监会, 保险机构投诉与保单查询: forms of 保险单 (each insurer its own)

>>> DETECTOR.types
('insurance_policy',)
"""

from __future__ import annotations

import re

from menshen.detectors import resident_id
from menshen.engines.labelled import OTHERS, doubts, led
from menshen.evidence import Cue
from menshen.model import Candidate, Evidence, Judgement
from menshen.text import compact

_CUE = Cue(
    "insurance policy",
    words=("保险单编号", "保险单号码", "保单编号", "保险合同编号", "车险保单", "寿险保单", "商业险保单", "交强险保单",
           "保单", "保单号", "保险单", "保险单号", "投保单", "投保单号", "保险合同", "保险合同号", "保险凭证", "保險單",
           "保單", "电子保单", "批单", "交强险单", "保险号"),
    keys=("policy_id", "policy_code", "insurance_policy_no", "insurance_id", "insurance_number", "bdhm", "bxd", "bxdhm",
          "policy_no", "policy_number", "policyno", "policy_num", "bdh", "bxdh", "tbdh", "insurance_no",
          "insurance_policy"),
)  # fmt: skip
_SHAPE = Evidence("shape", -1.0, "may be the number of a policy")
_LABEL = Evidence("label", 4.0, "label: insurance policy")
_LONG = Evidence("digits", 1.0, "as long as policy numbers are")
_OTHERS = Cue(
    "another kind of number",
    words=(*OTHERS.words, "报案", "赔案", "立案", "理赔", "案件", "投诉"),
    keys=(*OTHERS.keys, "claim"),
)


_SOCIAL = re.compile("(?:医疗|社会|养老|失业|工伤|生育|(?i:medical|social|health)[_ -]?)\\Z")
"""What makes 保险号 the number of a person insured by the state."""


class InsurancePolicy:
    """Judges what follows a label; see the module."""

    id = "insurance_policy"
    types = ("insurance_policy",)
    patterns = (led("labelled", _CUE, "[A-Z0-9](?:[ -]?[A-Z0-9]){7,29}", 60),)

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label, length and by what speaks against it."""
        number = compact(candidate.seen)
        text, at = candidate.view.text, candidate.match.start()
        if text[candidate.match.end("l")] in "位独" or _SOCIAL.search(text, max(0, at - 8), at):
            return None
        digits = re.sub("[^0-9]", "", number)
        if len(digits) < 6 or (number.isdigit() and len(number) == 11 and number[0] == "1"):
            return None
        if resident_id.is_valid(number):
            return None
        parts = [_SHAPE, _LABEL, *doubts(candidate, _OTHERS)]
        if 12 <= len(number) <= 25:
            parts.append(_LONG)
        return Judgement("insurance_policy", number, tuple(parts))


DETECTOR = InsurancePolicy()
