r"""Tables written into text: their header lines, their cells, and the names over them.

A table pasted into a mail, a chat or a report (comma, tab or `|` between the cells) and the value
lists of an SQL `INSERT` name their columns once. `sheets` reads their cells; `Headed` is the layout
of a block that holds them, so that a cue sees the header over a cell as it does in a table file.
A cell may be broken over a line end, as narrow columns print it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from menshen import facts
from menshen.model import Block, Layout, Lines, Pattern, Place, Span
from menshen.text import View

__all__ = ["PATTERNS", "Headed", "Sheet", "sheets"]

_WORDS = (
    "关系|诊断|病史|疾病|病情|用药|药品|医院|爱好|信仰|商品|品名|物品|"
    "取[件货票]码|地址|住址|房号|号码?|编号|代码|姓名|年龄|性别|民族|生日|出生|日期|密码|口令|验证码|账[号户]|帐[号户]|邮箱|电话|手机|微信|"
    "qq|婚姻|血型|面貌|名|id|no|num|number|name|account|password|pwd|code|age|sex|gender|birthday|"
    "birth|phone|mobile|ticket|cvv"
)
_EDGE = "[\"'`]?[ ]?"
_CELL = "[\"'`]?[^\\n,\t|;:。\"'`()=<>{}]{1,24}+(?:\\([^\\n,\t|\"'()]{0,12}\\))?[\"'`]?"
_HEADS = f"{_CELL}(?:[ ]?[,\t|][ ]?{_CELL}){{1,40}}[|]?[ ]?(?=\\n)"
_HEAD = "[^\\n ,\t|;:。\"'`()=<>{}]{1,12}(?:\\([^ \\n()]{0,10}\\))?"
PATTERNS = (
    Pattern(
        "header",
        trigger=f"(?:{_WORDS}){_EDGE}[,\t|]|[,\t|]{_EDGE}[^\n,\t|]{{0,8}}(?:{_WORDS}){_EDGE}\n",
        regex=f"(?<![^\\n])[|]?[ ]?{_HEADS}",
        before=400,
        after=1000,
    ),
    Pattern(
        "header over columns",
        trigger=f"(?:{_WORDS})[ ]{{1,12}}[^\\n ,:;|]{{1,10}}(?:[ ]{{1,12}}[^\\n ,:;|]|\\n)",
        regex=f"(?<![^\\n])[ ]{{0,8}}{_HEAD}(?:[ ]{{1,16}}{_HEAD}){{1,24}}[ ]{{0,8}}(?=\\n)",
        before=240,
        after=400,
    ),
    Pattern(
        "header in a string",
        trigger=':[ ]?"[|]',
        regex=f'(?<=")[|][ ]?{_HEADS}',
        before=1,
        after=1000,
    ),
    Pattern(
        "insert",
        trigger="insert into ",
        regex="(?i:insert into )[^\\n(]{1,80}\\((?P<names>[^()]{3,1500})\\)[ \\n]{0,4}(?i:values)",
        before=12,
        after=1600,
    ),
)
"""What shows that a table may begin."""
_TUPLE = re.compile("[ \\n]{0,4},?[ \\n]{0,8}\\((?P<t>(?:'(?:[^'\\\\]|\\\\.|'')*'|[^()'])*)\\)")
_ITEM = re.compile("[ \\n]*(?:N?'(?P<q>(?:[^'\\\\]|\\\\.|'')*)'|(?P<b>[^,']*))[ \\n]*(?:,|\\Z)")
_FIELD = re.compile("[ ]*(?:\"(?P<q>[^\"\\n]*)\"|'(?P<s>[^'\\n]*)'|(?P<b>[^\\n]*))[ ]*\\Z")
_CELLS = re.compile("[^ \\n]+(?: [^ \\n]+)*"), re.compile("[^ \\n]+")
"""The cells of a line whose columns two blanks or more part, or any."""
_TORN = re.compile("[0-9A-Za-z:.@_第-][ ]?\\n[ ]{0,4}[0-9A-Za-z:.@_-]")
"""A line end inside a number or a code."""
_LONGEST = 2000
"""Rows of one pasted table that are read; longer tables come as files."""


class Sheet(NamedTuple):
    """A table: the names of its columns and the spans of the values of its rows."""

    names: tuple[str, ...]
    rows: list[list[Span]]


def sheets(text: str, matches: Iterable[re.Match[str]]) -> list[Sheet]:
    r"""Return the tables of folded text that begin at matches of `PATTERNS`.

    A table whose header names too little that is known has no rows.

    >>> text = "|姓名|电话|\n|--|--|\n|王芳|138\n00138000|\n"
    >>> matches = [re.compile(PATTERNS[0].regex).search(text)]
    >>> [[text[slice(*cell)] for cell in row] for row in sheets(text, matches)[0].rows]
    [['--', '--'], ['王芳', '138\n00138000']]
    """
    found: list[Sheet] = []
    done = 0
    for match in sorted(matches, key=re.Match.start):
        if match.start() >= done:
            read = _inserted if "names" in match.re.groupindex else _pasted
            sheet, done = read(text, match)
            if sheet.rows:
                found.append(sheet)
    return found


class Headed:
    """The layout of a block with tables in its text: what it had, and the headers over the cells."""

    def __init__(self, block: Block, view: View, found: Sequence[Sheet]) -> None:
        self.sheets = found
        self._view = view
        self._below: Layout = block.layout or Lines(block.text)
        self._alone = isinstance(self._below, Lines)
        self._asked = -1
        self._answer: tuple[str, ...] = ()
        self.recognised: bool = getattr(self._below, "recognised", False)

    def place(self, start: int, end: int) -> Place:
        """Return where the text lies, as without tables."""
        return self._below.place(start, end)

    def record(self, start: int) -> int | None:
        """Return the record, as without tables."""
        return self._below.record(start)

    def labels(self, start: int) -> tuple[str, ...]:
        """Return the header over the cell at `start`, then what stands over the text."""
        if start != self._asked:  # every cue of every detector asks of the same value
            self._asked, self._answer = start, self._over(start)
        return self._answer

    def _over(self, start: int) -> tuple[str, ...]:
        over = () if self._alone else self._below.labels(start)
        low, high = self._reach
        if not low <= start < high:
            return over
        at = bisect_right(self._starts, start) - 1
        _, end, name = self._cells[at]
        return (name, *over) if start < end else over

    @cached_property
    def _cells(self) -> list[tuple[int, int, str]]:
        """Start and end in the block and the header of each cell that has one."""
        return sorted(
            (*self._view.original(*cell), name)
            for sheet in self.sheets
            for row in sheet.rows
            for name, cell in zip(sheet.names, row, strict=False)
            if name and cell.start < cell.end
        )

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _, _ in self._cells]

    @cached_property
    def _reach(self) -> tuple[int, int]:
        """Where the first cell starts, and where the last one ends."""
        return (self._cells[0][0], self._cells[-1][1]) if self._cells else (0, 0)


def _known(names: Sequence[str], least: int) -> bool:
    """Say whether so many of the names, and two at least, are those of columns."""
    return sum(facts.header(name) is not None for name in names) >= max(2, least)


def _bare(name: str) -> str:
    return name.strip(" \"'`")


def _pasted(text: str, match: re.Match[str]) -> tuple[Sheet, int]:
    """Return the table below a header line, and where it ends.

    Lines belong to it as long as they have its columns; none is read for two headers.
    """
    line = match.group().strip(" |")
    delimiter = next((d for d in "\t|," if d in line), None)
    if delimiter is None:
        return _aligned(text, line, match.end() + 1)
    names = tuple(map(_bare, line.split(delimiter)))
    fenced = match.group().startswith("|")
    at = match.end() + 1
    rows: list[list[Span]] = []
    for _ in range(_LONGEST if _known(names, len(names) // 2) else 0):
        cells, end = _line(text, at, delimiter)
        if _open(text, at, end) if fenced else len(cells) < len(names):
            cells, end = _mended(text, cells, end, delimiter, len(names))
        if not max(2, len(names) - 1) <= len(cells) <= len(names) + 1:
            break
        rows.append(cells)
        at = end + 1
        if at >= len(text):
            break
    return Sheet(names, rows), at


def _aligned(text: str, line: str, at: int) -> tuple[Sheet, int]:
    """Return the table below a header whose columns only blanks part, and where it ends.

    Where two blanks or more part all names, one alone is within a cell. A line with other than as many cells as
    there are names is none of its rows; two of them end it.
    """
    names = tuple(_CELLS[0].findall(line))
    ways: Sequence[re.Pattern[str]] = _CELLS
    if any(" " in name for name in names):
        names, ways = tuple(_CELLS[1].findall(line)), _CELLS[1:]
    rows: list[list[Span]] = []
    strange = 0
    end = at
    for _ in range(_LONGEST if _known(names, -(-2 * len(names) // 3)) else 0):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        cells = _between(text, at, stop, ways, len(names))
        strange = 0 if len(cells) == len(names) else strange + 1
        if strange > 1 or not cells:
            break
        at = stop + 1
        if not strange:
            rows.append(cells)
            end = at
        if at >= len(text):
            break
    return Sheet(names, rows), end


def _between(
    text: str, start: int, end: int, ways: Sequence[re.Pattern[str]], columns: int
) -> list[Span]:
    """Return the cells of a line in the first way that makes so many, else in the last."""
    found: list[Span] = []
    for cell in ways:
        found = [Span(*match.span()) for match in cell.finditer(text, start, end)]
        if len(found) == columns:
            break
    return found


def _line(text: str, at: int, delimiter: str) -> tuple[list[Span], int]:
    """Return the cells of the line that begins at `at`, and where it ends."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return _cells(text, at, end, delimiter), end


