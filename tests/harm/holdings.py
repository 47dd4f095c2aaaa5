"""Holdings and reports made by hand, so that the tests of harm need no detector."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from menshen.harm.holding import Holding, Item, gathered

MOBILE = "13800138000"


def holding(**people: Sequence[str]) -> Holding:
    """Return a holding of people, each by name with the kinds known of him."""
    items = [
        Item(kind, person, f"{person}{kind}") for person, kinds in people.items() for kind in kinds
    ]
    return gathered(items, {})


def finding(
    kind: str, person: str | None, start: int = 0, place: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    where = place or {"kind": "text", "offset": start, "line": 0}
    document = "staff.csv" if place else "notes.txt"
    return {
        "document": document,
        "block": f"{document}#0",
        "place": dict(where),
        "type": kind,
        "start": start,
        "end": start + 2,
        "masked": "**",
        "score": 0.9,
        "detector": "x",
        "evidence": [],
        "person": person,
    }


def person(id_: str, *, minor: bool | None = None, also: Iterable[str] = ()) -> dict[str, Any]:
    return {
        "id": id_,
        "documents": ["notes.txt"],
        "types": [],
        "identifiers": [],
        "combination": [],
        "findings": 1,
        "minor": minor,
        "also": list(also),
    }


def cell(row: int, column: int) -> dict[str, Any]:
    return {"kind": "cell", "table": "staff", "row": row, "column": column}


def report() -> dict[str, Any]:
    """Return a report of two people in a table, a child in a text, and a mail of nobody."""
    findings = [
        finding("person_name", "p1", 0, cell(0, 0)),
        finding("mobile_number", "p1", 5, cell(0, 1)),
        finding("gov_subsidy", "p1", 9, cell(0, 2)),
        finding("person_name", "p2", 20, cell(1, 0)),
        finding("mobile_number", "p2", 25, cell(1, 1)),
        finding("person_name", "p3", 0),
        finding("diagnosis", "p0", 4),
        finding("email", None, 40),
        finding("email", None, 60),
    ]
    columns = [
        {"name": name, "position": n, "type": None, "score": 0.0, "reason": ""}
        for n, name in enumerate(("姓名", "手机", "补贴"))
    ]
    return {
        "run": {
            "version": "0.1.0",
            "sources": ["data"],
            "policy": "x",
            "taxonomy": "2026-11",
            "started": "2026-11-24T12:00:00+00:00",
        },
        "documents": [
            {"document": d, "format": "plain", "blocks": 1, "characters": 9, "remarks": []}
            for d in ("staff.csv", "notes.txt")
        ],
        "findings": findings,
        "people": [person("p1"), person("p2"), person("p3", minor=True, also=["p0"])],
        "tables": [{"document": "staff.csv", "table": "staff", "columns": columns}],
        "failures": [{"document": "x.pdf", "error": "EncryptedError", "reason": "locked"}],
        "totals": {},
    }


def written(folder: Path, plain: Mapping[str, Any] | None = None, name: str = "r.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(plain or report(), ensure_ascii=False), encoding="utf-8")
    return path
