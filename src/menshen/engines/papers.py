"""What stands around a travel document: passports and permits are a letter and some digits.

So are model numbers. `weigh` looks for the words of the border, for a person on the line, and for
the names of other codes.

>>> bool(_NAME_BEFORE.search("1. ZHANG SAN ")), bool(_NAME_BEFORE.search("SYSTEM FAULT "))
(True, False)
"""

from __future__ import annotations

import re

from menshen.engines.labelled import OTHERS, is_day, placeholder, sample
from menshen.evidence import Cue, grouping
from menshen.late import late
from menshen.model import Candidate, Evidence

__all__ = ["weigh"]

_PAPERS = Cue(
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
           "车架号", "账号", "凭证", "航班", "车次", "房号", "书号", "股票", "证书", "许可证", "执照",
           "准字", "国药", "注册证"),
    keys=OTHERS.keys,
    label=-6.0,
    context=-1.5,
)  # fmt: skip
_ABOVE = late("护照|護照|通行证|证件|签证|出入境|出境|入境|旅客|回乡证|台胞证|(?i:passport|visa)")
_SYLLABLE = (
    "(?:[BPMFDTNLGKHJQXRZCSYW]|[ZCS]H)?"
    "(?:I(?:A(?:NG?|O)?|E|U|NG?|ONG)?|U(?:A(?:I|NG?)?|O|I|N|E)?|A(?:I|O|NG?)?|E(?:I|NG?|R)?|O(?:U|NG)?)"
)
_NAME = f"(?<![A-Za-z])(?:[A-Z]{{2,10}}[/,][ ]?[A-Z]{{2,16}}|{_SYLLABLE}[ ]{_SYLLABLE}{{1,3}})(?![A-Za-z])"
_NAME_BEFORE = late(f"{_NAME}[^\\n0-9A-Za-z]{{1,4}}\\Z")
_PERSON = late(
    "(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])|(?<![0-9])1[3-9][0-9]{9}(?![0-9])"
    "|(?<![0-9])(?:19|20)[0-9]{2}[-./年][01]?[0-9][-./月][0-3]?[0-9](?![0-9:])[^\\n]{0,4}(?:出?生|[男女MF])"
    "|姓名|出生|性别|生日|[,，、|\\s][男女][,，、|\\s]|旅客|乘客|游客|乘机人|出行人|申请人|持证人|同胞|过关|登机|领队|同行"
    f"|{_NAME}"
)
_NAMED = Evidence("person", 2.5, "a name in capitals stands right before it")
_TRAITS = Evidence("person", 1.5, "traits of a person on the line")
_TOPIC = Evidence("context", 1.5, "the paragraph speaks of travel documents")
_SAID = Evidence("label", 4.0, "the kind of document is named right after")
_PART = Evidence("shape", -6.0, "reads on as a product or a document")
_DAY = Evidence("date", -2.0, "the digits read as a calendar date")
_DUMMY = Evidence("example", -1.5, "the digits count up or repeat")
_AFTERWARDS = late(
    "[ ]?\\((?:[^()\\n]{0,6})?(?:护照|通行证|回乡证|证件)|[ ]?(?:的|号)?(?:护照|通行证|回乡证)"
)
_READS_ON = late(
    "型|系列|款|号?(?:订单|合同|文件|机组|批|单)|[ ]?\\((?:型号|订单|物料|料号|SKU|批号)"
)
_CUSTOMARY = ((1, 8), (1, 4, 4), (5, 4), (2, 7), (3, 3, 3), (1, 3, 3, 2), (1, 2, 3, 3), (2, 3, 4),
              (9, 2), (1, 8, 2))  # fmt: skip


def weigh(candidate: Candidate, shape: Evidence, own: Cue) -> tuple[Evidence, ...] | None:
    """Return all evidence on a travel document whose shape is a letter and some digits.

    None for a small letter without a label, which is no more than the end of some word.
    """
    text = candidate.view.text
    label = _best(own.near(candidate), _PAPERS.near(candidate))
    if _AFTERWARDS.match(text, candidate.end):
        label = _best(label, _SAID)
    labelled = label is not None and label.kind == "label"
    if candidate.seen[0].islower() and not labelled:
        return None
    parts = [shape, label, sample(candidate), grouping(candidate, *_CUSTOMARY)]
    if not labelled:
        parts.append(_CODES.near(candidate))
        parts.append(_PART if _READS_ON.match(text, candidate.end) else None)
        parts += _nearby(candidate)
    digits = re.sub("[^0-9]", "", candidate.seen)
    parts.append(_DAY if is_day(digits) else None)
    parts.append(_DUMMY if placeholder(digits) else None)
    return tuple(e for e in parts if e is not None)


def _best(*found: Evidence | None) -> Evidence | None:
    """Return the strongest of the evidence there is."""
    return max((e for e in found if e is not None), key=lambda e: e.weight, default=None)


def _nearby(candidate: Candidate) -> list[Evidence]:
    """Return what the line and the paragraph above say, which is worth less than a label."""
    text, start, end = candidate.view.text, candidate.start, candidate.end
    low = max(text.rfind("\n", 0, start) + 1, start - 80)
    stop = text.find("\n", end, end + 80)
    line = text[low:start] + " " + text[end : stop if stop >= 0 else end + 80]
    named = _NAME_BEFORE.search(text, max(low, start - 36), start)
    found = [_NAMED] if named else [_TRAITS] if _PERSON.search(line) else []
    if _ABOVE.search(text, max(0, start - 240), start):
        found.append(_TOPIC)
    return found
