"""How names are built."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.engines import names
from menshen.evidence import strength


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("张伟", True), ("张伟明", True), ("欧阳小满", True), ("欧阳修", True), ("陈李雅婷", True), ("张", False),
        ("啊明", False), ("张伟明明", False), ("欧阳小满满", False), ("的确", False),
    ],
)  # fmt: skip
def test_full_names(name: str, *, whole: bool) -> None:
    assert names.full(name) is whole


def test_better_built_names_weigh_more() -> None:
    order = ["啊伟明", "咸伟明", "张伟明", "欧阳小满"]
    weights = [strength(names.build(n)) for n in order]
    assert weights == sorted(weights)
    assert weights[0] < 0 < weights[-1]


@pytest.mark.parametrize("name", ["阿依古丽·艾山", "买买提·吐尔逊", "史蒂夫·乔布斯", "扎西·达娃"])
def test_foreign_sounds(name: str) -> None:
    assert names.foreign(name)


@pytest.mark.parametrize("name", ["万科·金域华府", "社会·经济", "端午·粽情"])
def test_words_with_a_dot(name: str) -> None:
    assert not names.foreign(name)


@given(
    st.from_regex(
        re.compile(r"[护士由阿依古丽艾山在家]{1,9}·[阿依古丽艾山在家]{1,9}"), fullmatch=True
    )
)
def test_trimming_keeps_the_dot_and_both_neighbours(text: str) -> None:
    start, end = names.trimmed(text)
    assert 0 <= start < text.index("·") < text.rindex("·") + 1 < end <= len(text)


@pytest.mark.parametrize("text", ["Nguyen Van An", "ZHANG/WEI", "O'Brien, Kevin", "Nguyễn Văn An"])
def test_latin_names(text: str) -> None:
    assert re.fullmatch(names.LATIN, text)


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("克劳迪娅", True), ("维耶里诺", True), ("居尔泰金", True), ("贝尔纳多", True), ("米哈伊洛夫", True), ("陈李雅婷", False), ("阿布力孜", True),
        ("宁波海港", False), ("莫斯科的", False), ("马丁", False),
    ],
)  # fmt: skip
def test_names_that_only_spell_out_sounds_need_no_dot(name: str, *, spelt: bool) -> None:
    assert (names.build(name)[0].note == "spells out foreign sounds") is spelt
