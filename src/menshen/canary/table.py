"""A table of texts and what its columns are to somebody who makes up people for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from menshen import taxonomy
from menshen.errors import UsageError
from menshen.facts import header, surnames
from menshen.tables import Held, opened

__all__ = ["Column", "Role", "Table", "columns", "read"]

Role = Literal["phone", "name", "place", "estate", "blank", "serial", "number", "moment", "shared"]

NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
MOMENT = re.compile(
    r"(?:19|20)[0-9]{2}[-/.年]?[01]?[0-9][-/.月]?[0-3]?[0-9]日?(?:[ T][0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?)?"
)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_SEPARATORS = re.compile(r"[\s-]")
_HAN = re.compile("[㐀-鿿·]{2,4}")
_DIGITS = re.compile("[0-9]+")
_ESTATE = re.compile("小区|楼盘|项目|案名|社区|园区|苑名|project|community|estate", re.IGNORECASE)
_PLACE = frozenset(("home_address", "house_unit"))
_OURS = frozenset(
    ("user_id", "order_number", "tracking_number", "waybill", "employee_id", "student_id")
)
"""Numbers that the holder of the table gave out himself: new ones are nobody else's."""
_SAMPLE = 2000
_MOST = 0.9
_REPEATED = 0.2
"""Numbers that are distinct in a smaller share of the rows are classes and are copied."""
_LARGEST = 1 << 28


class Table(NamedTuple):
    """Column names and rows of texts; every row is as long as the names."""

    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]

    def __repr__(self) -> str:
        """Show the size, never a cell."""
        return f"Table({len(self.columns)} columns, {len(self.rows)} rows)"


class Column(NamedTuple):
    """What a column is: its place, its role, the shares of cells filled and of distinct values."""

    name: str
    at: int
    role: Role
    filled: float
    distinct: float


def read(address: str | Path) -> Table:
    """Read a table as releases do: CSV, workbook, Parquet, a table of a database.

    Raises `UsageError` if there is none or it is too large, `UnreadableError` for what is no table.
    """
    path = Path(address)
    if "://" not in str(address) and not Path(str(address).partition("#")[0]).is_file():
        raise UsageError(f"{address}: there is no such file")
    if path.is_file() and path.stat().st_size > _LARGEST:
        raise UsageError(f"{path}: is too large to make people up for; give a sample of it")
    held = Held.of(opened(str(address)))
    return Table(held.names, list(zip(*held.columns, strict=True)))


def columns(table: Table) -> list[Column]:
    """Return what each column is, by its name and by what most of its cells look like.

    >>> table = Table(("姓名", "手机", "渠道"), [("张伟", "13800138000", "展会")] * 3)
    >>> [column.role for column in columns(table)]
    ['name', 'phone', 'shared']
    """
    found = []
    for at, name in enumerate(table.columns):
        cells = [row[at].strip() for row in table.rows]
        full = [cell for cell in cells if cell]
        distinct = len(set(full)) / len(full) if full else 0.0
        role = _role(name, full[:_SAMPLE], distinct)
        found.append(Column(name, at, role, len(full) / max(1, len(cells)), distinct))
    return found


def _role(name: str, cells: Sequence[str], distinct: float) -> Role:
    told = header(name)
    kind = told.type if told else "-"
    if _share(cells, _is_phone) > _MOST:
        return "phone"
    if kind == "person_name" and _share(cells, _is_name) > _MOST:
        return "name"
    if _ESTATE.search(name):
        return "estate"
    if kind in _PLACE:
        return "place"
    if kind in _OURS and distinct > _MOST:
        return "serial"
    if kind in taxonomy.ids() and taxonomy.get(kind).identifier == "direct":
        return "blank"
    if _share(cells, MOMENT.fullmatch) > _MOST:
        return "moment"
    if distinct > _MOST and _is_serial(name, cells):
        return "serial"
    return (
        "number" if distinct > _REPEATED and _share(cells, NUMBER.fullmatch) > _MOST else "shared"
    )


def _share(cells: Sequence[str], test: Callable[[str], object]) -> float:
    return sum(1 for cell in cells if test(cell)) / len(cells) if cells else 0.0


def _is_phone(cell: str) -> bool:
    return bool(_MOBILE.fullmatch(_SEPARATORS.sub("", cell)))


def _is_name(cell: str) -> bool:
    known = surnames()
    return bool(_HAN.fullmatch(cell)) and (cell[0] in known or cell[:2] in known)


def _is_serial(name: str, cells: Sequence[str]) -> bool:
    """Say whether cells are numbers of things: one shape, letters or zeros in front, or 号 by name."""
    shapes = {_DIGITS.sub(lambda run: "0" * len(run[0]), cell) for cell in cells}
    plain = all(NUMBER.fullmatch(cell) for cell in cells)
    named = name.endswith(("号", "编码", "id", "ID", "no", "No"))
    return len(shapes) <= 3 and any(_DIGITS.search(c) for c in cells) and (named or not plain)
