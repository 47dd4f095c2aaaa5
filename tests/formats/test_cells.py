"""Cells, pieces and flat rows on their own: every position belongs to a cell or a piece."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from menshen.formats.cells import Cells, Heading, Line, short
from menshen.formats.extract import Anchor, Piece, blocks, table_blocks
from menshen.model import Cell, Described, Grid, Node, Span, columns_of

ROWS = st.lists(st.lists(st.text("ab张 \n", max_size=9), min_size=1, max_size=4), max_size=8)


def test_cells_answer_for_every_position() -> None:
    text = "a\tbb\n\tc\n"
    heading = Heading("t", ("x", "y"), ("", "手机"))
    lines = [Line(0, -1, 0, [Span(0, 1), Span(2, 4)]), Line(5, 0, 0, [Span(5, 5), Span(6, 7)])]
    cells = Cells(heading, lambda: lines, shift=7)
    assert isinstance(cells, Grid)
    assert isinstance(cells, Described)
    assert columns_of(cells) == (("x",), ("y", "手机"))
    assert [cells.place(at, at) for at in (0, 1, 3, 4, 5, 6, 7)] == [
        Cell("t", -1, 0), Cell("t", -1, 0), Cell("t", -1, 1), Cell("t", -1, 1),
        Cell("t", 0, 0), Cell("t", 0, 1), Cell("t", 0, 1),
    ]  # fmt: skip
    assert cells.labels(text.index("c")) == ("y", "手机")
    assert cells.labels(0) == ()
    assert (cells.record(0), cells.record(6)) == (None, 7)
    assert cells.filled() == (0, 1)
    assert cells.cell(6) == Span(6, 7)
    assert list(cells.rows()) == [lines[1].spans]


def test_cells_without_rows_and_beyond_the_names() -> None:
    empty = Cells(Heading("t"), list)
    assert empty.place(3, 4) == Cell("t", 0, 0)
    assert (empty.labels(0), empty.record(0), empty.cell(0), empty.filled()) == ((), None, None, ())
    later = Cells(Heading("t", ("x",)), lambda: [Line(0, 4, 2, [Span(0, 1)])])
    assert later.place(0, 1) == Cell("t", 4, 2)
    assert later.filled() == (0, 0, 1)
    assert later.labels(0) == ()
    assert list(later.rows()) == [[Span(0, 0), Span(0, 0), Span(0, 1)]]


@given(ROWS, st.integers(20, 60))
def test_table_blocks_hold_every_value_once(rows: list[list[str]], size: int) -> None:
    found: dict[tuple[int, int], str] = {}
    for text, layout, _ in table_blocks(Heading("t"), rows, 0, size):
        assert 0 < len(text) <= size
        assert isinstance(layout, Grid)
        for row in layout.rows():
            for column, span in enumerate(row):
                if span.end > span.start:
                    place = layout.place(*span)
                    assert place == Cell("t", place[1], column)  # type: ignore[arg-type]
                    found[int(str(place[1])), column] = text[span.start : span.end]
    small = {(r, c): v for r, row in enumerate(rows) for c, v in enumerate(row) if v}
    assert found == {k: v for k, v in small.items() if len(v) <= size}


@given(st.lists(st.text("ab\n", min_size=1, max_size=40), max_size=9), st.integers(20, 60))
def test_pieces_in_blocks_keep_their_anchors(texts: list[str], size: int) -> None:
    pieces = [Piece(t, Anchor(Node("", str(n)), (), n, n)) for n, t in enumerate(texts)]
    whole, record = "", []
    for text, layout, core in blocks(pieces, size):
        assert len(text) <= size
        low, high = core or (0, len(text))
        whole += text[low:high]
        record += [layout.record(at) for at in range(low, high)]
    assert whole == "".join(texts)
    assert record == [n for n, t in enumerate(texts) for _ in t]


def test_short_comments() -> None:
    assert [short(c) for c in ("主键，雪花", "手机号码(必填)", "", "x" * 40, "（旧）身份证号")] == [
        "主键", "手机号码", "", "x" * 24, "旧）身份证号",
    ]  # fmt: skip
