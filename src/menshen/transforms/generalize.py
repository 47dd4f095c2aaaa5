"""Generalisation: the value becomes a coarser one that many people share.

Birth date → year; address → district, or a level higher where it ends there; age → ten years;
amount → a band of 1, 2, 5, 10 …; position → two decimals, about a kilometre; IPv4 address → its
network of 256; name → surname and 某. Other kinds have no coarser form.

>>> from menshen.api import find
>>> from menshen.transforms import Setting
>>> [TRANSFORM.apply(f, Setting()) for f in find("张立丰，1985年3月12日出生，月薪8500元，年龄37岁")]
['张某', '1985年', '5000–10000元', '30–39岁']
"""

from __future__ import annotations

import re
from collections.abc import Callable

from menshen import facts
from menshen.engines import address
from menshen.model import Finding
from menshen.text import fold_width
from menshen.transforms import Setting

__all__ = ["TRANSFORM", "Generalize"]

_YEAR = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?P<unit>年)?")
_NUMBER = re.compile(r"[0-9][0-9,，]*(?:\.[0-9]+)?")
_DEGREES = re.compile(r"(?P<kept>[0-9]{1,3}\.[0-9]{2})[0-9]+")
_IP = re.compile(r"(?P<net>[0-9]{1,3}(?:\.[0-9]{1,3}){2})\.[0-9]{1,3}")
_AGE = re.compile("[0-9]{1,3}(?![0-9])")
_LEVELS = ("country", "province", "city", "district")
_LONGEST = 12
"""No amount has more digits before its point."""


class Generalize:
    """Makes a value coarser."""

    id = "generalize"

    def apply(self, finding: Finding, setting: Setting) -> str | None:  # noqa: ARG002
        """Return the coarser value; None where there is none, or where it would be the same."""
        form = _FORMS.get(finding.type.id)
        value = fold_width(finding.value)
        found = form(value, finding.normal) if form is not None else None
        return None if found == value else found


def _year(value: str, normal: str) -> str | None:
    found = _YEAR.search(value)
    if found is not None:
        return found["year"] + (found["unit"] or "")
    return normal[:4] if _YEAR.match(normal) else None


def _district(value: str, _normal: str) -> str | None:
    """Return the division down to the district, or one level less where nothing follows it."""
    parts = address.parse(value).parts
    held = [p for p in parts if p.kind in _LEVELS]
    if not held or held[0].span.start or parts[: len(held)] != tuple(held):
        return None
    if len(held) == len(parts):
        held.pop()
    return value[: held[-1].span.end].rstrip() if held else None


def _age(value: str, normal: str) -> str | None:
    found = _AGE.match(normal)
    if found is None:
        return None
    low = int(found[0]) // 10 * 10
    return f"{low}–{low + 9}" + ("岁" if "岁" in value else "")


def _amount(value: str, _normal: str) -> str | None:
    found = _NUMBER.search(value)
    if found is None:
        return None
    amount = float(re.sub("[,，]", "", found[0]))
    whole = int(amount)
    if not whole or len(str(whole)) > _LONGEST:
        return None
    step = 10 ** (len(str(whole)) - 1)
    low, high = next(
        (a * step, b * step) for a, b in ((1, 2), (2, 5), (5, 10)) if amount < b * step
    )
    return f"{value[: found.start()]}{low}–{high}{value[found.end() :]}"


def _position(value: str, _normal: str) -> str | None:
    return _DEGREES.sub(r"\g<kept>", value) if _DEGREES.search(value) else None


def _network(value: str, _normal: str) -> str | None:
    found = _IP.fullmatch(value)
    return f"{found['net']}.0/24" if found is not None else None


def _surname(value: str, _normal: str) -> str | None:
    known = facts.surnames()
    if len(value) > 4 or not value:
        return None
    size = 2 if len(value) > 2 and value[:2] in known else 1
    return f"{value[:size]}某" if value[:size] in known else None


_FORMS: dict[str, Callable[[str, str], str | None]] = {
    "birth_date": _year,
    "age": _age,
    "precise_location": _position,
    "ip_address": _network,
    **dict.fromkeys(("person_name", "former_name"), _surname),
    **dict.fromkeys(("home_address", "hukou_location", "house_unit", "native_place"), _district),
    **dict.fromkeys(
        ("income", "account_balance", "house_purchase", "mortgage_loan", "gov_subsidy"), _amount
    ),
}

TRANSFORM = Generalize()
