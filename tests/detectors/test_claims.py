"""What a number claims that its own check rejects is found as if every claim were asked."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.detectors import _Claimed
from menshen.model import Span

SPANS = st.builds(
    lambda start, size: Span(start, start + size), st.integers(0, 40), st.integers(1, 9)
)


@given(st.lists(SPANS, max_size=8), SPANS)
@settings(max_examples=200, deadline=None)
def test_overlaps_are_those_of_any_claim(spans: list[Span], span: Span) -> None:
    expected = any(o.start < span.end and span.start < o.end for o in spans)
    assert _Claimed(list(spans)).overlap(span) is expected
