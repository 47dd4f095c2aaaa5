"""A report as one page of HTML to read or print: no script, nothing fetched, all text escaped.

The page forbids by its own content security policy whatever it does not hold. Positions count
from 1, as in the text report.
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from menshen import taxonomy
from menshen.model import Column, Finding, Person, Table
from menshen.report import Report
from menshen.report.places import where
from menshen.report.priorities import children, priorities
from menshen.report.shown import shown, visible
from menshen.report.words import Lang, grade, reason, said, title, translated, under, why
from menshen.taxonomy import InfoType

__all__ = ["render"]

MOST = 200
"""Findings shown of one document; the rest is in JSON."""
MOST_DOCUMENTS = 1000
"""Documents listed, those with the most findings first."""
_NUMBERS = {"c_count", "c_column", "c_characters"}


def render(report: Report, *, lang: Lang = "zh", reveal: bool = False) -> str:
    """Return the report as a complete HTML document."""
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    rules = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    body = "\n".join(_Page(report, lang, reveal=reveal).sections())
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{rules}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{safe(said('page_title', lang))}</title>\n"
        f"<style>{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def safe(text: object) -> str:
    """Return text as HTML in which it can be nothing but text.

    >>> safe("<b>")
    '&lt;b&gt;'
    """
    return html.escape(visible(str(text)))


class _Page:
    """The sections of the page, each a generator of lines."""

    def __init__(self, report: Report, lang: Lang, *, reveal: bool) -> None:
        self._report = report
        self._lang: Lang = lang
        self._reveal = reveal
        self._columns: dict[str, list[Table]] = defaultdict(list)
        for table in report.tables:
            self._columns[table.document].append(table)

    def sections(self) -> Iterator[str]:
        """Yield the page from its head to its notes."""
        yield from self._head()
        yield from self._first()
        yield from self._types()
        yield from self._categories()
        yield from self._documents()
        yield from self._findings()
        yield from self._tables()
        yield from self._people()
        yield from self._failures()
        yield from self._notes()

    def _say(self, key: str, **values: object) -> str:
        return safe(said(key, self._lang, **values))

    def _heading(self, key: str) -> str:
        return f"<h2>{self._say(key)}</h2>"

    def _table(self, keys: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
        """Yield a table; the cells are HTML already."""
        keys = list(keys)
        kinds = [' class="number"' if k in _NUMBERS else "" for k in keys]
        head = "".join(f"<th{c}>{self._say(k)}</th>" for k, c in zip(keys, kinds, strict=True))
        yield f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>"
        for row in rows:
            cells = "".join(f"<td{c}>{cell}</td>" for cell, c in zip(row, kinds, strict=True))
            yield f"<tr>{cells}</tr>"
        yield "</tbody>\n</table>"

    def _kind(self, kind: InfoType) -> str:
        marks = ""
        if kind.sensitive:
            marks += f'<span class="mark sensitive">{self._say("sensitive")}</span>'
        if kind.gbt35273_annex_b:
            marks += f'<span class="mark annex">{self._say("annex_b")}</span>'
        return safe(title(kind, self._lang)) + marks

    def _head(self) -> Iterator[str]:
        run, totals = self._report.run, self._report.summary
        yield f"<h1>{self._say('report', version=run.version)}</h1>"
        line = self._say("ran", started=run.started, taxonomy=run.taxonomy, policy=run.policy[:12])
        yield f'<p class="soft">{line}</p>'
        yield f'<p class="soft">{self._say("sources")}: {safe(" · ".join(run.sources))}</p>'
        if totals.interrupted:
            yield f'<p class="warn">{self._say("interrupted")}</p>'
        if self._report.failures:
            yield f'<p class="warn">{self._say("unread", count=len(self._report.failures))}</p>'
        figures = {
            "h_documents": totals.documents,
            "n_findings": totals.findings,
            "n_sensitive": sum(f.type.sensitive for f in self._report.findings),
            "h_people": totals.people,
            "h_failures": totals.failures,
        }
        items = (f"<li><b>{n:,}</b>{self._say(key)}</li>" for key, n in figures.items())
        yield f'<ul class="figures">{"".join(items)}</ul>'

    def _first(self) -> Iterator[str]:
        advice = priorities(self._report, self._lang)
        if advice:
            items = "".join(f"<li>{safe(sentence)}</li>" for sentence in advice)
            yield f"{self._heading('h_first')}\n<ol>{items}</ol>"

    def _types(self) -> Iterator[str]:
        counts = Counter(self._report.summary.by_type).most_common()
        if not counts:
            yield f"<p>{self._say('nothing')}</p>"
            return
        yield self._heading("h_types")
        keys = ("c_type", "c_id", "c_count", "c_share", "c_category", "c_basis")
        yield from self._table(keys, (self._type(taxonomy.get(t), n) for t, n in counts))

    def _type(self, kind: InfoType, count: int) -> list[str]:
        meter = _meter(count, self._report.summary.findings)
        names = safe(under(kind, self._lang))
        code = f"<code>{safe(kind.id)}</code>"
        return [self._kind(kind), code, f"{count:,}", meter, names, safe(kind.basis)]

    def _categories(self) -> Iterator[str]:
        counts: Counter[str] = Counter()
        for type_id, count in self._report.summary.by_type.items():
            counts.update(dict.fromkeys(taxonomy.get(type_id).categories, count))
        if counts:
            names = {c.id: c.zh if self._lang == "zh" else c.en for c in taxonomy.categories()}
            total = self._report.summary.findings
            rows = ([safe(names[c]), f"{n:,}", _meter(n, total)] for c, n in counts.most_common())
            yield self._heading("h_categories")
            yield from self._table(("c_category", "c_count", "c_share"), rows)

    def _documents(self) -> Iterator[str]:
        counts = self._report.summary.by_document
        yield self._heading("h_documents")
        rows = (
            [
                safe(d.document),
                safe(d.format),
                f"{d.characters:,}",
                f"{counts.get(d.document, 0):,}",
            ]
            for d in sorted(self._report.documents, key=lambda d: -counts.get(d.document, 0))[
                :MOST_DOCUMENTS
            ]
        )
        yield from self._table(("c_document", "c_format", "c_characters", "c_count"), rows)
        if len(self._report.documents) > MOST_DOCUMENTS:
            more = len(self._report.documents) - MOST_DOCUMENTS
            yield f'<p class="soft">{self._say("more_documents", count=more)}</p>'

    def _findings(self) -> Iterator[str]:
        found: dict[str, list[Finding]] = defaultdict(list)
        for finding in self._report.findings:
            found[finding.document].append(finding)
        if found:
            yield self._heading("h_findings")
        value = "c_value_plain" if self._reveal else "c_value"
        keys = ("c_place", "c_type", "c_id", value, "c_score", "c_why")
        for document, findings in found.items():
            yield f"<h3>{safe(document)}</h3>"
            yield from self._table(keys, map(self._finding, findings[:MOST]))
            if len(findings) > MOST:
                yield f'<p class="soft">{self._say("more", count=len(findings) - MOST)}</p>'

    def _finding(self, finding: Finding) -> list[str]:
        return [
            safe(where(finding, self._columns[finding.document], self._lang)),
            self._kind(finding.type),
            f"<code>{safe(finding.type.id)}</code>",
            safe(shown(finding, reveal=self._reveal)),
            safe(grade(finding.score, self._lang)),
            safe(why(finding.evidence, self._lang)),
        ]

    def _tables(self) -> Iterator[str]:
        if self._report.tables:
            yield self._heading("h_tables")
        for table in self._report.tables:
            yield f"<h3>{safe(table.document)} · {safe(table.table)}</h3>"
            keys = ("c_column", "c_name", "c_type", "c_score", "c_reason")
            yield from self._table(keys, map(self._column, table.columns))

    def _column(self, column: Column) -> list[str]:
        known = column.type in taxonomy.ids()
        word = self._say("mixed" if column.type else "unknown_type")
        return [
            str(column.position + 1),
            safe(column.name or said("nameless", self._lang)),
            self._kind(taxonomy.get(str(column.type))) if known else word,
            safe(grade(column.score, self._lang)) if column.type else "",
            safe(reason(column, self._lang)),
        ]

    def _people(self) -> Iterator[str]:
        people = self._report.people
        yield self._heading("h_people")
        if not people:
            yield f"<p>{self._say('nobody')}</p>"
            return
        each = f"{sum(p.findings for p in people) / len(people):.1f}"
        yield f"<p>{self._say('people', people=f'{len(people):,}', each=each)}</p>"
        if young := children(self._report):
            yield f'<p class="warn">{self._say("minors", minors=young)}</p>'
        yield from self._table(("c_known", "c_count"), self._holdings(people))

    def _holdings(self, people: Iterable[Person]) -> Iterator[list[str]]:
        """Yield which kinds are known together, and of how many people, the most common first."""
        together = Counter(tuple(sorted(p.types)) for p in people)
        for types, count in together.most_common(20):
            names = (safe(title(taxonomy.get(t), self._lang)) for t in types)
            yield [("、" if self._lang == "zh" else ", ").join(names), f"{count:,}"]

    def _failures(self) -> Iterator[str]:
        if self._report.failures:
            yield self._heading("h_failures")
            rows = (
                [safe(f.document), safe(translated(f.reason, self._lang)), safe(f.error)]
                for f in self._report.failures
            )
            yield from self._table(("c_document", "c_reason", "c_error"), rows)

    def _notes(self) -> Iterator[str]:
        yield self._heading("h_notes")
        yield f'<p class="soft">{self._say("legend")}</p>'
        note, kind = ("revealed_note", "warn") if self._reveal else ("masked_page", "soft")
        yield f'<p class="{kind}">{self._say(note)}</p>'


def _meter(count: int, total: int) -> str:
    return f'<meter max="{max(total, 1)}" value="{count}">{count}/{total}</meter>'
