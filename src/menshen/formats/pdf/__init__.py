"""PDF: what is drawn on its pages, and all that is kept beside it; written back without the rest.

Pages are read by pdfium, with a box for each character, and put in reading order: columns one
behind the other, cells of a row with tabs between. Text that nobody sees is read like the rest: on
hidden layers, drawn invisibly, beyond the edge of the page, under other things. Beside the pages
are read contents and authors of annotations and what they draw, names and values of fields,
properties and XMP, outlines, links, names of layers, scripts, alternative texts, structure, page
labels: every string of every object. Attachments, pictures and earlier versions of the file are
documents of their own; a page that is no more than strips of pictures or paths is read as it looks.

Writing takes glyphs out of the content and draws others in their place, changes strings, and saves
the file anew: without earlier versions, loose objects, previews, private data of programs and
signatures. A document without a change is copied as it is. docs/decisions/0030-pdf.md says how.

## Known limits
A value that is broken over two pages is put together where both have text and the first does not
end with a sentence, over three where the middle one holds no more than three lines, and never from
one scan to the next. Pictures in the glyphs of Type 3 fonts are not looked at. Text drawn as paths
is read only on a page without other text. Stand-ins in Chinese use a font that is not embedded
where the document's own lacks the characters. The width of what was taken out shows where text
follows on its line. An encrypted document that opens without a password is written without
encryption. Fields that a form program computes from XFA are read as XML. Names (as of choices of
check boxes) are not read. An earlier version is read as it was, not by what changed.

References: ISO 32000-2:2020, 7 (syntax), 9 (text), 12 (annotations, forms), 14 (marks, structure).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import BinaryIO

from menshen.edits import Edit, Inner
from menshen.formats.parts.laying import Laid
from menshen.formats.pdf.opened import Opened
from menshen.formats.pdf.reading import Read
from menshen.formats.pieces import BLOCK
from menshen.formats.sights import Sight
from menshen.model import Document, Part

__all__ = ["FORMAT", "Pdf"]

_BEGINS = b"%PDF-"


class Pdf:
    """Reads and writes PDF; `size` is the most a block may hold."""

    id = "pdf"

    def __init__(self, size: int = BLOCK) -> None:
        self._size = size

    def claims(self, document: Document, head: bytes) -> bool:  # noqa: ARG002 - bytes tell all
        """Claim by the first bytes."""
        return head.lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(_BEGINS)

    def read(self, document: Document) -> Iterator[Part]:
        """Yield the pages in order, what stands beside them, the documents inside, what is odd."""
        with Opened(document) as opened:
            for item in Read(opened, document, self._size).items():
                yield item.block if isinstance(item, Laid) else item
            opened.finish()

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the document with the edits carried out; see `menshen.edits.Writer`."""
        from menshen.formats.pdf.writing import written

        with Opened(document) as opened:
            written(opened, document, edits, out, inner=inner, size=self._size)

    def sights(self, document: Document, pages: Collection[int]) -> Iterator[Sight]:
        """Yield how pages look; see `menshen.formats.sights`."""
        from menshen.formats.pdf.sights import sights

        with Opened(document) as opened:
            yield from sights(opened, pages)


FORMAT = Pdf()
