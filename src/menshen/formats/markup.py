"""XML, event by event: expat reads it, and what it tells becomes pieces of text and rows.

An element is a row when its children are simple (they hold text alone) and named differently, or
when it has attributes only. Its own children may lie in one more element each (`<Cell><Data>…`,
as in the XML of Excel 2003); then they are columns by their number.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from xml.parsers import expat

from menshen.errors import UnreadableError
from menshen.formats.cells import Sourced
from menshen.formats.extract import Anchor, Piece, Stretch
from menshen.formats.flat import Flat, Value, columns
from menshen.formats.pieces import cut
from menshen.model import Lines, Node, mask

__all__ = ["Markup", "counted"]

_DEEPEST = 256
_COUNTED = 1024
_UNFINISHED = 1 << 22
"""No tag or comment is longer, in bytes; expat holds the whole of one."""
_FEED = 1 << 16
_KEPT = {code: 0x10FF00 + code - 0xDC00 for code in range(0xDC80, 0xDD00)}
_KEPT |= {code: 0xFFFD for code in range(0xD800, 0xE000) if code not in _KEPT}
_BACK = {0x10FF00 + code - 0xDC00: code for code in range(0xDC80, 0xDD00)}
_REVEALING = re.compile(r"\d{5}|@")
_NAMING = {"field", "column", "col", "property", "param", "item"}
_LAID_OUT = {"Type", "StyleID", "Index", "MergeAcross", "MergeDown", "nil"}
_ROOT = "menshen-roots"


class _Element:
    """An open element."""

    __slots__ = (
        "at",
        "attributes", "cells", "counts", "labels", "mark", "mixed", "name", "path", "plain", "simple", "text",
    )  # fmt: skip

    def __init__(self, name: str, path: str, plain: str, labels: tuple[str, ...], at: int) -> None:
        self.name = name
        self.path = path
        self.plain = plain
        self.labels = labels
        self.mark = at
        self.counts: dict[str, int] = {}
        self.attributes: dict[str, str] = {}
        self.cells: list[Value] = []
        self.text: list[str] = []
        self.at = 0
        self.simple = True
        self.mixed = False


class Markup:
    """Reads chunks of XML text; afterwards `trouble` says where it was not well formed.

    With `traced`, the cells of tables know where in the source they come from.
    """

    def __init__(self, size: int, *, traced: bool = False) -> None:
        self.trouble = ""
        self._traced = traced
        self._size = size
        self._flat = Flat(size, self._settled)
        self._stack = [_Element("", "", "", (), 0)]
        self._deeper = 0
        self._totals = [0] * 5
        self._level = len(self._totals)
        self._ready: list[Stretch] = []
        self._tail = b""
        self._line = self._offset = self._before = self._passed = 0
        self._seen = -1
        self._rooted = False
        self._parser = self._begun()

    def _begun(self) -> expat.XMLParserType:
        parser = expat.ParserCreate("utf-8")
        parser.ordered_attributes = True
        parser.buffer_text = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.CommentHandler = self._comment
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._skipped
        return parser

    def blocks(self, chunks: Iterator[str]) -> Iterator[Stretch]:
        """Yield the blocks of the text; what is not well formed comes as running text."""
        for chunk in chunks:
            for at in range(0, len(chunk), _FEED):
                whole = self._feed(_fed(chunk[at : at + _FEED]))
                yield from self._handed()
                if not whole:
                    rest = chunk[at + _FEED :]
                    yield from self._as_text(rest, chunks)
                    return
        if not self._finish():
            yield from self._handed()
            yield from self._as_text("", chunks)
            return
        self._ready += self._flat.finish()
        yield from self._handed()

    def _handed(self) -> Iterator[Stretch]:
        ready, self._ready = self._ready, []
        yield from ready

    def _feed(self, data: bytes, *, final: bool = False) -> bool:
        """Parse more of the text; return False if it is not well formed."""
        self._tail += data
        try:
            self._parser.Parse(data, final)
        except expat.ExpatError as error:
            if error.code == _JUNK and not self._rooted:
                return self._again()
            self._trim(self._broken_at(self._parser.ErrorByteIndex))
            self._say(expat.ErrorString(error.code))
            return False
        self._trim(self._parser.CurrentByteIndex)
        if len(self._tail) > _UNFINISHED:
            self._say("a tag or comment without an end")
            return False
        return True

    def _broken_at(self, error: int) -> int:
        """Return where what expat did not tell of begins: not behind the tag with the error."""
        shift = self._passed - self._before
        end = error - shift
        tag = self._tail.find(b"<", max(0, self._seen - shift + 1), max(0, end))
        if tag >= 0:
            return tag + shift
        return error - self._tail.endswith(b"&", 0, max(0, end))

    def _again(self) -> bool:
        """Go on behind the end of the root, as if all that follows were in one more element."""
        self._trim(self._parser.ErrorByteIndex)
        self._rooted = True
        self._parser = self._begun()
        self._seen = -1
        head = f"<{_ROOT}>".encode()
        self._parser.Parse(head, False)
        self._before = self._passed - len(head)
        tail, self._tail = self._tail, b""
        return self._feed(tail)

    def _finish(self) -> bool:
        if not self._offset and not self._tail.strip():
            return True
        if self._rooted:
            return self._feed(f"</{_ROOT}>".encode()) and self._feed(b"", final=True)
        return self._feed(b"", final=True)

    def _trim(self, index: int) -> None:
        """Forget the text before a position of the parser's."""
        count = max(0, index + self._before - self._passed)
        gone = self._tail[:count].decode("utf-8", "replace")
        self._tail = self._tail[count:]
        self._passed += count
        self._offset += len(gone)
        self._line += gone.count("\n")

    def _say(self, what: str) -> None:
        self.trouble = (
            f"not well formed after character {self._offset}, line {self._line + 1} ({what}): "
            "read as text from there"
        )

    def _as_text(self, rest: str, chunks: Iterator[str]) -> Iterator[Stretch]:
        """Yield what is held, and then the source from where it is not well formed."""
        for element in self._stack[-1:]:
            self._emit(element)
        yield from self._flat.finish()
        tail = self._tail.removesuffix(f"</{_ROOT}>".encode()) if self._rooted else self._tail

        def left() -> Iterator[str]:
            yield tail.decode("utf-8", "replace").translate(_BACK)
            yield rest
            yield from chunks

        for piece in cut(left(), size=self._size):
            here = Lines(piece.text, self._offset + piece.offset, self._line + piece.line)
            yield piece.text, here, piece.core

    # What expat tells.

    def _start(self, name: str, attributes: Sequence[str]) -> None:
        self._seen = self._parser.CurrentByteIndex
        if name == _ROOT and self._rooted:
            return
        if len(self._stack) > _DEEPEST:
            self._deeper += 1
            self._attributes(self._stack[-1], attributes)
            return
        parent = self._stack[-1]
        self._emit(parent)
        parent.simple = False
        count = parent.counts.get(name, 0) + 1
        if count > 1 or len(parent.counts) < _COUNTED:
            parent.counts[name] = count
        self._count(count)
        short = name.rpartition(":")[2]
        path = f"{parent.path}/{_shown(name)}" + (f"[{count}]" if count > 1 else "")
        named = _named(short, attributes)
        labels = (*((named,) if named else ()), short, *parent.labels)[:8]
        element = _Element(name, path, f"{parent.plain}/{_shown(name)}", labels, self._flat.mark)
        self._stack.append(element)
        self._attributes(element, attributes, named)

    def _count(self, count: int) -> None:
        """Count the elements of the upper levels; the first one that repeats holds the records."""
        level = len(self._stack) - 1
        if level < len(self._totals):
            self._totals[level] += 1
            if count > 1:
                self._level = min(self._level, level)

    def _attributes(self, element: _Element, pairs: Sequence[str], named: str = "") -> None:
        for name, value in zip(pairs[::2], pairs[1::2], strict=True):
            short = name.rpartition(":")[2]
            if (name == "name" and named) or (name != short and short in _LAID_OUT):
                element.attributes[short] = value
                continue
            labels = (short, *element.labels)
            self._piece(value, f"{element.path}/@{_shown(name)}", labels)
            raw = self._parser.CurrentByteIndex + self._before
            element.cells.append(Value(f"@{name}", self._value(value, raw)))

    def _end(self, name: str) -> None:
        self._seen = self._parser.CurrentByteIndex
        if name == _ROOT and self._rooted and len(self._stack) == 1:
            return
        if self._deeper:
            self._deeper -= 1
            self._emit(self._stack[-1])
            return
        element = self._stack[-1]
        if element.simple:
            text = "".join(element.text).strip()
            element.cells.append(Value("", self._value(text, element.at)))
        self._emit(element, last=element.simple)
        self._stack.pop()
        parent = self._stack[-1]
        if not self._is_cell(element, parent):
            parent.mixed = True
        bare = not element.simple or not element.cells[-1].text
        values = columns(element.cells) if bare and not element.mixed else []
        if values:
            self._ready += self._flat.row(element.plain, values, element.mark)
        self._ready += self._flat.spill()

    def _value(self, text: str, raw: int) -> str:
        plain = text.translate(_BACK)
        return Sourced.of(plain, ((0, raw),)) if self._traced else plain

    def _is_cell(self, element: _Element, parent: _Element) -> bool:
        """Hand an element's value to its parent, if it has but one; say whether it has."""
        values = [v for v in element.cells if v.text] or element.cells[-1:]
        if element.mixed or len(values) > 1:
            return False
        text = values[0].text if values else ""
        column = element.attributes.get("Index") or element.labels[0]
        if len(parent.cells) <= _COUNTED:
            parent.cells.append(Value(column, text))
        return True

    def _data(self, data: str) -> None:
        self._seen = self._parser.CurrentByteIndex
        if not self._stack[-1].text:
            self._stack[-1].at = self._seen + self._before
        self._stack[-1].text.append(data)
        if len(self._stack[-1].text) >= 4096:
            self._join(self._stack[-1])

    def _join(self, element: _Element) -> None:
        """Keep the text of an element in few parts; of a long one, what has ended is handed out."""
        text = "".join(element.text)
        element.text = [text]
        if len(text) > self._size:
            at = max(text.rfind("\n"), text.rfind("。"), text.rfind(" ")) + 1
            at = at if at > len(text) // 2 else len(text)
            element.text = [text[:at]]
            self._emit(element)
            element.text = [text[at:]]
            self._ready += self._flat.spill()

    def _emit(self, element: _Element, *, last: bool = False) -> None:
        text = "".join(element.text)
        element.text = []
        if text.strip():
            element.mixed |= not last
            self._piece(text.strip(), element.path, element.labels, element.at)

    def _piece(self, text: str, path: str, labels: tuple[str, ...], at: int = -1) -> None:
        raw = self._parser.CurrentByteIndex + self._before if at < 0 else at
        counts = tuple(self._totals[: len(self._stack) - 1])
        anchor = Anchor(Node("", path or "/"), labels, None, raw)
        self._flat.add(Piece(text.translate(_BACK) + "\n", anchor, counts))

    def _settled(self, piece: Piece) -> Piece:
        """Return a piece with its record: the element of the upmost level that repeats."""
        if len(self._totals) > self._level >= len(piece.counts):
            return piece
        record = piece.counts[self._level] - 1 if self._level < len(self._totals) else 0
        place = Node(str(record), str(piece.anchor.place[1]))
        return piece._replace(anchor=piece.anchor._replace(place=place, record=record))

    def _comment(self, data: str) -> None:
        self._aside(data, "comment()")

    def _instruction(self, target: str, data: str) -> None:
        self._aside(f"{target} {data}", "processing-instruction()")

    def _aside(self, text: str, kind: str) -> None:
        self._seen = self._parser.CurrentByteIndex
        element = self._stack[-1]
        self._emit(element)
        element.mixed = True
        self._piece(text.strip(), f"{element.path}/{kind}", element.labels)
        self._ready += self._flat.spill()

    def _doctype(self, name: str, system: str | None, public: str | None, _subset: int) -> None:
        self._piece(" ".join(filter(None, (name, public, system))), "/doctype()", ())

    def _skipped(self, name: str, _parameter: int) -> None:
        self._data(f"&{name};")

    def _entity(self, *definition: object) -> None:
        external = definition[4] or definition[5]
        kind = "an external entity" if external else "an entity"
        raise UnreadableError(
            f"line {self._parser.CurrentLineNumber}: the XML defines {kind}, which could expand "
            "without end or fetch files: expand entities first (xmllint --noent) if you trust it"
        )


