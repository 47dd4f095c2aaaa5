"""The grammar of Chinese addresses: from the highest level written down to the room.

An address is a chain of parts whose levels do not rise: divisions (浙江省杭州市余杭区五常街道), then
village, road and estate in any order (文一西路, 西溪花园), numbers (969号), then building, unit, floor
and room. Names of divisions are known; those of roads, villages and estates are free text, told
by their end (路, 村, 小区) or by the number of a building that follows (金科天宸9-3-501).

The text is expected in the width view. Parts may be set apart by blanks or one line break. What
the grammar does not do is tell whose address it is: that is the detector's part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from menshen.engines.places import Place, above, current, places, township
from menshen.late import late
from menshen.model import Span

__all__ = ["Address", "Part", "chain", "parse", "starts"]

KINDS = (
    "country", "province", "city", "district", "township", "zone", "village", "group", "road",
    "number", "community", "building", "unit", "floor", "room", "box",
)  # fmt: skip
"""What a part may be."""
_RANK = {
    "country": 0, "province": 1, "city": 2, "district": 3, "township": 4, "zone": 5, "village": 5,
    "group": 5, "road": 5, "number": 5, "community": 5, "building": 6, "unit": 7, "floor": 8,
    "room": 9, "box": 9,
}  # fmt: skip
_FINEST = ("room", "floor", "unit", "building", "group", "number", "box", "community", "village", "road", "zone",
           "township", "district", "city", "province", "country")  # fmt: skip

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "幺": 1}
_CN = "一二三四五六七八九十百零〇"
_NUM = f"(?:[0-9]{{1,5}}|[{_CN}]{{1,5}})"
_BAN = "的了是我你他她它们这那吗呢吧啊被着很没您咱谁哪怎么什但"
_HAN = f"(?:(?![{_BAN}]|住(?!宅))[一-鿿])"
_ENDS = "路街道巷弄镇乡村屯"

_FREE = late(
    f"(?P<name>(?:{_HAN}|[0-9A-Z·]){{1,9}}?)(?:"
    "(?P<township>街道办事处|街道办?|地区办事处|镇|鎮|乡(?!村|镇|亲|愁)|鄉|苏木|农场|林场|牧场|區|鄉)|"
    "(?P<zone>(?:经济|技术|高新|工业|产业|科技|旅游|经济技术|高新技术)*(?:开发区|園區|园区|工业区|高新区|保税区|示范区|度假区|新区))|"
    "(?P<village>村委会|村民委员会|社区居委会|居委会|自然村|新村|社区|村(?!民|官|干)|屯|嘎查|寨(?=[0-9一-十村])|庄(?=[0-9村]|[一二三四五六七八九十]{1,3}[组队]))|"
    f"(?P<road>(?:大道|大街|公路|国道|省道|县道|环路|胡同|路|街(?!道)|巷(?!子)|(?:[弄里道](?=[ ]?{_NUM}[号弄巷號]))|條街)"
    f"(?:[东西南北中]?[一二三四五六七八九十0-9]{{1,2}}[路街段巷里条](?!号)|[东西南北中]段|[东西南北](?={_NUM}[号巷弄])|[一二三四五六七八九十]段)?)|"
    "(?P<community>(?:[一二三四五六七八九十][区里](?=[ ]?[0-9])|小区|花园|花苑|家园|家苑|公寓|新城|大厦|大廈|大楼|广场|廣場|公馆|名邸|华庭|豪庭|花城|名苑|雅苑|佳苑|嘉园|山庄|"
    "宿舍楼?|家属院|家属楼|学生公寓|别墅|御府|国际城?|中心|商城|市场|工业园|科技园|创业园|产业园|大院|公租房|安置房|廉租房|苑|园|城(?![市中东西南北乡关区])|府(?![前])|邨|屋苑|庄园|湾|庭|轩|郡|"
    "[阁閣](?=[ ]?[0-9A-Z]))"
    "(?:[东西南北中A-Z][区苑园]|[一二三四五六七八九十0-9A-Z]{1,2}[期区村里苑](?!域))*)"
    f")(?![{_ENDS}]|[院区](?![0-9]))"
)  # fmt: skip
_LOOSE = late(
    f"(?P<name>{_HAN}(?:{_HAN}|[·0-9A-Z]){{1,8}}?)(?=[ ]{{0,2}}(?:"
    f"[0-9]{{1,3}}[A-Za-z]?(?:号楼|栋|幢|座|棟|號樓)|[A-Z]座|[{_CN}]{{1,3}}(?:号楼|栋|幢|棟)|[0-9]{{1,2}}-[0-9]{{1,2}}-[0-9]{{3,4}}|"
    "[0-9]{1,3}#[0-9]{2,4}|[0-9]{1,2}-[0-9]{3,4}(?![0-9-])|[0-9]{1,2}单元|[0-9一二三四五六七八九十]{1,3}杠[0-9一二三四五六七八九]))"
)
_LOOSE_INSIDE = late(
    f"{_HAN}(?:{_HAN}|[·0-9A-Z]){{1,8}}?(?=[ ]{{0,2}}(?:[0-9]{{1,3}}-[0-9]{{1,3}}(?:-[0-9]{{1,4}})?|{_NUM}(?:号|层|楼|室))(?![0-9]))"
)
"""An estate without an end of its own, where an address has begun."""
_NOT_NAMES = late(
    "[在到于请从去给放]|物业|业主|比分|公司|会议|我家|住户|邻居|房间|快递|实验|单元|栋|幢|号楼|号"
)
"""Words in front of a number that show it is not an estate's name."""
_LETTER = "[A-Za-z]|[甲乙丙丁东西南北]"
_TOKENS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(regex))
    for kind, regex in (
        ("group", f"(?:第)?{_NUM}(?:村民小组|小组|生产队|组|队|排|社(?!区)|屯)(?![长员名])"),
        ("group", "[0-9一二三四五六七八九十]{1,4}[团连](?![长员])"),
        ("building", f"(?:第)?(?:(?:{_LETTER})?[ ]?(?:[0-9]{{1,4}}[A-Za-z]?|[{_CN}]{{1,3}})|{_LETTER}|[主附副裙])[ ]?(?:号楼|號樓|号栋|栋|棟|幢|号幢|座|#楼|#(?![0-9])|斋|舍)(?:[东西南北中]区)?"),
        ("building", "[0-9]{1,3}#(?=[0-9]{2,4})|[0-9]{1,3}楼(?=[0-9一二三四五六七八九]{1,2}[门單单])"),
        ("zone", "(?:新疆)?(?:生产)?建设兵团|新疆兵团"),
        ("group", "第?[0-9一二三四五六七八九十]{1,3}师"),
        ("unit", f"(?:[东西南北中]?{_NUM}|{_LETTER})[ ]?(?:单元|單元)|[0-9]{{1,2}}号?(?:门(?![口诊卫店前外市面])|梯)|{_NUM}号门(?![口诊店])"),
        ("room", f"(?:[A-Za-z]?[0-9]{{2,5}}[A-Za-z]?(?:[-之][0-9]{{1,3}})?|[{_CN}]{{3,5}}|[0-9]{{1,2}}|[A-H])[ ]?(?:号房间?|室(?![内外友])|房(?![屋产租子东])|房间)(?:[-之][0-9]{{1,2}})?"),
        ("floor", f"(?:负|地下|B)?{_NUM}[ ]?(?:层|樓|楼(?!盘|栋)|(?i:/F))(?:之[0-9一二三四五六七八九]{{1,2}})?"),
        ("number", f"(?:[甲乙丙丁付附])?(?:[0-9]{{1,5}}(?:[-之][0-9]{{1,4}})?[甲乙丙丁]?|[{_CN}]{{1,5}})(?:[号號](?![楼樓栋线码文令店])(?:院|大院|附[0-9]{{1,4}}号|之[0-9一二三四五六七八九]{{1,3}}|-[0-9]{{1,3}})?|弄|巷|支弄|衖)"),
        ("box", "[0-9]{2,6}(?:部队|号?信箱|信箱)(?:[0-9]{1,4}分?(?:队|箱|号))?"),
        ("box", "(?:邮政)?信箱[ ]?[0-9]{1,6}号?|(?:邮政)?[0-9]{1,6}号?信箱"),
    )
)  # fmt: skip
_DASHED = late("(?P<a>[A-Za-z]?[0-9]{1,3}[A-Za-z]?)(?:[-](?P<b>[0-9A-Za-z]{1,4}))(?:-(?P<c>[0-9A-Za-z]{1,5}))?(?:-(?P<d>[0-9]{1,4}))?(?![0-9A-Za-z-]|[ ]?[:年月日点])[室户]?")  # fmt: skip
_BARS = late(
    "(?P<a>[0-9]{1,3}|[一二三四五六七八九十]{1,3})杠(?P<b>[0-9]{1,4}|[一二三四五六七八九十零〇幺]{1,4})"
    "(?:杠(?P<c>[0-9]{1,4}|[一二三四五六七八九十零〇幺]{1,4}))?(?:杠(?P<d>[0-9]{1,4}))?"
)
"""The same as it is said: 三杠二杠五零一."""
_BARE = late("[一二三四五六七八九][零〇一二三四五六七八九]{2,3}(?![十百千万月日年号块元])|(?:[A-Z][-]?)?[0-9]{3,4}(?:[A-Z]|-[0-9]{1,2})?(?![0-9A-Za-z.%年月日元米块万人个次平:-]|[ ]?[a-z]{2})|[0-9][0-9OolI]{2,3}(?![0-9A-Za-z])|[0-9]{1,2}[A-H](?![0-9A-Za-z])|[0-9]{1,3}[号户](?![线楼码])")  # fmt: skip
_HOUSE = late("[0-9]{2,4}(?:-[0-9]{1,4})?(?![0-9A-Za-z.%年月日元米块万人个次平路:-])")
"""The number of a house that lacks its 号."""
_APART = late("[ ]{0,3}[-_·,/]?[ ]{0,2}")
_LINE = late("[ ]{0,3}\n[ ]{0,8}")
_ROOMY = ("building", "unit", "floor", "number", "community")


