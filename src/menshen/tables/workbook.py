"""Workbooks: read through the format of all workbooks, written as a plain xlsx of one sheet.

Cells are written as text but for amounts, which stay numbers: columns in which every cell of the
first rows reads back as the number it is. The writer streams, so a million rows take no memory.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self
from xml.sax.saxutils import escape

from menshen.errors import UnreadableError, UsageError
from menshen.marks.file import KEY
from menshen.model import Document
from menshen.tables import CHUNK, Columns, Held, Source
from menshen.tables.grid import Rows, pieces
from menshen.tables.replaced import Replaced

__all__ = ["Table", "Writer"]

_MOST_ROWS = 1_048_576
_NUMBER = re.compile("-?(?:0|[1-9][0-9]{0,14})(?:\\.[0-9]{1,6})?")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Table:
    """A sheet of a workbook, held in memory."""

    def __init__(self, address: str) -> None:
        path, _, sheet = address.partition("#")
        self._held = _sheet(path, sheet)
        self.names = self._held.names

    def chunks(self, size: int = CHUNK) -> Iterator[Columns]:
        """Yield the rows in order."""
        return self._held.chunks(size)


def _sheet(path: str, wanted: str) -> Held:
    if not Path(path).is_file():
        raise UnreadableError(f"{path}: there is no such file")
    rows: list[list[str]] = []
    table = ""
    names: tuple[str, ...] = ()
    for piece in pieces(Document(path, Path(path))):
        if not isinstance(piece, Rows) or (wanted and piece.table != wanted):
            continue
        if not rows:
            table, names = piece.table, piece.names
        if piece.table == table:
            rows += [row for row in piece.rows if any(row)]
    if not names:
        raise UsageError(f"{path}: no sheet {wanted!r} with a header row was found")
    width = len(names)
    padded = [(row + [""] * width)[:width] for row in rows]
    columns = [list(column) for column in zip(*padded, strict=True)] or [[] for _ in names]
    return Held(names, columns)


class Writer:
    """Writes an xlsx file of one sheet."""

    def __init__(
        self, address: str, names: Sequence[str], _like: Source | None, stamp: str
    ) -> None:
        path = Path(address.partition("#")[0])
        if path.suffix.lower() != ".xlsx":
            raise UsageError(f"{path}: workbooks are written as .xlsx")
        self._out = Replaced(path)
        self._zip = zipfile.ZipFile(self._out.file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        for name, content in _parts(stamp).items():
            self._zip.writestr(name, content)
        self._sheet = self._zip.open("xl/worksheets/sheet1.xml", "w", force_zip64=True)
        self._put(
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}"><sheetData>'
        )
        self._row = 0
        self._numeric: list[bool] | None = None
        self._rows([[n] for n in names], [False] * len(names))

    def write(self, columns: Sequence[Sequence[str]]) -> None:
        """Write some rows; raises `UsageError` beyond what a sheet can hold."""
        if self._numeric is None:
            self._numeric = [_numeric(column) for column in columns]
        if self._row + len(columns[0]) > _MOST_ROWS:
            raise UsageError("a sheet holds 1,048,575 rows: write .csv or .parquet")
        self._rows(columns, self._numeric)

    def _rows(self, columns: Sequence[Sequence[str]], numeric: list[bool]) -> None:
        rendered = [_cells(c, numeric=n) for c, n in zip(columns, numeric, strict=True)]
        pieces_ = []
        for cells in zip(*rendered, strict=True):
            self._row += 1
            pieces_.append(f"<row>{''.join(cells)}</row>")
        self._put("".join(pieces_))

    def _put(self, text: str) -> None:
        self._sheet.write(text.encode())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._put("</sheetData></worksheet>")
        self._sheet.close()
        self._zip.close()
        self._out.done(failed=kind is not None)


def _numeric(column: Sequence[str]) -> bool:
    """Say whether a column is of amounts: all numbers, not all of one great length as codes are."""
    held = [c for c in column if c]
    if not held or any(len(c) > 12 or not _NUMBER.fullmatch(c) for c in held):
        return False
    return any("." in c for c in held) or max(map(len, held)) < 10


def _cells(column: Sequence[str], *, numeric: bool) -> list[str]:
    if numeric:
        return [f"<c><v>{c}</v></c>" if c and _NUMBER.fullmatch(c) else _text(c) for c in column]
    return [_text(c) for c in column]


def _text(cell: str) -> str:
    if not cell:
        return "<c/>"
    plain = _ILLEGAL.sub("", cell)
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(plain)}</t></is></c>'


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"


def _parts(stamp: str) -> dict[str, str]:
    """Return the small parts of the package."""
    custom = (
        '<Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>'
        if stamp
        else ""
    )
    link = (
        f'<Relationship Id="rId2" Type="{_OFFICE}/custom-properties" Target="docProps/custom.xml"/>'
    )
    parts = {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_SHEETS}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEETS}.worksheet+xml"/>{custom}</Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>{link if stamp else ""}</Relationships>',
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    }
    if stamp:
        parts["docProps/custom.xml"] = (
            f'{_XML}<Properties xmlns="{_CUSTOM}" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{KEY}"><vt:lpwstr>{escape(stamp)}</vt:lpwstr></property></Properties>'
        )
    return parts
