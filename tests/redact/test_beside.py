"""Pages side by side: values are covered before, what is left is covered after, few are shown."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import menshen
from menshen.engines import ocr
from menshen.policy import DEFAULT
from menshen.redact import beside, compared
from menshen.redact.beside import Sights
from tests.formats.paper.printed import page
from tests.formats.pdf import making

VALUES = ("李建国", "13912345678", "11010519491231002X")


def report(original: Path, copy: Path, *, reveal: bool = False) -> str:
    sights = Sights(DEFAULT, "zh", reveal=reveal)
    found = menshen.verify(original, copy, look=sights.look)
    return compared.as_html(found, "zh", beside=sights.beside)


def pictures(html: str) -> list[Any]:
    held = re.findall(r"src='data:image/jpeg;base64,([^']*)'", html)
    return [
        np.asarray(Image.open(io.BytesIO(base64.b64decode(one))).convert("RGB")) for one in held
    ]


def read(pixels: Any) -> str:
    large = Image.fromarray(pixels).resize((pixels.shape[1] * 2, pixels.shape[0] * 2))
    return "".join(line.text for line in ocr.lines(np.asarray(large)))


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "a.pdf"
    path.write_bytes(
        making.drawn(
            (60, 760, "客户登记表"), (60, 720, f"姓名：{VALUES[0]}，手机：{VALUES[1]}"),
            (60, 690, f"身份证号：{VALUES[2]}"), (60, 660, "本公司经营范围为五金与建材。"),
        )
    )  # fmt: skip
    return path


def test_values_of_a_page_are_covered_before_and_absent_after(pdf: Path) -> None:
    menshen.redact(pdf, pdf.with_name("b.pdf"))
    html = report(pdf, pdf.with_name("b.pdf"))
    before, after = pictures(html)
    assert before.shape == after.shape
    for side in map(read, (before, after)):
        assert "客户登记表" in side
        assert "五金与建材" in side
        assert not [value for value in VALUES if value in side]
    assert "138" not in html.replace("base64", "")[:3000]


def test_values_are_shown_framed_where_that_is_asked_for(pdf: Path) -> None:
    menshen.redact(pdf, pdf.with_name("b.pdf"))
    before, after = map(read, pictures(report(pdf, pdf.with_name("b.pdf"), reveal=True)))
    assert VALUES[1] in before
    assert VALUES[1] not in after


def test_what_is_left_is_covered_on_both_sides(pdf: Path) -> None:
    before, after = pictures(report(pdf, pdf))
    assert not [v for v in VALUES if v in read(before) or v in read(after)]
    red = (np.abs(after.astype(int) - (164, 22, 26)).sum(axis=2) < 60).mean()
    assert red > 0.001
    assert (np.abs(before.astype(int) - (164, 22, 26)).sum(axis=2) < 60).mean() == 0


def test_a_picture_on_a_page_is_covered_and_shown_on_its_own(tmp_path: Path) -> None:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=making.SIZE)
    canvas.drawString(60, 800, "phone 13712345678")
    canvas.drawImage(ImageReader(page("姓名\t李建国", "手机\t13912345678")), 60, 400, 400, 200)
    canvas.save()
    menshen.redact(path, tmp_path / "b.pdf")
    whole, whole_after, picture, picture_after = pictures(report(path, tmp_path / "b.pdf"))
    covered = whole[int(350 * 1.3) : int(430 * 1.3), int(100 * 1.3) : int(400 * 1.3)]
    assert covered.max() < 80
    assert "13912345678" not in read(whole) + read(whole_after) + read(picture)
    assert "手机" in read(picture)
    assert "139****5678" in read(picture_after).replace("＊", "*") or "139" in read(picture_after)


def test_pages_beyond_the_bound_are_counted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(beside, "PAGES", 2)
    made = making.Making(*(b"BT /F1 12 Tf 60 700 Td (13912345678) Tj ET" for _ in range(3)))
    (tmp_path / "a.pdf").write_bytes(made.data())
    menshen.redact(tmp_path / "a.pdf", tmp_path / "b.pdf")
    html = report(tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert len(pictures(html)) == 4
    assert "另有 1 页含个人信息" in html
    monkeypatch.setattr(beside, "BYTES", 100)
    assert "另有 3 页含个人信息" in report(tmp_path / "a.pdf", tmp_path / "b.pdf")


def test_documents_without_pages_have_no_pictures(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("电话：13912345678\n", "utf-8")
    menshen.redact(tmp_path / "a.txt", tmp_path / "b.txt")
    assert "<img" not in report(tmp_path / "a.txt", tmp_path / "b.txt")
