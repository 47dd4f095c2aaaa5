r"""证券账户 · Securities, fund or futures account.

## What it finds
Shareholder accounts of Shanghai (a letter and nine digits) and Shenzhen (ten digits), and the numbers
behind 资金账号, 基金账号, 期货账号.

## How it decides
A label must stand before the number, or over its column; the Shanghai form is also accepted near
words of the stock market. Codes of stocks and funds have six digits and are never taken.

## Known limits
None of the numbers has a published check digit.

## References
- 中国证券登记结算有限责任公司, 证券账户业务指南 (ten characters)

>>> DETECTOR.types
('securities_account',)
"""

from __future__ import annotations

from menshen.evidence import Cue
from menshen.fields import NAMED, field, sample
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import compact

_CUE = Cue(
    "securities account",
    words=(
        "证券账户号", "证券户号", "股票账户号", "股东账户号", "股东编号", "证券资金账号",
        "股东账号", "股东账户", "股东帐号", "股东卡号", "股东代码", "股东卡", "证券账户", "证券账号", "证券帐户", "证券帐号",
        "资金账号", "资金账户", "资金帐号", "资金帐户", "基金账号", "基金账户", "基金帐号", "期货账号", "期货账户", "沪A账户", "深A账户",
        "沪市A股", "深市A股", "上海A股", "深圳A股", "信用账户", "股票账户", "股票账号",
    ),
    keys=("shareholder_account", "shareholder_id", "stock_acc", "securities_acc", "security_account", "broker_account",
          "gdkh", "gddm", "stockholder_no",
          "gdzh", "zqzh", "zjzh", "fund_account", "stock_account", "securities_account", "shareholder_no", "stock_acct",
          "sec_account", "sec_acct", "fund_acct", "securities_acct", "futures_account"),
)  # fmt: skip
_MARKET = Cue(
    "the stock market",
    words=("证券", "股票", "开户", "持仓", "股东", "沪市", "沪A", "上交所", "券商", "炒股"),
    keys=("stock", "security", "broker"),
    label=2.5,
    context=1.5,
)
_END = "(?![0-9A-Za-z])(?!\\.[0-9])(?!-[0-9])"
_SHAPE = Evidence("shape", -1.5, "shape of a securities account")


class SecuritiesAccount:
    """Judges account numbers behind labels of the stock market; see the module."""

    id = "securities_account"
    types = ("securities_account",)
    patterns = (
        field(_CUE, f"(?:[A-F][0-9]{{9}}|[0-9](?:[ -]?[0-9]){{7,13}}){_END}(?![ ]?[元万])", 44),
        Pattern(
            "shanghai",
            trigger="[^0-9a-z]a[0-9]{9}[^0-9a-z]",
            regex=f"(?<![0-9A-Za-z])(?P<v>A[0-9]{{9}}){_END}",
            before=11,
            after=1,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label, or by words of the market for the Shanghai form."""
        number = compact(candidate.seen)
        label = NAMED if candidate.pattern.name == "field" else _CUE.near(candidate)
        if label is None:
            label = _MARKET.near(candidate)
        parts = (_SHAPE, label, sample(candidate))
        return Judgement("securities_account", number, tuple(e for e in parts if e is not None))


DETECTOR = SecuritiesAccount()
