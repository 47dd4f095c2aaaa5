"""Who may have been the source, in words: the sentences and cells that text and page share."""

from __future__ import annotations

from collections.abc import Iterator

from menshen import taxonomy
from menshen.report.harmed import shared
from menshen.report.words import Lang, said, title
from menshen.who import Found, Source
from menshen.who.cases import rare
from menshen.who.waves import Wave

__all__ = ["after", "called", "head", "kinds", "lines", "ranked", "remarks", "window"]

_LEAST = 0.03
_FIRST = 3
"""So many sources are named however small their probability."""
_MOST = 8
_SOON, _MONTHS = 15, 180


def kinds(types: tuple[str, ...] | list[str], lang: Lang) -> str:
    """Return the names of kinds of information."""
    return _comma(lang).join(title(taxonomy.get(t), lang) for t in types)


def _comma(lang: Lang) -> str:
    return "、" if lang == "zh" else ", "


def called(holder: str, found: Found, lang: Lang) -> str:
    """Return the name of a holder by its id."""
    names = {s.candidate.id: s.candidate.name for s in found.sources}
    name = names.get(holder, holder)
    return name if lang == "zh" or not holder.startswith("holder.") else holder.split(".")[1]


def head(found: Found, number: int, lang: Lang) -> str:
    """Return the heading of a case."""
    calls = found.case.calls
    first, last = (f"{c.when:%Y-%m-%d}" for c in (calls[0], calls[-1]))
    counts = {"calls": len(calls), "victims": len(found.case.observations)}
    return said("who_case", lang, number=number, first=first, last=last, **counts)


def lines(found: Found, lang: Lang) -> Iterator[str]:
    """Yield what callers knew, what they claimed to be, and how soon they came."""
    knew = sorted(found.case.knew)
    yield said("who_knew", lang, kinds=kinds(knew, lang) or "—")
    few = sorted(rare(knew))
    if few:
        yield said("who_rare", lang, kinds=kinds(few, lang))
    if found.claimed:
        told = (
            said("who_claim_count", lang, claimed=claimed, count=count) if count > 1 else claimed
            for claimed, count in found.claimed[:_MOST]
        )
        yield said("who_claimed", lang, claimed=_comma(lang).join(told))
    if found.days is not None:
        step = "soon" if found.days <= _SOON else "months" if found.days <= _MONTHS else "late"
        fit = said(f"who_fit.{step}", lang)
        yield said("who_days", lang, days=f"{found.days:.0f}", fit=fit)


def ranked(found: Found) -> tuple[list[Source], list[Source]]:
    """Return the sources worth a line, and the rest."""
    shown = [
        s for n, s in enumerate(found.sources) if n < _FIRST or s.probability >= _LEAST or s.alias
    ][:_MOST]
    return shown, [s for s in found.sources if s not in shown]


def remarks(source: Source, found: Found, lang: Lang) -> str:
    """Return what is to be known of a source beside its probability."""
    marks = []
    if source.alias:
        marks.append(said("who_mark.alias", lang))
    if source.excluded:
        marks.append(said("who_mark.excluded", lang))
    if source.only and source.probability >= _LEAST:
        marks.append(said("who_mark.only", lang, kinds=kinds(source.only, lang)))
    if source.candidate.resale:
        marks.append(said("who_mark.resale", lang))
    if len(source.tied) > _FIRST:
        marks.append(said("who_mark.tied_many", lang, count=len(source.tied)))
    elif source.tied:
        names = _comma(lang).join(called(t, found, lang) for t in source.tied)
        marks.append(said("who_mark.tied", lang, names=names))
    if source.control is not None:
        values = {**source.control._asdict(), "p": f"{source.control.p:.2g}"}
        marks.append(said("who_mark.control", lang, **values))
    return ("；" if lang == "zh" else "; ").join(marks)


def after(found: Found, rest: list[Source], lang: Lang) -> Iterator[str]:
    """Yield what follows the table of sources."""
    if rest:
        together = shared(min(1.0, sum(s.probability for s in rest)))
        yield said("who_rest", lang, count=len(rest), share=together)
    yield said("who_none", lang, share=shared(found.none))
    if found.number > 1:
        told = (f"{called(h, found, lang)} {shared(s)}" for h, s in found.shares)
        yield said("who_several", lang, count=found.number, shares=_comma(lang).join(told))
    elif found.number == 1:
        yield said("who_one", lang)
    else:
        yield said("who_nobody", lang)
    if len(found.leading) <= _MOST:
        names = _comma(lang).join(called(h, found, lang) for h in found.leading)
        yield said("who_leading", lang, names=names)


def window(wave: Wave, lang: Lang) -> str:
    """Return when callers may come, as far as it can be said."""
    if wave.start is None or wave.until is None:
        return "—"
    return said("who_window", lang, start=f"{wave.start:%Y-%m-%d}", until=f"{wave.until:%Y-%m-%d}")
