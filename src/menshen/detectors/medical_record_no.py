"""病历号 · Medical record number.

## What it finds
The number by which a hospital knows a patient or one of their visits: 病历号, 病案号, 住院号,
门诊号, 就诊卡号, 登记号, 体检号, 处方号, 检查号, 标本号, 影像号 and the like, behind its label.

## How it decides
Every hospital has a form of its own, so the label decides; the value must be a code with digits.
标本号 and 登记号 also occur outside hospitals and need a word of medicine near them.

## Known limits
A number without a label is not found, save in a column whose header names it.

## References
- 国家卫生健康委, 病历书写基本规范 (2010), 病案首页: 病案号
- WS 445-2014, 电子病历基本数据集

>>> DETECTOR.types
('medical_record_no',)
"""

from __future__ import annotations

from menshen.evidence import Cue
from menshen.fields import code, field, judge_code
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_CUE = Cue(
    "medical record",
    words=(
        "病历档案号", "门诊病历号", "住院病历号", "住院病案号", "患者ID", "病人ID", "病人id", "患者id", "就诊编号", "挂号编号", "住院流水号", "门诊流水号", "病历卡号",
        "病例号",
        "病历号", "病历编号", "病历本号", "病案号", "病案编号", "住院号", "住院编号", "住院登记号",
        "门诊号", "门诊编号", "急诊号", "就诊卡号", "就诊卡", "就诊号", "诊疗卡号", "诊疗卡", "挂号单号",
        "患者编号", "患者号", "病人号", "病人编号", "病员号", "体检号", "体检编号", "处方号", "处方编号",
        "检查号", "检验号", "检查单号", "报告单号", "影像号", "放射号", "超声号", "病理号", "病歷號",
        "住院號", "就诊流水号", "健康卡号", "标本号", "样本号", "登记号", "条码号",
    ),
    keys=("medical_no", "medical_record", "patient_code", "patient_number", "pat_id", "pat_no", "hospital_no",
          "hospitalization_no", "inpatient_id", "outpatient_id", "inhos_no", "clinic_no", "admission_id", "zyhm",
          "mzhm", "jzkh", "bingli",
          "patient_id", "patient_no", "medical_record_no", "mrn", "inpatient_no", "outpatient_no",
          "admission_no", "case_history_no", "visit_no", "mr_no", "zyh", "blh", "mzh", "bah"),
)  # fmt: skip
_LOOSE = late(
    "(?:登 {0,4}记|标 {0,4}本|样 {0,4}本|条 {0,4}码|报告单|检 {0,4}[查验]) {0,4}(?:单 {0,4})?号"
)
_MEDICINE = late(
    "患者|病人|门诊|住院|科室|临床|医院|医嘱|诊断|检验科|姓名|床号|性别|采样|送检|血常规|体检|(?:CT|MR|超声|核酸)"
)
_UNSURE = Evidence("label", -3.0, "the label is also used outside medicine")


class MedicalRecordNo:
    """Judges codes behind the labels of hospital forms; see the module."""

    id = "medical_record_no"
    types = ("medical_record_no",)
    patterns = (
        field(_CUE, code(4, 22), 28),
        Pattern(
            "prescription",
            trigger="处方[ :]?[a-z][a-z]",
            regex="处方[ :]?(?P<v>[A-Z]{2,3}[0-9]{6,16})(?![0-9A-Za-z-])",
            before=5,
            after=18,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label; a label of several uses needs medicine near it."""
        text, start = candidate.view.text, candidate.match.start()
        loose = _LOOSE.match(text, start) is not None
        near = _MEDICINE.search(text, max(0, start - 80), candidate.end + 60) is not None
        return judge_code(self.types[0], candidate, _UNSURE if loose and not near else None)


DETECTOR = MedicalRecordNo()
