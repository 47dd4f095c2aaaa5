"""Watching an access log: what stands out is ranked with reasons, and what is usual is left alone."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.errors import UnreadableError, UsageError
from menshen.watch import Access, Watched, accesses, ranked

START = datetime(2026, 3, 2)


def office(actors: int = 12, days: int = 40, each: int = 20, seed: int = 1) -> list[Access]:
    """Return the log of people who all read about as much, on weekdays, in the office."""
    chance = random.Random(seed)
    return [
        Access(
            START + timedelta(days=day, hours=chance.randrange(9, 18)),
            f"a{actor}",
            "read",
            f"r{actor}-{chance.randrange(100)}",
            "",
        )
        for actor in range(actors)
        for day in range(days)
        if (START + timedelta(days=day)).weekday() < 5
        for _ in range(chance.randrange(each - 6, each + 7))
    ]


CASES = {f"a{n}": {f"r{n}-{k}" for k in range(100)} for n in range(12)}


def extra(day: int, hour: int, count: int, action: str = "read", key: str = "x") -> list[Access]:
    when = START + timedelta(days=day, hours=hour)
    return [Access(when, "a3", action, f"{key}{n}", "") for n in range(count)]


def first(log: list[Access], **options: object) -> Watched:
    return ranked(log, **options)[0]  # type: ignore[arg-type]


def test_an_ordinary_office_gives_nobody_to_look_at() -> None:
    assert [one for one in ranked(office(), cases=CASES) if one.score >= 6] == []


@pytest.mark.parametrize(
    ("added", "signal"),
    [
        (extra(30, 11, 400), "own_past"),
        (extra(30, 22, 300), "off_hours"),
        (extra(30, 11, 300, "export"), "export"),
        (extra(33, 11, 300), "own_past"),
    ],
)
def test_what_stands_out_is_named_with_its_day(added: list[Access], signal: str) -> None:
    found = first(office() + added)
    assert found.actor == "a3"
    assert found.score >= 3
    (reason,) = [one for one in found.reasons if one.signal == signal]
    assert reason.day == added[0].time.date()
    assert reason.seen > 5 * max(reason.usual, 1)


def test_a_little_every_day_from_some_day_on_is_found() -> None:
    log = office() + [one for day in range(20, 40) for one in extra(day, 11, 25)]
    found = first(log)
    assert found.actor == "a3"
    assert "rise" in {reason.signal for reason in found.reasons}


def test_rows_outside_the_cases_are_found() -> None:
    log = office() + [one for day in range(22, 40) for one in extra(day, 11, 8)]
    found = first(log, cases=CASES)
    assert found.actor == "a3"
    assert "outside_cases" in {reason.signal for reason in found.reasons}


def test_one_canary_is_less_than_the_line_and_two_are_more() -> None:
    for count, over in ((1, False), (3, True)):
        found = first(office() + extra(9, 11, count, key="c"), canaries={"c0", "c1", "c2"})
        assert found.reasons[0].signal == "canary"
        assert (found.score >= 6) is over


def test_the_same_canary_read_again_counts_once() -> None:
    once = first(office() + extra(9, 11, 1, key="c"), canaries={"c0"})
    again = first(office() + extra(9, 11, 1, key="c") * 5, canaries={"c0"})
    assert again.reasons[0].weight == once.reasons[0].weight


def test_groups_are_held_against_their_own() -> None:
    log = office(8, each=20) + [
        one._replace(actor=f"b{one.actor}") for one in office(8, each=200, seed=2)
    ]
    groups = {one.actor: one.actor[0] for one in log}
    apart = {one.actor for one in ranked(log, groups=groups) if one.score >= 3}
    assert apart == set()


def test_the_order_of_the_log_does_not_matter() -> None:
    log = office() + extra(30, 22, 300)
    shuffled = random.Random(3).sample(log, len(log))
    assert ranked(log, cases=CASES) == ranked(shuffled, cases=CASES)


def test_a_log_is_read_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "access.csv"
    path.write_text(
        "time,actor,action,row_key,columns\n"
        "2026-03-02T09:10:00,张三,READ,r1,姓名;电话\n"
        '2026-03-02 09:11,李四,export,"r,2",\n',
        encoding="utf-8-sig",
    )
    one, other = accesses(path)
    assert (one.actor, one.action, one.columns) == ("张三", "read", "姓名;电话")
    assert (other.time, other.row_key) == (datetime(2026, 3, 2, 9, 11), "r,2")
    assert "r1" not in repr(one)


@pytest.mark.parametrize(
    ("content", "match"),
    [
        ("", "columns"),
        ("when,who\n1,2\n", "columns"),
        ("time,actor,action,row_key\nsoon,a,read,r\n", "line 2"),
        ("time,actor,action,row_key\n2026-03-02,a,read\n", "line 2"),
        ("time,actor,action,row_key\n2026-03-02,,read,r\n", "line 2"),
        ('time,actor,action,row_key\n"2026', "CSV"),
    ],
)
def test_a_broken_log_says_where(tmp_path: Path, content: str, match: str) -> None:
    path = tmp_path / "access.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableError, match=match):
        list(accesses(path))


def test_a_log_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        list(accesses(tmp_path / "none.csv"))


_TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1))


@given(
    st.lists(
        st.builds(
            Access,
            time=_TIMES,
            actor=st.sampled_from("abcdefgh"),
            action=st.sampled_from(["read", "export"]),
            row_key=st.text(max_size=3),
            columns=st.just(""),
        ),
        max_size=60,
    )
)
def test_any_log_is_ranked(log: list[Access]) -> None:
    found = ranked(log, cases={}, canaries={"x"})
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(one.reasons and one.score > 0 for one in found)
