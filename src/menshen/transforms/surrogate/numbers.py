"""Stand-ins for numbers and codes: valid ones of the same kind, never issued where that can be had.

| kind | what stays | what makes it nobody's |
|---|---|---|
| ID number | province (by policy), decade, gender, check digit | a county code withdrawn before any card of that birth year was issued, else one that never was |
| mobile number | country code, form | a number block that nobody was given by March 2023 |
| bank card | first digit pair, length, Luhn | an issuer prefix that is not in the table |
| landline | area code, length | nothing: any number may be somebody's |
| e-mail | form | example.com, .net, .org (RFC 2606) |
| IP address | private or public | documentation networks (RFC 5737, RFC 3849) |
| MAC address | form | a locally administered address |
| plate | province, form | an office letter that is not in use, where there is one |
| credit code, VIN, IMEI | authority, maker, check digits | nothing |
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache

from menshen import facts
from menshen.text import fold_width
from menshen.transforms import checks
from menshen.transforms.keyed import Draw, Keyed
from menshen.transforms.surrogate import days, places
from menshen.transforms.written import carriers, filled, halves, mail

__all__ = ["number"]

_DIGITS = "0123456789"
_TRIES = 16
"""So often another value is drawn; what is still the same has nothing to vary."""
_UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_LOWER = "abcdefghijkmnpqrstuvwxyz"
_HEX = re.compile("[0-9A-Fa-f]")
_PLATE = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_NETWORKS = ("192.0.2", "198.51.100", "203.0.113")
_PRIVATE = re.compile(r"10\.|192\.168\.|172\.(?:1[6-9]|2[0-9]|3[01])\.|127\.")
_RESIDENTS = frozenset(
    ("resident_id_number", "hmt_residence_permit", "driver_licence", "residence_permit", "social_security_number")
)  # fmt: skip


def number(kind: str, value: str, normal: str, region: str, keyed: Keyed) -> str | None:
    """Return the stand-in of a number as written; None for a value in which nothing can vary."""
    if kind in _RESIDENTS and len(normal) == 18:
        new = _resident(normal, region, keyed)
        return filled(value, new) if new else None
    maker = _MAKERS.get(kind, _signs)
    draw = keyed.draw(kind, normal or value)
    for _ in range(_TRIES):
        found = maker(value, draw)
        if found is None or found != value:
            return found
    return None


def _resident(old: str, region: str, keyed: Keyed) -> str | None:
    """Return an ID number of another place and day; the serial number keeps the gender."""
    try:
        born = date(int(old[6:10]), int(old[10:12]), int(old[12:14]))
        serial = int(old[14:17])
    except ValueError:
        return None
    county = old[:6]
    if old[0] != "9" and old[:2] not in {"81", "82", "83"}:
        county = places.code(county, region, keyed, withdrawn=born.year)
    draw = keyed.draw("serial", old)
    other = (draw.below(500) * 2 + serial % 2) % 1000
    first = f"{county}{days.day(born, keyed):%Y%m%d}{other:03d}"
    return first + checks.resident(first)


def _mobile(value: str, draw: Draw) -> str:
    head, body = halves(value)
    count = len(carriers(body))
    if count != 11:
        return head + _signs(body, draw, keep=3 if value.startswith(("+", "00")) else 0)
    return head + filled(body, draw.one(_free_blocks()) + draw.digits(8))


@cache
def _free_blocks() -> list[str]:
    """Return the number blocks of three digits that were given to nobody."""
    blocks = [f"1{n}" for n in range(30, 100)]
    return [b for b in blocks if facts.mobile_prefix(b + "00000000") is None and b != "149"]


def _landline(value: str, draw: Draw) -> str:
    """Return another number of the same area; the first digit of the subscriber's stays."""
    digits = re.sub("[^0-9]", "", fold_width(value))
    keep = 1
    if digits.startswith("0"):
        area = facts.split_area(digits)
        keep = len(area[0]) + 1 if area is not None else 4
    return _signs(value, draw, keep=keep)


def _card(value: str, draw: Draw) -> str | None:
    old = re.sub("[^0-9]", "", fold_width(value))
    if len(old) < 13:
        return _signs(value, draw)
    while True:
        first = old[:2] + draw.digits(len(old) - 3)
        new = first + checks.luhn(first)
        if facts.bank_of(new) is None:
            return filled(value, new)


