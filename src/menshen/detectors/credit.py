"""借贷、征信与存款 · Loans, credit record and deposits.

## What it finds
Loans, debts, monthly payments, limits and guarantees of a person with their amounts (房贷余额86万, 欠网贷12万元);
arrears, scores and entries in a credit record (逾期3次, 芝麻分712, 失信被执行人); balances of accounts.

## How it decides
The label decides; in prose the word of debt or deposit with its amount, and a person near it.
Products of banks, rates and rules speak of nobody.

## Known limits
Debts without an amount are found only as 逾期 with a number, 失信, 限高, or months of rent owed.

## References
- 征信业管理条例; GB/T 35273-2020, annex A

>>> DETECTOR.types
('mortgage_loan', 'credit_report', 'account_balance')
"""

from __future__ import annotations

from menshen.engines.stated import AMOUNT, MONEY, Form, Stated, labelled
from menshen.evidence import Cue
from menshen.model import Pattern

_LOAN = Cue(
    "loan",
    words=(
        "贷款余额", "贷款金额", "贷款本金", "借款金额", "借款本金", "欠款金额", "欠款", "剩余本金", "未还本金", "逾期金额", "逾期本金", "应还金额", "月供", "月还款额", "月还款", "房贷", "车贷", "网贷",
        "授信额度", "信用额度", "信用卡额度", "可用额度", "已用额度", "贷款额度", "负债", "负债总额", "负债情况", "债务", "担保金额", "抵押金额", "按揭金额", "房贷余额", "剩余贷款", "债权金额",
    ),
    keys=("loan_amount", "credit_limit", "loan_balance", "overdue_amount", "debt_amount"),
)  # fmt: skip
_RECORD = Cue(
    "credit record",
    words=(
        "逾期次数", "逾期天数", "逾期记录", "征信情况", "征信记录", "信用评分", "芝麻信用分", "芝麻分", "信用分", "征信状况", "信用状况", "逾期情况", "五级分类", "征信",
    ),
    keys=("credit_score", "overdue_days", "overdue_times", "fico"),
)  # fmt: skip
_BALANCE = Cue(
    "balance",
    words=(
        "账户余额",
        "存款余额",
        "可用余额",
        "卡内余额",
        "存款",
        "存款金额",
        "银行存款",
        "公积金余额",
        "余额",
    ),
    keys=("account_balance", "available_balance"),
)
_KINDS = "房贷|车贷|网贷|花呗|信用卡|贷款|借款|欠款|欠债|外债|负债|借呗|花呗|微粒贷|白条|消费贷|经营贷|高利贷|本金|欠息|月供|按揭|助学贷款"
_PLAIN = "[0-9][0-9,]{2,11}(?:\\.[0-9]{1,2})?(?![0-9年])"
_SAYS = "[^,。;\n0-9一二两三四五六七八九十由从降减升增至]{0,8}?"

_CREDITORS = "|".join(
    f"欠{x}"
    for x in "银信亲朋同工房租他她我人医外老民建农中邮哥姐弟妹爸妈舅叔姑姨邻村公网平学水料货"
)

