"""Papers as pages."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from menshen.papers import KINDS, drafted, page
from menshen.papers.draft import Break, Draft, Heading, Listed, Paragraph, Run, Table
from tests.papers.facts import called, scanned
from tests.papers.test_papers import FOR_REPORT

VOID = {"meta", "hr", "br"}


class Balanced(HTMLParser):
    """Checks that what is opened is closed, and collects tags and text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(draft: Draft) -> Balanced:
    parser = Balanced()
    parser.feed(page.written(draft))
    assert parser.open == []
    return parser


@pytest.mark.parametrize("kind", KINDS)
def test_every_paper_is_a_sound_page_that_loads_nothing(kind: str) -> None:
    draft = drafted(kind, scanned() if kind in FOR_REPORT else called())
    found = read(draft)
    assert not {"script", "img", "link", "iframe", "form"} & set(found.tags)
    assert found.tags.count("mark") >= len(draft.gaps)
    assert "default-src 'none'" in page.written(draft)


def test_what_callers_claimed_stays_text() -> None:
    shown = page.written(drafted("complaint", called()))
    assert "<b>" not in shown
    assert "&lt;b&gt;&amp;某&lt;/b&gt;" in shown


def test_all_blocks() -> None:
    words = (Run("项"), Run("缺", gap=True))
    blocks = (
        Heading("一", 1), Heading("（一）", 2), Heading("第 1 组", 3), Paragraph(words, "urgent"),
        Listed((words,), "number", "large"), Listed((words,), "check"),
        Table(("甲", "乙"), ((words, words),), (30, 70)), Table(("", ""), ((words, words),), (1, 1), plain=True), Break(),
    )  # fmt: skip
    found = read(Draft("x", "标题", blocks))
    assert {"h2", "h3", "h4", "ol", "ul", "table", "hr", "mark"} <= set(found.tags)
    assert found.tags.count("thead") == 1
