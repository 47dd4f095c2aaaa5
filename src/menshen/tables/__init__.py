"""Tables in and out, by columns of text: CSV, workbooks, Parquet, SQL.

A table is read in chunks of whole rows, as often as it is asked, in bounded memory (a workbook is
held as a whole). Cells are text as they are written; numbers and times of typed sources are written
the one way that reads back as the same value.

| address | what |
|---|---|
| `a.csv`, `.tsv`, `.tab`, `.psv`, `.txt` | delimited text with a header row |
| `a.xlsx`, `.xlsm`, `.xls`, `.ods` … `#sheet` | a sheet, the first one with rows if none is named |
| `a.parquet` | Parquet, needs the extra `parquet` |
| `sqlite:///a.db#table`, `postgresql://…#table` | a table or view of a database |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import PurePath
from types import TracebackType
from typing import Any, Protocol, Self

from menshen.errors import UsageError
from menshen.late import late

__all__ = ["CHUNK", "Columns", "Held", "Source", "Writer", "opened", "written"]

Columns = list[list[str]]
"""Some rows of a table, by its columns."""
CHUNK = 20_000
"""Rows that are held at once."""
_BY_SUFFIX = {
    **dict.fromkeys((".csv", ".tsv", ".tab", ".psv", ".txt"), "delimited"),
    **dict.fromkeys((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".et"), "workbook"),
    **dict.fromkeys((".parquet", ".pq"), "parquet"),
}
_NUMBER = late("(?<![0-9])(?:1[3-9][0-9]{9}|[0-9]{17}[0-9Xx])(?![0-9])")
"""A mobile or an ID number."""
_BY_SCHEME = ("sqlite:", "postgresql:", "postgres:")


class Source(Protocol):
    """A table that can be read."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        ...

    def chunks(self, size: int = CHUNK) -> Iterator[Columns]:
        """Yield the rows in order; each call begins anew."""
        ...


class Writer(Protocol):
    """A table that is being written; leaving it without an error completes it."""

    def write(self, columns: Sequence[Sequence[str]]) -> None:
        """Write some rows."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class Held:
    """A table in memory: what a program hands over, and what is read to be searched.

    >>> Held(("姓名",), [["张三", "李四"]]).rows
    2
    """

    def __init__(self, names: Sequence[str], columns: Sequence[Sequence[str]]) -> None:
        self.names = tuple(names)
        self.columns: Columns = [list(column) for column in columns]
        if len(self.names) != len(self.columns) or len(set(map(len, self.columns))) > 1:
            raise UsageError("a table has one list of cells for each name, all of one length")

    @classmethod
    def of(cls, source: Source) -> Held:
        """Return a source, read as a whole."""
        if isinstance(source, Held):
            return source
        columns: Columns = [[] for _ in source.names]
        for chunk in source.chunks():
            for whole, part in zip(columns, chunk, strict=True):
                whole += part
        return cls(source.names, columns)

    @property
    def rows(self) -> int:
        """Return how many rows there are."""
        return len(self.columns[0]) if self.columns else 0

    def chunks(self, size: int = CHUNK) -> Iterator[Columns]:
        """Yield the rows in order."""
        for start in range(0, self.rows, size):
            yield [column[start : start + size] for column in self.columns]


def opened(address: str | Source) -> Source:
    """Return the table at an address; raises `UsageError` for an address of no known kind.

    A table without a row of names would make somebody's number the name of a column, to be printed and
    kept in the ledger: it is refused too. What cannot be read raises `UnreadableError`, at once or while it is read.
    """
    if not isinstance(address, str | PurePath):
        return address
    source: Source = _room(str(address)).Table(str(address))
    if any(map(_NUMBER.search, source.names)):
        raise UsageError(
            f"{address}: the first row is somebody's, not the names of columns: put a row of names above it"
        )
    return source


def written(
    address: str, names: Sequence[str], *, like: Source | None = None, stamp: str = ""
) -> Writer:
    """Return a writer of a new table; `like` is the source whose charset and types it keeps.

    `stamp` goes into the properties of a file that has some. Nothing that is there is overwritten
    in a database; a file is replaced once it is complete.
    """
    writer: Writer = _room(str(address)).Writer(str(address), tuple(names), like, stamp)
    return writer


def _room(address: str) -> Any:
    if address.startswith(_BY_SCHEME):
        return import_module("menshen.tables.database")
    path = address.partition("#")[0]
    name = _BY_SUFFIX.get(PurePath(path).suffix.lower())
    if name is None:
        raise UsageError(
            f"{address}: not a table menshen knows; use .csv, .xlsx, .parquet, sqlite:///file.db#table or postgresql://…#table"
        )
    return import_module(f"menshen.tables.{name}")
