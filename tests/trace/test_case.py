"""Cases from end to end: each leak gets the right honest answer."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from menshen.errors import UnreadableError, UsageError
from menshen.marks.policy import MarkPolicy
from menshen.store.keyring import Keyring
from menshen.trace import Case
from tests.trace.material import NAMES, House, put, register

TEN = [f"接收方{i}" for i in range(10)]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Return a house that gave ten recipients their copies."""
    built = House.built(tmp_path_factory.mktemp("house"))
    for name in TEN:
        built.released(name)
    return built


def copy_of(house: House, name: str) -> list[list[str]]:
    from tests.trace.material import got

    return got(house.folder / f"{name}.csv")


@pytest.mark.parametrize("name", TEN[:3])
def test_ten_rows_lead_to_their_copy(house: House, name: str) -> None:
    rows = random.Random(3).sample(copy_of(house, name), 10)
    verdict = house.traced(rows)
    assert (verdict.verdict, verdict.reason) == ("ACCUSED", "threshold_reached")
    assert verdict.accused == (house.id_of(name),)
    assert verdict.copies[0].recipient == name
    assert (verdict.linked, verdict.unlinked) == (10, 0)
    assert all(c.verdict == "NOT_EXCLUDED" for c in verdict.copies[1:])
    (match,) = verdict.details.matches
    assert match.copy == verdict.copies[0].copy
    assert match.same == match.total > match.chance > 0


def test_shuffled_rows_renamed_and_moved_columns_lead_there_too(house: House) -> None:
    rows = random.Random(4).sample(copy_of(house, TEN[4]), 40)
    moved = [[r[5], r[2], r[0], r[6], r[4]] for r in rows]
    verdict = house.traced(moved, ("a", "b", "c", "d", "e"))
    assert verdict.accused == (house.id_of(TEN[4]),)
    assert verdict.details.ways["house"] == 40


def test_without_any_key_name_area_price_and_date_find_the_rows(house: House) -> None:
    rows = [[r[0], r[4], r[5], r[6]] for r in copy_of(house, TEN[5])[:120]]
    verdict = house.traced(rows, ("姓名", "面积", "总价", "签约日期"))
    assert verdict.details.ways["facts"] >= 100
    assert verdict.accused == (house.id_of(TEN[5]),)


def test_pasted_text_and_retyped_addresses_are_understood(house: House) -> None:
    rows = copy_of(house, TEN[6])[:30]
    lines = [f"{r[0]} {r[1]} {r[2]} {r[3]} {r[4]}平 {r[5]}" for r in rows]
    case = house.case()
    case.add_text("\n".join(["有需要的联系我", *lines, "以上都是真实业主"]))
    verdict = case.decide()
    assert verdict.linked == 30
    assert verdict.accused == (house.id_of(TEN[6]),)


def test_two_copies_merged_row_by_row_are_both_named(house: House) -> None:
    one, two = copy_of(house, TEN[0]), copy_of(house, TEN[1])
    rng = random.Random(5)
    verdict = house.traced([rng.choice(pair) for pair in zip(one, two, strict=True)])
    assert set(verdict.accused) == {house.id_of(TEN[0]), house.id_of(TEN[1])}


def test_two_files_of_different_copies_are_both_named(house: House) -> None:
    case = house.case()
    for name in TEN[2:4]:
        case.add(house.folder / f"{name}.csv")
    assert set(case.decide().accused) == {house.id_of(name) for name in TEN[2:4]}


def test_junk_rows_and_foreign_rows_do_not_hide_the_copy(house: House) -> None:
    rows = copy_of(house, TEN[7])[:60] + register(60, seed=77)
    verdict = house.traced(rows)
    assert verdict.accused == (house.id_of(TEN[7]),)
    assert verdict.unlinked >= 55


def test_repeating_rows_adds_nothing(house: House) -> None:
    rows = copy_of(house, TEN[8])[:3]
    once = house.traced(rows).copies[0].log2_evidence
    often = house.traced(rows * 50).copies[0].log2_evidence
    assert often == pytest.approx(once)


def test_a_few_rows_are_not_enough_and_say_so(house: House) -> None:
    verdict = house.traced(copy_of(house, TEN[9])[:1])
    assert verdict.verdict in {"NO_ACCUSATION", "STRONG_LEAD", "LEAD"}
    assert verdict.accused == ()


