"""Whose address it is: what in the words around it says a person's, or an organisation's.

Labels (住址, 收货地址), verbs (家住, 寄到), a name or number of a person beside it speak for a person; the name
of an organisation around it, words of offices, shops, trade and events against one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from menshen.engines.address import Address
from menshen.evidence import Cue
from menshen.late import late
from menshen.model import Block, Candidate, Evidence

__all__ = [
    "HAS_LABEL",
    "LABEL",
    "OFFICE",
    "ORGANISATION",
    "SPEAKS",
    "VERB",
    "Around",
    "is_hukou",
    "is_let",
    "labelled",
    "whose",
]  # fmt: skip

LABEL = Cue(
    "address of a person",
    words=("住址", "家庭住址", "家庭地址", "现住址", "现住地址", "居住地址", "居住地", "收货地址", "收件地址", "寄件地址", "联系地址", "通讯地址",
           "通信地址", "送达地址", "常住地址", "常住地", "暂住地址", "暂住地", "户籍地址", "户籍所在地", "户籍地", "户口所在地", "户口地址", "房屋坐落",
           "房屋地址", "房号", "住所", "住所地", "现居住地", "现居地", "现居", "邮寄地址", "投递地址", "派送地址", "配送地址", "收件", "家庭地点", "楼栋房号",
           "送货地址", "取件地址", "上门地址", "安装地址", "装机地址", "地址", "用电地址", "房产地址", "坐落", "住宅地址", "小区楼栋", "楼栋", "户籍", "户口",
           "住處", "住址", "地址", "現居", "户址", "房间号", "门牌号", "门牌"),
    keys=("address", "addr", "home_address", "ship_to", "deliver_to", "zz", "dz", "jtzz", "lxdz", "hjdz"),
    label=4.0,
    context=1.0,
)  # fmt: skip
VERB = "(?:家住|现住|租住|暂住|居住|搬住|住)(?:在|于|到|址)?|(?:寄|送|搬|发|派|邮|快递)(?:到|至|往|去|给)|搬家到|回到家|上门到|家在|家里?[是在]|房子在|地址[是在改为]|收:|寄:"
OFFICE = late(
    "(?:公司|单位|办公|景区|酒店|园区|注册|经营|营业|生产|学校|门店|店铺|医院|机构|企业|厂|总部|网点|项目|施工|会议|活动|开庭|考试|考点|面试|报名|法院|展会|"
    "工作|上班|办事|服务|演出|集合|事发|案发|比赛|店|馆|就诊|住所地?|开标|投标|采购|接种|签到|领取|领奖|工程|建设|场|校|院)"
    "[ ]?(?:所在)?(?:地址|地点|地|住所地?|坐落)[^\n。;]{0,6}\\Z|"
    "(?:(?<!房屋)位于|地处|设在|设于|驻地|途经|开往|沿线|总部|公交|举行|举办|召开|开业|门店|营业|本店|我司|我院|我校|仓库|IP|ip|网址|邮箱|URL)[^\n。;]{0,10}\\Z"
)
_ORG_BEFORE = late("(?:公司|医院|法院|政府|局|银行|大学|学院|中学|小学|店|酒店|饭店|餐厅|中心|委员会|派出所|事务所|研究所|厂|集团|分行|支行|馆|所(?!在)|处(?!于))[^\n。;]{0,14}\\Z")  # fmt: skip
_ORG_NEAR = late(
    "公司|集团|医院|法院|政府|分行|支行|研究院|研究所|门店|售楼处|招标|采购|代理机构|电话:[ ]?0[0-9]{2,3}|热线|客服"
)
_ORG_AFTER = late(
    "[ ]?[(]?(?:[一-鿿]{0,14}?(?:有限公司|公司|法院|医院|银行|支行|分行|大学|学院|中学|小学|幼儿园|派出所|分局|公安局|检察院|政府|委员会|研究所|事务所|"
    "门诊|诊所|药店|超市|酒店|饭店|宾馆|餐厅|饭馆|旗舰店|专卖店|分店|门店|店|厂|馆|局|站|集团|工地|项目部|仲裁庭|法庭|会议室|报告厅|展厅|礼堂|办公室|窗口|服务中心|银行)"
    "|号?铺|商铺|柜台|档口|举行|召开|举办|开庭|开业|公开审理|开标|[^。;\n]{0,6}(?:集合|开会|参加|开盘|成交|加推|均价|在售|热销))"
)
_HUKOU = late("(?:户籍|户口|戶籍)(?:所在)?(?:地址|地|登记地|登记地址|住址)?[^\n。;]{0,8}\\Z")
_RENT = late("(?:出租|承租|租赁|租给|招租|转租|整租|合租|求租|月租|房租)[^\n。;]{0,16}\\Z")
_RENT_AFTER = late("[^\n。;]{0,8}(?:出租|整租|招租|转租|合租|月租|押一付)")
_PERSON_LABEL = late(
    "姓 {0,3}名|收件人|收货人|寄件人|联系人|户主|患者|原告|被告人?|申请人|业主|租客|房东|身份证|出生|[日月年]生|性 {0,3}别|男,|女,|,男|,女|收件|先生|女士|老师收|住户|当事人|嫌疑人|死者|承租|出租"
)
_ANY_LABEL = late(
    "(?:^|[^一-鿿]|(?<![一-鿿]{2})[的其店我])(?:地[ ]{0,4}址|坐落|门牌号?)(?:[是在为于:= ]{1,4})\\Z",
    re.MULTILINE,
)
_PHONE = late(
    "(?<![0-9])1[3-9][0-9]{9}(?![0-9])|(?<![0-9])1[3-9][0-9][ -][0-9]{4}[ -][0-9]{4}(?![0-9])|(?<![0-9])09[0-9]{2}-?[0-9]{3}-?[0-9]{3}(?![0-9])|1[3-9][0-9]\\*{4}[0-9]{4}"
)
_RECEIVED = late("[ ,:]{0,3}[一-鿿·]{2,8}[ (]{0,2}收(?![入费到取藏购])")  # fmt: skip
_LIST = late("房号|楼栋|业主|住户|门牌|户主")
_PERHAPS = late("电话|手机|微信|[0-9]岁|客户|甲方|乙方|他|她|我")
_OWNERS = late("业主|房号|住户|几栋|楼上|楼下|邻居|物业|我家|我们家|他家|她家|门禁|户主|房间|漏水|快递|放门口|外卖|门口|家里|敲门|上门|谁家|租房|群里|家的|[0-9]栋")  # fmt: skip
_MARKET = late("开盘|成交|加推|均价|在售|热销|楼盘|封顶|竣工|施工")
_SAMPLE = late("(?:示例|样例|例如|比如|如:|格式|填写|测试|虚构)[^\n。;]{0,12}\\Z")
_SAYS = Evidence("label", 1.25, "whose: a label that any address may have")
SPEAKS = Evidence("label", 4.0, "whose: label, a word of living or sending stands before it")
HAS_LABEL = Evidence("label", 4.0, "whose: label")
_PERSON = Evidence("beside", 2.5, "whose: person beside")
_MAYBE = Evidence("beside", 1.0, "whose: perhaps a person beside")
_NEIGHBOURS = Evidence("context", 2.0, "whose: person beside, talk of neighbours and homes")
ORGANISATION = Evidence("context", -7.5, "whose: organisation")
_NEAR_ORGANISATION = Evidence("context", -2.0, "whose: organisation beside")
_EXAMPLE = Evidence("sample", -6.0, "said to be an example")
_ORG_SEAT = late(
    "(?:公司|集团|医院|银行|支行|分行|商行|合作社|事务所|委员会|中心|厂|店)[ ]?[,:]?[ ]?(?:住所地?|地址|所在地)[^\n。;]{0,6}\\Z"
)


class Around(NamedTuple):
    """The folded text around an address: up to 40 characters before and after it."""

    before: str
    after: str

    @property
    def clause(self) -> str:
        """What stands before it in the same sentence."""
        return re.split("[。;]", self.before)[-1]

    @property
    def line(self) -> str:
        """What stands before it in the same line."""
        return self.before.rpartition("\n")[2]


def is_let(around: Around) -> bool:
    """Say whether an address is clearly the object of a lease."""
    return bool(_RENT.search(around.clause) or _RENT_AFTER.match(around.after))


def is_hukou(around: Around) -> bool:
    """Say whether an address is said to be that of a household registration."""
    return _HUKOU.search(around.clause) is not None


def labelled(block: Block, candidate: Candidate, text: str, start: int) -> Evidence | None:
    """Return the evidence of a label or verb before the address or over its column."""
    names = block.labels(candidate.span.start)
    if names and LABEL.in_names(names) is not None:
        return HAS_LABEL
    if _ANY_LABEL.search(text, max(0, start - 12), start):
        return _SAYS
    if re.search(f"(?:{VERB})[ :,]{{0,3}}\\Z", text[max(0, start - 12) : start]):
        return SPEAKS
    found = LABEL.in_text(text, start)
    return HAS_LABEL if found is not None and found.kind == "label" else None


def whose(
    text: str, address: Address, label: Evidence | None, around: Around
) -> Iterator[Evidence | None]:
    """Yield what says whose address it is, in the folded text it stands in."""
    yield label
    yield _organisation(label, around)
    if label is None and _MARKET.search(around.before + around.after[:16]):
        yield _NEAR_ORGANISATION
    if _SAMPLE.search(around.clause):
        yield _EXAMPLE
    yield _person(text, address, around)


def _organisation(label: Evidence | None, around: Around) -> Evidence | None:
    """Return what an organisation's name around an address says."""
    clause, after = around.clause, around.after
    office = OFFICE.search(clause) is not None and not is_let(around)
    if office or _ORG_SEAT.search(clause):
        return ORGANISATION
    if _ORG_AFTER.match(after):
        return _NEAR_ORGANISATION if label in {HAS_LABEL, SPEAKS} else ORGANISATION
    near = label is not SPEAKS and _ORG_BEFORE.search(clause.rpartition(",")[2])
    if near or (label in {_SAYS, None} and _ORG_NEAR.search(around.before)):
        return _NEAR_ORGANISATION
    return None


def _person(text: str, address: Address, around: Around) -> Evidence | None:
    """Return what says that a person is beside an address, or that people talk of their homes."""
    before, after, start = around.before, around.after, address.span.start
    phone = _PHONE.search(after[:24]) or _PHONE.search(before[-24:])
    if phone or _RECEIVED.match(after) or _PERSON_LABEL.search(around.line):
        return _PERSON
    homes = set(address.kinds) & {"room", "unit", "building"} and _OWNERS.search(
        before + after[:16]
    )
    if homes or (
        all(p.seen.isascii() for p in address.parts)
        and _LIST.search(text, max(0, start - 600), start)
    ):
        return _NEIGHBOURS
    if _PERHAPS.search(around.line) or _PERHAPS.search(after[:16]):
        return _MAYBE
    return None
