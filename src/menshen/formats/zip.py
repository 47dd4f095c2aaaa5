"""ZIP archives: every member is a document, its name and comment are text.

Names without a charset are read as UTF-8 or GB18030, whichever fits. Names that lead outside
(`../`) are made harmless in addresses; nothing is ever unpacked to disk. A member with a password
is a failure, the others are read. What may be unpacked is bounded: members, bytes, bytes for each
packed byte, and depth; the bounds hold for archives inside archives together.

Writing copies members without a change in their packed form. Members whose name is changed are
renamed, those that a transform leaves out are left out.

## Known limits
A member of more than 256 MB is a failure. An archive in several volumes is not read.

References: PKWARE APPNOTE 6.3.10.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import BinaryIO

from menshen.edits import Edit, Inner
from menshen.errors import UnreadableError
from menshen.formats.parts.archive import Archive, Entry
from menshen.formats.parts.inside import MEMBER, Inside, plain_name
from menshen.formats.parts.zips import Limits, Member, Package, Rewritten, stored_name
from menshen.formats.pieces import BLOCK
from menshen.model import Document, Failure, Part

__all__ = ["FORMAT", "Zip"]

_LIMITS = Limits("archive", "unpack it yourself if you trust it", members=100_000)
_BEGINS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_NAMED = frozenset((".zip", ".jar", ".war", ".apk", ".epub", ".whl"))


class Zip(Archive):
    """Reads and writes ZIP archives; `size` is the most a block may hold."""

    id = "zip"

    def __init__(self, size: int = BLOCK) -> None:
        super().__init__(size)

    def claims(self, document: Document, head: bytes) -> bool:
        """Claim by the first bytes; a program that unpacks itself by its name alone."""
        return head.startswith(_BEGINS) or (
            head.startswith(b"MZ") and PurePath(document.uri).suffix.lower() in _NAMED
        )

    def read(self, document: Document) -> Iterator[Part]:
        """Yield the members in order, then their names."""
        with Package(document, _LIMITS) as package:
            yield from self.parts(document, _entries(package, document))  # type: ignore[misc]

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the archive with the edits carried out; see `menshen.edits.Writer`."""
        with Package(document, _LIMITS) as package:
            found = self.gathered(document, _entries(package, document), edits, inner)
            written = Rewritten(out)
            for member in package.members:
                change = found.get(member.number)
                if member.number not in found:
                    written.copy(package, member)
                elif change is not None:
                    if "说明" in change.said:
                        member.info.comment = change.said["说明"].encode()
                    if change.data is None:
                        written.copy(package, member, name=change.name)
                    else:
                        written.put(member, iter([change.data]), name=change.name)
            last = found.get(len(package.members))
            comment = package.comment if last is None else last.said["说明"].encode()
            written.close(comment)


def _entries(package: Package, document: Document) -> Iterator[Entry]:
    inside = Inside(document.uri, "archive")
    for member in package.members:
        name = _name(member)
        said = (("说明", plain_name(member.info.comment)),)
        held = (
            None
            if member.name.endswith("/")
            else _held(package, member, inside.address(name), inside)
        )
        yield Entry(member.number, name, held, said)
    yield Entry(len(package.members), "", None, (("说明", plain_name(package.comment)),))


def _name(member: Member) -> str:
    info = member.info
    return info.orig_filename if info.flag_bits & 0x800 else plain_name(stored_name(info))


def _held(package: Package, member: Member, address: str, inside: Inside) -> Document | Failure:
    inside.take(0 if member.info.file_size > MEMBER else member.info.file_size)
    if member.info.flag_bits & 1:
        reason = "this member has a password: unpack the archive and scan what it holds"
        return Failure(address, "EncryptedError", reason)
    try:
        return Document(address, data=package.read(member))
    except UnreadableError as error:
        return Failure(
            address, "UnreadableError", str(error).replace("this archive is", "this member is")
        )


FORMAT = Zip()
