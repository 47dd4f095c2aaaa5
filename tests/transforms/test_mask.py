"""Masks: the customary forms, in the length of the value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen import taxonomy
from menshen.transforms import Setting
from menshen.transforms.mask import TRANSFORM
from tests.transforms.samples import finding


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("person_name", "张三", "张*"),
        ("person_name", "张三丰", "张**"),
        ("person_name", "欧阳娜娜", "欧阳**"),
        ("mobile_number", "13800138000", "138****8000"),
        ("mobile_number", "138-0013-8000", "138-****-8000"),
        ("mobile_number", "+86 138 0013 8000", "+86 138 **** 8000"),
        ("mobile_number", "１３８００１３８０００", "１３８****８０００"),
        ("mobile_number", "138001\n38000", "138***\n*8000"),
        ("resident_id_number", "11010519491231002X", "110***********002X"),
        ("bank_card_number", "6222021234567890128", "6222***********0128"),
        ("email", "zhangsf@163.com", "z******@163.com"),
        ("email", "zhangsf@corp.cn", "z******@****.cn"),
        ("home_address", "北京市朝阳区建国路88号", "北京市朝阳区******"),
        ("vehicle_plate", "京A12345", "京A****5"),
        ("ip_address", "39.12.3.4", "39.**.*.*"),
        ("birth_date", "1985年3月12日", "1985年*月**日"),
        ("account_password", "Passw0rd!", "********!"),
        ("diagnosis", "高血压", "***"),
        ("home_address", "北京市朝阳区", "******"),
    ],
)
def test_customary_forms(kind: str, value: str, expected: str) -> None:
    assert TRANSFORM.apply(finding(kind, value), Setting()) == expected


@given(
    kind=st.sampled_from([kind.id for kind in taxonomy.types()]),
    value=st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=40),
)
def test_a_mask_keeps_the_length_and_hides_something(kind: str, value: str) -> None:
    found = TRANSFORM.apply(finding(kind, value), Setting())
    assert len(found) == len(value)
    assert found != value or not any(c != "*" for c in value)
