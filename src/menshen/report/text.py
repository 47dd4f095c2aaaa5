"""A report for people at a terminal, or in a pipe: Chinese first, English on request.

Lines, rows, columns and pages count from 1 here, and from 0 in JSON. Everything that comes from
a document goes through `visible`, so that it cannot act on the terminal.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from io import StringIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text as Line

from menshen import taxonomy
from menshen.harm import of
from menshen.harm.holding import of_findings
from menshen.model import Column, Finding, Person, Table
from menshen.policy import DEFAULT
from menshen.report import Report, harmed
from menshen.report.called import called
from menshen.report.overview import leading
from menshen.report.places import where
from menshen.report.priorities import priorities
from menshen.report.shown import shown, visible
from menshen.report.words import Lang, grade, reason, said, title, translated, under, why

__all__ = ["Page", "render"]

MOST = 20
"""Findings shown of one document, columns of one table, and failures; the rest is in JSON."""
MOST_DOCUMENTS = 100
_LEADING = 10
"""People shown."""
_SCAMS = 5
"""Scams shown of those a leak would make possible."""
_KINDS = 6
"""So many kinds are named of a person."""
_WIDE = 110
"""From this width on a finding takes one line instead of two."""
_GRADES = {"high": "green", "高": "green", "medium": "yellow", "中": "yellow"}


def render(
    report: Report,
    *,
    width: int = 80,
    colour: bool = False,
    lang: Lang = "zh",
    reveal: bool = False,
) -> str:
    """Return the report as text no wider than `width` cells."""
    page = Page(width=width, colour=colour, lang=lang, reveal=reveal)
    _head(page, report)
    _documents(page, report)
    _types(page, report)
    _tables(page, report)
    _people(page, report)
    _harm(page, report)
    _failures(page, report)
    _first(page, report)
    page.notes()
    return page.text


class Page:
    """Text being written: width, colour, language, and whether values may be seen."""

    def __init__(
        self, *, width: int = 80, colour: bool = False, lang: Lang = "zh", reveal: bool = False
    ) -> None:
        self.lang: Lang = lang
        self.wide = width >= _WIDE
        self.reveal = reveal
        self._colour = colour
        self._out = StringIO()
        self._console = Console(
            file=self._out,
            width=max(width, 40),
            force_terminal=colour,
            color_system="auto" if colour else None,
            highlight=False,
            markup=False,
            emoji=False,
            soft_wrap=False,
        )

    @property
    def text(self) -> str:
        """Return what was written, without blanks at the ends of lines."""
        written = self._out.getvalue()
        if self._colour:
            return written
        return "".join(f"{line.rstrip()}\n" for line in written.splitlines())

    def say(self, key: str, style: str = "", **values: object) -> None:
        """Write a sentence of the interface."""
        self.write(said(key, self.lang, **values), style)

    def write(self, text: str, style: str = "", indent: int = 0) -> None:
        """Write a line; it is made safe first and wrapped at the page's width."""
        if text:
            self.show(Line(visible(text), style=style), indent)
        else:
            self._console.print()

    def show(self, what: RenderableType, indent: int = 0) -> None:
        """Write something that rich can lay out."""
        self._console.print(Padding(what, (0, 0, 0, indent), expand=False))

    def heading(self, key: str) -> None:
        """Write the heading of a section after an empty line."""
        self.write("")
        self.write(f"■ {said(key, self.lang)}", "bold cyan")

    def grid(self, *keys: str, right: Sequence[str] = ()) -> Grid:
        """Return an empty table with these columns; those in `right` are set to the right."""
        grid = Grid(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        for key in keys:
            justify = "right" if key in right else "left"
            grid.add_column(said(key, self.lang), justify=justify, overflow="fold")  # type: ignore[arg-type]
        return grid

    def kind(self, kind: taxonomy.InfoType) -> Line:
        """Return the name of a type with its marks."""
        name = Line(title(kind, self.lang))
        if kind.sensitive:
            name.append(f" {said('sensitive', self.lang)}", "bold red")
        if kind.gbt35273_annex_b:
            name.append(f" {said('annex_b', self.lang)}", "magenta")
        return name

    def findings(self, findings: Iterable[Finding], places: Sequence[str], indent: int = 0) -> None:
        """Write findings as a table: one line each on a wide page, else two."""
        value = "c_value_plain" if self.reveal else "c_value"
        keys = ("c_place", "c_type", value, "c_score")
        grid = self.grid(*keys[:2], "c_id", *keys[2:], "c_why") if self.wide else self.grid(*keys)
        grid.columns[0].max_width = 30 if self.wide else 18
        grid.columns[-1 if not self.wide else -2].no_wrap = True
        for finding, place in zip(findings, places, strict=True):
            grid.add_row(*self._row(finding, place))
        self.show(grid, indent)

    def _row(self, finding: Finding, place: str) -> list[Line]:
        score = grade(finding.score, self.lang)
        level = Line(score, _GRADES.get(score.split()[0], ""))
        kind, value = self.kind(finding.type), Line(shown(finding, reveal=self.reveal))
        because = visible(why(finding.evidence, self.lang))
        if self.wide:
            return [Line(place), kind, Line(finding.type.id, "dim"), value, level, Line(because)]
        kind.append(f"\n{finding.type.id}", "dim")
        value.append(f"\n{because}", "dim")
        return [Line(place), kind, value, level]

    def notes(self) -> None:
        """Write what the marks mean."""
        self.heading("h_notes")
        self.say("legend", "dim")
        self.say(
            "revealed_note" if self.reveal else "masked_note", "bold" if self.reveal else "dim"
        )


def _head(page: Page, report: Report) -> None:
    run, totals = report.run, report.summary
    page.say("report", "bold", version=run.version)
    policy = said("default_policy", page.lang) if run.policy == DEFAULT.digest else run.policy[:12]
    started = run.started.replace("T", " ").replace("+00:00", " UTC")
    page.say("ran", "dim", started=started, taxonomy=run.taxonomy, policy=policy)
    page.write("")
    if totals.interrupted:
        page.say("interrupted", "bold yellow")
    page.say(
        "totals",
        documents=f"{totals.documents:,}",
        characters=f"{totals.characters:,}",
        seconds=f"{totals.seconds:.1f}",
        findings=f"{totals.findings:,}",
        sensitive=f"{sum(f.type.sensitive for f in report.findings):,}",
        people=f"{totals.people:,}",
    )
    if report.failures:
        page.say("unread", "bold yellow", count=len(report.failures))


def _documents(page: Page, report: Report) -> None:
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        found[finding.document].append(finding)
    if not found:
        page.write("")
        page.say("nothing", "bold green")
        return
    page.heading("h_documents")
    tables: dict[str, list[Table]] = defaultdict(list)
    for table in report.tables:
        tables[table.document].append(table)
    for uri in list(found)[:MOST_DOCUMENTS]:
        _document(page, report, uri, found[uri], tables[uri])
    if len(found) > MOST_DOCUMENTS:
        page.say("more_documents", "dim", count=len(found) - MOST_DOCUMENTS)
    remaining = sum(d.document not in found for d in report.documents)
    if remaining:
        page.write("")
        page.say("clean", "dim", count=remaining)


def _document(
    page: Page, report: Report, uri: str, findings: list[Finding], tables: list[Table]
) -> None:
    page.write("")
    page.write(uri, "bold")
    reading = next((d for d in report.documents if d.document == uri), None)
    if reading is None:
        facts = said("document_unread", page.lang, findings=len(findings))
    else:
        size = f"{reading.characters:,}"
        counted = {"format": reading.format, "characters": size, "findings": len(findings)}
        facts = said("document", page.lang, **counted)
    sensitive = sum(f.type.sensitive for f in findings)
    if sensitive:
        facts += f" · {said('sensitive_count', page.lang, count=sensitive)}"
    page.write(facts, "dim", 2)
    for remark in reading.remarks if reading else ():
        page.write(f"! {translated(remark.note, page.lang)}", "yellow", 2)
    first = findings[:MOST]
    page.findings(first, [where(f, tables, page.lang) for f in first], 2)
    if len(findings) > MOST:
        page.write(said("more", page.lang, count=len(findings) - MOST), "dim", 2)


def _types(page: Page, report: Report) -> None:
    counts = Counter(report.summary.by_type)
    if not counts:
        return
    page.heading("h_types")
    grid = page.grid("c_type", "c_id", "c_count", "c_category", right=("c_count",))
    for type_id, count in counts.most_common():
        kind = taxonomy.get(type_id)
        row = (Line(type_id, "dim"), Line(f"{count:,}"), Line(under(kind, page.lang)))
        grid.add_row(page.kind(kind), *row)
    page.show(grid, 2)


def _tables(page: Page, report: Report) -> None:
    telling = [t for t in report.tables if any(c.type for c in t.columns)]
    if not telling:
        return
    page.heading("h_tables")
    for table in telling[:MOST]:
        page.write(
            table.document if not table.table else f"{table.document} · {table.table}", "bold"
        )
        grid = page.grid("c_column", "c_name", "c_type", "c_score", "c_reason", right=("c_column",))
        for column in table.columns[:MOST]:
            grid.add_row(*_column(page, column))
        page.show(grid, 2)
        if len(table.columns) > MOST:
            page.write(said("more_columns", page.lang, count=len(table.columns) - MOST), "dim", 2)


def _column(page: Page, column: Column) -> list[Line]:
    lang = page.lang
    if column.type in taxonomy.ids():
        kind = page.kind(taxonomy.get(str(column.type)))
    else:
        kind = Line(said("mixed" if column.type else "unknown_type", lang))
    name = visible(column.name) or said("nameless", lang)
    score = grade(column.score, lang) if column.type else ""
    because = Line(visible(reason(column, lang)), "dim")
    return [Line(str(column.position + 1)), Line(name), kind, Line(score), because]


def _people(page: Page, report: Report) -> None:
    if not report.findings:
        return
    page.heading("h_people")
    if not report.people:
        page.say("nobody")
        return
    each = sum(p.findings for p in report.people) / len(report.people)
    page.say("people", people=f"{len(report.people):,}", each=f"{each:.1f}")
    young = sum(p.minor is True for p in report.people)
    direct = sum(bool(p.identifiers) for p in report.people)
    page.say("by_identifier", direct=f"{direct:,}", combined=f"{len(report.people) - direct:,}")
    if young:
        page.say("minors", "bold red", minors=young)
    _leading(page, report)


def _leading(page: Page, report: Report) -> None:
    """Write of whom the most is known."""
    first = leading(report, _LEADING)
    names = called(report, first, page.lang, reveal=page.reveal)
    page.write("")
    page.say("h_leading")
    called_by = "c_called_plain" if page.reveal else "c_called"
    grid = page.grid("c_person", called_by, "c_kinds", "c_count", "c_in", right=("c_count",))
    for person in first:
        grid.add_row(*_person(page, person, names[person.id]))
    page.show(grid, 2)
    if (more := len(report.people) - len(first)) > 0:
        page.write(said("more_people", page.lang, count=f"{more:,}"), "dim", 2)


def _person(page: Page, person: Person, name: str) -> list[Line]:
    lang = page.lang
    told = Line(visible(name))
    if person.minor:
        told.append(f" {said('child', lang)}", "bold red")
    comma = "、" if lang == "zh" else ", "
    kinds = comma.join(title(taxonomy.get(t), lang) for t in person.types[:_KINDS])
    if len(person.types) > _KINDS:
        kinds += f" {said('more_kinds', lang, count=len(person.types))}"
    document = visible(person.documents[0]) if person.documents else ""
    if len(person.documents) > 1:
        document += f" {said('more_named', lang, count=len(person.documents) - 1)}"
    row = (Line(person.id), told, Line(kinds), Line(f"{person.findings:,}"), Line(document, "dim"))
    return list(row)


def _harm(page: Page, report: Report) -> None:
    """Write what a leak would make possible: the gravest scams, and what to take away first."""
    if not report.findings:
        return
    lang = page.lang
    found = of(of_findings(report.findings, report.people, report.tables))
    page.heading("h_harm")
    page.write(harmed.lead(found, lang))
    grid = page.grid("c_scam", "c_severity", "c_reached", "c_through", right=("c_reached",))
    for risk in found.fed[:_SCAMS]:
        severity = said("severity_of", lang, count=risk.scam.severity)
        name, through = harmed.name(risk.scam, lang), harmed.through(risk, lang)
        grid.add_row(name, severity, f"{risk.people:,}", through)
    if found.fed:
        page.show(grid, 2)
    if (more := len(found.fed) - _SCAMS) > 0:
        page.write(said("more_harm", lang, count=more), "dim", 2)
    for line in harmed.removals(found, lang):
        page.write(line, indent=2)
    page.say("harm_law_note", "dim")


def _failures(page: Page, report: Report) -> None:
    if not report.failures:
        return
    page.heading("h_failures")
    for failure in report.failures[:MOST]:
        page.write(failure.document, "bold", 2)
        told = translated(failure.reason, page.lang)
        page.write(f"{told} ({failure.error})", "yellow", 4)
    if len(report.failures) > MOST:
        page.write(said("more_failures", page.lang, count=len(report.failures) - MOST), "dim", 2)


def _first(page: Page, report: Report) -> None:
    advice = priorities(report, page.lang)
    if not advice:
        return
    page.heading("h_first")
    for number, step in enumerate(advice, 1):
        page.write(f"{number}. {step.todo}", "bold", 2)
        page.write(step.text, indent=5)
        for document in step.documents:
            page.write(document, "dim", 7)
        if step.more:
            page.write(said("more_named", page.lang, count=f"{step.more:,}"), "dim", 7)
        status = said(f"status.{step.status}", page.lang)
        page.write(
            f"{said('law', page.lang)}{said('colon', page.lang)}{step.law} [{status}]", "dim", 5
        )
