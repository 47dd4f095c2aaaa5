"""Windows metafiles (.emf, .wmf): pictures made of drawing orders, whose text is text.

Office programs keep such pictures as previews of embedded tables and charts, where they go on
showing what was changed in the object itself. Orders at one height are one line. The bits of
pictures inside a metafile are not looked at, which a remark says.

Writing puts other characters in the place of the old ones, no more than there were; the rest is
blanks.

## Known limits
Text given by numbers of glyphs is not read. Text in WMF is read as GB18030.

References: MS-EMF 2.3.5.7 (EMR_EXTTEXTOUTW), 2.3.5.37 (EMR_SMALLTEXTOUT); MS-EMFPLUS 2.3.4.14;
MS-WMF 2.3.3.5, 2.3.3.20.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from functools import partial
from typing import BinaryIO, NamedTuple

from menshen.edits import Edit, Inner
from menshen.errors import UnreadableError
from menshen.formats.parts.inside import plain_name
from menshen.formats.parts.laying import Item, Laying, changes, parts
from menshen.formats.parts.slots import Changes, Passage, Slot, spliced
from menshen.formats.pieces import BLOCK
from menshen.model import Document, Node, Part, Remark

__all__ = ["FORMAT", "Metafile"]

_MOST = 128 << 20
_PLACEABLE = bytes.fromhex("d7cdc69a")
_WMF = (bytes.fromhex("010009000003"), bytes.fromhex("020009000003"), bytes.fromhex("010009000001"))
_UNICODE, _ANSI, _SMALL, _COMMENT, _HEADER = 84, 83, 108, 70, 1
_BITS = frozenset(
    (76, 77, 78, 79, 80, 81, 114, 116, 0x0940, 0x0B41, 0x0F43, 0x0922, 0x0B23, 0x0D33)
)
"""The orders of EMF and WMF that draw pictures of bits."""
_TEXT, _EXTENDED = 0x0521, 0x0A32
_DRAW_STRING = 0x401C


class _Said(NamedTuple):
    """A text in an order: where it lies, its code units, its height on the picture."""

    start: int
    end: int
    wide: bool
    height: int


class Metafile:
    """Reads and writes metafiles; `size` is the most a block may hold."""

    id = "metafile"

    def __init__(self, size: int = BLOCK) -> None:
        self._size = size

    def claims(self, document: Document, head: bytes) -> bool:  # noqa: ARG002 - bytes tell all
        """Claim by the first bytes."""
        return _is_emf(head) or head.startswith((_PLACEABLE, *_WMF))

    def read(self, document: Document) -> Iterator[Part]:
        """Yield the lines of text, and a remark where pictures are inside."""
        items = _items(_data(document), document.uri)
        yield from parts(Laying(document.uri, self._size).lay(items))

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the picture with the edits carried out; see `menshen.edits.Writer`."""
        del inner
        data, asked = _data(document), Changes()
        for _ in changes(
            Laying(document.uri, self._size).lay(_items(data, document.uri)), edits, asked
        ):
            pass
        out.write(spliced(data, asked.splices("picture")))


def _is_emf(head: bytes) -> bool:
    return head[:4] == b"\1\0\0\0" and head[40:44] == b" EMF"


def _data(document: Document) -> bytes:
    with document.open() as stream:
        data = stream.read(_MOST + 1)
    if len(data) > _MOST:
        raise UnreadableError("this metafile is larger than 128 MB: save it as PNG")
    return data


def _items(data: bytes, uri: str) -> Iterator[Item]:
    line: list[Slot | str] = []
    height, bits, number = None, 0, 0
    orders = _emf(data) if _is_emf(data) else _wmf(data)
    for said in orders:
        if said is None:
            bits += 1
            continue
        if line and said.height != height:
            yield Passage(tuple(line), Node("picture", f"/line[{number}]"))
            line, number = [], number + 1
        height = said.height
        line.append(_slot(data, said))
    if line:
        yield Passage(tuple(line), Node("picture", f"/line[{number}]"))
    if bits:
        what = "1 picture of bits is" if bits == 1 else f"{bits} pictures of bits are"
        yield Remark(uri, "unread_pictures", f"{what} in this metafile and not looked at")


