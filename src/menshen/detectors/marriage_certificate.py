"""结婚证与离婚证字号 · Number of a marriage or divorce certificate.

## What it finds
J (marriage) or L (divorce), or BJ and BL for a replacement, the division of the registry, the year
and a serial number: `J330106-2019-001234`; and the older form `…结字第…号`.

## How it decides
The form with a known division is nearly proof; a label raises the score, and so it must where the
hyphens are missing. The older form needs a word of marriage in the line.

## Known limits
Certificates of the time before 2004 took many local forms.

## References
- 民政部, 婚姻登记工作规范 (2015): 婚姻登记证编号

>>> DETECTOR.types
('marriage_certificate',)
"""

from __future__ import annotations

import re
from datetime import date

from menshen import facts
from menshen.evidence import Cue, reject
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_CUE = Cue(
    "marriage certificate",
    words=(
        "结婚证",
        "离婚证",
        "婚姻证",
        "字号",
        "婚姻登记",
        "结婚登记",
        "离婚登记",
        "婚姻",
        "证号",
    ),
    keys=("marriage_cert", "marriage_no", "jhzh", "lhzh"),
    label=3.0,
)
_FORM = Evidence("shape", 2.0, "the form of the number of a marriage certificate")
_JOINED = Evidence("shape", -2.0, "the form of such a number without hyphens")
_OLD = Evidence("shape", 2.0, "the older form, with a word of marriage near it")
_REGION = {True: Evidence("region", 1.5, "the division is a known one"),
           False: Evidence("region", -4.0, "the division is not known")}  # fmt: skip
_MARRIAGE = late("婚|夫妻|民政")


class MarriageCertificate:
    """Judges numbers of marriage certificates by form, division and label; see the module."""

    id = "marriage_certificate"
    types = ("marriage_certificate",)
    patterns = (
        Pattern(
            "number",
            trigger="[jl][ ]?[0-9]{6}[ ]?-?[ ]?[12][0-9]{3}[ ]?-?[ ]?[0-9]{4}",
            regex=(
                "(?<![0-9A-Za-z])(?P<v>[Bb]?[JLjl][ ]?(?P<r>[0-9]{6})(?P<s>[ ]?-?[ ]?)(?P<y>(?:19|20)[0-9]{2})"
                "[ ]?-?[ ]?[0-9]{4,6})(?![0-9A-Za-z])(?!-[0-9])"
            ),
            before=24,
            after=5,
        ),
        Pattern(
            "old",
            trigger="[结离]婚?[ ]?字",
            regex=(
                "(?P<v>(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{0,8}[结离]婚?[ ]?字[ ]?"
                "(?:[(\\[〔][12][0-9]{3}[)\\]〕])?[ ]?第?[ ]?[0-9]{2,12}(?:-[0-9]{1,6})?[ ]?号)"
            ),
            before=14,
            after=36,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by form, division, year and label."""
        plain = re.sub("\\s", "", candidate.seen).upper()
        if candidate.pattern.name == "old":
            return self._old(candidate, plain)
        if int(candidate.match["y"]) > date.today().year:  # noqa: DTZ011
            return Judgement(self.types[0], plain, (reject("the year has not come yet", "date"),))
        known = facts.division_level(candidate.match["r"]) in ("county", "city")
        joined = "-" not in candidate.seen
        parts = (_JOINED if joined else _FORM, _REGION[known], _CUE.near(candidate))
        return Judgement(self.types[0], plain, tuple(e for e in parts if e is not None))

    def _old(self, candidate: Candidate, plain: str) -> Judgement | None:
        text = candidate.view.text
        line = text[max(0, candidate.start - 40) : candidate.end + 20]
        return Judgement(self.types[0], plain, (_OLD,)) if _MARRIAGE.search(line) else None


DETECTOR = MarriageCertificate()
