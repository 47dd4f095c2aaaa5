"""What defines the tables, views and triggers of a database: its literals and comments are text."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence

from menshen.edits import carried_out
from menshen.formats.parts.inside import plain_name
from menshen.formats.parts.slots import Change, Passage, Slot, merged
from menshen.model import Node, Span

__all__ = ["as_value", "defined", "definitions", "redefine", "resaid", "text_of"]

_LITERAL = re.compile(
    r"'(?P<s>(?:[^']|'')*)'|--(?P<line>[^\n]*)|/\*(?P<comment>.*?)\*/|(?<![\w.])(?P<number>[0-9]{5,})(?![\w.])"
    r'|"(?P<odd>[^"]*(?:[0-9]{7}|@)[^"]*)"|(?P<name>"[^"]*"|`[^`]*`|\[[^\]]*\])',
    re.DOTALL,
)
"""Strings, comments and numbers in a definition; what is in double quotes may be a string too."""


def as_value(text: str) -> bytes:
    """Mark a slot that is a value; its start is its column, its end the number of its table."""
    return text.encode("utf-8", "surrogateescape")


def text_of(value: object) -> str:
    """Return a name or a definition as text, in whatever charset it is."""
    return plain_name(value) if isinstance(value, bytes) else str(value)


def defined(base: sqlite3.Connection) -> list[tuple[int, str, str]]:
    """Return row, name and definition of each thing that has one."""
    rows = base.execute(
        "SELECT rowid, name, sql FROM sqlite_master WHERE sql NOT NULL ORDER BY rowid"
    )
    return [(number, text_of(name), text_of(sql)) for number, name, sql in rows]


def definitions(base: sqlite3.Connection) -> Iterator[Passage]:
    """Yield the literals and comments in what defines tables, views and triggers."""
    for place, (_, name, sql) in enumerate(defined(base)):
        for match in _LITERAL.finditer(sql):
            group = match.lastgroup or "s"
            if match[group].strip() and group != "name":
                slot = Slot("schema", place, match.start(group), match[group], as_value)
                yield Passage((slot,), Node("sqlite_master", f"/{name}"))


def redefine(base: sqlite3.Connection, wanted: Mapping[str, str]) -> None:
    """Write definitions anew; what they define stays."""
    if not wanted:
        return
    base.execute("PRAGMA writable_schema=ON")
    for name, sql in wanted.items():
        base.execute("UPDATE sqlite_master SET sql=? WHERE name=?", (sql, name))
    base.execute("PRAGMA writable_schema=RESET")


def resaid(sql: str, wanted: Sequence[tuple[Slot, list[Change]]]) -> str:
    """Return a definition with other literals in it; a number that is none any more gets quotes."""
    found: list[tuple[Span, str]] = []
    for slot, changes in wanted:
        text = carried_out(slot.text, merged(changes))
        text = text.replace("'", "’").replace('"', "”").replace("*/", "* /").replace("\n", " ")
        bare = sql[slot.end - 1 : slot.end] not in {"'", '"'}
        if bare and slot.text.isdigit() and not text.isdigit():
            text = f"'{text}'"
        found.append((Span(slot.end, slot.end + len(slot.text)), text))
    return carried_out(sql, found)
