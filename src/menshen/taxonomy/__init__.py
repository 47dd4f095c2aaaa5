"""The catalogue of the kinds of personal information (个人信息类型目录), and who holds them.

The tables lie beside this module as TSV; this is their only reader. They are read once, on first
use. Ids are stable: types are added, never renamed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from menshen.errors import FactsError, UsageError

__all__ = [
    "DATE",
    "Category",
    "Holder",
    "InfoType",
    "ancestors",
    "by_category",
    "categories",
    "descendants",
    "get",
    "holders",
    "ids",
    "types",
]

DATE = "2026-11"
"""The date of the tables, shown with every report."""
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class InfoType:
    """A kind of personal information.

    `identifier` is `direct`, `quasi`, `attribute` or `secret` (GB/T 37964). `sensitive` follows
    PIPL art. 28 and GB/T 45574-2025, `gbt35273_annex_b` the older and wider list. `crim_class` and
    `crim_class_lenient` are the numbers of items that make a case serious (2017 interpretation,
    art. 5). `evidence` says what the entry rests on: V source read, S secondary, M from memory.
    """

    id: str
    zh: str
    en: str
    categories: tuple[str, ...]
    identifier: str
    sensitive: bool
    gbt35273_annex_b: bool
    crim_class: int
    crim_class_lenient: int
    gbt35273: str
    jrt0171: str
    basis: str
    evidence: str
    parent: str | None
    tier: str
    format: str
    mask: str
    context: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Category:
    """A group of kinds, as leaked records are traded."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Holder:
    """A kind of organisation and the kinds of information it holds."""

    id: str
    zh: str
    collected: str
    fields: tuple[str, ...]


def types() -> tuple[InfoType, ...]:
    """Return all kinds in the order of the catalogue.

    >>> len(types())
    148
    """
    return tuple(_types().values())


def ids() -> frozenset[str]:
    """Return all type ids."""
    return frozenset(_types())


def get(type_id: str) -> InfoType:
    """Return a kind by its id; raises `UsageError` that names close matches for an unknown one.

    >>> get("resident_id_number").zh
    '公民身份号码'
    """
    found = _types().get(type_id)
    if found is not None:
        return found
    close = get_close_matches(type_id, _types(), 3)
    hint = f"; did you mean {', '.join(close)}?" if close else "; `menshen types` lists them"
    raise UsageError(f"unknown type of information: {type_id[:60]!r}{hint}")


@cache
def categories() -> tuple[Category, ...]:
    """Return the categories in order.

    >>> categories()[0].zh
    '身份'
    """
    return tuple(Category(*row) for _, row in _rows("categories.tsv", 3))


def by_category(category: str) -> tuple[InfoType, ...]:
    """Return the kinds of a category; raises `UsageError` for an unknown one.

    >>> "bank_card_number" in [t.id for t in by_category("accounts")]
    True
    """
    known = [c.id for c in categories()]
    if category not in known:
        raise UsageError(f"unknown category: {category[:60]!r}; there are {', '.join(known)}")
    return tuple(t for t in types() if category in t.categories)


def ancestors(type_id: str) -> tuple[str, ...]:
    """Return the parent of a kind, its parent, and so on.

    >>> ancestors("passport_number")
    ('resident_id_number',)
    """
    chain: list[str] = []
    parent = get(type_id).parent
    while parent is not None:
        chain.append(parent)
        parent = get(parent).parent
    return tuple(chain)


def descendants(type_id: str) -> tuple[str, ...]:
    """Return the kinds that have this one among their ancestors.

    >>> "former_name" in descendants("person_name")
    True
    """
    get(type_id)
    return tuple(t.id for t in types() if type_id in ancestors(t.id))


@cache
def holders() -> tuple[Holder, ...]:
    """Return the kinds of holders.

    >>> holders()[0].zh
    '开发商/售楼处'
    """
    return tuple(
        Holder(row[0], row[1], row[2], _list(row[3])) for _, row in _rows("holders.tsv", 4)
    )


@cache
def _types() -> dict[str, InfoType]:
    table: dict[str, InfoType] = {}
    for number, row in _rows("types.tsv", 19):
        try:
            kind = _type(row)
        except ValueError as error:
            raise FactsError(f"types.tsv:{number}: {error}") from None
        table[kind.id] = kind
    return table


def _type(row: list[str]) -> InfoType:
    return InfoType(
        id=row[0],
        zh=row[1],
        en=row[2],
        categories=_list(row[3]),
        identifier=row[4],
        sensitive=_yes(row[5]),
        gbt35273_annex_b=_yes(row[6]),
        crim_class=int(row[7]),
        crim_class_lenient=int(row[8]),
        gbt35273=row[9],
        jrt0171=row[10],
        basis=row[11],
        evidence=row[12],
        parent=row[13] or None,
        tier=row[14],
        format=row[15],
        mask=row[16],
        context=_list(row[17]),
        note=row[18],
    )


def _list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _yes(cell: str) -> bool:
    if cell not in {"yes", "no"}:
        raise ValueError("a flag is yes or no")
    return cell == "yes"


def _rows(name: str, width: int) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells of a table; raise `FactsError` naming file and line."""
    text = (_HERE / name).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#") or not line:
            continue
        row = line.split("\t")
        if len(row) != width:
            raise FactsError(f"{name}:{number}: {len(row)} cells, expected {width}")
        yield number, row
