"""Facts among others and facts alone."""

from hypothesis import given
from hypothesis import strategies as st

from menshen.engines.company import Company

SPANS = st.lists(
    st.tuples(st.integers(0, 2000), st.integers(1, 30)).map(lambda s: (s[0], s[0] + s[1])),
    max_size=30,
)


def test_what_stands_far_from_all_is_doubted_and_what_stands_near_is_not() -> None:
    among = Company([(0, 3), (600, 611)], 1000)
    assert among.doubt(100, 104) is None
    assert among.doubt(480, 490) is None
    doubt = among.doubt(300, 304)
    assert doubt is not None
    assert doubt.weight < 0


def test_a_finding_is_no_company_for_itself() -> None:
    assert Company([(300, 304)], 1000).doubt(300, 304) is not None


def test_a_short_text_says_nothing() -> None:
    assert Company([], 40).doubt(10, 14) is None


@given(SPANS, st.integers(0, 2000), st.integers(1, 30))
def test_it_agrees_with_a_look_at_every_span(
    sure: list[tuple[int, int]], start: int, size: int
) -> None:
    end = start + size
    near = any(0 <= start - b < 150 or 0 <= a - end < 150 for a, b in sure)
    if near:
        # merged stretches that overlap the span itself are no company, but their parts may be
        assert Company(sure, 2100).doubt(start, end) is None or any(
            a < end and start < b for a, b in sure
        )
    else:
        assert Company(sure, 2100).doubt(start, end) is not None