class Part(NamedTuple):
    """A part of an address: one of `KINDS`, and where it stands. The text is not in its `repr`."""

    kind: str
    span: Span
    seen: str
    code: str = ""

    def __repr__(self) -> str:
        """Show kind and place, never the text."""
        return f"Part({self.kind!r}, {self.span.start}:{self.span.end})"


class Address(NamedTuple):
    """An address: its parts in order, with positions in the text that was parsed.

    An `Address` without parts means that the text holds none.
    """

    parts: tuple[Part, ...]

    @property
    def span(self) -> Span:
        """Return where the address stands."""
        if not self.parts:
            return Span(0, 0)
        return Span(self.parts[0].span.start, self.parts[-1].span.end)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of the parts, each once, in order."""
        return tuple(dict.fromkeys(p.kind for p in self.parts))

    @property
    def finest(self) -> str:
        """Return the kind of the finest part, or an empty string.

        >>> parse("浙江省杭州市余杭区文一西路969号").finest
        'number'
        """
        kinds = self.kinds
        return next((k for k in _FINEST if k in kinds), "")

    @property
    def normal(self) -> str:
        """Return the canonical form.

        Blanks and separators are left out, Chinese numerals of numbers turned into digits, and
        the divisions above the first one put before it where only one division has its name.

        >>> parse("余杭区文一西路九百六十九号").normal
        '浙江省杭州市余杭区文一西路969号'
        """
        plain = [_plain(p) for p in self.parts]
        joined = "".join(plain[:1])
        for before, after in pairwise(plain):
            bare = before[-1:].isascii() and after[:1].isascii()
            joined += "-" + after if bare else after
        return _above(self.parts) + joined


def parse(text: str) -> Address:
    """Return an address in a text of the width view, the longest from where it begins.

    It is the whole text if that is an address; else one that begins with a division that is named
    before any other, and of others the first.

    >>> [(p.kind, p.seen) for p in parse("家住金科天宸9-3-501").parts]
    [('community', '金科天宸'), ('building', '9'), ('unit', '3'), ('room', '501')]
    """
    whole = chain(text, 0, len(text))
    if whole.parts and whole.span.end == len(text.rstrip()):
        return whole
    for start in starts(text, 0, len(text)):
        address = chain(text, start, len(text))
        if address.parts:
            return address
    return Address(())


_LEAD = late(
    "(?:[^一-鿿0-9A-Za-z]|家住|住在|现住|地址|住址|寄到|送到|[住在到去找给于至是为])+|[\\s\\S]"
)


def starts(text: str, low: int, high: int) -> Iterator[int]:
    """Yield the positions from `low` where an address may begin, the likeliest first.

    That is where a division is named; then, one after the other, all others behind words that
    are never part of a name.
    """
    known = [
        m
        for m in places().find(text[low:high])
        if any(p.full for p in m.value) or _short(text, low + m.end)
    ]
    begins = {m.start for m in known}
    sure = [m for m in known if any(p.full for p in m.value) or m.end in begins]
    yield from (low + m.start for m in sure[:4])
    at = low
    while at < high:
        lead = _LEAD.match(text, at, high)
        if lead is not None and len(lead.group()) > 1:
            at = lead.end()
        yield at
        at += 1


def chain(text: str, start: int, stop: int, *, comma: bool = True) -> Address:
    """Return the address that begins exactly at `start`; it ends at `stop` at the latest.

    Without `comma` a comma ends it, as between the cells of a table.
    """
    parts: list[Part] = []
    at = start
    while at < stop and len(parts) < 24:
        found = _next(text, at, stop, parts)
        if not found and parts:
            gap = _gap(text, at, stop, comma=comma)
            found = _next(text, gap, stop, parts) if gap > at else []
            if found and not _joins(text[at:gap], parts[-1], found[0]):
                found = []
        if not found:
            break
        parts += found
        at = parts[-1].span.end
    return Address(tuple(parts))


def _gap(text: str, at: int, stop: int, *, comma: bool) -> int:
    line = _LINE.match(text, at, stop)
    if line is not None:
        return line.end()
    match = _APART.match(text, at, stop)
    if match is None or ("," in match.group() and not comma):
        return at
    return match.end()


def _joins(gap: str, last: Part, part: Part) -> bool:
    """Say whether two parts with something between them belong to one address."""
    if "," in gap or "/" in gap:
        return _RANK[part.kind] <= 4 and _RANK[part.kind] > _RANK[last.kind]
    if "\n" in gap:
        return _RANK[part.kind] > _RANK[last.kind] or (part.kind == "number" == last.kind)
    return _RANK[part.kind] >= _RANK[last.kind]


def _next(text: str, at: int, stop: int, parts: list[Part]) -> list[Part]:
    """Return the parts that stand at a position, in the light of those before; none if nothing fits."""
    rank = _RANK[parts[-1].kind] if parts else 0
    found: list[Part] = []
    if rank <= 4:
        found = _division(text, at, stop, parts)
    return (
        found
        or _numbered(text, at, stop, parts)
        or (_named(text, at, stop, parts) if rank <= 6 else [])
    )


def _division(text: str, at: int, stop: int, parts: list[Part]) -> list[Part]:
    lexicon = places()
    for size in range(min(12, stop - at), 1, -1):
        known = lexicon.get(text[at : at + size])
        place = _fitting(known, parts) if known else None
        if place is not None and (place.full or _short(text, at + size)):
            kind = ("country", "province", "city", "district")[place.level]
            return [Part(kind, Span(at, at + size), text[at : at + size], place.code)]
    return []


_BELONGS = late(f"[东西南北中新老]?[一二三四五六七八九十]?[{_ENDS}大苑园城府花广国小新]")


def _short(text: str, end: int) -> bool:
    """Say whether a short name that ends here is not the beginning of a road's: 北京 in 北京路."""
    return _BELONGS.match(text, end) is None


