"""Picture files: what they say, what is seen in them, and how they are written back."""

from __future__ import annotations

import io
import struct
import sys
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from menshen import formats
from menshen.edits import Edit
from menshen.errors import UnreadableError, UnsupportedFormatError
from menshen.formats.image import FORMAT
from menshen.model import Block, Box, Document, Node, Span
from tests.formats.paper.printed import file, page
from tests.formats.written import blocks, text_of, unchanged, written

READY = pytest.mark.skipif(
    not all(map(__import__("importlib.util").util.find_spec, ("rapidocr", "zxingcpp", "cv2"))),
    reason="the extra `paper` is not installed",
)
KINDS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF")
NUMBER = "13800138000"


def document(data: bytes, name: str = "a.png") -> Document:
    return Document(name, data=data)


def located() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = f"tel {NUMBER}"
    exif[0xA430] = "Owner Li"
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + "备注".encode("utf-16")
    exif.get_ifd(0x8769)[0x927C] = b"maker's note"
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 54.0, 59.5), 3: "E", 4: (116.0, 23.0, 49.7)})
    return exif


def tiny(kind: str) -> bytes:
    """Return a picture too small to hold text, with all that a file of its kind can say."""
    noise = np.random.default_rng(0).integers(0, 255, (7, 9, 3), np.uint8)
    told = {} if kind in {"BMP", "GIF"} else {"exif": located()}
    return file(Image.fromarray(noise), kind, **told)


TINY = {f"a.{kind.lower()}": tiny(kind) for kind in KINDS}
"""A picture of each kind, for what reads pictures that were damaged."""


@READY
@pytest.mark.parametrize("kind", KINDS)
def test_text_is_read_and_taken_out_in_a_file_of_the_same_kind(kind: str) -> None:
    data = file(page(f"电话{NUMBER}", "第二行"), kind)
    assert NUMBER in text_of(document(data))
    after = written(document(data), NUMBER, "*" * 11)
    text = text_of(document(after))
    assert NUMBER not in text
    assert "电话" in text
    assert "第二行" in text
    with Image.open(io.BytesIO(data)) as old, Image.open(io.BytesIO(after)) as new:
        assert (new.format, new.size) == (old.format, old.size)


@READY
def test_a_place_is_a_box_in_points() -> None:
    (block,) = blocks(document(file(page(f"电话{NUMBER}"), dpi=(144, 144))))
    start = block.text.index(NUMBER)
    assert block.layout is not None
    place = block.layout.place(start, start + 11)
    assert isinstance(place, Box)
    assert place.page == 0
    # Two characters of 28 pixels behind a margin of 60, at two pixels a point.
    assert place.x0 == pytest.approx((60 + 56) / 2, abs=3)
    assert place.y1 - place.y0 == pytest.approx(14, abs=6)


@READY
def test_all_pages_of_a_tiff_are_read_and_only_one_changes() -> None:
    pages = [page("第一页"), page(f"电话{NUMBER}"), page("第三页")]
    data = file(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw")
    places = [b.layout.place(0, 1) for b in blocks(document(data)) if b.layout is not None]
    assert [p.page for p in places if isinstance(p, Box)] == [0, 1, 2]
    after = written(document(data), NUMBER)
    with Image.open(io.BytesIO(after)) as new:
        assert getattr(new, "n_frames", 1) == 3
        assert new.info["compression"] == "tiff_lzw"
        assert np.array_equal(np.asarray(new.convert("RGB")), np.asarray(pages[0]))
    assert NUMBER not in text_of(document(after))


@READY
def test_quality_and_colours_stay() -> None:
    profile = b"\0\0\x02\x0clcms" + bytes(520)
    data = file(page(f"电话{NUMBER}"), "JPEG", quality=71, icc_profile=profile, dpi=(200, 200))
    with (
        Image.open(io.BytesIO(data)) as old,
        Image.open(io.BytesIO(written(document(data), NUMBER))) as new,
    ):
        assert new.info["icc_profile"] == profile
        assert new.info["dpi"] == (200, 200)
        assert new.quantization == old.quantization  # type: ignore[attr-defined]


@READY
@pytest.mark.parametrize("turn", range(2, 9))
def test_a_picture_that_is_to_be_turned_is_read_and_written_as_it_lies(turn: int) -> None:
    from menshen.formats.paper import frames

    upright = page(f"电话{NUMBER}")
    exif = Image.Exif()
    exif[0x0112] = turn
    lying = Image.fromarray(np.ascontiguousarray(frames._TURNS[turn][1](np.asarray(upright))))
    data = file(lying, exif=exif)
    assert NUMBER in text_of(document(data))
    after = written(document(data), NUMBER)
    with Image.open(io.BytesIO(after)) as new:
        assert new.size == lying.size
        assert new.getexif()[0x0112] == turn
    assert NUMBER not in text_of(document(after))


@READY
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "I;16"])
def test_pixels_of_every_kind_are_read_and_written(mode: str) -> None:
    image = page(f"电话{NUMBER}", noise=0)
    if mode == "I;16":
        image = Image.fromarray(np.asarray(image.convert("L")).astype(np.uint16) * 257)
    else:
        image = image.convert(mode)
    data = file(image)
    assert NUMBER in text_of(document(data))
    assert NUMBER not in text_of(document(written(document(data), NUMBER)))


