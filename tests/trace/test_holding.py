"""Who held what, who was dealt what, and the master with its history."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from menshen.copies import dataset
from menshen.marks.code import Code
from menshen.marks.policy import MarkPolicy
from menshen.store.records import Released, packed
from menshen.trace.holding import Masks, dealt, holder
from menshen.trace.leak import sheet_of_text, table
from menshen.trace.linkage import Index, Tolerances, link
from menshen.trace.master import Master
from tests.trace.material import NAMES, House, put, register

OFF = MarkPolicy(format="off")


def looked(house: House, *masters: Path) -> tuple[Master, Code]:
    key = house.keys.key("业主", "trace")
    code = Code(key)
    known = dataset(house.ledger, "业主")
    return Master.of([str(m) for m in masters or (house.master,)], known, code), code


def test_a_copy_held_what_its_releases_held(tmp_path: Path) -> None:
    house = House.built(tmp_path)
    house.released("甲", OFF, where=["地址~听澜苑"], columns=["姓名", "手机"])
    house.released("甲", OFF, where=["地址~云栖府"])
    master, code = looked(house)
    (copy,) = dataset(house.ledger, "业主").copies(code)
    held = holder(copy, Masks(master.places, master.rows))
    wanted = [("听澜苑" in r[2]) or ("云栖府" in r[2]) for r in register()]
    assert held.rows.tolist() == wanted
    assert held.columns == frozenset(NAMES)
    first = np.array([n for n, r in enumerate(register()) if "听澜苑" in r[2]])
    priced = (frozenset({"总价"}),)
    assert not held.covered(first, priced, None).any()
    assert held.covered(first, (frozenset({"手机"}),), None).all()


def test_equal_sets_of_rows_are_one_array(tmp_path: Path) -> None:
    house = House.built(tmp_path)
    for name in ("甲", "乙"):
        house.released(name, OFF)
    master, code = looked(house)
    masks = Masks(master.places, master.rows)
    one, two = (holder(c, masks) for c in dataset(house.ledger, "业主").copies(code))
    assert one.rows is two.rows


def test_a_release_of_an_unknown_version_counts_as_holding_all(tmp_path: Path) -> None:
    house = House.built(tmp_path)
    house.released("甲", OFF, where=["地址~听澜苑"])
    put(house.master, register()[:200])
    master, code = looked(house)
    (copy,) = dataset(house.ledger, "业主").copies(code)
    assert holder(copy, Masks(master.places, master.rows)).rows.all()


def test_what_was_dealt_is_what_is_in_the_file(tmp_path: Path) -> None:
    house = House.built(tmp_path)
    rows = {n: house.released(n, MarkPolicy(format="off", allocation=0.2)) for n in ("甲", "乙")}
    master, code = looked(house)
    copies = dataset(house.ledger, "业主").copies(code)
    masks = Masks(master.places, master.rows)
    found = dealt(copies, masks, np.arange(master.rows), master.tags, code)
    assert found is not None
    for copy, mask in zip(copies, found.dealt, strict=True):
        phones = {r[1] for r in rows[copy.recipient]}
        assert mask.tolist() == [r[1] in phones for r in register()]
    assert set(found.share.reshape(-1)) == {0.2}


def test_of_several_releases_the_largest_share_counts(tmp_path: Path) -> None:
    house = House.built(tmp_path)
    small = house.released("甲", MarkPolicy(format="off", allocation=0.1))
    large = house.released("甲", MarkPolicy(format="off", allocation=0.5))
    assert {r[1] for r in small} <= {r[1] for r in large}
    house.released("乙", MarkPolicy(format="off", allocation=0.1), where=["地址~听澜苑"])
    master, code = looked(house)
    copies = dataset(house.ledger, "业主").copies(code)
    found = dealt(
        copies, Masks(master.places, master.rows), np.arange(master.rows), master.tags, code
    )
    assert found is not None
    assert set(found.share[0]) == {0.5}
    assert [s < 1 for s in found.share[1]] == ["听澜苑" in r[2] for r in register()]


def test_nothing_dealt_is_none(tmp_path: Path) -> None:
    house = House.built(tmp_path)
    house.released("甲", OFF)
    master, code = looked(house)
    copies = dataset(house.ledger, "业主").copies(code)
    masks = Masks(master.places, master.rows)
    assert dealt(copies, masks, np.arange(3), master.tags, code) is None


def test_versions_lie_over_each_other(tmp_path: Path) -> None:
    old, house = register(60), House.built(tmp_path, register(60))
    house.released("甲", OFF)
    earlier = put(tmp_path / "旧.csv", old)
    new = [*old[10:], *register(5, seed=5)]
    put(house.master, new)
    house.released("甲", OFF)
    master, code = looked(house, house.master, earlier)
    assert master.rows == 65
    assert [r[1] for r in new] == master.columns[1][:55]
    one, two = master.versions
    assert one.records.tolist() == list(range(55))
    assert two.records.tolist()[10:] == list(range(50))
    assert sorted(two.records.tolist()[:10]) == list(range(55, 65))
    assert (two.rows[two.records] == np.arange(60)).all()
    assert {i.record.snapshot for i in dataset(house.ledger, "业主").issues} == set(master.places)
    (copy,) = dataset(house.ledger, "业主").copies(code)
    assert holder(copy, Masks(master.places, master.rows)).rows.all()


def test_people_are_found_by_phone_flat_and_key(tmp_path: Path) -> None:
    house = House.built(tmp_path)
    house.released("甲", OFF)
    master, _ = looked(house)
    row = register()[7]
    assert master.find(row[1]) == 7
    assert master.find(f"+86 {row[1][:3]}-{row[1][3:]}") == 7
    assert master.find(row[2].replace("幢", "号楼")) == 7
    assert master.find("没有这个人") == -1
    assert master.find("13000000000") == -1


def index(rows: list[list[str]]) -> Index:
    from menshen.marks.kinds import kinds_of
    from menshen.marks.record import Schema

    columns = [list(c) for c in zip(*rows, strict=True)]
    return Index(Schema(NAMES, kinds_of(NAMES, columns)), columns, {}, Tolerances(120, 0.06))


def test_rows_are_linked_by_the_first_way_that_finds_one() -> None:
    rows = register(40)
    at = index(rows)
    leak = [
        [rows[3][0], rows[3][1], rows[3][2]],
        [rows[4][0], "", rows[4][2].replace("单元", "单元 ")],
        ["", "13012345678", rows[5][2]],
        ["某人", "13012345679", "翡翠城99幢1单元101室"],
    ]
    found = link(table("x", ("姓名", "手机", "地址"), leak), at)
    assert found.record.tolist() == [3, 4, 5, -1]
    assert found.ways == {"phone": 1, "house": 2, "facts": 0, "several": 0}


@pytest.mark.parametrize(
    ("price", "area", "found"),
    [(0, 0.0, True), (119, 0.0, True), (121, 0.0, False), (0, 0.05, True), (0, 0.08, False)],
)
def test_facts_link_within_what_marks_may_move(price: int, area: float, found: bool) -> None:
    rows = register(40)
    row = rows[9]
    leak = [[row[0], f"{float(row[4]) + area:.2f}", str(int(row[5]) + price), row[6]]]
    linked = link(table("x", ("姓名", "面积", "总价", "签约日期"), leak), index(rows))
    assert linked.record.tolist() == [9 if found else -1]


def test_a_phone_of_two_records_links_by_the_flat() -> None:
    rows = register(20)
    rows[1][1] = rows[0][1]
    leak = [[rows[1][1], rows[1][2]], [rows[1][1], ""]]
    found = link(table("x", ("手机", "地址"), leak), index(rows))
    assert found.record.tolist() == [1, -1]


def test_an_address_with_more_in_front_is_still_the_flat() -> None:
    rows = register(20)
    leak = [[f"杭州市余杭区{rows[2][2]}"], [rows[3][2][3:]]]
    found = link(table("x", ("地址",), leak), index(rows))
    assert found.record.tolist()[0] == 2


def test_text_links_as_tables_do() -> None:
    rows = register(20)
    sheet = sheet_of_text([f"{rows[6][0]} {rows[6][1]}", "", rows[7][2]], "chat")
    assert sheet is not None
    assert link(sheet, index(rows)).record.tolist() == [6, 7]


def test_a_copy_without_any_row_is_a_copy_all_the_same(tmp_path: Path) -> None:
    house = House.built(tmp_path)
    rows = house.released("甲")
    _, record = next(iter(Released.all(house.ledger)))
    replace(record, release="r-0", recipient="空", rows=packed([]), row_count=0).write(house.ledger)
    verdict = house.traced(rows[:20])
    by = {c.recipient: c.verdict for c in verdict.copies}
    assert by == {"甲": "ACCUSED", "空": "EXCLUDED"}
