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

import re

from menshen.engines.labelled import OTHERS, doubts, is_day, led, placeholder, sample
from menshen.evidence import CHECK_DIGIT, Cue, grouping, reject
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import GAP, compact

_DIGIT = f"(?:{GAP}[0-9])"
_ALONE = "(?<![0-9A-Za-z])(?<![0-9A-Za-z][-_.])"
_END = "(?![0-9A-Za-z*])(?![-_][0-9A-Za-z*])(?!\\.[0-9])"
_CUE = Cue(
    "passport",
    words=("护照", "護照", "护照号"),
    keys=("passport", "passport_no", "passport_number", "pass_no", "hzh", "hzhm"),
    label=5.0,
    context=2.5,
)
PAPERS = Cue(
    "travel document",
    words=("证件", "證件", "证件号", "签证", "签注", "出境", "入境", "出入境", "通行证", "旅行证", "边检", "证照", "国籍"),
    keys=("visa", "id_no", "id_number", "cert_no", "certno", "document_no", "doc_no", "travel_document", "zjhm"),
    label=4.0,
    context=2.0,
)  # fmt: skip
"""Words around any document that is shown at a border."""
_CODES = Cue(
    "a code",
    words=(*OTHERS.words, "编号", "货", "会员", "学号", "工号", "考号", "准考证号", "病历号", "住院号", "卡号", "保单",
           "车架号", "账号", "凭证", "航班", "车次", "房号", "书号", "股票", "证书", "许可证", "执照"),
    keys=OTHERS.keys,
    label=-6.0,
    context=-2.0,
)  # fmt: skip
_ABOVE = re.compile("护照|護照|通行证|证件|签证|出入境|出境|入境|旅客|回乡证|台胞证|(?i:passport|visa)")
_PERSON = re.compile(
    "(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])|(?<![0-9])1[3-9][0-9]{9}(?![0-9])"
    "|(?<![0-9])(?:19|20)[0-9]{2}[-./年][01]?[0-9][-./月][0-3]?[0-9](?![0-9:])[^\\n]{0,4}(?:出?生|[男女MF])"
    "|姓名|出生|性别|生日|[,，、|\\s][男女][,，、|\\s]|旅客|乘客|游客|乘机人|出行人|申请人|持证人|领队|同行"
    "|(?<![A-Za-z])[A-Z]{2,8}[/,][ ]?[A-Z]{2,16}(?![A-Za-z])"
)
_TRAITS = Evidence("person", 1.5, "traits of a person on the line")
_TOPIC = Evidence("context", 1.5, "the paragraph speaks of travel documents")
_SAID = Evidence("label", 4.0, "the kind of document is named right after")
_PART = Evidence("shape", -6.0, "reads on as a product or a document")
_DAY = Evidence("date", -2.0, "the digits read as a calendar date")
_DUMMY = Evidence("example", -1.5, "the digits count up or repeat")
_AFTERWARDS = re.compile("[ ]?\\((?:[^()\\n]{0,6})?(?:护照|通行证|回乡证|证件)|[ ]?(?:的|号)?(?:护照|通行证|回乡证)")
_READS_ON = re.compile("型|系列|款|号?(?:订单|合同|文件|机组|批|单)|[ ]?\\((?:型号|订单|物料|料号|SKU|批号)")
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


def surroundings(candidate: Candidate, own: Cue) -> list[Evidence]:
    """Return what stands around a travel document whose shape is a letter and some digits."""
    text = candidate.view.text
    label = _best(own.near(candidate), PAPERS.near(candidate))
    if _AFTERWARDS.match(text, candidate.end):
        label = _best(label, _SAID)
    parts = [label, sample(candidate)]
    if label is None or label.kind != "label":
        parts.append(_CODES.near(candidate))
        parts.append(_PART if _READS_ON.match(text, candidate.end) else None)
        parts += _nearby(candidate)
    digits = re.sub("[^0-9]", "", compact(candidate.seen))
    parts.append(_DAY if is_day(digits) else None)
    parts.append(_DUMMY if placeholder(digits) else None)
    return [e for e in parts if e is not None]


def _best(*found: Evidence | None) -> Evidence | None:
    """Return the strongest of the evidence there is."""
    return max((e for e in found if e is not None), key=lambda e: e.weight, default=None)


def _nearby(candidate: Candidate) -> list[Evidence]:
    """Return what the line and the paragraph above say, which is worth less than a label."""
    text, start, end = candidate.view.text, candidate.start, candidate.end
    low = max(text.rfind("\n", 0, start) + 1, start - 80)
    stop = text.find("\n", end, end + 80)
    line = text[low:start] + " " + text[end : stop if stop >= 0 else end + 80]
    found = [_TRAITS] if _PERSON.search(line) else []
    if _ABOVE.search(text, max(0, start - 240), start):
        found.append(_TOPIC)
    return found


class Passport:
    """Judges passport numbers by label and surroundings; see the module."""

    id = "passport"
    types = ("passport_number",)
    patterns = (
        Pattern(
            "chinese",
            trigger=f"[^0-9a-z](?:[eg]|e{GAP}[a-hj-np-z]|[dps]e){_DIGIT}{{7}}",
            regex=(
                f"{_ALONE}(?P<v>[EeGg]{_DIGIT}{{8}}|[Ee]{GAP}[A-HJ-NP-Za-hj-np-z]{_DIGIT}{{7}}"
                f"|[DPS]E{_DIGIT}{{7}}){_END}"
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
        around = surroundings(candidate, _CUE)
        if candidate.seen[0].islower() and not any(e.kind == "label" and e.weight > 0 for e in around):
            return None
        cut = grouping(candidate, (1, 8), (1, 4, 4), (5, 4), (2, 7), (3, 3, 3), (1, 3, 3, 2), (1, 2, 3, 3), (2, 3, 4))
        shape = _SHAPES.get(number[0], _SHAPES[""])
        evidence = (shape, *around) if cut is None else (shape, cut, *around)
        return Judgement("passport_number", number, evidence)


def _in_zone(candidate: Candidate, number: str) -> Judgement:
    field, match = candidate.seen, candidate.match
    holds = check_digit(field) == match["c"] and check_digit(match["born"]) == match["d"]
    proof = CHECK_DIGIT if holds else reject("a check digit of the zone fails")
    end = candidate.start + len(field.rstrip("<"))
    return Judgement("passport_number", number.rstrip("<"), (_ZONE, proof), candidate.start, end)


DETECTOR = Passport()
