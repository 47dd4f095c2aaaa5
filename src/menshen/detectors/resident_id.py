"""公民身份号码 · Resident identity number.

## What it finds
Eighteen characters: division code (6), birth date (8), sequence (3), check digit (1); the same
shape in the residence permits of Hong Kong, Macau and Taiwan residents (810000, 820000, 830000)
and in the ID card of foreign permanent residents (9…); and the old number of fifteen digits.
Inside a longer code (学籍号 G + number, 残疾人证 number + 2 digits) only the number is reported.

## How it decides
A real birth date and the check digit (ISO 7064 MOD 11-2) must hold; the division, withdrawn ones
included, raises the score. A wrong check digit is accepted only after a label in text that was
dictated or misread, and then carries the evidence `damaged`. The old number has no check digit:
date and division must hold, a label raises the score.

## Known limits
The old number cannot tell 1905 from 2005; it is read as 19xx.

## References
- GB 11643-1999, 公民身份号码
- ISO 7064:1983, MOD 11-2
- GB/T 2260, 中华人民共和国行政区划代码

>>> check_digit("11010519491231002")
'X'
>>> is_valid("11010519491231002X")
True
"""

from __future__ import annotations

from datetime import date
from operator import mul

from menshen import facts
from menshen.evidence import CHECK_DIGIT, NEVER, Cue, damaged, grouping, reject
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import GAP, RUN, Fold, compact

_ALL = (Fold.WIDTH, Fold.SPOKEN, Fold.MISREAD, Fold.DECODED)
_DIGIT = f"(?:{GAP}[0-9])"
_EIGHTEEN = f"[1-9](?>[0-9]{{16}}|{_DIGIT}{{16}}){GAP}[0-9Xx]"
_FIFTEEN = f"[1-8](?>[0-9]{{14}}|{_DIGIT}{{14}})"
"""Most numbers have no gaps, and are tried without first: the same digits in a quarter of the time."""
_WEIGHTS = tuple(2 ** (17 - i) % 11 for i in range(17))
_CHECKS = {(i + sum(_WEIGHTS) * ord("0")) % 11: sign for i, sign in enumerate("10X98765432")}
"""The check character for each remainder of the weighted sum of the digits' ASCII codes."""
_PAST = 2026
"""A birth in a year before this one, in which it was written, needs no look at the clock."""
_TYPES = {"81": "hmt_residence_permit", "82": "hmt_residence_permit", "83": "hmt_residence_permit"}

_CUE = Cue(
    "ID number",
    words=(
        "身份证", "身份号", "身分证", "身分證", "身份證", "证件号", "证件", "居住证", "社会保障号",
        "驾驶证", "驾照", "永居", "残疾证", "残疾人证", "学籍号", "证号", "公民身份",
    ),
    keys=("idcard", "id_card", "idno", "id_no", "id_number", "sfzh", "sfz", "zjhm", "cert_no",
          "certno", "identity", "idcode", "citizen_id", "ssn"),
)  # fmt: skip
_DATE = Evidence("date", 2.0, "the birth date is a real one")
_SHAPE = Evidence("shape", -3.0, "shape of an ID number")
_SHAPE_15 = Evidence("shape", -3.5, "shape of an old ID number, which has no check digit")
_REGION = {
    "county": Evidence("region", 2.0, "the division code is, or was, a county"),
    "city": Evidence("region", 0.5, "the division code belongs to a known city"),
    "province": Evidence("region", -1.0, "only the province of the division code is known"),
    None: Evidence("region", -10.0, "no such division"),
}
_FOREIGN = Evidence("region", 1.0, "code of a foreign permanent resident")


def check_digit(first: str) -> str:
    """Return the check character for the first seventeen digits (ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(map(mul, _WEIGHTS, first.encode())) % 11]


def is_valid(number: str) -> bool:
    """Say whether eighteen characters hold a real date and the right check digit."""
    return (
        len(number) == 18
        and number.isascii()
        and number[:17].isdigit()
        and _birth(number[6:14]) is not None
        and check_digit(number[:17]) == number[17].upper()
    )


def _birth(digits: str) -> date | None:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    if born.year < 1900:
        return None
    return born if born.year < _PAST or born <= date.today() else None  # noqa: DTZ011


class ResidentId:
    """Judges numbers of eighteen and fifteen digits; see the module."""

    id = "resident_id"
    types = ("resident_id_number", "resident_id_15", "hmt_residence_permit", "foreigner_pr_id")
    patterns = (
        Pattern(
            "eighteen",
            trigger=RUN,
            regex=f"(?=[1-9])(?<![0-9])(?<![A-FH-KM-Za-z])(?P<v>{_EIGHTEEN})(?=[1-7][1-4](?![0-9])|(?![0-9A-Za-z]))",
            before=55,
            after=4,
            folds=_ALL,
            run=(17, 20),
        ),
        Pattern(
            "fifteen",
            trigger=RUN,
            regex=f"(?=[1-8])(?<![0-9A-Za-z.])(?P<v>{_FIFTEEN})(?![0-9A-Za-z])",
            before=46,
            after=1,
            folds=_ALL,
            run=(15, 15),
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by date, division and check digit; by label where there is no check digit."""
        number = compact(candidate.seen).upper()
        if candidate.pattern.name == "fifteen":
            return _old(candidate, number)
        born = _birth(number[6:14])
        kind = (
            "foreigner_pr_id" if number[0] == "9" else _TYPES.get(number[:2], "resident_id_number")
        )
        if born is None:
            return Judgement(kind, number, (reject("the birth date does not exist", "date"),))
        region = _FOREIGN if number[0] == "9" else _REGION[facts.division_level(number[:6])]
        label = _CUE.near(candidate)
        cut = grouping(candidate, (6, 8, 4), (6, 4, 4, 4), (3, 3, 4, 4, 4), (4, 4, 4, 4, 2), (6, 12),
                       (14, 4), (6, 8, 3, 1), (17, 1), (10, 8), (6, 8, 2, 2), (3, 3, 8, 4))  # fmt: skip
        evidence = tuple(filter(None, (_SHAPE, _DATE, region, label, cut)))
        expected = check_digit(number[:17])
        if expected == number[17]:
            return Judgement(kind, number, (*evidence, CHECK_DIGIT))
        damage = damaged(candidate)
        if damage is not None and label is not None and label.kind == "label":
            return Judgement(kind, number, (*evidence, damage))
        wrong = Evidence("check_digit", NEVER, f"check digit should be {expected}")
        return Judgement(kind, number, (*evidence, wrong), claims=region.weight > 0)


def _old(candidate: Candidate, number: str) -> Judgement | None:
    if _birth("19" + number[6:12]) is None:
        return None
    level = facts.division_level(number[:6])
    if level is None:
        return None
    cut = grouping(candidate, (6, 6, 3))
    parts = (_SHAPE_15, _DATE, _REGION[level], _CUE.near(candidate), cut)
    return Judgement("resident_id_15", number, tuple(e for e in parts if e is not None))


DETECTOR = ResidentId()
