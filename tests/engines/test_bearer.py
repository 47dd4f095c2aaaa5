"""Whose fact a statement is."""

from __future__ import annotations

import pytest

from menshen.engines import bearer
from menshen.engines.bearer import general, person, record


@pytest.mark.parametrize("text", ["我有高血压", "患者男，有高血压", "刘某有高血压"])
def test_a_person_in_the_sentence_speaks_for_it(text: str) -> None:
    at = text.index("高血压")
    evidence = person(text, at, at + 3)
    assert evidence is not None
    assert evidence.weight > 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("张某说", True), ("某日", False), ("李老师说", True), ("李老师们说", False), ("在老师们", False),
        ("43 岁时", True), ("满43岁时", False), ("3至43岁时", False), ("2043岁时", False), ("18岁以上", False),
        ("王小明于2019年", True), ("众人王小明于2019年", False), ("王小明 :男,", True), ("\n张三女、", True),
        ("有人叫张三女、", False), ("a 男、", True), ("吉他", False), ("尤其是", False), ("其子", True), ("妈妈们", True),
        ("患者主诉", True), ("患者可", False), ("患者张某", True), ("老公可以", False), ("老公说", True),
    ],
)  # fmt: skip
def test_a_particular_person_is_told_by_small_words(text: str, told: bool) -> None:
    assert (bearer._PERSON.search(text) is not None) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("13800138000", True), ("013800138000", False), ("138001380001", False), ("138****8000", True),
        ("110101199003072316", True), ("010101199003072316", False), ("患本人", False), ("本人", True),
        ("王女士", True), ("王女士们", False), ("先生", True), ("我院", False), ("我的", True),
    ],
)  # fmt: skip
def test_traces_of_a_person_are_numbers_and_words(text: str, told: bool) -> None:
    assert (bearer._TRACES.search(text) is not None) is told


@pytest.mark.parametrize("text", ["我院收治高血压病例", "其他人有高血压", "高血压的分级"])
def test_nobody_in_the_sentence_speaks_against_it(text: str) -> None:
    at = text.index("高血压")
    evidence = person(text, at, at + 3)
    assert evidence is not None
    assert evidence.weight < 0


def test_records_and_textbooks_are_told_apart() -> None:
    assert record("入院记录 主诉：头晕", 0) is not None
    assert record("今天天气很好", 0) is None
    assert general("高血压是一种慢性病", 0, 3) is not None
    assert general("他有高血压", 2, 5) is None
