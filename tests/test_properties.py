"""What must hold for every text: positions, exact values wherever a value stands, settlement."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import date
from itertools import combinations, pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from menshen.detectors import BUILTIN, find
from menshen.detectors.resident_id import check_digit
from menshen.model import Block, Finding
from menshen.settle import Claim, settle
from menshen.text import View, decode, decode_base64, fold_width, misread, spoken

QUICK = settings(derandomize=True, max_examples=100, deadline=None)
ANY = st.text(st.characters(codec=None), max_size=200)
ODD = "\x00\ud800\udfff\u202e\u200f\u200b\ufeff😀👨‍👩‍👧é\r\n\t（）：０Ａ"


def found(text: str) -> list[Finding]:
    return find(Block("t", 0, text))


# --- views -----------------------------------------------------------------------------------


@QUICK
@given(st.one_of(ANY, st.text(st.sampled_from(ODD + "138中"), max_size=200)))
def test_folding_keeps_every_position(text: str) -> None:
    folded = fold_width(text)
    assert len(folded) == len(text)
    assert not any("\ud800" <= c <= "\udfff" for c in folded)
    assert all(fold_width(a) == b for a, b in zip(text, folded, strict=True))


def assert_monotone(view: View, low: int, high: int) -> None:
    """Say that the way back never turns, and never leaves the stretch it came from."""
    size = len(view.text)
    spans = [view.original(i, i + 1) for i in range(size)]
    assert all(low <= a <= b <= high for a, b in spans)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(spans))
    if size:
        assert view.original(0, size) == (spans[0][0], spans[-1][1])


PIECES = ["%E5%BC%A0", "%31", "%", "%zz", "\\u5f20", "\\ud83d\\ude00", "\\ud800", "&#24352;", "&#x5f20;",
          "&#;", "张", "0", "a", "😀", " ", "%D5%C5", "\\u", "&#9999999;", "%ff"]  # fmt: skip


@QUICK
@given(st.lists(st.sampled_from(PIECES), max_size=20), st.integers(0, 5), st.integers(0, 5))
def test_decoded_islands_lead_back(pieces: list[str], left: int, right: int) -> None:
    text = "".join(pieces)
    low, high = min(left, len(text)), max(len(text) - right, min(left, len(text)))
    view = decode(text, low, high)
    if view is not None:
        assert_monotone(view, low, high)


@QUICK
@given(st.text("张伟0123abc=:é😀 \n", min_size=1, max_size=60), st.text("<中 ", max_size=4))
def test_base64_islands_lead_back(plain: str, before: str) -> None:
    token = base64.b64encode(plain.encode()).decode()
    view = decode_base64(before + token, len(before), len(before) + len(token))
    if view is not None:
        assert_monotone(view, len(before), len(before) + len(token))


@QUICK
@given(st.text("幺三八零〇洞拐、， 中0lIOo|9", max_size=60), st.integers(0, 60), st.integers(0, 60))
@pytest.mark.parametrize("unfold", [spoken, misread])
def test_spoken_and_misread_islands_lead_back(
    unfold: Callable[[str, int, int], View], text: str, one: int, two: int
) -> None:
    low, high = sorted((min(one, len(text)), min(two, len(text))))
    view = unfold(fold_width(text), low, high)
    assert len(view.text) == high - low
    assert_monotone(view, low, high)


# --- the same value in every surrounding -------------------------------------------------------


@st.composite
def resident_ids(draw: st.DrawFn) -> str:
    region = draw(st.sampled_from(["110105", "310104", "440304", "510107", "650102", "330106"]))
    born = draw(st.dates(min_value=_day(1940), max_value=_day(2015)))
    first = f"{region}{born:%Y%m%d}{draw(st.integers(1, 999)):03}"
    return first + check_digit(first)


def _day(year: int) -> date:
    return date(year, 1, 1)


@st.composite
def mobiles(draw: st.DrawFn) -> str:
    head = draw(st.sampled_from(["138", "139", "150", "159", "186", "187", "199", "135"]))
    return f"{head}{draw(st.integers(10_000_000, 99_999_999))}"


@st.composite
def plates(draw: st.DrawFn) -> str:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    tail = draw(st.text(letters + "0123456789", min_size=5, max_size=5))
    assume(sum(c.isdigit() for c in tail) >= 3)
    return draw(st.sampled_from(["京A", "沪B", "粤B", "川A", "苏E"])) + tail


@st.composite
def cards(draw: st.DrawFn) -> str:
    bins = {"622202": 19, "622848": 19, "621700": 19, "622588": 16, "622600": 16}
    head = draw(st.sampled_from(sorted(bins)))
    size = bins[head] - len(head) - 1
    body = head + "".join(
        draw(st.lists(st.sampled_from("0123456789"), min_size=size, max_size=size))
    )
    return body + _luhn(body)


def _luhn(body: str) -> str:
    doubled = [int(c) * (2 - i % 2) for i, c in enumerate(reversed(body))]
    return str(-sum(d - 9 if d > 9 else d for d in doubled) % 10)


KINDS = {
    "resident_id": resident_ids(),
    "mobile": mobiles(),
    "plate": plates(),
    "bank_card": cards(),
}
VALUES = st.one_of([s for name, s in KINDS.items() if name in BUILTIN])
FULL = {c: c + 0xFEE0 for c in range(0x21, 0x7F)}
SURROUNDINGS: dict[str, Callable[[str], str]] = {
    "between Chinese": lambda v: f"查{v}的",
    "in brackets": lambda v: f"（{v}）",
    "in square brackets": lambda v: f"[{v}]",
    "in quotes": lambda v: f"“{v}”",
    "in straight quotes": lambda v: f'"{v}"',
    "full width": lambda v: v.translate(FULL),
    "full width between Chinese": lambda v: f"查{v.translate(FULL)}的",
    "in escaped JSON": lambda v: json.dumps({"信息": v, "备注": "无"}),
    "in a cell": lambda v: f"甲\t{v}\t乙",
    "at a line's end": lambda v: f"甲：\n{v}\n乙",
    "after an emoji": lambda v: f"😀{v}😀",
    "beside what is invisible": lambda v: f"\u200b{v}\u200b",
}


@QUICK
@given(VALUES)
@pytest.mark.parametrize("surrounding", SURROUNDINGS)
def test_a_value_found_alone_is_found_everywhere(surrounding: str, value: str) -> None:
    alone = [f for f in found(value) if f.value == value]
    assume(alone)
    text = SURROUNDINGS[surrounding](value)
    wanted = value.translate(FULL) if "full width" in surrounding else value
    if "JSON" in surrounding:
        wanted = json.dumps(value)[1:-1]
    same = [f for f in found(text) if f.type.id == alone[0].type.id]
    assert [f.value for f in same] == [wanted]
    assert same[0].normal == alone[0].normal


# --- any text ----------------------------------------------------------------------------------

WORDS = ["身份证", "手机：", "138", "0013", "8000", "11010519491231002X", "1", "出生", "1990-01-02", "男", "，",
         "京A12345", "%E5", "\\u624b", "幺三八零零", "l38O4517762", "&#24352;", "6222", "@", "a.b@c.cn",
         *ODD]  # fmt: skip


@QUICK
@given(st.one_of(ANY, st.lists(st.one_of(st.sampled_from(WORDS), ANY), max_size=30).map("".join)))
def test_findings_of_any_text_are_true_and_apart(text: str) -> None:
    findings = found(text)
    assert all(f.value == text[f.span.start : f.span.end] != "" for f in findings)
    assert all(a.span.end <= b.span.start for a, b in pairwise(findings))
    assert all(0.5 <= f.score <= 1 for f in findings)
    assert found(text) == findings


# --- settlement --------------------------------------------------------------------------------


@QUICK
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 6), st.integers(1, 40)), max_size=8))
def test_settlement_is_as_good_as_trying_everything(rows: list[tuple[int, int, int]]) -> None:
    claims = [Claim(a, a + n, w / 4, i) for i, (a, n, w) in enumerate(rows)]
    chosen = [claims[i] for i in settle(claims)]
    assert _apart(chosen)
    sets = (s for size in range(len(claims) + 1) for s in combinations(claims, size))
    assert sum(c.weight for c in chosen) == max(sum(c.weight for c in s) for s in sets if _apart(s))


def _apart(claims: list[Claim] | tuple[Claim, ...]) -> bool:
    return all(a.end <= b.start or b.end <= a.start for a, b in combinations(claims, 2))
