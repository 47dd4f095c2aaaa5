r"""医保号 · Medical insurance number.

## What it finds
The number after 医保卡号, 医保编号, 医疗保险号, 医疗证号, 新农合证号, 合作医疗 and their like: six to twenty digits, also
with letters before them and with hyphens. An ID number there is left to `resident_id`.

## How it decides
There is no common shape: the label must lead the number. Dates, amounts, statistics and numbers of
another kind between label and value (结算单号, 订单 …) are turned down.

## Known limits
What is paid or refunded (医保账户余额, 报销) is a fact, not a number, and is not found here.

## References
- 国家医疗保障局, 医保信息业务编码标准 (2019)
- 卫生部, 新型农村合作医疗证 (local forms)

>>> DETECTOR.types
('medical_insurance',)
"""

from __future__ import annotations

from menshen.detectors import resident_id
from menshen.engines.labelled import FREE, doubts, led
from menshen.evidence import Cue
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import compact

_CUE = Cue(
    "medical insurance",
    words=("医保卡编号", "医保电脑号", "医疗保障卡号", "医疗保障号", "医疗保险个人编号", "医保参保号", "医疗保险账号",
           "医保卡", "医保卡号", "医保号", "医保编号", "医保证", "医保证号", "医保个人编号", "医保账号", "医疗保险号", "医保手册",
           "医疗保险卡", "医疗保险证", "医疗保险编号", "医疗证", "医疗卡号", "新农合", "新农合证", "合作医疗", "合作医疗证",
           "参合证", "参合号", "合作医疗号", "医保电子凭证", "医保凭证", "医療保險", "居民医保", "职工医保"),
    keys=("medical_insurance_id", "medicare_id", "ybzh", "yibao_no", "yibaohao", "health_insurance", "med_insurance_no",
          "medical_insurance", "medical_insurance_no", "medicare_no", "ybkh", "ybk", "ybh", "ybbh", "ylzh", "xnhzh",
          "health_insurance_no", "med_card_no", "insured_no", "med_ins_no", "yb_card", "yb_no", "yb_card_no", "yibao"),
)  # fmt: skip
_SHAPE = Evidence("shape", -0.5, "may be a medical insurance number")
_LABEL = Evidence("label", 4.0, "label: medical insurance")
_VALUE = "[A-Z]{0,4}[ -]?[0-9](?:[ -]?[0-9]){5,19}[A-Z]?|[0-9A-Z]{2}[0-9]{4}[0-9A-Z]{2,4}"


class MedicalInsurance:
    """Judges what follows a label; see the module."""

    id = "medical_insurance"
    types = ("medical_insurance",)
    patterns = (
        led("labelled", _CUE, _VALUE, 50),
        Pattern(
            "short",
            trigger="医保[ :]?[a-z][0-9]",
            regex=f"(?P<l>医保)[ :]?(?P<v>[A-Z][0-9]{{7,10}}){FREE}",
            before=5,
            after=13,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label and by what speaks against it."""
        number = compact(candidate.seen).upper()
        if number.isdigit() and len(number) == 11 and number[0] == "1":
            return None
        if resident_id.is_valid(number):
            return None
        evidence = (_SHAPE, _LABEL, *doubts(candidate))
        return Judgement("medical_insurance", number, evidence)


DETECTOR = MedicalInsurance()
