"""Whose fact is it: the signs of a particular person, and of nobody, around a statement.

A disease, a habit or a hospital is personal only when somebody has it. Records name a patient or a
customer, prose has a pronoun, a relative or an age; textbooks, rules, statistics and
advertisements speak of everybody.
"""

from __future__ import annotations

import re
from functools import lru_cache

from menshen.engines import names
from menshen.late import late
from menshen.model import Evidence

__all__ = ["NOBODY", "ROLE", "clause", "general", "person", "record", "sentence", "somebody"]

_HAN = "[一-鿿]"
_NAMED = "患者 病人 患儿 伤者 死者 嫌疑人 被告 被告人 申请人 客户 事主 失主"
_SAID = "(?:[:,(]|[男女]|系|于|因|自|主诉|既往|入院|近|诉|称|家属|[一-鿿]{2,3}[,(:]|[一-鿿]某)"
_TITLES = "先生 女士 大爷 大妈 阿姨 同学 师傅 老师"
_CALLED = "王李张刘陈杨赵周吴徐孙胡朱林郭罗梁宋郑谢韩唐冯董萧曹袁邓许傅沈彭吕卢蒋蔡贾丁魏薛阎潘杜戴钟汪姜姚谭廖邹陆郝崔邱秦侯邵孟尹黎武贺赖龚"
"""Surnames behind 老 and 小 that begin no other word there (not 小程序, 老顾客)."""
_KIN = "儿子 女儿 孩子 老公 老婆 丈夫 妻子 爸爸? 妈妈? 父亲 母亲 爷爷 奶奶 婆婆 公公 外婆 外公 姥姥 姥爷"


def _each(words: str, tail: str) -> str:
    """Return an alternation of words, each with what must follow it."""
    return "|".join(f"{word}{tail}" for word in words.split())


def _behind(*fits: str) -> str:
    """Return an expression that one of some others, of fixed width, ends here."""
    return f"(?:{'|'.join(f'(?<={fit})' for fit in fits)})"


# Each branch begins with a character of its own: of such an expression `re` makes a set of beginnings and skips all else.
_PERSON = late(
    "老人(?=独居|得|患|今年|说|称|的|,)|嫌疑人(?![应可])|死者|失主|来访者|信访人|报案人|举报人|楼[上下]|邻居|这(?:个人|人|女的|男的)|室友|"
    "被告(?!人?[应可有])|原告(?![应可有])|证明:|我(?![们院国市省县区司部局校党军方社行台店馆厂会])|俺|本人|当事人|他(?<![其吉]他)(?![们人乡处物])|她(?!们)|"
    "其(?<![尤极与]其)(?![中他它次余实后间乐一])[一-鿿]|咱[妈爸家]|老伴|该(?:患者|男子|女子|生|员工|同志|客户)|"
    f"{_each(_NAMED, _SAID)}|某(?<={_HAN}某)|{_each(_TITLES, f'(?<={_HAN}..)(?!们)')}|{_each(_KIN, '(?!们|[应要]|可以)')}|"
    f"{_each('老 小', f'(?=[{_CALLED}](?![一-鿿]?[店村镇庄府醋期]))')}|{_each('姐 哥 叔 婶 嫂 姨', f'(?<=(?<!小)[{_CALLED}].)')}|"
    f"于(?=[0-9]{{1,4}}[年月]){_behind(*(f'(?<!{_HAN}){_HAN}{{{n}}}于' for n in (2, 3)))}|"
    "岁(?!以[上下]|[~\\-至及])"
    f"{_behind(*(f'(?<![0-9~至以上满-])[0-9]{{{n}}}{gap}岁' for n in (1, 2, 3) for gap in ('', ' ')))}|"
    + _each(
        "男 女",
        "(?=[,、 ])"
        + _behind(
            "[,、 ].",
            *(f"(?<![^\n]){_HAN}{{{n}}}{gap}." for n in (2, 3) for gap in ("", ":", " :")),
        ),
    )
)
_TRACES = late(
    "1(?<![0-9]1)[3-9][0-9*]{9}(?![0-9])|姓名|本人(?<!患本人)|我(?![们院国市省县区司部局校])|嫌疑人|被害人|失主|客户[:,]|收件|乘车人|"
    f"{_each('1 2 3 4 5 6 7 8 9', '[0-9]{16}[0-9Xx]')}|{_each('先 女', '[生士](?!们)')}"
)
_NAME = late(
    "(?:(?<![一-鿿])|(?<=学生|职工|户主|村民|居民|员工|同学|老师|业主|家长|告人|原告|款人|请人|患者|客户|经理|主任|同志|丈夫|妻子|父亲|母亲|儿子|女儿|长子|次子|之子|之女|疑人|兹有|证明|对象|人员|驶人|行人|任人|租人|事人|女士|先生))"
    "(?P<n>[一-鿿]{2,3})(?=[,(]?(?:[男女现原曾系毕就于在自因为是名月年领享被退任向尚欠购有同某今已入调,您担从住户籍考共工供(]|\\Z))"
)
_ORDINARY = late(
    "[有会能应可要不都也就还请将已在和与对为是的这那该所办签负带来去全安工通方时关于平高常单公部局院司课班组法证月年日期薪资收款贷供额费价税息他她你它们]|目前|现在|毕业|任何|项目|成立|经济|计划|解决|严格|包括|相关|金额|房|车|学校|水平|商品|管理|白天|时间"
)
_IN_ROLE = late(
    "老人(?![们]|[一-鿿]{0,2}均|可)|该[生户同员男女]|户主|借款人(?!应)|申请人(?![应须可])|持卡人|死者|当事人(?![应可])|业主(?![们大委应可])|嫌疑人|被告人?(?![应可])|先生|女士|同志(?!们)|家长[:是为]|(?:^|\n)(?:答|用户|客户|来电人|事主|家长):|[0-9]{4}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?出?生(?![产效])|家庭(?:被|系|属|为|享|纳)|其家"
)
_RECORD = late(
    "访谈|来访|走访|信访|随访|寻人|走失|出险|被保险人|伤者|就诊于|报案|工伤|体检报告|彩超|购药|取药|台账|主诉|现病史|既往史|入院|出院|门诊号|住院号|病案|病历|就诊卡|初步诊断|查体|体检号|姓 {0,4}名|患者(?:姓名|[:,])|性 {0,4}别 {0,4}[:\t|]"
)
_GENERAL = late(
    "[0-9.]%|患病率|发病率|死亡率|人次|据统计|统计|调查|调研|指南|本品|本病|本产品|本店|产品|说明书|禁用|慎用|适用于|适应症|适应证|"
    "常见(?:的|病|于|症状)|多见|是一种|是最|是指|指的是|主要(?:表现|症状|是)|临床(?:表现|上)|并发症|好发|易(?:患|感|发|引起)|引起的|所致|导致的|可(?:引起|导致|伴|出现|见|用|选|有|能)|"
    "如果|如有|如出现|如服用|一旦|若(?=您|你|有|无|出|未|在|不|需|是|因|患|使|发|为|要|想|符|经|超|病|症)|假如|例如|比如|譬如|患者(?:应|可|需|宜|常|多|要|必须|不宜|的|往往|及|和|人数)|预防(?!感染)|防治|科普|招标|采购|采购|投标|"
    "医保目录|集采|批准文号|生产企业|擅长|主治|专治|专科|简介|欢迎|优惠|促销|新到|上市|研究(?:显示|表明|发现)|试验|论文|综述|讲座|宣传|条例|规定|应当|不得|禁止|严禁|"
    "人群|群体|青少年|成年人|成人|老年人(?![:,])|孕妇(?:应|慎|禁|可|不)|儿童(?:应|慎|禁|可)|人们|大家(?:要|应|注意)|专家(?:表示|介绍|提醒|指出)|首例|保险(?:责任|条款)|等疾病|等症状|等病"
)
_HERE = Evidence("context", 2.0, "nearby: a particular person")
_AROUND = Evidence("context", 0.5, "elsewhere in the text: a particular person")
NOBODY = Evidence("context", -1.5, "nobody in particular nearby")
_PAPER = Evidence("context", 1.5, "in a record kept of one person")
_PROSE = Evidence("context", -4.0, "speaks of everybody: rule, textbook, statistics, advertising")
_SUBJECT = Evidence("context", 2.0, "nearby: the name of a person")
ROLE = Evidence("context", 1.5, "nearby: somebody in a role")
_STOPS = "\n。!?;"


