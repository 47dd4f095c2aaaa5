r"""银行账号 · Bank account, passbook.

## What it finds
Account numbers that are not card numbers, directly behind a label (银行账号, 存折, 一折通, 账号):
passbooks, old accounts, and numbers of other lengths.

## How it decides
存折 or 银行账号 say enough; a bare 账号 needs a bank, a branch or a payment nearby, for most accounts are
those of web sites. What passes as a card is left to `bank_card`, a card number with a wrong check
digit is rejected. Accounts of companies (对公, 户名 …公司) are not personal.

## Known limits
There is no check digit. A company's account without any word of it looks like a person's.

## References
- 人民币银行结算账户管理办法 (2003): 个人 and 单位 accounts

>>> DETECTOR.types
('bank_account',)
"""

from __future__ import annotations

import re

from menshen import facts
from menshen.detectors.bank_card import luhn
from menshen.evidence import Cue, reject
from menshen.fields import NAMED, UNIT, field, sample
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement
from menshen.text import compact

_PLAIN = ("账号", "帐号", "账户", "帐户", "賬號")
_LOOSE_KEYS = ("account", "acct")
_CUE = Cue(
    "bank account",
    words=(
        "对私账号", "存款账号", "储蓄账户", "存折账户", "结算账户号", "代发账号", "银行户号", "存折编号", "还款账户", "工资账户",
        "银行账号", "银行帐号", "银行账户", "银行卡账号", "存折账号", "存折帐号", "存折号", "存折", "一折通", "一本通",
        "一卡通账号", "收款账号", "收款账户", "汇款账号", "打款账号", "结算账户", "结算账号", "工资账号", "退款账号",
        "还款账号", "储蓄账号", "开户账号", "转账账号", *_PLAIN,
    ),
    keys=("bank_acct_no", "bank_acc", "bank_account_number", "acc_no", "deposit_account", "savings_account",
          "passbook_no", "passbook", "settle_account", "settlement_account", "czzh", "yhzhh",
          "bank_account", "account_no", "acct_no", "acctno", "yhzh", "bank_acct", "account_number", "bankaccount",
          "bank_account_no"),
)  # fmt: skip
_VALUE = f"[0-9](?:[ -]?[0-9]){{7,24}}(?![0-9A-Za-z@])(?!\\.[0-9])(?![ ]?(?:{UNIT}|万))"
_BANKING = late(
    "银行|开户|户名|支行|分理处|存折|信用社|农商|储蓄|汇款|汇入|转账|转入|打款|打到|打入|收款|代发|邮储|[工建农中招交]行"
)
_OTHER = late(
    "(?:支付宝|微信|[Qq]{2}|游戏|登录|登陆|用户|公积金|股东|资金|证券|基金|期货|宽带|医保|社保|会员|平台|抖音|缴费"
    "|微博|系统|管理员?|注册|水费|电费|燃气|邮箱|快手|论坛|后台|客户|养老)[\\s的:]{0,2}\\Z"
)
_FIRM = late(
    "对公|公户|基本户|一般户|单位账[户号]|公司账[户号]|企业账[户号]|专用账户|财政专户|监管账户|备用金账户"
    "|(?:户[ ]{0,4}名|名[ ]{0,4}称|抬头|收款单位|收款方|收款人|卖方|买方|甲方|乙方|供应商|单位)[^\n]{0,30}?"
    "(?:公司|合作社|事务所|学校|大学|中学|小学|医院|中心|委员会|基金会|法院|[局厂店部会])"
)
_SHAPE = Evidence("shape", -1.5, "digits as many as an account number has")
_WEB = Evidence("label", -3.5, "accounts of many kinds are called so")
_TOLD = Evidence("context", 3.0, "nearby: a bank or a payment")
_KEY = Evidence("length", 2.5, "a key for an account, and digits as many as banks use")
_COMPANY = Evidence("context", -7.0, "nearby: the account of a company")
_SHORT = Evidence("length", -1.0, "short for an account number")


class BankAccount:
    """Judges digits behind the labels of accounts; see the module."""

    id = "bank_account"
    types = ("bank_account",)
    patterns = (field(_CUE, _VALUE, 80),)

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label, bank and owner; cards and other numbers are left to their own types."""
        number = compact(candidate.seen)
        if _is_other_type(number):
            return None
        if facts.bank_of(number) is not None:
            wrong = reject("a card number whose check digit fails")
            return Judgement("bank_account", number, (wrong,), claims=True)
        text, start = candidate.view.text, candidate.match.start()
        before = text[max(0, start - 70) : start]
        after = text[candidate.end : candidate.end + 60]
        label = text[start : candidate.start].replace(" ", "")
        parts: list[Evidence | None] = [NAMED, _SHAPE, sample(candidate)]
        if label.startswith(_PLAIN) or label.lower().startswith(_LOOSE_KEYS):
            if _OTHER.search(before):
                return None
            parts += [
                _WEB,
                _TOLD
                if _BANKING.search(before + text[start : candidate.start] + " " + after)
                else None,
                _KEY if label.isascii() and len(number) > 14 else None,
            ]
        if len(number) < 12:
            parts.append(_SHORT)
        if _FIRM.search(_record(before, after)) or "公" in label:
            parts.append(_COMPANY)
        return Judgement("bank_account", number, tuple(e for e in parts if e is not None))


def _record(before: str, after: str) -> str:
    """Return what belongs to the account: the same paragraph, up to the next account."""
    near = before.rpartition("\n\n")[2]
    return near + "|" + re.split("账号|帐号|账户|\n\n|。", after)[0]


def _is_other_type(number: str) -> bool:
    """Say whether it is a valid card, a mobile number or an ID number."""
    if re.fullmatch("1[3-9][0-9]{9}", number):
        return True
    if len(number) == 18 and re.match("(?:19|20)[0-9]{2}[01][0-9][0-3][0-9]", number[6:]):
        return True
    return 16 <= len(number) <= 19 and number[0] in "34569" and luhn(number)


DETECTOR = BankAccount()
