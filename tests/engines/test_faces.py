"""Faces in pixels: one of a portrait, none where there is none."""

from __future__ import annotations

import io
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from PIL import Image, ImageDraw

from menshen import formats
from menshen.detectors import find
from menshen.edits import Edit, Writer
from menshen.engines.faces import faces
from menshen.model import Block, Box, Document

pytest.importorskip("cv2", reason="the extra `paper` is not installed")
PORTRAIT = Path(__file__).parent / "faces" / "portrait.jpg"


def portrait(size: int = 165) -> Image.Image:
    with Image.open(PORTRAIT) as image:
        return image.convert("RGB").resize((size, round(size * 172 / 165)))


@pytest.mark.parametrize("size", [70, 165, 600])
def test_a_face_is_found_at_its_place(size: int) -> None:
    (face,) = faces(np.asarray(portrait(size)))
    middle = ((face.x0 + face.x1) / 2 / size, (face.y0 + face.y1) / 2 / size)
    assert middle == pytest.approx((0.48, 0.48), abs=0.08)
    assert face.score > 0.6


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_face_is_found_however_the_page_lies(turn: int) -> None:
    page = Image.new("RGB", (700, 900), "white")
    page.paste(portrait(), (100, 100))
    assert len(faces(np.asarray(page.rotate(turn, expand=True)))) == 1


def test_a_smiley_a_ball_and_noise_have_no_face() -> None:
    page = Image.new("RGB", (400, 400), "white")
    pen = ImageDraw.Draw(page)
    pen.ellipse((50, 50, 180, 180), outline="black", width=4)
    pen.ellipse((240, 240, 360, 360), fill="orange")
    noise = np.random.default_rng(2).integers(0, 255, (200, 200, 3), np.uint8)
    assert faces(np.asarray(page)) == faces(noise) == []


def test_a_face_in_a_picture_is_a_finding_that_can_be_taken_out() -> None:
    pytest.importorskip("rapidocr", reason="the extra `paper` is not installed")
    pytest.importorskip("zxingcpp", reason="the extra `paper` is not installed")
    held = io.BytesIO()
    portrait(300).save(held, "PNG")
    document = Document("a.png", data=held.getvalue())
    (block,) = [p for p in formats.read(document) if isinstance(p, Block)]
    (finding,) = find(block)
    assert (finding.type.id, finding.value) == ("photo_portrait", "〔人脸〕")
    assert isinstance(finding.place, Box)
    assert finding.place.x1 - finding.place.x0 > 60
    out = io.BytesIO()
    writer = cast("Writer", formats.for_document(document))
    writer.write(document, [Edit(block.id, finding.span, "")], out, inner=lambda d: d.data)
    again = list(formats.read(Document("b.png", data=out.getvalue())))
    assert not any("人脸" in p.text for p in again if isinstance(p, Block))