def counted(text: str) -> Callable[[int], int]:
    """Return the function from an `Anchor.raw` to the position in the text that was parsed."""
    if text.isascii():
        return int
    step = _FEED
    pieces = [text[at : at + step] for at in range(0, len(text), step)]
    sizes = [len(_fed(piece)) for piece in pieces]
    starts = [0, *accumulate(sizes)]

    def position(raw: int) -> int:
        index = max(0, bisect_right(starts, raw) - 1)
        if index >= len(pieces):
            return len(text)
        held = _fed(pieces[index])[: raw - starts[index]]
        return index * step + len(held.decode("utf-8", "replace"))

    return position


def _fed(text: str) -> bytes:
    """Return the bytes of a text as the parser gets them."""
    return (text.translate(_KEPT) if _odd(text) else text).encode()


_JUNK = expat.errors.codes[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]


def _odd(text: str) -> bool:
    """Say whether a text holds unpaired surrogates, which stand for wrong bytes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _named(name: str, attributes: Sequence[str]) -> str:
    """Return what the attribute `name` of a field or column says it is."""
    if name.lower() not in _NAMING:
        return ""
    return next(
        (v for k, v in zip(attributes[::2], attributes[1::2], strict=True) if k == "name"), ""
    )[:80]


@lru_cache(maxsize=1024)
def _shown(name: str) -> str:
    return mask(name) if _REVEALING.search(name) else name[:80]
