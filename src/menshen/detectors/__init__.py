"""The detectors, and the way from a block to its findings.

All patterns are searched in one pass; each detector judges its own candidates; what overlaps is
settled by evidence. A detector is a module of this folder with a constant `DETECTOR`; adding
one takes the file, its case table in the tests, and a line in `BUILTIN`.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from menshen import taxonomy
from menshen.engines.ensemble import Ensemble, Judged
from menshen.evidence import score, strength
from menshen.model import Block, Detector, Evidence, Finding, Judgement, Layout, Lines, Place, Span
from menshen.own import Searched
from menshen.plugins import DETECTORS, plugged
from menshen.policy import DEFAULT, Own, Policy
from menshen.seldom import SELDOM
from menshen.settle import Claim, clusters, settle
from menshen.taxonomy import InfoType
from menshen.text import written

__all__ = ["BUILTIN", "Ensemble", "Explanation", "Judged", "explain", "find"]

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
    "file_name",
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
    "nickname",
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


_span = itemgetter(2)
_made = tuple.__new__
_LONG = 10_000
"""From so many characters on a text is worth telling the collector of cycles to wait."""
_DENIED = Evidence("policy", 12.0, "the policy always reports this word")


@cache
def load(name: str) -> Detector:
    """Return the built-in detector of this id."""
    detector: Detector = import_module(f"menshen.detectors.{name}").DETECTOR
    return detector


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
    if len(block.text) < _LONG:
        return _found(block, policy, ensemble or builtin())
    with SELDOM:
        return _found(block, policy, ensemble or builtin())


def _found(block: Block, policy: Policy, ensemble: Ensemble) -> list[Finding]:
    judged = _judgements(block, policy, ensemble)
    kept = _settled([*judged, *_denied(block, policy)] if policy.denied else judged, policy)
    kept = _wanted(_completed(kept, block, policy, ensemble), policy)
    layout = block.layout or Lines(block.text)
    if block.core is not None:
        kept = [item for item in kept if _in_core(item.span, block.core)]
    name = block.id
    found = list(_findings(kept, block, name, layout))
    if policy.allow_values or policy.allow_patterns:
        found = [f for f in found if not policy.lets_through(f.value, f.normal)]
    return found


def explain(
    block: Block, *, policy: Policy = DEFAULT, ensemble: Ensemble | None = None
) -> list[Explanation]:
    """Return every candidate, accepted or not, with what spoke for and against it."""
    asked = ensemble or builtin()
    judged = _judgements(block, policy, asked)
    reasons: dict[int, str] = {}
    settled = _settled(judged, policy, reasons)
    whole = _completed(settled, block, policy, asked)
    accepted = set(map(id, _wanted(whole, policy)))
    before, after = (set(map(id, items)) for items in (settled, whole))
    judged = [item for item in judged if id(item) not in before - after]
    judged += (item for item in whole if id(item) not in before)
    reasons.update(_low(judged, policy))
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
    judged = ensemble.judged(block, models=_models(policy, ensemble))
    return [*judged, *_owned(block, policy.own)] if policy.own else judged


def _models(policy: Policy, ensemble: Ensemble) -> bool:
    """Say whether models are to be heard: only where the policy wants what they find."""
    wanted = policy.types is None or not ensemble.modelled.isdisjoint(policy.types)
    return policy.models and wanted


def _owned(block: Block, wanted: tuple[Own, ...]) -> Iterator[Judged]:
    """Yield what the user's own words and patterns match."""
    for name, judgement, span in _searched(wanted).found(written(block.text), block):
        yield Judged(name, judgement, span, score(judgement.evidence))


@cache
def _searched(wanted: tuple[Own, ...]) -> Searched:
    return Searched(wanted)


def _settled(
    judged: list[Judged], policy: Policy, reasons: dict[int, str] | None = None
) -> list[Judged]:
    """Return what is reported; `reasons` are told why the rest is not, by identity of the item."""
    standing = _standing(judged, policy)
    claimed = _Claimed([span for _, judgement, span, _, _ in judged if judgement[5]])
    if claimed:
        taken = {id(item) for item in standing if _is_taken(item, claimed)}
        standing = [item for item in standing if id(item) not in taken]
        if reasons is not None:
            reasons.update(dict.fromkeys(taken, _TAKEN))
    standing.sort(key=_span)
    kept: list[Judged] = []
    done = 0
    for first, stop in clusters([item[2] for item in standing]):
        kept += standing[done:first]
        kept += _heaviest(standing[first:stop], reasons)
        done = stop
    kept += standing[done:]
    return kept


