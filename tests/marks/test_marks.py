"""What marks change, and what they never change: requirement G9 as properties."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.errors import PolicyError
from menshen.marks import alias, canonical, null, value, written
from menshen.marks.kinds import kind_of, kinds_of
from menshen.marks.policy import MarkPolicy
from menshen.marks.record import Schema, block, numbered
from menshen.marks.registry import Carrier, registered, wanted
from tests.marks.test_code import CODE

PHONES = st.from_regex(r"1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}", fullmatch=True)
ROOMS = st.builds("{}{:02d}".format, st.integers(1, 33), st.integers(1, 8))
ADDRESSES = st.builds(
    lambda estate, gap, b, word, u, numeral, room, end: (
        f"{estate}{gap}{b}{word}{written.numeral_in(str(u), arabic=numeral)}单元{room}{end}"
    ),
    st.sampled_from(["听澜苑", "文一西路969号云栖府", "望江名邸二期", "杭州市余杭区翡翠城"]),
    st.sampled_from(["", " "]), st.integers(1, 99), st.sampled_from(["幢", "栋", "号楼", "#"]),
    st.integers(1, 20), st.booleans(), ROOMS, st.sampled_from(["室", ""]),
)  # fmt: skip
LAYOUTS = st.from_regex("[1-5一二三四五两]室[1-3一二两]厅([1-3一二两]卫)?", fullmatch=True)
DATES = st.builds(
    lambda d, s: d.strftime(s), st.dates(min_value=__import__("datetime").date(1990, 1, 1),
    max_value=__import__("datetime").date(2030, 1, 1)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d"]),
)  # fmt: skip
CELLS = {"phone": PHONES, "address": ADDRESSES, "layout": LAYOUTS, "date": DATES,
         "name": st.from_regex("[一-龥][ 　]?[一-龥]", fullmatch=True)}  # fmt: skip


def truth(kind: str, cell: str) -> object:
    """Return what a cell says, which no format may change."""
    if kind == "phone":
        return canonical.digits(cell)
    if kind == "name":
        return re.sub(r"\s", "", cell)
    if kind == "layout":
        return [canonical.numeral(n) for n in re.findall("[0-9一二两三四五]", cell)]
    if kind == "date":
        return canonical.date(cell)
    said = canonical.house(cell)
    return said, re.search("([0-9]+)室?$", cell)[1]  # type: ignore[index]


@pytest.mark.parametrize("form", written.FORMS, ids=lambda f: f.id)
@given(data=st.data())
@settings(max_examples=120, deadline=None)
def test_g9_a_format_changes_the_writing_and_never_what_is_said(
    form: written.Form, data: st.DataObject
) -> None:
    kind = form.kinds[0]
    cell = data.draw(CELLS[kind])
    for pair in form.pairs:
        for rendering in pair:
            marked = form.write(cell, rendering)
            assert truth(kind, marked) == truth(kind, cell)
            assert form.write(marked, rendering) == marked
            if form.read(cell) is not None:
                assert form.read(marked) in {rendering, form.read(cell)}


@given(ADDRESSES)
def test_the_forms_of_an_address_do_not_disturb_each_other(cell: str) -> None:
    wordings = {"word": "栋", "unit": "二", "room": "室", "gap": " "}
    marked = cell
    for name, rendering in wordings.items():
        marked = written.form(name).write(marked, rendering)
    for name, rendering in wordings.items():
        assert written.form(name).read(marked) == rendering


@given(st.lists(st.integers(100_000, 9_999_999), min_size=1, max_size=20), st.data())
def test_amounts_move_by_at_most_d_and_keep_their_decimals(
    amounts: list[int], data: st.DataObject
) -> None:
    cells = [str(a) for a in amounts]
    bits = np.array([data.draw(st.booleans()) for _ in cells])
    marked = value.marked(cells, bits, np.full(len(cells), 31.4), places=0, largest=40)
    for before, after, bit in zip(cells, marked, bits, strict=True):
        assert int(after) - int(before) == (31 if bit else -31)


@pytest.mark.parametrize(
    ("cell", "marked"),
    [("1,280,000元", "1,280,031元"), ("¥1280000", "¥1280031"), ("128.5万", "128.5万"), ("面议", "面议"), ("12", "43")],
)  # fmt: skip
def test_amounts_keep_the_way_they_are_written(cell: str, marked: str) -> None:
    found = value.marked([cell], np.array([True]), np.array([31.0]), places=0, largest=40)
    assert found == [marked]


def test_an_amount_is_left_alone_where_the_shift_would_reach_zero() -> None:
    assert value.marked(["12"], np.array([False]), np.array([31.0]), places=0, largest=40) == ["12"]


def test_the_second_of_a_time_moves() -> None:
    cells = ["2024-03-05 10:20:30", "2024-03-05 23:59:58", "2024-03-05"]
    bits = np.array([True, True, True])
    marked = value.marked(cells, bits, np.full(3, 9.0), places=0, largest=10, clock=True)
    assert marked == ["2024-03-05 10:20:39", "2024-03-05 23:59:58", "2024-03-05"]


def test_aliases_are_read_back_whichever_holds_the_other() -> None:
    names = {"听澜苑": "听澜花苑", "云栖": "云栖府"}
    for first, second in names.items():
        for bit, name in ((0, first), (1, second)):
            assert alias.read(f"{name}3幢", names) == bit
            assert alias.read(alias.written(f"{first}3幢", names, bit), names) == bit
            assert alias.read(alias.written(f"{second}3幢", names, bit), names) == bit


def test_blanks_blank_and_nothing_else() -> None:
    assert null.blanked(["南", "北"], np.array([True, False])) == ["", "北"]


@pytest.mark.parametrize(
    ("name", "cells", "kind"),
    [
        ("总价", ["1280000", "990000"], "price"),
        ("金额", ["无", "面议"], ""),
        ("", ["13800138000", "139 0013 9000"], "phone"),
        ("", ["听澜苑3幢2单元1502室"] * 3, "address"),
        ("", ["1280000", "1523000"], ""),
        ("车牌", ["浙A12345"] * 3, ""),
        ("建档日期", ["2024-03-05"], "date"),
        ("客户备注", ["什么都有"], "text"),
    ],
)
def test_kinds_of_columns(name: str, cells: list[str], kind: str) -> None:
    assert kind_of(name, cells) == kind


NAMES = ("姓名", "手机", "小区", "备案名", "地址", "总价", "朝向")
COLUMNS = [
    ["张三", "李四"], ["13800138000", "13900139000"], ["听澜苑", "云栖府"], ["余政1号", "余政2号"],
    ["听澜苑3幢2单元1502室", "云栖府5幢1单元301室"], ["1280000", "990000"], ["南", "北"],
]  # fmt: skip
SCHEMA = Schema(NAMES, kinds_of(NAMES, COLUMNS), ("手机",))


@pytest.mark.parametrize(
    "policy",
    [
        MarkPolicy(value={"手机": 40}),
        MarkPolicy(null=["手机"]),
        MarkPolicy(null=["姓名"]),
        MarkPolicy(alias={"姓名": {"张三": "李四"}}),
        MarkPolicy(value={"小区": 3}),
    ],
    ids=str,
)
def test_g9_a_policy_that_would_alter_what_must_stay_exact_is_refused(policy: MarkPolicy) -> None:
    with pytest.raises(PolicyError):
        wanted(SCHEMA, COLUMNS, policy)


def test_the_table_itself_tells_aliases() -> None:
    found = [c for c in wanted(SCHEMA, COLUMNS, MarkPolicy(alias=True)) if c.kind == "L"]
    assert [c.column for c in found] == ["小区"]
    assert dict(found[0].names) == {"听澜苑": "余政1号", "云栖府": "余政2号"}


def test_carriers_keep_their_numbers_when_others_come() -> None:
    first = registered((), wanted(SCHEMA, COLUMNS, MarkPolicy()))
    more = registered(first, wanted(SCHEMA, COLUMNS, MarkPolicy(value={"总价": 40}, null=["朝向"])))
    kept = {c.same: c.number for c in first}
    assert all(kept.get(c.same, c.number) == c.number for c in more)
    assert len({c.number for c in more}) == len(more)
    assert [Carrier.of(c.record()) for c in more] == more


def test_formats_that_would_look_odd_are_used_only_by_block() -> None:
    by_row = wanted(SCHEMA, COLUMNS, MarkPolicy(format="row"))
    by_block = wanted(SCHEMA, COLUMNS, MarkPolicy(format="block"))
    assert not by_row
    assert {c.form for c in by_block} >= {"word", "unit", "room", "gap", "phone"}
    assert {c.unit for c in by_block} == {"block"}


def test_records_of_one_key_are_told_apart_by_their_order() -> None:
    tags, shared = numbered(CODE, CODE.tags(["a", "b", "a", "a"]))
    assert shared == 2
    assert len(set(tags.tolist())) == 4
    assert numbered(CODE, CODE.tags(["a", "b"]))[0].tolist() == tags[:2].tolist()


def test_a_block_is_an_estate_and_a_building() -> None:
    assert block("听澜苑3幢2单元1502室") == block("听澜苑 3#1-101") != block("听澜苑4幢1单元101室")
    assert block("文一西路969号云栖府3幢101室") != block("文一西路969号云栖府4幢101室")


@pytest.mark.parametrize(
    "toml", ['format = "odd"', "allocation = 0", "canaries = -1", "nothing = 1", "value = 3",
             "canaries = true", "[value]\n总价 = -1", "format ="],
)  # fmt: skip
def test_a_policy_file_with_a_fault_is_refused(toml: str, tmp_path: object) -> None:
    path = tmp_path / "marks.toml"  # type: ignore[operator]
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(PolicyError):
        MarkPolicy.load(path)


def test_a_policy_file_is_read(tmp_path: object) -> None:
    path = tmp_path / "marks.toml"  # type: ignore[operator]
    path.write_text('format = "row"\nnull = ["朝向"]\n[value]\n"总价" = 40\n', encoding="utf-8")
    policy = MarkPolicy.load(path)
    assert (policy.format, policy.value, policy.null) == ("row", {"总价": 40}, ["朝向"])
    assert policy.record()["value"] == {"总价": 40}
