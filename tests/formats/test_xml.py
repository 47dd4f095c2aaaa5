"""XML: every value's place is the path that xml.etree gives; nothing is lost, nothing expands."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.errors import UnreadableError
from menshen.formats.extract import Anchored
from menshen.formats.xml import FORMAT, Xml
from menshen.model import Block, Cell, Document, Grid, Lines, Node, Remark

NAMES = st.sampled_from(["a", "b", "姓名", "x:c"])
ALPHABET = st.characters(codec="utf-8", exclude_categories=["C", "Z"])
TEXTS = st.text(ALPHABET, min_size=1, max_size=6)


def element(name: str, held: list[ET.Element], attributes: dict[str, str]) -> ET.Element:
    made = ET.Element(name, attributes)
    made.extend(held)
    return made


TREES = st.recursive(
    st.builds(lambda n: ET.Element(n, {}), NAMES),
    lambda held: st.builds(
        element, NAMES, st.lists(held, max_size=4), st.dictionaries(NAMES, TEXTS, max_size=2)
    ),
    max_leaves=20,
)


def read(data: bytes | str, size: int = 1 << 16) -> tuple[list[Block], list[Remark]]:
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    items = list(Xml(size).read(Document("a.xml", data=raw)))
    return [i for i in items if isinstance(i, Block)], [i for i in items if isinstance(i, Remark)]


def own(block: Block) -> str:
    return block.text[slice(*(block.core or (0, len(block.text))))]


def values(blocks: list[Block]) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for block in blocks:
        if isinstance(block.layout, Grid):
            rows = [[block.text[s.start : s.end] for s in row] for row in block.layout.rows()]
            found.setdefault(block.layout.table, []).extend(rows)
    return found


def numbered(tree: ET.Element) -> None:
    """Give every element and attribute a text of its own."""
    count = 0
    for node in tree.iter():
        for key in node.attrib:
            node.attrib[key] = f"<{count:04d}>"
            count += 1
        node.text = f"<{count:04d}>"
        count += 1


def paths(node: ET.Element, path: str) -> Iterator[tuple[str, str]]:
    for key, value in node.attrib.items():
        yield value, f"{path}/@{key}"
    yield node.text or "", path
    counts: dict[str, int] = {}
    for held in node:
        counts[held.tag] = number = counts.get(held.tag, 0) + 1
        yield from paths(held, f"{path}/{held.tag}" + (f"[{number}]" if number > 1 else ""))


@given(TREES, st.integers(32, 200), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_places_are_the_paths_of_elementtree(tree: ET.Element, size: int, charset: str) -> None:
    numbered(tree)
    text = ET.tostring(tree, encoding="unicode").replace(
        "<" + tree.tag, f'<{tree.tag} xmlns:x="u"', 1
    )
    data = f'<?xml version="1.0" encoding="{charset}"?>\n{text}'.encode(charset)
    blocks, remarks = read(data, size)
    assert remarks == []
    meant = dict(paths(tree, f"/{tree.tag}"))
    found = {}
    for block in blocks:
        assert len(block.text) <= size
        layout = block.layout
        assert layout is not None
        low, high = block.core or (0, len(block.text))
        for at in range(low, high):
            if block.text[at] == "<" and block.text[at + 5 : at + 6] == ">":
                place = layout.place(at, at + 6)
                assert isinstance(place, Node | Cell)
                found[block.text[at : at + 6]] = place
    assert found.keys() == meant.keys()
    for value, place in found.items():
        assert isinstance(place, Cell) or place.path == meant[value]


ROWS = st.lists(st.fixed_dictionaries({"xm": TEXTS, "tel": TEXTS}, optional={"bz": TEXTS}), min_size=2, max_size=9)  # fmt: skip


@given(ROWS, st.booleans(), st.integers(64, 300))
def test_like_children_are_rows(rows: list[dict[str, str]], attributes: bool, size: int) -> None:
    root = ET.Element("客户")
    for row in rows:
        node = ET.SubElement(root, "row", row if attributes else {})
        for key, value in {} if attributes else row.items():
            ET.SubElement(node, key).text = value
    blocks, remarks = read(ET.tostring(root, "utf-8"))
    assert remarks == []
    (block,) = blocks
    assert isinstance(block.layout, Grid)
    names = [name.lstrip("@") for name in block.layout.names]
    found = values(blocks)["/客户/row"]
    assert [{k: v for k, v in zip(names, row, strict=False) if v} for row in found] == rows
    column = names.index("xm")
    for number, spans in enumerate(block.layout.rows()):
        assert block.layout.place(*spans[column]) == Cell("/客户/row", number, column)
    small, _ = read(ET.tostring(root, "utf-8"), size)
    held = "".join(map(own, small))
    assert all(value in held for row in rows for value in row.values())


def test_labels_records_and_raw_positions() -> None:
    text = "<库><头>x</头><人><姓名 级='甲'>张&amp;三</姓名><p:手机>138</p:手机></人><人><手机/>139</人></库>"
    (block,), _ = read(text)
    layout = block.layout
    assert isinstance(layout, Anchored)
    at = block.text.index("138")
    assert layout.labels(at) == ("手机", "人", "库")
    assert layout.place(at, at) == Node("1", "/库/人/p:手机")
    assert [layout.record(block.text.index(v)) for v in ("x", "张&三", "138", "139")] == [
        0,
        1,
        1,
        2,
    ]
    raw = text.encode()
    assert raw[layout.anchor(at).raw :].startswith(b"138")
    assert raw[layout.anchor(block.text.index("甲")).raw :].startswith("<姓名 级".encode())


def test_rows_named_by_their_fields_and_rows_of_excel() -> None:
    dump = '<d><row><field name="xm">张</field><field name="sj">1</field></row><row><field name="xm">王</field><field name="sj" xsi:nil="true"/></row></d>'
    blocks, _ = read(dump)
    assert isinstance(blocks[0].layout, Grid)
    assert blocks[0].layout.names == ("xm", "sj")
    assert values(blocks) == {"/d/row": [["张", "1"], ["王", ""]]}
    cell = '<Cell{}><Data ss:Type="String">{}</Data></Cell>'
    rows = [cell.format("", "姓名") + cell.format("", "手机") + cell.format("", "备注")]
    rows += [cell.format("", "张三") + cell.format(' ss:Index="3"', "x")]
    book = "".join(f"<Row>{row}</Row>" for row in rows)
    blocks, _ = read(
        f"<Workbook><Worksheet ss:Name='S'><Table>{book}</Table></Worksheet></Workbook>"
    )
    grid = blocks[-1].layout
    assert isinstance(grid, Grid)
    assert grid.names == ("姓名", "手机", "备注")
    assert values(blocks) == {"/Workbook/Worksheet/Table/Row": [["张三", "", "x"]]}


def test_all_kinds_of_text_are_kept() -> None:
    text = "<?xml version='1.0'?><?go 1380013800<?><!DOCTYPE a SYSTEM 'x.dtd'><a><!-- 注释 --><![CDATA[<b>&]]>&lt;尾&nbsp;</a><!-- 末 -->"
    held = "".join(map(own, read(text)[0]))
    assert held.split() == ["go", "1380013800<", "a", "x.dtd", "注释", "<b>&<尾&nbsp;", "末"]


@pytest.mark.parametrize(
    ("text", "where", "rest"),
    [
        ("<a><b>1</b>&13800138000</a>", 11, "&13800138000</a>"),
        ("<a>\n<b>1</c>13800138000", 8, "</c>13800138000"),
        ("hello 13800138000", 0, "hello 13800138000"),
        ("<a>1</a><a>2</a>13<8", 18, "<8"),
        ("<a>x\x01y", 4, "\x01y"),
        ("<a>x<!-- 13800138000", 4, "<!-- 13800138000"),
        ("<a>13800138000", 14, ""),
        ("<a><b x='>13800138000' y=z>", 3, "<b x='>13800138000' y=z>"),
        (
            "<!DOCTYPE a [<!ATTLIST a b CDATA '138'><!x]>",
            0,
            "<!DOCTYPE a [<!ATTLIST a b CDATA '138'><!x]>",
        ),
    ],
)
def test_what_is_broken_is_read_as_text_from_there(text: str, where: int, rest: str) -> None:
    for size in (64, 1 << 16):
        blocks, remarks = read(text, size)
        assert [r.kind for r in remarks] == ["broken_xml"]
        assert (
            f"after character {where}, line {text[:where].count(chr(10)) + 1} " in remarks[0].note
        )
        last = blocks[-1].layout
        if rest:
            assert isinstance(last, Lines)
            assert (blocks[-1].text, last.offset) == (rest, where)


def test_fragments_and_documents_one_after_the_other_are_read() -> None:
    blocks, remarks = read("<r><a>1</a><b>2</b></r>\n" * 3)
    assert remarks == []
    assert values(blocks) == {"/r": [["1", "2"]] * 3}
    assert read("")[0] == read(" \n")[0] == []


@pytest.mark.parametrize(
    ("subset", "kind"),
    [
        ('<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">', "an entity"),
        ('<!ENTITY a SYSTEM "file:///etc/passwd">', "an external entity"),
        ('<!ENTITY % a SYSTEM "http://x/y.dtd"> %a;', "an external entity"),
    ],
)
def test_entities_are_refused(subset: str, kind: str) -> None:
    with pytest.raises(UnreadableError, match=f"line 1: the XML defines {kind}.*xmllint"):
        read(f"<!DOCTYPE r [{subset}]><r>&a;</r>")


def test_a_declaration_is_believed_unless_the_bytes_do_not_fit() -> None:
    text = '<?xml version="1.0" encoding="{}"?><a>中</a>'
    for declared, charset in (("GB2312", "gb18030"), ("Big5", "big5"), ("utf-8", "utf-8")):
        blocks, remarks = read(text.format(declared).encode(charset))
        assert (own(blocks[0]), remarks) == ("中\n", [])
    blocks, remarks = read(text.format("utf-8").replace("中", "张三的联系电话").encode("gb18030"))
    assert own(blocks[0]) == "张三的联系电话\n"
    assert [r.kind for r in remarks] == ["wrong_charset"]
    blocks, remarks = read(b"<a>\xe5\xbc\xa0\xe4\xb8\x89 \xff x</a>")
    assert own(blocks[0]) == "张三 \udcff x\n"
    assert [r.kind for r in remarks] == ["wrong_bytes"]


def test_depth_and_memory_are_bounded() -> None:
    blocks, _ = read("<a>" * 50_000 + "13800138000" + "</a>" * 50_000)
    assert isinstance(blocks[0].layout, Anchored)
    assert len(str(blocks[0].layout.place(0, 1))) < 2000
    row = "<row><xm>张三</xm><tel>13800138000</tel></row>"
    data = f"<r>{row * 100_000}</r>".encode()
    tracemalloc.start()
    rows = sum(
        i.text.count("\n")
        for i in FORMAT.read(Document("a.xml", data=data))
        if isinstance(i, Block)
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rows == 100_000
    assert peak < 16_000_000


def test_long_text_and_long_tags_come_in_blocks() -> None:
    text = "电话13800138000 " * 20_000
    blocks, remarks = read(f"<a><b>{text}</b><c>1</c></a>")
    assert remarks == []
    assert "".join("".join(map(own, blocks)).split()) == "".join((text + "1").split())
    blocks, remarks = read("<a b='" + "x" * 5_000_000)
    assert len("".join(map(own, blocks))) == 5_000_006


@given(st.text("<>/ab&;='\"!-[]? \n张1", max_size=200), st.integers(32, 90))
def test_any_text_is_read_and_its_numbers_kept(text: str, size: int) -> None:
    blocks, remarks = read("<r>" + text, size)
    assert all(0 < len(b.text) <= size for b in blocks)
    if remarks:
        assert blocks or not text.strip("<>/ab&;='\"!-[]? \n")


@pytest.mark.parametrize(
    ("uri", "text", "claimed"),
    [
        ("a.XML", "x", True),
        ("-", "<?xml version='1.0'?>", True),
        ("-", "<a>", False),
        ("a.xml", "\0\1", False),
    ],
)
def test_claims(uri: str, text: str, claimed: bool) -> None:
    assert FORMAT.claims(Document(uri), text.encode()) is claimed
