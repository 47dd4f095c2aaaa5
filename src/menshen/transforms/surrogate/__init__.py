"""Surrogates: stand-ins that look real, the same for the same value under one key, everywhere.

Names keep length and gender, dates the decade, ID numbers decade, gender and place as the policy
says, addresses their build; numbers hold their check digits and, where that can be had, were never
issued to anybody (`numbers`). The day of birth in an ID number and the birth date of its holder
become the same day. Facts that have a list get another entry of it; gender stays. Other kinds have
no stand-in: the policy's fallback is taken. Two values never get the same stand-in, but for facts
that many people share (`menshen.transforms.apart`).

>>> from menshen.api import find
>>> from menshen.transforms import Setting
>>> found = find("联系人：张三丰，电话138-0013-8000")
>>> [len(TRANSFORM.apply(f, Setting(key=bytes(32)))) for f in found]
[3, 13]
"""

from __future__ import annotations

import re

from menshen import facts
from menshen.model import Finding
from menshen.transforms import Setting, load
from menshen.transforms.keyed import Keyed
from menshen.transforms.surrogate import days, names, numbers, places
from menshen.transforms.surrogate.words import words

__all__ = ["TRANSFORM", "Surrogate"]

_NAMES = frozenset(("person_name", "former_name", "spouse_info", "children_info"))
_ADDRESSES = frozenset(("home_address", "hukou_location", "house_unit", "native_place"))
_STAY = frozenset(("gender",))
_AMOUNT = re.compile("[0-9]+")
_HAN = re.compile("[\u4e00-\u9fff]")
_WITH_HAN = frozenset(("vehicle_plate", "military_id", "real_estate_cert"))
_AMOUNTS = frozenset(
    ("income", "account_balance", "house_purchase", "mortgage_loan", "gov_subsidy", "height_weight", "vital_signs")
)  # fmt: skip

_SHARED = frozenset(
    ("birth_date", "age", "ethnicity", "diagnosis", "medication", "job_title", "marital_status",
     "political_status", "native_place", *_STAY, *_AMOUNTS)
)  # fmt: skip
"""Facts, which many people share; their stand-ins are shared as well."""
_TRIES = 24
"""So many draws a value gets until its stand-in is nobody else's."""


class Surrogate:
    """Puts a realistic stand-in in the value's place."""

    id = "surrogate"

    def apply(self, finding: Finding, setting: Setting) -> str | None:
        """Return the stand-in; None for kinds that have none.

        It is no other value's. What cannot be kept apart is numbered, as style `label` does.
        """
        kind, value, normal = finding.type.id, finding.value, finding.normal
        region = setting.rules.region
        for again in range(setting.apart.again(value), _TRIES):
            found = _standin(kind, value, normal, setting.keyed.redrawn(again), region)
            if found is None or found == value or kind in _SHARED:
                return found
            if setting.apart.take(value, normal, found, again):
                return found
        return load("label").apply(finding, setting)

    def known(self, kind: str, value: str, normal: str, standin: str, setting: Setting) -> None:
        """Let a value have the stand-in that it got in another run."""
        for again in range(_TRIES):
            found = _standin(
                kind, value, normal, setting.keyed.redrawn(again), setting.rules.region
            )
            if found is None or found == standin:
                break
        else:
            again = 0
        setting.apart.take(value, normal, standin, again)


def _standin(kind: str, value: str, normal: str, keyed: Keyed, region: str) -> str | None:
    """Return the stand-in that a draw gives."""
    if kind in _STAY:
        return value
    if kind in _NAMES:
        return names.name(value, normal, keyed)
    if kind in _ADDRESSES:
        return places.address_of(value, region, keyed)
    if kind == "birth_date":
        return days.birth_date(value, normal, keyed)
    if kind == "age":
        return days.age(value, normal, keyed)
    if kind in _AMOUNTS:
        return _amount(value, keyed.draw(kind, normal).below)
    listed = _listed(kind, value, keyed)
    if listed is not None:
        return listed
    if _HAN.search(value) and kind not in _WITH_HAN:
        return None
    return numbers.number(kind, value, normal, region, keyed)


def _amount(value: str, below: object) -> str | None:
    """Return an amount of as many digits with the same first one."""
    assert callable(below)
    found = _AMOUNT.search(value)
    if found is None or len(found[0]) < 2:
        return None
    size = 10 ** (len(found[0]) - 1)
    while True:
        rest = below(size)
        new = f"{found[0][0]}{rest:0{len(found[0]) - 1}d}"
        if new != found[0]:
            return value[: found.start()] + new + value[found.end() :]


def _listed(kind: str, value: str, keyed: Keyed) -> str | None:
    """Return another word of the list that the value is in, or a firm of another name."""
    draw = keyed.draw("listed", kind, value)
    for items in _lists(kind):
        if value in items:
            return draw.one([item for item in items if item != value])
    if kind == "employer" and value.endswith("公司"):
        end = "有限公司" if value.endswith("有限公司") else "公司"
        return draw.one(words("firm")) + draw.one(words("trade")) + end
    return None


def _lists(kind: str) -> list[tuple[str, ...]]:
    if kind == "ethnicity":
        groups = facts.ethnic_groups()
        return [groups, tuple(group.removesuffix("族") for group in groups)]
    if kind in {"diagnosis", "medication"}:
        return [tuple(sorted(word for word, of in facts.medical().items() if of == kind))]
    if kind == "job_title":
        known = facts.occupations()
        return [tuple(sorted(w for w, of in known.items() if of == c)) for c in ("title", "trade")]
    lists = {"marital_status": "marital", "political_status": "political"}
    return [words(lists[kind])] if kind in lists else []


TRANSFORM = Surrogate()
