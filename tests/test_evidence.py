"""Cues: labels before a value, over its column, or merely near."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.detectors import find
from menshen.evidence import Cue, groups, reject, score
from menshen.formats.paper.pages import Printed
from menshen.model import Block, Evidence

CUE = Cue("phone", words=("手机", "联系电话"), keys=("mobile", "phone", "tel"))


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        ("手机：", "label"),
        ("手机号码为 ", "label"),
        ("手    机：", "label"),
        ('{"mobile":"', "label"),
        ("userMobile=", "label"),
        ("user_phone_no: ", "label"),
        ("联系电话(必填): ", "label"),
        ("手机昨天丢了,", "context"),
        ("手机丢了。另外 ", None),
        ("automobile ", None),
        ("hotel ", None),
        ("", None),
    ],
)
def test_what_stands_before(before: str, kind: str | None) -> None:
    found = CUE.in_text(before.replace("：", ":"), len(before))
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [("客户手机", "label"), ("mobile_no", "label"), ("contactPhone", "label"), ("hotel", None)],
)
def test_what_stands_over_a_column(name: str, kind: str | None) -> None:
    found = CUE.in_names((name,))
    assert (found.kind if found else None) == kind


def test_scores_are_the_logistic_of_the_sum() -> None:
    assert score((Evidence("a", 1.0, ""), Evidence("b", -1.0, ""))) == 0.5
    assert score((Evidence("a", 9.0, ""), reject("no"))) == 0.0


def test_groups_of_digits() -> None:
    assert groups("138-0013 8000") == (3, 4, 4)
    assert groups("138\u200b0013") == (7,)


@given(st.lists(st.text(" mobilephtTx:\n", max_size=32), max_size=6))
def test_what_is_remembered_of_ascii_is_what_is_read(texts: list[str]) -> None:
    for text in texts:
        fresh = Cue("phone", words=CUE.words, keys=CUE.keys)
        for start in range(len(text) + 1):
            assert CUE.in_text(text, start) == fresh.in_text(text, start)
            assert CUE.in_text(text, start) == CUE.in_text(text + "。", start)


@pytest.mark.parametrize(("label", "found"), [("身份证号", True), ("备注", False)])
def test_a_number_read_from_a_picture_may_be_misread_where_its_label_stands(
    label: str, found: bool
) -> None:
    text = f"姓名\t{label}\n马伟秀\t610113200007129076\n何平艳\t310104195906094541\n"
    boxes = [(0.0, 0.0, 1.0, 1.0)] * len(text)
    page = Block("a.png", 0, text, Printed(text, boxes, 0, 1.0))
    seen = [f for f in find(page) if f.type.id == "resident_id_number"]
    assert bool(seen) is found
    assert all(any(e.kind == "damaged" for e in f.evidence) for f in seen)
    plain = find(Block("a.txt", 0, text))
    assert not any(f.type.id == "resident_id_number" for f in plain)
