"""Passages and slots: what is asked of a passage reaches its slots, and nothing else."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from menshen.formats.parts.slots import (
    Change,
    Changes,
    Passage,
    Slot,
    Splice,
    merged,
    spliced,
    splices_of,
)
from menshen.formats.parts.tokens import encoded
from menshen.model import Span

PIECES = st.lists(st.tuples(st.booleans(), st.text("甲乙13<&", max_size=5)), min_size=1, max_size=8)


def part_of(pieces: list[tuple[bool, str]]) -> tuple[bytes, Passage]:
    """Return a part that holds pieces in elements, and a passage of them; some are fixed text."""
    part, held = b"<r>", []
    for is_slot, text in pieces:
        if not is_slot:
            held.append(text)
            continue
        raw = encoded(text)
        part += b"<t>"
        held.append(Slot("p", len(part), len(part) + len(raw), text, encoded))  # type: ignore[arg-type]
        part += raw + b"</t>"
    return part + b"</r>", Passage(tuple(held))


def carried(part: bytes, passage: Passage, asks: list[tuple[int, int, str]]) -> list[str]:
    """Return the texts of the slots after changes."""
    changes = Changes()
    for start, end, replacement in asks:
        changes.ask([(passage, start, end)], replacement)
    new = spliced(part, changes.splices("p"))
    return [t.partition("</t>")[0] for t in new.decode().split("<t>")[1:]]


@given(PIECES, st.integers(0, 30), st.integers(0, 30), st.text("新<", max_size=3))
def test_a_change_replaces_its_stretch_and_nothing_else(
    pieces: list[tuple[bool, str]], one: int, two: int, replacement: str
) -> None:
    part, passage = part_of(pieces)
    start, end = sorted((min(one, len(passage.text)), min(two, len(passage.text))))
    texts = carried(part, passage, [(start, end, replacement)])
    at, wanted, left = 0, [], replacement
    for is_slot, text in pieces:
        low, high = max(start - at, 0), min(end - at, len(text))
        if is_slot and low < high:
            wanted.append(text[:low] + left + text[high:])
            left = ""
        elif is_slot:
            wanted.append(text)
        at += len(text)
    assert texts == [encoded(text).decode() for text in wanted]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)), max_size=8))
def test_merged_changes_cover_the_same_and_never_overlap(asked: list[tuple[int, int]]) -> None:
    changes = [Change(Span(at, at + size), str(n)) for n, (at, size) in enumerate(asked)]
    found = merged(changes)
    covered = {i for c in changes for i in range(*c.span)}
    assert {i for span, _ in found for i in range(*span)} == covered
    assert all(a[0].end <= b[0].start for a, b in pairwise(found))


@given(
    st.binary(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5)), max_size=6)
)
def test_bytes_outside_of_splices_stay(part: bytes, places: list[tuple[int, int]]) -> None:
    asked, at = [], 0
    for gap, size in places:
        start = at + gap
        if start + size > len(part):
            break
        asked.append(Splice(start, start + size, b"!"))
        at = start + max(size, 1)
    expected, end = b"", 0
    for splice in asked:
        expected += part[end : splice.start] + b"!"
        end = splice.end
    assert spliced(part, reversed(asked)) == expected + part[end:]


def test_a_slot_in_two_passages_gets_the_changes_of_both() -> None:
    slot = Slot("p", 0, 6, "138001", encoded)
    now, before = Passage((slot, "x")), Passage(("y", slot))
    changes = Changes()
    changes.ask([(now, 0, 3)], "*")
    changes.ask([(before, 3, 7)], "#")
    assert spliced(b"138001", changes.splices("p")) == b"*"


def test_twins_change_together_and_what_goes_with_it_goes() -> None:
    slot = Slot("p", 0, 2, "aa", encoded, ((3, 5),), (Splice(6, 8, b""),))
    changes = Changes()
    changes.ask([(Passage((slot,)), 0, 2)], "b")
    assert spliced(b"aa-aa-zz-", changes.splices("p")) == b"b-b--"
    assert changes.parts == ("p",)
    assert splices_of(changes.of("other")) == []


def test_a_part_that_cannot_be_changed_goes_as_a_whole() -> None:
    changes = Changes()
    assert not changes
    changes.ask([(Passage((Slot("p", 0, 2, "aa", None),)), 0, 2)], "b")
    assert changes
    assert changes.dropped == {"p"}


def test_nothing_shows_a_value() -> None:
    slot = Slot("p", 0, 11, "13800138000", encoded)
    shown = repr(
        (slot, Passage((slot,)), Change(Span(0, 1), "13800138000"), Splice(0, 1, b"13800138000"))
    )
    assert "138" not in shown
