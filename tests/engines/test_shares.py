"""Triggers dealt out to databases: nothing lost, no byte shared, ASCII apart."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.detectors import builtin
from menshen.engines.shares import OTHER, alternatives, deal, foreign

PARTS = st.sampled_from(
    ["姓名", "a", "[0-9]", "[年月]", "[a年]", "(?:甲|乙)", "(?:甲|b)", "x?", "年?", "[^\\x00-\\x7f]", "\\|", "[|]"]
)  # fmt: skip
WORDS = st.lists(PARTS, min_size=1, max_size=4).map("".join)
TRIGGERS = st.lists(WORDS, min_size=1, max_size=4).map(lambda words: f"(?:{'|'.join(words)})")


@given(TRIGGERS, st.text("姓名甲乙年月ab0x|", max_size=8))
def test_the_alternatives_match_what_the_trigger_does(trigger: str, text: str) -> None:
    whole = re.fullmatch(trigger, text) is not None
    assert whole == any(re.fullmatch(word, text) for word in alternatives(trigger))


@given(TRIGGERS, st.text("abx0|", max_size=8))
def test_what_is_foreign_matches_nothing_in_ascii(trigger: str, text: str) -> None:
    if foreign(trigger):
        assert re.search(trigger, text) is None


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("号楼", True),
        ("[0-9]岁", True),
        ("(?:甲|b)", False),
        ("年{0,2}x", False),
        ("年{1,2}x", True),
        ("[^年]", False),
        ("a|年", False),
        ("\\(年\\)", True),
    ],
)
def test_foreign(expression: str, expected: bool) -> None:
    assert foreign(expression) is expected


def test_every_word_has_one_share_and_every_character_its_own_byte() -> None:
    triggers = list(dict.fromkeys(p.trigger for p in builtin().matcher.patterns))
    shares = deal(triggers)
    dealt = sorted(word for share in shares for word in share.words)
    assert dealt == sorted((i, w) for i, t in enumerate(triggers) for w in alternatives(t))
    for share in shares:
        used = list(share.alphabet.values())
        assert len(set(used)) == len(used)
        assert all(128 <= byte < OTHER for byte in used)
        assert len({foreign(word) for _, word in share.words}) == 1


def test_labels_and_shapes_go_apart() -> None:
    shares = deal(["(?:name|xm)", "[^0-9][0-9]{3}", "[a-z]{4}"], {0})
    assert [{i for i, _ in share.words} for share in shares] == [{0}, {1}, {2}]


def test_a_word_too_rich_for_a_byte_is_refused() -> None:
    with pytest.raises(ValueError, match="more characters"):
        deal(["".join(map(chr, range(0x4E00, 0x4E00 + 200)))])
