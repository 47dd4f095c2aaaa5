"""Looking at a document's first bytes without losing them where it can be read only once."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from menshen.model import Document

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

__all__ = ["HEAD", "joined", "peek"]

HEAD = 1 << 16
"""So many bytes are looked at."""


def peek(document: Document, size: int = HEAD) -> tuple[bytes, Document]:
    """Return the first bytes of a document, and the document to be read from its start.

    >>> peek(Document("a", data=b"abc"), 2)[0]
    b'ab'
    """
    stream = document.open()
    if document.stream is not None and stream is document.stream:
        head = _head(stream, size)
        return head, joined(document, head)
    with stream:
        return _head(stream, size), document


def joined(document: Document, head: bytes) -> Document:
    """Return a document whose stream is given back the bytes that were read from it."""
    assert document.stream is not None
    stream: BinaryIO = io.BufferedReader(_Joined(head, document.stream), HEAD)
    return replace(document, stream=stream)


def _head(stream: BinaryIO, size: int) -> bytes:
    head = b""
    while len(head) < size and (more := stream.read(size - len(head))):
        head += more
    return head


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
