"""Plans: where a value is taken out that was met only in the copy."""

from __future__ import annotations

import numpy as np
import pytest

from menshen import taxonomy
from menshen.formats.pdf.pages import Sheet
from menshen.model import Block, Box, Finding, Span
from menshen.redact.plan import Extra, _late

TEXT = "性别\n汉族\n出生地"


def page(number: int) -> Block:
    """Return a page whose characters stand in a row of boxes, ten points each."""
    at = np.arange(len(TEXT), dtype=np.float32) * 10
    boxes = np.stack([at, at * 0, at + 10, at * 0 + 12], axis=1)
    return Block("a.png", 0, TEXT, Sheet(number, boxes, np.zeros(0, np.int32), 0))


def met(place: Box, document: str = "a.png") -> Extra:
    """Return a value met in a copy in which all around it is masked."""
    kind = taxonomy.get("ethnicity")
    finding = Finding(
        kind, document, f"{document}#0", Span(9, 11), place, "汉族", "汉族", 0.9, "t", ()
    )
    return Extra(finding, "**\t民族\t", "\n**")


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        (met(Box(0, 31, 1, 49, 11)), [Span(3, 5)]),
        (met(Box(1, 31, 1, 49, 11)), []),
        (met(Box(0, 81, 1, 99, 11)), []),
        (met(Box(0, 31, 1, 49, 11), "b.png"), []),
    ],
    ids=["the same place", "another page", "elsewhere", "another document"],
)
def test_a_value_met_late_is_known_by_its_place_on_the_page(
    extra: Extra, expected: list[Span]
) -> None:
    assert [span for span, _ in _late(page(0), [extra])] == expected
