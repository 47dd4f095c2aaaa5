"""The detectors, and the way from a block to its findings.

All patterns are searched in one pass; each detector judges its own candidates; what overlaps is
settled by evidence. A detector is a module of this folder with a constant `DETECTOR`; adding
one takes the file, its case table in the tests, and a line in `BUILTIN`.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property
from importlib import import_module
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import NamedTuple

from menshen import taxonomy
from menshen.engines import tagger
from menshen.engines.fusion import Said, weighed
from menshen.engines.islands import ISLANDS, unfold
from menshen.engines.match import Hit, matcher
from menshen.engines.pasted import PATTERNS as TABLES
from menshen.engines.pasted import Headed, sheets
from menshen.engines.spots import Spots, parted
from menshen.evidence import broken, listed, score, strength
from menshen.late import late
from menshen.model import (
    Block,
    Candidate,
    Detector,
    Evidence,
    Finding,
    Judgement,
    Layout,
    Lines,
    Modelled,
    Reader,
    Span,
    is_grid,
)
from menshen.own import Searched
from menshen.plugins import DETECTORS, plugged
from menshen.policy import DEFAULT, Own, Policy
from menshen.settle import Claim, clusters, settle
from menshen.text import Fold, View, compact, written

__all__ = ["BUILTIN", "Explanation", "Judged", "explain", "find"]

BUILTIN = (
    "address",
    "age",
    "bank_account",
    "bank_card",
    "benefit",
    "birth_date",
    "biometric",
    "blood_type",
    "body_mark",
    "card_secret",
    "care_provider",
    "certificate_no",
    "column",
    "complaint_case",
    "credit",
    "criminal_record",
    "crypto_wallet",
    "device_id",
    "diagnosis",
    "driver_licence",
    "education",
    "email",
    "employee_id",
    "employer",
    "ethnicity",
    "flight_ticket",
    "gender_mark",
    "genome",
    "habit",
    "height_weight",
    "hkm_permit",
    "household_register",
    "id_validity",
    "imei",
    "imsi_iccid",
    "income",
    "insurance_policy",
    "invoice",
    "ip",
    "job_title",
    "kinship",
    "landline",
    "location",
    "mac",
    "marital_status",
    "marriage_certificate",
    "medical_insurance",
    "medical_record_no",
    "medication",
    "military_id",
    "mobile",
    "nationality",
    "order_number",
    "org_credit_code",
    "origin",
    "passport",
    "password",
    "payment_account",
    "person_name",
    "pickup_code",
    "picture",
    "plate",
    "police_id",
    "political_status",
    "property",
    "provident_fund",
    "purchase",
    "qq",
    "real_estate",
    "religion",
    "residence_permit",
    "resident_id",
    "school",
    "securities_account",
    "sms_code",
    "social_account",
    "social_security_number",
    "speaker",
    "student_id",
    "tracking_number",
    "train_ticket",
    "trait",
    "trip",
    "tw_permit",
    "user_id",
    "utility_account",
    "vin",
    "virtual_property",
    "vital_signs",
    "wechat",
)
"""The ids of the detectors that ship, in the order in which equal claims stay."""


class Judged(NamedTuple):
    """What a detector said of a stretch of the block."""

    detector: str
    judgement: Judgement
    span: Span
    score: float
    torn: int = -1
    """Where its first line ends, if it was put together from two lines."""


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


_span = attrgetter("span")
_WIDTH, _JOINED = Fold.WIDTH, Fold.JOINED
_LIKELY = 0.5
"""The score from which the first line alone is taken for a value."""
_FOREIGN = Evidence("model", -1.0, "no Chinese character in it, and the model reads Chinese")
_NEAR = 12
_ESCAPE = late(r"\\u[0-9A-Fa-f]{4}|%[89A-Fa-f][0-9A-Fa-f]%")
_DENIED = Evidence("policy", 12.0, "the policy always reports this word")


@cache
def load(name: str) -> Detector:
    """Return the built-in detector of this id."""
    detector: Detector = import_module(f"menshen.detectors.{name}").DETECTOR
    return detector


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
        self._tables = [i for i, p in enumerate(patterns, len(ISLANDS)) if p in TABLES]
        self.matcher = matcher([*(i.pattern for i in ISLANDS), *patterns], engine=engine)

    def candidates(
        self, block: Block, view: View | None = None
    ) -> Iterator[tuple[Detector, Candidate]]:
        """Yield every candidate of the block with the detector that is to judge it.

        `view` is the block's width view where the caller has it already.
        """
        view = view or written(block.text)
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

    def _headed(self, hits: list[Hit], view: View, block: Block) -> Block:
        """Return the block with the headers of the tables in the view over their cells.

        A block that is rows of a table has its own headers.
        """
        matches = [hit.match for i in self._tables for hit in _of(i, hits)]
        if not matches or is_grid(block.layout):
            return block
        found = sheets(view.text, matches)
        return replace(block, layout=Headed(block, view, found)) if found else block

    def _candidates(
        self, hits: list[Hit], view: View, block: Block
    ) -> Iterator[tuple[Detector, Candidate]]:
        patterns, owners, grouped = self.matcher.patterns, self._owners, self._grouped
        fold = Fold.DECODED if view.fold is Fold.JOINED else view.fold
        moved = view.fold is not Fold.WIDTH
        for index, match in hits:
            pattern = patterns[index]
            if fold not in pattern.folds:
                continue
            number = index - len(ISLANDS)
            start, end = match.span("v") if grouped[number] else match.span()
            span = Span(*view.original(start, end)) if moved else Span(start, end)
            candidate = Candidate(pattern, view, start, end, span, match, block)
            if view.fold is not Fold.JOINED or _needs_joining(candidate):
                yield owners[number], candidate

    def _number(self, detector: Detector) -> int:
        return self.detectors.index(detector)

    @cached_property
    def _spots(self) -> Spots:
        return Spots(self._everyday)

    def _spotted(
        self, view: View, block: Block, numbers: Collection[int]
    ) -> Iterator[tuple[Detector, Candidate]]:
        """Yield the candidates that everyday words show, of the detectors with these numbers.

        In an island only detectors look for their words that were shown something else there.
        """
        if not view.text.isascii() and any(self._everyday[n] for n in numbers):
            for number, candidate in self._spots.candidates(view, block, numbers):
                yield self.detectors[number], candidate

    def judged(self, block: Block, *, models: bool = True) -> list[Judged]:
        """Return every candidate that its detector had something to say about.

        Without `models` a detector that has one does what it can by rules, and the sequence model
        is not heard.
        """
        found: list[Judged] = []
        shown: dict[tuple[int, int], list[Candidate]] = {}
        view = written(block.text)
        for detector, candidate in self.candidates(block, view):
            if id(detector) in self._reading:
                shown.setdefault((id(detector), id(candidate.view)), []).append(candidate)
                continue
            judgement = detector.judge(candidate)
            if judgement is not None:
                found.append(_judged(detector, judgement, candidate.view, candidate.span, block))
        for reader, by_rules in self._readers:
            groups = [c for k, c in shown.items() if k[0] == id(reader)]
            found += self._read(reader if models else by_rules, block, view, groups)
        if any(j.torn >= 0 for j in found):
            found = list(_unlisted(found, block))
        return list(_fused(found, view)) if models and self._heard else found

    def _read(
        self, reader: Reader, block: Block, whole: View, shown: list[list[Candidate]]
    ) -> Iterator[Judged]:
        """Yield what a reader says of the block, view by view."""
        views = [(group[0].view, group) for group in shown]
        if not any(view.fold is Fold.WIDTH for view, _ in views):
            views.insert(0, (whole, []))
        for view, candidates in views:
            for judgement in reader.read(view, block, candidates):
                yield _judged(reader, judgement, view, Span(0, 0), block)


def _fused(found: Sequence[Judged], view: View) -> Iterator[Judged]:
    """Yield the findings with what the sequence model says of each, and what it alone sees."""
    tags = tagger.tags(view.text)
    said = [
        Said(*f.span, f.judgement.type, _is_labelled(f.judgement) or _is_escaped(view.text, f.span))
        for f in found
    ]
    heard, alone = weighed(said, tags)
    for item, evidence in zip(found, heard, strict=True):
        if evidence is None:
            yield item
        else:
            judgement = item.judgement._replace(evidence=(*item.judgement.evidence, evidence))
            yield item._replace(judgement=judgement, score=score(judgement.evidence))
    for tag, evidence in alone:
        normal = compact(view.text[tag.start : tag.end])
        foreign = (_FOREIGN,) if normal.isascii() else ()
        judgement = Judgement(tag.label, normal, (evidence, *foreign))
        yield Judged("tagger", judgement, Span(tag.start, tag.end), score(judgement.evidence), -1)


def _is_labelled(judgement: Judgement) -> bool:
    return any(e.kind == "label" for e in judgement.evidence)


def _is_escaped(text: str, span: Span) -> bool:
    """Say whether the words around a finding are written in escapes, which the model can't read."""
    return _ESCAPE.search(text, max(0, span.start - _NEAR), span.end + _NEAR) is not None


