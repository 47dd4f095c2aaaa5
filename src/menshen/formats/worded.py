"""How a replacement is written in JSON and in SQL, so that what is around it stays valid."""

from __future__ import annotations

import json as _json
import re
from collections.abc import Iterator, Sequence

from menshen.edits import Edit
from menshen.formats.cells import Cells
from menshen.formats.patches import Change, starred
from menshen.formats.tree import TOKEN, Tree
from menshen.formats.tuples import copied
from menshen.model import Block, Span

__all__ = ["json", "sql"]

_BARE = re.compile(r"[^\s\"{}\[\],:]*+")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_SQL_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def json(block: Block, edits: Sequence[Edit]) -> Iterator[Change]:
    """Yield what edits change in JSON: escapes in strings, quotes around what is no number.

    A replacement that is valid within a string already stays as it is, its escapes too.
    """
    layout = block.layout
    if not edits or not isinstance(layout, Tree):
        yield from (Change(*edit.span, edit.replacement, (edit,)) for edit in edits)
        return
    strings = _strings(block.text, layout)
    string = next(strings, None)
    for edit in edits:
        start, end = edit.span
        while string is not None and string.end <= start:
            string = next(strings, None)
        seen = block.text[start:end]
        if string is not None and string.start <= start and end <= string.end:
            yield Change(start, end, _content(edit.replacement, seen), (edit,))
        elif (string is not None and string.start < end) or '"' in seen:
            yield Change(start, end, starred(seen), (edit,))
        else:
            yield _bare(block.text, edit)


def _strings(text: str, layout: Tree) -> Iterator[Span]:
    """Yield the spans of what strings hold, quotes left out."""
    at = layout.begins
    if at:
        yield Span(0, at)
    for match in TOKEN.finditer(text, at):
        if match[0][0] == '"':
            end = match.end() - len(match[1]) if match[1] else match.end()
            yield Span(match.start() + 1, end)


def _content(text: str, seen: str) -> str:
    """Return a text as the content of a string; in ASCII where the old one was."""
    if "\\u" in seen and not text.isascii():
        return _json.dumps(text)[1:-1]
    try:
        _json.loads(f'"{text}"')
    except ValueError:
        return _json.dumps(text, ensure_ascii=False)[1:-1]
    return text


def _bare(text: str, edit: Edit) -> Change:
    """Return the change of a number: the whole of it, in quotes when it is no number any more."""
    low, high = edit.span
    while low and _BARE.fullmatch(text[low - 1]):
        low -= 1
    match = _BARE.match(text, high)
    high = match.end() if match is not None else high
    new = text[low : edit.span.start] + edit.replacement + text[edit.span.end : high]
    if _NUMBER.fullmatch(new):
        return Change(low, high, new, (edit,))
    return Change(low, high, f'"{_content(new, "")}"', (edit,))


def sql(block: Block, edits: Sequence[Edit]) -> Iterator[Change]:
    """Yield what edits change in SQL: quotes doubled, quotes around what is no number any more."""
    layout = block.layout
    for edit in edits:
        start, end = edit.span
        cell = layout.cell(start) if isinstance(layout, Cells) else None
        if cell is None:
            crosses = isinstance(layout, Cells) or "'" in block.text[start:end]
            text = starred(block.text[start:end]) if crosses else _quoted(edit.replacement)
            yield Change(start, end, text, (edit,))
        elif end > cell.end:
            yield Change(start, end, starred(block.text[start:end]), (edit,))
        else:
            assert isinstance(layout, Cells)
            yield _in_cell(block.text, layout, cell, edit)


def _in_cell(text: str, layout: Cells, cell: Span, edit: Edit) -> Change:
    if layout.made_by(copied):
        new = "".join(_ESCAPES.get(char, char) for char in edit.replacement)
        return Change(*edit.span, new, (edit,))
    if text[cell.start - 1 : cell.start] in {"'", '"'}:
        return Change(*edit.span, _quoted(edit.replacement), (edit,))
    start, end = cell
    new = text[start : edit.span.start] + edit.replacement + text[edit.span.end : end]
    if _SQL_NUMBER.fullmatch(new):
        return Change(start, end, new, (edit,))
    if "'" in text[start:end]:
        return Change(*edit.span, starred(text[slice(*edit.span)]), (edit,))
    return Change(start, end, f"'{_quoted(new)}'", (edit,))


def _quoted(text: str) -> str:
    """Return a text as it stands in a string of SQL, whatever a backslash means there."""
    return text.replace("'", "''").replace("\\", "＼").replace("\r", " ").replace("\n", " ")
