"""The corpus: every document well marked, none twice; what the checks themselves see."""

from __future__ import annotations

import pytest

from tools.corpus import HERE, documents, faults, repetitions

HELD = list(documents(HERE))


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
