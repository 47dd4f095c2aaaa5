"""Whose an address is, by the words around it."""

from __future__ import annotations

import pytest

from menshen.engines.address import parse
from menshen.engines.whose import HAS_LABEL, Around, is_hukou, is_let, whose

ADDRESS = "成都市武侯区佳灵路20号3栋402"


@pytest.mark.parametrize(
    ("before", "after", "note"),
    [
        ("收件人:沈玉兰 ", "", "person beside"),
        ("", " 15834538958", "person beside"),
        ("", " 李强收", "person beside"),
        ("我家漏水了,", "", "person beside"),
        ("公司地址:", "", "organisation"),
        ("", "某某有限公司", "organisation"),
        ("发布会在", "举行", "organisation"),
        ("被告某某有限公司,住所地:", "", "organisation"),
    ],
)
def test_the_words_around_say_whose_it_is(before: str, after: str, note: str) -> None:
    found = whose(before + ADDRESS + after, parse(ADDRESS), None, Around(before, after))
    assert any(e is not None and note in e.note for e in found)


def test_a_label_stays_and_silence_says_nothing() -> None:
    assert HAS_LABEL in list(whose(ADDRESS, parse(ADDRESS), HAS_LABEL, Around("", "")))
    assert [e for e in whose(ADDRESS, parse(ADDRESS), None, Around("", "")) if e] == []


def test_leases_and_registers_are_told_by_their_words() -> None:
    assert is_let(Around("甲方将位于", "的房屋出租给乙方"))
    assert not is_let(Around("他住在", ""))
    assert is_hukou(Around("户籍地址:", ""))
    assert not is_hukou(Around("住址:", ""))
