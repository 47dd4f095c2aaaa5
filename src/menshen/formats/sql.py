"""SQL scripts and dumps: the rows of `INSERT` and `COPY` are tables, all else is running text.

Read are the dumps of MySQL and MariaDB, PostgreSQL, SQLite, SQL Server and Oracle, by the name
.sql or by the first lines. Column names come from the statement, else from `CREATE TABLE`, whose
comments are names of the columns too. The rows of a table are numbered on over its statements.

Blocks are stretches of the text in which only escapes are undone, in place (see `tuples`): every
offset is also one of the file, so that a value can be replaced where it stands.

## Known limits
Whether a backslash escapes is decided once, by the first 64k characters. A `COPY` in CSV form,
`INSERT … SELECT` and `INSERT ALL` are running text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from functools import partial
from pathlib import PurePath
from typing import BinaryIO

from menshen.edits import Edit, Inner
from menshen.formats import binary, worded
from menshen.formats.cells import Cells, Heading, Line
from menshen.formats.decoding import TextStream
from menshen.formats.patches import Patch, byte_patches, tiled, written
from menshen.formats.pieces import BLOCK, OVERLAP, Window, cut
from menshen.formats.schema import NAME, Schema, table_name
from menshen.formats.tuples import State, advance, copied, fragment, row_pattern, unescaped, values
from menshen.model import Block, Document, Layout, Lines, Remark, Span

__all__ = ["FORMAT", "Sql"]

_NAMED = {".sql", ".ddl", ".dml", ".pgsql", ".mysql"}
_UNNAMED = {"", ".out", ".dat", ".txt", ".dump", ".bak", ".backup"}
_HELD = 1 << 16
"""So much is held back of running text, lest the head of a statement be cut."""
_COLUMNS = r"(?:\s*+\((?P<{}>[^()']*+)\))?+"
_INSERT = (
    r"(?:INSERT|REPLACE)(?:\s++(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE|OR\s++\w++))*+(?:\s++INTO)?+"
    rf"\s++(?P<into>{NAME}){_COLUMNS.format('names')}"
    r"(?:\s*+OVERRIDING\s++\w++\s++VALUE)?+\s*+VALUES?\s*+(?=\()"
)
_COPY = (
    rf"COPY\s++(?P<copy>{NAME}){_COLUMNS.format('columns')}"
    r"\s++FROM\s++stdin(?![^;\n]*csv)[^;\n]{0,200};[ \t]*+\r?\n"
)
_START = re.compile(rf"(?im)(?:^|;)[ \t]*+(?P<s>{_INSERT}|{_COPY})")
_GAP = re.compile(r"(?:[\s,]++|--[^\n]*+\n|/\*.{0,4000}?\*/)*+", re.DOTALL)
_NEXT = re.compile(rf"(?i)\s*+;\s*+{_INSERT}")
_STOP = re.compile(r"^\\\.[ \t\r]*+(?:\n|\Z)", re.MULTILINE)
_BANNER = re.compile(
    r"(?i)(?:\s|--[ \t]*+\r?\n)*+(?:-- (?:MySQL|MariaDB|PostgreSQL|phpMyAdmin|Navicat)|/\*!\d{5}|PRAGMA foreign_keys|"
    r"(?:CREATE TABLE|DROP TABLE|INSERT INTO) )"
)
_MYSQL = re.compile(r"(?i)-- (?:MySQL|MariaDB|phpMyAdmin)|/\*!\d{5}|`\w+`")
_OTHERS = re.compile(r"(?i)PostgreSQL|PRAGMA |sqlite|\[dbo\]|(?<![\w\\])N'|\\'\s*[,)]|to_date\(")

Stretch = tuple[str, Layout, Span | None]


class Sql:
    """Reads SQL scripts; `size` is the most a block may hold."""

    id = "sql"
    in_order = True

    def __init__(self, size: int = BLOCK) -> None:
        self._size = size

    def claims(self, document: Document, head: bytes) -> bool:
        """Claim by name; where the name says little, by the first lines of a dump."""
        suffix = PurePath(document.uri).suffix.lower()
        if suffix not in _NAMED and suffix not in _UNNAMED:
            return False
        text = binary.sample(head)
        return text is not None and (suffix in _NAMED or _is_dump(text))

    def read(self, document: Document) -> Iterator[Block | Remark]:
        """Yield the text in order; last, what was wrong with the SQL or with its bytes."""
        texts = TextStream(document)
        script = _Script(Window(texts), self._size)
        for ordinal, (text, layout, core) in enumerate(script.blocks()):
            yield Block(document.uri, ordinal, text, layout, core)
        if script.trouble:
            yield Remark(document.uri, "broken_sql", script.trouble)
        yield from texts.remarks()

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the script with the edits carried out; every other byte stays."""
        written(document, self.patches(document, edits, inner=inner), out)

    def patches(
        self,
        document: Document,
        edits: Iterable[Edit],
        *,
        inner: Inner,  # noqa: ARG002 - there is nothing inside
    ) -> Iterator[Patch]:
        """Yield the patches that carry out the edits."""
        return byte_patches(document, tiled(self.read(document), edits, worded.sql))


