"""RAR archives, where the program bsdtar is installed: every member is a document, its name is text.

bsdtar (libarchive) turns the archive into a tar stream, which never touches the disk as files and
is read within the bounds of tar. RAR cannot be written, which is a clear refusal.

## Known limits
Archives in several volumes and encrypted ones are failures. Members that bsdtar cannot unpack make
the archive a failure, behind those that came before.

References: the technical notes of RAR 5.0 and of libarchive.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from typing import BinaryIO, cast

from menshen.edits import Edit, Inner
from menshen.errors import EncryptedError, UnreadableError, UnsupportedFormatError
from menshen.formats.parts import programs
from menshen.formats.parts.inside import MEMBER
from menshen.formats.parts.zips import seekable
from menshen.formats.pieces import BLOCK
from menshen.formats.tar import Tar
from menshen.model import Document, Part

__all__ = ["FORMAT", "Rar"]

_OLD, _NEW = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
_SECONDS = 120.0
_ABSENT = "this is a RAR archive: install bsdtar (package libarchive-tools) to read it, or unpack it first"
_LOCKED = "this RAR archive has a password: unpack it and scan what it holds"
_BROKEN = "bsdtar could not unpack all of this RAR archive: unpack it and scan what it holds"


class Rar:
    """Reads RAR archives; `size` is the most a block may hold."""

    id = "rar"

    def __init__(self, size: int = BLOCK) -> None:
        self._tar = Tar(size)

    def claims(self, document: Document, head: bytes) -> bool:  # noqa: ARG002 - bytes tell all
        """Claim by the first bytes."""
        return head.startswith((_OLD, _NEW))

    def read(self, document: Document) -> Iterator[Part]:
        """Yield the members in order, then their names.

        Raises `UnsupportedFormatError` where bsdtar is not installed, `EncryptedError` for an
        archive with a password, `UnreadableError` for one that is damaged.
        """
        program = programs.found("bsdtar")
        if not program:
            raise UnsupportedFormatError(_ABSENT)
        with seekable(document) as stream:
            head = stream.read(64)
            if is_locked(head):
                raise EncryptedError(_LOCKED)
            stream.seek(0)
            path, whole = document.path, is_whole(stream)
            stream.seek(0)
            command = [program, "--format=pax", "-cf", "-", "@-"]
            with nullcontext(stream) if path is not None else _filed(stream) as source:
                unpacked, status = programs.output(
                    command, source, 4 * MEMBER, _SECONDS, "RAR archive"
                )
        with unpacked:
            if unpacked.read(1):
                unpacked.seek(0)
                yield from self._tar.read(Document(document.uri, stream=unpacked))
        if status or not whole:
            raise UnreadableError(_BROKEN)

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Refuse: no free program writes RAR."""
        del document, edits, out, inner
        raise UnreadableError("RAR archives cannot be written: unpack this one and pack it as zip")


def _filed(stream: BinaryIO) -> BinaryIO:
    """Return a stream with a file behind it, which another process can read."""
    held = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    shutil.copyfileobj(stream, held)
    held.seek(0)
    return cast("BinaryIO", held)


def is_locked(head: bytes) -> bool:
    """Say whether even the names of an archive are encrypted."""
    if head.startswith(_NEW):
        return len(head) > 13 and 4 in head[13:15]
    return head.startswith(_OLD) and len(head) > 11 and bool(head[10] & 0x80)


def is_whole(stream: BinaryIO) -> bool:
    """Say whether the heads of an archive lead to its end, which libarchive does not ask."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    new = stream.read(8) == _NEW
    at = 8 if new else 7
    while at < size:
        stream.seek(at)
        head = stream.read(64)
        kind, length = _new_head(head) if new else _old_head(head)
        if not length:
            return False
        if kind == (5 if new else 0x7B):
            return True
        at += length
    return at == size and not new


def _new_head(head: bytes) -> tuple[int, int]:
    """Return the kind of a block of RAR 5 and its length with data; 0 where it is none."""
    size, at = _number(head, 4)
    start = at
    kind, at = _number(head, at)
    flags, at = _number(head, at)
    _, at = _number(head, at) if flags & 1 else (0, at)
    data = _number(head, at)[0] if flags & 2 else 0
    return kind, start + size + data if 1 <= kind <= 5 and 0 < size < 1 << 21 else 0


def _number(data: bytes, at: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, and where it ends."""
    value = 0
    for place, byte in enumerate(data[at : at + 10]):
        value |= (byte & 0x7F) << 7 * place
        if not byte & 0x80:
            return value, at + place + 1
    return 0, len(data)


def _old_head(head: bytes) -> tuple[int, int]:
    """Return the kind of a block of RAR 4 and its length with data; 0 where it is none."""
    if len(head) < 7:
        return 0, 0
    kind, flags, size = (
        head[2],
        int.from_bytes(head[3:5], "little"),
        int.from_bytes(head[5:7], "little"),
    )
    data = int.from_bytes(head[7:11], "little") if flags & 0x8000 or kind == 0x74 else 0
    return kind, size + data if 0x72 <= kind <= 0x7B and size >= 7 else 0


FORMAT = Rar()
