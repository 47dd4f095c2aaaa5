r"""The value lists of SQL `INSERT` statements and the rows of `COPY`: their grammar and cells.

A row is lexed without knowing what stands before it; of a row longer than a block, `State` says
what holds where a part of it begins. Text is unescaped in place: an escape of two characters
becomes a blank and what it stands for, so that no position moves and every offset is also one of
the file. What stands within `E'…'` counts as escaped too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from menshen.formats.cells import Line
from menshen.model import Span

__all__ = ["State", "advance", "copied", "fragment", "row_pattern", "unescaped", "values"]

_DEEPEST = 4
_ESCAPED = r"(?:[^'\\]++|\\.|'')*+"
_PLAIN = r"(?:[^']++|'')*+"
_DOUBLE = r'"(?:[^"\\]++|\\.)*+"'
_ESCAPE = re.compile(r"\\([^N.])", re.DOTALL)
_MEANS = {"n": "\n", "r": "\r", "t": "\t", "0": " ", "b": " ", "f": " ", "v": " ", "Z": " "}
_OUTSIDE = re.compile(r"[eE]?'|\"|[(),;]|[^'\"(),;eE]++|[eE]")
_WITHIN = {
    ("'", True): re.compile(r"[^'\\]++|\\.|''|.", re.DOTALL),
    ("'", False): re.compile(r"[^']++|''|'"),
    ('"', True): re.compile(r'[^"\\]++|\\.|.', re.DOTALL),
}


class State(NamedTuple):
    """What holds at a position of a row: brackets open, the column, the string that is open."""

    depth: int = 0
    column: int = 0
    quote: str = ""
    escapes: bool = True


def unescaped(text: str) -> str:
    r"""Return a text whose escapes are undone in place; `\N` stays.

    >>> unescaped("a\\nb")
    'a \nb'
    """
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda m: " " + _MEANS.get(m[1], m[1]), text)


@cache
def row_pattern(*, escapes: bool) -> re.Pattern[str]:
    """Return the pattern of one value list in brackets; `escapes` says what a backslash is."""
    item = _item(escapes=escapes)
    return re.compile(rf"\({item}(?:,{item})*+\)", re.DOTALL)


@cache
def _value_pattern(*, escapes: bool) -> re.Pattern[str]:
    """Return the pattern of one value; group `q` is what a string holds that is all of it."""
    body = _ESCAPED if escapes else _PLAIN
    double = r'"(?P<d>(?:[^"\\]++|\\.)*+)"\s*+(?=[,)])'
    plain = rf"(?:_\w++\s*+|[nN])?'(?P<q>{body})'\s*+(?=[,)])"
    extra = rf"[eE]'(?P<e>{_ESCAPED})'\s*+(?=[,)])"
    return re.compile(
        rf"\s*+(?:{plain}|{extra}|{double}|(?P<b>{_item(escapes=escapes)}))", re.DOTALL
    )


def _item(*, escapes: bool) -> str:
    string = rf"[eE]?'{_ESCAPED}'" if escapes else rf"[eE]'{_ESCAPED}'|'{_PLAIN}'"
    nested = r"(?!)"
    for _ in range(_DEEPEST):
        nested = rf"\((?:{string}|{_DOUBLE}|{nested}|[^'\"();eE]++|[eE])*+\)"
    return rf"(?:{string}|{_DOUBLE}|{nested}|[^'\"(),;eE]++|[eE])*+"


def values(text: str, start: int, end: int, *, escapes: bool) -> list[Span]:
    """Return the spans of the values of the row `text[start:end]`; NULL is an empty one.

    >>> values("(1,'a',NULL)", 0, 12, escapes=True)
    [Span(start=1, end=2), Span(start=4, end=5), Span(start=7, end=7)]
    """
    pattern, spans, at = _value_pattern(escapes=escapes), [], start + 1
    while at < end:
        match = pattern.match(text, at, end)
        assert match is not None
        spans.append(_trimmed(text, *match.span(match.lastgroup or 0), bare=match.lastgroup == "b"))
        at = match.end() + 1
    return spans


def _trimmed(text: str, start: int, end: int, *, bare: bool) -> Span:
    if not bare:
        return Span(start, end)
    held = text[start:end].rstrip()
    return Span(start, start if held.upper() == "NULL" else start + len(held))


def _atoms(text: str, at: int, end: int, state: State) -> Iterator[tuple[int, int, State]]:
    """Yield the stretches of `text[at:end]` and what holds behind each of them.

    Stops behind the bracket that closes the row, and before what can be in no row.
    """
    depth, column, quote, base = state
    escapes = base
    while at < end:
        if quote:
            match = _WITHIN[quote, escapes or quote == '"'].match(text, at)
            assert match is not None
            if match.group() == quote:
                quote = ""
        else:
            match = _OUTSIDE.match(text, at)
            assert match is not None
            mark = match.group()
            if mark == ";" or (not depth and mark[0] in ",)"):
                return
            depth += (mark == "(") - (mark == ")")
            column += mark == "," and depth == 1
            quote = mark[-1] if mark[-1] in "'\"" else ""
            escapes = base or len(mark) == 2
        stop = min(match.end(), end) if match.end() - match.start() > 2 else match.end()
        if stop > end:
            return
        yield at, stop, State(depth, column, quote, escapes if quote else base)
        at = stop
        if not depth:
            return


def advance(text: str, at: int, end: int, state: State) -> tuple[int, State]:
    """Return how far a row can be followed, `end` at most, and what holds there."""
    last = (at, at, state)
    for last in _atoms(text, at, end, state):  # noqa: B007 - only the last one counts
        pass
    return last[1:]


def fragment(text: str, row: int, state: State) -> list[Line]:
    """Return the cells of a block that holds a part of one row."""
    spans: list[Span] = []
    start, column = (1 if not state.depth and text[:1] == "(" else 0), state.column
    for low, high, after in _atoms(text, 0, len(text), state):
        if after.column != column:
            spans.append(_bare(text, start, low))
            start, column = high, after.column
        elif not after.depth:
            spans.append(_bare(text, start, low))
            return [Line(0, row, state.column, spans)]
    return [Line(0, row, state.column, [*spans, _bare(text, start, len(text))])]


def _bare(text: str, start: int, end: int) -> Span:
    """Return a value's span without its quotes."""
    if end - start > 1 and text[start] == text[end - 1] == "'":
        return Span(start + 1, end - 1)
    return Span(start, start if text[start:end].strip().upper() == "NULL" else end)


def copied(text: str, row: int, column: int = 0) -> list[Line]:
    """Return the cells of the lines of a `COPY`; the first line may begin within a row."""
    found: list[Line] = []
    at = 0
    for line in text.split("\n"):
        if line or at < len(text):
            spans, start = [], at
            for value in line.removesuffix("\r").split("\t"):
                spans.append(Span(start, start if value == "\\N" else start + len(value)))
                start += len(value) + 1
            found.append(Line(at, row + len(found), 0 if found else column, spans))
        at += len(line) + 1
    return found
