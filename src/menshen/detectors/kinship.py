"""亲属关系 · Words for relatives.

## What it finds
The word for a relative of a particular person: behind a pronoun (我妈, 其妻, 她女儿), before or behind a name
(妻子李某, 王强的母亲), in fields and columns of relations (与户主关系：长子, 关系：父子), as an item of a list of
a family, and bare where somebody tells of his own (昨天老公出差了).

## How it decides
A pronoun or a name directly beside it decides. A bare word needs a first person or a record
nearby. Plurals, festivals, brands and idioms (老干妈, 母公司, 父母官) are not relatives; words with which
strangers are addressed (阿姨, 大哥) need the pronoun.

## Known limits
Roles without kinship (监护人, 家属, 室友) are not reported. Relatives told of in a novel are.

## References
- GB/T 4761-2008, 家庭关系代码

>>> DETECTOR.types
('family_relation',)
"""

from __future__ import annotations

import re

from menshen import facts
from menshen.engines.bearer import sentence
from menshen.evidence import Cue
from menshen.fields import NAMED, field
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_CUE = Cue(
    "relation",
    words=(
        "与户主关系", "与户主的关系", "与本人关系", "与本人的关系", "与申请人关系", "与患者关系", "与被保险人关系", "与投保人关系",
        "与学生关系", "与死者关系", "与机主关系", "与持证人关系", "与联系人关系", "亲属关系", "家庭关系", "成员关系", "家属关系", "关系", "称谓",
    ),
    keys=("relation", "relationship", "kinship", "relation_type", "yhzgx", "guanxi"),
)  # fmt: skip
_CLOSE_KIN = (
    "爸爸妈妈|爸爸|妈妈|爸妈|父亲|母亲|父母亲|父母|老爸|老妈|老爹|老娘|爹娘|爹妈|丈夫|妻子|老婆|老公|爱人|老伴儿?|媳妇儿?|配偶|"
    "儿子|女儿|闺女|子女|儿女|儿媳妇?|女婿|孙子|孙女|孙女婿|外孙女?|外孙子|重孙女?|"
    "爷爷|奶奶|姥姥|姥爷|外公|外婆|外祖父|外祖母|祖父|祖母|公公|婆婆|公婆|岳父母|岳父|岳母|丈母娘|丈人|"
    "哥哥|姐姐|弟弟|妹妹|兄弟姐妹|姐弟|兄妹|姐妹|兄长|胞兄|胞弟|胞姐|胞妹|嫂子|嫂嫂|姐夫|妹夫|弟媳妇?|弟妹|小叔子|大姑子|小姑子|小舅子|大舅哥|小姨子|"
    "舅舅|舅妈|舅母|姑姑|姑妈|姑父|姑夫|姑母|姨妈|姨父|姨夫|姨母|伯父|伯母|婶婶|婶子|叔父|"
    "侄子|侄女|侄儿|外甥女?|外甥|长子|长女|次子|次女|三子|三女|四子|四女|幼子|幼女|独子|独女|养子|养女|继子|继女|继父|继母|养父母?|养母|生父|生母|前夫|前妻|"
    "未婚夫|未婚妻|男朋友|女朋友|男友|女友|遗孀|干爹|干妈|干儿子|干女儿|义父|义母|义子|义女|后爹|后妈|玄孙|侄孙女?|幺女|幺儿|幺爸|幺叔|"
    "太姥姥|太姥爷|太爷爷|太奶奶|姨奶奶|姨爷爷|姑奶奶|姑爷爷|舅奶奶|舅爷爷|伯公|叔公|伯娘|家公|家婆|家姐|嫲嫲|阿嫲|老豆|老窦|妈咪|爹地|屋里人"
)
_LOOSE_KIN = "[堂表][哥姐弟妹兄嫂]|叔叔|阿姨|大爷|大伯|大娘|二[哥姐叔伯姨姑舅爷]|三[哥姐叔伯姨姑舅爷]|大[哥姐姨姑舅嫂]|小[姨姑舅叔]|老[叔姨舅姑]|兄弟|妹子|孩子|大宝|二宝|小宝"
_BRIEF = "妈|爸|爹|娘|哥|姐|弟|妹|夫|妻|父|母|子|女|兄|嫂|叔|伯|舅|姑|姨|婶|爷|奶|婆|公"
_ORDER = "(?:大|二|三|四|小|老|亲|前|干|继|养|堂|表|准)?"
_PRONOUN = "我家|我们家|我|俺家|俺|咱家|咱|他家|她家|他|她|其|你家|你|您"
_AFTER = (
    "(?!正|道|[们节国饼辈团网桑房官代庙经级法权]|教育|班|肺片|兵法|篇|单位|公司|装|菜|家常|乐|般|妈的|小店|基金会?|互助|大人|俱乐部|式|商场|"
    "学校|协会|委员会|医院|用品|之间|关系|相处|赡养费)"
)
_BEFORE = "(?<![老宝虎奶准新辣鸡孕大假美男女王星云])"
_RELATIONS = f"{_ORDER}(?:{_CLOSE_KIN}|{_LOOSE_KIN})|本人|户主|[大二三长次四]?[子女媳婿]|{_BRIEF}|孙|父子|父女|母子|母女|夫妻|夫|妻|兄弟|姐妹|兄妹|姐弟|祖孙|婆媳|叔侄"
_WORD = Evidence("shape", -2.0, "a word for a relative")
_OWNED = Evidence("context", 4.0, "a pronoun before it")
_NAMED = Evidence("context", 3.5, "a person's name beside it")
_TOLD = Evidence("context", 2.4, "somebody tells of his own relatives")
_TOOK_PART = Evidence("context", 2.6, "did something that is on record")
_LISTED = Evidence("label", 3.5, "an item of a list of relatives")
_BORN = Evidence("context", 3.0, "said to be somebody's child")
_WEAK = Evidence("shape", -2.5, "also a form of address")
_CROWD = Evidence("context", -6.0, "speaks of everybody: rule, lesson, advertising, fiction")
_NAMED_CROWD = _CROWD._replace(weight=-3.0)
"""A name beside it says that it is somebody's relative all the same."""
_GENERAL = late(
    "所有|每个|每位|各位|广大|应当|不得|规定|扣除|赡养义务|抚养义务|优惠|促销|新品|礼物|礼盒|限时|关爱|电影|电视剧|小说|综艺|歌曲|剧中|主演|演唱|"
    "用于|作文|课文|绘本|童话|寓言|造句|例句|读后感|的人|人人|许多|很多|不少|如果|专家|有些|现代|当代|古代|传统|子女教育|亲子|法律|条例|民法典|婚姻法|继承法|第[一二三四五六七八九十百千零0-9]+条|指南|说明|\\?\\?"
)
_FIRST = late("我(?![们国院市省县区司部局校党军])|俺|本人|咱")
_THIRD = late("(?<![其吉])他(?![们人乡处物])|她(?!们)")
_STRONG_PAPER = late(
    "姓名|身份证|[一-鿿]某(?![种些个项一])|(?<![0-9])1[3-9][0-9*]{9}|低保|走访|访谈|信访|走失|独居|原告|被告|嫌疑人|死者|户主|联系人|同行人|来访者|学生家长|家访"
)
_ACTED = late(
    "(?:由|在|让|跟|和|与|随|给|被|请|及|对|向|其|系|名|有一|联系|通知|陪|带|把|帮|为|替|的)\\Z"
)
_DEED = late(
    "(?:离异|离婚|早逝|双亡|体弱|年迈|不在|座机|电话|手机|前年|去年|查出|得了|确诊|患|陪同|陪护|送|代|发现|签字|照顾|搀扶|转述|报警|陪|在家|去世|病故|病逝|来院|均|也|已|务农|在外|患|名下|住|今年|在.{0,6}(?:上学|读书|工作|上班|打工)|"
    "[叫名]|每月|身体|都|又|昨|今天|前天|说|不|那边|一直|刚|要|就)"
)
_PAPER = late(
    "患者|死者|当事人|户主|申请人|被告|原告|嫌疑人|被害人|姓名|身份证|某|低保|困难|走访|家庭情况|出生|1[3-9][0-9]{9}|[0-9]{1,3}岁"
)
_LIST = late("家庭成员|家庭主要成员|社会关系|亲属|家庭情况|联系人|继承人|户主|成员")
_NAME_AFTER = late(
    "[:,( 是叫名]{0,2}(?P<n>[一-鿿]{2,4}?|[一-鿿]{1,6}·[一-鿿]{1,6}|[一-鿿]某[某甲乙丙]?)(?=[,、。:;()\\[\n\t|]| *[0-9]|男|女|系|于|已|在|因|的|电话|手机|和|与|及|均|为|也|将|\\Z)"
)
_NAME_BEFORE = late(
    "(?:(?P<x>[一-鿿]某[某甲乙丙]?|小[一-鿿]|老[一-鿿])|(?P<n>[一-鿿]{2,3}))(?:的|之|家)?\\Z"
)
_OWNER = late(
    f"(?:{_PRONOUN}|患者|死者|被告人?|原告|嫌疑人|当事人|户主|申请人|被害人|伤者|患儿|客户|[先女][生士]|学生|孩子|同学|职工|老人)的?(?:亲|大|二|三|小|前)?\\Z"
)
_EMPTY = late("(?:其|吉)他的?\\Z|他们|我们国家")
_NOT_OWNED = late("[吧吗]\\Z|(?:祝|愿|给|为|陪|送)[你您](?:的|和|全)\\Z")
_BRIEF_WORDS = "|".join(
    owner + kin
    for owner in (*(p + of for p in "我俺咱他她其你您" for of in ("", "的", "家", "家的")), "之")
    for kin in "妈爸爹娘哥姐弟妹夫妻父母子女兄嫂叔伯舅姑姨婶爷奶婆大二三四小"
)
_LOOSE_WORDS = "堂哥|堂姐|堂弟|堂妹|堂兄|堂嫂|表哥|表姐|表弟|表妹|表兄|表嫂|叔叔|阿姨|大爷|大伯|大娘|兄弟|妹子|孩子|大宝|二宝|小宝|二哥|二姐|二叔|二伯|二姨|二姑|二舅|二爷|三哥|三姐|三叔|三伯|三姨|三姑|三舅|三爷|大哥|大姐|大姨|大姑|大舅|大嫂|小姨|小姑|小舅|小叔|老叔|老姨|老舅|老姑"


