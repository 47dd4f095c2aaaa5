"""Tables and views of SQLite and PostgreSQL databases, read in pages; new tables are all text."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from menshen.errors import UnreadableError, UsageError
from menshen.tables import CHUNK, Columns, Source
from menshen.tables.parquet import text
from menshen.tables.replaced import UnwritableError

__all__ = ["Table", "Writer"]


class Table:
    """A table or view. Its rows come in the order of the database's key, if it has one."""

    def __init__(self, address: str) -> None:
        self._url, self._table = _parted(address)
        with self._cursor(0) as cursor:
            self.names = tuple(column[0] for column in cursor.description)

    def chunks(self, size: int = CHUNK) -> Iterator[Columns]:
        """Yield the rows, values as text."""
        with self._cursor(None) as cursor:
            while some := self._page(cursor, size):
                yield [[text(v) for v in column] for column in zip(*some, strict=True)]

    def _page(self, cursor: Any, size: int) -> Sequence[Sequence[object]]:
        with _said(self._url, UnreadableError):
            rows: Sequence[Sequence[object]] = cursor.fetchmany(size)
            return rows

    @contextlib.contextmanager
    def _cursor(self, most: int | None) -> Iterator[Any]:
        """Open a cursor on the rows; the connection is closed with it, so that it locks nothing."""
        limit = "" if most is None else f" LIMIT {most}"
        with _said(self._url, UnreadableError):
            connection = _connected(self._url, new=False)
        with contextlib.closing(connection):
            with _said(self._url, UnreadableError):
                order = _order(connection, self._table) if _is_postgres(self._url) else ""
            query = f"SELECT * FROM {_quoted(self._table)}{order}{limit}"  # noqa: S608 - quoted
            named = {"name": "menshen"} if most is None and _is_postgres(self._url) else {}
            with _said(self._url, UnreadableError):
                cursor = connection.cursor(**named)
                cursor.execute(query)
            with contextlib.closing(cursor):
                yield cursor


class Writer:
    """Writes a new table in one transaction."""

    def __init__(
        self, address: str, names: Sequence[str], _like: Source | None, _stamp: str
    ) -> None:
        self._url, table = _parted(address)
        quoted = _quoted(table)
        mark = "%s" if _is_postgres(self._url) else "?"
        self._insert = f"INSERT INTO {quoted} VALUES ({', '.join([mark] * len(names))})"  # noqa: S608
        with _said(self._url, UnwritableError):
            self._connection = _connected(self._url, new=True)
            self._cursor = self._connection.cursor()
            columns = ", ".join(f"{_quoted(name)} TEXT" for name in names)
            self._cursor.execute(f"CREATE TABLE {quoted} ({columns})")

    def write(self, columns: Sequence[Sequence[str]]) -> None:
        """Write some rows."""
        with _said(self._url, UnwritableError):
            self._cursor.executemany(self._insert, list(zip(*columns, strict=True)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with _said(self._url, UnwritableError):
            if kind is None:
                self._connection.commit()
            else:
                self._connection.rollback()
            self._connection.close()


def _order(connection: Any, table: str) -> str:
    """Return the clause that puts a PostgreSQL table into the order of its primary key.

    Without one its rows come as they lie, which any update changes; the ledger knows a table by its
    rows in their order.
    """
    found = connection.execute(
        "SELECT a.attname FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY k(number, place)"
        " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number"
        " WHERE i.indrelid = to_regclass(%s) AND i.indisprimary ORDER BY k.place",
        (_quoted(table),),
    ).fetchall()
    quoted = ", ".join('"{}"'.format(name.replace('"', '""')) for (name,) in found)
    return f" ORDER BY {quoted}" if quoted else ""


def _is_postgres(url: str) -> bool:
    return url.startswith("postgres")


def _parted(address: str) -> tuple[str, str]:
    url, _, table = address.partition("#")
    if not table:
        raise UsageError("a table in a database is written «address#table»")
    return url, table


def _quoted(name: str) -> str:
    """Return a name as SQL, also one with a schema before it.

    >>> _quoted("业主"), _quoted('public.a"b')
    ('"业主"', '"public"."a""b"')
    """
    return ".".join('"{}"'.format(part.replace('"', '""')) for part in name.split("."))


def _connected(url: str, *, new: bool) -> Any:
    if not _is_postgres(url):
        import sqlite3

        path = url.removeprefix("sqlite:").removeprefix("//").removeprefix("/")
        if not new and not Path(path).is_file():
            raise UnreadableError(f"{path}: there is no such database file")
        return sqlite3.connect(path)
    try:
        import psycopg
    except ImportError:
        raise UsageError("PostgreSQL needs the extra: pip install menshen[postgres]") from None
    return psycopg.connect(url, connect_timeout=10)


@contextlib.contextmanager
def _said(url: str, error: type[UnreadableError | UnwritableError]) -> Iterator[None]:
    """Turn a driver's complaint into ours: its kind, never its words, which quote values."""
    try:
        yield
    except Exception as found:
        if type(found).__module__.partition(".")[0] not in {"sqlite3", "psycopg"}:
            raise
        kind = getattr(found, "sqlite_errorname", None) or getattr(found, "sqlstate", None)
        where = url.partition("@")[2] or url
        if kind == "42P01" or "no such table" in str(found):
            raise error(f"{where}: there is no such table or view behind the #") from None
        if kind == "42P07" or "already exists" in str(found):
            raise error(f"{where}: there is such a table already; name another") from None
        if kind is None and type(found).__name__ == "OperationalError":
            raise error(f"{where}: no connection: check address, user and password") from None
        raise error(f"{where}: the database refuses ({kind or type(found).__name__})") from None
