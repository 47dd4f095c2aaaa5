"""学校 · School.

## What it finds
The school or university a person attends or attended: behind 学校, 毕业院校, 就读学校 …; in prose (就读于市实验小学,
毕业于某大学, 在县一中读高二, 某大学大三学生); and in lines of a CV (`2015.09-2019.06 某大学`).

## How it decides
A label decides; in prose a verb of learning or a class behind the name, and a person near it.
Admissions, rankings and news of a school speak of nobody.

## Known limits
A class alone (高二3班) and schools known by an abbreviation of two characters are not read.

## References
- 学校名称管理 rules: 大学, 学院, 中学, 小学 end the names of schools

>>> DETECTOR.types
('school',)
"""

from __future__ import annotations

import re

from menshen.engines.stated import Form, Stands, Stated, labelled
from menshen.evidence import Cue
from menshen.fields import CLOSE, OPEN
from menshen.late import late
from menshen.model import Pattern

_CUE = Cue(
    "school",
    words=(
        "学校", "毕业院校", "毕业学校", "就读学校", "学校名称", "院校", "母校", "毕业院校及专业", "就读院校", "所在学校", "毕业院校/专业", "录取院校", "毕业高校", "本科院校", "本科学校", "研究生院校", "高中学校", "就读幼儿园",
        "幼儿园", "所在院校", "大学", "高校", "在读学校", "现就读学校", "学籍学校", "校名", "原就读学校", "就读单位", "教育背景", "教育经历", "学历及毕业院校", "毕业于",
    ),
    keys=("school", "university", "school_name", "college", "graduated_from", "byyx"),
)  # fmt: skip
_ENDS = "大学|学院|中学|小学|幼儿园|学校|职高|技校|职教中心|党校|附中|附小|[一二三四五六七八九十实外育]中|实验[中小]学|[一二三四五六七八九十](?:中|小)|中心校|完小|高中|初中部|高级中学|师范|高专|卫校|体校|艺校|托儿所|外国语|(?:师大|农大|医大|理工|财大|政法|工大|科大|林大|海事)(?!大|学|附)"
_NAME = f"[一-鿿A-Za-z0-9()·]{{1,20}}?(?:{_ENDS})(?:[一-鿿]{{2,10}}(?:学院|系|校区|分校|附中|附小|附属小学|附属中学))?(?:\\([一-鿿]{{2,6}}\\))?"
_SHORT = "清华|北大|复旦|上海交大|西安交大|交大|浙大|南大|武大|中大|人大|北师大|华师大|哈工大|同济|南开|厦大|川大|山大|华科|华农|北航|北理工|西工大|中科大|东南|吉大|兰大|郑大|湖大|云大"
_CLASS = "(?:大[一二三四五]|高[一二三]|初[一二三]|[一二三四五六七八九]年级|研[一二三]|[0-9]{4}级|[小中大]班|[一-鿿]{2,10}专业|本科|读书|上学|念书|就读|读[高初大研小博]|读[一二三四五六]|上[高初大小][一二三四中学班]|在读|学习|毕业|求学|念|读|任教)"
_GENERIC = late(
    "(?:一[所个家]?|某|这|那|该|本|我|各|全|哪|什么|重点|普通|民办|公办|名牌|好|同一?所?|老家|县|镇|村|市|外地|国外|附近|当地|家门口的?|城里|农村|乡镇|里|的|双一流|职业|高等|全日制|在|了|上|考|读)*"
    "(?:大学|学院|中学|小学|幼儿园|学校|高中|职高|技校|党校|师范|高级中学|外国语|驾校)"
)
_HEAD = late(
    ".*(?:我|他|她|目前|现在|儿子|女儿|孩子|弟弟|妹妹|哥哥|姐姐|侄子|孙子|孙女|外孙|表弟|表妹|老公|老婆|考[上入取]了?|毕业于|就读于?|[在从到于是])(?=[一-鿿A-Z]{2})"
)


def _particular(name: str) -> bool:
    """Say whether the value is the name of one school, not a word for any."""
    return _GENERIC.fullmatch(name) is None and re.search("驾校|高中生|小学生|[的了]", name) is None


def _prose(name: str, trigger: str, regex: str, weight: float, before: int, after: int) -> Form:
    return Form(
        Pattern(name, trigger, regex, before, after),
        "school",
        weight=weight,
        check=_particular,
        head=_HEAD,
    )


_AFTER = "(?=[,。;、!\n()的 ]|[一-鿿]{2,10}(?:专业|系|学院|学)|读|上|毕业|就读|大[一二三四]|高[一二三]|初[一二三]|[一二三四五六]年级|本科|[0-9]{4}级|\\Z)"

