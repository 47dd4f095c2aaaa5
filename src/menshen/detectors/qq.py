r"""QQ 号 · QQ number.

## What it finds
Five to eleven digits, the first not 0, directly after QQ, QQ号, 扣扣, 企鹅号, Q号, 加Q or a key such as
`qq_no`. The number of a group (QQ群) is not a person's, nor is the desk of a company (客服QQ).

## How it decides
There is no check digit, so the label must stand directly before the digits. A colon or 号 and a
customary length raise the score; a unit or a version after the digits excludes it.

## Known limits
A QQ mailbox is reported as an e-mail address. Eleven digits that are a mobile number are left to
that type unless nothing else explains them.

## References
- 腾讯, QQ 帮助中心: QQ 号码 (5 to 11 digits)

>>> DETECTOR.types
('qq_number',)
"""

from __future__ import annotations

import re

from menshen.evidence import reject
from menshen.fields import LINK
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import Fold

_NAMES = (
    "(?:扣扣|企鹅|[Qq]号|(?<![0-9A-Za-z])[Qq](?=[ ]?:)|加[ ]?[Qq](?![A-Za-z])|[+][ ]?[Qq](?![A-Za-z])"
    "|(?:(?<![A-Za-z])|(?<=[a-z])(?=[A-Z]))(?i:qq)(?i:[_-]?(?:no|num|number|id|hao|hm|h|account))?(?![A-Za-z_]))"
)
_TRIGGER = "(?:扣扣|企鹅|q号|加 ?q|[+] ?q|[^0-9a-z]q ?:|qq)"
_STEP = "[ :=>|\"'`(*/\\n\\\\-]|账号|帐号|号码|号|是|为|微信|{vx}|同号|联系"
_VALUE = "(?:[1-9][0-9]{4,10}|[1-9][0-9]{2}(?: [0-9]{3}){0,2} [0-9]{1,3}(?<=[0-9 ]{6}))(?! [0-9])"
_UNIT = "(?![ ]?(?:年|版|正式|万|亿|元|块|个|人|位|名|条|次|天|级|分钟|小时|号楼|[MGKmgk][Bb]|%))"
_SHAPE = Evidence("shape", -1.0, "shape of a QQ number")
_LABEL = Evidence("label", 4.0, "label: QQ number")
_NEAR = Evidence("label", 2.5, "label: QQ")
_SHORT = Evidence("length", -2.0, "very short for a QQ number")
_MOBILE = Evidence("shape", -2.0, "could be a mobile number")
_GROUP = Evidence("context", -6.0, "the number of a group")
_HANDLE = Evidence("context", -6.0, "part of a handle")
_DESK = Evidence("context", -5.0, "a desk of a company, not a person")


class QQ:
    """Judges digits after the name of QQ; see the module."""

    id = "qq"
    types = ("qq_number",)
    patterns = (
        Pattern(
            "labelled",
            trigger=_TRIGGER,
            regex=(
                f"{_NAMES}(?P<link>(?:{_STEP.format(vx='(?i:vx|wx)')}){{0,6}}|{LINK})(?P<v>{_VALUE})"
                f"(?![0-9A-Za-z@_])(?![.-][0-9]){_UNIT}"
            ),
            led=True,
            before=14,
            after=160,
            folds=(Fold.WIDTH, Fold.SPOKEN, Fold.DECODED),
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by the way from the label, the length, and whose number it is."""
        number = candidate.seen.replace(" ", "")
        if len(set(number)) == 1 or number in {
            "123456",
            "1234567",
            "12345678",
            "123456789",
            "10000",
        }:
            return Judgement("qq_number", number, (reject("a placeholder", "example"),))
        bare = candidate.match.group()[:2] in {"Q:", "q:", "Q ", "q "}
        label = (
            _LABEL if not bare and re.search('[:=|号是为】]|",', candidate.match["link"]) else _NEAR
        )
        parts = [_SHAPE, label]
        if len(number) == 5:
            parts.append(_SHORT)
        elif len(number) == 11 and re.match("1[3-9]", number):
            parts.append(_MOBILE)
        text, at = candidate.view.text, candidate.match.start()
        before = text[max(0, at - 8) : at]
        if re.search("群[^,。;\\n]{0,4}\\Z", before) or text.startswith("群", candidate.end):
            parts.append(_GROUP)
        if before.endswith("@"):
            parts.append(_HANDLE)
        if re.search("(?:客服|企业|官方|公司|营销|服务|售后|招商|商务)[ ]?\\Z", before):
            parts.append(_DESK)
        return Judgement("qq_number", number, tuple(parts))


DETECTOR = QQ()