def _fitting(known: tuple[Place, ...], parts: list[Part]) -> Place | None:
    """Return the place that goes with the divisions before, those that exist first."""
    last = parts[-1] if parts else None
    if last is not None and _RANK[last.kind] > 3:
        return None
    rank = _RANK[last.kind] if last else -1
    codes = [p.code for p in parts if p.code]
    below = [p for p in known if p.level > rank or (parts and p.code in codes)]
    inside = [p for p in below if not codes or p.code.startswith(codes[-1]) or p.code in codes]
    if not inside and codes and not all(p.full for p in below):
        return None
    ranked = sorted(inside or below, key=lambda p: (not p.full, not current(p.code)))
    return ranked[0] if ranked else None


def _numbered(text: str, at: int, stop: int, parts: list[Part]) -> list[Part]:
    last = parts[-1] if parts else None
    rank = _RANK[last.kind] if last else 0
    for kind, regex in _TOKENS:
        if _RANK[kind] < rank or (kind == "group" and last is None):
            continue
        match = regex.match(text, at, stop)
        if match is not None and (last is not None or _begins(kind, match.group())):
            return [Part(kind, Span(*match.span()), match.group())]
    dashed = _DASHED.match(text, at, stop) or _BARS.match(text, at, stop)
    if dashed is not None and (last is None or last.kind in _ROOMY or rank <= 5):
        return _dashes(dashed, last)
    if last is not None and last.kind == "road":
        bare = _HOUSE.match(text, at, stop)
        return [Part("number", Span(*bare.span()), bare.group())] if bare else []
    if last is not None and last.kind in _ROOMY and rank >= 5:
        bare = _BARE.match(text, at, stop)
        if bare is not None and (rank > 5 or last.kind == "community" or _open(bare.group())):
            return [Part("room", Span(*bare.span()), bare.group())]
    return []


