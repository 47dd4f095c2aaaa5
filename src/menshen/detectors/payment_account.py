r"""支付账户 · Payment account.

## What it finds
The account directly behind 支付宝, 支付宝账号, 财付通, PayPal …: a mobile number, an e-mail address, a name
with digits, or the sixteen-digit user number 2088….

## How it decides
The label must stand directly before the value. A plain word or short digits after 支付宝 are no account.

## Known limits
Mobile numbers and addresses that do not stand directly behind the label keep their own types.

## References
- 支付宝开放平台, 用户 ID (16 digits that begin with 2088)

>>> DETECTOR.types
('payment_account',)
"""

from __future__ import annotations

import re

from menshen.evidence import Cue, reject
from menshen.fields import NAMED, field, sample
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement

_PHONE = "(?:\\+?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}"
_MAIL = "[A-Za-z0-9_](?:[A-Za-z0-9._+-]{0,40}[A-Za-z0-9_+-])?@(?:[A-Za-z0-9-]{1,30}\\.){1,3}[A-Za-z]{2,10}"
_NAME = "[A-Za-z](?=[A-Za-z_-]{0,18}[0-9])[A-Za-z0-9_-]{4,24}"
_VALUE = f"(?:{_MAIL}|{_PHONE}|2088[0-9]{{12}}|{_NAME})(?![0-9A-Za-z@_])(?!\\.[0-9A-Za-z])"

_CUE = Cue(
    "payment account",
    words=(
        "支付账号",
        "支付账户",
        "第三方支付账号",
        "微信支付账户",
        "收款支付宝账号",
        "支付宝账号",
        "支付宝帐号",
        "支付宝账户",
        "支付宝帐户",
        "支付宝号",
        "支付宝",
        "财付通账号",
        "财付通",
        "微信支付账号",
        "云闪付账号",
        "京东支付账号",
        "收款宝",
        "花呗账号",
        "PayPal",
        "Paypal",
    ),
    keys=(
        "payment_account",
        "alipay_acct",
        "alipay_login",
        "zfb_account",
        "zfb_no",
        "alipay_user",
        "alipay",
        "alipay_account",
        "alipay_no",
        "paypal",
        "zfb",
        "zfbzh",
        "alipay_id",
        "pay_account",
    ),
)
_SHAPE = Evidence("shape", -1.0, "shape of an account name")
_DESK = late("客服|商家|公司|企业|官方|接口|沙箱")
_COMPANY = Evidence("context", -4.0, "nearby: the account of a company")


class PaymentAccount:
    """Judges what stands behind the names of payment services; see the module."""

    id = "payment_account"
    types = ("payment_account",)
    patterns = (field(_CUE, _VALUE, 140),)

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label, and by whose account it is said to be."""
        seen = candidate.seen
        at = candidate.match.start()
        around = candidate.view.text[max(0, at - 10) : candidate.start]
        parts = [NAMED, _SHAPE, sample(candidate), _COMPANY if _DESK.search(around) else None]
        if re.match("(?i:sdk|api|app|http|pid|appid)", seen):
            parts.append(reject("a word of program code", "example"))
        kept = re.sub("[ -]", "", seen) if seen[0].isdigit() and "@" not in seen else seen.lower()
        return Judgement("payment_account", kept, tuple(e for e in parts if e is not None))


DETECTOR = PaymentAccount()
