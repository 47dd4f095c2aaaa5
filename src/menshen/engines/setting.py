"""What speaks against a name, or a fact, in the passage around it, and in the name itself.

A word that looks like a name may be one of nobody whom it concerns: an author or a star in a title of
goods, somebody in a tale, a stage play or a lesson of history, a brand, a dish, a figure. Titles of
goods are short lines that hold words of trade and measures, and hardly any of the small words of
speech; tales and history show by their own words. Neither is assumed where a number or a label says
that a person can be reached here. Facts may be nobody's too: of a figure in a tale, of an animal or a plant, of a sample.

The weights are log-odds: how much oftener so many such words stand around names of nobody than around
those of persons, counted on annotated news, posts, CVs, titles of goods and our own documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from menshen import facts
from menshen.engines import names
from menshen.engines.lexicon import Lexicon
from menshen.late import late
from menshen.model import Evidence
from menshen.text import compact

__all__ = [
    "MADE_PLACE",
    "NO_NAMES",
    "PLACE",
    "about_nobody",
    "around",
    "doubts",
    "is_listed",
    "listed",
]

PLACE = late(
    "(?:路|街|巷|村|镇|乡|县|区|市|省|山|河|湖|岛|寺|庙|墓|祠|故居|纪念馆|大厦|广场|小区|花园|集团|公司|有限|酒店|饭店|酒|牌|"
    "火锅|烤鸭|豆腐|牛肉|剪刀|大杂烩|面馆|超市|药店|药业|医院|小学|中学|大学|学院|书院|奖|杯|定理|定律|效应|指数|算法|悖论|传奇|"
    "传》|方程|算子|变换|分布|检验|系数|常数|公式|不等式|猜想|引理|绘景|极限|彗星|球场|主场|客场|俱乐部|队(?![长员友医])|"
    "湾|港|机场|大桥|战役|火车站|牛肉面|粉馆|麻辣烫|火锅馆|凉皮|腐乳|试验|囊|袢|憩室|纤维|循环|米粉|包子|豆皮|砂锅|"
    "传》|症|病|综合征|氏|银行|证券|基金|帆布|T恤|系列|款|同款|式|体)"
)
"""What behind a name makes it that of a place, a thing or a work."""
MADE_PLACE = Evidence("context", -4.0, "part of the name of a place, a thing or a work")
_WORK = late("[《〈][^》〉\\n]{0,20}\\Z")
_HANDLE = late(
    "@[^\\s@:,。]{1,12}\\Z|(?:昵称|网名|用户名|账号|微信名|群名片|花名|ID|(?i:nick_?name|user_?name|screen_?name|login))[\"': =]{1,5}\\Z"
)
_IN_WORK = Evidence("context", -4.0, "in the title of a work")
_NICKNAME = Evidence("context", -4.0, "a nickname, or a part of one")
NO_NAMES = {
    "brand": Evidence("brand", -5.0, "a brand, a dish or a place"),
    "program": Evidence("brand", -8.0, "a program, a device or their maker"),
    "title": Evidence("shape", -8.0, "a title, no name"),
    "role": Evidence("shape", -8.0, "the word for a role, no name"),
    "kin": Evidence("shape", -8.0, "the word for a relation, no name"),
}
"""What a list of words says against a name wherever it stands, by the class of the word."""
_KINDS = {
    "figure": Evidence("figure", -2.8, "a figure of history or literature"),
    "brand": NO_NAMES["brand"],
    "thing": Evidence("brand", -4.0, "a plant, an animal, a medicine or a dish"),
    "ware": Evidence("brand", -4.0, "goods, or a word of trade"),
    "sample": Evidence("sample", -6.0, "a name that stands for anybody"),
    "program": NO_NAMES["program"],
    "title": NO_NAMES["title"],
    "role": NO_NAMES["role"],
    "kin": NO_NAMES["kin"],
    "region": Evidence("shape", -5.0, "a country, or all of an area"),
}
_COVERING = ("brand", "thing", "ware")
_IN_BRAND = Evidence("brand", -4.0, "the beginning of a brand or the name of a thing")
_HAMLET = late("[㐀-鿿]家[嘴桥坪沟湾坝营庄屯集店堡塘岭坡洼河埠渡铺巷山寨]|[㐀-鿿][庄集屯坝]")
_BUILT_PLACE = Evidence("shape", -2.5, "built as the name of a village")
_GOODS = (
    Evidence("context", -2.3, "a word of trade stands in the line"),
    Evidence("context", -4.0, "words of trade stand in the line"),
    Evidence("context", -6.0, "in the title of goods"),
)
_TALE = (
    Evidence("context", -2.0, "words of tales or history stand around"),
    Evidence("context", -3.3, "in a tale, a play, a game or a lesson of history"),
    Evidence("context", -8.0, "amid words of tales or history"),
)
_FIGURES = (
    Evidence("context", -2.0, "in a tale, a play, a game or a lesson of history"),
    Evidence("context", -3.9, "amid words of tales or history"),
)
_BEASTS = (
    Evidence("context", -2.0, "words of animals or plants stand around"),
    Evidence("context", -3.9, "amid words of animals or plants"),
)
_INVENTED = Evidence("context", -3.0, "near a word that says that values are invented")
_PLAIN = -3.0
_BEFORE = 24
_LINE = 90
"""Titles of goods are no longer than this."""
_NEAR = 160
"""So far around a name words of tales are looked for."""
_PARTS = late("[\\n;]")
_REACHED = late("1[3-9][0-9]{9}|[0-9]{15}|电话|收货|收件|地址|身份证|微信号|姓名|联系人|手机号")
_HEAD = late("[ #]{0,3}(?:[0-9]{1,3}[ .、):]{0,2})?")
_BUYER = late("[ #]{0,3}(?:[0-9]{1,3}[ .、):]{0,2})?(?P<n>[㐀-鿿]{2,4})(?![㐀-鿿])")
_SPOKEN = late("[了是在我你他她它们这那吗呢吧着过把被让给就都也还很但因说请已将]")
_SENTENCE = late("[。?!]")
_MEASURE = late(
    "(?i)(?<=[0-9])(?:ml|g|kg|cm|mm|l|寸|升|克|斤|片|支|粒|盒|包|张|本|册|元|件|只|瓶|袋|款|色|码|讲|折)|"
    "/[片支粒盒包袋瓶箱件]|(?<=第[0-9一二三四五六])版|978(?=[0-9]{7})|(?<=[0-9]{4})版|"
    "(?:dvd|vcd|cd|mp3|isbn)(?![a-z])|,,|出版|[★●◆]|(?<=[\u4e00-\u9fff])[著译]\\Z"
)
_GAP = late("[ |]+")
_GAPS = 4
"""So many gaps between the words of a line that holds a word of trade are as good as another one."""
_SAMPLES = late("示例|样例|范例|假数据|测试数据|填写说明|填表说明|assert |test_")
_CHAPTER = late("第[一二三四五六七八九十百0-9]{1,4}[回章幕折集]")


def doubts(text: str, start: int, end: int) -> Iterator[Evidence]:
    """Yield what speaks against a stretch of folded text that only the sequence model takes for a name.

    It has read the passage itself, and the lists of figures and words; so only what is plain counts.
    """
    name = compact(text[start:end])
    yield from (e for e in listed(name) if e.kind != "figure")
    if _WORK.search(text[max(0, start - _BEFORE) : start]):
        yield _IN_WORK
    yield from _shape(text, start, end)
    yield from (e for e in _passage(text, start, end) if e.weight <= _PLAIN)
    if PLACE.match(text, end):
        yield MADE_PLACE


def listed(name: str, kinds: Mapping[str, Evidence] = _KINDS) -> Iterator[Evidence]:
    """Yield what the lists of words say against a name, by the classes of facts/name_words.tsv.

    >>> [e.kind for e in listed("李白")], list(listed("张伟"))
    (['figure'], [])
    """
    if kinds is _KINDS:
        yield from _against().get(name, ())
        return
    for kind, evidence in kinds.items():
        if name in facts.name_words(kind):
            yield evidence


@cache
def _against() -> dict[str, tuple[Evidence, ...]]:
    """Return what all lists say of each of their words, which is asked of every name."""
    found: dict[str, tuple[Evidence, ...]] = {}
    for kind, evidence in _KINDS.items():
        for word in facts.name_words(kind):
            found[word] = (*found.get(word, ()), evidence)
    return found


def around(text: str, start: int, end: int) -> Iterator[Evidence]:
    """Yield what the passage around a name in folded text says against it."""
    before = text[max(0, start - _BEFORE) : start]
    if _WORK.search(before):
        yield _IN_WORK
    if _HANDLE.search(before):
        yield _NICKNAME
    yield from _shape(text, start, end)
    yield from _passage(text, start, end)


def about_nobody(text: str, start: int, end: int) -> Evidence | None:
    """Return what is said against a fact that stands amid tales, samples or animals: it may be nobody's.

    Not as much as against a name, since people speak of tales and pets too. One or two such words say nothing.
    """
    passage = text[max(0, start - _NEAR) : end + _NEAR]
    if _SAMPLES.search(passage):
        return _INVENTED
    for found, worth in ((_tale(passage, ""), _FIGURES), (_beasts(passage), _BEASTS)):
        level = min(found, len(worth) + 2) - 3
        if level >= 0:
            return worth[level]
    return None


def is_listed(name: str) -> bool:
    """Say whether a list of words knows a stretch as something else than a name.

    >>> is_listed("瑞蚨祥"), is_listed("张伟")
    (True, False)
    """
    return name in _against()


def _shape(text: str, start: int, end: int) -> Iterator[Evidence]:
    """Yield what speaks against a stretch that is built as a place is, or a part of a known word."""
    if _HAMLET.fullmatch(text, start, end):
        yield _BUILT_PLACE
    covering = _covering()
    if text[start : end + 1] in covering or text[start : end + 2] in covering:
        yield _IN_BRAND


@cache
def _covering() -> frozenset[str]:
    """Return the words of which the beginning may look like a name."""
    return frozenset().union(*map(facts.name_words, _COVERING))


def _passage(text: str, start: int, end: int) -> Iterator[Evidence]:
    """Yield what the kind of passage says: a title of goods, a tale, invented values."""
    goods = min(_goods(*_line(text, start, end)), len(_GOODS))
    if goods and not _orders(text, start):
        yield _GOODS[goods - 1]
    tale = min(_tale(text[max(0, start - _NEAR) : end + _NEAR], text[start:end]) - 1, len(_TALE))
    if tale > 0:
        yield _TALE[tale - 1]
    if _SAMPLES.search(text, max(0, start - _NEAR), end + _NEAR):
        yield _INVENTED


def _line(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and behind a name in its line, or in its part of a list."""
    before = _PARTS.split(text[max(0, start - _LINE) : start])[-1]
    return before, _PARTS.split(text[end : end + _LINE], 1)[0]


