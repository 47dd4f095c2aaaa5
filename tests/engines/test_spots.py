"""Patterns found by their words."""

from __future__ import annotations

from menshen.engines.spots import Spots, parted
from menshen.model import Block, Pattern
from menshen.text import written

SHAPE = Pattern("w", "老伴儿?|妻子", "(?P<v>老伴儿?|妻子)(?!们)", 0, 4, words=True)


def found(text: str) -> list[str]:
    view = written(text)
    return [c.seen for _, c in Spots([[SHAPE]]).candidates(view, Block("t", 0, text))]


def test_an_optional_end_of_a_word_is_left_to_the_regex() -> None:
    assert found("老伴走了，老伴儿呢，妻子来了") == ["老伴", "老伴儿", "妻子"]


def test_the_regex_sees_beyond_its_window() -> None:
    assert found("妻子们") == []


def test_keys_in_latin_letters_stay_with_the_matcher() -> None:
    label = Pattern(
        "field", "(?:关系|relation)", "(?:关系|relation):(?P<v>妻)", 9, 9, led=True, words=True
    )
    matched, words = parted([label, SHAPE])
    assert [p.trigger for p in matched] == ["(?:relation)"]
    assert [p.trigger for p in words] == ["关系", SHAPE.trigger]
