"""What is known of somebody when some kinds of information are: those kinds, and what follows.

A kind counts as its parent in the catalogue as well (a passport number as an identity number).
`implied.tsv` says what else follows from a kind, and where the harm of the parent does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from menshen import taxonomy
from menshen.errors import FactsError
from menshen.facts import headers
from menshen.taxonomy.table import rows

__all__ = ["CONTACTS", "broader", "closed", "kind"]

_FILE = Path(__file__).with_name("implied.tsv")
CONTACTS = frozenset(
    ("mobile_number", "landline", "email", "wechat_id", "qq_number", "social_account")
)
"""The kinds by which somebody can be reached."""


def closed(kinds: Iterable[str]) -> frozenset[str]:
    """Return the kinds and all that follows from them.

    >>> sorted(closed(["waybill"]))
    ['home_address', 'mobile_number', 'person_name', 'tracking_number', 'waybill']
    """
    return _closed(frozenset(kinds))


@lru_cache(maxsize=65536)
def _closed(kinds: frozenset[str]) -> frozenset[str]:
    follows = _follows()
    found, waiting = set(kinds), list(kinds)
    while waiting:
        for more in follows.get(waiting.pop(), ()):
            if more not in found:
                found.add(more)
                waiting.append(more)
    return frozenset(found)


def kind(name: str) -> str:
    """Return the id of a kind by its id, its Chinese name, or the name of a table column.

    Raises `UsageError` where the name says nothing.

    >>> kind("mobile_number"), kind("手机号码"), kind("客户手机号")
    ('mobile_number', 'mobile_number', 'mobile_number')
    """
    plain = name.strip()
    if plain in taxonomy.ids():
        return plain
    found = _by_title().get(plain)
    if found is None:
        header = headers.header(plain)
        found = header.type if header is not None and header.type in taxonomy.ids() else None
    return found if found is not None else taxonomy.get(plain).id


def broader(name: str) -> str | None:
    """Return the kind that a rarer one counts as, if the harm of that follows.

    >>> broader("passport_number"), broader("blood_type")
    ('resident_id_number', None)
    """
    parent = taxonomy.get(name).parent
    return parent if parent in _follows().get(name, ()) else None


@cache
def _by_title() -> dict[str, str]:
    return {kind.zh: kind.id for kind in taxonomy.types()}


@cache
def _follows() -> dict[str, frozenset[str]]:
    """Return, for each kind, what follows from it at once."""
    follows: dict[str, set[str]] = defaultdict(set)
    for info in taxonomy.types():
        if info.parent is not None:
            follows[info.id].add(info.parent)
    for number, (name, implied, _because) in rows(_FILE, "kind implies because"):
        more = implied.removeprefix("-")
        if name not in taxonomy.ids() or more not in taxonomy.ids():
            raise FactsError(f"{_FILE.name}:{number}: unknown type of information")
        if more == implied:
            follows[name].add(more)
        else:
            follows[name].discard(more)
    return {name: frozenset(more) for name, more in follows.items()}
