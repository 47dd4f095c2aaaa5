"""What to look at first: unread documents, secrets, children, sensitive information, the most."""

from __future__ import annotations

from collections import Counter, defaultdict

from menshen import taxonomy
from menshen.report import Report
from menshen.report.words import Lang, said, title

__all__ = ["children", "priorities"]

_MOST = 5
_NAMED = 3
"""So many types are named of a document."""


def priorities(report: Report, lang: Lang) -> list[str]:
    """Return what to look at first, the most pressing first, at most a handful of sentences."""
    advice = []
    if report.failures:
        advice.append(said("first_unread", lang, count=len(report.failures)))
    by_document: dict[str, Counter[str]] = defaultdict(Counter)
    for finding in report.findings:
        by_document[finding.document][finding.type.id] += 1
    advice += _secrets(by_document, lang)
    advice += _children(report, lang)
    advice += _sensitive(by_document, lang)
    if by_document and len(advice) < _MOST:
        document, counts = max(by_document.items(), key=lambda item: item[1].total())
        advice.append(_sentence("first_most", document, counts, lang))
    return advice[:_MOST]


def children(report: Report) -> int:
    """Return how many of the people are under fourteen."""
    return sum(person.minor is True for person in report.people)


def _secrets(by_document: dict[str, Counter[str]], lang: Lang) -> list[str]:
    found = {
        document: sum(n for t, n in counts.items() if taxonomy.get(t).identifier == "secret")
        for document, counts in by_document.items()
    }
    return [said("first_secret", lang, document=d, count=n) for d, n in _top(found, 2)]


def _children(report: Report, lang: Lang) -> list[str]:
    found = Counter(d for p in report.people if p.minor for d in p.documents)
    return [said("first_minors", lang, document=d, count=n) for d, n in _top(found, 1)]


def _sensitive(by_document: dict[str, Counter[str]], lang: Lang) -> list[str]:
    found = {
        document: Counter({t: n for t, n in counts.items() if taxonomy.get(t).sensitive})
        for document, counts in by_document.items()
    }
    top = _top({d: c.total() for d, c in found.items()}, 3)
    return [_sentence("first_sensitive", d, found[d], lang) for d, _ in top]


def _sentence(key: str, document: str, counts: Counter[str], lang: Lang) -> str:
    named = (
        said("type_count", lang, type=title(taxonomy.get(t), lang), count=n)
        for t, n in counts.most_common(_NAMED)
    )
    types = ("、" if lang == "zh" else ", ").join(named)
    return said(key, lang, document=document, count=counts.total(), types=types)


def _top(counts: dict[str, int] | Counter[str], most: int) -> list[tuple[str, int]]:
    return [(name, n) for name, n in Counter(counts).most_common(most) if n]
