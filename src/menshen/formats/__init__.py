"""The formats: who reads a document, by its first bytes and then by its name.

A format is a module of this folder with a constant `FORMAT`, its test, and a line in `BUILTIN`;
the other modules here are what text formats share.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO

from menshen.errors import UnsupportedFormatError
from menshen.formats import binary
from menshen.model import Document, Format, Part

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

__all__ = ["BUILTIN", "for_document", "read"]

BUILTIN = ("sheet", "eml", "json", "html", "xml", "sql", "table", "plain")
"""The ids of the formats that ship, in the order in which they are asked."""

_HEAD = 1 << 16


@cache
def load(name: str) -> Format:
    """Return the built-in format of this id."""
    format_: Format = import_module(f"menshen.formats.{name}").FORMAT
    return format_


def for_document(document: Document) -> Format:
    """Return the format that reads this document.

    Raises `UnsupportedFormatError`, which says what the document is and what helps. Of a stream
    that can be read once, the format returned gives back the bytes that were looked at.
    """
    once = document.stream is not None and document.data is None and document.path is None
    stream = document.open()
    if once:
        head = _head(stream)
    else:
        with stream:
            head = _head(stream)
    for name in BUILTIN:
        format_ = load(name)
        if format_.claims(document, head):
            return _Resumed(format_, head) if once else format_
    raise binary.refusal(head) or UnsupportedFormatError("no format claims this document")


def read(document: Document) -> Iterator[Part]:
    """Yield the blocks of a document and the remarks about it, by whichever format reads it."""
    yield from for_document(document).read(document)


def _head(stream: BinaryIO) -> bytes:
    head = b""
    while len(head) < _HEAD and (more := stream.read(_HEAD - len(head))):
        head += more
    return head


class _Resumed:
    """A format for a stream whose first bytes were read already."""

    def __init__(self, format_: Format, head: bytes) -> None:
        self._format = format_
        self._head = head

    @property
    def id(self) -> str:
        return self._format.id

    def claims(self, document: Document, head: bytes) -> bool:
        return self._format.claims(document, head)

    def read(self, document: Document) -> Iterable[Part]:
        assert document.stream is not None
        joined: BinaryIO = io.BufferedReader(_Joined(self._head, document.stream), _HEAD)
        return self._format.read(replace(document, stream=joined))


class _Joined(io.RawIOBase):
    """Bytes, and after them a stream, which is left open."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        data = self._head[: len(view)] or self._stream.read(len(view)) or b""
        self._head = self._head[len(view) :]
        view[: len(data)] = data
        return len(data)