def normalised(rows: list[list[str]]) -> list[list[str]]:
    from menshen.marks.written import form

    found = []
    for r in rows:
        address = r[2]
        for name, text in (("word", "幢"), ("unit", "2"), ("room", "室"), ("gap", "")):
            address = form(name).write(address, text)
        found.append([r[0], form("phone").write(r[1], ""), address])
    return found


def test_g11_normalised_contact_lists_give_no_accusation_and_every_score_is_one(
    house: House,
) -> None:
    verdict = house.traced(normalised(copy_of(house, TEN[1])), NAMES[:3])
    assert (verdict.verdict, verdict.reason) == ("NO_ACCUSATION", "all_normalised")
    assert {c.log2_evidence for c in verdict.copies} == {0.0}
    assert verdict.accused == ()


def test_a_leak_of_the_master_itself_is_recognised(house: House) -> None:
    verdict = house.traced(register()[:80])
    assert (verdict.verdict, verdict.reason) == ("NO_ACCUSATION", "master_itself")


def test_a_foreign_table_is_recognised(house: House) -> None:
    verdict = house.traced(register(80, seed=99))
    assert (verdict.verdict, verdict.reason) == ("NO_ACCUSATION", "foreign_table")
    assert verdict.linked == 0


def test_a_master_of_duplicates_says_that_rows_fit_several(tmp_path: Path) -> None:
    house = House.built(tmp_path, register(20) * 3)
    verdict = house.traced(house.released("甲"))
    assert (verdict.verdict, verdict.reason) == ("NO_ACCUSATION", "ambiguous_rows")
    assert verdict.details.ways["several"] == 60


def test_a_table_never_released(tmp_path: Path) -> None:
    built = House.built(tmp_path)
    verdict = built.traced(register()[:20])
    assert (verdict.verdict, verdict.reason) == ("NO_ACCUSATION", "never_released")


def test_a_lost_key(house: House) -> None:
    case = Case(master=house.master, ledger=house.ledger, keys=Keyring.from_master(b"x" * 32))
    case.add(house.folder / f"{TEN[0]}.csv")
    verdict = case.decide()
    assert (verdict.verdict, verdict.reason) == ("NO_ACCUSATION", "key_lost")
    assert verdict.copies == ()


def test_a_tampered_ledger_accuses_nobody(tmp_path: Path) -> None:
    built = House.built(tmp_path)
    rows = built.released("甲")
    built.ledger.close()
    with sqlite3.connect(tmp_path / "台账.db") as raw:
        for (name,) in raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("UPDATE menshen_ledger SET record = replace(record, '\\u7532', '\\u4e59')")
    verdict = built.traced(rows[:20])
    assert (verdict.verdict, verdict.reason) == ("NO_ACCUSATION", "ledger_broken")


def test_what_is_not_a_marked_copy_fits_none(house: House) -> None:
    rng = random.Random(8)
    rows = [[*r] for r in register()]
    for r in rows:
        r[5] = str(int(r[5]) + rng.choice((-31, 29)))
        r[4] = f"{float(r[4]) + rng.choice((-0.02, 0.02)):.2f}"
    verdict = house.traced(
        [[r[0], r[1], r[4], r[5]] for r in rows], ("姓名", "手机", "面积", "总价")
    )
    assert (verdict.verdict, verdict.reason) == ("NO_ACCUSATION", "no_copy_fits")


def test_the_run_is_in_the_ledger_and_a_different_analysis_costs(tmp_path: Path) -> None:
    built = House.built(tmp_path)
    rows = built.released("甲")
    built.released("乙")
    first = built.traced(rows[:20])
    again = built.traced(rows[:20])
    other = built.traced(rows[:20], eps=1e-5)
    runs = list(built.ledger.entries("run"))
    assert [r.record["run"] for r in runs] == [1, 1, 2]
    assert len(list(built.ledger.entries("case"))) == 1
    assert again.threshold_log2 == first.threshold_log2
    assert other.details.attempt == 2
    assert other.threshold_log2 == pytest.approx(first.threshold_log2 - 3.32 + 1, abs=0.02)
    assert other.details.spent == pytest.approx(1.5)


