"""What is held of whom."""

from __future__ import annotations

import pytest

from menshen.errors import UsageError
from menshen.harm.holding import ANYWHERE, Item, Where, gathered, of_findings, of_kinds
from menshen.report.overview import Overview
from tests.harm.holdings import MOBILE, holding
from tests.report.samples import report


def test_people_of_whom_the_same_is_known_are_counted_together() -> None:
    found = holding(a=["person_name"], b=["person_name"], c=["person_name", "email"])
    assert found.people == 3
    assert found.known[frozenset(("person_name",))] == 2
    assert found.items == {"person_name": 3, "email": 1}


def test_what_is_nobodys_counts_once_a_value() -> None:
    items = [Item("email", None, "a"), Item("email", None, "a"), Item("email", None, "b")]
    found = gathered(items, {})
    assert found.people == 0
    assert found.items == {"email": 2}


def test_a_person_under_two_ids_is_one() -> None:
    items = [Item("email", "p0", 1), Item("email", "p1", 2), Item("age", "p0", 3)]
    found = gathered(items, {"p0": "p1"})
    assert found.people == 1
    assert found.by_person == {"p1": frozenset(("email", "age"))}


def test_columns_make_one_row_a_person() -> None:
    found = of_kinds(["姓名", "客户手机号", "gov_subsidy"], people=40)
    assert found.people == 40
    assert found.items["gov_subsidy"] == 40
    assert {w.name for p in found.patterns for _, w in p} == {"姓名", "客户手机号", "gov_subsidy"}
    assert of_kinds([]).people == 0
    with pytest.raises(UsageError):
        of_kinds(["no such column"])


def test_a_scan_is_counted_as_the_report_counts_it() -> None:
    made = report()
    found = of_findings(made.findings, made.people, made.tables)
    strict = dict.fromkeys((50, 500, 5000), 0)
    from menshen import taxonomy

    for kind, count in found.items.items():
        strict[taxonomy.get(kind).crim_class] += count
    assert {n: c for n, c in strict.items() if c} == dict(Overview.of(made).items[0])
    assert found.minors == {"p2"}
    wheres = {w for p in found.patterns for _, w in p}
    assert Where("staff.csv", "staff", 1) in wheres
    assert ANYWHERE in wheres


def test_no_value_shows_in_a_repr() -> None:
    made = report()
    found = of_findings(made.findings, made.people, made.tables)
    assert MOBILE not in repr(found)
    assert MOBILE not in repr(Item("mobile_number", None, MOBILE))
