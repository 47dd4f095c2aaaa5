"""The words of reports of cases, in Chinese and English."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from menshen.report.words import Lang
from menshen.taxonomy.table import rows

__all__ = ["worded"]


def worded(key: str, lang: Lang, **values: object) -> str:
    """Return a word or sentence.

    >>> worded("ACCUSED", "zh"), worded("yes", "en")
    ('指认副本', 'yes')
    """
    return _words()[key][0 if lang == "zh" else 1].format(**values)


@cache
def _words() -> dict[str, tuple[str, str]]:
    path = Path(__file__).with_name("words.tsv")
    return {key: (zh, en) for _, (key, zh, en) in rows(path, "key zh en")}
