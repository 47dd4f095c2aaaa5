"""Laying out: every character of a block leads back to the passage it is of."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.edits import Edit
from menshen.errors import UnreadableError
from menshen.formats.cells import Heading
from menshen.formats.parts.laying import Break, Grid, Item, Laid, Laying, changes, parts
from menshen.formats.parts.slots import Changes, Passage, Slot
from menshen.formats.parts.tokens import encoded
from menshen.model import Block, Document, Node, Remark, Span

TEXTS = st.lists(st.text("甲1 \n", max_size=60), max_size=12)
ROWS = st.lists(
    st.lists(st.text("甲1", max_size=40), min_size=1, max_size=4), min_size=1, max_size=6
)


def passage(text: str, number: int) -> Passage:
    return Passage(
        (Slot("p", number * 1000, number * 1000 + 1, text, encoded),), Node("p", f"/{number}")
    )


def laid(items: list[Item], size: int) -> list[Laid]:
    return [x for x in Laying("a", size).lay(items) if isinstance(x, Laid)]


def checked(blocks: list[Laid]) -> dict[Passage, set[int]]:
    """Return which characters of each passage are in cores; each is where it says to be."""
    seen: dict[Passage, set[int]] = {}
    for held in blocks:
        block = held.block
        start, end = block.core or Span(0, len(block.text))
        for aim in held.aims():
            part = aim.passage.text[aim.at : aim.at + aim.end - aim.start]
            assert block.text[aim.start : aim.end] == part
            inside = range(max(aim.start, start), min(aim.end, end))
            seen.setdefault(aim.passage, set()).update(aim.at + i - aim.start for i in inside)
    return seen


@given(TEXTS, st.integers(20, 200))
@settings(max_examples=100, deadline=None)
def test_running_text_leads_back(texts: list[str], size: int) -> None:
    passages = [passage(text, n) for n, text in enumerate(texts)]
    blocks = laid([*passages], size)
    assert all(len(held.block.text) <= size for held in blocks)
    seen = checked(blocks)
    assert all(seen.get(p, set()) == set(range(len(p.text))) for p in passages)
    assert [held.block.ordinal for held in blocks] == list(range(len(blocks)))


@given(ROWS, st.integers(20, 200))
@settings(max_examples=100, deadline=None)
def test_tables_lead_back(rows: list[list[str]], size: int) -> None:
    held = [
        [[passage(text, 100 * i + j)] for j, text in enumerate(row)] for i, row in enumerate(rows)
    ]
    grid = Grid(Heading("t"), rows, range(len(rows)), lambda row, column: held[row][column])
    seen = checked(laid([grid], size))
    for row in held:
        for cell in row:
            assert seen.get(cell[0], set()) == set(range(len(cell[0].text)))


def test_a_break_begins_a_block() -> None:
    assert len(laid([passage("a", 0), passage("b", 1)], 100)) == 1
    assert len(laid([passage("a", 0), Break(), passage("b", 1)], 100)) == 2


def test_records_go_on_from_text_to_table_and_back() -> None:
    one, cell, two = passage("a", 0), passage("b", 1), passage("c", 2)
    grid = Grid(Heading("t"), [["b"], ["b"]], (0, 1), lambda _row, _column: (cell,))
    records = [b.block.layout.record(0) for b in laid([one, grid, two], 100) if b.block.layout]
    assert records == [0, 1, 3]


def test_what_is_no_text_passes_through() -> None:
    remark, inner = Remark("a", "x", "y"), Document("a!/b", data=b"")
    found = list(parts(Laying("a").lay([passage("t", 0), remark, inner])))
    assert found[:2] == [remark, inner]
    assert isinstance(found[2], Block)


def test_edits_reach_what_they_mean() -> None:
    passages = [passage("电话13800", 0), passage("138000", 1)]
    asked = Changes()
    edits = [Edit("a#0", Span(2, 14), "*")]
    assert list(changes(Laying("a").lay([*passages]), edits, asked)) == []
    found = {slot.text: changed for slot, changed in asked.of("p").items()}
    assert [(c.span, c.replacement) for c in found["电话13800"]] == [(Span(2, 7), "*")]
    assert [(c.span, c.replacement) for c in found["138000"]] == [(Span(0, 6), "")]


def test_edits_of_blocks_that_are_not_there_are_errors() -> None:
    with pytest.raises(UnreadableError, match="1 blocks"):
        list(changes(Laying("a").lay([]), [Edit("a#0", Span(0, 1), "")], Changes()))
