"""SQLite databases: every table is a table, blobs are documents, literals in definitions are text.

The file is opened for reading only and nothing of its schema is trusted: no views, no functions in
it, no extensions. A database in memory is read where it lies; one with a write-ahead log beside it
is read together with it, in a copy. Of full-text indexes their content is read, not the index.

What was deleted may still lie in free pages and in unused bytes of others: a remark says how many
pages are free. Writing makes a copy by `VACUUM INTO`, which holds live rows only, so that nothing
of old values is left, in the copy, of what was deleted as well. Triggers are set aside meanwhile;
full-text indexes are built anew, statistics dropped. Where a column allows no value twice, a
replacement gets a number behind it.

## Known limits
Free pages themselves are not read, nor are columns that are computed when they are read. A table whose rows have neither a row id nor a primary key
cannot be written. Virtual tables whose module is not there are remarked, not read.

References: sqlite.org/fileformat2.html; sqlite.org/security.html.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from menshen.edits import Edit, Inner
from menshen.errors import EncryptedError, UnreadableError
from menshen.formats.parts.laying import Laying, changes, parts
from menshen.formats.parts.relations import Kept, items, mended
from menshen.formats.parts.slots import Changes
from menshen.formats.pieces import BLOCK
from menshen.model import Document, Part

__all__ = ["FORMAT", "Sqlite"]

_MAGIC = b"SQLite format 3\x00"
_DAMAGED = "this SQLite database is damaged: repair it with `sqlite3 FILE .recover`"
_LONGEST, _SPARE = 256 << 20, 1 << 20
_LIMITS = ((sqlite3.SQLITE_LIMIT_SQL_LENGTH, 4 << 20),
           (sqlite3.SQLITE_LIMIT_VDBE_OP, 10_000_000), (sqlite3.SQLITE_LIMIT_ATTACHED, 1),
           (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1))  # fmt: skip


class Sqlite:
    """Reads and writes SQLite databases; `size` is the most a block may hold."""

    id = "sqlite"

    def __init__(self, size: int = BLOCK) -> None:
        self._size = size

    def claims(self, document: Document, head: bytes) -> bool:  # noqa: ARG002 - bytes tell all
        """Claim by the first bytes."""
        return head.startswith(_MAGIC)

    def read(self, document: Document) -> Iterator[Part]:
        """Yield the tables in order, blobs as documents, definitions, and remarks.

        Raises `UnreadableError` for a damaged database.
        """
        with _filed(document) as path, _guarded(), closing(_opened(path, writes=False)) as base:
            laying = Laying(document.uri, self._size)
            yield from parts(laying.lay(items(base, document.uri, None)))

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write a copy with the edits carried out; see `menshen.edits.Writer`."""
        asked, kept = Changes(), Kept()
        with tempfile.TemporaryDirectory(prefix="menshen-") as folder, _guarded():
            copy, clean = Path(folder, "copy.db"), Path(folder, "clean.db")
            with _filed(document) as path:
                _copied(path, copy)
            with closing(_opened(copy, writes=True)) as base:
                laid = Laying(document.uri, self._size).lay(items(base, document.uri, kept))
                blobs = {}
                for other in changes(laid, edits, asked):
                    if isinstance(other, Document) and (data := inner(other)) != other.data:
                        blobs[other.uri] = data
                mended(base, asked, kept, blobs)
                base.execute("VACUUM INTO ?", (str(clean),))
            with closing(_opened(clean, writes=False)) as base:
                if base.execute("PRAGMA quick_check(1)").fetchone() != (b"ok",):
                    raise UnreadableError(_DAMAGED)
            with clean.open("rb") as written:
                shutil.copyfileobj(written, out)


@contextmanager
def _guarded() -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        text = str(error)
        if "encrypted" in text or "not a database" in text:
            raise EncryptedError(
                "this SQLite database is damaged or encrypted: decrypt it first"
            ) from None
        raise UnreadableError(_DAMAGED) from None


@contextmanager
def _filed(document: Document) -> Iterator[Path]:
    """Give a file that holds the database together with its write-ahead log."""
    log = Path(f"{document.path}-wal") if document.path is not None else None
    if document.path is not None and not (log is not None and log.exists() and log.stat().st_size):
        yield document.path
        return
    with tempfile.TemporaryDirectory(prefix="menshen-") as folder:
        path = Path(folder, "base.db")
        with document.open() as stream, path.open("wb") as held:
            shutil.copyfileobj(stream, held)
        if log is not None and log.exists():
            shutil.copyfile(log, f"{path}-wal")
            with closing(sqlite3.connect(path)) as base:
                base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        yield path


def _copied(path: Path, copy: Path) -> None:
    with closing(_opened(path, writes=False)) as base, closing(sqlite3.connect(copy)) as other:
        base.backup(other)


def _opened(path: Path, *, writes: bool) -> sqlite3.Connection:
    """Open a database without trust in what its schema says."""
    mode = "rw" if writes else "ro&immutable=1"
    base = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None)
    try:
        for limit, most in _LIMITS:
            base.setlimit(limit, most)
        # No value is longer than the file, unless an expression of the schema makes it up.
        longest = min(_LONGEST, path.stat().st_size + _SPARE)
        base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest)
        base.text_factory = bytes
        base.execute("PRAGMA trusted_schema=OFF")
        base.execute("PRAGMA cell_size_check=ON")
        base.execute("PRAGMA mmap_size=0")
        base.execute("PRAGMA foreign_keys=OFF")
        if writes:
            base.execute("PRAGMA journal_mode=MEMORY")
        base.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        base.close()
        raise
    return base


FORMAT = Sqlite()
