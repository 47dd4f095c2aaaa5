"""籍贯与户籍地 · Native place and place of household registration.

## What it finds
Province, city or county behind 籍贯, 户籍, 老家, 出生地, and where somebody is said to come from (系湖南衡阳人,
`，湖南省衡阳市人`, 老家在四川绵阳, 户籍河南周口).

## How it decides
The place must be known by its name (GB/T 2260). A label decides; else 人 behind the place and an
attribute of a person beside it, or a pronoun or a person before it.

## Known limits
A place with a street or village is an address. Places below the county alone are not known here.

## References
- GB/T 2260, 中华人民共和国行政区划代码

>>> DETECTOR.types
('native_place', 'hukou_location')
"""

from __future__ import annotations

import re
from functools import cache

from menshen import facts
from menshen.engines.stated import Form, Stands, Stated, labelled
from menshen.evidence import Cue
from menshen.model import Pattern

_NATIVE = Cue(
    "native place",
    words=("籍贯", "籍貫", "祖籍", "原籍", "老家", "家乡", "出生地", "出生地点", "生源地", "籍 贯"),
    keys=("native_place", "birthplace", "hometown", "jiguan"),
)
_HUKOU = Cue(
    "household registration",
    words=("户籍", "户籍地", "户籍所在地", "户口所在地", "户口", "户籍地址", "户籍省份", "户籍城市", "户口地", "常住户口所在地", "户籍登记地"),
    keys=("hukou", "huji", "hukou_location"),
)  # fmt: skip
_ENDS = "维吾尔自治区|壮族自治区|回族自治区|特别行政区|自治区|自治州|自治县|自治旗|地区|[省市区县州盟旗]"
_PLACE = f"[一-鿿]{{2,7}}?(?:{_ENDS})?(?:[一-鿿]{{2,7}}?(?:{_ENDS})?){{0,2}}"
_STOP = "(?=[ ]{0,8}(?:人(?![一-鿿民])|[,。;、:\n|\t\"'()<}]|\\Z)|[ ]{1,6}[^ \n:]{2,8}[ ]?[:\t|]|[ ]{2})"


def _stem(name: str) -> str:
    """Return the name of a division as people say it: without its kind and peoples."""
    short = re.sub(
        "(?:维吾尔|壮族|回族|[一-鿿]{1,3}族[一-鿿]{0,9}?)?(?:自治区|自治州|自治县|自治旗)\\Z|特别行政区\\Z|地区\\Z|[省市区县州盟旗]\\Z",
        "",
        name,
    )
    return short if len(short) > 1 else name


@cache
def _names() -> frozenset[str]:
    """Return the names of provinces, cities and counties, in full and as people say them."""
    found: set[str] = set()
    for code, entry in facts.divisions().items():
        own = entry.name
        for over in (code[:4] + "00", code[:2] + "0000"):
            above = facts.division(over)
            if above is not None and above.name != entry.name and own.startswith(above.name):
                own = own.removeprefix(above.name)
                break
        if len(own) < 2 or own in {"市辖区", "县"}:
            continue
        found.add(own)
        if _stem(own) != own or code[4:] == "00":
            found.add(_stem(own))
    return frozenset(found)


@cache
def _beginnings() -> frozenset[str]:
    """Return the first two characters of the names."""
    return frozenset(name[:2] for name in _names())


def _known(value: str) -> bool:
    """Say whether the value is made of the names of divisions, from the first character on."""
    value = value.replace(" ", "").removesuffix("籍")
    known, at, parts = _names(), 0, 0
    begun = _beginnings()
    while at < len(value):
        longest = min(12, len(value) - at) if value[at : at + 2] in begun else 0
        size = next((n for n in range(longest, 1, -1) if value[at : at + n] in known), 0)
        if not size:
            return parts > 0 and value[at:] in {"市", "县", "省", "区", "城区", "农村", "乡下"}
        at, parts = at + size, parts + 1
    return parts > 0


_BORN = "|".join(
    f"人{end}" for end in (",", "。", ";", "、", ":", "!", "\n", "\t", "\\(", "\\)", "\\|")
)
"""What stands behind the name of a place that somebody is from."""

DETECTOR = Stated(
    "origin",
    (
        labelled("native", "native_place", _NATIVE, f"{_PLACE}{_STOP}", 44, bare=True)._replace(check=_known),
        labelled("hukou", "hukou_location", _HUKOU, f"{_PLACE}{_STOP}", 44, bare=True)._replace(check=_known),
        Form(
            Pattern(
                "item",
                trigger=_BORN,
                regex=f"(?:(?<=[,、;(|\t])|(?<=[,、] ))(?:籍贯|原籍|祖籍|户籍)?(?P<v>{_PLACE})(?=人(?:[,。;、:\n|\t()]|\\Z))",
                before=28,
                after=2,
            ),
            "native_place",
            Stands.ITEM,
            -2.2,
            _known,
        ),
        Form(
            Pattern(
                "said",
                trigger=_BORN,
                regex=f"(?:系|称其|其为|其系|我是|他是|她是|本人是|本是|都是|也是|是个|原是|是|为|我|他|她)(?P<v>{_PLACE})(?=人(?:[,。;、:!\n|\t()]|\\Z))",
                before=28,
                after=2,
            ),
            "native_place",
            Stands.PROSE,
            0.0,
            _known,
            re.compile("(?:本|原|都|也|系|是|为)+"),
        ),
        Form(
            Pattern(
                "home",
                trigger="老家|户籍|户口|祖籍|籍贯|原籍|生于|出生于|来自|出生在",
                regex=f"(?:老家(?:就)?[在是](?!哪)|老家|祖籍(?:是|为)?|籍贯(?:是|为)?|原籍|出?生[于在]|来自(?:于)?)(?P<v>{_PLACE})(?=人?[,。;、!\n()的]|农村|乡下|\\Z)",
                before=4,
                after=28,
            ),
            "native_place",
            Stands.PROSE,
            0.5,
            _known,
        ),
        Form(
            Pattern(
                "registered",
                trigger="户籍|户口",
                regex=f"(?:户籍|户口)(?:所在地|登记地|地)?(?:在|是|为|仍在|还在|系|落在|迁到|迁至|迁入)?(?P<v>{_PLACE})(?=[,。;、!\n()的]|\\Z)",
                before=4,
                after=34,
            ),
            "hukou_location",
            Stands.PROSE,
            0.0,
            _known,
        ),
    ),
    against="户籍人口|户籍制度|特产|美食|旅游|游客|农产品|本地人|购房资格|限购|落户政策|全国各地|选手|球迷",
)  # fmt: skip
