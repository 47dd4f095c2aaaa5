"""行程与住宿 · Journeys and stays of a person.

## What it finds
The clause that says which train, flight or ship a person took (乘坐G1284次列车前往沈阳), where he drove or flew,
and in which hotel and room he stayed (入住如家酒店302房).

## How it decides
A verb of travelling with a train or flight number, or of staying with a hotel, and a person, a date
or a record near it. Timetables, tickets on offer and travel advice speak of nobody.

## Known limits
A journey told by places alone is found only with 自驾, 驾车, 乘车, 飞往 and the like.

## References
- GB/T 35273-2020, annex A; 旅馆业治安管理办法

>>> DETECTOR.types
('travel_itinerary', 'hotel_record')
"""

from __future__ import annotations

import re

from menshen.engines.bearer import general, person
from menshen.evidence import Cue
from menshen.fields import field
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
_SCHEDULE = re.compile(
    "每[日天]|班次|开行|票价|增开|加开|列车运行|途经|时刻|售票|停运|晚点|旅客|乘客(?!姓名|:)|票务|官网|预订|优惠|攻略|建议|可乘|可以?坐|均可|请|欢迎|入住率|入住须知|入住时间|办理入住(?:时|须|需)|退房时间|起降|航线|开通|如果|若|需要?|应|公告|推荐|导航"
)
_DAY = re.compile(
    "[0-9]{1,2}[日号时点:]|昨|今天|今早|前天|上周|当[天晚日]|随后|次日|明天|凌晨|下午|上午|晚上|当时"
)
_RIDE_WORDS = (
    "乘坐|搭乘|改签|换乘|转乘|坐的是G|坐的是D|坐的是C|坐的是Z|坐的是T|坐的是K|坐的是Y|坐的是L|坐的是M|坐的是H|坐的是0|坐的是1|坐的是2|坐的是3|坐的是4|坐的是5|坐的是6|"
    "坐的是7|坐的是8|坐的是9|坐今晚G|坐今晚D|坐今晚C|坐今晚Z|坐今晚T|坐今晚K|坐今晚Y|坐今晚L|坐今晚M|坐今晚H|坐今晚0|坐今晚1|坐今晚2|坐今晚3|坐今晚4|坐今晚5|坐今晚6|坐今晚7|坐今晚8|"
    "坐今晚9|坐明早G|坐明早D|坐明早C|坐明早Z|坐明早T|坐明早K|坐明早Y|坐明早L|坐明早M|坐明早H|坐明早0|坐明早1|坐明早2|坐明早3|坐明早4|坐明早5|坐明早6|坐明早7|坐明早8|坐明早9|坐了G|"
    "坐了D|坐了C|坐了Z|坐了T|坐了K|坐了Y|坐了L|坐了M|坐了H|坐了0|坐了1|坐了2|坐了3|坐了4|坐了5|坐了6|坐了7|坐了8|坐了9|坐的G|坐的D|坐的C|"
    "坐的Z|坐的T|坐的K|坐的Y|坐的L|坐的M|坐的H|坐的0|坐的1|坐的2|坐的3|坐的4|坐的5|坐的6|坐的7|坐的8|坐的9|坐上G|坐上D|坐上C|坐上Z|坐上T|"
    "坐上K|坐上Y|坐上L|坐上M|坐上H|坐上0|坐上1|坐上2|坐上3|坐上4|坐上5|坐上6|坐上7|坐上8|坐上9|坐G|坐D|坐C|坐Z|坐T|坐K|坐Y|"
    "坐L|坐M|坐H|坐0|坐1|坐2|坐3|坐4|坐5|坐6|坐7|坐8|坐9|坐明天G|坐明天D|坐明天C|坐明天Z|坐明天T|坐明天K|坐明天Y|坐明天L|坐明天M|"
    "坐明天H|坐明天0|坐明天1|坐明天2|坐明天3|坐明天4|坐明天5|坐明天6|坐明天7|坐明天8|坐明天9|坐今天G|坐今天D|坐今天C|坐今天Z|坐今天T|坐今天K|坐今天Y|坐今天L|坐今天M|坐今天H|坐今天0|"
    "坐今天1|坐今天2|坐今天3|坐今天4|坐今天5|坐今天6|坐今天7|坐今天8|坐今天9|乘的是G|乘的是D|乘的是C|乘的是Z|乘的是T|乘的是K|乘的是Y|乘的是L|乘的是M|乘的是H|乘的是0|乘的是1|乘的是2|"
    "乘的是3|乘的是4|乘的是5|乘的是6|乘的是7|乘的是8|乘的是9|乘今晚G|乘今晚D|乘今晚C|乘今晚Z|乘今晚T|乘今晚K|乘今晚Y|乘今晚L|乘今晚M|乘今晚H|乘今晚0|乘今晚1|乘今晚2|乘今晚3|乘今晚4|"
    "乘今晚5|乘今晚6|乘今晚7|乘今晚8|乘今晚9|乘明早G|乘明早D|乘明早C|乘明早Z|乘明早T|乘明早K|乘明早Y|乘明早L|乘明早M|乘明早H|乘明早0|乘明早1|乘明早2|乘明早3|乘明早4|乘明早5|乘明早6|"
    "乘明早7|乘明早8|乘明早9|乘了G|乘了D|乘了C|乘了Z|乘了T|乘了K|乘了Y|乘了L|乘了M|乘了H|乘了0|乘了1|乘了2|乘了3|乘了4|乘了5|乘了6|乘了7|乘了8|"
    "乘了9|乘的G|乘的D|乘的C|乘的Z|乘的T|乘的K|乘的Y|乘的L|乘的M|乘的H|乘的0|乘的1|乘的2|乘的3|乘的4|乘的5|乘的6|乘的7|乘的8|乘的9|乘上G|"
    "乘上D|乘上C|乘上Z|乘上T|乘上K|乘上Y|乘上L|乘上M|乘上H|乘上0|乘上1|乘上2|乘上3|乘上4|乘上5|乘上6|乘上7|乘上8|乘上9|乘G|乘D|乘C|"
    "乘Z|乘T|乘K|乘Y|乘L|乘M|乘H|乘0|乘1|乘2|乘3|乘4|乘5|乘6|乘7|乘8|乘9|乘明天G|乘明天D|乘明天C|乘明天Z|乘明天T|"
    "乘明天K|乘明天Y|乘明天L|乘明天M|乘明天H|乘明天0|乘明天1|乘明天2|乘明天3|乘明天4|乘明天5|乘明天6|乘明天7|乘明天8|乘明天9|乘今天G|乘今天D|乘今天C|乘今天Z|乘今天T|乘今天K|乘今天Y|"
    "乘今天L|乘今天M|乘今天H|乘今天0|乘今天1|乘今天2|乘今天3|乘今天4|乘今天5|乘今天6|乘今天7|乘今天8|乘今天9|坐的"
)


