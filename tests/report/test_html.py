"""The page: complete, valid enough to read, and nothing in it can run or be fetched."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen import taxonomy
from menshen.model import (
    Cell,
    Column,
    Evidence,
    Failure,
    Node,
    Person,
    Reading,
    Remark,
    Run,
    Table,
)
from menshen.policy import DEFAULT
from menshen.report import Report, html
from menshen.report.html import MOST, render
from menshen.report.words import Lang
from tests.report.samples import MOBILE, finding, report

ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'--><svg/onload=alert(1)>",
    "</td></table><a href='javascript:alert(1)'>x</a>",
    "</style></title><iframe src=//evil.example>",
    "&lt;script&gt;",
    "\x1b]0;owned\x07\x1b[31m",
    "\u202e\u2066gpj.exe\u2069\u200f",
    "{0.__class__} {count}",
    "]]><!--",
]
VOID = {"meta", "link", "br", "img", "hr", "input"}
ELEMENTS = {
    "b", "body", "br", "code", "div", "footer", "h1", "h2", "h3", "head", "header", "html", "li", "main",
    "meta", "ol", "p", "rect", "section", "span", "strong", "style", "svg", "table", "tbody", "td",
    "th", "thead", "title", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "aria-hidden", "aria-label", "charset", "class", "content", "data-name", "height", "http-equiv",
    "lang", "name", "preserveaspectratio", "role", "scope", "viewbox", "width",
}  # fmt: skip
ACTIVE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)


def hostile(attack: str) -> Report:
    """Return a report that holds a text wherever a report holds text from outside."""
    base = report()
    remark = Remark(attack, attack, attack)
    found = (
        finding(value=attack, document=attack, person=attack),
        finding(value=attack, document=attack, place=Node(attack, attack)),
        finding(value=attack, document=attack, place=Node("3", attack)),
        finding(value=attack, document=attack, place=Cell(attack, 0, 0)),
        *(finding(t.id, attack, document=attack) for t in taxonomy.types()),
    )
    return replace(
        base,
        run=Run(attack, (attack,), attack, attack, attack),
        documents=(Reading(attack, attack, 1, 1, (remark,)),),
        findings=tuple(
            f._replace(evidence=(Evidence(attack, 1.0, attack),), normal=attack) for f in found
        ),
        people=(
            Person(attack, (attack,), ("mobile_number",), ("mobile_number",), 1, minor=True),
            Person(attack + "2", (attack,) * 9, ("gender",), (), 1, None, ("gender",), (attack,)),
        ),
        tables=(
            Table(attack, attack, (Column(attack[:12], 0, "email", 0.9, attack),)),
            Table(attack, "b", (Column(attack, 0, attack, 0.9, attack),)),
        ),
        failures=(Failure(attack, attack, attack),),
        summary=replace(base.summary, by_document={attack: 4}),
    )


class Outline(HTMLParser):
    """Collects the tags and attributes of a page and checks that they nest."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.comments: list[str] = []

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

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
        "个人信息扫描报告", "138****8000", "按类型汇总", "按类别汇总", "逐个文件", "逐条结果", "表格各列", "按敏感程度",
        "个人信息主体", "未能读取", "x.pdf", "先做这几件事", "GB/T 35273", 'lang="zh-CN"',
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
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_from_a_document_becomes_markup(attack: str, lang: Lang, *, reveal: bool) -> None:
    page = render(hostile(attack), lang=lang, reveal=reveal)
    parsed = outline(page)
    assert parsed.tags <= ELEMENTS
    assert parsed.attributes <= ATTRIBUTES
    assert not ACTIVE.search(page)
    assert not parsed.comments


@given(st.text(max_size=40))
@settings(max_examples=40, deadline=None)
def test_no_text_breaks_the_page(text: str) -> None:
    page = render(hostile(text), reveal=True)
    parsed = outline(page)
    assert parsed.tags <= ELEMENTS
    assert parsed.attributes <= ATTRIBUTES
    assert not parsed.comments
    assert not ACTIVE.search(page)
    page.encode("utf-8")


