"""Detectors compiled together: from a block to what they judge of it.

All patterns are searched in one pass over the text and one over each of its islands; each detector
judges its own candidates; the sequence model has its say of what they find. A text full of numbers
has a candidate every few characters, so what happens once for each is kept short: the candidates of
a pattern come as one list, and their tuples are made by `tuple.__new__`, in half the time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from menshen.engines import setting, tagger
from menshen.engines.bounds import LONGER, Bounds
from menshen.engines.company import AMONG, Company
from menshen.engines.fusion import Said, meeting, weighed
from menshen.engines.islands import ISLANDS, unfold
from menshen.engines.match import Hits, matcher
from menshen.engines.pasted import PATTERNS as TABLES
from menshen.engines.pasted import Headed, sheets
from menshen.engines.remains import LEAST, Remains, left
from menshen.engines.spots import Spots, parted
from menshen.evidence import broken, listed, score, strength
from menshen.late import late
from menshen.model import (
    Block,
    Candidate,
    Detector,
    Evidence,
    Judgement,
    Modelled,
    Reader,
    Span,
    is_grid,
)
from menshen.text import Fold, View, compact, written

__all__ = ["SEEN", "SURE", "Ensemble", "Judged"]

_WIDTH, _JOINED = Fold.WIDTH, Fold.JOINED
_LIKELY = 0.5
"""The score from which the first line alone is taken for a value."""
_FOREIGN = Evidence("model", -1.0, "no Chinese character in it, and the model reads Chinese")
_NAME = "person_name"
_LABEL = 3.0
"""The least weight of a label that says what a value is."""
_NEAR = 12
SURE = 2.0
"""From these log-odds a finding is sure enough to be company for others."""
SEEN = 0.85
"""The same for what the model alone sees."""
_ESCAPE = late(r"\\u[0-9A-Fa-f]{4}|%[89A-Fa-f][0-9A-Fa-f]%")
_made = tuple.__new__

Shown = tuple[Detector, list[Candidate]]
"""A detector and candidates of one view for it."""


class Judged(NamedTuple):
    """What a detector said of a stretch of the block."""

    detector: str
    judgement: Judgement
    span: Span
    score: float
    torn: int = -1
    """Where its first line ends, if it was put together from two lines."""


class Ensemble:
    """Detectors compiled together: one matcher for the text and for all its islands.

    Unless it is not to be `fused`, the sequence model has its say of what the detectors find.
    """

    def __init__(
        self, detectors: Sequence[Detector], *, engine: str | None = None, fused: bool = True
    ) -> None:
        self.detectors = tuple(detectors)
        self._heard = fused
        readers = [d for d in self.detectors if isinstance(d, Reader)]
        self._readers = [(r, r.rules if isinstance(r, Modelled) else r) for r in readers]
        self._reading = frozenset(map(id, readers))
        self.modelled = frozenset(tagger.kinds())
        sorted_ = [parted(d.patterns) for d in self.detectors]
        self._owners = [d for d, (own, _) in zip(detectors, sorted_, strict=True) for _ in own]
        self._everyday = [words for _, words in sorted_]
        patterns = [p for own, _ in sorted_ for p in own]
        self._grouped = ["(?P<v>" in p.regex for p in patterns]
        self._tables = frozenset(i for i, p in enumerate(patterns, len(ISLANDS)) if p in TABLES)
        self.matcher = matcher([*(i.pattern for i in ISLANDS), *patterns], engine=engine)

    def _shown(self, block: Block, view: View) -> Iterator[Shown]:
        """Yield every candidate of the block with the detector that is to judge it."""
        hits = self.matcher.hits(view.text)
        first = bisect_left(hits, len(ISLANDS), key=itemgetter(0))
        headed = self._headed(hits, view, block)
        yield from self._candidates(hits[first:], view, headed)
        yield from self._spotted(view, headed, range(len(self.detectors)))
        for island in _islands(view.text, hits[:first]):
            inner = self.matcher.hits(island.text)
            first = bisect_left(inner, len(ISLANDS), key=itemgetter(0))
            within = self._headed(inner, island, headed) if island.fold is Fold.DECODED else headed
            met = list(self._candidates(inner[first:], island, within))
            yield from met
            yield from self._spotted(island, within, {self._number(d) for d, _ in met})

    def _headed(self, hits: list[Hits], view: View, block: Block) -> Block:
        """Return the block with the headers of the tables in the view over their cells.

        A block that is rows of a table has its own headers.
        """
        matches = [match for hit in hits if hit.pattern in self._tables for match in hit.matches]
        if not matches or is_grid(block.layout):
            return block
        found = sheets(view.text, matches)
        return replace(block, layout=Headed(block, view, found)) if found else block

    def _candidates(self, hits: list[Hits], view: View, block: Block) -> Iterator[Shown]:
        patterns, owners, grouped = self.matcher.patterns, self._owners, self._grouped
        joined = view.fold is _JOINED
        fold = Fold.DECODED if joined else view.fold
        moved = view.fold is not _WIDTH
        for index, matches in hits:
            pattern = patterns[index]
            if fold not in pattern.folds:
                continue
            number = index - len(ISLANDS)
            group: str | int = "v" if grouped[number] else 0
            found: list[Candidate] = []
            for match in matches:
                at = match.span(group)
                span = _made(Span, view.original(*at) if moved else at)
                found.append(_made(Candidate, (pattern, view, *at, span, match, block)))
            if joined:
                found = list(filter(_needs_joining, found))
            if found:
                yield owners[number], found

    def _number(self, detector: Detector) -> int:
        return self.detectors.index(detector)

    @cached_property
    def _spots(self) -> Spots:
        return Spots(self._everyday)

    def _spotted(self, view: View, block: Block, numbers: Collection[int]) -> Iterator[Shown]:
        """Yield the candidates that everyday words show, of the detectors with these numbers.

        In an island only detectors look for their words that were shown something else there.
        """
        if not view.text.isascii() and any(self._everyday[n] for n in numbers):
            for number, candidate in self._spots.candidates(view, block, numbers):
                yield self.detectors[number], [candidate]

    def judged(self, block: Block, *, models: bool = True) -> list[Judged]:
        """Return every candidate that its detector had something to say about.

        Without `models` a detector that has one does what it can by rules, and the sequence model
        is not heard.
        """
        found: list[Judged] = []
        shown: dict[tuple[int, int], list[Candidate]] = {}
        view = written(block.text)
        for detector, candidates in self._shown(block, view):
            if id(detector) in self._reading:
                shown.setdefault((id(detector), id(candidates[0].view)), []).extend(candidates)
                continue
            judge, name = detector.judge, detector.id
            joined = candidates[0].view.fold is _JOINED
            last, worth = _NOTHING
            for candidate in candidates:
                judgement = judge(candidate)
                if judgement is None:
                    continue
                if joined or judgement[3] >= 0:
                    found.append(_judged(name, judgement, candidate.view, candidate.span, block))
                    continue
                evidence = judgement[2]
                if evidence is not last:  # which a detector often says again
                    last, worth = evidence, score(evidence)
                found.append(_made(Judged, (name, judgement, candidate[4], worth, -1)))
        for reader, by_rules in self._readers:
            groups = [c for k, c in shown.items() if k[0] == id(reader)]
            found += self._read(reader if models else by_rules, block, view, groups)
        if any(torn >= 0 for _, _, _, _, torn in found):
            found = list(_unlisted(found, block))
        return list(_fused(found, view, block)) if models and self._heard else found

    def _read(
        self, reader: Reader, block: Block, whole: View, shown: list[list[Candidate]]
    ) -> Iterator[Judged]:
        """Yield what a reader says of the block, view by view."""
        views = [(group[0].view, group) for group in shown]
        if not any(view.fold is _WIDTH for view, _ in views):
            views.insert(0, (whole, []))
        for view, candidates in views:
            for judgement in reader.read(view, block, candidates):
                yield _judged(reader.id, judgement, view, _NOWHERE, block)

    def completed(self, kept: Sequence[Judged], block: Block) -> list[Judged]:
        """Return what was settled on with what is left of a person between it, where several things are likely.

        Cells of tables have their headers and are left as they are.
        """
        found = list(kept)
        if not self._heard or is_grid(block.layout) or not found:
            return found
        text = written(block.text).text
        faint = tagger.faint(text)
        if not len(faint.places):
            return found
        among = Company([item.span for item in kept if item.score >= _LIKELY], text)
        ending = {item.span.end: number for number, item in enumerate(found)}
        starting = {item.span.start: number for number, item in enumerate(found)}
        for part in left(text, faint, [item.span for item in kept]):
            if among.around(part.start, part.end) is not AMONG:
                continue
            beside = ending.get(part.start, -1), starting.get(part.end, -1)
            of = next((n for n in beside if n >= 0 and _completes(part, found[n])), None)
            if of is not None:
                found[of] = _grown(found[of], part, text)
            elif part.end - part.start >= LEAST and not _leads(part, beside[1], found):
                span = Span(part.start, part.end)
                told = (part.evidence, AMONG, *_doubts(span, part.label, text))
                found.append(_seen(span, part.label, told, text))
        return sorted(found, key=_span)


_span = itemgetter(2)
_NOWHERE = Span(0, 0)
_NOTHING: tuple[tuple[Evidence, ...], float] = ((), score(()))


def _fused(found: Sequence[Judged], view: View, block: Block) -> Iterator[Judged]:
    """Yield the findings with what the sequence model says of each, and what it alone sees."""
    text = view.text
    tags = tagger.tags(text)
    said = _said(found, text)
    heard, alone = weighed(said, tags)
    if not alone and not any(heard):
        yield from found
        return
    among = _company(found, heard, alone, text)
    bounds = None if is_grid(block.layout) else _bounds(found, tags, text)
    yield from _weighed(found, said, heard, among, bounds, text)
    yield from _lone(found, alone, among, text)


def _weighed(
    found: Iterable[Judged],
    said: Iterable[Said],
    heard: Iterable[Evidence | None],
    among: Company,
    bounds: Bounds | None,
    text: str,
) -> Iterator[Judged]:
    """Yield the findings of rules with what the sequence model and their company say of them."""
    for item, asked, evidence in zip(found, said, heard, strict=True):
        if evidence is None:
            yield item
        else:
            plain = not asked.labelled and asked.type != _NAME
            detector, judgement, span, _, torn = item
            kind, normal, told, *rest = judgement
            told = (*told, evidence, *(among.say(told, *span) if plain else ()))
            if wider := bounds and bounds.around(kind, span):
                normal, told = _longer(normal, text, span, wider), (*told, LONGER)
                span = wider
            judgement = _made(Judgement, (kind, normal, told, *rest))
            yield _made(Judged, (detector, judgement, span, score(told), torn))


def _lone(
    found: Sequence[Judged],
    alone: Iterable[tuple[tagger.Tagged, Evidence]],
    among: Company,
    text: str,
) -> Iterator[Judged]:
    """Yield what the sequence model alone sees."""
    finer = _finer(found)
    for tag, evidence in alone:
        if finer and meeting(Said(tag.start, tag.end, tag.label, False), finer):
            continue
        start, end, label = tag[:3]
        beside = [_FOREIGN] if text[start:end].isascii() else []
        if label == _NAME:
            beside += setting.doubts(text, start, end)
        else:
            beside += among.say((), start, end)
        yield _seen(Span(start, end), label, (evidence, *beside), text)


def _doubts(span: Span, label: str, text: str) -> Iterator[Evidence]:
    """Yield what the passage says against what is left between facts: a name like any, a fact amid tales."""
    if label == _NAME:
        yield from setting.doubts(text, *span)
    elif doubt := setting.about_nobody(text, *span):
        yield doubt


def _seen(span: Span, label: str, told: tuple[Evidence, ...], text: str) -> Judged:
    """Return a finding that only the sequence model knows."""
    judgement = Judgement(label, compact(text[slice(*span)]), told)
    return Judged("tagger", judgement, span, score(told), -1)


def _leads(part: Remains, number: int, found: Sequence[Judged]) -> bool:
    """Say whether what is left is the word before the finding of this number, if there is one behind it."""
    if number < 0:
        return False
    kind = found[number].judgement.type
    return part.leads_to(found[number].span, tagger.kinds().get(kind), kind)


def _completes(part: Remains, item: Judged) -> bool:
    """Say whether what is left is the rest of a finding."""
    kind = item.judgement.type
    return part.completes(item.span, tagger.kinds().get(kind), kind)


def _grown(item: Judged, part: Remains, text: str) -> Judged:
    """Return a finding with the rest of it."""
    span = Span(min(item.span.start, part.start), max(item.span.end, part.end))
    normal = _longer(item.judgement.normal, text, item.span, span)
    told = (*item.judgement.evidence, LONGER)
    return item._replace(judgement=item.judgement._replace(normal=normal, evidence=told), span=span)


def _bounds(found: Iterable[Judged], tags: Sequence[tagger.Tagged], text: str) -> Bounds:
    """Return what says where findings end; none grows over a likely one."""
    return Bounds(text, tags, (item.span for item in found if item.score >= _LIKELY))


def _longer(normal: str, text: str, span: Span, wider: Span) -> str:
    """Return the normal form of a finding with what was added to it before and behind."""
    return compact(text[wider.start : span.start]) + normal + compact(text[span.end : wider.end])


def _said(found: Iterable[Judged], text: str) -> list[Said]:
    """Return the findings as the model is asked about them."""
    escapes = "%" in text or "\\u" in text
    said: list[Said] = []
    for _, judgement, span, _, _ in found:
        told = _is_labelled(judgement) or (escapes and _is_escaped(text, span))
        said.append(_made(Said, (*span, judgement[0], told)))
    return said


def _finer(found: Sequence[Judged]) -> list[tagger.Tagged]:
    """Return likely findings of rules of kinds that the model knows only by a neighbour's name."""
    known = tagger.kinds()
    likely = (f for f in found if f.judgement.type not in known and f.score >= _LIKELY)
    return sorted(tagger.Tagged(*f.span, f.judgement.type, f.score) for f in likely)


