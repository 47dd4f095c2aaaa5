"""Sound, film and HEIC pictures: their names and text tags are read, and what they say is not.

Tags are ID3 (1 and 2), the `ilst` and `udta` of MP4, the comments of Vorbis, Opus and FLAC, and
the INFO list of RIFF; places that a camera wrote (`©xyz`) are among them. Behind them the file is
a failure with the remedy, for nobody heard or saw it.

## Known limits
Nothing is transcribed and no picture is looked at. Such a file cannot be written. Tags in
Matroska, ASF and the Exif of HEIC are not read. Of tags longer than 1 MB nothing is read.

References: id3.org, ID3v2.3.0 and 2.4.0; ISO/IEC 14496-12; xiph.org, Vorbis comment; Multimedia
Programming Interface 1.0 (RIFF).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import BinaryIO

from menshen.edits import Edit, Inner
from menshen.errors import UnreadableError, UnsupportedFormatError
from menshen.formats import binary
from menshen.formats.parts.inside import plain_name
from menshen.formats.parts.laying import Laying, parts
from menshen.formats.parts.slots import Passage
from menshen.formats.parts.zips import seekable
from menshen.formats.pieces import BLOCK
from menshen.model import Document, Node, Part

__all__ = ["FORMAT", "Media"]

_BEGINS = (b"ID3", b"OggS", b"fLaC", b"\x1a\x45\xdf\xa3", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", b"#!AMR",
           b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")  # fmt: skip
_RIFF = (b"WAVE", b"AVI ")
_MOST = 1 << 20
_DEEPEST = 8
_INSIDE = frozenset((b"moov", b"udta", b"meta", b"ilst", b"trak", b"mdia"))
_VORBIS = re.compile(rb"\x03vorbis|OpusTags")
_FRAME = {2: (3, 6), 3: (4, 10), 4: (4, 10)}
_ENCODINGS = {1: "utf-16", 2: "utf-16-be", 3: "utf-8"}
_SAID = re.compile(r"[^\x00-\x1f\x7f]{2,}")
_HEARD = UnsupportedFormatError("this is a sound or film: transcribe it first and scan the text")


class Media:
    """Reads the tags of sound, film and HEIC pictures; `size` is the most a block may hold."""

    id = "media"

    def __init__(self, size: int = BLOCK) -> None:
        self._size = size

    def claims(self, document: Document, head: bytes) -> bool:  # noqa: ARG002 - bytes tell all
        """Claim by the first bytes."""
        riff = head.startswith(b"RIFF") and head[8:12] in _RIFF
        return head.startswith(_BEGINS) or head[4:8] == b"ftyp" or riff

    def read(self, document: Document) -> Iterator[Part]:
        """Yield the name and the tags, and then raise `UnsupportedFormatError`."""
        with seekable(document) as stream:
            head = stream.read(64)
            said = [*_tags(stream, head)]
        name = PurePath(document.uri.rpartition("!/")[2]).name
        passages = [Passage(("文件：", name), Node("name", "/"), ("文件",))]
        passages += [
            Passage((text,), Node("tags", f"/{number}"))
            for number, text in enumerate(dict.fromkeys(said))
        ]
        yield from parts(Laying(document.uri, self._size).lay(passages))
        raise binary.refusal(head) or _HEARD

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Refuse: what is said in it is not known."""
        del document, edits, out, inner
        raise UnreadableError("sound, film and HEIC pictures cannot be written: leave them out")


def _tags(stream: BinaryIO, head: bytes) -> Iterator[str]:
    if head.startswith(b"ID3"):
        yield from _id3(stream)
    elif head[4:8] == b"ftyp":
        stream.seek(0)
        yield from _boxes(stream, stream.seek(0, io.SEEK_END), 0, 0)
    elif head.startswith(b"RIFF"):
        yield from _info(stream)
    elif head.startswith((b"OggS", b"fLaC")):
        yield from _comments(stream)
    yield from _old(stream)


def _id3(stream: BinaryIO) -> Iterator[str]:
    """Yield the texts of ID3v2 frames."""
    stream.seek(3)
    head = stream.read(7)
    if len(head) < 7 or head[0] not in _FRAME:
        return
    data = stream.read(min(_synch(head[3:7]), _MOST))
    name, skip = _FRAME[head[0]]
    at = 0
    while at + skip <= len(data) and data[at : at + name].strip(b"\0"):
        raw = data[at + name : at + name + (3 if name == 3 else 4)]
        size = _synch(raw) if head[0] == 4 else int.from_bytes(raw, "big")
        if data[at : at + 1] in b"TCWU" and size:
            yield from _framed(data[at + skip : at + skip + size])
        at += skip + size


