r"""居留与居住证件 · Residence permits.

## What it finds
Numbers of 居留许可, 居留证, 居住证 and 暂住证 that are not an ID number, only after their name; and the
card of foreign permanent residents as issued until 2023: three letters of the country and twelve
digits (place of issue 4, birth date 6, sequence and check digit).

## How it decides
The permits of cities follow no common rule, so the label must lead them. In the old card the place
must exist and the birth date be a real one; country and label raise the score. An ID number after
the same label (the usual case since 2016) is left to `resident_id`.

## Known limits
The check digit of the old card is not computed, since its rule was not published.

## References
- 公安部令第74号, 外国人在中国永久居留审批管理办法 (2004)
- 国务院令第663号, 居住证暂行条例 (2015)

>>> DETECTOR.types
('residence_permit', 'foreigner_pr_id')
"""

from __future__ import annotations

import re
from datetime import date

from menshen import facts
from menshen.engines.labelled import OTHERS, doubts, led, sample
from menshen.evidence import Cue, grouping
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import GAP, compact

_CUE = Cue(
    "residence permit",
    words=(
        "居留许可",
        "居留许可证",
        "居留证",
        "居留證",
        "居住证",
        "暂住证",
        "居住登记",
        "暂住登记",
    ),
    keys=(
        "residence_permit",
        "residence_no",
        "jzz",
        "jzzh",
        "jzzhm",
        "zzz",
        "zzzh",
        "jlxk",
        "jlxkh",
    ),
)
_PERMANENT = Cue(
    "foreign permanent resident",
    words=(
        "永居证",
        "永居卡",
        "永久居留",
        "永居",
        "外国人",
        "五星卡",
        "绿卡",
        "居留证",
        "证件",
        "身份证",
        "外籍",
    ),
    keys=(
        "fpr",
        "fpr_id",
        "foreigner_pr",
        "foreigner_id",
        "foreign_id",
        "fprc",
        "permanent_residence",
        "permanent_residence_card",
        "prc_card",
        "pr_no",
        "pr_id",
        "yjz",
        "yjzh",
        "wgr_yjz",
        "foreign_pr",
        "pr_card",
        "prc_pr",
        "permanent_resident",
        "id_no",
        "cert_no",
        "zjhm",
        "id_number",
        "idcard",
    ),
    label=5.0,
    context=2.5,
)
_WEAK = Evidence("shape", -0.5, "may be the number of a residence permit")
_LABEL = Evidence("label", 4.0, "label: residence permit")
_OLD = Evidence("shape", -2.5, "shape of the old card of a permanent resident")
_PLACE = {
    True: Evidence("region", 1.0, "the place of issue exists"),
    False: Evidence("region", -1.5, "the place of issue is unknown"),
}
_COUNTRY = Evidence("country", 1.5, "code of a country that many residents come from")
_COUNTRIES = frozenset(
    code
    for line in (
        "USA CAN GBR AUS NZL JPN KOR PRK DEU FRA ITA ESP RUS SGP MYS THA VNM PHL IDN IND PAK BGD NPL",
        "MMR LAO KHM MNG KAZ UKR BLR POL NLD BEL CHE AUT SWE NOR DNK FIN IRL PRT GRC TUR ISR IRN EGY",
        "ZAF NGA BRA MEX ARG CHL PER",
    )
    for code in line.split()
)


class ResidencePermit:
    """Judges residence permits by label, and the old card by its parts; see the module."""

    id = "residence_permit"
    types = ("residence_permit", "foreigner_pr_id")
    patterns = (
        led("labelled", _CUE, "[A-Z]{0,3}[ -]?[0-9](?:-?[0-9]){6,16}[A-Z]?", 40),
        Pattern(
            "old_card",
            trigger=f"[^0-9a-z][a-z]{{3}}(?:{GAP}[0-9]){{12}}",
            regex=f"(?<![0-9A-Za-z])(?<![0-9A-Za-z][-_.])(?P<v>[A-Z]{{3}}(?:{GAP}[0-9]){{12}})(?![0-9A-Za-z*])",
            before=40,
            after=1,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label, or by place, date and country of the old card."""
        number = compact(candidate.seen).upper()
        if candidate.pattern.name == "old_card":
            return _old_card(candidate, number)
        if re.fullmatch("[0-9]{11}|[0-9]{15}|[A-Z]{3}[0-9]{12}|[A-Z]{0,3}[0-9]{18,}[A-Z]?", number):
            return None
        return Judgement("residence_permit", number, (_WEAK, _LABEL, *doubts(candidate)))


def _born(digits: str) -> bool:
    try:
        date(2000, int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return False
    return True


def _exists(place: str) -> bool:
    """Say whether four digits are a prefecture, or one of the four municipalities (XX00)."""
    level = facts.division_level(place + "00")
    return level in {"county", "city"} or place in {"1100", "1200", "3100", "5000"}


def _old_card(candidate: Candidate, number: str) -> Judgement | None:
    """Judge three letters and twelve digits."""
    if not _born(number[7:13]):
        return None
    label = _PERMANENT.near(candidate)
    named = label is not None and label.kind == "label"
    parts = [_OLD, label]
    if not named or _exists(number[3:7]):
        parts.append(_PLACE[_exists(number[3:7])])
    parts.append(_COUNTRY if number[:3] in _COUNTRIES else None)
    parts.append(grouping(candidate, (3, 12), (3, 4, 4, 4), (3, 4, 6, 2), (3, 4, 8)))
    parts.append(sample(candidate))
    if not named:
        parts.append(OTHERS.near(candidate))
    return Judgement("foreigner_pr_id", number, tuple(e for e in parts if e is not None))


DETECTOR = ResidencePermit()
