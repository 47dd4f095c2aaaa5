"""What decides about a fact that a document states: label, list, prose."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from menshen.engines.spots import Spots, parted
from menshen.engines.stated import AMOUNT, Form, Stands, Stated, bearer, labelled, value
from menshen.evidence import Cue, score
from menshen.model import Block, Pattern
from menshen.text import written

PAY = Pattern("told", "挣了", f"挣了(?P<v>{AMOUNT})", 0, 20)
CUE = Cue("pay", words=("工钱",))
DETECTOR = Stated(
    "pay",
    (Form(PAY, "income"), labelled("field", "income", CUE, value(8), 12)),
    against="活动",
    void="^未定",
)


def judged(detector: Stated, text: str) -> Iterator[tuple[str, float]]:
    """Yield each stretch that the detector has something to say about, with its score."""
    view = written(text)
    spots = Spots([parted(detector.patterns)[1]])
    for _, candidate in spots.candidates(view, Block("t", 0, text)):
        judgement = detector.judge(candidate)
        if judgement is not None:
            yield view.text[judgement.start : judgement.end], score(judgement.evidence)


def scores(text: str) -> list[tuple[str, float]]:
    return list(judged(DETECTOR, text))


@pytest.mark.parametrize(
    "amount", ["8500元", "1.2万", "三千二", "七千多块", "6,832.50元", "壹万贰仟元整"]
)
def test_amounts_are_read_in_figures_and_words(amount: str) -> None:
    assert re.fullmatch(AMOUNT, amount)


@pytest.mark.parametrize("amount", ["8500", "三", "元", "第三千零一夜"])
def test_what_has_no_unit_is_no_amount(amount: str) -> None:
    assert not re.fullmatch(AMOUNT, amount)


def test_prose_needs_a_person() -> None:
    assert scores("他挣了8500元")[0][1] >= 0.5
    assert scores("挣了8500元")[0][1] < 0.5


def test_a_name_before_the_fact_is_a_person() -> None:
    text = "王丽娟现任厂长,挣了8500元"
    who, _ = bearer(text, text.index("8500"), len(text))
    assert who is not None
    assert who.weight > 0


def test_a_label_needs_nobody() -> None:
    assert scores("工钱:日结三百")[0][1] >= 0.5


def test_what_is_against_outweighs_a_person() -> None:
    assert scores("活动期间他挣了8500元")[0][1] < 0.5


@pytest.mark.parametrize("text", ["工钱:未定", "工钱:无", "工钱:XX元"])
def test_void_values_are_not_judged(text: str) -> None:
    assert scores(text) == []


def test_a_head_is_cut_off() -> None:
    form = Form(
        Pattern("p", "挣了", "(?P<v>[一-龥]{0,4}挣了)", 6, 2),
        "income",
        Stands.PROSE,
        0.0,
        head=re.compile(".*他"),
    )
    assert [seen for seen, _ in judged(Stated("p", (form,)), "昨天他挣了")] == ["挣了"]
