"""An expression that first looks at one character finds what it found without."""

from __future__ import annotations

import re

import pytest

from menshen.scam import signals
from menshen.scam.led import led


@pytest.mark.parametrize(
    ("regex", "first"),
    [
        ("ab|cd", "ac"),
        ("a?b", "ab"),
        ("(?:a|b){0,2}c", "abc"),
        ("(?:a|b){1,2}c", "ab"),
        ("(?<!x)a", "a"),
        ("[xyz]+q", "xyz"),
        ("\\d+元", "0-9"),
        ("\\[x", "\\["),
        ("[]a]b", "]a"),
        ("(?P<one>x|y)z|w", "wxy"),
        ("^a|b$", "ab"),
    ],
)
def test_says_what_a_match_begins_with(regex: str, first: str) -> None:
    told = led(regex)
    assert told.endswith(f"(?:{regex})")
    assert set(re.compile("(?<=\\(\\?=\\[).*?(?=\\]\\))").search(told).group()) >= set(first)  # type: ignore[union-attr]


@pytest.mark.parametrize("regex", [".a", "[^a]b", "a?", "(?:a|)", "\\sb", "a*b*", "(?i:a)b"])
def test_leaves_alone_what_can_begin_with_anything(regex: str) -> None:
    assert led(regex) == regex


def test_every_signal_finds_the_same_with_it(dialogues: tuple[str, ...]) -> None:
    raw = signals._raw()
    for entry in raw["signal"]:
        if "regex" in entry:
            whole = signals._whole(entry["regex"], raw["parts"])
            plain, quick = re.compile(whole), re.compile(led(whole))
            texts = [text for text in dialogues if any(word in text for word in entry["words"])][
                :40
            ]
            for text in texts:
                assert [m.span() for m in plain.finditer(text)] == [
                    m.span() for m in quick.finditer(text)
                ], entry["id"]
