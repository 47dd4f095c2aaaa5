"""RTF: code pages, Unicode, destinations, revisions, tables, pictures."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen import formats
from menshen.errors import MenshenError
from menshen.formats.parts.controls import written as rtf_text
from menshen.formats.rtf import FORMAT
from menshen.model import Cell, Document, Grid
from tests.formats.written import blocks, remarks, text_of, unchanged, written

HEAD = r"{\rtf1\ansi\ansicpg936\uc1{\fonttbl{\f0\fcharset134 SimSun;}{\f1\fcharset0 Arial;}{\f2\fcharset136 Ming;}}"


def hexed(text: str, charset: str = "gbk") -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(charset))


def rtf(body: str, head: str = HEAD) -> Document:
    return Document("a.rtf", data=f"{head}{body}}}".encode("gbk"))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (hexed("联系电话") + r" 138\b 0013\b0 8000\par", "联系电话 13800138000\n"),
        (r"\u32852?\u31995?138\par", "联系138\n"),
        (r"\uc2\u32852 ab\u31995 \'41\'42 138\par", "联系 138\n"),
        (r"{\uc0\u32852\u31995}x\par", "联系x\n"),
        (r"\u-10179?\u-8704?\par", "\U0001f600\n"),
        (r"{\f2 " + hexed("繁體", "big5hkscs") + r"}\f0 " + hexed("简体") + r"\par", "繁體简体\n"),
        (r"a\tab b\line c\~d\_e\{\}\\\par", "a\tb\nc\u00a0d-e{}\\\n"),
        ("13800\r\n138000\\par", "13800138000\n"),
        (
            r"{\field{\*\fldinst HYPERLINK tel:13800138000}{\fldrslt " + hexed("见") + r"}}\par",
            "见\n",
        ),
        (r"a{\*\unknown 13800138000}b\par", "ab\n"),
    ],
)
def test_text_is_read_as_it_is_shown(body: str, text: str) -> None:
    assert text in text_of(rtf(body))


@pytest.mark.parametrize(
    "body",
    [
        hexed("电话") + r"138{\b 0013}8000\par",
        r"{\info{\author 13800138000}}",
        r"{\header 13800138000}",
        r"x{\footnote 13800138000}",
        r"{\*\annotation 13800138000}",
        r"{\*\atnauthor 13800138000}",
        r"{\field{\*\fldinst HYPERLINK tel:13800138000}}",
        r"{\v 13800138000}",
        r"{\deleted 13800138000}",
        r"13800{\deleted 138001}{\revised 138000}",
        r"{\*\userprops{\propname x}\proptype30{\staticval 13800138000}}",
        r"{\*\docvar {x}{13800138000}}",
        r"{\*\unknown 13800138000}",
        r"{\*\revtbl {Unknown;}{13800138000;}}",
        r"{\shp{\*\shpinst{\sp{\sn wzDescription}{\sv 13800138000}}{\shptxt x}}}",
        r"\trowd\intbl a\cell 13800138000\cell\row\trowd\intbl b\cell c\cell\row\pard",
        r"13800138000{\pict\pngblip 89504e47}\par",
    ],
)  # fmt: skip
def test_values_are_found_and_taken_out_wherever_they_are(body: str) -> None:
    document = rtf(body)
    assert "13800138000" in text_of(document)
    data = written(document, "13800138000")
    assert b"13800138000" not in data
    assert "13800138000" not in text_of(Document("a.rtf", data=data))
    assert unchanged(document) == document.data


def test_a_paragraph_with_revisions_is_read_as_it_is_and_as_it_was() -> None:
    text = text_of(rtf(r"13800{\deleted 138001}{\revised 138000}\par"))
    assert "13800138000\n" in text
    assert "13800138001\n" in text


def test_tables_are_tables() -> None:
    row = r"\trowd\intbl %s\cell %s\cell\row"
    body = (
        row % (hexed("姓名"), hexed("手机")) + row % (hexed("钟毅"), "13800138000") + r"\pard x\par"
    )
    (block,) = [b for b in blocks(rtf(body)) if isinstance(b.layout, Grid)]
    at = block.text.index("13800138000")
    assert block.labels(at) == ("手机",)
    assert block.layout is not None
    assert block.layout.place(at, at + 1) == Cell("table 1", 0, 1)


def test_what_is_hidden_or_tracked_is_told() -> None:
    assert set(remarks(rtf(r"{\v a}{\deleted b}"))) == {"hidden_text", "tracked_change"}


def test_pictures_are_documents_and_go_when_they_are_left_out() -> None:
    data = (
        HEAD.encode()
        + b"{\\pict\\pngblip\\picw1 89504e470d0a\n1a0a}a{\\pict\\jpegblip\\bin4 \xff\xd8{b}}"
    )
    document = Document("a.rtf", data=data)
    inner = [(d.uri, d.data) for d in formats.read(document) if isinstance(d, Document)]
    assert inner == [
        ("a.rtf!/picture1.png", b"\x89PNG\r\n\x1a\n"),
        ("a.rtf!/picture2.jpg", b"\xff\xd8{b"),
    ]
    out = io.BytesIO()
    FORMAT.write(document, [], out, inner=lambda _: None)
    assert b"89504e" not in out.getvalue()
    assert b"\\bin4 \0\0\0\0}" in out.getvalue()
    assert "a" in text_of(Document("a.rtf", data=out.getvalue()))


def test_a_replacement_is_text_whatever_it_holds() -> None:
    data = written(rtf(r"\f1 a13800138000b\par"), "13800138000", "{某\\😀}")
    assert "a{某\\😀}b\n" in text_of(Document("a.rtf", data=data))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30))
@settings(max_examples=100, deadline=None)
def test_what_is_written_is_read(text: str) -> None:
    data = HEAD.encode() + b"x" + rtf_text(text) + b"y\\par}"
    assert f"x{text}y\n" in text_of(Document("a.rtf", data=data))


@given(st.lists(st.sampled_from([r"\par", "{", "}", r"\'d5", r"\'c5", r"\u1234?", "a ", r"\cell", r"\row", r"\intbl",
    r"{\*\x ", r"{\pict ", "89", r"\bin3 ", r"{\info", r"\deleted ", r"\f0 ", r"\uc9 ", "\\", r"\u-1", "\xff"]), max_size=60))  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_any_disorder_is_read(pieces: list[str]) -> None:
    document = Document("a.rtf", data=b"{\\rtf1 " + "".join(pieces).encode("latin-1"))
    try:
        text_of(document)
    except MenshenError:
        return
    written(document, "a", "b")


def test_depth_costs_no_stack() -> None:
    assert "x" in text_of(
        Document("a.rtf", data=b"{\\rtf1 " + b"{" * 100_000 + b"x" + b"}" * 100_000)
    )


def test_objects_hold_documents() -> None:
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    held = struct.pack("<III", 0x501, 2, 0) + ole
    (inner,) = [
        d
        for d in formats.read(rtf(r"{\object{\*\objdata " + held.hex() + "}}"))
        if isinstance(d, Document)
    ]
    assert inner.data == ole
