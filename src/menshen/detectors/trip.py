"""行程与住宿 · Journeys and stays of a person.

## What it finds
The clause that says which train, flight or ship a person took (乘坐G1284次列车前往沈阳), where he drove or flew,
and in which hotel and room he stayed (入住如家酒店302房); the hours and places of somebody infected or sought (7:30
从家步行至早餐店).

## How it decides
A verb of travelling with a train or flight number, or of staying with a hotel, and a person, a date
or a record near it; of movements by the hour, words of tracing. Timetables, tickets on offer and travel advice speak of nobody.

## Known limits
A journey told by places alone is found only with 自驾, 驾车, 乘车, 飞往, 去了趟, 出差 and the like.

## References
- GB/T 35273-2020, annex A; 旅馆业治安管理办法

>>> DETECTOR.types
('travel_itinerary', 'hotel_record', 'epidemic_record')
"""

from __future__ import annotations

import re

from menshen.engines.bearer import general, somebody
from menshen.evidence import Cue
from menshen.fields import field
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_HOTEL_CUE = Cue(
    "stay",
    words=(
        "入住酒店",
        "酒店名称",
        "入住旅馆",
        "旅馆名称",
        "住宿酒店",
        "下榻酒店",
        "酒店",
        "住宿",
        "入住",
        "住宿地点",
        "入住宾馆",
        "旅店名称",
    ),
    keys=("hotel", "hotel_name"),
)
_TRIP_CUE = Cue(
    "journey",
    words=(
        "行程",
        "出行方式",
        "行程信息",
        "行程安排",
        "出差行程",
        "航程",
        "乘车区间",
        "行程轨迹",
        "活动轨迹",
    ),
    keys=("itinerary", "trip", "route"),
)
_HOUSE = "酒店|宾馆|旅馆|旅店|招待所|民宿|客栈|度假村|公寓式?酒店|如家|汉庭|全季|7天|七天|锦江之星|亚朵|维也纳|速8|希尔顿|万豪|喜来登"
_NUMBER = "(?:[GDCZTKYL][0-9]{1,4}|[0-9A-Z]{2}[0-9]{3,4})(?![0-9A-Za-z])"
_REST = "[^,。;\n]{0,22}"
_WORD = Evidence("shape", -1.0, "a journey or a stay")
_RIDE = Evidence("shape", 0.1, "a train or a flight that was taken")
_LABEL = Evidence("label", 3.0, "stands behind its label")
_ROOM = Evidence("context", 1.5, "with the room")
_DATED = Evidence("context", 1.5, "with the day or the hour")
_TABLE = Evidence("context", -5.0, "a timetable, an offer or advice")
_SCHEDULE = late(
    "每[日天]|班次|开行|票价|增开|加开|列车运行|途经|时刻|售票|停运|晚点|旅客|乘客(?!姓名|:)|票务|官网|预订|优惠|攻略|建议|可乘|可以?坐|均可|请|欢迎|入住率|入住须知|入住时间|办理入住(?:时|须|需)|退房时间|起降|航线|开通|如果|若|需要?|应|公告|推荐|导航"
)
_DAY = late(
    "[0-9]{1,2}[日号时点:]|昨|今天|今早|前天|上周|当[天晚日]|随后|次日|明天|后天|上个?月|这周|周[一二三四五六日末]|国庆|五一|春节|[一二三四五六七八九十]月|凌晨|下午|上午|晚上|当时"
)
_RIDE_WORDS = "|".join(
    (
        *["乘坐", "搭乘", "改签", "换乘", "转乘", "坐的", "乘的"],
        *(
            f"{ride}{when}{code}"
            for ride in "坐乘"
            for when in ("", "的", "的是", "了", "上", "今天", "明天", "今晚", "明早")
            for code in "GDCZTKYLMH0123456789"
        ),
    )
)

_LEAVES = "出发|坐高|坐火|坐大|坐飞|坐班|坐动|坐绿|坐地|坐公|坐船|坐车|乘高|乘火|乘坐|乘飞|乘大|乘地|乘船|飞到|飞往|飞去|飞回|飞抵|开车|自驾|骑车|骑到|打车|转车|转机|赶到|赶回|赶往|步行|走到|走回|拉到|赶来"
_TO = "(?!厕所|卫生间|洗手间|超市|菜场|菜市|银行|医院|厨房|楼下|门口|单位|公司|现场)[一-鿿A-Za-z·]{2,8}"
_CLOCK = "[0-9]{1,2}(?::[0-9]{2}|[时点](?:[0-9]{1,2}分?|半)?)(?:许|左右|前后)?"
_PLACE = "(?![0-9]{1,2}:)[一-鿿A-Za-z0-9()·]{2,14}"
_RIDDEN = late(
    "[0-9]{1,2}:[0-9]{2}|[0-9] ?(?:km|KM|公里)|¥ ?[0-9]|上车|下车|打车|代驾|骑行|行程|乘客|司机|高速|出口|入口|机票|车票|航班|车次|返程|住宿"
)
_ROUTE = Evidence("context", 1.5, "hours, distance or fare of a journey nearby")
_TRACED = Evidence("context", 3.0, "in the movements of one infected or sought")
_HOURLY = Evidence("context", -3.0, "hours of anything")
_TRACING = late("流调|轨迹|密接|密切接触|确诊|阳性|病例|感染者|隔离|监控显示|出租屋|走失|嫌疑人")
_KINDS = {"stay": "hotel_record", "slept": "hotel_record", "hotel_field": "hotel_record", "tracked": "epidemic_record"}  # fmt: skip
_NO_WAY = Evidence("context", -4.0, "arrows of no journey")


