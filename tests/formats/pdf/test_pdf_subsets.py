"""Fonts of a PDF: what is gone from its pages is gone from what its fonts say and draw."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from menshen.formats.pdf.cmaps import named, parsed
from menshen.formats.pdf.fonts import Font
from menshen.formats.pdf.outlines import Outlines
from tests.formats.paper.printed import NO_FONT
from tests.formats.pdf.making import read, simple, written

FONT = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"
needs_font = pytest.mark.skipif(not Path(FONT).exists(), reason=NO_FONT)


def printed(*lines: str) -> bytes:
    """Return a page of reportlab's in a font that holds just what is written, in its order."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("body", FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont("body", 12)
    for number, line in enumerate(lines):
        canvas.drawString(72, 700 - 20 * number, line)
    canvas.save()
    return out.getvalue()


def composite(lines: list[str]) -> bytes:
    """Return the same page drawn by a composite font, whose codes are numbers of glyphs."""
    with pikepdf.open(io.BytesIO(printed(*lines))) as pdf:
        (font,) = (f for f in pdf.pages[0].Resources.Font.values() if "/FontDescriptor" in f)
        outlines = Outlines(font.FontDescriptor.FontFile2.read_bytes())
        texts = parsed(font.ToUnicode.read_bytes(), text=True).texts
        seen = {text: outlines.of_code(code, text) for code, text in texts.items()}
        glyphs = {text: max(found) for text, found in seen.items() if found and len(text) == 1}
        shown = [
            b"".join(struct.pack(">H", glyphs[c]) for c in line).hex().encode() for line in lines
        ]
        below = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=font.BaseFont, DW=1000,
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=font.FontDescriptor, CIDToGIDMap=Name.Identity,
        )  # fmt: skip
        told = (
            b"1 begincodespacerange <0000> <ffff> endcodespacerange %d beginbfchar %s endbfchar"
            % (
                len(glyphs),
                b" ".join(b"<%04x> <%04x>" % (glyph, ord(text)) for text, glyph in glyphs.items()),
            )
        )
        pdf.pages[0].Resources = Dictionary(
            Font=Dictionary(
                F1=pdf.make_indirect(
                    Dictionary(
                        Type=Name.Font, Subtype=Name.Type0, BaseFont=font.BaseFont,
                        Encoding=Name("/Identity-H"), DescendantFonts=Array([pdf.make_indirect(below)]),
                        ToUnicode=pdf.make_stream(told),
                    )
                )
            )
        )  # fmt: skip
        pdf.pages[0].Contents = pdf.make_stream(
            b"BT /F1 12 Tf 72 700 Td %s ET" % b" 0 -20 Td ".join(b"<%s> Tj" % s for s in shown)
        )
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def told(data: bytes) -> str:
    """Return all characters that the fonts of a document say their codes stand for."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        held = [o for o in pdf.objects if isinstance(o, Dictionary) and "/ToUnicode" in o]
        maps = [parsed(font.ToUnicode.read_bytes(), text=True).texts for font in held]
    return "".join(text for one in maps for text in one.values())


def outlined(data: bytes) -> int:
    """Return how many bytes of the outlines in a document's fonts are not empty."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        files = [
            o.FontFile2 for o in pdf.objects if isinstance(o, Dictionary) and "/FontFile2" in o
        ]
        fonts = [Outlines(file.read_bytes()) for file in files]
    return sum(sum(map(bool, font.data)) for font in fonts)


@needs_font
@pytest.mark.parametrize("make", [lambda lines: printed(*lines), composite])
def test_a_name_leaves_the_fonts_with_the_pages(make) -> None:  # type: ignore[no-untyped-def]
    data = make(["联系人：罗娜秀，负责登记", "负责秀场"])
    assert "罗娜秀" in told(data)
    out = written(data, {"罗娜秀": "某某某"})
    assert "罗娜秀" not in read(out)
    assert not {"罗", "娜"} & set(told(out))
    assert set("联系人负责秀场") <= set(told(out))  # 秀 is written elsewhere
    assert outlined(out) < outlined(data)
    assert "负责秀场" in read(out)


@needs_font
def test_what_is_drawn_elsewhere_keeps_its_outlines() -> None:
    data = printed("联系人：罗娜秀", "罗列娜塔秀场")
    out = written(data, {"罗娜秀": "***"})
    assert set(told(data)) <= set(told(out))
    assert outlined(out) == outlined(data)


@needs_font
def test_fonts_of_patterns_and_fields_are_left_as_they_are() -> None:
    with pikepdf.open(io.BytesIO(printed("联系人：罗娜秀"))) as pdf:
        fonts = pdf.pages[0].Resources.Font
        (font,) = (f for f in fonts.values() if "/FontDescriptor" in f)
        pdf.Root.AcroForm = Dictionary(Fields=Array([]), DR=Dictionary(Font=Dictionary(F9=font)))
        out = io.BytesIO()
        pdf.save(out)
    kept = written(out.getvalue(), {"罗娜秀": "***"})
    assert "娜" in told(kept)


def shared(other: str) -> tuple[bytes, bytes]:
    """Return a page whose font's file another font shares, which is chosen otherwise, and the file."""
    with pikepdf.open(io.BytesIO(printed("联系人：罗娜秀"))) as pdf:
        page = pdf.pages[0]
        (font,) = (f for f in page.Resources.Font.values() if "/FontDescriptor" in f)
        again = Dictionary(dict(font.items()))
        if other == "direct":
            page.Resources.Font["/F9"] = again
            page.contents_add(b"BT /F9 9 Tf 72 500 Td <01> Tj ET")
        else:
            page.Resources.ExtGState = Dictionary(
                G=Dictionary(Font=Array([pdf.make_indirect(again), 9]))
            )
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue(), font.FontDescriptor.FontFile2.read_bytes()


