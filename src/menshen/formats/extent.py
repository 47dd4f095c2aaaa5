"""How far the cells of a workbook reach and how much they say, told before they are laid out.

A library takes room for every place between a sheet's first and last cell, so that two cells in
opposite corners cost all of memory; and a text for every cell that names a shared one. Here each
sheet is looked through first; what would take more than `MOST` places or `TEXT` bytes is an error.
"""

from __future__ import annotations

import io
import re
import zipfile
from xml.parsers import expat

from menshen.errors import UnreadableError
from menshen.formats import compound, records
from menshen.formats.grown import DAMAGED

__all__ = ["bounded"]

_WIDE = (b"\xff\xfe<", b"\xfe\xff\0<", b"<\0", b"\0<")
_SHEET = re.compile(r"xl/worksheets/[^/]*\.bin", re.IGNORECASE)
_TARGET = re.compile(rb"Target\s*=\s*[\"']([^\"']+)[\"']", re.IGNORECASE)


def bounded(data: bytes) -> bytes:
    """Return a workbook (xlsb or xls) that can be laid out.

    Raises `UnreadableError` for one whose cells would take too much memory, or that unpacks to
    more than it says; `BadZipFile` and its like for a damaged one.
    """
    if not data.startswith(b"PK"):
        return compound.alone("Workbook", records.old(data))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        binary, sizes = _binary_sheets(archive), records.shared(archive)
        for entry in archive.infolist():
            part = _unpacked(archive, entry)
            name = entry.filename.lstrip("/")
            if not name.lower().endswith(".vml"):
                _sound(part)
            if name in binary and not part.startswith(b"<"):
                records.binary(part, sizes).check()
    return data


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
