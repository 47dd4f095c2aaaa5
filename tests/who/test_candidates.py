"""Who may have been the source, before anything is weighed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from menshen import taxonomy
from menshen.errors import FactsError
from menshen.who import candidates as module
from menshen.who.calls import moment, parsed
from menshen.who.candidates import Candidate, candidates_for
from tests.who.stories import VICTIM, house, securities


def by_id(raw: dict[str, object]) -> dict[str, Candidate]:
    return {c.id: c for c in candidates_for(parsed(raw))}


def test_without_a_record_all_kinds_of_holders_are_candidates() -> None:
    found = by_id(house(given=False))
    assert set(found) == {h.id for h in taxonomy.holders()}
    assert found["holder.housing_agency"].resale
    assert not found["holder.developer"].resale


def test_whoever_was_given_something_is_a_candidate_of_his_own() -> None:
    found = by_id(house())
    one = found["given:某楼盘售楼处"]
    assert one.kind == "holder.developer"
    assert one.dates == {VICTIM: moment(date(2025, 3, 1), "")}
    assert "house_layout" in one.fields
    assert "birth_date" in one.fields, "an identity number tells it"
    assert "birth_date" not in one.named


def test_a_kind_of_holder_stands_for_what_was_given_where_that_is_not_said() -> None:
    found = by_id(securities(alias=True))
    assert "securities_account" in found["given:某炒股软件"].named
    assert found["given:某炒股软件"].aliases == {VICTIM: "zq-7k"}


def test_several_givings_to_one_are_one_candidate_from_the_first_date_on() -> None:
    raw = house()
    raw["gave"].append({**raw["gave"][0], "what": ["income"], "when": date(2025, 2, 1)})
    one = by_id(raw)["given:某楼盘售楼处"]
    assert {"income", "house_unit"} <= one.named
    assert one.dates[VICTIM] == moment(date(2025, 2, 1), "")


def test_later_holders_are_reckoned_from_the_first_one() -> None:
    found = by_id(house())
    start = moment(date(2025, 3, 1), "")
    assert found["holder.property_manager"].earliest == {VICTIM: start + timedelta(days=60)}
    assert found["holder.mortgage_bank"].earliest == {VICTIM: start}
    assert found["holder.hospital"].earliest == {}


def test_a_record_makes_what_does_not_stand_in_it_less_likely() -> None:
    found = by_id(house())
    given, bare = found["given:某楼盘售楼处"], found["holder.developer"]
    assert given.prior(VICTIM, recorded=True) == 1
    assert bare.prior(VICTIM, recorded=True) < bare.prior(VICTIM, recorded=False) == 1
    assert found["holder.housing_agency"].prior(VICTIM, recorded=False) < 1


def test_holders_with_rows_are_all_there_is() -> None:
    raw = {**house(), "holder": [{"id": "h", "columns": ["house_unit"], "rows": [VICTIM]}]}
    (one,) = candidates_for(parsed(raw))
    assert one.rows == frozenset((VICTIM,))
    assert VICTIM not in repr(one)


def test_a_holder_without_rows_joins_the_kinds() -> None:
    raw = {**house(given=False), "holder": [{"id": "h", "kind": "developer", "columns": ["age"]}]}
    found = by_id(raw)
    assert found["h"].rows is None
    assert len(found) == 28


def test_a_broken_table_of_roles_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "roles.tsv"
    head = "# source: x\n# date: y\n# licence: z\n# columns: holder role anchor days\n"
    path.write_text(f"{head}holder.x\tthief\t\t0\n", encoding="utf-8")
    monkeypatch.setattr(module, "_FILE", path)
    module._roles.cache_clear()
    try:
        with pytest.raises(FactsError, match=r"roles\.tsv:5"):
            candidates_for(parsed(house()))
    finally:
        module._roles.cache_clear()


def test_roles_and_anchors_name_holders() -> None:
    known = {h.id for h in taxonomy.holders()}
    for name, role in module._roles().items():
        assert name in known
        assert role.anchor in {"", *known}