@lru_cache(maxsize=64)
def _bounds(text: str, start: int, end: int, stops: str, reach: int) -> tuple[int, int]:
    low = max((text.rfind(s, max(0, start - reach), start) for s in stops), default=-1) + 1
    ends = [at for s in stops if (at := text.find(s, end, end + reach)) >= 0]
    return max(low, start - reach, 0), min(ends, default=min(len(text), end + reach))


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the sentence around `start:end`, at most 60 characters each way."""
    return _bounds(text, start, end, _STOPS, 60)


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the clause around `start:end`, at most 24 characters each way."""
    return _bounds(text, start, end, _STOPS + ",", 24)


@lru_cache(maxsize=512)
def _found(expression: re.Pattern[str], stretch: str) -> bool:
    return expression.search(stretch) is not None


def person(text: str, start: int, end: int) -> Evidence | None:
    """Return what the sentence, and the one before, say of a particular person.

    None where nobody is named but the text is a record, which is kept of one person.
    """
    low, high = sentence(text, start, end)
    if not _found(_PERSON, text[low:high]):
        low = sentence(text, max(0, low - 1), max(0, low - 1))[0]
    if _found(_PERSON, text[low:high]):
        return _HERE
    low = max(0, start - 300) // 128 * 128
    around = text[low : low + 768]
    if _found(_TRACES, around) or _found(_PERSON, around):
        return _AROUND
    return NOBODY if record(text, start) is None else None


def somebody(text: str, start: int, end: int) -> Evidence | None:
    """Return the same, where a name or a role before the statement counts as well.

    Words that look like names are many: for statements of a shape that seldom is said of nobody.
    """
    who = person(text, start, end)
    if who is not None and who.weight >= _SUBJECT.weight:
        return who
    low = sentence(text, start, end)[0]
    before = text[sentence(text, max(0, low - 1), max(0, low - 1))[0] : start]
    if any(_is_person(match["n"]) for match in _NAME.finditer(before)):
        return _SUBJECT
    return ROLE if _IN_ROLE.search(before) else who


@lru_cache(maxsize=1024)
def _is_person(word: str) -> bool:
    """Say whether a word, or its first two or three characters, is built as a full name."""
    sizes = (n for n in (3, 2) if n <= len(word))
    return any(names.full(word[:n]) and _ORDINARY.search(word[:n], 1) is None for n in sizes)


def record(text: str, start: int) -> Evidence | None:
    """Return the evidence that the text around a position is a record of one person."""
    low = max(0, start - 400) // 128 * 128
    return _PAPER if _found(_RECORD, text[low : low + 640]) else None


def general(text: str, start: int, end: int) -> Evidence | None:
    """Return the evidence that the sentence speaks of everybody."""
    low, high = sentence(text, start, end)
    return _PROSE if _found(_GENERAL, text[low:high]) else None
