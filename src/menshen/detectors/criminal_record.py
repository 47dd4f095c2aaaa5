"""违法犯罪记录 · Criminal record.

## What it finds
Convictions, detention, drugs, drunk driving and administrative penalties of a person: behind 前科, 违法犯罪记录, and told
(2015年因盗窃罪被判处有期徒刑六个月, 有吸毒史, 被行政拘留十日).

## How it decides
The label decides; else a person near it or a record of one. The law's own penalties (处三年以下有期徒刑),
crime statistics and lessons on crime speak of nobody.

## Known limits
The charge a running case is about is reported where it is said of a person.

## References
- 刑法; 治安管理处罚法

>>> DETECTOR.types
('criminal_record',)
"""

from __future__ import annotations

from menshen.engines.stated import Form, Stated, labelled, value
from menshen.evidence import Cue
from menshen.late import late
from menshen.model import Pattern

_CUE = Cue(
    "criminal record",
    words=("违法犯罪记录", "犯罪记录", "前科劣迹", "违法记录", "前科情况", "前科", "刑事处罚", "违法犯罪经历", "违法犯罪前科", "有无前科", "前科记录", "处罚记录"),
    keys=("criminal_record",),
)  # fmt: skip
_TERM = "[一二两三四五六七八九十0-9]{1,3}[ ]?(?:年|个?月|日|天)(?:[零又]?[一二两三四五六七八九十0-9]{1,3}个?月)?"
_HEAD = late(
    "[^,。;]*?(?=(?:[12][0-9]{3}年|曾|因|被|犯(?!罪)|判[处刑了]|有吸|有期|有.{0,4}前科|多次|系累))"
)
_CRIME = "[一-鿿]{2,14}?"

DETECTOR = Stated(
    "criminal_record",
    (
        labelled("field", "criminal_record", _CUE, value(50), 60),
        Form(
            Pattern(
                "sentenced",
                trigger="有期徒刑|无期徒刑|判处|拘役|行政拘留|刑事拘留|强制戒毒|强制隔离戒毒|社区戒毒|治安拘留|劳动教养|取保候审|逮捕|判刑|被判|管制|判了|拘留",
                regex=(
                    f"(?P<v>(?:(?:因|犯){_CRIME}罪?,?)?(?:[^,。;\n]{{0,10}})?(?:(?:被|判处)[^,。;\n]{{0,6}}?)?(?:有期徒刑{_TERM}(?:[,、]?缓刑{_TERM})?|无期徒刑|拘役{_TERM}|管制{_TERM}|"
                    f"行政拘留(?:{_TERM})?|(?:处以?)?(?:治安)?拘留{_TERM}|刑事拘留|强制(?:隔离)?戒毒(?:{_TERM})?|社区戒毒(?:{_TERM})?|劳动教养(?:{_TERM})?|取保候审|(?:执行|依法)逮捕|判刑{_TERM}|判了{_TERM}))(?!以[上下]|至|的(?:规定|条件|期限))"
                ),
                before=44,
                after=30,
            ),
            "criminal_record",
            weight=-0.4,
            head=_HEAD,
        ),
        Form(
            Pattern(
                "past",
                trigger="前科|刑满释放|吸毒史|吸毒人员|吸食冰毒|吸食毒品|吸毒被|醉驾|酒驾|醉酒驾|累犯|坐过牢|服刑|服过刑|缓刑|社区矫正|因吸毒|因赌博|因盗窃|因诈骗|因嫖娼|因打架|因故意|因寻衅|因危险|因酒驾|因醉驾|因非法|因涉嫌|犯罪前科",
                regex=(
                    "(?P<v>(?:有|系|曾)?[^,。;\n无有系曾]{0,8}?前科(?:人员|劣迹)?|刑满释放(?:人员)?|有?吸毒(?:史|人员|前科)|(?:曾|多次)?吸食(?:冰毒|毒品|海洛因|大麻)|曾?(?:因)?(?:醉驾|酒驾|醉酒驾驶)(?:被[^,。;\n]{1,14}|过)|系?累犯|坐过牢|服过刑|"
                    "(?:在[^,。;\n]{2,10})?服刑(?:[^,。;\n]{0,6})|社区矫正(?:人员|对象|期间)|(?:曾)?因(?:吸毒|赌博|盗窃|诈骗|嫖娼|打架斗殴|打架|故意伤害|寻衅滋事|危险驾驶|酒驾|醉驾|非法[一-鿿]{2,6}|涉嫌[一-鿿]{2,10})罪?,?被[^。;\n]{2,20})"
                ),
                before=14,
                after=44,
            ),
            "criminal_record",
            weight=-0.4,
            head=_HEAD,
        ),
    ),
    against="处[一二三四五六七八九十]+年以|以上[一二三四五六七八九十]+年以下|刑法|条|最高(?:可)?判|可能(?:面临|被判)|将被|依法(?:追究|给予)|应当|不得|规定|起案件|名犯罪|[0-9]+[起名]|同比|严厉打击|专项行动|普法|警示|提醒|切勿|拒绝酒驾|严禁|无犯罪记录证明|电影|小说",
    void="^(?:无|没有|未发现|未见|否认|不(?!良|法)|经查询,?无)",
)  # fmt: skip
