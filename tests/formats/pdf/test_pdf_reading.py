"""What is read of a PDF, and where it stands."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from menshen import formats
from menshen.formats.pdf.strings import said
from menshen.model import Block, Box, Document, Node
from tests.formats.pdf.making import (
    Making,
    drawn,
    parts,
    read,
    remarks,
    simple,
    stream,
    text,
    updated,
)


def place_of(data: bytes, value: str) -> object:
    for part in parts(data):
        if isinstance(part, Block) and value in part.text:
            at = part.text.index(value)
            assert part.layout is not None
            return part.layout.place(at, at + len(value))
    raise AssertionError("not read")


def test_text_comes_with_boxes_from_the_top_left_corner() -> None:
    data = drawn((72, 700, "姓名：张三丰"), (72, 680, "Tel 13800138000"))
    assert read(data).startswith("姓名：张三丰\nTel 13800138000\n")
    box = place_of(data, "张三丰")
    assert isinstance(box, Box)
    assert box.page == 0
    assert box.x0 == pytest.approx(72 + 36, abs=0.5)
    assert box.x1 == pytest.approx(72 + 72, abs=0.5)
    assert 842 - 700 - 12 <= box.y0 < 842 - 700 < box.y1 <= 842 - 700 + 6


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_boxes_are_those_of_the_page_as_it_is_shown(turned: int) -> None:
    making = Making(text("13800138000", 72, 700))
    making.pdf.pages[0].obj.Rotate = turned
    box = place_of(making.data(), "13800138000")
    assert isinstance(box, Box)
    middle = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    x, y = 72 + 11 * 12 * 0.556 / 2, 842 - 703
    expected = {0: (x, y), 90: (842 - y, x), 180: (595 - x, 842 - y), 270: (y, 595 - x)}[turned]
    assert middle == pytest.approx(expected, abs=3)


def test_boxes_count_from_the_corner_of_what_is_cropped() -> None:
    making = Making(text("13800138000", 172, 700))
    making.pdf.pages[0].obj.CropBox = Array([100, 100, 500, 800])
    box = place_of(making.data(), "13800138000")
    assert isinstance(box, Box)
    assert box.x0 == pytest.approx(72, abs=1)
    assert box.y1 == pytest.approx(100, abs=4)


def test_labels_and_values_of_a_table_drawn_by_columns_stand_together() -> None:
    labels, values = ["姓名", "电话", "住址"], ["张三丰", "13800138000", "北京市朝阳区"]
    lines = [(72.0, 700.0 - 20 * n, label) for n, label in enumerate(labels)]
    lines += [(200.0, 700.0 - 20 * n, value) for n, value in enumerate(values)]
    assert read(drawn(*lines)).splitlines()[:3] == [
        "姓名\t张三丰", "电话\t13800138000", "住址\t北京市朝阳区",
    ]  # fmt: skip


def test_columns_of_prose_are_read_one_behind_the_other() -> None:
    line = "今天天气很好我们去公园散步然后回家吃饭"
    lines = [(40.0, 700.0 - 20 * n, f"左{n}{line}") for n in range(3)]
    lines += [(320.0, 700.0 - 20 * n, f"右{n}{line}") for n in range(3)]
    assert [held[:2] for held in read(drawn(*lines)).splitlines()[:6]] == [
        "左0", "左1", "左2", "右0", "右1", "右2",
    ]  # fmt: skip


def test_a_page_drawn_from_the_bottom_up_is_read_from_the_top() -> None:
    lines = [
        (72.0, 100.0 + 20 * n, f"第{n}行今天天气很好我们去公园散步然后回家") for n in range(12)
    ]
    assert [held[:3] for held in read(drawn(*lines)).splitlines()[:2]] == ["第11", "第10"]


def test_each_line_is_a_record_and_pages_go_on() -> None:
    making = Making(text("aaa", y=700) + text("bbb", y=600), text("ccc"))
    blocks = [part for part in parts(making.data()) if isinstance(part, Block)]
    records = []
    for block in blocks[:2]:
        assert block.layout is not None
        records += [block.layout.record(at) or 0 for at, c in enumerate(block.text) if c in "abc"]
    assert records == sorted(records)
    assert len(set(records)) == 3


def test_a_hyphen_at_a_line_end_joins() -> None:
    data = drawn((72, 700, "Tel 138-"), (72, 686, "00138000 next"))
    assert "138-00138000" in read(data).replace("\n", "")


def test_text_that_nobody_sees_is_read() -> None:
    making = Making()
    layer = making.add(Dictionary(Type=Name.OCG, Name=String("layer of Zhang")))
    making.pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    making.pdf.pages[0].obj.Resources.Properties = Dictionary(L=layer)
    making.pdf.pages[0].obj.Contents = making.pdf.make_stream(
        b"/OC /L BDC " + text("onlayer", y=500) + b"EMC 3 Tr " + text("invisible", y=480)
        + b"0 Tr " + text("beyond", x=5000) + b"0 0 9 9 re W n " + text("clipped", y=300)
    )  # fmt: skip
    held = read(making.data())
    for word in ("onlayer", "invisible", "beyond", "clipped", "layer of Zhang"):
        assert word in held
    assert set(remarks(making.data())) == {"hidden_text", "hidden_part"}


def test_marks_do_not_hide_what_is_drawn_under_them() -> None:
    inline = b"/Span <</ActualText (shown)>> BDC " + text("drawn1") + b"EMC "
    making = Making(inline + b"/Span /M BDC " + text("drawn2", y=600) + b"EMC")
    making.pdf.pages[0].obj.Resources.Properties = Dictionary(
        M=making.add(Dictionary(ActualText=String("resource")))
    )
    held = read(making.data())
    for word in ("shown", "drawn1", "resource", "drawn2"):
        assert word in held


def test_annotations_fields_properties_and_the_rest_are_read() -> None:
    making = Making(text("page"))
    look = making.form(text("内容张三丰", 2, 2))
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([10, 10, 200, 30]),
        Contents=String("批注里的电话"), T=String("王小明"), AP=Dictionary(N=look),
    )  # fmt: skip
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]),
        A=Dictionary(S=Name.URI, URI=String("mailto:zhang@example.com")),
    )  # fmt: skip
    field = making.add(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("联系人"),
            V=String("李四光"), Rect=Array([10, 50, 200, 70]),
        )
    )  # fmt: skip
    making.pdf.pages[0].obj.Annots = Array([making.add(note), making.add(link), field])
    root = making.pdf.Root
    root.AcroForm = Dictionary(Fields=Array([field]))
    root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert('脚本')"))
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String("附录-"))]))
    root.StructTreeRoot = making.add(
        Dictionary(Type=Name.StructTreeRoot, K=Dictionary(Alt=String("照片上的人")))
    )
    with making.pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("书签标题", 0))
    making.pdf.docinfo["/Author"] = String("作者甲")
    making.pdf.docinfo["/公司"] = String("某公司")
    with making.pdf.open_metadata(update_docinfo=False) as properties:
        properties["dc:creator"] = ["元数据作者"]
    held = read(making.data())
    for word in (
        "批注：批注里的电话", "作者：王小明", "mailto:zhang@example.com", "联系人：李四光",
        "app.alert('脚本')", "附录-", "照片上的人", "书签标题", "作者：作者甲", "某公司", "元数据作者",
        "内容张三丰",
    ):  # fmt: skip
        assert word in held, word
    assert place_of(making.data(), "王小明") == Box(0, 10.0, 812.0, 200.0, 832.0)
    assert isinstance(place_of(making.data(), "书签标题"), Node)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"abc", "abc"),
        ("张三".encode("gbk"), "张三"),
        ("张三".encode(), "张三"),
        (b"\xef\xbb\xbf" + "张三".encode(), "张三"),
        (b"\xff\xfe" + "张三".encode("utf-16-le"), "张三"),
        (b"\xfe\xff\x00\x1b\x00z\x00h\x00\x1b" + "张三".encode("utf-16-be"), "张三"),
        (b"\x00\x01\x02\x03", None),
    ],
)
def test_strings_are_read_in_the_charsets_that_programs_write(
    raw: bytes, expected: str | None
) -> None:
    assert said(raw) == expected


def test_an_archive_that_holds_a_document_is_an_archive() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.pdf", simple(text("Tel 13800138000")))
    assert formats.for_document(Document("a.zip", data=out.getvalue())).id == "zip"
    assert formats.for_document(Document("a", data=simple(b""))).id == "pdf"


def test_attachments_are_documents_inside() -> None:
    making = Making(text("page"))
    making.pdf.attachments["名单.csv"] = "姓名,电话\n张三丰,13800138000\n".encode()
    inside = [part for part in parts(making.data()) if isinstance(part, Document)]
    assert [part.uri for part in inside] == ["a.pdf!/名单.csv"]
    assert "13800138000" in read(making.data())


def test_earlier_versions_are_documents_inside() -> None:
    first = simple(text("first 13800138000"))
    second = updated(first, 4, stream(text("second")))
    held = read(second)
    assert held.index("second") < held.index("first 13800138000")
    assert [p.uri for p in parts(second) if isinstance(p, Document)] == ["a.pdf!/version1.pdf"]
    assert not [p for p in parts(first) if isinstance(p, Document)]


def test_a_linearized_file_has_no_earlier_version() -> None:
    data = Making(text("page"), text("two")).data(linearize=True)
    assert not [part for part in parts(data) if isinstance(part, Document)]


def test_blocks_are_no_longer_than_may_be() -> None:
    line = text("0123456789" * 9, x=0, y=0, size=1)
    content = b"".join(line.replace(b"0 0 Td", b"0 %d Td" % n) for n in range(800))
    blocks = [part for part in parts(Making(content).data()) if isinstance(part, Block)]
    assert len(blocks) == 2
    assert max(len(block.text) for block in blocks) <= 1 << 16