def _orders(text: str, start: int) -> bool:
    """Say whether a name begins its line as others begin the next ones: a list of who orders what."""
    if _HEAD.fullmatch(text, text.rfind("\n", 0, start) + 1, start) is None:
        return False
    others = [
        *text[max(0, start - 2 * _LINE) : start].split("\n")[:-1][-2:],
        *text[start : start + 3 * _LINE].split("\n")[1:3],
    ]
    heads = (_BUYER.match(line) for line in others)
    return sum(head is not None and names.full(head["n"]) for head in heads) >= 2


@lru_cache(maxsize=64)
def _goods(before: str, behind: str) -> int:
    """Return how many different words of trade the line around a name holds, if it is a title of goods."""
    line = f"{before}\n{behind}"
    if len(line) > _LINE or _SENTENCE.search(line) or _REACHED.search(line):
        return 0
    if len(_SPOKEN.findall(line)) > 1:
        return 0
    words = len(_found(_words("ware"), line)) + len(set(_MEASURE.findall(line)))
    return words + min(len(_GAP.findall(line)) // _GAPS, 2) if words else 0


def _tale(passage: str, name: str) -> int:
    """Return how many different words of tales, and other figures, a passage holds."""
    words, chapters = _told(passage)
    return len(words) - (name in words) + chapters


@lru_cache(maxsize=64)
def _told(passage: str) -> tuple[set[str], int]:
    """Return the words of tales and the figures in a passage, which all names of a short text share."""
    if _REACHED.search(passage):
        return set(), 0
    words = _found(_words("tale"), passage) | _found(_words("figure"), passage)
    return words, int(_CHAPTER.search(passage) is not None)


@lru_cache(maxsize=64)
def _beasts(passage: str) -> int:
    """Return how many different words of animals and plants a passage holds."""
    return len(_found(_words("animal"), passage))


def _found(words: Lexicon[None], text: str) -> set[str]:
    return {text[m.start : m.end] for m in words.find(text)}


@cache
def _words(kind: str) -> Lexicon[None]:
    return Lexicon(dict.fromkeys((w for w in facts.name_words(kind) if len(w) > 1), None))
