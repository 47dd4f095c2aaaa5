"""Sought values: verbatim, folded, broken up, encoded; and not within other things."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.model import Span
from menshen.redact.sought import Sought, forms
from tests.transforms.samples import finding

MOBILE = finding("mobile_number", "13800138000", "+8613800138000")
NAME = finding("person_name", "张三丰")
NOISE = st.text("甲乙丙 ,，\n-:：abcxyz", max_size=40)


def sought() -> Sought:
    found = Sought()
    for item in (MOBILE, NAME):
        found.add(item, forms(item, item.value))
    return found


@pytest.mark.parametrize(
    "written",
    ["13800138000", "138 0013 8000", "１３８００１３８０００", "138-0013-8000", "13800\n138000"],
)
@settings(deadline=None)
@given(before=NOISE, after=NOISE)
def test_a_number_is_met_however_it_is_written(written: str, before: str, after: str) -> None:
    text = f"{before}，{written}，{after}"
    spans = [(hit.start, hit.end) for hit in sought().hits(text)]
    assert (len(before) + 1, len(before) + 1 + len(written)) in spans


@pytest.mark.parametrize(
    "hidden",
    [
        quote("张三丰"), "\\u5f20\\u4e09\\u4e30",
        base64.b64encode("姓名 name 张三丰 1 ok".encode()).decode(),
    ],
)  # fmt: skip
def test_encoded_values_are_met_in_depth_only(hidden: str) -> None:
    text = f"x={hidden}&y=1"
    assert sought().hits(text) == []
    assert [hit.finding.type.id for hit in sought().hits(text, deep=True)] == ["person_name"]


def test_of_two_the_longer_is_met_once() -> None:
    found = sought()
    short = finding("person_name", "张三")
    found.add(short, forms(short, short.value))
    assert [hit.form for hit in found.hits("张三丰与张三")] == ["张三丰", "张三"]


def test_a_short_number_within_a_longer_one_is_another() -> None:
    found = Sought()
    code = finding("sms_code", "482913")
    found.add(code, forms(code, code.value))
    assert found.hits("流水 9482913765") == []
    assert len(found.hits("验证码482913。")) == 1


@pytest.mark.parametrize(
    ("kind", "value", "is_sought"),
    [
        ("person_name", "张三丰", True), ("person_name", "张", False), ("mobile_number", "13800138000", True),
        ("diagnosis", "高血压病史", False), ("age", "37岁", False), ("gender", "女", False),
        ("employer", "北京大学第一医院", False), ("home_address", "建国路88号院3号楼", True),
        ("vin", "LSVAM4187C2184847", True), ("account_password", "Passw0rd!", True),
    ],
)  # fmt: skip
def test_only_what_identifies_by_itself_is_sought(kind: str, value: str, is_sought: bool) -> None:
    assert bool(forms(finding(kind, value), value)) == is_sought


def test_many_values_are_searched_quickly() -> None:
    found = Sought()
    for number in range(20_000):
        item = finding("mobile_number", f"138{number:08d}")
        found.add(item, [item.value])
    text = "甲乙丙丁戊己庚辛 " * 6000 + "13800019999"
    assert [hit.form for hit in found.hits(text)] == ["13800019999"]


def test_no_repr_shows_a_value() -> None:
    assert "138" not in repr(sought().hits("13800138000"))


@settings(deadline=None)
@given(
    values=st.lists(st.text("张三李四123456789", min_size=2, max_size=12), max_size=12),
    text=st.text("张三李四123456789 -\n，", max_size=80),
    but=st.lists(st.tuples(st.integers(0, 79), st.integers(1, 9)), max_size=2),
)
@pytest.mark.parametrize("most", [0, 4, 1000])
def test_the_same_is_met_as_by_looking_everywhere(
    most: int, values: list[str], text: str, but: list[tuple[int, int]]
) -> None:
    found = Sought(most)
    for value in values:
        found.add(finding("person_name", value), [value])
    spans = [Span(start, start + size) for start, size in but]
    met = {
        (at, at + len(value))
        for value in values
        for at in range(len(text))
        if text.startswith(value, at)
        and (len(value) > 8 or _is_free(text, at, at + len(value)))
        and not any(s.start <= at and at + len(value) <= s.end for s in spans)
    }
    hits = found.hits(text, but=spans)
    unbroken = [hit for hit in hits if text[hit.start : hit.end] == hit.form]
    assert {(hit.start, hit.end) for hit in unbroken} <= met
    assert all(any(h.start < end and start < h.end for h in hits) for start, end in met)
    assert all(value in found for value in values)


def _is_free(text: str, start: int, end: int) -> bool:
    def sign(char: str) -> bool:
        return char.isascii() and char.isalnum()

    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return not (sign(before) and sign(text[start])) and not (sign(after) and sign(text[end - 1]))


def test_a_value_is_met_in_a_text_longer_than_a_block() -> None:
    assert [hit.start for hit in sought().hits("，" * 200_000 + "13800138000")] == [200_000]
