"""The records of a report as plain data: for JSON, and one a line for JSON Lines.

Positions count from 0. A record is the same in both forms; in JSON Lines it also has a `kind`.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache, singledispatch
from typing import Any

from menshen.model import (
    Box,
    Cell,
    Column,
    Event,
    Evidence,
    Failure,
    Finding,
    Node,
    Person,
    Place,
    Reading,
    Remark,
    Run,
    Summary,
    Table,
    Text,
)
from menshen.report.shown import shown

__all__ = ["encoded", "evidence", "fields", "line", "place"]

_KINDS: dict[type, str] = {
    Run: "run",
    Reading: "document",
    Finding: "finding",
    Person: "person",
    Table: "table",
    Failure: "failure",
    Summary: "summary",
}
_ACTIVE = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
"""What JSON may hold as it is, yet a terminal or an editor would act upon."""


_ENCODER = json.JSONEncoder(ensure_ascii=False)


def encoded(plain: Any, *, indent: int | None = None) -> str:
    r"""Return JSON in which Chinese stays readable and nothing can act on a terminal.

    >>> encoded({"name": "张\x1b\u202e"})
    '{"name": "张\\u001b\\u202e"}'
    """
    return _safe(_ENCODER.encode(plain) if indent is None else _indented(plain, indent))


def _safe(text: str) -> str:
    if text.isascii() and "\x7f" not in text:
        return text
    return _ACTIVE.sub(lambda found: json.dumps(found.group())[1:-1], text)


def _indented(plain: Any, indent: int) -> str:
    return json.dumps(plain, ensure_ascii=False, indent=indent)


def line(event: Event, *, reveal: bool = False) -> str:
    """Return an event as one line of JSON Lines, without the line's end."""
    if type(event) is Finding:
        return _safe(_finding_line(event, reveal=reveal))
    return encoded({"kind": _KINDS[type(event)], **fields(event, reveal=reveal)})


def _finding_line(event: Finding, *, reveal: bool) -> str:
    """Return what `encoded` makes of a finding, in a third of the time: dense logs have millions."""
    at = event.place
    if type(at) is Text:
        where = f'{{"kind": "text", "offset": {at.offset}, "line": {at.line}}}'
    else:
        where = _ENCODER.encode(place(at))
    value = f'"value": {_ENCODER.encode(event.value)}, ' if reveal else ""
    return (
        f'{{"kind": "finding", "document": {_string(event.document)}, "block": {_string(event.block)}, '
        f'"place": {where}, "type": "{event.type.id}", "start": {event.span.start}, "end": {event.span.end}, '
        f'"masked": {_ENCODER.encode(shown(event))}, {value}"score": {float(event.score)!r}, '
        f'"detector": {_string(event.detector)}, "evidence": {_evidence(event.evidence)}, '
        f'"person": {_string(event.person)}, "relative": {_string(event.relative)}}}'
    )


@lru_cache(maxsize=1024)
def _string(text: str | None) -> str:
    return _ENCODER.encode(text)


@lru_cache(maxsize=4096)
def _evidence(items: tuple[Evidence, ...]) -> str:
    return _ENCODER.encode(evidence(items))


def place(where: Place) -> dict[str, Any]:
    """Return a place as plain data.

    >>> place(Cell("staff", 3, 0))
    {'kind': 'cell', 'table': 'staff', 'row': 3, 'column': 0}
    """
    kinds = {Text: "text", Cell: "cell", Node: "node", Box: "box"}
    return {"kind": kinds[type(where)], **where._asdict()}


def evidence(items: tuple[Evidence, ...]) -> list[dict[str, Any]]:
    """Return evidence as plain data, in the order in which it was weighed."""
    return [{"kind": e.kind, "weight": e.weight, "note": e.note} for e in items]


@singledispatch
def fields(event: object, *, reveal: bool = False) -> dict[str, Any]:  # noqa: ARG001
    """Return an event of a scan as plain data; the value of a finding only with `reveal`."""
    raise TypeError(f"no record of a scan: {type(event).__name__}")


@fields.register
def _(event: Finding, *, reveal: bool = False) -> dict[str, Any]:
    value = {"value": event.value} if reveal else {}
    return {
        "document": event.document,
        "block": event.block,
        "place": place(event.place),
        "type": event.type.id,
        "start": event.span.start,
        "end": event.span.end,
        "masked": shown(event),
        **value,
        "score": event.score,
        "detector": event.detector,
        "evidence": evidence(event.evidence),
        "person": event.person,
        "relative": event.relative,
    }


@fields.register
def _(event: Run, *, reveal: bool = False) -> dict[str, Any]:  # noqa: ARG001
    return {
        "version": event.version,
        "sources": list(event.sources),
        "policy": event.policy,
        "taxonomy": event.taxonomy,
        "started": event.started,
    }


@fields.register
def _(event: Reading, *, reveal: bool = False) -> dict[str, Any]:  # noqa: ARG001
    return {
        "document": event.document,
        "format": event.format,
        "blocks": event.blocks,
        "characters": event.characters,
        "remarks": [_remark(r) for r in event.remarks],
    }


@fields.register
def _(event: Person, *, reveal: bool = False) -> dict[str, Any]:  # noqa: ARG001
    return {
        "id": event.id,
        "documents": list(event.documents),
        "types": list(event.types),
        "identifiers": list(event.identifiers),
        "combination": list(event.combination),
        "findings": event.findings,
        "minor": event.minor,
        "also": list(event.also),
        "relatives": list(event.relatives),
    }


@fields.register
def _(event: Table, *, reveal: bool = False) -> dict[str, Any]:  # noqa: ARG001
    return {
        "document": event.document,
        "table": event.table,
        "columns": [_column(c) for c in event.columns],
    }


@fields.register
def _(event: Failure, *, reveal: bool = False) -> dict[str, Any]:  # noqa: ARG001
    return {"document": event.document, "error": event.error, "reason": event.reason}


@fields.register
def _(event: Summary, *, reveal: bool = False) -> dict[str, Any]:  # noqa: ARG001
    return {
        "documents": event.documents,
        "failures": event.failures,
        "findings": event.findings,
        "people": event.people,
        "characters": event.characters,
        "by_type": dict(event.by_type),
        "by_document": dict(event.by_document),
        "seconds": event.seconds,
        "interrupted": event.interrupted,
    }


def _remark(remark: Remark) -> dict[str, Any]:
    return {"kind": remark.kind, "note": remark.note}


def _column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "position": column.position,
        "type": column.type,
        "score": column.score,
        "reason": column.reason,
    }
