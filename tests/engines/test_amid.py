"""What a list says of the names in it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.detectors import find
from menshen.engines import amid
from menshen.model import Block


def found(text: str) -> list[str]:
    return [f.value for f in find(Block("t", 0, text)) if f.type.id == "person_name"]


@given(st.text(st.sampled_from("甲乙丙·、，a "), max_size=40))
def test_items_are_words_between_marks(text: str) -> None:
    for items in amid.rows(text):
        assert len(items) >= 4
        assert all("、" not in text[start:end] for start, end in items)
        assert all("、" in text[a:b] for (_, a), (b, _) in pairwise(items))


def test_what_stands_among_names_is_one() -> None:
    text = "名单：甲甲、乙乙、丙丙、丁丁、戊戊"
    spans = next(amid.rows(text))
    said = list(amid.among(text, [spans], set(spans) - {spans[2]}, ()))
    assert said == [(spans[2], amid.AMONG)]


def test_what_stands_amid_brands_is_none() -> None:
    text = "瑞蚨祥、盛锡福、马聚源、张伟、月盛斋"
    spans = next(amid.rows(text))
    assert list(amid.among(text, [spans], {spans[3]}, ())) == [(spans[3], amid.AMID)]


def test_a_heading_says_what_is_listed() -> None:
    text = "检验方法一览：甲甲、乙乙、丙丙、丁丁"
    spans = next(amid.rows(text.replace("：", ":")))
    assert list(amid.among(text.replace("：", ":"), [spans], {spans[1]}, ())) == [
        (spans[1], amid.AMID)
    ]


def test_a_record_of_a_person_is_no_list() -> None:
    assert list(amid.rows("张伟、男、汉族、党员、本科")) == []


@pytest.mark.parametrize("text", ["张伟、李娜、王芳", "张伟，李娜，王芳，赵强"])
def test_short_lists_say_nothing(text: str) -> None:
    assert list(amid.rows(text)) == []


def test_a_list_of_persons_stays_whole() -> None:
    text = "参会人员有陆思源、何佳宁、赵文博、林静怡、孙立军等。"
    assert found(text) == ["陆思源", "何佳宁", "赵文博", "林静怡", "孙立军"]
