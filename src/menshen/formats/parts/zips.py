"""ZIP containers: looked at before they are unpacked, and written with untouched members as they are.

A container is refused when it holds too many members, would unpack to too much, or to too many
times its size; a member never yields more than it says. Members that stay are copied in their
packed form, byte for byte; nothing that lies between members or behind the last one is carried over.
"""

from __future__ import annotations

import io
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, NamedTuple, Self, cast

from menshen.errors import EncryptedError, UnreadableError
from menshen.model import Document

__all__ = [
    "BROKEN",
    "UNLOCK",
    "Limits",
    "Member",
    "Package",
    "Rewritten",
    "seekable",
    "stored_name",
]

BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, ValueError, LookupError, EOFError,
    NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip
_MEMORY = 8 << 20
_UTF8 = 0x800
_LOCKED = 0x1
_STREAMED = 0x8
_WIDE = 0xFFFFFFFF
_CHUNK = 1 << 18
_PACKED = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
UNLOCK = "open it in its program and save it without one"


class Limits(NamedTuple):
    """How much a container may hold; `what` names it in messages, `remedy` says what helps."""

    what: str = "archive"
    remedy: str = "unpack it yourself if you trust it"
    members: int = 60_000
    total: int = 4 << 30
    ratio: int = 200
    part: int = 256 << 20


class Member(NamedTuple):
    """A member: its place in the container's list, its name as it is shown, and what is said of it."""

    number: int
    name: str
    info: zipfile.ZipInfo


def seekable(document: Document) -> BinaryIO:
    """Open a document for reading at any place; a stream is kept in a temporary file."""
    stream = document.open()
    if document.path is not None or document.data is not None:
        return stream
    held = tempfile.SpooledTemporaryFile(max_size=_MEMORY)  # noqa: SIM115 - the caller closes it
    shutil.copyfileobj(stream, held)
    held.seek(0)
    return cast("BinaryIO", held)


class Package:
    """An open container. Raises `UnreadableError` for one that is damaged or too large."""

    def __init__(self, document: Document, limits: Limits) -> None:
        self.limits = limits
        self.stream = seekable(document)
        self.damaged = f"this {limits.what} is damaged: open it in its program and save it anew"
        try:
            with self.guarded():
                self._zip = zipfile.ZipFile(self.stream)
            self.members = [Member(i, e.filename, e) for i, e in enumerate(self._zip.infolist())]
            self._check()
        except BaseException:
            self.stream.close()
            raise
        self._named = {member.name: member for member in self.members}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()
        self.stream.close()

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Turn whatever a damaged container causes into an `UnreadableError`."""
        try:
            yield
        except OSError as error:
            if error.errno is not None and error.errno != 22:
                raise
            raise UnreadableError(self.damaged) from None
        except BROKEN:
            raise UnreadableError(self.damaged) from None

    def _check(self) -> None:
        self.size = size = self.stream.seek(0, io.SEEK_END)
        limits, infos = self.limits, [member.info for member in self.members]
        if len(infos) > limits.members:
            raise UnreadableError(
                f"this {limits.what} holds {len(infos)} members, more than {limits.members}: {limits.remedy}"
            )
        if any(info.header_offset < 0 for info in infos):
            raise UnreadableError(self.damaged)
        total = sum(info.file_size for info in infos)
        if total > limits.total or (total > limits.ratio * size and total > 1 << 20):
            raise UnreadableError(
                f"this {limits.what} of {size} bytes would unpack to {total}: {limits.remedy}"
            )

    def plain(self) -> None:
        """Raise `UnreadableError` for what no office program writes.

        `EncryptedError` where a member has a password. Of two members with one name, programs
        differ on which counts.
        """
        infos = [member.info for member in self.members]
        if any(info.flag_bits & _LOCKED for info in infos):
            raise EncryptedError(f"this {self.limits.what} has a password: {UNLOCK}")
        if len(self._named) < len(infos) or any(i.compress_type not in _PACKED for i in infos):
            raise UnreadableError(self.damaged)

    @property
    def names(self) -> set[str]:
        """Return the names of the members."""
        return set(self._named)

    @property
    def comment(self) -> bytes:
        """Return the comment of the container."""
        return self._zip.comment

    def member(self, name: str) -> Member | None:
        """Return the member of this name; of several, the last, as all programs do."""
        return self._named.get(name)

    def read(self, member: Member) -> bytes:
        """Return the bytes of a member; one too large to be held is refused."""
        if member.info.file_size > self.limits.part:
            most = self.limits.part >> 20
            raise UnreadableError(
                f"a member of this {self.limits.what} is larger than {most} MB: {self.limits.remedy}"
            )
        with self.guarded():
            return self._zip.read(member.info)

    def head(self, member: Member, size: int = 256) -> bytes:
        """Return the first bytes of a member."""
        with self.guarded(), self._zip.open(member.info) as part:
            return part.read(size)

    def chunks(self, member: Member) -> Iterator[bytes]:
        """Yield the bytes of a member as they are unpacked."""
        with self.guarded(), self._zip.open(member.info) as part:
            while chunk := part.read(_CHUNK):
                yield chunk

    def packed(self, member: Member) -> Iterator[bytes]:
        """Yield the bytes of a member in their packed form."""
        info = member.info
        self.stream.seek(info.header_offset)
        head = self.stream.read(30)
        if len(head) < 30 or head[:4] != b"PK\x03\x04":
            raise UnreadableError(self.damaged)
        name, extra = struct.unpack_from("<HH", head, 26)
        self.stream.seek(name + extra, io.SEEK_CUR)
        left = info.compress_size
        while left:
            chunk = self.stream.read(min(left, _CHUNK))
            if not chunk:
                raise UnreadableError(self.damaged)
            left -= len(chunk)
            yield chunk


def stored_name(info: zipfile.ZipInfo) -> bytes:
    """Return a member's name in the bytes it is stored in."""
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437", "replace")


