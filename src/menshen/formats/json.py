"""JSON, and JSON lines: one value a line. A file is one by its name or by its content.

Blocks are cut between values, at the shallowest place near a block's end; a longer string is cut
with an overlap. Nothing is unescaped here: a block is the text as it stands.

## Known limits
What is not JSON is read as running text from there on (`broken_json`). A key longer than a block
has no name in paths.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import PurePath

from menshen.formats import binary
from menshen.formats.decoding import TextStream
from menshen.formats.pieces import BLOCK, OVERLAP, Piece, Window, cut
from menshen.formats.tree import TOKEN, Path, Tree
from menshen.model import Block, Document, Layout, Lines, Remark, Span

__all__ = ["FORMAT", "Json"]

_LINES = {".jsonl", ".ndjson"}
_NAMED = {".json", ".geojson", *_LINES}
_UNNAMED = {"", ".out", ".dat", ".txt", ".log"}
_NEAR = 4096
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)

Stretch = tuple[str, Layout, Span | None]
"""What a block is made of: its text, layout and core."""


class Json:
    """Reads JSON and JSON lines; `size` is the most a block may hold."""

    id = "json"

    def __init__(self, size: int = BLOCK) -> None:
        self._size = size

    def claims(self, document: Document, head: bytes) -> bool:
        """Claim by name; where the name says little, by content that is JSON beyond doubt."""
        suffix = PurePath(document.uri).suffix.lower()
        if suffix not in _NAMED and suffix not in _UNNAMED:
            return False
        text = binary.sample(head)
        if text is None or suffix in _NAMED:
            return text is not None
        return _are_lines(text) or (suffix not in {".txt", ".log"} and _is_json(text))

    def read(self, document: Document) -> Iterator[Block | Remark]:
        """Yield the blocks in order; last, what was wrong with the JSON or with its bytes."""
        texts = TextStream(document)
        window = Window(texts)
        window.fill(self._size)
        lines = PurePath(document.uri).suffix.lower() in _LINES or _are_lines(window.text)
        reader: _Records | _Whole = (_Records if lines else _Whole)(self._size)
        for ordinal, (text, layout, core) in enumerate(reader.blocks(window)):
            yield Block(document.uri, ordinal, text, layout, core)
        if reader.trouble:
            yield Remark(document.uri, "broken_json", reader.trouble)
        yield from texts.remarks()


def _are_lines(text: str) -> bool:
    """Say whether the first two lines or more are an object or a list each."""
    lines = [line for line in text.split("\n")[:6] if line.strip()]
    complete = lines[:-1] if len(lines) > 2 else lines
    return len(complete) > 1 and all(_is_value(line) for line in complete)


def _is_value(line: str) -> bool:
    return line.lstrip()[:1] in {"{", "["} and _parses(line)


def _parses(line: str) -> bool:
    try:
        _DECODER.decode(line)
    except (ValueError, RecursionError):
        return False
    return True


def _is_json(text: str) -> bool:
    """Say whether a text that may be cut off begins like a JSON object or list."""
    path = Path()
    path.walk(text, 0, len(text))
    opening = text.lstrip()[:1] in {"{", "["}
    return opening and not path.broken and ('"' in text or _parses(text))


class _Whole:
    """One value, or several one after the other, of any length."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._overlap = min(OVERLAP, (size - 1) // 4)
        self.trouble = ""

    def blocks(self, window: Window) -> Iterator[Stretch]:
        """Yield the text block by block; as running text from where it is not JSON."""
        path, inside, shared = Path(), False, 0
        offset = line = 0
        while True:
            window.fill(self._size + 1)
            text, at = window.text, window.at
            found = self._cut(window, path, inside=inside)
            if found is None:
                self.trouble = f"not JSON after character {offset + shared}: read as text from there"
                window.at += shared
                lines = line + text.count("\n", at, window.at)
                yield from _as_text(window, self._size, offset + shared, lines)
                return
            stop = min(found.next + 2 * self._overlap, at + self._size) if found.next < found.end else found.end
            core = None if stop == found.end and not shared else Span(shared, found.end - at)
            if found.end > at:
                yield text[at:stop], Tree(text[at:stop], path, inside=inside), core
            if window.ended and found.end == len(text):
                self._finish(found)
                return
            path, inside, shared = found.path, found.inside, found.end - found.next
            window.at = found.next
            offset += found.next - at
            line += text.count("\n", at, found.next)

    def _finish(self, found: _Found) -> None:
        if found.inside:
            self.trouble = "it ends within a string"
        elif found.path.depth:
            self.trouble = f"it ends with {found.path.depth} brackets open"

    def _cut(self, window: Window, path: Path, *, inside: bool) -> _Found | None:
        """Return where the block that begins at the window's `at` ends; None if it is not JSON."""
        text, at = window.text, window.at
        limit = min(at + self._size, len(text))
        last = window.ended and limit == len(text)
        start, closed = rest_of_string(text, at, limit) if inside else (at, True)
        here = path.copy()
        if not closed:
            here.broken = stops_short(text, start, limit)
            found = _Found(limit, limit, here, inside=True) if last else None
        else:
            found = _last_mark(here, text, start, limit, last=last)
        if here.broken:
            return _whole_part(path, text, start, limit, at)
        return found or self._overlapping(path, text, (at, start, limit), closed=closed)
