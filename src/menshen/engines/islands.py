r"""Islands: the stretches of a text that are spoken, misread or encoded, unfolded to views.

They are found by triggers in the same pass as everything else, so a text without them pays
nothing. Each island is then searched like a text of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from menshen.late import late
from menshen.model import Pattern
from menshen.text import (
    SPOKEN_DIGITS,
    View,
    decode,
    decode_base64,
    joined,
    misread,
    spoken,
    visible,
)

__all__ = ["ISLANDS", "Island", "unfold"]

_BEFORE_BREAK = 56
_AFTER_BREAK = 12
REACH = 2048
"""How far around an escape its island reaches, in characters."""

Unfold = Callable[[str, int, int], View | None]


@dataclass(frozen=True, slots=True)
class Island:
    """A kind of stretch: the pattern that finds it and the function that unfolds it."""

    pattern: Pattern
    unfold: Unfold


_SPOKEN = f"[{SPOKEN_DIGITS}]"
_PAUSE = "[ 、,·…—-]{0,2}"
_MISREAD = "[0-9lIOo]"


def _run(unit: str, gap: str, low: int, high: int) -> str:
    return f"{unit}(?:{gap}{unit}){{{low - 1},{high - 1}}}"


_SPOKEN_RUN = Pattern(
    "spoken",
    trigger=_run(_SPOKEN, "[ 、,·…—-]?", 7, 7),
    regex=(
        f"(?<!{_SPOKEN})(?=[0-9{SPOKEN_DIGITS} 、,·…—-]{{0,60}}?{_run(_SPOKEN, '[ 、,·…—-]?', 7, 7)})"
        f"{_run(f'(?:{_SPOKEN}|(?<![、,])[0-9])', _PAUSE, 7, 40)}(?:[ ]?[xX叉])?"
    ),
    before=80,
    after=120,
)
_MISREAD_RUN = Pattern(
    "misread",
    trigger=(
        "(?:[0-9][lio]|[lio][0-9])(?:[ -]?[0-9lio]){6}"
        "|(?:[0-9lio][ -]?){6}(?:[0-9][lio]|[lio][0-9])"
    ),
    regex=(
        f"(?<![0-9A-Za-z])(?=[0-9 -]{{0,20}}[lIOo])(?=[lIOo -]{{0,3}}[0-9]){_run(_MISREAD, '[ -]?', 11, 21)}"
        "[xX]?(?![0-9A-Za-z])"
    ),
    before=48,
    after=44,
)
_ESCAPES = Pattern(
    "escapes",
    trigger="(?:%[0-9a-f][0-9a-f]|\\\\u[0-9a-f]{4}|&#x?[0-9a-f]{2,6};)",
    regex="(?:%[0-9A-Fa-f]{2}|\\\\u[0-9A-Fa-f]{4}|&#[xX]?[0-9A-Fa-f]{2,6};)",
    before=10,
    after=0,
)
_SIGN, _SMALL = "[A-Za-z0-9+/_-]", "[a-z0-9+/_-]"
_CAPITAL = "|".join(
    (
        f"[A-Z]{_SIGN}{{19}}",
        *(f"{_SMALL}{{{i}}}[A-Z]{_SIGN}{{{19 - i}}}" for i in range(1, 19)),
        f"{_SMALL}{{19}}[A-Z]",
    )
)
"""Twenty characters with a capital, which no path in small letters has, no digest and no UUID."""
_BASE64 = Pattern(
    "base64",
    trigger=f"[^A-Za-z0-9+/_-](?:{_CAPITAL})",
    regex=(
        "(?<![A-Za-z0-9+/_-])(?=[a-z0-9+/_-]{0,19}+[A-Z])(?=[A-Z0-9+/_-]{0,19}+[a-z])"
        "(?=[0-9A-Fa-f+/_-]{0,19}+[g-zG-Z])(?=eyJ|[A-Za-z+/_-]{0,35}+[0-9])[A-Za-z0-9+/_-]{20}"
    ),
    before=20,
    after=16,
    fixed=True,
    cased=True,
)
"""Letters of both cases and digits, as text in base64 has them soon; JSON begins with eyJ."""
_ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_HIDDEN = Pattern(
    "hidden",
    trigger=f"[{_ZERO_WIDTH}]",
    regex=f"(?<![{_ZERO_WIDTH}])[{_ZERO_WIDTH}]",
    before=1,
    after=0,
)
"""Where a run of zero-width characters begins: one hit for a run, however long."""
_CODE = "[0-9A-Za-z:.@_-]"
_UNITS = "年月日号楼栋幢室层座元块万亿岁个人名次件条页章节届级期"
_CLOCK = "(?:[01]?[0-9]|2[0-3]):[0-5][0-9]"
_NEXT_ITEM = (
    "[0-9]{2}-[0-9]{2}[ T]|(?:19|20)[0-9]{2}[-/.](?:0?[1-9]|1[0-2])(?:[-/.]|(?![0-9]))"
    f"|(?:19|20)[0-9]{{6}}[-_ T]|{_CLOCK}(?::[0-5][0-9])?(?![0-9A-Fa-f:])"
    "|[0-9]{1,2}(?![0-9A-Za-z:.@-])|[0-9]{1,3}[.:](?![0-9])|[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![0-9.])"
    f"|[0-9]{{1,4}}(?:\\.[0-9]{{1,4}})?[ ]?[{_UNITS}]"
    "|(?![A-Fa-f]{1,4}:[0-9A-Fa-f])[A-Za-z][A-Za-z_-]{1,20}[:=]"
)
"""How a line begins that is an item of its own: a date, a time, a number in a list or with a unit,
an address, the name of a field."""
_AFTER = "(?:[^0-9a-z:.@_| -]|[ ][^0-9a-z]|[|]\n)"
_BROKEN = Pattern(
    "broken",
    trigger=(
        "(?:(?:[0-9][a-z]{0,3}|@)[:.-]?[ ]?\\n[ ]{0,4}[0-9a-z:.@_-]{1,26}"
        "|[0-9a-z][:.-]?[ ]?\\n[ ]{0,4}(?:@[a-z]|[a-z.:-]{0,6}[0-9])[0-9a-z:.@_-]{0,26})"
        f"{_AFTER}"
    ),
    regex=(
        f"(?<!{_CODE})(?:{_CODE}{{3,40}}|[0-9]{{1,2}}|[A-Z]{{1,2}}(?=[ ]?\n[ ]{{0,4}}[0-9]{{5}}))"
        f"[ ]?\n[ ]{{0,4}}(?!{_NEXT_ITEM})"
        f"(?=@|[A-Za-z:.-]{{0,10}}[0-9]|(?<=@\n)|(?<=@ \n)){_CODE}{{1,40}}"
    ),
    before=82,
    after=48,
)
_HEX = "[0-9A-Fa-f]"
_TORN = "(?:[ ]?\n[ ]{0,4})?"
_BROKEN_MAC = Pattern(
    "broken mac",
    trigger="[0-9a-f]{2}[:-](?:[0-9a-f]{1,2}[:-]?)?[ ]?\\n[ ]{0,4}[0-9a-f]{0,2}[:-][0-9a-f]",
    regex=(
        f"(?<![0-9A-Za-z:-])(?=[0-9A-Fa-f:-]{{3,16}}[ ]?\n){_HEX}{_TORN}{_HEX}"
        f"(?:{_TORN}[:-]{_TORN}{_HEX}{_TORN}{_HEX}){{5}}(?![0-9A-Za-z:-])"
    ),
    before=30,
    after=32,
)
"""Pairs of hexadecimal digits, whose parts read like times and names of fields."""
_MAIL = "[A-Za-z0-9._%+-]"
_BROKEN_MAIL = Pattern(
    "broken mail",
    trigger="@[0-9a-z.-]{0,20}[ ]?\\n[ ]{0,4}[0-9a-z.-]{2}",
    regex=(
        f"(?<!{_MAIL}){_MAIL}{{1,40}}@[A-Za-z0-9.-]{{0,20}}[ ]?\n[ ]{{0,4}}"
        "(?=[A-Za-z0-9-]{0,20}(?:\\.[A-Za-z0-9-]{1,20}){0,2}\\.?(?:com|cn|net|org|edu))[A-Za-z0-9.-]{2,40}"
    ),
    before=72,
    after=60,
)
_TOKEN = late("[A-Za-z0-9+/_-]{20,4096}={0,2}")


def _decoded_token(text: str, start: int, end: int) -> View | None:
    """Unfold the base64 token that begins at `start`; the pattern saw its first characters."""
    token = _TOKEN.match(text, start)
    return decode_base64(text, start, token.end() if token else end)


ISLANDS = (
    Island(_SPOKEN_RUN, spoken),
    Island(_MISREAD_RUN, misread),
    Island(_ESCAPES, decode),
    Island(_BASE64, _decoded_token),
    Island(_HIDDEN, visible),
    Island(_BROKEN, joined),
    Island(_BROKEN_MAC, joined),
    Island(_BROKEN_MAIL, joined),
)
_BREAKS = (_BROKEN, _BROKEN_MAC, _BROKEN_MAIL)


def unfold(text: str, island: Island, matches: list[re.Match[str]]) -> Iterator[View]:
    """Yield the views of one kind of island, overlapping matches taken together."""
    if island.pattern in _BREAKS:
        views = (_rejoined(text, match) for match in _apart(matches))
    else:
        views = (island.unfold(text, *s) for s in _stretches(text, island, matches))
    yield from (view for view in views if view is not None)


def _apart(matches: list[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Yield the matches that begin behind the end of the one before; a label may stand before."""
    done = 0
    for match in matches:
        if match.start() >= done:
            first, _, second = match[0].partition("\n")
            named = not any(c.isdigit() for c in first)
            done = match.end() - len(second) if named else match.end()
            yield match


def _rejoined(text: str, match: re.Match[str]) -> View | None:
    """Return the lines around a break without it; a label may stand at the end of the line above."""
    start, end = max(match.start() - _BEFORE_BREAK, 0), min(match.end() + _AFTER_BREAK, len(text))
    stop = text.find("\n", match.end(), end)
    return joined(text, start, end if stop < 0 else stop, *match.span())


def _stretches(
    text: str, island: Island, matches: list[re.Match[str]]
) -> Iterator[tuple[int, int]]:
    """Yield the stretches to unfold: the match itself, or the text around it."""
    done = 0
    for match in matches:
        start, end = match.span()
        if start < done:
            continue
        if island.pattern in (_ESCAPES, _HIDDEN):
            start, end = _line_around(text, start, done)
        yield start, end
        done = end


def _line_around(text: str, at: int, floor: int) -> tuple[int, int]:
    """Return the part of the line around `at`, cut at `REACH` and not before `floor`."""
    low = max(floor, at - REACH)
    low = max(low, text.rfind("\n", low, at) + 1)
    high = text.find("\n", at, at + REACH)
    return low, high if high >= 0 else min(len(text), at + REACH)
