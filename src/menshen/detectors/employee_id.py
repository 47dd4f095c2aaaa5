"""工号 · Employee number.

## What it finds
工号, 员工编号, 职工号, 人员编号, 工作证号 behind the label, or behind keys such as `employee_no`.

## How it decides
The label decides; the value must be a code of three to twelve characters with digits. 施工号 and
开工号 are other things; a range or a rule (工号规则) has no value behind the label.

## Known limits
A number in brackets behind a name, without a label, is not found.

## References
- GB/T 35273-2020, 信息安全技术 个人信息安全规范, annex A: 工作证

>>> DETECTOR.types
('employee_id',)
"""

from __future__ import annotations

from menshen.evidence import Cue
from menshen.fields import code, field, judge_code
from menshen.model import Candidate, Judgement

_CUE = Cue(
    "employee number",
    words=(
        "员工工号", "职员号", "人员工号", "工号编号", "职工工号", "雇员号", "职员工号",
        "工号", "工卡号", "工牌号", "员工号", "员工编号", "员工代码", "职工号", "职工编号", "职工代码", "职员编号",
        "人员编号", "人员编码", "雇员编号", "工作证号", "工作证编号", "出入证号", "工號", "員工編號",
    ),
    keys=("employee_num", "emp_code", "emp_number", "empno", "staff_code", "staff_number", "personnel_no",
          "personnel_number", "worker_id", "job_no", "work_no", "yggh", "ygh", "zgbh", "clerk_no",
          "employee_id", "employee_no", "employee_number", "employee_code", "emp_id", "emp_no", "staff_id",
          "staff_no", "worker_no", "job_number", "gonghao", "ygbh", "zgh"),
)  # fmt: skip


class EmployeeId:
    """Judges codes behind the labels of staff lists; see the module."""

    id = "employee_id"
    types = ("employee_id",)
    patterns = (field(_CUE, code(3, 12), 20, guard="(?<![施开竣完动停加])"),)

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label."""
        return judge_code(self.types[0], candidate)


DETECTOR = EmployeeId()
