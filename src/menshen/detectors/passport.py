r"""护照号 · Passport number.

## What it finds
Chinese passports: E and eight digits, E, a letter (no I, O) and seven digits, the older G and eight,
the service, public and diplomatic SE, PE, DE and seven; blanks or hyphens may stand between. Only
after a label: 14 or 15 and seven digits, D, S, P and seven or eight, and the passports of other
countries and regions. In the machine-readable zone the nine characters before the check digit.

## How it decides
A letter and eight digits are also what makers number their products by, so the shape alone stays
just below the threshold. The words 护照, 签证, 出境 …, a name in capitals, an ID number or other traits
of a person on the line raise it; 型号, 订单, 编号, 物料 and their like directly before sink it. In the
machine-readable zone the check digits (7-3-1) must hold.

## Known limits
A foreign passport without a label is not found. Two tables of a page are not told apart: the
heading of the first may lend its context to the second.

## References
- 公安部公告, 电子普通护照 (2012); 国家移民管理局, 普通护照号码编排规则 (E + 字母, since 2017)
- ICAO Doc 9303, part 4 (machine-readable zone)

>>> check_digit("L898902C3")
'6'
"""

from __future__ import annotations

from menshen.engines.labelled import doubts, led
from menshen.engines.papers import weigh
from menshen.evidence import CHECK_DIGIT, Cue, reject
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import GAP, compact

_DIGIT = f"(?:{GAP}[0-9])"
_ALONE = "(?<![0-9A-Za-z])(?<![0-9A-Za-z][-_.])"
_END = "(?![0-9A-Za-z*])(?![-_][0-9A-Za-z*])(?!\\.[0-9])"
_CUE = Cue(
    "passport",
    words=("护照", "護照", "护照号"),
    keys=(
        "passport_id",
        "pp_no",
        "passportno",
        "huzhao",
        "passport",
        "passport_no",
        "passport_number",
        "pass_no",
        "hzh",
        "hzhm",
    ),
    label=5.0,
    context=2.5,
)
_SHAPES = {
    "E": Evidence("shape", -0.8, "shape of a passport number"),
    "G": Evidence("shape", -1.2, "shape of an older passport number"),
    "": Evidence("shape", -1.8, "shape of a service passport number"),
}
_FOREIGN = Evidence("shape", -0.5, "may be a passport number")
_LABEL = Evidence("label", 4.0, "label: passport")
_ZONE = Evidence("shape", 2.0, "machine-readable zone")


def check_digit(field: str) -> str:
    """Return the check digit of a field of the machine-readable zone."""
    values = (0 if c == "<" else int(c, 36) for c in field)
    return str(sum(v * (7, 3, 1)[i % 3] for i, v in enumerate(values)) % 10)


class Passport:
    """Judges passport numbers by label and surroundings; see the module."""

    id = "passport"
    types = ("passport_number",)
    patterns = (
        Pattern(
            "chinese",
            trigger=f"[^0-9a-z](?:[eg]|e{GAP}[a-hj-np-z]|[dps] ?e){_DIGIT}{{7}}",
            regex=(
                f"{_ALONE}(?P<v>[EeGg]{_DIGIT}{{8}}|[Ee]{GAP}[A-HJ-NP-Za-hj-np-z]{_DIGIT}{{7}}"
                f"|[DPSdps] ?[Ee]{_DIGIT}{{7}}){_END}"
            ),
            before=28,
            after=8,
        ),
        led(
            "labelled",
            _CUE,
            "[A-Z]{1,3}[ -]?[0-9]{6,9}[A-Z]?|[0-9]{8,9}|[A-Z][0-9][A-Z0-9]{5,7}[0-9]",
            14,
        ),
        Pattern(
            "zone",
            trigger="[0-9][a-z<]{3}[0-9]{7}[mfx<][0-9]{7}",
            regex=(
                "(?<![A-Z0-9<])(?P<v>[A-Z0-9][A-Z0-9<]{8})(?P<c>[0-9])[A-Z<]{3}"
                "(?P<born>[0-9]{6})(?P<d>[0-9])[MFX<][0-9]{7}"
            ),
            before=28,
            after=0,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by shape, label and surroundings, or by the check digits of the zone."""
        number = compact(candidate.seen).upper()
        if candidate.pattern.name == "zone":
            return _in_zone(candidate, number)
        if candidate.pattern.name == "labelled":
            return Judgement("passport_number", number, (_FOREIGN, _LABEL, *doubts(candidate)))
        shape = _SHAPES.get(number[0], _SHAPES[""])
        evidence = weigh(candidate, shape, _CUE)
        return None if evidence is None else Judgement("passport_number", number, evidence)


def _in_zone(candidate: Candidate, number: str) -> Judgement:
    field, match = candidate.seen, candidate.match
    holds = check_digit(field) == match["c"] and check_digit(match["born"]) == match["d"]
    proof = CHECK_DIGIT if holds else reject("a check digit of the zone fails")
    end = candidate.start + len(field.rstrip("<"))
    return Judgement("passport_number", number.rstrip("<"), (_ZONE, proof), candidate.start, end)


DETECTOR = Passport()
