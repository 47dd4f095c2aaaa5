"""Workbooks of the binary kinds: xlsb, and xls where LibreOffice is not, by python-calamine.

A sheet is a table like those of `xlsx`; dates are written as ISO 8601, whole numbers without a
fraction.

## Known limits
Comments, headers and footers, text boxes and document properties are not read, rows and columns
that are hidden are read like others; nothing is written. A workbook is held in memory while it is
read; one that unpacks to more than 256 MB is refused, and so are cells that lie too far apart
(`extent`). Excel keeps fifteen digits of a number: of longer ones a remark says in which columns
cells lost some.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import PurePath
from typing import Any, NamedTuple

from menshen.errors import EncryptedError, UnreadableError
from menshen.formats.cells import Heading
from menshen.formats.extent import bounded
from menshen.formats.extract import table_blocks
from menshen.formats.grown import DAMAGED, LOCKED
from menshen.formats.parts.formulas import letters
from menshen.formats.pieces import BLOCK
from menshen.formats.quiet import quiet
from menshen.formats.table import is_header
from menshen.formats.talk import talking
from menshen.model import Block, Document, Part, Remark

__all__ = ["FORMAT", "Sheet", "called"]

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
_NAMED = 20
"""Of so many columns a remark says that numbers in them lost digits."""
_SHORT = 12
_VALUE = re.compile(r"[0-9]{5}|@")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, ValueError, LookupError, EOFError,
    NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip
_BINARY = "xl/workbook.bin"
_PACKED = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
_CELLS = "only cells were read: install LibreOffice to read comments, headers and hidden places too"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class _Table(NamedTuple):
    """The filled part of a sheet: where it begins, its rows as text, the numbers of the rows."""

    name: str
    visible: str
    rows: list[list[str]]
    numbers: Sequence[int]
    column: int
    lossy: Counter[int]


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
            named = suffix in _OLD | _ZIPPED
            return named or "Workbook".encode("utf-16-le") in head or _is_encrypted(suffix, head)
        return False

    def read(self, document: Document) -> Iterator[Part]:
        """Yield the sheets in order, each with a remark where it is hidden or lost digits.

        Raises `EncryptedError` for a workbook with a password, `UnreadableError` for a damaged one
        or one that unpacks to too much.
        """
        with document.open() as stream:
            data = stream.read(_MOST + 1)
        ordinal = shift = 0
        for table in _tables(data):
            heading, numbers = _heading(table)
            yield from _remarks(document.uri, table, heading)
            for text, layout, core in table_blocks(
                heading, table.rows, numbers, self._size, shift=shift, column=table.column
            ):
                yield Block(document.uri, ordinal, text, talking(layout, text), core)
                ordinal += 1
            shift += table.numbers[-1] + 1 if table.numbers else 0
        if data.startswith(_OLE):
            yield Remark(document.uri, "partly_read", _CELLS)


def _is_encrypted(suffix: str, head: bytes) -> bool:
    """Say whether a container is an encrypted document that no name says is another kind."""
    return suffix in {"", ".tmp", ".dat"} and _ENCRYPTED in head


def _check(data: bytes) -> None:
    """Refuse what has a password, is damaged, or would unpack to too much."""
    if len(data) > _MOST:
        raise UnreadableError("this workbook is larger than 256 MB: save its sheets as CSV")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise EncryptedError(LOCKED)
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        total = sum(entry.file_size for entry in entries)
        if total > _MOST or (total > _RATIO * len(data) and total > _PACKED_LITTLE):
            raise UnreadableError(
                f"this workbook of {len(data)} bytes would unpack to {total}: save its sheets as CSV"
            )
        if any(entry.compress_type not in _PACKED for entry in entries):
            raise UnreadableError(DAMAGED)
        locked = any(entry.flag_bits & 1 for entry in entries)
        if locked:
            raise EncryptedError(LOCKED)
        if _BINARY not in archive.namelist():
            # Only what is too damaged to be known as one is asked here of the newer kinds.
            raise UnreadableError(DAMAGED)


def _tables(data: bytes) -> Iterator[_Table]:
    """Yield the sheets; a sheet of charts has no rows."""
    import python_calamine as calamine

    try:
        _check(data)
        data = bounded(data)
        with quiet():
            workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in workbook.sheets_metadata:
            visible = str(sheet.visible).rpartition(".")[2]
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet:
                with quiet():
                    held = workbook.get_sheet_by_name(sheet.name)
                yield _table(sheet.name, visible, held)
            else:
                yield _Table(sheet.name, visible, [], (), 0, Counter())
    except calamine.PasswordError:
        raise EncryptedError(LOCKED) from None
    except (calamine.CalamineError, *_BROKEN):
        raise UnreadableError(DAMAGED) from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise UnreadableError(DAMAGED) from None
        raise


def _table(name: str, visible: str, sheet: Any) -> _Table:
    """Return what a sheet holds."""
    top, left = sheet.start or (0, 0)
    with quiet():
        values = sheet.to_python(skip_empty_area=True)
    numbers = range(top, top + len(values))
    lossy = Counter(
        left + column
        for row in values
        for column, value in enumerate(row)
        if isinstance(value, int | float) and abs(value) >= _EXACT
    )
    rows = [[_written(value) for value in row] for row in values]
    return _Table(name, visible, rows, numbers, left, lossy)


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


def _remarks(document: str, table: _Table, heading: Heading) -> Iterator[Remark]:
    if table.visible != "Visible":
        hidden = table.visible == "Hidden"
        how = "hidden" if hidden else "hidden so that the program does not list it"
        yield Remark(document, "hidden_sheet", f"sheet {table.name!r} is {how}")
    for column, count in sorted(table.lossy.items())[:_NAMED]:
        cells = "1 cell holds a number" if count == 1 else f"{count} cells hold numbers"
        where = f"sheet {table.name!r}, column {called(column, heading)}"
        note = f"{where}: {cells} of more than 15 digits; the last digits are lost"
        yield Remark(document, "lost_digits", note)
    if (more := len(table.lossy) - _NAMED) > 0:
        note = f"sheet {table.name!r}: {more} more columns hold numbers whose last digits are lost"
        yield Remark(document, "lost_digits", note)


def called(column: int, heading: Heading) -> str:
    """Return the letters of a column, and its name where it has a short one.

    >>> called(2, Heading("a", ("", "", "身份证号")))
    'C (身份证号)'
    """
    name = heading.names[column] if column < len(heading.names) else ""
    named = name and len(name) <= _SHORT and not _VALUE.search(name)
    return letters(column) + (f" ({name})" if named else "")


def _heading(table: _Table) -> tuple[Heading, Sequence[int]]:
    """Return the table's names, and the numbers of its rows counted from its header."""
    for index, row in enumerate(table.rows[:_HEADER_ROWS]):
        names = [cell.strip() for cell in row]
        while names and not names[-1]:
            names.pop()
        below = [[cell.strip() for cell in r] for r in table.rows[index + 1 : index + 51]]
        if sum(map(bool, names)) > 1 and is_header(names, below):
            header = table.numbers[index]
            padded = ("",) * table.column + tuple(names)
            return Heading(table.name, padded), [n - header - 1 for n in table.numbers]
    return Heading(table.name), table.numbers


FORMAT = Sheet()
