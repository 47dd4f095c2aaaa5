"""How well a candidate explains what callers knew, when, and how they addressed the victim."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.harm.known import closed
from menshen.who.calls import Call, moment
from menshen.who.candidates import Candidate
from menshen.who.cases import Observation
from menshen.who.fitting import GUESSED, JOINED, LOST, Fit, delay, fit, shares

FIELDS = frozenset(("person_name", "mobile_number", "house_unit", "house_layout"))
START = moment(date(2025, 3, 10), "")


def candidate(**more: object) -> Candidate:
    fields = {"id": "h", "name": "h", "kind": None, "named": FIELDS, "fields": closed(FIELDS)}
    return Candidate(**{**fields, **more})  # type: ignore[arg-type]


def seen(*knew: str, alias: str = "") -> Observation:
    call = Call("me", START, frozenset(knew), alias=alias)
    return Observation("me", frozenset(knew), START, (call,))


def fitted(one: Candidate, observation: Observation, population: int = 1000) -> Fit:
    others = [one, candidate(named=frozenset(("email",)), fields=frozenset(("email",)))]
    return fit(one, observation, population, shares(others))


def test_the_fewer_people_are_held_the_more_it_says() -> None:
    few = candidate(rows=frozenset(("me", "b")))
    many = candidate(rows=frozenset(("me", *map(str, range(499)))))
    assert fitted(few, seen("house_unit")).rows > fitted(many, seen("house_unit")).rows > 1
    assert fitted(candidate(), seen("house_unit")).rows == 1


def test_who_is_not_held_may_be_missing_from_a_log() -> None:
    found = fitted(candidate(rows=frozenset(("b",))), seen("house_unit"))
    assert found.rows == LOST
    assert not found.holds


def test_a_kind_that_is_lacking_needs_a_second_source() -> None:
    whole = fitted(candidate(), seen("house_unit"))
    lacking = fitted(candidate(), seen("house_unit", "diagnosis"))
    assert lacking.lacking == {"diagnosis"}
    assert lacking.knowledge == pytest.approx(whole.knowledge * JOINED)


def test_a_rarer_form_of_what_is_held_counts_as_held() -> None:
    named = frozenset(("resident_id_number", "mobile_number"))
    found = fitted(candidate(named=named, fields=closed(named)), seen("passport_number"))
    assert found.covered == {"passport_number"}


def test_what_nobody_mentioned_speaks_a_little_against() -> None:
    more = FIELDS | {"income", "employer", "education", "email"}
    wide = fitted(candidate(named=more, fields=closed(more)), seen("house_unit"))
    assert fitted(candidate(), seen("house_unit")).knowledge > wide.knowledge


def test_without_a_way_to_call_the_number_came_from_elsewhere() -> None:
    dumb = frozenset(("house_unit", "house_layout", "person_name"))
    found = fitted(candidate(named=dumb, fields=closed(dumb)), seen("house_unit"))
    assert found.knowledge < fitted(candidate(), seen("house_unit")).knowledge


@pytest.mark.parametrize(("days", "excluded"), [(-30, True), (-1, True), (0, False), (9, False)])
def test_what_was_given_after_the_call_is_excluded(days: int, excluded: bool) -> None:
    given_ = candidate(dates={"me": START - timedelta(days=days)})
    found = fitted(given_, seen("house_unit"))
    assert found.excluded is excluded
    assert (found.ratio == 0) is excluded
    assert found.days == days


def test_a_reckoned_date_only_makes_unlikely() -> None:
    later = candidate(earliest={"me": START + timedelta(days=60)})
    found = fitted(later, seen("house_unit"))
    assert 0 < found.time < 1
    assert not found.excluded


@given(st.floats(0, 5000), st.floats(0.1, 5000))
def test_the_sooner_the_better(days: float, more: float) -> None:
    assert delay(days) > delay(days + more) > 0


def test_the_delay_is_a_share_of_days() -> None:
    # Against any day of three years: the ratios average to what lies within them.
    assert sum(delay(d + 0.5) for d in range(1095)) / 1095 == pytest.approx(0.975, abs=0.01)


def test_an_alias_given_to_one_alone_is_nearly_decisive() -> None:
    given_ = candidate(aliases={"me": "ZQ7k"})
    assert fitted(given_, seen("house_unit", alias="zq7K")).alias == (1 - GUESSED) / GUESSED
    assert fitted(given_, seen("house_unit", alias="other")).alias == 1
    assert fitted(given_, seen("house_unit")).alias == 1
    assert fitted(candidate(), seen("house_unit", alias="zq7k")).alias == 1


def test_shares_are_never_none_or_all() -> None:
    found = shares([candidate(), candidate()])
    assert 0 < found["diagnosis"] < 0.5 < found["house_unit"] < 1