def test_a_copy_that_left_after_the_leak_was_seen_is_compromised_not_accused(
    house: House,
) -> None:
    verdict = house.traced(copy_of(house, TEN[0])[:20], seen="2020-01-01")
    assert verdict.verdict == "COPY_COMPROMISED"
    assert verdict.copies[0].reasons == ("later",)
    assert verdict.accused == (house.id_of(TEN[0]),)


def test_a_copy_without_a_leaked_column_is_ruled_out(tmp_path: Path) -> None:
    built = House.built(tmp_path)
    bare = MarkPolicy(format="off")
    built.released("只有联系方式", bare, columns=["姓名", "手机", "地址"])
    rows = built.released("全部", bare)
    verdict = built.traced([[r[0], r[1], r[6]] for r in rows[:4]], ("姓名", "手机", "签约日期"))
    by = {c.recipient: c for c in verdict.copies}
    assert by["只有联系方式"].verdict == "EXCLUDED"
    assert by["只有联系方式"].reasons == ("no_column",)
    assert verdict.verdict == "NOT_EXCLUDED"
    assert verdict.details.remaining == (by["全部"].copy,)


def test_rows_dealt_by_key_lead_to_a_copy_even_from_names_alone(tmp_path: Path) -> None:
    built = House.built(tmp_path, register(600))
    few = MarkPolicy(format="off", allocation=0.05)
    copies = {name: built.released(name, few) for name in TEN}
    rows = copies[TEN[2]]
    assert 10 <= len(rows) <= 60
    verdict = built.traced([[r[0], r[1]] for r in rows[:9]], ("姓名", "手机"))
    assert verdict.accused == (built.id_of(TEN[2]),)
    assert verdict.copies[0].streams["marks"] == 0
    assert verdict.copies[0].streams["allocation"] > 24


def test_called_victims_count_as_rows_that_were_dealt(tmp_path: Path) -> None:
    built = House.built(tmp_path, register(600))
    few = MarkPolicy(format="off", allocation=0.05)
    copies = {name: built.released(name, few) for name in TEN}
    case = built.case()
    for row in copies[TEN[4]][:9]:
        case.add_call(row[1], None, {"person_name", "mobile_number"}, "问装修")
    verdict = case.decide()
    assert verdict.accused == (built.id_of(TEN[4]),)
    assert verdict.details.calls == 9


def test_what_callers_knew_ranks_but_never_accuses(tmp_path: Path) -> None:
    built = House.built(tmp_path)
    built.released("听澜苑物业", where=["地址~听澜苑"])
    for name in ("装修甲", "装修乙"):
        built.released(name)
    victims = [r[1] for r in register() if r[2].startswith("听澜苑")][:12]
    case = built.case()
    for victim in victims:
        case.add_call(victim, None, ["person_name", "house_unit"])
    verdict = case.decide()
    assert verdict.accused == ()
    assert verdict.verdict == "LEAD"
    assert next(c for c in verdict.copies if c.rank == 1).recipient == "听澜苑物业"


def test_a_workbook_with_its_stamp_names_the_copy_at_once(tmp_path: Path) -> None:
    from menshen.release.making import release

    built = House.built(tmp_path)
    built.released("甲")
    release(built.master, tmp_path / "乙.xlsx", to="乙", ledger=built.ledger, keys=built.keys, marks=MarkPolicy(format="off"))  # fmt: skip
    case = built.case()
    case.add(tmp_path / "乙.xlsx")
    verdict = case.decide()
    assert verdict.accused == (built.id_of("乙"),)
    assert verdict.copies[0].streams["file"] == 63


def test_a_new_key_keeps_the_copies_of_the_old_one_traceable(tmp_path: Path) -> None:
    built = House.built(tmp_path)
    built.keys = Keyring.create(tmp_path / "keys", "correct horse", cost=10)
    old = built.released("甲")
    built.keys.rotate("业主")
    new = built.released("乙")
    assert built.traced(old[:15]).copies[0].recipient == "甲"
    verdict = built.traced(new[:15])
    assert verdict.copies[0].recipient == "乙"
    assert verdict.details.copies_tested == 2


