"""收入 · Income.

## What it finds
The amount a person earns or draws as a pension: behind 月收入, 工资, 年薪 …, and told of somebody (我每月到手八千,
月薪1.2万, 退休金3600元).

## How it decides
The label decides. In prose a word of earning stands before the amount and a person near it; means,
advertisements for jobs and rules (最低工资标准, 人均可支配收入) speak of nobody.

## Known limits
Amounts of a transfer or of a single bonus are not income. A bare number without 元 is read only behind a label.

## References
- GB/T 35273-2020, annex A (个人财产信息)

>>> DETECTOR.types
('income',)
"""

from __future__ import annotations

from menshen.engines.stated import AMOUNT, MONEY, Form, Stated, labelled
from menshen.evidence import Cue
from menshen.model import Pattern

_CUE = Cue(
    "income",
    words=(
        "月收入", "年收入", "月薪", "年薪", "月工资", "税前月薪", "税后月薪", "税前收入", "税后收入", "基本工资", "岗位工资", "绩效工资", "应发工资", "实发工资", "工资收入",
        "家庭年收入", "家庭月收入", "家庭收入", "家庭人均收入", "个人收入", "个人年收入", "收入情况", "收入状况", "收入水平", "月均收入", "经济收入", "收入", "工资", "薪资", "薪酬",
        "退休金", "养老金", "实发", "应发", "实发合计", "应发合计", "目前薪资", "现薪资", "当前薪资", "年终奖", "底薪", "提成", "税前年薪", "税后工资", "税前工资", "实发金额",
    ),
    keys=("salary", "income", "monthly_income", "annual_income", "monthly_salary", "annual_salary", "wage"),
)  # fmt: skip
_EARNS = "日薪|时薪|日结|分红|月薪|年薪|月工资|月收入|年收入|工资|薪水|退休金|养老金|底薪|收入|到手|月入|年入|提成|年终奖|奖金|挣|赚|津贴"
_UNIT = "[0-9][0-9,]{3,9}(?:\\.[0-9]{1,2})?(?![0-9年.%]|[ ]?[人户笔])"
_EVEN = (
    "(?:[^,。;\n0-9:一二两三四五六七八九十]{0,7}?[,:]?[^,。;\n0-9:一二两三四五六七八九十]{0,3}?)"
)

DETECTOR = Stated(
    "income",
    (
        labelled(
            "field",
            "income",
            _CUE,
            f"(?:约|每月|每年|月均|税[前后])?(?:[0-9.]{{1,6}}[-~至到])?{MONEY}(?:[-~至到]{AMOUNT})?|{_UNIT}(?:[-~]{_UNIT})?",
            40,
            guard="(?<!期望)(?<!要求)(?<!目标)(?<!最低)(?<!平均)(?<!人均)(?<!意向)(?<!营业)",
            bare=True,
        ),
        Form(
            Pattern(
                "told",
                trigger="日薪|时薪|日结|分红|月薪|年薪|工资|月收入|年收入|薪水|退休金|养老金|底薪|收入|到手|月入|年入|提成|年终奖|每月挣|一个月挣|每月赚|一个月赚|一年挣|一年赚|一月挣|一天挣|能挣|能赚",
                regex=f"(?<![均低])(?:{_EARNS})(?:是|有|为|合计|总共|加起来|大概|大约|约|才|就|只有|能?拿了?|就是|差不多|税前|税后|每月|一个月|也就|到手|现在|能有|涨到了?|在|不到|将近|[:(]){{0,4}}(?P<v>(?:[0-9.]{{1,6}}[-~至到])?{MONEY}|[1-9][0-9]{{3,5}}(?![0-9年.-~至])|(?:过|上|近|破)(?:[一二三四五六七八九十百]?[千万]|十万|百万)(?![一-鿿]?[户家]))(?!以上的|以下)",
                before=4,
                after=52,
            ),
            "income",
            weight=-0.5,
        ),
        Form(
            Pattern(
                "earns",
                trigger="每月|每个月|一个月|一月|一年|月均|年均|每年|一天|每天",
                regex=f"(?:每个?月|一个?月|一年|月均|年均|每年|一天|每天){_EVEN}(?:领|拿|挣|赚|入|到手|发|开|收入|工资|进账|能跑)(?:到手|大概|大约|约|个|到|就|才|也就|税前|税后){{0,3}}(?P<v>{MONEY})",
                before=4,
                after=46,
            ),
            "income",
            weight=-0.8,
        ),
        Form(
            Pattern(
                "paid",
                trigger="工资|薪水|退休金|养老金|收入",
                regex=f"(?:每个?月|一个月|每年)(?P<v>{AMOUNT})的?(?:工资|薪水|退休金|养老金|收入)",
                before=26,
                after=2,
            ),
            "income",
            weight=-0.4,
        ),
        Form(
            Pattern(
                "draws",
                trigger="每月|每个月|一个月|一年",
                regex=f"(?:(?<=[我他她爸妈])(?:每个?月|一个月|一年)(?:才|就|大概|也就|差不多)?|(?:每个?月|一个月)(?:才|就|也就|只有|能有))(?P<v>{MONEY}|[1-9][0-9]{{3,4}})(?=[,。;!?\n]|\\Z)",
                before=5,
                after=30,
            ),
            "income",
            weight=-0.5,
        ),
    ),
    against="人均可支配|平均工资|最低工资|起征点|社会平均|人均收入(?!:)|免征额|缴费基数|薪资范围|薪资待遇|待遇[:优]|面议|期望薪|要求月薪|意向薪|应届生|营业收入|营收|财政|公司收入|利润|票房|个税|税率|超过",
)
