"""What was found is put away and comes back: from memory, from disk, from another process."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.model import Block
from menshen.redact.shelf import Findings, Shelf
from tests.transforms.samples import finding

RECORDS = st.lists(st.lists(st.text(max_size=9), max_size=4), max_size=12)


@given(RECORDS, RECORDS)
@pytest.mark.parametrize("most", [0, 20, 1 << 20])
def test_records_come_back_in_order_and_by_place(
    most: int, records: list[list[str]], more: list[list[str]]
) -> None:
    shelf = Shelf(most)
    places = [shelf.append(record) for record in records]
    for place, record in zip(reversed(places), reversed(records), strict=True):
        assert shelf.at(place) == record
    other = pickle.loads(pickle.dumps(shelf))
    for record in more:
        other.append(record)
    assert list(other) == [*records, *more]
    assert list(shelf) == records


def test_nothing_lies_on_the_disk_in_the_clear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    shelf = Shelf(0)
    place = shelf.append("张三丰13800138000")
    state = shelf.__getstate__()
    data = Path(state["file"]).read_bytes()
    assert "张三丰".encode() not in data
    assert b"13800138000" not in data
    shelf.__setstate__(state)
    assert shelf.at(place) == "张三丰13800138000"
    assert list(tmp_path.iterdir()) == []


def test_findings_stand_beside_their_blocks() -> None:
    blocks = [Block("a", number, f"手机1380013800{number}") for number in range(4)]
    findings = Findings()
    for block in (blocks[0], blocks[2]):
        found = finding("mobile_number", block.text[2:], f"+86{block.text[2:]}")
        findings.put(block, [found._replace(person="p1")])
    assert len(findings) == 2
    beside = list(findings.beside(blocks))
    assert [block for block, _ in beside] == blocks
    told = [[(f.value, f.normal, f.person, f.block) for f in found] for _, found in beside]
    first = ("13800138000", "+8613800138000", "p1", "a#0")
    assert told == [[first], [], [("13800138002", "+8613800138002", "p1", "a#2")], []]
