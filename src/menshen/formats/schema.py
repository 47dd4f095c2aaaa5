"""What the definitions in a SQL script say of its tables: the columns and their comments.

Read are `CREATE TABLE` (with MySQL's `COMMENT '…'`) and `COMMENT ON COLUMN` (PostgreSQL, Oracle);
no more of a definition than `_LONGEST` characters, of no more than `_MOST` tables, the last ones.
"""

from __future__ import annotations

import re

from menshen.formats.cells import Heading, short

__all__ = ["NAME", "Schema", "names", "table_name"]

_LONGEST = 1 << 16
_MOST = 4096
_PART = r'(?:`[^`\n]{1,128}`|"[^"\n]{1,128}"|\[[^\]\n]{1,128}\]|[^\W\d][\w$#@]{0,127})'
NAME = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART}){{0,3}}"
"""The pattern of a table's or column's name, with the names of what it lies in."""
_STRING = r"N?'(?P<text>(?:[^'\\]|\\.|''){0,2000})'"
_CREATE = re.compile(
    rf"(?i:CREATE\s++(?:GLOBAL\s++|TEMP(?:ORARY)?\s++|UNLOGGED\s++)*+TABLE\s++(?:IF\s++NOT\s++EXISTS\s++)?+)"
    rf"(?P<table>{NAME})\s*+\("
)
_ON_COLUMN = re.compile(
    rf"(?i:COMMENT\s++ON\s++COLUMN\s++)(?P<column>{NAME})\s++(?i:IS)\s++{_STRING}", re.DOTALL
)
_DEFINED = re.compile(r"(?i:CREATE|COMMENT)\s")
_TOKEN = re.compile(
    r"'(?:[^'\\]|\\.|'')*+'|--[^\n]*+|/\*.*?\*/|[`\"\[(),;]|[^'`\"\[(),;/-]++|.", re.DOTALL
)
_COLUMN = re.compile(rf"\s*+(?P<name>{_PART})\s++[\w`\"\[]")
_NOT_COLUMN = re.compile(
    r"(?i)\s*+(?:PRIMARY|KEY|UNIQUE|CONSTRAINT|INDEX|FOREIGN|CHECK|FULLTEXT|SPATIAL|EXCLUDE|LIKE|PERIOD)(?![\w`\"])"
)
_COMMENT = re.compile(rf"(?i:COMMENT)\s*+=?\s*+{_STRING}", re.DOTALL)
_PARTS = re.compile(_PART)
_HOME = {"public", "dbo", "main"}


def names(text: str) -> tuple[str, ...]:
    """Return the names of a list of columns, their quotes left out."""
    return tuple(_bare(match[0]) for match in _PARTS.finditer(text))


def table_name(text: str) -> str:
    """Return the name of a table; the usual schemas (public, dbo) are left out.

    >>> table_name("[dbo].[住户]"), table_name("crm.`user`")
    ('住户', 'crm.user')
    """
    parts = names(text)
    return (
        ".".join(part for part in parts[:-1] if part.lower() not in _HOME)
        + ("." if any(part.lower() not in _HOME for part in parts[:-1]) else "")
        + parts[-1]
    )


def _bare(name: str) -> str:
    return name[1:-1] if name[0] in '`"[' else name


class Schema:
    """The columns of the tables whose definitions were read so far."""

    def __init__(self) -> None:
        self._tables: dict[str, dict[str, str]] = {}

    def read(self, text: str, start: int, end: int) -> None:
        """Take the definitions that begin in `text[start:end]`; they may end behind it."""
        while (match := _DEFINED.search(text, start, end)) is not None:
            start = match.end()
            if (create := _CREATE.match(text, match.start())) is not None:
                columns, start = _columns(text, create.end())
                self._keep(table_name(create["table"]), dict(columns))
            elif (comment := _ON_COLUMN.match(text, match.start())) is not None:
                self._comment(comment["column"], comment["text"])

    def heading(self, table: str, columns: str | None) -> Heading:
        """Return what is known of a table whose statement names these columns, if it does."""
        known = self._tables.get(table.lower(), {})
        listed = tuple(known) if columns is None else names(columns)
        comments = {name.lower(): comment for name, comment in known.items()}
        said = tuple(comments.get(name.lower(), "") for name in listed)
        return Heading(table, listed, said if any(said) else ())

    def _keep(self, table: str, columns: dict[str, str]) -> None:
        self._tables.pop(table.lower(), None)
        self._tables[table.lower()] = columns
        if len(self._tables) > _MOST:
            del self._tables[next(iter(self._tables))]

    def _comment(self, column: str, text: str) -> None:
        table, _, name = column.rpartition(".")
        known = self._tables.get(table_name(table).lower(), {}) if names(table) else {}
        for held in known:
            if held.lower() == _bare(name.strip()).lower():
                known[held] = short(text)


def _columns(text: str, at: int) -> tuple[list[tuple[str, str]], int]:
    """Return names and comments of the columns defined from `at` on, and where that ends."""
    found: list[tuple[str, str]] = []
    depth, start = 1, at
    for match in _TOKEN.finditer(text, at, at + _LONGEST):
        mark = match[0]
        depth += (mark == "(") - (mark == ")")
        if (mark == "," and depth == 1) or not depth:
            found += _column(text[start : match.start()])
            start = match.end()
        at = match.end()
        if not depth or mark == ";":
            break
    return found, at


def _column(definition: str) -> list[tuple[str, str]]:
    definition = re.sub(r"\A(?:\s++|--[^\n]*+\n|/\*.*?\*/)*+", "", definition, flags=re.DOTALL)
    name = _COLUMN.match(definition)
    if name is None or _NOT_COLUMN.match(definition):
        return []
    comment = _COMMENT.search(definition)
    return [(_bare(name["name"]), short(comment["text"]) if comment else "")]
