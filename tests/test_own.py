"""A user's own words and patterns: found, told from longer words, raised by labels."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.detectors import explain, find
from menshen.errors import PolicyError
from menshen.model import Block
from menshen.own import Searched
from menshen.policy import Own, Policy
from menshen.policy.own import unbounded
from menshen.text import written


def policy(entry: str) -> Policy:
    return Policy.parse(f'[[own]]\nname = "mine"\ntype = "certificate_no"\n{entry}')


def found(text: str, entry: str) -> list[str]:
    block = Block("a", 0, text)
    return [f.value for f in find(block, policy=policy(entry)) if f.detector == "mine"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("持LC00170023来", ["LC00170023"]),
        ("ＬＣ００１７００２３", ["ＬＣ００１７００２３"]),
        ("两张LC00170023、LC00170024", ["LC00170023", "LC00170024"]),
        ("LC0017", []),
    ],
)
def test_a_pattern_is_found_in_any_width(text: str, values: list[str]) -> None:
    assert found(text, 'pattern = "LC[0-9]{8}"') == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("启动蓝鲸计划二期", ["蓝鲸计划二期"]),
        ("蓝鲸计划延期", ["蓝鲸计划"]),
        ("the Blue Whale plan", ["Blue Whale"]),
        ("the Blue Whales", []),
        ("True Blue Whale", ["Blue Whale"]),
        ("蓝鲸很大", []),
    ],
)
def test_the_longest_word_of_a_list_is_found_whole(text: str, values: list[str]) -> None:
    assert found(text, 'words = ["蓝鲸计划", "蓝鲸计划二期", "Blue Whale"]') == values


def test_a_label_or_a_header_makes_it_sure() -> None:
    entry = 'pattern = "LC[0-9]{8}"\nlabels = ["借书证", "card_no"]\nscore = 0.2'
    assert found("某某 LC00170023", entry) == []
    assert found("借书证号：LC00170023", entry) == ["LC00170023"]
    assert found('{"card_no": "LC00170023"}', entry) == ["LC00170023"]
    notes = explain(Block("a", 0, "某某 LC00170023"), policy=policy(entry))
    assert any(e.detector == "mine" and "below the threshold" in e.reason for e in notes)


def test_the_group_v_is_the_value() -> None:
    assert found("编号:LC0017;", 'pattern = "编号:(?P<v>LC[0-9]{4})"') == ["LC0017"]


def test_words_may_stand_in_a_file_beside_the_policy(tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("蓝鲸计划\n\n白鹭计划\n", encoding="utf-8")
    path = tmp_path / "policy.toml"
    path.write_text(
        '[[own]]\nname = "mine"\ntype = "work_secret"\nfile = "names.txt"', encoding="utf-8"
    )
    block = Block("a", 0, "白鹭计划与蓝鲸计划")
    assert [f.value for f in find(block, policy=Policy.load(path))] == ["白鹭计划", "蓝鲸计划"]
    path.write_text(
        '[[own]]\nname = "mine"\ntype = "work_secret"\nfile = "gone.txt"', encoding="utf-8"
    )
    with pytest.raises(PolicyError, match=r"policy\.toml:4: own\[0\]\.file: .*cannot be read"):
        Policy.load(path)


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("", "needs words"),
        ('words = ["蓝鲸"]\npattern = "x"', "one of them"),
        ('words = ["蓝"]', "two characters"),
        ('pattern = "a+b"', "needs an end"),
        ('pattern = "(a{1,9}){1,9}"', "nesting"),
        ('pattern = "x{0,90}y{0,90}z"', "too many ways"),
        ('pattern = "[0-9]{0,3}"', "must not match nothing"),
        ('pattern = "(["', "not a regular expression"),
        ('words = ["蓝鲸"]\nscore = 3', "from 0 to 1"),
        ('word = ["蓝鲸"]', "unknown key; there is words"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(entry: str, complaint: str) -> None:
    with pytest.raises(PolicyError, match=complaint) as error:
        policy(entry)
    assert "own[0]" in str(error.value)
    assert "蓝鲸" not in str(error.value)


def test_names_are_their_own() -> None:
    twice = '[[own]]\nname = "mine"\ntype = "age"\nwords = ["蓝鲸"]\n' * 2
    with pytest.raises(PolicyError, match=r"own\[1\]\.name"):
        Policy.parse(twice)


@given(st.text("ab1 -", max_size=60), st.lists(st.text("ab1", min_size=2, max_size=4), min_size=1))
def test_words_found_are_words_of_the_list_and_apart(text: str, words: list[str]) -> None:
    own = Own("mine", "age", frozenset(words))
    spans = [s for _, _, s in Searched((own,)).found(written(text), Block("a", 0, text))]
    assert all(text[s.start : s.end] in words for s in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


def test_nothing_of_the_words_is_shown() -> None:
    own = Own("mine", "age", frozenset({"蓝鲸计划"}), "LC[0-9]{8}")
    assert "蓝鲸" not in repr(own)
    assert "LC" not in repr(own)
    assert unbounded("蓝鲸*") is not None
    assert "蓝鲸" not in str(unbounded("蓝鲸*"))
