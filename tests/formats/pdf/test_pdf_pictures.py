"""Pictures in a PDF are documents inside; what comes back for them is what the PDF shows."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw

from menshen.model import Document, Failure, Remark
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
