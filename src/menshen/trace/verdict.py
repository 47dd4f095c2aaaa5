"""The verdict of a case: what is said of each copy, of the case, and why.

Copies are named, never people. Accused is only who reaches the threshold by randomness of our own;
everything else ranks, narrows and excludes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

__all__ = [
    "ASSUMPTIONS",
    "ORDER",
    "CopyVerdict",
    "Details",
    "Exhibit",
    "Issued",
    "Matched",
    "Sharing",
    "Verdict",
    "Word",
]

Word = Literal[
    "ACCUSED",
    "COPY_COMPROMISED",
    "STRONG_LEAD",
    "LEAD",
    "NOT_EXCLUDED",
    "NO_ACCUSATION",
    "EXCLUDED",
]
ORDER: tuple[Word, ...] = (
    "ACCUSED", "COPY_COMPROMISED", "STRONG_LEAD", "LEAD", "NOT_EXCLUDED", "EXCLUDED",
)  # fmt: skip
"""The verdicts of a copy, the strongest first."""
ASSUMPTIONS = (
    "keys_secret",
    "no_oracle",
    "frozen_decoder",
    "from_master",
    "fair_sample",
    "copy_not_person",
)
"""What the bound rests on, by the names under which the report explains it and what would break it."""


@dataclass(frozen=True, slots=True)
class CopyVerdict:
    """What is said of one copy.

    `log2_evidence` is log2 B, the product of the e-values in `streams` that may accuse; `rank` is its
    place when all that is known is weighed, 1 for the likeliest. `streams` gives bits by class, and
    beside them `coverage` (log2 L), `posterior` and `control_p` (called against not called people),
    which only rank. `reasons` name exclusions.
    """

    copy: str
    recipient: str
    verdict: Word
    log2_evidence: float
    rank: int
    streams: Mapping[str, float]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A leaked row that was linked, masked: where it stands, which record, by which columns."""

    source: str
    row: int
    record: int
    seen: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Issued:
    """What the ledger has of a release of an accused copy: what a court would ask for first.

    `content` says how much left: rows and columns, or the document.
    """

    copy: str
    recipient: str
    release: str
    at: str
    purpose: str
    legal_basis: str
    operator: str
    approval: str
    content: str
    file: str
    receipt: str


@dataclass(frozen=True, slots=True)
class Matched:
    """How many of the marks that were read are those of an accused copy; it decides nothing.

    `chance` is how many an unrelated copy would have in common on average.
    """

    copy: str
    recipient: str
    same: int
    total: int
    chance: float


@dataclass(frozen=True, slots=True)
class Sharing:
    """A holder that helps to explain what callers knew: its share of the victims, ids just like it.

    A model of the world: it ranks.
    """

    copy: str
    recipient: str
    share: float
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Details:
    """How the verdict came about, for the report.

    `document` is the original's name where a document is traced, else empty. `positions` are used
    and erased ones; `hits_unknown` are numbers of no canary; `ways` how many rows were linked by which facts; `spent` is
    the chance of an innocent accusation spent on this leak, in units of ε.
    """

    case: str = ""
    attempt: int = 1
    eps: float = 1e-6
    copies_tested: int = 0
    spent: float = 1.0
    decoder: str = ""
    ledger_head: str = ""
    dataset: str = ""
    document: str = ""
    positions: tuple[int, int] = (0, 0)
    columns: tuple[str, ...] = ()
    ways: Mapping[str, int] = field(default_factory=dict)
    remaining: tuple[str, ...] = ()
    nobody: float = 0.0
    calls: int = 0
    calls_unlinked: int = 0
    canary_hits: int = 0
    canary_rows: int = 0
    hits_unknown: int = 0
    unknown_snapshots: int = 0
    sources: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    keys_lost: int = 0
    exhibits: tuple[Exhibit, ...] = ()
    sellers: tuple[Sharing, ...] = ()
    issued: tuple[Issued, ...] = ()
    matches: tuple[Matched, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict of a case and its reason, with the copies, the strongest evidence first.

    `accused` are the ids of the copies at the threshold: both `ACCUSED` and `COPY_COMPROMISED`.
    `linked` and `unlinked` count rows of the leak.
    """

    verdict: Word
    reason: str
    threshold_log2: float
    copies: tuple[CopyVerdict, ...]
    accused: tuple[str, ...]
    linked: int
    unlinked: int
    assumptions: tuple[str, ...] = ASSUMPTIONS
    details: Details = field(default_factory=Details)

    def record(self) -> dict[str, Any]:
        """Return the verdict as JSON."""
        return asdict(self)


def strongest(copies: Sequence[CopyVerdict]) -> Word:
    """Return the strongest verdict of some copies.

    >>> strongest([])
    'NO_ACCUSATION'
    """
    found = {copy.verdict for copy in copies}
    return next((word for word in ORDER if word in found), "NO_ACCUSATION")


def together(parts: Sequence[Verdict], lost: int) -> Verdict:
    """Return one verdict of those on copies marked with different keys, held to one threshold.

    `lost` is how many keys are not at hand; the copies marked with those could not be tested.
    """
    order = [*ORDER[:-1], "NO_ACCUSATION"]
    best = min(parts, key=lambda v: order.index(v.verdict))
    copies = sorted((c for v in parts for c in v.copies), key=lambda c: -c.log2_evidence)
    if len(parts) > 1:
        copies = [replace(copy, rank=n) for n, copy in enumerate(copies, 1)]
    return replace(
        best,
        copies=tuple(copies),
        accused=tuple(a for v in parts for a in v.accused),
        details=replace(
            best.details,
            keys_lost=lost,
            issued=tuple(i for v in parts for i in v.details.issued),
            matches=tuple(m for v in parts for m in v.details.matches),
        ),
    )
