"""Lines of a page in reading order."""

from __future__ import annotations

from menshen.engines.ocr import Line
from menshen.engines.strips import Slant
from menshen.formats.paper.rows import NOWHERE, laid_out


def line(text: str, x: float, y: float, angle: float = 0, height: float = 20) -> Line:
    slant = Slant(x + 10 * len(text), y, 20 * len(text), height, angle)
    box = (x, y - height / 2, x + 20 * len(text), y + height / 2)
    return Line(text, (box,) * len(text), slant, 1.0)


def test_rows_run_from_top_to_bottom_and_cells_from_left_to_right() -> None:
    held = [line("钟毅", 200, 12), line("电话", 0, 50), line("姓名", 0, 10)]
    assert laid_out(held).text == "姓名\t钟毅\n电话"


def test_what_nobody_printed_has_no_box() -> None:
    placed = laid_out([line("姓名", 0, 10), line("钟毅", 200, 10), line("男", 0, 50)])
    assert [c for c, box in zip(placed.text, placed.boxes, strict=True) if box == NOWHERE] == [
        "\t",
        "\n",
    ]


def test_near_cells_have_a_blank_between() -> None:
    assert laid_out([line("姓名", 0, 10), line("钟毅", 45, 10)]).text == "姓名 钟毅"


def test_a_page_upside_down_is_read_from_its_own_top() -> None:
    held = [line("二", 0, 10, 180), line("一", 0, 50, 180)]
    assert laid_out(held).text == "一\n二"


def test_lines_over_each_other_are_two_rows() -> None:
    assert laid_out([line("上面一行", 0, 10), line("下面一行", 0, 18)]).text == "上面一行\n下面一行"


def test_close_cells_of_a_header_are_apart_where_the_rows_below_are() -> None:
    head = [line("序号", 0, 10), line("姓名", 52, 10), line("电话", 200, 10)]
    rows = [[line(str(n), 0, 10 + 40 * n), line("钟毅", 60, 10 + 40 * n)] for n in (1, 2)]
    assert laid_out([*head, *rows[0], *rows[1]]).text == "序号\t姓名\t电话\n1\t钟毅\n2\t钟毅"
    assert laid_out(head).text == "序号 姓名\t电话"
