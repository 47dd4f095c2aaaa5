"""The grammar of addresses: parts with their places, canonical forms, and its limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.engines.address import KINDS, Address, chain, parse


def read(text: str) -> list[tuple[str, str]]:
    return [(p.kind, p.seen) for p in parse(text).parts]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "浙江省宁波市海曙区柳汀街188弄3号402室",
            "province city district road number number room",
        ),
        (
            "湖南省衡阳市衡南县栗江镇大泉村8组12号",
            "province city district township village group number",
        ),
        ("内蒙古锡林郭勒盟阿巴嘎旗别力古台镇巴彦嘎查", "province city district township village"),
        ("新疆生产建设兵团第八师142团12连37号", "province zone group group group number"),
        ("台北市信義區忠孝東路五段68號12樓之3", "city township road number floor"),
        ("香港九龍彌敦道123號恒生大廈12樓B室", "province city road number community floor room"),
        ("3号楼2单元1801室", "building unit room"),
        ("12#1803", "building room"),
        ("云谷三期8座17A", "community building room"),
        ("金科天宸9-3-501", "community building unit room"),
        ("吉林省延吉市邮政信箱1215号", "province district box"),
        ("朝阳区劲松三区312楼5门402", "district community building unit room"),
    ],
)
def test_every_part_is_named_and_nothing_is_left(text: str, parts: str) -> None:
    address = parse(text)
    assert [p.kind for p in address.parts] == parts.split()
    assert address.span == (0, len(text))


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("余杭区文一西路九百六十九号", "浙江省杭州市余杭区文一西路969号"),
        ("五常街道西溪花园五幢", "浙江省杭州市余杭区五常街道西溪花园5幢"),
        ("朝阳区建国路88号", "朝阳区建国路88号"),
        ("三号楼 二单元 五零一", "3号楼2单元501"),
        ("金科天宸9-3-501", "金科天宸9-3-501"),
        ("福建省 厦门市 思明区", "福建省厦门市思明区"),
    ],
)
def test_the_canonical_form_supplies_parents_only_where_one_is_possible(
    text: str, normal: str
) -> None:
    assert parse(text).normal == normal


def test_a_short_name_is_not_taken_out_of_a_road() -> None:
    assert read("北京路12号") == [("road", "北京路"), ("number", "12号")]
    assert read("南京东路300号")[0] == ("road", "南京东路")


def test_levels_do_not_rise_again() -> None:
    text = "3号楼2单元501室浙江省"
    assert chain(text, 0, len(text)).span.end == len(text) - 3


@pytest.mark.parametrize("text", ["", "今天天气不错。", "第三组数据", "2024-05-12"])
def test_text_without_an_address_has_no_parts(text: str) -> None:
    assert parse(text) == Address(())
    assert parse(text).finest == ""


def test_a_repr_never_shows_the_text() -> None:
    assert "柳汀" not in repr(parse("浙江省宁波市海曙区柳汀街188弄3号402室"))


PIECES = st.sampled_from(
    ["浙江省", "杭州市", "余杭区", "五常街道", "文一西路", "西溪花园", "12号", "5幢", "2单元", "301室",
     "大泉村", "3组", "-", " ", "\n", ",", "。", "的", "B座", "9-3-501", "A"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join))
def test_parts_are_in_order_inside_the_text_and_never_cross_a_sentence_end(text: str) -> None:
    address = parse(text)
    low, high = address.span
    assert "。" not in text[low:high]
    at = low
    for part in address.parts:
        assert part.kind in KINDS
        assert at <= part.span.start < part.span.end <= high
        assert text[slice(*part.span)] == part.seen
        at = part.span.end


@given(st.text(alphabet="浙江省杭州市余区路街号0123456789栋单元室-# \n,。村组三", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    address = parse(text)
    assert 0 <= address.span.start <= address.span.end <= len(text)
    assert chain(text, 0, len(text)).span.end <= len(text)
