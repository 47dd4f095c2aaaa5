"""Stand-ins for dates: another day of the same decade, the same for the same day everywhere.

An ID number and a birth date of one person get the same day, since the day alone decides.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from menshen.transforms.keyed import Keyed

__all__ = ["age", "birth_date", "day"]

_GROUPS = re.compile("[0-9]+")
_ISO = re.compile("([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


def day(born: date, keyed: Keyed) -> date:
    """Return another day of the same decade, no later than the year the old one lies in, if recent.

    >>> day(date(1985, 3, 12), Keyed(bytes(32))).year // 10
    198
    """
    first = date(born.year // 10 * 10, 1, 1)
    last = date(first.year + 9, 12, 31) if first.year < 2020 else date(born.year, 12, 31)
    draw = keyed.draw("day", born.isoformat())
    while True:
        found = first + timedelta(days=draw.below((last - first).days + 1))
        if found != born:
            return found


def birth_date(value: str, normal: str, keyed: Keyed) -> str | None:
    """Return a birth date written like the old one; a year or a month stay as coarse as they are."""
    found = _ISO.fullmatch(normal)
    if found is None:
        return None
    try:
        born = date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None
    new = day(born, keyed)
    if not found[2] and new.year == born.year:
        new = date(born.year // 10 * 10 + (born.year + 1) % 10, 1, 1)
    parts = [f"{new.year}", f"{new.month:02d}", f"{new.day:02d}"][
        : 1 + sum(map(bool, found.groups()[1:]))
    ]
    return _like(value, found[1], parts)


def _like(value: str, year: str, parts: list[str]) -> str:
    """Return the parts of a date in the form of the old one: its signs, its zeros before."""
    groups = _GROUPS.findall(value)
    if (
        groups == ["".join(g for g in groups)]
        and len(value) == 2 * len(parts) + 2
        and value.isdigit()
    ):
        return "".join(parts)
    if len(groups) != len(parts) or groups[0] != year:
        return "-".join(parts)
    plain = iter(parts)

    def written(found: re.Match[str]) -> str:
        part = next(plain)
        return part.lstrip("0") if len(found[0]) == 1 and int(part) < 10 else part

    return _GROUPS.sub(written, value)


def age(value: str, normal: str, keyed: Keyed) -> str | None:
    """Return another age of the same ten years; of children and of the young it stays on its side.

    The line is at 14, below which all information is sensitive (PIPL art. 28), and at 18.
    """
    found, written = _GROUPS.match(normal), _GROUPS.search(value)
    if found is None or written is None or len(found[0]) > 3:
        return None
    old = int(found[0])
    bounds = sorted(
        {old // 10 * 10, old // 10 * 10 + 10, *(b for b in (14, 18) if b // 10 == old // 10)}
    )
    low = max(b for b in bounds if b <= old)
    high = min(b for b in bounds if b > old)
    choices = [str(n) for n in range(low, high) if n != old]
    if not choices:
        return None
    new = keyed.draw("age", found[0]).one(choices)
    return _GROUPS.sub(new, value, count=1)
