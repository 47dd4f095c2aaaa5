"""What speaks against a name around it: goods, tales, invented values; and where nothing does."""

from __future__ import annotations

import pytest

from menshen.detectors import find
from menshen.engines import setting
from menshen.model import Block


def worth(text: str, name: str) -> float:
    start = text.index(name)
    return sum(e.weight for e in setting.around(text, start, start + len(name)))


def found(text: str) -> list[str]:
    return [f.value for f in find(Block("t", 0, text)) if f.type.id == "person_name"]


@pytest.mark.parametrize(
    "text",
    [
        "秋冬新款林书豪同款篮球鞋男防滑耐磨包邮",
        "正版现货 零基础学编织 陈若涵著 精装",
        "郑秀丽 珍珠面膜 补水 10片/盒",
    ],
)
def test_a_name_in_a_title_of_goods_is_doubted(text: str) -> None:
    name = next(n for n in ("林书豪", "陈若涵", "郑秀丽") if n in text)
    assert worth(text, name) <= -4


def test_more_words_of_trade_weigh_more() -> None:
    lines = ("陆思源毛衣", "陆思源毛衣 包邮", "陆思源毛衣 新款包邮")
    one, two, three = (worth(line, "陆思源") for line in lines)
    assert 0 > one > two > three


@pytest.mark.parametrize(
    "text",
    [
        "陆思源拿了我的毛衣和围巾，说是新款，明天就还。",
        "收货：陆思源 新款毛衣 包邮 2件",
        "陆思源 13800138000 新款毛衣 包邮",
        "1. 陆思源 牛奶2箱\n2. 何佳宁 酸奶1箱\n3. 赵文博 鸡蛋30只",
        "陆思源昨天到了南京。\n秋冬新款 防滑 包邮",
    ],
)
def test_a_customer_is_none_of_the_goods(text: str) -> None:
    assert worth(text, "陆思源") == 0


def test_everybody_in_a_list_of_orders_is_found() -> None:
    text = "团购接龙\n1. 陆思源 牛奶2箱\n2. 林静怡 酸奶1箱\n3. 赵文博 饼干3盒\n"
    assert found(text) == ["陆思源", "林静怡", "赵文博"]


def test_words_of_tales_weigh_more_the_more_there_are() -> None:
    plain = "陆思源转身走进门里。"
    one, two, four = (
        worth(plain + words, "陆思源")
        for words in ("这是小说。", "这是武侠小说。", "这是武侠小说，掌门的剑法来自魔教。")
    )
    assert one == 0
    assert 0 > two > four


def test_a_tale_with_a_number_to_call_is_none() -> None:
    text = "武侠小说掌门剑法魔教，陆思源，电话13800138000"
    assert worth(text, "陆思源") == 0


def test_names_in_a_tale_are_left_alone_and_outside_are_found() -> None:
    tale = "长篇武侠小说连载：掌门陆思源拔剑，魔教众人退后，师父何佳宁的剑法无人能敌。"
    assert found(tale) == []
    assert found("昨天下午陆思源和何佳宁一起去了派出所。") == ["陆思源", "何佳宁"]


def test_examples_are_doubted() -> None:
    assert worth("填写说明：第一格写陆思源，第二格写部门", "陆思源") < 0


@pytest.mark.parametrize(
    ("name", "kind"), [("宋江", "figure"), ("孔凤春", "brand"), ("何首乌", "brand")]
)
def test_lists_of_words_speak_against_a_name(name: str, kind: str) -> None:
    assert [e.kind for e in setting.listed(name)] == [kind]


def test_an_ordinary_name_is_on_no_list() -> None:
    assert not list(setting.listed("陆思源"))


def test_what_the_tagger_alone_sees_is_doubted_for_plain_reasons_only() -> None:
    text = "韩国明星陆思源毛衣"
    start = text.index("陆思源")
    assert not list(setting.doubts(text, start, start + 3))
    more = text + " 新款包邮 加厚保暖"
    assert [e.weight for e in setting.doubts(more, start, start + 3)] == [-6.0]


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("母猪耳号3107，配种后妊检阳性，产仔13头，断奶9头，产后三天不吃发烧", -3.9),
        ("橘猫，公，已绝育，宠物医院住院，两天没尿", -2.0),
        ("填表示例：与户主关系填妻，有慢性病填高血压", -3.0),
        ("她家养了只橘猫，她自己高血压三年了", 0.0),
        ("张阿姨高血压三年，天天吃药", 0.0),
    ],
)
def test_facts_amid_animals_and_samples_are_doubted(text: str, weight: float) -> None:
    said = setting.about_nobody(text, len(text) - 2, len(text))
    assert (said.weight if said else 0.0) == weight
