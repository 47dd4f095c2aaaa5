"""What the elements of a format mean, and what they are called where their text stands alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

__all__ = ["Vocabulary", "label"]


class Vocabulary(NamedTuple):
    """What the elements of a format mean, by their names with the usual prefixes.

    `texts` are those whose character data is the text of a paragraph; empty for all. `apart` are
    those whose text is read on its own, though it lies in a paragraph; that of `beside` is put
    together for the paragraph. `fixed` stand for characters, but not in `unfixed`. `deleted` and
    `added` are revisions. `told` are attributes that people write. `namers` have an attribute that
    names the text in them, `settings` hold text that seldom matters. `counted` are elements that are worth a remark of the kind given.
    """

    paragraphs: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    fixed: Mapping[str, str] = {}
    unfixed: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    rows: frozenset[str] = frozenset()
    cells: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    deleted: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    quiet: frozenset[str] = frozenset()
    settings: frozenset[str] = frozenset()
    namers: Mapping[str, str] = {}
    counted: Mapping[str, str] = {}
    named: str = ""


@cache
def _labels() -> dict[str, str]:
    lines = Path(__file__).with_name("labels.tsv").read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


def label(name: str) -> str:
    """Return what an element or attribute is called, or its name.

    >>> label("dc:creator"), label("a:b")
    ('作者', 'a:b')
    """
    return _labels().get(name, name)
