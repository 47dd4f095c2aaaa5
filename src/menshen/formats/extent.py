"""How far the cells of a workbook reach and how much they say, told before they are laid out.

A library takes room for every place between a sheet's first and last cell, so that two cells in
opposite corners cost all of memory; and a text for every cell that names a shared one. Here each
sheet is looked through first. One of an xlsx file that is sparse is given back without its empty
rows, and with the numbers of those that are left; what would still take more than `MOST` places or
`TEXT` bytes is an error.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

from menshen.errors import UnreadableError
from menshen.formats import compound, records, spread
from menshen.formats.grown import DAMAGED, Grown

__all__ = ["bounded"]

_ATTRIBUTES = rb"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*+"
_TABLE = re.compile(
    rb"<(?P<close>/)?(?:\w+:)?(?P<kind>table|table-row|table-cell|covered-table-cell)(?P<a>%b)\s*(?P<empty>/)?>"
    % _ATTRIBUTES
)
_REPEATED = re.compile(rb"number-(?:rows|columns)-repeated\s*=\s*[\"']([0-9]{1,10})")
_WIDE = (b"\xff\xfe<", b"\xfe\xff\0<", b"<\0", b"\0<")
_LAST_COLUMN, _LAST_ROW = 1 << 14, 1 << 20
_SHEET = re.compile(r"xl/worksheets/[^/]*\.bin", re.IGNORECASE)
_TARGET = re.compile(rb"Target\s*=\s*[\"']([^\"']+)[\"']", re.IGNORECASE)


def bounded(data: bytes) -> tuple[bytes, dict[int, list[int]]]:
    """Return a workbook that can be laid out, and by sheet the numbers of the rows that are left.

    Raises `UnreadableError` for one whose cells would take too much memory, or that unpacks to
    more than it says; `BadZipFile` and its like for a damaged one.
    """
    if not data.startswith(b"PK"):
        return compound.alone("Workbook", records.old(data)), {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        packed = _packed(archive)
        if not packed:
            return data, {}
        places = spread.sheets(archive)
        if not places.keys() >= packed.keys():
            raise UnreadableError(DAMAGED)
        return _replaced(archive, packed), {places[name]: held[1] for name, held in packed.items()}


def _packed(archive: zipfile.ZipFile) -> dict[str, tuple[bytes, list[int]]]:
    """Look through all parts; return the sheets that are given back without their empty rows."""
    packed: dict[str, tuple[bytes, list[int]]] = {}
    binary = _binary_sheets(archive)
    shared, sizes = spread.shared(archive), records.shared(archive)
    for entry in archive.infolist():
        part = _unpacked(archive, entry)
        name = entry.filename.lstrip("/")
        sheet = b"worksheet" in part or b"sheetData" in part
        if sheet or not name.lower().endswith(".vml"):
            _sound(part)
        if name == "content.xml":
            _open(part)
        elif name in binary and not part.startswith(b"<"):
            records.binary(part, sizes).check()
        elif sheet:
            spread.weigh(part, shared)
            closed = spread.closed(part)
            if closed is not None:
                packed[entry.filename] = closed
    return packed


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return an entry's bytes; one that holds more than it says is refused."""
    said = entry.file_size
    entry.file_size += 1
    try:
        part = archive.read(entry)
    finally:
        entry.file_size = said
    if len(part) > said:
        raise UnreadableError("this workbook unpacks to more than it says: do not trust it")
    return part


def _sound(part: bytes) -> None:
    """Raise an error for XML that is not well formed, on which a library may go on without end.

    Entities are refused: no program that writes workbooks defines any.
    """
    if part.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"<" and not part.startswith(_WIDE):
        return
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _define
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise UnreadableError(DAMAGED) from None


def _define(*_: object) -> None:
    raise UnreadableError(
        "this workbook defines entities, which could expand without end or fetch files: do not trust it"
    )


def _binary_sheets(archive: zipfile.ZipFile) -> set[str]:
    """Return the names of the parts that are sheets of an xlsb file."""
    held = {name.lstrip("/") for name in archive.namelist()}
    found = {name for name in held if _SHEET.fullmatch(name)}
    for name in archive.namelist():
        if name.lower().endswith("workbook.bin.rels"):
            for target in _TARGET.findall(archive.read(name)):
                path = target.decode("utf-8", "replace")
                found |= {path.lstrip("/"), f"xl/{path}"}
    return found


def _replaced(archive: zipfile.ZipFile, packed: dict[str, tuple[bytes, list[int]]]) -> bytes:
    """Return a workbook with other parts in place of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for entry in archive.infolist():
            held = packed.get(entry.filename)
            copy.writestr(entry.filename, archive.read(entry) if held is None else held[0])
    return out.getvalue()


def _open(part: bytes) -> None:
    """Check an OpenDocument file, where rows and cells are repeated; its sheets count together."""
    whole = Grown()
    for sheet in _open_sheets(part):
        whole.join(sheet)
        whole.check()


def _open_sheets(part: bytes) -> Iterator[Grown]:
    grown, row, column, rows = Grown(), 0, 0, 1
    last, said, begun, times = -1, 0, 0, 1
    for match in _TABLE.finditer(part):
        kind, close, empty = match["kind"], match["close"], match["empty"]
        if close is None:
            repeated = _REPEATED.search(match["a"])
            times = int(repeated[1]) if repeated is not None else 1
        if kind == b"table":
            yield grown
            grown, row = Grown(), 0
        elif kind == b"table-row":
            if close is None:
                column, rows, last, said = 0, min(times, _LAST_ROW), -1, 0
            if close is not None or empty is not None:
                if last >= 0:
                    grown.add(row, 0, last, rows, said=said * rows)
                row += rows
        elif close is None:
            times = min(times, _LAST_COLUMN)
            column += times
            begun = match.end()
            if empty is None or b"value" in match["a"]:
                last = column - 1
                said += times * len(match["a"])
        else:
            said += times * (match.start() - begun)
    yield grown
