"""Who may have been the source, as one page of HTML."""

from __future__ import annotations

from collections.abc import Iterator

from menshen.report.harmed import name, shared
from menshen.report.html.parts import Parts, cut, safe
from menshen.report.words import said
from menshen.who import Attribution, Found, Source, told
from menshen.who.waves import Wave

__all__ = ["body"]

_WAVES = 12


def body(found: Attribution, parts: Parts) -> Iterator[str]:
    """Yield the body of the page."""
    yield f"<header><h1>{parts.say('who_page')}</h1>"
    yield f"{parts.line('who_not', 'warn')}"
    counts = {"calls": found.calls, "victims": found.victims, "cases": len(found.cases)}
    totals = said("who_totals", parts.lang, **counts)
    yield f'<p class="soft">{safe(totals)}</p></header>\n<main>'
    for number, case in enumerate(found.cases, 1):
        yield from _case(case, number, parts)
    yield f'<section><p class="rank">{parts.say("who_do")}</p></section>'
    yield f"<section>{parts.heading('h_assumptions')}<ul>"
    for assumption in found.assumptions:
        yield f"<li>{safe(said(f'who_a.{assumption}', parts.lang))}</li>"
    yield "</ul></section></main>"


def _case(found: Found, number: int, parts: Parts) -> Iterator[str]:
    yield f"<section><h2>{safe(told.head(found, number, parts.lang))}</h2>"
    for line in told.lines(found, parts.lang):
        yield f"<p>{cut(line)}</p>"
    if not found.telling:
        yield f"{parts.line('who_unsaid', 'warn')}</section>"
        return
    shown, rest = told.ranked(found)
    yield parts.heading("h_sources", 3)
    keys = ("c_holder", "c_probability", "c_coverage", "c_days", "c_lacks", "c_remark_who")
    yield from parts.table(keys, (_source(s, found, parts) for s in shown))
    for line in told.after(found, rest, parts.lang):
        yield f"<p>{cut(line)}</p>"
    if found.next:
        yield parts.heading("who_next", 3)
        rows = (_wave(w, parts) for w in found.next[:_WAVES])
        yield from parts.table(("c_scam", "c_can", "c_when", "c_state"), rows)
    yield "</section>"


def _source(source: Source, found: Found, parts: Parts) -> list[str]:
    days = "—" if source.days is None else f"{source.days:.0f}"
    return [
        cut(told.called(source.candidate.id, found, parts.lang)),
        parts.bar(round(1000 * source.probability), 1000),
        safe(shared(source.coverage)),
        days,
        cut(told.kinds(source.lacking, parts.lang) or "—"),
        cut(told.remarks(source, found, parts.lang)),
    ]


def _wave(wave: Wave, parts: Parts) -> list[str]:
    return [
        safe(name(wave.scam, parts.lang)),
        parts.bar(round(1000 * wave.probability), 1000),
        safe(told.window(wave, parts.lang)),
        parts.say("who_seen" if wave.seen else "who_expected"),
    ]
