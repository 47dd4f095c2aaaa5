"""What all styles have in common: every kind has a form, the same key gives the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen import taxonomy
from menshen.errors import UsageError
from menshen.policy import Redaction
from menshen.transforms import BUILTIN, Setting, load, replaced
from tests.transforms.samples import KEY, finding, setting

TEXTS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=40)
KINDS = st.sampled_from([kind.id for kind in taxonomy.types()])


@pytest.mark.parametrize("style", BUILTIN)
@pytest.mark.parametrize("kind", [kind.id for kind in taxonomy.types()])
def test_every_kind_can_be_taken_out_in_every_style(style: str, kind: str) -> None:
    for value in ("张三丰13800138000", "某某某某"):
        text = replaced(finding(kind, value), setting(style))
        assert text != value or (style, kind) == ("surrogate", "gender")


@given(style=st.sampled_from(BUILTIN), kind=KINDS, value=TEXTS)
def test_the_same_key_gives_the_same_whatever_the_value(style: str, kind: str, value: str) -> None:
    one = replaced(finding(kind, value), setting(style))
    assert one == replaced(finding(kind, value), setting(style))
    assert "\r" not in one
    assert "\n" not in one


def test_another_key_gives_another() -> None:
    item = finding("mobile_number", "13800138000", "+8613800138000")
    for style in ("token", "surrogate", "fpe"):
        rules = Redaction(style=style)
        assert replaced(item, Setting(rules, KEY)) != replaced(item, Setting(rules, bytes(32)))


@pytest.mark.parametrize("style", ["token", "surrogate", "fpe"])
def test_keyed_styles_ask_for_a_key(style: str) -> None:
    with pytest.raises(UsageError, match="new-key"):
        replaced(finding("mobile_number", "13800138000"), Setting(Redaction(style=style)))


def test_a_style_of_a_kind_wins_and_keep_keeps() -> None:
    given_setting = setting("mask", person_name="label", gender="keep")
    assert replaced(finding("person_name", "张三"), given_setting) == "〔姓名1〕"
    assert replaced(finding("gender", "女"), given_setting) == "女"
    assert replaced(finding("age", "37岁"), given_setting) == "***"


def test_unknown_styles_are_named() -> None:
    with pytest.raises(UsageError, match="surrogate"):
        load("nonsense")


def test_sm_and_standard_differ() -> None:
    item = finding("mobile_number", "13800138000")
    assert replaced(item, setting("token", "sm")) != replaced(item, setting("token"))


def test_labels_count_values_not_places() -> None:
    given_setting = setting("label")
    names = [finding("person_name", name) for name in ("张三", "李四", "张三")]
    assert [replaced(n, given_setting) for n in names] == ["〔姓名1〕", "〔姓名2〕", "〔姓名1〕"]
    numbers = [
        finding("mobile_number", w, "+8613800138000") for w in ("13800138000", "138 0013 8000")
    ]
    assert len({replaced(n, given_setting) for n in numbers}) == 1


def test_block_and_delete() -> None:
    assert replaced(finding("person_name", "张三"), setting("block")) == "██"
    assert replaced(finding("person_name", "张\n三"), setting("block")) == "█\n█"
    assert replaced(finding("person_name", "张三"), setting("delete")) == ""


def test_no_repr_shows_the_key() -> None:
    assert repr(KEY) not in repr(setting("token"))
    assert "x00" not in repr(setting("token").keyed)
