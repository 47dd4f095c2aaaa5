"""The page: complete, valid enough to read, and nothing in it can run or be fetched."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.model import Cell, Column, Failure, Node, Table
from menshen.report.html import MOST, render
from tests.report.samples import MOBILE, finding, report

ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'--><svg/onload=alert(1)>",
    "</td></table><a href='javascript:alert(1)'>x</a>",
    "</style></title><iframe src=//evil.example>",
    "&lt;script&gt;",
]
VOID = {"meta", "link", "br", "img", "hr", "input"}


class Outline(HTMLParser):
    """Collects the tags and attributes of a page and checks that they nest."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def outline(page: str) -> Outline:
    parser = Outline()
    parser.feed(page)
    assert not parser.open
    return parser


def test_the_page_says_everything_and_hides_values() -> None:
    page = render(report())
    for word in (
        "个人信息扫描报告", "138****8000", "按类型汇总", "按类别汇总", "逐个文件", "逐条结果", "表格各列",
        "个人信息主体", "未能读取", "x.pdf", "先看这里", "GB/T 35273", 'lang="zh-CN"',
    ):  # fmt: skip
        assert word in page, word
    assert MOBILE not in page
    assert MOBILE in render(report(), reveal=True)
    assert 'lang="en"' in render(report(), lang="en")


def test_the_page_holds_no_script_and_nothing_from_elsewhere() -> None:
    parsed = outline(render(report()))
    assert not parsed.tags & {"script", "link", "img", "iframe", "object", "form", "base", "a"}
    assert not {a for a in parsed.attributes if a.startswith("on")}
    assert not parsed.attributes & {"src", "href", "style"}


def test_the_policy_admits_only_the_style_of_the_page() -> None:
    page = render(report())
    style = re.search("<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page
    assert "unsafe" not in page
    assert "url(" not in style[1]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("reveal", [True, False])
def test_nothing_from_a_document_becomes_markup(attack: str, *, reveal: bool) -> None:
    bad = replace(
        report(),
        run=replace(report().run, sources=(attack,)),
        findings=(
            finding(value=attack, document=attack),
            finding(value=attack, document=attack, place=Node(attack, attack)),
            finding(value=attack, document=attack, place=Cell(attack, 0, 0)),
        ),
        tables=(Table(attack, attack, (Column(attack, 0, None, 0.9, attack),)),),
        failures=(Failure(attack, attack, attack),),
    )
    parsed = outline(render(bad, reveal=reveal))
    assert not parsed.tags & {"script", "img", "svg", "iframe", "a"}


@given(st.text(max_size=40))
@settings(max_examples=25, deadline=None)
def test_no_text_breaks_the_page(text: str) -> None:
    page = render(replace(report(), findings=(finding(value=text, document=text),)), reveal=True)
    outline(page)
    page.encode("utf-8")
    assert "\x1b" not in page


def test_many_findings_are_cut_and_counted() -> None:
    many = replace(report(), findings=tuple(finding() for _ in range(MOST + 3)))
    page = render(many)
    assert page.count("138****8000") == MOST
    assert "另有 3 条" in page


def test_an_empty_report_is_a_page_too() -> None:
    base = report()
    empty = replace(
        base, findings=(), people=(), tables=(), failures=(), documents=(),
        summary=replace(base.summary, findings=0, by_type={}, by_document={}, interrupted=True),
    )  # fmt: skip
    page = render(empty)
    outline(page)
    assert "没有发现个人信息" in page
    assert "扫描被中断" in page
