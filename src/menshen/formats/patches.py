"""Writing a document back byte by byte: what is not replaced is copied, whatever it is.

A text format says which characters of its source go, as `Change`s; here they become `Patch`es,
stretches of bytes, by decoding the source once more as it was read. So charset, byte order mark,
line ends, quoting and bytes that do not fit the charset stay as they are, and whoever keeps the old
bytes of the patches can undo them (docs/decisions/0021-writing-back.md).
"""

from __future__ import annotations

import codecs
import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import BinaryIO, NamedTuple, Protocol, runtime_checkable

from menshen.edits import Edit, Inner
from menshen.errors import UnreadableError
from menshen.formats.charset import Charset
from menshen.formats.decoding import TextStream
from menshen.model import Block, Document, Part, Span

__all__ = [
    "Change",
    "Patch",
    "Patching",
    "by_block",
    "byte_patches",
    "encoded",
    "placed_in",
    "starred",
    "tiled",
    "written",
]

_UNKEEP = "menshen.unkeep"
_STATEFUL = ("iso2022", "hz", "utf_7", "utf-7")
_COPIED = 1 << 20
_STAR = "*"


class Change(NamedTuple):
    """Characters of a source and the text in their place; `edits` are what asked for it."""

    start: int
    end: int
    text: str
    edits: tuple[Edit, ...] = ()

    def __repr__(self) -> str:
        return f"Change({self.start}:{self.end})"


class Patch(NamedTuple):
    """Bytes of a document and those in their place.

    `edits` are what asked for it; `inner` names the document inside whose bytes they are.
    """

    start: int
    end: int
    data: bytes
    edits: tuple[Edit, ...] = ()
    inner: str = ""

    def __repr__(self) -> str:
        return f"Patch({self.start}:{self.end})"


@runtime_checkable
class Patching(Protocol):
    """A format that can say which bytes it would write differently."""

    def patches(
        self, document: Document, edits: Iterable[Edit], *, inner: Inner
    ) -> Iterator[Patch]:
        """Yield the patches that carry out the edits, in order, none overlapping another."""
        ...


def written(document: Document, patches: Iterable[Patch], out: BinaryIO) -> None:
    """Write a document with its patches carried out."""
    with document.open() as source:
        at = 0
        for patch in patches:
            _copied(source, out, patch.start - at)
            out.write(patch.data)
            source.seek(patch.end)
            at = patch.end
        _copied(source, out, -1)


def _copied(source: BinaryIO, out: BinaryIO, count: int) -> None:
    while count and (data := source.read(_COPIED if count < 0 else min(count, _COPIED))):
        out.write(data)
        count -= len(data) if count > 0 else 0


def by_block(edits: Iterable[Edit]) -> dict[str, list[Edit]]:
    """Return the edits of each block, in order of position."""
    held: dict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        held[edit.block].append(edit)
    for group in held.values():
        group.sort(key=lambda edit: edit.span)
    return held


Worded = Callable[[Block, Sequence[Edit]], Iterable[Change]]
"""Given a block and its edits, says which of the block's characters become what."""


def tiled(parts: Iterable[Part], edits: Iterable[Edit], worded: Worded) -> Iterator[Change]:
    """Yield the changes of a source that its blocks tile: their cores, put together, are all of it.

    Edits that come as an iterator come in the order of the blocks, and are taken as they are needed.
    Raises `UnreadableError` for an edit of a block that is not there.
    """
    held = _Coming(edits) if isinstance(edits, Iterator) else by_block(edits)
    position = 0
    for part in parts:
        if not isinstance(part, Block):
            continue
        core = part.core or Span(0, len(part.text))
        base = position - core.start
        for change in worded(part, held.pop(part.id, ())):
            yield change._replace(start=base + change.start, end=base + change.end)
        position += core.end - core.start
    if any(held.values()):
        raise UnreadableError("an edit names a block that is not there: read the document again")


class _Coming:
    """Edits that come in the order of the blocks they are of."""

    def __init__(self, edits: Iterator[Edit]) -> None:
        self._edits = edits
        self._next = next(edits, None)

    def pop(self, block: str, none: Sequence[Edit]) -> Sequence[Edit]:
        """Return the edits of the next block, in order of position."""
        found: list[Edit] = []
        while self._next is not None and self._next.block == block:
            found.append(self._next)
            self._next = next(self._edits, None)
        return sorted(found, key=lambda edit: edit.span) or none

    def values(self) -> Iterator[Edit]:
        """Yield what is left."""
        if self._next is not None:
            yield self._next


def starred(text: str) -> str:
    """Return a text whose letters and digits are stars: what is done where structure is cut.

    >>> starred('张三","138')
    '**","***'
    """
    return "".join(_STAR if char.isalnum() else char for char in text)


