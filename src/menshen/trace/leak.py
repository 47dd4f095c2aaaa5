"""A leak as rows of cells: tables of any format, pasted text, printouts read by a machine.

Nothing here knows a recipient. What columns hold is found out column by column; text becomes rows
by its lines, or by its paragraphs where each tells of one person, and is taken apart into the kinds
of cells a register has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from menshen.late import late
from menshen.marks import canonical, file
from menshen.marks.kinds import kind_of, proposed
from menshen.model import Document, Failure, Remark
from menshen.tables.grid import Lines, Rows, pieces

__all__ = ["Leak", "Sheet", "read", "sheet_of_text", "sheets_of_lines", "table"]

FIELDS = ("name", "phone", "address", "layout", "area", "price", "date")
"""What is looked for in a line of text, in the order of the columns made of it."""
_PHONE = late("(?<![0-9])(?:\\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])")
_DATE = late("(?:19|20)[0-9]{2}[-/.年][01]?[0-9][-/.月][0-3]?[0-9]日?")
_LAYOUT = late(
    "(?:[0-9一二两三四五六七八九][室房][0-9一二两三四五六七八九]厅(?:[0-9一二两三四五六七八九][卫厨阳])*)"
)
_HOUSE = late(
    "(?:[一-鿿A-Za-z·]{2,24}[0-9]{0,5}号?)?[ \t,，]{0,2}(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}|[A-Za-z])[ ]?(?:号楼|幢|栋|座|#)[ \t-]{0,2}"
    "(?:(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[ ]?(?:单元|门|-)[ \t]{0,2})?[A-Z]?[0-9]{2,5}[ ]?室?"
    "|[一-鿿·]{2,24}[ ,，]?[0-9]{1,3}-(?:[0-9]{1,2}-)?[0-9]{2,5}室?"
)
_AREA = late(
    "[0-9]{2,4}(?:\\.[0-9]{1,2})?[ ]?(?:㎡|m2|m²|平方米|平米|平方|平)|(?<![0-9.])[0-9]{2,3}\\.[0-9]{1,2}(?![0-9.万])"
)
_PRICE = late(
    "[¥￥]?[0-9]{1,3}(?:,[0-9]{3})+(?:\\.[0-9]+)?元?|[0-9]+(?:\\.[0-9]+)?[ ]?万元?|(?<![0-9.])[1-9][0-9]{5,8}(?:\\.[0-9]{1,2})?元?(?![0-9.])"
)
_NAME = late("(?<![一-鿿])[一-鿿](?:[一-鿿]{1,3}|[ 　][一-鿿])(?![一-鿿])")
_CELLS = late("[ \t　]*\\|[ \t　]*|[ \t　]+")
_DIGIT = late("[0-9]")
_SAID = (
    ("phone", _PHONE), ("date", _DATE), ("layout", _LAYOUT), ("address", _HOUSE), ("price", _PRICE),
    ("area", _AREA), ("name", _NAME),
)  # fmt: skip


class Sheet(NamedTuple):
    """A table of the leak: where it is from, its columns' names and kinds, its cells by column."""

    source: str
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    columns: list[list[str]]

    def __repr__(self) -> str:
        return f"Sheet({self.source!r}, {self.kinds!r}, {self.rows} rows)"

    @property
    def rows(self) -> int:
        """Return how many rows there are."""
        return len(self.columns[0]) if self.columns else 0


