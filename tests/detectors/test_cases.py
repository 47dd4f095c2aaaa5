"""Every case table: what each detector must find, must miss, and must not be taken in by."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from menshen import detectors, taxonomy
from menshen.detectors import Ensemble
from menshen.model import Block

CASES = Path(__file__).parent / "cases"


def table(name: str) -> dict[str, list[dict[str, Any]]]:
    with (CASES / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def rows(kind: str) -> list[Any]:
    return [
        pytest.param(name, case, id=f"{name}-{i}")
        for name in detectors.BUILTIN
        for i, case in enumerate(table(name).get(kind, ()))
    ]


@cache
def alone() -> Ensemble:
    """Return the detectors without the sequence model: the tables say what they do themselves."""
    return Ensemble([detectors.load(name) for name in detectors.BUILTIN], fused=False)


def found(text: str, name: str, ensemble: Ensemble) -> list[tuple[str, str]]:
    types = set(detectors.load(name).types)
    findings = detectors.find(Block("t", 0, text), ensemble=ensemble)
    return [(f.type.id, f.value) for f in findings if f.type.id in types]


@pytest.mark.parametrize(("name", "case"), rows("hit"))
def test_hits_are_found_with_exact_bounds(name: str, case: dict[str, Any]) -> None:
    wanted = (case.get("type", detectors.load(name).types[0]), case["value"])
    assert wanted in found(case["text"], name, alone())


@pytest.mark.parametrize(("name", "case"), rows("miss") + rows("near"))
def test_misses_and_near_misses_are_left_alone(name: str, case: dict[str, Any]) -> None:
    assert found(case["text"], name, alone()) == []


def test_the_sequence_model_spoils_few_of_the_cases() -> None:
    whole = detectors.builtin()
    tables = {name: table(name) for name in detectors.BUILTIN}
    hits = [(name, case) for name, kinds in tables.items() for case in kinds["hit"]]
    rest = [
        (name, case)
        for name, kinds in tables.items()
        for case in (*kinds.get("miss", ()), *kinds["near"])
    ]
    lost = longer = 0
    for name, case in hits:
        wanted = (case.get("type", detectors.load(name).types[0]), case["value"])
        seen = found(case["text"], name, whole)
        if wanted not in seen:
            held = any(kind == wanted[0] and wanted[1] in value for kind, value in seen)
            lost, longer = lost + (not held), longer + held
    alarms = sum(bool(found(case["text"], name, whole)) for name, case in rest)
    assert lost * 55 < len(hits)
    assert longer * 100 < len(hits)
    assert alarms * 45 < len(rest)


@pytest.mark.parametrize("name", detectors.BUILTIN)
def test_every_detector_has_cases_of_each_kind_for_every_type(name: str) -> None:
    cases = table(name)
    detector = detectors.load(name)
    assert detector.id == name
    assert {"hit", "near"} <= set(cases) <= {"hit", "miss", "near"}
    assert all("why" in case for case in cases["near"])
    hit_types = {case.get("type", detector.types[0]) for case in cases["hit"]}
    assert hit_types == set(detector.types)
    assert set(detector.types) <= set(taxonomy.ids())


def test_every_module_is_registered_and_has_a_case_table() -> None:
    folder = Path(detectors.__file__).parent
    modules = {p.stem for p in folder.glob("*.py") if p.stem != "__init__"}
    assert modules == set(detectors.BUILTIN)
    assert {p.stem for p in CASES.glob("*.toml")} == modules


def test_a_table_of_headers_is_read_once() -> None:
    # Every line is a header line and has the columns of the one before: each is read for one only.
    text = "姓名,手机\n" * 3_000
    spans = [f.span for f in detectors.find(Block("t", 0, text))]
    assert len(spans) == len(set(spans))
