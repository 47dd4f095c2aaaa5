"""What a leak would make possible, in words: the sentences and cells that text and page share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from menshen import taxonomy
from menshen.harm import Harm, Risk
from menshen.harm.cut import Removal
from menshen.harm.meter import Meter, Sums
from menshen.report.words import Lang, said, title
from menshen.scam import Scam, get

__all__ = [
    "column",
    "cut",
    "kinds",
    "lead",
    "meter",
    "name",
    "names",
    "removals",
    "rest",
    "shared",
    "through",
]

_NAMED = 6


def name(scam: Scam, lang: Lang) -> str:
    """Return what a scam is called."""
    return scam.zh if lang == "zh" else scam.en


def _comma(lang: Lang) -> str:
    return "、" if lang == "zh" else ", "


def names(scams: Sequence[str], lang: Lang, most: int = _NAMED) -> str:
    """Return the names of scams, at most so many."""
    # English names hold commas of their own.
    told = ("、" if lang == "zh" else "; ").join(name(get(s), lang) for s in scams[:most])
    left = len(scams) - most
    return told if left <= 0 else f"{told} {said('more_kinds', lang, count=len(scams))}"


def kinds(types: Iterable[str], lang: Lang, most: int = 12) -> str:
    """Return the names of kinds of information, at most so many."""
    told = [title(taxonomy.get(t), lang) for t in types]
    text = _comma(lang).join(told[:most])
    return text if len(told) <= most else f"{text} {said('more_kinds', lang, count=len(told))}"


def shared(share: float) -> str:
    """Return a share as per cent that never rounds to none or all.

    >>> shared(0.001), shared(0.5), shared(1.0)
    ('<1%', '50%', '100%')
    """
    if 0 < share < 0.01:
        return "<1%"
    return f"{min(99, round(100 * share)) if share < 1 else 100}%"


def through(risk: Risk, lang: Lang) -> str:
    """Return the kinds a scam becomes possible through: the group known of most people."""
    return " + ".join(title(taxonomy.get(t), lang) for t in risk.groups[0][0])


def lead(harm: Harm, lang: Lang) -> str:
    """Return the first sentence."""
    if not harm.people:
        return said("harm_nobody", lang)
    if not harm.fed:
        return said("harm_none", lang)
    reached = sum(count for step, count in harm.severity.items() if step > 1)
    reached = reached or max(r.people for r in harm.fed)
    counts = {"people": f"{harm.people:,}", "reached": f"{reached:,}"}
    return said("harm_lead", lang, count=len(harm.fed), **counts)


def rest(harm: Harm, lang: Lang) -> Iterator[str]:
    """Yield what is possible with a way to reach people alone, and only if all were joined."""
    bare = [r.scam.id for r in harm.risks if r.bare]
    if bare:
        yield said("harm_bare", lang, count=len(bare), scams=names(bare, lang))
    if harm.together:
        together = names(harm.together, lang)
        yield said("harm_together", lang, count=len(harm.together), scams=together)


def removals(harm: Harm, lang: Lang) -> Iterator[str]:
    """Yield what to take away first."""
    best = [("harm_best", harm.removals[0])] if harm.removals else []
    kept = [("harm_kept", harm.kept[0])] if harm.kept else []
    if best and kept and best[0][1] == kept[0][1]:
        kept = []
    for key, removal in best + kept:
        if removal.weight:
            told = title(taxonomy.get(removal.kind), lang)
            gone = "harm_gone" if removal.gone else "harm_gone_none"
            lost = said(gone, lang, count=len(removal.gone))
            yield said(key, lang, name=told, gone=lost, share=shared(removal.share))
    first = next((r for r in harm.columns if r.weight and r.where.document), None)
    if first is not None:
        yield said(
            "harm_column",
            lang,
            name=column(first, lang),
            document=first.where.document,
            share=shared(first.share),
        )


def column(removal: Removal, lang: Lang) -> str:
    """Return the name of a column, or its number where it has none."""
    return removal.where.name or said("at_column", lang, column=removal.where.column + 1)


def cut(harm: Harm, lang: Lang) -> Iterator[str]:
    """Yield the smallest sets of kinds to take away."""
    if harm.cut.kinds:
        key = "harm_cut" if harm.cut.least else "harm_cut_rough"
        yield said(key, lang, names=kinds(harm.cut.kinds, lang))
    if harm.cut_kept.kinds and harm.cut_kept.left:
        told = kinds(harm.cut_kept.kinds, lang)
        yield said("harm_cut_kept", lang, names=told, left=len(harm.cut_kept.left))


def meter(found: Meter, lang: Lang) -> Iterator[str]:
    """Yield what the numbers of criminal law say, in both readings, and what they do not say."""
    strict, lenient = found.strict, found.lenient
    sums = {"strict": f"{strict.sum:,.2f}", "lenient": f"{lenient.sum:,.2f}"}
    yield said("meter_sum", lang, **sums)
    for key, sums_ in (("strict", strict), ("lenient", lenient)):
        yield from _reading(sums_, said(f"meter.{key}", lang), lang)
    if found.gain is not None:
        yield said(f"meter_gain.{found.gain_step}", lang, gain=f"{found.gain:,.0f}")


def _reading(sums: Sums, reading: str, lang: Lang) -> Iterator[str]:
    counts = {f"n{number}": f"{sums.items[number]:,}" for number in (50, 500, 5000)}
    yield said("meter_counts", lang, reading=reading, **counts)
    yield said(f"meter_step.{sums.step}", lang, reading=reading)
    if sums.insider_especially and not sums.especially:
        yield said("meter_insider_especially", lang, reading=reading)