def test_every_table_cell_belongs_to_a_headed_column() -> None:
    page = render(report())
    for table in re.findall("<table>(.*?)</table>", page, re.DOTALL):
        heads = len(re.findall('<th scope="col"', table))
        for row in re.findall("<tr>(.*?)</tr>", table.split("</thead>")[1]):
            assert len(re.findall("<t[hd] ", row)) == heads
            assert '<th scope="row"' in row


def test_the_first_page_says_what_a_director_asks() -> None:
    page = render(report())
    first = page[: page.index("按敏感程度")]
    for word in (
        "读取 4 个文件", "个人信息 5 条", "能识别到 2 人", "敏感个人信息 2 条", "有 1 人不满十四周岁",
        "1 个文件未能读取，结论不完整", "高：", "仅就已读取的部分而言", "个人信息保护法第二十八条、第三十一条", "已核对原文",
        "不是法定等级",
    ):  # fmt: skip
        assert word in unescape(first), word


def test_the_end_gives_method_and_room_to_sign() -> None:
    page = render(report())
    for word in (
        "方法与局限",
        DEFAULT.digest,
        "0.1.0",
        "编制人",
        "审核人",
        "日期",
        "不合 gb18030 编码",
    ):
        assert word in page, word


def test_a_page_with_values_says_so_on_every_printed_page() -> None:
    plain, clear = render(report()), render(report(), reveal=True)
    assert '@top-center { content: ""' in plain
    assert "含个人信息原值 · 严格控制知悉范围" not in plain
    assert '@top-center { content: "含个人信息原值' in clear
    assert 'class="watermark"' in clear
    assert 'class="banner"' in clear


def test_english_has_no_chinese_but_names() -> None:
    page = render(report(), lang="en")
    body = re.sub("<style>.*?</style>", "", page, flags=re.DOTALL)
    assert {*re.findall("[\u4e00-\u9fff]+", body)} <= {"姓名", "法释", "号"}


def test_a_large_scan_gives_a_bounded_page() -> None:
    base = report()
    names = [f"folder/{'long' * 100}/{n}.txt" for n in range(3000)]
    found = tuple(finding(document=d, person=d) for d in names for _ in range(3))
    people = tuple(Person(d, (d,), ("mobile_number",), ("mobile_number",), 3) for d in names)
    large = replace(
        base,
        documents=tuple(Reading(d, "plain", 1, 9, (Remark(d, "wrong_bytes", "x"),)) for d in names),
        findings=found,
        people=people,
        tables=tuple(Table(d, "t", (Column("a", 0, "email", 0.9, "x"),)) for d in names),
        failures=tuple(Failure(d, "UnreadableError", "x") for d in names),
        summary=replace(base.summary, findings=9000, by_document=dict.fromkeys(names, 3)),
    )
    page = render(large)
    assert len(page) < 600_000
    for more in ("另有 2,900 个文件", "另有 2,980 个文件", "另有 2,980 人", "另有 2,800"):
        assert more in page, more


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
    page = render(replace(empty, documents=base.documents))
    outline(page)
    assert "没有发现个人信息" in page
    assert "扫描被中断" in page


def test_a_scan_that_read_nothing_draws_no_conclusion() -> None:
    base = report()
    nothing = replace(base, findings=(), people=(), tables=(), documents=())
    for page in (render(nothing), render(replace(nothing, failures=()))):
        outline(page)
        assert "不能得出有没有个人信息的结论" in page
        assert "没有发现个人信息" not in page


def test_colours_of_text_stand_out_from_the_page() -> None:
    style = Path(html.__file__).with_name("page.css").read_text(encoding="utf-8")
    for name in ("soft", "red", "violet", "ink"):
        found = re.search(f"--{name}: #([0-9a-f]{{6}})", style)
        assert found is not None
        assert contrast(found[1], "f3f5f7") >= 4.5


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours after WCAG 2."""
    dark, light = sorted(luminance(c) for c in (one, other))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