def _framed(body: bytes) -> Iterator[str]:
    charset = _ENCODINGS.get(body[0]) if body else None
    text = body[1:].decode(charset, "replace") if charset else plain_name(body[1:])
    yield from _SAID.findall(text)


def _synch(raw: bytes) -> int:
    number = 0
    for byte in raw:
        number = number << 7 | byte & 0x7F
    return number


def _old(stream: BinaryIO) -> Iterator[str]:
    """Yield the texts of ID3v1, which ends a file."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - 128))
    data = stream.read(128)
    if data.startswith(b"TAG"):
        for start, end in ((3, 33), (33, 63), (63, 93), (97, 125)):
            yield from _SAID.findall(plain_name(data[start:end].split(b"\0")[0].strip()))


def _boxes(stream: BinaryIO, end: int, at: int, depth: int) -> Iterator[str]:
    """Yield the texts in boxes of an MP4 file."""
    count = 0
    while at + 8 <= end and count < 4096:
        count += 1
        stream.seek(at)
        head = stream.read(16)
        size, kind = int.from_bytes(head[:4], "big"), head[4:8]
        start = at + 8
        if size == 1:
            size, start = int.from_bytes(head[8:16], "big"), at + 16
        stop = min(at + size, end) if size else end
        if stop <= at:
            return
        if kind in _INSIDE and depth < _DEEPEST:
            stream.seek(start)
            # `meta` has four bytes before its boxes, but not in the files of some programs.
            skip = 4 if kind == b"meta" and stream.read(8)[4:8] != b"hdlr" else 0
            yield from _boxes(stream, stop, start + skip, depth + 1)
        elif depth >= 2 and stop - start < _MOST:
            stream.seek(start)
            yield from _boxed(stream.read(stop - start), kind)
        at = stop


def _boxed(data: bytes, kind: bytes) -> Iterator[str]:
    if data[4:8] == b"data" and int.from_bytes(data[8:12], "big") == 1:
        yield from _SAID.findall(data[16:].decode("utf-8", "replace"))
    elif kind.startswith(b"\xa9"):
        yield from _SAID.findall(plain_name(data[4:]))


def _comments(stream: BinaryIO) -> Iterator[str]:
    """Yield the comments of Vorbis, Opus and FLAC."""
    stream.seek(0)
    data = stream.read(_MOST)
    found = _VORBIS.search(data)
    at = found.end() if found is not None else _flac(data)
    if at < 0:
        return
    at += 4 + int.from_bytes(data[at : at + 4], "little")
    count = min(int.from_bytes(data[at : at + 4], "little"), 4096)
    at += 4
    for _ in range(count):
        size = int.from_bytes(data[at : at + 4], "little")
        if size > len(data) - at - 4:
            return
        text = data[at + 4 : at + 4 + size].decode("utf-8", "replace")
        if not text.upper().startswith("METADATA_BLOCK_PICTURE"):
            yield text.replace("=", "：", 1)
        at += 4 + size


def _flac(data: bytes) -> int:
    """Return where the comments of a FLAC file begin, or -1."""
    at = 4
    while data.startswith(b"fLaC") and at + 4 <= len(data):
        if data[at] & 0x7F == 4:
            return at + 4
        if data[at] & 0x80:
            return -1
        at += 4 + int.from_bytes(data[at + 1 : at + 4], "big")
    return -1


def _info(stream: BinaryIO) -> Iterator[str]:
    """Yield the texts of the INFO list of a RIFF file."""
    size, at = stream.seek(0, io.SEEK_END), 12
    for _ in range(4096):
        stream.seek(at)
        head = stream.read(12)
        if len(head) < 12 or at >= size:
            return
        length = int.from_bytes(head[4:8], "little")
        if head[:4] == b"LIST" and head[8:12] == b"INFO" and length < _MOST:
            yield from _listed(stream.read(length - 4))
        at += 8 + length + length % 2


def _listed(data: bytes) -> Iterator[str]:
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        yield from _SAID.findall(plain_name(data[at + 8 : at + 8 + size].split(b"\0")[0]))
        at += 8 + size + size % 2


FORMAT = Media()
