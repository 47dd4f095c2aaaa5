"""What to take away: compared with trying everything."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.harm import cut
from menshen.harm.cut import columns, least, single
from menshen.harm.holding import Holding, Item, Where, gathered, of_kinds
from menshen.harm.possible import chances
from tests.harm.holdings import holding

SOME = (
    "person_name", "mobile_number", "resident_id_number", "order_info", "gov_subsidy", "diagnosis",
    "id_card_image", "house_unit", "employer", "job_title", "passport_number", "bank_card_number",
)  # fmt: skip
KNOWN = st.lists(
    st.frozensets(st.sampled_from(SOME), min_size=1, max_size=6), min_size=1, max_size=4
)


def possible(kinds: frozenset[str]) -> set[str]:
    return {c.scam.id for c in chances(kinds) if c.complete == 1}


def breaks(known: list[frozenset[str]], taken: frozenset[str], keep: frozenset[str]) -> bool:
    left = {s for k in known for s in possible(k & keep)}
    return all(possible(kinds - taken) <= left for kinds in known)


def smallest(known: list[frozenset[str]], keep: frozenset[str]) -> int:
    kinds = sorted(frozenset().union(*known) - keep)
    sizes = (
        s
        for s in range(len(kinds) + 1)
        if any(breaks(known, frozenset(c), keep) for c in combinations(kinds, s))
    )
    return next(sizes)


@settings(max_examples=40, deadline=None)
@given(KNOWN, st.booleans())
def test_the_cut_is_as_small_as_any(known: list[frozenset[str]], keeping: bool) -> None:
    keep = frozenset(("mobile_number",)) if keeping else frozenset[str]()
    found = least(known, keep=keep)
    assert found.least
    assert breaks(known, frozenset(found.kinds), keep)
    assert not keep & set(found.kinds)
    assert len(found.kinds) == smallest(known, keep)


def test_what_nothing_removable_breaks_is_named() -> None:
    found = least([frozenset(("mobile_number", "order_info"))], keep=["mobile_number"])
    assert found.kinds == ("order_info",)
    assert {"fake_loan", "harassing_marketing"} <= set(found.left)


def test_all_that_supplies_a_need_has_to_go() -> None:
    found = least([frozenset(("passport_number", "resident_id_number", "person_name"))])
    assert found.kinds == ("person_name",)
    found = least(
        [frozenset(("passport_number", "resident_id_number", "person_name"))], keep=["person_name"]
    )
    assert found.kinds == ("passport_number", "resident_id_number")


def test_a_search_that_is_too_long_says_that_it_may_not_be_least(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cut, "_STEPS", 2)
    known = [frozenset(("person_name", "resident_id_number", "hotel_record", "bank_card_number"))]
    found = least(known)
    assert not found.least
    assert breaks(known, frozenset(found.kinds), frozenset())


def test_single_removals_are_ranked_by_what_breaks() -> None:
    found = single(of_kinds(["mobile_number", "order_info", "email"], people=10))
    assert found[0].kind == "mobile_number"
    assert "fake_refund" in found[0].gone
    assert "fake_loan" in found[0].gone
    assert found[0].share > found[1].share
    by_kind = {r.kind: r for r in found}
    assert set(by_kind["order_info"].gone) == {"fake_refund"} | (
        {"contraband_parcel"} & set(by_kind["order_info"].gone)
    )
    assert [r.weight for r in found] == sorted((r.weight for r in found), reverse=True)


def test_kept_kinds_are_not_tried() -> None:
    found = single(of_kinds(["mobile_number", "order_info"]), keep=["mobile_number"])
    assert [r.kind for r in found] == ["order_info"]


@settings(max_examples=30, deadline=None)
@given(KNOWN)
def test_a_removal_counts_the_pairs_that_break(known: list[frozenset[str]]) -> None:
    people = {f"p{n}": sorted(kinds) for n, kinds in enumerate(known)}
    for removal in single(holding(**people)):
        pairs = sum(len(possible(k) - possible(k - {removal.kind})) for k in known)
        assert removal.pairs == pairs
        assert 0 <= removal.share <= 1


def test_a_column_does_not_count_where_the_kind_stands_elsewhere_too() -> None:
    twice = Where("a.csv", "a", 0, "电话"), Where("b.csv", "b", 3, "手机")
    items = [Item("mobile_number", "p1", n, where) for n, where in enumerate(twice)]
    items.append(Item("gov_subsidy", "p1", 9, Where("a.csv", "a", 1, "补贴")))
    found = columns(gathered(items, {}))
    assert found[0].where.name == "补贴"
    assert all(not r.gone for r in found if r.where in twice)


def test_a_mixed_column_takes_all_its_kinds_along() -> None:
    remarks = Where("a.csv", "a", 2, "备注")
    items = [Item(k, "p1", k, remarks) for k in ("mobile_number", "diagnosis")]
    (found,) = columns(gathered(items, {}))
    assert found.kind == ""
    assert "fake_doctor_medicine" in found.gone
    assert found.share == 1


def test_nothing_held_nothing_to_take() -> None:
    assert single(Holding({})) == []
    assert columns(Holding({})) == []
    assert least([]).kinds == ()
