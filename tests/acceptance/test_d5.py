"""Photo, fingerprint, face, biometric: requirement D5 in pictures and in data, and taken out in place."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

import menshen
from menshen.engines.faces import faces
from menshen.model import Box
from tests.engines.test_faces import portrait
from tests.formats.paper.printed import card, file, page

ROWS = ("员工登记表", "", "", "", "", "", "", "本人签字：")
RED = (200, 30, 40)


def with_face() -> Image.Image:
    image = page(*ROWS)
    image.paste(portrait(200), (560, 120))
    return image


def with_thumb_print() -> Image.Image:
    image = page(*ROWS[:-1])
    pen = ImageDraw.Draw(image)
    for step in range(0, 40, 5):
        box = (400 + step, 200 + step * 1.4, 490 - step, 325 - step * 1.4)
        pen.ellipse(box, outline=RED, width=3)
    return image


def with_signature() -> Image.Image:
    image = page("本合同一式两份，双方各执一份。", "", "乙方签字：")
    turns = np.linspace(0, 6 * np.pi, 200)
    way = [(230 + 9 * float(t), 160 + 22 * float(np.sin(1.7 * t))) for t in turns]
    ImageDraw.Draw(image).line(way, fill=(20, 20, 60), width=3)
    return image


def seen(path: Path) -> dict[str, Any]:
    """Return what is found that is no text, by the word for it, and where it is."""
    return {f.value: f.place for f in menshen.scan(path).findings if f.value.startswith("〔")}


@pytest.mark.parametrize(
    ("make", "word"),
    [(with_face, "〔人脸〕"), (with_thumb_print, "〔手印〕"), (with_signature, "〔签名〕")],
)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_d5_features_of_the_body_in_pictures_are_found_and_greyed_in_place(
    make: Callable[[], Image.Image], word: str, kind: str, tmp_path: Path
) -> None:
    path, out = tmp_path / f"a.{kind.lower()}", tmp_path / f"b.{kind.lower()}"
    path.write_bytes(file(make(), kind))
    place = seen(path)[word]
    assert isinstance(place, Box)
    menshen.redact(path, out)
    assert word not in seen(out)
    with Image.open(path) as first, Image.open(out) as second:
        before, after = (np.asarray(image.convert("RGB"), np.int16) for image in (first, second))
    assert before.shape == after.shape
    x0, y0, x1, y1 = (round(v) for v in place[1:])
    inside = after[y0 + 2 : y1 - 2, x0 + 2 : x1 - 2]
    assert inside.std() < 12, "one grey, nothing that could be brought back"
    far = np.ones(before.shape[:2], bool)
    far[max(0, y0 - 24) : y1 + 24, max(0, x0 - 24) : x1 + 24] = False
    assert np.abs(before - after)[far].mean() < 2


def test_d5_a_face_in_a_document_is_found_and_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    held = io.BytesIO()
    with_face().save(held, "PDF", resolution=100)
    path.write_bytes(held.getvalue())
    assert "〔人脸〕" in seen(path)
    menshen.redact(path, tmp_path / "b.pdf")
    import pypdfium2

    opened = pypdfium2.PdfDocument(tmp_path / "b.pdf")
    pixels = np.asarray(opened[0].render(scale=100 / 72).to_pil().convert("RGB"))
    opened.close()
    assert faces(pixels) == []


def test_d5_photos_of_id_cards_are_found_as_such(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(file(card()))
    assert "〔身份证〕" in seen(path)
    menshen.redact(path, tmp_path / "b.png")
    left = menshen.scan(tmp_path / "b.png").findings
    assert not {"钟毅", "11010519491231002X"} & {f.value for f in left}


@pytest.mark.parametrize(
    ("column", "value", "kind"),
    [
        ("face_embedding", "0.1234,-0.5678,0.9012,0.3456,-0.7890,0.2345", "face_feature"),
        ("人脸特征值", "AbC3dEf6GhI9jKl2MnO5", "face_feature"),
        ("fingerprint_template", "Rk1SACAyMAAAAAEsAAABPAFiAMUAxQ", "fingerprint"),
        ("虹膜特征", "a8f5f167f44f4964e6c998dee827110c", "palm_iris_ear"),
        ("声纹ID", "vp20240305001", "voiceprint"),
    ],
)
def test_d5_biometric_columns_and_templates_are_found_and_taken_out(
    column: str, value: str, kind: str, tmp_path: Path
) -> None:
    import csv

    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["工号", column])
        rows.writerows([["A001", value], ["A002", value[::-1]]])
    found = [f for f in menshen.scan(path).findings if f.type.id == kind]
    assert value in {f.value for f in found}
    assert all(f.type.sensitive for f in found)
    menshen.redact(path, tmp_path / "b.csv")
    assert value not in (tmp_path / "b.csv").read_text("utf-8")
