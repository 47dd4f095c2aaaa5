"""Delimited text: charset and delimiter are found out, and kept in what is written."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from menshen.errors import UnreadableError, UsageError
from menshen.formats.charset import detect
from menshen.formats.table import dialect
from menshen.tables import CHUNK, Columns, Source
from menshen.tables.replaced import Replaced

__all__ = ["Table", "Writer"]

_HEAD = 1 << 16
_DELIMITERS = {".tsv": "\t", ".tab": "\t", ".psv": "|"}
_LONGEST = 1 << 20


class Table:
    """A text table with a header row. Lines without any cell are no rows."""

    def __init__(self, address: str) -> None:
        self._path = Path(address)
        try:
            with self._path.open("rb") as file:
                head = file.read(_HEAD)
        except OSError as error:
            raise UnreadableError(f"{address}: {error.strerror or 'cannot be read'}") from None
        found = detect(head[: head.rfind(b"\n") + 1] or head)
        self.charset = "utf-8-sig" if found.name in {"ascii", "utf-8"} else found.name
        self.marked = found.bom > 0
        text = head.decode(self.charset, "replace")
        given = _DELIMITERS.get(self._path.suffix.lower(), "")
        self.delimiter = dialect(text, self._path.stem, given).delimiter
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.names = tuple(next(self._rows(), ()))
        if not self.names or len(set(self.names)) < len(self.names):
            raise UsageError(f"{address}: the first row must name the columns, each once")

    def chunks(self, size: int = CHUNK) -> Iterator[Columns]:
        """Yield the rows in order.

        Cells beyond the last column are that column's: a comma in a remark that nobody quoted.
        """
        rows, width = self._rows(), len(self.names)
        next(rows)
        while some := list(itertools.islice(rows, size)):
            for row in some:
                if len(row) > width:
                    row[width - 1 :] = [self.delimiter.join(row[width - 1 :])]
                elif len(row) < width:
                    row += [""] * (width - len(row))
            yield [list(column) for column in zip(*some, strict=True)]

    def _rows(self) -> Iterator[list[str]]:
        csv.field_size_limit(_LONGEST)
        try:
            with self._path.open(encoding=self.charset, newline="") as file:
                marks, row = _Marks(file), list[str]()
                for row in csv.reader(marks, delimiter=self.delimiter):
                    if row:
                        yield row
                if marks.odd and row and "\n" in row[-1]:
                    raise UnreadableError(
                        f"{self._path}: a quotation mark is never closed, and swallows the last rows"
                    )
        except UnicodeDecodeError:
            raise UnreadableError(f"{self._path}: bytes that are not {self.charset}") from None
        except csv.Error as error:
            raise UnreadableError(f"{self._path}: not a table: {error}") from None


class _Marks:
    """The lines of a file, with a count of the quotation marks in them.

    `odd` says that one of them has no other, and that the last line closes none.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = lines
        self._count, self._last = 0, ""

    @property
    def odd(self) -> bool:
        return self._count % 2 == 1 and not self._last.rstrip("\r\n").endswith('"')

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._count, self._last = self._count + line.count('"'), line
            yield line


class Writer:
    """Writes a text table in the charset and with the delimiter of the one it is like."""

    def __init__(
        self, address: str, names: Sequence[str], like: Source | None, _stamp: str
    ) -> None:
        path = Path(address)
        plain = like if isinstance(like, Table) else None
        charset = plain.charset if plain else "utf-8-sig"
        if charset == "utf-8-sig" and plain is not None and not plain.marked:
            charset = "utf-8"
        delimiter = _DELIMITERS.get(path.suffix.lower()) or (plain.delimiter if plain else ",")
        self._out = Replaced(path)
        self._text = io.TextIOWrapper(self._out.file, charset, newline="", write_through=False)
        self._csv: Any = csv.writer(
            self._text, delimiter=delimiter, lineterminator=plain.newline if plain else "\r\n"
        )
        self._csv.writerow(names)

    def write(self, columns: Sequence[Sequence[str]]) -> None:
        """Write some rows."""
        self._csv.writerows(zip(*columns, strict=True))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._text.flush()
        self._text.detach()
        self._out.done(failed=kind is not None)
