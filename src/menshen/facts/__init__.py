"""Facts: the tables detectors look things up in.

Each table is a TSV beside this module, headed by its source, date and licence; this package is
their only reader. A table is read when it is first asked for, and a broken one is a `FactsError`
that names file and line. `tools/facts/` rebuilds the tables that derive from a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from menshen.facts.headers import Header, header
from menshen.taxonomy.table import rows

__all__ = [
    "Bin",
    "Courier",
    "Division",
    "Header",
    "MobilePrefix",
    "airline",
    "area_code",
    "bank_of",
    "calling_code",
    "couriers",
    "division",
    "division_level",
    "division_names",
    "divisions",
    "ethnic_groups",
    "file_words",
    "header",
    "is_hotline",
    "is_role",
    "links",
    "medical",
    "mobile_prefix",
    "name_words",
    "occupations",
    "overseas",
    "plate_prefix",
    "sounds",
    "split_area",
    "surnames",
    "townships",
    "wmi",
]

_HERE = Path(__file__).parent
_ABROAD = ("81", "82", "83")
"""The codes of residents of Hong Kong, Macau and Taiwan, which have no counties."""


class Division(NamedTuple):
    """An administrative division (GB/T 2260): code, full name, first and last year of the code.

    `successors` are the codes to which it went; the name is the last one it had.
    """

    code: str
    name: str
    since: int
    until: int | None
    successors: tuple[str, ...]


class Bin(NamedTuple):
    """A bank card prefix: its digits, the length of the cards, the bank, DC debit or CC credit."""

    prefix: str
    length: int
    bank: str
    kind: str


class MobilePrefix(NamedTuple):
    """A mobile number block: carrier and status (live, resale, satellite, iot)."""

    prefix: str
    carrier: str
    status: str


class Courier(NamedTuple):
    """A courier: its Chinese name, code and the shape of its tracking numbers (upper case)."""

    name: str
    code: str
    shape: str


@cache
def _divisions() -> dict[str, Division]:
    return {
        code: Division(
            code,
            name,
            int(since),
            int(until) if until else None,
            tuple(successors.split("|")) if successors else (),
        )
        for code, name, since, until, successors in _rows(
            "divisions", "code name since until successors"
        )
    }


def division(code: str) -> Division | None:
    """Return the division of a six-digit code, withdrawn ones included.

    >>> division("110105").name, division("110103").successors
    ('北京市朝阳区', ('110101',))
    """
    return _divisions().get(code)


def divisions() -> Mapping[str, Division]:
    """Return all divisions by code, withdrawn ones included.

    >>> divisions()["330106"].name
    '浙江省杭州市西湖区'
    """
    return _divisions()


@cache
def townships() -> Mapping[str, tuple[str, ...]]:
    """Return the codes of the counties that have a township of each name.

    >>> townships()["闲林街道"]
    ('330110',)
    """
    return {name: tuple(codes.split("|")) for name, codes in _rows("townships", "name counties")}


@cache
def overseas() -> Mapping[str, tuple[str, str]]:
    """Return level and parent of the divisions of Hong Kong, Macau and Taiwan.

    >>> overseas()["台北市"]
    ('city', '台湾')
    """
    return {name: (level, up) for name, level, up in _rows("overseas", "name level parent")}


@cache
def division_names() -> frozenset[str]:
    """Return the names of all divisions as addresses write them: in full, or without the province.

    >>> "北京市朝阳区" in division_names(), "深圳市南山区" in division_names()
    (True, True)
    """
    codes = _divisions()
    names: set[str] = set()
    for code, entry in codes.items():
        names.add(entry.name)
        for over in (code[:2] + "0000", code[:4] + "00"):
            above = codes.get(over)
            if above is not None and entry.name != above.name:
                names.add(entry.name.removeprefix(above.name))
    return frozenset(names)


@cache
def _levels() -> Mapping[str, str]:
    """Return the level of every code and of the first two and four digits of every code."""
    codes = _divisions()
    with_counties = {c[:4] for c in codes if c[4:] != "00"}
    levels = {c[:n]: level for c in codes for n, level in ((2, "province"), (4, "city"))}
    for code in codes:
        if code[2:] == "0000" and code[:2] not in _ABROAD:
            levels[code] = "province"
        else:
            whole = code[4:] != "00" or code[:4] not in with_counties
            levels[code] = "county" if whole else "city"
    return levels


def division_level(code: str) -> str | None:
    """Return how far a six-digit code is known: `county`, `city`, `province` or None.

    A city without counties (东莞, 中山) and 810000, 820000, 830000 count as a county.

    >>> division_level("110105"), division_level("130299"), division_level("119999")
    ('county', 'city', 'province')
    >>> division_level("441900"), division_level("990000")
    ('county', None)
    """
    known = _levels()
    return known.get(code) or known.get(code[:4]) or known.get(code[:2])


@cache
def _bins() -> dict[str, list[Bin]]:
    table: dict[str, list[Bin]] = {}
    for prefix, length, bank, kind in _rows("bank_bins", "prefix length bank kind"):
        table.setdefault(prefix, []).append(Bin(prefix, int(length), bank, kind))
    return table


def bank_of(number: str) -> Bin | None:
    """Return the card prefix of a number: the longest whose cards have this length.

    >>> bank_of("6222021234567890128").bank
    '中国工商银行'
    """
    bins = _bins()
    for size in range(10, 3, -1):
        for found in bins.get(number[:size], ()):
            if found.length == len(number):
                return found
    return None


@cache
def _mobile_prefixes() -> dict[str, MobilePrefix]:
    return {row[0]: MobilePrefix(*row) for row in _rows("mobile_prefixes", "prefix carrier status")}


def mobile_prefix(number: str) -> MobilePrefix | None:
    """Return the block of an eleven-digit mobile number, None when none was allocated.

    >>> mobile_prefix("13800138000").status, mobile_prefix("15400000000")
    ('live', None)
    """
    known = _mobile_prefixes()
    return known.get(number[:4]) or known.get(number[:3])


@cache
def _area_codes() -> dict[str, str]:
    return _pairs("area_codes", "code city")


def area_code(code: str) -> str | None:
    """Return the city of a fixed-line area code such as 010 or 0755.

    >>> area_code("0755"), area_code("0100")
    ('深圳', None)
    """
    return _area_codes().get(code)


def split_area(digits: str) -> tuple[str, str] | None:
    """Split a fixed-line number that begins with 0 into area code and subscriber number.

    >>> split_area("01088886666")
    ('010', '88886666')
    """
    for size in (3, 4):
        if digits[:size] in _area_codes():
            return digits[:size], digits[size:]
    return None


@cache
def _plates() -> dict[str, str]:
    return _pairs("plate_prefixes", "prefix city")


def plate_prefix(prefix: str) -> str | None:
    """Return the city of the first two characters of a number plate.

    >>> plate_prefix("粤B"), plate_prefix("京Z")
    ('深圳', None)
    """
    return _plates().get(prefix)


@cache
def _calling_codes() -> dict[str, tuple[str, int, int]]:
    return {
        code: (name, int(low), int(high))
        for code, name, low, high in _rows("calling_codes", "code country shortest longest")
    }


def calling_code(digits: str) -> str | None:
    """Return the country code that an international number without + begins with.

    The rest must have a length that mobile numbers of the country have.

    >>> calling_code("85291234567"), calling_code("99999999999")
    ('852', None)
    """
    for size in (3, 2, 1):
        found = _calling_codes().get(digits[:size])
        if found is not None and found[1] <= len(digits) - size <= found[2]:
            return digits[:size]
    return None


@cache
def couriers() -> tuple[Courier, ...]:
    """Return the couriers.

    >>> couriers()[0].name
    '顺丰'
    """
    return tuple(Courier(*row) for row in _rows("couriers", "name code shape"))


@cache
def _airlines() -> dict[str, str]:
    return _pairs("airlines", "code name")


def airline(code: str) -> str | None:
    """Return the airline of a two-character IATA code.

    >>> airline("CA")
    '中国国际航空'
    """
    return _airlines().get(code)


@cache
def _makers() -> dict[str, str]:
    return _pairs("wmi", "code maker")


def wmi(code: str) -> str | None:
    """Return the maker of the first three characters of a vehicle identification number.

    >>> wmi("LSV")
    '上汽大众'
    """
    return _makers().get(code)


@cache
def _hotlines() -> frozenset[str]:
    return frozenset(row[0] for row in _rows("hotlines", "number service"))


def is_hotline(digits: str) -> bool:
    """Say whether a number is a service line, which belongs to nobody.

    >>> is_hotline("4008001234"), is_hotline("95588"), is_hotline("01088886666")
    (True, True, False)
    """
    return digits in _hotlines() or bool(
        re.fullmatch("[48]00[0-9]{7}|9[56][0-9]{3,4}|1[012][0-9]{1,3}", digits)
    )


@cache
def surnames() -> Mapping[str, float]:
    """Return the surnames with their weight among all people.

    >>> surnames()["王"] > surnames()["欧阳"] > 0
    True
    """
    return {name: float(weight) for name, weight in _rows("surnames", "surname weight")}


@cache
def sounds() -> Mapping[str, float]:
    """Return the characters that spell out foreign names, with their log-odds against other text.

    >>> sounds()["斯"] > sounds()["林"] > 0, sounds().get("的")
    (True, None)
    """
    return {char: float(weight) for char, weight in _rows("sounds", "character weight")}


@cache
def links() -> Mapping[str, str]:
    """Return the identifiers that link records of one person: own, shared or with_name.

    >>> links()["resident_id_number"], links()["mobile_number"], links().get("person_name")
    ('own', 'shared', None)
    """
    return _pairs("links", "type strength")


def name_words(kind: str) -> frozenset[str]:
    """Return the words of a class of facts/name_words.tsv: title, role, kin, figure, brand, program,
    sample, element, thing, ware, tale, animal, post, region.

    >>> "先生" in name_words("title"), "李白" in name_words("figure")
    (True, True)
    """
    return _classes("name_words").get(kind, frozenset())


def is_role(word: str) -> bool:
    """Say whether a word is that for a role, or a title.

    >>> is_role("患者"), is_role("先生"), is_role("张伟")
    (True, True, False)
    """
    return word in name_words("role") or word in name_words("title")


def file_words(kind: str) -> frozenset[str]:
    """Return the words of a class of facts/file_words.tsv: paper, beside, word, given.

    >>> "身份证" in file_words("paper"), "白皮书" in file_words("word")
    (True, True)
    """
    return _classes("file_words").get(kind, frozenset())


@cache
def _classes(name: str) -> dict[str, frozenset[str]]:
    """Return the words of each class of a table, which is read once for all of them."""
    found: dict[str, set[str]] = {}
    for word, of in _rows(name, "word class"):
        found.setdefault(of, set()).add(word)
    return {of: frozenset(words) for of, words in found.items()}


@cache
def ethnic_groups() -> tuple[str, ...]:
    """Return the names of the 56 ethnic groups (GB/T 3304).

    >>> len(ethnic_groups())
    56
    """
    return tuple(row[0] for row in _rows("ethnic_groups", "name"))


@cache
def medical() -> Mapping[str, str]:
    """Return the names of diseases, symptoms, operations and medicines with their type.

    >>> medical()["高血压"], medical()["布洛芬"]
    ('diagnosis', 'medication')
    """
    return {row[0]: row[1] for row in _rows("medical", "word type")}


@cache
def occupations() -> Mapping[str, str]:
    """Return the words for positions and occupations with their class: title or trade.

    >>> occupations()["局长"], occupations()["焊工"]
    ('title', 'trade')
    """
    return {row[0]: row[1] for row in _rows("occupations", "word class")}


def _rows(name: str, columns: str) -> Iterator[list[str]]:
    """Yield the cells of the rows of a table."""
    return (cells for _, cells in rows(_HERE / f"{name}.tsv", columns))


def _pairs(name: str, columns: str) -> dict[str, str]:
    return {key: value for key, value in _rows(name, columns)}  # noqa: C416
