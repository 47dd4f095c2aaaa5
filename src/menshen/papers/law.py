"""The articles that papers rest on, with what each says and whether its text was read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from menshen.errors import FactsError
from menshen.taxonomy.table import rows

__all__ = ["Article", "article", "articles"]

_FILE = Path(__file__).with_name("laws.tsv")


class Article(NamedTuple):
    """An article: `status` is T text read, S secondary source, U unverified."""

    id: str
    law: str
    article: str
    point: str
    status: str
    source: str


@cache
def articles() -> dict[str, Article]:
    """Return all articles by id.

    >>> articles()["pipl.57"].status
    'T'
    """
    found = {}
    for number, cells in rows(_FILE, "id law article point status source"):
        one = Article(*cells)
        if one.status not in {"T", "S", "U"} or (one.status != "U" and not one.source):
            raise FactsError(f"{_FILE.name}:{number}: the status or the source is wrong")
        found[one.id] = one
    return found


def article(name: str) -> Article:
    """Return an article by its id; raises `FactsError` for an unknown one."""
    found = articles().get(name)
    if found is None:
        raise FactsError(f"{_FILE.name}: there is no article {name!r}")
    return found
