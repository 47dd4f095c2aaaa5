"""What the codes of a font stand for: how long they are, which glyph they name, which text.

References: ISO 32000-2:2020, 9.7.5 (CMaps), 9.10 (extraction of text); Adobe Technical Note 5014.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from menshen.formats.pdf.operators import Operator, Token, operators, told

__all__ = ["Cmap", "named", "parsed"]

_MOST = 1 << 17
"""A range is taken for no more codes."""
_WIDE = re.compile(r"/(?:Identity|UniGB-UCS2|UniCNS-UCS2|UniJIS-UCS2|UniKS-UCS2)(?:-HW)?-[HV]")
_UTF16 = re.compile(r"/Uni\w+-UTF16-[HV]")
_CHARSETS = {
    "GB": "gb18030", "GBK": "gb18030", "GBKp": "gb18030", "GBK2K": "gb18030", "GBpc": "gb18030",
    "ETen": "big5", "B5pc": "big5", "ETenms": "big5", "HKscs": "big5hkscs", "90ms": "cp932",
    "90msp": "cp932", "90pv": "cp932", "KSC": "euc_kr", "KSCms": "cp949", "KSCpc": "euc_kr",
}  # fmt: skip
_HALF = frozenset(("GBK", "GBK2K", "90ms", "KSCms"))
"""Of these character sets the ASCII letters are half as wide as the others."""


class Cmap(NamedTuple):
    """A map of codes; `lengths` are ranges of codes of so many bytes, the shorter ones first.

    `glyphs` are glyph numbers by code; where there are none, the code is the number.
    `charset` reads codes as text where `texts` has none for them.
    """

    lengths: tuple[tuple[int, int, int], ...]
    texts: dict[int, str]
    glyphs: dict[int, int]
    charset: str = ""
    vertical: bool = False
    identity: bool = False

    def codes(self, raw: bytes) -> Iterator[tuple[int, int, int]]:
        """Yield where each code of a string begins and ends, and the code."""
        at = 0
        while at < len(raw):
            size = self._length(raw, at)
            yield at, min(at + size, len(raw)), int.from_bytes(raw[at : at + size], "big")
            at += size

    def _length(self, raw: bytes, at: int) -> int:
        for size, low, high in self.lengths:
            code = raw[at : at + size]
            if len(code) == size and all(
                a <= c <= b
                for a, c, b in zip(
                    low.to_bytes(size, "big"), code, high.to_bytes(size, "big"), strict=True
                )
            ):
                return size
        return self.lengths[0][0] if self.lengths else 1


_TWO = ((2, 0, 0xFFFF),)


def named(name: str) -> Cmap:
    """Return one of the maps that every reader knows by its name."""
    vertical = name.endswith("-V") or name == "/V"
    if _WIDE.fullmatch(name):
        charset = "" if "Identity" in name else "utf-16-be"
        return Cmap(_TWO, {}, _halves(1) if charset else {}, charset, vertical, not charset)
    if _UTF16.fullmatch(name):
        lengths = ((4, 0xD800DC00, 0xDBFFDFFF), (2, 0, 0xFFFF))
        return Cmap(lengths, {}, _halves(1), "utf-16-be", vertical)
    kind = name.lstrip("/").split("-")[0]
    charset = _CHARSETS.get(kind, "")
    if not charset:
        return Cmap(_TWO, {}, {}, "", vertical)
    single = ((1, 0, 0x80),) if charset != "cp932" else ((1, 0, 0x80), (1, 0xA0, 0xDF))
    four = ((4, 0x81308130, 0xFE39FE39),) if kind == "GBK2K" else ()
    glyphs = _halves(814 if kind in _HALF else 1)
    return Cmap((*single, *four, (2, 0x8140, 0xFEFE)), {}, glyphs, charset, vertical)


def _halves(first: int) -> dict[int, int]:
    """Return the numbers of the glyphs of ASCII, which are where widths differ."""
    return {code: first + code - 0x20 for code in range(0x20, 0x7F)}


def parsed(data: bytes, *, text: bool) -> Cmap:
    r"""Return the map that a stream says; with `text` its values are text, else glyph numbers.

    >>> parsed(b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <41> <5F20> endbfchar",
    ...        text=True).texts
    {65: '张'}
    """
    lengths: list[tuple[int, int, int]] = []
    texts: dict[int, str] = {}
    glyphs: dict[int, int] = {}
    for operator in operators(data):
        if operator.name == b"endcodespacerange":
            raws = [told(data, t) for t in operator.operands if t.kind == "string"]
            for low, high in zip(raws[::2], raws[1::2], strict=False):
                if 0 < len(low) == len(high) <= 4:
                    ends = int.from_bytes(low, "big"), int.from_bytes(high, "big")
                    lengths.append((len(low), *ends))
        elif operator.name in {b"endbfchar", b"endcidchar"}:
            _single(data, operator, texts, glyphs)
        elif operator.name in {b"endbfrange", b"endcidrange"}:
            _ranges(data, operator, texts, glyphs)
    vertical = re.search(rb"/WMode\s+1", data) is not None
    return Cmap(tuple(sorted(lengths)), texts if text else {}, glyphs, "", vertical)


def _single(data: bytes, operator: Operator, texts: dict[int, str], glyphs: dict[int, int]) -> None:
    held = operator.operands
    for code, value in zip(held[::2], held[1::2], strict=False):
        _take(data, int.from_bytes(told(data, code), "big"), value, 0, texts, glyphs)


def _ranges(data: bytes, operator: Operator, texts: dict[int, str], glyphs: dict[int, int]) -> None:
    held = iter(operator.operands)
    for first in held:
        last, value = next(held, None), next(held, None)
        if last is None or value is None:
            return
        low = int.from_bytes(told(data, first), "big")
        high = int.from_bytes(told(data, last), "big")
        if value.kind == "open":
            code = low
            for inside in held:
                if inside.kind == "close":
                    break
                _take(data, code, inside, 0, texts, glyphs)
                code += 1
        else:
            for code in range(low, min(high, low + _MOST) + 1):
                if len(texts) + len(glyphs) > _MOST:
                    return
                _take(data, code, value, code - low, texts, glyphs)


def _take(
    data: bytes, code: int, value: Token, more: int, texts: dict[int, str], glyphs: dict[int, int]
) -> None:
    if value.kind == "number":
        glyphs[code] = int(float(data[value.start : value.end])) + more
    elif value.kind == "string":
        raw = told(data, value)
        if more and raw:
            number = int.from_bytes(raw, "big") + more
            raw = (number & ((1 << 8 * len(raw)) - 1)).to_bytes(len(raw), "big")
        if len(raw) == 1:
            raw = b"\0" + raw
        texts[code] = raw.decode("utf-16-be", "replace").replace("\0", "")
