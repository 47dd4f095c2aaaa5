"""火车票 · Train ticket, train of a passenger.

## What it finds
The train of somebody's journey (`G1234次`), a seat (`05车12F号`), the pick-up number (E + nine
digits) and the number printed on a ticket (fourteen digits, a letter, six digits).

## How it decides
A train number alone is public; words of a passenger in the line (乘坐, 车票, 改签, 检票口 …), a seat or
the field of a form make it somebody's, words of timetables and news (停运, 开行, 首发 …) nobody's.

## Known limits
Whether a sentence tells of one passenger or of the train itself is guessed from words in the line.

## References
- 国家铁路局, 铁路旅客运输规程 (2022)
- 列车车次编排: G 高速, C 城际, D 动车, Z 直达, T 特快, K 快速, Y 旅游, L 临时, S 市郊

>>> DETECTOR.types
('train_ticket',)
"""

from __future__ import annotations

import re

from menshen.evidence import Cue
from menshen.fields import LINK, sample
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import compact

_TRAIN = Cue(
    "train",
    words=("车次", "列车号", "乘车车次", "乘坐车次"),
    keys=("train_no", "train_number", "trainno", "train_code", "checi"),
    label=3.0,
    context=1.0,
)
_PICKUP = Cue(
    "pick-up number of a ticket",
    words=(
        "火车取票号",
        "火车票订单号",
        "铁路订单号",
        "车票订单号",
        "车票单号",
        "高铁取票号",
        "取票序号",
        "火车票号",
        "车票号",
        "取票号",
        "取票号码",
        "取票码",
        "取票密码",
        "12306订单",
        "12306订单号",
        "订单号",
        "电子客票号",
        "取票单号",
    ),
    keys=(
        "train_ticket_no",
        "train_order_no",
        "ticket_pickup",
        "ticket_pickup_no",
        "pickup_ticket",
        "fetch_ticket_no",
        "ticket_fetch_no",
        "train_pickup_no",
        "railway_ticket_no",
        "rail_ticket_no",
        "qphm",
        "train_order",
        "ticket_no",
        "sequence_no",
        "pickup_no",
        "train_ticket",
        "pickup_ticket_no",
        "qph",
    ),
)
_PASSENGER = late(
    "[乘坐](?!客)|乘车人|车票|火车票|高铁票|动车票|购票|订票|抢票|买票|买了|出票|改签|退票|检票口|取票|候补|席位|[0-9]座|二等座|一等座|"
    "商务座|硬座|软座|无座|硬卧|软卧|上铺|中铺|下铺|车厢|乘客|同行|接站|接我|送站|出差|回家|返乡|返程|去程|[我他她您你]|"
    "身份证|姓名|先生|女士|赶"
)
_PUBLIC = late(
    "时刻表|停运|晚点|开行|增开|加开|首发|始发|运行图|调图|各位旅客|旅客请|请旅客|旅客们|旅客列车|列车长|乘务员|每日|每天|沿线|复兴号首|试运行|"
    "线路|全程运行|票价|班次|途经|停靠|经停|通车|时速|型号|高速公路|国道"
)
_RIDE = Evidence("shape", -2.5, "shape of a train number")
_SEAT = Evidence("shape", 1.5, "a carriage and a seat with its letter")
_PLACE = Evidence("shape", -1.5, "a carriage and a number")
_BESIDE = Evidence("context", 2.0, "a seat beside it")
_OWN = Evidence("context", 2.5, "words of a passenger in the line")
_NEWS = Evidence("context", -3.5, "words of timetables and news in the line")
_CODE = Evidence("shape", -1.0, "E and nine digits")
_PRINTED = Evidence("shape", 1.0, "the number printed on a ticket")
_SEATS = late("[0-9]{1,2} ?车(?:厢)? ?[0-9]{1,3} ?[A-F]?[号座]")
_RAIL = "[GDCZTKYL][0-9]{1,4}"
_VERBS = "[乘坐买抢订改赶]"


class TrainTicket:
    """Judges train, seat and ticket numbers by label and line; see the module."""

    id = "train_ticket"
    types = ("train_ticket",)
    patterns = (
        Pattern(
            "train",
            trigger="[gdczktyls][0-9]{1,4}[ ]?次",
            regex=f"(?<![0-9A-Za-z_-])(?P<v>(?:{_RAIL}|S[0-9]{{3,4}})[ ]?次)(?!方|元|/)",
            before=8,
            after=2,
        ),
        Pattern(
            "ride",
            trigger=f"(?:{_VERBS}[^0-9a-z\n]{{0,6}}|车次[^0-9a-z]{{0,6}}|列车[^0-9a-z]{{0,6}}|高铁[^0-9a-z]{{0,4}}|动车[^0-9a-z]{{0,4}}|火车[^0-9a-z]{{0,4}})[gdczktyl][0-9]{{1,4}}[^0-9a-z]",
            regex=f"(?<![0-9A-Za-z_-])(?P<v>{_RAIL})(?![0-9A-Za-z_])(?![ ]?次)(?![-.][0-9A-Za-z])(?!号)",
            before=8,
            after=3,
        ),
        Pattern(
            "seat",
            trigger="[0-9][ ]?车厢?[ ]?[0-9]{1,3}[ ]?[a-f]?[号座]",
            regex="(?<![0-9A-Za-z.])(?P<v>[0-9]{1,2}[ ]?车厢?[ ]?[0-9]{1,3}[ ]?[A-Fa-f]?[号座])(?!车|楼|院|线)",
            before=14,
            after=2,
        ),
        Pattern(
            "pickup",
            trigger=_PICKUP.trigger,
            led=True,
            regex=f"{_PICKUP.pattern}{LINK}(?P<v>[Ee][A-Z]?[0-9]{{8,9}})(?![0-9A-Za-z])",
            before=36,
            after=125,
        ),
        Pattern(
            "printed",
            trigger="[^0-9a-z][0-9]{14}[a-z][0-9]{6}[^0-9a-z]",
            regex="(?<![0-9A-Za-z])(?P<v>[0-9]{14}[A-Z][0-9]{6})(?![0-9A-Za-z])",
            before=24,
            after=2,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by shape and label, trains and seats by the words of the line."""
        kind = candidate.pattern.name
        if kind == "pickup":
            parts = [_CODE, _PICKUP.near(candidate), sample(candidate)]
        elif kind == "printed":
            parts = [_PRINTED if _PASSENGER.search(_line(candidate)) else _RIDE]
        elif kind == "seat":
            lettered = re.search("[A-Fa-f]", candidate.seen) is not None
            parts = [_SEAT if lettered else _PLACE, *_context(candidate)]
        else:
            seat = _SEATS.search(_line(candidate)) is not None
            parts = [_RIDE, _TRAIN.near(candidate), _BESIDE if seat else None, *_context(candidate)]
        evidence = tuple(e for e in parts if e is not None)
        return Judgement("train_ticket", compact(candidate.seen).upper(), evidence)


def _line(candidate: Candidate) -> str:
    """Return the line of the candidate, at most forty characters on either side."""
    text = candidate.view.text
    before = text[max(0, candidate.start - 40) : candidate.start].rpartition("\n")[2]
    return before + text[candidate.start : candidate.end + 40].partition("\n")[0]


def _context(candidate: Candidate) -> list[Evidence]:
    line = _line(candidate)
    if _PUBLIC.search(line):
        return [_NEWS]
    return [_OWN] if _PASSENGER.search(line) else []


DETECTOR = TrainTicket()
