"""发票号码 · Invoice number or invoice code.

## What it finds
发票号码 (8 digits, fully digital ones 20) and 发票代码 (10 or 12 digits) behind their labels.

## How it decides
The label and the length decide. A taxpayer number, 公司 or 单位 beside it says that a company bought, so
that the number is nobody's personal information.

## Known limits
An invoice for a person that names the selling company directly beside the number is missed.

## References
- 国家税务总局, 关于增值税发票管理若干事项的公告
- 国家税务总局公告 2024 年第 11 号, 数电发票 (20 digits)

>>> DETECTOR.types
('invoice',)
"""

from __future__ import annotations

from menshen.evidence import Cue
from menshen.fields import field, judge_code
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement

_CUE = Cue(
    "invoice",
    words=(
        "发票号码", "发票号", "发票代码", "发票编号", "电子发票号码", "电子发票号", "数电票号码", "票据号码", "票据代码",
        "發票號碼",
    ),
    keys=("invoice_no", "invoice_number", "invoice_code", "fphm", "fpdm"),
)  # fmt: skip
_DIGITS = "(?:[0-9]{20}|[0-9]{12}|[0-9]{10}|[0-9]{8})(?![0-9A-Za-z]|[.-][0-9])"
_COMPANY = late(
    "有限公司|股份|集团|纳税人识别号|税号|统一社会信用|购货单位|对公|进项|抵扣|认证平台|供应商|采购"
)
_PERSON = late("抬头[:为是 ]{0,3}个人|个人抬头|(?:先生|女士|顾客|会员|患者|姓名|就诊人)")
_FIRM = Evidence("context", -4.0, "nearby: a company bought")
_ONE = Evidence("context", 3.0, "nearby: a person bought")


class Invoice:
    """Judges numbers behind the labels of invoices; see the module."""

    id = "invoice"
    types = ("invoice",)
    patterns = (field(_CUE, _DIGITS, 24),)

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label, and by who bought."""
        text, start = candidate.view.text, candidate.match.start()
        around = text[max(0, start - 80) : start] + text[candidate.end : candidate.end + 80]
        firm = _FIRM if _COMPANY.search(around) else None
        person = _ONE if _PERSON.search(around) else None
        return judge_code(self.types[0], candidate, firm, person)


DETECTOR = Invoice()
