r"""证件有效期 · Validity of an identity document.

## What it finds
The span of validity printed on ID cards and permits, `2015.03.21-2035.03.21`, `2015.03.21-长期`, and
长期 alone after 有效期限.

## How it decides
Spans of dates are everywhere, so two things must come together: 有效期 before the value, and an
identity document (签发机关, 身份证, 公民身份, 通行证 …) in the lines around. A span whose end comes before
its beginning, or that contracts, coupons and licences of firms have nearby, is turned down.

## Known limits
The single date of a passport (有效期至 …) is not found; neither is the issuing organ.

## References
- GA 448, 居民身份证总体技术要求
- 中华人民共和国居民身份证法, art. 5 (10 years, 20 years, 长期)

>>> DETECTOR.types
('id_validity',)
"""

from __future__ import annotations

import re
from datetime import date

from menshen.evidence import Cue
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_DATE = "(?:(?:19|20)[0-9]{6}|(?:19|20)[0-9]{2}[ ]?[./年-][ ]?[01]?[0-9][ ]?[./月-][ ]?[0-3]?[0-9](?:[ ]?日)?)"
_TO = "[ ]{0,2}(?:-{1,2}|至|到|~|一)[ ]{0,2}"
_CUE = Cue(
    "validity",
    words=(
        "有效期起讫",
        "有效起止日期",
        "有效期起止日期",
        "证件期限",
        "有效期限",
        "有效期",
        "有效期间",
        "使用期限",
        "有效期起止",
        "有效日期",
    ),
    keys=(
        "valid_range",
        "validity_period",
        "id_expire",
        "id_expiry",
        "id_expire_date",
        "id_valid_date",
        "id_card_validity",
        "cert_validity",
        "cert_valid_period",
        "expire_range",
        "card_validity",
        "valid_from_to",
        "sfzyxq",
        "zjyxq",
        "valid_period",
        "validity",
        "valid_date",
        "valid_term",
        "id_validity",
        "id_valid",
        "valid_time",
        "yxq",
        "yxqx",
    ),
    label=2.5,
    context=1.0,
)
_PAPERS = late(
    "签[ ]{0,4}发[ ]{0,4}机[ ]{0,4}关|身[ ]{0,4}份[ ]{0,4}证|公民身份|证件(?:有效|号|类型)|居住证|通行证|居留证|户籍|民[ ]{0,4}族"
    "|(?i:id_?card|id_?valid|issue_?(?:authority|org)|issued_?by|idcard_?front)"
)
_FIRMS = late(
    "营业执照|合同|优惠|许可证|质保|授权|报价|套餐|会员|保修|资质|食品|药品|投标|优惠券|活动"
)
_BUSINESS = late(
    "营业执照|信用代码|法定代表人|注册资本|经营范围|有限公司|有限责任|厂商|批准文号|注册证|生产|产品|商品|证书|认证"
)
_SHAPE = Evidence("shape", -4.0, "a span of dates")
_FOREVER = Evidence("shape", -3.5, "the word for unlimited validity")
_DOCUMENT = Evidence("context", 3.0, "an identity document stands nearby")
_ALONE = Evidence("term", 0.3, "as ID cards print it: to the very day, behind its label")
_TERM = Evidence("term", 1.5, "five, ten or twenty years, or unlimited, as ID cards run")
_ODD = Evidence("term", -1.5, "not a term that ID cards have")
_OTHER = Evidence("context", -4.0, "contracts, coupons or firms nearby")
_AROUND = 110


class IdValidity:
    """Judges spans of dates next to identity documents; see the module."""

    id = "id_validity"
    types = ("id_validity",)
    patterns = (
        Pattern(
            "span",
            trigger="[0-9]日? {0,2}(?:--?|至|到|~|一) {0,2}(?:长期|(?:19|20)[0-9][0-9](?: ?[./年-]|[0-9]{4}))",
            regex=f"(?<![0-9])(?P<v>(?P<from>{_DATE}){_TO}(?:(?P<to>{_DATE})|长期))(?![0-9])",
            before=40,
            after=16,
        ),
        Pattern(
            "forever",
            trigger="有 {0,4}效 {0,4}期(?: {0,4}[限间])?[ :\"'=>|\n]{0,6}长 {0,4}期",
            regex=(
                "有[ ]{0,4}效[ ]{0,4}期(?:[ ]{0,4}[限间])?[ :\"'=>|\\n]{0,6}(?P<v>长[ ]{0,4}期)(?!合作|有效的|以来|来看)"
            ),
            before=32,
            after=4,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label, term and the document nearby."""
        text = candidate.view.text
        around = text[max(0, candidate.start - _AROUND) : candidate.end + _AROUND // 2]
        label = _CUE.near(candidate)
        term = None if candidate.pattern.name == "forever" else _term(candidate)
        document = _DOCUMENT if _PAPERS.search(around) else None
        if document is None:
            if label is None or label.kind != "label" or not _to_the_day(candidate):
                return None
            if _BUSINESS.search(around) or _FIRMS.search(around):
                return None
            document = _ALONE
        shape = _SHAPE if candidate.pattern.name == "span" else _FOREVER
        parts = [shape, label, document, term]
        if _FIRMS.search(text, max(0, candidate.start - 24), candidate.start):
            parts.append(_OTHER)
        evidence = tuple(e for e in parts if e is not None)
        return Judgement("id_validity", _normal(candidate.seen), evidence)


def _parts(written: str) -> list[str]:
    """Return year, month and day as written."""
    if written.isdigit():
        return [written[:4], written[4:6], written[6:]]
    return re.findall("[0-9]+", written)


def _day(written: str) -> date | None:
    try:
        year, month, day = map(int, _parts(written))
        return date(year, month, day)
    except ValueError:
        return None


def _term(candidate: Candidate) -> Evidence:
    """Return what the length of the span says."""
    begin = _day(candidate.match["from"])
    if begin is None:
        return _ODD
    if candidate.match["to"] is None:
        return _TERM
    end = _day(candidate.match["to"])
    days = (end - begin).days if end is not None else 0
    return _TERM if any(abs(days - 365.25 * years) < 3 for years in (5, 10, 20)) else _ODD


def _to_the_day(candidate: Candidate) -> bool:
    """Say whether a span in the form of ID cards has no end, or ends on the day it began."""
    if candidate.pattern.name == "forever":
        return False
    begin = _parts(candidate.match["from"])
    end = candidate.match["to"]
    return end is None or [int(p) for p in begin[1:]] == [int(p) for p in _parts(end)[1:]]


def _normal(seen: str) -> str:
    """Return the span as it is printed on an ID card.

    >>> _normal("2015年3月21日至2035年3月21日"), _normal("20150321-长期")
    ('2015.03.21-2035.03.21', '2015.03.21-长期')
    """
    days = [".".join(p.zfill(2) for p in _parts(d)) for d in re.findall(_DATE, seen)]
    return "-".join(days if len(days) == 2 else [*days, "长期"])


DETECTOR = IdValidity()
