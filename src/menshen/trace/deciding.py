"""From what a case holds to its verdict.

The order is fixed: the leak is read and linked, the run is written into the ledger, and only then
is any copy's symbol looked at. Nothing of it depends on who is suspected.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from menshen import copies as held_copies
from menshen.canary import Hit, hits
from menshen.copies import Copy, Dataset
from menshen.marks.code import Code
from menshen.model import mask
from menshen.store.chain import Ledger
from menshen.store.keyring import DatasetKey, Keyring, trace_key
from menshen.tables import Source
from menshen.trace import alpha
from menshen.trace.judging import Evidence, judged
from menshen.trace.knowledge import Access, Call
from menshen.trace.leak import Leak
from menshen.trace.linkage import link
from menshen.trace.master import Master
from menshen.trace.observation import Linked, observed
from menshen.trace.rung import rung
from menshen.trace.verdict import Details, Exhibit, Verdict, together

__all__ = ["Material", "decided"]

_EXHIBITS = 20


@dataclass(slots=True)
class Material:
    """Everything that was handed in for a case."""

    masters: Sequence[Source]
    name: str
    eps: float
    seen: datetime | None
    leak: Leak = field(default_factory=Leak)
    calls: list[Call] = field(default_factory=list, repr=False)
    accesses: list[Access] = field(default_factory=list, repr=False)
    hits: list[tuple[str, datetime | None, str]] = field(default_factory=list, repr=False)

    def linked(self, master: Master) -> tuple[list[Linked], dict[str, int]]:
        """Return the rows that are records of the master, and how many were found by which facts."""
        found, ways = [], dict.fromkeys(("phone", "house", "facts", "several"), 0)
        for sheet in self.leak.sheets:
            links = link(sheet, master.index)
            rows = np.flatnonzero(links.record >= 0)
            if len(rows):
                found.append(Linked(sheet, rows, links.record[rows]))
            for way, count in links.ways.items():
                ways[way] += count
        return found, ways

    def digests(self, code: Code) -> list[str]:
        """Return the digests of everything that was handed in, by which cases are told apart.

        What callers said is told by a keyed digest: a plain one of a phone number could be undone by
        trying them all.
        """
        told = [f"{c.victim}|{c.when}|{sorted(c.knew)}" for c in self.calls]
        told += [f"{number}|{when}" for number, when, _ in self.hits]
        keyed = [f"facts:{tag:016x}" for tag in code.tags(["\n".join(told)] if told else [])]
        keyed += [f"text:{tag:016x}" for tag in code.tags(self.leak.texts)]
        return [*self.leak.digests, *keyed] or ["nothing"]

    def analysis(
        self, dataset: Dataset, digests: Sequence[str], versions: Sequence[str], rang: Sequence[Hit]
    ) -> str:
        """Return the digest of everything the analysis depends on; `rang` are the recorded hits."""
        logs = hashlib.sha256(repr([(a.time, a.actor, a.row_key) for a in self.accesses]).encode())
        parts = [
            *sorted(digests),
            *versions,
            str(len(dataset.issues)),
            str(self.eps),
            str(self.seen),
            *(f"{hit.number}|{hit.canary}" for hit in rang),
        ]
        return alpha.analysis([*parts, logs.hexdigest() if self.accesses else ""])

    def failed(self) -> tuple[str, ...]:
        """Return what could not be read, and why."""
        return tuple(f"{f.document}: {f.reason}" for f in self.leak.failures)

    def nothing(self, reason: str) -> Verdict:
        """Return that nothing can be said, before any copy is looked at."""
        details = Details(
            eps=self.eps, decoder=alpha.DECODER, dataset=self.name, failures=self.failed(),
            calls=len(self.calls),
        )  # fmt: skip
        return Verdict("NO_ACCUSATION", reason, 0.0, (), (), 0, self.leak.rows, details=details)


def decided(held: Material, ledger: Ledger, keys: Keyring | DatasetKey) -> Verdict:
    """Return the verdict; the run stands in the ledger before this returns."""
    if not ledger.verify().intact:
        return held.nothing("ledger_broken")
    dataset = held_copies.dataset(ledger, held.name)
    if not dataset.issues:
        return held.nothing("never_released")
    known = [key for id_ in dataset.key_ids if (key := trace_key(keys, held.name, id_)) is not None]
    if not known:
        return held.nothing("key_lost")
    count = sum(len(dataset.under(key.id).copies(Code(key))) for key in known)
    lost = len(dataset.key_ids) - len(known)
    found, run = [], None
    for key in known:
        ours, code = dataset.under(key.id), Code(key)
        master = Master.of(held.masters, ours, code)
        linked, ways = held.linked(master)
        if run is None:
            digests = held.digests(code)
            versions = [v.digest for v in master.versions]
            digest = held.analysis(dataset, digests, versions, hits(ledger, held.name))
            run = alpha.attempt(ledger, held.name, digests, digest, count, held.eps)
        found.append(
            _judged(held, ledger, key, ours.copies(code), master, linked, ways, run, count)
        )
    return together(found, lost)


def _judged(
    held: Material,
    ledger: Ledger,
    key: DatasetKey,
    copies: Sequence[Copy],
    master: Master,
    linked: Sequence[Linked],
    ways: dict[str, int],
    run: alpha.Attempt,
    count: int,
) -> Verdict:
    """Return the verdict on the copies that were marked with one key."""
    code = Code(key)
    carriers = list({n: c for copy in copies for n, c in copy.carriers.items()}.values())
    seen = observed(linked, master, carriers, code)
    called = rung(copies, held.leak.sheets, held.hits, master, ledger, key, held.name)
    evidence = Evidence(
        copies, master, seen, tuple(held.calls), tuple(held.accesses),
        tuple(held.leak.stamps), called, held.leak, linked, held.seen,
    )  # fmt: skip
    details = Details(
        case=run.case, attempt=run.number, eps=held.eps, copies_tested=count,
        spent=run.spent, decoder=alpha.DECODER, ledger_head=ledger.head,
        dataset=held.name, positions=(seen.used, seen.erased),
        columns=tuple(n for n in master.schema.names if n in seen.columns), ways=ways,
        calls=len(held.calls), canary_hits=called.rung, canary_rows=called.rows,
        hits_unknown=called.unknown,
        unknown_snapshots=_unknown(copies, master),
        sources=tuple(s.source for s in held.leak.sheets), failures=held.failed(),
        exhibits=_exhibits(linked),
    )  # fmt: skip
    return judged(evidence, code, run.threshold, details)


def _unknown(copies: Sequence[Copy], master: Master) -> int:
    """Return how many releases were made from snapshots that are not at hand."""
    known = {version.digest for version in master.versions}
    return sum(i.record.snapshot not in known for copy in copies for i in copy.issues)


def _exhibits(linked: Sequence[Linked]) -> tuple[Exhibit, ...]:
    """Return the first linked rows, masked."""
    found: list[Exhibit] = []
    for one in linked:
        names = [n or k for n, k in zip(one.sheet.names, one.sheet.kinds, strict=True)]
        for row, record in zip(one.rows.tolist(), one.records.tolist(), strict=True):
            if len(found) == _EXHIBITS:
                return tuple(found)
            cells = [column[row] for column in one.sheet.columns]
            seen = {n: mask(c) for n, c in zip(names, cells, strict=True) if c and n}
            found.append(Exhibit(one.sheet.source, row + 1, record + 1, seen))
    return tuple(found)
