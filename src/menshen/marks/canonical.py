"""The canonical form of what a cell says, the same however it is written.

Two writings of one phone number, address, name, date or amount have the same canonical form; the
forms link a leaked row to its record and prove that a mark changed no fact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from menshen.late import late

__all__ = [
    "House",
    "clock",
    "date",
    "digits",
    "folded",
    "house",
    "name",
    "number",
    "numeral",
    "phone",
    "phones",
]

_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
_DIGITS = re.compile("[0-9]+")
_NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_NUMERAL = "[零〇一二两三四五六七八九十百]"
_UNITED = late(f"{_HAN_NUMERAL}{{1,5}}(?=号楼|號樓|幢|栋|棟|座|单元|單元|门|梯|室|层|楼|号)")
_NUMBERS = late("[0-9]+[A-Za-z]?(?![a-z])|[A-Za-z](?=[0-9号幢栋座室单-])|(?<=[0-9-])[A-Za-z]")
_MARKS = late(
    "号楼|號樓|单元|單元|号房|房号|幢|栋|棟|座|#|楼|门|梯|室|号|房|层|户|杠|[^一-鿿A-Za-z]+"
)
_DATE = late(
    "((?:19|20)[0-9]{2})\\s?[-/.年]?\\s?([01]?[0-9])\\s?[-/.月]?\\s?([0-3]?[0-9])(?![0-9])日?"
)
_CLOCK = late("([0-2]?[0-9])[::时]([0-5][0-9])(?:[::分]([0-5][0-9]))?")
_AMOUNT = late(
    "[¥￥]?\\s?(-?[0-9]{1,3}(?:,[0-9]{3})+(?:\\.[0-9]+)?|-?[0-9]+(?:\\.[0-9]+)?)\\s?(万)?\\s?(?:元|圆|㎡|m2|m²|平方米|平米|平方|平)?(?:整)?"
)
_BLANK = late("\\s+")
_TITLE = late("(?:先生|女士|小姐|老师|阿姨|叔叔)$")


class House(NamedTuple):
    """What an address says: its words without numbers, and its numbers in order, `3-2-1502`."""

    words: str
    numbers: str


def folded(text: str) -> str:
    """Return a text with full-width signs made narrow.

    >>> folded("１３８＃")
    '138#'
    """
    return text if text.isascii() else text.translate(_WIDTH)


def digits(text: str) -> str:
    """Return the digits of a text, in order: what no mark may ever change in a number."""
    return "".join(_DIGITS.findall(text))


def phone(text: str) -> str:
    """Return the E.164 form of a Chinese number, or an empty string.

    >>> phone("138 0013-8000"), phone("0086 13800138000"), phone("0571-88886666"), phone("-")
    ('+8613800138000', '+8613800138000', '+8657188886666', '')
    """
    if len(text) == 11 and text.isdigit() and text.isascii():
        return "+86" + text if text[0] == "1" else "+86" + text.removeprefix("0")
    found = digits(folded(text)).removeprefix("00")
    if len(found) in {12, 13} and found.startswith("86"):
        found = found[2:]
    return "+86" + found.removeprefix("0") if 7 <= len(found) <= 16 else ""


def phones(cells: Iterable[str]) -> list[str]:
    """Return the E.164 forms of a column: `phone` of each cell, in a third of the time."""
    return [
        f"+86{c}" if len(c) == 11 and c[0] == "1" and c.isdigit() and c.isascii() else phone(c)
        for c in cells
    ]


def name(text: str) -> str:
    """Return a name without blanks and titles.

    >>> name("张　三"), name("李小龙先生")
    ('张三', '李小龙')
    """
    if len(text) <= 3 and text.isalpha():
        return text
    return _TITLE.sub("", _BLANK.sub("", text))


def date(text: str) -> str:
    """Return a day as eight digits, or an empty string.

    >>> date("2024年3月5日"), date("2024/03/05 10:20:30"), date("无")
    ('20240305', '20240305', '')
    """
    found = _DATE.search(folded(text))
    if found is None:
        return ""
    year, month, day = found.groups()
    return f"{year}{int(month):02d}{int(day):02d}"


def clock(text: str) -> int | None:
    """Return the seconds since midnight that a time says, or None.

    >>> clock("2024-03-05 10:20:30"), clock("2024-03-05")
    (37230, None)
    """
    found = _CLOCK.search(folded(text))
    if found is None:
        return None
    hour, minute, second = found.groups()
    return int(hour) * 3600 + int(minute) * 60 + int(second or 0)


def number(text: str) -> float | None:
    """Return the amount a cell says, or None.

    >>> number("1,280,000元"), number("128.5万"), number("89.62㎡"), number("三室")
    (1280000.0, 1285000.0, 89.62, None)
    """
    try:
        return float(text)
    except ValueError:
        found = _AMOUNT.fullmatch(folded(text).strip())
    if found is None:
        return None
    value = float(found[1].replace(",", ""))
    return round(value * 10_000, 2) if found[2] else value


@lru_cache(maxsize=65536)
def numeral(text: str) -> str:
    """Return a Chinese numeral below a thousand as digits.

    >>> numeral("二"), numeral("十二"), numeral("二十"), numeral("一百零二"), numeral("三〇一")
    ('2', '12', '20', '102', '301')
    """
    if text.isascii():
        return text
    if not set(text) & set("十百"):
        return "".join(str(_NUMERALS[c]) for c in text)
    total, one = 0, 0
    for char in text:
        if char in "十百":
            total += (one or 1) * (10 if char == "十" else 100)
            one = 0
        else:
            one = _NUMERALS[char]
    return str(total + one)


def house(text: str, aliases: Mapping[str, str] | None = None) -> House:
    """Return what an address says, however it is written and joined.

    >>> house("听澜苑3幢二单元1502室"), house("听澜苑 3#2-1502")
    (House(words='听澜苑', numbers='3-2-1502'), House(words='听澜苑', numbers='3-2-1502'))
    """
    plain = folded(text)
    for alias, name_ in (aliases or {}).items():
        plain = plain.replace(alias, name_)
    plain = _UNITED.sub(lambda m: numeral(m.group()), plain)
    numbers = [_unpadded(n) for n in _NUMBERS.findall(plain)]
    words = _MARKS.sub("", _NUMBERS.sub("", plain))
    return House(words, "-".join(numbers).upper())


def _unpadded(written: str) -> str:
    return written.lstrip("0") or "0" if written[0] == "0" and len(written) <= 2 else written


CANONICAL: dict[str, Callable[[str], object]] = {
    "phone": phone,
    "name": name,
    "date": date,
    "area": number,
    "price": number,
}
"""The canonical form of a cell by the kind of its column."""
