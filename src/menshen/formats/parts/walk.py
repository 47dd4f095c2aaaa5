"""Walks through an XML part and tells its passages and tables, by the words of its format.

Everything is told: paragraphs with their runs put together, the text of elements that are unknown,
attributes that people write (`descr`, `author`) or whose value may be personal, comments. Where a
paragraph was revised with changes tracked, the text before the revision is a passage of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from menshen.formats.parts.grids import OpenGrid
from menshen.formats.parts.laying import Grid
from menshen.formats.parts.slots import Passage, Slot, Splice
from menshen.formats.parts.tokens import (
    Names,
    Token,
    attributes,
    decoded,
    encoded,
    tokens,
    value_of,
)
from menshen.formats.parts.twins import Twins, twins
from menshen.formats.parts.words import Vocabulary, label
from menshen.model import Node

__all__ = ["TELLING", "Walk"]

TELLING = re.compile(r"[^\x00-\x7f]|@|[0-9]{11}|[A-Z][A-Z0-9]{0,2}[0-9]{8}(?![0-9A-F-])")
"""What may be personal in an attribute where nothing should be."""
_LAST = 1 << 20
_VALUE = re.compile(
    rb"\s[\w.-]+:(value-type|value|date-value|time-value|boolean-value|string-value)"
    rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')"
)
_BLANKS = {9: " ", 10: " ", 13: " "}
_WHO = frozenset(("author", "name", "displayName", "userName"))
_LISTS = frozenset(("rdf:li", "rdf:Seq", "rdf:Bag", "rdf:Alt"))
"""In these XMP keeps the values of a property (ISO 16684-1, 7.7)."""
_FONTS = frozenset(
    ("typeface", "ascii", "hAnsi", "eastAsia", "cs", "panose", "font-name", "font-family",
     "font-family-asian", "font-family-complex", "font-family-generic", "font-name-asian",
     "font-name-complex", "FontName", "FamilyName", "altName", "rFont", "script", "lang")
)  # fmt: skip


class _Open:
    """A paragraph that is open: its pieces now, and before it was revised."""

    __slots__ = ("before", "beside", "deleted", "depth", "now", "number")

    def __init__(self, depth: int, number: int) -> None:
        self.depth = depth
        self.number = number
        self.now: list[Slot | str] = []
        self.before: list[Slot | str] = []
        self.beside: list[Slot | str] = []
        self.deleted = False


class Walk:
    """A walk through one part; afterwards `counted` holds what is worth a remark."""

    def __init__(self, name: str, part: bytes, words: Vocabulary) -> None:
        self.counted: Counter[str] = Counter()
        self._name = name
        self._part = part
        self._words = words
        self._names = Names(part)
        self._stack: list[str] = []
        self._open: list[_Open] = []
        self._grids: list[OpenGrid] = []
        self._count = self._tables = 0
        self._deleted = self._added = 0
        self._apart: list[tuple[int, list[Slot | str]]] = []
        self._told: dict[tuple[str, str], list[tuple[int, int]]] = {}
        self._short_names: dict[tuple[str, str], list[Splice]] = {}
        self._called: list[tuple[int, str]] = []
        self._shown: tuple[Splice, ...] = ()
        self._value: Slot | None = None
        self._twins = twins(part) if b"Fallback>" in part else Twins({}, [])
        self._skip = iter([*self._twins.skipped, (len(part), len(part))])
        self._skipped = next(self._skip)
        self._ready: list[Passage | Grid] = []

    def items(self) -> Iterator[Passage | Grid]:
        """Yield the passages and tables in order; those of attributes last."""
        for token in tokens(self._part):
            if self._passes(token):
                continue
            if token.kind in {"start", "empty"}:
                self._start(token)
            elif token.kind == "end":
                self._end()
            elif token.kind in {"text", "cdata"}:
                self._text(token)
            elif token.kind in {"comment", "instruction"}:
                self._aside(token)
            if self._ready and not self._grids:
                yield from self._handed()
        while self._stack:
            self._end()
        yield from self._handed()
        yield from self._attributes()

    def _handed(self) -> Iterator[Passage | Grid]:
        ready, self._ready = self._ready, []
        yield from ready

    # Elements

    def _passes(self, token: Token) -> bool:
        """Pass over what says the same as something before it, but for its attributes."""
        if token.start >= self._skipped[1]:
            self._skipped = next(self._skip, self._skipped)
        if not self._skipped[0] <= token.start < self._skipped[1]:
            return False
        if token.kind in {"start", "empty"}:
            self._tell(token, self._names[token.name])
        return True

    def _start(self, token: Token) -> None:
        name, words = self._names[token.name], self._words
        above = self._stack[-1:]
        if token.rest[1] - token.rest[0] > 2:
            self._tell(token, name)
        self._count_one(token, name)
        if name in words.fixed and words.unfixed.isdisjoint(above):
            self._put(words.fixed[name] * self._times(token, name))
        if token.kind == "empty":
            self._empty(token, name)
            return
        self._stack.append(name)
        if name in words.namers:
            local = words.namers[name].rpartition(":")[2].encode()
            self._called.append((len(self._stack), value_of(self._part, token, local)))
        self._open_one(token, name)
        self._deleted += name in words.deleted
        self._added += name in words.added

    def _open_one(self, token: Token, name: str) -> None:
        """Open a paragraph, a text apart, a table, or what is in one."""
        words = self._words
        if name in words.paragraphs:
            self._count += 1
            self._open.append(_Open(len(self._stack), self._count))
        elif name in words.apart:
            self._apart.append((len(self._stack), []))
        elif name in words.tables:
            self._tables += 1
            table = value_of(self._part, token, words.named.encode()) if words.named else ""
            named = table or f"{self._short} {self._tables}"
            self._grids.append(OpenGrid(named, sheet="office:spreadsheet" in self._stack))
        elif self._grids:
            self._cell(token, name)

    def _count_one(self, token: Token, name: str) -> None:
        kind = self._words.counted.get(name)
        if kind and value_of(self._part, token, b"val") not in {"0", "false", "off"}:
            self.counted[kind] += 1
        if name == "p:sld" and value_of(self._part, token, b"show") in {"0", "false"}:
            self.counted["hidden_part"] += 1

    @property
    def _short(self) -> str:
        return self._name.rpartition("/")[2].removesuffix(".xml")

    def _times(self, token: Token, name: str) -> int:
        if name != "text:s":
            return 1
        number = value_of(self._part, token, b"c")
        return min(int(number), 1000) if number.isdigit() and len(number) < 8 else 1

    def _empty(self, token: Token, name: str) -> None:
        if not self._grids:
            return
        self._cell(token, name)
        if name in self._words.cells:
            self._add_value(self._grids[-1])
            self._grids[-1].close_cell()
        elif name in self._words.rows:
            self._grids[-1].close_row()

    def _cell(self, token: Token, name: str) -> None:
        words, grid = self._words, self._grids[-1]
        if name in words.rows:
            grid.open_row(self._repeated(token, b"number-rows-repeated"))
        elif name in words.cells:
            grid.open_cell(self._repeated(token, b"number-columns-repeated"))
            if name == "table:table-cell":
                self._valued(token)
        elif name in words.heads:
            grid.marked = True
        elif name == "w:gridSpan":
            grid.widen(self._repeated(token, b"val"))

    def _repeated(self, token: Token, name: bytes) -> int:
        """Return the number that an attribute says, at least 1."""
        text = value_of(self._part, token, name)
        return (
            max(min(int(text), _LAST), 1)
            if text.isascii() and text.isdigit() and len(text) < 9
            else 1
        )

    def _valued(self, token: Token) -> None:
        """Take the value that a cell has beside what it shows; it goes when that is changed."""
        held: list[Splice] = []
        value: Slot | None = None
        for match in _VALUE.finditer(self._part, *token.rest):
            span = match.span(2) if match[2] is not None else match.span(3)
            if match[1] == b"value-type":
                held.append(Splice(*span, b"string"))
            else:
                held.append(Splice(*match.span(), b""))
                value = Slot(self._name, *span, decoded(self._part[slice(*span)]), encoded)
        self._shown = tuple(held) if value is not None else ()
        self._value = value._replace(also=self._shown) if value is not None else None

    def _end(self) -> None:
        if not self._stack:
            return
        depth, name = len(self._stack), self._stack[-1]
        words = self._words
        self._deleted -= name in words.deleted
        self._added -= name in words.added
        if self._called and self._called[-1][0] == depth:
            self._called.pop()
        if self._open and self._open[-1].depth == depth:
            self._close(self._open.pop())
        elif self._apart and self._apart[-1][0] == depth:
            self._close_apart(self._apart.pop()[1], name)
        elif self._grids:
            self._end_table(name)
        self._stack.pop()

    def _end_table(self, name: str) -> None:
        grid = self._grids[-1]
        if name in self._words.cells:
            self._add_value(grid)
            grid.close_cell()
        elif name in self._words.rows:
            grid.close_row()
        elif name in self._words.tables:
            self._grids.pop()
            for item in grid.closed():
                self._hand(item)

    def _add_value(self, grid: OpenGrid) -> None:
        """Add a cell's value as text where what is shown is not the same."""
        if self._value is not None and self._value.text.strip() not in {"", grid.said().strip()}:
            grid.take(self._passage((self._value,), "/@value", ()))
        self._value, self._shown = None, ()

    # Text

    def _text(self, token: Token) -> None:
        raw = self._part[token.rest[0] : token.rest[1]]
        text = raw.decode("utf-8", "replace") if token.kind == "cdata" else decoded(raw)
        if not text or not self._stack:
            return
        name = self._stack[-1]
        if not self._open and not self._apart:
            self._alone(token, name, text)
            return
        # What breaks a line in the source is a blank in the text.
        slot = self._slot(token, text.translate(_BLANKS))
        inner = self._apart and (not self._open or self._apart[-1][0] > self._open[-1].depth)
        if inner:
            self._apart[-1][1].append(slot)
        elif name in self._words.beside:
            self._open[-1].beside.append(slot)
        elif not self._words.texts or name in self._words.texts:
            self._put(slot)
        elif text.strip() and TELLING.search(text):
            self._hand(self._passage((slot,), f"/{name}", (label(name),)))

    def _slot(self, token: Token, text: str) -> Slot:
        """Return a slot for the text of a token; one of CDATA is written as plain text."""
        others = self._twins.places.get(token.start, ())
        return Slot(self._name, token.start, token.end, text, encoded, tuple(others), self._shown)

    def _alone(self, token: Token, name: str, text: str) -> None:
        """Hand out text that is in no paragraph, with what its element is called."""
        if text.strip() and (name not in self._words.settings or TELLING.search(text)):
            told = self._property
            called = self._called[-1][1] if self._called else label(told)
            slot = self._slot(token, text)
            pieces = (f"{called}：", slot) if called != told else (slot,)
            self._hand(self._passage(pieces, f"/{name}", (called,)))

    @property
    def _property(self) -> str:
        """Return the element that text stands in; of XMP the property, past the lists within it."""
        return next((name for name in reversed(self._stack) if name not in _LISTS), self._stack[-1])

    def _put(self, piece: Slot | str) -> None:
        """Add to the paragraph that is open, as it is now, as it was, or both."""
        if not self._open:
            return
        paragraph = self._open[-1]
        if not self._deleted:
            paragraph.now.append(piece)
        if not self._added:
            paragraph.before.append(piece)
        paragraph.deleted |= self._deleted > 0

    def _close(self, paragraph: _Open) -> None:
        path = f"/p[{paragraph.number}]"
        if any(isinstance(piece, Slot) for piece in paragraph.now):
            self._hand(self._passage(tuple(paragraph.now), path, ()))
        if paragraph.deleted and paragraph.before:
            self._hand(self._passage(tuple(paragraph.before), path + "/before", ("修订前",)))
        if paragraph.beside:
            self._hand(self._passage(tuple(paragraph.beside), path + "/beside", ()))

    def _close_apart(self, pieces: list[Slot | str], name: str) -> None:
        if any(isinstance(p, Slot) and p.text.strip() for p in pieces):
            called = label(name)
            led = pieces if called == name else [f"{called}：", *pieces]
            self._hand(self._passage(tuple(led), f"/{name}", (called,)))

    def _aside(self, token: Token) -> None:
        text = self._part[slice(*token.rest)].decode("utf-8", "replace")
        if token.kind == "instruction" and text.startswith(("xml ", "mso-application")):
            return
        if text.strip():
            slot = Slot(self._name, *token.rest, text, _commented)
            self._hand(self._passage((slot,), f"/{token.kind}()", ()))

    def _passage(
        self, pieces: tuple[Slot | str, ...], path: str, labels: tuple[str, ...]
    ) -> Passage:
        return Passage(pieces, Node(self._name, path), labels)

    def _hand(self, item: Passage | Grid) -> None:
        """Hand out an item, or put it into the cell that is open."""
        if self._grids and self._grids[-1].take(item):
            return
        self._ready.append(item)

    # Attributes

    def _tell(self, token: Token, element: str) -> None:
        told, quiet = self._words.told, self._words.quiet
        if element == "rel:Relationship" and not value_of(self._part, token, b"TargetMode"):
            return
        for attribute in attributes(self._part, token):
            raw = self._part[attribute.start : attribute.end]
            if not raw or attribute.name.startswith(b"xmlns"):
                continue
            name = self._names.attribute(attribute.name)
            if name == "xlink:href":
                wanted = b":" in raw
            elif name in told or f"{element}/@{name}" in told:
                wanted = bool(raw.strip())
            elif f"{element}/@{name}" in quiet or name.rpartition(":")[2] in _FONTS:
                wanted = False
            else:
                wanted = len(raw) > 3 and TELLING.search(decoded(raw)) is not None
            if wanted:
                key = (f"{element}/@{name}", decoded(raw))
                self._told.setdefault(key, []).append((attribute.start, attribute.end))
                if name.rpartition(":")[2] in _WHO:
                    self._short_names.setdefault(key, []).extend(self._beside(token))

    def _beside(self, token: Token) -> Iterator[Splice]:
        """Yield what goes with somebody's name: initials and account."""
        for attribute in attributes(self._part, token):
            if attribute.name.rpartition(b":")[2] in {b"initials", b"userId"}:
                yield Splice(attribute.start, attribute.end, b"")

    def _attributes(self) -> Iterator[Passage]:
        """Yield the attributes that were told, each value once."""
        for (path, text), places in self._told.items():
            also = tuple(self._short_names.get((path, text), ()))
            slot = Slot(self._name, *places[0], text, encoded, tuple(places[1:]), also)
            called = label("@" + path.rpartition("@")[2])
            pieces = (slot,) if called.startswith("@") else (f"{called}：", slot)
            yield self._passage(pieces, f"/{path}", (called.lstrip("@"),))


def _commented(text: str) -> bytes:
    return text.replace("--", "- -").replace("?>", "? >").encode("utf-8", "replace")
