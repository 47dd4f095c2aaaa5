"""The rows of a database as tables, and rows with other values."""

from __future__ import annotations

import ast
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from menshen.edits import carried_out
from menshen.errors import UnreadableError
from menshen.formats.cells import Heading
from menshen.formats.parts.definitions import (
    as_value,
    defined,
    definitions,
    redefine,
    resaid,
    text_of,
)
from menshen.formats.parts.inside import Inside
from menshen.formats.parts.laying import Break, Grid, Item
from menshen.formats.parts.slots import Change, Changes, Passage, Slot, merged
from menshen.model import Document, Remark

__all__ = ["Kept", "items", "mended"]

_ROWS = 4096
_WEIGHT = 1 << 16
_BLOB = 16
"""A blob of fewer bytes is a number or a key, not a document."""
_TRIES = 3
_STATISTICS = ("sqlite_stat1", "sqlite_stat3", "sqlite_stat4")
_BEHIND = (
    "_data",
    "_idx",
    "_docsize",
    "_config",
    "_segments",
    "_segdir",
    "_stat",
    "_node",
    "_parent",
    "_rowid",
)
"""What tables behind a virtual one are called that hold numbers alone; `_content` holds text."""
_SHADOWS = ("_data", "_segdir")
"""A full-text index has one of these tables."""
Value = int | float | bytes | str | None


class Table(NamedTuple):
    """A table: its number, its name, its columns, and what tells its rows apart, in quotes."""

    number: int
    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What writing must know of reading: where the blobs lie, and the tables by their numbers."""

    blobs: dict[str, tuple[int, tuple[Value, ...], int]] = field(default_factory=dict)
    tables: dict[int, Table] = field(default_factory=dict)


class Row(NamedTuple):
    """A row: what tells it apart, and its values."""

    key: tuple[Value, ...]
    values: tuple[Value, ...]

    def __repr__(self) -> str:
        return "Row()"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def items(base: sqlite3.Connection, uri: str, kept: Kept | None) -> Iterator[Item]:
    """Yield the tables, the documents in them, definitions and remarks."""
    inside, virtual = Inside(uri, "database"), 0
    names = _names(base)
    behind = {name + end for name, is_virtual in names if is_virtual for end in _BEHIND}
    for number, (name, is_virtual) in enumerate(names):
        virtual += is_virtual
        if is_virtual or name in behind:
            continue
        table = _table(base, number, name)
        if kept is not None:
            kept.tables[number] = table
        yield from _rows(base, table, inside, kept)
        yield Break()
    yield from definitions(base)
    yield Break()
    yield from _remarks(base, uri, virtual)


def _names(base: sqlite3.Connection) -> list[tuple[str, bool]]:
    """Return the names of the tables, and whether each is virtual."""
    found = base.execute(
        "SELECT name, sql FROM sqlite_master WHERE type='table' ORDER BY rowid"
    ).fetchall()
    return [
        (text_of(n), text_of(s or b"").lstrip().upper().startswith("CREATE VIRTUAL"))
        for n, s in found
    ]


def _table(base: sqlite3.Connection, number: int, name: str) -> Table:
    told = base.execute(f"PRAGMA table_xinfo({_quoted(name)})").fetchall()
    # What is computed as it is read (2) is in no file; an expression may compute without end.
    columns = tuple(text_of(c[1]) for c in told if c[6] not in {1, 2})
    primary = sorted((c[5], text_of(c[1])) for c in told if c[5])
    for row in {"rowid", "_rowid_", "oid"} - {c.lower() for c in columns}:
        try:
            base.execute(f"SELECT {row} FROM {_quoted(name)} LIMIT 0")  # noqa: S608 - quoted
        except sqlite3.OperationalError:
            continue
        return Table(number, name, columns, (row,))
    return Table(number, name, columns, tuple(_quoted(c) for _, c in primary))


def _rows(
    base: sqlite3.Connection, table: Table, inside: Inside, kept: Kept | None
) -> Iterator[Item]:
    if not table.columns:
        return
    wanted = ", ".join((*table.key, *map(_quoted, table.columns)))
    cursor = base.execute(f"SELECT {wanted} FROM {_quoted(table.name)}")  # noqa: S608 - quoted
    heading, first, size = Heading(table.name, table.columns), -1, len(table.key)
    coming = (Row(tuple(r[:size]), tuple(r[size:])) for r in cursor)
    while rows := _some(coming):
        header = [list(table.columns)] if first < 0 else []
        texts = header + [[_shown(value) for value in row.values] for row in rows]
        yield Grid(
            heading, texts, range(first, first + len(texts)), _Held(table, rows, len(header))
        )
        for row in rows:
            yield from _blobs(table, row, inside, kept)
        first += len(texts)


def _some(coming: Iterator[Row]) -> list[Row]:
    """Return rows for a block."""
    rows, weight = [], 0
    for row in islice(coming, _ROWS):
        rows.append(row)
        weight += sum(len(v) if isinstance(v, bytes | str) else 8 for v in row.values)
        if weight > _WEIGHT:
            break
    return rows


@dataclass(frozen=True, slots=True)
class _Held:
    """The way from the texts of rows to their values; the header's names are fixed."""

    table: Table
    rows: Sequence[Row] = field(repr=False)
    header: int = 0

    def __call__(self, row: int, column: int) -> tuple[Passage, ...]:
        if row < self.header:
            return (Passage((self.table.columns[column],)),)
        held = self.rows[row - self.header]
        part = f"{self.table.number}:{held.key!r}"
        slot = Slot(part, column, self.table.number, _shown(held.values[column]), as_value)
        return (Passage((slot,)),)


