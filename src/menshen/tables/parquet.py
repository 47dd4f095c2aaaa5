"""Parquet, by pyarrow (the extra `parquet`): columns keep their types where the marks allow it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from menshen.errors import UnreadableError, UsageError
from menshen.marks.file import KEY
from menshen.tables import CHUNK, Columns, Source
from menshen.tables.replaced import Replaced

__all__ = ["Table", "Writer"]


def _arrow() -> Any:
    try:
        import pyarrow as arrow  # noqa: ICN001 - the field's name
        import pyarrow.parquet
    except ImportError:
        raise UsageError("Parquet needs the extra: pip install menshen[parquet]") from None
    return arrow


class Table:
    """A Parquet file."""

    def __init__(self, address: str) -> None:
        self._path = address
        self._arrow = _arrow()
        self.schema = self._opened().schema_arrow
        self.names = tuple(self.schema.names)

    def chunks(self, size: int = CHUNK) -> Iterator[Columns]:
        """Yield the rows in order, values as text."""
        try:
            for batch in self._opened().iter_batches(batch_size=size):
                yield [[text(v) for v in column.to_pylist()] for column in batch.columns]
        except (self._arrow.ArrowException, OSError) as error:
            raise UnreadableError(f"{self._path}: {type(error).__name__}") from None

    def _opened(self) -> Any:
        try:
            return self._arrow.parquet.ParquetFile(self._path)
        except (self._arrow.ArrowException, OSError) as error:
            raise UnreadableError(f"{self._path}: not Parquet ({type(error).__name__})") from None


class Writer:
    """Writes a Parquet file; a column of numbers stays one while all its cells are such."""

    def __init__(self, address: str, names: Sequence[str], like: Source | None, stamp: str) -> None:
        self._arrow = arrow = _arrow()
        known = like.schema if isinstance(like, Table) else None
        types = [_type(arrow, known, name) for name in names]
        self._schema = arrow.schema(list(zip(names, types, strict=True)))
        if stamp:
            self._schema = self._schema.with_metadata({KEY: stamp})
        self._out = Replaced(Path(address))
        self._writer = arrow.parquet.ParquetWriter(self._out.file, self._schema)

    def write(self, columns: Sequence[Sequence[str]]) -> None:
        """Write some rows; raises `UsageError` where a cell is no longer of its column's type."""
        arrow = self._arrow
        try:
            arrays = [
                arrow.array([c or None for c in column]).cast(field.type)
                if not arrow.types.is_string(field.type)
                else arrow.array(column, type=arrow.string())
                for column, field in zip(columns, self._schema, strict=True)
            ]
        except arrow.ArrowException:
            raise UsageError("a marked cell no longer has its column's type: write .csv") from None
        self._writer.write_table(arrow.table(arrays, schema=self._schema))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._writer.close()
        self._out.done(failed=kind is not None)


def _type(arrow: Any, known: Any, name: str) -> Any:
    """Return the type to write: a number's own, text for everything else."""
    if known is not None and name in known.names:
        kind = known.field(name).type
        if arrow.types.is_integer(kind) or arrow.types.is_floating(kind):
            return kind
    return arrow.string()


def text(value: Any) -> str:
    """Return a value as text.

    >>> [text(v) for v in (None, 128.0, 1.5, True, date(2024, 5, 1), "a")]
    ['', '128', '1.5', 'TRUE', '2024-05-01', 'a']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)