def _of(pattern: int, hits: list[Hit]) -> list[Hit]:
    """Return the hits of one pattern; they are sorted by pattern."""
    first = bisect_left(hits, pattern, key=itemgetter(0))
    return hits[first : bisect_left(hits, pattern + 1, lo=first, key=itemgetter(0))]


def _judged(
    detector: Detector, judgement: Judgement, view: View, span: Span, block: Block
) -> Judged:
    start = judgement.start
    if start >= 0:
        whole = view.fold is _WIDTH  # where no position moves
        span = Span(*(view.original(start, judgement.end) if not whole else (start, judgement.end)))
    torn = -1
    if view.fold is _JOINED and "\n" in (seen := block.text[slice(*span)]):
        torn = span.start + len(seen.split("\n", 1)[0].rstrip())
        evidence = (*judgement.evidence, broken(judgement.evidence))
        judgement = judgement._replace(evidence=evidence)
    return Judged(detector.id, judgement, span, score(judgement.evidence), torn)


def _unlisted(found: list[Judged], block: Block) -> Iterator[Judged]:
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


def _islands(text: str, hits: list[Hit]) -> Iterator[View]:
    """Yield the views of the islands that their patterns hit."""
    for index, group in groupby(hits, key=attrgetter("pattern")):
        yield from unfold(text, ISLANDS[index], [h.match for h in group])


