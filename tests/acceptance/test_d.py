"""What counts as personal information: requirements D4, D7 and D11 in what this version fulfils."""

from __future__ import annotations

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