@dataclass(slots=True)
class Leak:
    """All that was handed in: tables, digests of the sources, stamps found, what went wrong."""

    sheets: list[Sheet] = field(default_factory=list, repr=False)
    digests: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list, repr=False)
    stamps: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Return how many rows there are in all."""
        return sum(sheet.rows for sheet in self.sheets)

    def add(self, path: str | Path) -> None:
        """Read a file into the leak; raises `UnreadableError` if it cannot be read."""
        place = Path(path)
        self.digests.append(_digest(place))
        stamp = file.found(place)
        if stamp is not None:
            self.stamps.append(stamp)
        for found in read(place):
            if isinstance(found, Sheet):
                self.sheets.append(found)
            elif isinstance(found, Failure):
                self.failures.append(found)
            else:
                self.remarks.append(found)

    def add_text(self, text: str, source: str = "text") -> None:
        """Take pasted text into the leak."""
        self.texts.append(text)
        self.sheets += sheets_of_lines(text.split("\n"), source)


def read(path: Path) -> Iterator[Sheet | Failure | Remark]:
    """Yield the tables of a file, and last the sheets made of its running text."""
    held: dict[tuple[str, tuple[str, ...]], list[list[str]]] = {}
    lines: list[str] = []
    for piece in pieces(Document(str(path), path)):
        if isinstance(piece, Rows):
            held.setdefault((piece.table, piece.names), []).extend(piece.rows)
        elif isinstance(piece, Lines):
            lines += piece.lines
        else:
            yield piece
    for (name, names), rows in held.items():
        if rows:
            yield table(f"{path.name}/{name}", names, rows)
    yield from sheets_of_lines(lines, path.name)


def table(source: str, names: Sequence[str], rows: Sequence[Sequence[str]]) -> Sheet:
    """Return rows as a sheet; what its columns hold is judged by all their cells together."""
    width = max(len(names), max(map(len, rows), default=0))
    if all(len(row) == width for row in rows):
        columns = [list(column) for column in zip(*rows, strict=True)]
    else:
        columns = [[row[i] if i < len(row) else "" for row in rows] for i in range(width)]
    padded = tuple(names) + ("",) * (width - len(names))
    columns = [[cell.strip() for cell in column] for column in columns]
    kinds = tuple(kind_of(n, _spread(c)) for n, c in zip(padded, columns, strict=True))
    return Sheet(source, padded, kinds, columns)


def _spread(column: Sequence[str]) -> Sequence[str]:
    return column[:: max(1, len(column) // 1600)]


def sheets_of_lines(lines: Iterable[str], source: str) -> Iterator[Sheet]:
    """Yield the tables that stand in lines of text under a heading, and a sheet of the other records.

    A scan, a PDF or a chat has the cells of a row on one line; where the heading has as many cells
    as a line, the line is a row. Parts of an address in columns of their own are known by it alone.

    >>> lines = ["业主 楼栋 房号", "张三 3 1502", "以上都是真的"]
    >>> [(s.kinds, s.rows) for s in sheets_of_lines(lines, "scan")]
    [(('name', 'building', 'room'), 1)]
    """
    rest: list[str] = []
    tables: dict[tuple[str, ...], list[list[str]]] = {}
    heading: tuple[str, ...] = ()
    for line in lines:
        cells = tuple(_CELLS.split(line.strip()))
        if _is_heading(cells):
            heading = cells
        elif heading and (row := _row(line, cells, len(heading))):
            tables.setdefault(heading, []).append(row)
        else:
            rest.append(line)
    for names, rows in tables.items():
        yield table(source, names, rows)
    text = sheet_of_text(rest, source)
    if text is not None:
        yield text


def _is_heading(cells: Sequence[str]) -> bool:
    """Say whether most cells of a line name what a register has, and none holds a number."""
    if len(cells) < 3 or any(map(_DIGIT.search, cells)):
        return False
    return 2 * sum(bool(proposed(cell)) for cell in cells) > len(cells)


def _row(line: str, cells: Sequence[str], width: int) -> list[str]:
    """Return a line as so many cells: parted by tabs, or else by any blank; empty if it is none."""
    tabbed = [cell.strip() for cell in line.strip().split("\t")]
    if len(tabbed) == width:
        return tabbed
    return list(cells) if len(cells) == width else []


def sheet_of_text(lines: Iterable[str], source: str) -> Sheet | None:
    """Return a sheet of the records that lines of text tell of, None if there are none.

    >>> sheet = sheet_of_text(["张三 138 0013 8000 听澜苑 3幢2单元1502室 89.62平"], "chat")
    >>> dict(zip(sheet.kinds, [c[0] for c in sheet.columns]))["address"]
    '听澜苑 3幢2单元1502室'
    """
    records = [found for text in _records(lines) if (found := _fields(text))]
    if not records:
        return None
    columns = [[record.get(kind, "") for record in records] for kind in FIELDS]
    return Sheet(source, FIELDS, FIELDS, columns)


def _records(lines: Iterable[str]) -> Iterator[str]:
    """Yield the stretches of text that each tell of one person: paragraphs, or else lines."""
    paragraph: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            paragraph.append(line.strip())
            continue
        joined = " ; ".join(paragraph)
        if 1 < len(paragraph) <= 12 and len(_PHONE.findall(joined)) == 1:
            yield joined
        else:
            yield from paragraph
        paragraph = []


def _fields(text: str) -> dict[str, str]:
    """Return what a stretch of text says, by kind; empty unless it says who or where."""
    rest, found = canonical.folded(text), {}
    for kind, pattern in _SAID:
        match = pattern.search(rest)
        if match is not None:
            found[kind] = match.group().strip(" ,，")
            rest = rest[: match.start()] + "；" + rest[match.end() :]
    return found if {"phone", "address"} & found.keys() or len(found) >= 3 else {}


def _digest(path: Path) -> str:
    state = hashlib.sha256()
    with path.open("rb") as source:
        while part := source.read(1 << 20):
            state.update(part)
    return f"sha256:{state.hexdigest()}"
