"""The sets of values that format-preserving encryption moves in, numbered from 0.

Each set holds the values of one form; a kind has one or more, asked in order, so that a valid
number stays valid and an odd one stays odd.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple, Protocol

from menshen import facts
from menshen.transforms import checks

__all__ = ["Domain", "Resident", "Signs", "domains"]

_DIGITS = "0123456789"
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOWER = _UPPER.lower()
_LETTERS = {
    "vehicle_plate": "ABCDEFGHJKLMNPQRSTUVWXYZ",
    "vin": "ABCDEFGHJKLMNPRSTUVWXYZ",
    "org_credit_code": "ABCDEFGHJKLMNPQRTUWXY",
    "mac_address": "ABCDEF",
    "ip_address": "ABCDEF",
}
"""The capitals that kinds have."""
_FIRST, _LAST = date(1900, 1, 1), date(2024, 12, 31)
_DAYS = (_LAST - _FIRST).days + 1
_RESIDENTS = frozenset(
    ("resident_id_number", "hmt_residence_permit", "driver_licence", "residence_permit", "social_security_number")
)  # fmt: skip
_DATES = frozenset(("birth_date", "age", "id_validity"))
"""Kinds of which there are too few values, however many digits they have."""
_FIXED = {"bank_card_number": 6, "imei": 2, "org_credit_code": 8, "vin": 3}
"""So many characters of these kinds stay: issuer, reporting body, authority and place, maker."""
_HAN = frozenset(("vehicle_plate", "military_id"))
"""Kinds of which the Chinese characters may stay."""


class Domain(Protocol):
    """A numbered set of texts."""

    @property
    def size(self) -> int:
        """Return how many there are."""
        ...

    def rank(self, plain: str) -> int | None:
        """Return the number of a text, or None when it is not in the set."""
        ...

    def text(self, rank: int) -> str:
        """Return the text of a number."""
        ...


class Signs(NamedTuple):
    """Texts with one of some characters at each place; `check` computes the places it names.

    A place whose alphabet has one character is fixed. `check` maps a text to what it should be.
    """

    alphabets: tuple[str, ...]
    check: Callable[[str], str] | None = None

    @property
    def size(self) -> int:
        """Return how many texts there are."""
        total = 1
        for alphabet in self.alphabets:
            total *= len(alphabet)
        return total

    def rank(self, plain: str) -> int | None:
        """Return the number of a text; places that are checked do not count."""
        if len(plain) != len(self.alphabets) or (self.check and self.check(plain) != plain):
            return None
        number = 0
        for char, alphabet in zip(plain, self.alphabets, strict=True):
            if alphabet == "?":
                continue
            at = alphabet.find(char)
            if at < 0:
                return None
            number = number * len(alphabet) + at
        return number

    def text(self, rank: int) -> str:
        """Return the text of a number."""
        signs = []
        for alphabet in reversed(self.alphabets):
            rank, at = divmod(rank, len(alphabet))
            signs.append("0" if alphabet == "?" else alphabet[at])
        plain = "".join(reversed(signs))
        return self.check(plain) if self.check else plain


class Resident:
    """Resident identity numbers of known counties, born from 1900 to 2024, with their check digit."""

    @property
    def size(self) -> int:
        """Return how many there are."""
        return len(_counties()) * _DAYS * 1000

    def rank(self, plain: str) -> int | None:
        """Return the number of an ID number that holds its check digit."""
        county = _county_numbers().get(plain[:6])
        if len(plain) != 18 or county is None or not plain[:17].isdigit():
            return None
        try:
            born = date(int(plain[6:10]), int(plain[10:12]), int(plain[12:14]))
        except ValueError:
            return None
        if not _FIRST <= born <= _LAST or checks.resident(plain[:17]) != plain[17]:
            return None
        return (county * _DAYS + (born - _FIRST).days) * 1000 + int(plain[14:17])

    def text(self, rank: int) -> str:
        """Return the ID number of a rank."""
        rank, serial = divmod(rank, 1000)
        county, day = divmod(rank, _DAYS)
        born = _FIRST + timedelta(days=day)
        first = f"{_counties()[county]}{born:%Y%m%d}{serial:03d}"
        return first + checks.resident(first)


def domains(kind: str, plain: str) -> tuple[Domain, ...]:
    """Return the sets that a value may lie in; none for a kind without a form."""
    odd = any(c not in _DIGITS + _UPPER + _LOWER for c in plain)
    if kind in _DATES or (odd and kind not in _HAN):
        return ()
    found: list[Domain] = []
    if kind in _RESIDENTS and len(plain) == 18:
        found.append(Resident())
    special = _special(kind, plain)
    if special is not None:
        found.append(special)
    return (*found, Signs(tuple(_alphabet(kind, at, c) for at, c in enumerate(plain))))


def _special(kind: str, plain: str) -> Signs | None:
    """Return the set of the numbers of a kind that hold its check digit."""
    if kind == "bank_card_number" and plain.isdigit() and len(plain) > 12:
        return Signs((*plain[:6], *[_DIGITS] * (len(plain) - 7), "?"), _luhn)
    if kind == "imei" and plain.isdigit() and len(plain) == 15:
        return Signs((*plain[:2], *[_DIGITS] * 12, "?"), _luhn)
    if kind == "org_credit_code" and len(plain) == 18:
        return Signs((*plain[:8], *[checks.CREDIT_SIGNS] * 8, "?", "?"), _credit)
    if kind == "vin" and len(plain) == 17 and plain.isupper():
        middle = [_alphabet(kind, at, c) for at, c in enumerate(plain[3:], 3)]
        middle[5] = "?"
        return Signs((*plain[:3], *middle), _vin)
    return None


def _alphabet(kind: str, at: int, char: str) -> str:
    """Return the characters that may stand in place of one.

    They must be the same for every text that can come out, or the way back would be another one:
    so what a kind's other set fixes is fixed here too, and a leading 0 stays.
    """
    if at < _FIXED.get(kind, 0):
        return char
    if char in _DIGITS:
        if kind == "mobile_number" and at < 2:
            return char if at == 0 else "3456789"
        return _DIGITS if at else "0" if char == "0" else "123456789"
    if char in _UPPER:
        letters = _LETTERS.get(kind, _UPPER)
        return letters if char in letters else char
    if char in _LOWER:
        return "abcdef" if kind in {"mac_address", "ip_address"} else _LOWER
    return char


def _luhn(plain: str) -> str:
    return plain[:-1] + checks.luhn(plain[:-1])


def _credit(plain: str) -> str:
    try:
        first = plain[:16] + checks.organisation(plain[8:16])
        return first + checks.credit(first)
    except ValueError:
        return ""


def _vin(plain: str) -> str:
    try:
        return plain[:8] + checks.vin(plain) + plain[9:]
    except ValueError:
        return ""


@cache
def _counties() -> Sequence[str]:
    return [code for code in sorted(facts.divisions()) if not code.endswith("00")]


@cache
def _county_numbers() -> dict[str, int]:
    return {code: number for number, code in enumerate(_counties())}
