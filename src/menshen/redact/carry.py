"""Carrying out: a document and all inside it are written, and it is noted how to undo it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, cast

from menshen.edits import Edit, Streaming, Writer
from menshen.errors import UnreadableError, UnsupportedFormatError
from menshen.formats.patches import Patch, Patching, written
from menshen.model import Document, Failure
from menshen.redact.plan import Plan, Value
from menshen.redact.reading import Held

if TYPE_CHECKING:
    from menshen.store.vault import Record, Vault

__all__ = ["Carried", "carried"]

_CHUNK = 1 << 20


@dataclass(slots=True)
class Carried:
    """A document that was written: what was taken out of it, and the bytes to put back.

    `undo` holds, for each patch, where it begins in the output, how long it is there, the old bytes
    and the values in it; it is None for a format that cannot say. `failures` are documents inside
    that were left out.
    """

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    values: list[Value] = field(default_factory=list, repr=False)
    undo: list[tuple[int, int, bytes, tuple[Value, ...]]] | None = field(default=None, repr=False)
    digest: str = ""
    source: str = ""

    def record(self, name: str, vault: Vault) -> Record:
        """Return what a vault keeps of it."""
        from menshen.store.vault import Old, Record

        people: dict[str, str] = {}
        for value in self.values:
            vault.take(value, people)
        undo = self.undo or ()
        old = [
            Old(start, size, data, tuple(vault.number(value) for value in values))
            for start, size, data, values in undo
        ]
        return Record(self.digest, self.source, name, self.undo is not None, old)


Planning = Callable[[Held], Plan]
"""Given a document that was read, returns its plan."""


def carried(held: Held, planned: Planning, out: BinaryIO, *, undo: bool) -> Carried:
    """Write a document as planned to `out`; raises `UnreadableError` where that cannot be."""
    done = Carried()
    writing = _Writing(planned, done)
    patches = writing.write(held, out, keep=undo)
    for one in writing.plans.values():
        done.counts.update(one.counts)
        for values in one.values.values():
            done.values += values
    done.digest = _digest(out)
    if undo and patches is not None:
        done.source = _source_digest(held.document)
        done.undo = list(writing.undone(held, patches))
    return done


class _Writing:
    """Writes documents, those inside through itself."""

    def __init__(self, planned: Planning, done: Carried) -> None:
        self.plans: dict[str, Plan] = {}
        self._planned = planned
        self._done = done

    def write(self, held: Held, out: BinaryIO, *, keep: bool = False) -> list[Patch] | None:
        """Write a document; return its patches, if they are wanted and the format has them."""
        format_: object = held.format
        plan = self.plans[held.document.uri] = self._planned(held)
        edits: Iterable[Edit] = plan.edits()
        if not isinstance(format_, Streaming):
            edits = list(edits)
        self._done.failures += held.failures
        if not hasattr(format_, "write"):
            name = held.format.id if held.format is not None else "this"
            raise UnsupportedFormatError(f"{name} documents can be read but not written yet")

        def inner(document: Document) -> bytes | None:
            return self._inside(held, document)

        if keep and isinstance(format_, Patching):
            patches = list(format_.patches(held.document, edits, inner=inner))
            written(held.document, patches, out)
            return patches
        cast("Writer", format_).write(held.document, edits, out, inner=inner)
        return None

    def _inside(self, held: Held, document: Document) -> bytes | None:
        """Return the new bytes of a document inside; None, with a failure, to leave it out."""
        one = held.inner.get(document.uri)
        if one is None:
            reason = "it was not met when the document was read"
            self._done.failures.append(Failure(document.uri, "UnreadableError", reason))
            return None
        if one.failure is not None:
            self._done.failures.append(one.failure)
            return None
        out = BytesIO()
        try:
            self.write(one, out)
        except UnreadableError as error:
            failure = Failure(document.uri, type(error).__name__, str(error))
            self._done.failures.append(failure)
            return None
        return out.getvalue()

    def undone(
        self, held: Held, patches: list[Patch]
    ) -> Iterator[tuple[int, int, bytes, tuple[Value, ...]]]:
        """Yield, for each patch, where it lies in the output, the old bytes and the values."""
        shift = 0
        plan = self.plans[held.document.uri]
        with held.document.open() as source:
            for patch in patches:
                source.seek(patch.start)
                old = source.read(patch.end - patch.start)
                values = [v for e in patch.edits for v in plan.values.get((e.block, e.span), ())]
                if patch.inner:
                    values += self._values(patch.inner)
                yield patch.start + shift, len(patch.data), old, tuple(values)
                shift += len(patch.data) - len(old)

    def _values(self, uri: str) -> Iterator[Value]:
        """Yield the values of a document inside and of all inside that."""
        for name, plan in self.plans.items():
            if name == uri or name.startswith(f"{uri}!/"):
                for values in plan.values.values():
                    yield from values


def _digest(out: BinaryIO) -> str:
    out.flush()
    out.seek(0)
    return _digest_of(out)


def _source_digest(document: Document) -> str:
    with document.open() as stream:
        return _digest_of(stream)


def _digest_of(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while data := stream.read(_CHUNK):
        digest.update(data)
    return digest.hexdigest()
