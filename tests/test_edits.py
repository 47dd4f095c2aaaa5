"""Edits: carried out from left to right, and only what was asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.edits import Edit, carried_out
from menshen.model import Span


@given(st.text(), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.text(max_size=4))))
def test_text_outside_the_edits_stays(text: str, wanted: list[tuple[int, int, str]]) -> None:
    edits, at = [], 0
    for gap, size, replacement in wanted:
        if at + gap + size <= len(text):
            edits.append((Span(at + gap, at + gap + size), replacement))
            at += gap + size
    expected = text
    for span, replacement in reversed(edits):
        expected = expected[: span.start] + replacement + expected[span.end :]
    assert carried_out(text, edits) == expected


@pytest.mark.parametrize("spans", [[Span(0, 2), Span(1, 3)], [Span(2, 9)]])
def test_edits_that_clash_are_refused(spans: list[Span]) -> None:
    with pytest.raises(ValueError, match="overlaps or leaves"):
        carried_out("甲乙丙丁", [(span, "") for span in spans])


def test_an_edit_does_not_show_what_it_writes() -> None:
    assert "13800138000" not in repr(Edit("a#0", Span(0, 1), "13800138000"))
