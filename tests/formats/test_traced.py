"""The way back from extracted text to markup."""

from __future__ import annotations

from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from menshen.formats.traced import traced

PIECES = st.lists(
    st.sampled_from(
        ["a", "张", "&amp;", "&#24352;", "&lt;", "x1", "&nbsp;", "&", ";", "=", "&#x5f20;"]
    ),
    max_size=12,
)


@given(PIECES)
def test_every_character_has_its_stretch(pieces: list[str]) -> None:
    source = "".join(pieces)
    text = unescape(source)
    spans = traced(source, 0, text, coded=True)
    if spans is None:
        return
    assert len(spans) == len(text)
    assert all(start <= end for start, end in spans)
    for char, (start, end) in zip(text, spans, strict=True):
        assert char in unescape(source[start:end])


@given(st.text("ab张 <>", max_size=20))
def test_literal_text_is_found_as_it_stands(text: str) -> None:
    spans = traced(text, 0, text, coded=False)
    assert spans is not None
    assert len(spans) == len(text)


def test_blanks_tags_and_sections() -> None:
    assert traced("a  \n b", 0, "a b", coded=True) == [(0, 1), (1, 5), (5, 6)]
    assert traced("<![CDATA[ab]]>", 0, "ab", coded=False) == [(9, 10), (10, 11)]
    assert traced("a<b>c", 0, "ac", coded=True) == [(0, 1), (4, 5)]
    assert traced("ab", 0, "ac", coded=True) is None
