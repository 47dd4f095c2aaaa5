"""Parquet files, by pyarrow (extra `table`): row group by row group, every column of the table.

Rows count from 0 through the whole file. Lists, structs and maps are read as JSON. The file's own
key-value data (where pandas keeps column names) is text. Writing keeps the schema, the row groups
and the way each column is packed; statistics are those of the new values.

## Known limits
A value that no longer fits its column's type (a masked number in a column of integers) becomes
null where the column may hold null, and is refused where not. Changed values in lists and structs
must still be JSON of their type, else the value becomes null.

References: the Apache Parquet format, 2.10.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO

from menshen.edits import Edit, Inner, carried_out
from menshen.errors import EncryptedError, UnreadableError, UnsupportedFormatError
from menshen.formats.cells import Heading
from menshen.formats.parts.laying import Break, Grid, Item, Laying, changes, parts
from menshen.formats.parts.slots import Changes, Passage, Slot, merged
from menshen.formats.parts.zips import seekable
from menshen.formats.pieces import BLOCK
from menshen.model import Document, Node, Part

__all__ = ["FORMAT", "Parquet"]

_MAGIC, _LOCKED = b"PAR1", b"PARE"
_ROWS = 2048
_GROUP = 512 << 20
_DAMAGED = "this Parquet file is damaged: write it anew"
_SKIPPED = frozenset((b"ARROW:schema",))


class Parquet:
    """Reads and writes Parquet; `size` is the most a block may hold."""

    id = "parquet"

    def __init__(self, size: int = BLOCK) -> None:
        self._size = size

    def claims(self, document: Document, head: bytes) -> bool:  # noqa: ARG002 - bytes tell all
        """Claim by the first bytes."""
        return head.startswith((_MAGIC, _LOCKED))

    def read(self, document: Document) -> Iterator[Part]:
        """Yield the rows in order, then what the file says of itself.

        Raises `UnsupportedFormatError` without pyarrow, `EncryptedError` for an encrypted file.
        """
        with seekable(document) as stream:
            file = _opened(stream)
            yield from parts(Laying(document.uri, self._size).lay(_items(file, document)))

    def write(
        self, document: Document, edits: Iterable[Edit], out: BinaryIO, *, inner: Inner
    ) -> None:
        """Write the table with the edits carried out; see `menshen.edits.Writer`."""
        del inner
        with seekable(document) as stream:
            file, asked = _opened(stream), Changes()
            for _ in changes(
                Laying(document.uri, self._size).lay(_items(file, document)), edits, asked
            ):
                pass
            if not asked:
                stream.seek(0)
                out.write(stream.read())
                return
            _write(file, asked, out)


def _opened(stream: BinaryIO) -> Any:
    try:
        import pyarrow as pa
        import pyarrow.parquet as parquet
    except ImportError:
        raise UnsupportedFormatError(
            "this is a Parquet table: install menshen[table] to read it, or export it as CSV"
        ) from None
    if stream.read(4) == _LOCKED:
        raise EncryptedError("this Parquet file is encrypted: write it anew without encryption")
    stream.seek(0)
    try:
        return parquet.ParquetFile(stream, memory_map=False)
    except (pa.ArrowException, OSError, ValueError):
        raise UnreadableError(_DAMAGED) from None


def _items(file: Any, document: Document) -> Iterator[Item]:
    names = tuple(str(name) for name in file.schema_arrow.names)
    heading = Heading(PurePath(document.uri).stem, names)
    for group in range(file.metadata.num_row_groups):
        if file.metadata.row_group(group).total_byte_size > _GROUP:
            raise UnreadableError(
                "a row group of this Parquet file is larger than 512 MB: write it with smaller ones"
            )
    first = 0
    for batch in _batches(file):
        columns = [[_shown(value) for value in _values(column)] for column in batch.columns]
        rows = [list(row) for row in zip(*columns, strict=True)]
        header = [list(names)] if not first else []
        numbers = range(first - len(header), first + len(rows))
        yield Grid(heading, header + rows, numbers, _Held(rows, first, len(header), names))
        first += len(rows)
    yield Break()
    for number, (key, value) in enumerate(sorted((file.metadata.metadata or {}).items())):
        if key not in _SKIPPED:
            text = value.decode("utf-8", "replace")
            yield Passage(
                (Slot("metadata", number, 0, text, as_value),), Node("metadata", f"/{number}")
            )


def _batches(file: Any) -> Iterator[Any]:
    import pyarrow as pa

    try:
        yield from file.iter_batches(batch_size=_ROWS)
    except (pa.ArrowException, OSError, ValueError):
        raise UnreadableError(_DAMAGED) from None


def _values(column: Any) -> list[Any]:
    """Return the values of a column; those that Python has no type for, as text.

    Raise `UnreadableError` where they can't be told as text either: the file is damaged.
    """
    import pyarrow as pa

    try:
        held: list[Any] = column.to_pylist()
    except (ValueError, OverflowError, pa.ArrowException):
        try:
            held = [None if not v.is_valid else str(v.cast(pa.string())) for v in column]
        except (ValueError, OverflowError, pa.ArrowException):
            raise UnreadableError(_DAMAGED) from None
    return held


def as_value(text: str) -> bytes:
    """Mark a slot that is a value; its start is its row, its end its column."""
    return text.encode("utf-8", "replace")


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace") if b"\0" not in value else ""
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


@dataclass(frozen=True, slots=True)
class _Held:
    rows: Sequence[Sequence[str]]
    first: int
    header: int
    names: tuple[str, ...]

    def __call__(self, row: int, column: int) -> tuple[Passage, ...]:
        if row < self.header:
            return (Passage((self.names[column],)),)
        place = row - self.header
        slot = Slot("rows", self.first + place, column, self.rows[place][column], as_value)
        return (Passage((slot,)),)


def _write(file: Any, asked: Changes, out: BinaryIO) -> None:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    wanted: dict[int, dict[int, str]] = {}
    for slot, held in asked.of("rows").items():
        wanted.setdefault(slot.end, {})[slot.start] = carried_out(slot.text, merged(held))
    schema = file.schema_arrow.with_metadata(_metadata(file, asked))
    packed = _packed(file)
    buffer = io.BytesIO()
    with parquet.ParquetWriter(buffer, schema, compression=packed or "none") as writer:
        first = 0
        for group in range(file.metadata.num_row_groups):
            table = file.read_row_group(group)
            columns = [
                _column(table.column(n), schema.field(n), wanted.get(n, {}), first)
                for n in range(table.num_columns)
            ]
            whole = pa.Table.from_arrays(columns, schema=schema)
            writer.write_table(whole, row_group_size=max(len(whole), 1))
            first += table.num_rows
    out.write(buffer.getvalue())


def _metadata(file: Any, asked: Changes) -> dict[bytes, bytes]:
    held = dict(file.schema_arrow.metadata or {})
    keys = sorted(file.metadata.metadata or {})
    for slot, changed in asked.of("metadata").items():
        held[keys[slot.start]] = carried_out(slot.text, merged(changed)).encode()
    return {key: value for key, value in held.items() if key not in _SKIPPED}


def _packed(file: Any) -> dict[str, str]:
    """Return how each column is packed."""
    if not file.metadata.num_row_groups:
        return {}
    group = file.metadata.row_group(0)
    held = (group.column(n) for n in range(group.num_columns))
    return {c.path_in_schema: _WAYS.get(c.compression, "none") for c in held}


_WAYS = {"SNAPPY": "snappy", "GZIP": "gzip", "BROTLI": "brotli", "ZSTD": "zstd", "LZ4": "lz4"}


def _column(column: Any, field: Any, wanted: dict[int, str], first: int) -> Any:
    """Return a column with other values in some rows."""
    here = {row - first: text for row, text in wanted.items() if first <= row < first + len(column)}
    if not here:
        return column
    import pyarrow as pa

    values = _values(column)
    for row, text in here.items():
        values[row] = _fitting(text, field)
    try:
        return pa.chunked_array([pa.array(values, type=field.type)])
    except (pa.ArrowException, ValueError, TypeError, OverflowError):
        raise UnreadableError(
            "a column of this Parquet file cannot be written anew: export it as CSV"
        ) from None


def _fitting(text: str, field: Any) -> Any:
    """Return a value of the column's type for a text, or None where there is none."""
    import pyarrow as pa

    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    try:
        if pa.types.is_nested(kind):
            value = json.loads(text)
            pa.array([value], type=kind)
            return value
        if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
            return text.encode()
        return pa.scalar(text).cast(kind).as_py()
    except (pa.ArrowException, ValueError, TypeError, OverflowError):
        if field.nullable:
            return None
        raise UnreadableError(
            "a column of this Parquet file takes no null and the new value does not fit it: choose another style"
        ) from None


FORMAT = Parquet()
