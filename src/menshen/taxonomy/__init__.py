"""The catalogue of the kinds of personal information (个人信息类型目录), and who holds them.

The tables lie beside this module as TSV; this is their only reader. They are read once, on first
use. Ids are stable: types are added, never renamed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from menshen.errors import FactsError, UsageError
from menshen.taxonomy.table import rows

__all__ = [
    "DATE",
    "Category",
    "Holder",
    "InfoType",
    "Threshold",
    "ancestors",
    "by_category",
    "categories",
    "descendants",
    "get",
    "holders",
    "ids",
    "thresholds",
    "types",
]

DATE = "2026-11"
"""The date of the tables, shown with every report."""
_HERE = Path(__file__).parent
_HOLDER_COLUMNS = "id zh collected fields"
_COLUMNS = (
    "id zh en categories identifier sensitive sensitive_basis gbt35273_annex_b crim_class "
    "crim_class_lenient gbt35273 jrt0171 basis evidence parent tier format mask context note"
)


@dataclass(frozen=True, slots=True)
class InfoType:
    """A kind of personal information.

    `identifier` is `direct`, `quasi`, `attribute` or `secret` (GB/T 37964). `sensitive` follows
    PIPL art. 28 and GB/T 45574-2025 and `sensitive_basis` names the ground (金融账户 …);
    `gbt35273_annex_b` is the older and wider list. `crim_class` and `crim_class_lenient` are the
    numbers of items that make a case serious (2017 interpretation, art. 5). `basis` puts the legal
    basis in words. `evidence` says what the entry rests on: V source read, S secondary, M memory.
    `parent` is the kind whose harms a rarer kind inherits; `context` holds its label words.
    """

    id: str
    zh: str
    en: str
    categories: tuple[str, ...]
    identifier: str
    sensitive: bool
    sensitive_basis: str
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

    def __reduce__(self) -> tuple[Callable[[str], InfoType], tuple[str]]:
        """Go from process to process by name, so that there is one of each kind everywhere."""
        return get, (self.id,)


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


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number by which a case of infringing personal information is judged to be serious."""

    id: str
    value: float
    zh: str
    en: str


def types() -> tuple[InfoType, ...]:
    """Return all kinds in the order of the catalogue.

    >>> len(types())
    148
    """
    return tuple(_types().values())


def ids() -> frozenset[str]:
    """Return all type ids.

    >>> "mobile_number" in ids()
    True
    """
    return frozenset(_types())


@cache
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
    return tuple(Category(*row) for _, row in rows(_HERE / "categories.tsv", "id zh en"))


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
        Holder(row[0], row[1], row[2], _list(row[3]))
        for _, row in rows(_HERE / "holders.tsv", _HOLDER_COLUMNS)
    )


@cache
def thresholds() -> tuple[Threshold, ...]:
    """Return the numbers of the 2017 interpretation (法释〔2017〕10号), art. 5.

    >>> [t.value for t in thresholds()[:3]]
    [50.0, 500.0, 5000.0]
    """
    found: list[Threshold] = []
    for number, (name, value, zh, en) in rows(_HERE / "thresholds.tsv", "id value zh en"):
        try:
            found.append(Threshold(name, float(value), zh, en))
        except ValueError:
            raise FactsError(f"thresholds.tsv:{number}: the value is not a number") from None
    return tuple(found)


@cache
def _types() -> dict[str, InfoType]:
    return _read(_HERE / "types.tsv")


def _read(path: Path) -> dict[str, InfoType]:
    """Return the kinds of a table by id; raise `FactsError` naming file and line."""
    table: dict[str, InfoType] = {}
    for number, row in rows(path, _COLUMNS):
        try:
            kind = _type(row)
        except ValueError as error:
            raise FactsError(f"{path.name}:{number}: {error}") from None
        if kind.id in table:
            raise FactsError(f"{path.name}:{number}: {kind.id!r} is there twice")
        table[kind.id] = kind
    for kind in table.values():
        if kind.parent is not None and kind.parent not in table:
            raise FactsError(f"{path.name}: {kind.id!r} has an unknown parent")
    return table


def _type(row: list[str]) -> InfoType:
    return InfoType(
        id=row[0],
        zh=row[1],
        en=row[2],
        categories=_list(row[3]),
        identifier=row[4],
        sensitive=_yes(row[5]),
        sensitive_basis=row[6],
        gbt35273_annex_b=_yes(row[7]),
        crim_class=int(row[8]),
        crim_class_lenient=int(row[9]),
        gbt35273=row[10],
        jrt0171=row[11],
        basis=row[12],
        evidence=row[13],
        parent=row[14] or None,
        tier=row[15],
        format=row[16],
        mask=row[17],
        context=_list(row[18]),
        note=row[19],
    )


def _list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _yes(cell: str) -> bool:
    if cell not in {"yes", "no"}:
        raise ValueError("a flag is yes or no")
    return cell == "yes"
