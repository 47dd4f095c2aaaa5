"""A finding grows to what the model is sure of, and never over another finding, a line or a cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import menshen
from menshen.engines.bounds import LONGER, Bounds
from menshen.engines.tagger import Tagged
from menshen.model import Span
from menshen.text import compact

TOLD = "去年小腿骨折过"
SEEN = Tagged(2, 6, "diagnosis", 0.97)


def test_a_finding_takes_the_longer_bounds() -> None:
    assert Bounds(TOLD, [SEEN], [(4, 6)]).around("diagnosis", Span(4, 6)) == (2, 6)


@pytest.mark.parametrize(
    ("type_", "span", "tag"),
    [
        ("body_mark", Span(4, 6), SEEN),  # another kind
        ("diagnosis", Span(2, 6), SEEN),  # the same bounds
        ("diagnosis", Span(4, 7), SEEN),  # goes on behind
        ("diagnosis", Span(0, 1), SEEN),  # elsewhere
        ("diagnosis", Span(4, 6), SEEN._replace(sure=0.6)),  # not sure
        ("birth_date", Span(4, 6), SEEN._replace(label="birth_date")),  # rules know the bounds
    ],
)
def test_it_stays_as_it_is(type_: str, span: Span, tag: Tagged) -> None:
    assert Bounds(TOLD, [tag], [span]).around(type_, span) is None


@pytest.mark.parametrize("between", ["\n", "\t", "|"])
def test_nothing_goes_on_beyond_a_line_or_a_cell(between: str) -> None:
    text = f"小腿{between}骨折"
    bounds = Bounds(text, [Tagged(0, 5, "diagnosis", 0.97)], [])
    assert bounds.around("diagnosis", Span(3, 5)) is None


def test_it_does_not_grow_over_another_finding() -> None:
    bounds = Bounds(TOLD, [SEEN], [(2, 4), (4, 6)])
    assert bounds.around("diagnosis", Span(4, 6)) is None


def test_a_finding_within_another_hides_no_third() -> None:
    text = "病" * 20
    bounds = Bounds(text, [Tagged(5, 15, "diagnosis", 0.97)], [(3, 7), (4, 5), (8, 10)])
    assert bounds.around("diagnosis", Span(8, 10)) is None


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=6),
    st.integers(0, 30),
    st.integers(1, 20),
    st.integers(0, 10),
    st.integers(1, 10),
)
def test_it_only_grows_and_over_nothing(
    spans: list[tuple[int, int]], start: int, size: int, into: int, least: int
) -> None:
    taken = [(a, a + n) for a, n in spans]
    first = start + min(into, size - 1)
    span = Span(first, min(start + size, first + least))
    tag = Tagged(start, start + size, "diagnosis", 0.9)
    wider = Bounds("病" * 60, [tag], [*taken, span]).around("diagnosis", span)
    if wider is None:
        return
    assert wider.start <= span.start
    assert span.end <= wider.end
    for a, b in taken:
        apart = b <= span.start or a >= span.end
        assert not apart or b <= wider.start or a >= wider.end


def test_the_value_and_the_reason_say_so() -> None:
    longer = [
        f
        for text in (
            "杜月娥，去年小腿骨折，在家休养了三个月，现在走路还有点跛。",
            "他爱人康雪萍月供九千三还有二十七年才还完，她觉得压力很大。",
        )
        for f in menshen.find(text)
        if LONGER in f.evidence
    ]
    assert longer
    assert all(f.normal == compact(f.value) for f in longer)
