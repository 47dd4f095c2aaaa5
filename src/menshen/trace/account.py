"""A verdict as an account in sections, which text and HTML only lay out.

It says what was found, the bound, what it rests on, and what it does not mean, in words a lawyer
can follow. Nothing in it is a value in the clear.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from menshen.report.words import Lang
from menshen.trace.verdict import CopyVerdict, Verdict
from menshen.trace.words import worded

__all__ = ["MOST", "Section", "account", "headline"]

MOST = 20
"""Copies shown; the rest is in JSON."""


_OF_NO_COPY = frozenset((
    "ambiguous_rows", "foreign_document", "foreign_table", "master_itself", "no_rows", "nothing_given",
    "nothing_read", "original_itself",
))  # fmt: skip
"""Reasons that speak of the material alone: a list of copies behind them would look like suspects."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, lines under it, and perhaps a table of columns and rows."""

    heading: str
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def headline(verdict: Verdict, lang: Lang) -> tuple[str, str]:
    """Return the verdict in a word, and what was run on what and when."""
    at = datetime.now().astimezone().isoformat(" ", "minutes")
    details = verdict.details
    made = worded(
        "made", lang, case=details.case or "-", dataset=details.dataset, at=at,
        version=version("menshen"), decoder=details.decoder,
    )  # fmt: skip
    return worded(verdict.verdict, lang), made


def account(verdict: Verdict, lang: Lang, command: str = "") -> Iterator[Section]:
    """Yield the sections of the report, in order; `command` is how to run it again."""
    yield Section(worded("h_verdict", lang), (why(verdict, lang), *_matches(verdict, lang)))
    yield Section(worded("h_next", lang), (_next(verdict, lang),))
    yield Section(worded("h_bound", lang), tuple(_bound(verdict, lang)))
    if verdict.copies and verdict.reason not in _OF_NO_COPY:
        yield _copies(verdict, lang)
    if verdict.details.issued:
        yield _issued(verdict, lang)
    yield Section(worded("h_material", lang), tuple(_material(verdict, lang)))
    meaning = tuple(worded(f"meaning_{n}", lang) for n in (1, 2, 3, 4))
    yield Section(worded("h_meaning", lang), meaning)
    told = tuple(worded(name, lang) for name in verdict.assumptions)
    yield Section(worded("h_assumptions", lang), told)
    if verdict.details.exhibits:
        yield Section(worded("h_exhibits", lang), tuple(_exhibits(verdict, lang)))
    yield Section(worded("h_rerun", lang), tuple(_rerun(verdict, lang, command)))


def why(verdict: Verdict, lang: Lang) -> str:
    """Return the reason of a verdict as a sentence."""
    named = [c for c in verdict.copies if c.copy in verdict.accused]
    comma = "、" if lang == "zh" else ", "
    return worded(
        f"why_{verdict.reason}",
        lang,
        accused=comma.join(f"{c.copy}（{c.recipient}）" if lang == "zh" else f"{c.copy} ({c.recipient})" for c in named),
        bits=comma.join(f"{c.log2_evidence:.1f}" for c in named),
        threshold=f"{verdict.threshold_log2:.1f}",
        count=len(verdict.details.remaining),
    )  # fmt: skip


def _matches(verdict: Verdict, lang: Lang) -> Iterator[str]:
    """Yield for each accused copy how many marks it has in common with the leak."""
    for one in verdict.details.matches[:MOST] if verdict.accused else ():
        yield worded(
            "matches", lang, copy=one.copy, recipient=one.recipient, same=one.same,
            total=one.total, chance=f"{one.chance:.0f}",
        )  # fmt: skip


def _bound(verdict: Verdict, lang: Lang) -> Iterator[str]:
    details = verdict.details
    if not details.copies_tested:
        yield worded("bound_none", lang)
        return
    yield worded(
        "bound", lang, copies=details.copies_tested, eps=f"{details.eps:g}",
        share=f"{1 / details.eps:,.0f}", threshold=f"{verdict.threshold_log2:.1f}",
    )  # fmt: skip
    yield worded("bound_bits", lang, odds=f"{2**verdict.threshold_log2:,.0f}")
    if details.attempt > 1:
        yield worded("bound_again", lang, attempt=details.attempt, spent=f"{details.spent:.2f}")


def _copies(verdict: Verdict, lang: Lang) -> Section:
    keys = ("copy", "recipient", "verdict", "bits", "marks", "allocation", "canaries", "file",
            "rank", "posterior", "control", "reasons")  # fmt: skip
    found = verdict.linked or verdict.details.calls or verdict.details.canary_hits
    rows = tuple(_copy(copy, lang, believed=bool(found)) for copy in verdict.copies[:MOST])
    more = len(verdict.copies) - len(rows)
    lines = (worded("more_copies", lang, count=more),) if more else ()
    return Section(
        worded("h_copies", lang), lines, tuple(worded(f"c_{key}", lang) for key in keys), rows
    )


