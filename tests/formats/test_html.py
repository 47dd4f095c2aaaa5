"""HTML: what is seen and what is hidden is read, in any disorder; tables keep their columns."""

from __future__ import annotations

import tracemalloc
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.formats.extract import Anchored
from menshen.formats.html import FORMAT, Html
from menshen.formats.pieces import Window
from menshen.formats.tags import attributes, tokens
from menshen.model import Block, Cell, Document, Grid, Remark, Text

WORDS = st.text("ab张三13800&<>\"'", min_size=1, max_size=8).map(str.strip).filter(bool)


def read(data: bytes | str, size: int = 1 << 16) -> tuple[list[Block], list[str]]:
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    items = list(Html(size).read(Document("a.html", data=raw)))
    return [i for i in items if isinstance(i, Block)], [
        i.kind for i in items if isinstance(i, Remark)
    ]


def own(block: Block) -> str:
    return block.text[slice(*(block.core or (0, len(block.text))))]


def lines(data: bytes | str) -> list[str]:
    return "".join(map(own, read(data)[0])).splitlines()


def rows(block: Block) -> list[list[str]]:
    assert isinstance(block.layout, Grid)
    return [[block.text[s.start : s.end] for s in row] for row in block.layout.rows()]


@pytest.mark.parametrize(
    ("source", "meant"),
    [
        ("<p>电话：138<b>0013</b>8000</p><p>x", ["电话：13800138000", "x"]),
        ("<div>a<div>b</div>c</div>", ["a", "b", "c"]),
        ("a<br>b<br/>c", ["a", "b", "c"]),
        ("张\n   三 &lt;&amp;&#24352;&nbsp;x", ["张 三 <&张\xa0x"]),
        ("<p>a<!-- 13800138000 -->b", ["a", "13800138000", "b"]),
        ("<script>var a = '<p>138';\nb()</script>c", ["var a = '<p>138';", "b()", "c"]),
        ("<style>/* 138 */</style><template><p>a</p></template>", ["/* 138 */", "a"]),
        ("<p hidden>a</p><p style='display:none'>b</p>", ["a", "b"]),
        ("<a href='tel:138'>打</a><a href=mailto:a@b.cn>信</a>", ["打信", "tel:138", "mailto:a@b.cn"]),
        ("<meta name=author content='张三'><img alt=\"李&amp;四\">", ["author", "张三", "李&四"]),
        ("<label>姓名</label><input name=xm value='张三'><br>", ["姓名 张三", "xm"]),
        ("<li data-phone=138>a<li>b", ["138", "a", "b"]),
        ("<textarea>a\n&lt;b</textarea><title>x</title>", ["a <b", "x"]),
        ("<td 13800138000>a</td 13900139000>", ["a", "13800138000", "13900139000"]),
        ("<p class=x id=y>a</p><p class='13800138000' title=1 title=2>", ["a", "y", "13800138000", "1", "2"]),
        ("a < b <3 <", ["a < b <3 <"]),
        ("<b x='>13800138000", ["13800138000"]),
        ("", []),
    ],
)  # fmt: skip
def test_text_in_lines(source: str, meant: list[str]) -> None:
    found = [line.strip() for line in lines(source)]
    assert [line for line in found if line] == meant or sorted(found) == sorted(meant)


def test_places_lead_to_the_source() -> None:
    source = "<html>\n<p>姓名：\n张三</p>\n<!-- 138 --><p title='李四'>x</p>"
    (block,), _ = read(source)
    assert isinstance(block.layout, Anchored)
    for word, line in (("张三", 2), ("x", 3)):
        at = block.text.index(word)
        place = block.layout.place(at, at)
        assert isinstance(place, Text)
        assert place.line == line
        assert source.startswith(word, place.offset)
    at = block.text.index("李四")
    assert block.labels(at) == ("title",)
    place = block.layout.place(at, at)
    assert isinstance(place, Text)
    assert source.startswith("李四", place.offset)


