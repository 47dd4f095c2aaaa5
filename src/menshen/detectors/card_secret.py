r"""卡安全信息 · Card security code, expiry, track data.

## What it finds
The three or four digits behind CVV, CVV2, CVN2, CVC or 安全码; the expiry (MM/YY) of a card; and the data
of a magnetic track (`%B…^…^…`, `;…=…?`).

## How it decides
A security code needs its label; 安全码 alone also needs a card nearby. An expiry is one only beside a
card: a card number, 信用卡, 卡号 or a security code. Track data speak for themselves.

## Known limits
An expiry written in words (二八年三月) is not found.

## References
- PCI DSS 4.0, requirement 3.3 (sensitive authentication data); ISO/IEC 7813 (tracks)
- JR/T 0171-2020, 个人金融信息保护技术规范, C3

>>> DETECTOR.types
('card_track_cvv',)
"""

from __future__ import annotations

import re

from menshen.evidence import Cue
from menshen.fields import NAMED, UNIT, field, sample
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_CODE = Cue(
    "security code",
    words=(
        "卡验证码",
        "卡片验证码",
        "卡背安全码",
        "签名栏三位数",
        "信用卡校验码",
        "安全码",
        "卡背三位",
        "背面三位",
        "背后三位",
        "背面后三位",
        "卡背面三位数",
        "背面末三位",
        *("CVV码", "CVV2码", "CVN码", "CVN2码", "CVC码", "cvv码", "cvn码"),
    ),
    keys=(
        "cvv_no",
        "cvn_code",
        "cvc_code",
        "card_cvc",
        "card_security_code",
        "cvv2_code",
        "card_verification",
        "card_verify_code",
        "cvv",
        "cvv2",
        "cvn",
        "cvn2",
        "cvc",
        "cvc2",
        "cvv_code",
        "security_code",
        "card_cvv",
        "card_cvn",
    ),
)
_EXPIRY = Cue(
    "card expiry",
    words=("有效期至", "有效期限", "有效期", "到期日", "失效日期"),
    keys=("exp", "expiry", "exp_date", "expiry_date", "valid_thru", "expire", "expires"),
)
_DIGITS = f"[0-9]{{3,4}}(?![0-9A-Za-z])(?![.:/-][0-9])(?![ ]?(?:{UNIT}|[次号万]))"
_MONTH = "(?:0[1-9]|1[0-2])[ ]?[/-]?[ ]?(?:20)?[2-4][0-9](?![0-9A-Za-z])(?![./-][0-9])(?![ ]?[元年月日号])"
_CARD = late(
    "信用卡|银行卡|借记卡|卡号|(?i:cv[vnc]2?|card)|安全码|VISA|Visa|银联|(?<![0-9])[3-6][0-9]{3}(?:[ -]?[0-9]{4}){2}[ -]?[0-9]{3,4}"
)
_SHAPE = Evidence("shape", -1.0, "three or four digits")
_UNSURE = Evidence("label", -3.5, "the label has other meanings")
_THREE = Evidence("label", -2.0, "the label has other meanings, but few have three digits")
_BESIDE = Evidence("context", 2.5, "beside a card")
_TRACK = Evidence("shape", 8.0, "data of a magnetic track")


class CardSecret:
    """Judges security codes, expiries and tracks; see the module."""

    id = "card_secret"
    types = ("card_track_cvv",)
    patterns = (
        field(_CODE, _DIGITS, 8, name="code"),
        field(_EXPIRY, _MONTH, 12, name="expiry"),
        Pattern(
            "track",
            trigger="(?:%b|;)[0-9]{13}",
            regex=(
                "(?P<v>%[Bb][0-9]{13,19}\\^[A-Za-z /.-]{2,26}\\^[0-9]{7,60}\\??|;[0-9]{13,19}=[0-9]{7,25}\\?)"
            ),
            before=16,
            after=100,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label and by what stands beside it."""
        kind, seen = self.types[0], re.sub("[ ]", "", candidate.seen)
        if candidate.pattern.name == "track":
            return Judgement(kind, seen, (_TRACK,))
        text, start = candidate.view.text, candidate.match.start()
        label = text[start : candidate.start]
        beside = _CARD.search(
            text[max(0, start - 80) : start] + "|" + text[candidate.end : candidate.end + 50]
        )
        parts: list[Evidence | None] = [NAMED, _SHAPE]
        if candidate.pattern.name == "expiry" or (label.startswith("安全码") and len(seen) == 4):
            parts += [_UNSURE, _BESIDE if beside else None]
        elif label.startswith("安全码"):
            parts += [_THREE, _BESIDE if beside else None]
        if candidate.pattern.name == "code":
            parts.append(_said_so(candidate))
        return Judgement(kind, seen, tuple(e for e in parts if e is not None))


def _said_so(candidate: Candidate) -> Evidence | None:
    """Return the evidence of words that make it an example; 123 alone is a possible code."""
    found = sample(candidate)
    return found if found is not None and found.weight > -10 else None


DETECTOR = CardSecret()
