r"""警号 · Police officer number.

## What it finds
Five to seven digits, also with a letter before them, after 警号, 警官证, 人民警察证 or 警员编号.

## How it decides
The number has no shape of its own; the label must lead it. 报警号码 is another word and not a label.

## Known limits
A number of an auxiliary (辅警) is found only if it is called 警号. A number without a label is not found.

## References
- 公安部令第97号, 公安机关人民警察证使用管理规定

>>> DETECTOR.types
('police_id',)
"""

from __future__ import annotations

from menshen.engines.labelled import doubts, led
from menshen.evidence import Cue
from menshen.model import Candidate, Evidence, Judgement
from menshen.text import compact

_CUE = Cue(
    "police number",
    words=(
        "警员证号",
        "民警编号",
        "警号",
        "警號",
        "警官证",
        "人民警察证",
        "警察证",
        "警员编号",
        "警员号",
    ),
    keys=(
        "jinghao",
        "police_code",
        "police_number",
        "badge_number",
        "police_badge",
        "policeman_no",
        "police_no",
        "police_id",
        "badge_no",
        "jh_no",
        "jingh",
        "officer_badge",
    ),
)
_SHAPE = Evidence("shape", -1.0, "digits of a police number")
_LABEL = Evidence("label", 4.0, "label: police number")
_CALL = Evidence("label", -8.0, "label: a number to call")


class PoliceId:
    """Judges the digits after a label; see the module."""

    id = "police_id"
    types = ("police_id",)
    patterns = (led("labelled", _CUE, "[A-Z]{0,2}[0-9]{5,7}", 9),)

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label and by what speaks against it."""
        at = candidate.match.start()
        called = candidate.view.text[max(0, at - 1) : at] in {"报", "接", "火", "匪"}
        evidence = (_SHAPE, _CALL if called else _LABEL, *doubts(candidate))
        return Judgement("police_id", compact(candidate.seen).upper(), evidence)


DETECTOR = PoliceId()
