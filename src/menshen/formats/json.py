"""JSON, and JSON lines: one value a line. A file is one by its name or by its content.

Blocks are cut between values, at the shallowest place near a block's end; a longer string is cut
with an overlap. Nothing is unescaped here: a block is the text as it stands.

## Known limits
What is not JSON is read as running text from there on (`broken_json`). A key longer than a block
has no name in paths.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from pathlib import PurePath
from typing import BinaryIO, NamedTuple

from menshen.edits import Edit, Inner
from menshen.formats import binary, worded
from menshen.formats.decoding import TextStream
from menshen.formats.patches import Patch, byte_patches, tiled, written
from menshen.formats.pieces import BLOCK, OVERLAP, Piece, Window, cut
from menshen.formats.tree import SKIM, TOKEN, Path, State, Tree, rest_of_string, stops_short
from menshen.model import Block, Document, Layout, Lines, Remark, Span

__all__ = ["FORMAT", "Json"]

_LINES = {".jsonl", ".ndjson"}
_NAMED = {".json", ".geojson", *_LINES}
_UNNAMED = {"", ".out", ".dat", ".txt", ".log"}
_NEAR = 4096
_LEAST = 32
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)

Stretch = tuple[str, Layout, Span | None]
"""What a block is made of: its text, layout and core."""


class Json:
    """Reads JSON and JSON lines; `size` is the most a block may hold."""

    id = "json"
    in_order = True

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

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the JSON with the edits carried out; every other byte stays."""
        written(document, self.patches(document, edits, inner=inner), out)

    def patches(
        self,
        document: Document,
        edits: Iterable[Edit],
        *,
        inner: Inner,  # noqa: ARG002 - there is nothing inside
    ) -> Iterator[Patch]:
        """Yield the patches that carry out the edits."""
        return byte_patches(document, tiled(self.read(document), edits, worded.json))


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


class _Found(NamedTuple):
    """Where a block's core ends, where the next block's text begins, and what holds there."""

    end: int
    next: int
    path: Path
    inside: bool


class _Whole:
    """One value, or several one after the other, of any length."""

    def __init__(self, size: int) -> None:
        self._size = max(size, _LEAST)
        self._overlap = min(OVERLAP, (self._size - 1) // 4)
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
                window.at += shared
                offset, line = offset + shared, line + text.count("\n", at, window.at)
                self.trouble = f"not JSON after character {offset}: read as text from there"
                yield from _as_text(window, self._size, offset, line)
                return
            clean = found.next == found.end
            stop = found.end if clean else found.end + self._overlap
            core = None if clean and not shared else Span(shared, found.end - at)
            if found.end > at:
                yield text[at:stop], Tree(text[at:stop], State(path, inside)), core
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
            plural = "bracket is" if found.path.depth == 1 else "brackets are"
            self.trouble = f"it ends where {found.path.depth} {plural} open"

    def _cut(self, window: Window, path: Path, *, inside: bool) -> _Found | None:
        """Return where the block that begins at the window's `at` ends; None if it is not JSON."""
        text, at = window.text, window.at
        limit = min(at + self._size, len(text))
        last = window.ended and limit == len(text)
        start, closed = rest_of_string(text, at, limit) if inside else (at, True)
        if not closed:
            if stops_short(text, start, limit):
                return None
            found = _Found(limit, limit, path, inside=True) if last else None
        else:
            here = path.copy()
            found = _last_mark(here, text, start, limit, last=last)
            if here.broken:
                return _before_break(path.copy(), text, start, limit)
        return found or self._overlapping(path.copy(), text, start, limit, closed=closed)

    def _overlapping(
        self, path: Path, text: str, start: int, limit: int, *, closed: bool
    ) -> _Found:
        """Cut where there is no mark to cut at; the next block begins before an escape, not in it."""
        end = limit - self._overlap
        after = end - self._overlap
        before = text[max(0, limit - self._size) : after]
        after -= (len(before) - len(before.rstrip("\\"))) % 2
        inside = not closed or after < start or path.walk(text, start, after)
        return _Found(end, after, path, inside)


def _last_mark(path: Path, text: str, start: int, limit: int, *, last: bool) -> _Found | None:
    """Follow `path` to `limit`; return the shallowest of the last marks, or `limit` if `last`."""
    near, best, depth, mark, inside = limit - _NEAR, None, 1 << 30, 0, False
    for match in SKIM.finditer(text, start, limit):
        inside = path.take(match)
        if inside or path.broken:
            break
        end = match.end()
        if text[match.start()] == '"':
            continue
        if end <= near:
            mark = end
        elif not last and path.depth <= depth:
            best, depth = _Found(end, end, path.copy(), inside=False), path.depth
    if last:
        return _Found(limit, limit, path, inside)
    if best is None and mark:
        if text[mark - 1] in ",{":
            path.forget()
        best = _Found(mark, mark, path, inside=False)
    return best


def _before_break(path: Path, text: str, start: int, limit: int) -> _Found | None:
    """Return the last mark before the text stops to be JSON, if there is one."""
    found = None
    for match in TOKEN.finditer(text, start, limit):
        path.take(match)
        if path.broken:
            break
        if match.end() - match.start() == 1:
            found = _Found(match.end(), match.end(), path.copy(), inside=False)
    return found


def _as_text(window: Window, size: int, offset: int, line: int) -> Iterator[Stretch]:
    for piece in cut(window.rest(), size=size):
        yield piece.text, Lines(piece.text, offset + piece.offset, line + piece.line), piece.core


class _Records:
    """One value a line. Lines that fit a block are checked; longer ones come in pieces."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._wrong = 0
        self._first = 0

    @property
    def trouble(self) -> str:
        """Return how many lines are not JSON, and which is the first."""
        if not self._wrong:
            return ""
        plural = "line is" if self._wrong == 1 else "lines are"
        return f"{self._wrong} {plural} not JSON, the first is record {self._first}"

    def blocks(self, window: Window) -> Iterator[Stretch]:
        """Yield the text block by block."""
        state = State(Path())
        pieces = chain(cut(window.rest(), size=self._size, rows=True), [None])
        for piece, following in pairwise(pieces):
            assert piece is not None
            yield piece.text, Tree(piece.text, state, line=piece.line), piece.core
            if following is not None and _goes_on(following):
                state = _carried(piece, following, state)
            else:
                self._check(piece)
                state = State(Path())

    def _check(self, piece: Piece) -> None:
        for number, line in enumerate(piece.text.split("\n")):
            if line.strip() and not _parses(line) and (number or not _goes_on(piece)):
                self._first = self._first if self._wrong else piece.line + number
                self._wrong += 1


def _goes_on(piece: Piece) -> bool:
    """Say whether a piece begins within a line."""
    return piece.core is not None and piece.core.start > 0


def _carried(piece: Piece, following: Piece, state: State) -> State:
    """Return the state where the piece that follows begins, within the same line."""
    end = following.offset - piece.offset
    text = piece.text + following.text[len(piece.text) - end :]
    at = piece.text.rfind("\n", 0, end) + 1
    if at or not _goes_on(piece):
        state = State(Path(), resume=at)
    path, at = state.path.copy(), state.resume
    if state.inside:
        at, closed = rest_of_string(text, at, len(text))
        if not closed:
            return State(path, inside=True, resume=max(0, at - end))
    for match in TOKEN.finditer(text, at):
        if match.start() >= end:
            break
        inside, at = path.take(match), match.end()
        if inside:
            return State(path, inside=True, resume=max(0, at - end))
    return State(path, resume=max(0, at - end))


FORMAT = Json()
