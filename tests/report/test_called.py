"""How people are called: masked, one value a kind, no more than three."""

from __future__ import annotations

from dataclasses import replace

from menshen.model import Person
from menshen.report.called import called
from tests.report.samples import MOBILE, RESIDENT, finding, report


def test_names_come_first_and_everything_is_masked() -> None:
    found = (
        finding("email", "ouyang@163.com", person="p1"),
        finding("diagnosis", "糖尿病", person="p1"),
        finding("resident_id_number", RESIDENT, person="p1"),
        finding(person="p9"),
        finding("person_name", "欧阳娜娜", person="p1"),
        finding("person_name", "别人", person="p2"),
    )
    person = Person("p1", ("a",), (), ("email",), 5, also=("p9",))
    base = replace(report(), findings=found)
    assert called(base, [person], "zh") == {"p1": "欧阳** · 138****8000 · 110105********002X"}
    assert MOBILE in called(base, [person], "zh", reveal=True)["p1"]


def test_who_is_known_by_combination_only_is_called_by_the_kinds() -> None:
    person = Person("p1", ("a",), ("gender", "birth_date"), (), 2, None, ("gender", "birth_date"))
    found = (finding("gender", "男", person="p1"),)
    told = called(replace(report(), findings=found), [person], "zh")["p1"]
    assert told == "结合识别：性别、出生日期"
