"""The streams of a compound file (OLE), the container of Office documents before 2007.

Nothing is trusted: chains of sectors end at the file's end and where they come back to themselves.
Libraries that follow them without looking are given a file written anew (`alone`).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

__all__ = ["MAGIC", "alone", "names", "stream"]

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_LAST = 0xFFFFFFFA
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_SECTOR, _LEAST = 4096, 4096
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_LISTED = 109


class _File:
    """A compound file: its sectors, the table of which follows which, and its directory."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._size = 1 << min(max(_at(data, 30, 2), 7), 16)
        self._small = 1 << min(max(_at(data, 32, 2), 4), 12)
        self._limit = _at(data, 56)
        self._next = self._table()
        self.directory = self._chain(_at(data, 48))
        self._next_small = _numbers(self._chain(_at(data, 60)))
        self._shorts: bytes | None = None

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _table(self) -> list[int]:
        """Return the number of the sector that follows each sector."""
        held = _numbers(self._data[76:512])
        following, seen = _at(self._data, 68), set[int]()
        while following < _LAST and following not in seen and (more := self._sector(following)):
            seen.add(following)
            numbers = _numbers(more)
            held += numbers[:-1]
            following = numbers[-1] if numbers else _LAST
        return _numbers(b"".join(self._sector(n) for n in dict.fromkeys(held) if n < _LAST))

    def _chain(self, number: int) -> bytes:
        parts, seen = [], set[int]()
        while number < _LAST and number not in seen and (part := self._sector(number)):
            seen.add(number)
            parts.append(part)
            number = self._next[number] if number < len(self._next) else _LAST
        return b"".join(parts)

    def stream(self, start: int, size: int) -> bytes:
        """Return a stream; a short one lies in the sectors of the root's."""
        if size >= self._limit:
            return self._chain(start)[:size]
        if self._shorts is None:
            self._shorts = self._chain(_at(self.directory, 116))
        parts, seen = [], set[int]()
        while start < _LAST and start not in seen:
            seen.add(start)
            parts.append(self._shorts[start * self._small : (start + 1) * self._small])
            start = self._next_small[start] if start < len(self._next_small) else _LAST
        return b"".join(parts)[:size]


def stream(data: bytes, *wanted: str) -> bytes:
    """Return the first stream of a compound file that has one of these names, or nothing.

    >>> stream(MAGIC, "Workbook")
    b''
    """
    file = _File(data)
    held = list(_entries(file.directory))
    for name in wanted:
        for found, start, size in held:
            if found.lower() == name.lower():
                return file.stream(start, size)
    return b""


def names(data: bytes) -> set[str]:
    """Return the names of the streams of a compound file.

    >>> names(MAGIC)
    set()
    """
    return {name for name, _, _ in _entries(_File(data).directory)}


def alone(name: str, data: bytes) -> bytes:
    """Return a compound file with this stream alone, padded with zeros to its least length.

    >>> stream(alone("Workbook", b"a" * 5000), "Workbook") == b"a" * 5000
    True
    """
    size = max(len(data), _LEAST)
    count = -(-size // _SECTOR)
    tables = -(-(count + 1) // (_SECTOR // 4 - 1))
    if tables > _LISTED:
        raise ValueError("a stream too long to be written alone")
    following = [*range(1, count), _END, _END, *[_TABLE] * tables]
    following += [_FREE] * (tables * _SECTOR // 4 - len(following))
    # The root names a sector for short streams, of which there are none: libraries insist on one.
    directory = _entry("Root Entry", _ROOT, count, 0, 1) + _entry(name, _STREAM, 0, size, _FREE)
    listed = [*range(count + 1, count + 1 + tables), *[_FREE] * (_LISTED - tables)]
    head = MAGIC + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 4, 0xFFFE, 12, 6)
    head += struct.pack("<IIIIIIIII", 1, tables, count, 0, _LEAST, _END, 0, _END, 0)
    head += struct.pack(f"<{_LISTED}I", *listed)
    held = (head, data + bytes(count * _SECTOR - len(data)), directory)
    table = struct.pack(f"<{len(following)}I", *following)
    return b"".join(part + bytes(-len(part) % _SECTOR) for part in (*held, table))


def _entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
    held = name.encode("utf-16-le")
    named = held + bytes(64 - len(held)) + struct.pack("<HBB", len(held) + 2, kind, 1)
    links = struct.pack("<III", _FREE, _FREE, child)
    return named + links + bytes(36) + struct.pack("<IQ", start, size)


def _entries(directory: bytes) -> Iterator[tuple[str, int, int]]:
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        entry = directory[at : at + _ENTRY]
        length = min(max(_at(entry, 64, 2) - 2, 0), 62)
        if entry[66] == _STREAM:
            name = entry[:length].decode("utf-16-le", "replace")
            yield name, _at(entry, 116), _at(entry, 120)


def _at(data: bytes, start: int, size: int = 4) -> int:
    return int.from_bytes(data[start : start + size], "little")


def _numbers(data: bytes) -> list[int]:
    return [_at(data, at) for at in range(0, len(data) - 3, 4)]
