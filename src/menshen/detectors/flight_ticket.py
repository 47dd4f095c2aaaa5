"""机票与航班 · Air ticket, flight of a passenger.

## What it finds
The flight number of somebody's journey (`CA1234`), the number of an e-ticket (3 + 10 digits) and the
booking reference (PNR) behind their labels.

## How it decides
The first two characters must be an airline that flies in or to China. A flight number alone is public; words of a passenger
near it (乘坐, 机票, 改签, 登机牌 …) or a field of a form make it somebody's, words of timetables and
news (备降, 执飞, 时刻表 …) make it nobody's.

## Known limits
Whether a sentence tells of one passenger or of the flight itself is guessed from words in the line.

## References
- IATA, Resolution 762 (airline designators), Resolution 722f (ticket numbers)

>>> DETECTOR.types
('flight_ticket',)
"""

from __future__ import annotations

import re

from menshen.evidence import Cue
from menshen.fields import LINK, sample
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import compact

_CARRIERS = (
    "CA", "MU", "CZ", "HU", "3U", "MF", "ZH", "FM", "SC", "HO", "9C", "KN", "GS", "JD", "PN", "TV", "8L", "EU",
    "G5", "OQ", "DR", "GJ", "BK", "NS", "KY", "QW", "DZ", "FU", "UQ", "A6", "RY", "GX", "Y8", "LT", "9H", "GT", "JR",
    "GY", "CX", "HX", "UO", "NX", "CI", "BR", "SQ", "TG", "JL", "NH", "KE", "OZ", "UA", "AA", "DL", "BA", "LH", "AF",
    "KL", "EK", "QR", "SU", "AC", "QF", "VN", "MH", "AK", "PR", "ET", "TK", "EY", "FD", "VJ", "NZ",
)  # fmt: skip
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
"""What stands before the letters of a number plate."""
_ANY = "|".join(_CARRIERS)
_FLIGHT = Cue(
    "flight",
    words=("航班号", "航班", "班机", "乘机信息", "去程", "返程", "回程", "航段"),
    keys=("flight", "flight_no", "flightno", "flight_number", "hbh"),
    label=3.0,
    context=1.5,
)
_TICKET = Cue(
    "e-ticket",
    words=(
        "机票编号",
        "客票编号",
        "电子机票号",
        "电子机票",
        "航空客票号",
        "机票单号",
        "客票号",
        "机票号",
        "机票票号",
        "电子客票",
        "电子客票号",
        "票号",
        "电子票号",
        "行程单号",
    ),
    keys=(
        "air_ticket",
        "air_ticket_no",
        "plane_ticket_no",
        "jph",
        "kph",
        "dzkph",
        "eticket_no",
        "eticket_number",
        "e_ticket_no",
        "tkt",
        "flight_ticket_no",
        "eticket",
        "e_ticket",
        "ticket_no",
        "ticket_number",
        "ticketno",
        "e-ticket",
        "etkt",
        "flight_ticket",
        "tkt_no",
        "etkt_no",
    ),
)
_BOOKING = Cue(
    "booking reference",
    words=("订座记录", "订座编码", "预订编码", "记录编号", "订座编号", "预定编号"),
    keys=("pnr", "record_locator", "booking_reference", "booking_ref"),
)
_PASSENGER = late(
    "乘坐|搭乘|乘机|旅客|乘客|同行|本人|机票|订票|购票|出票|预[订定]|改签|退票|值机|登机|选座|座位|舱位|托运|行李|转机|误机|"
    "飞回|飞往|飞到|飞去|赶飞机|接机|送机|出差|接我|接您|身份证|护照|姓名|[我他她您你]|先生|女士|抵达|到达|住|去|回"
)
_PUBLIC = late(
    "时刻表|备降|延误率|准点率|执飞|开通|复航|停飞|民航局|坠毁|失联|失事|航线|每日一班|每周|班次|航班动态|起降|空管|机型|客机|首航|"
    "各位|旅客请|请旅客|请各位|旅客们|代码共享|新增|加密|机组|事故|调查|黑匣子|股|型号"
)
_SHAPE = Evidence("shape", -2.5, "an airline and a flight number")
_OWN = Evidence("context", 2.5, "words of a passenger in the line")
_NEWS = Evidence("context", -3.5, "words of timetables and news in the line")
_NUMBER = Evidence("shape", -1.0, "thirteen digits behind a label")
_CODE = Evidence("shape", -2.0, "six letters and digits behind a label")
_STOCK = late(
    "999|784|781|880|479|876|731|774|324|811|822|826|833|836|847|859|866|872|891|898|160|675|851"
)
"""The numbers of the airlines of China, with which their tickets begin."""
_ADMISSION = late("[门影发彩车船球]票[^0-9]{0,8}\\Z")
_AIR = late("航|机票|客票|登机|乘机|airline|flight|PNR|旅客")
_NOT_AIR = Evidence("context", -4.0, "nothing of air travel in the line")


