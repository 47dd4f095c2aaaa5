"""What to do first: unread documents, secrets, children, sensitive information, the rest.

Each step names the documents concerned and the law it rests on. All articles named here were read
in the text of the Personal Information Protection Law (个人信息保护法) in force since 2021-11-01.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from menshen import taxonomy
from menshen.report import Report
from menshen.report.overview import Overview
from menshen.report.words import Lang, said, title

__all__ = ["Step", "priorities"]

_MOST = 7
_DOCUMENTS = 3
_NAMED = 3
"""So many types are named of a document."""


@dataclass(frozen=True, slots=True)
class Step:
    """A thing to do: in a word, at length, where, why in law, and whether that text was read.

    `documents` are the foremost of them, with what counts there; `more` is how many are not named.
    `status` is the evidence flag of the catalogue: V read, S secondary, M from memory.
    """

    todo: str
    text: str
    documents: tuple[str, ...]
    more: int
    law: str
    status: str = "V"


def priorities(report: Report, lang: Lang, overview: Overview | None = None) -> list[Step]:
    """Return what to do first, the most pressing first, at most seven steps."""
    seen = overview or Overview.of(report)
    return list(_steps(report, seen, lang))[:_MOST]


def _steps(report: Report, seen: Overview, lang: Lang) -> Iterator[Step]:
    if report.failures:
        unread = Counter(f.document for f in report.failures)
        yield _step("unread", unread, lang, list(unread), count=len(report.failures))
    if seen.secrets:
        yield _counted("secret", seen.secrets, lang)
    if seen.young:
        yield _counted("minors", seen.young, lang, count=seen.children)
    if seen.sensitive:
        top = [_kinds(d, seen, lang) for d, _ in seen.sensitive.most_common(_DOCUMENTS)]
        yield _step("sensitive", seen.sensitive, lang, top, count=seen.sensitive.total())
    if seen.people:
        yield _counted("identified", seen.people, lang, count=len(report.people))
    if seen.spread:
        over = Counter(d for p in report.people if len(p.documents) > 1 for d in p.documents)
        yield _counted("spread", over, lang, count=seen.spread)
    if seen.by_document:
        totals = Counter({d: c.total() for d, c in seen.by_document.items()})
        yield _counted("most", totals, lang)


def _counted(name: str, counts: Counter[str], lang: Lang, count: int | None = None) -> Step:
    top = [
        said(f"first_{name}_in", lang, document=d, count=f"{n:,}")
        for d, n in counts.most_common(_DOCUMENTS)
    ]
    return _step(name, counts, lang, top, count=counts.total() if count is None else count)


def _step(name: str, counts: Counter[str], lang: Lang, top: list[str], *, count: int) -> Step:
    return Step(
        todo=said(f"first_{name}_todo", lang),
        text=said(f"first_{name}", lang, count=f"{count:,}", documents=f"{len(counts):,}"),
        documents=tuple(top[:_DOCUMENTS]),
        more=max(len(counts) - _DOCUMENTS, 0),
        law=said(f"first_{name}_law", lang),
    )


def _kinds(document: str, seen: Overview, lang: Lang) -> str:
    """Return a document with the sensitive kinds it holds most of."""
    counts = seen.by_document[document].most_common()
    kinds = [(taxonomy.get(t), n) for t, n in counts if taxonomy.get(t).sensitive]
    named = (
        said("type_count", lang, type=title(kind, lang), count=f"{n:,}")
        for kind, n in kinds[:_NAMED]
    )
    types = ("、" if lang == "zh" else ", ").join(named)
    return said("first_sensitive_in", lang, document=document, types=types)
