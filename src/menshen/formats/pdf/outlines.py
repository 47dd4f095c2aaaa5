"""Outlines in embedded fonts: which glyph a code draws, and glyphs made empty where they stand.

A font that holds just the glyphs of a document often has them in the order in which they were first
drawn, so the outlines of a name that is gone still stand side by side. An empty glyph is as long as
the one it replaces, so nothing else in the font moves.

References: OpenType 1.9 (cmap, glyf, loca, head, maxp); Adobe Technical Notes 5176 (CFF) and 5177
(Type 2 charstrings).
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import pairwise

__all__ = ["Outlines"]

_COMPOSED = -1
_WORDS, _SCALE, _MORE, _BOTH, _FOUR = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080
_END = 14
"""The operator that ends a charstring; what stands behind it is not read."""
_MOST = 1 << 16


class Outlines:
    """The glyphs of a TrueType, OpenType or bare CFF font.

    Raises `ValueError` for a font that cannot be read.
    """

    def __init__(self, data: bytes) -> None:
        self._data = bytearray(data)
        try:
            self._tables = self._directory()
            self._starts = self._glyphs()
            self._maps = list(self._listed())
            self._cids = self._charset()
        except (struct.error, IndexError, KeyError) as error:
            raise ValueError("not a font that can be read") from error

    def __len__(self) -> int:
        return max(len(self._starts) - 1, 0)

    @property
    def data(self) -> bytes:
        """The font as it is now."""
        return bytes(self._data)

    def of_cid(self, cid: int) -> int:
        """Return the glyph of a character identifier: its number, but where the font has a list."""
        return self._cids.get(cid, -1) if self._cids else cid

    def of_code(self, code: int, char: str) -> set[int]:
        """Return the glyphs that a code of one byte may draw, by any of the font's maps."""
        wanted = {(3, 0): (0xF000 + code, code), (1, 0): (code,)}
        found: set[int] = set()
        for kind, at in self._maps:
            keys = wanted.get(kind, (ord(char),) if len(char) == 1 else ())
            found.update(self._mapped(at, key) for key in keys)
        return found - {0}

    def parts(self, glyphs: Collection[int]) -> set[int]:
        """Return glyphs with all that they are put together from."""
        found, rest = set(glyphs), list(glyphs)
        while rest:
            for part in self._composed(rest.pop()):
                if part not in found:
                    found.add(part)
                    rest.append(part)
        return found

    def empty(self, glyph: int) -> bool:
        """Make a glyph draw nothing; say whether there is such a glyph."""
        if not 0 < glyph < len(self):
            return False
        start, end = self._starts[glyph], self._starts[glyph + 1]
        blank = bytes(end - start)
        if "CFF " in self._tables and blank:
            blank = bytes([_END]) + blank[1:]
        self._data[start:end] = blank
        return True

    def _directory(self) -> dict[str, int]:
        """Return where each table begins; a bare CFF is one table."""
        if self._data[:1] == b"\1" and self._data[:4] != b"\0\1\0\0":
            return {"CFF ": 0}
        (count,) = struct.unpack_from(">H", self._data, 4)
        tables: dict[str, int] = {}
        for number in range(min(count, 64)):
            name, _, at, _ = struct.unpack_from(">4sLLL", self._data, 12 + 16 * number)
            tables[name.decode("latin-1")] = at
        return tables

    def _glyphs(self) -> list[int]:
        """Return where each glyph begins, and where the last one ends."""
        if "CFF " in self._tables:
            at = self._tables["CFF "] + self._top.get(17, [0])[0]
            return self._index(at)
        (long,) = struct.unpack_from(">h", self._data, self._tables["head"] + 50)
        (count,) = struct.unpack_from(">H", self._data, self._tables["maxp"] + 4)
        form = f">{count + 1}{'L' if long else 'H'}"
        held = struct.unpack_from(form, self._data, self._tables["loca"])
        first, step = self._tables["glyf"], 1 if long else 2
        starts = [first + step * at for at in held]
        if any(b < a for a, b in pairwise(starts)) or starts[-1] > len(self._data):
            raise ValueError("glyphs of a font lie outside it")
        return starts

    def _composed(self, glyph: int) -> Iterator[int]:
        """Yield the glyphs that a composed TrueType glyph names."""
        if "CFF " in self._tables or not 0 <= glyph < len(self):
            return
        at, end = self._starts[glyph], self._starts[glyph + 1]
        if end - at < 14 or struct.unpack_from(">h", self._data, at)[0] != _COMPOSED:
            return
        at += 10
        while at + 4 <= end:
            flags, part = struct.unpack_from(">HH", self._data, at)
            yield part
            at += 8 if flags & _WORDS else 6
            at += 2 if flags & _SCALE else 4 if flags & _BOTH else 8 if flags & _FOUR else 0
            if not flags & _MORE:
                return

    def _listed(self) -> Iterator[tuple[tuple[int, int], int]]:
        """Yield the maps from codes to glyphs: platform and encoding, and where each begins."""
        first = self._tables.get("cmap", -1)
        for number in range(min(self._word(first + 2), 32) if first >= 0 else 0):
            platform, kind, at = struct.unpack_from(">HHL", self._data, first + 4 + 8 * number)
            yield (platform, kind), first + at

    def _mapped(self, at: int, code: int) -> int:
        """Return the glyph of a code in a map of the formats 0, 4 or 6; 0 where there is none."""
        try:
            (form,) = struct.unpack_from(">H", self._data, at)
            if form == 0:
                return self._data[at + 6 + code] if code < 256 else 0
            if form == 6:
                first, count = struct.unpack_from(">HH", self._data, at + 6)
                inside = first <= code < first + count
                return self._word(at + 10 + 2 * (code - first)) if inside else 0
            return self._segment(at, code) if form == 4 else 0
        except (struct.error, IndexError):
            return 0

    def _segment(self, at: int, code: int) -> int:
        """Return the glyph of a code in a map of segments."""
        size = self._word(at + 6)
        for n in range(0, size, 2):
            if self._word(at + 14 + n) < code:
                continue
            first = self._word(at + 16 + size + n)
            if first > code:
                return 0
            delta, place = self._word(at + 16 + 2 * size + n), at + 16 + 3 * size + n
            offset = self._word(place)
            glyph = self._word(place + offset + 2 * (code - first)) if offset else code
            return (glyph + delta) & 0xFFFF if glyph or not offset else 0
        return 0

    def _word(self, at: int) -> int:
        return int(struct.unpack_from(">H", self._data, at)[0])

    @cached_property
    def _top(self) -> dict[int, list[int]]:
        """The dictionary of a CFF: operands by operator, those of two bytes from 1200 on."""
        first = self._tables["CFF "]
        names = self._index(first + self._data[first + 2])
        tops = self._index(names[-1])
        found: dict[int, list[int]] = {}
        operands: list[int] = []
        at, end = tops[0], tops[1]
        while at < end:
            byte = self._data[at]
            if byte <= 21:
                at += 1
                if byte == 12:
                    byte, at = 1200 + self._data[at], at + 1
                found[byte], operands = operands, []
            else:
                value, at = self._operand(at)
                operands.append(value)
        return found

    def _operand(self, at: int) -> tuple[int, int]:
        """Return a number of a dictionary, 0 for one with a fraction, and where the next stands."""
        byte = self._data[at]
        if byte == 28:
            return int(struct.unpack_from(">h", self._data, at + 1)[0]), at + 3
        if byte == 29:
            return int(struct.unpack_from(">l", self._data, at + 1)[0]), at + 5
        if byte == 30:
            at += 1
            while self._data[at] & 15 != 15 and self._data[at] >> 4 != 15:
                at += 1
            return 0, at + 1
        if byte <= 246:
            return byte - 139, at + 1
        more = self._data[at + 1]
        value = (byte - 247) * 256 + more + 108
        return (value if byte <= 250 else -((byte - 251) * 256 + more + 108)), at + 2

    def _index(self, at: int) -> list[int]:
        """Return where each item of an index begins, and where the last one ends."""
        (count,) = struct.unpack_from(">H", self._data, at)
        if not count:
            return [at + 2]
        size = self._data[at + 2]
        held = self._data[at + 3 : at + 3 + (count + 1) * size]
        first = at + 2 + (count + 1) * size
        starts = [
            first + int.from_bytes(held[n : n + size], "big") for n in range(0, len(held), size)
        ]
        if len(starts) != count + 1 or starts != sorted(starts) or starts[-1] > len(self._data):
            raise ValueError("an index of a font lies outside it")
        return starts

    def _charset(self) -> dict[int, int]:
        """Return the glyph of each character identifier of a CFF that is keyed by these; else nothing."""
        if "CFF " not in self._tables or 1230 not in self._top:
            return {}
        at = self._tables["CFF "] + self._top.get(15, [0])[0]
        form, at = self._data[at], at + 1
        found, glyph = {0: 0}, 1
        while glyph < len(self):
            cid, at = self._word(at), at + 2
            more = 0
            if form:
                more = self._data[at] if form == 1 else self._word(at)
                at += form
            for n in range(min(more, _MOST) + 1):
                found[cid + n] = glyph
                glyph += 1
        return found
