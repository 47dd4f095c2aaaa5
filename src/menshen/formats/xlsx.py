"""Workbooks (.xlsx, .xlsm, .xltx): sheets row by row, hidden ones too, and all that is beside cells.

A sheet is a table: its header is the first of its first rows that reads as one; rows count from
the one below it, rows above it count down from -2 and are text. Without a header rows have the
sheet's own numbers. Dates are written as ISO 8601, whole numbers without a fraction. A sheet is
never held as a whole, shared texts lie in a temporary file where they are many: 100 MB are read
in less than 500 MB of memory (benchmarks/documents).

Read as text behind the cells: formulas with words or long numbers in them, headers and footers,
validations, comments and threads, drawings, charts with the values they keep, pivot caches,
defined names, links, properties, shared texts that no cell uses any more. Pictures and embedded
files are documents of their own.

Writing: a shared text is changed where it is when all its cells are changed alike, else the cell
gets a text of its own and the shared text goes when no other cell uses it. Numbers and dates stay
such when the replacement is one. What formulas computed from changed cells is dropped and computed
anew on opening. All other rows and parts stay as they are.

## Known limits
A number of more than 15 digits has lost its last ones when it was typed; a remark says in which
columns. Names of columns of a table (`table1.xml`) and of sheets are changed where they stand, not
in the formulas that use them. xlsb and xls are read by `sheet`.

References: ECMA-376-1:2016, 18 (SpreadsheetML).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from menshen.edits import Edit, Inner
from menshen.formats.cells import Heading
from menshen.formats.parts.book import Listed, opened
from menshen.formats.parts.laying import Break, Item, Laying, changes, parts
from menshen.formats.parts.mending import Mending
from menshen.formats.parts.ooxml import Office
from menshen.formats.parts.package import Packaged, kinds
from menshen.formats.parts.rows import Reading, Spent, orphans, shared_texts
from menshen.formats.parts.sheets import Sheet
from menshen.formats.parts.slots import Changes
from menshen.formats.parts.strings import Strings
from menshen.formats.parts.zips import Limits, Package
from menshen.formats.pieces import BLOCK
from menshen.formats.sheet import called
from menshen.model import Document, Part, Remark

__all__ = ["FORMAT", "Xlsx"]

_LIMITS = Limits("workbook", "save its sheets as CSV")
_NAMED = 20
"""Of so many columns a remark says that numbers in them lost digits."""
_ZIP = b"PK\x03\x04"


class _Design(Office):
    """The parts beside the sheets, whose rows are read by themselves."""

    limits = _LIMITS


_DESIGN = _Design(
    r"xl/workbook\.xml",
    r"xl/(?:comments|threadedComments|persons)[^/]*(?:/[^/]*)?\.xml",
    r"xl/(?:drawings|charts)/[^/]*\.(?:xml|vml)",
    r"docProps/.*\.xml",
    r"customXml/.*\.xml",
    r"xl/(?!styles|theme).*\.xml",
)


class Xlsx:
    """Reads and writes workbooks; `size` is the most a block may hold."""

    id = "xlsx"

    def __init__(self, size: int = BLOCK) -> None:
        self._size = size
        self._rest = Packaged("xlsx", _DESIGN, "xlsx", size)

    def claims(self, document: Document, head: bytes) -> bool:
        """Claim by what lies inside."""
        return head.startswith(_ZIP) and "xlsx" in kinds(document, head)

    def read(self, document: Document) -> Iterator[Part]:
        """Yield the sheets in order, then the rest; remarks where something is hidden or lost.

        Raises `EncryptedError` for a workbook with a password, `UnreadableError` for a damaged one
        or one that would unpack to too much.
        """
        with Package(document, _LIMITS) as package:
            yield from parts(Laying(document.uri, self._size).lay(self._items(package, document)))

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the workbook with the edits carried out; see `menshen.edits.Writer`."""
        with Package(document, _LIMITS) as package:
            asked, inside = Changes(), dict[str, bytes | None]()
            laid = Laying(document.uri, self._size).lay(self._items(package, document))
            for other in changes(laid, edits, asked):
                if isinstance(other, Document):
                    data = inner(other)
                    if data != other.data:
                        inside[other.uri[len(document.uri) + 2 :]] = data
            book = opened(package)
            with Strings(shared_texts(package, book)) as strings:
                Mending(package, book, strings, asked).write(inside, _DESIGN.falls, out)

    def _items(self, package: Package, document: Document) -> Iterator[Item]:
        _DESIGN.check(package)
        book = opened(package)
        sheets = {listed.member.name for listed in book.sheets}
        apart = sheets | ({book.shared.name} if book.shared is not None else set())
        told = Sheet()
        with Strings(shared_texts(package, book, told)) as strings:
            used, spent = bytearray(len(strings)), Spent(package.size)
            for listed in book.sheets:
                yield from self._sheet(
                    Reading(package, book, listed, strings, used, spent, self._size), document.uri
                )
            yield from orphans(package, book, used, told)
        yield from self._rest.others(package, document, apart)

    def _sheet(self, reading: Reading, uri: str) -> Iterator[Item]:
        listed = reading.listed
        if listed.state in {"hidden", "veryHidden"}:
            how = (
                "hidden"
                if listed.state == "hidden"
                else "hidden so that the program does not list it"
            )
            yield Remark(uri, "hidden_sheet", f"sheet {listed.name!r} is {how}")
        yield from reading.items()
        yield Break()
        if reading.hidden:
            what = (
                "1 row or column is"
                if reading.hidden == 1
                else f"{reading.hidden} rows or columns are"
            )
            yield Remark(uri, "hidden_cells", f"sheet {listed.name!r}: {what} hidden")
        yield from _lost(uri, listed, reading.lossy, reading.heading)


def _lost(uri: str, listed: Listed, lossy: Counter[int], heading: Heading) -> Iterator[Remark]:
    for column, count in sorted(lossy.items())[:_NAMED]:
        cells = "1 cell holds a number" if count == 1 else f"{count} cells hold numbers"
        where = f"sheet {listed.name!r}, column {called(column, heading)}"
        note = f"{where}: {cells} of more than 15 digits; the last digits are lost"
        yield Remark(uri, "lost_digits", note)
    if (more := len(lossy) - _NAMED) > 0:
        note = f"sheet {listed.name!r}: {more} more columns hold numbers whose last digits are lost"
        yield Remark(uri, "lost_digits", note)


FORMAT = Xlsx()
