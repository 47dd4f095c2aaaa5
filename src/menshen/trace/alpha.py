"""The alpha ledger: every run of a case is written down before its result is shown.

A case opens with ε, the number of copies, the leak and the decoder. The first analysis of a leak is
held to n/ε, the k-th different one to n·k(k−1)/ε, so that all analyses together accuse an
innocent copy with probability at most 2ε, however many there are. To run the same analysis again is
no new one: it gives the same answer and costs nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from typing import NamedTuple

from menshen.marks.capacity import threshold
from menshen.store.chain import Ledger, canonical
from menshen.store.records import CaseOpened, CaseRun

__all__ = ["DECODER", "Attempt", "analysis", "attempt"]

DECODER = "2"
"""The version of carriers, linkage, models and weights: a change of any of them raises it."""
_STREAMS = ("marks", "allocation", "canaries", "file")


class Attempt(NamedTuple):
    """A run within its case: the case's id, the number of the analysis, its threshold in bits.

    `spent` is the sum of the chances spent so far, in units of ε.
    """

    case: str
    number: int
    threshold: float
    spent: float


def analysis(parts: Sequence[str]) -> str:
    """Return the digest of everything an analysis depends on."""
    return hashlib.sha256(canonical([DECODER, *parts]).encode()).hexdigest()[:32]


def attempt(
    ledger: Ledger, dataset: str, digests: Sequence[str], digest: str, copies: int, eps: float
) -> Attempt:
    """Write a run into the ledger and return its place in the case of the leak.

    Cases are one if they share any source.
    """
    ours = set(digests)
    case, before = "", list[str]()
    opened = {
        o.case
        for _, o in CaseOpened.all(ledger)
        if o.dataset == dataset and ours & set(o.leak.split())
    }
    for _, run in CaseRun.all(ledger):
        if run.case in opened:
            case = case or run.case
            before += [
                s.removeprefix("analysis:") for s in run.streams if s.startswith("analysis:")
            ]
    different = list(dict.fromkeys(before))
    if not case:
        case = next(iter(opened), "") or f"k-{secrets.token_hex(6)}"
    if case not in opened:
        CaseOpened(case, dataset, eps, copies, " ".join(sorted(ours)), DECODER, ledger.head).write(
            ledger
        )
    number = different.index(digest) + 1 if digest in different else len(different) + 1
    height = threshold(copies, eps * _weight(number))
    CaseRun(case, number, " ".join(sorted(ours)), height, (f"analysis:{digest}", *_STREAMS)).write(
        ledger
    )
    total = max(number, len(different))
    return Attempt(case, number, height, sum(_weight(k) for k in range(1, total + 1)))


def _weight(number: int) -> float:
    """Return which part of ε the k-th analysis may spend: 1, then 1/(k(k−1)).

    >>> [_weight(k) for k in (1, 2, 3)]
    [1.0, 0.5, 0.16666666666666666]
    """
    return 1.0 if number == 1 else 1 / (number * (number - 1))
