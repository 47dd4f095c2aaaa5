"""Ages as written: figures, words, months; births of which only a part is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.people.ages import of_age, of_birth

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("written", "years"),
    [
        ("9岁", 9), ("13周岁", 13), ("三十五岁", 35), ("十二岁", 12), ("二十岁", 20), ("三岁半", 3), ("两岁", 2),
        ("5个月", 0), ("八个月", 0), ("虚岁15", 15), ("六十多岁", 60), ("102岁", 102), ("35", 35), ("不详", None),
    ],
)  # fmt: skip
def test_an_age_as_written(written: str, years: int | None) -> None:
    assert of_age(written) == years


@pytest.mark.parametrize("digits", ["", "20", "20261301", "19820230", "abcd", "0000"])
def test_no_date_is_no_age(digits: str) -> None:
    assert of_birth(digits, TODAY) is None


@given(st.dates(date(1900, 1, 1), TODAY))
def test_a_part_of_a_birth_date_never_makes_older(born: date) -> None:
    whole = of_birth(born.strftime("%Y%m%d"), TODAY)
    month, year = (of_birth(born.strftime(f), TODAY) for f in ("%Y%m", "%Y"))
    assert whole is not None
    assert month is not None
    assert year is not None
    assert whole >= month >= year >= whole - 1


@given(st.dates(date(1900, 1, 1), TODAY - timedelta(days=366)))
def test_a_birthday_makes_a_year_older(born: date) -> None:
    if (born.month, born.day) == (2, 29):
        return
    at = born.replace(year=born.year + 1)
    digits = born.strftime("%Y%m%d")
    assert (of_birth(digits, at - timedelta(days=1)), of_birth(digits, at)) == (0, 1)
