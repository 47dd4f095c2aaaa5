"""The whole of what a leak would make possible, as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from menshen import taxonomy
from menshen.harm import Combination, Harm, Risk
from menshen.harm.meter import ARTICLE
from menshen.report import harmed
from menshen.report.shown import visible
from menshen.report.text import Page
from menshen.report.words import said, title

__all__ = ["render"]

_MOST = 8


def render(harm: Harm, page: Page) -> str:
    """Return the whole of what a holding makes possible as text."""
    lang = page.lang
    page.say("harm_page", "bold")
    page.write("")
    page.write(harmed.lead(harm, lang), "bold")
    _scams(page, harm.fed)
    for line in harmed.rest(harm, lang):
        page.write(line, indent=2)
    _removed(page, harm)
    _combined(page, harm.combinations)
    _nearly(page, harm.nearly)
    _documents(page, harm)
    page.heading("h_meter")
    for line in harmed.meter(harm.meter, lang):
        page.write(line, indent=2)
    page.write(said("meter_note", lang, article=ARTICLE), "dim", 2)
    page.heading("h_notes")
    if harm.loose:
        page.write(said("harm_loose", lang, names=harmed.kinds(harm.loose, lang)), "dim")
    page.say("harm_law_note", "dim")
    return page.text


def _documents(page: Page, harm: Harm) -> None:
    telling = [d for d in harm.documents if d.scams]
    if not telling:
        return
    page.heading("h_alone")
    grid = page.grid("c_document", "c_reached", "h_scams", right=("c_reached",))
    for told in telling[:_MOST]:
        named = harmed.names(told.scams, page.lang)
        grid.add_row(visible(told.document), f"{told.reached:,}", named)
    page.show(grid, 2)
    if (more := len(telling) - _MOST) > 0:
        page.write(said("more_documents", page.lang, count=more), "dim", 2)


def _removed(page: Page, harm: Harm) -> None:
    telling = [r for r in harm.removals if r.weight][:_MOST]
    if not telling:
        return
    page.heading("h_removals")
    grid = page.grid("c_removed", "c_less", "c_gone", right=("c_less",))
    for removal in telling:
        told = title(taxonomy.get(removal.kind), page.lang)
        grid.add_row(told, harmed.shared(removal.share), harmed.names(removal.gone, page.lang))
    page.show(grid, 2)
    for line in (*harmed.removals(harm, page.lang), *harmed.cut(harm, page.lang)):
        page.write(line, indent=2)


def _combined(page: Page, found: Sequence[Combination]) -> None:
    if not found:
        return
    page.heading("h_combinations")
    grid = page.grid("c_through", "c_reached", "c_feeds", right=("c_reached",))
    for one in found[:_MOST]:
        told = " + ".join(title(taxonomy.get(t), page.lang) for t in one.kinds)
        grid.add_row(told, f"{one.people:,}", harmed.names(one.scams, page.lang))
    page.show(grid, 2)


def _nearly(page: Page, found: Sequence[Risk]) -> None:
    if not found:
        return
    page.heading("h_nearly")
    grid = page.grid("c_scam", "c_complete", "c_missing", right=("c_complete",))
    for risk in found[:_MOST]:
        told = harmed.kinds(risk.missing, page.lang)
        grid.add_row(harmed.name(risk.scam, page.lang), harmed.shared(risk.complete), told)
    page.show(grid, 2)


def _scams(page: Page, risks: Sequence[Risk]) -> None:
    if not risks:
        return
    grid = page.grid("c_scam", "c_severity", "c_reached", "c_through", right=("c_reached",))
    for risk in risks:
        severity = said("severity_of", page.lang, count=risk.scam.severity)
        people = f"{risk.people:,}"
        grid.add_row(
            harmed.name(risk.scam, page.lang), severity, people, harmed.through(risk, page.lang)
        )
    page.show(grid, 2)