def _is_dump(text: str) -> bool:
    return _BANNER.match(text) is not None and (
        "--" in text[:99] or _START.search(text) is not None
    )


class _Script:
    """A script that is read from its beginning to its end, stretch by stretch."""

    def __init__(self, window: Window, size: int) -> None:
        self._window = window
        self._size = size
        self._overlap = min(OVERLAP, (size - 1) // 4)
        self._schema = Schema()
        self._rows: Counter[str] = Counter()
        self._found: re.Match[str] | None = None
        self._offset = self._line = self._records = 0
        self._escapes = True
        self._heading = Heading("")
        self._starts: list[int] = []
        self.trouble = ""

    def blocks(self) -> Iterator[Stretch]:
        """Yield text, layout and core of one block after the other."""
        self._window.fill(_HELD)
        sample = self._window.text[:_HELD]
        self._escapes = bool(_MYSQL.search(sample)) or not _OTHERS.search(sample)
        while True:
            yield from self._running(self._statements())
            if self._found is None:
                return
            found, self._found = self._found, None
            table = table_name(found["into"] or found["copy"])
            columns = found["names"] if found["into"] else found["columns"]
            self._heading = self._schema.heading(table, columns)
            yield from self._inserted(found) if found["into"] else self._copied(found)

    def _statements(self) -> Iterator[str]:
        """Hand out running text up to where rows begin; that statement is then `_found`."""
        window, ended = self._window, False
        while not ended:
            window.fill(2 * max(self._size, _HELD))
            text, at = window.text, window.at
            ended = window.ended
            last = len(text) if ended else len(text) - _HELD
            found = _START.search(text, at)
            if found is not None and (ended or found.start("s") <= last):
                self._found, last, ended = found, found.start("s"), True
            self._schema.read(text, at, last)
            window.at = last
            yield text[at:last]

    def _running(self, chunks: Iterator[str] | list[str]) -> Iterator[Stretch]:
        offset, line = self._offset, self._line
        for piece in cut(chunks, size=self._size):
            here = Lines(piece.text, offset + piece.offset, line + piece.line)
            core = piece.core or Span(0, len(piece.text))
            self._pass(piece.text[core.start : core.end])
            yield piece.text, here, piece.core

    def _pass(self, text: str) -> None:
        self._offset += len(text)
        self._line += text.count("\n")

    def _taken(self, end: int) -> str:
        """Take the text up to `end` out of the window."""
        text = self._window.text[self._window.at : end]
        self._window.at = end
        return text

    def _inserted(self, found: re.Match[str]) -> Iterator[Stretch]:
        """Yield the rows of a statement, and of those after it that go on with the table.

        `at` counts from the first character that is not yet handed out; -1 ends the rows.
        """
        at = found.end() - self._window.at
        while at >= 0:
            self._window.fill(at + 2 * max(self._size, _HELD))
            at = yield from self._row(at)
            if at >= 0:
                at = yield from self._gap(at, found)

    def _row(self, at: int) -> Generator[Stretch, None, int]:
        """Take the row at `at` into the block, which is handed out before if it is full."""
        here = self._window.at
        row = row_pattern(escapes=self._escapes).match(self._window.text, here + at)
        if row is not None and row.end() - here <= self._size:
            self._starts.append(at)
            return row.end() - here
        yield from self._flush(at)
        if row is None or row.end() - row.start() > self._size:
            return (yield from self._long())
        self._starts.append(0)
        return row.end() - row.start()

    def _gap(self, at: int, found: re.Match[str]) -> Generator[Stretch, None, int]:
        """Return where the next row begins, in this statement or in one that is like it."""
        text, here = self._window.text, self._window.at
        gap = _GAP.match(text, here + at)
        assert gap is not None
        after = gap.end() - here
        if not text.startswith("(", gap.end()):
            more = _NEXT.match(text, here + at)
            if more is None or more.group("into", "names") != found.group("into", "names"):
                yield from self._flush(at)
                return -1
            after = more.end() - here
        if after > self._size:
            yield from self._flush(at)
            after -= at
        if after > self._size:
            yield from self._running([self._taken(self._window.at + after)])
            return 0
        return after

    def _flush(self, end: int) -> Iterator[Stretch]:
        """Hand out what stands before `end`: rows, or a statement's head without a row."""
        starts, self._starts = self._starts, []
        if not starts:
            yield from self._running([self._taken(self._window.at + end)] if end else [])
            return
        text = self._taken(self._window.at + end)
        rows = partial(_values, text, starts, self._row_number, escapes=self._escapes)
        yield self._plain(text), self._cells(rows, len(starts)), None
        self._pass(text)

    def _plain(self, text: str) -> str:
        r"""Undo escapes, if there are any; SQLite writes line ends as replace('…', '\\n', char(10))."""
        if self._escapes or "E'" in text or "char(1" in text:
            return unescaped(text)
        return text

    def _long(self) -> Generator[Stretch, None, int]:
        """Hand out a row that is longer than a block, or that is not closed, in pieces."""
        window, state, shared = self._window, State(escapes=self._escapes), 0
        while True:
            window.fill(2 * max(self._size, _HELD))
            text, at = window.text, window.at
            limit = min(at + self._size, len(text))
            end, after = advance(text, at, limit, state)
            closed = not after.depth
            broken = text[end : end + 1] in {";", ""} and not after.quote
            last = closed or broken or (window.ended and limit == len(text))
            core = end if last else limit - self._overlap
            piece = text[at : end if last else limit]
            lines = partial(fragment, piece, self._row_number, state)
            yield self._plain(piece), self._cells(lines, int(last)), Span(shared, core - at)
            self._pass(text[at + shared : core])
            if last:
                window.at = core
                if not closed:
                    self.trouble = f"a row that is not closed ends at character {self._offset}"
                return 0 if closed else -1
            window.at, state = advance(text, at, core - self._overlap, state)
            shared = core - window.at

    def _copied(self, found: re.Match[str]) -> Iterator[Stretch]:
        """Yield the rows of a `COPY`, up to the line that ends it."""
        yield from self._running([self._taken(found.end())])
        window = self._window
        while True:
            window.fill(2 * max(self._size, _HELD))
            text, at = window.text, window.at
            limit = min(at + self._size, len(text))
            stop = _STOP.search(text, at, min(limit + 4, len(text)))
            whole = window.ended and limit == len(text)
            end = limit if whole else text.rfind("\n", at, limit) + 1
            end = min(stop.start(), limit) if stop is not None else end
            if end > at:
                piece = self._taken(end)
                lines = partial(copied, piece, self._row_number)
                count = piece.count("\n") + (piece[-1] != "\n")
                yield unescaped(piece), self._cells(lines, count), None
                self._pass(piece)
            elif stop is not None or whole:
                return
            else:
                yield from self._wide()

    def _wide(self) -> Iterator[Stretch]:
        """Hand out a line of a `COPY` that is longer than a block, in pieces."""
        window, column, shared, last = self._window, 0, 0, False
        while not last:
            window.fill(2 * max(self._size, _HELD))
            text, at = window.text, window.at
            limit = min(at + self._size, len(text))
            line = text.find("\n", at + shared, limit) + 1
            last = line > 0 or (window.ended and limit == len(text))
            core = line or (limit if last else limit - self._overlap)
            piece = text[at : core if last else limit]
            lines = partial(copied, piece, self._row_number, column)
            yield unescaped(piece), self._cells(lines, int(last)), Span(shared, core - at)
            self._pass(text[at + shared : core])
            after = core if last else core - self._overlap
            before = text[at:after]
            after -= (len(before) - len(before.rstrip("\\"))) % 2 if not last else 0
            column += text.count("\t", at, after)
            window.at, shared = after, core - after

    @property
    def _row_number(self) -> int:
        return self._rows[self._heading.table.lower()]

    def _cells(self, lines: Callable[[], list[Line]], count: int) -> Cells:
        """Return the layout of `count` rows that follow in the table."""
        table = self._heading.table.lower()
        layout = Cells(self._heading, lines, shift=self._records - self._rows[table])
        self._rows[table] += count
        self._records += count
        return layout


def _values(text: str, starts: list[int], row: int, *, escapes: bool) -> list[Line]:
    """Return the rows of a block, each of which begins where `starts` says."""
    pattern, lines = row_pattern(escapes=escapes), list[Line]()
    for number, start in enumerate(starts, row):
        match = pattern.match(text, start)
        assert match is not None
        lines.append(Line(start, number, 0, values(text, start, match.end(), escapes=escapes)))
    return lines


FORMAT = Sql()
