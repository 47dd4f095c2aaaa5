"""Facts: the tables detectors look things up in.

Each table is a TSV beside this module, headed by its source, date and licence; this is their only
reader. A table is read when it is first asked for. `tools/facts/` rebuilds the derived ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from menshen.errors import FactsError
from menshen.text import fold_width

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
    "ethnic_groups",
    "header",
    "is_hotline",
    "mobile_prefix",
    "plate_prefix",
    "split_area",
    "surnames",
    "wmi",
]

_HERE = Path(__file__).parent


class Division(NamedTuple):
    """An administrative division (GB/T 2260): code, full name, first and last year of the code."""

    code: str
    name: str
    since: int
    until: int | None


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


class Header(NamedTuple):
    """What a column header names: a taxonomy id, `mixed`, or `-` for nothing personal."""

    type: str
    strength: str


@cache
def _divisions() -> dict[str, Division]:
    return {
        code: Division(code, name, int(since), int(until) if until else None)
        for code, name, since, until in _rows("divisions.tsv", 4)
    }


def division(code: str) -> Division | None:
    """Return the division of a six-digit code, withdrawn ones included.

    >>> division("110105").name
    '北京市朝阳区'
    """
    return _divisions().get(code)


@cache
def _division_prefixes() -> frozenset[str]:
    return frozenset(c[:n] for c in _divisions() for n in (2, 4))


def division_level(code: str) -> str | None:
    """Return how far a code is known: `county` (all six digits), `city`, `province` or None.

    >>> division_level("110105"), division_level("119999"), division_level("990000")
    ('county', 'province', None)
    """
    if code in _divisions():
        return "county"
    if code[:4] in _division_prefixes():
        return "city"
    return "province" if code[:2] in _division_prefixes() else None


@cache
def _bins() -> dict[str, list[Bin]]:
    table: dict[str, list[Bin]] = {}
    for prefix, length, bank, kind in _rows("bank_bins.tsv", 4):
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
    return {row[0]: MobilePrefix(*row) for row in _rows("mobile_prefixes.tsv", 3)}


def mobile_prefix(number: str) -> MobilePrefix | None:
    """Return the block of an eleven-digit mobile number, None when none was allocated.

    >>> mobile_prefix("13800138000").status, mobile_prefix("15400000000")
    ('live', None)
    """
    known = _mobile_prefixes()
    return known.get(number[:4]) or known.get(number[:3])


@cache
def _area_codes() -> dict[str, str]:
    return {code: city for code, city in _rows("area_codes.tsv", 2)}


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
    return {prefix: city for prefix, city in _rows("plate_prefixes.tsv", 2)}


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
        for code, name, low, high in _rows("calling_codes.tsv", 4)
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
    return tuple(Courier(*row) for row in _rows("couriers.tsv", 3))


@cache
def _airlines() -> dict[str, str]:
    return {code: name for code, name in _rows("airlines.tsv", 2)}


def airline(code: str) -> str | None:
    """Return the airline of a two-character IATA code.

    >>> airline("CA")
    '中国国际航空'
    """
    return _airlines().get(code)


@cache
def _makers() -> dict[str, str]:
    return {code: name for code, name in _rows("wmi.tsv", 2)}


def wmi(code: str) -> str | None:
    """Return the maker of the first three characters of a vehicle identification number.

    >>> wmi("LSV")
    '上汽大众'
    """
    return _makers().get(code)


@cache
def _hotlines() -> frozenset[str]:
    return frozenset(row[0] for row in _rows("hotlines.tsv", 2))


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
    """Return the surnames with their weight among all people."""
    return {name: float(weight) for name, weight in _rows("surnames.tsv", 2)}


@cache
def ethnic_groups() -> tuple[str, ...]:
    """Return the names of the 56 ethnic groups (GB/T 3304).

    >>> len(ethnic_groups())
    56
    """
    return tuple(row[0] for row in _rows("ethnic_groups.tsv", 1))


@cache
def _headers() -> dict[str, Header]:
    return {row[0]: Header(row[1], row[2]) for row in _rows("headers.tsv", 3)}


_NOISE = re.compile("[\\s_\\-./*:#\"'`\\[\\]]+|\\([^()]*\\)")
_AFTER_CASE = re.compile("(?<=[a-z0-9])(?=[A-Z])")


@cache
def header(name: str) -> Header | None:
    """Return what a column header names, or None for one that says nothing.

    Case, blanks, separators, units in brackets and full width do not matter. Of a compound name
    the last part decides, which makes a strong header weak.

    >>> header("手机号码"), header("客户手机号"), header("mobile_no"), header("foo")
    (Header(type='mobile_number', strength='strong'), Header(type='mobile_number', strength='strong'), Header(type='mobile_number', strength='strong'), None)
    """
    folded = fold_width(name)
    plain = _NOISE.sub("", folded).casefold()
    known = _headers()
    if plain in known:
        return known[plain]
    if not plain.isascii():
        for start in range(1, len(plain) - 1):
            found = known.get(plain[start:])
            if found is not None:
                return found
        return None
    words = [w for w in _NOISE.sub("_", _AFTER_CASE.sub("_", folded)).casefold().split("_") if w]
    for start in range(1, len(words)):
        found = known.get("".join(words[start:]))
        if found is not None:
            return found
    return None


def _rows(name: str, width: int, folder: Path = _HERE) -> Iterator[list[str]]:
    """Yield the rows of a table; raise `FactsError` that names file and line for a broken one."""
    text = (folder / name).read_text(encoding="utf-8")
    head = text[:1500]
    for word in ("# source:", "# date:", "# licence:"):
        if word not in head:
            raise FactsError(f"{name}:1: the header lacks «{word}»")
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        row = line.split("\t")
        if len(row) != width:
            raise FactsError(f"{name}:{number}: {len(row)} cells, expected {width}")
        yield row
