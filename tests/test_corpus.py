"""The corpus: every document well marked, every dialogue well labelled, none twice; what the checks see."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.warn.data import batches
from menshen.scam import scams
from tools import dialogues as said
from tools.corpus import HERE, documents, faults, repetitions

HELD = list(documents(HERE))
SAID = list(said.dialogues())


def test_the_corpus_is_there_and_a_third_of_it_holds_nothing() -> None:
    clean = sum("[[" not in marked.replace("[[?", "") for _, marked in HELD)
    assert len(HELD) >= 1500
    assert clean * 3 >= len(HELD)


def test_marks_and_check_digits_are_right() -> None:
    assert [f for name, marked in HELD for f in faults(name, marked)] == []


def test_no_document_repeats_another() -> None:
    assert list(repetitions(HELD)) == []


@pytest.mark.parametrize(
    ("marked", "fault"),
    [
        ("[[person_name|张伟]]", None),
        ("[[person_name|张伟 ]]", "blank"),
        ("[[person_nam|张伟]]", "no such type"),
        ("[[home_address|[[person_name|张伟]]家]]", "brackets"),
        ("[[resident_id_number|11010519491231002X]]", None),
        ("[[resident_id_number|110105194912310021]]", "check digit"),
        ("[[resident_id_number|１１０１０５１９４９１２３１００２Ｘ]]", None),
        ("[[?resident_id_number|110105194912310021]]", None),
    ],
)
def test_faults(marked: str, fault: str | None) -> None:
    found = list(faults("a", marked))
    assert (not found) if fault is None else any(fault in f for f in found)
    assert not any("1101051949" in f for f in found)


def test_repetitions_are_named() -> None:
    text = "昨天下午我和同事一起去市图书馆借了几本关于园艺的书回来慢慢看"
    assert (
        list(repetitions([("a", text), ("b", "另外一份完全不同的文字内容，说的是别的事情")])) == []
    )
    assert len(list(repetitions([("a", text), ("b", "开头，" + text)]))) == 1
    assert len(list(repetitions([("a", text)], [("test", text)]))) == 1


def test_the_dialogues_are_well_labelled() -> None:
    assert [fault for one in SAID for fault in said.faults(one)] == []


def test_no_dialogue_is_twice_and_every_file_is_listed() -> None:
    assert list(said.repetitions(SAID)) == []
    assert list(said.unlisted(SAID, batches())) == []


def test_every_scam_is_there_in_more_than_one_style() -> None:
    styles = {scam.id: set[str]() for scam in scams()}
    for one in SAID:
        if one.raw["scam"]:
            styles[one.raw["scam"]].add(one.raw["style"])
    assert min(len(found) for found in styles.values()) >= 3


def _dialogue(turns: list[dict[str, Any]], **other: object) -> said.Dialogue:
    raw = {"id": "a-001", "style": "sms", "verdict": "scam", "scam": "fake_loan", "first_ask": 0}
    return said.Dialogue("a", 1, {**raw, "turns": turns, **other})


def _turn(text: str, speaker: str = "them", stage: str | None = None, *asks: str) -> dict[str, Any]:
    return {"speaker": speaker, "text": text, "stage": stage, "asks": list(asks)}


ASKS = _turn("先交三千", "them", "ask", "transfer")
HELLO = _turn("你好", "them", "contact")
PLAIN = _turn("你好")


@pytest.mark.parametrize(
    ("turns", "other", "fault"),
    [
        ([ASKS], {}, None),
        ([HELLO, ASKS], {"first_ask": 1}, None),
        ([HELLO, ASKS], {}, "first_ask"),
        ([ASKS], {"first_ask": None}, "first_ask"),
        ([HELLO], {}, "first_ask"),
        ([_turn("加我微信", "them", "ask", "wechat")], {"first_ask": None}, None),
        ([_turn("加我微信", "them", "ask", "wechat")], {}, "first_ask"),
        ([PLAIN], {"verdict": "none", "scam": None, "first_ask": None}, None),
        ([PLAIN], {"verdict": "none", "first_ask": None}, "verdict none and kind"),
        ([PLAIN], {"scam": None, "first_ask": None}, "and kind None"),
        ([HELLO], {"verdict": "none", "scam": None, "first_ask": None}, "though honest"),
        ([ASKS], {"verdict": "none", "scam": None, "first_ask": None}, "asks for something"),
        ([PLAIN], {"verdict": "nuisance", "first_ask": None}, "a nuisance of the kind"),
        ([PLAIN], {"verdict": "nuisance", "scam": "loan_harassment", "first_ask": None}, None),
        ([PLAIN], {"first_ask": None}, "without a stage"),
        ([ASKS], {"scam": "fake_lone"}, "no such kind"),
        ([ASKS], {"style": "fax"}, "no such style"),
        ([ASKS], {"id": "b-001"}, "the id"),
        ([ASKS], {"verdict": "fraud"}, "no such verdict"),
        ([ASKS], {"note": ""}, "fields"),
        ([], {}, "no turns"),
        ([_turn("给钱", "them", "ask")], {"first_ask": None}, "nothing is asked"),
        ([_turn("给钱", "them", "ask", "money")], {}, "no such ask"),
        ([_turn("给钱", "them", "later", "transfer")], {}, "no such stage"),
        ([_turn("给钱", "you", None)], {}, "no such speaker"),
        ([ASKS, _turn("不给", "me", None, "transfer")], {}, "somebody else"),
        ([ASKS, _turn("不给 ", "me")], {}, "blank"),
        ([_turn("不给", "me")], {"first_ask": None}, "they say nothing"),
    ],
)
def test_faults_of_dialogues(
    turns: list[dict[str, Any]], other: dict[str, object], fault: str | None
) -> None:
    found = list(said.faults(_dialogue(turns, **other)))
    assert (found == []) if fault is None else any(fault in f for f in found)


def test_dialogues_that_repeat_or_leak_are_named() -> None:
    first = _dialogue(
        [_turn("你好我是你二舅，村头修祠堂，每家出三百，转给会计老周就行，收据年底发")]
    )
    again = _dialogue(
        [_turn("你好，我是你二舅。村头修祠堂每家出五百，转给会计老周就行！收据年底再发")]
    )
    other = _dialogue(
        [_turn("二舅说祠堂的事情先放一放，等秋收以后大家坐下来再慢慢商量，谁也别先垫钱")]
    )
    assert list(said.repetitions([first, other])) == []
    assert len(list(said.repetitions([first, other, again]))) == 1
    foreign = [("f", "村头修祠堂。等秋收以后大家坐下来再慢慢商量 谁也别先垫钱哦")]
    assert list(said.leaks([first, again], foreign)) == []
    assert len(list(said.leaks([first, other, again], foreign))) == 1


def test_ids_and_files_in_disorder_are_named() -> None:
    one, two = (_dialogue([ASKS], id=name) for name in ("a-001", "a-002"))
    assert list(said.unlisted([one, two], ["a"])) == []
    assert len(list(said.unlisted([two, one], ["a"]))) == 1
    assert len(list(said.unlisted([one, one], ["a"]))) == 1
    assert len(list(said.unlisted([one], ["a", "b"]))) == 1