def _open(text: str, start: int, end: int) -> bool:
    """Say whether a line between bars lacks the last bar."""
    return text.startswith("|", start) and not text[start:end].rstrip().endswith("|")


def _mended(
    text: str, cells: list[Span], end: int, delimiter: str, columns: int
) -> tuple[list[Span], int]:
    """Return a row whose last cell goes on in the next line, put together, and where it ends."""
    if not cells or _TORN.match(text, max(cells[-1].end - 1, 0)) is None:
        return cells, end
    more, after = _line(text, end + 1, delimiter)
    if text.startswith("|", end + 1) or len(cells) + len(more) - 1 != columns:
        return cells, end
    return [*cells[:-1], Span(cells[-1].start, more[0].end), *more[1:]], after


def _cells(text: str, start: int, end: int, delimiter: str) -> list[Span]:
    if delimiter == "|":
        line = text[start:end]
        start += len(line) - len(line.lstrip(" |"))
        end -= len(line) - len(line.rstrip(" |"))
    cells: list[Span] = []
    at = start
    parts = text[start:end].split(delimiter) if start <= end else []
    for part in parts:
        stop = at + len(part)
        plain = part.isalnum() or not part
        cells.append(Span(at, stop) if plain else _unquoted(text, at, stop))
        at = stop + 1
    return cells


def _unquoted(text: str, start: int, end: int) -> Span:
    match = _FIELD.match(text, start, end)
    if match is None:
        return Span(start, end)
    low, high = match.span(match.lastgroup or 0)
    return Span(low, low + len(text[low:high].rstrip()))


def _inserted(text: str, match: re.Match[str]) -> tuple[Sheet, int]:
    """Return the value lists of an INSERT statement, and where it ends."""
    names = tuple(map(_bare, match["names"].split(",")))
    at = match.end()
    rows: list[list[Span]] = []
    for _ in range(_LONGEST if _known(names, len(names) // 2) else 0):
        values = _TUPLE.match(text, at)
        if values is None:
            break
        cells = _items(text, *values.span("t"))
        if len(cells) == len(names):
            rows.append(cells)
        at = values.end()
    return Sheet(names, rows), at


def _items(text: str, low: int, high: int) -> list[Span]:
    cells: list[Span] = []
    while low < high and (item := _ITEM.match(text, low, high)) is not None:
        cells.append(Span(*item.span(item.lastgroup or 0)))
        low = item.end()
    return cells
