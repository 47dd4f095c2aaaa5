"""A workbook written with other values in some of its cells, and nothing left of the old ones."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from typing import BinaryIO, NamedTuple

from menshen.edits import carried_out
from menshen.formats.parts import formulas
from menshen.formats.parts.book import Book, Listed
from menshen.formats.parts.formulas import Formula, letters, references
from menshen.formats.parts.package import Falls, rewrite
from menshen.formats.parts.rows import as_comment, as_formula, as_value
from menshen.formats.parts.sheets import FORMULA, Cell, Row, Sheet, cells, chunks, divided
from menshen.formats.parts.slots import Change, Changes, Slot, Splice, merged, spliced, splices_of
from menshen.formats.parts.strings import Strings, items, mended, silent
from menshen.formats.parts.tokens import attributes, encoded, sound, tokens
from menshen.formats.parts.zips import Package

__all__ = ["Mending"]

_STYLE = re.compile(rb"\ss\s*=\s*[\"']([0-9]+)[\"']")
_EMPTY = b"<%bsi><%bt/></%bsi>"
_BEFORE = (b"sheets", b"functionGroups", b"externalReferences", b"definedNames")
_BOOK = "xl/workbook.xml"

Place = tuple[int, int]


class _Asked(NamedTuple):
    """What is to be changed in a sheet: values and formulas by row and column, and the rest."""

    values: dict[Place, list[Change]]
    formulas: dict[Place, list[Change]]
    rest: dict[Slot, list[Change]]
    whole: bool


class _Shared:
    """What becomes of shared texts."""

    def __init__(self, count: int) -> None:
        self.kept = bytearray(count)
        self.edited: dict[int, set[tuple[Change, ...]]] = {}

    def is_alike(self, number: int) -> bool:
        """Say whether all cells that use a text are changed in the same way."""
        return not self.kept[number] and len(self.edited.get(number, ())) == 1


class Mending:
    """Writes a workbook with changes."""

    def __init__(self, package: Package, book: Book, strings: Strings, asked: Changes) -> None:
        self._package = package
        self._book = book
        self._strings = strings
        self._changes = asked
        self._asked = {s.member.name: _sorted(asked.of(s.member.name)) for s in book.sheets}
        self._shared = _Shared(len(strings))
        self._stale: dict[str, set[Place]] = {}

    def write(self, inside: Mapping[str, bytes | None], falls: Falls, out: BinaryIO) -> None:
        """Write the workbook; one without a change as it is."""
        if not self._changes and not inside:
            self._package.stream.seek(0)
            shutil.copyfileobj(self._package.stream, out)
            return
        if any(asked.values or asked.formulas for asked in self._asked.values()):
            self._survey()
        shared = {self._book.shared.name} if self._book.shared is not None else set()
        apart = {*self._asked, *shared}
        rewrite(self._package, self._changes, inside, falls, out, dict(self._remade()), apart)

    def _survey(self) -> None:
        """See who uses which shared text, and which formulas depend on what changes."""
        found: list[Formula] = []
        changed: set[formulas.Cell] = set()
        for listed in self._book.sheets:
            asked, sheet = self._asked[listed.member.name], listed.name.lower()
            changed |= {(sheet, *place) for place in (*asked.values, *asked.formulas)}
            shared: dict[str, tuple[str, int, int]] = {}
            for row in self._rows(listed, Sheet()):
                for cell in cells(row):
                    self._see(cell, asked.values.get((row.number, cell.column)))
                    if cell.formula is not None and len(found) <= formulas.MOST:
                        found.append(_formula(cell, row.number, listed.name, shared))
        parts = {listed.name.lower(): listed.member.name for listed in self._book.sheets}
        for sheet, row_number, column in formulas.depending(found, changed):
            self._stale.setdefault(parts[sheet], set()).add((row_number, column))
        if len(found) > formulas.MOST:
            self._stale = {name: _Everything() for name in parts.values()}

    def _see(self, cell: Cell, changes: list[Change] | None) -> None:
        number = _shared(cell, len(self._strings))
        if number is None:
            return
        if changes is None:
            self._shared.kept[number] = 1
        else:
            self._shared.edited.setdefault(number, set()).add(tuple(changes))

    def _rows(self, listed: Listed, sheet: Sheet) -> Iterator[Row]:
        return divided(chunks(self._package, listed.member, sheet), sheet)

    def _remade(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield the parts that are written anew, and how."""
        for listed in self._book.sheets:
            name = listed.member.name
            asked, stale = self._asked[name], self._stale.get(name, set())
            inline = any(not self._is_alike(listed, place) for place in asked.values)
            if inline or asked.formulas or asked.rest or asked.whole or stale:
                yield name, self._sheet(listed, asked, stale)
        shared = self._book.shared
        if shared is not None and (self._shared.edited or self._changes.of(shared.name)):
            yield shared.name, self._texts()
        if self._stale:
            yield _BOOK, self._recalculated()

    def _is_alike(self, listed: Listed, place: Place) -> bool:
        return place in self._alike.get(listed.member.name, ())

    @property
    def _alike(self) -> dict[str, set[Place]]:
        """Return the places of cells whose shared text is changed where it is."""
        if not hasattr(self, "_held_alike"):
            self._held_alike: dict[str, set[Place]] = {}
            for listed in self._book.sheets:
                wanted = self._asked[listed.member.name].values
                if wanted:
                    self._held_alike[listed.member.name] = set(self._those_alike(listed, wanted))
        return self._held_alike

    def _those_alike(self, listed: Listed, wanted: Mapping[Place, object]) -> Iterator[Place]:
        rows = {row for row, _ in wanted}
        for row in self._rows(listed, Sheet()):
            for cell in cells(row) if row.number in rows else ():
                number = _shared(cell, len(self._strings))
                if number is not None and self._shared.is_alike(number):
                    yield row.number, cell.column

    # Parts

    def _sheet(self, listed: Listed, asked: _Asked, stale: set[Place]) -> Iterator[bytes]:
        sheet, first = Sheet(), True
        rows = {row for row, _ in (*asked.values, *asked.formulas)}
        later: list[Splice] = []
        every = isinstance(stale, _Everything)
        rows |= set() if every else {row for row, _ in stale}
        for row in self._rows(listed, sheet):
            if first:
                head, later = self._head(sheet, asked)
                yield head
                first = False
            yield self._row(row, listed, asked, stale) if every or row.number in rows else row.raw
        if first:
            head, _ = self._head(sheet, asked)
            yield head
        splices = splices_of(asked.rest)
        cut = len(sheet.head)
        later = [
            s._replace(start=s.start - cut, end=s.end - cut) for s in splices if s.start >= cut
        ]
        yield spliced(sheet.rest, later)

    def _head(self, sheet: Sheet, asked: _Asked) -> tuple[bytes, list[Splice]]:
        splices = [s for s in splices_of(asked.rest) if s.end <= len(sheet.head)]
        return spliced(sheet.head, splices), []

    def _row(self, row: Row, listed: Listed, asked: _Asked, stale: set[Place]) -> bytes:
        found = []
        for cell in cells(row):
            place = row.number, cell.column
            changes, formula = asked.values.get(place), asked.formulas.get(place)
            if changes and not formula and self._is_alike(listed, place):
                continue
            if changes or formula or (place in stale and cell.formula is not None):
                data = self._cell(row, cell, changes or [], formula or [])
                found.append(Splice(cell.start, cell.end, data))
        return spliced(row.raw, found)

    def _cell(self, row: Row, cell: Cell, changes: list[Change], formula: list[Change]) -> bytes:
        """Return a cell with another value; what its formula computed goes if it has none."""
        raw = row.raw[cell.start : cell.end]
        p = raw[1 : raw.index(b"c")]
        if changes and cell.kind == b"inlineStr" and not formula:
            return mended(raw, changes)
        style = _STYLE.search(raw[: raw.index(b">")])
        head = b'<%bc r="%b%d"' % (p, letters(cell.column).encode(), row.number + 1)
        head += b' s="%b"' % style[1] if style is not None else b""
        held = FORMULA.search(raw) if cell.formula is not None else None
        written = held[0] if held is not None else b""
        if formula and held is not None and cell.formula is not None:
            other = encoded(carried_out(cell.formula.text, merged(formula)))
            written = held[0].replace(held["f"] or b"", other, 1)
        if not changes:
            return b"%b>%b</%bc>" % (head, written, p)
        text = carried_out(self._book.text(cell, self._strings), merged(changes))
        kind, value = self._book.written(text, cell)
        if kind == b"inlineStr" and not written:
            inner = b'<%bis><%bt xml:space="preserve">%b</%bt></%bis>' % (p, p, encoded(text), p, p)
            return b'%b t="inlineStr">%b</%bc>' % (head, inner, p)
        kind, value = (b' t="str"', encoded(text)) if kind else (b"", value)
        return b"%b%b>%b<%bv>%b</%bv></%bc>" % (head, kind, written, p, value, p, p)

    def _texts(self) -> Iterator[bytes]:
        """Yield the shared texts anew."""
        shared = self._book.shared
        assert shared is not None
        asked: dict[int, list[Change]] = {}
        silenced = set()
        for slot, changes in self._changes.of(shared.name).items():
            if slot.end:
                silenced.add(slot.start)
            else:
                asked[slot.start] = changes
        number = -1
        for is_item, piece in items(chunks(self._package, shared, Sheet())):
            if not is_item:
                yield piece
                continue
            number += 1
            yield self._text(piece, number, asked.get(number), silenced)

    def _text(
        self, item: bytes, number: int, changes: list[Change] | None, silenced: set[int]
    ) -> bytes:
        if changes is None and number in self._shared.edited and not self._shared.kept[number]:
            if not self._shared.is_alike(number):
                p = item[1 : item.index(b"si")]
                return _EMPTY % (p, p, p)
            changes = list(next(iter(self._shared.edited[number])))
        if changes is not None:
            return mended(item, changes)
        return silent(item) if number in silenced else item

    def _recalculated(self) -> Iterator[bytes]:
        """Yield the workbook's own part, which then asks for its formulas to be computed."""
        member = self._package.member(_BOOK)
        assert member is not None
        part = sound(self._package.read(member), "workbook")
        yield spliced(part, [*self._changes.splices(_BOOK), *_asking(part)])