DETECTOR = Stated(
    "credit",
    (
        labelled("loan_field", "mortgage_loan", _LOAN, f"{_SAYS}{MONEY}|{_PLAIN}", 50,
                 guard="(?<!最高)(?<!单笔)(?<!平均)", bare=True),
        labelled("record_field", "credit_report", _RECORD,
                 "[0-9]{1,3}[ ]?[次天分期]|[3-9][0-9]{2}(?![0-9])|[^\n,。;:]{0,8}(?:逾期|良好|正常|不良|关注|次级|可疑|损失|呆账)[^\n,。;]{0,16}", 34),
        labelled("balance_field", "account_balance", _BALANCE, f"{MONEY}|{_PLAIN}", 40, guard="(?<!贷款)(?<!钱包)(?<!房贷)(?<!最低)"),
        Form(
            Pattern(
                "owes",
                trigger="房贷|车贷|网贷|花呗|花呗|信用卡|贷款|借款|欠款|欠债|外债|负债|借呗|花呗|微粒贷|白条|消费贷|经营贷|高利贷|欠息|月供|按揭|尚欠|还欠|欠了|欠下|借了|拖欠|月还|月供|月要还",
                regex=f"(?P<v>(?:{_KINDS}|尚欠|还欠|欠了|欠下|借了|拖欠|每个?月(?:要)?还款?|月供)(?:余额|本金|金额|总额|{_SAYS})(?:约|大概|大约|还有|还剩|共|合计|人民币|[:,])?[ ]?(?:{AMOUNT}|(?<=每月)[1-9][0-9]{{2,4}}(?![0-9年.%])|(?<=月供)[1-9][0-9]{{2,4}}(?![0-9年.%])))(?!以上的|以下|的(?:优惠|产品))",
                before=6,
                after=48,
            ),
            "mortgage_loan",
            weight=-0.4,
        ),
        Form(
            Pattern(
                "owed",
                trigger=_CREDITORS,
                regex=f"(?P<v>(?:拖|还|共|总共|一共|外面|尚)?欠(?!费|条|缺|佳|妥)(?:着|下|了)?[^,。;\n0-9]{{1,12}}?{AMOUNT})",
                before=4,
                after=40,
            ),
            "mortgage_loan",
            weight=-0.4,
        ),
        Form(
            Pattern(
                "arrears",
                trigger="房租|租金|物业费|学费|欠条|借条|授信|透支|月还|月要还|月得还|个月还|贷了",
                regex=f"(?P<v>欠(?:着|了|下)?[^,。;\n]{{0,6}}?[0-9一二两三四五六七八九十半]+个?[月年]的?(?:房租|租金|物业费|学费)|{AMOUNT}的?(?:欠条|借条)|(?:总授信|授信(?:总额|额度)?|透支了?)[^,。;\n0-9]{{0,3}}{AMOUNT}(?:,已用[^,。;\n0-9]{{0,2}}{AMOUNT})?|(?<![一-鿿]万)每个?月[要得]?还(?:{AMOUNT}|[1-9][0-9]{{2,4}}(?![0-9年.%]))|贷了(?:{AMOUNT}|[0-9一二三十]+年))",
                before=24,
                after=30,
            ),
            "mortgage_loan",
            weight=-0.6,
        ),
        Form(
            Pattern(
                "booked",
                trigger="房贷|车贷|花呗|借呗|微粒贷|白条|信用卡|网贷|贷款|金条|消费贷|按揭|放款",
                regex="(?<![一-鿿])(?P<v>(?:[一-鿿]{0,6}(?:房贷|车贷|花呗|借呗|微粒贷|白条|信用卡|网贷|贷款|金条|消费贷|按揭)[一-鿿]{0,4}?(?:还款|扣款|放款|月供|代扣|归还|发放|还贷|结息|利息|分期|本金|扣收)|(?:还|还款)(?:花呗|借呗|房贷|车贷|网贷|信用卡|贷款)|放款)(?:[ ,|\t:]{1,4}[-+]?¥?[0-9][0-9,]{0,11}\\.[0-9]{2}(?![0-9]))?)(?=[^\n。;]{0,40}[0-9]\\.[0-9]{2}(?![0-9]))",
                before=12,
                after=66,
            ),
            "mortgage_loan",
            weight=1.6,
        ),
        Form(
            Pattern(
                "backed",
                trigger="担保|抵押",
                regex=f"(?P<v>为[一-鿿]{{2,12}}(?:提供)?(?:连带责任)?担保[^,。;\n]{{0,6}}?{AMOUNT}|[给替][一-鿿]{{2,6}}(?:做了?)?担保(?:了?{AMOUNT})?(?![人法])|(?:房产|住房|房屋|车辆|房子)(?:已|作)?抵押(?:给[^,。;\n]{{2,12}}|登记|贷款[^,。;\n]{{0,12}}))",
                before=22,
                after=34,
            ),
            "mortgage_loan",
            weight=-0.4,
        ),
        Form(
            Pattern(
                "late",
                trigger="逾期|失信|限高|限制高|征信|芝麻分|信用评分|芝麻信用|呆账",
                regex=(
                    "(?P<v>(?:累计|连续|已|曾)?逾期(?:了|过|达|已|还款)?[ ]?[0-9一二两三四五六七八九十]{1,4}[ ]?(?:次|天|期|个?月|年)(?!以[上内]|的)|被?(?:列入|列为|纳入|上了)失信(?:被执行人)?(?:名单)?|(?:被|目前|还在|已)?限高(?![度架杆栏宽])|被限制高消费|"
                    "征信(?:报告)?[^,。;\n]{0,6}(?:花了|有一?[次笔][^,。;\n]{0,8}|黑了|有逾期|不良记录|有污点|黑名单)|(?:芝麻(?:信用)?分|信用评分)[^,。;\n0-9]{0,3}[3-9][0-9]{2})"
                ),
                before=8,
                after=34,
            ),
            "credit_report",
            weight=-0.4,
        ),
        Form(
            Pattern(
                "has",
                trigger="存款|余额|活期|定期|理财|积蓄|存折|卡里|账上|卡上|存了|攒了|零钱通|余额宝",
                regex=f"(?P<v>(?:存款|余额|活期|定期|理财|积蓄)[^,。;\n0-9一二两三四五六七八九十]{{0,6}}?{AMOUNT}|(?:存折|卡|账|余额宝|零钱通)[里上内]?(?:还|只|就|总共|一共)?(?:有|剩)了?{AMOUNT}(?:的?存款)?|[存攒]了{AMOUNT})",
                before=4,
                after=36,
            ),
            "account_balance",
            weight=-0.8,
        ),
    ),
    against="利率|年化|额度最高|最高可(?:贷|借)|起存|产品|优惠|本行|我行(?!贷款余额)|存量|新增贷款|不良贷款率|各项存款|LPR|银行间|全市|全省|全国|可申请|秒批|免抵押|利息计算|罚息按|亿元",
    void="^[0-9.]+%|^0+$",
)  # fmt: skip
