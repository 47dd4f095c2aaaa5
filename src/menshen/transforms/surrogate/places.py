"""Stand-ins for places: another division of the level the policy keeps, common roads, other numbers.

`region` of the policy says what stays: `city` (another district of the city), `province` (another
city and district of the province) or `none`. A district always gets the same district under a key.
"""

from __future__ import annotations

import re
from functools import cache

from menshen import facts
from menshen.engines import address
from menshen.text import fold_width
from menshen.transforms.keyed import Draw, Keyed
from menshen.transforms.surrogate.words import words

__all__ = ["address_of", "code"]

_DIVISIONS = ("country", "province", "city", "district")
_DIGITS = re.compile("[0-9]+")
_HAN_NUMBER = re.compile("[一二三四五六七八九]")
_PREFIX = {"city": 4, "province": 2, "none": 0}
_BEFORE_CARDS = 1984
"""In this year the first identity cards were issued."""


def address_of(value: str, region: str, keyed: Keyed) -> str | None:
    """Return an address of the same build elsewhere; None for what is not read as an address."""
    folded = fold_width(value)
    parts = address.parse(folded).parts
    if not parts:
        return None
    draw = keyed.draw("address", region, folded)
    division = [p for p in parts if p.kind in _DIVISIONS]
    written: list[str] = []
    at = 0
    for part in parts:
        written.append(value[at : part.span.start])
        at = part.span.end
        if part.kind in _DIVISIONS:
            if part is division[0]:
                written.append(_division(division, region, keyed))
        else:
            written.append(_part(part, draw))
    found = "".join([*written, value[at:]])
    return None if found == value else found


def _part(part: address.Part, draw: Draw) -> str:
    seen = part.seen
    kinds = {"road": "road", "community": "estate", "village": "village", "zone": "estate"}
    if part.kind in kinds:
        return draw.one([w for w in words(kinds[part.kind]) if w != seen])
    if part.kind == "township":
        return draw.one(
            [
                w
                for w in ("城关镇", "新华街道", "东城街道", "西城街道", "河东镇", "太平镇")
                if w != seen
            ]
        )
    changed = _DIGITS.sub(lambda m: _number(m[0], draw), seen)
    if changed == seen:
        changed = _HAN_NUMBER.sub(lambda m: draw.one("一二三四五六七八九".replace(m[0], "")), seen)
    return changed


def _number(old: str, draw: Draw) -> str:
    """Return another number of as many digits, which does not begin with 0."""
    while True:
        new = str(1 + draw.below(9)) + draw.digits(len(old) - 1)
        if new != old:
            return new


def _division(parts: list[address.Part], region: str, keyed: Keyed) -> str:
    """Return the name of another division, written as far down as the old one was."""
    codes = [p.code for p in parts if p.code]
    finest = parts[-1].kind
    old = codes[-1][:6] if codes else ""
    kinds = {p.kind for p in parts}
    new = code(old, region, keyed) if old else keyed.draw("county", "").one(_current(""))
    names = [facts.division(c) for c in (f"{new[:2]}0000", f"{new[:4]}00", new)]
    plain, above = [], ""
    for level, found in zip(("province", "city", "district"), names, strict=True):
        name = found.name if found is not None else ""
        own = name.removeprefix(above)
        above = name or above
        if own and (level in kinds or (level == "district" and finest == "district")):
            plain.append(own)
    return "".join(plain) or above


def code(old: str, region: str, keyed: Keyed, *, withdrawn: int = 0) -> str:
    """Return the code of another county that shares with the old one what `region` says.

    With a year in `withdrawn`, one whose code was no longer in use by then, nor when the first
    cards were issued, if there is one: no number with it was ever issued.
    """
    for size in (_PREFIX[region], 2, 0):
        prefix = old[:size]
        choices = _gone(prefix, max(withdrawn, _BEFORE_CARDS)) if withdrawn else _current(prefix)
        choices = [c for c in choices if c != old]
        if choices:
            return keyed.draw("county", old, prefix, "gone" if withdrawn else "").one(choices)
        if withdrawn and size == _PREFIX[region]:
            free = [
                f"{old[:4]}{n}" for n in range(80, 100) if facts.division(f"{old[:4]}{n}") is None
            ]
            return keyed.draw("county", old, prefix, "free").one(free)
    return old


@cache
def _current(prefix: str) -> list[str]:
    """Return the codes in use that begin with `prefix`, those of counties."""
    found = facts.divisions()
    return [c for c, d in sorted(found.items()) if c.startswith(prefix) and d.until is None
            and not c.endswith("00") and c[:2] not in {"81", "82", "83"}]  # fmt: skip


@cache
def _gone(prefix: str, year: int) -> list[str]:
    """Return the codes that were withdrawn before a year."""
    found = facts.divisions()
    return [c for c, d in sorted(found.items()) if c.startswith(prefix) and d.until is not None
            and d.until < year and not c.endswith("00")]  # fmt: skip
