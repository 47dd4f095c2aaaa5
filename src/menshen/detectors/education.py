"""学历 · Education.

## What it finds
The level or degree of a person (初中, 大专, 本科, 硕士研究生) behind 学历 or 文化程度, as an item of a list (`汉族，初中文化，`), and
told of somebody (大专毕业, 研究生学历).

## How it decides
A label decides; an item needs attributes beside it; prose needs a person near it. 本科及以上学历 is what
an employer asks for, 高中生 and 小学教育 are groups and institutions.

## Known limits
The subject studied is not reported.

## References
- GB/T 4658-2006, 学历代码

>>> DETECTOR.types
('education',)
"""

from __future__ import annotations

from menshen.engines.stated import Form, Stands, Stated, labelled
from menshen.evidence import Cue
from menshen.fields import CLOSE, OPEN
from menshen.model import Pattern

_CUE = Cue(
    "education",
    words=("学历", "文化程度", "最高学历", "学历学位", "教育程度", "受教育程度", "第一学历", "全日制学历", "在职学历", "学位", "最高学位", "文化水平", "学历层次", "教育水平", "学历/学位", "文化", "教育背景", "学历情况"),
    keys=("education", "degree", "edu_level", "xueli", "whcd"),
)  # fmt: skip
_LEVEL = "(?:全日制|在职|非全日制|统招|自考|成人|函授)?(?:博士后|博士研究生|博士|硕士研究生|硕士|研究生|双学位|大学本科|大学专科|本科|大学|大专|专科|高职|中专|中技|职高|技校|高中|初中|小学|文盲|半文盲|学龄前|学士|MBA|EMBA)"
_MORE = "(?:学历|学位|文化程度|文化|毕业|肄业|在读|结业|程度)"
_FIELD = f"(?:[一-鿿]{{2,4}}学)?{_LEVEL}{_MORE}?(?:[/、(]{_LEVEL}(?:学位)?[)]?)?"

DETECTOR = Stated(
    "education",
    (
        labelled("field", "education", _CUE, f"{_FIELD}(?!及以上|以上|或以上|[生院部校]|及其以上|起点)", 34, bare=True, guard="(?<!要求)(?<!继续)(?<!传统)"),
        Form(
            Pattern(
                "item",
                trigger="博士|硕士|研究生|本科|大学|大专|专科|高职|中专|中技|职高|技校|高中|初中|小学|文盲|学士",
                regex=f"(?<={OPEN})(?P<v>{_LEVEL}{_MORE}?)(?={CLOSE}|\\Z)",
                before=8,
                after=8,
            ),
            "education",
            Stands.ITEM,
            -2.2,
        ),
        Form(
            Pattern(
                "line",
                trigger="博士|硕士|研究生|本科|大专|专科|高职|中专|高中|初中|学士",
                regex=f"(?:大学|学院|学校|中学|技校|职高)[^\\n。;:]{{0,24}}?[ |\\t,/(](?P<v>{_LEVEL}{_MORE}?)(?={CLOSE}|\\Z)",
                before=48,
                after=8,
            ),
            "education",
            weight=1.8,
        ),
        Form(
            Pattern(
                "told",
                trigger="学历|学位|文化|毕业|肄业|在读|读博|读研",
                regex=f"(?<!有)(?P<v>{_LEVEL}(?:学历|文化程度|文化|毕业|肄业|在读|结业|程度|(?<=[得获].{{2}})学位|(?<=[得获].{{5}})学位))(?!及以上|以上|的(?:人|比例|员工|占)|生|典礼|证|于|论文|答辩|设计|院校|学校|照|率|考试)",
                before=16,
                after=12,
            ),
            "education",
            weight=-0.4,
        ),
    ),
    against="及以上|以上学历|学历要求|要求[:,]|不限|占比|比例|优先|条件|报考|招生|认证|提升|补贴|适龄|成绩查询|专升本|培训|辅导|学历提升|人数|均为",
)  # fmt: skip
