"""Scans: pictures of every kind with Exif, and pages of pictures inside PDF and Office documents."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
from openpyxl.drawing.image import Image as Drawing
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo
from pptx.util import Inches
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from benchmarks.documents.plant import Made, Plant, Planted, builder
from benchmarks.paper.scans import Scan, scans

_SAVED: dict[str, dict[str, Any]] = {
    "jpg": {"quality": 80}, "png": {}, "webp": {"quality": 85}, "bmp": {}, "tif": {"compression": "tiff_lzw"},
}  # fmt: skip
_HOLDERS = ("pdf", "docx", "xlsx", "pptx")


def _planted(scan: Scan) -> tuple[Planted, ...]:
    return tuple(one._replace(place="image") for one in scan.planted)


_SEEN = "39 deg 54' 26.50\" N"
"""The latitude as exiftool says it."""


def _tags(plant: Plant, *, position: bool) -> Image.Exif:
    """Return an owner, a title and, where Pillow writes it into the kind of file, a position."""
    exif = Image.Exif()
    exif[Base.Artist] = plant.name("metadata").encode()
    exif[Base.ImageDescription] = plant.email("metadata")
    if not position:
        return exif
    exif.get_ifd(IFD.GPSInfo).update({
        GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (39.0, 54.0, 26.5),
        GPS.GPSLongitudeRef: "E", GPS.GPSLongitude: (116.0, 23.0, 29.4),
    })  # fmt: skip
    plant.held.append(Planted(_SEEN, "position", "metadata"))
    return exif


def _picture(path: Path, scan: Scan, plant: Plant) -> None:
    """Save a scan as a picture of the kind its name says, with tags where the kind has any."""
    picture, more = Image.open(io.BytesIO(scan.data)), dict(_SAVED[path.suffix[1:]])
    if path.suffix == ".png":
        more["pnginfo"] = PngInfo()
        more["pnginfo"].add_itxt("Comment", plant.sentence("metadata"))
    elif path.suffix != ".bmp":
        more["exif"] = _tags(plant, position=path.suffix != ".tif")
    picture.save(path, dpi=(scan.dpi, scan.dpi), **more)


def _held(path: Path, scan: Scan, plant: Plant) -> None:
    """Put a scan into a document, beside text."""
    picture, said = io.BytesIO(scan.data), plant.sentence("body")
    if path.suffix == ".pdf":
        width, height = (edge * 72 / scan.dpi for edge in Image.open(picture).size)
        canvas = Canvas(str(path), pagesize=(width, height))
        canvas.drawImage(ImageReader(picture), 0, 0, width, height)
        canvas.showPage()
        canvas.setFont("Helvetica", 12)
        canvas.drawString(40, 100, f"Tel {plant.mobile('body')}")
        canvas.save()
        plant.held = [p for p in plant.held if p.value not in said]
    elif path.suffix == ".docx":
        document = docx.Document()
        document.add_paragraph(said)
        document.add_picture(picture)
        document.save(str(path))
    elif path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        sheet: Any = book.active
        sheet["A1"] = said
        sheet.add_image(Drawing(picture), "B3")
        book.save(path)
    else:
        deck = pptx.Presentation()
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        assert slide.shapes.title is not None
        slide.shapes.title.text = said
        slide.shapes.add_picture(picture, Inches(1), Inches(2))
        deck.save(str(path))


@builder
def pictures(folder: Path, plant: Plant) -> Iterator[Made]:
    """Make 16 scans: of each density five pictures, a page in a TIFF of two, and two in documents."""
    held: list[Scan] = []
    for number, scan in enumerate(scans(plant.seed, 1)):
        which = number % 8
        if which < len(_SAVED):
            path = folder / f"s{scan.dpi}.{list(_SAVED)[which]}"
            _picture(path, scan, plant)
        elif which == len(_SAVED):
            held.append(scan)
            continue
        else:
            path = folder / f"s{scan.dpi}.{_HOLDERS[which - 6 + (2 if scan.dpi == 200 else 0)]}"
            _held(path, scan, plant)
        yield Made(path, plant.taken() + _planted(scan), scan.dpi)
    path = folder / "pages.tiff"
    first, *rest = [Image.open(io.BytesIO(scan.data)) for scan in held]
    first.save(path, save_all=True, append_images=rest, compression="tiff_lzw", dpi=(150, 150))
    yield Made(path, tuple(one for scan in held for one in _planted(scan)), 150)