class Trip:
    """Judges clauses on journeys and stays; see the module."""

    id = "trip"
    types = ("travel_itinerary", "hotel_record", "epidemic_record")
    patterns = (
        Pattern(
            "ride",
            words=True,
            trigger=_RIDE_WORDS,
            regex=f"(?P<v>(?:乘坐?|坐|搭乘?|改签|转乘|换乘)[^,。;\n]{{0,16}}?{_NUMBER}{_REST})",
            before=30,
            after=90,
        ),
        Pattern(
            "numbered",
            trigger="(?:[gdczkt][0-9]{1,4}|[a-z0-9]{2}[0-9]{3,4})(?:次?[去到回返]|[ ]?\\(?[^\\x00-\\x7f]{2,8}[-~→—至到])|(?:坐|坐的是|乘)[^ -~]{0,6}[gdczkt][0-9]{1,4}",
            regex=f"(?P<v>{_NUMBER}次?(?:[去到回返][^,。;\n]{{2,10}}|[ ]?\\(?[一-鿿]{{2,8}} ?[-—~至到→]{{1,2}} ?[一-鿿]{{2,8}}\\)?))",
            before=8,
            after=22,
        ),
        Pattern(
            "stay",
            words=True,
            trigger="入住|住在|住进|下榻|住宿|开房|住了|先住|酒店|宾馆",
            regex=f"(?P<v>(?:入住|住在|住进|下榻|住宿于?|住了?)[^,。;\n]{{0,18}}?(?:{_HOUSE})[^,。;\n]{{0,16}})",
            before=32,
            after=18,
        ),
        Pattern(
            "drive",
            words=True,
            trigger="自驾|驾车|驾驶|骑车|拼车|开车|乘车|坐车|打车|乘飞机|坐飞机|坐高铁|乘高铁|坐动车|坐火车|乘火车|坐大巴|乘大巴|飞往|飞抵|飞到|乘船",
            regex=(
                "(?P<v>(?:自驾|驾车|驾驶|开车|乘车|坐车|打车|骑车|拼车|[乘坐](?:飞机|高铁|动车|火车|大巴|船|地铁|公交|网约车)|飞[往抵到])"
                "[^,。;\n]{0,10}?(?:前往|去了?|到达?|返回?|回|抵达?|至|往)[^,。;\n]{2,16})"
            ),
            before=4,
            after=64,
        ),
        Pattern(
            "from",
            words=True,
            trigger=_LEAVES,
            regex=(
                "(?P<v>(?<![一-鿿]自)从(?!而|事|业|来|此|小|前|不|未|今)[一-鿿A-Za-z0-9]{2,10}?(?:出发|坐|乘|搭|飞|开车|自驾|骑|打车|转|赶|步行|走|拉)"
                "[^,。;\n]{0,14}?(?:到|去|回|至|往|飞)(?![的了底])[一-鿿A-Za-z0-9]{2,12})"
            ),
            before=14,
            after=34,
        ),
        Pattern(
            "tracked",
            words=True,
            trigger="步行|乘坐|骑行|驾车|就餐|购物|返回|居家|前往|核酸|途经|停留|乘公交|乘地铁|坐公交|坐地铁|骑电|骑车|开车|打车|到达|就诊|买菜|上班|下班|回家|吃饭|探望",
            regex=f"(?<![0-9]){_CLOCK}(?:[-~—至到]{{1,2}}{_CLOCK})?[,:]?[ ]?(?P<v>(?:从|由|自|在|到|至|去|前往|乘|坐|步行|骑|驾|开车|打车|搭|途经|返回|回|居家|停留|到达)[^,。;\n]{{2,40}})",
            before=64,
            after=40,
        ),
        Pattern(
            "visit",
            words=True,
            trigger="去了趟|去了一趟|去过一趟|去过趟|跑了趟|跑了一趟|回了趟|回了一趟|去趟|去出差|出差去|飞了|飞去|飞回|飞到|去旅游|旅游去|去度假|去玩了|连夜赶|出差|旅游|度假|陪读|去打工|去看病|去探亲|打工|看病|探亲",
            regex=(
                f"(?P<v>[去跑回飞](?:了|过)?一?趟{_TO}|(?:连夜)?飞(?:了|去了?|回了?|到了?)(?!起来|速|机|快){_TO}|(?:要|准备|打算)?去{_TO}(?:出差|旅游|度假|玩了|陪读|打工|上学|看病|探亲|务工)|在{_TO}(?:出差|旅游|度假|陪护|陪读)"
                f"[^,。;\n]{{0,4}}|出差去了?{_TO}|连夜赶(?:到|回|去|往)了?{_TO})(?=[,。;、!?\n(]|出差|旅游|看|办|参加|找|的|才|又|再|就|\\Z)"
            ),
            before=14,
            after=16,
        ),
        Pattern(
            "booked",
            words=True,
            trigger="的飞机|的高铁|的火车|的航班|的动车|的大巴|的绿皮|的船",
            regex="(?P<v>[0-9一二三四五六七八九十]{1,3}(?:点半?|:[0-9]{2})(?:[0-9一二三四五十]{1,3}分?)?的(?:飞机|高铁|火车|航班|动车|大巴|绿皮车?|船)(?:[去到飞回]了?[一-鿿]{2,8})?)",
            before=16,
            after=14,
        ),
        Pattern(
            "slept",
            words=True,
            trigger="住了一|住了两|住了三|住了四|住了五|住一晚|住两晚|住了半|住过一|住过两|住三晚|睡了一|睡了两",
            regex=f"(?P<v>在[^,。;\n在]{{0,12}}?(?:{_HOUSE})[^,。;\n]{{0,6}}?(?:住|睡)[了过]?[一二两三四五六七八九十半几0-9]{{1,3}}(?:晚上?|夜|天|宿|个?星期|周|个?月))",
            before=28,
            after=6,
        ),
        Pattern(
            "way",
            trigger="→|➜|—>",
            regex=f"(?<![一-鿿A-Za-z0-9·)])(?P<v>(?:{_PLACE}[ ]?(?:→|➜|—>)[ ]?(?:[0-9]{{1,2}}:[0-9]{{2}}[ ])?){{1,8}}{_PLACE})",
            before=20,
            after=220,
        ),
        field(
            _HOTEL_CUE,
            "(?!须|需|登记|时|率|前|后|流程|人|办|请|要|不|的|预|管理)(?![一-鿿]{0,4}[须需请应])[一-鿿A-Za-z0-9()]{3,30}",
            32,
            name="hotel_field",
            words=True,
        ),
        field(_TRIP_CUE, "[^:。\n\t|\"',]{4,40}", 44, name="trip_field", words=True),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label, else by person and day, against timetables and offers."""
        name, text = candidate.pattern.name, candidate.view.text
        start, end = candidate.start, candidate.end
        low = max(0, text.rfind("\n", max(0, start - 40), start))
        plan = _SCHEDULE.search(text, low, min(len(text), end + 16))
        offer = _TABLE if plan else general(text, start, end)
        kind = _KINDS.get(name, "travel_itinerary")
        if name.endswith("_field"):
            if re.search("[,|\\t\\n]", text[candidate.match.start() : start]):
                return None
            if name == "trip_field" and not re.search(
                "[-至到→—~]|[GDC][0-9]{2}|飞|乘|前往|酒店", candidate.seen
            ):
                return None
            parts: tuple[Evidence | None, ...] = (_LABEL, _WORD, offer)
        else:
            shape = _RIDE if name in {"ride", "numbered", "slept", "booked"} else _WORD
            room = (
                _ROOM
                if re.search("[0-9]{3,4} ?(?:房|号房|室)|房间", text[start : end + 8])
                else None
            )
            who = somebody(text, start, end)
            if name == "way" and who is not None and who.weight < 0:
                who = None  # records of rides have no words for persons
            parts = (room, shape, who, _when(name, text, low, start, end), offer)
        return Judgement(kind, candidate.seen, tuple(e for e in parts if e is not None))


def _when(name: str, text: str, low: int, start: int, end: int) -> Evidence | None:
    """Return what day and hour say; of hours and arrows, what they are told of."""
    if name == "tracked":
        return _TRACED if _TRACING.search(text, max(0, start - 400), end + 100) else _HOURLY
    if name == "way":
        return _ROUTE if _RIDDEN.search(text, max(0, start - 40), end + 40) else _NO_WAY
    return _DATED if _DAY.search(text, low, end) else None


DETECTOR = Trip()
