"""学号 · Student, exam or school-roll number.

## What it finds
学号, 考号, 准考证号, 考生号, 报名号, 学籍号, 学生证号 behind the label.

## How it decides
Schools number their students as they like, so the label decides; the value must be a code of at
least five characters with digits. A national roll number that is G or L and a valid ID number is
left to `resident_id`, which reports the ID number inside it.

## Known limits
The short number within a class (学号：23) is not reported.

## References
- 教育部, 中小学生学籍管理办法 (2013): 学籍号
- JY/T 1002-2012, 教育管理基础代码

>>> DETECTOR.types
('student_id',)
"""

from __future__ import annotations

from menshen.detectors.resident_id import is_valid
from menshen.evidence import Cue
from menshen.fields import code, field, judge_code
from menshen.model import Candidate, Judgement
from menshen.text import compact

_CUE = Cue(
    "student number",
    words=(
        "学生学号", "学员编号", "学员号", "学号编号", "考试证号", "准考证号码", "考试号", "报考号", "应试号",
        "学号", "学生号", "学生编号", "学生证号", "学生证编号", "学籍号", "学籍编号", "全国学籍号", "考号",
        "考生号", "考生编号", "准考证号", "准考证", "准考号", "报名号", "报名序号", "學號", "准考證號",
    ),
    keys=("student_code", "stu_number", "stu_code", "student_num", "exam_number", "exam_id", "admission_ticket_no",
          "exam_card_no", "candidate_id", "candidate_number", "examinee_no", "school_roll_no", "xjh", "xjhm", "zkzhm",
          "kaohao",
          "student_id", "student_no", "stu_no", "stu_id", "student_number", "exam_no", "xuehao",
          "zkzh", "ksh", "candidate_no"),
)  # fmt: skip


class StudentId:
    """Judges codes behind the labels of schools and exams; see the module."""

    id = "student_id"
    types = ("student_id",)
    patterns = (field(_CUE, code(5, 20), 28, guard="(?<![科数化文医])"),)

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label, and leave the ID number inside a roll number to its own detector."""
        if is_valid(compact(candidate.seen)[-18:].upper()):
            return None
        return judge_code(self.types[0], candidate)


DETECTOR = StudentId()
