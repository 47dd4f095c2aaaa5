"""Looking at a page, and taking something out of it."""

from __future__ import annotations

import numpy as np
import pytest

from menshen.formats import paper
from menshen.formats.paper import Seen
from tests.formats.paper.printed import card, font, page, pixels

pytest.importorskip("rapidocr", reason="the extra `paper` is not installed")
pytest.importorskip("zxingcpp", reason="the extra `paper` is not installed")

ROWS = ("甲方：钟毅，电话13800138000。", "住址：北京市朝阳区建国路88号")


def plain(seen: Seen) -> str:
    return seen.text.replace(" ", "").replace(":", "：").replace(",", "，")


@pytest.mark.parametrize("angle", [0, 3, -4, 90, 180, 270])
def test_a_page_is_read_however_it_lies(angle: float) -> None:
    seen = paper.look(pixels(page(*ROWS, angle=angle)))
    # A full stop at a line's end, a few pixels large, is not read in every direction everywhere.
    assert plain(seen).replace("。", "") == "\n".join(ROWS).replace("。", "")
    assert len(seen.boxes) == len(seen.text)


def test_every_character_has_a_box_with_its_ink() -> None:
    image = pixels(page(*ROWS, noise=0))
    seen = paper.look(image)
    rights = 0.0
    for character, (x0, y0, x1, y1) in zip(seen.text, seen.boxes, strict=True):
        if character in "\n\t ":
            assert x1 == x0
            rights = 0.0
        else:
            assert image[round(y0) : round(y1), round(x0) : round(x1)].min() < 120, character
            assert x0 >= rights - 1
            rights = x1


def test_cells_of_a_row_stand_side_by_side() -> None:
    seen = paper.look(pixels(page("姓名\t钟毅", "电话\t13800138000")))
    assert seen.text == "姓名\t钟毅\n电话\t13800138000"


@pytest.mark.parametrize("angle", [0, 3, 90])
def test_what_is_erased_is_not_read_again_and_the_rest_is(angle: float) -> None:
    image = pixels(page(*ROWS, angle=angle))
    seen = paper.look(image)
    start = seen.text.index("13800138000")
    after = paper.erase(image, [(seen.boxes[start : start + 11], "138****8000")])
    again = plain(paper.look(after))
    assert "13800138000" not in again
    assert again.startswith("甲方：钟毅，电话138")
    assert again.endswith("住址：北京市朝阳区建国路88号")


def test_pixels_outside_of_what_is_erased_stay() -> None:
    image = pixels(page(*ROWS))
    seen = paper.look(image)
    start = seen.text.index("13800138000")
    boxes = seen.boxes[start : start + 11]
    after = paper.erase(image, [(boxes, "█" * 11)])
    rows, columns = np.nonzero((image != after).any(axis=2))
    assert rows.min() >= boxes[0][1] - 3
    assert rows.max() <= boxes[0][3] + 3
    assert columns.min() >= boxes[0][0] - 3
    assert columns.max() <= boxes[-1][2] + 3


def test_a_single_box_is_enough_to_erase() -> None:
    image = pixels(page("电话13800138000"))
    after = paper.erase(image, [((0.0, 0.0, 900.0, 160.0), "")])
    assert paper.look(after).text == ""


def test_a_value_on_two_lines_is_erased_on_both() -> None:
    image = pixels(page("联系电话为13800", "138000，谢谢"))
    seen = paper.look(image)
    start, end = seen.text.index("13800"), seen.text.index("138000") + 6
    after = paper.erase(image, [(seen.boxes[start:end], "***")])
    text = paper.look(after).text
    assert not any(c.isdigit() for c in text)
    assert "谢谢" in text


def test_an_id_card_is_seen_as_such_until_it_is_taken_out() -> None:
    image = pixels(card())
    (thing,) = [t for t in paper.look(image).things if t.kind == "id_card"]
    after = paper.look(paper.erase(image, [(thing.box, "")]))
    assert [t for t in after.things if t.kind == "id_card"] == []
    assert "公民身份号码" in after.text
    assert "钟毅" not in after.text


def test_a_blank_page_says_nothing() -> None:
    assert paper.look(np.full((400, 300, 3), 255, np.uint8)) == ("", (), ())


def test_nothing_that_was_read_shows() -> None:
    seen = paper.look(pixels(page(*ROWS)))
    assert "138" not in repr(seen)


@pytest.mark.parametrize("size", [22, 29, 40])
@pytest.mark.parametrize("value", ["13800138000", "6222021001116245702", "17711117171"])
def test_no_sliver_of_a_masked_digit_is_left_and_kept_ones_are_whole(value: str, size: int) -> None:
    image, pen_at = pixels(page(f"号码：{value}", size=size, noise=4)), 60.0
    held = font(size)
    pen_at += held.getlength("号码：")
    cells = [pen_at + held.getlength(value[:n]) for n in range(len(value) + 1)]
    seen = paper.look(image)
    start = seen.text.index(value)
    masked = range(3, len(value) - 4)
    text = "".join(" " if n in masked else c for n, c in enumerate(value))
    after = paper.erase(image, [(seen.boxes[start : start + len(value)], text)])
    before_ink, after_ink = image.mean(axis=2) < 200, after.mean(axis=2) < 200
    for n in range(len(value)):
        columns = slice(round(cells[n]), round(cells[n + 1]))
        ink, left = before_ink[:, columns], after_ink[:, columns]
        share = (ink & left).sum() / ink.sum()
        if n in masked:
            assert share < 0.02, n
        else:
            assert share > 0.9, n
