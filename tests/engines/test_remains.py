"""What is left between sure facts is covered, joins what it touches, and never leaves its clause."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import menshen
from menshen.engines.company import AMONG
from menshen.engines.remains import MEAN, Remains, left
from menshen.engines.tagger import Faint, faint
from menshen.evidence import score
from menshen.model import Span

LABELS = ("diagnosis", "job_title")
TEXT = "张伟，男，常头痛得睡不着"


def chances(places: list[int], some: float = 0.4, label: int = 0) -> Faint:
    """Return characters that may be personal, all with the same chance of one label."""
    held = np.zeros((len(places), len(LABELS)), np.float32)
    held[:, label] = some
    return Faint(np.array(places, np.int32), held, LABELS)


@pytest.mark.parametrize(
    ("places", "taken", "expected"),
    [
        ([5, 6, 7], [(0, 2)], [(5, 8)]),
        ([4, 5, 6, 7], [], [(5, 8)]),  # a comma is no part of it
        ([5, 6, 7, 10, 11], [], [(5, 8), (10, 12)]),
        ([2, 3, 4], [], []),  # one character is left, and touches nothing
        ([5, 6, 7], [(5, 6)], [(6, 8)]),
        ([5, 6, 7], [(5, 7)], [(7, 8)]),  # one character that touches what is taken
        ([5, 6, 7], [(4, 9)], []),
        ([], [(0, 2)], []),
    ],
)
def test_stretches_outside_what_is_taken(
    places: list[int], taken: list[tuple[int, int]], expected: list[tuple[int, int]]
) -> None:
    assert [(p.start, p.end) for p in left(TEXT, chances(places), taken)] == expected


@pytest.mark.parametrize(("some", "found"), [(0.21, True), (0.19, False)])
def test_a_run_of_too_small_a_chance_is_none(some: float, *, found: bool) -> None:
    assert bool(list(left(TEXT, chances([5, 6, 7], some), []))) is found


@pytest.mark.parametrize(("some", "found"), [(0.35, True), (0.25, False)])
def test_names_must_be_likelier(some: float, *, found: bool) -> None:
    told = chances([5, 6, 7], some)._replace(labels=("person_name", "job_title"))
    assert bool(list(left(TEXT, told, []))) is found


@pytest.mark.parametrize(("text", "expected"), [("发1,498元", [(1, 6)]), ("发,48元", [(2, 4)])])
def test_a_comma_in_a_number_ends_no_run(text: str, expected: list[tuple[int, int]]) -> None:
    places = list(range(1, text.index("元")))
    assert [part[:2] for part in left(text, chances(places), [])] == expected


def test_words_between_belong_to_no_stretch_of_their_own() -> None:
    assert [p[:2] for p in left("他的头痛了", chances([1, 2, 3, 4]), [])] == [(2, 4)]
    assert [p[:2] for p in left("他的头痛了", chances([1, 2, 3, 4]), [(0, 1)])] == [(1, 4)]


@given(
    st.text("张伟，男常头痛\n的|a", max_size=30),
    st.sets(st.integers(0, 29)),
    st.lists(st.tuples(st.integers(0, 29), st.integers(1, 5)), max_size=3),
)
def test_stretches_lie_in_order_outside_what_is_taken(
    text: str, places: set[int], spans: list[tuple[int, int]]
) -> None:
    seen = sorted(p for p in places if p < len(text))
    taken = [(a, a + n) for a, n in spans]
    found = list(left(text, chances(seen), taken))
    assert all(a.end <= b.start for a, b in pairwise(found))
    covered = {at for part in found for at in range(part.start, part.end)}
    assert covered <= set(seen)
    assert not covered & {at for a, b in taken for at in range(a, b)}
    assert not {text[at] for at in covered} & set("，\n|")


@pytest.mark.parametrize(
    ("part", "kind", "label", "expected"),
    [
        ((8, 10, "diagnosis"), "medical_history", "diagnosis", True),
        ((3, 5, "diagnosis"), "diagnosis", "diagnosis", True),
        ((9, 10, "diagnosis"), "diagnosis", "diagnosis", False),  # does not touch
        ((8, 10, "job_title"), "diagnosis", "diagnosis", False),  # another kind
        ((8, 10, "person_name"), "person_name", "person_name", False),  # rules know the bounds
        ((3, 5, "home_address"), "home_address", "home_address", False),  # begins where it says
        ((8, 12, "diagnosis"), "diagnosis", "diagnosis", False),  # longer than what it completes
    ],
)
def test_what_completes_a_finding(
    part: tuple[int, int, str], kind: str, label: str, *, expected: bool
) -> None:
    assert Remains(*part, 0.5).completes(Span(5, 8), label, kind) is expected


def test_the_word_before_an_amount_is_no_finding() -> None:
    text = "张立丰，1985年3月12日出生，月薪8500元，年龄37岁"
    assert "月薪" not in [f.value for f in menshen.find(text)]
    part = Remains(3, 5, "income", 0.5)
    assert part.leads_to(Span(5, 9), "income", "income")
    assert not part.leads_to(Span(6, 9), "income", "income")
    assert not part.leads_to(Span(5, 9), "diagnosis", "diagnosis")


@given(st.floats(MEAN, 1.0))
def test_with_company_it_is_as_sure_as_not_and_no_surer_than_the_chance_allows(some: float) -> None:
    told = score((Remains(0, 2, "diagnosis", some).evidence, AMONG))
    assert 0.5 <= told <= 0.96
    assert told >= score((Remains(0, 2, "diagnosis", MEAN).evidence, AMONG))


REPORT = "姓名：张伟，身份证号110105194912310021，电话13800138000。患者张伟，糖尿病史八年，{}"
RARE = "夜里总是喘不上气要坐着睡"


def test_words_among_three_things_are_covered_and_alone_are_not() -> None:
    among, alone = REPORT.format(RARE), f"天气转凉，{RARE}"
    assert len(faint(alone).places)
    found = {text: _covered(text, text.index(RARE), len(text)) for text in (among, alone)}
    assert found[among] > 0.5 > found[alone]


def _covered(text: str, start: int, end: int) -> float:
    held = {at for f in menshen.find(text) for at in range(f.span.start, f.span.end)}
    return len(held & set(range(start, end))) / (end - start)


def test_the_explanation_names_it_and_a_precise_policy_leaves_it() -> None:
    text = "\n".join(f"第{n}床病人王建国，胃不好，{RARE}，电话1380013800{n}" for n in range(3))
    every = [e for e in menshen.explain(text) if "of whichever kind" in str(e.evidence)]
    sure = menshen.find(text, min_score=0.9)
    assert not [f for f in sure if "of whichever kind" in str(f.evidence)]
    assert all(e.accepted or e.reason for e in every)
