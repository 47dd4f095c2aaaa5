"""What a leak would make possible: a section of a scan report, and a page of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from menshen import taxonomy
from menshen.harm import Combination, Harm, Risk, of
from menshen.harm.cut import Removal
from menshen.harm.holding import of_findings
from menshen.harm.meter import ARTICLE
from menshen.report import Report, harmed
from menshen.report.html.parts import Parts, cut, safe
from menshen.report.words import said, title

__all__ = ["page", "section"]

_MOST = 12
_SCAMS = 8
_PERSONS = 20


def section(report: Report, parts: Parts) -> Iterator[str]:
    """Yield the section of a scan report: the gravest scams, and what to take away first."""
    if not report.findings:
        return
    found = of(of_findings(report.findings, report.people, report.tables))
    yield f"<section>{parts.heading('h_harm')}"
    yield f"<p>{safe(harmed.lead(found, parts.lang))}</p>"
    yield from _scams(found.fed[:_SCAMS], parts)
    if (more := len(found.fed) - _SCAMS) > 0:
        yield parts.line("more_harm", "soft", count=more)
    for line in harmed.removals(found, parts.lang):
        yield f"<p>{cut(line)}</p>"
    yield parts.line("harm_law_note", "soft")
    yield "</section>"


def page(harm: Harm, parts: Parts, *, minors: int = 0) -> Iterator[str]:
    """Yield the body of a page about what a holding makes possible."""
    yield f"<header><h1>{parts.say('harm_page')}</h1></header>\n<main>"
    rank = "high" if harm.gravest > 3 else "medium" if harm.gravest > 1 else "low"
    yield f'<section class="verdict rank-{rank}">'
    yield f'<p class="rank"><strong>{safe(harmed.lead(harm, parts.lang))}</strong></p>'
    if minors:
        yield parts.line("harm_minors", "warn", count=f"{minors:,}")
    yield from (f"<p>{safe(line)}</p>" for line in harmed.rest(harm, parts.lang))
    yield "</section>"
    if harm.fed:
        yield f"<section>{parts.heading('h_scams')}"
        yield from _scams(harm.fed, parts)
        yield "</section>"
    yield from _removed(harm, parts)
    yield from _combined(harm.combinations, parts)
    yield from _nearly(harm.nearly, parts)
    yield from _documents(harm, parts)
    yield from _persons(harm, parts)
    yield from _meter(harm, parts)
    yield f"<section>{parts.heading('h_notes')}"
    if harm.loose:
        loose = harmed.kinds(harm.loose, parts.lang)
        yield parts.line("harm_loose", "soft", names=loose)
    yield parts.line("harm_law_note", "soft")
    yield "</section></main>"


def _scams(risks: Sequence[Risk], parts: Parts) -> Iterator[str]:
    if not risks:
        return
    keys = ("c_scam", "c_severity", "c_reached", "c_through", "c_credible")
    yield from parts.table(keys, (_scam(risk, parts) for risk in risks))


def _scam(risk: Risk, parts: Parts) -> list[str]:
    return [
        safe(harmed.name(risk.scam, parts.lang)),
        parts.say("severity_of", count=risk.scam.severity),
        f"{risk.people:,}",
        safe(harmed.through(risk, parts.lang)),
        safe(harmed.shared(risk.credible)),
    ]


def _removed(harm: Harm, parts: Parts) -> Iterator[str]:
    telling = [r for r in harm.removals if r.weight]
    if not telling:
        return
    yield f"<section>{parts.heading('h_removals')}"
    for line in (*harmed.removals(harm, parts.lang), *harmed.cut(harm, parts.lang)):
        yield f"<p>{safe(line)}</p>"
    yield from parts.table(
        ("c_removed", "c_less", "c_gone"), (_removal(r, parts) for r in telling[:_MOST])
    )
    columns = [r for r in harm.columns if r.weight and r.where.document]
    if columns:
        yield parts.heading("h_removal_columns", 3)
        keys = ("c_name", "c_document", "c_less", "c_gone")
        yield from parts.table(keys, (_column(r, parts) for r in columns[:_MOST]))
    yield "</section>"


def _removal(removal: Removal, parts: Parts) -> list[str]:
    told = title(taxonomy.get(removal.kind), parts.lang)
    return [safe(told), _less(removal, parts), _gone(removal, parts)]


def _column(removal: Removal, parts: Parts) -> list[str]:
    name = cut(harmed.column(removal, parts.lang))
    where = removal.where
    return [name, cut(where.document), _less(removal, parts), _gone(removal, parts)]


def _less(removal: Removal, parts: Parts) -> str:
    return parts.bar(round(1000 * removal.share), 1000)


def _gone(removal: Removal, parts: Parts) -> str:
    return safe(harmed.names(removal.gone, parts.lang))


def _combined(found: Sequence[Combination], parts: Parts) -> Iterator[str]:
    if not found:
        return
    yield f"<section>{parts.heading('h_combinations')}"
    rows = (
        [
            safe(" + ".join(title(taxonomy.get(t), parts.lang) for t in one.kinds)),
            f"{one.people:,}",
            safe(harmed.names(one.scams, parts.lang)),
        ]
        for one in found[:_MOST]
    )
    yield from parts.table(("c_through", "c_reached", "c_feeds"), rows)
    yield "</section>"


def _nearly(found: Sequence[Risk], parts: Parts) -> Iterator[str]:
    if not found:
        return
    yield f"<section>{parts.heading('h_nearly')}"
    rows = (
        [
            safe(harmed.name(r.scam, parts.lang)),
            safe(harmed.shared(r.complete)),
            safe(harmed.kinds(r.missing, parts.lang)),
        ]
        for r in found[:_MOST]
    )
    yield from parts.table(("c_scam", "c_complete", "c_missing"), rows)
    yield "</section>"


def _documents(harm: Harm, parts: Parts) -> Iterator[str]:
    telling = [d for d in harm.documents if d.scams]
    if not telling:
        return
    yield f"<section>{parts.heading('h_alone')}"
    rows = (
        [cut(d.document), f"{d.reached:,}", safe(harmed.names(d.scams, parts.lang))]
        for d in telling[:_PERSONS]
    )
    yield from parts.table(("c_in", "c_reached", "h_scams"), rows)
    if (more := len(telling) - _PERSONS) > 0:
        yield parts.line("more_documents", "soft", count=f"{more:,}")
    yield "</section>"


def _persons(harm: Harm, parts: Parts) -> Iterator[str]:
    if not harm.persons:
        return
    ranked = sorted(harm.persons.items(), key=lambda item: (-len(item[1]), item[0]))
    yield f"<section>{parts.heading('h_each')}"
    rows = (
        [safe(person), f"{len(found):,}", safe(harmed.names(found, parts.lang))]
        for person, found in ranked[:_PERSONS]
    )
    yield from parts.table(("c_person", "c_count", "h_scams"), rows)
    if (more := len(ranked) - _PERSONS) > 0:
        yield parts.line("more_people", "soft", count=f"{more:,}")
    yield "</section>"


def _meter(harm: Harm, parts: Parts) -> Iterator[str]:
    yield f"<section>{parts.heading('h_meter')}"
    texts = {int(t.value): t.zh if parts.lang == "zh" else t.en for t in taxonomy.thresholds()[:3]}
    strict, lenient = harm.meter.strict, harm.meter.lenient
    rows = (
        [safe(text), f"{n:,}", f"{strict.items[n]:,}", f"{lenient.items[n]:,}"]
        for n, text in texts.items()
    )
    yield from parts.table(("c_class", "c_class_number", "c_strict", "c_lenient"), rows)
    for line in harmed.meter(harm.meter, parts.lang):
        yield f"<p>{safe(line)}</p>"
    note = said("meter_note", parts.lang, article=ARTICLE)
    yield f'<p class="soft">{safe(note)}</p></section>'
