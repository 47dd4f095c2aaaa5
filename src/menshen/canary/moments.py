"""Dates and times as tables write them: moved by days, or given another time of day."""

from __future__ import annotations

import re
from datetime import date, timedelta

__all__ = ["another_time", "ordinal", "shifted"]

_DAY = re.compile("((?:19|20)[0-9]{2})([-/.年]?)([01]?[0-9])([-/.月]?)([0-3]?[0-9])")
_CLOCK = re.compile("[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?$")


def ordinal(moment: str) -> int | None:
    """Return the day's number, None for what is no date.

    >>> ordinal("2021-03-02") - ordinal("2021/2/28 10:00")
    2
    """
    found = _DAY.match(moment)
    try:
        return date(int(found[1]), int(found[3]), int(found[5])).toordinal() if found else None
    except ValueError:
        return None


def shifted(moment: str, days: int) -> str:
    """Return a date moved by days, written as before.

    >>> shifted("2021年2月27日", 7), shifted("20211231", 1), shifted("2021-02-27 09:00", 7)
    ('2021年3月6日', '20220101', '2021-03-06 09:00')
    """
    found = _DAY.match(moment)
    if found is None or ordinal(moment) is None:
        return moment
    there = date(int(found[1]), int(found[3]), int(found[5])) + timedelta(days)
    # Two digits without a zero do not say whether zeros are written: the other part may.
    padded = not found[2] or "0" in (found[3][0], found[5][0]) or len(found[3] + found[5]) == 4
    month, its_day = (f"{v:02d}" if padded else str(v) for v in (there.month, there.day))
    return f"{there.year}{found[2]}{month}{found[4]}{its_day}{moment[found.end() :]}"


def another_time(moment: str, hours: str, minutes: str) -> str:
    """Return a date with the hour of another row, and the minutes and seconds of a third.

    >>> another_time("2021-03-02 10:20", "2020-01-01 16:05", "2022-05-01 9:59")
    '2021-03-02 16:59'
    """
    mine, hour, minute = (_CLOCK.search(one) for one in (moment, hours, minutes))
    if mine is None or hour is None or minute is None:
        return moment
    return moment[: mine.start()] + hour[0].partition(":")[0] + ":" + minute[0].partition(":")[2]