class _Listed(NamedTuple):
    """What the directory at the end says of a member."""

    name: bytes
    info: zipfile.ZipInfo
    flags: int
    crc: int
    packed: int
    size: int
    offset: int


class Rewritten:
    """Writes a container member by member; `close` writes the directory."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._at = 0
        self._listed: list[_Listed] = []

    def copy(self, package: Package, member: Member, *, name: str | None = None) -> None:
        """Copy a member as it is, under another name where one is given."""
        info = member.info
        self._head(info, name, info.CRC, info.compress_size, info.file_size)
        for chunk in package.packed(member):
            self._write(chunk)

    def put(self, member: Member, chunks: Iterator[bytes], *, name: str | None = None) -> None:
        """Write a member anew with other bytes, packed in the way it was."""
        info, crc, size = member.info, 0, 0
        with tempfile.SpooledTemporaryFile(max_size=_MEMORY) as held:
            deflated = info.compress_type != zipfile.ZIP_STORED
            packer = zlib.compressobj(6, zlib.DEFLATED, -15) if deflated else None
            for chunk in chunks:
                crc, size = zlib.crc32(chunk, crc), size + len(chunk)
                held.write(packer.compress(chunk) if packer else chunk)
            held.write(packer.flush() if packer else b"")
            packed = held.tell()
            held.seek(0)
            kind = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
            self._head(info, name, crc, packed, size, kind)
            while chunk := held.read(_CHUNK):
                self._write(chunk)

    def _head(
        self,
        info: zipfile.ZipInfo,
        name: str | None,
        crc: int,
        packed: int,
        size: int,
        kind: int | None = None,
    ) -> None:
        if max(packed, size, self._at) >= _WIDE:
            raise UnreadableError("this container would be larger than 4 GB: divide it")
        flags = info.flag_bits & ~_STREAMED
        stored = stored_name(info) if name is None else name.encode()
        flags = flags | _UTF8 if name is not None else flags
        listed = _Listed(stored, info, flags, crc, packed, size, self._at)
        self._listed.append(listed)
        info.compress_type = info.compress_type if kind is None else kind
        self._write(b"PK\x03\x04" + _common(listed) + struct.pack("<HH", len(stored), 0) + stored)

    def close(self, comment: bytes = b"") -> None:
        """Write the directory of what was written, and a comment."""
        start = self._at
        for listed in self._listed:
            info, name = listed.info, listed.name
            self._write(
                b"PK\x01\x02"
                + struct.pack("<BB", info.create_version or 20, info.create_system)
                + _common(listed)
                + struct.pack("<HHHHHII", len(name), 0, len(info.comment), 0, info.internal_attr,
                              info.external_attr, listed.offset)
                + name
                + info.comment
            )  # fmt: skip
        count, size = len(self._listed), self._at - start
        if max(start, size) >= _WIDE:
            raise UnreadableError("this container would be larger than 4 GB: divide it")
        counts = struct.pack("<HHHHIIH", 0, 0, count, count, size, start, len(comment))
        self._write(b"PK\x05\x06" + counts + comment)

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._at += len(data)


def _common(listed: _Listed) -> bytes:
    """Return what the head of a member and its line in the directory have in common."""
    year, month, day, hour, minute, second = listed.info.date_time
    date = (max(year - 1980, 0) & 0x7F) << 9 | month << 5 | day
    time = hour << 11 | minute << 5 | second // 2
    return struct.pack(
        "<HHHHHIII", listed.info.extract_version or 20, listed.flags, listed.info.compress_type,
        time & 0xFFFF, date & 0xFFFF, listed.crc & _WIDE, listed.packed, listed.size,
    )  # fmt: skip
