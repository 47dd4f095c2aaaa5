"""地址 · Addresses of persons, from the highest level written down to the room.

## What it finds
Addresses in any of the usual forms: with all divisions or none, road and number, lane and house,
village and group, estate with building, unit and room (`3号楼2单元1801室`, `9-3-501`, `12#1803`, `8座17A`),
in simplified and traditional script, in the English order (`Room 1203, No. 66 Huaihai Rd., Shanghai`),
set apart by blanks as on forms or broken over a line. One address is one finding.

## How it decides
The grammar (`menshen.engines.address`) reads the chain of parts around a number with its unit, a
label or a verb. The finer the address the more it is somebody's: a room says most, a road and number little,
a district nothing. Labels (住址, 收货地址), verbs (家住, 寄到), a name or a phone number beside it speak
for a person; the name of an organisation around it, words of offices, shops and events against one.
The evidence says which parts were seen and whose the address is: by label, person beside, organisation.
Behind 户籍地址 it is the place of household registration, with words of a lease a tenancy; building, unit
and room without road or division are a house unit.

## Known limits
Estates without an end of their own (金科天宸) are found only before a building or room number; a
name directly before one is taken for a part of it. 户籍 and 籍贯 without a street are not read here.

## References
- GB/T 2260-2007, codes of the administrative divisions
- GB/T 23705-2009, 数字城市地理信息公共平台 地名/地址编码规则

>>> DETECTOR.types
('home_address', 'house_unit', 'hukou_location', 'rental_info')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from menshen.engines.address import Address, Part, chain, starts
from menshen.engines.whose import (
    HAS_LABEL,
    LABEL,
    OFFICE,
    ORGANISATION,
    VERB,
    Around,
    is_hukou,
    is_let,
    labelled,
    whose,
)
from menshen.fields import LINK
from menshen.late import late
from menshen.model import Block, Candidate, Evidence, Judgement, Pattern, Span, is_grid
from menshen.text import View

_NOT_A_ROOM = late("[ ]?(?:型|版|号线|比分?|月|日|年|分钟|%|元|页|章|节|条|例|mm|cm|kg|℃|岁|天|次|个|人|期|题|图|表)")  # fmt: skip
_LATIN_PLACE = "(?:road|street|avenue|rd\\.?|st\\.|ave\\.?|lane|lu|jie|district|residence|garden|gardens|community|town|village|building|province)"  # fmt: skip

_FORMS = {
    "room": Evidence("shape", 1.0, "an address down to the room"),
    "unit": Evidence("shape", 0.0, "an address down to the unit"),
    "floor": Evidence("shape", -1.0, "an address down to the floor"),
    "building": Evidence("shape", -1.0, "an address down to the building"),
    "group": Evidence("shape", -0.5, "a village and group"),
    "number": Evidence("shape", -1.0, "a road or village and number"),
    "box": Evidence("shape", -1.0, "a post box"),
}
_COARSE = Evidence("shape", -2.5, "a road, estate, village or township without a number")
_TELLING = (
    "小区",
    "花园",
    "公寓",
    "家园",
    "苑",
    "新村",
    "家属院",
    "公馆",
    "华庭",
    "名邸",
    "村",
    "屯",
    "嘎查",
    "社区",
)
_PAIR = {"community", "building", "room"}
_VAGUE = Evidence("shape", -5.0, "one name that may be any place")
_DIVISION = Evidence("shape", -7.0, "divisions only")
_DIVISIONS = Evidence("shape", -3.0, "two divisions or more, behind a label")
_UNIT_BARE = Evidence("shape", -1.5, "numbers joined by hyphens, nothing else")
_ROOM_BARE = Evidence("shape", -1.5, "a room, nothing else")
_LONG = Evidence("parts", 1.0, "many levels in order")

_D = "[0-9一二三四五六七八九十]"
_WRITTEN = "[^\\x00-\\x7f]"


def _around(name: str, trigger: str) -> Pattern:
    """Return the pattern of a place to look at: an address is read around it."""
    return Pattern(name, trigger, f"(?i:{trigger})", before=24, after=0)


class AddressDetector:
    """Reads addresses around numbers, labels and verbs; see the module."""

    id = "address"
    types = ("home_address", "house_unit", "hukou_location", "rental_info")
    patterns = (
        _around("building", f"[0-9a-z一二三四五六七八九十][ ]?(?:号楼|號樓|栋|棟|幢|单元|單元)|[0-9a-z]座|{_D}弄|{_D}号院|[0-9][ ]?[室房](?:[^\\x00-\\x7f]|[^a-z0-9])|[零〇一二三四五六七八九]{{3}}室|[0-9]#[0-9]{{3}}"),
        _around("number", f"[路街道巷里段村庄屯坊园苑寨][ ]?{_D}{{1,5}}(?:-[0-9]{{1,3}})?[号號]|[镇乡]{_WRITTEN}{{1,6}}[0-9]{{1,4}}号"),
        _around("group", f"[村屯庄寨社区][ ]?第?{_D}{{1,3}}(?:村民)?小?[组队社]|[团師师]{_D}{{1,3}}连|[0-9]部队|信箱[0-9]|[0-9]信箱"),
        _around("dashed", f"{_WRITTEN}[a-z]?[0-9]{{1,3}}-[0-9]{{1,2}}-[0-9]{{2,4}}|[0-9]-[0-9]{{1,2}}-[0-9]{{3,4}}{_WRITTEN}|{_WRITTEN}[a-z]?[0-9]{{1,3}}-[0-9]{{3,4}}(?:[^0-9a-z-])|[:,|( ][0-9]{{1,2}}-[0-9]{{1,2}}-[0-9]{{3,4}}[ ,|]{{0,2}}{_WRITTEN}|[0-9]门[0-9]|{_D}杠{_D}"),
        _around("chain", f"[市区县州區縣旗]{_WRITTEN}{{1,6}}(?:镇|乡|街道|村|路|街|大道|小区|花园|區|苏木|嘎查)"),
        _around("apart", f"[省市区县路街镇村号][ ]{{1,2}}{_WRITTEN}[ ]{{1,2}}{_WRITTEN}[ ]"),
        Pattern("label", LABEL.trigger, f"{LABEL.pattern}{LINK}", before=LABEL.reach, after=80, led=True),
        Pattern("verb", "家住|[我他她]住|现住|租住|暂住|居住|住在|住于|寄到|送到|搬到|寄往|送至|寄给|发到|家在|房子在|住址", f"(?:{VERB})[ ]?:?", before=8, after=8),
        Pattern("english", "[^a-z](?:room|rm\\.?|flat|apt\\.?|unit|suite|no\\.?|building|bldg\\.?)[ ]?#?(?:[0-9]|[a-z][, ])",
                "(?<![A-Za-z])(?P<v>(?i:room|rm\\.?|flat|apt\\.?|unit|suite|no\\.?|building|bldg\\.?)[ ]?#?(?:[0-9]{1,5}[A-Za-z]?|[A-Z])(?:[, ]{1,3}[A-Za-z0-9#.'()/-]{1,16}){1,14})", before=13, after=290, led=True),
    )  # fmt: skip

    def judge(self, candidate: Candidate) -> Judgement | None:  # noqa: ARG002 - see `read`
        """Say nothing of a single place: `read` reads the address around it."""
        return None

    def read(
        self, view: View, block: Block, candidates: Sequence[Candidate]
    ) -> Iterable[Judgement]:
        """Yield one judgement for each address, with positions in the view."""
        done = misses = last = 0
        for candidate in sorted(candidates, key=lambda c: (c.match.start(), -c.match.end())):
            start, end = candidate.match.span()
            if end <= done:
                continue
            misses = misses + 1 if start - last < _REACH else 0
            last = end
            if misses > _PATIENCE and misses % _PATIENCE:
                continue
            if candidate.pattern.name == "english":
                found = _english(candidate)
            else:
                found = _found(view, block, candidate, done)
            if found is not None:
                done, misses = max(done, found.end), 0
                yield found


def _found(view: View, block: Block, candidate: Candidate, done: int) -> Judgement | None:
    """Return the judgement of the address around a place, None if there is none."""
    if candidate.pattern.name == "dashed" and _CODED.search(view.text, *_upto(candidate)):
        return None
    low, high = _bounds(view.text, block, candidate, done)
    if candidate.pattern.name == "apart":
        return _set_apart(view.text, block, candidate, low, high)
    comma = not is_grid(block.layout)
    if candidate.pattern.name in {"label", "verb"}:
        address = _behind(view.text, candidate.match.end(), high, comma=comma)
    else:
        address = _over(view.text, Span(*candidate.match.span()), low, high, comma=comma)
    if address is None:
        return None
    address = _mended(view.text, address, high)
    if candidate.pattern.name == "label" and _personal(view.text, candidate):
        address = _rest(view.text, address, candidate.match.end(), high)
    if not address.parts:
        return None
    return _judged(view.text, block, candidate, address)


def _upto(candidate: Candidate) -> tuple[int, int]:
    """Return the stretch from a little before a number with hyphens up to its first hyphen."""
    start = candidate.match.start()
    dash = candidate.view.text.find("-", start)
    return max(start - 8, 0), dash


_CODED = late("码(?:号|[是为:=> \"'(]){0,4}[A-Za-z]?[0-9]{1,3}\\Z")
"""A pickup code and its like: digits with hyphens that are no unit of a building."""
_BREAKS = late("[。;!?\t|<>=\"'{}]|\n\\s*\n")
_REACH = 64
_PATIENCE = 16
"""How many places close together may lead to nothing before most of the next are passed over."""
_WALK = 48
"""How far before a number the address may begin."""
_BEYOND = 3
"""How many characters behind the number a trigger may have seen."""


def _bounds(text: str, block: Block, candidate: Candidate, done: int) -> tuple[int, int]:
    """Return how far the address may reach: to the end of a sentence or cell on either side."""
    start, end = candidate.match.span()
    low, high = max(done, start - _REACH), min(len(text), end + _REACH)
    layout = block.layout
    if is_grid(layout) and candidate.view.fold.value == "width":
        cell = layout.cell(start)
        if cell is not None:
            low, high = max(low, cell.start), min(high, cell.end)
    for match in _BREAKS.finditer(text, low, start):
        low = match.end()
    stop = _BREAKS.search(text, end, high)
    return low, stop.start() if stop else high


def _behind(text: str, at: int, high: int, *, comma: bool) -> Address | None:
    """Return the address that begins right behind a label, and the verb that may follow that."""
    lead = _LEADS.match(text, at, high)
    at = lead.end() if lead is not None else at
    address = chain(text, at, high, comma=comma)
    if address.parts:
        return address
    near = [s for s in starts(text, at, min(high, at + 12)) if s <= at + 8]
    found = (chain(text, s, high, comma=comma) for s in near[:3])
    return next((a for a in found if len(a.parts) > 1), Address(()))


_LEADS = late("(?:位于|[就都]?在(?!于)|就?是|系)")
_OWN = ("住址", "家庭住址", "家庭地址", "现住址", "居住地址", "收货地址", "收件地址", "寄件地址", "联系地址", "通讯地址", "送货地址", "配送地址",
        "常住地址", "暂住地址", "邮寄地址", "上门地址", "住宅地址", "现住地址")  # fmt: skip


def _personal(text: str, candidate: Candidate) -> bool:
    """Say whether a field begins here whose label is that of a person's address."""
    seen = candidate.match.group()
    label = re.sub("[^一-鿿]", "", seen)
    before = text[max(0, candidate.match.start() - 4) : candidate.match.start()]
    return label in _OWN and bool(_FIELD.search(seen)) and not OFFICE.search(before + label)


