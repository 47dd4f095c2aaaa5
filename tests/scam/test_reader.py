"""The reader: pieces, pooling, what it is asked, and that it changes only what the quick model leaves open."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen import warn
from menshen.errors import FactsError
from menshen.scam import model, reader, scams
from menshen.scam.hearing import Hearing
from menshen.scam.model import Opinion
from menshen.scam.reader import FIRST, LAST, Pieces, Pooling

NUMBERS = {"转账": 4, "转": 5, "0": 6, "00": 7, "▁": 8, "-": 9, "hello": 10}
CUT = Pieces(NUMBERS)
TEXT = st.text("转账吧0129 \nhello-▁", max_size=80)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", []),
        ("转账", [4]),
        ("转转账", [5, 4]),
        ("账", [3]),  # begins no piece
        ("转12转", [5, 7, 5]),  # digits are alike
        ("转 \n 转", [5, 8, 5]),
        ("hellohel", [10, 3, 3, 3]),
    ],
)
def test_the_longest_pieces_from_left_to_right(text: str, numbers: list[int]) -> None:
    assert CUT(text) == numbers


@given(st.lists(st.tuples(st.booleans(), TEXT), max_size=12))
def test_a_conversation_is_bounded_and_begins_alike(turns: list[tuple[bool, str]]) -> None:
    found = CUT.conversation(turns)
    assert found[0] == 0
    assert len(found) <= 1 + FIRST + LAST
    assert set(found) <= {0, 2, 3, *NUMBERS.values()}


def test_each_turn_tells_who_speaks() -> None:
    assert CUT.conversation([(False, "转"), (True, "转")]) == [0, 2, 5, 9, 5]


def test_of_a_long_turn_its_beginning_and_end_are_read() -> None:
    found = CUT.conversation([(False, "转账" * 20_000 + "hello")])
    assert found[: FIRST + 1] == [0, 2, *[4] * (FIRST - 1)]
    assert found[-1] == 10
    assert len(found) == 1 + FIRST + LAST


@given(st.floats(-9, 9), st.floats(-9, 9), st.floats(0, 2), st.floats(0, 2), st.floats(-3, 3))
def test_pooled_odds_grow_with_either(
    linear: float, read: float, one: float, other: float, constant: float
) -> None:
    pooled = Pooling(one, other, constant)
    assert pooled(linear + 1, read) >= pooled(linear, read) <= pooled(linear, read + 1)


def opinion(scam: float, pestering: float = 0.01) -> Opinion:
    """Return an opinion of the linear model with these chances of a scam and, if none, of a nuisance; kinds are even."""
    kinds = {one.id: 1 / len(scams()) for one in scams()}
    nuisance = (1 - scam) * pestering
    return Opinion({"none": 1 - scam - nuisance, "nuisance": nuisance, "scam": scam}, kinds)


@pytest.mark.parametrize(("scam", "wanted"), [(0.5, True), (0.8, True), (0.001, False), (0.999, False)])  # fmt: skip
def test_only_what_is_unsure_is_read(scam: float, *, wanted: bool) -> None:
    told = opinion(scam)
    kinds = dict.fromkeys(told.kinds, 0.0) | {"fake_loan": 1.0}
    assert reader.load().wanted(Opinion(told.verdict, kinds), ["您好"]) is wanted


def test_a_sure_fraud_of_an_unsure_kind_is_read() -> None:
    assert reader.load().wanted(opinion(0.999), ["您好"])
    assert not reader.load().wanted(opinion(0.001), ["您好"])


@pytest.mark.parametrize(("pestering", "wanted"), [(0.03, False), (0.3, True), (0.95, False)])
def test_what_may_be_advertising_is_read(pestering: float, *, wanted: bool) -> None:
    assert reader.load().wanted(opinion(0.001, pestering), ["您好"]) is wanted


def test_what_is_not_chinese_is_always_read() -> None:
    assert reader.load().wanted(opinion(0.001), ["see you at nine"])
    assert not reader.load().wanted(opinion(0.001), ["see you at nine", "九点见"])


@pytest.mark.parametrize("alone", [True, False])
def test_both_opinions_make_one(*, alone: bool) -> None:
    told = reader.load().joined(opinion(0.5), [(False, "您好，请问在家吗？")], alone=alone)
    assert set(told.verdict) == {"none", "nuisance", "scam"}
    assert sum(told.verdict.values()) == pytest.approx(1)
    assert set(told.kinds) == {one.id for one in scams()}
    assert sum(told.kinds.values()) == pytest.approx(1)


def test_it_tells_frauds_from_honest_words_that_the_grammar_does_not_know() -> None:
    fraud = [(False, plainly) for plainly in ["恭喜您获得内部申购名额，加我微信带您一起赚"]]
    honest = [(False, plainly) for plainly in ["明天上午十点在三楼会议室开会，别迟到"]]
    shares = [
        reader.load().joined(opinion(0.5), turns, alone=True).verdict["scam"]
        for turns in (fraud, honest)
    ]
    assert shares[0] > 0.6 > 0.3 > shares[1]


def test_words_are_read_whoever_says_them() -> None:
    hearing = Hearing()
    hearing.add("请转 到安 全账 户", "them")
    hearing.add("好 的", "me")
    assert hearing.said() == [(False, "请转到安全账户"), (True, "好的")]


def test_without_models_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "load", lambda: pytest.fail("the reader was asked"))
    assert warn("明天见", model=False).probability < 1


def test_the_same_words_get_the_same_answer() -> None:
    text = "我是你领导，换了新号，明天来我办公室一趟"
    assert warn(text) == warn(text)
    assert 0 <= warn(text).probability <= 1


@pytest.mark.parametrize("content", ["", "{}", '{"pieces": 3}', "[]"])
def test_a_broken_file_is_named(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "reader.json"
    broken.write_text(content, encoding="utf-8")
    monkeypatch.setattr(reader, "_FILE", broken)
    with pytest.raises(FactsError, match=r"reader\.json"):
        reader.load.__wrapped__()


def test_the_kinds_of_both_models_are_the_same() -> None:
    assert set(model.load().kinds) == {one.id for one in scams()}