@cache
def builtin() -> Ensemble:
    """Return all detectors, plug-ins last, compiled together; done once in a process.

    Raises `UsageError` for a plug-in that is none, or finds what the catalogue does not know.
    """
    added: tuple[Detector, ...] = plugged(DETECTORS, frozenset(BUILTIN))
    for detector in added:
        for type_id in detector.types:
            taxonomy.get(type_id)
    return Ensemble([*map(load, BUILTIN), *added])


def find(
    block: Block, *, policy: Policy = DEFAULT, ensemble: Ensemble | None = None
) -> list[Finding]:
    """Return the findings of a block in order of position.

    >>> [f.type.id for f in find(Block("a", 0, "电话13800138000"))]
    ['mobile_number']
    """
    judged = _judgements(block, policy, ensemble or builtin())
    kept, _ = _settled([*judged, *_denied(block, policy)], policy)
    layout = block.layout or Lines(block.text)
    if block.core is not None:
        kept = [item for item in kept if _in_core(item.span, block.core)]
    name = block.id
    found = [_finding(item, block, name, layout) for item in kept]
    if policy.allow_values or policy.allow_patterns:
        found = [f for f in found if not policy.lets_through(f.value, f.normal)]
    return found


def explain(
    block: Block, *, policy: Policy = DEFAULT, ensemble: Ensemble | None = None
) -> list[Explanation]:
    """Return every candidate, accepted or not, with what spoke for and against it."""
    judged = _judgements(block, policy, ensemble or builtin())
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


