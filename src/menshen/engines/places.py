"""Administrative divisions as they are written in addresses: full names, short names, parents.

A name may be that of several divisions (朝阳 is a city and four districts); a `Place` is one of
them. Short names leave out what says the level: 浙江, 杭州, 余杭, 恩施.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from menshen import facts
from menshen.engines.lexicon import Lexicon
from menshen.late import late

__all__ = ["LEVELS", "Place", "above", "current", "places", "township"]

LEVELS = ("country", "province", "city", "district", "township")
"""The kinds of divisions, from the top."""
_COUNTRY = ("中国", "中國", "中华人民共和国")
_NAMELESS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
_KIND = late("(?:特别行政区|自治区|地区|新区|矿区|林区|[省市区县州盟旗])\\Z")


class Place(NamedTuple):
    """A division: its level (an index of `LEVELS`), its code, whether the name is the full one.

    The code is the six digits of GB/T 2260 without the zeros at its end, or, for Hong Kong, Macau
    and Taiwan, the name of the province; a code begins with that of its parent.
    """

    level: int
    code: str
    full: bool


@cache
def places() -> Lexicon[tuple[Place, ...]]:
    """Return the list of all names of divisions down to the county; built on first use.

    >>> [p.code for p in places().get("余杭区") or ()]
    ['330110']
    """
    names: dict[str, list[Place]] = {name: [Place(0, "", full=True)] for name in _COUNTRY}
    for code, division in facts.divisions().items():
        own = _own_name(code, division.name)
        if own and own not in _NAMELESS:
            level = _level(code)
            stem = code[: 2 * level]
            for name in {own, *_shorter(own)}:
                names.setdefault(name, []).append(Place(level, stem, full=name == own))
    for name, (kind, parent) in facts.overseas().items():
        place = Place(LEVELS.index(kind), parent or _simple(name), full=True)
        names.setdefault(name, []).append(place)
    return Lexicon({name: tuple(found) for name, found in names.items() if len(name) > 1})


@cache
def above(code: str) -> tuple[str, ...]:
    """Return the names of the divisions above a code, from the top.

    >>> above("330110"), above("110105"), above("香港")
    (('浙江省', '杭州市'), ('北京市',), ())
    """
    found: list[str] = []
    for size in range(2, len(code), 2):
        whole = code[:size].ljust(6, "0")
        division = facts.division(whole) if code.isdigit() else None
        if division is not None and (name := _own_name(whole, division.name)):
            found.append(name)
    return tuple(found)


def township(name: str) -> tuple[str, ...]:
    """Return the codes of the counties with a township of this name, none if it is not listed."""
    return facts.townships().get(name, ())


def current(code: str) -> bool:
    """Say whether a stem of a code stands for a division that exists."""
    division = facts.division(code.ljust(6, "0"))
    return division is not None and division.until is None


def _level(code: str) -> int:
    return 1 if code[2:] == "0000" else 2 if code[4:] == "00" else 3


def _own_name(code: str, name: str) -> str:
    """Return the name without those of the divisions above it, which the table puts before."""
    for parent in (code[:4] + "00", code[:2] + "0000"):
        division = facts.division(parent)
        if parent != code and division is not None and name.startswith(division.name):
            return name[len(division.name) :]
    return name if _level(code) == 1 else ""


def _shorter(name: str) -> list[str]:
    """Return the short forms of a name that are two characters or longer."""
    autonomous = _autonomous().fullmatch(name) if "自治" in name else None
    if autonomous is not None:
        short = [autonomous["name"]]
        return [*short, short[0] + "州"] if name.endswith("州") else short
    short = [_KIND.sub("", name)]
    return [s for s in short if len(s) > 1 and s != name]


@cache
def _autonomous() -> re.Pattern[str]:
    groups = sorted((g for g in facts.ethnic_groups()), key=len, reverse=True)
    return re.compile(f"(?P<name>[一-龥]{{2,5}}?)(?:各族|维吾尔|{'|'.join(groups)})*自治[区州县旗]")


def _simple(name: str) -> str:
    """Return the short name of one of the three in simplified script."""
    return "香港" if name.startswith("香港") else "台湾" if "湾" in name or "灣" in name else "澳门"