def _begins(kind: str, seen: str) -> bool:
    """Say whether an address may begin with this number: a room only with three or four digits."""
    return kind in {"building", "box", "zone"} or (
        kind == "room" and re.fullmatch("[0-9]{3,4}[ ]?室", seen) is not None
    )


def _open(seen: str) -> bool:
    """Say whether digits behind the number of a house are a room's: three or four of them."""
    return len(re.sub("[^0-9]", "", seen)) >= 3


def _dashes(match: re.Match[str], last: Part | None) -> list[Part]:
    """Return building, unit, floor and room of numbers joined by hyphens."""
    groups = [name for name in "abcd" if match[name] is not None]
    if len(groups) == 2 and all(len(match[name]) > 2 for name in "ab"):
        return []
    if last is None and (len(groups) < 3 or not match["c"].isnumeric() or len(match["c"]) < 3):
        return []
    kinds = {
        2: ("building", "room"),
        3: ("building", "unit", "room"),
        4: ("building", "unit", "floor", "room"),
    }[len(groups)]
    if last is not None and last.kind == "building":
        kinds = ("unit", "floor", "room")[-len(groups) :] if len(groups) < 4 else kinds
        kinds = ("unit", "room") if len(groups) == 2 else kinds
    if last is not None and last.kind in {"unit", "floor"}:
        kinds = ("floor", "room") if len(groups) == 2 else kinds
    spans = [Span(*match.span(name)) for name in groups]
    spans[-1] = Span(spans[-1].start, match.end())
    return [
        Part(kind, span, match.string[slice(*span)])
        for kind, span in zip(kinds, spans, strict=False)
    ]


