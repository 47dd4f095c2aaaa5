"""What the detector of addresses says beyond its case table."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen import detectors
from menshen.model import Block, Finding

TYPES = {"home_address", "house_unit", "hukou_location", "rental_info"}


@pytest.fixture(scope="module")
def ensemble() -> detectors.Ensemble:
    return detectors.Ensemble([detectors.load("address")], engine="plain")


def find(text: str, ensemble: detectors.Ensemble | None = None) -> list[Finding]:
    found = detectors.find(Block("t", 0, text), ensemble=ensemble)
    return [f for f in found if f.type.id in TYPES]


def notes(finding: Finding) -> str:
    return "; ".join(e.note for e in finding.evidence)


def test_the_evidence_says_parts_and_whose(ensemble: detectors.Ensemble) -> None:
    (found,) = find("家庭住址：浙江省宁波市海曙区柳汀街188弄3号402室", ensemble)
    assert "parts: province, city, district, road, number, room" in notes(found)
    assert "whose: label" in notes(found)
    assert found.normal == "浙江省宁波市海曙区柳汀街188弄3号402室"


def test_a_person_beside_speaks_for_it_and_an_organisation_against(
    ensemble: detectors.Ensemble,
) -> None:
    address = "成都市武侯区佳灵路20号"
    assert "whose: person beside" in notes(find(f"沈玉兰 15834538958 {address}", ensemble)[0])
    assert find(f"公司地址：{address}", ensemble) == []
    assert find(f"发布会在{address}举行", ensemble) == []


@pytest.mark.parametrize("text", ["住址：陕 西 省 西 安 市 雁 塔 区 长 安 南 路 1 9 9 号", "住址：陕西省西安市雁塔区\n长安南路199号",
                                  "住址：陕西省西安市雁塔区长安\n南路199号", "住址：陕西省西安市雁塔区长安南路１９９号"])  # fmt: skip
def test_blanks_line_ends_and_width_change_nothing(text: str, ensemble: detectors.Ensemble) -> None:
    (found,) = find(text, ensemble)
    assert found.normal.replace("\n", "") == "陕西省西安市雁塔区长安南路199号"
    assert found.value == text[3:]


def test_columns_of_addresses_and_rooms_are_read() -> None:
    table = "业主姓名,房号,住址,手机\n王二丫,5-2-301,翠堤春晓五栋,13512345678\n马小军,1203,阳光城北门12号,13612345678\n"
    kinds = {f.value: f.type.id for f in find(table)}
    assert kinds["5-2-301"] == kinds["1203"] == "house_unit"
    assert set(kinds) >= {"翠堤春晓五栋", "阳光城北门12号"}


ADDRESSES = st.sampled_from(
    ["浙江省宁波市海曙区柳汀街188弄3号402室", "金科天宸9-3-501", "湖南省衡阳市衡南县栗江镇大泉村8组12号", "3号楼2单元1801室"]
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(ADDRESSES, min_size=1, max_size=5))
def test_what_is_found_in_lines_is_found_in_their_concatenation(lines: list[str]) -> None:
    ensemble = detectors.Ensemble([detectors.load("address")], engine="plain")
    texts = [f"我家住{line}。" for line in lines]
    whole = find("".join(texts), ensemble)
    assert [f.value for f in whole] == [f.value for t in texts for f in find(t, ensemble)]
    assert [f.value for f in whole] == lines
