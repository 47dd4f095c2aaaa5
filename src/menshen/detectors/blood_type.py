"""血型 · Blood type.

## What it finds
A, B, AB, O with or without 型 and Rh behind 血型; `O型血`, `AB型血`, `Rh阴性`; and `O型` as an item beside other
attributes of a person.

## How it decides
The label or 血 decides. Bare `B型` is mostly something else (B型超声, A型材, B型流感) and needs two attributes of
a person beside it; blood products, donors in statistics and stores of blood are no person.

## Known limits
`O+` is read only behind the label.

## References
- WS/T 364.4-2011, 卫生信息数据元值域代码 第4部分: ABO血型代码, Rh血型代码

>>> DETECTOR.types
('blood_type',)
"""

from __future__ import annotations

from menshen.evidence import Cue
from menshen.fields import CLOSE, LINK, NAMED, OPEN, beside
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_CUE = Cue("blood type", words=("血型",), keys=("blood_type", "blood_group", "xuexing"))
_RH = "(?:[ ,]{0,2}\\(?R[hH] ?(?:\\(D\\))? ?(?:[+-]|\\([+-]\\)|[阴阳]性?)\\)?)"
_SHAPE = Evidence("shape", -1.0, "a blood group")
_BARE = Evidence("shape", -3.0, "type A, B, AB or O of anything")
_BLOOD = Evidence("context", 2.0, "said to be blood")
_SUPPLY = Evidence("context", -4.0, "speaks of blood in general, or of a product")
_GENERAL = late("库存|告急|血站|血库|供应|人群|占|性格|星座|比例|血浆|输注|适合|的人|遗传|配型")


class BloodType:
    """Judges blood groups behind their label, before 血, and as an item; see the module."""

    id = "blood_type"
    types = ("blood_type",)
    patterns = (
        Pattern(
            "field",
            trigger=_CUE.trigger,
            led=True,
            regex=(
                f"{_CUE.pattern}{LINK}(?P<v>(?:AB|[ABO])(?:型?{_RH}|型血?|[+-])?|R[hH] ?[阴阳]性)"
                "(?![A-Za-z0-9和与或、/])"
            ),
            before=60,
            after=84,
        ),
        Pattern(
            "blood",
            trigger="(?:[abo] ?型[^\n]{0,14}血|rh ?阴性)",
            regex=(
                f"(?<![A-Za-z0-9和与或、/])(?P<v>(?:AB|[ABO]) ?型{_RH}?血(?![库液浆站型小友])"
                "|R[hH] ?阴性(?=血|[^一-鿿]|\\Z))"
            ),
            before=32,
            after=2,
        ),
        Pattern(
            "item",
            trigger=f"{OPEN}[abo]b?型{CLOSE}",
            regex=f"(?<={OPEN})(?P<v>(?:AB|[ABO])型)(?={CLOSE})",
            before=6,
            after=1,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label or by 血, else by what stands beside."""
        normal = candidate.seen.replace("型", "").replace("血", "").replace(" ", "").upper()
        named = _CUE.in_names(candidate.block.labels(candidate.span.start))
        text, start = candidate.view.text, candidate.match.start()
        around = text[max(0, start - 16) : start] + text[candidate.end : candidate.end + 12]
        supply = (_SUPPLY,) if _GENERAL.search(around) else ()
        if candidate.pattern.name == "field" or named is not None:
            return Judgement(self.types[0], normal, (NAMED, _SHAPE))
        if candidate.pattern.name == "blood":
            return Judgement(self.types[0], normal, (_SHAPE, _BLOOD, *supply))
        return Judgement(self.types[0], normal, (_BARE, beside(candidate), *supply))


DETECTOR = BloodType()