_REST = late("[一-鿿0-9A-Za-z()#-]{1,16}(?=[ ]{0,2}(?:[\n,。;|\t\"'<]|\\Z))")
_ABSENT = late(
    "同上|同前|不详|未知|不明|填写|必填|如下|请|暂无|无|见|电话|手机|收|为空|门口|放|公司|[0-9]{6}"
)
_FIELD = late("[:=][ ]{0,2}[\"']?\\Z")


def _rest(text: str, address: Address, at: int, high: int) -> Address:
    """Return the address with what the field of its label holds besides, up to the field's end."""
    begin = address.span.end if address.parts else at
    rest = _REST.match(text, begin, high)
    whole = rest is not None and len(rest.group()) >= 4 and not rest.group().isascii()
    if rest is None or _ABSENT.search(rest.group()) or not (address.parts or whole):
        return address
    part = Part("community", Span(*rest.span()), rest.group())
    return Address((*address.parts, part))


def _over(text: str, place: Span, low: int, high: int, *, comma: bool) -> Address | None:
    """Return the address that covers a place; it begins as far left as one may begin."""
    line = text.rfind("\n", low, place.start) + 1
    low = max(low, place.start - _WALK)
    for begin in (low, line) if line > low else (low,):
        for start in starts(text, begin, place.end):
            if start >= place.end:
                break
            address = chain(text, start, high, comma=comma)
            if address.parts and address.span.end >= place.end - _BEYOND:
                return address
    return None