@READY
def test_what_a_code_says_is_text_and_goes_with_it() -> None:
    import zxingcpp

    code = zxingcpp.create_barcode(f"tel:{NUMBER}", zxingcpp.BarcodeFormat.QRCode)
    image = page("扫码添加", width=700)
    sheet = Image.new("RGB", (700, 700), "white")
    sheet.paste(image)
    sheet.paste(Image.fromarray(np.asarray(code.to_image(scale=8))).convert("RGB"), (200, 260))
    data = file(sheet)
    assert f"〔二维码〕\ntel:{NUMBER}" in text_of(document(data))
    after = text_of(document(written(document(data), NUMBER)))
    assert NUMBER not in after
    assert "二维码" not in after
    assert "扫码添加" in after


@READY
def test_what_the_file_says_is_read() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("Author", "钟毅")
    data = file(Image.new("RGB", (64, 64)), exif=located(), pnginfo=info)
    held = text_of(document(data))
    assert "作者：钟毅" in held
    assert f"说明：tel {NUMBER}" in held
    assert "机主：Owner Li" in held
    assert "拍摄位置经纬度：39.916528,116.397139" in held
    assert "备注：备注" in held
    (block,) = blocks(document(data))
    assert block.layout is not None
    assert isinstance(block.layout.place(0, 1), Node)


@READY
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_what_the_file_says_is_taken_out_and_the_rest_stays(kind: str) -> None:
    data = file(Image.new("RGB", (64, 64)), kind, exif=located())
    after = written(document(data), f"{NUMBER}|39\\.9[0-9.,]+", "***")
    assert NUMBER.encode() not in after
    assert b"maker's note" not in after
    text = text_of(document(after))
    assert "说明：tel ***" in text
    assert "经纬度" not in text
    assert "Owner Li" in text


@READY
def test_xmp_and_comments_are_read_and_taken_out() -> None:
    packet = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a b:Owner="钟毅">{NUMBER}</a></x:xmpmeta>'
    data = file(Image.new("RGB", (64, 64)), "JPEG", xmp=packet.encode(), comment=b"QQ 123456789")
    text = text_of(document(data))
    assert "Owner：钟毅" in text
    assert NUMBER in text
    assert "QQ 123456789" in text
    after = written(document(data), f"{NUMBER}|123456789", "***")
    assert NUMBER.encode() not in after
    assert b"123456789" not in after


@READY
def test_a_thumbnail_does_not_come_along() -> None:
    small = file(page(NUMBER).resize((120, 60)), "JPEG")
    data = file(page(f"电话{NUMBER}"), "JPEG")
    fat = data[:2] + b"\xff\xe2" + struct.pack(">H", len(small) + 2) + small + data[2:]
    assert small in fat
    assert small not in written(document(fat), NUMBER)


def test_a_file_without_a_change_is_the_same_byte_for_byte() -> None:
    data = file(Image.new("RGB", (64, 64), "red"), "PNG", exif=located())
    assert unchanged(document(data)) == data


def test_an_edit_of_a_block_that_is_not_there_is_refused() -> None:
    data = file(Image.new("RGB", (4, 4), "red"))
    with pytest.raises(UnreadableError):
        FORMAT.write(
            document(data), [Edit("a.png#7", Span(0, 1), "*")], io.BytesIO(), inner=lambda d: d.data
        )


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100)))
    with pytest.raises(UnreadableError, match="too many pixels"):
        list(formats.read(document(data + chunk(b"IEND", b""))))


@READY
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "GIF", "WEBP"])
@pytest.mark.parametrize("share", [0.02, 0.5])
def test_a_file_that_is_cut_off_is_a_failure_that_says_so(kind: str, share: float) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (80, 80, 3), np.uint8)
    data = file(Image.fromarray(noise), kind)
    with pytest.raises(UnreadableError, match="damaged"):
        list(formats.read(document(data[: max(12, int(len(data) * share))])))


@given(
    st.binary(max_size=200),
    st.sampled_from((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"GIF89a")),
)
@settings(max_examples=60, deadline=None)
def test_arbitrary_bytes_are_read_or_refused(tail: bytes, head: bytes) -> None:
    try:
        parts = list(FORMAT.read(document(head + tail)))
    except UnreadableError:
        return
    assert all(isinstance(p, Block) for p in parts)


def test_without_the_extra_a_picture_says_what_to_install(monkeypatch: Any) -> None:
    from menshen.engines import ocr

    ocr.session.cache_clear()
    monkeypatch.setattr(ocr, "find_spec", lambda name: None)
    data = file(Image.new("RGB", (64, 64), "white"), exif=located())
    parts: list[Any] = []
    with pytest.raises(UnsupportedFormatError, match=r"menshen\[paper\]"):
        parts.extend(FORMAT.read(document(data)))
    ocr.session.cache_clear()


def test_without_pillow_a_picture_says_what_to_install(monkeypatch: Any) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(UnsupportedFormatError, match=r"menshen\[paper\]"):
        list(FORMAT.read(document(b"\x89PNG\r\n\x1a\n" + bytes(20))))


@READY
def test_lines_and_dots_hold_nothing() -> None:
    assert blocks(document(file(Image.new("RGB", (300, 2))))) == []


@READY
def test_properties_of_people_are_labelled_however_they_are_written() -> None:
    exif = Image.Exif()
    exif[0x9C9D] = "钟毅".encode("utf-16-le") + b"\0\0"
    lists = "<dc:creator><rdf:Seq><rdf:li>黄超艳</rdf:li></rdf:Seq></dc:creator>"
    packet = (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{lists}<a aux:OwnerName="王芳">别的</a></x:xmpmeta>'
    )
    data = file(Image.new("RGB", (64, 64)), "JPEG", exif=exif, xmp=packet.encode())
    held = text_of(document(data))
    assert "作者：钟毅" in held
    assert "作者：黄超艳" in held
    assert "机主：王芳" in held
    assert "XMP：别的" in held
