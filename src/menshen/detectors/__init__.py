"""The detectors, and the way from a block to its findings.

All patterns are searched in one pass; each detector judges its own candidates; what overlaps is
settled by evidence. A detector is a module of this folder with a constant `DETECTOR`; adding
one takes the file, its case table in the tests, and a line in `BUILTIN`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from typing import NamedTuple

from menshen import taxonomy
from menshen.engines.islands import ISLANDS, unfold
from menshen.engines.match import Hit, Matcher, matcher
from menshen.evidence import score, strength
from menshen.model import (
    Block,
    Candidate,
    Detector,
    Evidence,
    Finding,
    Judgement,
    Lines,
    Pattern,
    Span,
)
from menshen.policy import DEFAULT, Policy
from menshen.settle import Claim, settle
from menshen.text import Fold, View, written

__all__ = ["BUILTIN", "Explanation", "Judged", "explain", "find"]

BUILTIN = (
    "resident_id",
    "mobile",
)
"""The ids of the detectors that ship, in the order in which equal claims stay."""


class Judged(NamedTuple):
    """A candidate and what its detector said of it, with the span that is meant."""

    detector: str
    judgement: Judgement
    candidate: Candidate
    span: Span
    score: float


class Explanation(NamedTuple):
    """Why a stretch of text is, or is not, reported as a type. Holds no value.

    `accepted` is True for what `find` reports; `reason` says why not otherwise.
    """

    span: Span
    type: str
    detector: str
    accepted: bool
    score: float
    evidence: tuple[Evidence, ...]
    reason: str


@cache
def load(name: str) -> Detector:
    """Return the built-in detector of this id."""
    detector: Detector = import_module(f"menshen.detectors.{name}").DETECTOR
    return detector


class Ensemble:
    """Detectors compiled together: one matcher for the text, one for each kind of island."""

    def __init__(self, detectors: Sequence[Detector], *, engine: str | None = None) -> None:
        self.detectors = tuple(detectors)
        self._engine = engine
        owned = [(p, d) for d in self.detectors for p in d.patterns]
        self._matchers: dict[Fold, tuple[Matcher, list[Detector]]] = {}
        self._owned = owned
        self._main, self._owners = self._for(Fold.WIDTH, [i.pattern for i in ISLANDS])

    def _for(self, fold: Fold, extra: Sequence[Pattern] = ()) -> tuple[Matcher, list[Detector]]:
        chosen = [(p, d) for p, d in self._owned if fold in p.folds]
        patterns = [p for p, _ in chosen]
        return matcher([*extra, *patterns], engine=self._engine), [d for _, d in chosen]

    def candidates(self, block: Block) -> Iterator[tuple[Detector, Candidate]]:
        """Yield every candidate of the block with the detector that is to judge it."""
        view = written(block.text)
        islands: dict[int, list[Hit]] = {}
        first = len(ISLANDS)
        for hit in self._main.hits(view.text):
            if hit.pattern < first:
                islands.setdefault(hit.pattern, []).append(hit)
            else:
                pattern = self._main.patterns[hit.pattern]
                yield self._owners[hit.pattern - first], _candidate(hit, pattern, view, block)
        for index, hits in islands.items():
            for island in unfold(view.text, ISLANDS[index], [h.match for h in hits]):
                yield from self._island(island, block)

    def _island(self, view: View, block: Block) -> Iterator[tuple[Detector, Candidate]]:
        if view.fold not in self._matchers:
            self._matchers[view.fold] = self._for(view.fold)
        searcher, owners = self._matchers[view.fold]
        for hit in searcher.hits(view.text):
            pattern = searcher.patterns[hit.pattern]
            yield owners[hit.pattern], _candidate(hit, pattern, view, block)

    def judged(self, block: Block) -> Iterator[Judged]:
        """Yield every candidate that its detector had something to say about."""
        for detector, candidate in self.candidates(block):
            judgement = detector.judge(candidate)
            if judgement is None:
                continue
            span = candidate.span
            if judgement.start >= 0:
                span = Span(*candidate.view.original(judgement.start, judgement.end))
            yield Judged(detector.id, judgement, candidate, span, score(judgement.evidence))


@cache
def _has_value(regex: str) -> bool:
    return "(?P<v>" in regex


def _candidate(hit: Hit, pattern: Pattern, view: View, block: Block) -> Candidate:
    match = hit.match
    start, end = match.span("v") if _has_value(pattern.regex) else match.span()
    return Candidate(pattern, view, start, end, Span(*view.original(start, end)), match, block)


@cache
def builtin() -> Ensemble:
    """Return all built-in detectors compiled together; done once in a process."""
    return Ensemble([load(name) for name in BUILTIN])


def find(
    block: Block, *, policy: Policy = DEFAULT, ensemble: Ensemble | None = None
) -> list[Finding]:
    """Return the findings of a block in order of position.

    >>> [f.type.id for f in find(Block("a", 0, "电话13800138000"))]
    ['mobile_number']
    """
    judged = list((ensemble or builtin()).judged(block))
    kept, _ = _settled(judged, policy)
    layout = block.layout or Lines(block.text)
    return [_finding(item, block, layout) for item in kept if _in_core(item.span, block)]


def explain(
    block: Block, *, policy: Policy = DEFAULT, ensemble: Ensemble | None = None
) -> list[Explanation]:
    """Return every candidate, accepted or not, with what spoke for and against it."""
    judged = list((ensemble or builtin()).judged(block))
    kept, reasons = _settled(judged, policy)
    accepted = {id(item) for item in kept}
    return [
        Explanation(
            item.span,
            item.judgement.type,
            item.detector,
            id(item) in accepted,
            item.score,
            item.judgement.evidence,
            reasons.get(id(item), ""),
        )
        for item in sorted(judged, key=lambda j: (j.span, -j.score))
    ]


def _settled(judged: list[Judged], policy: Policy) -> tuple[list[Judged], dict[int, str]]:
    """Return what is reported, and for the rest why not, by identity of the judged item."""
    reasons: dict[int, str] = {}
    claimed = [j.span for j in judged if j.judgement.claims]
    standing: list[Judged] = []
    for item in judged:
        reason = _turned_down(item, policy, claimed)
        if reason:
            reasons[id(item)] = reason
        else:
            standing.append(item)
    claims = [Claim(j.span.start, j.span.end, _weight(j), i) for i, j in enumerate(standing)]
    kept = [standing[i] for i in settle(claims)]
    chosen = {id(item) for item in kept}
    for item in standing:
        if id(item) not in chosen:
            reasons[id(item)] = "overlaps a finding with more evidence"
    if policy.types is not None:
        kept = [item for item in kept if item.judgement.type in policy.types]
    return kept, reasons


def _turned_down(item: Judged, policy: Policy, claimed: list[Span]) -> str:
    if not policy.accepts(item.judgement.type, item.score):
        return f"score {item.score:.2f} is below the threshold"
    labelled = any(e.kind == "label" for e in item.judgement.evidence)
    if claimed and not labelled and not item.judgement.claims and _overlaps(item.span, claimed):
        return "fails the check of the number it looks like, and has no label of its own"
    return ""


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(o.start < span.end and span.start < o.end for o in others)


def _weight(item: Judged) -> float:
    """Return the worth of a claim: its log-odds, and of equals the longer one."""
    return (
        max(strength(item.judgement.evidence), 0.0) + 0.1 + 0.01 * (item.span.end - item.span.start)
    )


def _in_core(span: Span, block: Block) -> bool:
    return block.core is None or block.core.start <= span.start < block.core.end


def _finding(item: Judged, block: Block, layout: Lines) -> Finding:
    span = item.span
    return Finding(
        type=taxonomy.get(item.judgement.type),
        document=block.document,
        block=block.id,
        span=span,
        place=layout.place(span.start, span.end),
        value=block.text[span.start : span.end],
        normal=item.judgement.normal,
        score=item.score,
        detector=item.detector,
        evidence=item.judgement.evidence,
        record=layout.record(span.start),
    )