DETECTOR = Stated(
    "school",
    (
        labelled("field", "school", _CUE, f"{_NAME}|{_SHORT}", 40,
                 guard="(?<!申报)(?<!主办)(?<!承办)(?<!报考)(?<!招生)(?<!意向)(?<!目标)")._replace(check=_particular),
        _prose("attends", "就读|毕业于|毕业院校|考上|考入|考取|录取|保送|入读|转学|转入|升入|在读于|肄业于|求学于|上的|念的|读的",
               f"(?:就读于?(?:在|的)?|毕业于|考上了?|考入了?|考取了?|被|保送(?:到|至)?|入读|转学?(?:到|至|入)|升入|肄业于|求学于|[上念读]的是?)(?P<v>{_NAME}|{_SHORT}){_AFTER}", 0.0, 4, 44),
        _prose("reads", "读高|读初|读大|读研|读小|读一|读二|读三|读四|读五|读六|上高|上初|上大|上小|上一|上二|上三|上四|上五|上六|读书|上学|念书|就读|毕业|在读|年级|大一|大二|大三|大四|高一|高二|高三|初一|初二|初三|级学|读博|研一|研二|研三|念高|念初|念大|上中|学读|在念|大班|中班|小班",
               f"(?:[在从于是系到,:(我他她]|(?<![一-鿿]))(?P<v>{_NAME}|{_SHORT})(?:[^,。;\n]{{0,8}}?)(?:读[高初大研小博一二三四五六书]|上[高初大小一二三四五六学]|念[书高初大]|就读|毕业|在读|[一二三四五六]年级|大[一二三四]|高[一二三]|初[一二三]|研[一二三]|[0-9]{{4}}级|(?:上|读)?[大中小]班|读博|在念)(?!生活|典礼|照|率|证书?|设计|论文|以上)", -0.3, 40, 6),
        _prose("pupil", "学生|学员|研究生|博士生|本科生",
               f"(?:系|是|[,:(]|(?<![一-鿿]))(?P<v>{_NAME}|{_SHORT})(?:[一-鿿]{{0,10}}(?:班|专业|级|年级))?(?:在校|在读|应届|的)?(?:大学生|学生|学员|研究生|博士生|本科生)(?=[一-鿿]{{2,4}}[,。;(:\n、]|[,。;\n]|\\Z)", -0.5, 40, 14),
        _prose("career", "大学|学院|中学|小学|学校|一中|二中|三中|四中|附中|高中|技校|师范",
               f"(?<![0-9])(?:19|20)[0-9]{{2}}[./年-][01]?[0-9]?月?[ ]?(?:[-~—至到]+|--)[ ]?(?:(?:19|20)[0-9]{{2}}(?:[./年-][01]?[0-9]?月?)?|至今|今)[ ,:|\t在]{{0,4}}(?P<v>{_NAME})(?=[ ,。;|\t\n(/读]|[一-鿿]|\\Z)", 2.5, 48, 18),
        _prose("from", "大学的|学院的|一中的|二中的|附中的|中学的|小学的", f"(?:是|我们|在)(?P<v>{_NAME})的(?=[,。;吗吧!?\\n]|学生|老师|\\Z)", -0.8, 26, 3),
        _prose("only", "大学|学院|中学|小学|幼儿园|一中|二中|三中|四中|附中", f"(?:(?<=[,、|\\t])|(?<=[,、|] ))(?P<v>{_NAME})(?=[,。;、|\\t\\n]|[高初大][一二三四]|[一二三四五六]年级|\\Z)", -1.6, 26, 4),
        Form(
            Pattern("item", trigger="大学|学院|中学|小学|幼儿园",
                    regex=f"(?<={OPEN})(?P<v>[一-鿿]{{2,12}}(?:大学|学院|中学|小学|幼儿园))(?=[ ,]{{1,2}}[一-鿿]{{2,12}}(?:专业|系)?[ ,]{{1,2}}(?:本科|硕士|博士|大专|学士|研究生))(?<!{CLOSE})",
                    before=16, after=28),
            "school", Stands.PROSE, 0.0, _particular),
    ),
    against="招生|排名|录取分数|校友会|校庆|开学典礼|举办|承办|教授表示|研究团队|课题组|附近|对口|学区房|距离|地铁|公交|项目|招标|采购|建设|捐赠|论文|专利|双一流名单",
    void="^(?:[0-9]|名称|地址|电话|规模|简介)",
)  # fmt: skip
