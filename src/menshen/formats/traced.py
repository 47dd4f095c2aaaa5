"""From extracted text back to the source of markup: which characters of it a value was made of.

A piece of extracted text knows where in the source it begins (`Anchor.raw`). From there the source
is read along the piece, entities undone and blanks put together, so that each character of the
piece has its stretch of the source. What is written there has its own signs escaped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from typing import NamedTuple

from menshen.edits import Edit
from menshen.errors import UnreadableError
from menshen.formats.cells import Cells
from menshen.formats.extract import Anchored
from menshen.formats.patches import Change, by_block
from menshen.model import Block, Lines, Part

__all__ = ["Source", "changes", "traced"]

_BLANK = " \t\r\n\f"
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});?")
_MARKUP = re.compile(r"<!\[CDATA\[|<!--.*?-->|<[^<>]*>", re.DOTALL)
_VALUE = re.compile(r"[^\s=<>\"'/]\s*=\s*(?:\"(?P<d>[^\"]*)\"|'(?P<s>[^']*)')")
_TAG = re.compile(r"<[^\s/!?>][^\s/>]*(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_FAR = 1 << 16
_LITERAL_PARTS = (
    ("<!--", "-->"),
    ("<![cdata[", "]]>"),
    ("<script", "</script"),
    ("<style", "</style"),
)
_LITERAL = str.maketrans({"<": "＜", ">": "＞", '"': "＂", "'": "＇", "\\": "＼", "&": "＆"})


class Source(NamedTuple):
    """The source of a document: its text, and how a piece's `raw` becomes a position in it."""

    text: str
    position: Callable[[int], int]


class _Piece(NamedTuple):
    """A piece that an edit touches: its text, where it comes from, and what of it goes."""

    text: str
    raw: int
    start: int
    end: int
    nth: int


def changes(parts: Iterable[Part], edits: Iterable[Edit], source: Source) -> list[Change]:
    """Return what edits of extracted text change in the source, in order of position.

    A value that lies in several pieces is written into the first and taken out of the others.
    Raises `UnreadableError` where the way back is not found.
    """
    held = by_block(edits)
    found: list[Change] = []
    for part in parts:
        if isinstance(part, Block):
            for edit in held.pop(part.id, ()):
                found += _changes(part, edit, source)
    if any(held.values()):
        raise UnreadableError("an edit names a block that is not there: read the document again")
    return sorted(found, key=lambda change: (change.start, change.end))


def _changes(block: Block, edit: Edit, source: Source) -> Iterator[Change]:
    layout = block.layout
    if isinstance(layout, Lines):
        at = layout.offset
        yield Change(at + edit.span.start, at + edit.span.end, edit.replacement, (edit,))
        return
    text = edit.replacement
    for piece in _pieces(block, edit):
        stretch = _stretch(piece, source)
        if stretch is None:
            where = block.layout.place(*edit.span) if block.layout is not None else ""
            raise UnreadableError(f"{where}: its place in the source is not found")
        start, end, coded = stretch
        yield Change(start, end, _escaped(text, source.text, start, coded=coded), (edit,))
        text = ""


def _pieces(block: Block, edit: Edit) -> Iterator[_Piece]:
    """Yield the pieces that an edit touches, each with what of it goes."""
    held = _cut(block, *edit.span)
    before: Counter[tuple[str, int]] = Counter()
    for start, end, raw, own in held:
        text = block.text[max(0, start) : end].rstrip("\n")
        key = (text, raw)
        low, high = max(edit.span.start, start), min(edit.span.end, start + len(text))
        if own and low < high:
            yield _Piece(text, raw, low - max(0, start), high - max(0, start), before[key])
        before[key] += 1


