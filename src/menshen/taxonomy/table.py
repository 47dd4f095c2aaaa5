"""Read the tables that ship with menshen: TSV with a header of source, date, licence, columns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from menshen.errors import FactsError

HEADER = ("source", "date", "licence", "columns")
"""What the comment lines at the top of every table must say."""


def header(path: Path) -> dict[str, str]:
    """Return what the comment lines at the top of a table say: source, date, licence, columns …

    >>> header(Path(__file__).with_name("categories.tsv"))["columns"]
    'id zh en'
    """
    return _header(path.name, _lines(path))


def rows(path: Path, columns: str) -> Iterator[tuple[int, list[str]]]:
    r"""Yield line number and cells of every row; raise `FactsError` naming file and line.

    `columns` are the names the reader expects, separated by blanks.

    >>> next(rows(Path(__file__).with_name("categories.tsv"), "id zh en"))
    (6, ['identity', '身份', 'identity'])
    """
    lines = _lines(path)
    says = _header(path.name, lines)["columns"]
    if says != columns:
        raise FactsError(f"{path.name}: the columns are {says!r}, expected {columns!r}")
    width = len(columns.split())
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != width:
            raise FactsError(f"{path.name}:{number}: {len(cells)} cells, expected {width}")
        if not cells[0]:
            raise FactsError(f"{path.name}:{number}: the first cell is empty")
        yield number, cells


def _lines(path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise FactsError(f"{path.name}: the table cannot be read: {error}") from None
    if lines.pop():
        raise FactsError(f"{path.name}:{len(lines) + 1}: the last line is cut off")
    if not lines:
        raise FactsError(f"{path.name}:1: the table is empty")
    return lines


def _header(name: str, lines: list[str]) -> dict[str, str]:
    says: dict[str, str] = {}
    for line in lines:
        if not line.startswith("#"):
            break
        key, colon, value = line.removeprefix("#").strip().partition(":")
        if colon:
            says[key] = value.strip()
    for key in HEADER:
        if not says.get(key):
            raise FactsError(f"{name}:1: the header lacks «# {key}:»")
    return says
