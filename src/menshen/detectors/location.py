"""精准定位 · Precise location: coordinates.

## What it finds
A pair of latitude and longitude in either order, decimal (`30.487316,114.521063`), with the signs of
the compass (`41.8137°N,123.3862°E`, `北纬30.51281°`) or in degrees, minutes and seconds; and single
values behind lat, lng, 经度, 纬度, one finding each.

## How it decides
Fewer than four decimals are no precise place (three behind a label). A pair without a
label must lie in the box around China. Words of earthquakes, storms, stations and sights
near it say that it is not where a person is.

## Known limits
The box also holds parts of the neighbours; two decimal numbers of a table may fall into it.

## References
- GB/T 35273-2020, annex A (个人位置信息: 精准定位信息、经纬度)
- ISO 6709:2022

>>> in_china(30.5, 114.4), in_china(114.4, 30.5)
(True, False)
"""

from __future__ import annotations

import re

from menshen.evidence import Cue
from menshen.model import Candidate, Evidence, Judgement, Pattern, is_grid

_CUE = Cue(
    "coordinates",
    words=("经纬度坐标", "位置坐标", "GPS定位", "gps坐标",
           "经度", "纬度", "坐标", "经纬度", "定位", "位置", "轨迹", "签到", "打卡", "发货点", "到达点"),
    keys=("lonlat", "lng_lat", "coordinates", "geo_point", "geo_location", "gps_location", "gps_point",
          "gps", "lat", "lng", "lon", "latitude", "longitude", "location", "coord", "coords", "coordinate",
          "latlng", "lnglat", "latlon", "geo", "position", "point", "loc", "jd", "wd", "jwd"),
    label=2.5,
    context=1.5,
)  # fmt: skip
_AGAINST = Cue(
    "a place of nature or a public thing",
    words=("震中", "地震", "台风", "气旋", "暴雨", "测站", "站点", "气象站", "观测站", "发射场", "景区", "基站", "遗址", "矿区",
           "海域", "岛屿", "山峰", "城市中心", "市中心", "门店", "总部", "停泊", "卫星", "示例", "样例", "例如", "矩阵", "地标", "大致", "介于", "地处",
           "县志"),
    keys=("for example", "loss", "acc", "bbox", "center", "matrix", "station", "epoch"),
    label=-5.0,
    context=-5.0,
)  # fmt: skip
_PAIR = Evidence("shape", 1.0, "a pair of coordinates in the box around China")
_ABROAD = Evidence("shape", -2.0, "a pair of coordinates outside the box around China")
_SIGNED = Evidence("shape", 2.0, "a pair with the signs of the compass")
_SINGLE = Evidence("shape", 0.0, "one coordinate behind its label")
_BOTH = Evidence("shape", 6.0, "both coordinates behind their labels")
_ROUND = Evidence("precision", -3.0, "too few decimals for a precise place")

_NUM = "-?[0-9]{1,3}\\.[0-9]{3,16}"
_SIGN = "(?:[北南]纬|[东西]经|[NSEWnsew])"
_DEGREES = "[0-9]{1,3}(?:\\.[0-9]{3,12}[°度]|[°度][ ]?[0-9]{1,2}(?:\\.[0-9]{1,8})?[′'分](?:[ ]?[0-9]{1,2}(?:\\.[0-9]{1,8})?(?:[″\"秒]|''))?)"
_POINT = f"(?:{_SIGN}[ :]{{0,2}})?{_DEGREES}(?:[ ]?[NSEW])?"
_JOIN = "[ ]{0,2}[,、;/和]?[ ]{0,2}"
_LABEL = "(?:经度|纬度|[北南]纬|[东西]经|(?<![A-Za-z])(?i:latitude|longitude|lat|lng|lon)|(?<=[a-z_])(?:Lat|Lng|Lon|Latitude|Longitude))"

_IS = "[ ]?[:=为是]?[ ]?"


def in_china(lat: float, lng: float) -> bool:
    """Say whether a point lies in the box around China."""
    return 3.8 <= lat <= 53.6 and 73.6 <= lng <= 135.1


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])


