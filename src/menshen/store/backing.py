"""Where the rows of a ledger lie: one table in SQLite or PostgreSQL, written by one at a time."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from menshen.errors import LedgerError, UsageError

if TYPE_CHECKING:
    import sqlite3

__all__ = ["Backing", "Row", "backing"]

Following = Callable[["Row | None"], "Row | None"]

_PAGE = 256
"""Rows fetched at once: a page is read and let go, so that readers never hold up a writer."""
_PRIVATE = 0o600
_PATIENCE = 30.0
"""Seconds to wait for another writer."""
_READ = "SELECT seq, kind, at, record, digest FROM menshen_ledger WHERE seq > {0} "
_OF_KIND = "AND kind = {0} "
_LAST = "SELECT seq, kind, at, record, digest FROM menshen_ledger ORDER BY seq DESC LIMIT 1"
_INSERT = (
    "INSERT INTO menshen_ledger (seq, kind, at, record, digest) VALUES ({0}, {0}, {0}, {0}, {0})"
)


class Row(NamedTuple):
    """A row as it is stored: number, kind, time, canonical record, digest."""

    seq: int
    kind: str
    at: str
    record: str
    digest: str

    def __repr__(self) -> str:
        """Show number and kind, never the record."""
        return f"Row({self.seq}, {self.kind!r})"


class Backing(Protocol):
    """A table of rows that can be read in order and appended to under a lock."""

    @property
    def name(self) -> str:
        """Return where it lies, without any password."""
        ...

    def exists(self) -> bool:
        """Say whether there is a ledger, without making anything."""
        ...

    def last(self) -> Row | None:
        """Return the row with the highest number."""
        ...

    def read(self, *, after: int, kind: str | None) -> Iterator[Row]:
        """Yield the rows with a higher number, in order."""
        ...

    def append(self, following: Callable[[Row | None], Row]) -> Row:
        """Write the row that follows the last one; nobody else writes between."""
        ...

    def begin(self, genesis: Following) -> None:
        """Make the table if it is not there, and write its first row unless it has one."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


def backing(url: str) -> Backing:
    """Return the rows behind an address. Raises `UsageError` for a kind it does not know."""
    scheme, mark, rest = url.partition("://")
    if not mark:
        return Lite(url)
    if scheme == "sqlite":
        if not rest.startswith("/") or rest == "/":
            raise UsageError("write the address of a SQLite ledger as sqlite:///path")
        return Lite(rest[1:])
    if scheme in {"postgresql", "postgres"}:
        return Postgres(url)
    raise UsageError(f"{scheme}://: a ledger lies in a file, sqlite:/// or postgresql://")


_TABLE = """
CREATE TABLE IF NOT EXISTS menshen_ledger (seq INTEGER PRIMARY KEY, kind TEXT NOT NULL,
  at TEXT NOT NULL, record TEXT NOT NULL, digest TEXT NOT NULL) STRICT"""
_INDEX = "CREATE INDEX IF NOT EXISTS menshen_ledger_kind ON menshen_ledger (kind, seq)"
_KEPT = """
CREATE TRIGGER IF NOT EXISTS menshen_ledger_{0} BEFORE {0} ON menshen_ledger
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"""
_LITE = (_TABLE, _INDEX, _KEPT.format("UPDATE"), _KEPT.format("DELETE"))


class _Connected:
    """One connection, used by one thread at a time, opened anew after a fork."""

    place = "?"

    def __init__(self, name: str) -> None:
        self.name = name
        self._lock = threading.RLock()
        self._held: tuple[int, Any] | None = None

    def _open(self) -> Any:
        raise NotImplementedError

    def _connection(self) -> Any:
        if self._held is None or self._held[0] != os.getpid():
            self._held = os.getpid(), self._open()
        return self._held[1]

    def __del__(self) -> None:
        with suppress(Exception):
            self.close()

    def close(self) -> None:
        """Close the connection, if it is this process's own."""
        with self._lock:
            if self._held is not None and self._held[0] == os.getpid():
                self._held[1].close()
            self._held = None

    def exists(self) -> bool:
        """Say whether there is a ledger, without making anything."""
        return self.last() is not None

    def last(self) -> Row | None:
        """Return the row with the highest number."""
        rows = self._select(_LAST, ())
        return rows[0] if rows else None

    def read(self, *, after: int, kind: str | None) -> Iterator[Row]:
        """Yield the rows with a higher number, in order, a page at a time."""
        told = _READ if kind is None else _READ + _OF_KIND
        query = told.format(self.place) + f"ORDER BY seq LIMIT {_PAGE}"
        while True:
            page = self._select(query, (after,) if kind is None else (after, kind))
            yield from page
            if len(page) < _PAGE:
                return
            after = page[-1].seq

    def _select(self, query: str, values: tuple[object, ...]) -> list[Row]:
        raise NotImplementedError


