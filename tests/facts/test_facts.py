"""Every table can be read, and every look-up hits, misses and nearly misses as it should."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen import facts, taxonomy
from menshen.errors import FactsError

FOLDER = Path(facts.__file__).parent
WIDTHS = {
    "divisions": 4, "bank_bins": 4, "mobile_prefixes": 3, "area_codes": 2, "plate_prefixes": 2,
    "calling_codes": 4, "couriers": 3, "airlines": 2, "wmi": 2, "hotlines": 2, "surnames": 2,
    "ethnic_groups": 1, "headers": 3,
}  # fmt: skip


def rows(name: str) -> list[list[str]]:
    return list(facts._rows(f"{name}.tsv", WIDTHS[name]))


def test_every_table_has_a_reader() -> None:
    assert {p.stem for p in FOLDER.glob("*.tsv")} == set(WIDTHS)


@pytest.mark.parametrize("name", WIDTHS)
def test_keys_are_there_once(name: str) -> None:
    key = 4 if name == "bank_bins" else 1
    keys = [tuple(r[:key]) for r in rows(name)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# source: x\n# date: y\n# licence: z\na\tb\tc\n", 4),
        ("a\tb\n", 1),
        ("# source: x\n# date: y\n# licence: z\n\na\tb\nc\n", 6),
    ],
)
def test_a_broken_table_names_file_and_line(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "t.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(FactsError, match=rf"t\.tsv:{line}:"):
        list(facts._rows("t.tsv", 2, tmp_path))


@pytest.mark.parametrize(
    ("code", "level"),
    [("110105", "county"), ("110103", "county"), ("110199", "city"), ("119900", "province"), ("000000", None)],
)
def test_division_levels(code: str, level: str | None) -> None:
    assert facts.division_level(code) == level


def test_withdrawn_divisions_are_known() -> None:
    found = facts.division("110103")
    assert found is not None
    assert found.until == 2010


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
    [("13912345678", "live"), ("17412345678", "satellite"), ("13491234567", "satellite"), ("15412345678", None), ("12012345678", None)],
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


@pytest.mark.parametrize("row", rows("headers"), ids=lambda r: r[0])
def test_headers_name_known_kinds(row: list[str]) -> None:
    assert row[1] in taxonomy.ids() | {"mixed", "-"}
    assert row[2] in {"strong", "weak"}
    assert facts.header(row[0]) == (row[1], row[2])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("手机号码", "mobile_number"), ("客户 手机号", "mobile_number"), ("XM", "person_name"),
        ("contactPhone", "mobile_number"), ("user_id_card", "resident_id_number"), ("金额（元）", "-"),
        ("身高(cm)", "height_weight"), ("备注", "mixed"), ("ＱＱ号", "qq_number"), ("foo", None), ("", None),
    ],
)  # fmt: skip
def test_headers_in_the_wild(name: str, kind: str | None) -> None:
    found = facts.header(name)
    assert (found.type if found else None) == kind


def test_surnames_and_groups() -> None:
    assert facts.surnames()["王"] > facts.surnames()["欧阳"]
    assert "哈萨克族" in facts.ethnic_groups()
    assert facts.airline("XX") is None
    assert facts.wmi("XXX") is None
