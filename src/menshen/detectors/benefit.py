"""补贴、救助与社保待遇 · Subsidies, relief and social insurance benefits.

## What it finds
That a person is on relief (低保户, 五保, 建档立卡贫困户, 特困供养), draws a subsidy, grant or stipend (高龄补贴每月100元,
国家助学金3300元) or a benefit of social insurance (失业金, 生育津贴).

## How it decides
The label decides; in prose a person near it or a record, and for a bare scheme a verb of receiving.
Policies, notices on how to apply and totals of a county speak of nobody.

## Known limits
Contributions to social insurance are read only behind a label.

## References
- 社会救助暂行办法; 社会保险法

>>> DETECTOR.types
('welfare_status', 'gov_subsidy', 'social_insurance')
"""

from __future__ import annotations

from menshen.engines.stated import AMOUNT, MONEY, Form, Stated, labelled
from menshen.evidence import Cue
from menshen.late import late
from menshen.model import Pattern

_WELFARE = Cue(
    "welfare status",
    words=("低保类别", "救助类别", "困难类别", "困难类型", "贫困类型", "困难等级", "优抚类别", "人员类别", "保障类别", "家庭类型", "救助类型", "享受待遇", "享受政策", "低保金", "月低保金", "保障金额", "救助金额", "家庭经济情况", "困难情况"),
    keys=("welfare_type", "welfare_status"),
)  # fmt: skip
_SUBSIDY = Cue(
    "subsidy",
    words=("补贴金额", "补助金额", "补贴项目", "补助项目", "补贴类型", "资助项目", "资助金额", "助学金", "高龄津贴", "高龄补贴", "残疾人补贴", "享受补贴", "领取补贴", "补贴名称", "助学金等级", "奖学金"),
    keys=("subsidy_amount", "subsidy"),
)  # fmt: skip
_SOCIAL = Cue(
    "social insurance",
    words=(
        "社保缴费基数",
        "缴费基数",
        "社保缴纳",
        "社保情况",
        "参保状态",
        "参保险种",
        "参保类型",
        "失业金",
        "失业保险金",
        "生育津贴",
        "社保状态",
        "参保情况",
    ),
    keys=("social_insurance",),
)
_KIND = "低保|五保|特困|建档立卡|脱贫|贫困|困难|孤儿|优抚|烈属|军属|边缘|残疾|一般|城镇|农村|监测"
_STATUS = (
    "(?:城镇|城市|农村|农)?低保(?:户|对象|家庭|人员|边缘户|边缘家庭)|五保(?:户|老人|供养对象|供养)|(?:分散|集中)?特困(?:供养)?(?:人员|对象|户|供养)|"
    "建档立卡(?:贫困)?(?:户|家庭|人口|学生)|(?:已)?脱贫(?:不稳定)?户|(?:边缘易致贫|突发严重困难|防返贫监测)户|(?:一般)?贫困(?:户|家庭|学生|生)|低收入(?:家庭|户)|"
    "(?:享受|纳入|办理了?|有|吃着?|是|领取?|吃|申请了?|评上了?|评为|批了)(?:城镇|城市|农村)?(?:低保|五保|特困供养)(?:待遇|金|补助|(?![一-鿿]))|(?<!城镇)(?<!农村)(?<!城市)(?<!城乡)(?:低保|五保|烈属|军属|特困)(?=[,。;\n(]|\\Z)"
)
_NAMES = "临时救助|医疗救助|高龄(?:补贴|津贴)|护理补贴|生活补贴|残疾人?(?:两项)?补贴|养老(?:服务)?补贴|困难补助|生活补助|临时补助|丧葬费|抚恤金|优抚金|优待金|助学金|奖学金|励志奖学金|慰问金|救助金|低保金|租房补贴|住房补贴|人才补贴|购房补贴|育儿补贴|种粮补贴|耕地(?:地力保护)?补贴|农机补贴|创业补贴|就业补贴|公益性岗位补贴|安家费|生育补贴|独生子女费|计生奖扶|退役金|移民补贴|残疾补贴|取暖补贴|临时救助金|家电补贴|家电国补|置换补贴|以旧换新补贴|购车补贴|农机购置补贴|粮食直补|危房改造补助|危房改造补贴|独生子女父母奖励|奖励扶助金?|遗属补助|遗属费|救济金|救济款|高龄钱|低保钱|安葬费"
_HEAD = late(
    ".*(?:领取?了?|享受了?|发放?了?|申领|获得?了?|拿了?|得到|给予|评上|申请|评为|收到|有|我|他|她|的|本人|家庭)(?=[一-鿿]{3})"
)
_SCHEME = f"(?:国家|省|市|区|县|农村|城镇|一次性|重度|困难|[一-鿿]{{0,4}}?)(?:{_NAMES})"

