"""Tables as delimited text: CSV, TSV and their kin.

A file is a table by its name (.csv .tsv .tab .psv), or, when it has no known name (standard
input), by at least five lines with the same number of delimiters. The delimiter is the one of
`, ; tab |` that divides the first rows most evenly; a first line `sep=;` overrules that.

## Known limits
Blank lines are no rows. A quoted field that is not closed within a block is ordinary text, and so
are the quotes of a row longer than a block. Rows end with a line feed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import PurePath
from typing import BinaryIO, NamedTuple

from menshen import facts
from menshen.edits import Edit, Inner
from menshen.formats import binary
from menshen.formats.decoding import TextStream
from menshen.formats.patches import Change, Patch, byte_patches, starred, tiled, written
from menshen.formats.pieces import BLOCK, OVERLAP, Window
from menshen.formats.rows import Dialect, Rows, fields, row_pattern
from menshen.model import Block, Document, Remark, Span

__all__ = ["FORMAT", "Table", "dialect", "is_header"]

_BY_NAME = {".csv": "", ".tsv": "\t", ".tab": "\t", ".psv": "|"}
_UNNAMED = {"", ".out", ".dat"}
_DELIMITERS = ",\t;|"
_SAMPLE = 50
_REGULAR = 5
_SEP = re.compile(r"sep=(?P<d>[^\w\s]|\t)\r?\n", re.IGNORECASE)
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_ .()/-]{0,40}")
_VALUE = re.compile(r"\d{5}|@|\A[\d\s.,:%/+-]+\Z")
_DIGIT = re.compile(r"\d")
_PLAIN = str.maketrans(
    {",": "，", ";": "；", "|": "｜", "\t": " ", '"': "＂", "\n": " ", "\r": " "}
)
_FORMULA = ("=", "+", "-", "@")
"""What spreadsheets take for a formula's beginning."""
_BLANK = frozenset(("", "\n", "\r\n", "\r"))


class Table:
    """Reads delimited text in blocks of whole rows; `size` is the most a block may hold."""

    id = "table"
    in_order = True

    def __init__(self, size: int = BLOCK) -> None:
        self._size = size

    def claims(self, document: Document, head: bytes) -> bool:
        """Claim by name, and by very regular content where there is no name to go by."""
        suffix = PurePath(document.uri).suffix.lower()
        if suffix not in _BY_NAME and suffix not in _UNNAMED:
            return False
        text = binary.sample(head)
        return text is not None and (suffix in _BY_NAME or _is_regular(text))

    def read(self, document: Document) -> Iterator[Block | Remark]:
        """Yield the rows in order; last, a remark when bytes did not fit the charset."""
        texts = TextStream(document)
        window = Window(texts)
        window.fill(2 * self._size)
        path = PurePath(document.uri)
        delimiter = _BY_NAME.get(path.suffix.lower(), "")
        known = dialect(window.text[: self._size], path.stem, delimiter)
        for ordinal, (text, layout, core) in enumerate(_blocks(window, known, self._size)):
            yield Block(document.uri, ordinal, text, layout, core)
        yield from texts.remarks()

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the table with the edits carried out; every other byte stays."""
        written(document, self.patches(document, edits, inner=inner), out)

    def patches(
        self,
        document: Document,
        edits: Iterable[Edit],
        *,
        inner: Inner,  # noqa: ARG002 - there is nothing inside
    ) -> Iterator[Patch]:
        """Yield the patches that carry out the edits."""
        return byte_patches(document, tiled(self.read(document), edits, _worded))


def _worded(block: Block, edits: Sequence[Edit]) -> Iterator[Change]:
    """Yield what edits change in cells: a quote within quotes is doubled.

    In a cell without quotes a delimiter or quote becomes one of full width.
    """
    layout = block.layout
    assert isinstance(layout, Rows)
    for edit in edits:
        start, end = edit.span
        cell = layout.cell(start)
        text = edit.replacement
        if cell is None or end > cell.end:
            text = starred(block.text[start:end])
        elif block.text[cell.start - 1 : cell.start] == '"' and cell.start:
            text = text.replace('"', '""')
        else:
            text = text.translate(_PLAIN)
        if cell is not None and start == cell.start:
            text = _no_formula(text, block.text[start : cell.end], end - start)
        yield Change(start, end, text, (edit,))


def _no_formula(text: str, old: str, size: int) -> str:
    """Return what stands at a cell's start so that the cell does not become a formula by it."""
    new = text or old[size:]
    begins = new.startswith(_FORMULA) and not old.startswith(_FORMULA)
    return f"'{text}" if begins else text


def dialect(text: str, table: str, delimiter: str = "") -> Dialect:
    r"""Return how the table that begins with `text` is written.

    >>> dialect("姓名;电话\n张三;13800138000\n", "a")
    Dialect(delimiter=';', table='a', names=('姓名', '电话'), preamble=0)
    """
    sep = _SEP.match(text)
    preamble = sep.end() if sep else 0
    delimiter = sep["d"] if sep else delimiter or _delimiter(text)
    rows = list(islice(_rows(text, delimiter, preamble), _SAMPLE))
    names = tuple(rows[0]) if rows and is_header(rows[0], rows[1:]) else ()
    return Dialect(delimiter, table, names, preamble)


