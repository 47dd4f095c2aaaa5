"""Facts among others and facts alone."""

from hypothesis import given
from hypothesis import strategies as st

from menshen.engines.bearer import NOBODY
from menshen.engines.company import Company

SPANS = st.lists(
    st.tuples(st.integers(0, 2000), st.integers(1, 30)).map(lambda s: (s[0], s[0] + s[1])),
    max_size=30,
)
TEXT, LONG = "x" * 1000, "x" * 2100


def weight(among: Company, start: int, end: int) -> float:
    """Return what the company of a finding weighs, 0 where it says nothing."""
    beside = among.around(start, end)
    return 0.0 if beside is None else beside.weight


def test_what_stands_far_from_all_is_doubted_and_what_stands_near_is_not() -> None:
    among = Company([(0, 3), (600, 611)], TEXT)
    assert among.around(100, 104) is None
    assert among.around(480, 490) is None
    assert weight(among, 300, 304) < 0


def test_several_sure_ones_around_speak_for_it() -> None:
    among = Company([(0, 3), (20, 24), (200, 204), (400, 404)], TEXT)
    assert weight(among, 100, 104) > 0
    assert weight(among, 60, 62) > 0
    assert weight(among, 300, 304) == 0


def test_a_finding_is_no_company_for_itself() -> None:
    assert weight(Company([(300, 304)], TEXT), 300, 304) < 0
    assert weight(Company([(290, 292), (300, 304), (320, 322)], TEXT), 300, 304) == 0


def test_a_short_text_says_nothing() -> None:
    assert Company([], "x" * 40).around(10, 14) is None


@given(SPANS, st.integers(0, 2000), st.integers(1, 30))
def test_it_agrees_with_a_look_at_every_span(
    sure: list[tuple[int, int]], start: int, size: int
) -> None:
    end = start + size
    merged: list[tuple[int, int]] = []
    for a, b in sorted(sure):
        if merged and a < merged[-1][1]:
            merged[-1] = merged[-1][0], max(b, merged[-1][1])
        else:
            merged.append((a, b))
    near = sum(0 <= start - b < 150 or 0 <= a - end < 150 for a, b in merged)
    said = weight(Company(sure, LONG), start, end)
    assert (said > 0) == (near >= 3)
    assert (said < 0) == (near == 0)


def test_a_name_before_it_in_the_sentence_is_whose_it_is() -> None:
    text = "小蔚有白癜风。脖子上一块白"
    among = Company([(0, 2)], text, [(0, 2)])
    assert among.bearer((NOBODY,), 3, 6) is not None
    assert among.bearer((NOBODY,), 7, 10) is None
    assert among.bearer((), 3, 6) is None
    assert Company([(0, 2)], text).bearer((NOBODY,), 3, 6) is None
