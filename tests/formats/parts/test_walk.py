"""Walks through parts: what is a paragraph, what stands apart, and that nothing is passed over."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.formats.parts.laying import Grid
from menshen.formats.parts.ooxml import WORDS, Office
from menshen.formats.parts.slots import Passage
from menshen.formats.parts.twins import twins
from menshen.formats.parts.walk import TELLING, Walk
from menshen.formats.parts.words import Vocabulary, label

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def walked(body: str, words: Vocabulary = WORDS) -> list[str]:
    """Return the texts of a part; a table as its rows."""
    part = f"<w:x {W} {MC}>{body}</w:x>".encode()
    found = []
    for item in Walk("word/a.xml", part, words).items():
        found += [item.text] if isinstance(item, Passage) else ["|".join(row) for row in item.texts]
    return found


def p(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        (p("138", "0013"), ["1380013"]),
        (p("a") + p("b"), ["a", "b"]),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", ["a\tb\nc"]),
        ("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t></w:r></w:p>", ["a"]),
        ("<w:p><w:r><w:t>a</w:t></w:r>" + p("框") + "<w:r><w:t>b</w:t></w:r></w:p>", ["框", "ab"]),
        ("<w:p><w:del><w:r><w:delText>x</w:delText></w:r></w:del><w:r><w:t>a</w:t></w:r></w:p>", ["a", "xa"]),
        ("<w:p><w:ins><w:r><w:t>x</w:t></w:r></w:ins><w:r><w:t>a</w:t></w:r></w:p>", ["xa"]),
        ("<w:p><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>", ["x"]),
        ("<w:p><w:r><w:instrText>A </w:instrText></w:r><w:r><w:instrText>B</w:instrText></w:r></w:p>", ["A B"]),
        ("<unknown>说明</unknown>", ["说明"]),
        ("<w:p><odd>钟毅</odd><odd>12</odd></w:p>", ["钟毅"]),
        ("<w:comment w:author='宗慧' w:initials='ZH'/>", ["作者：宗慧", "缩写：ZH"]),
        ("<w:a x='钟毅'/><w:b x='钟毅'/><w:a x='钟毅'/>", ["钟毅", "钟毅"]),
        ("<w:a id='00A1B2C3' cx='9144000'/>", []),
        ("<w:a x='13800138000'/>", ["13800138000"]),
        ("<!-- 说明 --><w:p/>", [" 说明 "]),
    ],
)  # fmt: skip
def test_texts(body: str, texts: list[str]) -> None:
    assert walked(body) == texts


def cell(text: str, *, over: int = 1) -> str:
    wide = f'<w:tcPr><w:gridSpan w:val="{over}"/></w:tcPr>' if over > 1 else ""
    return f"<w:tc>{wide}{p(text) if text else '<w:p/>'}</w:tc>"


def table(*rows: list[str]) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


def test_tables() -> None:
    held = table([cell("姓名"), cell("手机")], [cell("钟毅"), cell("138")])
    assert walked(held) == ["姓名|手机", "钟毅|138"]
    wide = table([cell("宽", over=2), cell("右")], [cell("a"), cell(""), cell("c")])
    assert walked(wide) == ["宽||右", "a||c"]
    nested = table(
        [cell("a"), cell("b")],
        [f"<w:tc>{table([cell('1'), cell('2')], [cell('3'), cell('4')])}</w:tc>", cell("d")],
    )
    assert walked(nested) == ["a|b", "|d", "1|2", "3|4"]


def test_a_row_that_is_marked_as_header_is_one() -> None:
    marked = "<w:trPr><w:tblHeader/></w:trPr>"
    held = table([marked, cell("甲"), cell("乙")], [cell("丙"), cell("丁")])
    (grid,) = Walk("a.xml", f"<w:x {W}>{held}</w:x>".encode(), WORDS).items()
    assert isinstance(grid, Grid)
    assert grid.heading.names == ("甲", "乙")


def test_a_table_for_layout_is_text() -> None:
    assert walked(table([cell("a"), cell("b")])) == ["a", "b"]
    assert walked(table([cell("a")], [cell("b")])) == ["a", "b"]


def test_the_header_of_a_table_names_its_columns() -> None:
    part = (
        f"<w:x {W}>{table([cell('姓名'), cell('手机')], [cell('钟毅'), cell('13800138000')])}</w:x>"
    )
    (grid,) = Walk("a.xml", part.encode(), WORDS).items()
    assert isinstance(grid, Grid)
    assert grid.heading.names == ("姓名", "手机")
    assert list(grid.numbers) == [-1, 0]


def test_text_that_is_not_closed_is_told_all_the_same() -> None:
    part = f"<w:x {W}><w:p><w:r><w:t>13800138000".encode()
    texts = [item.text for item in Walk("a", part, WORDS).items() if isinstance(item, Passage)]
    assert texts == ["13800138000"]


def choice(first: str, second: str) -> str:
    return (
        f"<mc:AlternateContent><mc:Choice>{first}</mc:Choice>"
        f"<mc:Fallback>{second}</mc:Fallback></mc:AlternateContent>"
    )


def test_what_is_said_twice_is_read_once() -> None:
    assert walked(choice(p("a", "b"), p("a", "b"))) == ["ab"]
    assert walked(choice(p("a"), p("b"))) == ["a", "b"]
    assert walked(choice(p("a"), "")) == ["a"]
    assert walked(choice(choice(p("a"), p("a")), p("c"))) == ["a", "c"]
    part = choice("<t>aa</t>", "<t>aa</t>").encode()
    ((start, [(low, high)]),) = twins(part).places.items()
    assert part[start : start + 2] == part[low:high] == b"aa"


def test_what_is_hidden_is_counted() -> None:
    walk = Walk("a", f"<w:x {W}><w:vanish/><w:vanish w:val='0'/><w:del/></w:x>".encode(), WORDS)
    assert list(walk.items()) == []
    assert dict(walk.counted) == {"hidden_text": 1, "tracked_change": 1}


PIECES = st.lists(
    st.sampled_from(["<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>值", "</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>",
                     "<w:tc>", "</w:tc>", "<w:del>", "</w:del>", "<mc:Fallback>", "<mc:AlternateContent>", "<w:tab/>", "<w:rt>",
                     "</w:rt>", "<w:instrText>值", "<w:gridSpan w:val='9'/>"]), max_size=40)  # fmt: skip


@given(PIECES)
@settings(max_examples=200, deadline=None)
def test_no_text_gets_lost_in_any_disorder(pieces: list[str]) -> None:
    body = "".join(pieces)
    text = "".join(walked(body)) if "Fallback" not in body else "值" * body.count("值")
    assert text.count("值") >= body.count("值")


@pytest.mark.parametrize(
    "value", ["钟毅", "a@b.cn", "13800138000", "E12345678", "11010519491231002X"]
)
def test_what_may_be_personal_in_attributes(value: str) -> None:
    assert TELLING.search(value)


@pytest.mark.parametrize(
    "value", ["00E12345", "9144000", "rId12", "{2D5ABB26-0587-4C30-8999-92F81FD0307C}", "true"]
)
def test_what_is_not(value: str) -> None:
    assert not re.search(TELLING, value)


def test_parts_are_read_in_the_order_of_the_design() -> None:
    design = Office(r"word/document\.xml", r"word/header.*")
    names = ["_rels/.rels", "word/styles.xml", "word/header1.xml", "word/document.xml"]
    assert sorted(names, key=design.order) == [
        "word/document.xml",
        "word/header1.xml",
        "word/styles.xml",
        "_rels/.rels",
    ]
    assert design.order("word/fonts/a.odttf") == -1
    assert design.falls("docProps/thumbnail.jpeg")
    assert not design.falls("word/document.xml")


def test_labels() -> None:
    assert label("@w:author") == "作者"
    assert label("nothing") == "nothing"
