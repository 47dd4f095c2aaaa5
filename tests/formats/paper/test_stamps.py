"""Seals, thumb prints and signatures drawn on a page."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import ImageDraw

from menshen.formats import paper
from tests.formats.paper.printed import font, page, pixels

pytest.importorskip("rapidocr", reason="the extra `paper` is not installed")

RED = (205, 30, 40)
ROWS = ("本合同一式两份，双方各执一份。", "", "", "", "", "", "", "", "", "", "")


def kinds(image: object) -> list[str]:
    return [t.kind for t in paper.look(pixels(image)).things]  # type: ignore[arg-type]


def test_a_round_seal_is_an_organisations() -> None:
    image = page(*ROWS)
    pen = ImageDraw.Draw(image)
    pen.ellipse((300, 130, 660, 490), outline=RED, width=8)
    pen.text((400, 290), "专用章", font=font(50), fill=RED)
    assert kinds(image) == ["seal"]


def test_a_small_square_seal_has_a_name() -> None:
    image = page(*ROWS)
    pen = ImageDraw.Draw(image)
    pen.rectangle((400, 200, 520, 320), outline=RED, width=6)
    pen.text((412, 206), "钟毅", font=font(48), fill=RED)
    pen.text((412, 260), "之印", font=font(48), fill=RED)
    assert kinds(image) == ["name_seal"]


def test_an_oval_of_ridges_is_a_thumb_print() -> None:
    image = page(*ROWS)
    pen = ImageDraw.Draw(image)
    for step in range(0, 40, 5):
        pen.ellipse(
            (400 + step, 200 + step * 1.4, 490 - step, 325 - step * 1.4), outline=RED, width=3
        )
    assert kinds(image) == ["thumb_print"]


def test_ink_behind_the_word_for_it_is_a_signature() -> None:
    image = page("本合同一式两份，双方各执一份。", "", "乙方签字：")
    pen = ImageDraw.Draw(image)
    turns = np.linspace(0, 6 * np.pi, 200)
    way = [(230 + 9 * t, 160 + 22 * float(np.sin(1.7 * t))) for t in turns]
    pen.line([(float(x), float(y)) for x, y in way], fill=(20, 20, 60), width=3)
    assert "signature" in kinds(image)


@pytest.mark.parametrize(
    "row", ["乙方签字：", "乙方签字：__________", "请在此签名：见附件说明文字", "红色的字"]
)
def test_an_empty_line_a_rule_and_print_are_no_signature(row: str) -> None:
    assert kinds(page("本合同一式两份，双方各执一份。", "", row)) == []


def test_red_text_is_no_seal() -> None:
    assert kinds(page("红头文件的标题大字", "红色的编号一二三四五六", ink=RED)) == []
