"""Pages drawn for tests: text in a Chinese font of the system, paper noise, skew."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from menshen.formats.paper import lettering

NO_FONT = "no Chinese font on this machine: apt-get install fonts-wqy-microhei"


def font(size: float) -> Any:
    path = lettering._path()
    if path is None:
        pytest.skip(NO_FONT)
    return ImageFont.truetype(path, size)


def page(
    *rows: str,
    size: int = 28,
    width: int = 900,
    angle: float = 0,
    noise: float = 5,
    left: int = 60,
    ink: tuple[int, int, int] = (20, 20, 20),
) -> Image.Image:
    """Return rows of text as a scan; a tab moves on to the next column."""
    image = Image.new("RGB", (width, 120 + round(1.7 * size) * len(rows)), "white")
    pen, held = ImageDraw.Draw(image), font(size)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row.split("\t")):
            at = (left + column * width // 3, 50 + round(number * 1.7 * size))
            pen.text(at, cell, font=held, fill=ink)
    if angle:
        image = image.rotate(
            angle, resample=Image.Resampling.BICUBIC, fillcolor="white", expand=True
        )
    return Image.fromarray(grained(np.asarray(image), noise))


def grained(pixels: NDArray[np.uint8], noise: float) -> NDArray[np.uint8]:
    grain = np.random.default_rng(1).normal(0, noise, (*pixels.shape[:2], 1))
    return np.clip(pixels + grain, 0, 255).astype(np.uint8)


def card(number: str = "11010519491231002X") -> Image.Image:
    """Return the front of an ID card, laid out as such cards are."""
    image = Image.new("RGB", (1012, 638), (226, 236, 240))
    pen, blue, black = ImageDraw.Draw(image), (60, 110, 170), (20, 20, 20)
    for x, y, label in (
        (70, 80, "姓 名"), (70, 160, "性 别"), (310, 160, "民 族"), (70, 240, "出 生"), (280, 240, "年"),
        (370, 240, "月"), (470, 240, "日"), (70, 320, "住 址"), (70, 540, "公民身份号码"),
    ):  # fmt: skip
        pen.text((x, y), label, font=font(30), fill=blue)
    for x, y, value in (
        (180, 76, "钟毅"), (180, 156, "男"), (420, 156, "汉"), (180, 236, "1949"), (320, 236, "12"),
        (420, 236, "31"), (180, 316, "北京市朝阳区建国路88号院"), (180, 366, "5号楼1203室"), (330, 536, number),
    ):  # fmt: skip
        pen.text((x, y), value, font=font(38), fill=black)
    return image


def pixels(image: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(image.convert("RGB"))


def file(image: Image.Image, kind: str = "PNG", **settings: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **settings)
    return out.getvalue()