def _judgements(block: Block, policy: Policy, ensemble: Ensemble) -> list[Judged]:
    """Ask the detectors, with their models only where the policy wants what models find."""
    wanted = policy.types is None or not ensemble.modelled.isdisjoint(policy.types)
    judged = ensemble.judged(block, models=policy.models and wanted)
    return [*judged, *_owned(block, policy.own)] if policy.own else judged


def _owned(block: Block, wanted: tuple[Own, ...]) -> Iterator[Judged]:
    """Yield what the user's own words and patterns match."""
    for name, judgement, span in _searched(wanted).found(written(block.text), block):
        yield Judged(name, judgement, span, score(judgement.evidence))


@cache
def _searched(wanted: tuple[Own, ...]) -> Searched:
    return Searched(wanted)


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
    standing.sort(key=_span)
    kept: list[Judged] = []
    for cluster in clusters(standing):
        if len(cluster) == 1:
            kept += cluster
            continue
        worth = _weights(cluster)
        claims = [Claim(*j.span, w, i) for i, (j, w) in enumerate(zip(cluster, worth, strict=True))]
        chosen = set(settle(claims))
        kept += (j for i, j in enumerate(cluster) if i in chosen)
        for i, item in enumerate(cluster):
            if i not in chosen:
                reasons[id(item)] = "overlaps a finding with more evidence"
    if policy.types is not None:
        kept = [item for item in kept if item.judgement.type in policy.types]
    return kept, reasons


def _denied(block: Block, policy: Policy) -> Iterator[Judged]:
    """Yield the words that the policy always reports."""
    for word, type_id in policy.denied.items():
        at = block.text.find(word) if word else -1
        while at >= 0:
            judgement = Judgement(type_id, word, (_DENIED,))
            yield Judged("policy", judgement, Span(at, at + len(word)), score(judgement.evidence))
            at = block.text.find(word, at + len(word))


def _turned_down(item: Judged, policy: Policy, claimed: list[Span]) -> str:
    if not policy.accepts(item.judgement.type, item.score):
        return f"score {item.score:.2f} is below the threshold"
    if not claimed or item.judgement.claims or not _overlaps(item.span, claimed):
        return ""
    if any(e.kind == "label" for e in item.judgement.evidence):
        return ""
    return "fails the check of the number it looks like, and has no label of its own"


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(o.start < span.end and span.start < o.end for o in others)


def _weight(item: Judged) -> float:
    """Return the worth of a claim: its log-odds, and of equals the longer one."""
    return (
        max(strength(item.judgement.evidence), 0.0) + 0.1 + 0.01 * (item.span.end - item.span.start)
    )


def _weights(cluster: list[Judged]) -> list[float]:
    """Return the worth of each claim; what goes on in the next line is worth no more than whole."""
    whole: dict[int, float] = {}
    for item in cluster:
        if item.torn >= 0:
            whole[item.torn] = max(_weight(item), whole.get(item.torn, 0.0))
    if not whole:
        return [_weight(item) for item in cluster]
    return [min(_weight(item), whole.get(item.span.end, math.inf) - 0.01) for item in cluster]


def _in_core(span: Span, core: Span) -> bool:
    return core.start <= span.start < core.end


def _finding(item: Judged, block: Block, name: str, layout: Layout) -> Finding:
    span = item.span
    start, end = span
    return Finding(
        taxonomy.get(item.judgement.type),
        block.document,
        name,
        span,
        layout.place(start, end),
        block.text[start:end],
        item.judgement.normal,
        item.score,
        item.detector,
        item.judgement.evidence,
        layout.record(start),
    )
