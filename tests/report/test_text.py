"""The report at a terminal: complete, within its width, and unable to act."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from menshen.model import Cell, Column, Failure, Node, Place, Reading, Table, Text
from menshen.policy import Policy
from menshen.report.places import where
from menshen.report.text import MOST, render
from menshen.report.words import Lang
from tests.report.samples import MOBILE, finding, report

NASTY = "\x1b]0;owned\x07\x1b[31m\u202e\nfake line\r[bold]x[/bold]"


def test_everything_is_said_in_chinese() -> None:
    text = render(report())
    for word in (
        "个人信息扫描报告", "策略 默认", "notes.txt", "第 1 行", "138****8000", "高 0.98",
        "校验码、标签", "mobile_number", "敏感", "按类型汇总", "表格各列", "3/4格为姓名；与表头一致",
        "识别出 2 人", "其中 1 人不满十四周岁", "未能读取", "x.pdf", "先做这几件事", "口令、验证码",
        "另有 1 个文件没有发现个人信息", "有 2 个字节不合 gb18030 编码", "第 1 页", "第 4 条 $.note",
        "表头 x", "第 1 行 第 2 列", "（无列名）", "混合文本",
    ):  # fmt: skip
        assert word in text, word
    assert not re.search("[{}]", text)


def test_english_has_no_chinese_but_names() -> None:
    text = render(report(), lang="en")
    assert set(re.findall("[\u4e00-\u9fff]+", text)) == {"姓名"}
    assert "line 1" in text
    assert "mobile phone number" in text


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [80, 100, 140])
def test_no_line_is_wider_than_the_page(width: int, lang: Lang) -> None:
    long = replace(
        report(),
        findings=(
            finding(document="很长的目录/" * 20 + "a.txt"),
            finding("home_address", "北京市朝阳区" * 30, Node("1", "$.a.b.c" * 30)),
        ),
        failures=(Failure("x" * 300, "UnreadableError", "because " * 60),),
    )
    for text in (render(report(), width=width, lang=lang), render(long, width=width, lang=lang)):
        assert max(map(cell_len, text.splitlines())) <= width
        assert all(line == line.rstrip() for line in text.splitlines())


def test_no_colour_unless_asked_for() -> None:
    assert "\x1b" not in render(report())
    assert "\x1b[" in render(report(), colour=True)


def test_values_show_only_when_revealed() -> None:
    assert MOBILE not in render(report())
    shown = render(report(), reveal=True)
    assert MOBILE in shown
    assert "原值" in shown


@pytest.mark.parametrize("reveal", [True, False])
def test_nothing_from_a_document_acts_on_the_terminal(*, reveal: bool) -> None:
    bad = replace(
        report(),
        findings=(
            finding(value=NASTY, document=NASTY),
            finding(value=NASTY, document=NASTY, place=Node(NASTY, NASTY)),
            finding(value=NASTY, document=NASTY, place=Cell(NASTY, 0, 0)),
        ),
        tables=(Table(NASTY, NASTY, (Column(NASTY[:11], 0, "email", 0.9, NASTY),)),),
        failures=(Failure(NASTY, "UnreadableError", NASTY),),
    )
    text = render(bad, width=140, reveal=reveal)
    assert not set(text) & set("\x1b\x07\u202e\r")
    assert "\nfake line" not in text
    assert "[bold]" in text


@given(st.text(max_size=30), st.text(max_size=30))
@settings(max_examples=25, deadline=None)
def test_no_text_can_break_the_report(value: str, name: str) -> None:
    odd = replace(report(), findings=(finding(value=value or "x", document=name),))
    text = render(odd, reveal=True)
    assert text.replace("\n", "").replace("　", " ").isprintable() or all(
        c.isprintable() or c.isspace() for c in text
    )
    assert "\x1b" not in text


def test_many_findings_are_cut_and_counted() -> None:
    many = replace(report(), findings=tuple(finding() for _ in range(MOST + 7)))
    text = render(many, width=140)
    assert text.count("138****8000") == MOST
    assert "另有 7 条，用 -f json 查看" in text


def test_many_documents_are_cut_and_counted() -> None:
    many = replace(report(), findings=tuple(finding(document=f"d{i}") for i in range(105)))
    assert "另有 5 个文件" in render(many)


def test_nothing_found_is_said() -> None:
    base = report()
    empty = replace(
        base,
        findings=(),
        people=(),
        tables=(),
        failures=(),
        summary=replace(base.summary, findings=0, failures=0, by_type={}, by_document={}),
    )
    text = render(empty)
    assert "没有发现个人信息" in text
    assert "先做这几件事" not in text


def test_an_interrupted_scan_says_so() -> None:
    base = report()
    cut = replace(base, summary=replace(base.summary, interrupted=True))
    assert "扫描被中断" in render(cut)


def test_a_document_read_in_part_is_marked() -> None:
    base = report()
    cut = replace(base, documents=(), findings=(finding(document="half.csv"),))
    assert "未读完" in render(cut)


def test_another_policy_is_named_by_its_digest() -> None:
    base = report()
    digest = Policy(min_score=0.9).digest
    assert digest[:12] in render(replace(base, run=replace(base.run, policy=digest)))


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Text(0, 0), "第 1 行"),
        (Cell("staff", 4, 0), "第 5 行 姓名"),
        (Cell("staff", 4, 7), "第 5 行 第 8 列"),
        (Cell("staff", -1, 0), "表头 姓名"),
        (Node("word/document.xml", "p[3]"), "word/document.xml p[3]"),
    ],
)
def test_places_count_from_one(place: Place, expected: str) -> None:
    tables = (Table("d", "staff", (Column("姓名", 0, None, 0.0, ""),)),)
    assert where(finding(place=place), tables, "zh") == expected


def test_a_cell_names_its_table_when_there_are_several() -> None:
    tables = (Table("d", "a", ()), Table("d", "b", ()))
    assert where(finding(place=Cell("b", 0, 0)), tables, "zh") == "b 第 1 行 第 1 列"


def test_the_most_pressing_comes_first() -> None:
    text = render(report(), width=140)
    advice = text[text.index("先做这几件事") :].splitlines()
    steps = [
        line.split(". ")[1] for line in advice if line.strip()[:2] in {f"{n}." for n in range(1, 8)}
    ]
    assert steps == [
        "补扫未能读取的文件",
        "更换并作废口令、验证码一类的秘密",
        "核对儿童信息的监护人同意",
        "收紧敏感个人信息的访问权限",
        "对外提供或转用之前先去标识化",
        "核对保存期限",
    ]


def test_people_are_named_by_masked_identifiers_children_first() -> None:
    text = render(report())
    assert text.index("110105********002X") < text.rindex("p1 ")
    assert "不满十四周岁" in text
    assert MOBILE not in text


def test_reading_is_found_for_its_document() -> None:
    base = report()
    sheet = Reading("notes.txt", "plain", 1, 4321)
    assert "4,321 字" in render(replace(base, documents=(sheet,)))