@needs_font
@pytest.mark.parametrize("other", ["direct", "state"])
def test_a_file_that_another_font_draws_from_unseen_is_left(other: str) -> None:
    data, file = shared(other)
    out = written(data, {"罗娜秀": "***"})
    with pikepdf.open(io.BytesIO(out)) as pdf:
        files = [
            o.FontFile2.read_bytes()
            for o in pdf.objects
            if isinstance(o, Dictionary) and "/FontFile2" in o
        ]
    assert file in files


def test_a_map_outside_the_file_tells_no_glyphs() -> None:
    inside, outside = named("/Identity-H"), named("/GBK-EUC-H")
    assert Font(inside, float, sure=False).glyph(7) == 7
    with pytest.raises(ValueError, match="outside"):
        Font(outside, float, sure=False).glyph(0xB0A1)


def index(*items: bytes) -> bytes:
    """Return an index of a CFF."""
    starts = [1]
    for item in items:
        starts.append(starts[-1] + len(item))
    return struct.pack(">HB", len(items), 1) + bytes(starts) + b"".join(items)


def number(value: int) -> bytes:
    return b"\x1d" + struct.pack(">l", value)


def cff(*glyphs: bytes, cids: tuple[int, ...] = ()) -> bytes:
    """Return a bare CFF with these charstrings, keyed by character identifiers if there are any."""
    head, names, strings = b"\1\0\4\1", index(b"F"), index() if not cids else index(b"Adobe", b"Id")
    listed = b"\0" + b"".join(struct.pack(">H", cid) for cid in cids)
    ros = number(391) + number(392) + number(0) + b"\x0c\x1e" if cids else b""
    size = len(ros) + 12
    first = len(head) + len(names) + len(index(bytes(size))) + len(strings) + 2
    top = ros + number(first + len(listed)) + b"\x11" + number(first) + b"\x0f"
    return head + names + index(top) + strings + b"\0\0" + listed + index(*glyphs)


def test_a_glyph_of_a_cff_ends_where_it_begins() -> None:
    outlines = Outlines(cff(b"\x0e", b"abc\x0e", b"defg\x0e"))
    assert len(outlines) == 3
    assert outlines.of_cid(2) == 2
    assert outlines.empty(1)
    assert not outlines.empty(3)
    assert not outlines.empty(0)  # what is drawn where there is nothing
    assert b"abc" not in outlines.data
    assert b"\x0e\0\0\0defg\x0e" in outlines.data


@pytest.mark.parametrize("form", [0, 1, 2])
def test_a_cff_says_which_glyph_an_identifier_is(form: int) -> None:
    data = cff(b"\x0e", b"a\x0e", b"b\x0e", b"c\x0e", cids=(7, 8, 9))
    listed = struct.pack(">BHHH", 0, 7, 8, 9)
    ranged = {1: struct.pack(">BHB", 1, 7, 2), 2: struct.pack(">BHH", 2, 7, 2)}
    if form:
        data = data.replace(listed, ranged[form].ljust(len(listed), b"\0"))
    outlines = Outlines(data)
    assert [outlines.of_cid(cid) for cid in (7, 8, 9, 3)] == [1, 2, 3, -1]


@pytest.mark.parametrize(
    "data", [b"", b"\1", b"OTTO", b"\0\1\0\0\0\1", b"\1\0\4\1\0\1", b"true" * 40]
)
def test_what_is_no_font_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(ValueError, match="font"):
        Outlines(data)


@needs_font
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_font_is_read_or_refused(data: st.DataObject) -> None:
    with pikepdf.open(io.BytesIO(printed("罗娜秀"))) as pdf:
        (file,) = (
            o.FontFile2 for o in pdf.objects if isinstance(o, Dictionary) and "/FontFile2" in o
        )
        font = bytearray(file.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        font[data.draw(st.integers(0, min(len(font) - 1, 4000)))] = data.draw(st.integers(0, 255))
    try:
        outlines = Outlines(bytes(font))
    except ValueError:
        return
    glyphs = {g for code in range(6) for g in outlines.of_code(code, "罗")}
    for glyph in outlines.parts(glyphs):
        outlines.empty(glyph)
    assert len(outlines.data) == len(font)


def test_the_strokes_of_a_glyph_are_no_text() -> None:
    with pikepdf.open(io.BytesIO(simple(b"BT /F9 11 Tf (a) Tj ET"))) as pdf:
        strokes = pdf.make_stream(b"1748.4967 152 m 13800138000 44 l 102.235855 43.651588 l f")
        pdf.pages[0].Resources.Font["/F9"] = pdf.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 1, 1]),
                FontMatrix=Array([1, 0, 0, 1, 0, 0]), CharProcs=Dictionary(a=strokes), FirstChar=97,
                LastChar=97, Widths=Array([1]), Encoding=Dictionary(Differences=Array([97, Name.a])),
            )
        )  # fmt: skip
        out = io.BytesIO()
        pdf.save(out)
    assert "1748" not in read(out.getvalue())
    assert "43.65" not in read(out.getvalue())
