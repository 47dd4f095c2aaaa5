"""What a workbook says of its sheets, its styles and itself, and the values of cells as text."""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple

from menshen.formats.parts.dates import is_date, serial_of, text_of
from menshen.formats.parts.sheets import Cell
from menshen.formats.parts.strings import Strings
from menshen.formats.parts.tokens import decoded, encoded, sound, tokens, value_of
from menshen.formats.parts.zips import Member, Package

__all__ = ["Book", "Listed", "is_exact", "opened"]

_BOOK = "xl/workbook.xml"
_EXACT = 10**15
_WHOLE = 15
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,10})?")


class Listed(NamedTuple):
    """A sheet: its name, how visible it is, and its part."""

    name: str
    state: str
    member: Member


class Book(NamedTuple):
    """A workbook: its sheets, which styles show dates, the base of its dates, its shared texts."""

    sheets: tuple[Listed, ...]
    dates: tuple[bool, ...]
    base: int
    shared: Member | None

    def is_date(self, style: int) -> bool:
        """Say whether cells of a style show dates."""
        return style < len(self.dates) and self.dates[style]

    def text(self, cell: Cell, strings: Strings) -> str:
        """Return what a cell says."""
        kind, raw = cell.kind, cell.value
        if kind == b"s":
            return strings[int(raw)] if raw.isdigit() and len(raw) < 10 else ""
        if kind in {b"", b"n"}:
            return self._number(raw, cell.style)
        if kind == b"b":
            return "TRUE" if raw.strip() == b"1" else "FALSE"
        return decoded(raw)

    def _number(self, raw: bytes, style: int) -> str:
        date = style < len(self.dates) and self.dates[style]
        if not date and raw.isdigit():
            return raw.decode()
        try:
            value = float(raw)
        except ValueError:
            return decoded(raw)
        if date:
            return text_of(value, self.base)
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e300 else repr(value)

    def written(self, text: str, cell: Cell) -> tuple[bytes, bytes]:
        """Return type and value for a cell that is to say something else; `inlineStr` for text."""
        if cell.kind in {b"", b"n"}:
            if self.is_date(cell.style):
                serial = serial_of(text, self.base)
                return (b"", repr(serial).encode()) if serial is not None else (b"inlineStr", b"")
            if _NUMBER.fullmatch(text) and not (text.startswith("0") and text[1:2].isdigit()):
                return b"", text.encode()
        return b"inlineStr", encoded(text)


def is_exact(text: str, cell: Cell) -> bool:
    """Say whether a number has no more digits than a workbook keeps."""
    if cell.kind not in {b"", b"n"} or len(text) <= _WHOLE:
        return True
    try:
        return abs(float(text)) < _EXACT
    except ValueError:
        return True


def opened(package: Package) -> Book:
    """Return what a workbook says of itself. Raises `UnreadableError` where its parts are damaged."""
    member = package.member(_BOOK)
    assert member is not None
    what = package.limits.what
    part = sound(package.read(member), what)
    targets = _targets(package, what)
    sheets, base = [], 0
    for token in tokens(part):
        name = token.name.rpartition(b":")[2]
        if name == b"sheet" and token.kind in {"start", "empty"}:
            path = targets.get(value_of(part, token, b"id"), "")
            listed = package.member(path)
            if listed is not None:
                state = value_of(part, token, b"state")
                sheets.append(Listed(value_of(part, token, b"name"), state, listed))
        elif name == b"workbookPr":
            base = int(value_of(part, token, b"date1904") in {"1", "true"})
    shared = next((m for m in package.members if m.name.lower() == "xl/sharedstrings.xml"), None)
    return Book(tuple(sheets), _dates(package, what), base, shared)


def _targets(package: Package, what: str) -> dict[str, str]:
    """Return the parts of a workbook by the ids of its relations to them."""
    member = package.member("xl/_rels/workbook.xml.rels")
    if member is None:
        return {}
    part, found = sound(package.read(member), what), {}
    for token in tokens(part):
        target = value_of(part, token, b"Target") if token.kind in {"start", "empty"} else ""
        if target:
            path = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            found[value_of(part, token, b"Id")] = path
    return found


def _dates(package: Package, what: str) -> tuple[bool, ...]:
    """Return, for each style of cells, whether it shows dates."""
    member = package.member("xl/styles.xml")
    if member is None:
        return ()
    part = sound(package.read(member), what)
    codes: dict[int, str] = {}
    found: list[bool] = []
    inside = False
    for token in tokens(part):
        name = token.name.rpartition(b":")[2]
        if name == b"cellXfs":
            inside = token.kind == "start"
        elif name == b"numFmt" and token.kind != "end":
            codes[_int(value_of(part, token, b"numFmtId"))] = value_of(part, token, b"formatCode")
        elif name == b"xf" and inside and token.kind != "end":
            number = _int(value_of(part, token, b"numFmtId"))
            found.append(is_date(number, codes.get(number, "")))
    return tuple(found)


def _int(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 10 else 0