_SPLIT = late("[一-鿿0-9]{0,8}(?P<gap>[ ]{0,4}\n[ ]{0,8})(?=[一-鿿0-9])")


def _mended(text: str, address: Address, high: int) -> Address:
    """Return the address read on where a line end breaks the name or number behind it in two."""
    start, end = address.span
    split = _SPLIT.match(text, end, high)
    if split is None or len(address.parts) < 2:
        return address
    low, up = split.span("gap")
    read = chain(text[start:low] + text[up:high], 0, high - start - (up - low))
    if read.span.end <= low - start:
        return address

    def moved(at: int) -> int:
        return start + at if at <= low - start else start + at + up - low

    return Address(
        tuple(
            p._replace(span=Span(moved(p.span.start), moved(p.span.end - 1) + 1))
            for p in read.parts
        )
    )


def _set_apart(
    text: str, block: Block, candidate: Candidate, low: int, high: int
) -> Judgement | None:
    """Return the judgement of an address whose characters are all set apart by blanks."""
    kept = [i for i in range(low, high) if text[i] != " "]
    plain = "".join(text[i] for i in kept)
    for start in starts(plain, 0, len(plain)):
        address = chain(plain, start, len(plain))
        if len(address.parts) > 1:
            moved = Address(
                tuple(
                    Part(p.kind, Span(kept[p.span.start], kept[p.span.end - 1] + 1), p.seen, p.code)
                    for p in address.parts
                )
            )
            covers = moved.span.start <= candidate.match.start() < moved.span.end
            return _judged(text, block, candidate, moved) if covers else None
    return None