def _issued(verdict: Verdict, lang: Lang) -> Section:
    """Return what the ledger has of the accused copies: when, why and on which basis they left."""
    keys = ("copy", "recipient", "release", "at", "purpose", "basis", "operator", "approval",
            "content", "file_digest", "receipt")  # fmt: skip
    rows = [
        (worded(f"c_{key}", lang), told)
        for i in verdict.details.issued[:MOST]
        for key, told in zip(keys, (
            i.copy, i.recipient, i.release, i.at, i.purpose, i.legal_basis, i.operator, i.approval,
            i.content, i.file, i.receipt,
        ), strict=True)
        if told
    ]  # fmt: skip
    return Section(
        worded("h_issued", lang), (worded("issued_note", lang),),
        (worded("c_item", lang), worded("c_content", lang)), tuple(rows),
    )  # fmt: skip


def _next(verdict: Verdict, lang: Lang) -> str:
    """Return what to do now: by the reason where that says more than the verdict."""
    try:
        return worded(f"next_{verdict.reason}", lang)
    except KeyError:
        return worded(f"next_{verdict.verdict}", lang)


def _copy(copy: CopyVerdict, lang: Lang, *, believed: bool) -> tuple[str, ...]:
    """Return a line of the table; where nothing was found there is no belief to speak of."""
    comma = "；" if lang == "zh" else "; "
    bits = [f"{copy.streams.get(k, 0.0):.1f}" for k in ("marks", "allocation", "canaries", "file")]
    return (
        copy.copy, copy.recipient, worded(copy.verdict, lang), f"{copy.log2_evidence:.1f}", *bits,
        str(copy.rank), f"{copy.streams.get('posterior', 0.0):.2f}" if believed else "",
        f"{copy.streams['control_p']:.2g}" if "control_p" in copy.streams else "",
        comma.join(worded(reason, lang) for reason in copy.reasons),
    )  # fmt: skip


def _material(verdict: Verdict, lang: Lang) -> Iterator[str]:
    details = verdict.details
    comma = "、" if lang == "zh" else ", "
    if details.sources:
        yield worded("sources", lang, sources=comma.join(_first(details.sources)))
    if details.document:
        yield worded("document", lang, document=details.document)
    else:
        ways = {"phone": 0, "house": 0, "facts": 0, **details.ways}
        yield worded("linked", lang, linked=verdict.linked, unlinked=verdict.unlinked, **ways)
        if details.ways.get("several"):
            yield worded("several", lang, count=details.ways["several"])
    if details.columns:
        yield worded("columns", lang, columns=comma.join(details.columns))
    yield worded("positions", lang, used=details.positions[0], erased=details.positions[1])
    if details.calls:
        yield worded("calls", lang, calls=details.calls, unlinked=details.calls_unlinked)
        yield worded("nobody", lang, share=f"{details.nobody:.2f}")
        yield from _sellers(verdict, lang)
    if details.canary_hits:
        yield worded("hits", lang, hits=details.canary_hits, rows=details.canary_rows)
    for word, count in (
        ("hits_unknown", details.hits_unknown),
        ("unknown", details.unknown_snapshots),
        ("lost", details.keys_lost),
    ):
        if count:
            yield worded(word, lang, count=count)
    for what in _first(details.failures):
        yield worded("failed", lang, what=what)


def _sellers(verdict: Verdict, lang: Lang) -> Iterator[str]:
    """Yield who together explains best what callers knew, and how the called compare with others."""
    found = verdict.details.sellers
    comma = "、" if lang == "zh" else ", "
    shares = [
        worded(
            "share_alike" if one.alike else "share", lang, copy=one.copy, recipient=one.recipient,
            share=f"{one.share:.0%}", alike=comma.join(_first(one.alike)),
        )
        for one in found
    ]  # fmt: skip
    if shares:
        yield worded(
            "sellers", lang, count=len(found), shares=("；" if lang == "zh" else "; ").join(shares)
        )
    else:
        yield worded("sellers_none", lang)
    yield worded("control", lang, count=len(verdict.copies))


def _first(items: Sequence[str]) -> Sequence[str]:
    return [*items[:MOST], "…"] if len(items) > MOST else items


def _exhibits(verdict: Verdict, lang: Lang) -> Iterator[str]:
    for one in verdict.details.exhibits:
        seen = " · ".join(f"{name} {value}" for name, value in one.seen.items())
        yield worded("exhibit", lang, source=one.source, row=one.row, record=one.record, seen=seen)


def _rerun(verdict: Verdict, lang: Lang, command: str) -> Iterator[str]:
    if command:
        yield worded("rerun", lang, command=command)
    if verdict.details.ledger_head:
        yield worded("head", lang, head=verdict.details.ledger_head)
    yield worded("proof", lang)
