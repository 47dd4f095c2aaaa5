"""Tracing a document: which copy of it leaked files or pasted text come from.

The original stands for its copies: the ledger is asked who got a copy of exactly this version. All
leaks are read and merged before any copy's marks are looked at, and the run is in the ledger before
the verdict is returned. What may accuse are the marks and the stamp of an intact file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np

from menshen.copies import copy_id, document_digest
from menshen.errors import MenshenError, UnreadableError, UsageError
from menshen.marks import file, paper
from menshen.marks.code import Code, Reals
from menshen.marks.paper import Observation
from menshen.marks.paper.positions import bits, stamp
from menshen.model import Document, Failure
from menshen.store.chain import Ledger
from menshen.store.keyring import DatasetKey, Keyring, trace_key
from menshen.store.records import ReleasedDocument
from menshen.tables.grid import Lines, Rows, pieces
from menshen.trace import alpha
from menshen.trace.verdict import (
    CopyVerdict,
    Details,
    Issued,
    Matched,
    Verdict,
    Word,
    strongest,
    together,
)

__all__ = ["trace_document"]

_STRONG = float(np.log2(1e3))


class _Leak(NamedTuple):
    """What was handed in: names, digests, what could be read of it, and what could not."""

    sources: list[str]
    digests: list[str]
    found: list[Observation]
    failures: list[Failure]
    same: bool


def trace_document(
    leaks: Sequence[str | Path],
    *,
    document: str | Path,
    ledger: Ledger | str,
    keys: Keyring | DatasetKey,
    eps: float = 1e-6,
    texts: Sequence[str] = (),
) -> Verdict:
    """Return which copy of a document leaked files, or pasted `texts`, come from.

    `document` is the original that was released. What cannot be read or compared stands in
    `details.failures`. Raises `UnreadableError` for the original, `UsageError` for an `eps` that is no
    chance.
    """
    if not 0 < eps < 1:
        raise UsageError("eps is a chance: a number between 0 and 1")
    source = Path(document)
    original = _bytes(source)
    paper.form_of(source.name)
    book = Ledger.open(ledger, create=False) if isinstance(ledger, str) else ledger
    digest = document_digest(original)
    entries = [(e.at, r) for e, r in ReleasedDocument.all(book) if r.original == digest]
    case = _Case(source, original, digest, book, keys, eps, entries)
    return case.decided(leaks, texts)


class _Case:
    """One original, who got copies of it, and the keys they were marked with."""

    def __init__(
        self,
        source: Path,
        original: bytes,
        digest: str,
        book: Ledger,
        keys: Keyring | DatasetKey,
        eps: float,
        entries: Sequence[tuple[datetime, ReleasedDocument]],
    ) -> None:
        records = [record for _, record in entries]
        self._entries = entries
        self._source, self._original, self._digest = source, original, digest
        self._book, self._eps, self._records = book, eps, records
        self._name = records[-1].dataset if records else source.stem
        wanted = dict.fromkeys((r.dataset, r.key_id) for r in records)
        self._keys = {id_: trace_key(keys, name, id_) for name, id_ in wanted}

    def decided(self, leaks: Sequence[str | Path], texts: Sequence[str]) -> Verdict:
        """Return the verdict."""
        if not self._book.verify().intact:
            return self._nothing("ledger_broken")
        if not self._records:
            return self._nothing("never_released_document")
        known = [key for key in self._keys.values() if key is not None]
        if not known:
            return self._nothing("key_lost")
        count = len({(r.recipient, r.key_id) for r in self._records if self._keys[r.key_id]})
        found, run = [], None
        for key in known:
            leak = self._read(leaks, texts, key)
            if run is None:
                parts = [
                    *sorted(leak.digests),
                    self._digest,
                    str(len(self._records)),
                    str(self._eps),
                ]
                run = alpha.attempt(
                    self._book, self._name, leak.digests or ["nothing"], alpha.analysis(parts),
                    count, self._eps,
                )  # fmt: skip
            found.append(self._judged(leak, key, run, count))
        return together(found, len(self._keys) - len(known))

    def _nothing(self, reason: str) -> Verdict:
        details = Details(
            eps=self._eps, decoder=alpha.DECODER, dataset=self._name, document=self._source.name
        )
        return Verdict("NO_ACCUSATION", reason, 0.0, (), (), 0, 0, details=details)

    def _read(self, leaks: Sequence[str | Path], texts: Sequence[str], key: DatasetKey) -> _Leak:
        """Return everything handed in, read at the places of the original."""
        held = _Leak([], [], [], [], False)
        same = False
        for path in map(Path, leaks):
            held.sources.append(path.name)
            try:
                data = _bytes(path)
                held.digests.append(document_digest(data))
                same |= data == self._original
                held.found.append(self._observed(path, data, key, held.failures))
            except MenshenError as error:
                held.failures.append(Failure(str(path), type(error).__name__, str(error)))
        for number, text in enumerate(texts, 1):
            held.sources.append(f"text {number}")
            held.digests.extend(f"text:{tag:016x}" for tag in Code(key).tags([text]))
            held.found.append(paper.observed_text(text, self._original, name=self._source.name))
        return held._replace(same=same)

    def _observed(
        self, path: Path, data: bytes, key: DatasetKey, failures: list[Failure]
    ) -> Observation:
        """Return what one file shows; a file of another form than the original's shows its text."""
        form = paper.form_of(self._source.name)
        if form != "image" and not self._alike(form, path):
            text = _text(path, failures)
            return paper.observed_text(text, self._original, name=self._source.name)
        if form == "image" and not self._alike(form, path):
            raise UsageError(f"{path}: the original is a picture; hand in the leak as a picture")
        found = paper.observed(
            data, self._original, leak_name=path.name, name=self._source.name, key=key
        )
        if found.pictured and not found.seen:
            raise UnreadableError(f"{path}: is too small a picture to hold a mark")
        return found

    @staticmethod
    def _alike(form: paper.Form, path: Path) -> bool:
        try:
            return paper.form_of(path.name) == form
        except MenshenError:
            return False

    def _judged(self, leak: _Leak, key: DatasetKey, run: alpha.Attempt, count: int) -> Verdict:
        """Return the verdict on the copies that were marked with one key."""
        code = Code(key)
        names = list(dict.fromkeys(r.recipient for r in self._records if r.key_id == key.id))
        ids = [copy_id(code.number(name)) for name in names]
        marks: Reals = np.zeros(len(ids))
        seen = total = 0
        if leak.found:
            one = paper.merged(leak.found)
            marks = paper.weighed(one, key, self._digest, ids)
            seen, total = one.seen, len(one.values)
        own = [stamp(key, self._digest, copy) for copy in ids]
        stamps = np.array(file.evidence(own, [o.stamp for o in leak.found if o.stamp]))
        copies = _copies(ids, names, marks, stamps, run.threshold)
        details = Details(
            case=run.case, attempt=run.number, eps=self._eps, copies_tested=count,
            spent=run.spent, decoder=alpha.DECODER, ledger_head=self._book.head,
            dataset=self._name, document=self._source.name, positions=(seen, total - seen),
            sources=tuple(leak.sources), failures=tuple(f"{f.document}: {f.reason}" for f in leak.failures),
        )  # fmt: skip
        word: Word = strongest(copies)
        accused = tuple(c.copy for c in copies if c.verdict == "ACCUSED")
        reason = {"ACCUSED": "threshold_reached", "STRONG_LEAD": "below_threshold"}.get(word, "")
        details = replace(
            details, issued=self._issued(copies, accused), matches=self._matches(leak, key, copies)
        )
        if not reason:
            word, reason = "NO_ACCUSATION", self._why(leak, seen, total, run.threshold)
        return Verdict(
            word, reason, round(run.threshold, 2), tuple(copies), accused, 0, 0, details=details
        )

    def _issued(self, copies: Sequence[CopyVerdict], accused: Sequence[str]) -> tuple[Issued, ...]:
        named = {c.recipient: c.copy for c in copies if c.copy in accused}
        return tuple(
            Issued(
                named[r.recipient], r.recipient, r.release,
                at.astimezone().isoformat(" ", "minutes"), r.purpose, r.legal_basis, r.operator,
                r.approval, self._source.name, r.file, r.receipt,
            )
            for at, r in self._entries if r.recipient in named
        )  # fmt: skip

    def _matches(
        self, leak: _Leak, key: DatasetKey, copies: Sequence[CopyVerdict]
    ) -> tuple[Matched, ...]:
        """Return how many of the bits read are those of the accused copies; half are by chance."""
        if not leak.found or leak.found[0].pictured:
            return ()
        values = paper.merged(leak.found).values
        seen = values >= 0
        named = [c for c in copies if c.verdict == "ACCUSED"]
        held = bits(key, self._digest, [c.copy for c in named], len(values))
        return tuple(
            Matched(
                one.copy, one.recipient, int((own[seen] == values[seen].astype(bool)).sum()),
                int(seen.sum()), round(float(seen.sum()) / 2, 1),
            )
            for one, own in zip(named, held, strict=True) if seen.any()
        )  # fmt: skip

    @staticmethod
    def _why(leak: _Leak, seen: int, total: int, threshold: float) -> str:
        if not leak.sources:
            return "nothing_given"
        if leak.same:
            return "original_itself"
        if not total:
            return "nothing_read"
        if leak.found and all(one.foreign for one in leak.found):
            return "foreign_document"
        if not seen:
            return "marks_gone" if total >= threshold * 1.2 else "too_few_places"
        return "too_few_places" if seen < threshold * 1.2 else "no_copy_fits"