def _imei(value: str, draw: Draw) -> str:
    old = re.sub("[^0-9]", "", fold_width(value))
    if len(old) != 15:
        return _signs(value, draw)
    first = old[:2] + draw.digits(12)
    return filled(value, first + checks.luhn(first))


def _credit(value: str, draw: Draw) -> str | None:
    old = "".join(fold_width(value)[at] for at in carriers(value)).upper()
    if len(old) != 18:
        return _signs(value, draw)
    inner = (
        old[:2] + old[2:8] + "M" + "A" + "".join(draw.one(_DIGITS + "ABCDEFGH") for _ in range(6))
    )
    first = inner + checks.organisation(inner[8:16])
    return filled(value, first + checks.credit(first))


def _vin(value: str, draw: Draw) -> str:
    old = value.upper()
    signs = "".join(
        draw.one(_DIGITS if c.isdigit() else "ABCDEFGHJKLMNPRSTUVWXYZ") for c in old[3:]
    )
    new = old[:3] + signs
    try:
        return new[:8] + checks.vin(new) + new[9:] if len(new) == 17 else new
    except ValueError:
        return new


def _mail(value: str, draw: Draw) -> str:
    name, domain = mail(value)
    if not domain:
        return _signs(value, draw)
    plain = "".join(
        draw.one(_DIGITS) if c.isdigit() else draw.one(_LOWER) if c.isalnum() else c for c in name
    )
    return f"{plain}{value[len(name)]}{draw.one(('example.com', 'example.net', 'example.org'))}"


def _ip(value: str, draw: Draw) -> str:
    if ":" in value:
        return "2001:db8:" + ":".join(f"{draw.below(1 << 16):x}" for _ in range(6))
    if _PRIVATE.match(value):
        return f"10.{draw.below(256)}.{draw.below(256)}.{1 + draw.below(254)}"
    return f"{draw.one(_NETWORKS)}.{1 + draw.below(254)}"


def _mac(value: str, draw: Draw) -> str:
    """Return another address; the second digit 2, 6, A or E says that it is made by hand."""
    count = -1

    def other(_found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        sign = draw.one("26AE") if count == 1 else draw.one("0123456789ABCDEF")
        return sign.lower() if value.lower() == value else sign

    return _HEX.sub(other, value)


def _plate(value: str, draw: Draw) -> str:
    plain = fold_width(value)
    places_ = carriers(value)
    office = plain[places_[0]] + plain[places_[1]].upper() if len(places_) > 1 else ""
    free = [c for c in _PLATE if office and facts.plate_prefix(office[0] + c) is None]
    signs = list(_signs(value, draw, keep=1, letters=_PLATE))
    if len(places_) in {7, 8} and free and not office[0].isascii() and office[1].isalpha():
        signs[places_[1]] = draw.one(free)
    return "".join(signs)


def _signs(value: str, draw: Draw, *, keep: int = 0, letters: str = _UPPER) -> str:
    """Return digits for digits and letters for letters; the first `keep` carriers stay.

    A leading letter stays, since it tells the kind of a document; Chinese characters stay.
    """
    signs = list(value)
    for number, at in enumerate(carriers(value)):
        plain = fold_width(value[at])
        if number < keep or (number == 0 and plain.isupper()):
            continue
        if plain.isdigit() and plain.isascii():
            lead = number == 0 and plain != "0"
            new = draw.one("123456789" if lead else _DIGITS)
            signs[at] = filled(value[at], new)
        elif "A" <= plain <= "Z":
            signs[at] = draw.one(letters)
        elif "a" <= plain <= "z":
            signs[at] = draw.one(_LOWER)
    return "".join(signs)


def _account(value: str, draw: Draw) -> str:
    keep = 5 if value.startswith("wxid_") else 0
    head, rest = value[:keep], value[keep:]
    return head + _signs(rest, draw)


_MAKERS: dict[str, Callable[[str, Draw], str | None]] = {
    "mobile_number": _mobile,
    "landline": _landline,
    "bank_card_number": _card,
    "imei": _imei,
    "org_credit_code": _credit,
    "vin": _vin,
    "email": _mail,
    "ip_address": _ip,
    "mac_address": _mac,
    "vehicle_plate": _plate,
    "wechat_id": _account,
}
