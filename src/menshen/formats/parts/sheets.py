"""The sheets of a workbook, row by row as they are unpacked: cells with their values as text.

A sheet is a head, rows, and a rest. Rows are taken by patterns, which is several times as fast as
a parser; that the whole is well formed was seen before. A sheet with comments or CDATA between its
cells, which no program writes, is first put into the usual form.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from menshen.errors import UnreadableError
from menshen.formats.parts.formulas import column_of
from menshen.formats.parts.strings import plain
from menshen.formats.parts.tokens import Sound, decoded, encoded, sound, tokens
from menshen.formats.parts.zips import Member, Package

__all__ = ["FORMULA", "Cell", "Row", "Sheet", "cells", "chunks", "comments", "divided"]

_LONGEST = 64 << 20
_ATTRIBUTES = rb"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*+\s*"
_OPENS = re.compile(rb"<(?P<p>[\w.-]+:)?sheetData%b(?P<empty>/)?>" % _ATTRIBUTES)
_ROW = re.compile(rb"\s*+<(?:[\w.-]+:)?row(?P<a>%b)(?:/>|>)" % _ATTRIBUTES)
_USUAL = re.compile(
    rb"<c r=\"(?P<c>[A-Z]{1,3})[0-9]{1,7}\"(?: s=\"(?P<s>[0-9]+)\")?(?: t=\"(?P<t>[a-zA-Z]+)\")?"
    rb"(?:/>|><v>(?P<v>[^<]*)</v></c>)"
)
_CELL = re.compile(
    rb"<(?:[\w.-]+:)?c(?P<a>%b)(?:/>|>(?P<held>.*?)</(?:[\w.-]+:)?c\s*>)" % _ATTRIBUTES, re.DOTALL
)
_ATTRIBUTE = re.compile(rb"\s([rstRST]|ht|hidden|collapsed)\s*=\s*[\"']([^\"']*)[\"']")
_VALUE = re.compile(rb"<(?:[\w.-]+:)?v(?:\s[^>]*?)?>(?P<v>[^<]*)</(?:[\w.-]+:)?v\s*>")
FORMULA = re.compile(
    rb"<(?:[\w.-]+:)?f(?P<a>%b)(?:/>|>(?P<f>[^<]*)</(?:[\w.-]+:)?f\s*>)" % _ATTRIBUTES
)
_INLINE = re.compile(rb"<(?:[\w.-]+:)?is(?:\s[^>]*?)?>(?P<is>.*?)</(?:[\w.-]+:)?is\s*>", re.DOTALL)
_REFERENCE = re.compile(rb"\s*([A-Za-z]{1,3})([0-9]{1,7})\s*")
_LAST_COLUMN, _LAST_ROW = 1 << 14, 1 << 20


class Formula(NamedTuple):
    """The formula of a cell: its text, and the group it shares it with."""

    text: str
    shared: str


class Cell(NamedTuple):
    """A cell: its column, style and type, its value as written, its formula, where it lies in its row."""

    column: int
    style: int
    kind: bytes
    value: bytes
    formula: Formula | None
    start: int
    end: int


class Row(NamedTuple):
    """A row: its number from 0, its bytes as they stand in the sheet, and whether it is hidden."""

    number: int
    raw: bytes
    hidden: bool
    body: tuple[int, int]


class Sheet:
    """A sheet being divided: `head` is known with the first row, `rest` behind the last."""

    def __init__(self) -> None:
        self.head = b""
        self.rest = b""
        self.prefix = b""
        self.odd = False
        self.spoken = False


def chunks(package: Package, member: Member, sheet: Sheet) -> Iterator[bytes]:
    """Yield a sheet in UTF-8 and in its usual form; `sheet` is told whether that is not its own.

    Raises `UnreadableError` for one that is not well formed.
    """
    what, odd = package.limits.what, False
    reader = Sound(what)
    head = package.head(member, 4)
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in head:
        yield _usual(sound(package.read(member), what))
        return
    last = b""
    for chunk in package.chunks(member):
        reader.feed(chunk)
        odd = odd or b"<!" in last[-1:] + chunk
        last = chunk
    reader.feed(b"", final=True)
    sheet.odd = odd
    if odd:
        yield _usual(sound(package.read(member), what))
    else:
        yield from package.chunks(member)


def _usual(part: bytes) -> bytes:
    """Return a part without comments, and with CDATA as plain text."""
    held = []
    for token in tokens(part):
        if token.kind == "cdata":
            held.append(encoded(part[slice(*token.rest)].decode("utf-8", "replace")))
        elif token.kind not in {"comment", "instruction", "other"}:
            held.append(part[token.start : token.end])
    return b"".join(held)


def comments(package: Package, member: Member) -> str:
    """Return what stands in comments of a sheet."""
    part = package.read(member)
    held = (part[slice(*t.rest)] for t in tokens(part) if t.kind == "comment")
    return "\n".join(c.decode("utf-8", "replace").strip() for c in held)


def divided(source: Iterable[bytes], sheet: Sheet) -> Iterator[Row]:
    """Yield the rows of a sheet; `sheet` gets what stands before and behind them."""
    coming = iter(source)
    begun, found = bytearray(), None
    while found is None and (chunk := next(coming, b"")):
        seen = max(0, len(begun) - _ROOM)
        begun += chunk
        found = _OPENS.search(begun, seen)
        if len(begun) > _LONGEST:
            raise UnreadableError(
                "a sheet of this workbook has no cells within 64 MB: do not trust it"
            )
    held = bytes(begun)
    if found is None:
        sheet.rest = held
        return
    sheet.prefix = bytes(found["p"] or b"")
    sheet.head, held = held[: found.end()], held[found.end() :]
    if not found["empty"]:
        held = yield from _rows(held, coming, sheet.prefix)
    sheet.rest = held + b"".join(coming)
    if len(sheet.rest) > _LONGEST:
        raise UnreadableError(
            "what follows the cells of a sheet is longer than 64 MB: do not trust it"
        )


def _rows(held: bytes, coming: Iterator[bytes], prefix: bytes) -> Generator[Row, None, bytes]:
    """Yield rows; return what is behind the last."""
    close, at, number = b"</%brow>" % prefix, 0, -1
    while True:
        found = _ROW.match(held, at)
        if found is not None and held[found.end() - 2 : found.end()] == b"/>":
            end = found.end()
        elif found is not None and (end := held.find(close, found.end())) >= 0:
            end += len(close)
        else:
            last = found is None and len(held) - at > _ROOM
            more = b"" if last else next(coming, b"")
            if not more:
                return held[at:]
            held, at = held[at:] + more, 0
            if len(held) > _LONGEST:
                raise UnreadableError(
                    "a row of this workbook is longer than 64 MB: do not trust it"
                )
            continue
        named = dict(_ATTRIBUTE.findall(found["a"]))
        told = named.get(b"r", b"")
        number = int(told) - 1 if told.isdigit() and len(told) < 8 else number + 1
        hidden = named.get(b"hidden", b"0") in {b"1", b"true"}
        body = found.end() - found.start(), end - found.start() - len(close)
        yield Row(max(number, 0), held[found.start() : end], hidden, body)
        at = end


_ROOM = 4096
"""The tag of a row is not longer, so that what fits no row within it is the end of the rows."""


def cells(row: Row) -> Iterator[Cell]:
    """Yield the cells of a row."""
    raw, (at, end), column = row.raw, row.body, -1
    while at < end:
        match = _USUAL.match(raw, at, end)
        if match is not None:
            letters, style, kind, value = match.groups()
            column, stop = _column(letters), match.end()
            if value is not None:
                yield Cell(column, int(style or 0), kind or b"", value, None, at, stop)
            at = stop
            continue
        match = _CELL.match(raw, at, end)
        if match is None:
            at = raw.find(b"<", at + 1, end)
            if at < 0:
                return
            continue
        cell = _cell(match, column + 1)
        column = cell.column
        if cell.value or cell.formula:
            yield cell
        at = match.end()


@cache
def _column(letters: bytes) -> int:
    return column_of(letters.decode())


def _cell(match: re.Match[bytes], column: int) -> Cell:
    named = dict(_ATTRIBUTE.findall(match["a"]))
    placed = _REFERENCE.fullmatch(named.get(b"r", b""))
    column = column_of(placed[1].decode()) if placed else column
    style, kind, held = named.get(b"s", b""), named.get(b"t", b""), match["held"] or b""
    formula = FORMULA.search(held) if b"f" in held else None
    inline = _INLINE.search(held) if kind == b"inlineStr" else None
    value = _VALUE.search(held)
    if inline is not None:
        written = encoded(plain(inline["is"]))
    else:
        written = value["v"] if value is not None else b""
    return Cell(
        min(column, _LAST_COLUMN - 1),
        int(style) if style.isdigit() and len(style) < 8 else 0,
        kind,
        written,
        _formula(formula) if formula is not None else None,
        match.start(),
        match.end(),
    )


def _formula(match: re.Match[bytes]) -> Formula:
    shared = re.search(rb"\ssi\s*=\s*[\"']([0-9]+)", match["a"])
    return Formula(decoded(match["f"] or b""), shared[1].decode() if shared is not None else "")
