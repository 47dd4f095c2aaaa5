"""The facts at hand, and who gets which letter."""

from __future__ import annotations

import pytest

from menshen.harm.reading import of_report
from menshen.papers import material as module
from menshen.papers.material import Material
from tests.harm.holdings import finding, person, report
from tests.papers.facts import TODAY, called, scanned


def test_facts_of_a_scan() -> None:
    facts = scanned()
    assert facts.value("people") == "3"
    assert facts.value("items") == "9"
    assert facts.value("sensitive_kinds") == "1"
    assert facts.value("minors") == "1"
    assert facts.value("failures") == "1"
    assert facts.value("date") == "2026年11月26日"
    assert facts.value("started") == "2026-11-24 12:00 UTC"
    assert facts.value("calls") is None
    assert facts.value("no_such_fact") is None


def test_facts_of_calls() -> None:
    facts = called()
    assert facts.value("calls") == "4"
    assert (facts.value("first"), facts.value("last")) == ("2025年3月10日", "2025年3月14日")
    assert "户型图" in str(facts.value("rare"))
    assert "手机号码" not in str(facts.value("rare"))
    assert facts.value("people") is None


def test_an_answer_wins_over_a_fact() -> None:
    facts = scanned(answers={"people": "三人"})
    assert facts.value("people") == "三人"


@pytest.mark.parametrize(("name", "holds"), [("minors", True), ("given", False), ("calls", False)])
def test_conditions_hold_for_what_is_there_and_not_nothing(name: str, holds: bool) -> None:
    assert scanned().holds(name) is holds


def many(count: int) -> Material:
    """Return a breach of people of whom each is known something else."""
    kinds = ["diagnosis", "order_info", "gov_subsidy", "flight_ticket", "children_info", "employer"]
    plain = report()
    plain["findings"] = [
        finding(kind, f"p{n}", 10 * n + at)
        for n in range(count)
        for at, kind in enumerate(
            ["mobile_number", *(k for b, k in enumerate(kinds) if n >> b & 1)]
        )
    ]
    plain["people"] = [person(f"p{n}") for n in range(count)]
    return Material(TODAY, of_report(plain))


def test_everybody_is_in_one_group() -> None:
    facts = many(40)
    people = [p for group in facts.groups for p in group.people]
    assert sorted(people) == sorted(f"p{n}" for n in range(40))
    assert sum(g.count for g in facts.groups) == 40


def test_too_many_groups_are_put_together_and_say_so() -> None:
    facts = many(60)
    assert len(facts.groups) <= module._GROUPS + 1
    assert [g.rest for g in facts.groups].count(True) == 1
    assert facts.groups[-1].rest
    assert facts.groups[-1].scams


def test_people_of_one_group_share_their_foremost_scams() -> None:
    from menshen.harm.possible import chances

    facts = many(40)
    assert facts.scanned is not None
    for group in facts.groups:
        if group.rest:
            continue
        for name in group.people:
            kinds = facts.scanned.holding.by_person[name]
            fed = [c.scam for c in chances(kinds) if c.complete == 1 and not c.bare]
            assert tuple(fed[: len(group.scams)]) == group.scams
