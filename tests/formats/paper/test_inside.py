"""Pictures inside documents are read and written back with them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest

from menshen.model import Document
from tests.formats.paper.printed import file, page
from tests.formats.written import text_of, written

pytest.importorskip("rapidocr", reason="the extra `paper` is not installed")
pytest.importorskip("zxingcpp", reason="the extra `paper` is not installed")
NUMBER = "13800138000"


def picture() -> bytes:
    return file(page(f"电话{NUMBER}", width=500))


def worded() -> bytes:
    import docx

    made, out = docx.Document(), io.BytesIO()
    made.add_picture(io.BytesIO(picture()))
    made.save(out)
    return out.getvalue()


def shown() -> bytes:
    import pptx

    made, out = pptx.Presentation(), io.BytesIO()
    slide = made.slides.add_slide(made.slide_layouts[6])
    slide.shapes.add_picture(io.BytesIO(picture()), 0, 0)
    made.save(out)
    return out.getvalue()


def booked() -> bytes:
    import openpyxl
    from openpyxl.drawing.image import Image

    made, out = openpyxl.Workbook(), io.BytesIO()
    sheet: Any = made.active
    sheet.add_image(Image(io.BytesIO(picture())), "A1")
    made.save(out)
    return out.getvalue()


def opened() -> bytes:
    out = io.BytesIO()
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">'
        "<office:body/></office:document-content>"
    )
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        archive.writestr("Pictures/1.png", picture())
    return out.getvalue()


def mailed() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.com", "b@example.com", "附件"
    mail.set_content("见附件")
    mail.add_attachment(picture(), maintype="image", subtype="png", filename="a.png")
    return mail.as_bytes()


@pytest.mark.parametrize(
    ("make", "ending"),
    [(worded, "docx"), (shown, "pptx"), (booked, "xlsx"), (opened, "odt"), (mailed, "eml")],
)
def test_a_picture_inside_is_read_and_rewritten(make: Callable[[], bytes], ending: str) -> None:
    document = Document(f"a.{ending}", data=make())
    assert NUMBER in text_of(document)
    after = Document(f"b.{ending}", data=written(document, NUMBER, "*" * 11))
    text = text_of(after)
    assert NUMBER not in text
    assert "电话" in text
