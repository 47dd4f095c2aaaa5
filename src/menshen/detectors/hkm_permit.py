r"""港澳通行证件 · Permits between the mainland, Hong Kong and Macau.

## What it finds
港澳居民来往内地通行证 (回乡证): H or M and eight digits, on older cards two more for the renewal.
往来港澳通行证 of mainland residents: C and eight digits, C, a letter (no I, O) and seven; the old book
W and eight. Blanks or hyphens may stand between.

## How it decides
As for passports: the shape alone stays just below the threshold, 通行证, 回乡证, 签注 and other words of
the border or traits of a person raise it, 型号, 订单, 编号 directly before sink it. The first letter, not
the word before it, says which of the two it is: people call both 通行证.

## Known limits
The digit that Hong Kong offices print in brackets after the number is not part of the value.

## References
- 公安部, 港澳居民来往内地通行证 (2012 版) 签发说明; 电子往来港澳通行证 (2014) 签发说明

>>> kind("C30771824"), kind("H0288441701")
('exit_permit_hkm', 'hkm_permit')
"""

from __future__ import annotations

from menshen.engines.papers import weigh
from menshen.evidence import Cue
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import GAP, compact

_DIGIT = f"(?:{GAP}[0-9])"
_ALONE = "(?<![0-9A-Za-z])(?<![0-9A-Za-z][-_.])"
_END = "(?![0-9A-Za-z*])(?![-_][0-9A-Za-z*])(?!\\.[0-9])"
_CUE = Cue(
    "permit for Hong Kong and Macau",
    words=("回乡证号", "港澳居民通行证", "港澳来往内地通行证",
           "回乡证", "回鄉證", "回鄉卡", "回乡卡", "通行证", "通行證", "港澳证", "港澳居民", "签注", "通行证号"),
    keys=("home_return", "hxzh", "hxzhm", "hkmo_permit", "home_permit", "mainland_travel_permit", "hk_macau_permit",
          "hk_macao_permit", "hkm_exit_permit", "hkmac_exit_permit", "gatxzh", "exit_entry_permit",
          "hrp", "home_return_permit", "travel_permit", "hkm_permit", "hkmac_permit", "hk_permit", "permit_no", "hxz",
          "txz", "gatxz", "eep"),
    label=5.0,
    context=2.5,
)  # fmt: skip
_SHAPES = {
    "H": Evidence("shape", -1.2, "shape of a home return permit"),
    "M": Evidence("shape", -1.4, "shape of a home return permit"),
    "C": Evidence("shape", -1.0, "shape of an exit permit for Hong Kong and Macau"),
    "W": Evidence("shape", -2.0, "shape of an old exit permit for Hong Kong and Macau"),
}


def kind(number: str) -> str:
    """Return the type of a permit by its first letter."""
    return "hkm_permit" if number[0] in "HM" else "exit_permit_hkm"


class HkmPermit:
    """Judges the permits for Hong Kong and Macau; see the module."""

    id = "hkm_permit"
    types = ("hkm_permit", "exit_permit_hkm")
    patterns = (
        Pattern(
            "home",
            trigger=f"[^0-9a-z][hm]{_DIGIT}{{8}}",
            regex=f"{_ALONE}(?P<v>[HhMm]{_DIGIT}{{8}}(?:{GAP}[0-9]{{2}})?){_END}",
            before=28,
            after=8,
        ),
        Pattern(
            "exit",
            trigger=f"[^0-9a-z](?:[cw]{GAP}[0-9]|c{GAP}[a-hj-np-z]){_DIGIT}{{7}}",
            regex=f"{_ALONE}(?P<v>(?:[CcWw]{GAP}[0-9]|[Cc]{GAP}[A-HJ-NP-Za-hj-np-z]){_DIGIT}{{7}}){_END}",
            before=28,
            after=4,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by shape, label and surroundings."""
        number = compact(candidate.seen).upper()
        evidence = weigh(candidate, _SHAPES[number[0]], _CUE)
        return None if evidence is None else Judgement(kind(number), number, evidence)


DETECTOR = HkmPermit()
