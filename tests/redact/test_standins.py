"""Stand-ins: known as a whole, as a part, beside other text; counted however many there are."""

from __future__ import annotations

import pytest

from menshen.redact.standins import Standins
from tests.transforms.samples import finding

TEXTS = ("张*丰", "138****8000", "〔姓名1〕", "16388894264", "温望锦16388894264")


def standins(most: int) -> Standins:
    found = Standins(most)
    for text in (*TEXTS, *TEXTS, "温望锦"):
        found.add(text)
    return found


@pytest.mark.parametrize("most", [0, 2, 100])
def test_findings_that_are_stand_ins(most: int) -> None:
    known = standins(most)
    phone = finding("mobile_number", "163 8889 4264", "+8616388894264")
    assert known.has(phone)
    assert not known.has(finding("mobile_number", "13800138000"))
    part, more, other = (finding("person_name", text) for text in ("姓名1", "温望锦先生", "李四"))
    assert not known.has(part)
    assert known.explain([part, more, other]) == [True, True, False]


@pytest.mark.parametrize("most", [0, 2, 100])
def test_more_than_the_stand_ins_bring_is_a_residue(most: int) -> None:
    known = standins(most)
    for form, count, is_left in (
        ("16388894264", 4, False), ("16388894264", 5, True), ("温望锦", 3, False),
        ("温望锦", 4, True), ("李四", 1, True),
    ):  # fmt: skip
        met = {(form, "person_name"): count}
        assert list(known.short(met)) == ([(form, "person_name")] if is_left else []), form
