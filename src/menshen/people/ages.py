"""How old somebody is by what stands written: ages in figures and in words, whole and partial birth dates.

Where a text leaves a choice (`2012年生`, `十几岁`) the least age is taken: a child passed over loses the
protection that the law gives it, an adult taken for one loses nothing (PIPL art. 28 and 31).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from menshen.late import late

__all__ = ["of_age", "of_birth"]

_AGE = late(
    "(?P<figures>[0-9]{1,3})|(?P<tens>[一二两三四五六七八九]?)(?P<ten>十)(?P<few>[几多来])?(?P<ones>[一二三四五六七八九]?)"
    "|(?P<one>[一二两三四五六七八九])"
)
_INFANT = late("个半?月|月龄|天大?\\Z|周大|出生[0-9一二三四五六七八九十]+天|新生儿")
_DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "": 0}


def of_age(written: str) -> int | None:
    """Return the full years of an age as written, or None where it says nothing.

    >>> [of_age(x) for x in ("9岁", "三十五岁", "13周岁", "三岁半", "5个月", "十几岁", "35")]
    [9, 35, 13, 3, 0, 10, 35]
    """
    if _INFANT.search(written):
        return 0
    match = _AGE.search(written)
    if match is None:
        return None
    if match["figures"]:
        return int(match["figures"])
    if match["one"]:
        return _DIGITS[match["one"]]
    return 10 * (_DIGITS[match["tens"]] or 1) + _DIGITS[match["ones"]]


def of_birth(digits: str, today: date) -> int | None:
    """Return the full years since a birth, given as YYYYMMDD, YYYYMM or YYYY; None if that is no date.

    Of a year or a month alone the last day is taken.

    >>> [of_birth(x, date(2026, 11, 26)) for x in ("20121127", "2012", "201210", "19820230")]
    [13, 13, 14, None]
    """
    if len(digits) not in {4, 6, 8}:
        return None
    try:
        year = int(digits[:4])
        month = int(digits[4:6] or 12)
        born = date(year, month, int(digits[6:8] or monthrange(year, month)[1]))
    except ValueError:
        return None
    return max(0, today.year - born.year - ((today.month, today.day) < (born.month, born.day)))