DETECTOR = Stated(
    "benefit",
    (
        labelled("welfare_field", "welfare_status", _WELFARE, f"(?=[^\n,。;:]{{0,8}}(?:{_KIND}))[一-鿿、()]{{2,16}}|{MONEY}|[0-9]{{2,5}}(?:\\.[0-9]{{1,2}})?(?![0-9年])", 34),
        labelled("subsidy_field", "gov_subsidy", _SUBSIDY, f"{MONEY}|[0-9]{{2,6}}(?:\\.[0-9]{{1,2}})?(?![0-9年])|[一-鿿]{{2,14}}(?:补贴|补助|津贴|助学金|奖学金|救助)[^\n,。;]{{0,10}}|[一二三]等|[一二三]档", 40),
        labelled("social_field", "social_insurance", _SOCIAL, f"{MONEY}|[0-9]{{3,6}}(?:\\.[0-9]{{1,2}})?(?![0-9年])|(?:正常)?(?:参保|缴费|停保|断缴)[^\n,。;]{{0,10}}|[一-鿿、]{{2,20}}(?:保险|养老|医疗|医保)", 40),
        Form(
            Pattern(
                "status",
                trigger="低保|五保|特困|建档立卡|脱贫|贫困户|贫困家庭|贫困学生|贫困生|边缘易致贫|突发严重|防返贫|低收入家庭|低收入户|享受|纳入|办理|评上|烈属|军属",
                regex=f"(?P<v>(?:{_STATUS})(?:,?每月[^,。;\n]{{0,4}}{AMOUNT})?)(?!的?(?:认定|标准|政策|条件|申请|工作|审核|评定|走访|台账|名单|登记表|花名册|审批表|申请表|信息|档案|人数|总数|动态|管理|比例|条例|资金|对象))",
                before=12,
                after=44,
            ),
            "welfare_status",
            weight=-0.4,
        ),
        Form(
            Pattern(
                "scheme",
                trigger="救助|津贴|补贴|补助|丧葬费|抚恤金|优抚金|优待金|助学金|奖学金|慰问金|救助金|低保金|安家费|奖扶|退役金|独生子女费",
                regex=f"(?:领取?|享受|发放?|申领|获得?|拿|得到|给予|评上|申请|评为|收到|有)[^,。;\n]{{0,8}}?(?P<v>{_SCHEME}[^,。;\n0-9一二两三四五六七八九十]{{0,4}}(?:[,:]?{MONEY})?)",
                before=26,
                after=34,
            ),
            "gov_subsidy",
            weight=-1.0,
            head=_HEAD,
        ),
        Form(
            Pattern(
                "amount",
                trigger="直补|国补|父母奖励|遗属费|救济金|救济款|高龄钱|低保钱|安葬费|救助|津贴|补贴|补助|丧葬费|抚恤金|优抚金|优待金|助学金|奖学金|慰问金|救助金|低保金|安家费|奖扶|退役金|独生子女费",
                regex=f"(?P<v>{_SCHEME}(?:每[月年季]|一等|二等|三等|[:,共计约为]){{0,3}}[ ]?{AMOUNT})",
                before=12,
                after=40,
            ),
            "gov_subsidy",
            weight=-0.4,
            head=_HEAD,
        ),
        Form(
            Pattern(
                "insured",
                trigger="失业金|失业保险金|生育津贴|工伤待遇|工伤保险|伤残津贴|养老保险|社保断|社保缴",
                regex=f"(?P<v>(?:每月)?(?:领取?着?|申领|享受|发放?|拿)[^,。;\n]{{0,5}}(?:失业(?:保险)?金|生育津贴|工伤(?:保险)?待遇|伤残津贴)(?:[^,。;\n0-9]{{0,4}}{AMOUNT})?|(?:失业(?:保险)?金|生育津贴|伤残津贴)[^,。;\n0-9]{{0,4}}{AMOUNT}|社保(?:已)?断缴[^,。;\n]{{0,6}}|社保(?:已)?缴[纳了费]*[^,。;\n]{{0,2}}[0-9]+[年个]月?)",
                before=16,
                after=34,
            ),
            "social_insurance",
            weight=-0.4,
        ),
    ),
    against="符合条件|可(?:按|以|享受|申请|领取|获)|按规定|政策|办法|标准(?!:)|对象为|范围|发放对象|全[县市区省国镇村]|累计发放|共发放|共有|[0-9]+[户名人](?![,男女])|万户|万人|如何|怎么|流程|办理条件|所需材料|均可|凡|可领|请求解决|申请办理|脱贫攻坚|扶贫(?!干部)|惠及",
    void="^0+$",
)  # fmt: skip
