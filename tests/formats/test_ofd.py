"""OFD: lines are put together from their objects, and nothing spells an old text afterwards."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from menshen import formats
from menshen.model import Block, Box, Document
from tests.formats.workbooks import unzipped, zipped
from tests.formats.written import blocks, residues, text_of, unchanged, written

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
MOBILE = r"138001380\d\d"


def text(x: float, y: float, said: str, *, glyphs: bool = False) -> str:
    forms = (
        f'<ofd:CGTransform CodeCount="{len(said)}"><ofd:Glyphs>17 18 19</ofd:Glyphs></ofd:CGTransform>'
        if glyphs
        else ""
    )
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y} {len(said) * 3.5} 5" Font="2" Size="3.5">{forms}'
        f'<ofd:TextCode X="0" Y="4" DeltaX="g 3 3.5">{said}</ofd:TextCode></ofd:TextObject>'
    )


PAGE = (
    text(10, 10, "联系电话：") + text(27.5, 10, "13800138001", glyphs=True) + text(100, 10.2, "右边")
    + text(10, 30, "第三行") + text(10, 20, "住址13800138002")
)  # fmt: skip


def ofd(page: str = PAGE, **more: bytes | str) -> bytes:
    return zipped({
        "OFD.xml": f'<?xml version="1.0"?><ofd:OFD {NS} DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:Author>钟毅13800138003</ofd:Author>'
                   '<ofd:CustomDatas><ofd:CustomData Name="购买方电话">13800138004</ofd:CustomData></ofd:CustomDatas></ofd:DocInfo>'
                   "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot><ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f'<ofd:Document {NS}><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {NS}><ofd:Content><ofd:Layer>{page}</ofd:Layer></ofd:Content></ofd:Page>",
        "Doc_0/Annots/Page_0/Annotation.xml": f'<ofd:PageAnnot {NS}><ofd:Annot Creator="宗慧"><ofd:Remark>批13800138005</ofd:Remark></ofd:Annot></ofd:PageAnnot>',
        "Doc_0/Tags/CustomTag.xml": "<eInvoice><BuyerTel>13800138006</BuyerTel></eInvoice>",
        "Doc_0/Attachs/original_invoice.xml": "<a>13800138007</a>",
        "Doc_0/Res/image_1.png": b"\x89PNG\r\n\x1a\n",
        "Doc_0/Signs/Sign_0/SignedValue.dat": b"\x30\x82\x01\x00",
        "Doc_0/Signs/Signatures.xml": f"<ofd:Signatures {NS}/>",
        **more,
    })  # fmt: skip


def test_lines_are_put_together_by_their_places() -> None:
    lines = text_of(Document("a.ofd", data=ofd())).splitlines()
    assert "联系电话：13800138001\t右边" in lines
    at = [
        lines.index(line) for line in ("联系电话：13800138001\t右边", "住址13800138002", "第三行")
    ]
    assert at == sorted(at)


def test_places_are_boxes_in_points() -> None:
    for block in blocks(Document("a.ofd", data=ofd())):
        if (at := block.text.find("13800138002")) >= 0:
            assert block.layout is not None
            place = block.layout.place(at, at + 11)
            assert isinstance(place, Box)
            assert place.page == 0
            assert place.y0 == pytest.approx(20 * 72 / 25.4)


def test_every_place_is_read_and_emptied() -> None:
    document = Document("a.ofd", data=ofd())
    text_ = text_of(document)
    for number in range(1, 8):
        assert f"138001380{number:02}" in text_, number
    assert "购买方电话：13800138004" in text_
    data = written(document, MOBILE)
    assert residues(data, MOBILE) == []


def test_glyphs_distances_and_signatures_of_what_changed_go() -> None:
    parts = unzipped(written(Document("a.ofd", data=ofd()), "13800138001"))
    page = parts["Doc_0/Pages/Page_0/Content.xml"].decode()
    assert "CGTransform" not in page
    assert re.search(r'<ofd:TextCode X="0" Y="4">〔略〕', page)
    assert page.count("DeltaX") == 4
    assert not [name for name in parts if "Sign" in name]
    assert b"Signatures" not in parts["OFD.xml"]


def test_without_edits_nothing_changes() -> None:
    assert unchanged(Document("a.ofd", data=ofd())) == ofd()


def test_pictures_are_documents() -> None:
    inner = [d.uri for d in formats.read(Document("a.ofd", data=ofd())) if isinstance(d, Document)]
    assert inner == ["a.ofd!/Doc_0/Res/image_1.png"]


def test_boundaries_that_are_none_are_read_all_the_same() -> None:
    page = (
        '<ofd:TextObject Boundary="nan x"><ofd:TextCode>13800138009</ofd:TextCode></ofd:TextObject>'
    )
    assert "13800138009" in text_of(Document("a.ofd", data=ofd(page)))


def test_a_package_without_its_root_is_no_ofd() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("Doc_0/Document.xml", "<a>13800138000</a>")
    document = Document("a.ofd", data=out.getvalue())
    assert formats.for_document(document).id == "zip"
    assert any(isinstance(part, Block) for part in formats.read(document))
