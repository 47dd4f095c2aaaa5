"""Running text: notes, logs, source code, and all that decodes and no other format claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from menshen.edits import Edit, Inner
from menshen.formats import binary
from menshen.formats.decoding import TextStream
from menshen.formats.patches import Change, Patch, byte_patches, tiled, written
from menshen.formats.pieces import BLOCK, cut
from menshen.model import Block, Document, Lines, Remark

__all__ = ["FORMAT", "Plain", "as_it_is"]


class Plain:
    """Reads text in blocks whose layout knows lines; `size` is the most a block may hold."""

    id = "plain"
    in_order = True

    def __init__(self, size: int = BLOCK) -> None:
        self._size = size

    def claims(self, document: Document, head: bytes) -> bool:  # noqa: ARG002 - any name will do
        """Say yes to everything that is text."""
        return binary.refusal(head) is None

    def read(self, document: Document) -> Iterator[Block | Remark]:
        """Yield the text in order; last, a remark when bytes did not fit the charset."""
        texts = TextStream(document)
        for ordinal, piece in enumerate(cut(texts, size=self._size)):
            layout = Lines(piece.text, piece.offset, piece.line)
            yield Block(document.uri, ordinal, piece.text, layout, piece.core)
        yield from texts.remarks()

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the text with the edits carried out; every other byte stays."""
        written(document, self.patches(document, edits, inner=inner), out)

    def patches(
        self,
        document: Document,
        edits: Iterable[Edit],
        *,
        inner: Inner,  # noqa: ARG002 - there is nothing inside
    ) -> Iterator[Patch]:
        """Yield the patches that carry out the edits."""
        return byte_patches(document, tiled(self.read(document), edits, as_it_is))


def as_it_is(_block: Block, edits: Sequence[Edit]) -> Iterator[Change]:
    """Yield what edits change where a text has no escapes."""
    return (Change(*edit.span, edit.replacement, (edit,)) for edit in edits)


FORMAT = Plain()
