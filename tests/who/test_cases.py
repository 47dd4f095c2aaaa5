"""Which contacts go back to the same leak."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from menshen import taxonomy
from menshen.who.calls import Call, moment, parsed
from menshen.who.cases import cases_of, common, rare
from tests.who.stories import house, motorcycle, securities

KINDS = st.frozensets(st.sampled_from(sorted(taxonomy.ids())), max_size=4)
CALLS = st.lists(
    st.tuples(st.sampled_from("abc"), KINDS, st.integers(1, 28)), min_size=1, max_size=12
)


def made(calls: list[tuple[str, frozenset[str], int]]) -> list[Call]:
    return [Call(v, moment(date(2025, 3, day), ""), kinds) for v, kinds, day in calls]


def test_the_three_stories_of_one_person_are_three_cases() -> None:
    stories = [*house()["call"], *securities()["call"], *motorcycle()["call"]]
    found = cases_of(parsed({"call": stories}).calls)
    assert sorted(len(case.calls) for case in found) == [1, 3, 3]
    assert all(len(case.observations) == 1 for case in found)


def test_twenty_brokers_of_one_leak_are_one_observation() -> None:
    calls = made([("me", frozenset(("house_unit", "mobile_number")), day) for day in range(1, 21)])
    (case,) = cases_of(calls)
    assert len(case.observations) == 1
    assert len(case.calls) == 20
    assert case.observations[0].first.day == 1


def test_victims_who_share_what_is_rare_are_one_case() -> None:
    calls = made(
        [
            ("a", frozenset(("house_unit",)), 3),
            ("b", frozenset(("house_unit", "house_layout")), 2),
            ("c", frozenset(("house_layout",)), 9),
            ("d", frozenset(("diagnosis",)), 4),
        ]
    )
    first, second = cases_of(calls)
    assert {o.victim for o in first.observations} == {"a", "b", "c"}
    assert first.knew == {"house_unit", "house_layout"}
    assert {o.victim for o in second.observations} == {"d"}


def test_a_shared_alias_joins_what_nothing_else_does() -> None:
    raw = {"victim": "me", "knew": ["mobile_number"], "alias": "Zq7K"}
    other = {**raw, "alias": "zq7k", "knew": ["diagnosis"], "when": "2025-03-09"}
    (case,) = cases_of(parsed({"call": [{**raw, "when": "2025-03-01"}, other]}).calls)
    assert case.observations[0].aliases == {"zq7k"}


def test_what_everybody_has_joins_nothing_to_anything() -> None:
    assert rare(["mobile_number", "person_name", "resident_id_number", "home_address"]) == set()
    assert "house_layout" in rare(["house_layout"])
    assert all(0 < share < 1 for share in common().values())


@settings(max_examples=60, deadline=None)
@given(CALLS)
def test_every_call_is_in_one_case(calls: list[tuple[str, frozenset[str], int]]) -> None:
    written = made(calls)
    found = cases_of(written)
    assert sorted(map(id, (c for case in found for c in case.calls))) == sorted(map(id, written))
    for case in found:
        victims = [o.victim for o in case.observations]
        times = [c.when for c in case.calls]
        assert times == sorted(times)
        for other in found:
            if other is not case:
                assert not rare(case.knew) & rare(other.knew)
        assert victims


@given(CALLS)
def test_an_investigation_takes_all_for_one_case(
    calls: list[tuple[str, frozenset[str], int]],
) -> None:
    (case,) = cases_of(made(calls), together=True)
    assert len(case.observations) == len({v for v, _, _ in calls})
