"""The sequence model: what it sees, how spans are read from its scores, that size does not matter."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen import taxonomy
from menshen.engines import tagger
from menshen.engines.tagger import classes, decode, features, kinds, tags

TEXT = st.text(
    "张伟王芳在北京市朝阳区医院上班，确诊糖尿病。\n\t |abc019-·“”！\U00020000", max_size=300
)
LABELS = ["name", "job"]


def scores(*path: str) -> np.ndarray:
    """Return rows that speak for the classes of a path."""
    names = classes(LABELS)
    rows = np.full((len(path), len(names)), -4.0, np.float32)
    for at, name in enumerate(path):
        rows[at, names.index(name)] = 4.0
    return rows


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("O O", []),
        ("S-name O S-job", [(0, 1, "name"), (2, 3, "job")]),
        ("B-name E-name B-job I-job E-job", [(0, 2, "name"), (2, 5, "job")]),
        ("O B-job E-job O", [(1, 3, "job")]),
    ],
)
def test_spans_are_read_from_classes(path: str, expected: list[tuple[int, int, str]]) -> None:
    assert [tuple(s[:3]) for s in decode(scores(*path.split()), LABELS)] == expected


@pytest.mark.parametrize(("chance", "found"), [(0.9, True), (0.4, True), (0.2, False)])
def test_a_span_somewhat_less_likely_than_nothing_comes_out_with_its_chance(
    chance: float, *, found: bool
) -> None:
    rows = np.full((1, len(classes(LABELS))), 1e-9)
    rows[0, 0], rows[0, classes(LABELS).index("S-name")] = 1 - chance, chance
    spans = list(decode(np.log(rows).astype(np.float32), LABELS))
    assert [s.sure for s in spans] == ([pytest.approx(chance, abs=1e-4)] if found else [])


@given(st.lists(st.lists(st.floats(-9, 9), min_size=9, max_size=9), max_size=30))
def test_any_scores_give_spans_in_order_that_begin_and_end(rows: list[list[float]]) -> None:
    logits = np.array(rows, np.float32).reshape(len(rows), 9)
    found = list(decode(logits, LABELS))
    assert all(0 <= s.start < s.end <= len(rows) and 0 <= s.sure <= 1 for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(TEXT)
@settings(max_examples=40, deadline=None)
def test_tags_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    found = tags(text)
    assert all(0 <= t.start < t.end <= len(text) for t in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(TEXT)
@settings(max_examples=40, deadline=None)
def test_there_is_a_row_for_every_character(text: str) -> None:
    assert {len(column) for column in features(text)} <= {len(text)}


def test_the_same_far_into_a_long_text() -> None:
    told = "患者詹国庆，男，五十二岁，因高血压在市中医院住院。\n"
    filler = "今天的天气很好，大家都出去散步了。\n" * 200
    alone = {(t.start, t.end, t.label) for t in tags(filler[-200:] + told + filler[:200])}
    moved = len(filler) - 200
    far = {(t.start - moved, t.end - moved, t.label) for t in tags(filler + told + filler)}
    assert alone == far


def test_text_without_chinese_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagger, "_model", lambda: pytest.fail("the model was asked"))
    assert tags("GET /index.html 200") == ()


def test_labels_are_types_of_the_taxonomy() -> None:
    assert set(kinds()) <= taxonomy.ids()
    assert set(kinds().values()) <= set(kinds())
