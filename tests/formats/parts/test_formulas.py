"""References of formulas, dates, and which cells depend on which."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.formats.parts import formulas
from menshen.formats.parts.dates import is_date, serial_of, text_of
from menshen.formats.parts.formulas import Area, Formula, column_of, depending, letters, references


@given(st.integers(0, 16_383))
def test_letters_of_columns_lead_back(column: int) -> None:
    assert column_of(letters(column)) == column


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("A1", [(0, 0, 0, 0)]),
        ("$B$2+c3", [(1, 1, 1, 1), (2, 2, 2, 2)]),
        ("SUM(A1:C9)", [(0, 0, 8, 2)]),
        ("SUM(C9:A1)", [(0, 0, 8, 2)]),
        ("SUM(B:B)", [(0, 1, 1_048_575, 1)]),
        ("SUM(2:3)", [(1, 0, 2, 16_383)]),
        ('"A1"&B2', [(1, 1, 1, 1)]),
        ("LOG10(A1)", [(0, 0, 0, 0)]),
        ("1+2", []),
        ("TRUE", []),
    ],
)
def test_references(text: str, areas: list[tuple[int, int, int, int]]) -> None:
    assert references(text, "s") == (False, [Area("s", *area) for area in areas])


@pytest.mark.parametrize(
    "text", ["INDIRECT(A1)", "OFFSET(A1,1,1)", "名单[手机]", "热线&1", "[1]Sheet1!A1", "Total"]
)
def test_what_cannot_be_told_depends_on_everything(text: str) -> None:
    assert references(text, "s")[0]


def test_sheets_are_told_apart() -> None:
    assert references("'它 的''表'!A1+名单!B2+C3", "S")[1] == [
        Area("它 的'表", 0, 0, 0, 0), Area("名单", 1, 1, 1, 1), Area("s", 2, 2, 2, 2),
    ]  # fmt: skip


def test_shared_formulas_are_moved_but_for_what_is_fixed() -> None:
    assert references("A1+$B$2+$C3+D$4", "s", down=2, right=1)[1] == [
        Area("s", 2, 1, 2, 1), Area("s", 1, 1, 1, 1), Area("s", 4, 2, 4, 2), Area("s", 3, 4, 3, 4),
    ]  # fmt: skip


def formula(place: str, text: str) -> Formula:
    row, column = int(place[1:]) - 1, column_of(place[0])
    untold, areas = references(text, "s")
    return Formula(("s", row, column), untold, tuple(areas))


def test_what_depends_on_what_depends() -> None:
    held = [
        formula("D1", "C1"),
        formula("C1", "B1"),
        formula("B1", "A1"),
        formula("E1", "F1"),
        formula("G1", "名"),
    ]
    assert depending(held, {("s", 0, 0)}) == {("s", 0, c) for c in (1, 2, 3, 6)}


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=15), st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_dependence_is_that_of_a_graph(edges: list[tuple[int, int]], start: int) -> None:
    held = [Formula(("s", to, 1), False, (Area("s", of, 1, of, 1),)) for to, of in edges]
    reached, waiting = set[int](), [start]
    while waiting:
        of = waiting.pop()
        for to, source in edges:
            if source == of and to not in reached:
                reached.add(to)
                waiting.append(to)
    assert depending(held, {("s", start, 1)}) == {("s", row, 1) for row in reached}


def test_of_too_many_formulas_all_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formulas, "MOST", 1)
    held = [formula("B1", "1"), formula("C1", "2")]
    assert len(depending(held, set())) == 2


def test_a_long_chain_costs_little() -> None:
    held = [Formula(("s", n, 0), False, (Area("s", n - 1, 0, n - 1, 0),)) for n in range(1, 20_000)]
    assert len(depending(held, {("s", 0, 0)})) == 19_999


@given(st.dates(date(1900, 3, 2), date(2200, 1, 1)), st.sampled_from([0, 1]))
def test_dates_lead_back(day: date, base: int) -> None:
    serial = serial_of(day.isoformat(), base)
    if serial is not None:
        assert text_of(serial, base) == day.isoformat()


@given(st.datetimes(datetime(1901, 1, 1), datetime(2200, 1, 1)))
def test_times_lead_back_to_the_second(when: datetime) -> None:
    when = when.replace(microsecond=0)
    serial = serial_of(when.isoformat(" "), 0)
    assert serial is not None
    again = datetime.fromisoformat(text_of(serial, 0))
    assert abs(again - when) < timedelta(seconds=1)


@pytest.mark.parametrize(
    ("serial", "base", "text"),
    [(1, 0, "1900-01-01"), (59, 0, "1900-02-28"), (61, 0, "1900-03-01"), (0.5, 0, "12:00:00"), (0, 1, "00:00:00"),
     (1462, 0, "1904-01-01"), (366, 1, "1905-01-01"), (-1, 0, "-1"), (1e9, 0, "1000000000.0"), (45000.25, 0, "2023-03-15 06:00:00")],
)  # fmt: skip
def test_serial_numbers(serial: float, base: int, text: str) -> None:
    assert text_of(serial, base) == text


@pytest.mark.parametrize(
    "code", ["yyyy-mm-dd", "[$-804]yyyy年m月d日", "h:mm AM/PM", "[h]:mm:ss", "e年", "m/d/yy;@"]
)
def test_formats_of_dates(code: str) -> None:
    assert is_date(164, code)


@pytest.mark.parametrize(
    "code", ["General", "0.00", "#,##0", "0.00E+00", '0"年"', "[Red]0", "@", "0\\d", "_(* #,##0_)"]
)
def test_formats_of_numbers(code: str) -> None:
    assert not is_date(164, code)