class FlightTicket:
    """Judges flight, ticket and booking numbers by label and line; see the module."""

    id = "flight_ticket"
    types = ("flight_ticket",)
    patterns = (
        Pattern(
            "flight",
            trigger=f"[^0-9a-z](?:{_ANY.lower()})[ ]?[0-9]{{3,4}}[^0-9a-z]",
            regex=f"(?<![0-9A-Za-z_.{_PROVINCES}-])(?P<v>(?:{_ANY})[ ]?[0-9]{{3,4}})(?![0-9A-Za-z_])(?![.-][0-9A-Za-z])",
            before=9,
            after=2,
        ),
        Pattern(
            "ticket",
            trigger=_TICKET.trigger,
            led=True,
            regex=f"{_TICKET.pattern}{LINK}(?P<v>[0-9]{{3}}[ -]?[0-9]{{10}}(?:-[0-9]{{2}})?)(?![0-9A-Za-z])",
            before=32,
            after=130,
        ),
        Pattern(
            "booking",
            trigger=_BOOKING.trigger,
            led=True,
            regex=f"{_BOOKING.pattern}{LINK}(?P<v>(?=[0-9A-Z]{{0,5}}[A-Z])[0-9A-Z]{{6}})(?![0-9A-Za-z])",
            before=32,
            after=120,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label, and a flight number by the words of its line."""
        value = compact(candidate.seen).upper()
        if candidate.pattern.name == "flight":
            parts = _flight(candidate)
        elif candidate.pattern.name == "ticket":
            air = _by_air(candidate, value)
            parts = [_NUMBER, _TICKET.near(candidate), None if air else _NOT_AIR]
        else:
            parts = [_CODE, _BOOKING.near(candidate)]
        evidence = tuple(e for e in (*parts, sample(candidate)) if e is not None)
        return Judgement("flight_ticket", value, evidence)


def _by_air(candidate: Candidate, value: str) -> bool:
    """Say whether the number of a ticket is that of an air ticket."""
    text, start = candidate.view.text, candidate.start
    if _AIR.search(_line(candidate)) or "电子" in candidate.match.group():
        return True
    other = _ADMISSION.search(text, max(0, start - 14), start) is not None
    return _STOCK.match(value) is not None and not other


def _line(candidate: Candidate) -> str:
    """Return the line of the candidate, at most forty characters on either side."""
    text = candidate.view.text
    before = text[max(0, candidate.start - 40) : candidate.start].rpartition("\n")[2]
    return before + text[candidate.start : candidate.end + 40].partition("\n")[0]


def _flight(candidate: Candidate) -> list[Evidence | None]:
    line = _line(candidate)
    label = _FLIGHT.near(candidate)
    parts = [_SHAPE, label]
    if label is None and not re.search("航班|[坐乘搭]|飞|机票|登机|起飞|值机|转机|机场", line):
        parts.append(_NOT_AIR)
    if _PUBLIC.search(line):
        parts.append(_NEWS)
    elif _PASSENGER.search(line):
        parts.append(_OWN)
    return parts


DETECTOR = FlightTicket()