def _rows(text: str, delimiter: str, start: int = 0) -> Iterator[list[str]]:
    """Yield the values of the rows that are not blank."""
    for match in row_pattern(delimiter).finditer(text, start):
        if match.group().strip("\r\n"):
            spans = (value for _, value in fields(text, match.start(), delimiter))
            yield [text[s:e].replace('""', '"').strip() for s, e in spans]


def _delimiter(text: str) -> str:
    """Return the delimiter that divides most of the first rows into equally many fields."""
    best = (0.0, 0, ",")
    for delimiter in _DELIMITERS:
        widths = Counter(len(row) for row in islice(_rows(text, delimiter), _SAMPLE))
        widths.pop(1, None)
        if widths:
            width, count = widths.most_common(1)[0]
            best = max(best, (count / (widths.total() + 1), width, delimiter), key=lambda b: b[:2])
    return best[2]


def _is_regular(text: str) -> bool:
    """Say whether all of at least five lines are divided into the same number of fields."""
    lines = text.split("\n")[: 4 * _SAMPLE]
    lines = [line for line in (lines[:-1] if len(text) > 4096 else lines) if line.strip()]
    if len(lines) < _REGULAR or lines[0].lstrip()[:1] in {"{", "["}:
        return False
    delimiter = _delimiter("\n".join(lines))
    widths = {len(row) for row in _rows("\n".join(lines), delimiter)}
    return len(widths) == 1 and widths != {1}


def is_header(first: list[str], rest: list[list[str]]) -> bool:
    """Say whether the first row holds names: known ones, or ones unlike what stands below."""
    names = [name for name in first if name]
    if len(names) * 2 < len(first) or len(set(names)) < len(names):
        return False
    if any(_VALUE.search(name) for name in names):
        return False
    known = sum(facts.header(name) is not None for name in names)
    if known * 3 >= len(names):
        return True
    return any(
        _differs(name, [row[i] for row in rest if i < len(row)]) for i, name in enumerate(first)
    )


def _differs(name: str, values: list[str]) -> bool:
    """Say whether a name is of another kind than most of the values below it."""
    held = [value for value in values if value]
    if not name or not held:
        return False
    if not _DIGIT.search(name):
        return sum(bool(_DIGIT.search(value)) for value in held) * 2 > len(held)
    ascii_name = _IDENTIFIER.fullmatch(name) is not None
    return ascii_name and not any(value.isascii() for value in held)


class _Cut(NamedTuple):
    """Where a block of rows ends, how many rows it holds, and whether it is part of one row."""

    end: int
    rows: int
    fragment: bool = False


def _blocks(window: Window, known: Dialect, size: int) -> Iterator[tuple[str, Rows, Span | None]]:
    """Yield blocks of whole rows; a longer row comes in pieces that overlap."""
    overlap = min(OVERLAP, (size - 1) // 4)
    row, skip = (-1 if known.names else 0), known.preamble
    column = shared = 0
    while True:
        window.fill(2 * size)
        text, at = window.text, window.at
        if not window.left - shared:
            return
        found = _cut(window, known.delimiter, size, overlap, shared, skip)
        stop = min(found.end + (overlap if found.fragment else 0), len(text))
        if found.fragment and stop < len(text) and "\n" in text[found.end : stop]:
            stop = text.index("\n", found.end, stop) + 1
        core = Span(shared, found.end - at) if found.fragment or shared else None
        block = text[at:stop]
        fragment = found.fragment or shared > 0
        layout = Rows(block, known, row, column=column, skip=skip, fragment=fragment)
        yield block, layout, core
        row += found.rows
        shared = min(overlap, found.end - at) if found.fragment else 0
        window.at = found.end - shared
        column += text.count(known.delimiter, at, window.at) if found.fragment else -column
        skip = 0


def _cut(window: Window, delimiter: str, size: int, overlap: int, shared: int, skip: int) -> _Cut:
    """Return the end of the last row that fits; else that of a broken row, or of a piece of one."""
    text, at = window.text, window.at
    limit = min(at + size, len(text))
    if not shared:
        end, rows = _last_row(text, at + skip, limit, window, delimiter)
        if end > at:
            return _Cut(end, rows)
    line = text.find("\n", at + shared, limit) + 1
    if line:
        return _Cut(line, 1)
    if window.ended and limit == len(text):
        return _Cut(limit, 1)
    return _Cut(limit - overlap, 0, fragment=True)


def _last_row(text: str, start: int, limit: int, window: Window, delimiter: str) -> tuple[int, int]:
    """Return the end of the last row within `limit`, and the number of rows up to there."""
    if '"' not in text[start : limit + 1]:
        end = limit if window.ended and limit == len(text) else text.rfind("\n", start, limit) + 1
        return end, sum(line not in _BLANK for line in text[start:end].split("\n"))
    end = rows = 0
    for match in row_pattern(delimiter).finditer(text, start):
        if match.end() > limit or not match.group():
            break
        end = match.end()
        rows += match.group() not in _BLANK
    return end, rows


FORMAT = Table()
