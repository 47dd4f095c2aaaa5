"""Reports of scans, read back."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menshen.errors import MenshenError, UsageError
from menshen.harm import reading
from menshen.harm.reading import of_report, read
from menshen.report import Report
from menshen.report.records import line
from tests.harm.holdings import finding, person, report, written
from tests.report.samples import events


def test_a_report_is_read_with_people_columns_and_circumstances(tmp_path: Path) -> None:
    found = read([written(tmp_path)])
    held = found.holding
    assert held.people == 3
    assert held.by_person["p3"] == {"person_name", "diagnosis"}
    assert held.minors == {"p3"}
    assert held.loose == {"email": 2}
    names = {w.name for p in held.patterns for _, w in p if w.column >= 0}
    assert names == {"姓名", "手机", "补贴"}
    assert found.documents == ("staff.csv", "notes.txt")
    assert found.failures == ("x.pdf",)
    assert found.started == ("2026-11-24T12:00:00+00:00",)


def test_json_and_json_lines_say_the_same(tmp_path: Path) -> None:
    whole = Report.collect(events())
    one = tmp_path / "r.json"
    one.write_text(whole.to_json(), encoding="utf-8")
    lines = tmp_path / "r.jsonl"
    lines.write_text("".join(f"{line(e)}\n" for e in events()), encoding="utf-8")
    assert read([one]) == read([lines])


def test_people_of_two_reports_are_different_people(tmp_path: Path) -> None:
    paths = [written(tmp_path), written(tmp_path, name="s.json")]
    found = read(paths)
    assert found.holding.people == 6
    assert found.holding.loose == {"email": 4}
    assert found.holding.minors == {"1/p3", "2/p3"}
    assert set(found.holding.by_person) >= {"1/p1", "2/p1"}


def test_an_object_read_already_is_a_report_too() -> None:
    assert of_report(report()).holding.people == 3


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", '{"run": {}}', '{"findings": []}', "null", '"x"', "[" * 10_000]
)
def test_what_is_no_report_is_a_usage_error_that_names_the_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"r\.json: this is no report"):
        read([path])


@pytest.mark.parametrize("text", ["", "{}\n", '{"kind": "finding"}\n', '{"kind": 1}\n', "x\n"])
def test_lines_that_are_no_report_are_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="no report"):
        read([path])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.json: the report cannot be read"):
        read([tmp_path / "none.json"])


def test_bytes_that_are_no_text_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(b"\xff\xfe{}")
    with pytest.raises(UsageError, match="no report"):
        read([path])


def test_a_report_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST", 10)
    with pytest.raises(UsageError, match="jsonl"):
        read([written(tmp_path)])


def test_a_kind_of_another_catalogue_is_not_skipped() -> None:
    plain = report()
    plain["findings"].append(finding("kind_of_tomorrow", None))
    with pytest.raises(UsageError, match="kind_of_tomorrow"):
        of_report(plain)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["run", "findings", "people", "tables", "documents", "failures"]), JSON)
def test_a_damaged_report_fails_clearly(part: str, junk: Any) -> None:
    plain = {**report(), part: junk}
    with suppress(MenshenError):
        of_report(plain)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(finding("age", "p"))), JSON)
def test_a_damaged_finding_fails_clearly(key: str, junk: Any) -> None:
    plain = report()
    plain["findings"] = [{**finding("age", "p"), key: junk}]
    plain["people"] = [person("p")]
    with suppress(MenshenError):
        of_report(plain)


def test_no_part_of_a_broken_report_is_repeated(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text(json.dumps({"run": {"version": "13800138000"}}), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read([path])
    assert "13800138000" not in str(caught.value)
