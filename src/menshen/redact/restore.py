"""Putting values back: byte for byte where the output is as it was written, else by stand-in.

An output whose SHA-256 the vault knows gets its old bytes and must then have the digest of its
source. One that was changed since, and one of a format that is not written byte by byte, is read
again, and every stand-in that is known and unambiguous is replaced by its value.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePath
from typing import BinaryIO, cast

from menshen import formats, sources
from menshen.edits import Edit, Writer
from menshen.errors import UnreadableError, UnsupportedFormatError, VaultError
from menshen.model import Block, Document, Failure, Span
from menshen.redact.places import Places, atomic
from menshen.store.vault import Record, Vault

__all__ = ["Restored", "Returned", "replaced_back", "restore"]

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Returned:
    """A document that was restored: `exact` says that every byte is as it was."""

    source: str
    path: Path
    values: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and what could not be."""

    outputs: tuple[Returned, ...]
    failures: tuple[Failure, ...]


def restore(
    source: str | Path | Sequence[str | Path], out: str | Path, *, vault: str | Path, key: bytes
) -> Restored:
    """Put the values back; see `menshen.api.restore`."""
    asked = [source] if isinstance(source, str | Path) else list(source)
    opened = Vault.open(vault, key)
    originals = opened.originals()
    places = Places(asked, out)
    outputs: list[Returned] = []
    failures: list[Failure] = []
    for document in sources.documents(asked):
        if isinstance(document, Failure):
            failures.append(document)
            continue
        try:
            outputs.append(_restored(document, opened, originals, places))
        except (UnreadableError, VaultError, OSError) as error:
            reason = (
                (error.strerror or "cannot be written")
                if isinstance(error, OSError)
                else str(error)
            )
            failures.append(Failure(document.uri, type(error).__name__, reason))
    return Restored(tuple(outputs), tuple(failures))


def _restored(
    document: Document, vault: Vault, originals: dict[str, str], places: Places
) -> Returned:
    if document.stream is not None:
        document = Document(document.uri, data=document.stream.read())
    record = vault.record(_digest(document))
    name = places.name(document)
    if record is not None:
        name = name.with_name(PurePath(record.name).name)
    path = places.place(name)
    with atomic(path) as (stream, _):
        if record is not None and record.old:
            _put_back(document, record, stream)
            exact = record.exact
            if exact and _digest_of(stream) != record.source:
                raise VaultError("the restored document is not the one that was redacted")
            if exact or not originals:
                return Returned(document.uri, path, len(record.old), exact)
        if record is not None and record.exact:
            _put_back(document, record, stream)
            return Returned(document.uri, path, 0, exact=True)
        held = stream.tell()
        data = document
        if held:
            stream.seek(0)
            data = Document(document.uri, data=stream.read())
            stream.seek(0)
            stream.truncate()
        count = replaced_back(data, originals, stream)
    return Returned(document.uri, path, count + (len(record.old) if record else 0), exact=False)


def _put_back(document: Document, record: Record, out: BinaryIO) -> None:
    with document.open() as source:
        at = 0
        for old in record.old:
            out.write(source.read(old.start - at))
            out.write(old.data)
            source.seek(old.start + old.size)
            at = old.start + old.size
        while data := source.read(_CHUNK):
            out.write(data)


def replaced_back(document: Document, originals: dict[str, str], out: BinaryIO) -> int:
    """Write a document with known stand-ins replaced by values; return how many there were."""
    format_ = formats.for_document(document)
    if not hasattr(format_, "write"):
        raise UnsupportedFormatError(f"{format_.id} documents can be read but not written yet")
    edits = list(_edits(document, originals))
    count = len(edits)

    def inner(one: Document) -> bytes | None:
        nonlocal count
        stream = BytesIO()
        try:
            count += replaced_back(one, originals, stream)
        except UnreadableError:
            return one.data
        return stream.getvalue()

    cast("Writer", format_).write(document, edits, out, inner=inner)
    return count


def _edits(document: Document, originals: dict[str, str]) -> Iterator[Edit]:
    ordered = sorted(originals, key=len, reverse=True)
    for part in formats.read(document):
        if not isinstance(part, Block):
            continue
        core = part.core or Span(0, len(part.text))
        taken: list[Span] = []
        for standin in ordered:
            at = part.text.find(standin)
            while at >= 0:
                span = Span(at, at + len(standin))
                free = all(s.end <= span.start or span.end <= s.start for s in taken)
                if core.start <= at < core.end and free:
                    taken.append(span)
                    yield Edit(part.id, span, originals[standin])
                at = part.text.find(standin, at + 1)


def _digest(document: Document) -> str:
    with document.open() as stream:
        return _sum(stream)


def _digest_of(stream: BinaryIO) -> str:
    stream.flush()
    stream.seek(0)
    return _sum(stream)


def _sum(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while data := stream.read(_CHUNK):
        digest.update(data)
    return digest.hexdigest()
