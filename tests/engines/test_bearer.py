"""Whose fact a statement is."""

from __future__ import annotations

import pytest

from menshen.engines.bearer import general, person, record


@pytest.mark.parametrize("text", ["我有高血压", "患者男，有高血压", "刘某有高血压"])
def test_a_person_in_the_sentence_speaks_for_it(text: str) -> None:
    at = text.index("高血压")
    evidence = person(text, at, at + 3)
    assert evidence is not None
    assert evidence.weight > 1


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
