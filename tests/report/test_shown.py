"""Masking and making visible: what may be seen of a value."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen import facts, taxonomy
from menshen.report.shown import masked, shown, visible
from tests.report.samples import finding

CUSTOMARY = re.compile(r"(\+86|0086|86)?1[0-9]{2}\*{4}[0-9]{4}|[0-9]{6}\*{8}[0-9]{3}[0-9Xx]")
MAIL = re.compile(r"[^@*]?\*\*\*@.*")
SECRETS = [k for k in taxonomy.types() if k.identifier == "secret"]
LIKELY = st.one_of(
    st.text(min_size=1, max_size=40),
    st.text("0123456789 -+", min_size=1, max_size=24),
    st.text("张欧阳伟娜·Zz .", min_size=1, max_size=8),
    st.from_regex(r"1[3-9][0-9]{9}|[1-6][0-9]{16}[0-9X]", fullmatch=True),
    st.from_regex(r"[a-z.]{1,12}@(163\.com|[a-z]{1,9}\.(com|cn))", fullmatch=True),
    st.from_regex(r"([0-9]{1,3}\.){3}[0-9]{1,3}|([0-9a-f]{2}:){5}[0-9a-f]{2}", fullmatch=True),
    st.from_regex(r"[0-9]{1,3}\.[0-9]{1,7},[0-9]{1,3}\.[0-9]{1,7}", fullmatch=True),
)


@pytest.mark.parametrize(
    ("type_id", "value", "expected"),
    [
        ("person_name", "张三", "张*"),
        ("person_name", "张三丰", "张**"),
        ("person_name", "欧阳娜娜", "欧阳**"),
        ("person_name", "丽", "*"),
        ("mobile_number", "13800138000", "138****8000"),
        ("mobile_number", "１３８－００１３－８０００", "138****8000"),
        ("mobile_number", "138 0013\n8000", "138****8000"),
        ("mobile_number", "+86 138-0013-8000", "+86138****8000"),
        ("mobile_number", "+852 9123 4567", "+85*******67"),
        ("mobile_number", "幺三八零零一三八零零零", "幺三八******零零"),
        ("landline", "010-88886666", "010******66"),
        ("resident_id_number", "110105 19491231 002X", "110105********002X"),
        ("resident_id_15", "110105491231002", "1101********002"),
        ("passport_number", "E12345678", "E1*****78"),
        ("bank_card_number", "6222 0212 3456 7890", "6222********7890"),
        ("email", "ouyang@163.com", "o***@163.com"),
        ("email", "Zhang.Wei@corp.example.com", "Z***@***.com"),
        ("email", "a@163.com", "***@163.com"),
        ("vehicle_plate", "京A12345", "京A****5"),
        ("vehicle_plate", "粤B·D12345", "粤B*****5"),
        ("home_address", "北京市朝阳区建国路88号", "北京市朝阳区******"),
        ("home_address", "朝阳路8号", "******"),
        ("home_address", "阳光小区3栋2单元501", "******"),
        ("home_address", "深圳市南山区科技园路1号", "深圳市南山区******"),
        ("home_address", "朝阳区建国路88号", "朝阳区******"),
        ("house_unit", "3栋2单元501室", "******"),
        ("marital_status", "已婚", "***"),
        ("gender", "男", "***"),
        ("school", "清华大学", "***"),
        ("employer", "阿里巴巴", "***"),
        ("blood_type", "AB型", "***"),
        ("family_relation", "父亲", "***"),
        ("ip_address", "123.45.67.89", "123.*.*.*"),
        ("mac_address", "a4:5e:60:12:34:56", "a4:5e:60:**:**:**"),
        ("birth_date", "1990-01-02", "1990****"),
        ("precise_location", "31.230416,121.473701", "31.2***,121.4***"),
        ("account_password", "hunter2", "******"),
        ("account_password", "correct horse battery", "******"),
        ("diagnosis", "糖尿病", "***"),
        ("wechat_id", "lao_wang_88", "la*******88"),
        ("org_credit_code", "91110000100000000X", "9111**********000X"),
    ],
)
def test_customary_forms(type_id: str, value: str, expected: str) -> None:
    assert masked(taxonomy.get(type_id), value) == expected


@given(st.sampled_from(taxonomy.types()), LIKELY)
def test_at_most_half_of_a_value_stays(kind: taxonomy.InfoType, value: str) -> None:
    form = masked(kind, value)
    assert "*" in form
    if CUSTOMARY.fullmatch(form) or form.removesuffix("******") in facts.division_names():
        return
    if kind.id == "email" and MAIL.fullmatch(form):
        form, value = (text.partition("@")[0] for text in (form, value))
    assert sum(c.isalnum() for c in form) * 2 <= len(value)


@pytest.mark.parametrize("kind", taxonomy.types(), ids=lambda kind: kind.id)
@pytest.mark.parametrize("word", ["已婚", "糖尿病", "中共党员", "清华大学", "AB"])
def test_words_never_show_in_kinds_that_hold_words(kind: taxonomy.InfoType, word: str) -> None:
    form = masked(kind, word)
    assert word not in form
    if kind.identifier == "attribute" and kind.id != "virtual_property":
        assert form == "***"
    assert sum(c != "*" for c in form) <= len(word) // 2


@given(st.sampled_from(SECRETS), LIKELY)
def test_secrets_do_not_even_show_their_length(kind: taxonomy.InfoType, value: str) -> None:
    assert masked(kind, value) == "******"


@given(st.sampled_from(taxonomy.types()), st.text(max_size=30))
def test_nothing_active_is_ever_shown(kind: taxonomy.InfoType, value: str) -> None:
    for form in (masked(kind, value), visible(value)):
        assert not [c for c in form if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain 文本", "plain 文本"),
        ("全角　空格", "全角　空格"),
        ("\x1b[2Jx", "\\x1b[2Jx"),
        ("a\r\nb\tc", "a\\r\\nb\\tc"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("bad\udc80name", "bad\\udc80name"),
        ("\U000e0041", "\\U000e0041"),
        ("\x9b31m", "\\x9b31m"),
    ],
)
def test_active_characters_become_visible(text: str, expected: str) -> None:
    assert visible(text) == expected


@pytest.mark.parametrize(
    ("value", "normal", "expected"),
    [
        ("%2B8613800138000", "+8613800138000", "+86138****8000"),
        ("\\u4eacA12345", "京A12345", "京A****5"),
        ("&#20140;A12345", "京A12345", "京A****5"),
        ("100%", "100%", "1***"),
    ],
)
def test_encoded_values_are_masked_in_their_plain_form(
    value: str, normal: str, expected: str
) -> None:
    kind = "vehicle_plate" if "A" in normal else "mobile_number" if "+" in normal else "user_id"
    encoded = finding(kind, value)._replace(normal=normal)
    assert shown(encoded) == expected
    assert shown(encoded, reveal=True) == visible(value)
