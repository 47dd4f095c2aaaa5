"""Tables written into text: headers over cells, cells broken over lines."""

from __future__ import annotations

import re

import pytest

import menshen
from menshen.engines.match import matcher
from menshen.engines.pasted import PATTERNS, Headed, Sheet, sheets
from menshen.model import Block
from menshen.text import written


def _read(text: str) -> list[Sheet]:
    return sheets(
        text, [m for hit in matcher(PATTERNS, engine="plain").hits(text) for m in hit.matches]
    )


def _cells(text: str) -> list[list[str]]:
    return [[text[slice(*cell)] for cell in row] for sheet in _read(text) for row in sheet.rows]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("姓名,电话\n王芳,13800138000\n", [["王芳", "13800138000"]]),
        ("|姓名|电话|\n|王芳|138\n00138000|\n", [["王芳", "138\n00138000"]]),
        ("姓名,电话,备注\n王芳,138\n00138000,无\n", [["王芳", "138\n00138000", "无"]]),
        ("|姓名|证件号(护照)|\n|王芳|E1|\n", [["王芳", "E1"]]),
        ('{"a":"|姓名|电话|\n|王芳|138|', [["王芳", "138"]]),
        ("insert into t (姓名, 电话) values ('王芳', '138'), ('李', '1')", [["王芳", "138"], ["李", "1"]]),
        ("天气,心情\n晴,好\n", []),
    ],
)  # fmt: skip
def test_cells(text: str, cells: list[list[str]]) -> None:
    assert _cells(text) == cells


def test_two_rows_are_not_put_together() -> None:
    text = "|姓名|工号|\n|王芳|10023|\n|李娜|10024|\n"
    assert _cells(text) == [["王芳", "10023"], ["李娜", "10024"]]


def test_labels_are_those_over_the_cell() -> None:
    text = "见下:\n姓名\tIMSI\n王芳\t460071391229031\n完"
    found = _read(text)
    headed = Headed(Block("a", 0, text), written(text), found)
    assert headed.labels(text.index("4600")) == ("IMSI",)
    assert headed.labels(text.index("王芳")) == ("姓名",)
    assert headed.labels(0) == headed.labels(len(text) - 1) == ()


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("|姓名|IMSI|\n|---|---|\n|王芳|460071391229031|", "imsi_iccid", "460071391229031"),
        ("|姓名|电话|\n|---|---|\n|王芳|189\n42869027|", "mobile_number", "189\n42869027"),
        ("|姓名|银行账号|\n|王芳|2742855\n33796071870|", "bank_account", "2742855\n33796071870"),
    ],
)
def test_a_header_names_what_no_shape_could(text: str, kind: str, value: str) -> None:
    assert (kind, value) in {(f.type.id, f.value) for f in menshen.find(text)}


def aligned(text: str) -> list[list[str]]:
    """Return the cells of the tables whose columns blanks part."""
    pattern = next(p for p in PATTERNS if p.name == "header over columns")
    found = sheets(text, re.finditer(pattern.regex, text))
    return [[text[slice(*cell)] for cell in row] for sheet in found for row in sheet.rows]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("工号 姓名 实发\n0011 柯明亮 7,922.87\n0024 哈斯 5,710.00\n合计\n", [["0011", "柯明亮", "7,922.87"], ["0024", "哈斯", "5,710.00"]]),
        ("姓名   性别   学号\n宁远   男    20190133\n税兴旺 女 20190134", [["宁远", "男", "20190133"], ["税兴旺", "女", "20190134"]]),
        ("姓名  出生日期  住址\n宁远  2009 年 3 月  三号院 东屋\n", [["宁远", "2009 年 3 月", "三号院 东屋"]]),
        ("姓名 张三 性别 男 年龄 30\n民族 汉 籍贯 山东 学历 本科\n", []),
        ("会议 时间 地点 主持\n今天 我们 讨论 了\n", []),
        ("姓名 电话\n无\n无\n王芳 1\n", []),
    ],
)  # fmt: skip
def test_columns_that_blanks_part_are_read_under_their_header(
    text: str, rows: list[list[str]]
) -> None:
    assert aligned(text) == rows
