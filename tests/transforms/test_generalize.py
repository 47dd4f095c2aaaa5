"""Generalisation: coarser, never the same."""

from __future__ import annotations

import pytest

from menshen.transforms.generalize import TRANSFORM
from tests.transforms.samples import finding, setting


@pytest.mark.parametrize(
    ("kind", "value", "normal", "expected"),
    [
        ("birth_date", "1985年3月12日", "1985-03-12", "1985年"),
        ("birth_date", "1985/03/12", "1985-03-12", "1985"),
        ("birth_date", "一九八五年三月", "1985-03", "1985"),
        ("home_address", "北京市朝阳区建国路88号", "", "北京市朝阳区"),
        ("home_address", "北京市朝阳区", "", "北京市"),
        ("home_address", "建国路88号", "", None),
        ("age", "37岁", "37岁", "30–39岁"),
        ("income", "月薪8500元", "", "月薪5000–10000元"),
        ("income", "12,000", "", "10000–20000"),
        ("income", "面议", "", None),
        ("precise_location", "39.904211,116.407395", "", "39.90,116.40"),
        ("ip_address", "39.12.3.4", "", "39.12.3.0/24"),
        ("person_name", "张三丰", "", "张某"),
        ("person_name", "欧阳娜", "", "欧阳某"),
        ("mobile_number", "13800138000", "", None),
    ],
)
def test_forms(kind: str, value: str, normal: str, expected: str | None) -> None:
    assert TRANSFORM.apply(finding(kind, value, normal), setting("generalize")) == expected
