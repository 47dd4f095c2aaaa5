"""Cutting tiles the text, keeps to the size, and does not break what it promises not to break."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from menshen.formats.pieces import BLOCK, OVERLAP, Piece, Window, cut
from menshen.model import Span

TEXTS = st.lists(st.text("ab1 \n。\r张", max_size=60), max_size=8)


def core_of(piece: Piece) -> Span:
    return piece.core or Span(0, len(piece.text))


def tiled(pieces: list[Piece]) -> str:
    return "".join(p.text[core_of(p).start : core_of(p).end] for p in pieces)


@given(TEXTS, st.integers(1, 40), st.booleans())
@example(["1\n2\n3\n4\n5\n6"], 5, False)
def test_cores_tile_the_text_and_blocks_keep_to_the_size(
    chunks: list[str], size: int, rows: bool
) -> None:
    text = "".join(chunks)
    pieces = list(cut(chunks, size=size, rows=rows))
    assert tiled(pieces) == text
    for piece in pieces:
        assert 0 < len(piece.text) <= size
        assert core_of(piece).end > core_of(piece).start
        assert text.startswith(piece.text, piece.offset)
        assert piece.line == text.count("\n", 0, piece.offset)


@given(TEXTS, st.integers(8, 40))
def test_a_cut_without_overlap_never_stands_beside_a_digit(chunks: list[str], size: int) -> None:
    text = "".join(chunks)
    for piece in cut(chunks, size=size):
        if piece.core is None or piece.core.end == len(piece.text):
            end = piece.offset + len(piece.text)
            before, after = text[:end].rstrip(" \n\r\t"), text[end:].lstrip(" \n\r\t")
            clean = not before[-1:].isdigit() or not after[:1].isdigit()
            assert clean or end == len(text)


def test_a_value_within_the_overlap_is_whole_in_the_block_it_starts_in() -> None:
    text = "".join(f"<{i:0100d}>" for i in range(3000))
    whole: list[int] = []
    for piece in cut([text]):
        found = re.finditer("<[0-9]{100}>", piece.text)
        own = core_of(piece)
        whole += [int(m[0][1:-1]) for m in found if own.start <= m.start() < own.end]
    assert whole == list(range(3000))


def test_lines_of_a_long_text_are_kept_whole() -> None:
    lines = "客户回访记录，联系方式已经核对。\n" * 20_000
    pieces = list(cut([lines]))
    assert all(p.core is None and p.text.endswith("。\n") for p in pieces)
    assert all(len(p.text) > BLOCK - 100 for p in pieces[:-1])


def test_a_line_longer_than_a_block_overlaps_on_both_sides() -> None:
    first, second, *_ = cut(["张" * 200_000])
    assert first.core == (0, BLOCK - OVERLAP)
    assert second.core == (OVERLAP, BLOCK - OVERLAP)
    assert second.offset == BLOCK - 2 * OVERLAP


def test_no_text_gives_no_pieces() -> None:
    assert list(cut([])) == []
    assert list(cut(["", ""])) == []


def test_a_window_holds_no_more_than_it_was_asked_for() -> None:
    window = Window(iter(["ab"] * 1000))
    window.fill(5)
    assert (window.text, window.left) == ("ababab", 6)
    window.at = 4
    window.fill(3)
    assert window.text == "abab"
    assert "".join(window.rest()) == "ab" * 998
    assert window.ended
