"""Mailboxes (mbox): many mails in one file, each a document of its own, in their order.

A mail begins at a line `From <sender> <date>` with a field behind it. What stands before the first
one is a document too. Only one mail is held in memory at a time.

## Known limits
A line of text that looks like such a beginning and is not quoted (`>From`) divides its mail. A mail
of more than 128 MB is reported as unreadable, the others are read. Addresses count mails from 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import BinaryIO

from menshen.edits import Edit, Inner
from menshen.errors import UnreadableError
from menshen.formats import binary
from menshen.formats.eml import MOST
from menshen.formats.patches import Patch, written
from menshen.model import Document, Failure, Part

__all__ = ["FORMAT", "Mbox"]

_FROM = re.compile(rb"From [^\n]{0,200}[0-9]{1,2}:[0-9]{2}[^\n]{0,60}\r?\n")
_FIELD = re.compile(rb"[!-9;-~]{1,80}[ \t]?:|>?From ")
_BEGINS = re.compile(_FROM.pattern + b"(?:" + _FIELD.pattern + b")")
_LINE = 1 << 20


class Mbox:
    """Reads mailboxes; of a mail of more than `most` bytes nothing is kept."""

    id = "mbox"

    def __init__(self, most: int = MOST) -> None:
        self._most = most

    def claims(self, document: Document, head: bytes) -> bool:
        """Claim what begins like a mailbox, by whatever name but that of a single mail."""
        single = PurePath(document.uri).suffix.lower() == ".eml"
        return not single and _BEGINS.match(head) is not None and binary.sample(head) is not None

    def read(self, document: Document) -> Iterator[Part]:
        """Yield the mails in order, and a failure for each that is too large."""
        with document.open() as stream:
            for number, (data, _) in enumerate(_mails(stream, self._most), 1):
                address = f"{document.uri}!/{number}.eml"
                if data is None:
                    reason = "this mail is larger than 128 MB: save its attachments and scan them"
                    yield Failure(address, "UnreadableError", reason)
                else:
                    yield Document(address, data=data)

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the mailbox; mails that `inner` does not give are left out."""
        written(document, self.patches(document, edits, inner=inner), out)

    def patches(
        self, document: Document, edits: Iterable[Edit], *, inner: Inner
    ) -> Iterator[Patch]:
        """Yield a patch for each mail that changes; raises `UnreadableError` for any edit."""
        if any(True for _ in edits):
            raise UnreadableError("a mailbox has no text of its own that could be edited")
        at = 0
        with document.open() as stream:
            for number, (data, size) in enumerate(_mails(stream, self._most), 1):
                address = f"{document.uri}!/{number}.eml"
                new = None if data is None else inner(Document(address, data=data))
                if new != data or new is None:
                    yield Patch(at, at + size, new or b"", inner=address)
                at += size


def _mails(stream: BinaryIO, most: int) -> Iterator[tuple[bytes | None, int]]:
    """Yield mail after mail with its size; None for one that is too large."""
    held: list[bytes] = []
    size = 0
    for line, begins in _lines(stream):
        if begins and size:
            yield b"".join(held) if size <= most else None, size
            held, size = [], 0
        size += len(line)
        if size <= most:
            held.append(line)
        else:
            held.clear()
    if size:
        yield b"".join(held) if size <= most else None, size


def _lines(stream: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Yield lines, and whether a mail begins with them; longer ones come in pieces."""
    line, whole = stream.readline(_LINE), True
    while line:
        behind = stream.readline(_LINE)
        yield line, whole and _FROM.match(line) is not None and _FIELD.match(behind) is not None
        whole = line.endswith(b"\n")
        line = behind


FORMAT = Mbox()
