"""What was found: by level, category, type, document and place; the columns of tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice

from menshen import taxonomy
from menshen.model import Column, Finding, Reading, Table
from menshen.report import Report
from menshen.report.html.parts import MOST, Parts, cut, safe
from menshen.report.overview import Overview
from menshen.report.places import where
from menshen.report.shown import shown
from menshen.report.words import grade, law, reason, said, why
from menshen.taxonomy import InfoType

__all__ = ["sections"]

MOST_DOCUMENTS = 100
"""Documents listed, those with the most findings first."""
MOST_DETAILED = 20
"""Documents whose findings are listed one by one, and tables whose columns are."""


def sections(report: Report, seen: Overview, parts: Parts) -> Iterator[str]:
    """Yield what was found, from the coarse to the fine."""
    if report.findings:
        yield "<section>"
        yield from _levels(report, seen, parts)
        yield from _items(seen, parts)
        yield from _categories(report, parts)
        yield from _types(report, parts)
        yield "</section>"
    if report.documents:
        yield "<section>"
        yield from _documents(report, seen, parts)
        yield "</section>"
    if report.findings:
        yield "<section>"
        yield from _findings(report, seen, parts)
        yield "</section>"
    yield from _tables(report, parts)


def _levels(report: Report, seen: Overview, parts: Parts) -> Iterator[str]:
    total = len(report.findings)
    yield parts.heading("h_levels")
    rows = (
        [parts.say(f"level.{name}"), f"{seen.levels[name]:,}", parts.bar(seen.levels[name], total)]
        for name in ("sensitive", "annex_b", "ordinary")
    )
    yield from parts.table(("c_level", "c_count", "c_share"), rows)


def _items(seen: Overview, parts: Parts) -> Iterator[str]:
    strict, lenient = seen.items
    yield parts.heading("h_items")
    texts = {t.value: t.zh if parts.lang == "zh" else t.en for t in taxonomy.thresholds()[:3]}
    rows = (
        [safe(text), f"{n:,.0f}", f"{strict[int(n)]:,}", f"{lenient[int(n)]:,}"]
        for n, text in texts.items()
    )
    yield from parts.table(("c_class", "c_class_number", "c_strict", "c_lenient"), rows)
    sums = [sum(n / number for number, n in items.items()) for items in seen.items]
    told = [f"{total:,.2f}" for total in sums]
    yield parts.line("items_note", "soft", strict=told[0], lenient=told[1])


def _categories(report: Report, parts: Parts) -> Iterator[str]:
    counts: Counter[str] = Counter()
    for type_id, count in report.summary.by_type.items():
        counts.update(dict.fromkeys(taxonomy.get(type_id).categories, count))
    names = {c.id: c.zh if parts.lang == "zh" else c.en for c in taxonomy.categories()}
    total = report.summary.findings
    rows = ([safe(names[c]), f"{n:,}", parts.bar(n, total)] for c, n in counts.most_common())
    yield parts.heading("h_categories")
    yield from parts.table(("c_category", "c_count", "c_share"), rows)


def _types(report: Report, parts: Parts) -> Iterator[str]:
    yield parts.heading("h_types")
    keys = ("c_type", "c_count", "c_share", "c_basis", "c_status")
    total = report.summary.findings
    counts = Counter(report.summary.by_type).most_common()
    yield from parts.table(keys, (_type(taxonomy.get(t), n, total, parts) for t, n in counts))
    yield parts.line("status_note", "soft")


def _type(kind: InfoType, count: int, total: int, parts: Parts) -> list[str]:
    status = parts.say(f"status.{kind.evidence}")
    name = f"{parts.kind(kind)}<br><code>{safe(kind.id)}</code>"
    return [name, f"{count:,}", parts.bar(count, total), safe(law(kind, parts.lang)), status]


def _documents(report: Report, seen: Overview, parts: Parts) -> Iterator[str]:
    counts = report.summary.by_document
    yield parts.heading("h_documents")
    ordered = sorted(report.documents, key=lambda d: -counts.get(d.document, 0))
    keys = ("c_document", "c_count", "c_share", "c_sensitive", "c_people", "c_format")
    first = (_document(d, report, seen, parts) for d in ordered[:MOST_DOCUMENTS])
    yield from parts.table(keys, first)
    if len(ordered) > MOST_DOCUMENTS:
        yield parts.line("more_documents", "soft", count=f"{len(ordered) - MOST_DOCUMENTS:,}")


def _document(reading: Reading, report: Report, seen: Overview, parts: Parts) -> list[str]:
    name = reading.document
    count = report.summary.by_document.get(name, 0)
    return [
        cut(name),
        f"{count:,}",
        parts.bar(count, report.summary.findings),
        f"{seen.sensitive[name]:,}",
        f"{seen.people[name]:,}",
        safe(reading.format),
    ]


def _findings(report: Report, seen: Overview, parts: Parts) -> Iterator[str]:
    columns = _by_document(report)
    most = sorted(seen.by_document, key=lambda d: -seen.by_document[d].total())[:MOST_DETAILED]
    held: dict[str, list[Finding]] = {document: [] for document in most}
    for finding in report.findings:
        rows = held.get(finding.document)
        if rows is not None and len(rows) < MOST:
            rows.append(finding)
    yield parts.heading("h_findings")
    value = "c_value_plain" if parts.reveal else "c_value"
    for document, findings in held.items():
        yield f"<h3>{cut(document)}</h3>"
        keys = ("c_place", "c_type", value, "c_score", "c_why")
        yield from parts.table(keys, (_finding(f, columns[document], parts) for f in findings))
        if (more := seen.by_document[document].total() - len(findings)) > 0:
            yield parts.line("more", "soft", count=f"{more:,}")
    if (more := len(seen.by_document) - len(held)) > 0:
        yield parts.line("more_findings", "soft", count=f"{more:,}")


def _by_document(report: Report) -> dict[str, list[Table]]:
    columns: dict[str, list[Table]] = defaultdict(list)
    for table in report.tables:
        columns[table.document].append(table)
    return columns


def _finding(finding: Finding, tables: list[Table], parts: Parts) -> list[str]:
    return [
        cut(where(finding, tables, parts.lang)),
        parts.kind(finding.type),
        f'<span class="value">{cut(shown(finding, reveal=parts.reveal))}</span>',
        safe(grade(finding.score, parts.lang)),
        safe(why(finding.evidence, parts.lang)),
    ]


def _tables(report: Report, parts: Parts) -> Iterator[str]:
    telling = [t for t in report.tables if any(c.type for c in t.columns)]
    if not telling:
        return
    yield f"<section>{parts.heading('h_tables')}"
    for table in telling[:MOST_DETAILED]:
        name = f" · {cut(table.table)}" if table.table else ""
        yield f"<h3>{cut(table.document)}{name}</h3>"
        keys = ("c_column", "c_name", "c_type", "c_score", "c_reason")
        yield from parts.table(keys, (_column(c, parts) for c in islice(table.columns, MOST)))
        if (more := len(table.columns) - MOST) > 0:
            yield parts.line("more_columns", "soft", count=more)
    if (more := len(telling) - MOST_DETAILED) > 0:
        yield parts.line("more_tables", "soft", count=more)
    yield "</section>"


def _column(column: Column, parts: Parts) -> list[str]:
    known = column.type in taxonomy.ids()
    word = parts.say("mixed" if column.type else "unknown_type")
    return [
        str(column.position + 1),
        cut(column.name or said("nameless", parts.lang)),
        parts.kind(taxonomy.get(str(column.type))) if known else word,
        safe(grade(column.score, parts.lang)) if column.type else "",
        cut(reason(column, parts.lang)),
    ]
