"""How names of natural persons are built: surname and given name, names with a dot, Latin names.

What is said here of a stretch of text is only whether it *can* be a name and how well it is built
as one; whether it is meant as one, the detector of names decides by what stands around it.

References: 国家语言文字工作委员会, 中国人名汉语拼音字母拼写规则 (GB/T 28039-2011); the surnames and their weights
are those of facts/surnames.tsv, the sounds those of facts/sounds.tsv.
"""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache

from menshen import facts
from menshen.evidence import strength
from menshen.model import Evidence

__all__ = ["DOTTED", "HAN", "LATIN", "build", "composed", "foreign", "full", "surname", "trimmed"]

HAN = "㐀-鿿"
"""The range of Chinese characters, for classes of regular expressions."""
DOTTED = f"[{HAN}]{{1,9}}(?:·[{HAN}]{{1,10}}){{1,4}}"
"""Names of minorities and foreigners, their parts set apart by a dot, in folded text."""
_PART = "[A-Z][A-Za-zÀ-ɏḀ-ỿ'.-]{0,20}(?![0-9A-Za-zÀ-ɏḀ-ỿ])"
LATIN = f"{_PART}(?:[ ,/]{{1,2}}{_PART}){{0,3}}"
"""Names in Latin letters, each part with a capital."""
_SOUNDS = frozenset(
    "阿埃艾爱安昂奥巴白班邦保鲍贝本比彼宾波伯博布查达戴丹道德登迪蒂丁东杜顿多厄恩尔法凡范菲费芬丰佛弗福富盖冈戈格葛根古"
    "哈海汉赫亨胡华怀惠霍基吉季加贾简杰金卡凯坎康考科克肯孔库奎拉莱兰朗劳勒雷里丽利莉连廉列林琳留柳龙隆卢鲁路伦罗洛马玛"
    "麦曼芒毛梅门蒙米密敏明莫默姆穆纳娜南内尼妮宁纽农努诺欧帕潘庞佩彭皮平珀普奇齐恰乔钦琼丘热荣茹瑞萨塞桑森沙莎山尚舍申"
    "圣施舒史夫斯丝松苏索塔泰坦汤唐陶特腾提廷图托瓦万旺威韦维魏温翁沃乌伍武西希锡夏肖谢辛欣休雅亚扬杨耶叶伊英尤约泽扎詹章珍朱佐"
    "卜都买力木江合努吐逊依孜玉甫别汗赛呼云高敖琴仁青额敦那扎卓次措增堆央洛朗珠贡尕桂玲古热曼迭蕾茨纪黛露安妲"
)
"""Characters that spell out foreign sounds; those of the commonest languages of such names."""
_SPELT_FROM = (3.2, 2.6, 2.0)
"""From these mean log-odds on a name of two, three, or more characters spells out foreign sounds."""
_STRANGE = 5
"""Of so many characters one may be a stranger among foreign sounds."""
_COMMON = Evidence("surname", 0.7, "begins with a common surname")
_KNOWN = Evidence("surname", 0.2, "begins with a surname")
_RARE = Evidence("surname", -0.6, "begins with a rare surname")
_NONE = Evidence("surname", -1.3, "begins with no surname")
_COMPOUND = Evidence("surname", 1.5, "begins with a surname of two characters")
_THREE = Evidence("shape", 0.6, "three characters, as most names")
_SHORT = Evidence("shape", -0.3, "two characters")
_LONG = Evidence("shape", -1.5, "longer than most names")
_TWO = Evidence("surname", 0.8, "begins with two surnames")
_PARTS = Evidence("shape", 2.5, "put together from parts of names")
_FOREIGN = Evidence("shape", 2.5, "spells out foreign sounds, with a dot between")
_DOT = Evidence("shape", 0.0, "words with a dot between")


def surname(text: str, at: int = 0) -> str:
    """Return the surname that begins at `at`, the longer one first, or an empty string.

    >>> surname("欧阳修远"), surname("张伟"), surname("啊伟")
    ('欧阳', '张', '')
    """
    known = facts.surnames()
    two = text[at : at + 2]
    if len(two) == 2 and two in known:
        return two
    return two[:1] if two[:1] in known else ""


