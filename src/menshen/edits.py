"""What a transform asks of a format: stretches of a block's text and what shall stand there.

A format that can write back is a `Writer`; reading and writing stand in one file, so that a
block's text and the bytes it came from are known to the same code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import BinaryIO, NamedTuple, Protocol, runtime_checkable

from menshen.model import Document, Format, Span

__all__ = ["Edit", "Inner", "Streaming", "Writer", "carried_out"]


class Edit(NamedTuple):
    """A stretch of a block's own text, and the text to write in its place.

    `block` is the block's id, `span` counts code points of its text, half open.
    """

    block: str
    span: Span
    replacement: str

    def __repr__(self) -> str:
        return f"Edit({self.block!r}, {self.span!r})"


Inner = Callable[[Document], bytes | None]
"""Given a document found inside another, returns its new bytes, or None to leave it out."""


class Writer(Format, Protocol):
    """A format that writes a document back with edits carried out."""

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the document to `out` with the edits carried out and all else untouched.

        The document is read again in the same way as `read` does, so blocks have the same ids.
        Each document inside goes through `inner`. Raises `UnreadableError` where an edit cannot
        be carried out; nothing is ever left standing in silence.
        """
        ...


@runtime_checkable
class Streaming(Protocol):
    """A format that carries edits out as they come, if they come in the order of the blocks.

    It may then be given an iterator, and holds the edits of one block at a time.
    """

    in_order: bool


def carried_out(text: str, edits: Iterable[tuple[Span, str]]) -> str:
    """Return a text with stretches of it replaced.

    Raises `ValueError` if two stretches overlap or one reaches past the text.

    >>> carried_out("张三 138", [(Span(0, 2), "某某"), (Span(3, 6), "***")])
    '某某 ***'
    """
    pieces, at = [], 0
    for span, replacement in sorted(edits, key=lambda edit: edit[0]):
        if span.start < at or span.end > len(text):
            raise ValueError(f"the stretch {span.start}-{span.end} overlaps or leaves the text")
        pieces += [text[at : span.start], replacement]
        at = span.end
    return "".join([*pieces, text[at:]])
