"""Pictures in a PDF are documents inside; what comes back for them is what the PDF shows."""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw, ImageFont

import menshen
from menshen.model import Block, Document, Failure, Remark
from tests.formats.pdf.making import Making, parts, text, written

SIZE = 200, 80


def scan() -> Image.Image:
    image = Image.new("RGB", SIZE, "white")
    ImageDraw.Draw(image).text((5, 5), "Tel 13800138000", fill="black")
    return image


def jpeg(making: Making) -> Any:
    out = io.BytesIO()
    scan().save(out, "JPEG")
    return picture(making, out.getvalue(), ColorSpace=Name.DeviceRGB, Filter=Name.DCTDecode)


def grey(making: Making) -> Any:
    return picture(making, scan().convert("L").tobytes(), ColorSpace=Name.DeviceGray)


def stencil(making: Making) -> Any:
    return picture(making, scan().convert("1").tobytes(), ImageMask=True, BitsPerComponent=1)


def indexed(making: Making) -> Any:
    colours = Array([Name.Indexed, Name.DeviceRGB, 1, pikepdf.String(b"\0\0\0\xff\xff\xff")])
    raw = scan().convert("1").convert("L").point(lambda v: v // 255).tobytes()
    return picture(making, raw, ColorSpace=colours)


def picture(making: Making, data: bytes, **more: Any) -> Any:
    held = {"BitsPerComponent": 8, **more}
    return making.pdf.make_stream(
        data, Type=Name.XObject, Subtype=Name.Image, Width=SIZE[0], Height=SIZE[1], **held
    )


def page_with(make: Callable[[Making], Any], content: bytes = text("page")) -> bytes:
    making = Making(content + b"q 200 0 0 80 50 50 cm /P Do Q")
    making.pdf.pages[0].obj.Resources.XObject = Dictionary(P=make(making))
    return making.data()


def erased(document: Document) -> bytes:
    """Return a picture with its upper half white."""
    assert document.data is not None
    with Image.open(io.BytesIO(document.data)) as image:
        copy = image.copy()
        copy.paste(Image.new(copy.mode, (copy.width, copy.height // 2), "white"), (0, 0))
        out = io.BytesIO()
        copy.save(out, image.format)
    return out.getvalue()


def said(data: bytes) -> str:
    return "".join(part.text for part in parts(data) if isinstance(part, Block))


def dark(data: bytes) -> int:
    """Return how many dark points the first page shows in the place of the picture."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        image = document[0].render(scale=2).to_pil().convert("L")
    box = (100, image.height - 2 * 130, 500, image.height - 2 * 50)
    return sum(value < 128 for value in image.crop(box).tobytes())


@pytest.mark.parametrize("make", [jpeg, grey, stencil, indexed])
def test_a_picture_is_handed_on_and_comes_back(make: Callable[[Making], Any]) -> None:
    data = page_with(make)
    (inside,) = [part for part in parts(data) if isinstance(part, Document)]
    assert inside.uri.startswith("a.pdf!/page1-picture")
    assert inside.data is not None
    with Image.open(io.BytesIO(inside.data)) as image:
        assert image.size == SIZE
        assert 100 < sum(v < 128 for v in image.convert("L").tobytes()) < 2000
    assert dark(data) > 100
    assert dark(written(data, {}, erased)) == 0


@pytest.mark.parametrize("make", [jpeg, grey, stencil])
def test_a_picture_that_is_left_out_leaves_nothing(make: Callable[[Making], Any]) -> None:
    out = written(page_with(make), {}, lambda _: None)
    assert not [part for part in parts(out) if isinstance(part, Document)]
    with pikepdf.open(io.BytesIO(out)) as pdf:
        held = pdf.pages[0].obj.Resources.XObject.P
        assert (int(held.Width), int(held.Height)) == (1, 1)


def flat(said: bytes, data: bytes) -> bytes:
    return b"BI /W 200 /H 80 %s ID\n%s\nEI" % (said, data)


def packed(data: bytes) -> bytes:
    return base64.a85encode(zlib.compress(data)) + b"~>"


def small_jpeg() -> bytes:
    out = io.BytesIO()
    scan().save(out, "JPEG")
    return out.getvalue()


INLINE = {
    "grey": lambda: flat(b"/CS /G /BPC 8", scan().convert("L").tobytes()),
    "rgb": lambda: flat(b"/BPC 8 /CS /RGB /F [/A85 /Fl]", packed(scan().tobytes())),
    "stencil": lambda: flat(b"/IM true /BPC 1", scan().convert("1").tobytes()),
    "jpeg": lambda: flat(b"/BPC 8 /CS /RGB /F [/AHx /DCT]", small_jpeg().hex().encode() + b">"),
    "indexed": lambda: flat(
        b"/BPC 8 /CS [/I /RGB 1 <000000ffffff>] /F /AHx",
        scan().convert("1").convert("L").point(lambda v: v // 255).tobytes().hex().encode() + b">",
    ),
    "full names": lambda: flat(
        b"/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode",
        zlib.compress(scan().convert("L").tobytes()),
    ),
}


@pytest.mark.parametrize("way", INLINE)
@pytest.mark.parametrize("shown", [text("page"), b""])
def test_a_picture_in_the_content_is_handed_on_and_comes_back(way: str, shown: bytes) -> None:
    data = Making(shown + b"q 200 0 0 80 50 50 cm " + INLINE[way]() + b" Q " + text("end")).data()
    (inside,) = [part for part in parts(data) if isinstance(part, Document)]
    assert inside.uri == "a.pdf!/page1-inline1.png"
    assert inside.data is not None
    with Image.open(io.BytesIO(inside.data)) as image:
        assert image.size == SIZE
        assert 100 < sum(v < 128 for v in image.convert("L").tobytes()) < 2000
    assert dark(data) > 100
    out = written(data, {}, erased)
    assert dark(out) == 0
    assert "end" in said(out)
    assert len([part for part in parts(out) if isinstance(part, Document)]) == 1
    assert not [
        part for part in parts(written(data, {}, lambda _: None)) if isinstance(part, Document)
    ]


def test_a_picture_in_the_content_of_a_form_comes_back_with_the_text_beside_it() -> None:
    making = Making(b"/X Do")
    drawn_ = text("Tel 13800138000") + b"q 200 0 0 80 50 50 cm " + INLINE["rgb"]() + b" Q"
    making.pdf.pages[0].obj.Resources.XObject = Dictionary(X=making.form(drawn_))
    data = making.data()
    out = written(data, {"13800138000": "138****8000"}, erased)
    assert dark(out) == 0
    assert "Tel 138****8000" in said(out)


def test_a_page_that_is_one_picture_in_the_content_is_told() -> None:
    held = parts(Making(b"q 200 0 0 80 50 50 cm " + INLINE["rgb"]() + b" Q").data())
    assert [part.uri for part in held if isinstance(part, Document)] == ["a.pdf!/page1-inline1.png"]
    assert [part.kind for part in held if isinstance(part, Remark)] == ["scanned"]


def test_pages_of_strips_in_the_content_are_looked_at_as_a_whole() -> None:
    strips = [b"q 200 0 0 40 50 %d cm %s Q " % (y, INLINE["grey"]()) for y in (50, 90)]
    (inside,) = [p for p in parts(Making(b"".join(strips)).data()) if isinstance(p, Document)]
    assert inside.uri == "a.pdf!/page1.png"


def test_what_only_looks_like_a_picture_in_the_content_is_none() -> None:
    for content in (b"(BI /W 9 ID x EI) Tj", b"/BI gs", b"BI /W 99 /H 99", b"BI ID EI", b"EI BI"):
        data = Making(text("page") + content).data()
        assert not [part for part in parts(data) if isinstance(part, Document)]


def test_a_page_that_is_one_picture_is_read_by_it_and_told() -> None:
    data = page_with(jpeg, b"")
    held = parts(data)
    assert [part.uri for part in held if isinstance(part, Document)] == [
        "a.pdf!/page1-picture7.jpg"
    ]
    assert [part.kind for part in held if isinstance(part, Remark)] == ["scanned"]


def test_a_page_of_strips_is_looked_at_as_a_whole_and_becomes_a_picture() -> None:
    making = Making(b"q 200 0 0 40 50 50 cm /A Do Q q 200 0 0 40 50 90 cm /B Do Q")
    making.pdf.pages[0].obj.Resources.XObject = Dictionary(A=grey(making), B=grey(making))
    data = making.data()
    (inside,) = [part for part in parts(data) if isinstance(part, Document)]
    assert inside.uri == "a.pdf!/page1.png"
    assert dark(data) > 50
    out = written(data, {}, lambda _: None)
    assert dark(out) == 0
    with pikepdf.open(io.BytesIO(out)) as pdf:
        assert len(pdf.pages[0].obj.Resources.XObject) == 1


def test_small_pictures_hold_nothing_and_huge_ones_are_refused() -> None:
    making = Making(text("page"))
    small = making.pdf.make_stream(bytes(4), Type=Name.XObject, Subtype=Name.Image, Width=2,
                                   Height=2, BitsPerComponent=8, ColorSpace=Name.DeviceGray)  # fmt: skip
    huge = making.pdf.make_stream(bytes(4), Type=Name.XObject, Subtype=Name.Image, Width=90_000,
                                  Height=90_000, BitsPerComponent=8, ColorSpace=Name.DeviceGray)  # fmt: skip
    broken = making.pdf.make_stream(b"x", Type=Name.XObject, Subtype=Name.Image, Width=90,
                                    Height=90, BitsPerComponent=8, ColorSpace=Name.DeviceGray)  # fmt: skip
    making.pdf.pages[0].obj.Resources.XObject = Dictionary(S=small, H=huge, B=broken)
    held = parts(making.data())
    reasons = [part.reason for part in held if isinstance(part, Failure)]
    assert len(reasons) == 2
    assert all(": " in reason for reason in reasons)
    assert not [part for part in held if isinstance(part, Document)]


def test_a_value_in_a_picture_in_the_content_is_read_and_removed(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    image = Image.new("L", (900, 120), 255)
    font = ImageFont.load_default(48)
    ImageDraw.Draw(image).text((20, 30), "Tel 13905712468 office", fill=0, font=font)
    held = b"BI /W 900 /H 120 /BPC 8 /CS /G /F [/A85 /Fl] ID\n%s\nEI" % packed(image.tobytes())
    source, out = tmp_path / "a.pdf", tmp_path / "b.pdf"
    content = text("page one") + b"q 432 0 0 58 72 500 cm " + held + b" Q"
    source.write_bytes(Making(content).data())
    (finding,) = menshen.scan(source).findings
    assert finding.value == "13905712468"
    assert finding.document.endswith("!/page1-inline1.png")
    assert not menshen.redact(source, out, style="block").failures
    (left,) = [part for part in parts(out.read_bytes()) if isinstance(part, Document)]
    (before,) = [part for part in parts(source.read_bytes()) if isinstance(part, Document)]
    assert left.data != before.data
    assert not menshen.scan(out).findings
    assert menshen.verify(source, out).intact
