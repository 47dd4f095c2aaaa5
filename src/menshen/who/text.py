"""Who may have been the source, as text for a terminal."""

from __future__ import annotations

from menshen.report.harmed import name, shared
from menshen.report.text import Page
from menshen.report.words import said
from menshen.who import Attribution, Found, told

__all__ = ["render"]

_WAVES = 8


def render(found: Attribution, page: Page) -> str:
    """Return the whole result."""
    lang = page.lang
    page.say("who_page", "bold")
    page.say("who_not", "bold yellow")
    cases = len(found.cases)
    page.say("who_totals", calls=found.calls, victims=found.victims, cases=cases)
    for number, case in enumerate(found.cases, 1):
        _case(page, case, number)
    page.write("")
    page.say("who_do")
    page.heading("h_assumptions")
    for assumption in found.assumptions:
        page.write(f"· {said(f'who_a.{assumption}', lang)}", "dim")
    return page.text


def _case(page: Page, found: Found, number: int) -> None:
    lang = page.lang
    page.write("")
    page.write(f"■ {told.head(found, number, lang)}", "bold cyan")
    for line in told.lines(found, lang):
        page.write(line, indent=2)
    if not found.telling:
        page.write(said("who_unsaid", lang), "yellow", 2)
        return
    _sources(page, found)
    _next(page, found)


def _sources(page: Page, found: Found) -> None:
    lang = page.lang
    page.write("")
    page.say("h_sources", "bold")
    shown, rest = told.ranked(found)
    keys = ("c_holder", "c_probability", "c_coverage", "c_days", "c_lacks", "c_remark_who")
    grid = page.grid(*keys, right=keys[1:4])
    for source in shown:
        days = "—" if source.days is None else f"{source.days:.0f}"
        grid.add_row(
            told.called(source.candidate.id, found, lang),
            shared(source.probability),
            shared(source.coverage),
            days,
            told.kinds(source.lacking, lang) or "—",
            told.remarks(source, found, lang),
        )
    page.show(grid, 2)
    for line in told.after(found, rest, lang):
        page.write(line, indent=2)


def _next(page: Page, found: Found) -> None:
    if not found.next:
        return
    lang = page.lang
    page.write("")
    page.say("who_next", "bold")
    grid = page.grid("c_scam", "c_can", "c_when", "c_state", right=("c_can",))
    for wave in found.next[:_WAVES]:
        state = said("who_seen" if wave.seen else "who_expected", lang)
        likely = shared(wave.probability)
        grid.add_row(name(wave.scam, lang), likely, told.window(wave, lang), state)
    page.show(grid, 2)