class Kinship:
    """Judges words for relatives by who stands beside them; see the module."""

    id = "kinship"
    types = ("family_relation",)
    patterns = (
        field(
            _CUE,
            f"(?:{_RELATIONS})(?![一-鿿A-Za-z]|型|[=:])",
            16,
            guard="(?<![社公客无有没网])(?<!劳动)(?<!合同)(?<!法律)(?<!人际)",
            words=True,
        ),
        Pattern(
            "word",
            words=True,
            trigger=f"{_CLOSE_KIN}|{_LOOSE_WORDS}",
            regex=f"{_BEFORE}(?P<v>{_ORDER}(?:{_CLOSE_KIN}|{_LOOSE_KIN})){_AFTER}",
            before=8,
            after=11,
        ),
        Pattern(
            "brief",
            words=True,
            trigger=_BRIEF_WORDS,
            regex=(
                f"(?:(?:(?<!其)(?<!吉)(?:{_PRONOUN})的?|(?<=[一-鿿])之)"
                f"(?P<v>(?:[大二三四小]?)(?:妈|爸|爹|娘(?!家)|哥|姐|弟|妹|夫|妻|父|母|子|女|兄|嫂|叔|伯|舅|姑|姨|婶|爷|奶|婆)))"
                f"(?!{_BRIEF}|[的]?[逼比B]|妈的|的[,!。]|[们人家士性生友孙祖权亲娘系集网项程线类宫弹版域目模串校语体液机级单公式乡音头孩儿媳婿侄甥娃丈朋伴]|祖|子|[一二三]子)"
            ),
            before=8,
            after=10,
        ),
        Pattern(
            "bracketed",
            words=True,
            trigger="|".join(d + w for d in "(" for w in "父母妻夫子女兄弟姐妹长次大二三小爸妈哥"),
            regex=f"(?<=\\()(?P<v>{_ORDER}(?:{_BRIEF}|[长次][子女]|父子|母女|父女|母子))(?=[),:])",
            before=4,
            after=12,
        ),
        Pattern(
            "listed",
            words=True,
            trigger="|".join(
                d + w for d in "\n,、\t:; " for w in "父母妻夫子女兄弟姐妹长次大二三小"
            ),
            regex="(?<![^\\n:;,、|\\t ])(?P<v>(?:[长次大二三]?[子女媳]|父|母|妻|夫|兄|弟|姐|妹))(?=[:,|\\t]|[ ](?=[一-鿿])|(?![亲子儿女妇婿弟妹嫂夫人家])[一-鿿])",
            before=4,
            after=12,
        ),
        Pattern(
            "born",
            words=True,
            trigger="育一|育二|育两|育三|育四|育有一|育有二|育有两|育有三|育有四|生一|生二|生两|生三|生四|生有一|生有二|生有两|生有三|生有四|婚生子|婚生女",
            regex="(?:(?:[育生]有?|[育生]有?[一二两三四][个名]?[子女])[一二两三四][个名]?|婚生)(?P<v>儿子|女儿|子女|[子女儿])(?![孩童生女])",
            before=8,
            after=10,
        ),
        Pattern(
            "terse",
            words=True,
            trigger="|".join(
                d + w for d in ",;。、\n:" for w in "父母妻夫子女兄弟姐妹长次大二三小"
            ),
            regex="(?<=[,;。、|\n:])(?P<v>父母|父|母|妻|夫|子|女|兄|弟|姐|妹)(?=在|代[办领签]|亡|已|务农|患|陪|随|均|早逝|病|离异|双亡|[12][0-9]{3}|[0-9]{1,2}岁|于|系|为[一-鿿])",
            before=4,
            after=12,
        ),
        Pattern(
            "cell",
            words=True,
            trigger="|".join(
                d + w
                for d in "\t,"
                for w in "父母妻夫子女兄弟姐妹爸妈老爱媳配儿闺孙外爷奶姥公婆岳丈哥嫂舅姑姨伯婶叔侄养继生前"
            ),
            regex=f"(?<=[\t|,])(?P<v>父|母|妻|夫|子|兄|弟|姐|妹|{_CLOSE_KIN})(?=[\t|,\n]|\\Z)",
            before=4,
            after=12,
        ),
        Pattern(
            "between",
            words=True,
            trigger="父子关系|父女关系|母子关系|母女关系|夫妻关系|祖孙关系",
            regex="(?:是|系|为)(?P<v>父子|父女|母子|母女|夫妻|祖孙)(?=关系)",
            before=8,
            after=7,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by the label, else by who stands beside the word."""
        name = candidate.pattern.name
        if name == "field":
            return self._judgement(candidate, NAMED, _WORD)
        if _CUE.in_names(candidate.block.labels(candidate.span.start)) is not None:
            return self._judgement(candidate, NAMED, _WORD)
        if name == "brief":
            return self._judgement(candidate, _WORD, _OWNED, _unless_mine(candidate))
        if name in {"born", "between"}:
            return self._judgement(candidate, _WORD, _BORN, _crowd(candidate))
        if name in {"listed", "bracketed"}:
            return self._judgement(candidate, _WORD, _in_list(candidate))
        if name == "terse":
            told = _TOOK_PART if _on_paper(candidate) else None
            return self._judgement(candidate, _WORD, told, _crowd(candidate))
        if name == "cell":
            return self._judgement(candidate, _WORD, _LISTED if _in_row(candidate) else None)
        return self._judgement(candidate, _WORD, *_word(candidate))

    def _judgement(self, candidate: Candidate, *parts: Evidence | None) -> Judgement | None:
        evidence = tuple(e for e in parts if e is not None)
        return Judgement(self.types[0], candidate.seen, evidence)


def _word(candidate: Candidate) -> tuple[Evidence | None, ...]:
    """Return what stands beside a word of two characters or more."""
    text, (start, end) = candidate.view.text, candidate.match.span("v")
    before, after = text[max(0, start - 8) : start], text[end : end + 12]
    word = candidate.match["v"]
    loose = word[0] not in "堂表" and re.fullmatch(_LOOSE_KIN, word) is not None
    weak = _WEAK if loose else None
    if _OWNER.search(before) and not _EMPTY.search(before) and not _NOT_OWNED.search(before):
        return (_OWNED, _unless_mine(candidate))
    if _name_before(before) or (not loose and _name_after(after)):
        return (_NAMED, _NAMED_CROWD if _crowd(candidate) else None)
    if _in_line(text, start, end, after):
        return (_LISTED, weak)
    return (weak, _told(candidate, before, after), _crowd(candidate))


def _on_paper(candidate: Candidate) -> bool:
    text, start, end = candidate.view.text, candidate.start, candidate.end
    return _PAPER.search(text, max(0, start - 120), end + 60) is not None


def _in_row(candidate: Candidate) -> bool:
    """Say whether the line has another cell that only a row about a person has."""
    text, start, end = candidate.view.text, candidate.start, candidate.end
    low = text.rfind("\n", max(0, start - 120), start) + 1
    stop = text.find("\n", end, end + 120)
    line = text[max(low, start - 120) : stop if stop >= 0 else end + 120]
    return (
        re.search(
            "[0-9]{7}|[0-9]{4}[-./年][0-9]|[\t|,][男女][\t|,]|[\t|,][0-9]{1,2}岁?[\t|,\n]", line
        )
        is not None
    )


def _told(candidate: Candidate, before: str, after: str) -> Evidence | None:
    """Return the evidence of a bare word: a first person near it, or a deed in a record."""
    text, (start, end) = candidate.view.text, candidate.match.span("v")
    low, high = sentence(text, start, end)
    around = text[max(0, low - 50) : high + 30]
    if _FIRST.search(around) or _THIRD.search(text, low, high):
        return _TOLD
    if _STRONG_PAPER.search(text[max(0, start - 120) : end + 80]):
        return _TOOK_PART
    if (_ACTED.search(before) or _DEED.match(after)) and _on_paper(candidate):
        return _TOOK_PART
    return None


def _name_before(before: str) -> bool:
    match = _NAME_BEFORE.search(before)
    if match is None:
        return False
    if match["x"]:
        return match["x"] not in {"小孩", "老人", "小学", "小心", "老师", "小的", "老家"}
    linked = before.endswith(("的", "之"))
    return linked and any(_is_name(match["n"][i:]) for i in (0, 1))


def _name_after(after: str) -> bool:
    match = _NAME_AFTER.match(after)
    if match is None:
        return False
    word = match["n"]
    if after[:1] == ":" or re.match(" *1[3-9][0-9]{3}", after[match.end() :]):
        return not _COMMON.search(word)
    return "·" in word or word[1:2] == "某" or _is_name(word)


def _is_name(word: str) -> bool:
    """Say whether a word may be a full name: a surname and one or two characters."""
    if not 2 <= len(word) <= 4 or _COMMON.search(word):
        return False
    known = facts.surnames()
    return word[0] in known or (len(word) > 2 and word[:2] in known)


_COMMON = late(
    "[的了在是不也都有就要很和与对把被让说去来到没会能还又可应常们]|时候|方面|安全|高兴|平时|关系|和睦|于是|成年|全部|明白|满意|安排|单位|身体|双方|离婚|经常|工作|打工|务农|生病|健在|健康"
)


def _in_line(text: str, start: int, end: int, after: str) -> bool:
    """Say whether the word heads a line or an item, with a name or a colon behind it."""
    line = text.rfind("\n", max(0, start - 3), start) >= 0 or start == 0
    opened = text[max(0, start - 1) : start] in "(,;|\t、/ "
    if text[end : end + 1] == ")" and text[start - 1 : start] == "(":
        return True
    if line and re.match("[:,|\t ] ?[一-鿿]", after):
        return (
            bool(_name_after(after)) or _LIST.search(text[max(0, start - 160) : start]) is not None
        )
    return opened and after[:1] == ":" and _name_after(after)


def _in_list(candidate: Candidate) -> Evidence | None:
    text, end = candidate.view.text, candidate.end
    around = text[max(0, candidate.start - 200) : candidate.start]
    if candidate.pattern.name == "listed":
        behind = text[end : end + 14]
        listed = _LIST.search(around) is not None and _name_after(behind)
        return _LISTED if listed else None
    named = re.search("(?P<n>[一-鿿]{2,4}|[一-鿿]某)[ ]?\\(\\Z", around)
    if named and (_is_name(named["n"]) or _is_name(named["n"][-3:]) or "某" in named["n"]):
        return _LISTED
    return None


def _unless_mine(candidate: Candidate) -> Evidence | None:
    """Return what speaks of everybody, unless the relative is the speaker's own."""
    start = candidate.match.start("v")
    mine = re.search("[我俺咱](?:家|的)?\\Z", candidate.view.text[max(0, start - 3) : start])
    return None if mine else _crowd(candidate)


def _crowd(candidate: Candidate) -> Evidence | None:
    text, (start, end) = candidate.view.text, candidate.match.span()
    low, high = sentence(text, start, end)
    return _CROWD if _GENERAL.search(text, low, high) else None


DETECTOR = Kinship()