def _shown(value: Value) -> str:
    """Return a value as text; a blob that is no text shows nothing."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    if not isinstance(value, bytes):
        return str(value)
    try:
        return value.decode("utf-8") if b"\0" not in value else ""
    except UnicodeDecodeError:
        return ""


def _blobs(table: Table, row: Row, inside: Inside, kept: Kept | None) -> Iterator[Document]:
    """Yield what is no text as documents."""
    for column, value in enumerate(row.values):
        if isinstance(value, bytes) and len(value) >= _BLOB and not _shown(value):
            told = "-".join(_shown(part)[:20] or "x" for part in row.key)
            address = inside.address(f"{table.name}/{table.columns[column]}-{told}")
            inside.take(len(value))
            if kept is not None:
                kept.blobs[address] = table.number, row.key, column
            yield Document(address, data=value)


def _remarks(base: sqlite3.Connection, uri: str, virtual: int) -> Iterator[Remark]:
    free = base.execute("PRAGMA freelist_count").fetchone()[0]
    if free:
        pages = "1 page is" if free == 1 else f"{free} pages are"
        yield Remark(uri, "deleted_pages", f"{pages} free and may hold rows that were deleted")
    if virtual:
        what = "1 table is" if virtual == 1 else f"{virtual} tables are"
        yield Remark(uri, "virtual_tables", f"{what} virtual; the tables behind are read")


# Writing


def mended(
    base: sqlite3.Connection, asked: Changes, kept: Kept, blobs: Mapping[str, bytes | None]
) -> None:
    """Change values, blobs and definitions in a database."""
    if not asked and not blobs:
        return
    wanted: dict[int, list[tuple[Slot, list[Change]]]] = {}
    for slot, changes in asked.of("schema").items():
        wanted.setdefault(slot.start, []).append((slot, changes))
    known = {name: (place, sql) for place, (_, name, sql) in enumerate(defined(base))}
    triggers = base.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall()
    base.execute("BEGIN")
    for (name,) in triggers:
        base.execute(f"DROP TRIGGER {_quoted(text_of(name))}")
    _values(base, asked, kept)
    for address, data in blobs.items():
        number, key, column = kept.blobs[address]
        _set(base, kept.tables[number], key, column, data)
    base.execute("COMMIT")
    _forget(base)
    redefine(
        base,
        {
            name: resaid(sql, wanted[place])
            for name, (place, sql) in known.items()
            if place in wanted
        },
    )
    for (name,) in triggers:
        place, sql = known[text_of(name)]
        base.execute(resaid(sql, wanted.get(place, [])))


def _values(base: sqlite3.Connection, asked: Changes, kept: Kept) -> None:
    for part in (part for part in asked.parts if part != "schema"):
        key = ast.literal_eval(part.partition(":")[2])
        for slot, changes in asked.of(part).items():
            value = _value(carried_out(slot.text, merged(changes)), slot.text)
            _set(base, kept.tables[slot.end], key, slot.start, value)


def _value(text: str, old: str) -> Value:
    """Return what is written for a text: a number where the old one was and the new one is."""
    numbers = old.isdigit() and text.isdigit() and not text.startswith("0")
    return int(text) if numbers and len(text) < 19 else text


def _set(
    base: sqlite3.Connection, table: Table, key: tuple[Value, ...], column: int, value: Value
) -> None:
    if not table.key:
        raise UnreadableError(
            f"the rows of table {table.number + 1} have nothing that tells them apart: export it as CSV"
        )
    where = " AND ".join(f"{name} IS ?" for name in table.key)
    held = [k.decode("utf-8", "surrogateescape") if isinstance(k, bytes) else k for k in key]
    name, of = _quoted(table.columns[column]), _quoted(table.name)
    sql = f"UPDATE {of} SET {name} = ? WHERE {where}"  # noqa: S608 - quoted
    try:
        try:
            base.execute(sql, (value, *held))
        except sqlite3.IntegrityError:
            if not isinstance(value, str):
                raise
            _distinctly(base, sql, value, held, f"SELECT count(*) FROM {of} WHERE {name} GLOB ?")  # noqa: S608 - quoted
    except (sqlite3.IntegrityError, sqlite3.OperationalError):
        raise UnreadableError(
            f"table {table.number + 1}, column {column + 1}: the database does not allow the new value; "
            "choose another style of redaction, or export it as CSV"
        ) from None


def _distinctly(
    base: sqlite3.Connection, sql: str, value: str, held: Sequence[Value], count: str
) -> None:
    """Write a value with a number behind it, where the column allows no value twice."""
    glob = re.sub(r"([*?\[])", r"[\1]", value) + "*"
    number = int(base.execute(count, (glob,)).fetchone()[0]) + 1
    for tried in range(number, number + _TRIES):
        try:
            base.execute(sql, (f"{value}{tried}", *held))
        except sqlite3.IntegrityError:
            if tried == number + _TRIES - 1:
                raise
        else:
            return


def _forget(base: sqlite3.Connection) -> None:
    """Drop statistics, which hold samples of values, and build full-text indexes anew."""
    held = {
        text_of(n) for (n,) in base.execute("SELECT name FROM sqlite_master WHERE type='table'")
    }
    for name in held & set(_STATISTICS):
        base.execute(f"DELETE FROM {name}")  # noqa: S608 - a fixed name
    for name, virtual in _names(base):
        if virtual and any(name + end in held for end in _SHADOWS):
            table = _quoted(name)
            try:
                base.execute(f"INSERT INTO {table}({table}) VALUES('rebuild')")
            except sqlite3.DatabaseError:
                raise UnreadableError(
                    "a full-text index of this database cannot be built anew here: drop it first"
                ) from None
