"""Numbers that are dates: which formats of a workbook say so, and dates as text and back.

Serial numbers count days from 1899-12-30, or from 1904-01-01 where a workbook says so (ECMA-376-1,
18.17.4); before 1900-03-01 they are one less, since 1900 counts as a leap year there.

>>> text_of(32994.0, 0), serial_of("1990-05-01", 0)
('1990-05-01', 32994.0)
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

__all__ = ["is_date", "serial_of", "text_of"]

_BUILT_IN = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_LITERAL = re.compile(r"\"[^\"]*\"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)
_DATE = re.compile(r"[dmyhs]|(?<!r)e(?![+-])", re.IGNORECASE)
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_BASES = (datetime(1899, 12, 30), datetime(1904, 1, 1))  # noqa: DTZ001 - workbooks know no zones
_LEAP = 60
_MOST = 2958466.0


def is_date(number: int, code: str = "") -> bool:
    """Say whether a number format shows dates or times; `code` is that of one of the workbook's own.

    >>> is_date(14), is_date(164, 'yyyy"年"m"月"'), is_date(165, '0.00"days"')
    (True, True, False)
    """
    if not code:
        return number in _BUILT_IN
    first = _LITERAL.sub("", code).partition(";")[0]
    return "general" not in first.lower() and _DATE.search(first) is not None


def text_of(serial: float, base: int) -> str:
    """Return a date, a time or both as ISO 8601 writes them; what is no date stays a number."""
    if not 0 <= serial < _MOST:
        return repr(serial)
    days = serial + 1 if not base and serial < _LEAP else serial
    when = _BASES[base] + timedelta(seconds=round(days * 86400, 3))
    if serial < 1:
        return when.time().isoformat()
    return when.date().isoformat() if when.time() == time() else when.isoformat(" ")


def serial_of(text: str, base: int) -> float | None:
    """Return the serial number of a date or of a date and a time as ISO 8601 writes it."""
    try:
        passed = datetime.fromisoformat(text) - _BASES[base]
    except (ValueError, TypeError):
        return None
    serial = passed.days + passed.seconds / 86400
    return serial if serial >= _LEAP + 1 else None
