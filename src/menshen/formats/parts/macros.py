"""The source of macros (VBA) in a compound file, unpacked as MS-OVBA 2.4.1 describes it."""

from __future__ import annotations

from collections.abc import Iterator

from menshen.formats import compound
from menshen.formats.parts.inside import plain_name

__all__ = ["is_project", "sources"]

_CHUNK = 4096
_MOST = 16 << 20
_BEGINS = b"Attribut"


def is_project(names: set[str]) -> bool:
    """Say whether streams of these names are a project of macros."""
    return "_VBA_PROJECT" in names or "VBA" in names


def sources(data: bytes) -> Iterator[str]:
    """Yield the source of each module of a project."""
    for name in sorted(compound.names(data)):
        held = compound.stream(data, name)
        at = held.find(b"\x00" + _BEGINS)
        # The packed text begins with a signature and the head of a chunk, then flags, then its first words.
        if at >= 3 and held[at - 3] == 1:
            yield plain_name(unpacked(held[at - 3 :]))


def unpacked(data: bytes) -> bytes:
    """Return what a packed container holds, as far as it goes.

    >>> unpacked(bytes.fromhex("0119b000616263646566676800696a6b6c6d6e6f7000717273747576 2e".replace(" ", "")))
    b'abcdefghijklmnopqrstuv.'
    """
    out = bytearray()
    at = 1
    while at + 2 <= len(data) and len(out) < _MOST:
        head = int.from_bytes(data[at : at + 2], "little")
        end = min(at + (head & 0x0FFF) + 3, len(data))
        if head >> 12 & 0x7 != 3:
            break
        if head & 0x8000:
            _chunk(data[at + 2 : end], out)
        else:
            out += data[at + 2 : at + 2 + _CHUNK]
        at = end
    return bytes(out)


def _chunk(data: bytes, out: bytearray) -> None:
    start, at = len(out), 0
    while at < len(data):
        flags = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data):
                return
            if not flags >> bit & 1:
                out.append(data[at])
                at += 1
                continue
            if at + 2 > len(data):
                return
            at = _copied(data, at, out, start)


def _copied(data: bytes, at: int, out: bytearray, start: int) -> int:
    """Copy what a token points at; return where the next one begins."""
    token = int.from_bytes(data[at : at + 2], "little")
    bits = max((len(out) - start - 1).bit_length(), 4)
    length = (token & (0xFFFF >> bits)) + 3
    offset = (token >> (16 - bits)) + 1
    for _ in range(length):
        if offset > len(out):
            return len(data)
        out.append(out[-offset])
    return at + 2
