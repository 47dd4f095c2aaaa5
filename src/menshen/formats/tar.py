"""TAR archives (ustar, GNU, pax): every member is a document; names, links and owners are text.

Names are read as UTF-8 or GB18030. Links are not followed, devices are not opened, nothing is
unpacked to disk. Writing copies members without a change as they are.

## Known limits
A member of more than 256 MB is a failure.

References: POSIX.1-2017, pax interchange format.
"""

from __future__ import annotations

import copy
import shutil
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import BinaryIO

from menshen.edits import Edit, Inner
from menshen.errors import UnreadableError
from menshen.formats.parts.archive import Archive, Entry, Written
from menshen.formats.parts.inside import MEMBER, Inside, plain_name
from menshen.formats.parts.zips import BROKEN, seekable
from menshen.formats.pieces import BLOCK
from menshen.model import Document, Failure, Part

__all__ = ["FORMAT", "Tar"]

_BLOCK = 512
_DAMAGED = "this tar archive is damaged: pack it anew"
_LARGE = "this member is larger than 256 MB: unpack the archive and scan what it holds"


class Tar(Archive):
    """Reads and writes tar archives; `size` is the most a block may hold."""

    id = "tar"

    def __init__(self, size: int = BLOCK) -> None:
        super().__init__(size)

    def claims(self, document: Document, head: bytes) -> bool:
        """Claim by the magic word; old archives without it by name and check sum."""
        named = PurePath(document.uri).suffix.lower() == ".tar" and len(head) >= _BLOCK
        return head[257:262] == b"ustar" or (named and (_is_summed(head) or not any(head)))

    def read(self, document: Document) -> Iterator[Part]:
        """Yield the members in order, then their names."""
        with seekable(document) as stream:
            yield from self.parts(document, _entries(stream, document))  # type: ignore[misc]

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the archive with the edits carried out; see `menshen.edits.Writer`."""
        with seekable(document) as stream:
            found = self.gathered(document, _entries(stream, document), edits, inner)
            stream.seek(0)
            if not found:
                shutil.copyfileobj(stream, out)
                return
            for number, info in enumerate(_members(stream)):
                change = found.get(number)
                if number not in found:
                    _copy(stream, out, info.offset, info.offset_data - info.offset, info)
                elif change is not None:
                    _put(stream, out, info, change)
            out.write(bytes(2 * _BLOCK))


def _is_summed(head: bytes) -> bool:
    try:
        tarfile.TarInfo.frombuf(head[:_BLOCK], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def _members(stream: BinaryIO) -> Iterator[tarfile.TarInfo]:
    try:
        with tarfile.open(fileobj=stream, mode="r:", errors="surrogateescape") as archive:
            for info in archive:
                archive.members = []  # type: ignore[attr-defined]
                yield info
    except (tarfile.TarError, OSError, *BROKEN):
        raise UnreadableError(_DAMAGED) from None


def _entries(stream: BinaryIO, document: Document) -> Iterator[Entry]:
    stream.seek(0)
    inside = Inside(document.uri, "tar archive")
    for number, info in enumerate(_members(stream)):
        name = _shown(info.name)
        said = (
            ("链接", _shown(info.linkname)),
            ("所有者", _owner(info.uname)),
            ("用户组", _owner(info.gname)),
        )
        held = _held(stream, info, inside.address(name), inside) if info.isreg() else None
        yield Entry(number, name, held, said)


def _owner(name: str) -> str:
    return "" if name in {"root", "wheel", "staff", "users", "nobody"} else _shown(name)


def _shown(name: str) -> str:
    return plain_name(name.encode("utf-8", "surrogateescape"))


def _held(
    stream: BinaryIO, info: tarfile.TarInfo, address: str, inside: Inside
) -> Document | Failure:
    if info.size > MEMBER or info.issparse():
        return Failure(address, "UnreadableError", _LARGE)
    inside.take(info.size)
    at = stream.tell()
    stream.seek(info.offset_data)
    data = stream.read(info.size)
    stream.seek(at)
    if len(data) < info.size:
        return Failure(address, "UnreadableError", _DAMAGED)
    return Document(address, data=data)


def _copy(stream: BinaryIO, out: BinaryIO, start: int, head: int, info: tarfile.TarInfo) -> None:
    at = stream.tell()
    stream.seek(start)
    size = info.size if info.isreg() else 0
    left = head + size + -size % _BLOCK
    while left and (chunk := stream.read(min(left, 1 << 20))):
        out.write(chunk)
        left -= len(chunk)
    stream.seek(at)


def _put(stream: BinaryIO, out: BinaryIO, info: tarfile.TarInfo, change: Written) -> None:
    """Write a member with another name or other bytes."""
    other = copy.copy(info)
    other.name = change.name or info.name
    other.linkname = change.said.get("链接", info.linkname)
    other.uname = change.said.get("所有者", info.uname)
    other.gname = change.said.get("用户组", info.gname)
    other.pax_headers = {}
    other.size = info.size if change.data is None else len(change.data)
    out.write(other.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape"))
    if change.data is None:
        _copy(stream, out, info.offset_data, 0, info)
    else:
        out.write(change.data + bytes(-len(change.data) % _BLOCK))


FORMAT = Tar()
