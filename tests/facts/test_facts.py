"""Every table can be read, and every look-up hits, misses and nearly misses as it should."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen import facts, taxonomy
from menshen.errors import FactsError
from menshen.facts import headers
from menshen.taxonomy import table

FOLDER = Path(facts.__file__).parent
KEYS = dict.fromkeys(sorted(p.stem for p in FOLDER.glob("*.tsv")), 1) | {
    "bank_bins": 4,
    "file_words": 2,
    "name_words": 2,
}


def rows(name: str) -> list[list[str]]:
    path = FOLDER / f"{name}.tsv"
    return [cells for _, cells in table.rows(path, table.header(path)["columns"])]


@pytest.mark.parametrize("name", KEYS)
def test_headers_say_where_a_table_comes_from(name: str) -> None:
    says = table.header(FOLDER / f"{name}.tsv")
    assert set(table.HEADER) <= set(says)
    assert re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}){0,2}", says["date"])


@pytest.mark.parametrize("name", KEYS)
def test_keys_are_there_once_and_cells_have_no_blank_edges(name: str) -> None:
    found = rows(name)
    keys = [tuple(r[: KEYS[name]]) for r in found]
    assert len(keys) == len(set(keys))
    assert not [r for r in found if any(c != c.strip() for c in r)]


@pytest.mark.parametrize(
    "text",
    [
        "手机号\tmobile_number\tsure\n",
        "手机号\tmobile_number\tweak\n手机号\t-\tweak\n",
        "手机号\tweak\n",
    ],
)
def test_a_broken_list_of_headers_names_file_and_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "headers.tsv"
    head = "# source: x\n# date: y\n# licence: z\n# columns: header type strength\n"
    path.write_text(head + text, encoding="utf-8")
    with pytest.raises(FactsError, match=rf"headers\.tsv:{4 + text.count(chr(10))}:"):
        headers._read(path)


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("110105", "county"), ("110103", "county"), ("110199", "city"), ("119900", "province"),
        ("130200", "city"), ("130000", "province"), ("441900", "county"), ("442000", "county"),
        ("469001", "county"), ("810000", "county"), ("820000", "county"), ("830000", "county"),
        ("710000", "province"), ("000000", None), ("990000", None), ("", None), ("11", "province"),
    ],
)  # fmt: skip
def test_division_levels(code: str, level: str | None) -> None:
    assert facts.division_level(code) == level


def test_withdrawn_divisions_are_known() -> None:
    assert facts.division("110103") == ("110103", "北京市崇文区", 1981, 2010, ("110101",))


def test_a_code_whose_division_was_renamed_has_the_last_name() -> None:
    assert facts.division("120110") == ("120110", "天津市东丽区", 1981, None, ())


@given(st.sampled_from(rows("divisions")))
def test_every_division_is_found_and_named_after_its_province(row: list[str]) -> None:
    found = facts.division(row[0])
    assert found is not None
    assert re.fullmatch("[1-8][0-9]{5}", found.code)
    assert 1980 <= found.since <= (found.until or 2026) <= 2026
    assert found.code not in found.successors
    assert facts.division_level(found.code) is not None
    assert facts.division(found.code + "0") is None


@given(st.sampled_from(rows("bank_bins")), st.data())
def test_every_card_prefix_is_found_at_its_length(row: list[str], data: st.DataObject) -> None:
    rest = int(row[1]) - len(row[0])
    number = row[0] + data.draw(st.text("0123456789", min_size=rest, max_size=rest))
    found = facts.bank_of(number)
    assert found is not None
    assert found.length == len(number)
    assert number.startswith(found.prefix)
    assert len(found.prefix) >= len(row[0])


@pytest.mark.parametrize(
    ("number", "status"),
    [
        ("13912345678", "live"),
        ("17412345678", "satellite"),
        ("13491234567", "satellite"),
        ("15412345678", None),
        ("12012345678", None),
    ],
)
def test_mobile_blocks(number: str, status: str | None) -> None:
    found = facts.mobile_prefix(number)
    assert (found.status if found else None) == status


@pytest.mark.parametrize("row", rows("area_codes"), ids=lambda r: r[0])
def test_area_codes_have_their_shape_and_no_two_overlap(row: list[str]) -> None:
    code = row[0]
    assert code == "010" or (code.startswith("02") and len(code) == 3) or len(code) == 4
    assert facts.split_area(code + "12345678") == (code, "12345678")


@pytest.mark.parametrize("row", rows("plate_prefixes"), ids=lambda r: r[0])
def test_plate_prefixes_have_no_i_and_no_o(row: list[str]) -> None:
    assert len(row[0]) == 2
    assert row[0][1] in "ABCDEFGHJKLMNPQRSTUVWXYZ"


@pytest.mark.parametrize(
    ("digits", "country"),
    [("85291234567", "852"), ("8529123456", None), ("8613800138000", None), ("12025550123", "1")],
)
def test_calling_codes(digits: str, country: str | None) -> None:
    assert facts.calling_code(digits) == country


@pytest.mark.parametrize("digits", ["110", "12345", "95588", "4008123123", "96110", "8008101234"])
def test_hotlines(digits: str) -> None:
    assert facts.is_hotline(digits)


@pytest.mark.parametrize("digits", ["13800138000", "88886666", "0108888"])
def test_no_hotlines(digits: str) -> None:
    assert not facts.is_hotline(digits)


def test_headers_name_known_kinds_and_are_found() -> None:
    known = taxonomy.ids() | {"mixed", "-"}
    for name, kind, strength in rows("headers"):
        assert kind in known, name
        assert name == headers.normal(name)
        assert facts.header(name) == (kind, strength)


def test_every_kind_has_names_in_chinese_and_in_latin_letters() -> None:
    chinese = {kind for name, kind, _ in rows("headers") if not name.isascii()}
    latin = {kind for name, kind, _ in rows("headers") if name.isascii()}
    assert chinese == latin == taxonomy.ids() | {"mixed", "-"}


@given(
    st.sampled_from([r for r in rows("headers") if not r[0][-1].isdigit()]),
    st.sampled_from(["{}", "*{}", "{}（必填）", " {} ", "{}：", "{}2"]),
)
def test_dress_does_not_matter(row: list[str], dress: str) -> None:
    assert facts.header(dress.format(row[0].upper())) == (row[1], row[2])


@given(st.text(max_size=100))
def test_any_name_is_answered(name: str) -> None:
    found = facts.header(name)
    assert found is None or found.type in taxonomy.ids() | {"mixed", "-"}


@pytest.mark.parametrize(
    ("name", "kind", "strength"),
    [
        ("手机号码", "mobile_number", "strong"), ("客户 手机号", "mobile_number", "strong"),
        ("XM", "person_name", "strong"), ("Name", "person_name", "weak"), ("dh", "mobile_number", "weak"),
        ("contactPhone", "mobile_number", "strong"), ("user_id_card", "resident_id_number", "strong"),
        ("金额（元）", "-", "strong"), ("身高(cm)", "height_weight", "strong"), ("备注", "mixed", "strong"),
        ("ＱＱ号", "qq_number", "strong"), ("customerName", "person_name", "strong"),
        ("CUSTOMERNAME", "person_name", "strong"), ("紧急联系人1电话", "mobile_number", "strong"),
        ("身份证/护照号", "resident_id_number", "strong"), ("姓名 Name", "person_name", "strong"),
        ("E-mail地址", "email", "strong"), ("（手机）", "mobile_number", "strong"),
        ("联系电话（手机）", "mobile_number", "strong"), ("IDCardNo", "resident_id_number", "strong"),
    ],
)  # fmt: skip
def test_headers_in_the_wild(name: str, kind: str, strength: str) -> None:
    assert facts.header(name) == (kind, strength)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("项目联系电话", "mobile_number"),
        ("t_main.mobile", "mobile_number"),
        ("产品描述", "mixed"),
        ("httpStatus", "-"),
    ],
)
def test_an_unknown_word_before_makes_a_strong_header_weak(name: str, kind: str) -> None:
    assert facts.header(name) == (kind, "weak")


@pytest.mark.parametrize(
    "name", ["foo", "", "___", "（）", "widget_name", "甲方乙方电话", "rename", "123"]
)
def test_headers_that_say_nothing(name: str) -> None:
    assert facts.header(name) is None


def test_surnames_and_groups() -> None:
    assert facts.surnames()["王"] > facts.surnames()["欧阳"]
    assert "哈萨克族" in facts.ethnic_groups()
    assert facts.airline("XX") is None
    assert facts.wmi("XXX") is None


def test_pictures_of_tracking_numbers() -> None:
    shapes = {c.code: re.compile(c.shape) for c in facts.couriers()}
    assert shapes["SF"].fullmatch("SF1234567890123")
    assert shapes["YTO"].fullmatch("YT1234567890123")
    assert shapes["JT"].fullmatch("JT1234567890123")
    assert not shapes["JT"].fullmatch("JT123456789012")


@pytest.mark.parametrize("digits", ["0571", "05", "", "13800138000", "02612345678"])
def test_what_has_no_area_code(digits: str) -> None:
    found = facts.split_area(digits)
    assert found is None or found == ("0571", "")


def test_card_prefixes_are_told_apart_by_the_length_of_the_card() -> None:
    assert facts.bank_of("6222021234567890128") is not None
    assert facts.bank_of("6222021234567890") is None
    assert facts.bank_of("1030000000000000000") is None
    assert facts.bank_of("") is None
    longest = facts.bank_of("6223091100000000000")
    assert longest is not None
    assert longest.prefix == "6223091100"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.tsv")), ids=lambda path: path.stem)
def test_every_table_has_rows_of_its_columns(path: Path) -> None:
    columns = table.header(path)["columns"]
    held = [cells for _, cells in table.rows(path, columns)]
    assert held
    assert {len(cells) for cells in held} == {len(columns.split())}