def full(name: str) -> bool:
    """Say whether characters without a dot have the shape of a full name: surname and given name.

    >>> full("张伟"), full("欧阳小满"), full("张"), full("张伟伟伟")
    (True, True, False, False)
    """
    first = surname(name)
    given = len(name) - len(first)
    if len(first) == 2 and given == 0:
        return len(name) == 2 and name[0] in facts.surnames()
    return bool(first) and (1 <= given <= 2 or _has_two_surnames(name, first))


@lru_cache(maxsize=4096)
def build(name: str) -> tuple[Evidence, ...]:
    """Return what the way a stretch of Chinese is built says of it as a name."""
    if "·" in name:
        return (_FOREIGN if foreign(name) else _DOT,)
    if composed(name):
        return (_PARTS,)
    first = surname(name)
    parts = [_by_weight(first)]
    if len(name) <= 3:
        parts.append(_THREE if len(name) == 3 else _SHORT)
    given = len(name) - len(first)
    if _has_two_surnames(name, first):
        parts.append(_TWO)
    elif given > 2 and not (not first and given <= 4):
        parts.append(_LONG)
    sounds = _spelt(name)
    plain = tuple(parts)
    return (sounds,) if sounds is not None and sounds.weight > strength(plain) else plain


def _spelt(name: str) -> Evidence | None:
    """Return what a name without a dot gains by spelling out foreign sounds.

    One character of a long one may be a stranger.
    """
    known = facts.sounds()
    weights = [known.get(c, -1.0) for c in name]
    strangers = sum(c not in known for c in name)
    mean = sum(weights) / len(weights)
    if strangers * _STRANGE > len(name) or mean < _SPELT_FROM[min(len(name), 4) - 2]:
        return None
    worth = min(1.2, 0.6 * (mean - 1.5)) - (0.3 if len(name) == 2 else 0.0)
    return Evidence("shape", round(worth, 1), "spells out foreign sounds")


@cache
def _near() -> frozenset[str]:
    """Return what spells out sounds and is rare in other words, and so belongs to the name next to a dot."""
    return _SOUNDS.union(c for c, weight in facts.sounds().items() if weight >= 2)


def foreign(name: str) -> bool:
    """Say whether most characters of a name with dots spell out sounds.

    >>> foreign("阿依古丽·艾山"), foreign("万科·金域华府")
    (True, False)
    """
    near = _near()
    letters = [c for c in name if c != "·"]
    return sum(c in near for c in letters) >= 0.75 * len(letters)


def trimmed(name: str) -> tuple[int, int]:
    """Return where in words with dots between the name begins and ends, told by the sounds.

    The characters next to a dot belong to it, further ones as long as they spell out sounds.

    >>> "护士阿依古丽·艾山在家"[slice(*trimmed("护士阿依古丽·艾山在家"))]
    '阿依古丽·艾山'
    """
    near = _near()
    start, end = name.index("·") - 1, name.rindex("·") + 2
    while start > 0 and name[start - 1] in near:
        start -= 1
    while end < len(name) and name[end] in near:
        end += 1
    return start, end


def _has_two_surnames(name: str, first: str) -> bool:
    """Say whether a name of four characters begins with those of both parents (陈李雅婷)."""
    return len(name) == 4 and len(first) == 1 and facts.surnames().get(name[1], 0.0) >= 100


def _by_weight(first: str) -> Evidence:
    if len(first) == 2:
        return _COMPOUND
    weight = facts.surnames().get(first, 0.0)
    if not weight:
        return _NONE
    level = math.log10(weight)
    return _COMMON if level > 1.5 else _KNOWN if level > 0.75 else _RARE


def composed(name: str) -> bool:
    """Say whether a name is two or three of the parts that Tibetan or Mongolian names are made of.

    >>> composed("次仁拉姆"), composed("张伟")
    (True, False)
    """
    return _composed().fullmatch(name) is not None


@cache
def _composed() -> re.Pattern[str]:
    parts = sorted(facts.name_words("element"), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(parts)}){{2,3}}")
