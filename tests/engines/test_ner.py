"""The words of a text: they tile it, do not depend on what stands beside, and cost no more in bulk."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.engines import ner
from menshen.engines.ner import words

TEXT = st.text("张伟王芳在北京市朝阳区上班，。\n\t |abc019-·“”！", max_size=200)


def labelled(text: str, label: str) -> list[str]:
    return [text[w.start : w.end] for w in words(text) if w.label == label]


@given(TEXT)
@settings(max_examples=60, deadline=None)
def test_words_are_in_order_and_do_not_overlap(text: str) -> None:
    found = words(text)
    assert all(0 <= w.start < w.end <= len(text) for w in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.text("张伟王芳在北京市朝阳区上班，abc019-·“”", max_size=200).filter(lambda t: "张" in t))
@settings(max_examples=30, deadline=None)
def test_a_sentence_with_a_surname_is_read_whole(text: str) -> None:
    covered = {i for w in words(text) for i in range(w.start, w.end)}
    assert {i for i, c in enumerate(text) if c in "张伟王芳"} <= covered


def test_names_places_and_organisations() -> None:
    text = "昨天詹国庆和祁兰英在北京市见面。\n上海浦东发展银行发布公告。"
    assert labelled(text, "PER") == ["詹国庆", "祁兰英"]
    assert labelled(text, "LOC") == ["北京市"]
    assert "上海浦东发展银行" in labelled(text, "ORG")


def test_a_batch_reads_as_one_by_one() -> None:
    lines = ["詹国庆昨天来过。", "祁兰英在北京市上班，她姓祁。", "没有人。"] * 9
    together = labelled("\n".join(lines), "PER")
    assert together == [name for line in lines for name in labelled(line, "PER")]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.text("张伟在市医院看病李四住朝阳区的人民路欧阳修说了", min_size=4, max_size=30),
        min_size=2,
        max_size=8,
    )
)
def test_a_sentence_is_read_whatever_stands_beside_it(sentences: list[str]) -> None:
    together = ner.scores("\n".join(sentences))
    at = 0
    for sentence in sentences:
        alone = ner.scores(sentence)
        np.testing.assert_allclose(together[at : at + len(sentence)], alone, atol=2e-4)
        at += len(sentence) + 1


def test_text_without_chinese_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ner, "_model", lambda: pytest.fail("the model was asked"))
    assert words("GET /index.html 200\n13800138000 only") == ()


def test_a_few_characters_are_read_for_a_surname_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ner, "_model", lambda: pytest.fail("the model was asked"))
    assert words("电话 13800138000\n手机号:13900139000") == ()
    with pytest.raises(pytest.fail.Exception):
        words("手机 张")


def test_long_sentences_and_long_runs_keep_their_positions() -> None:
    text = "数据" * 100 + "，" + "x" * 500 + "。收到詹国庆的回信。" + "y" * 300 + "，祁兰英签收"
    assert labelled(text, "PER") == ["詹国庆", "祁兰英"]


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_the_best_path_is_that_of_all_paths(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(8, 3)).astype(np.float32)
    steps = rng.normal(scale=rng.choice((0.1, 0.3, 1.0)), size=(3, 3)).astype(np.float32)
    firsts = [0, 1, 4]
    found = ner._Steps(steps).best(scores, firsts).tolist()

    def worth(first: int, path: tuple[int, ...]) -> float:
        return sum(float(scores[first + at, c]) for at, c in enumerate(path)) + sum(
            float(steps[pair]) for pair in pairwise(path)
        )

    for first, end in pairwise((*firsts, len(scores))):
        best = max(product(range(3), repeat=end - first), key=lambda path: worth(first, path))
        assert worth(first, tuple(found[first:end])) == pytest.approx(worth(first, best))
