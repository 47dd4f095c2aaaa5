"""What callers knew, and who looked at which rows: the facts beside the marks.

`calls.toml` holds `[[call]]` tables with `victim`, `when`, `knew` (taxonomy ids) and `said`; an
access log is CSV with the columns time, actor, action, row_key, columns.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from menshen import taxonomy
from menshen.errors import UnreadableError, UsageError

__all__ = ["Access", "Call", "accesses", "calls"]

_KEYS = {"victim", "when", "knew", "said"}
_COLUMNS = ("time", "actor", "action", "row_key", "columns")


@dataclass(frozen=True, slots=True)
class Call:
    """A call to a person of the table: who, when, what kinds of information the caller knew."""

    victim: str = field(repr=False)
    when: datetime | None = None
    knew: frozenset[str] = frozenset()
    said: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Raise `UsageError` for a kind of information that the taxonomy does not have."""
        for kind in self.knew:
            taxonomy.get(kind)


@dataclass(frozen=True, slots=True)
class Access:
    """A line of an access log: when, which account, what it did, to which row and columns."""

    time: datetime
    actor: str
    action: str
    row_key: str = field(repr=False)
    columns: tuple[str, ...] = ()


def calls(path: str | Path) -> list[Call]:
    """Read calls; raises `UnreadableError` or `UsageError`, naming the place."""
    try:
        told = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror or 'cannot be read'}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise UnreadableError(f"{path}: not TOML in UTF-8") from None
    return [_call(one, f"{path}: call {n}") for n, one in enumerate(_tables(told, path), 1)]


def _tables(told: dict[str, Any], path: str | Path) -> list[dict[str, Any]]:
    found = told.get("call")
    if set(told) - {"call"} or not isinstance(found, list):
        raise UsageError(f"{path}: calls are written as [[call]] tables, nothing else")
    return found


def _call(told: dict[str, Any], place: str) -> Call:
    if set(told) - _KEYS or "victim" not in told:
        raise UsageError(f"{place}: a call has victim, and may have when, knew, said")
    knew = told.get("knew", [])
    if not isinstance(knew, list) or not all(isinstance(k, str) for k in knew):
        raise UsageError(f"{place}: knew is a list of taxonomy ids")
    if not set(knew) <= taxonomy.ids():
        # The words themselves stay out of the message: somebody may have written the value there.
        raise UsageError(f"{place}: knew names what is no type: `menshen types` lists them")
    try:
        return Call(
            str(told["victim"]),
            moment(told.get("when")),
            frozenset(knew),
            str(told.get("said", "")),
        )
    except UsageError as error:
        raise UsageError(f"{place}: {error}") from None


def moment(told: object) -> datetime | None:
    """Return a time as told: a TOML date or time, ISO 8601 text, or None; without zone.

    >>> moment("2026-03-05"), moment(None)
    (datetime.datetime(2026, 3, 5, 0, 0), None)
    """
    if told is None or told == "":
        return None
    if isinstance(told, datetime):
        found = told
    elif isinstance(told, date):
        found = datetime(told.year, told.month, told.day)  # noqa: DTZ001 - compared without zone
    else:
        try:
            found = datetime.fromisoformat(str(told).strip())
        except ValueError:
            raise UsageError("a time is written as ISO 8601, 2026-03-05 10:20") from None
    return found.astimezone().replace(tzinfo=None) if found.tzinfo else found


def accesses(path: str | Path) -> Iterator[Access]:
    """Yield the lines of an access log; raises `UnreadableError` for a line that is not one."""
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            yield from _lines(csv.DictReader(file), path)
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror or 'cannot be read'}") from None
    except (UnicodeDecodeError, csv.Error):
        raise UnreadableError(f"{path}: not CSV in UTF-8") from None


def _lines(rows: Iterable[dict[str, str]], path: str | Path) -> Iterator[Access]:
    for number, row in enumerate(rows, 2):
        if any(row.get(name) is None for name in _COLUMNS):
            raise UnreadableError(f"{path}: line {number}: the columns are {','.join(_COLUMNS)}")
        try:
            at = moment(row["time"])
        except UsageError:
            at = None
        if at is None:
            raise UnreadableError(f"{path}: line {number}: the time is not ISO 8601")
        held = row["columns"].replace(";", " ").replace("|", " ").split()
        yield Access(at, row["actor"], row["action"], row["row_key"], tuple(held))
