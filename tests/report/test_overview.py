"""The counts of a report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from menshen.model import Person
from menshen.report.overview import Overview, leading
from tests.report.samples import finding, report


def test_everything_is_counted_once() -> None:
    seen = Overview.of(report())
    assert seen.sensitive == {"staff.csv": 1, "a.json": 1}
    assert seen.secrets == {"staff.csv": 1}
    assert seen.levels.total() == 5
    assert (seen.direct, seen.combined, seen.children, seen.spread) == (2, 0, 1, 0)
    assert seen.young == {"staff.csv": 1}


def test_items_are_distinct_by_person_and_kind() -> None:
    one = Person("p1", ("a",), ("mobile_number",), ("mobile_number",), 4, also=("p7",))
    found = (
        finding(person="p1"), finding(value="13900139000", person="p1"), finding(person="p7"),
        finding(), finding(), finding(value="13900139000"),
    )  # fmt: skip
    seen = Overview.of(replace(report(), findings=found, people=(one,)))
    assert sum(seen.items[0].values()) == 3
    assert sum(seen.items[1].values()) == 3


@pytest.mark.parametrize(
    ("types", "rank"),
    [
        ((), "none"),
        (("gender",), "low"),
        (("marital_status",), "medium"),
        (("bank_card_number",), "high"),
        (("pickup_code",), "high"),
    ],
)
def test_the_grade_follows_the_gravest(types: tuple[str, ...], rank: str) -> None:
    bare = replace(report(), findings=tuple(map(finding, types)), people=())
    assert Overview.of(bare).rank == rank


def test_people_raise_the_grade() -> None:
    bare = replace(report(), findings=(finding(),), people=())
    assert Overview.of(bare).rank == "low"
    assert Overview.of(replace(bare, people=report().people[:1])).rank == "medium"
    assert Overview.of(replace(bare, people=report().people[1:])).rank == "high"


def test_children_lead_then_those_of_whom_most_is_known() -> None:
    people = (
        Person("few", (), ("email",), ("email",), 9),
        Person("many", (), ("email", "gender"), ("email",), 2),
        Person("child", (), ("email",), ("email",), 1, minor=True),
    )
    assert [p.id for p in leading(replace(report(), people=people), 2)] == ["child", "many"]
