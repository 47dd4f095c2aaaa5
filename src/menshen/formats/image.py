"""Pictures (PNG, JPEG, TIFF, BMP, WebP, GIF): text by OCR, faces, codes, and what the file says.

Every frame or page is read by `menshen.formats.paper`, and a place is a box on it in points. Exif,
GPS, comments, PNG texts, XMP and IPTC are blocks of their own. Needs the extra `paper`; without
it a picture is a failure with the remedy, after what its file says was read.

Writing clears the boxes of what is taken out and writes other text there, in a file of the same
kind, size, quality and colour profile. Thumbnails and makers' notes are left out of a picture that
is changed. A picture without a change is copied as it is.

## Known limits
Sixteen-bit and palette pictures become eight-bit and full colour when they are changed. Text that
lies under full transparency is not read. JPEG is packed anew, so that all its pixels may change a
little. HEIC is a failure (`media`).

References: Exif 2.32 (CIPA DC-008); ISO 16684-1 (XMP); IPTC-IIM 4.2; docs/decisions/0031-pictures.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, BinaryIO

import numpy as np

from menshen.edits import Edit, Inner
from menshen.engines.ocr import Box
from menshen.errors import UnreadableError
from menshen.formats import paper
from menshen.formats.extract import Anchor, Anchored, Piece, blocks, cores
from menshen.formats.paper import frames
from menshen.formats.paper.metadata import Note, kept, notes
from menshen.formats.paper.pages import Printed, erasures, written_out
from menshen.formats.parts.zips import seekable
from menshen.formats.pieces import BLOCK
from menshen.formats.sights import SIDE, Sight
from menshen.model import Block, Document, Node, Part, Span

__all__ = ["FORMAT", "Picture"]

_BEGINS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")  # fmt: skip
_INCH = 72
_LEAST = 8
"""Pictures of fewer pixels a side, such as lines and dots, hold nothing that could be read."""


class Picture:
    """Reads and writes pictures; `size` is the most a block may hold."""

    id = "image"

    def __init__(self, size: int = BLOCK) -> None:
        self._size = size

    def claims(self, document: Document, head: bytes) -> bool:  # noqa: ARG002 - bytes tell all
        """Claim by the first bytes."""
        webp = head.startswith(b"RIFF") and head[8:12] == b"WEBP"
        bitmap = head.startswith(b"BM") and head[14:18] in {b"\x28\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0", b"\x0c\0\0\0"}  # fmt: skip
        return head.startswith(_BEGINS) or webp or bitmap

    def read(self, document: Document) -> Iterator[Part]:
        """Yield what the file says, then what is seen on each page."""
        with seekable(document) as stream, frames.opened(stream) as image:
            for block, _ in self._laid(document.uri, image):
                yield block

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the picture with the edits carried out; see `menshen.edits.Writer`."""
        del inner
        asked: dict[str, list[Edit]] = defaultdict(list)
        for edit in edits:
            asked[edit.block].append(edit)
        with seekable(document) as stream:
            if not asked:
                out.write(stream.read())
                return
            with frames.opened(stream) as image:
                out.write(self._written(document.uri, image, asked))
        if asked:
            raise UnreadableError("an edit names no block of this picture: read it again")

    def sights(self, document: Document, pages: Collection[int]) -> Iterator[Sight]:
        """Yield how frames look; see `menshen.formats.sights`."""
        from PIL import Image

        with seekable(document) as stream, frames.opened(stream) as image:
            for number in sorted(pages):
                image.seek(number)
                seen = Image.fromarray(frames.pixels(image))
                wide = seen.width
                seen.thumbnail((SIDE, SIDE))
                scale = _density(image) / _INCH * seen.width / wide
                yield Sight(number, np.asarray(seen), scale)

    def _written(self, uri: str, image: Any, asked: dict[str, list[Edit]]) -> bytes:
        pages: dict[int, list[paper.Erasure]] = defaultdict(list)
        changed: dict[str, str] = {}
        for block, held in self._laid(uri, image):
            wanted = asked.pop(block.id, [])
            if isinstance(held, _Pixels):
                pages[held.page] += erasures(held.boxes, wanted)
            elif wanted:
                changed |= _changed(block, held, wanted)
        fresh = []
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            seen = frames.pixels(image)
            after = paper.erase(seen, pages[number]) if pages[number] else seen
            fresh.append(frames.put_back(image, seen, after))
        image.seek(0)
        return frames.saved(image, fresh, kept(image, changed))

    def _laid(self, uri: str, image: Any) -> Iterator[tuple[Block, _Pixels | Anchored]]:
        """Yield the blocks, and where their characters come from."""
        ordinal = 0
        pieces = [_piece(number, note) for number, note in enumerate(notes(image))]
        for text, layout, core in blocks(pieces, self._size):
            assert isinstance(layout, Anchored)
            yield Block(uri, ordinal, text, layout, core), layout
            ordinal += 1
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            points = _INCH / _density(image)
            for text, boxes, core in self._page(image):
                layout = Printed(text, boxes, number, points)
                yield Block(uri, ordinal, text, layout, core), _Pixels(number, boxes)
                ordinal += 1

    def _page(self, image: Any) -> Iterator[tuple[str, Sequence[Box], Span | None]]:
        if min(image.size) < _LEAST:
            return
        page = written_out(*paper.look(frames.pixels(image)))
        for start, end, core in cores(page.text, self._size):
            yield page.text[start:end], page.boxes[start:end], core


class _Pixels:
    """Where the characters of a block are: the page, and their boxes in pixels."""

    def __init__(self, page: int, boxes: Sequence[Box]) -> None:
        self.page = page
        self.boxes = boxes


def _piece(number: int, note: Note) -> Piece:
    anchor = Anchor(Node(note.where, "/"), (note.name,), number, 0)
    return Piece(f"{note.name}：{note.text}\n", anchor)


def _changed(block: Block, layout: Anchored, edits: Iterable[Edit]) -> dict[str, str]:
    """Return the new texts of notes, by where they are."""
    texts: dict[str, str] = {}
    for edit in sorted(edits, key=lambda e: e.span, reverse=True):
        for start, stop, anchor in layout.pieces(*edit.span):
            assert isinstance(anchor.place, Node)
            begins = start + len(anchor.labels[0]) + 1
            text = texts.get(anchor.place.part, block.text[max(begins, 0) : stop].rstrip("\n"))
            low, high = max(edit.span.start - begins, 0), max(edit.span.end - begins, 0)
            texts[anchor.place.part] = text[:low] + edit.replacement + text[high:]
    return texts


def _density(image: Any) -> float:
    """Return the dots an inch of a picture, 72 where it does not say."""
    told = image.info.get("dpi", (_INCH, _INCH))[0]
    return float(told) if 36 <= float(told) <= 2400 else _INCH


FORMAT = Picture()
