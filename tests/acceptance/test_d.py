"""What counts as personal information: requirements D4, D7 and D11 in what this version fulfils."""

from __future__ import annotations

from pathlib import Path

import pytest

import menshen


def found(text: str) -> list[tuple[str, str]]:
    return [(f.type.id, f.value) for f in menshen.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("身份证号11010519491231002X。", ("resident_id_number", "11010519491231002X")),
        ("证件：110105 19491231 002X", ("resident_id_number", "110105 19491231 002X")),
        ("护照号码E12345678已核验", ("passport_number", "E12345678")),
        ("回乡证H12345678", ("hkm_permit", "H12345678")),
        ("军官证 南字第0123456号", ("military_id", "南字第0123456号")),
    ],
)
def test_d4_id_numbers_and_permits(text: str, expected: tuple[str, str]) -> None:
    assert expected in found(text)


def test_d4_an_id_number_with_a_wrong_check_digit_is_explained_not_found() -> None:
    text = "身份证号110105194912310021"
    assert found(text) == []
    reasons = [e.note for x in menshen.explain(text) for e in x.evidence]
    assert "check digit should be X" in reasons


def test_d4_date_and_area_are_evidence() -> None:
    (finding,) = menshen.find("11010519491231002X")
    assert {"date", "region", "check_digit"} <= {e.kind for e in finding.evidence}


@pytest.mark.parametrize(
    "written",
    [
        "13800138000", "138-0013-8000", "138 0013 8000", "１３８００１３８０００", "+86 138 0013 8000",
        "008613800138000", "(+86)13800138000", "幺三八零零一三八零零零", "一三八 零零一三 八零零零",
        "l38OO138OOO", "+852 9123 4567",
    ],
)  # fmt: skip
def test_d7_phones_in_all_writings(written: str) -> None:
    assert ("mobile_number", written) in found(f"请打他手机{written}，谢谢")


@pytest.mark.parametrize("written", ["010-88886666", "(010) 8888 6666 转 802", "0574-87290033-808"])
def test_d7_landlines_with_extension(written: str) -> None:
    assert ("landline", written) in found(f"办公电话：{written}")


@pytest.mark.parametrize(
    ("text", "type_id"),
    [
        ("微信号：lao_wang_88", "wechat_id"),
        ("QQ：404817729", "qq_number"),
        ("车牌粤B·D12345", "vehicle_plate"),
        ("登录IP 123.45.67.89", "ip_address"),
        ("卡号6222021234567890128", "bank_card_number"),
        ("住院号：ZY20230417", "medical_record_no"),
        ("订单号：2026030112345678", "order_number"),
        ("运单号SF1408293357164", "tracking_number"),
        ("定位 31.230416,121.473701", "precise_location"),
    ],
)
def test_d11_number_kinds_beyond_the_named(text: str, type_id: str) -> None:
    assert type_id in [t for t, _ in found(text)]


def of(findings: list[menshen.Finding], kind: str) -> set[str]:
    return {f.value for f in findings if f.type.id == kind}


def test_d1_direct_and_quasi_identifiers_are_found_and_linked_to_one_person(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "姓名,身份证号,工作单位\n钟毅,11010519491231002X,青禾水务有限公司\n", encoding="utf-8"
    )
    (tmp_path / "b.txt").write_text(
        "姓名：钟毅\n身份证号：11010519491231002X\n手机：13800138000", encoding="utf-8"
    )
    report = menshen.scan(tmp_path)
    (person,) = report.people
    assert {"person_name", "resident_id_number", "mobile_number"} <= set(person.identifiers)
    assert "employer" in person.types
    assert len(person.documents) == 2
    assert person.minor is False


def test_d1_a_common_name_alone_links_nobody(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("联系人：王芳", encoding="utf-8")
    assert len(menshen.scan(tmp_path).people) == 2


def test_d1_quasi_identifiers_identify_in_combination(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "性别,出生日期,工作单位\n女,1980-05-06,青禾水务有限公司\n", encoding="utf-8"
    )
    (person,) = menshen.scan(tmp_path).people
    assert person.identifiers == ()
    assert set(person.combination) == {"gender", "birth_date", "employer"}


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("血型：AB型", "blood_type", "AB型"),
        ("身高：172cm", "height_weight", "172cm"),
        ("体重：65kg", "height_weight", "65kg"),
    ],
)
def test_d6_body_facts_behind_labels(text: str, kind: str, value: str) -> None:
    assert value in of(menshen.find(text), kind)


def test_d7_a_home_address_down_to_the_room() -> None:
    text = "家庭住址：北京市朝阳区望京街道利泽中二路2号院3号楼1单元502室"
    assert text.partition("：")[2] in of(menshen.find(text), "home_address")


def test_d7_household_registration() -> None:
    found = menshen.find("户籍地址：湖南省衡阳市蒸湘区解放大道26号3栋402室")
    assert of(found, "hukou_location") == {"湖南省衡阳市蒸湘区解放大道26号3栋402室"}


def test_d8_family_and_marriage() -> None:
    found = menshen.find(
        "姓名：钟毅，婚姻状况：离异。紧急联系人：宗慧，关系：姐姐，电话13900139000"
    )
    assert "离异" in of(found, "marital_status")
    assert "姐姐" in of(found, "family_relation")


def test_d9_work_unit_and_title() -> None:
    found = menshen.find("姓名：钟毅\n工作单位：青禾水务有限公司\n职务：财务科长")
    assert of(found, "employer") == {"青禾水务有限公司"}
    assert "财务科长" in of(found, "job_title")
