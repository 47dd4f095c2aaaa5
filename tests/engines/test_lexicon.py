"""Words of a list are found wherever they stand, the longest at each place, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.engines.lexicon import Lexicon

WORDS = st.text("朝阳区海淀ab0\ud800", min_size=2, max_size=4)


def slowly(words: dict[str, int], text: str) -> list[tuple[int, int, int]]:
    found = []
    for start in range(len(text)):
        fitting = [w for w in words if text.startswith(w, start)]
        if fitting:
            word = max(fitting, key=len)
            found.append((start, start + len(word), words[word]))
    return found


@given(
    st.dictionaries(WORDS, st.integers(), max_size=12),
    st.text("朝阳区海淀ab0\ud800京", max_size=60),
)
def test_it_finds_what_a_plain_search_finds(words: dict[str, int], text: str) -> None:
    assert [tuple(m) for m in Lexicon(words).find(text)] == slowly(words, text)


def test_a_word_cut_off_by_the_end_is_no_longer_than_the_text() -> None:
    assert [tuple(m) for m in Lexicon({"00": 1, "000": 2}).find("00")] == [(0, 2, 1)]


def test_ascii_text_is_passed_over_only_when_no_word_is_ascii() -> None:
    assert list(Lexicon({"朝阳": 0}).find("chaoyang")) == []
    assert [m.start for m in Lexicon({"朝阳": 0, "ao": 1}).find("chaoyang")] == [2]


def test_values_of_words() -> None:
    words = Lexicon({"朝阳": 7})
    assert (words.get("朝阳"), words.get("朝"), len(words)) == (7, None, 1)


def test_a_word_of_one_character_is_refused() -> None:
    with pytest.raises(ValueError, match="two characters"):
        Lexicon({"区": 0})
