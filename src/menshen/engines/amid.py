"""What the list in which a name stands says of it.

A list holds things of one kind. Amid several names a stretch that is no known word is a name too, even
if nothing else says so; and what looks like a name amid shops, dishes, places or terms is one of these.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import itemgetter

from menshen import facts
from menshen.engines import names, ner, setting
from menshen.evidence import strength
from menshen.late import late
from menshen.model import Evidence

__all__ = ["among", "rows"]

AMONG = Evidence("label", 4.5, "stands among names in a list")
AMID = Evidence("list", -2.5, "stands in a list of other things")
_CLAUSE = late("[^\\n。!?,]+")
_MARKS = "、;#"
_WIDEST = 16
_ITEM = late("[^、;#]+")
_CORE = late(
    '(?:[0-9]{1,3}[号.):楼栋层]{0,2}:?|[^:]{1,6}:)?[ “"]?(?P<n>[㐀-鿿·]+)[^㐀-鿿]*(?:[元斤克箱盒瓶万辆座级次个枝].{0,4})?'
)
_ABOUT = late(
    "[男女]|.{1,4}族|[0-9]{1,3}岁|未婚|已婚|.{2}[省市]人|本科|大专|党员|.{0,6}[12][0-9]{3}年.*"
)
"""An item that tells something of a person: the list is a record."""
_HEADED = late(
    "(?:检验|变换|算子|方程|定理|定律|单位|芯片|代号|模型|算法|词典|译名|术语|名词|品牌|商标|老字号|招牌|商户|铺位|门店|店铺|入驻|车型|机型|型号|"
    "色号|口味|菜单|菜品|小吃|药名|药材|方剂|本草|图鉴|树种|花材|地名|站名|路名|村名|桥名|胡同|支流|古镇|电站|水库|书目|篇目|剧目|曲目|片单|"
    "字体|字库|字帖|基金|个股|涨停|概念股|成分股|关键词|敏感词|字段|枚举|杯具|货架|上架|价目|报价|行情)[^:、;。\n]{0,8}:"
)
"""A heading that says of what kind the things of a list are."""
_HEAD = 16
_FEW = 3
"""So many items of a kind make a list one of that kind, if they are the most."""
_KNOWN = 1.5
"""So far ahead the word model must be to know a plain word."""
_LONGEST = 4
Stretch = tuple[int, int]
_start = itemgetter(0)


def rows(text: str) -> Iterator[list[Stretch]]:
    """Yield the words of each list of four items or more in folded text, without numbers and labels.

    What leads to the first and follows the last is taken for a part of them. A record of a person is
    no list.

    >>> list(rows("甲、乙乙 3元、丙、丁"))
    [[(0, 1), (2, 4), (8, 9), (10, 11)]]
    """
    for clause in _clauses(text):
        items = [item.span() for item in _ITEM.finditer(text, *clause.span())]
        if len(items) <= _FEW or any(end - start > _WIDEST for start, end in items[1:-1]):
            continue
        if any(_ABOUT.fullmatch(text, *item) for item in items):
            continue
        cores = (_CORE.fullmatch(text, *item) for item in items)
        yield [
            core.span("n") if core is not None else item
            for core, item in zip(cores, items, strict=True)
        ]


def _clauses(text: str) -> Iterator[re.Match[str]]:
    """Yield the clauses with marks enough for a list; lines without them are not read."""
    end = -1
    for line in text.split("\n"):
        start = end + 1
        end = start + len(line)
        if sum(map(line.count, _MARKS)) < _FEW:
            continue
        for clause in _CLAUSE.finditer(text, start, end):
            if sum(map(clause[0].count, _MARKS)) >= _FEW:
                yield clause


def among(
    text: str,
    lists: Iterable[Sequence[Stretch]],
    named: Collection[Stretch],
    read: Sequence[ner.Word],
) -> Iterator[tuple[Stretch, Evidence]]:
    """Yield what lists say: for items not `named`, that names stand around; against named ones, that others do.

    `lists` are `rows` of the text, `read` the words that the word model read in it, in order.
    """
    for items in lists:
        sure = [item for item in items if item in named]
        if not sure:
            continue
        if _HEADED.search(text, max(0, items[0][0] - _HEAD), items[0][1]):
            yield from ((item, AMID) for item in sure)
            continue
        rest = [item for item in items if item not in named]
        other = {item for item in rest if _is_plain(read, item) or _is_other(text[slice(*item)])}
        if len(sure) >= _FEW and 2 * len(sure) >= len(items):
            inner = (item for item in rest if item not in {items[0], items[-1]} | other)
            yield from ((item, AMONG) for item in inner if not any(_within(read, item)))
        elif len(other) >= _FEW and 2 * len(other) >= len(items):
            yield from ((item, AMID) for item in sure)


def _is_other(word: str) -> bool:
    """Say whether an item of a list is no name: a known word, or too long for one."""
    if setting.is_listed(word) or len(word) == 1 or word in facts.division_names():
        return True
    return len(word) > _LONGEST and "·" not in word and strength(names.build(word)) < 0


def _is_plain(read: Sequence[ner.Word], item: Stretch) -> bool:
    """Say whether an item is a plain word."""
    return item in ((word.start, word.end) for word in _within(read, item))


def _within(read: Sequence[ner.Word], item: Stretch) -> Iterator[ner.Word]:
    """Yield the plain words that begin within an item."""
    first, last = (bisect_left(read, at, key=_start) for at in item)
    for at in range(first, last):
        word = read[at]
        if word.label != "PER" and word.lead >= _KNOWN:
            yield word
