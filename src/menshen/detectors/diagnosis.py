"""诊断与病症 · Diagnoses, symptoms, operations, pregnancies, disabilities of a person.

## What it finds
What stands behind 诊断, 主诉, 既往史, 过敏史, 手术名称 and the like, item by item; and the words of
facts/medical.tsv in prose, with the words that belong to them (左股骨颈, 3级, 术后), where a person has them.

## How it decides
The label decides. In prose the word counts with a verb of falling ill (确诊, 患有, 查出, 行…术), a person, or
a record of one; textbooks, statistics, rules, advertising and what is denied or normal do not. The
type is that of the word, else that of the label.

## Known limits
Diseases that no list names are found behind a label or a verb only.

## References
- WS/T 500-2016, 电子病历共享文档规范; 国家卫生健康委, 病历书写基本规范 (2010)

>>> DETECTOR.types[0]
'diagnosis'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from menshen import facts
from menshen.engines.bearer import general, person, record
from menshen.engines.lexicon import Lexicon
from menshen.evidence import Cue
from menshen.fields import NAMED
from menshen.late import late
from menshen.model import Block, Candidate, Evidence, Judgement, Pattern
from menshen.text import View

_LABELS = {
    "diagnosis": (
        "初步诊断", "入院诊断", "出院诊断", "临床诊断", "门诊诊断", "主要诊断", "其他诊断", "术前诊断", "术后诊断", "病理诊断", "影像诊断", "诊断结果", "诊断意见", "诊断结论",
        "疾病名称", "诊断", "病名", "病种", "病情", "伤情", "症状", "临床症状", "手术名称", "拟行手术", "已行手术", "健康状况", "身体状况", "患病情况", "体检结论", "检查结论", "检查结果", "检查所见", "腹部彩超", "甲状腺彩超", "乳腺彩超", "彩超", "B超", "胸片", "胸部CT", "头颅CT", "心电图", "超声提示", "影像学检查", "异常结果",
        "阳性发现", "阳性体征", "致贫原因", "致残原因", "死亡原因", "死因", "伤病情况", "职业病名称",
    ),
    "illness_course": ("主诉", "现病史", "发病经过"),
    "medical_history": (
        "既往病史", "既往史", "既往", "既往疾病", "过往病史", "个人病史", "慢性病史", "慢病史", "疾病史", "病史", "家族史", "家族病史", "家族遗传史", "药物过敏史", "过敏史", "过敏原", "过敏药物", "食物过敏", "药物过敏", "手术史", "外伤史",
    ),
    "reproductive": ("婚育史", "孕产史", "生育史", "孕周", "孕期"),
    "disability_id": ("残疾类别", "残疾类型", "残疾等级", "残疾种类", "残疾级别", "残疾情况"),
}  # fmt: skip
_KEYS = ("diagnosis", "diagnose", "disease", "illness", "symptom", "symptoms", "chief_complaint", "medical_history", "allergies", "allergy", "zhenduan", "cbzd", "zyzd", "past_history")  # fmt: skip
_CUE = Cue("diagnosis", words=[w for words in _LABELS.values() for w in words], keys=_KEYS)
_BEHIND = {w: kind for kind, words in _LABELS.items() for w in words}
_VERB = "确诊为?了?|诊断[为是]|诊断出|被诊断|患有|患上|患了|身患|查出了?|检查出|检出|得了|得过|罹患|犯了|有过?|考虑为?|提示|示|行|做了?|做过|出现|突发|因|并发|伴有?|发现|感染了?|致|曾患|自述|诉"
_LEFT = late(
    "(?:急性|慢性|亚急性|重度|中度|轻度|严重|先天性|原发性|继发性|复发性|反复|持续|间断|突发|阵发性|晚期|早期|左侧?|右侧?|双侧?|双|上|下|前|后|全身|多发|多发性|单纯|疑似|老年性?|小儿|产后|术后|肢|腹部?|胸部?|腰部?|颈部?|头部?|"
    "膝|肩|髋|踝|腕|肘|手臂|手|脚|腿|足|眼|耳|胫骨|腓骨|股骨|股骨颈|肱骨|桡骨|尺骨|锁骨|肋骨|腰椎|胸椎|颈椎|骨盆|髌骨|跟骨|上段|中段|下段|远端|近端|粉碎性|开放性|闭合性|小细胞|非小细胞|腺|鳞|胃|肝|肾|肺|脑|心|甲状腺|乳腺|子宫|卵巢|前列腺|[12一二IⅡ]+型|冠状动脉粥样硬化性)+\\Z"
)
_RIGHT = late(
    "(?:(?:性|型)?(?:心脏病|肾病|病变|心肌病)|症|病|伤|术后|手术|[ ]?(?:NYHA)?[ ]?(?:[IVX1-4一二三四ⅠⅡⅢⅣ]+[级期型度])|[早中晚]期|\\(?(?:极高危|高危|中危|低危)\\)?|发作|(?:史)?[0-9一二三四五六七八九十余多半]+(?:年余?|个?月余?|天|周|小时|次)|[0-9.]+度|切除术?|置换术?)*"
)
_TERM = late(
    "[一-鿿A-Za-z0-9(ⅠⅡⅢ ]{1,14}?(?:[炎癌症瘤病痛折疹疡肿伤衰聋瘫残癣疝梗疮]|结石|综合[征症]|囊肿|结节|息肉|增生|突出|感染|硬化|出血|不全|障碍|中毒|过敏|梗[死塞]|贫血|抑郁|"
    "异常|偏[高低]|升高|降低|不齐|阳性|发[烧热]|咳嗽|头晕|胸闷|乏力|脱落|狭窄|积[液水]|缺[血失]|萎缩|骨折|扭伤|损伤|烧伤|残疾|[一二三四]级|[^出]血|吐|泻|麻木|无力|水肿|移位|困难|低落|不适|疼|痒|酸胀|术)(?![例人毒情房床历友区])"
)
_SPLIT = late(
    "[,;、。|\\t\\n]|[ ]?[(（]?[0-9]{1,2}[.)、](?![0-9])[ ]?|[ ]{2,}|[ ](?=[0-9]{1,2}[.、])|\"|'|}|\\]"
)
_ITEM_TRIM = late(
    "^[\\s:.\\-*(\\[]*(?:考虑为?|系|为|有|患有?|左右|患者|曾患|自述|诉|示)?(?=[一-鿿])|^[\\s:.\\-*]+|[\\s.)\\]]+$"
)
_NONE = late(
    "否认|^无|未[见及发患行做]|没有|没|正常|阴性|良好|健康|排除|不详|未知|暂无|待查?$|建议|治疗|注意|复查|检查|详见|如下|同前|不适宜|标准|依据|方法|试剂|证明|日期|时间|医[师生院]|编[号码]|意见|结果|次数|可以|一般|清楚|随访|休息"
)
_VERBOSE = late(
    "[的是可应须需]|必须|条件|资料|方法|通过|患儿|患者|如果|以及|常|多见|尚|仍|目前|根据|主要|在于|不论"
)
_DENIED = late(
    "(?:否认|未见|无|没有|未患|未发现|排除|未诉|不伴|不是|未|预防|防止|治疗|抗|针对|避免|没)[一-鿿、,和或及]{0,8}\\Z"
)
_LABEL_LINK = late("[ ]?[)\\]】]?[\"']?[ ]?[:=|\t][ \"']*|[】\\]][ :]*")

_SHAPE = Evidence("shape", -1.5, "named in no list of diseases")
_WORD = Evidence("shape", -1.2, "name of a disease, a symptom or an operation")
_VAGUE = Evidence(
    "shape", -1.0, "a symptom that everybody has now and then, or a word of daily life"
)
_FALLEN = Evidence("context", 1.2, "behind a verb of falling ill")
_SINCE = Evidence("context", 1.0, "with how long or how bad it is")
_ABSENT = Evidence("context", -6.0, "denied, or treated in general")
_VAGUE_WORDS = frozenset(
    [
        "水肿",
        "异常",
        "过敏",
        "感冒",
        "结节",
        "肿瘤",
        "息肉",
        "囊肿",
        "癌症",
        "焦虑",
        "抑郁",
        "休克",
        "肥胖症",
        "失眠",
        "发热",
        "咳嗽",
        "中毒",
        "流产",
        "怀孕",
        "早产",
        "难产",
        "顺产",
        "绝经",
        "流感",
        "消瘦",
        "恶心",
        "近视",
        "中暑",
        "便秘",
        "脱发",
        "风湿",
        "结核",
        "血栓",
    ]
)
_NEXT_LABEL = late("[ 。;,\t][一-鿿]{2,6}[ ]?[:=]")
_IDLE = late("信息流产|恶心人|恶心死|电子过敏|中风险|结节点|焦虑感|上火")
_PREGNANT = late(
    "(?:怀孕|孕|妊娠|停经)[ ]?[0-9一二三四五六七八九十+]{1,5} ?(?:余)?(?:周|个?多?月)(?:[+余]?[0-9]?天?)"
)
_DISABLED = late(
    "(?:肢体|视力|听力|言语|智力|精神|多重)(?:残疾)?[一二三四1-4]级(?:残疾)?|[一二三四]级(?:肢体|视力|听力|言语|智力|精神)残疾|[一二三四五六七八九十]级伤残|伤残[一二三四五六七八九十]级"
)


@cache
def _lexicon() -> Lexicon[str]:
    """Return the words of the list that are no medicine."""
    return Lexicon({w: k for w, k in facts.medical().items() if k != "medication"})


_DISABLED_WORDS = "|".join(
    (
        *[
            "肢体",
            "视力",
            "听力",
            "智力",
            "言语残",
            "精神残",
            "精神一",
            "精神二",
            "精神三",
            "精神四",
            "多重残",
            "伤残",
        ],
        *(
            f"{n}级{what}"
            for n in "一二三四五六七八九十"
            for what in ["伤残", "肢体", "视力", "听力", "智力", "精神"]
        ),
    )
)

_BODY = "头皮|头|膝盖|膝|腰|腿|脚|手腕|手指|手|肩膀|肩|后背|背|胃|牙|眼睛|耳朵|嗓子|喉咙|胸口|胸|心口|肚子|小腹|脖子|颈椎|腰椎|脚后跟|脚踝"
_ACHES = "|".join(
    [f"{body[-1]}{next_}" for body in _BODY.split("|") for next_ in ("还疼", "还痛", "又疼", "又肿", "老疼", "老是", "总疼", "总是", "天天", "夜里", "疼", "痛", "肿", "麻", "酸痛", "痒", "发麻", "发僵", "发炎", "抽筋", "动不了", "抬不起", "使不上", "流脓", "化脓", "感染")]
    + [f"{sign}{how}" for sign in ("血压", "血脂", "血糖", "尿酸", "转氨酶", "眼压") for how in ("高", "有点高", "偏高", "一直高", "老高")]
)  # fmt: skip


class Diagnosis:
    """Reads fields of records and words of prose; see the module."""

    id = "diagnosis"
    types = (
        "diagnosis", "illness_course", "medical_history", "reproductive", "mental_health",
        "infectious_disease", "disability_id", "lab_result",
    )  # fmt: skip
    patterns = (
        Pattern(
            "field",
            trigger=_CUE.trigger,
            led=True,
            words=True,
            regex=f"(?<![一-鿿](?<![的及为与]))(?P<l>{_CUE.pattern})(?=[ ]?[)\\]】]?[\"']?[ ]?[:=|\t】\\]]|(?<=主诉)[一-鿿])",
            before=_CUE.reach,
            after=8,
        ),
        Pattern(
            "verb",
            words=True,
            trigger="确诊|患有|患上|身患|罹患|查出|诊断为",
            regex=f"(?:确诊为?了?|患有|患上了?|身患|罹患|查出了?|诊断为)(?:了|过|患有|患|有)?(?P<v>{_TERM.pattern})",
            before=6,
            after=64,
        ),
        Pattern(
            "pregnant",
            words=True,
            trigger="怀孕|妊娠|停经|孕0|孕1|孕2|孕3|孕4|孕5|孕6|孕7|孕8|孕9|孕 |孕一|孕二|孕三|孕四|孕五|孕六|孕七|孕八|孕九|孕十",
            regex=f"(?P<v>{_PREGNANT.pattern})",
            before=14,
            after=34,
        ),
        Pattern(
            "hurt",
            words=True,
            trigger="摔断|摔伤|摔折|摔了|撞断|撞伤|撞折|撞了|砸断|砸伤|砸折|砸了|压断|压伤|压折|压了|扭断|扭伤|扭折|扭了|跌断|跌伤|跌折|跌了|崴断|崴伤|崴折|崴了|过敏",
            regex="(?P<v>(?:被?[摔撞砸压扭跌崴])(?:断|伤|折|了脚)了?[左右双]?[腰腿手脚臂膝肩腕踝][一-鿿]{0,2}|对[一-鿿]{1,8}过敏)",
            before=14,
            after=38,
        ),
        Pattern(
            "aches",
            words=True,
            trigger=_ACHES,
            regex=f"(?P<v>[左右双两]?(?:{_BODY})(?:还|又|老是?|总是?|天天|夜里)?(?:疼|痛|肿|麻|酸痛|痒|发麻|发僵|发炎|抽筋|动不了|抬不起来|使不上劲|流脓|化脓|感染)|(?:血[压脂糖]|尿酸|转氨酶|眼压)(?:有点|偏|一直|老)?高(?!血|压|的人|者))",
            before=6,
            after=14,
        ),
        Pattern(
            "abnormal",
            trigger="[0-9][^\n]{0,12}[↑↓]",
            regex="(?P<v>[一-鿿A-Za-z-]{2,10}[ :]{0,2}[0-9]{1,5}(?:\\.[0-9]{1,3})? ?[A-Za-z/^0-9μ]{0,8} ?[↑↓]|(?:核酸|[一-鿿]{0,4}抗体|[一-鿿]{0,4}抗原|HIV|梅毒)[^\n。,]{0,6}?阳性)",
            before=26,
            after=2,
        ),
        Pattern(
            "positive",
            words=True,
            trigger="核酸|抗体|抗原|梅毒|HIV抗",
            regex="(?P<v>[一-鿿A-Za-z-]{2,10}[ :]{0,2}[0-9]{1,5}(?:\\.[0-9]{1,3})? ?[A-Za-z/^0-9μ]{0,8} ?[↑↓]|(?:核酸|[一-鿿]{0,4}抗体|[一-鿿]{0,4}抗原|HIV|梅毒)[^\n。,]{0,6}?阳性)",
            before=4,
            after=16,
        ),
        Pattern(
            "disabled",
            words=True,
            trigger=_DISABLED_WORDS,
            regex=f"(?P<v>{_DISABLED.pattern})",
            before=12,
            after=34,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:  # noqa: ARG002 - see `read`
        """Say nothing of one candidate alone: `read` judges them with the words of the list."""
        return None

    def read(
        self, view: View, block: Block, candidates: Sequence[Candidate]
    ) -> Iterable[Judgement]:
        """Yield what the fields hold, what the verbs govern, and the words of the list."""
        done: list[tuple[int, int]] = []
        for candidate in candidates:
            for judgement in _shown(view.text, candidate):
                done.append((judgement.start, judgement.end))
                yield judgement
        last = 0
        for match in _lexicon().find(view.text):
            if match.start < last:
                continue
            last = match.end
            if not any(a <= match.start < b for a, b in done):
                yield _found(view.text, block, match.start, match.end, match.value)


def _shown(text: str, candidate: Candidate) -> Iterator[Judgement]:
    name = candidate.pattern.name
    start, end = candidate.start, candidate.end
    if name == "field":
        yield from _field(text, candidate)
        return
    here = (person(text, start, end), record(text, start), general(text, start, end))
    parts: tuple[Evidence | None, ...]
    if name == "verb":
        parts = (_WORD, _FALLEN, *here, _ABSENT if _NONE.search(candidate.seen) else None)
        kind = facts.medical().get(candidate.seen, "diagnosis")
        kind = "diagnosis" if kind == "medication" else kind
    else:
        kind = {
            "pregnant": "reproductive",
            "abnormal": "lab_result",
            "positive": "lab_result",
            "hurt": "diagnosis",
            "aches": "diagnosis",
        }.get(name, "disability_id")
        parts = (_WORD, *here) if name == "aches" else (_WORD, _SINCE, *here)
    yield _judgement(text, kind, start, end, parts)


def _field(text: str, candidate: Candidate) -> Iterator[Judgement]:
    """Yield the items of a field, to the end of its line or to the next label."""
    label = candidate.match["l"].replace(" ", "")
    kind = _BEHIND.get(label, "diagnosis")
    link = _LABEL_LINK.match(text, candidate.match.end("l"))
    at = link.end() if link else candidate.match.end("l")
    stop = _stop(text, at)
    items = 0
    while at < stop and items < 12:
        cut = _SPLIT.search(text, at, stop)
        end = cut.start() if cut else stop
        judgement = _item(text, kind, at, end)
        if judgement is not None:
            yield judgement
        items += 1
        at = cut.end() if cut else stop


def _stop(text: str, start: int) -> int:
    line = text.find("\n", start, start + 160)
    stop = line if line >= 0 else min(len(text), start + 160)
    label = _NEXT_LABEL.search(text, start, stop)
    return label.start() if label else stop


def _item(text: str, kind: str, start: int, end: int) -> Judgement | None:
    while (trim := _ITEM_TRIM.match(text, start, end)) and trim.end() > start:
        start = trim.end()
    while end > start and text[end - 1] in " .)]\"'":
        end -= 1
    seen = text[start:end]
    if not 2 <= len(seen) <= 30 or _NONE.search(seen) or not re.search("[一-鿿]{2}", seen):
        return None
    named = next(iter(_lexicon().find(seen)), None)
    if named is None and not (
        len(seen) <= 16 and _TERM.fullmatch(seen) and not _VERBOSE.search(seen)
    ):
        return None
    if len(seen) > 24 or (named is not None and len(seen) > 12 and _VERBOSE.search(seen)):
        return None
    if named is not None and kind == "diagnosis":
        kind = named.value
    parts = (NAMED, _SHAPE, general(text, start, end) if named is None else None)
    return _judgement(text, kind, start, end, parts)


def _found(text: str, block: Block, start: int, end: int, kind: str) -> Judgement:
    """Return the judgement of a word of the list in prose or in a cell."""
    word = text[start:end]
    low, high = max(0, start - 16), start
    left = _LEFT.search(text, low, high)
    right = _RIGHT.match(text, end, min(len(text), end + 14))
    wide = (left.start() if left else start, right.end() if right else end)
    before = text[max(0, wide[0] - 12) : wide[0]]
    named = _CUE.in_names(block.labels(start))
    if named is not None:
        kind = next((_BEHIND[n] for n in block.labels(start) if n in _BEHIND), kind)
    since = right is not None and re.search(
        "[0-9一二三四五六七八九十半][年月天周小次度级期]|术后|[早中晚]期", right.group()
    )
    parts = (
        named,
        _WORD,
        _VAGUE if word in _VAGUE_WORDS else None,
        _FALLEN if re.search(f"(?:{_VERB})[一]?[个场次了过]?\\Z", before) else None,
        _SINCE if since else None,
        person(text, *wide),
        record(text, start),
        general(text, *wide),
        _ABSENT
        if _DENIED.search(before) or _IDLE.search(text, max(0, start - 2), end + 2)
        else None,
    )
    return _judgement(text, kind, *wide, parts)


def _judgement(
    text: str, kind: str, start: int, end: int, parts: Iterable[Evidence | None]
) -> Judgement:
    return Judgement(kind, text[start:end], tuple(e for e in parts if e is not None), start, end)


DETECTOR = Diagnosis()
