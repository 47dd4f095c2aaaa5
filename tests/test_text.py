"""Views keep their way back to the original; guards are the only boundary."""

from __future__ import annotations

import base64
import re
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.text import (
    GAP,
    View,
    compact,
    decode,
    decode_base64,
    fold_width,
    guarded,
    misread,
    spell,
    spoken,
    written,
)

anything = st.text(st.characters(codec=None), max_size=200)


@given(anything)
def test_the_width_view_moves_nothing_and_holds_no_surrogate(text: str) -> None:
    folded = written(text).text
    assert len(folded) == len(text)
    folded.encode("utf-8")
    assert fold_width(folded) == folded


@given(st.text("０１９ａＺ：（）－　 abc中", min_size=70, max_size=90))
def test_long_and_short_texts_fold_the_same(text: str) -> None:
    assert fold_width(text) == "".join(fold_width(c) for c in text)


@pytest.mark.parametrize(
    ("written_form", "plain"),
    [("１３８", "138"), ("（010）", "(010)"), ("–—−", "---"), ("\u3000\xa0", "  "), ("①㎏", "①㎏")],
)
def test_width_folds(written_form: str, plain: str) -> None:
    assert fold_width(written_form) == plain


@given(st.text("张伟手机138:&=", max_size=40))
def test_percent_escapes_come_back_with_their_places(text: str) -> None:
    coded = quote(text, safe="")
    view = decode(coded, 0, len(coded))
    if view is None:
        assert quote(text, safe="") == text
        return
    assert view.text == text
    for i in range(len(text)):
        start, end = view.original(i, i + 1)
        assert coded[start:end] == quote(text[i], safe="")


@given(st.text("张伟手机138:😀", max_size=40))
def test_json_escapes_come_back_with_their_places(text: str) -> None:
    coded = "x" + text.encode("unicode_escape").decode().replace("\\U0001f600", "\\ud83d\\ude00")
    view = decode(coded, 0, len(coded))
    plain = coded if view is None else view.text
    assert plain.startswith("x")
    if view is not None:
        starts = [view.original(i, i + 1)[0] for i in range(len(plain))]
        assert starts == sorted(starts)
        assert view.original(0, len(plain)) == (0, len(coded))


@given(st.text("张伟手机13800138000abc ", min_size=8, max_size=60))
def test_base64_comes_back_with_its_places(text: str) -> None:
    token = base64.b64encode(text.encode()).decode()
    view = decode_base64(f"<{token}>", 1, 1 + len(token))
    assert view is not None
    assert view.text == fold_width(text)
    start, end = view.original(0, len(text))
    assert (start, end) == (1, 1 + len(token))


@pytest.mark.parametrize("token", ["!!!!", "AAAA", "deadbeefdeadbeefdeadbeef", "////////////"])
def test_what_is_no_readable_base64_is_left(token: str) -> None:
    assert decode_base64(token, 0, len(token)) is None


def test_bad_escapes_are_left_alone() -> None:
    assert decode("%ff%fe%fd", 0, 9) is None
    assert decode("no escapes", 0, 10) is None
    assert decode("&#99999999;", 0, 11) is None


def test_gb18030_percent_escapes() -> None:
    view = decode("%D5%C5x", 0, 7)
    assert view == View(view.fold, "张x", offsets=view.offsets) if view else False


def test_spoken_and_misread_islands_move_nothing() -> None:
    assert spoken("幺三八、零零", 0, 6).text == "138 00"
    assert misread("xl38Ox", 1, 5).original(0, 4) == (1, 5)


def test_guards_and_gaps() -> None:
    assert re.search(guarded("[0-9]{3}", "0-9A-Z"), "A123") is None
    assert re.search(spell("[0-9] [0-9] [0-9]", GAP), "1-2\u200b3")
    assert compact("1 2\u200b-3\n4") == "1234"