def _judged(text: str, block: Block, candidate: Candidate, address: Address) -> Judgement | None:
    start, end = address.span
    before = text[max(0, start - 40) : start].rpartition("\n\n")[2]
    around = Around(before, text[end : end + 40])
    if (
        address.finest in {"building", "room"}
        and _NOT_A_ROOM.match(around.after)
        and len(address.parts) < 3
    ):
        return None
    kind = _kind(address, around)
    led = candidate.pattern.name in {"label", "verb"} and _LEADS.fullmatch(
        text, candidate.match.end(), start
    )
    label = labelled(block, candidate, text, candidate.match.end() if led else start)
    if kind == "hukou_location":
        if not _fine(address):
            return None
        label = label or HAS_LABEL
    evidence = (
        _shape(address, label),
        Evidence("parts", 0.0, "parts: " + ", ".join(address.kinds)),
        *whose(text, address, label, around),
        _LONG if len(address.kinds) >= 5 else None,
    )
    return Judgement(kind, address.normal, tuple(e for e in evidence if e is not None), start, end)


def _fine(address: Address) -> bool:
    """Say whether an address goes below the county."""
    return bool(set(address.kinds) - {"country", "province", "city", "district"})


def _kind(address: Address, around: Around) -> str:
    kinds = set(address.kinds)
    if is_hukou(around):
        return "hukou_location"
    if is_let(around):
        return "rental_info"
    above = {"province", "city", "district", "township", "road", "village"}
    return (
        "home_address"
        if kinds & above or not kinds & {"building", "unit", "room"}
        else "house_unit"
    )


def _tells(name: str) -> bool:
    """Say whether a single name is that of a place where people live."""
    return (
        name.endswith(_TELLING)
        and len(name) > 2
        and not re.search("[农乡山全本小各]村|城中村|[全本各]社区", name)
    )


def _shape(address: Address, label: Evidence | None) -> Evidence:
    kinds = set(address.kinds)
    if not _fine(address):
        return _DIVISIONS if label and len(address.parts) > 1 else _DIVISION
    if kinds <= {"community", "building"} and address.parts[-1].seen.endswith("座"):
        return _VAGUE
    if kinds == {"room"}:
        return _ROOM_BARE
    numbers = [p for p in address.parts if p.seen.isascii()]
    if len(numbers) == len(address.parts) or (
        len(numbers) == 2 and len(address.parts) == 3 and kinds == _PAIR
    ):
        return _UNIT_BARE
    vague = len(address.parts) == 1 and not _tells(address.parts[0].seen)
    return _FORMS.get(address.finest, _VAGUE if vague and label is not HAS_LABEL else _COARSE)


_ENGLISH_END = late(
    f"(?i:{_LATIN_PLACE}|china|shanghai|beijing|guangzhou|shenzhen|hong kong|kowloon|taipei|hangzhou|[1-9][0-9]{{5}})"
)
_ENGLISH = Evidence("shape", 0.5, "an address in the English order")
_ROOMED = Evidence("shape", 1.0, "an address down to the room, in the English order")


def _english(candidate: Candidate) -> Judgement | None:
    """Return the judgement of an address in the English order: number, road, district, city."""
    seen = candidate.seen
    ends = [
        m for m in _ENGLISH_END.finditer(seen)
        if not seen[m.start() - 1 : m.start()].isalpha() and not seen[m.end() : m.end() + 1].isalpha()
    ]  # fmt: skip
    if len(ends) < 2:
        return None
    end = candidate.start + ends[-1].end()
    text = candidate.view.text
    room = re.match("(?i:room|rm|flat|apt|unit|suite)", seen)
    label = labelled(candidate.block, candidate, text, candidate.start)
    office = re.search("(?i:office|company|co\\.|ltd|inc\\.|hotel)", text[max(0, candidate.start - 40) : end])  # fmt: skip
    evidence = (
        _ROOMED if room else _ENGLISH,
        Evidence("parts", 0.0, "parts: room, number, road" if room else "parts: number, road"),
        label,
        ORGANISATION if office else None,
    )
    normal = re.sub("[\\s,]+", " ", text[candidate.start : end]).strip()
    return Judgement(
        "home_address", normal, tuple(e for e in evidence if e is not None), candidate.start, end
    )


DETECTOR = AddressDetector()
