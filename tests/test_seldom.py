"""The collector of cycles: it waits while much is searched, and is afterwards as it was."""

from __future__ import annotations

import gc

from menshen.detectors import find
from menshen.model import Block
from menshen.seldom import SELDOM


def test_it_puts_back_what_was_even_inside_itself() -> None:
    before = gc.get_threshold()
    with SELDOM:
        with SELDOM:
            assert gc.get_threshold()[0] >= 200_000
        assert gc.get_threshold()[0] >= 200_000
    assert gc.get_threshold() == before


def test_a_collector_that_is_off_stays_off() -> None:
    before = gc.get_threshold()
    gc.set_threshold(0)
    try:
        with SELDOM:
            assert gc.get_threshold()[0] == 0
    finally:
        gc.set_threshold(*before)


def test_a_search_leaves_it_as_it_was() -> None:
    before = gc.get_threshold()
    find(Block("a", 0, "电话13800138000 " * 1000))
    assert gc.get_threshold() == before
