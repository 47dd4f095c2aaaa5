"""What the name of a table column, a form field or a JSON key says about its values.

`headers.tsv` lists the names; `header_roles.tsv` the words that may stand before one and say that
it is about a person (`客户` in 客户手机号, `customer` in customer_name).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from menshen.errors import FactsError
from menshen.taxonomy.table import rows
from menshen.text import fold_width

_HERE = Path(__file__).parent
_NOISE = re.compile("[^0-9A-Za-z㐀-鿿]+")
_BRACKETS = re.compile("\\([^()]*\\)|\\[[^\\[\\]]*\\]|【[^【】]*】|<[^<>]*>")
_CAMEL = re.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OR = re.compile("[/|、,;]|或者?|及(?!格|时)")
_LATIN = re.compile("[A-Za-z][ -~]*")
_NUMBER = re.compile(
    "(?P<stem>[0-9㐀-鿿]{2,}?)(?:编号|号码|账号|帐号|证号|卡号|号|码)"
    "|(?P<latin>[0-9a-z]{3,}?)(?:number|num|nbr|no|id|code)"
)
"""A name that ends in a word for a number: what number it is, and the word."""
_LONGEST = 80
_PLAIN = ("-", "mixed")


class Header(NamedTuple):
    """What a column header names: a taxonomy id, `mixed`, or `-` for nothing personal."""

    type: str
    strength: str


def normal(name: str) -> str:
    """Return the letters, digits and Chinese characters of a name, case and width folded.

    >>> normal("Ｍobile_No."), normal(" 手机-号 ")
    ('mobileno', '手机号')
    """
    return _NOISE.sub("", fold_width(name)).casefold()


@lru_cache(maxsize=4096)
def header(name: str) -> Header | None:
    """Return what a column header names, or None for one that says nothing.

    Case, blanks, separators, bracketed units, a number at the end and full width do not matter;
    nor does which word for a number ends the name of one (编号, no, id). Of a compound name the longest known ending decides; before it a word for a person (客户,
    customer) makes a weak header strong, any other word a strong one weak and a weak one nothing.

    >>> header("备用手机号2(必填)")
    Header(type='mobile_number', strength='strong')
    >>> header("Name"), header("widget_name")
    (Header(type='person_name', strength='weak'), None)
    >>> header("台胞证编号") == header("台胞证号"), header("ssn_number") == header("ssn")
    (True, True)
    >>> header("customerName")
    Header(type='person_name', strength='strong')
    """
    parts = tuple(_parts(fold_width(name[:_LONGEST])))
    for read in (_exact, _renumbered, _compound):
        for part in parts:
            found = read(part)
            if found is not None:
                return found
    return None


def _parts(folded: str) -> Iterator[str]:
    """Yield the name, the name without its brackets, and each of several names put together."""
    yield folded
    bare = _BRACKETS.sub(" ", folded)
    if bare != folded:
        yield bare
    pieces = _OR.split(bare)
    if len(pieces) > 1:
        yield from pieces
    if not bare.isascii() and _LATIN.search(bare):
        yield _LATIN.sub("", bare)
        yield " ".join(_LATIN.findall(bare))


def _exact(part: str) -> Header | None:
    known, plain = _headers(), normal(part)
    return known.get(plain) or known.get(plain.rstrip("0123456789"))


def _renumbered(part: str) -> Header | None:
    """Return what the name says under another word for a number, if it is the name of one."""
    words = _NUMBER.fullmatch(normal(part).rstrip("0123456789"))
    if words is None:
        return None
    stem = words["stem"] or words["latin"]
    for name in (f"{stem}号", f"{stem}号码", stem) if not stem.isascii() else (f"{stem}no", stem):
        found = _headers().get(name)
        if found is not None and found.type in _numbered() and found.strength == "strong":
            return found
    return None


def _compound(part: str) -> Header | None:
    """Return what the longest known ending of a compound name says."""
    plain = normal(part).rstrip("0123456789")
    for start in range(1, len(plain) - 1):
        found = _headers().get(plain[start:])
        if found is None:
            continue
        if plain[:start].rstrip("0123456789") in _roles():
            return Header(found.type, "weak" if found.type in _PLAIN else "strong")
        if not plain.isascii() or start in _starts(part):
            return _lowered(found)
    return None


def _starts(part: str) -> set[int]:
    """Return where in its normal form the words of a name begin: 0 and 4 for `userName`."""
    words = _NOISE.sub(" ", _CAMEL.sub(" ", part)).split()
    return {sum(map(len, words[:i])) for i in range(len(words))}


def _lowered(found: Header) -> Header | None:
    if found.type in _PLAIN or found.strength == "strong":
        return Header(found.type, "weak")
    return None


@cache
def _headers() -> dict[str, Header]:
    return _read(_HERE / "headers.tsv")


def _read(path: Path) -> dict[str, Header]:
    table: dict[str, Header] = {}
    for number, (name, kind, strength) in rows(path, "header type strength"):
        if strength not in {"strong", "weak"} or name in table:
            raise FactsError(f"{path.name}:{number}: twice, or neither strong nor weak")
        table[name] = Header(kind, strength)
    return table


@cache
def _numbered() -> frozenset[str]:
    """Return the types that are numbers: those of which a name ends in a word for one."""
    known = _headers().items()
    return frozenset(h.type for name, h in known if name.endswith(("号", "号码", "no")))


@cache
def _roles() -> frozenset[str]:
    return frozenset(role for _, (role,) in rows(_HERE / "header_roles.tsv", "role"))
