"""The words of reports in Chinese and English, and the Chinese of messages written in English.

`words.tsv` holds what a report says itself, `phrases.tsv` the notes, reasons and messages of the
other rooms. A phrase may hold `{}`, which stands for whatever the message names there.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

from menshen import taxonomy
from menshen.model import Column, Evidence
from menshen.taxonomy import InfoType
from menshen.taxonomy.table import rows

__all__ = [
    "Lang",
    "because",
    "grade",
    "law",
    "reason",
    "said",
    "title",
    "translated",
    "under",
    "why",
]

Lang = Literal["zh", "en"]
_WORD = re.compile("[a-z][a-z0-9_]+")
_HERE = Path(__file__).parent
_STRONGEST = 3
"""So many kinds of evidence are named beside a finding."""


def said(key: str, lang: Lang, **values: object) -> str:
    """Return a word or sentence of the interface.

    >>> said("more", "zh", count=7)
    '… 另有 7 条，用 -f json 查看'
    """
    return _words()[key][lang].format(**values)


def translated(text: str, lang: Lang) -> str:
    """Return a message in the language asked for; what has no Chinese stays English.

    >>> translated("check digit should be X", "zh")
    '校验码应为 X'
    """
    if lang == "en":
        return text
    plain, shapes = _phrases()
    if text in plain:
        return plain[text]
    for shape, chinese in shapes:
        found = shape.fullmatch(text)
        if found is not None:
            return chinese.format(*(translated(part, lang) for part in found.groups()))
    return text


def reason(column: Column, lang: Lang) -> str:
    """Return why a column is taken for its type, with types by their names.

    >>> reason(Column("tel", 0, "landline", 0.9, "3 of 4 cells are landline"), "zh")
    '3/4格为固定电话'
    """
    named = _WORD.sub(lambda found: _named(found.group(), lang), column.reason)
    return translated(named, lang)


def _named(word: str, lang: Lang) -> str:
    return title(taxonomy.get(word), lang) if word in taxonomy.ids() else word


def title(kind: InfoType, lang: Lang) -> str:
    """Return the name of a type."""
    return kind.zh if lang == "zh" else kind.en


def under(kind: InfoType, lang: Lang) -> str:
    """Return the names of a type's categories.

    >>> from menshen import taxonomy
    >>> under(taxonomy.get("bank_card_number"), "zh")
    '电子账户'
    """
    names = {c.id: c.zh if lang == "zh" else c.en for c in taxonomy.categories()}
    return ("、" if lang == "zh" else ", ").join(names[c] for c in kind.categories)


def law(kind: InfoType, lang: Lang) -> str:
    """Return the legal basis of a type.

    >>> from menshen import taxonomy
    >>> law(taxonomy.get("mobile_number"), "en")
    'GB/T 35273-2020 annex A (basic data)'
    """
    basis = kind.basis
    if lang == "en":
        for chinese, english in _laws():
            basis = basis.replace(chinese, english)
    return basis


def grade(score: float, lang: Lang) -> str:
    """Return how sure a finding is, as a word and a number.

    >>> grade(0.953, "zh")
    '高 0.95'
    """
    step = "sure" if score >= 0.9 else "likely" if score >= 0.7 else "possible"
    return f"{said(step, lang)} {int(score * 100) / 100:.2f}"


def why(evidence: tuple[Evidence, ...], lang: Lang) -> str:
    """Return the kinds of the strongest evidence for a finding.

    >>> why((Evidence("label", 4.0, ""), Evidence("check_digit", 5.0, "")), "zh")
    '校验码、标签'
    """
    ordered = sorted((e for e in evidence if e.weight > 0), key=lambda e: -e.weight)
    kinds = dict.fromkeys(because(e.kind, lang) for e in ordered or evidence)
    return ("、" if lang == "zh" else ", ").join(list(kinds)[:_STRONGEST])


def because(kind: str, lang: Lang) -> str:
    """Return the name of a kind of evidence."""
    word = _words().get(f"evidence.{kind}")
    return word[lang] if word else kind.replace("_", " ")


@cache
def _words() -> dict[str, dict[Lang, str]]:
    return {
        key: {"zh": zh, "en": en} for _, (key, zh, en) in rows(_HERE / "words.tsv", "key zh en")
    }


@cache
def _laws() -> list[tuple[str, str]]:
    """Return the words of legal bases with their English, the longest first."""
    pairs = [(zh, en) for _, (zh, en) in rows(_HERE / "laws.tsv", "zh en")]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def _order(pattern: str) -> tuple[bool, int]:
    """Return where a phrase with gaps stands: what says more is tried first."""
    return pattern.startswith("(.*?)"), -len(pattern.replace("(.*?)", ""))


@cache
def _phrases() -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    """Return the phrases without gaps, and those with: first those that begin with a word."""
    plain: dict[str, str] = {}
    shapes: list[tuple[re.Pattern[str], str]] = []
    for _, (english, chinese) in rows(_HERE / "phrases.tsv", "en zh"):
        if "{}" in english:
            pattern = "(.*?)".join(re.escape(part) for part in english.split("{}"))
            shapes.append((re.compile(pattern, re.DOTALL), chinese))
        else:
            plain[english] = chinese
    shapes.sort(key=lambda shape: _order(shape[0].pattern))
    return plain, shapes