def _slot(data: bytes, said: _Said) -> Slot:
    raw = data[said.start : said.end]
    text = raw.decode("utf-16-le", "replace") if said.wide else plain_name(raw)
    return Slot("picture", said.start, said.end, text, partial(_fitted, len(raw), said.wide))


def _fitted(size: int, wide: bool, text: str) -> bytes:
    """Return a text in so many bytes, cut or filled with blanks."""
    if wide:
        return (
            text.encode("utf-16-le", "replace")[:size]
            .ljust(size, b"\0")[:size]
            .replace(b"\0\0", b" \0")
        )
    return text.encode("gb18030", "replace")[:size].ljust(size, b" ")


def _emf(data: bytes) -> Iterator[_Said | None]:
    """Yield the texts of an EMF, and None for each picture of bits."""
    at = 0
    while at + 8 <= len(data):
        kind, size = struct.unpack_from("<II", data, at)
        if size < 8 or at + size > len(data):
            return
        if kind in _BITS:
            yield None
        elif kind in {_UNICODE, _ANSI} and size >= 56:
            yield from _within(data, at, size, 40, kind == _UNICODE)
        elif kind == _HEADER and size >= 68:
            count, offset = struct.unpack_from("<II", data, at + 60)
            yield from _checked(at + offset, 2 * count, at, size, height=-1)
        elif kind == _SMALL and size >= 36:
            yield from _small(data, at, size)
        elif kind == _COMMENT and data[at + 12 : at + 16] == b"EMF+":
            yield from _plus(data, at + 16, at + size)
        at += size


def _within(data: bytes, at: int, size: int, place: int, wide: bool) -> Iterator[_Said]:
    height, count, offset = struct.unpack_from("<iII", data, at + place)
    yield from _checked(at + offset, count * (2 if wide else 1), at, size, height=height, wide=wide)


def _checked(
    start: int, length: int, at: int, size: int, *, height: int, wide: bool = True
) -> Iterator[_Said]:
    """Yield a text if it lies within its order."""
    if length and at <= start and start + length <= at + size:
        yield _Said(start, start + length, wide, height)


def _small(data: bytes, at: int, size: int) -> Iterator[_Said]:
    height, count, options = struct.unpack_from("<iII", data, at + 12)
    start = at + 36 + (0 if options & 0x100 else 16)
    wide = not options & 0x200
    yield from _checked(start, count * (2 if wide else 1), at, size, height=height, wide=wide)


def _plus(data: bytes, at: int, end: int) -> Iterator[_Said]:
    """Yield the texts of EMF+ orders in a comment."""
    while at + 12 <= end:
        kind, _, size = struct.unpack_from("<HHI", data, at)
        if size < 12 or at + size > end:
            return
        if kind == _DRAW_STRING and size >= 40:
            count = int.from_bytes(data[at + 20 : at + 24], "little")
            height = int.from_bytes(data[at + 28 : at + 32], "little")
            yield from _checked(at + 40, 2 * count, at, size, height=height)
        at += size


def _wmf(data: bytes) -> Iterator[_Said | None]:
    """Yield the texts of a WMF, and None for each picture of bits."""
    at = 22 + 18 if data.startswith(_PLACEABLE) else 18
    while at + 6 <= len(data):
        size, kind = struct.unpack_from("<IH", data, at)
        size *= 2
        if size < 6 or at + size > len(data):
            return
        if kind in _BITS:
            yield None
        elif kind == _TEXT and size >= 12:
            count = int.from_bytes(data[at + 6 : at + 8], "little")
            after = at + 8 + count + count % 2
            height = int.from_bytes(data[after : after + 2], "little")
            yield from _checked(at + 8, count, at, size, height=height, wide=False)
        elif kind == _EXTENDED and size >= 14:
            height, _, count, options = struct.unpack_from("<hhHH", data, at + 6)
            start = at + 14 + (8 if options & 6 else 0)
            yield from _checked(start, count, at, size, height=height, wide=False)
        at += size


FORMAT = Metafile()
