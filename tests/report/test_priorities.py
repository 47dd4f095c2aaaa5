"""What to do first: in order, with documents and law, and nothing that was not found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from menshen.model import Person
from menshen.report.priorities import priorities
from menshen.report.words import Lang
from tests.report.samples import finding, report


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_step_names_documents_and_law(lang: Lang) -> None:
    steps = priorities(report(), lang)
    assert 3 <= len(steps) <= 7
    for step in steps:
        assert step.todo
        assert step.text
        assert step.documents
        assert step.law
        assert step.status == "V"


def test_many_documents_are_counted() -> None:
    many = replace(report(), findings=tuple(finding(document=f"{n}.txt") for n in range(10)))
    last = priorities(many, "zh")[-1]
    assert last.todo == "核对保存期限"
    assert len(last.documents) == 3
    assert last.more == 7


def test_people_in_several_documents_ask_for_a_merger() -> None:
    person = Person("p1", ("a", "b"), ("email",), ("email",), 2)
    steps = priorities(replace(report(), people=(person,)), "zh")
    assert "合并分散的副本" in [s.todo for s in steps]
    assert "合并分散的副本" not in [s.todo for s in priorities(report(), "zh")]


def test_nothing_found_asks_for_nothing() -> None:
    assert priorities(replace(report(), findings=(), people=(), failures=()), "zh") == []
