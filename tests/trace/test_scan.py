"""A printed or photographed table leads to its copy, read by way of its pixels."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter

from menshen.marks.policy import MarkPolicy
from tests.formats.paper.printed import font
from tests.trace.material import NAMES, House, Rows, register

pytest.importorskip("rapidocr", reason="the extra `paper` is not installed")
pytest.importorskip("zxingcpp", reason="the extra `paper` is not installed")

PARTED = ("序号", "小区", "楼栋", "单元", "房号", "业主姓名", "建筑面积", "成交总价", "签约日期")
LINE = 44


def printed(rows: Rows, names: tuple[str, ...], widths: tuple[int, ...]) -> Image.Image:
    """Return a printed table with rules as a scanner leaves it: askew and a little blurred."""
    page = Image.new("L", (sum(widths) + 120, (len(rows) + 1) * LINE + 120), 255)
    pen, held = ImageDraw.Draw(page), font(24)
    for number, row in enumerate([list(names), *rows]):
        x, y = 60, 60 + number * LINE
        for cell, width in zip(row, widths, strict=True):
            pen.text((x + 8, y + 8), cell, font=held, fill=0)
            pen.rectangle((x, y, x + width, y + LINE), outline=120)
            x += width
    turned = page.rotate(0.4, Image.Resampling.BICUBIC, fillcolor=255)
    return turned.filter(ImageFilter.GaussianBlur(0.6))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["scan.png", "scan.jpg", "scan.pdf"])
def test_a_scanned_page_of_a_table_leads_to_its_copy(tmp_path: Path, name: str) -> None:
    house = House.built(tmp_path)
    for to in ("甲", "丙", "丁"):
        house.released(to)
    rows = random.Random(1).sample(house.released("乙"), 16)
    page = printed([r[:7] for r in rows], NAMES[:7], (120, 220, 330, 150, 130, 160, 180))
    page.convert("RGB").save(tmp_path / name, resolution=150, quality=70)
    case = house.case()
    case.add_image(tmp_path / name)
    verdict = case.decide()
    assert (verdict.verdict, verdict.accused) == ("ACCUSED", (house.id_of("乙"),))
    assert verdict.linked >= 15
    assert {"地址", "面积", "总价", "签约日期"} <= set(verdict.details.columns)


@pytest.mark.slow
def test_a_page_without_numbers_to_call_is_linked_by_parts_of_addresses(tmp_path: Path) -> None:
    """No phone is printed, the address lies in four columns, and some cells are read as one."""
    rows = []
    for number, row in enumerate(register(), 1):
        said = re.fullmatch("([^0-9]+)([0-9]+)幢([0-9]+)单元([0-9]+)室", row[2])
        assert said is not None
        rows.append([
            str(number), said[1], f"{said[2]}幢", f"{said[3]}单元", said[4], row[0], *row[4:7],
        ])  # fmt: skip
    house = House.built(tmp_path, rows, PARTED)
    marks = MarkPolicy(format="block", value={"成交总价": 40, "建筑面积": 0.02})
    house.released("甲", marks)
    leaked = random.Random(2).sample(house.released("乙", marks), 20)
    page = printed(leaked, PARTED, (80, 150, 90, 110, 100, 140, 130, 160, 180))
    page.save(tmp_path / "scan.png")
    case = house.case()
    case.add_image(tmp_path / "scan.png")
    verdict = case.decide()
    assert verdict.details.ways["house"] >= 19
    assert verdict.accused == (house.id_of("乙"),)
