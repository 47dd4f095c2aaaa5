"""Stand-ins for names: another surname, another given name, the same length and gender.

A surname always gets the same surname under one key, so that 张总 and 张三丰 remain one person and a
family keeps one name; what is told by that is how often the surname occurs. The gender is guessed
from the last character.
"""

from __future__ import annotations

import re

from menshen import facts
from menshen.transforms.keyed import Draw, Keyed
from menshen.transforms.surrogate.words import common_surnames, words

__all__ = ["name"]

_LATIN = re.compile("[A-Za-z]+")
_LONGEST = 4
_MANY = 8
"""After so many draws names of two characters have run out."""
_NICK = frozenset("小老阿大")
_TITLES = frozenset("总工处局科队哥姐叔姨爷伯婶嫂董")


def name(value: str, normal: str, keyed: Keyed) -> str | None:
    """Return the stand-in of a name as written; None for what is no name of a known form."""
    plain = normal or value
    if _LATIN.search(plain):
        return _latin(plain, keyed)
    if "·" in plain or len(plain) > _LONGEST:
        return _compound(plain, keyed)
    called = _called(plain, keyed)
    return called if called is not None else _whole(plain, keyed)


def _called(plain: str, keyed: Keyed) -> str | None:
    """Return the stand-in of 张总, 老张, 张先生; None for a full name."""
    known = facts.surnames()
    if len(plain) == 2 and plain[0] in _NICK and plain[1] in known:
        return plain[0] + _surname(plain[1], keyed)
    for size in (2, 1):
        rest = plain[size:]
        titled = rest in _TITLES or facts.is_role(rest)
        if plain[:size] in known and rest and titled:
            return _surname(plain[:size], keyed) + rest
    return None


def _whole(plain: str, keyed: Keyed) -> str | None:
    known = facts.surnames()
    if not plain or any(not "\u4e00" <= char <= "\u9fff" for char in plain):
        return None
    size = 2 if len(plain) > 2 and plain[:2] in known else 1
    if plain[:1] not in known and plain[:size] not in known:
        size = 0
    if len(plain) == 1:
        return _surname(plain, keyed)
    draw = keyed.draw("given", plain)
    surname = _surname(plain[:size], keyed) if size else ""
    return surname + _given(plain[size:], draw, long=keyed.again >= _MANY)


def _given(given: str, draw: Draw, *, long: bool) -> str:
    """Return another given name of the same gender and length, or of two characters."""
    women = words("given_f")
    signs = women if given[-1] in women and given[-1] not in words("given_m") else words("given_m")
    while True:
        found = "".join(draw.one(signs) for _ in (given if not long else "两字"))
        if found != given:
            return found


def _surname(surname: str, keyed: Keyed) -> str:
    draw = keyed.draw("surname", surname)
    while True:
        found = draw.one(common_surnames(len(surname)))
        if found != surname:
            return found


def _latin(plain: str, keyed: Keyed) -> str:
    """Return a name in Latin letters with as many words, the first letters written alike."""
    parts = iter(_LATIN.findall(plain))
    first = next(parts)
    rest = " ".join(_LATIN.findall(plain)[1:])
    draw = keyed.draw("latin", plain.lower())
    found = [_other(draw, words("latin_surname"), first)]
    found += [_other(draw, words("latin_given"), word) for word in rest.split()]
    chosen = iter(found)
    return _LATIN.sub(lambda _: next(chosen), plain)


def _other(draw: Draw, items: tuple[str, ...], word: str) -> str:
    found = draw.one([item for item in items if item.lower() != word.lower()])
    return found.upper() if word.isupper() else found.lower() if word.islower() else found


def _compound(plain: str, keyed: Keyed) -> str | None:
    """Return a name of several parts (阿依古丽·买买提) with parts of about the same length."""
    elements = sorted(word for word in facts.name_words("element") if len(word) > 1)
    if not elements:
        return None
    draw = keyed.draw("parts", plain)
    parts = []
    for part in plain.split("·"):
        near = [w for w in elements if abs(len(w) - len(part)) <= 1 and w != part]
        parts.append(draw.one(near or [w for w in elements if w != part]))
    return "·".join(parts)
