"""What of a value may be shown: its masked form, and text in which nothing is hidden or active.

The law of masking: of a value of four characters or more at most half of the letters, digits and
Chinese characters stay; of a shorter one at most half, rounded down. Three customary forms stand
outside it: mobile number 138****8000, resident identity number 110105********002X, and the domain
of a public mail service, o***@163.com. Of an address the division stays down to the district, which is
public (北京市朝阳区******). Secrets show nothing, and neither do facts: a diagnosis, a creed, the word
married, the name of a school are known from a single character, and often from their length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from menshen import facts
from menshen.model import Finding
from menshen.taxonomy import InfoType
from menshen.text import compact, fold_width

__all__ = ["masked", "shown", "visible"]

_MOBILE = re.compile(r"(\+?86|0086|\(\+?86\))?(1[0-9]{2})[0-9]{4}([0-9]{4})")
_RESIDENT = re.compile(r"([0-9]{6})[0-9]{8}([0-9]{3}[0-9Xx])")
_MAIL = re.compile(r"([^@]+)@([^@]*?([A-Za-z]{2,12}))")
_PUBLIC_MAIL = frozenset(
    (
        "163.com", "126.com", "yeah.net", "188.com", "qq.com", "vip.qq.com", "foxmail.com",
        "sina.com", "sina.cn", "sohu.com", "139.com", "189.cn", "wo.cn", "aliyun.com", "21cn.com",
        "tom.com", "gmail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "icloud.com",
        "yahoo.com", "yahoo.com.cn", "proton.me",
    )
)  # fmt: skip
_IPV4 = re.compile(r"([0-9]{1,3})(?:\.[0-9]{1,3}){3}(?![0-9.])")
_MAC = re.compile(r"([0-9A-Fa-f]{2}([:.-])[0-9A-Fa-f]{2}\2[0-9A-Fa-f]{2})(?:\2[0-9A-Fa-f]{2}){3}")
_DEGREES = re.compile(r"([0-9]+\.[0-9])[0-9]{3,}")
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|&#[0-9xX]")
_MOST_STARS = 12
_LONGEST_DIVISION = 30
_NUMBERS = frozenset(("virtual_property",))
"""Attributes that are written as numbers or accounts."""
_FACTS = frozenset(
    (
        "age", "blood_type", "body_mark", "children_info", "education", "employer", "ethnicity",
        "family_relation", "gender", "height_weight", "hobby", "house_layout", "id_card_image",
        "intimate_image", "job_title", "living_habit", "matchmaking_profile", "nationality",
        "native_place", "opinion_post", "org_chart", "photo_portrait", "political_status",
        "profile_tag", "rental_info", "school", "signature", "social_relation", "waybill",
        "work_history",
    )
)  # fmt: skip
"""What is not an attribute by its identifying power (GB/T 37964), yet written as a word."""
_FACT = "***"
_SECRET = "******"  # noqa: S105 - what is shown in its place


def visible(text: str) -> str:
    r"""Return text in which control, format and line characters are written as escapes.

    Nothing in it can move the cursor, turn the direction of writing or fake a line.

    >>> visible("a\x1b[31m\u202eb\n")
    'a\\x1b[31m\\u202eb\\n'
    """
    if text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(char: str) -> str:
    if char.isprintable() or unicodedata.category(char) == "Zs":
        return char
    return char.encode("unicode_escape").decode("ascii")


def masked(kind: InfoType, value: str) -> str:
    """Return the customary form of a value that hides who it belongs to.

    >>> from menshen import taxonomy
    >>> [masked(taxonomy.get(t), v) for t, v in (
    ...     ("person_name", "张三"), ("mobile_number", "138-0013-8000"), ("vehicle_plate", "京A·12345"))]
    ['张*', '138****8000', '京A****5']
    """
    if kind.identifier == "secret":
        return _SECRET
    plain = compact(fold_width(value))
    if _is_fact(kind):
        return _FACT
    shown = _FORMS.get(kind.id, _outer)(plain)
    if shown.isprintable():
        return shown
    return "".join(c if c.isprintable() else "*" for c in shown)


@lru_cache(maxsize=256)
def _is_fact(kind: InfoType) -> bool:
    """Say whether values of a kind are words or measures, of which any part tells the whole."""
    if kind.id in _NUMBERS:
        return False
    return kind.identifier == "attribute" or kind.id in _FACTS or "biometric" in kind.categories


def shown(finding: Finding, *, reveal: bool = False) -> str:
    """Return a finding's value as it may be shown, safe for a terminal.

    What stands encoded in the document (%E6%B2%AA…) is masked in its plain form.
    """
    if reveal:
        return visible(finding.value)
    encoded = _ESCAPED.search(finding.value) is not None
    return masked(finding.type, finding.normal if encoded else finding.value)


def _keep(plain: str, head: int, tail: int) -> str:
    """Return the outer characters with stars between, never more than half of the text."""
    budget = len(plain) // 2
    head = min(head, budget)
    tail = min(tail, budget - head)
    stars = min(len(plain) - head - tail, _MOST_STARS)
    return plain[:head] + "*" * max(stars, 1) + plain[len(plain) - tail :]


def _outer(plain: str) -> str:
    size = len(plain)
    if size < 6:
        return _keep(plain, 1, 0)
    kept = 1 if size < 8 else 2 if size < 12 else 3 if size < 16 else 4
    return _keep(plain, kept, kept)


def _kept(head: int, tail: int) -> Callable[[str], str]:
    return lambda plain: _keep(plain, head, tail)


def _name(plain: str) -> str:
    compound = len(plain) > 3 and plain[:2] in facts.surnames()
    return _keep(plain, 2 if compound else 1, 0)


def _address(plain: str) -> str:
    """Return the division an address begins with, down to the district, and stars for the rest."""
    names = facts.division_names()
    ends = range(min(len(plain) - 1, _LONGEST_DIVISION), 1, -1)
    return plain[: next((end for end in ends if plain[:end] in names), 0)] + "******"


def _mobile(plain: str) -> str:
    found = _MOBILE.fullmatch(plain.replace(".", ""))
    if found is not None:
        return f"{found[1] or ''}{found[2]}****{found[3]}"
    return _keep(plain, 3, 2)


def _resident(plain: str) -> str:
    found = _RESIDENT.fullmatch(plain)
    return f"{found[1]}********{found[2]}" if found else _keep(plain, 4, 3)


def _mail(plain: str) -> str:
    found = _MAIL.fullmatch(plain)
    if found is None:
        return _keep(plain, 1, 0)
    local, domain, last = found.groups()
    first = local[0] if len(local) > 1 else ""
    if domain.lower() in _PUBLIC_MAIL:
        return f"{first}***@{domain}"
    return f"{first}***@***.{last}" if len(plain) > 8 else _keep(plain, 1, 0)


def _plate(plain: str) -> str:
    return _keep(plain.replace("·", ""), 2, 1)


def _ip(plain: str) -> str:
    found = _IPV4.match(plain)
    return f"{found[1]}.*.*.*" if found else _keep(plain, 4, 0)


def _mac(plain: str) -> str:
    found = _MAC.fullmatch(plain)
    return f"{found[1]}{f'{found[2]}**' * 3}" if found else _keep(plain, 6, 0)


def _place(plain: str) -> str:
    rounded = _DEGREES.sub(r"\1***", plain)
    signs = sum(c.isalnum() for c in plain)
    return rounded if sum(c.isalnum() for c in rounded) * 2 <= signs else _keep(plain, 2, 0)


_FORMS: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(("person_name", "former_name", "spouse_info"), _name),
    **dict.fromkeys(
        (
            "resident_id_number", "resident_id_15", "hmt_residence_permit", "foreigner_pr_id",
            "social_security_number", "driver_licence", "residence_permit",
        ),
        _resident,
    ),
    **dict.fromkeys(
        ("passport_number", "hkm_permit", "tw_permit", "exit_permit_hkm", "exit_permit_tw"),
        _kept(2, 2),
    ),
    **dict.fromkeys(("home_address", "hukou_location", "house_unit"), _address),
    **dict.fromkeys(("bank_card_number", "bank_account"), _kept(4, 4)),
    "mobile_number": _mobile,
    "landline": _kept(3, 2),
    "email": _mail,
    "vehicle_plate": _plate,
    "vin": _kept(3, 4),
    "ip_address": _ip,
    "mac_address": _mac,
    "precise_location": _place,
    "birth_date": _kept(4, 0),
}  # fmt: skip
"""The customary forms; what is not named keeps a few outer characters."""
