"""报警回执号 · Number of a person's own police report or complaint.

## What it finds
报警回执号, 报案回执编号, 接报警编号, 受案登记号 behind the label, where the text names the person who reported.
Court case numbers such as (2023)京0105民初1234号 are judged so that `explain` can tell why they are not
reported: they number a case, not a person.

## How it decides
The label of a police report is worth little alone; 报警人, 报案人, 受害人, 本人 or the like near it must say that
a person's own report is meant. Case numbers of courts and tickets of hotlines never reach the threshold.

## Known limits
Kept strict on purpose; the contents of a report are found by other detectors.

## References
- 最高人民法院, 关于人民法院案件案号的若干规定 (2015)
- 公安机关办理行政案件程序规定: 受案回执

>>> DETECTOR.types
('complaint_case',)
"""

from __future__ import annotations

from menshen.evidence import Cue
from menshen.fields import code, field, judge_code
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_CUE = Cue(
    "police report",
    words=(
        "报警回执号", "报警回执编号", "报警回执", "报案回执号", "报案回执编号", "报案回执", "受案回执号", "受案回执编号",
        "接报警编号", "接处警编号", "接警编号", "接警单号", "报警编号", "报警单号", "报案编号", "受案登记号",
    ),
    keys=("police_report_no",),
)  # fmt: skip
_PERSON = late("报警人|报案人|受害人|被害人|本人|当事人|失主|事主|身份证|我(?:的|在|已|被|于|去)?")
_COURT = Pattern(
    "court",
    trigger="\\((?:19|20)[0-9]{2}\\)[^ -~\n]{1,2}[0-9]{0,4}[^ -~\n]{1,4}[0-9]{1,6}号",
    regex="\\((?:19|20)[0-9]{2}\\)[一-鿿]{1,2}[0-9]{0,4}[一-鿿]{1,4}[0-9]{1,6}号",
    before=32,
    after=1,
)
_UNSURE = Evidence("label", -3.5, "the number of a report belongs to the office")
_TOLD = Evidence("context", 2.5, "nearby: the person who reported")
_CASE = Evidence("shape", -4.0, "the number of a court case, which names no person")


class ComplaintCase:
    """Judges the numbers of police reports, strictly; see the module."""

    id = "complaint_case"
    types = ("complaint_case",)
    patterns = (field(_CUE, code(8, 26), 32), _COURT)

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label and by the person who reported."""
        if candidate.pattern is _COURT:
            return Judgement(self.types[0], candidate.seen, (_CASE,))
        text, start = candidate.view.text, candidate.match.start()
        around = text[max(0, start - 60) : start] + text[candidate.end : candidate.end + 40]
        told = _TOLD if _PERSON.search(around) else None
        return judge_code(self.types[0], candidate, _UNSURE, told)


DETECTOR = ComplaintCase()
