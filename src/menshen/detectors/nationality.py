"""国籍 · Nationality.

## What it finds
The name of a country behind 国籍, and 中国籍, 美国籍 as an item beside other attributes of a person.

## How it decides
The label decides; an item needs other attributes beside it.

## Known limits
Birthplaces abroad and languages say nothing of nationality. Codes of three letters are read only behind a label.

## References
- GB/T 2659.1-2022, 世界各国和地区及其行政区划名称代码

>>> DETECTOR.types
('nationality',)
"""

from __future__ import annotations

from menshen.engines.stated import Form, Stands, Stated, labelled
from menshen.evidence import Cue
from menshen.fields import CLOSE, OPEN
from menshen.model import Pattern

_CUE = Cue(
    "nationality",
    words=("国籍", "国籍地区", "國籍", "国籍/地区"),
    keys=("nationality", "citizenship"),
)
_COUNTRY = (
    "中国|中华人民共和国|美国|英国|法国|德国|日本|韩国|朝鲜|俄罗斯|加拿大|澳大利亚|新西兰|新加坡|马来西亚|泰国|越南|缅甸|老挝|柬埔寨|菲律宾|印度尼西亚|印尼|印度|巴基斯坦|孟加拉国?|尼泊尔|"
    "斯里兰卡|蒙古国?|哈萨克斯坦|乌兹别克斯坦|吉尔吉斯斯坦|塔吉克斯坦|土耳其|伊朗|伊拉克|沙特阿拉伯|沙特|阿联酋|以色列|埃及|南非|尼日利亚|肯尼亚|埃塞俄比亚|加纳|刚果[(]?[金布]?[)]?|意大利|西班牙|葡萄牙|荷兰|比利时|"
    "瑞士|瑞典|挪威|丹麦|芬兰|波兰|捷克|匈牙利|奥地利|希腊|乌克兰|白俄罗斯|爱尔兰|巴西|阿根廷|智利|秘鲁|墨西哥|古巴|哥伦比亚"
)

DETECTOR = Stated(
    "nationality",
    (
        labelled("field", "nationality", _CUE, f"(?:{_COUNTRY})(?:国?籍)?|(?:CHN|USA|GBR|JPN|KOR|FRA|DEU|CAN|AUS|RUS|VNM|Chinese|American|British|Japanese|Korean)(?![A-Za-z])", 30),
        Form(
            Pattern(
                "item",
                trigger="国籍|本籍|加拿大籍|澳大利亚籍|新加坡籍|俄罗斯籍|罗斯籍|亚籍|南籍|国籍,|坡籍|甸籍|宾籍|度籍",
                regex=f"(?<={OPEN})(?P<v>(?:{_COUNTRY})国?籍)(?={CLOSE}|\\Z|男|女|人士)",
                before=12,
                after=5,
            ),
            "nationality",
            Stands.ITEM,
            -1.5,
        ),
    ),
    against="具有.{0,12}国籍的|须|应当|限(?:制)?|航班|船舶|货轮|球员名额",
)  # fmt: skip
