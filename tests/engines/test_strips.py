"""Strips of a page: rectangles in any direction, and where characters part."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.engines.strips import Slant, cut, edges

ANGLES = st.floats(-180, 180)


@given(ANGLES, st.floats(0, 1), st.floats(0, 1))
def test_a_point_of_a_rectangle_is_inside_its_box(
    angle: float, along: float, across: float
) -> None:
    slant = Slant(50, 40, 60, 20, angle)
    x, y = slant.point(along, across)
    x0, y0, x1, y1 = slant.box()
    assert x0 - 1e-6 <= x <= x1 + 1e-6
    assert y0 - 1e-6 <= y <= y1 + 1e-6


@given(ANGLES)
def test_read_from_the_other_end_it_covers_the_same(angle: float) -> None:
    slant = Slant(50, 40, 60, 20, angle)
    assert slant.reversed().box() == pytest.approx(slant.box())


@given(ANGLES, ANGLES)
def test_towards_an_axis_it_covers_the_same(angle: float, axis: float) -> None:
    for slant in (Slant(50, 40, 60, 20, angle), Slant(50, 40, 22, 20, angle)):
        turned = slant.towards(axis)
        assert turned.box() == pytest.approx(slant.box())


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_what_is_cut_out_stands_upright(angle: int) -> None:
    pytest.importorskip("cv2", reason="the extra `paper` is not installed")
    page = np.full((200, 200, 3), 255, np.uint8)
    # A dark beginning of a line that runs in the direction of the angle from the middle.
    slant = Slant(100, 100, 120, 30, angle)
    x0, y0, x1, y1 = (round(v) for v in slant.box(0, 0.25))
    page[y0:y1, x0:x1] = 0
    strip = cut(page, slant, 30, 1000)
    assert strip.shape == (30, 120, 3)
    assert strip[:, :25].mean() < 60
    assert strip[:, 40:].mean() > 250


def test_characters_part_where_the_least_ink_is() -> None:
    strip = np.full((48, 120, 3), 255, np.uint8)
    strip[10:40, 10:44] = 0
    strip[10:40, 56:90] = 0
    (one, other) = edges(strip, "张三", [27 / 120, 70 / 120], 48)
    assert 43 / 120 < one[1] == other[0] < 57 / 120
    assert one[0] <= 10 / 120
    assert other[1] >= 90 / 120


@given(st.lists(st.floats(-0.35, 0.35), min_size=11, max_size=11))
def test_digits_part_at_their_gaps_though_they_were_seen_elsewhere(off: list[float]) -> None:
    strip = np.full((48, 260, 3), 255, np.uint8)
    for number in range(11):
        left = 20 + 20 * number
        strip[10:40, left + 3 : left + 17] = 0
        strip[14:36, left + 8 : left + 12] = 255  # the inside of a nought
    peaks = sorted((30 + 20 * n + 20 * o) / 260 for n, o in enumerate(off))
    found = edges(strip, "13800138000", peaks, 40)
    for number, (begin, end) in enumerate(found):
        assert begin * 260 <= 23 + 20 * number + 0.6
        assert end * 260 >= 37 + 20 * number - 0.6
        assert not number or begin == found[number - 1][1]
