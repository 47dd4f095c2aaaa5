"""Whose a finding is, within one block of text, of a table, of JSON."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen import detectors, formats
from menshen.model import Block, Document
from menshen.people import grouped
from menshen.policy import Policy

RULES = Policy(models=False)


def groups(text: str) -> list[set[str]]:
    """Return the values of each group of a text, in the order in which groups begin."""
    return of_block(Block("d", 0, text))


def of_block(block: Block) -> list[set[str]]:
    held: dict[str, set[str]] = {}
    for finding in grouped(block, detectors.find(block, policy=RULES)):
        if finding.person is not None:
            held.setdefault(finding.person, set()).add(finding.value)
    return list(held.values())


def of_file(name: str, text: str) -> list[set[str]]:
    (block,) = (b for b in formats.read(Document(name, data=text.encode())) if isinstance(b, Block))
    return of_block(block)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("姓名：钟毅，手机：13800138000", [{"钟毅", "13800138000"}]),
        (
            "姓名：钟毅，手机：13800138000\n姓名：宗慧，手机：13900139000",
            [{"钟毅", "13800138000"}, {"宗慧", "13900139000"}],
        ),
        ("手机：13800138000，联系人：钟毅", [{"13800138000", "钟毅"}]),
        (
            "姓名：钟毅\n性别：男\n身份证号：11010519491231002X\n手机：13800138000",
            [{"钟毅", "男", "11010519491231002X", "13800138000"}],
        ),
        (
            "姓名：钟毅\n手机：13800138000\n\n姓名：宗慧\n手机：13900139000",
            [{"钟毅", "13800138000"}, {"宗慧", "13900139000"}],
        ),
        ("姓名：钟毅，手机：13800138000。后来钟毅改用13900139000。", [{"钟毅", "13800138000", "13900139000"}]),
        ("手机13800138000\n手机13900139000", [{"13800138000"}, {"13900139000"}]),
        ("手机：13800138000\n邮箱：zy@163.com", [{"13800138000", "zy@163.com"}]),
        (
            "患者：钟毅 男\n诊断医生：宗慧 13900139000\n身份证号：11010519491231002X",
            [{"钟毅", "男", "11010519491231002X"}, {"宗慧", "13900139000"}],
        ),
    ],
)  # fmt: skip
def test_running_text(text: str, expected: list[set[str]]) -> None:
    assert groups(text) == expected


def test_rows_are_people() -> None:
    rows = "姓名,手机\n钟毅,13800138000\n宗慧,13900139000\n"
    assert of_file("a.csv", rows) == [{"钟毅", "13800138000"}, {"宗慧", "13900139000"}]


def test_two_names_in_a_row_are_two_people() -> None:
    rows = "寄件人,寄件电话,收件人,收件电话\n钟毅,13800138000,宗慧,13900139000\n" * 1
    assert of_file("a.csv", rows) == [{"钟毅", "13800138000"}, {"宗慧", "13900139000"}]


def test_objects_within_a_record_are_people_of_their_own() -> None:
    text = (
        '[{"buyer": {"name": "钟毅", "mobile": "13800138000"},'
        ' "seller": {"name": "宗慧", "mobile": "13900139000"}}]'
    )
    assert of_file("a.json", text) == [{"钟毅", "13800138000"}, {"宗慧", "13900139000"}]


def test_an_object_with_one_name_owns_what_lies_beside_it() -> None:
    text = '[{"user": {"name": "钟毅"}, "contact": {"mobile": "13800138000"}}]'
    assert of_file("a.json", text) == [{"钟毅", "13800138000"}]


@pytest.mark.parametrize(
    "text",
    [
        "青禾物业服务中心电话：010-88886666",
        "公司总机010-88886666",
        "投诉请发 service@qinghe.com.cn",
        "统一社会信用代码91350100M000100Y43",
    ],
)
def test_what_is_an_organisations_belongs_to_nobody(text: str) -> None:
    assert groups(text) == []


@given(
    st.lists(
        st.sampled_from(
            [
                "姓名：钟毅",
                "13800138000",
                "\n",
                "\n\n",
                "，",
                "宗慧女士",
                "女",
                "身份证11010519491231002X",
            ]
        ),
        max_size=14,
    )
)
@settings(max_examples=80, deadline=None)
def test_findings_stay_as_they_are_and_get_a_label_or_none(pieces: list[str]) -> None:
    block = Block("d", 0, "".join(pieces))
    found = detectors.find(block, policy=RULES)
    labelled = grouped(block, found)
    assert [f._replace(person=None) for f in labelled] == found


def test_grouping_reads_no_file() -> None:
    assert grouped(Block("d", 0, ""), []) == []
    assert not Path("d").exists()


def test_a_surname_of_whom_nothing_else_is_told_is_nobody() -> None:
    text = "张先生说他不来了。\n\n李女士的电话是13812345678。"
    block = Block("a", 0, text)
    labels = {f.value: f.person for f in grouped(block, detectors.find(block))}
    assert labels["张"] is None
    assert labels["李"] == labels["13812345678"] is not None
