"""Read what scans found from their reports: `menshen scan -f json`, or `-f jsonl` line by line.

Reports hold no values, so findings that belong to nobody are told apart by where they stand.
Several reports are read as one holding; people of different reports are different people, since
ids are counted anew in each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from menshen import taxonomy
from menshen.errors import UsageError
from menshen.harm.holding import ANYWHERE, Holding, Item, Where, gathered

__all__ = ["LARGEST", "Scanned", "of_report", "read"]

LARGEST = 1 << 30
"""Bytes of a JSON report; larger ones are read as JSON Lines."""
_KINDS = {
    "documents": "document",
    "findings": "finding",
    "people": "person",
    "tables": "table",
    "failures": "failure",
}
_Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scanned:
    """What reports say: the holding, and the circumstances that papers ask for.

    `documents` are the addresses of what was read, `failures` of what could not be; `started` and
    `versions` are those of the scans.
    """

    holding: Holding
    documents: tuple[str, ...]
    failures: tuple[str, ...]
    started: tuple[str, ...]
    versions: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(slots=True)
class _Gathering:
    """Collects records as they come; people and columns are named after the findings."""

    items: list[Item] = field(default_factory=list)
    same: dict[str, str] = field(default_factory=dict)
    minors: set[str] = field(default_factory=set)
    names: dict[tuple[str, str, int], str] = field(default_factory=dict)
    documents: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    runs: list[_Record] = field(default_factory=list)

    def add(self, kind: str, record: _Record, prefix: str) -> None:
        """Take note of a record of a report."""
        if kind == "finding":
            self.items.append(_item(record, prefix))
        elif kind == "person":
            last = prefix + record["id"]
            self.same.update(dict.fromkeys((last, *(prefix + old for old in record["also"])), last))
            if record["minor"]:
                self.minors.add(last)
        elif kind == "table":
            for column in record["columns"]:
                spot = (record["document"], record["table"], column["position"])
                self.names[spot] = str(column["name"])
        elif kind == "document":
            self.documents.append(str(record["document"]))
        elif kind == "failure":
            self.failures.append(str(record["document"]))
        elif kind == "run":
            self.runs.append(record)

    def scanned(self) -> Scanned:
        """Return all that was noted."""
        items = (item._replace(where=self._named(item.where)) for item in self.items)
        return Scanned(
            gathered(items, self.same, minors=self.minors),
            tuple(self.documents),
            tuple(dict.fromkeys(self.failures)),
            tuple(str(run["started"]) for run in self.runs),
            tuple(str(run["version"]) for run in self.runs),
            tuple(str(source) for run in self.runs for source in run["sources"]),
        )

    def _named(self, where: Where) -> Where:
        if where.column < 0:
            return where
        return where._replace(name=self.names.get((where.document, where.table, where.column), ""))


def read(paths: Iterable[str | Path]) -> Scanned:
    """Return what reports in files say.

    Raises `UsageError` for a file that is not there, or is no report of `menshen scan`.
    """
    chosen = [Path(p) for p in paths]
    gathering = _Gathering()
    for number, path in enumerate(chosen, 1):
        prefix = f"{number}/" if len(chosen) > 1 else ""
        _gather(gathering, _records(path), prefix, _no_report(path))
        if len(gathering.runs) < number:
            raise _no_report(path)
    return _scanned(gathering, _no_report(chosen[-1] if chosen else Path()))


def of_report(report: Mapping[str, Any]) -> Scanned:
    """Return what a report says that was read already: the object `menshen scan -f json` writes.

    Raises `UsageError` where it is none.
    """
    gathering = _Gathering()
    complaint = UsageError("this is no report of «menshen scan -f json»")
    _gather(gathering, _parts(report), "", complaint)
    return _scanned(gathering, complaint)


_WRONG = (KeyError, TypeError, AttributeError, ValueError, OverflowError)
"""What comes of taking a report apart that has other parts than it should."""


def _gather(
    gathering: _Gathering,
    records: Iterator[tuple[str, _Record]],
    prefix: str,
    complaint: UsageError,
) -> None:
    try:
        for kind, record in records:
            gathering.add(kind, record, prefix)
    except UsageError:
        raise
    except _WRONG:
        raise complaint from None


def _scanned(gathering: _Gathering, complaint: UsageError) -> Scanned:
    try:
        return gathering.scanned()
    except _WRONG:
        raise complaint from None


def _no_report(path: Path) -> UsageError:
    return UsageError(
        f"{path}: this is no report; write one with «menshen scan -f json» or «-f jsonl»"
    )


def _records(path: Path) -> Iterator[tuple[str, _Record]]:
    try:
        if path.suffix == ".jsonl":
            with path.open(encoding="utf-8") as lines:
                for line in lines:
                    record = json.loads(line)
                    yield record["kind"], record
            return
        if path.stat().st_size > LARGEST:
            raise UsageError(f"{path}: the report is too large; write it with «-f jsonl»")
        report = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise UsageError(f"{path}: the report cannot be read: {reason}") from None
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError, KeyError, TypeError):
        raise _no_report(path) from None
    if not isinstance(report, dict):
        raise _no_report(path)
    yield from _parts(report)


def _parts(report: Mapping[str, Any]) -> Iterator[tuple[str, _Record]]:
    yield "run", report["run"]
    for key, kind in _KINDS.items():
        for record in report[key]:
            yield kind, record


def _item(record: _Record, prefix: str) -> Item:
    name, person = record["type"], record["person"]
    if name not in taxonomy.ids():
        raise UsageError(
            "the report names a kind of information that is not in this catalogue: "
            f"{str(name)[:60]!r}; scan again with this version"
        )
    key = (prefix, str(record["block"]), int(record["start"]))
    place = record["place"]
    where = ANYWHERE
    if place["kind"] == "cell":
        where = Where(str(record["document"]), str(place["table"]), int(place["column"]))
    owner = None if person is None else prefix + person
    return Item(name, owner, key, where, str(record["document"]))