class Lite(_Connected):
    """The rows in a SQLite file, which is made when the ledger is begun."""

    place = "?"

    def exists(self) -> bool:
        """Say whether there is a ledger, without making anything."""
        return Path(self.name).is_file() and super().exists()

    def _open(self) -> sqlite3.Connection:
        import sqlite3

        if self.name != ":memory:" and not Path(self.name).parent.is_dir():
            raise UsageError(
                f"{self.name}: there is no such folder for the ledger; create it first"
            )
        connection: sqlite3.Connection | None = None
        try:
            if self.name != ":memory:":
                Path(self.name).touch(_PRIVATE)
            connection = sqlite3.connect(
                self.name, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
            )
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("SELECT count(*) FROM sqlite_master")
        except (sqlite3.Error, OSError) as error:
            if connection is not None:
                connection.close()
            raise _failed(self.name, error) from None
        return connection

    def _select(self, query: str, values: tuple[object, ...]) -> list[Row]:
        import sqlite3

        with self._lock:
            try:
                return [Row(*row) for row in self._connection().execute(query, values)]
            except sqlite3.OperationalError as error:
                if "no such table" in str(error):
                    return []
                raise _failed(self.name, error) from None
            except sqlite3.Error as error:
                raise _failed(self.name, error) from None

    def begin(self, genesis: Following) -> None:
        """Make the table if it is not there, and write its first row unless it has one."""
        self._write(_LITE, genesis)

    def append(self, following: Callable[[Row | None], Row]) -> Row:
        """Write the row that follows the last one; nobody else writes between."""
        row = self._write((), following)
        assert row is not None
        return row

    def _write(self, first: tuple[str, ...], following: Following) -> Row | None:
        import sqlite3

        with self._lock:
            connection = self._connection()
            try:
                connection.execute("BEGIN IMMEDIATE")
                for statement in first:
                    connection.execute(statement)
                row = following(self.last())
                if row is not None:
                    connection.execute(_INSERT.format("?"), row)
                connection.execute("COMMIT")
            except BaseException as error:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error):
                    raise _failed(self.name, error) from None
                raise
            return row


_POSTGRES = """
CREATE TABLE IF NOT EXISTS menshen_ledger (seq BIGINT PRIMARY KEY, kind TEXT NOT NULL,
  at TEXT NOT NULL, record TEXT NOT NULL, digest TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS menshen_ledger_kind ON menshen_ledger (kind, seq);
CREATE OR REPLACE FUNCTION menshen_ledger_kept() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$;
CREATE OR REPLACE TRIGGER menshen_ledger_change BEFORE UPDATE OR DELETE OR TRUNCATE
  ON menshen_ledger FOR EACH STATEMENT EXECUTE FUNCTION menshen_ledger_kept();
"""
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.menshen_ledger', 6))"
"""Taken by every writer till the end of its transaction; needs no privilege but INSERT."""


class Postgres(_Connected):
    """The rows in a PostgreSQL table; the driver is the extra `postgres`."""

    place = "%s"

    def __init__(self, url: str) -> None:
        super().__init__(_without_password(url))
        self._url = url

    def _open(self) -> Any:
        try:
            import psycopg
        except ImportError:
            raise UsageError(
                "a ledger in PostgreSQL needs the extra: pip install menshen[postgres]"
            ) from None
        try:
            return psycopg.connect(self._url, autocommit=True, connect_timeout=10)
        except psycopg.Error as error:
            raise _failed(self.name, error) from None

    def _connection(self) -> Any:
        if self._held is not None and self._held[1].closed:
            self._held = None
        return super()._connection()

    def _select(self, query: str, values: tuple[object, ...]) -> list[Row]:
        with self._lock:
            connection = self._connection()
            import psycopg

            try:
                return [Row(*row) for row in connection.execute(query, values)]
            except psycopg.errors.UndefinedTable:
                return []
            except psycopg.Error as error:
                raise _failed(self.name, error) from None

    def begin(self, genesis: Following) -> None:
        """Make the table if it is not there, and write its first row unless it has one."""
        self._write(_POSTGRES, genesis)

    def append(self, following: Callable[[Row | None], Row]) -> Row:
        """Write the row that follows the last one; nobody else writes between."""
        row = self._write("", following)
        assert row is not None
        return row

    def _write(self, first: str, following: Following) -> Row | None:
        with self._lock:
            connection = self._connection()
            import psycopg

            try:
                with connection.transaction():
                    connection.execute(_LOCK)
                    if first:
                        connection.execute(first)
                    row = following(self.last())
                    if row is not None:
                        connection.execute(_INSERT.format("%s"), row)
            except psycopg.Error as error:
                raise _failed(self.name, error) from None
            return row


def _without_password(url: str) -> str:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", f":{parts.port}" if parts.port else ""
    except ValueError:
        raise UsageError("postgresql://: this address cannot be read") from None
    return f"{parts.scheme}://{host}{port}{parts.path}"


_REMEDIES = {
    "SQLITE_NOTADB": "this file is no ledger",
    "SQLITE_READONLY": "ask for the right to write there",
    "SQLITE_CANTOPEN": "look at the path and the rights on the folder",
    "SQLITE_BUSY": "somebody else is writing; try again",
    "SQLITE_FULL": "the disk is full",
    "OperationalError": "check address, user and password",
    "42501": "the user lacks the right",
}


def _failed(name: str, error: Exception) -> LedgerError:
    """Return what to say of a database's complaint: its kind, never its words (they quote rows)."""
    state = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
    kind = state or type(error).__name__
    remedy = _REMEDIES.get(kind)
    told = f"{name}: the ledger cannot be read or written ({kind})"
    return LedgerError(f"{told}: {remedy}" if remedy else told)