def _named(text: str, at: int, stop: int, parts: list[Part]) -> list[Part]:
    """Return the road, village, estate or township of free name that begins here."""
    last = parts[-1] if parts else None
    rank = _RANK[last.kind] if last else 0
    free = _FREE.match(text, at, stop)
    loose = _LOOSE.match(text, at, stop)
    if loose is None and free is None and last is not None:
        loose = _LOOSE_INSIDE.match(text, at, stop)
    if loose is not None and _NOT_NAMES.search(loose.group()):
        loose = None
    if loose is not None and (free is None or free.end() > loose.end()):
        return [Part("community", Span(*loose.span()), loose.group())] if rank <= 6 else []
    if free is None or free.lastgroup is None:
        return []
    kind = next(k for k in ("township", "zone", "village", "road", "community") if free[k])
    if _RANK[kind] < min(rank, 5) or rank > 5:
        return []
    return [Part(kind, Span(*free.span()), free.group())]


def _above(parts: tuple[Part, ...]) -> str:
    first = next((p for p in parts if p.kind != "country"), None)
    if first is None:
        return ""
    if first.kind in {"city", "district"} and first.code.isdigit():
        known = places().get(first.seen) or ()
        codes = {p.code for p in known if current(p.code) and p.full} or {p.code for p in known}
        return "".join(above(first.code)) if codes == {first.code} else ""
    if first.kind == "township":
        codes = set(township(first.seen))
        code = codes.pop() if len(codes) == 1 else ""
        own = [m.name for m in (_county(code),) if m] if code else []
        return "".join((*above(code), *own)) if own else ""
    return ""


class _County(NamedTuple):
    name: str


def _county(code: str) -> _County | None:
    from menshen import facts

    division = facts.division(code)
    if division is None:
        return None
    return _County(division.name.removeprefix("".join(above(code))))


def _plain(part: Part) -> str:
    seen = re.sub("[\\s_,/]", "", part.seen)
    if part.kind in {"group", "number", "building", "unit", "floor", "room"}:
        return re.sub(f"[{_CN}两幺]+", lambda m: _value(m.group()), seen)
    return seen


def _value(numeral: str) -> str:
    """Return a Chinese numeral below a thousand as digits; digits read one by one as they stand.

    >>> _value("一百零二"), _value("十八"), _value("三〇一")
    ('102', '18', '301')
    """
    if not set(numeral) & set("十百"):
        return "".join(str(_DIGIT[c]) for c in numeral)
    total, digit = 0, 0
    for char in numeral:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _DIGIT[char]
    return str(total + digit)
