"""A case: leaks, calls, hits and logs go in, a verdict comes out.

The order is fixed: the leak is read and linked, the run is written into the ledger, and only then
is any copy's symbol looked at. Nothing of it depends on who is suspected.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np

from menshen import copies as held_copies
from menshen.copies import Copy, Dataset
from menshen.errors import KeyringError, UnreadableError, UsageError
from menshen.marks.code import Code
from menshen.model import Failure, mask
from menshen.store.chain import Ledger
from menshen.store.keyring import DatasetKey, Keyring
from menshen.tables import Source
from menshen.trace import alpha
from menshen.trace.judging import Evidence, judged
from menshen.trace.knowledge import Access, Call, accesses, calls, moment
from menshen.trace.leak import Leak
from menshen.trace.linkage import link
from menshen.trace.master import Master
from menshen.trace.observation import Linked, observed
from menshen.trace.verdict import Details, Exhibit, Verdict

__all__ = ["Case"]

_EXHIBITS = 20


class Case:
    """The step-by-step form of `menshen.trace`.

    `master` is the table that was released, or several: the current one and earlier snapshots.
    `seen` is when the leak was first seen; copies that left later are ruled out.
    """

    def __init__(
        self,
        *,
        master: str | Path | Source | Sequence[str | Path | Source],
        ledger: Ledger | str,
        keys: Keyring | DatasetKey,
        eps: float = 1e-6,
        dataset: str | None = None,
        seen: datetime | str | None = None,
    ) -> None:
        if not 0 < eps < 1:
            raise UsageError("eps is a chance: a number between 0 and 1")
        given = list(master) if isinstance(master, list | tuple) else [master]
        if not given:
            raise UsageError("a case needs the master table")
        self._master = [str(m) if isinstance(m, Path) else m for m in given]
        self._ledger = Ledger.open(ledger, create=False) if isinstance(ledger, str) else ledger
        self._keys = keys
        self._eps = eps
        self._name = dataset or _named(self._master[0], keys)
        self._seen = moment(seen)
        self._leak = Leak()
        self._calls: list[Call] = []
        self._accesses: list[Access] = []
        self._hits: list[tuple[str, datetime | None, str]] = []

    def add(self, path: str | Path) -> None:
        """Take in a file of any format: a table, a text, a scan, an archive of mails."""
        self._leak.add(path)

    add_table = add
    add_image = add

    def add_text(self, text: str) -> None:
        """Take in pasted text."""
        self._leak.add_text(text)

    def try_add(self, path: str | Path) -> None:
        """Take in a file; what cannot be read is kept as a failure of the case."""
        try:
            self._leak.add(path)
        except UnreadableError as error:
            self._leak.failures.append(Failure(str(path), type(error).__name__, str(error)))
        except OSError as error:
            self._leak.failures.append(Failure(str(path), "OSError", error.strerror or ""))

    def add_call(
        self, victim: str, when: object = None, knew: Iterable[str] = (), said: str = ""
    ) -> None:
        """Take in what a caller knew of somebody in the table; `knew` are taxonomy ids."""
        self._calls.append(Call(victim, moment(when), frozenset(knew), said))

    def add_calls(self, path: str | Path) -> None:
        """Take in a file of calls."""
        self._calls += calls(path)

    def add_canary_hit(self, number: str, when: object = None, said: str = "") -> None:
        """Take in that somebody called or wrote to a person who does not exist."""
        self._hits.append((number, moment(when), said))

    def add_logs(self, path: str | Path) -> None:
        """Take in an access log."""
        self._accesses += accesses(path)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Return what could not be read so far."""
        return tuple(self._leak.failures)

    def decide(self) -> Verdict:
        """Return the verdict; the run stands in the ledger before this returns."""
        audit = self._ledger.verify()
        if not audit.intact:
            return self._nothing("ledger_broken")
        dataset = held_copies.dataset(self._ledger, self._name)
        if not dataset.issues:
            return self._nothing("never_released")
        try:
            key = self._key(dataset)
        except KeyringError:
            return self._nothing("key_lost")
        code = Code(key)
        copies = dataset.copies(code)
        master = Master.of(self._master, dataset, code)
        linked, ways = self._linked(master)
        seen = observed(
            linked, master.schema, master.columns, dataset.carriers, code, master.tags, master.names
        )
        run = alpha.attempt(
            self._ledger, self._name, self._digests(), self._analysis(dataset, master), len(copies), self._eps,
        )  # fmt: skip
        evidence = Evidence(
            copies, master, seen, tuple(self._calls), tuple(self._accesses), tuple(self._hits),
            tuple(self._leak.stamps), self._leak, linked, self._seen,
        )  # fmt: skip
        details = Details(
            case=run.case, attempt=run.number, eps=self._eps, copies_tested=len(copies),
            spent=run.spent, decoder=alpha.DECODER, ledger_head=self._ledger.head,
            dataset=self._name, positions=(seen.used, seen.erased),
            columns=tuple(n for n in master.schema.names if n in seen.columns), ways=ways,
            calls=len(self._calls), unknown_snapshots=_unknown(copies, master),
            sources=tuple(s.source for s in self._leak.sheets), failures=self._failed(),
            exhibits=_exhibits(linked, master),
        )  # fmt: skip
        return judged(evidence, code, key, self._ledger, run.threshold, details)

    def _key(self, dataset: Dataset) -> DatasetKey:
        wanted = dataset.key_ids[-1]
        if isinstance(self._keys, DatasetKey):
            if self._keys.id != wanted:
                raise KeyringError("another key")
            return self._keys
        return self._keys.key(self._name, "trace", id=wanted)

    def _linked(self, master: Master) -> tuple[list[Linked], dict[str, int]]:
        found, ways = [], dict.fromkeys(("phone", "house", "facts"), 0)
        for sheet in self._leak.sheets:
            links = link(sheet, master.index)
            rows = np.flatnonzero(links.record >= 0)
            if len(rows):
                found.append(Linked(sheet, rows, links.record[rows]))
            for way, count in links.ways.items():
                ways[way] += count
        return found, ways

    def _digests(self) -> list[str]:
        """Return the digests of everything that was handed in, by which cases are told apart."""
        told = [f"{c.victim}|{c.when}|{sorted(c.knew)}" for c in self._calls]
        told += [f"{number}|{when}" for number, when, _ in self._hits]
        # A digest of a phone number alone could be undone by trying them all: they go in together.
        extra = hashlib.sha256("\n".join(told).encode()).hexdigest() if told else ""
        return [*self._leak.digests, *([f"facts:{extra[:32]}"] if extra else [])] or ["nothing"]

    def _analysis(self, dataset: Dataset, master: Master) -> str:
        logs = hashlib.sha256(repr([(a.time, a.actor, a.row_key) for a in self._accesses]).encode())
        return alpha.analysis(
            [
                *sorted(self._digests()),
                *(version.digest for version in master.versions),
                str(len(dataset.issues)),
                str(self._eps),
                str(self._seen),
                logs.hexdigest() if self._accesses else "",
            ]
        )

    def _failed(self) -> tuple[str, ...]:
        return tuple(f"{f.document}: {f.reason}" for f in self._leak.failures)

    def _nothing(self, reason: str) -> Verdict:
        """Return that nothing can be said, before any copy is looked at."""
        details = Details(
            eps=self._eps, decoder=alpha.DECODER, dataset=self._name, failures=self._failed(),
            calls=len(self._calls),
        )  # fmt: skip
        return Verdict(
            "NO_ACCUSATION", reason, 0.0, (), (), 0, self._leak.rows, details=details
        )


def _named(master: str | Source, keys: Keyring | DatasetKey) -> str:
    if isinstance(keys, DatasetKey):
        return keys.dataset
    if not isinstance(master, str):
        raise UsageError("a table in memory needs the name of its dataset")
    path, _, inner = master.partition("#")
    return inner if ":" in path else Path(path).stem


def _unknown(copies: Sequence[Copy], master: Master) -> int:
    """Return how many releases were made from snapshots that are not at hand."""
    known = {version.digest for version in master.versions}
    return sum(i.record.snapshot not in known for copy in copies for i in copy.issues)


def _exhibits(linked: Sequence[Linked], master: Master) -> tuple[Exhibit, ...]:
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
