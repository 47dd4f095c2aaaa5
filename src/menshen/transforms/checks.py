"""Check digits, to make numbers that hold theirs.

The detectors judge numbers by the same rules; `tests/transforms/test_checks.py` holds both equal.

>>> resident("11010519491231002"), luhn("622202123456789012"), credit("91350100M000100Y4")
('X', '8', '3')
"""

from __future__ import annotations

__all__ = ["credit", "luhn", "organisation", "resident", "vin"]

_RESIDENT = tuple(2 ** (17 - i) % 11 for i in range(17))
_CREDIT = tuple(3**i % 31 for i in range(17))
CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The characters of a unified social credit code (GB 32100)."""
_ORGANISATION = (3, 7, 9, 10, 5, 8, 4, 2)
_VIN = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VIN_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789", strict=True))


def resident(first: str) -> str:
    """Return the check character of seventeen digits (ISO 7064 MOD 11-2, GB 11643)."""
    return "10X98765432"[sum(w * int(d) for w, d in zip(_RESIDENT, first, strict=True)) % 11]


def luhn(first: str) -> str:
    """Return the check digit that follows these digits (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(first)):
        number = int(digit) * (2 if place % 2 == 0 else 1)
        total += number - 9 if number > 9 else number
    return str(-total % 10)


def credit(first: str) -> str:
    """Return the check character of the first seventeen of a credit code (GB 32100)."""
    return CREDIT_SIGNS[
        -sum(w * CREDIT_SIGNS.index(c) for w, c in zip(_CREDIT, first, strict=True)) % 31
    ]


def organisation(first: str) -> str:
    """Return the check character of eight of an organisation code (GB 11714)."""
    total = sum(w * int(c, 36) for w, c in zip(_ORGANISATION, first, strict=True))
    return "0123456789X"[-total % 11]


def vin(number: str) -> str:
    """Return the ninth character of a vehicle identification number (GB 16735).

    >>> vin("1M8GDM9AXKP042788")
    'X'
    """
    total = sum(w * int(_VIN_VALUES.get(c, c)) for w, c in zip(_VIN, number, strict=True))
    return "0123456789X"[total % 11]
