"""7z archives, by py7zr (extra `archives`): every member is a document, its name is text.

Nothing is unpacked to disk. Writing packs all members anew, in the way py7zr packs.

## Known limits
All members are held in memory, 256 MB at most together; an archive with a password is a failure. A
name that leads outside makes the archive a failure, for py7zr refuses it.

References: the description of the 7z format that comes with the LZMA SDK.
"""

from __future__ import annotations

import io
import lzma
import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from menshen.edits import Edit, Inner
from menshen.errors import EncryptedError, UnreadableError, UnsupportedFormatError
from menshen.formats.parts.archive import Archive, Entry
from menshen.formats.parts.inside import MEMBER, Inside
from menshen.formats.parts.zips import seekable
from menshen.formats.pieces import BLOCK
from menshen.model import Document, Part

__all__ = ["FORMAT", "SevenZip"]

_MAGIC = b"7z\xbc\xaf\x27\x1c"
_DAMAGED = "this 7z archive is damaged: pack it anew"
_BROKEN = (OSError, EOFError, ValueError, LookupError, TypeError, AttributeError, AssertionError,
           struct.error, zlib.error, lzma.LZMAError, MemoryError, OverflowError, RuntimeError)  # fmt: skip


class SevenZip(Archive):
    """Reads and writes 7z archives; `size` is the most a block may hold."""

    id = "sevenzip"

    def __init__(self, size: int = BLOCK) -> None:
        super().__init__(size)

    def claims(self, document: Document, head: bytes) -> bool:  # noqa: ARG002 - bytes tell all
        """Claim by the first bytes."""
        return head.startswith(_MAGIC)

    def read(self, document: Document) -> Iterator[Part]:
        """Yield the members in order, then their names."""
        yield from self.parts(document, _entries(document))  # type: ignore[misc]

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the archive with the edits carried out; see `menshen.edits.Writer`."""
        entries = list(_entries(document))
        found = self.gathered(document, entries, edits, inner)
        if not found:
            with document.open() as stream:
                out.write(stream.read())
            return
        held = io.BytesIO()
        with _py7zr().SevenZipFile(held, "w") as archive:
            for entry in entries:
                change = found.get(entry.number)
                if change is None and entry.number in found:
                    continue
                data = entry.held.data if isinstance(entry.held, Document) else b""
                data = change.data if change is not None and change.data is not None else data
                name = change.name if change is not None and change.name else entry.name
                archive.writestr(data or b"", name)
        out.write(held.getvalue())


def _py7zr() -> Any:
    try:
        import py7zr
    except ImportError:
        raise UnsupportedFormatError(
            "this is a 7-Zip archive: install menshen[archives] to read it, or unpack it first"
        ) from None
    return py7zr


def _entries(document: Document) -> Iterator[Entry]:
    py7zr = _py7zr()
    with seekable(document) as stream:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        inside = Inside(document.uri, "7z archive", size)
        held = _Held(inside)
        try:
            with py7zr.SevenZipFile(stream, "r") as archive:
                if archive.needs_password():
                    raise EncryptedError(
                        "this 7z archive has a password: unpack it and scan what it holds"
                    )
                total = sum(info.uncompressed for info in archive.list())
                inside.take(total)
                if total > MEMBER:
                    raise UnreadableError(
                        "this 7z archive unpacks to more than 256 MB: unpack it and scan what it holds"
                    )
                archive.extractall(factory=held)
        except py7zr.exceptions.PasswordRequired:
            raise EncryptedError(
                "this 7z archive has a password: unpack it and scan what it holds"
            ) from None
        except (py7zr.exceptions.ArchiveError, *_BROKEN):
            raise UnreadableError(_DAMAGED) from None
    for number, (name, member) in enumerate(held.products):
        address = inside.address(name)
        yield Entry(number, name, Document(address, data=member.getvalue()))


class _Held:
    """Takes members into memory, as py7zr asks of a factory."""

    def __init__(self, inside: Inside) -> None:
        self.products: list[tuple[str, _Member]] = []
        self._inside = inside
        self.left = MEMBER

    def create(self, filename: str) -> Any:
        """Return where a member is written to."""
        member = _Member(self)
        self.products.append((filename, member))
        return member


class _Member:
    """A member in memory, which py7zr writes."""

    def __init__(self, held: _Held) -> None:
        self._held = held
        self._buffer = io.BytesIO()

    def write(self, s: bytes | bytearray) -> int:
        self._held.left -= len(s)
        if self._held.left < 0:
            raise UnreadableError("this 7z archive unpacks to more than it says: do not trust it")
        return self._buffer.write(s)

    def read(self, size: int | None = None) -> bytes:
        return self._buffer.read(-1 if size is None else size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._buffer.seek(offset, whence)

    def flush(self) -> None:
        """Do nothing: all is in memory."""

    def close(self) -> None:
        """Do nothing: what was written is asked for afterwards."""

    def size(self) -> int:
        return len(self._buffer.getbuffer())

    def getvalue(self) -> bytes:
        return self._buffer.getvalue()


FORMAT = SevenZip()
