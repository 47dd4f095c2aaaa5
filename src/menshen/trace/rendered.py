"""An account laid out as text for a terminal, or as one page of HTML."""

from __future__ import annotations

from collections.abc import Iterator

from menshen.report.words import Lang
from menshen.trace.account import account, headline
from menshen.trace.verdict import Verdict
from menshen.trace.words import worded

__all__ = ["html", "text"]

_STYLES = {"ACCUSED": "bold red", "COPY_COMPROMISED": "bold red", "STRONG_LEAD": "yellow"}


def text(
    verdict: Verdict, *, width: int = 80, colour: bool = False, lang: Lang = "zh", command: str = ""
) -> str:
    """Return the report as text no wider than `width` cells."""
    from rich.table import Table

    from menshen.report.shown import visible
    from menshen.report.text import Page

    page = Page(width=width, colour=colour, lang=lang)
    word, made = headline(verdict, lang)
    page.write(f"{worded('title', lang)} · {word}", _STYLES.get(verdict.verdict, "bold"))
    page.write(made, "dim")
    for section in account(verdict, lang, command):
        page.write("")
        page.write(f"■ {section.heading}", "bold cyan")
        for line in section.lines:
            page.write(line, indent=2)
        if section.columns:
            grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
            kept = [i for i in range(len(section.columns)) if _told(section.rows, i)]
            for i in kept:
                grid.add_column(section.columns[i], overflow="fold")
            for row in section.rows:
                grid.add_row(*(visible(row[i]) for i in kept))
            page.show(grid, 2)
    return page.text


def _told(rows: tuple[tuple[str, ...], ...], column: int) -> bool:
    """Say whether a column of a table tells anything."""
    return any(row[column] not in {"", "0.0", "-0.0", "0.00"} for row in rows)


def html(verdict: Verdict, *, lang: Lang = "zh", command: str = "") -> str:
    """Return the report as a complete HTML document: no script, nothing fetched."""
    from menshen.report.html import document

    return document(worded("title", lang), _body(verdict, lang, command), lang=lang)


def _body(verdict: Verdict, lang: Lang, command: str) -> Iterator[str]:
    from menshen.report.html.parts import safe

    word, made = headline(verdict, lang)
    level = "high" if verdict.accused else "medium"
    yield f"<header><h1>{safe(worded('title', lang))}</h1><p class='soft'>{safe(made)}</p></header>"
    yield f'<main><section class="verdict rank-{level}"><p class="rank"><b>{safe(word)}</b></p></section>'
    for section in account(verdict, lang, command):
        yield f"<section><h2>{safe(section.heading)}</h2>"
        yield from (f"<p>{safe(line)}</p>" for line in section.lines)
        if section.columns:
            kept = [i for i in range(len(section.columns)) if _told(section.rows, i)]
            head = "".join(f'<th scope="col">{safe(section.columns[i])}</th>' for i in kept)
            yield f"<table><thead><tr>{head}</tr></thead><tbody>"
            for row in section.rows:
                cells = "".join(
                    f'<td data-name="{safe(section.columns[i])}">{safe(row[i])}</td>' for i in kept
                )
                yield f"<tr>{cells}</tr>"
            yield "</tbody></table>"
        yield "</section>"
    yield "</main>"
