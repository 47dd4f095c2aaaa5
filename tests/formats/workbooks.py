"""Workbooks made by hand, as no library would write them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from typing import Any

import openpyxl
import xlwt

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)
_MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{}</manifest:manifest>'
)


def zipped(parts: Mapping[str, str | bytes], *, stored: bool = False) -> bytes:
    out = io.BytesIO()
    way = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w", way) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def xlsx(cells: Mapping[str, Any], *more: Mapping[str, Any]) -> bytes:
    """Return a workbook with these cells on its first sheet, and further sheets."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for number, held in enumerate((cells, *more)):
        sheet = book.active if not number else book.create_sheet(f"s{number}")
        for place, value in held.items():
            sheet[place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(cells: Mapping[tuple[int, int], Any]) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("登记")
    for (row, column), value in cells.items():
        sheet.write(row, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(table: str, encrypted: str = "") -> bytes:
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f'{_OFFICE}<table:table table:name="登记">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
            "META-INF/manifest.xml": _MANIFEST.format(encrypted),
        }
    )


def ods_row(*cells: str, times: int = 1) -> str:
    """Return a row; a cell is a text, or a text and how often it is repeated: `a*3`."""
    held = ""
    for cell in cells:
        text, _, repeated = cell.partition("*")
        count = f' table:number-columns-repeated="{repeated or 1}"'
        if text:
            held += f'<table:table-cell{count} office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        else:
            held += f"<table:table-cell{count}/>"
    return f'<table:table-row table:number-rows-repeated="{times}">{held}</table:table-row>'


def _record(kind: int, payload: bytes = b"") -> bytes:
    head = bytes((kind,)) if kind < 128 else bytes((kind & 0x7F | 0x80, kind >> 7))
    size = len(payload)
    while True:
        head += bytes((size & 0x7F | (0x80 if size >> 7 else 0),))
        size >>= 7
        if not size:
            return head + payload


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(cells: Mapping[tuple[int, int], str | int], shared: tuple[str, ...] = ()) -> bytes:
    """Return a binary workbook; a cell that is a number names one of the shared texts."""
    sheet = _record(129) + _record(148, bytes(16)) + _record(145)
    rows = sorted({row for row, _ in cells})
    for row in rows:
        sheet += _record(0, struct.pack("<I", row) + bytes(21))
        for column in sorted(c for r, c in cells if r == row):
            value = cells[row, column]
            named = isinstance(value, int)
            held = struct.pack("<I", value) if isinstance(value, int) else _wide(value)
            sheet += _record(7 if named else 6, struct.pack("<II", column, 0) + held)
    sheet += _record(146) + _record(130)
    texts = b"".join(_record(19, b"\0" + _wide(text)) for text in shared)
    book = _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("登记"))
    link = '<Relationship Id="{}" Type="{}/{}" Target="{}"/>'
    links = link.format("rId1", _KINDS, "worksheet", "worksheets/sheet1.bin")
    links += link.format("rId2", _KINDS, "sharedStrings", "sharedStrings.bin")
    count = struct.pack("<II", len(shared), len(shared))
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "xl/workbook.bin": _record(131) + _record(143) + book + _record(144) + _record(132),
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{_RELATIONS}">{links}</Relationships>',
            "xl/sharedStrings.bin": _record(159, count) + texts + _record(160),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file (OLE) with these streams, each in sectors of its own."""
    sectors: list[bytes] = []
    following: list[int] = []
    entries = [_entry("Root Entry", 5, _END, 0, 1)]
    for number, (name, data) in enumerate(streams.items(), 1):
        padded = data + bytes(max(4096, -(-len(data) // _SECTOR) * _SECTOR) - len(data))
        start, count = len(sectors), len(padded) // _SECTOR
        sectors += [padded[at : at + _SECTOR] for at in range(0, len(padded), _SECTOR)]
        following += [*range(start + 1, start + count), _END]
        right = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, start, max(len(data), 4096), _FREE, right))
    entries += [_entry("", 0, 0, 0, _FREE)] * (-len(entries) % 4)
    directory = len(sectors)
    whole = b"".join(entries)
    sectors += [whole[at : at + _SECTOR] for at in range(0, len(whole), _SECTOR)]
    following += [*range(directory + 1, len(sectors)), _END]
    tables = -(-(len(sectors) + 2) // 128)
    first = len(sectors)
    following += [_TABLE] * tables
    following += [_FREE] * (tables * 128 - len(following))
    table = struct.pack(f"<{len(following)}I", *following)
    sectors += [table[at : at + _SECTOR] for at in range(0, len(table), _SECTOR)]
    head = OLE + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, tables, directory, 0, 4096, _END, 0, _END, 0)
    listed = [*range(first, first + tables), *[_FREE] * (109 - tables)]
    return head + struct.pack("<109I", *listed) + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int, child: int, right: int = _FREE) -> bytes:
    held = name.encode("utf-16-le")
    return (
        held + bytes(64 - len(held)) + struct.pack("<HBB", len(held) + 2 if name else 0, kind, 1)
        + struct.pack("<III", _FREE, right, child) + bytes(36) + struct.pack("<IQ", start, size)
    )  # fmt: skip


def encrypted() -> bytes:
    """Return what Excel and WPS write for a workbook with a password, be it xlsx or xlsb."""
    return compound(
        {"EncryptionInfo": b"\x04\0\x04\0@\0\0\0<encryption/>", "EncryptedPackage": b"x" * 9000}
    )