def _copies(
    ids: Sequence[str], names: Sequence[str], marks: Reals, stamps: Reals, threshold: float
) -> list[CopyVerdict]:
    total = marks + stamps
    order = np.argsort(-total, kind="stable").tolist()
    return [
        CopyVerdict(
            ids[at], names[at], _word(float(total[at]), threshold), round(float(total[at]), 2), n,
            {"marks": round(float(marks[at]), 2), "file": round(float(stamps[at]), 2)},
        )
        for n, at in enumerate(order, 1)
    ]  # fmt: skip


def _word(bits: float, threshold: float) -> Word:
    if bits >= threshold:
        return "ACCUSED"
    return "STRONG_LEAD" if bits >= _STRONG else "NOT_EXCLUDED"


def _text(path: Path, failures: list[Failure]) -> str:
    """Return the running text and the cells of a file of any format menshen reads.

    What lies inside it and cannot be read is noted.
    """
    found: list[str] = []
    for piece in pieces(Document(str(path), path)):
        if isinstance(piece, Lines):
            found += piece.lines
        elif isinstance(piece, Rows):
            found += ["\t".join(row) for row in piece.rows]
        elif isinstance(piece, Failure):
            failures.append(piece)
    return "\n".join(found)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror or 'cannot be read'}") from None
