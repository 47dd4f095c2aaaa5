"""A page of HTML, token by token: lines of text, and the tables in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from menshen.formats.cells import Heading
from menshen.formats.extract import Anchor, Piece, Stretch, blocks, table_blocks
from menshen.formats.opentable import WIDEST, OpenTable
from menshen.formats.pieces import Window
from menshen.formats.table import is_header
from menshen.formats.tags import Attribute, Token, attributes, placed, tokens
from menshen.model import Text

__all__ = ["Page"]

_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "img",
        "ruby",
        "rb",
        "rt",
        "rp",
        "slot",
    ]
)
_LOOKS = frozenset(
    [
        "class",
        "style",
        "width",
        "height",
        "align",
        "valign",
        "border",
        "cellpadding",
        "cellspacing",
        "bgcolor",
        "colspan",
        "rowspan",
        "type",
        "rel",
        "lang",
        "charset",
        "http-equiv",
        "media",
        "tabindex",
        "role",
        "target",
        "method",
        "enctype",
        "size",
        "color",
        "face",
        "hspace",
        "vspace",
        "xmlns",
        "maxlength",
        "rows",
        "cols",
        "nowrap",
    ]
)
_DATA = {"input", "option", "button", "data", "meter", "progress", "param"}
_DEEPEST = 32
_TELLING = re.compile(r"[0-9]{5}|@|[^\x00-\x7f]")
"""What may be personal where nothing should be: in names, and in attributes for looks."""
_BLANKS = re.compile(r"[ \t\r\n\f]+")


class Page:
    """Makes blocks of at most `size` characters of the tokens of a page."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._flow: list[Piece] = []
        self._held = 0
        self._ended = 0
        self._asides: list[Piece] = []
        self._aside_held = 0
        self._tables: list[OpenTable] = []
        self._record = 0
        self._count = 0
        self._used: set[str] = set()
        self._ready: list[Stretch] = []
        self._captioned = False

    def blocks(self, window: Window) -> Iterator[Stretch]:
        """Yield the blocks of a page."""
        for token in tokens(window):
            if token.kind == "start":
                self._start(token)
            elif token.kind == "end":
                self._end(token)
            elif token.kind == "text":
                self._say(token, token.source, token.begins)
            else:
                self._aside(token, token.source, token.begins, ())
                self._break_line()
            self._spill()
            yield from self._handed()
        while self._tables:
            self._close_table()
        self._break_line()
        self._hand_flow(len(self._flow))
        yield from self._handed()

    def _handed(self) -> Iterator[Stretch]:
        ready, self._ready = self._ready, []
        yield from ready

    # Text

    def _say(
        self,
        token: Token,
        source: str,
        offset: int,
        labels: tuple[str, ...] = (),
        *,
        apart: bool = False,
    ) -> None:
        """Add text to the line, blanks put together; each line of the source has its place."""
        line = token.line
        for part in re.split(r"(?<=\n)", source):
            plain = unescape(part)
            held = _BLANKS.sub(" ", f" {plain} " if apart else plain)
            if held:
                at = offset + len(part) - len(part.lstrip())
                self._add(Piece(held, Anchor(Text(at, line), labels, self._record, at)))
            offset += len(part)
            line += part.endswith("\n")

    def _add(self, piece: Piece) -> None:
        into = self._into()
        if piece.text[0] == " " and (not into or into[-1].text[-1] in " \n"):
            piece = piece._replace(text=piece.text[1:])
        if piece.text:
            self._keep(into, piece)

    def _keep(self, into: list[Piece], piece: Piece) -> None:
        into.append(piece)
        if into is self._flow:
            self._held += len(piece.text)
        else:
            self._tables[-1].weight += len(piece.text)

    def _into(self) -> list[Piece]:
        """Return where text goes: the cell that is open, or the running text."""
        if self._tables:
            cell = self._tables[-1].cell
            if cell is not None and not self._captioned:
                return cell
        return self._flow

    def _aside(
        self,
        token: Token,
        source: str,
        offset: int,
        labels: tuple[str, ...],
        *,
        coded: bool = False,
    ) -> None:
        """Keep text that stands beside the line until the line ends; `coded` text has entities."""
        for number, part in enumerate(source.split("\n")):
            text = unescape(part) if coded else part
            if text.strip():
                at = offset + len(part) - len(part.lstrip())
                anchor = Anchor(Text(at, token.line + number), labels, self._record, at)
                self._asides.append(Piece(text.strip() + "\n", anchor))
                self._aside_held += len(part)
            offset += len(part) + 1

    def _break_line(self) -> None:
        into = self._into()
        if into and not into[-1].text.endswith("\n"):
            last = into[-1]
            into[-1] = last._replace(text=last.text.rstrip(" ") + "\n")
            if into is self._flow:
                self._held += len(into[-1].text) - len(last.text)
        if into is self._flow:
            self._record += 1
        asides, self._asides, self._aside_held = self._asides, [], 0
        for piece in asides:
            self._keep(into, piece)
        if into is self._flow:
            self._record += bool(asides)
            self._ended = len(into)

    def _hand_flow(self, count: int) -> None:
        pieces = self._flow[:count]
        del self._flow[:count]
        self._held -= sum(len(piece.text) for piece in pieces)
        self._ended = max(0, self._ended - count)
        self._ready += blocks(pieces, self._size)

    def _spill(self) -> None:
        """Hand out what fills a block, whole lines if there are any."""
        if self._held > self._size and (self._ended or self._held > 2 * self._size):
            self._hand_flow(self._ended or len(self._flow))
        if self._aside_held > self._size:
            self._break_line()
        if self._tables and self._tables[-1].held > self._size:
            self._hand_rows(self._tables[-1])
        if self._tables and self._tables[-1].weight > self._size:
            self._dissolve(self._tables[-1])

    # Tags

    def _start(self, token: Token) -> None:
        name = token.text
        pairs = list(placed(token.rest)) if len(token.rest) > 1 else []
        held = {pair.name: unescape(pair.source) for pair in pairs}
        if name == "table":
            self._open_table()
        elif name in {"tr", "td", "th"} and self._tables:
            self._open_cell(name, held)
        elif name == "caption":
            self._break_line()
            self._captioned = True
        elif name == "br" or name not in _INLINE | _DATA | {"select", "textarea"}:
            self._break_line()
        for pair in pairs:
            if pair.source and (pair.name not in _LOOKS or _TELLING.search(unescape(pair.source))):
                self._attribute(token, name, pair, held)
        self._odd_names(token, [name, *(pair.name for pair in pairs)])

    def _odd_names(self, token: Token, names: list[str]) -> None:
        """Keep what broken markup turns into names: `<td 13800138000>`."""
        for name in names:
            if _TELLING.search(name):
                self._aside(token, name, token.offset, ())

    def _attribute(self, token: Token, tag: str, pair: Attribute, held: dict[str, str]) -> None:
        """Add the value of an attribute: a form's value to its line, others beside it."""
        key, source = pair.name, pair.source
        at = token.offset + 1 + len(tag) + pair.at
        if key == "value" and tag in _DATA:
            names = (held.get("name"), held.get("placeholder"), held.get("id"))
            self._say(token, source, at, tuple(filter(None, names)), apart=True)
        elif tag == "meta" and key == "content":
            labels = (held.get("name") or held.get("property") or key,)
            self._aside(token, source, at, labels, coded=True)
        else:
            self._aside(token, source, at, tuple(filter(None, (held.get("name"), key))), coded=True)

    def _end(self, token: Token) -> None:
        name = token.text
        rest = attributes(token.rest) if len(token.rest) > 1 else ()
        self._odd_names(token, [name, *(part for pair in rest for part in pair)])
        if name == "caption" and self._captioned:
            self._end_caption()
        elif name in {"td", "th"} and self._tables:
            self._break_line()
            self._tables[-1].close_cell()
        elif name == "tr" and self._tables:
            self._break_line()
            self._tables[-1].close_row()
        elif name == "table" and self._tables:
            self._close_table()
        elif name not in _INLINE | _DATA | {"select"}:
            self._break_line()

    def _end_caption(self) -> None:
        self._break_line()
        self._captioned = False
        text = self._flow[-1].text.strip() if self._flow else ""
        if self._tables and text and len(text) <= 40:
            self._tables[-1].name = self._unused(text)

    # Tables

    def _open_table(self) -> None:
        self._break_line()
        self._count += 1
        if len(self._tables) < _DEEPEST:
            self._tables.append(OpenTable(self._unused(f"table {self._count}")))

    def _unused(self, name: str) -> str:
        if name in self._used:
            name = f"{name} ({self._count})"
        if len(self._used) < 4096:
            self._used.add(name)
        return name

    def _open_cell(self, name: str, held: dict[str, str]) -> None:
        self._break_line()
        self._captioned = False
        table = self._tables[-1]
        if name == "tr":
            table.close_row()
            table.open_row()
            return
        table.close_cell()
        table.open_cell(name, _number(held.get("colspan", "")), _number(held.get("rowspan", "")))

    def _close_table(self) -> None:
        self._break_line()
        self._captioned = False
        table = self._tables[-1]
        table.close_row()
        wide = max(map(len, table.rows), default=0)
        if table.begun or (len(table.rows) > 1 and wide > 1):
            self._hand_rows(table)
            self._tables.pop()
        else:
            self._dissolve(table)

    def _dissolve(self, table: OpenTable) -> None:
        """Go on with what a table holds as text of what stands around it."""
        if table.begun:
            self._hand_rows(table)
            table.anchor = []
        pieces = [*table.anchor, *(table.cell or ())]
        self._tables.remove(table)
        for piece in pieces:
            text = piece.text if piece.text.endswith(("\n", " ")) else piece.text + "\n"
            self._add(piece._replace(text=text, anchor=piece.anchor._replace(record=self._record)))
        self._record += 1

    def _hand_rows(self, table: OpenTable) -> None:
        """Hand out the rows that are complete, and before them the running text."""
        rows, heads, table.rows, table.heads = table.rows, table.heads, [], []
        if not rows:
            return
        self._hand_flow(len(self._flow))
        first = table.done
        if not table.begun and (
            (heads[0] and len(rows) > 1 and not all(heads)) or is_header(rows[0], rows[1:50])
        ):
            table.names, first = tuple(rows[0]), -1
        table.begun = True
        table.anchor, table.held = [], 0
        heading = Heading(table.name, table.names)
        shift = self._record - first
        self._ready += table_blocks(heading, rows, first, self._size, shift=shift)
        table.done = first + len(rows)
        self._record += len(rows) + 1


def _number(text: str) -> int:
    return min(int(text[:4]), WIDEST) or 1 if text.isascii() and text.isdigit() else 1
