"""Workbooks made of binary records, xls and xlsb: where their cells lie, and what they name."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence

from menshen.errors import EncryptedError, UnreadableError
from menshen.formats import compound
from menshen.formats.grown import DAMAGED, LOCKED, Grown

__all__ = ["binary", "old", "shared"]

_ROW, _FIRST, _LAST, _NAMES_TEXT, _TEXT_ITEM = 0, 2, 11, 7, 19
_CELLS = frozenset(
    (0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x0206, 0x0207, 0x027E, 0x0406)
)  # fmt: skip
_MANY, _NAMES, _SHEET_AT, _END, _LOCK, _TEXTS, _GOES_ON = 0xBD, 0xFD, 0x85, 0x0A, 0x2F, 0xFC, 0x3C


def binary(part: bytes, sizes: Sequence[int]) -> Grown:
    """Return the extent of a sheet of an xlsb file; `sizes` are those of the shared texts."""
    grown, row = Grown(), 0
    for kind, start, size in _records(part):
        if kind == _ROW and size >= 4:
            row = _number(part, start, 4)
        elif _FIRST <= kind <= _LAST and size >= 4:
            column = _number(part, start, 4)
            text = _number(part, start + 8, 4) if kind == _NAMES_TEXT else len(sizes)
            grown.add(row, column, column, said=sizes[text] if text < len(sizes) else 0)
    return grown


def shared(archive: zipfile.ZipFile) -> list[int]:
    """Return the sizes of the shared texts of an xlsb file."""
    for name in archive.namelist():
        if name.lower().endswith("sharedstrings.bin"):
            return [size for kind, _, size in _records(archive.read(name)) if kind == _TEXT_ITEM]
    return []


def _records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield kind, start and size of the records of an xlsb part."""
    at = 0
    while at < len(part):
        kind, at = _varying(part, at, 2)
        size, at = _varying(part, at, 4)
        yield kind, at, size
        at += size


def _varying(part: bytes, at: int, most: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, and where it ends."""
    number = 0
    for place in range(most):
        byte = part[at] if at < len(part) else 0
        at += 1
        number |= (byte & 0x7F) << (7 * place)
        if not byte & 0x80:
            break
    return number, at


def old(data: bytes) -> bytes:
    """Return the stream of an xls file that holds its sheets, checked for how far they reach.

    Raises `EncryptedError` for one with a password.
    """
    stream = compound.stream(data, "Workbook", "Book")
    _extent(stream).check()
    return stream


def _extent(stream: bytes) -> Grown:
    """Return the extent of all sheets together, as they are laid out."""
    starts: dict[int, None] = {}
    sizes: list[int] = []
    for kind, start, size in _old_records(stream, 0):
        if kind == _LOCK:
            raise EncryptedError(LOCKED)
        if kind == _SHEET_AT:
            starts[_number(stream, start, 4)] = None
        elif kind == _TEXTS:
            sizes = list(_texts(stream, start, size))
    whole, left = Grown(), 4 * len(stream) + (1 << 16)
    for first in starts:
        sheet = Grown()
        for kind, start, size in _old_records(stream, first):
            left -= size + 4
            if kind in _CELLS and size >= 4:
                _add(sheet, stream, kind, start, size, sizes)
        whole.join(sheet)
        if left < 0:
            raise UnreadableError(DAMAGED)
    return whole


def _add(
    sheet: Grown, stream: bytes, kind: int, start: int, size: int, sizes: Sequence[int]
) -> None:
    row, column = _number(stream, start), _number(stream, start + 2)
    last = _number(stream, start + size - 2) if kind == _MANY else column
    text = _number(stream, start + 6, 4) if kind == _NAMES else len(sizes)
    said = sizes[text] if text < len(sizes) else 0
    sheet.add(row, min(column, last), max(column, last), said=said)


def _old_records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, start and size of the records of an xls stream, up to the end of a substream."""
    while at + 4 <= len(stream):
        kind, size = _number(stream, at), _number(stream, at + 2)
        if kind == _END:
            return
        yield kind, at + 4, size
        at += 4 + size


def _texts(stream: bytes, start: int, size: int) -> Iterator[int]:
    """Yield the sizes of the shared texts of an xls file, whose list goes on in further records."""
    pieces = [(start, start + size)]
    at = start + size
    while _number(stream, at) == _GOES_ON and at + 4 <= len(stream):
        pieces.append((at + 4, at + 4 + _number(stream, at + 2)))
        at = pieces[-1][1]
    place, at = 0, start + 8
    while place < len(pieces):
        end = pieces[place][1]
        if at >= end:
            place, at = _next(pieces, place)
            continue
        letters, flags = _number(stream, at), _number(stream, at + 2, 1)
        head = 3 + 2 * bool(flags & 8) + 4 * bool(flags & 4)
        runs = 4 * _number(stream, at + 3) if flags & 8 else 0
        more = _number(stream, at + head - 4, 4) if flags & 4 else 0
        yield 2 * letters
        wide = 2 if flags & 1 else 1
        at += head
        while letters > 0 and place < len(pieces):
            fits = max(0, pieces[place][1] - at) // wide
            at += min(fits, letters) * wide
            letters -= min(fits, letters)
            if letters > 0:
                place, at = _next(pieces, place)
                wide = 2 if _number(stream, at, 1) & 1 else 1
                at += 1
        rest = runs + more
        while place < len(pieces) and at + rest > pieces[place][1]:
            rest -= pieces[place][1] - at
            place, at = _next(pieces, place)
        at += rest


def _next(pieces: Sequence[tuple[int, int]], place: int) -> tuple[int, int]:
    place += 1
    return place, pieces[place][0] if place < len(pieces) else 0


def _number(data: bytes, at: int, size: int = 2) -> int:
    return int.from_bytes(data[at : at + size], "little")
