"""Islands: what finds them, and that finding them stays cheap."""

from __future__ import annotations

import pytest

import menshen
from menshen.engines.islands import ISLANDS
from menshen.engines.match import matcher

_HIDDEN = [i.pattern for i in ISLANDS if i.pattern.name == "hidden"]


@pytest.mark.parametrize("engine", ["plain", "multi"])
def test_a_run_of_zero_width_is_met_once(engine: str) -> None:
    """However long a run is, only its first character is a hit."""
    text = "a" + "\u200b" * 500 + "b\u200b\ufeffc"
    (hits,) = matcher(_HIDDEN, engine=engine).hits(text)
    assert [match.start() for match in hits.matches] == [1, 502]


def test_a_number_is_found_around_runs_of_zero_width() -> None:
    text = "电话" + "\u200b" * 40 + "138\u200b\u200b\u200b\u200b0013\u200b8000"
    assert [f.normal for f in menshen.find(text)] == ["+8613800138000"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("姓名 王芳  收款账号\n7847828912\n72313176307\n（盖章有效）", "7847828912\n72313176307"),
        ("二、证券账户号码（必填）\n   E9761\n63383\n三、其他", "E9761\n63383"),
        ("MAC为FC:E0:AA:\nFD:A7:DF，与登记一致", "FC:E0:AA:\nFD:A7:DF"),
        ("网卡地址：34:3e:4a:70:c\ne:74\n", "34:3e:4a:70:c\ne:74"),
        ("【IP地址】218.183.\r\n121.196【核验】", "218.183.\r\n121.196"),
        ("申请人（订单号码E2022051\r\n7593549）已办", "E2022051\r\n7593549"),
        ("VIN\nLRWL68SF1\nMA108507\n", "LRWL68SF1\nMA108507"),
        ("军官证号：空字第148\n6454号", "空字第148\n6454号"),
    ],
)
def test_a_value_behind_its_label_may_run_over_a_line_end(text: str, value: str) -> None:
    assert value in {f.value for f in menshen.find(text)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("工号：100234\n100235\n100236\n", "100234"),
        ("工号：100234\n302室", "100234"),
        ("工号：100234\n2023-05-06 到岗", "100234"),
        ("工号：100234\n12:30 打卡", "100234"),
        ("用户名：zhang88\nemail:li@163.com", "zhang88"),
        ("订单号：E20220517593\n13800138000", "E20220517593"),
    ],
)
def test_what_begins_a_line_of_its_own_is_not_joined(text: str, value: str) -> None:
    assert value in {f.value for f in menshen.find(text)}
    assert not any("\n" in f.value for f in menshen.find(text))


def test_short_escapes_end_a_line_beside_long_ones() -> None:
    text = '{"m":"\\u624b\\u673a\\uff08\\u5fc5\\u586b\\uff09\\n   13800138000\\n\\u4e09"}'
    assert [f.value for f in menshen.find(text)] == ["13800138000"]
    table = '{"m":"|\\u59d3\\u540d|QQ|\\n|---|---|\\n|\\u738b\\u82b3|439451901|"}'
    assert ("qq_number", "439451901") in {(f.type.id, f.value) for f in menshen.find(table)}
