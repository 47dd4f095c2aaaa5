"""Single files packed by gzip, bzip2 or xz: one document inside, named like the file without its end.

The name and the comment that gzip keeps are text. Unpacking stops where a file would grow to more
than 256 MB, or to more than 200 times its size. Writing packs anew in the same way.

## Known limits
Zstandard and LZ4 are refused with the remedy, for Python has no module of its own for them.

References: RFC 1952 (gzip).
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from typing import IO, BinaryIO, NamedTuple, cast

from menshen.edits import Edit, Inner
from menshen.errors import UnreadableError
from menshen.formats.parts.archive import Archive, Entry
from menshen.formats.parts.inside import MEMBER, Inside, plain_name
from menshen.formats.pieces import BLOCK
from menshen.model import Document, Failure, Part

__all__ = ["FORMAT", "Packed"]

_BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError)
_CHUNK = 1 << 18
_ENDS = {
    ".gz": "",
    ".bz2": "",
    ".xz": "",
    ".lzma": "",
    ".tgz": ".tar",
    ".tbz": ".tar",
    ".tbz2": ".tar",
    ".txz": ".tar",
}


class _Way(NamedTuple):
    """A way of packing: its first bytes, its name, and how one packs."""

    magic: bytes
    what: str
    id: str
    pack: Callable[[bytes, str], bytes]


class Packed(Archive):
    """Reads and writes files packed alone; `size` is the most a block may hold."""

    id = "packed"

    def __init__(self, size: int = BLOCK) -> None:
        super().__init__(size)

    def claims(self, document: Document, head: bytes) -> bool:  # noqa: ARG002 - bytes tell all
        """Claim by the first bytes."""
        return _way(head) is not None

    def read(self, document: Document) -> Iterator[Part]:
        """Yield the document inside, then its name."""
        with document.open() as stream:
            data = stream.read(MEMBER + 1)
        yield from self.parts(document, _entries(data, document))  # type: ignore[misc]

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the file with the edits carried out; see `menshen.edits.Writer`."""
        with document.open() as stream:
            data = stream.read(MEMBER + 1)
        entries = list(_entries(data, document))
        found = self.gathered(document, entries, edits, inner)
        if not found:
            out.write(data)
            return
        change, way, held = found[0], _way(data), entries[0].held
        assert way is not None
        assert isinstance(held, Document)
        name = entries[0].name if change is None or change.name is None else change.name
        other = b"" if change is None else change.data if change.data is not None else held.data
        out.write(way.pack(other or b"", name))


def _way(head: bytes) -> _Way | None:
    return next((way for way in _WAYS if head.startswith(way.magic)), None)


def _entries(data: bytes, document: Document) -> Iterator[Entry]:
    way = _way(data)
    assert way is not None
    kept, comment = _told(data)
    path = PurePath(document.uri.rpartition("!/")[2])
    end = _ENDS.get(path.suffix.lower())
    name = kept or (path.stem + end if end is not None else path.name or "unpacked")
    inside = Inside(document.uri, way.what, len(data))
    address = inside.address(name)
    held: Document | Failure
    try:
        held = Document(address, data=_unpacked(data, way, inside))
    except _BROKEN:
        held = Failure(address, "UnreadableError", f"this {way.what} is damaged: pack it anew")
    yield Entry(0, kept, held, (("说明", comment),))


def _unpacked(data: bytes, way: _Way, inside: Inside) -> bytes:
    parts, size = [], 0
    with _opened(way, io.BytesIO(data)) as stream:
        while chunk := stream.read(_CHUNK):
            inside.take(len(chunk))
            parts.append(chunk)
            size += len(chunk)
            if size > MEMBER:
                raise UnreadableError(
                    f"this {way.what} would unpack to more than 256 MB: unpack it and scan what it holds"
                )
    return b"".join(parts)


def _opened(way: _Way, stream: BinaryIO) -> IO[bytes]:
    if way.id == "gzip":
        return cast("IO[bytes]", gzip.GzipFile(fileobj=stream))
    return cast("IO[bytes]", bz2.BZ2File(stream) if way.id == "bz2" else lzma.LZMAFile(stream))


def _told(data: bytes) -> tuple[str, str]:
    """Return the name and the comment that gzip keeps."""
    if not data.startswith(b"\x1f\x8b") or len(data) < 10:
        return "", ""
    flags, at, found = data[3], 10, ["", ""]
    if flags & 4:
        at += 2 + int.from_bytes(data[at : at + 2], "little")
    for place, flag in enumerate((8, 16)):
        end = data.find(b"\0", at, at + 4096)
        if flags & flag and end >= 0:
            found[place], at = plain_name(data[at:end]), end + 1
    return found[0], found[1]


def _gzipped(data: bytes, name: str) -> bytes:
    """Return data packed by gzip with a name, without a time or comment."""
    packed = gzip.compress(data, mtime=0)
    if not name:
        return packed
    return (
        packed[:3]
        + b"\x08"
        + packed[4:10]
        + name.encode().replace(b"\0", b"")
        + b"\0"
        + packed[10:]
    )


_WAYS = (
    _Way(b"\x1f\x8b", "gzip file", "gzip", _gzipped),
    _Way(b"BZh", "bzip2 file", "bz2", lambda data, _: bz2.compress(data)),
    _Way(b"\xfd7zXZ\0", "xz file", "xz", lambda data, _: lzma.compress(data)),
)
FORMAT = Packed()
