"""Compound files (OLE) that are no document of their own: embedded objects, macros, locked files.

An embedded object holds a file (`Package`, `Ole10Native`, `CONTENTS`), which is a document of its
own; the name and path it was embedded from are text. The source of macros is text. A document
with a password, which lies in such a file, is a clear failure.

Writing an object with another file in it keeps that file alone. Macros cannot be written.

## Known limits
Other compound files (Outlook messages among them) are refused with the remedy.

References: MS-CFB; MS-OLEDS 2.3; MS-OVBA.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from menshen.edits import Edit, Inner
from menshen.errors import EncryptedError, UnreadableError
from menshen.formats import compound
from menshen.formats.parts import macros
from menshen.formats.parts.inside import Inside, plain_name
from menshen.formats.parts.laying import Item, Laying, changes, parts
from menshen.formats.parts.slots import Changes, Passage, Slot
from menshen.formats.pieces import BLOCK
from menshen.model import Document, Node, Part

__all__ = ["FORMAT", "Ole"]

_MOST = 256 << 20
_HELD = ("Package", "CONTENTS", "\x01Ole10Native", "EncryptedPackage", "_VBA_PROJECT", "VBA")
_LOCKED = "this document has a password: open it in its program and save it without one"


class _Native(NamedTuple):
    """A file in an `Ole10Native` stream: its label, the paths it came from, its bytes."""

    said: tuple[str, ...]
    data: bytes


class Ole:
    """Reads and writes embedded objects; `size` is the most a block may hold."""

    id = "ole"

    def __init__(self, size: int = BLOCK) -> None:
        self._size = size

    def claims(self, document: Document, head: bytes) -> bool:
        """Claim by the streams inside."""
        if not head.startswith(compound.MAGIC):
            return False
        held = compound.names(_data(document) if document.stream is None else head)
        return not held.isdisjoint(_HELD)

    def read(self, document: Document) -> Iterator[Part]:
        """Yield the file inside, where it came from, the source of macros."""
        items = _items(_data(document), document.uri)
        yield from parts(Laying(document.uri, self._size).lay(items))

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the object with the edits carried out; see `menshen.edits.Writer`."""
        data, asked = _data(document), Changes()
        new: bytes | None = None
        changed = False
        for other in changes(
            Laying(document.uri, self._size).lay(_items(data, document.uri)), edits, asked
        ):
            if isinstance(other, Document):
                new = inner(other)
                changed = new != other.data
        if not changed and not asked:
            out.write(data)
        elif macros.is_project(compound.names(data)):
            raise UnreadableError("macros cannot be written: save the document without them")
        else:
            out.write(_packed(data, new or b""))


def _data(document: Document) -> bytes:
    with document.open() as stream:
        data = stream.read(_MOST + 1)
    if len(data) > _MOST:
        raise UnreadableError(
            "this compound file is larger than 256 MB: save what it holds by itself"
        )
    return data


def _items(data: bytes, uri: str) -> Iterator[Item]:
    held = compound.names(data)
    if "EncryptedPackage" in held:
        raise EncryptedError(_LOCKED)
    if macros.is_project(held):
        for number, source in enumerate(macros.sources(data)):
            slot = Slot("macros", number, 0, source, None)
            yield Passage((slot,), Node(f"module {number + 1}", "/"), ("宏",))
    for name in ("Package", "CONTENTS"):
        if name in held:
            yield Document(f"{uri}!/{name}", data=compound.stream(data, name))
            return
    native = _native(compound.stream(data, "\x01Ole10Native"))
    if native is not None:
        for number, said in enumerate(native.said):
            slot = Slot("native", number, 0, said, None)
            yield Passage(("文件：", slot), Node("Ole10Native", f"/{number}"), ("文件",))
        name = native.said[0].replace("\\", "/").rpartition("/")[2] if native.said else ""
        yield Document(Inside(uri, "object").address(name or "object"), data=native.data)


def _native(data: bytes) -> _Native | None:
    """Return what an `Ole10Native` stream holds (MS-OLEDS 2.3.6 and the packager's own layout)."""
    if len(data) < 8:
        return None
    if data[4:6] != b"\x02\x00":
        return _Native((), data[4:])
    at = 6
    said: list[str] = []
    for _ in range(2):
        end = data.find(b"\0", at, at + 2048)
        if end < 0:
            return _Native(tuple(said), data[4:])
        said.append(plain_name(data[at:end]))
        at = end + 1
    at += 4
    size = int.from_bytes(data[at : at + 4], "little")
    if size > 4096:
        return _Native(tuple(said), data[4:])
    said.append(plain_name(data[at + 4 : at + 4 + size].rstrip(b"\0")))
    at += 4 + size
    size = int.from_bytes(data[at : at + 4], "little")
    return _Native(tuple(dict.fromkeys(filter(None, said))), data[at + 4 : at + 4 + size])


def _packed(data: bytes, new: bytes) -> bytes:
    """Return an object that holds another file and nothing else."""
    for name in ("Package", "CONTENTS"):
        if name in compound.names(data):
            return compound.alone(name, new)
    said = b"object\0"
    held = b"\x02\x00" + said + said + b"\x00\x00\x03\x00" + struct.pack("<I", len(said)) + said
    held += struct.pack("<I", len(new)) + new
    return compound.alone("\x01Ole10Native", struct.pack("<I", len(held)) + held)


FORMAT = Ole()
