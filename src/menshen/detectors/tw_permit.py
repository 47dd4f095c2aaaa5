r"""台湾通行证件 · Permits between the mainland and Taiwan.

## What it finds
台湾居民来往大陆通行证 (台胞证): eight digits, ten on the old book, only after its name. 大陆居民往来台湾通行证:
L (card) or T (old book) and eight digits.

## How it decides
Eight digits say nothing by themselves, so 台胞证 must lead them, and digits that read as a calendar
date are turned down. L and T with eight digits are judged like passports: by label, by words of the
border and by traits of a person nearby.

## Known limits
A 台胞证 number in a table is left to the judgement of its column. The bracketed issue number (01) of
the old book is not part of the value.

## References
- 公安部, 2015 版台湾居民来往大陆通行证 (卡式) 签发说明; 电子往来台湾通行证 (2016) 签发说明

>>> DETECTOR.types
('tw_permit', 'exit_permit_tw')
"""

from __future__ import annotations

from menshen.engines.labelled import FREE, doubts, led
from menshen.engines.papers import weigh
from menshen.evidence import Cue, grouping
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import GAP, compact

_DIGIT = f"(?:{GAP}[0-9])"
_CUE = Cue(
    "Taiwan compatriot permit",
    words=(
        "台湾通行证",
        "台湾居民通行证",
        "台湾同胞证",
        "台胞通行证",
        "台胞证",
        "台胞證",
        "臺胞證",
        "来往大陆通行证",
        "來往大陸通行證",
        "来往内地通行证",
        "台湾居民证件",
    ),
    keys=(
        "tw_compatriot",
        "tw_mtp",
        "taibaozheng",
        "taiwan_compatriot_permit",
        "taiwan_mtp",
        "mtp_number",
        "mtp",
        "taiwan_permit",
        "tw_permit",
        "tbz",
        "tbzh",
        "tbzhm",
        "taiwan_compatriot",
        "mtp_no",
    ),
)
_EXIT = Cue(
    "exit permit for Taiwan",
    words=("往来台湾通行证", "往来台湾", "大通证", "入台证", "通行证", "赴台", "签注"),
    keys=(
        "tw_travel_permit",
        "taiwan_exit_permit",
        "dtzh",
        "dtzhm",
        "exit_permit",
        "dtz_no",
        "taiwan_travel_permit",
        "tw_permit",
        "taiwan_permit",
        "dtz",
        "travel_permit",
        "tw_exit_permit",
        "permit_no",
    ),
    label=5.0,
    context=2.5,
)
_LED = led("labelled", _CUE, f"[0-9]{_DIGIT}{{7}}(?:{_DIGIT}{{2}})?", 28)
_NUMBER = "(?:证 ?件 ?号 ?码?|号 ?码|编 ?号|(?i:(?:doc|id|card)?_?(?:no|number))\\.?)"
_TYPED = Pattern(
    "labelled",
    trigger=_LED.trigger,
    regex=(
        f"(?P<l>{_CUE.pattern})[\"')]?[ \t\n,;|]{{1,4}}[\"'(]?{_NUMBER}[\"' \t:=]{{1,5}}"
        f"(?P<v>[0-9]{_DIGIT}{{7}}(?:{_DIGIT}{{2}})?){FREE}"
    ),
    before=_LED.before,
    after=64,
)
"""The kind of document is one field, its number the next."""
_WEAK = Evidence("shape", -0.5, "digits of a Taiwan compatriot permit")
_LABEL = Evidence("label", 4.0, "label: Taiwan compatriot permit")
_LETTER = Evidence("shape", -1.5, "shape of an exit permit for Taiwan")


class TwPermit:
    """Judges the permits for Taiwan; see the module."""

    id = "tw_permit"
    types = ("tw_permit", "exit_permit_tw")
    patterns = (
        _LED,
        _TYPED,
        Pattern(
            "letter",
            trigger=f"[^0-9a-z][lt]{_DIGIT}{{8}}",
            regex=(
                f"(?<![0-9A-Za-z])(?<![0-9A-Za-z][-_.])(?P<v>[LT]{_DIGIT}{{8}})"
                "(?![0-9A-Za-z*])(?![-_][0-9A-Za-z*])(?!\\.[0-9])"
            ),
            before=28,
            after=2,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge the digits by their label, the letter forms by label and surroundings."""
        number = compact(candidate.seen).upper()
        if candidate.pattern.name == "labelled":
            cut = grouping(candidate, (4, 4), (8, 2), (2, 3, 3))
            weak = (_WEAK, _LABEL, *doubts(candidate))
            return Judgement("tw_permit", number, weak if cut is None else (*weak, cut))
        evidence = weigh(candidate, _LETTER, _EXIT)
        return None if evidence is None else Judgement("exit_permit_tw", number, evidence)


DETECTOR = TwPermit()
