"""What follows from what is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen import taxonomy
from menshen.errors import FactsError, UsageError
from menshen.harm import known
from menshen.harm.known import CONTACTS, broader, closed, kind

KINDS = st.frozensets(st.sampled_from(sorted(taxonomy.ids())), max_size=8)


@given(KINDS, KINDS)
def test_closing_only_adds_is_done_once_and_keeps_order(
    some: frozenset[str], more: frozenset[str]
) -> None:
    assert some <= closed(some)
    assert closed(closed(some)) == closed(some)
    assert closed(some) <= closed(some | more)
    assert closed(some) | closed(more) == closed(some | more)


@pytest.mark.parametrize(
    ("known_", "follows"),
    [
        (
            "id_card_image",
            {"resident_id_number", "person_name", "birth_date", "age", "home_address"},
        ),
        ("passport_number", {"resident_id_number", "birth_date"}),
        ("waybill", {"person_name", "mobile_number", "home_address"}),
        ("flight_ticket", {"travel_itinerary"}),
        ("mortgage_loan", {"house_purchase"}),
        ("spouse_info", {"marital_status", "family_relation"}),
        ("resident_id_15", {"resident_id_number"}),
    ],
)
def test_what_follows(known_: str, follows: set[str]) -> None:
    assert follows <= closed([known_])


@pytest.mark.parametrize(
    ("known_", "not_so"),
    [
        ("imei", "mobile_number"),
        ("blood_type", "diagnosis"),
        ("ip_address", "user_id"),
        ("id_validity", "id_card_image"),
        ("securities_account", "bank_card_number"),
        ("mobile_number", "person_name"),
    ],
)
def test_what_does_not_follow(known_: str, not_so: str) -> None:
    assert not_so not in closed([known_])


def test_a_kind_goes_by_id_name_or_column() -> None:
    assert [kind(n) for n in ("vin", "车辆识别代号", " 手机号 ", "客户姓名")] == [
        "vin", "vin", "mobile_number", "person_name",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["", "widget_count", "毫无关系的列"])
def test_a_name_that_says_nothing_is_an_error(name: str) -> None:
    with pytest.raises(UsageError, match="unknown type of information"):
        kind(name)


def test_the_broader_kind_is_the_parent_whose_harm_follows() -> None:
    assert broader("passport_number") == "resident_id_number"
    assert broader("gait") is None
    assert broader("person_name") is None


def test_contacts_are_kinds() -> None:
    assert taxonomy.ids() >= CONTACTS


def test_a_broken_table_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    path = tmp_path / "implied.tsv"
    head = "# source: x\n# date: y\n# licence: z\n# columns: kind implies because\n"
    path.write_text(f"{head}waybill\tno_such_kind\tx\n", encoding="utf-8")
    monkeypatch.setattr(known, "_FILE", path)
    known._follows.cache_clear()
    try:
        with pytest.raises(FactsError, match=r"implied\.tsv:5"):
            known._follows()
    finally:
        known._follows.cache_clear()