def test_a_value_of_another_version_rules_out_who_never_got_it(tmp_path: Path) -> None:
    rows = register()
    built = House.built(tmp_path, rows)
    plain = MarkPolicy(format="off")
    built.released("去年", plain)
    changed = [[*r] for r in rows]
    for n, r in enumerate(changed[:40]):
        r[1] = f"1770000{n:04d}"
    earlier = put(tmp_path / "旧.csv", rows)
    put(built.master, changed)
    built.released("今年", plain)
    case = Case(
        master=[built.master, earlier], ledger=built.ledger, keys=built.keys, dataset="业主"
    )
    leak = [[r[0], r[1], r[2]] for r in changed[:40]]
    case.add_table(put(tmp_path / "leak.csv", leak, NAMES[:3]))
    verdict = case.decide()
    by = {c.recipient: c.verdict for c in verdict.copies}
    assert by == {"去年": "EXCLUDED", "今年": "NOT_EXCLUDED"} or by["今年"] != "EXCLUDED"


def test_the_order_of_rows_breaks_ties_and_never_accuses(tmp_path: Path) -> None:
    built = House.built(tmp_path)
    ordered = MarkPolicy(format="off", order=True)
    copies = {name: built.released(name, ordered) for name in TEN[:4]}
    verdict = built.traced(copies[TEN[3]])
    assert verdict.accused == ()
    best = next(c for c in verdict.copies if c.rank == 1)
    assert best.recipient == TEN[3]
    assert best.streams["order"] == 1.0


def test_a_file_that_cannot_be_read_is_said(house: House, tmp_path: Path) -> None:
    broken = tmp_path / "a.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(UnreadableError):
        house.case().add(broken)
    case = house.case()
    case.try_add(broken)
    case.try_add(tmp_path / "nothing.csv")
    assert len(case.failures) == 2
    assert len(case.decide().details.failures) == 2


def test_an_eps_that_is_no_chance_is_refused(house: House) -> None:
    with pytest.raises(UsageError):
        house.case(eps=0)


def test_no_value_of_a_person_is_in_the_verdict(house: House) -> None:
    rows = copy_of(house, TEN[0])[:5]
    case = house.case()
    case.add_call(rows[0][1], "2026-03-01", ["person_name"], "三室")
    case.add_table(put(house.folder / "leak.csv", rows))
    verdict = case.decide()
    told = repr(verdict) + str(verdict.record()) + repr(case)
    for row in rows:
        assert row[1] not in told
        assert row[2] not in told


def with_canaries(folder: Path) -> tuple[House, dict[str, set[str]]]:
    """Return a house whose ten copies hold canaries, and the canaries' numbers of each."""
    from menshen.canary import Table, deal, mint

    built = House.built(folder)
    key = built.keys.key("业主", "release")
    rng = random.Random(6)
    numbers = [f"13{rng.randrange(10**9):09d}" for _ in range(60)]
    table = Table(NAMES, [tuple(r) for r in register()])
    mint(table, numbers, dataset="业主", key=key, ledger=built.ledger)
    own = {}
    for name in TEN:
        rows = built.released(name, MarkPolicy(format="block", canaries=6))
        assert len(rows) == 306
        people = deal(built.ledger, "业主", key, name, 6)
        assert built.last.canaries == tuple(c.id for c in people)
        own[name] = {v for c in people for v in c.row.values() if v.isdigit() and len(v) == 11}
        assert len(own[name]) == 6
    return built, own


def test_canaries_that_are_called_lead_to_their_copy(tmp_path: Path) -> None:
    built, own = with_canaries(tmp_path)
    case = built.case(eps=1e-2)
    for number in own[TEN[3]]:
        case.add_canary_hit(number, "2030-03-01", "请问要装修吗")
    verdict = case.decide()
    assert verdict.accused == (built.id_of(TEN[3]),)
    assert verdict.copies[0].streams["canaries"] > 10
    assert verdict.details.canary_hits == 6
    assert verdict.details.canary_rows == 0


def test_canaries_in_a_normalised_list_are_evidence_of_their_own(tmp_path: Path) -> None:
    built, own = with_canaries(tmp_path)
    rows = normalised(copy_of(built, TEN[5]))
    verdict = built.traced(rows, NAMES[:3], eps=1e-2)
    assert verdict.accused == (built.id_of(TEN[5]),)
    assert verdict.details.canary_rows == 6
    assert verdict.copies[0].streams["marks"] == 0
    told = str(verdict.record())
    assert not any(number in told for number in own[TEN[5]])
