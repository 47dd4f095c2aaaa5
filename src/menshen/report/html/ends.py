"""The end of the page: what could not be read, method and limits, the signatures."""

from __future__ import annotations

from collections.abc import Iterator

from menshen.report import Report
from menshen.report.html.parts import Parts, cut, safe
from menshen.report.words import translated

__all__ = ["sections", "signature"]

_MOST = 200


def sections(report: Report, parts: Parts) -> Iterator[str]:
    """Yield failures, remarks, and how the report came about."""
    yield from _failures(report, parts)
    yield from _remarks(report, parts)
    yield "<section>"
    yield from _method(report, parts)
    yield "</section>"


def _failures(report: Report, parts: Parts) -> Iterator[str]:
    if not report.failures:
        return
    yield f"<section>{parts.heading('h_failures')}"
    rows = (
        [cut(f.document), cut(translated(f.reason, parts.lang)), f"<code>{cut(f.error)}</code>"]
        for f in report.failures[:_MOST]
    )
    yield from parts.table(("c_document", "c_reason_unread", "c_error"), rows)
    if (more := len(report.failures) - _MOST) > 0:
        yield parts.line("more_failures", "soft", count=f"{more:,}")
    yield "</section>"


def _remarks(report: Report, parts: Parts) -> Iterator[str]:
    remarks = [r for d in report.documents for r in d.remarks]
    if not remarks:
        return
    yield f"<section>{parts.heading('h_remarks')}"
    rows = ([cut(r.document), cut(translated(r.note, parts.lang))] for r in remarks[:_MOST])
    yield from parts.table(("c_document", "c_remark"), rows)
    if (more := len(remarks) - _MOST) > 0:
        yield parts.line("more_remarks", "soft", count=f"{more:,}")
    yield "</section>"


def _method(report: Report, parts: Parts) -> Iterator[str]:
    yield parts.heading("h_method")
    for key in ("method", "legend", "method_law"):
        yield parts.line(key)
    yield parts.line("revealed_note" if parts.reveal else "masked_page", "warn" * parts.reveal)
    run = report.run
    facts = {
        "m_version": run.version,
        "m_policy": run.policy,
        "m_catalogue": run.taxonomy,
        "m_started": run.started,
    }
    rows = [[parts.say(key), f"<code>{safe(value)}</code>"] for key, value in facts.items()]
    seconds = parts.say("seconds", count=f"{report.summary.seconds:,.1f}")
    rows.append([parts.say("m_seconds"), seconds])
    yield from parts.table(("c_item", "c_content"), rows)


def signature(parts: Parts) -> Iterator[str]:
    """Yield the lines to sign."""
    yield parts.heading("h_sign")
    yield parts.line("sign_note")
    names = ("sign_author", "sign_reviewer", "sign_date")
    cells = (f"<li>{parts.say(key)}{parts.say('colon')}</li>" for key in names)
    yield f'<ul class="sign">{"".join(cells)}</ul>'