def _completed(
    settled: list[Judged], block: Block, policy: Policy, ensemble: Ensemble
) -> list[Judged]:
    """Return what was settled on with what the models see left of a person between it."""
    return ensemble.completed(settled, block) if _models(policy, ensemble) else settled


def _wanted(found: list[Judged], policy: Policy) -> list[Judged]:
    """Return those of the kinds the policy asks for that are sure enough."""
    types = policy.types
    return [
        item for item in _standing(found, policy) if types is None or item.judgement.type in types
    ]


def _low(judged: list[Judged], policy: Policy) -> Iterator[tuple[int, str]]:
    """Yield why what does not reach its threshold is not reported, by identity of the item."""
    standing = set(map(id, _standing(judged, policy)))
    for item in judged:
        if id(item) not in standing:
            yield id(item), f"score {item.score:.2f} is below the threshold"


def _standing(judged: list[Judged], policy: Policy) -> list[Judged]:
    """Return what reaches its threshold."""
    least, thresholds = policy.min_score, policy.thresholds
    if not thresholds:
        return [item for item in judged if item[3] >= least]
    return [item for item in judged if item[3] >= thresholds.get(item[1][0], least)]


def _heaviest(cluster: Sequence[Judged], reasons: dict[int, str] | None) -> list[Judged]:
    """Return those of a cluster that stay."""
    worth = _weights(cluster)
    claims = [Claim(*j.span, w, i) for i, (j, w) in enumerate(zip(cluster, worth, strict=True))]
    chosen = set(settle(claims))
    if reasons is not None:
        lost = (id(j) for i, j in enumerate(cluster) if i not in chosen)
        reasons.update(dict.fromkeys(lost, "overlaps a finding with more evidence"))
    return [j for i, j in enumerate(cluster) if i in chosen]


def _denied(block: Block, policy: Policy) -> Iterator[Judged]:
    """Yield the words that the policy always reports."""
    for word, type_id in policy.denied.items():
        at = block.text.find(word) if word else -1
        while at >= 0:
            judgement = Judgement(type_id, word, (_DENIED,))
            yield Judged("policy", judgement, Span(at, at + len(word)), score(judgement.evidence))
            at = block.text.find(word, at + len(word))


_TAKEN = "fails the check of the number it looks like, and has no label of its own"


class _Claimed:
    """The stretches that numbers claim which their own check rejects."""

    def __init__(self, spans: list[Span]) -> None:
        spans.sort()
        self._starts = [span.start for span in spans]
        self._reach = list(accumulate((span.end for span in spans), max))

    def __bool__(self) -> bool:
        return bool(self._starts)

    def overlap(self, span: Span) -> bool:
        """Say whether one of them overlaps the span."""
        before = bisect_left(self._starts, span.end)
        return before > 0 and self._reach[before - 1] > span.start


def _is_taken(item: Judged, claimed: _Claimed) -> bool:
    if item.judgement.claims or not claimed.overlap(item.span):
        return False
    return all(e.kind != "label" for e in item.judgement.evidence)


def _weight(item: Judged) -> float:
    """Return the worth of a claim: its log-odds, and of equals the longer one."""
    return (
        max(strength(item.judgement.evidence), 0.0) + 0.1 + 0.01 * (item.span.end - item.span.start)
    )


def _weights(cluster: Sequence[Judged]) -> list[float]:
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


def _findings(kept: Sequence[Judged], block: Block, name: str, layout: Layout) -> Iterator[Finding]:
    """Yield the findings that are made of what was kept; a log has thousands, so it is kept short."""
    document, text, kinds = block.document, block.text, _Kinds()
    spans = [item[2] for item in kept]
    for item, span, (place, record) in zip(kept, spans, _where(spans, layout), strict=True):
        detector, (kind, normal, evidence, _, _, _), _, worth, _ = item
        start, end = span
        yield _made(
            Finding,
            (
                kinds[kind], document, name, span, place, text[start:end], normal,
                worth, detector, evidence, record, None, None,
            ),
        )  # fmt: skip


class _Kinds(dict[str, InfoType]):
    """The kinds of the catalogue that were asked for, by their ids."""

    def __missing__(self, kind: str) -> InfoType:
        """Return a kind that is asked for the first time."""
        found = self[kind] = taxonomy.get(kind)
        return found


def _where(spans: Sequence[Span], layout: Layout) -> Iterable[tuple[Place, int | None]]:
    """Return the place and the record of each span."""
    if type(layout) is Lines:  # one of a page has places of its own
        return layout.along(spans)
    return [(layout.place(*span), layout.record(span.start)) for span in spans]