def test_the_value_of_a_form_has_its_names_as_labels() -> None:
    (block,), _ = read(
        "<label>手机</label><input name='sjh' placeholder='手机号' value='13800138000'>"
    )
    assert block.text.startswith("手机 13800138000")
    assert block.labels(block.text.index("138")) == ("sjh", "手机号")


TABLES = st.integers(2, 4).flatmap(
    lambda n: st.lists(st.lists(WORDS, min_size=n, max_size=n), min_size=2, max_size=6)
)


@given(TABLES, st.booleans(), st.integers(48, 200))
def test_tables_come_back(table: list[list[str]], closed: bool, size: int) -> None:
    ends = ("</td>", "</th>", "</tr>") if closed else ("", "", "")
    text = "<table>"
    for number, row in enumerate(table):
        tag = "td" if number else "th"
        cells = "".join(f"<{tag}>{escape(v)}{ends[number == 0]}" for v in row)
        text += f"<tr>{cells}{ends[2]}"
    (block,), _ = read(text + "</table>")
    assert isinstance(block.layout, Grid)
    plain = [[" ".join(v.split()) for v in row] for row in table]
    assert list(block.layout.names) == plain[0]
    assert rows(block) == plain[1:]
    for number, spans in enumerate(block.layout.rows()):
        for column, span in enumerate(spans):
            assert block.layout.place(*span) == Cell("table 1", number, column)
    small, _ = read(text, size)
    assert all(len(b.text) <= size for b in small)
    held = "".join(map(own, small))
    assert all(value in held for row in plain for value in row)


def test_cells_over_columns_and_rows_shift_nothing() -> None:
    source = """<table><caption>住客登记</caption>
    <tr><th>姓名<th colspan=2>证件<th>手机
    <tr><td rowspan=2>张<i>三</i><td>身份证<td>110<td>138
    <tr><td>护照<td>E1<td>139
    <tr><td>李四<td colspan=2>无<td>150</table>after"""
    blocks, _ = read(source)
    caption, grid, after = blocks
    assert caption.text.strip() == "住客登记"
    assert after.text.strip() == "after"
    assert isinstance(grid.layout, Grid)
    assert grid.layout.table == "住客登记"
    assert grid.layout.names == ("姓名", "证件", "", "手机")
    assert rows(grid) == [
        ["张三", "身份证", "110", "138"],
        ["", "护照", "E1", "139"],
        ["李四", "无", "", "150"],
    ]


def test_nested_tables_and_tables_for_layout() -> None:
    inner = "<table><tr><th>a<th>b<tr><td>1<td>2</table>"
    blocks, _ = read(f"<table><tr><td>左<td>{inner}右<tr><td>x<td>y</table>")
    assert [rows(b) for b in blocks] == [[["1", "2"]], [["左", "右"], ["x", "y"]]]
    blocks, _ = read(f"<table><tr><td>只有一格{inner}</table>")
    assert [isinstance(b.layout, Grid) for b in blocks] == [True, False]
    assert blocks[1].text.strip() == "只有一格"


def test_a_table_may_be_wider_than_it_is_laid_out() -> None:
    cells = "".join(f"<td>{n}" for n in range(1000, 1400))
    blocks, _ = read(f"<table><tr>{cells}<tr>{cells}</table>")
    held = "".join(map(own, blocks)).split()
    assert sorted(held) == sorted([str(n) for n in range(1000, 1400)] * 2)


def test_records_are_lines_and_rows_and_never_shared() -> None:
    table = "<table><tr><td>1<td>2<tr><td>3<td>4</table>"
    blocks, _ = read(f"<p>a</p><p>b</p>{table}<p>c</p>{table}")
    found = []
    for block in blocks:
        assert block.layout is not None
        at = 0
        for line in block.text.splitlines(keepends=True):
            found.append(block.layout.record(at))
            at += len(line)
    assert len(set(found)) == len(found) == 7