def _company(
    found: Sequence[Judged],
    heard: Sequence[Evidence | None],
    alone: Sequence[tuple[tagger.Tagged, Evidence]],
    text: str,
) -> Company:
    """Return the stretches that rules with the model, or the model alone, are sure of."""
    sure = [
        (item.judgement.type, item.span)
        for item, evidence in zip(found, heard, strict=True)
        if strength(item.judgement.evidence) + (evidence.weight if evidence else 0) > SURE
    ]
    sure += [(t.label, Span(t.start, t.end)) for t, _ in alone if t.sure > SEEN]
    return Company([s for _, s in sure], text, [s for kind, s in sure if kind == _NAME])


def _is_labelled(judgement: Judgement) -> bool:
    """Say whether a label or a header names a finding; a word that often stands before such is none."""
    for kind, weight, _ in judgement.evidence:  # noqa: SIM110 - in half the time of `any`
        if kind == "label" and weight >= _LABEL:
            return True
    return False


def _is_escaped(text: str, span: Span) -> bool:
    """Say whether the words around a finding are written in escapes, which the model can't read."""
    return _ESCAPE.search(text, max(0, span.start - _NEAR), span.end + _NEAR) is not None


def _judged(detector: str, judgement: Judgement, view: View, span: Span, block: Block) -> Judged:
    start = judgement.start
    fold = view.fold
    if start >= 0:
        at = (start, judgement.end)
        span = _made(Span, at if fold is _WIDTH else view.original(*at))
    torn = -1
    if fold is _JOINED and "\n" in (seen := block.text[slice(*span)]):
        torn = span.start + len(seen.split("\n", 1)[0].rstrip())
        evidence = (*judgement.evidence, broken(judgement.evidence))
        judgement = judgement._replace(evidence=evidence)
    return _made(Judged, (detector, judgement, span, score(judgement.evidence), torn))


def _unlisted(found: Iterable[Judged], block: Block) -> Iterator[Judged]:
    """Yield what was judged, with a doubt for two items of a list that were taken for one."""
    whole = {(j.judgement.type, j.span.end) for j in found if j.torn < 0 and j.score >= _LIKELY}
    for item in found:
        start, end = item.span
        ends = block.text[end : end + 40].lstrip(" \r")[:1] in {"", "\n"}
        doubt = None
        if item.torn >= 0 and ends and (item.judgement.type, item.torn) in whole:
            doubt = listed(block.text[start:end])
        if doubt is not None:
            evidence = (*item.judgement.evidence, doubt)
            judgement = item.judgement._replace(evidence=evidence)
            yield item._replace(judgement=judgement, score=score(evidence))
        else:
            yield item


def _needs_joining(candidate: Candidate) -> bool:
    """Say whether a value lies on both lines."""
    return "\n" in candidate.block.text[slice(*candidate.span)]


def _islands(text: str, hits: list[Hits]) -> Iterator[View]:
    """Yield the views of the islands that their patterns hit."""
    for index, matches in hits:
        yield from unfold(text, ISLANDS[index], matches)