def _cut(block: Block, start: int, end: int) -> Iterator[tuple[int, int, int, bool]]:
    """Yield begin, end and raw of the pieces of a block, and whether `start:end` touches them."""
    layout = block.layout
    if isinstance(layout, Anchored):
        for low, high, anchor in layout.pieces(0, len(block.text)):
            high = min(high, len(block.text))
            yield low, high, anchor.raw, low < end and start < high
    elif isinstance(layout, Cells):
        at = min(start, block.text.rfind("\n", 0, start) + 1)
        while at < end:
            found = layout.source(at)
            if found is None:
                return
            cell, raws = found
            bounds = [*(cell.start + offset for offset, _ in raws), cell.end]
            for (_, raw), low, high in zip(raws, bounds, bounds[1:], strict=False):
                yield max(low, cell.start), high, raw, low < end and start < high
            at = max(cell.end, at) + 1


def _stretch(piece: _Piece, source: Source) -> tuple[int, int, bool] | None:
    """Return where in the source a part of a piece stands, and whether entities are undone there."""
    at = source.position(piece.raw)
    text = source.text
    for begin, coded in _beginnings(text, at, piece):
        spans = traced(text, begin, piece.text, coded=coded)
        if spans is not None:
            return spans[piece.start][0], spans[piece.end - 1][1], coded
    value = piece.text[piece.start : piece.end]
    found = text.find(value, at, at + _FAR)
    return None if found < 0 else (found, found + len(value), False)


def _beginnings(text: str, at: int, piece: _Piece) -> Iterator[tuple[int, bool]]:
    """Yield where the piece may begin, at its anchor, and whether entities count there."""
    tag = _TAG.match(text, at)
    if tag is not None:
        values = [
            match
            for match in _VALUE.finditer(text, at, tag.end())
            if unescape(match[match.lastgroup or 0]).strip() == piece.text.strip()
        ]
        for match in values[piece.nth : piece.nth + 1]:
            yield match.start(match.lastgroup or 0), True
    elif text.startswith("<!--", at):
        yield at + 4, False
    elif text.startswith("<?", at):
        yield at + 2, False
    elif text.startswith("<![CDATA[", at):
        yield at + 9, False
    literal = _is_literal(text, at)
    yield at, not literal
    yield at, literal


def _is_literal(text: str, at: int) -> bool:
    """Say whether a position lies in a comment, a CDATA section or a script."""
    low = max(0, at - _FAR)
    before = text[low:at].lower()
    return any(before.rfind(first) > before.rfind(last) for first, last in _LITERAL_PARTS)


def traced(source: str, at: int, text: str, *, coded: bool) -> list[tuple[int, int]] | None:
    """Return for each character of a piece the stretch of the source it comes from.

    None when the source does not say the piece there. `coded` says whether entities are undone.

    >>> traced("a&amp;b  c", 0, "a&b c", coded=True)
    [(0, 1), (1, 6), (6, 7), (7, 9), (9, 10)]
    """
    spans: list[tuple[int, int]] = []
    while len(spans) < len(text):
        char = text[len(spans)]
        seen = source[at : at + 1]
        if char in _BLANK:
            end = at
            while end < len(source) and source[end] in _BLANK:
                end += 1
            spans.append((at, end))
            at = end
        elif seen and seen in _BLANK:
            at += 1
        elif coded and seen == "&" and (entity := _ENTITY.match(source, at)) is not None:
            plain = _said(entity[0], text, len(spans))
            if not plain:
                return None
            end = at + (1 if plain == "&" and entity[0] == "&" else entity.end() - at)
            spans += [(at, end)] * len(plain)
            at = end
        elif seen == char:
            spans.append((at, at + 1))
            at += 1
        elif (markup := _MARKUP.match(source, at)) is not None:
            at = markup.end()
        elif source.startswith("]]>", at):
            at += 3
        else:
            return None
    return spans


def _said(entity: str, text: str, at: int) -> str:
    """Return what an entity says, if the text goes on with that."""
    plain = unescape(entity)
    return plain if text.startswith(plain, at) else ""


def _escaped(text: str, source: str, at: int, *, coded: bool) -> str:
    if not coded:
        return text.translate(_LITERAL)
    found = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    found = found.replace('"', "&quot;").replace("'", "&#39;")
    return found.replace(" ", "&#32;") if source[at - 1 : at] == "=" else found
