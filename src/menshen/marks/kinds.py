"""What a column of a table holds, as far as marking and linking care: by its values and its name.

Detection is per column, never per cell: single cells mislead (a price of seven digits reads as the
number of a house). The name of a column proposes, its values decide; without a name they decide
alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from menshen import facts
from menshen.facts.headers import normal
from menshen.late import late
from menshen.marks import canonical
from menshen.taxonomy.table import rows

__all__ = ["HOUSE", "KINDS", "kind_of", "kinds_of", "proposed"]

KINDS = (
    "phone", "id", "name", "community", "building", "unit", "room", "address", "layout", "area",
    "price", "date", "text", "",
)  # fmt: skip
"""The kinds of columns; the empty one is all that nothing is known of."""
HOUSE = ("address", "community", "building", "unit", "room")
"""The kinds that together say where a flat is."""
SAMPLE = 400
_AGREE = 0.6
_SURE = 0.8
_ID = late("[0-9]{17}[0-9Xx]|[0-9]{15}|[0-9]{16,19}")
_MOBILE = late("(?:(?:[+]|00)?86)?1[3-9][0-9]{9}")
_LAYOUT = late("(?:[0-9一二两三四五六七八九][室房厅卫厨阳]){1,5}.{0,8}|[A-Z][0-9]{1,2}")
_ADDRESS = late(
    "(?=.*[一-鿿].*[0-9]).{3,}(?:[0-9A-Z]|室|号|户|房)|.*[0-9一二三四五六七八九十](?:号楼|幢|栋|座|#|单元|弄).*[0-9].*"
)
_NAME = late("[一-鿿·]{2,4}|[一-鿿][ 　][一-鿿]|[一-鿿]·?[一-鿿·]{1,12}")
_SHORT = late("[0-9A-Za-z一二三四五六七八九十#-]{1,8}(?:号楼|幢|栋|座|#|号|单元|室|层|楼)?")
_NUMBER = re.compile("-?[0-9][0-9,]*(?:\\.[0-9]+)?")


def kinds_of(names: Sequence[str], columns: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the kind of each column, from its name and some of its cells.

    >>> kinds_of(["业主", "手机"], [["张三", "李四"], ["13800138000", "139 0013 9000"]])
    ('name', 'phone')
    """
    padded = [*names, *[""] * (len(columns) - len(names))]
    return tuple(kind_of(n, c) for n, c in zip(padded, columns, strict=False))


def kind_of(name: str, cells: Sequence[str]) -> str:
    """Return the kind of one column."""
    held = [c.strip() for c in cells[: 4 * SAMPLE] if c and c.strip()][:SAMPLE]
    kind = proposed(name)
    if kind == "text" or (kind and held and _share(kind, held) >= _AGREE):
        return kind
    if kind and not held:
        return kind
    if facts.header(name) is not None and not kind:
        return ""
    sure = ("mobile", "id", "date", "address")
    for guess in sure if kind else (*sure, "layout", "name"):
        if held and _share(guess, held) >= _SURE:
            return "phone" if guess == "mobile" else guess
    return ""


def proposed(name: str) -> str:
    """Return the kind that a column's name proposes, or an empty string.

    >>> proposed("业主手机号"), proposed("建筑面积(㎡)"), proposed("XYZ")
    ('phone', 'area', '')
    """
    plain = normal(re.sub("[(（\\[].*", "", name)).rstrip("0123456789")
    known = _headers()
    return next((known[plain[i:]] for i in range(len(plain)) if plain[i:] in known), "")


def _share(kind: str, cells: Sequence[str]) -> float:
    return sum(_fits(kind, canonical.folded(cell)) for cell in cells) / len(cells)


def _fits(kind: str, cell: str) -> bool:
    if kind == "phone":
        plain = re.sub("[\\s()+-]", "", cell)
        return plain.isdigit() and 7 <= len(plain) <= 14 and bool(canonical.phone(cell))
    if kind == "mobile":
        return _MOBILE.fullmatch(re.sub("[\\s()-]", "", cell)) is not None
    if kind == "id":
        return _ID.fullmatch(cell) is not None
    if kind == "date":
        return len(cell) <= 24 and cell[:2] in {"19", "20"} and bool(canonical.date(cell))
    if kind in {"area", "price"}:
        return canonical.number(cell) is not None
    if kind == "community":
        return len(cell) <= 30 and not _NUMBER.fullmatch(cell)
    if kind in {"building", "unit", "room"}:
        return _SHORT.fullmatch(cell) is not None
    pattern = {"layout": _LAYOUT, "address": _ADDRESS, "name": _NAME}.get(kind)
    return pattern is not None and pattern.fullmatch(cell) is not None


@cache
def _headers() -> dict[str, str]:
    path = Path(__file__).with_name("kinds.tsv")
    return {normal(header): kind for _, (header, kind) in rows(path, "header kind")}