class Trip:
    """Judges clauses on journeys and stays; see the module."""

    id = "trip"
    types = ("travel_itinerary", "hotel_record")
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
            trigger="(?:[gdczkt][0-9]{1,4}|[a-z0-9]{2}[0-9]{3,4})(?:次?[去到回返]|[ ]?\\(?[^ -~]{2,8}[-~→—至到])|(?:坐|坐的是|乘)[^ -~]{0,6}[gdczkt][0-9]{1,4}",
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
        kind = self.types[name in {"stay", "hotel_field"}]
        if name.endswith("_field"):
            if re.search("[,|\\t\\n]", text[candidate.match.start() : start]):
                return None
            if name == "trip_field" and not re.search(
                "[-至到→—~]|[GDC][0-9]{2}|飞|乘|前往|酒店", candidate.seen
            ):
                return None
            parts: tuple[Evidence | None, ...] = (_LABEL, _WORD, offer)
        else:
            day = _DATED if _DAY.search(text, low, end) else None
            shape = _RIDE if name in {"ride", "numbered"} else _WORD
            room = (
                _ROOM
                if re.search("[0-9]{3,4} ?(?:房|号房|室)|房间", text[start : end + 8])
                else None
            )
            parts = (room, shape, person(text, start, end), day, offer)
        return Judgement(kind, candidate.seen, tuple(e for e in parts if e is not None))


DETECTOR = Trip()