def byte_patches(
    document: Document, changes: Iterable[Change], *, declares: re.Pattern[bytes] | None = None
) -> Iterator[Patch]:
    """Yield the patches of changes, which are in rising order, in the document's own charset.

    Raises `UnreadableError` where two overlap, or where the charset cannot be written in part.
    """
    coming = iter(changes)
    first = next(coming, None)
    if first is None:
        return
    charset = _charset(document, declares)
    texts = TextStream(document, declares=declares)
    waiting: deque[Change] = deque()
    places = _places(document, texts, _points(chain([first], coming), waiting))
    for start in places:
        end = next(places)
        change = waiting.popleft()
        yield Patch(start, end, encoded(change.text, charset), change.edits)


def _charset(document: Document, declares: re.Pattern[bytes] | None) -> Charset:
    """Return the charset that a document is read in: all of it is ASCII until another byte comes."""
    texts = TextStream(document, declares=declares)
    for _ in texts:
        if texts.charset.name != "ascii":
            break
    return texts.charset


def _points(changes: Iterable[Change], waiting: deque[Change]) -> Iterator[int]:
    """Yield where changes start and end, and note each change that was asked for."""
    at = 0
    for change in changes:
        if change.start < at:
            raise UnreadableError("two edits overlap in the source: redact it with style block")
        at = change.end
        waiting.append(change)
        yield change.start
        yield change.end


def encoded(text: str, charset: Charset) -> bytes:
    """Return a text in a charset; what the charset lacks becomes stars."""
    if charset.name == "ascii":
        return text.encode("utf-8", "surrogateescape")
    if charset.name.startswith(_STATEFUL):
        raise UnreadableError(f"{charset.name} cannot be written in part: save it as UTF-8 first")
    try:
        return text.encode(charset.name, _handler(charset))
    except UnicodeEncodeError:
        return b"".join(_sign(char, charset) for char in text)


def _sign(char: str, charset: Charset) -> bytes:
    try:
        return char.encode(charset.name, _handler(charset))
    except UnicodeEncodeError:
        return _STAR.encode(charset.name)


def _places(document: Document, texts: TextStream, points: Iterable[int]) -> Iterator[int]:
    """Yield the byte at which each character stands; `points` rise."""
    waiting = iter(points)
    point = next(waiting, None)
    begun = read = last = 0
    with document.open() as source:
        for text in texts:
            if not read:
                read = last = texts.charset.bom
                source.seek(read)
            raw = source.read(texts.taken - read)
            end = begun + len(text)
            here: list[int] = []
            while point is not None and point < end:
                here.append(point - begun)
                point = next(waiting, None)
            if here:
                yield from (read + at for at in _within(text, raw, texts.charset, here))
            begun, read = end, texts.taken
            last = read
    while point is not None:
        if point > begun:
            raise UnreadableError("an edit reaches past the document: read it again")
        yield last
        point = next(waiting, None)


def placed_in(text: str, raw: bytes, charset: Charset, points: Sequence[int]) -> Iterator[int]:
    """Yield where characters of a text stand among the bytes it was decoded from."""
    return _within(text, raw, charset, points)


def _within(text: str, raw: bytes, charset: Charset, points: Sequence[int]) -> Iterator[int]:
    """Yield where characters stand among the bytes they were decoded from."""
    if charset.name == "ascii":
        yield from points
        return
    if charset.name.startswith(_STATEFUL):
        raise UnreadableError(f"{charset.name} cannot be written in part: save it as UTF-8 first")
    try:
        if text.encode(charset.name, _handler(charset)) == raw:
            at = size = 0
            for point in points:
                size += len(text[at:point].encode(charset.name, _handler(charset)))
                at = point
                yield size
            return
    except UnicodeEncodeError:
        pass
    yield from _counted(text, raw, charset, points)


def _counted(text: str, raw: bytes, charset: Charset, points: Sequence[int]) -> Iterator[int]:
    """Do the same byte by byte, for bytes that would be written differently than they are."""
    handler = "surrogateescape" if charset.name == "utf-8" else "menshen.keep"
    decoder = codecs.getincrementaldecoder(charset.name)(handler)
    starts: list[int] = []
    begun = 0
    for at in range(len(raw)):
        count = len(decoder.decode(raw[at : at + 1]))
        if count:
            held = at + 1 - len(decoder.getstate()[0])
            starts += [begun] + [held] * (count - 1)
            begun = held
    starts += [begun] * (len(text) + 1 - len(starts))
    yield from (starts[point] for point in points)


def _handler(charset: Charset) -> str:
    return "surrogateescape" if charset.name == "utf-8" else _UNKEEP


def _unkeep(error: UnicodeError) -> tuple[bytes, int]:
    """Turn lone surrogates back into the bytes they stand for."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    codes = [ord(char) - 0xDC00 for char in error.object[error.start : error.end]]
    if any(not 0 <= code < 0x100 for code in codes):
        raise error
    return bytes(codes), error.end


codecs.register_error(_UNKEEP, _unkeep)
