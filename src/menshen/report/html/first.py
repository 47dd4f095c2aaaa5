"""The first page: the verdict, the figures, what to do first."""

from __future__ import annotations

from collections.abc import Iterator

from menshen.report import Report
from menshen.report.html.parts import Parts, cut, safe
from menshen.report.overview import Overview
from menshen.report.priorities import Step, priorities
from menshen.report.words import said

__all__ = ["head", "sections"]

_SOURCES = 10


def head(report: Report, parts: Parts) -> Iterator[str]:
    """Yield the title and what was scanned when."""
    run = report.run
    yield f"<h1>{parts.say('page_title')}</h1>"
    started = run.started.replace("T", " ").replace("+00:00", " UTC")
    sources = " · ".join(cut(s) for s in run.sources[:_SOURCES])
    if len(run.sources) > _SOURCES:
        sources += f" {parts.say('more_sources', count=len(run.sources) - _SOURCES)}"
    colon = parts.say("colon")
    yield f'<p class="soft">{parts.say("sources")}{colon}{sources} · {safe(started)}</p>'


def sections(report: Report, seen: Overview, parts: Parts) -> Iterator[str]:
    """Yield the first page."""
    yield f'<section class="verdict rank-{seen.rank}">{parts.heading("summary")}'
    partial = seen.rank != "unknown" and bool(report.failures or report.summary.interrupted)
    rank = parts.say(f"rank.{seen.rank}") + (parts.say("rank_partial") * partial)
    yield f'<p class="rank">{parts.say("rank")}{parts.say("colon")}<strong>{rank}</strong></p>'
    between = "" if parts.lang == "zh" else " "
    yield f"<p>{between.join(_verdict(report, seen, parts))}</p>"
    if report.summary.interrupted:
        yield parts.line("interrupted", "warn")
    yield from _figures(report, seen, parts)
    yield parts.line("rank_note", "soft")
    yield "</section>"
    steps = priorities(report, parts.lang, seen)
    if steps:
        yield f'<section class="steps">{parts.heading("h_first")}\n<ol>'
        yield from (_step(step, parts) for step in steps)
        yield "</ol></section>"


def _verdict(report: Report, seen: Overview, parts: Parts) -> Iterator[str]:
    totals = report.summary
    if seen.rank == "unknown":
        yield parts.say("verdict_unknown")
    elif not totals.findings:
        yield parts.say("verdict_nothing", documents=f"{totals.documents:,}")
    else:
        yield parts.say(
            "verdict",
            documents=f"{totals.documents:,}",
            holding=f"{len(seen.by_document):,}",
            findings=f"{totals.findings:,}",
            people=f"{totals.people:,}",
        )
        yield _sensitive(seen, parts)
        if seen.children:
            yield parts.say("verdict_minors", count=f"{seen.children:,}")
        elif totals.people:
            yield parts.say("verdict_no_minors")
    if report.failures:
        unread = parts.say("verdict_unread", count=f"{len(report.failures):,}")
        yield f'<strong class="warn">{unread}</strong>'


def _sensitive(seen: Overview, parts: Parts) -> str:
    if not seen.sensitive:
        return parts.say("verdict_no_sensitive")
    count, documents = f"{seen.sensitive.total():,}", f"{len(seen.sensitive):,}"
    return parts.say("verdict_sensitive", count=count, documents=documents)


def _figures(report: Report, seen: Overview, parts: Parts) -> Iterator[str]:
    totals = report.summary
    figures = {
        "f_documents": totals.documents,
        "n_findings": totals.findings,
        "n_sensitive": seen.sensitive.total(),
        "f_people": totals.people,
        "f_children": seen.children,
        "h_failures": totals.failures,
    }
    items = (f"<li><b>{n:,}</b> {parts.say(key)}</li>" for key, n in figures.items())
    yield f'<ul class="figures">{"".join(items)}</ul>'


def _step(step: Step, parts: Parts) -> str:
    colon = parts.say("colon")
    where = "".join(f"<li>{cut(d)}</li>" for d in step.documents)
    if step.more:
        where += f"<li>{parts.say('more_named', count=f'{step.more:,}')}</li>"
    status = said(f"status.{step.status}", parts.lang)
    left, right = "（）" if parts.lang == "zh" else ("(", ")")
    gap = "" if parts.lang == "zh" else " "
    return (
        f"<li><strong>{safe(step.todo)}</strong><p>{safe(step.text)}</p>"
        f'<ul class="where" aria-label="{parts.say("where_in")}">{where}</ul>'
        f'<p class="soft">{parts.say("law")}{colon}{safe(step.law)}{gap}'
        f"{left}{safe(status)}{right}</p></li>"
    )
