"""Values as they are written: which of their characters carry them, and new ones in their places.

`138-0013-8000` carries eleven digits; new ones are written the same way, `139-1234-5678`, in full
width where the old ones were. Where there are more or fewer new characters than old ones, the new
value stands plain.
"""

from __future__ import annotations

import re

from menshen.text import fold_width

__all__ = ["carriers", "filled", "halves", "mail"]

_WIDE = {ord("0") + i: 0xFF10 + i for i in range(10)}
_PREFIX = re.compile(r"\(?(?:\+|00)?[ ]?86\)?[ -]{0,2}(?=1)")


def carriers(value: str) -> list[int]:
    """Return where the letters, digits and Chinese characters of a value stand.

    >>> carriers("1-2 张")
    [0, 2, 4]
    """
    return [at for at, char in enumerate(value) if char.isalnum()]


def filled(value: str, plain: str) -> str:
    """Return `plain` written as `value` is.

    >>> filled("138-0013 8000", "13912345678"), filled("１２", "34")
    ('139-1234 5678', '３４')
    """
    places = carriers(value)
    if len(places) != len(plain):
        return plain
    signs = list(value)
    for at, char in zip(places, plain, strict=True):
        wide = "\uff10" <= signs[at] <= "\uff19"
        signs[at] = char.translate(_WIDE) if wide else char
    return "".join(signs)


def halves(value: str) -> tuple[str, str]:
    """Return the country code that a mobile number is written with, and the rest.

    >>> halves("+86 138 0013 8000")
    ('+86 ', '138 0013 8000')
    """
    found = _PREFIX.match(fold_width(value))
    end = found.end() if found is not None and len(carriers(value)) > 11 else 0
    return value[:end], value[end:]


def mail(value: str) -> tuple[str, str]:
    """Return the name and the domain of an address, with the sign between left out.

    >>> mail("a.b@c.cn")
    ('a.b', 'c.cn')
    """
    name, _, domain = value.replace("＠", "@").partition("@")
    return name, domain
