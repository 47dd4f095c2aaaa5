"""Pictures of a PDF as documents of their own, and pages that are no more than a picture.

A picture is handed on as the JPEG that it is, or else as PNG, and comes back with other pixels. A
page without text that is drawn by strips of pictures, or by paths, is handed on as it looks; when
something is taken out of it, it becomes a picture.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from menshen.errors import UnreadableError
from menshen.formats.pdf.content import Unit
from menshen.formats.pdf.glyphs import Drawing
from menshen.formats.pdf.inline import Inline, inline
from menshen.formats.pdf.opened import Opened
from menshen.model import Document, Failure

__all__ = ["Pictured", "is_picture", "page", "pages_of", "picture", "put_page", "put_picture"]

_LEAST = 12
"""Pictures of fewer pixels a side, such as lines and dots, hold nothing that could be read."""
_PIXELS = 80_000_000
_DOTS = 200
_PATHS = re.compile(rb"(?<![A-Za-z])(?:f\*?|F|S|s|B\*?|b\*?)(?![A-Za-z*])")
_MANY = 150
_MODES = {"1": "/DeviceGray", "L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}
_WHOLE = ("/Filter", "/DecodeParms", "/Decode", "/Mask", "/Metadata", "/Alternates", "/OPI",
          "/Intent", "/ImageMask", "/Interpolate", "/PieceInfo")  # fmt: skip
_TELLS = "this picture in a PDF cannot be unpacked: print or export the PDF to a new one first"


@dataclass(slots=True)
class Pictured:
    """A picture: the stream that holds it, or the page that it is.

    One that stands in the content of a unit has both: `inline` says where.
    """

    stream: Any = None
    unit: Unit | None = None
    points: tuple[float, float] = (0.0, 0.0)
    inline: Inline | None = None


def is_picture(unit: Unit, drawing: Drawing) -> bool:
    """Say whether a page without text is to be looked at as a whole."""
    paths = len(_PATHS.findall(unit.data))
    count = len(drawing.pictures) + sum(1 for _ in inline(unit.data))
    return count > 1 or paths > _MANY


def picture(stream: Any, uri: str, opened: Opened) -> Document | Failure | None:
    """Return a picture as a document, None for one that is too small to hold anything."""
    wide, high = int(stream.get("/Width", 0)), int(stream.get("/Height", 0))
    if min(wide, high) < _LEAST:
        return None
    if wide * high > _PIXELS:
        reason = f"this picture has {wide} by {high} pixels: save the PDF with smaller ones"
        return Failure(f"{uri}.png", "UnreadableError", reason)
    if _is_jpeg(stream):
        return Document(f"{uri}.jpg", data=opened.raw_of(stream))
    try:
        return Document(f"{uri}.png", data=_png(stream, opened))
    except UnreadableError:
        return Failure(f"{uri}.png", "UnreadableError", _TELLS)


def _is_jpeg(stream: Any) -> bool:
    return str(stream.get("/Filter", "")) == "/DCTDecode" and "/Decode" not in stream


def _png(stream: Any, opened: Opened) -> bytes:
    import pikepdf

    with opened.guarded():
        try:
            image = pikepdf.PdfImage(stream).as_pil_image()
        except Exception:  # noqa: BLE001 - pikepdf, Pillow and decoders raise their own
            raise UnreadableError(_TELLS) from None
        mode = "RGB" if image.mode not in {"1", "L", "RGB"} else image.mode
        out = io.BytesIO()
        image.convert(mode).save(out, "PNG", compress_level=1)
        return out.getvalue()


def page(unit: Unit, document: Any, uri: str) -> tuple[Document, Pictured]:
    """Return a page as it looks."""
    held = document[unit.page]
    wide, high = held.get_size()
    scale = min(_DOTS / 72, (_PIXELS / max(wide * high, 1.0)) ** 0.5)
    image = held.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    held.close()
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return Document(f"{uri}.png", data=out.getvalue()), Pictured(unit=unit, points=(wide, high))


def put_picture(stream: Any, data: bytes | None, kinds: Any) -> None:
    """Put other pixels into a picture; for None a single white one."""
    from PIL import Image

    image = Image.new("L", (1, 1), 255) if data is None else Image.open(io.BytesIO(data))
    stencil = bool(stream.get("/ImageMask", False))
    inverted = stencil and [float(v) for v in stream.get("/Decode", ())] == [1.0, 0.0]
    if image.mode not in _MODES:
        image = image.convert("RGB")
    if stencil:
        image = image.convert("1")
    for key in _WHOLE:
        if key in stream and not (key == "/ImageMask" and stencil):
            del stream[key]
    stream["/Width"], stream["/Height"] = image.width, image.height
    if stencil:
        stream["/BitsPerComponent"] = 1
        if inverted and data is not None:
            stream["/Decode"] = kinds.Array([0, 1])
        stream.write(image.tobytes())
        return
    stream["/BitsPerComponent"] = 8
    stream["/ColorSpace"] = kinds.Name(_MODES[image.mode])
    if data is not None and image.format == "JPEG":
        stream.write(data, filter=kinds.Name.DCTDecode)
    else:
        image = image.convert("L") if image.mode == "1" else image
        stream.write(image.tobytes())


def put_page(pdf: Any, held: Pictured, data: bytes | None, kinds: Any) -> None:
    """Make a page a picture, which is white for None."""
    assert held.unit is not None
    stream = pdf.make_stream(b"", Type=kinds.Name.XObject, Subtype=kinds.Name.Image)
    put_picture(stream, data, kinds)
    owner = held.unit.owner
    wide, high = held.points
    for key in ("/Rotate", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox", "/UserUnit"):
        if key in owner:
            del owner[key]
    owner["/MediaBox"] = kinds.Array([0, 0, wide, high])
    owner["/CropBox"] = owner["/MediaBox"]
    owner["/Rotate"] = 0
    owner["/Resources"] = kinds.Dictionary(XObject=kinds.Dictionary(Page=stream))
    owner["/Contents"] = pdf.make_stream(b"q %.4f 0 0 %.4f 0 0 cm /Page Do Q" % (wide, high))


def pages_of(units: list[Unit], resources_of: Any, kinds: Any) -> Iterator[tuple[int, Any]]:
    """Yield the pictures that pages and forms name, with the numbers of the pages, -1 for forms."""
    for unit in units:
        held = resources_of(unit.owner)
        named = held.get("/XObject") if isinstance(held, kinds.Dictionary) else None
        for stream in named.values() if isinstance(named, kinds.Dictionary) else ():
            if isinstance(stream, kinds.Stream) and str(stream.get("/Subtype", "")) == "/Image":
                yield unit.page, stream
