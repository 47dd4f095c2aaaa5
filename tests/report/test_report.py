"""The report as data: gathered from events, written as JSON and JSON Lines."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.model import Box, Cell, Finding, Node, Place, Summary, Text
from menshen.report import Report, Tally
from menshen.report.records import encoded, fields, line, place
from tests.report.samples import MOBILE, RESIDENT, events, finding, report

FINDING = {
    "document": str, "block": str, "place": dict, "type": str, "start": int, "end": int,
    "masked": str, "score": float, "detector": str, "evidence": list, "person": (str, type(None)), "relative": (str, type(None)),
}  # fmt: skip
SHAPES: dict[str, dict[str, Any]] = {
    "documents": {"document": str, "format": str, "blocks": int, "characters": int, "remarks": list},
    "findings": FINDING,
    "people": {
        "id": str, "documents": list, "types": list,
        "identifiers": list, "combination": list, "findings": int, "minor": (bool, type(None)), "also": list, "relatives": list,
    },
    "tables": {"document": str, "table": str, "columns": list},
    "failures": {"document": str, "error": str, "reason": str},
}  # fmt: skip
COLUMN = {"name": str, "position": int, "type": (str, type(None)), "score": float, "reason": str}
TOTALS = {
    "documents": int, "failures": int, "findings": int, "people": int, "characters": int,
    "by_type": dict, "by_document": dict, "seconds": float, "interrupted": bool,
}  # fmt: skip


def check(record: dict[str, Any], shape: dict[str, Any]) -> None:
    assert list(record) == list(shape)
    for key, kind in shape.items():
        assert isinstance(record[key], kind), key


def test_the_json_report_has_the_shape_others_rely_on() -> None:
    plain = json.loads(report().to_json())
    assert list(plain) == ["run", *SHAPES, "totals"]
    check(
        plain["run"], dict.fromkeys(("version", "sources", "policy", "taxonomy", "started"), object)
    )
    for key, shape in SHAPES.items():
        assert plain[key]
        for record in plain[key]:
            check(record, shape)
    for column in plain["tables"][0]["columns"]:
        check(column, COLUMN)
    for item in plain["findings"][0]["evidence"]:
        check(item, {"kind": str, "weight": float, "note": str})
    check(plain["totals"], TOTALS)
    people = {p["id"] for p in plain["people"]} | {None}
    assert {f["person"] for f in plain["findings"]} <= people


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Text(7, 2), {"kind": "text", "offset": 7, "line": 2}),
        (Cell("t", 0, 4), {"kind": "cell", "table": "t", "row": 0, "column": 4}),
        (Node("0", "$.a"), {"kind": "node", "part": "0", "path": "$.a"}),
        (
            Box(1, 0.5, 1.5, 2.0, 3.0),
            {"kind": "box", "page": 1, "x0": 0.5, "y0": 1.5, "x1": 2.0, "y1": 3.0},
        ),
    ],
)
def test_places(where: Place, expected: dict[str, Any]) -> None:
    assert place(where) == expected


def test_values_are_there_only_when_revealed() -> None:
    hidden = report().to_json()
    assert MOBILE not in hidden
    assert RESIDENT not in hidden
    assert '"value"' not in hidden
    shown = report().to_dict(reveal=True)
    assert [f["value"] for f in shown["findings"]][:2] == [MOBILE, RESIDENT]
    assert shown["findings"][0]["masked"] == "138****8000"


def test_json_lines_have_a_kind_each_and_the_same_records() -> None:
    lines = [json.loads(line(event)) for event in events()]
    kinds = [record.pop("kind") for record in lines]
    assert kinds[0] == "run"
    assert kinds[-1] == "summary"
    assert set(kinds) == {"run", "finding", "person", "table", "failure", "document", "summary"}
    plain = json.loads(report().to_json())
    assert [r for k, r in zip(kinds, lines, strict=True) if k == "finding"] == plain["findings"]


@given(st.text(min_size=1), st.booleans())
def test_the_line_of_a_finding_is_its_record_encoded(text: str, reveal: bool) -> None:
    found = [e for e in events() if isinstance(e, Finding)]
    found.append(found[0]._replace(document=text, block=text + "#0", value=text, normal=text))
    for event in found:
        record = {"kind": "finding", **fields(event, reveal=reveal)}
        assert line(event, reveal=reveal) == encoded(record)


def test_only_events_have_records() -> None:
    with pytest.raises(TypeError, match="int"):
        fields(3)


@given(st.text())
def test_json_stays_true_and_inactive(text: str) -> None:
    written = encoded({"x": text})
    assert json.loads(written) == {"x": text}
    assert not set("\x1b\x7f\x9b\u202e\u2066\u200f\ufeff\u2028") & set(written)
    assert "\n" not in written


def test_surrogates_of_odd_file_names_can_be_written() -> None:
    written = line(finding(document="bad\udc80.txt"))
    assert json.loads(written.encode("utf-8"))["document"] == "bad\udc80.txt"


def test_a_stream_cut_short_is_an_interrupted_report() -> None:
    cut = Report.collect(islice(events(), 3))
    assert cut.summary.interrupted
    assert cut.summary.findings == 2
    assert len(cut.findings) == 2


def test_a_stream_without_a_run_is_refused() -> None:
    with pytest.raises(ValueError, match="Run"):
        Report.collect([])


def test_the_tally_counts_what_passes() -> None:
    tally = Tally()
    for event in islice(events(), 11):
        tally.add(event)
    summary = tally.summary(0.12345, interrupted=True)
    assert summary.by_type["mobile_number"] == 1
    assert (summary.findings, summary.people, summary.failures) == (5, 2, 1)
    assert summary.seconds == 0.123
    assert isinstance(list(events())[-1], Summary)