class Location:
    """Judges coordinates by range, precision and the words around; see the module."""

    id = "location"
    types = ("precise_location",)
    patterns = (
        Pattern(
            "pair",
            trigger="\\.[0-9]{4,16}[ ]?[nsew]?[ ]?[,;/|、 ][ ]?[nsew]?[ ]?-?[0-9]{1,3}\\.[0-9]{4}",
            regex=(
                "(?<![0-9A-Za-z.])(?P<v>(?:[NSEW][ ]?)?(?P<a>-?[0-9]{1,3}\\.[0-9]{4,16})(?:[ ]?[NSEW])?[ ]?[,;/|、 ][ ]?"
                "(?:[NSEW][ ]?)?(?P<b>-?[0-9]{1,3}\\.[0-9]{4,16})(?:[ ]?[NSEW](?![A-Za-z]))?)(?![0-9A-Za-z%])(?!\\.[0-9])"
            ),
            before=40,
            after=20,
        ),
        Pattern(
            "single",
            trigger=(
                "(?:纬度?|经度?|lat|lng|lon|latitude|longitude)[^0-9a-z\n-]{0,6}-?[0-9]{1,3}\\.[0-9]{3}"
            ),
            regex=f"{_LABEL}[^0-9A-Za-z\n-]{{0,6}}(?P<v>{_NUM})(?![0-9A-Za-z%°度])(?!\\.[0-9])",
            before=28,
            after=18,
        ),
        Pattern(
            "both",
            trigger="[0-9]\\.[0-9]{3,16}[ ,;&、]{1,3}(?:纬|经|la|ln|lo)[^0-9\n]{1,12}[0-9]{1,3}\\.[0-9]{3}",
            regex=(
                f"(?P<v>{_LABEL}{_IS}(?P<a>{_NUM})[ ,;&、]{{1,3}}{_LABEL}{_IS}(?P<b>{_NUM}))"
                "(?![0-9A-Za-z%°度])(?!\\.[0-9])"
            ),
            before=64,
            after=18,
        ),
        Pattern(
            "compass",
            trigger="(?:[0-9]\\.[0-9]{3,12}[°度]|[0-9][°度][ ]?[0-9]{1,2}(?:\\.[0-9]{1,8})?[′'分])",
            regex=f"(?<![0-9A-Za-z.纬经])(?<![纬经][ :])(?P<v>{_POINT}(?:{_JOIN}{_POINT})?)(?![0-9A-Za-z])",
            before=84,
            after=84,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by range, precision, label and the kind of place."""
        if candidate.pattern.name == "pair":
            first = _pair(candidate)
        elif candidate.pattern.name == "both":
            first = _both(candidate)
        elif candidate.pattern.name == "single":
            first = _single(candidate)
        else:
            first = _compass(candidate)
        if first is None:
            return None
        normal, parts = first
        parts += [_CUE.near(candidate), _AGAINST.near(candidate)]
        return Judgement("precise_location", normal, tuple(e for e in parts if e is not None))


_First = tuple[str, list[Evidence | None]]


def _pair(candidate: Candidate) -> _First | None:
    layout = candidate.block.layout
    if is_grid(layout):
        cell = layout.cell(candidate.span.start)
        if cell is not None and cell.end < candidate.span.end:
            return None
    a, b = float(candidate.match["a"]), float(candidate.match["b"])
    if in_china(b, a):
        a, b = b, a
    if abs(a) > 90:
        a, b = b, a
    if abs(a) > 90 or abs(b) > 180:
        return None
    return f"{a},{b}", [_PAIR if in_china(a, b) else _ABROAD]


def _single(candidate: Candidate) -> _First | None:
    value = float(candidate.seen)
    label = candidate.match.group()[:9].lower()
    limit = 90 if "纬" in label or label.startswith("lat") else 180
    if abs(value) > limit or value == 0:
        return None
    return candidate.seen, [_SINGLE, _ROUND if _decimals(candidate.seen) < 3 else None]


def _both(candidate: Candidate) -> _First | None:
    a, b = float(candidate.match["a"]), float(candidate.match["b"])
    if re.match("纬|北|南|(?i:lat)", candidate.seen) is None:
        a, b = b, a
    return (f"{a},{b}", [_BOTH]) if abs(a) <= 90 and abs(b) <= 180 else None


def _compass(candidate: Candidate) -> _First | None:
    seen = candidate.seen
    signs = len(re.findall(_SIGN, seen))
    points = len(re.findall("[°度]", seen))
    if not signs:
        return None
    seconds = re.search("[″\"秒]|''|\\.[0-9]{4}", seen)
    parts = [_SIGNED if points == 2 else _SINGLE, None if seconds else _ROUND]
    return re.sub("\\s", "", seen), parts


DETECTOR = Location()