def test_the_charset_is_the_declared_one_if_it_fits() -> None:
    page = "<html><meta charset={}><p>中"
    assert lines(page.format("gb2312").encode("gb18030"))[-1] == "中"
    assert lines(page.format("big5").encode("big5"))[-1] == "中"
    http = '<meta http-equiv="Content-Type" content="text/html; charset=gbk"><p>中'
    assert lines(http.encode("gb18030"))[-1] == "中"
    blocks, remarks = read("<meta charset=utf-8><p>住客登记电话".encode("gb18030"))
    assert own(blocks[-1]).splitlines()[-1] == "住客登记电话"
    assert remarks == ["wrong_charset"]


def test_long_pages_stream() -> None:
    head = "<table><tr><th>姓名<th>手机</tr>"
    data = (head + "<tr><td>张三<td>13800138000</tr>" * 100_000 + "</table>").encode()
    tracemalloc.start()
    count = sum(
        i.text.count("13800138000")
        for i in FORMAT.read(Document("a.html", data=data))
        if isinstance(i, Block)
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 100_000
    assert peak < 16_000_000
    for source in (
        "<table><tr><td>" + "<b>张三</b>13800138000 " * 20_000,
        "<p>" + "13800138000 " * 20_000,
    ):
        blocks, _ = read(source)
        assert all(len(b.text) <= 1 << 16 for b in blocks)
        assert "".join(map(own, blocks)).count("13800138000") == 20_000
    for source in (
        "<!-- " + "13800138000\n" * 20_000,
        "<script>" + "13800138000\n" * 20_000,
        "<img src='" + "13800138000\n" * 20_000 + "'>",
    ):
        assert "".join(map(own, read(source)[0])).count("13800138000") == 20_000


class Oracle(HTMLParser):
    """What the standard library's parser takes for text."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += data


SOUP = st.lists(st.sampled_from(["<p>", "</p>", "<b>", "</b>", "<td>", "<table>", "</table>", "<tr>", "<br>", "张", "13", " ", "<i x=1>", "<a y='2'>", "&amp;", "<!-- c -->", "</x>"]), max_size=60).map("".join)  # fmt: skip


@given(SOUP, st.integers(40, 100))
def test_tag_soup_holds_the_text_that_the_standard_parser_sees(source: str, size: int) -> None:
    oracle = Oracle()
    oracle.feed(source)
    oracle.close()
    seen = "".join(own(block) for block in read(source, size)[0])
    for sign in "张3&":
        assert seen.count(sign) == oracle.text.count(sign)
    assert seen.count("c") == source.count("<!--")


@given(st.text("<>/!-tableTRdscripx='\"& \n张1", max_size=200), st.integers(32, 90))
def test_tokens_tile_the_source_and_blocks_are_small(source: str, size: int) -> None:
    found = list(tokens(Window([source])))
    assert [t.offset for t in found] == sorted({t.offset for t in found})
    assert all(t.line == source.count("\n", 0, t.offset) for t in found)
    blocks, _ = read(source, size)
    for block in blocks:
        assert 0 < len(block.text) <= size
        assert block.layout is not None
        for at in range(len(block.text)):
            block.layout.place(at, at + 1)
    kept = "".join(map(own, blocks))
    assert kept.count("张") >= sum(
        t.text.count("张") for t in found if t.kind not in {"start", "end"}
    )


def test_attributes() -> None:
    assert dict(attributes(" A=1 b='x y' c=\"&lt;\" d e = f/>")) == {
        "a": "1", "b": "x y", "c": "<", "d": "", "e": "f/",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("uri", "text", "claimed"),
    [
        ("a.HTM", "x", True),
        ("-", "<!DOCTYPE html>", True),
        ("a.txt", " <!-- saved -->\n<HTML>", True),
        ("-", "<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'>", True),
        ("-", "<p>", False),
        ("a.html", "\0\1", False),
    ],
)
def test_claims(uri: str, text: str, claimed: bool) -> None:
    assert FORMAT.claims(Document(uri), text.encode()) is claimed
