"""Workbooks: xlsx, xlsm, xlsb, xls and ods, every sheet, hidden ones too, by python-calamine.

A sheet is a table: its header is the first of its first rows that reads as one, and rows count as
in every table (the first below the header is 0, the header -1); rows above the header, a title or a
date, count down from -2 and are text. Without a header the sheet's first row is 0. Dates are
written as ISO 8601, whole numbers without a fraction.

## Known limits
Comments, headers and footers, text boxes and document properties are not read, rows and columns
that are hidden are read like others. A workbook is held in memory while it is read; one that
unpacks to more than 256 MB is refused. Excel keeps fifteen digits of a number: of longer ones a
remark says how many cells lost some.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import PurePath
from typing import Any, NamedTuple

from menshen.errors import EncryptedError, UnreadableError
from menshen.formats.cells import Heading
from menshen.formats.extract import table_blocks
from menshen.formats.pieces import BLOCK
from menshen.formats.table import is_header
from menshen.formats.talk import talking
from menshen.model import Block, Document, Part, Remark

__all__ = ["FORMAT", "Sheet"]

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIPPED = frozenset((".xlsx", ".xlsm", ".xlsb", ".xltx", ".xltm", ".xlam", ".ods", ".ots", ".et"))
_OLD = frozenset((".xls", ".xlt", ".et"))
_INSIDE = (b"xl/workbook", b"xl/worksheets", b"opendocument.spreadsheet")
_MOST = 256 << 20
_RATIO = 200
_PACKED_LITTLE = 1 << 20
_HEADER_ROWS = 12
"""So many rows may stand above a sheet's header."""
_EXACT = 10**15
"""Numbers of more digits are no longer exact in a workbook."""


class _Table(NamedTuple):
    """The rows of a sheet as text, and how many of its numbers lost digits."""

    rows: list[list[str]]
    lossy: int


class Sheet:
    """Reads workbooks; `size` is the most a block may hold."""

    id = "sheet"

    def __init__(self, size: int = BLOCK) -> None:
        self._size = size

    def claims(self, document: Document, head: bytes) -> bool:
        """Claim by the container's first bytes, and the name or what is seen inside."""
        suffix = PurePath(document.uri).suffix.lower()
        if head.startswith(_ZIP):
            return suffix in _ZIPPED or any(name in head for name in _INSIDE)
        if head.startswith(_OLE):
            return suffix in _OLD | _ZIPPED or "Workbook".encode("utf-16-le") in head
        return False

    def read(self, document: Document) -> Iterator[Part]:
        """Yield the sheets in order, each with a remark where it is hidden or lost digits.

        Raises `EncryptedError` for a workbook with a password, `UnreadableError` for a damaged one
        or one that unpacks to too much.
        """
        with document.open() as stream:
            data = stream.read(_MOST + 1)
        _check(data)
        ordinal = shift = 0
        for name, visible, rows in _sheets(data):
            table = _table(rows)
            yield from _remarks(document.uri, name, visible, table.lossy)
            heading, first = _heading(name, table.rows)
            for text, layout, core in table_blocks(
                heading, table.rows, first, self._size, shift=shift
            ):
                yield Block(document.uri, ordinal, text, talking(layout, text), core)
                ordinal += 1
            shift += len(table.rows)


def _check(data: bytes) -> None:
    """Refuse what has a password, is damaged, or would unpack to too much."""
    if len(data) > _MOST:
        raise UnreadableError("this workbook is larger than 256 MB: save its sheets as CSV")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise EncryptedError("this workbook has a password: save it without one")
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            total = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise UnreadableError("this workbook is damaged: open it and save it anew") from None
    if total > _MOST or (total > _RATIO * len(data) and total > _PACKED_LITTLE):
        raise UnreadableError(
            f"this workbook of {len(data)} bytes would unpack to {total}: save its sheets as CSV"
        )


def _sheets(data: bytes) -> Iterator[tuple[str, str, list[list[Any]]]]:
    """Yield name, visibility and values of each sheet; a sheet of charts has none."""
    import python_calamine as calamine

    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in workbook.sheets_metadata:
            rows: list[list[Any]] = []
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet:
                rows = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            yield sheet.name, str(sheet.visible).rpartition(".")[2], rows
    except calamine.PasswordError:
        raise EncryptedError("this workbook has a password: save it without one") from None
    except (calamine.CalamineError, OSError, ValueError):
        raise UnreadableError("this workbook is damaged: open it and save it anew") from None


def _table(rows: Sequence[Sequence[Any]]) -> _Table:
    lossy = sum(isinstance(v, int | float) and abs(v) >= _EXACT for row in rows for v in row)
    return _Table([[_written(value) for value in row] for row in rows], lossy)


def _written(value: Any) -> str:
    """Return a cell's value as text.

    >>> [_written(v) for v in (13800138000.0, 1.5, True, date(2024, 5, 1), "a")]
    ['13800138000', '1.5', 'TRUE', '2024-05-01', 'a']
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def _remarks(document: str, name: str, visible: str, lossy: int) -> Iterator[Remark]:
    if visible != "Visible":
        how = "hidden" if visible == "Hidden" else "hidden so that the program does not list it"
        yield Remark(document, "hidden_sheet", f"sheet {name!r} is {how}")
    if lossy:
        cells = "1 cell holds a number" if lossy == 1 else f"{lossy} cells hold numbers"
        note = f"{cells} of more than 15 digits in sheet {name!r}; the last digits are lost"
        yield Remark(document, "lost_digits", note)


def _heading(name: str, rows: Sequence[Sequence[str]]) -> tuple[Heading, int]:
    """Return the table's names and the number of the sheet's first row."""
    for index, row in enumerate(rows[:_HEADER_ROWS]):
        names = [cell.strip() for cell in row]
        below = [[cell.strip() for cell in r] for r in rows[index + 1 : index + 51]]
        if sum(map(bool, names)) > 1 and is_header(names, below):
            return Heading(name, tuple(names)), -index - 1
    return Heading(name), 0


FORMAT = Sheet()