class _Everything(set[Place]):
    """All places."""

    def __contains__(self, _: object) -> bool:
        return True

    def __bool__(self) -> bool:
        return True


def _asking(part: bytes) -> Iterator[Splice]:
    """Yield what makes a workbook compute its formulas when it is opened."""
    behind, prefix = 0, b""
    for token in tokens(part):
        local = token.name.rpartition(b":")[2]
        if local == b"calcPr" and token.kind != "end":
            for attribute in attributes(part, token):
                if attribute.name == b"fullCalcOnLoad":
                    yield Splice(attribute.start, attribute.end, b"1")
                    return
            yield Splice(token.rest[0], token.rest[0], b' fullCalcOnLoad="1"')
            return
        if local in _BEFORE and token.kind in {"end", "empty"}:
            behind, prefix = token.end, token.name[: len(token.name) - len(local)]
    if behind:
        yield Splice(behind, behind, b'<%bcalcPr fullCalcOnLoad="1"/>' % prefix)


def _sorted(held: Mapping[Slot, list[Change]]) -> _Asked:
    asked = _Asked({}, {}, {}, any(slot.encode is as_comment for slot in held))
    for slot, changes in held.items():
        if slot.encode is as_value:
            asked.values[slot.start, slot.end] = changes
        elif slot.encode is as_formula:
            asked.formulas[slot.start, slot.end] = changes
        elif slot.encode is not as_comment:
            asked.rest[slot] = changes
    return asked


def _shared(cell: Cell, count: int) -> int | None:
    """Return the number of the shared text that a cell shows, if it shows one."""
    if cell.kind != b"s" or not cell.value.isdigit() or len(cell.value) > 9:
        return None
    return int(cell.value) if int(cell.value) < count else None


def _formula(cell: Cell, row: int, sheet: str, shared: dict[str, tuple[str, int, int]]) -> Formula:
    """Return a formula with its references; one that is shared is moved to its cell."""
    assert cell.formula is not None
    text, group = cell.formula
    down = right = 0
    if group and text:
        shared[group] = text, row, cell.column
    elif group and group in shared:
        text, from_row, from_column = shared[group]
        down, right = row - from_row, cell.column - from_column
    untold, areas = references(text, sheet, down=down, right=right)
    return Formula((sheet.lower(), row, cell.column), untold or not text, tuple(areas))
