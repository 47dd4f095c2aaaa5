r"""短信验证码 · SMS verification code.

## What it finds
The four to eight digits behind 验证码, 校验码, 动态码, or before 是您的…验证码.

## How it decides
The label is needed. Rules about codes (验证码为6位数字, 5分钟内有效), check codes of invoices, and codes of
pictures or against forgery are not meant.

## Known limits
Codes with letters are not found, nor codes behind the English word `code` alone.

## References
- 最高人民法院, 指导性案例 195 号 (verification codes are personal information)

>>> DETECTOR.types
('sms_code',)
"""

from __future__ import annotations

from menshen.evidence import Cue
from menshen.fields import LINK, NAMED, UNIT, field, sample
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import compact

_CUE = Cue(
    "verification code",
    words=(
        "短信动态码",
        "手机校验码",
        "一次性密码",
        "安全验证码",
        "短信验证码",
        "验证码",
        "校验码",
        "动态码",
        "动态密码",
        "短信码",
        "確認碼",
        "驗證碼",
        "认证码",
    ),
    keys=(
        "otp_code",
        "sms_otp",
        "sms_verify_code",
        "sms_vcode",
        "dynamic_code",
        "sms_pin",
        "one_time_code",
        "dxyzm",
        "sms_check_code",
        "verification code",
        "verify_code",
        "sms_code",
        "otp",
        "captcha",
        "auth_code",
        "yzm",
        "sms_captcha",
        "vcode",
        "verification_code",
        "verifycode",
    ),
)
_DIGITS = "(?:[0-9]{4,8}|[0-9]{3}[ -][0-9]{3})"
_END = f"(?![0-9A-Za-z])(?![.:/-][0-9])(?! [0-9])(?![ ]?(?:{UNIT}|分|秒|小时|次|条|万|[(]错误))"
_TOLD = "念了|报了|说了|告诉了?[他她我你您]|给了?[他她我你您]|发了|念给[他她]"
_NAMES = "(?:验证码|动态码|校验码|动态密码|驗證碼)"
_OTHER = late("发票|增值税|税控|防伪|图形|图片|电子凭证|证书|回执|错误|长度|机器编号|学信网")
_SHAPE = Evidence("shape", -1.0, "four to eight digits")
_AGAINST = Evidence("context", -5.0, "another kind of code is meant")


class SmsCode:
    """Judges digits beside the word for a verification code; see the module."""

    id = "sms_code"
    types = ("sms_code",)
    patterns = (
        field(_CUE, f"{_DIGITS}{_END}", 14),
        Pattern(
            "told",
            trigger=_CUE.trigger,
            led=True,
            regex=f"{_CUE.pattern}[^0-9A-Za-z\n。]{{0,6}}(?:{_TOLD}){LINK}(?P<v>{_DIGITS}{_END})",
            before=30,
            after=100,
        ),
        Pattern(
            "before",
            trigger="[0-9] ?(?:[(]|是|为|, ?)[^ \\n]{0,13}(?:验证码|动态码|校验码|动态密码|驗證碼)",
            regex=(
                f"(?<![0-9A-Za-z.])(?<![0-9]-)(?P<v>{_DIGITS})[ ]?(?:\\(|是|为|,[ ]?)"
                f"(?:您|你|本次|此次|的)?[一-鿿]{{0,10}}?{_NAMES}"
            ),
            before=34,
            after=0,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label, unless another kind of code is meant."""
        text, start = candidate.view.text, candidate.match.start()
        around = text[max(0, start - 16) : candidate.start]
        against = _AGAINST if _OTHER.search(around) else None
        said = sample(candidate)
        signed = "】" in text[max(0, start - 4) : start]
        if said is not None and (said.weight < -10 or signed):
            said = None
        parts = (NAMED, _SHAPE, against, said)
        evidence = tuple(e for e in parts if e is not None)
        return Judgement("sms_code", compact(candidate.seen), evidence)


DETECTOR = SmsCode()
