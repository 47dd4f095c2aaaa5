"""The parts of a release: survey, rendering, distortion, decoys, plan."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.canary import Table, deal, mint
from menshen.copies import Dataset, copy_id, dataset, dataset_name, snapshot
from menshen.errors import LedgerError, MenshenError, PolicyError, UsageError
from menshen.marks.code import Code
from menshen.marks.policy import MarkPolicy
from menshen.marks.record import Schema
from menshen.marks.registry import Carrier
from menshen.release import Recipient
from menshen.release.decoys import _shares, dealt
from menshen.release.distortion import Tally
from menshen.release.planning import _scenario, plan
from menshen.release.rendering import Rendering, block_tags
from menshen.release.survey import survey
from menshen.release.where import conditions
from menshen.store.chain import Ledger
from menshen.store.keyring import Keyring
from menshen.tables import Held
from tests.marks.test_code import CODE
from tests.trace.material import NAMES, VALUED, House, put, register

NOTHING = Dataset("", (), (), {}, ())


def held(count: int = 80) -> Held:
    return Held(NAMES, [list(c) for c in zip(*register(count), strict=True)])


def test_a_survey_finds_the_key_the_kinds_and_the_carriers() -> None:
    seen = survey(held(), CODE, NOTHING, VALUED)
    assert seen.schema.key == ("手机",)
    assert dict(zip(NAMES, seen.schema.kinds, strict=True)) == {
        "姓名": "name", "手机": "phone", "地址": "address", "户型": "layout", "面积": "area",
        "总价": "price", "签约日期": "date", "朝向": "text", "备注": "text",
    }  # fmt: skip
    assert {c.form for c in seen.active if c.kind == "F"} == {
        "word",
        "unit",
        "room",
        "gap",
        "phone",
        "layout",
        "date",
    }
    assert [c.number for c in seen.active] == list(range(len(seen.active)))
    assert seen.shared == 0
    assert len(set(seen.tags.tolist())) == 80


def test_where_two_share_a_phone_the_flat_is_the_key() -> None:
    table = held()
    table.columns[1][1] = table.columns[1][0]
    seen = survey(table, CODE, NOTHING, MarkPolicy())
    assert seen.schema.key == ("地址",)
    table.columns[2][1] = table.columns[2][0]
    assert survey(table, CODE, NOTHING, MarkPolicy()).schema.key == (
        "手机",
        "地址",
        "姓名",
        "面积",
        "总价",
        "签约日期",
    )


def test_records_that_are_the_same_are_counted() -> None:
    table = held()
    for column in table.columns:
        column[1] = column[0]
    seen = survey(table, CODE, NOTHING, MarkPolicy())
    assert seen.shared == 1
    assert len(set(seen.tags.tolist())) == 80


def test_the_policy_may_name_the_key() -> None:
    table = Held(("编号", "姓名"), [["1", "2"], ["张三", "张三"]])
    seen = survey(table, CODE, NOTHING, MarkPolicy(key=["编号"], format="off"))
    assert seen.schema.key == ("编号",)
    with pytest.raises(UsageError):
        survey(table, CODE, NOTHING, MarkPolicy(key=["没有"]))


def test_only_columns_that_leave_carry_marks() -> None:
    seen = survey(held(), CODE, NOTHING, MarkPolicy(), columns=["姓名", "手机"])
    assert {c.column for c in seen.active} == {"手机"}


def test_entitled_rows_meet_the_conditions() -> None:
    table = held()
    seen = survey(table, CODE, NOTHING, MarkPolicy(), conditions(["地址~听澜苑"], NAMES))
    assert seen.entitled.tolist() == ["听澜苑" in a for a in table.columns[2]]


def test_the_digest_is_of_the_content_alone(tmp_path: Path) -> None:
    from menshen.tables import opened, written

    table = held()
    for name in ("a.csv", "a.parquet"):
        with written(str(tmp_path / name), NAMES) as writer:
            writer.write(table.columns)
        assert snapshot(opened(str(tmp_path / name))) == snapshot(table)
    table.columns[0][0] = "改"
    assert snapshot(table) != snapshot(opened(str(tmp_path / "a.csv")))


def rendered(carriers: list[Carrier], number: int = 5) -> list[list[str]]:
    table = held()
    seen = survey(table, CODE, NOTHING, MarkPolicy())
    return Rendering(CODE, seen.schema, carriers, number).rows(table.columns, seen.tags)


def test_nulls_blank_what_is_filled_and_win_over_formats() -> None:
    carriers = [
        Carrier(0, "N", "朝向"),
        Carrier(1, "N", "户型"),
        Carrier(2, "F", "户型", "layout", "三", "3"),
    ]
    found = rendered(carriers)
    before = held().columns
    blanked = [n for n, (a, b) in enumerate(zip(before[3], found[3], strict=True)) if a and not b]
    assert 0 < len(blanked) < 30
    assert all(b in {a, ""} for a, b in zip(before[7], found[7], strict=True))


def test_a_block_is_written_in_one_style_and_blocks_differ() -> None:
    found = rendered([Carrier(0, "F", "地址", "word", "幢", "栋", unit="block")])
    by: dict[str, set[str]] = {}
    for before, after in zip(held().columns[2], found[2], strict=True):
        block = before.partition("幢")[0]
        by.setdefault(block, set()).add("栋" if "栋" in after else "幢")
    assert all(len(styles) == 1 for styles in by.values())
    assert {s for styles in by.values() for s in styles} == {"幢", "栋"}


def test_a_mark_that_would_alter_a_phone_stops_everything() -> None:
    bad = Carrier(0, "L", "手机", names=tuple((p, "13900000000") for p in held().columns[1]))
    with pytest.raises(MenshenError, match="手机"):
        rendered([bad])


def test_blocks_have_tags_of_their_own() -> None:
    tags, back = block_tags(CODE, ["a|1", "b|1", "a|1"])
    assert back.tolist() == [0, 1, 0]
    assert tags.tolist() == CODE.tags(["block|a|1", "block|b|1"]).tolist()


@given(st.lists(st.integers(100_000, 9_000_000), min_size=1, max_size=30), st.data())
def test_distortion_is_measured_exactly(amounts: list[int], data: st.DataObject) -> None:
    moved = [a + data.draw(st.sampled_from([-31, 29])) for a in amounts]
    tally = Tally("总价", valued=True)
    half = len(amounts) // 2
    for part in (slice(0, half), slice(half, None)):
        tally.add([str(a) for a in amounts[part]], [str(m) for m in moved[part]])
    found = tally.found()
    off = [abs(a - m) / a for a, m in zip(amounts, moved, strict=True)]
    assert (found.cells, found.rewritten, found.blanked) == (len(amounts), len(amounts), 0)
    assert found.mean == pytest.approx(sum(off) / len(off))
    assert found.largest == pytest.approx(max(off))
    assert found.farthest == max(abs(a - m) for a, m in zip(amounts, moved, strict=True))
    assert found.total == pytest.approx(abs(sum(moved) - sum(amounts)) / sum(amounts))


def test_blanks_are_counted_apart() -> None:
    tally = Tally("朝向", valued=False)
    tally.add(["南", "北", ""], ["", "朝北", ""])
    found = tally.found()
    assert (found.cells, found.rewritten, found.blanked, found.mean) == (3, 1, 1, 0.0)


@given(
    st.dictionaries(st.sampled_from("abcde"), st.integers(1, 40), min_size=1),
    st.integers(0, 40),
)
def test_canaries_are_shared_out_in_proportion(live: dict[str, int], count: int) -> None:
    count = min(count, sum(live.values()))
    found = _shares(count, live)
    assert sum(found.values()) == count
    for stratum, number in live.items():
        exact = count * number / sum(live.values())
        assert abs(found[stratum] - exact) < 1
        assert found[stratum] <= number


def minted(folder: Path, numbers: int = 30) -> tuple[House, Code]:
    house = House.built(folder)
    key = house.keys.key("业主", "release")
    table = Table(NAMES, [tuple(r) for r in register()])
    told = [f"1381000{n:04d}" for n in range(numbers)]
    mint(table, told, dataset="业主", key=key, ledger=house.ledger)
    return house, Code(key)


def test_decoys_stand_among_the_rows_each_once(tmp_path: Path) -> None:
    house, code = minted(tmp_path)
    seen = survey(held(300), code, NOTHING, MarkPolicy())
    key = house.keys.key("业主", "release")
    found = dealt(8, house.ledger, key, "业主", "甲", seen.schema, seen.known, 300)
    parts = [found.between(s, s + 50) for s in range(0, 300, 50)]
    assert sum(len(p.tags) for p in parts) == 8
    assert found.ids == tuple(c.id for c in deal(house.ledger, "业主", key, "甲", 8))
    assert all((p.before >= 0).all() and (p.before < 50).all() for p in parts)
    phones = {cell for p in parts for cell in p.columns[1]}
    assert len(phones) == 8


def test_more_decoys_than_were_minted_are_refused(tmp_path: Path) -> None:
    house, _ = minted(tmp_path, 5)
    with pytest.raises(UsageError, match="menshen canary mint"):
        house.released("甲", MarkPolicy(canaries=6))
    assert not (tmp_path / "甲.csv").exists()


def test_decoys_are_written_in_the_style_of_the_copy(tmp_path: Path) -> None:
    house, _ = minted(tmp_path)
    rows = house.released("甲", MarkPolicy(format="block", canaries=10))
    real = {r[0]: r for r in register()}
    people = [r for r in rows if r[1].replace(" ", "").replace("-", "").startswith("1381000")]
    assert len(people) == 10
    assert len(rows) == 310
    assert any(" " in r[1] for r in people) or any("栋" in r[2] for r in people)
    assert real
    order = [rows.index(p) for p in people]
    assert order != list(range(300, 310))


def test_a_copy_in_its_own_order_mixes_decoys_in(tmp_path: Path) -> None:
    house, _ = minted(tmp_path)
    rows = house.released("甲", MarkPolicy(format="off", canaries=10, order=True))
    assert len(rows) == 310


@pytest.mark.parametrize(
    ("text", "name", "rows", "colluders"),
    [
        ("normalised 1%", "normalised contact", 10, 1),
        ("规范化 5%", "normalised contact", 50, 1),
        ("as is 20", "as is", 20, 1),
        ("原样 20 行", "as is", 20, 1),
        ("price 5% c3", "price only", 50, 3),
        ("口述 3", "dictated contact", 3, 1),
        ("formats 10000", "contact formats", 1000, 1),
        ("20", "as is", 20, 1),
    ],
)
def test_leaks_are_understood(text: str, name: str, rows: int, colluders: int) -> None:
    found = _scenario(text, 1000)
    assert (found.name, found.rows, found.colluders) == (name, rows, colluders)


def test_a_plan_counts_what_a_policy_has(tmp_path: Path) -> None:
    house = House.built(tmp_path)
    found = plan(house.master, recipients=200, leak=["as is 20", "as is 20 c3"], marks=VALUED)
    assert found.carriers == {"F": 7, "L": 0, "V": 2, "N": 1}
    alone, three = found.outlooks
    assert alone.total > three.total
    assert alone.traceable
    assert plan(
        house.master, recipients=200, leak="as is 20", marks=MarkPolicy(format="off")
    ).warned


@pytest.mark.parametrize(("recipients", "eps"), [(0, 1e-6), (5, 0), (5, 1)])
def test_a_plan_for_nobody_is_refused(tmp_path: Path, recipients: int, eps: float) -> None:
    with pytest.raises(UsageError):
        plan(House.built(tmp_path).master, recipients=recipients, eps=eps)


def test_datasets_are_named_after_file_or_table(tmp_path: Path) -> None:
    keys = Keyring.from_master(bytes(32))
    assert dataset_name("a/业主.csv", keys) == "业主"
    assert dataset_name(Path("业主.csv"), keys) == "业主"
    assert dataset_name("sqlite:///a.db#owners", keys) == "owners"
    assert dataset_name("业主.xlsx#名单", keys) == "业主"
    assert dataset_name("x.csv", keys.key("别的", "release")) == "别的"
    with pytest.raises(UsageError):
        dataset_name(held(), keys)


def test_a_ledger_that_gives_one_carrier_two_meanings_is_refused(tmp_path: Path) -> None:
    from dataclasses import replace

    house = House.built(tmp_path)
    house.released("甲")
    (issue,) = dataset(house.ledger, "业主").issues
    told = dict(issue.record.carriers)
    told["registry"] = [{**told["registry"][0], "column": "别的"}]  # type: ignore[index, dict-item]
    replace(issue.record, carriers=told).write(house.ledger)
    with pytest.raises(LedgerError):
        dataset(house.ledger, "业主")


def test_copies_are_named_by_their_number() -> None:
    assert copy_id(0xABC) == "c-0000000abc"
    assert dataset(Ledger.open(":memory:"), "nothing") == Dataset("nothing", (), (), {}, ())


def test_schema_parts() -> None:
    schema = Schema(
        ("小区", "楼栋", "房号", "手机"),
        ("community", "building", "room", "phone"),
        ("小区", "楼栋", "房号"),
    )
    columns = [["听澜苑"], ["3#"], ["1502室"], ["13800138000"]]
    assert schema.houses(columns) == ["听澜苑3#1502室"]
    assert schema.ids(columns, {}) == ["听澜苑|3-1502"]
    assert schema.blocks(columns, {}) == ["听澜苑|3"]
    assert schema.of("phone", "room") == [2, 3]
    assert np.array(schema.names).size == 4


def test_a_plan_for_a_table_without_rows_says_that_nothing_could_be_traced(tmp_path: Path) -> None:
    put(tmp_path / "空.csv", [])
    found = plan(str(tmp_path / "空.csv"), recipients=3)
    assert found.warned
    assert not any(one.traceable for one in found.outlooks)


@pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), float("inf"), "4", True])
def test_a_distance_is_a_finite_number_above_nothing(value: object) -> None:
    with pytest.raises(PolicyError):
        MarkPolicy(value={"总价": value})  # type: ignore[dict-item]


def test_columns_are_named_by_text() -> None:
    with pytest.raises(PolicyError):
        MarkPolicy(null=[3])  # type: ignore[list-item]


@pytest.mark.parametrize("name", ["", " ", "甲\n用途：任意", "甲\u202e", "甲" * 201])
def test_a_name_cannot_forge_a_line_of_the_receipt(name: str) -> None:
    with pytest.raises(UsageError):
        Recipient(name)


def test_another_key_than_the_dataset_has_is_refused(tmp_path: Path) -> None:
    house = House.built(tmp_path)
    house.released("甲")
    with pytest.raises(UsageError, match="keeps it"):
        house.released("乙", MarkPolicy(key=["姓名"]))
