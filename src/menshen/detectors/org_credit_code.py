r"""统一社会信用代码 · Unified social credit code.

## What it finds
Eighteen characters: authority (1), kind (1), division (6), organisation code (9), check character;
without I, O, S, V, Z. Blanks or hyphens may stand between the groups.

## How it decides
The check character (GB 32100, modulo 31) must hold and the division must exist; the check character
of the organisation code inside (GB 11714, modulo 11) raises the score. A code that fails
its check but has the right authority and division is claimed, so that nothing else takes its digits.
An ID number that holds its own check is never one.

## Known limits
A code is taken for that of a company, not a person, only where a word in the line says so (公司,
有限, 单位 …) and it does not begin with 92, as those of sole traders do.

## References
- GB 32100-2015, 法人和其他组织统一社会信用代码编码规则
- GB 11714-1997, 全国组织机构代码编制规则

>>> check_character("91350100M000100Y4")
'3'
"""

from __future__ import annotations

from string import ascii_letters, digits

from menshen import facts
from menshen.detectors import resident_id
from menshen.engines.labelled import sample
from menshen.evidence import CHECK_DIGIT, Cue, grouping, reject
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import compact

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_GAP = "[ -]?"
_RESIDENT = "[1-8][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9Xx]"
"""Plainly an ID number, which is left to its own detector before anything is looked up."""
_CHAR = "[0-9a-hj-npqrtuwxy]"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_INNER = (3, 7, 9, 10, 5, 8, 4, 2)
_KINDS = {
    *(
        "11",
        "12",
        "13",
        "19",
        "21",
        "29",
        "31",
        "32",
        "33",
        "34",
        "35",
        "39",
        "41",
        "49",
        "51",
        "52",
    ),
    *("53", "59", "61", "62", "69", "71", "72", "79", "81", "89", "91", "92", "93", "A1", "A9"),
    *("N1", "N2", "N3", "N9", "Y1"),
}

_CUE = Cue(
    "credit code",
    words=("信用代码", "统一代码", "社会信用", "信用編號", "税号", "纳税人识别号", "营业执照", "机构代码", "执照号"),
    keys=("social_credit", "uscc_no", "usci", "credit_no", "tax_number", "tax_payer_no",
          "uscc", "credit_code", "creditcode", "tax_no", "tax_id", "taxno", "taxpayer_id", "tyshxydm", "shxydm",
          "nsrsbh",
          "org_code", "social_credit_code"),
    label=3.0,
    context=1.0,
)  # fmt: skip
_SHAPE = Evidence("shape", -3.0, "shape of a credit code")
_KIND = {
    True: Evidence("kind", 1.0, "authority and kind are in use"),
    False: Evidence("kind", -3.0, "no such authority and kind"),
}
_REGION = {
    "county": Evidence("region", 1.0, "the division code is, or was, a county"),
    "city": Evidence("region", 0.5, "the division code belongs to a known city"),
    "province": Evidence("region", -0.5, "only the province of the division code is known"),
    None: Evidence("region", -2.5, "no such division"),
}
_DIGITS = Evidence("shape", -3.0, "digits only, as other long numbers are")
_FIRM = late("公司|有限|集团|单位(?![登法])|中标|供应商|管理人")
_COMPANY = Evidence("context", -14.0, "the code of a company, not of a sole trader")
_ORGANISATION = Evidence("check_digit", 1.5, "the organisation code inside holds its own check")


def check_character(first: str) -> str:
    """Return the check character of the first seventeen (GB 32100)."""
    total = sum(w * _ALPHABET.index(c) for w, c in zip(_WEIGHTS, first, strict=True))
    return _ALPHABET[-total % 31]


def organisation_holds(code: str) -> bool:
    """Say whether the nine characters of an organisation code hold their check (GB 11714).

    >>> organisation_holds("M000100Y4")
    True
    """
    total = sum(w * int(c, 36) for w, c in zip(_INNER, code[:8], strict=True))
    return "0123456789X"[-total % 11] == code[8]


class OrgCreditCode:
    """Judges credit codes by their two check characters; see the module."""

    id = "org_credit_code"
    types = ("org_credit_code",)
    patterns = (
        Pattern(
            "code",
            trigger=f"{_CHAR}{_GAP}{_CHAR}(?:{_GAP}[0-9]){{6}}(?:{_GAP}{_CHAR}){{10}}[^0-9a-z]",
            regex=(
                f"(?<![0-9A-Za-z])(?!{_RESIDENT})(?P<v>(?i:{_CHAR}{_GAP}{_CHAR}(?:{_GAP}[0-9]){{6}}(?:{_GAP}{_CHAR}){{10}}))"
                "(?![0-9A-Za-z])"
            ),
            before=40,
            after=1,
            signs=f"{ascii_letters}{digits} -",
            lone=True,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by check characters, kind, division and label."""
        number = compact(candidate.seen).upper()
        level = facts.division_level(number[2:8])
        known = number[:2] in _KINDS
        if resident_id.is_valid(number) or (level is None and not known):
            return None
        label = _CUE.near(candidate)
        if label is None and candidate.seen != candidate.seen.upper():
            return None
        cut = grouping(
            candidate,
            (2, 6, 9, 1),
            (4, 4, 4, 4, 2),
            (8, 9, 1),
            (2, 6, 10),
            (6, 6, 6),
            (8, 10),
            (3,) * 6,
        )
        digits = _DIGITS if number.isdigit() and label is None else None
        firm = _COMPANY if number[:2] != "92" and _by_firm(candidate) else None
        parts = (_SHAPE, digits, firm, _KIND[known], _REGION[level], label, cut, sample(candidate))
        evidence = tuple(e for e in parts if e is not None)
        expected = check_character(number[:17])
        if expected == number[17]:
            inner = (_ORGANISATION,) if organisation_holds(number[8:17]) else ()
            return Judgement("org_credit_code", number, (*evidence, *inner, CHECK_DIGIT))
        wrong = reject("the check character fails")
        return Judgement(
            "org_credit_code", number, (*evidence, wrong), claims=_sure(number, level, label)
        )


def _by_firm(candidate: Candidate) -> bool:
    """Say whether a company stands by in the same line, and not in another cell of a table."""
    text, start, end = candidate.view.text, candidate.start, candidate.end
    before = text[max(0, start - 40) : start].rpartition("\n")[2]
    after = text[end : end + 12].partition("\n")[0]
    if before.endswith((",", "|", "\t")):
        return False
    return _FIRM.search(before) is not None or _FIRM.search(after) is not None


def _sure(number: str, level: str | None, label: Evidence | None) -> bool:
    """Say whether a code that fails its check is surely meant to be one."""
    named = label is not None and label.kind == "label"
    business = number[:2] in {"91", "92", "93"} and level in {"county", "city"}
    return number[:2] in _KINDS and (named or (business and not number.isdigit()))


DETECTOR = OrgCreditCode()
