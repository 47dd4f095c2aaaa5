"""姓名 · Names of natural persons.

## What it finds
Chinese names of two to four characters, names of minorities and foreigners with a dot, names put
together from Tibetan or Mongolian parts, names in Latin letters behind a label, and surnames said
with a title alone ([张]先生); former names (曾用名). Titles (先生, 老师, 医生 …) and roles (患者, 业主 …)
are not part of a name.

## How it decides
A sequence model (engines/ner.py) proposes names in sentences; labels, roles, kinship words, titles
and `我叫` propose them by rule. What speaks for a stretch adds up: the model's lead, the surname,
what stands before and behind it, attributes beside it, a list of names, the same name elsewhere
in the text. Against it speak figures of history and literature, brands, samples, and words that
make it a road, a shop or a title of a work. Without the model only the rules propose.

## Known limits
Given names alone and nicknames are left out; a surname with a title is found by the models only,
and not before 某 or 家. Names that are ordinary words need a label, a role or a list. The model sees 120 characters at most.

## References
- GB/T 28039-2011, 中国人名汉语拼音字母拼写规则
- Jiao, Sun, Sun (2018), Chinese Lexical Analysis with Deep Bi-GRU-CRF Network (LAC)

>>> DETECTOR.types
('person_name', 'former_name')
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from menshen import facts
from menshen.engines import amid, filed, fusion, names, ner, setting, tagger, titles
from menshen.engines.lexicon import Lexicon
from menshen.evidence import ASIDE, FILLER, Cue, strength
from menshen.late import late
from menshen.model import Block, Candidate, Evidence, Judgement, Pattern, is_grid, is_talk
from menshen.text import SPOKEN_DIGITS, Fold, View, compact

_LABEL = Cue(
    "name",
    words=(
        "姓名", "名字", "真实姓名", "客户名", "户名", "账户名", "开户名", "联系人", "收件人", "收货人", "寄件人", "发件人",
        "收货", "收件", "寄件", "紧急联系人", "法定代表人", "法人代表", "法人", "负责人", "经办人", "经手人", "承办人", "签收人",
        "领取人", "领款人", "收款人", "付款人", "汇款人", "持卡人", "机主", "车主", "户主", "业主", "房东", "租客", "承租人", "出租人", "患者",
        "病人", "就诊人", "受检者", "投保人", "被保险人", "受益人", "申请人", "被申请人", "原告", "被告", "被告人", "上诉人",
        "被上诉人", "第三人", "委托人", "代理人", "当事人", "借款人", "担保人", "出借人", "证人", "见证人", "报案人", "举报人", "投诉人",
        "来访人", "嫌疑人", "死者", "伤者", "驾驶人", "驾驶员", "司机", "乘客", "乘机人", "旅客", "住客", "入住人", "预订人", "同住人",
        "学生", "家长", "监护人", "班主任", "医生", "医师", "主治医师", "护士", "责任护士", "药师", "记录人", "填表人", "制表",
        "审核", "复核", "校对", "编辑", "记者", "作者", "导师", "签名", "签字", "签章", "署名", "立据人", "落款", "值班", "值班员", "管家", "客户",
        "会员", "员工", "候选人", "应聘人", "推荐人", "介绍人", "配偶", "父亲", "母亲", "父母", "丈夫", "妻子", "儿子", "女儿", "子女",
        "收", "甲方", "乙方", "卖方", "买方", "审判长", "审判员", "人民陪审员", "书记员", "公证员", "执行人", "被执行人", "申请执行人",
        "创建者", "创建人", "修改者", "修改人", "最后修改者", "最后修改人", "修订者", "打印者", "打印人", "贡献者", "所有者", "拍摄者", "撰稿人",
        "审核人", "复核人", "审批人", "批准人", "校对人", "编制人", "拟稿人", "起草人", "编写人", "撰写人",
        "主播", "教练", "领队", "导游", "组长", "队长", "班长", "主持人", "出席", "参会人员", "与会人员", "列席", "主持", "记录",
    ),
    keys=("name", "realname", "username_cn", "xm", "xingming", "fullname", "full_name", "customer_name", "contact",
          "contact_name", "consignee", "receiver", "patient", "owner", "payee", "payer", "cardholder", "holder",
          "author", "creator"),
)  # fmt: skip
_FORMER = Cue("former name", words=("曾用名", "原名", "别名", "又名"), keys=("former_name", "cym"))
_LINKED = f"{ASIDE}(?:{FILLER}|是|为|叫|系){{1,8}}"
_VALUE = f"(?P<v>{names.DOTTED}|[{names.HAN}](?:[ ]{{0,3}}[{names.HAN}]){{0,7}}|{names.LATIN})"
_CALLED = Cue(
    "called",
    words=(
        "我叫", "名叫", "我是", "他叫", "她叫", "就叫", "孩子叫", "儿子叫", "女儿叫", "名字叫", "姓名是", "化名",
    ),
)  # fmt: skip
_MAKER = Cue(
    "program", words=("创建程序", "生成程序", "创建工具", "软件", "版权", "出版者", "提供者")
)
"""Properties of documents that name a program or a firm, where people write their own name as well."""
_ROLE = Cue("role", words=sorted(w for w in facts.name_words("role") if len(w) > 1))
_ROLES = frozenset(facts.name_words("role") | facts.name_words("kin"))
_ROLE_SIZES = tuple(sorted({len(w) for w in _ROLES}, reverse=True))
_POSTS = facts.name_words("post") | {w for w in _ROLES if len(w) > 1}
_POST_SIZES = tuple(sorted({len(w) for w in _POSTS}))
_KIN_BEFORE = late(
    f"(?:[其之、,。;:(\\s我他她]|\\A)(?:{'|'.join(w for w in _ROLES if len(w) == 1)})\\Z"
)
_ENDS = "的了因于在与和及诉等系向将已称说到来去为是被由对从或男女电手身住有没不要能会想打问告签出入办也都就还把让给跟同"
_LEAD_IN = late(f"[{names.HAN}]")
_ONE_OR_TWO = late(f"[{names.HAN}]{{1,2}}")
_RUNS = late(f"[{names.HAN}·]+|[A-Za-z]+")
_NEXT = late(f"[ ]?[、,/ ][ ]?(?P<n>[{names.HAN}]{{2,4}})(?=[、,;。/ )等\\n]|\\Z)")
"""What follows a name in a list, and what stands before one."""
_LAST = late(f"(?:\\A|[、,:;。/ (\\n])(?P<n>[{names.HAN}]{{2,4}})[ ]?[、/][ ]?\\Z")
_BESIDE = late(
    "[ ]{0,3}[,、(/|]{0,2}[ ]{0,3}(?:[男女][,性 、生)]|[0-9]{1,3} ?岁|[一-鿿]{1,4}族|身份证|证件|公民身份|电话|手机|联系方式|"
    "1[3-9][0-9][- ]?[0-9]{4}|[0-9]{17}|(?:19|20)[0-9]{2}[-.年/][01]?[0-9])"
)
_MASKED = late("某|[Xx*×]{1,2}")
_WHOLE = late(f"[{names.HAN}·]{{2,14}}")
_BOUNDS = 0.6
"""As sure as this the sequence model may know better than others where a name begins and ends."""
_SURE = 0.9
_SHAPE = Evidence("shape", -1.5, "shape of a name")
_LABELLED = Evidence("label", 4.0, "stands behind its label")
_ROLED = Evidence("label", 2.2, "stands behind the word for a role")
_CALL = Evidence("label", 3.0, "said to be somebody's name")
_MADE = Evidence("label", 2.8, "all that stands for the program or the firm a document is of")
_CUT = Evidence("shape", -4.0, "its last character begins the title behind it")
_ADDRESSED = Evidence("label", 3.0, "a surname alone, with a title behind it")
_TITLED = Evidence("title", 2.5, "a title stands behind it")
_ATTRIBUTES = Evidence("beside", 2.0, "attributes of a person stand beside it")
_LISTED = Evidence("list", 3.2, "stands in a list of names")
_LINKS = frozenset(":是叫为(")
_AGAIN = Evidence("repeat", 3.5, "the same name stands elsewhere in the text with more evidence")
_LINE = Evidence("speaker", 1.0, "begins a line, with a colon behind")
_DISPLAY = Evidence("speaker", 1.6, "the display name of somebody who speaks")
_IN_DISPLAY = Evidence("speaker", 1.2, "a part of the display name of somebody who speaks")
_WORD = Evidence("model", -1.8, "a display name that is read as a word")
_COLUMN = Evidence("speaker", 0.8, "stands in the column of those who speak")
_NAMESAKE = Evidence("figure", -1.4, "a figure of history or literature")
"""Under a label for a name, not for a role, it may be somebody who is called so."""
_MAYBE_VERB = Evidence("shape", -1.0, "two characters behind a role, which may be a verb")
_PLAIN = frozenset(("v", "vd", "vn", "d", "p", "c", "u", "r", "xc", "m", "q", "ad"))
_THINGS = frozenset(("n", "vn", "a", "an"))
_DOUBT = 0.8
_NAMED = Evidence("label", 3.2, "stands right behind the word for a name")
_NAME_WORDS = frozenset(
    ["姓名", "名字", "户名", "联系人", "收件人", "签名", "签字", "总检", "署名"]
)
_VERBAL = late(
    "应[在当按该由遵给使立及注避于接先将对向视依予]|于[是此今]|时[应时]|方[所应可将须]|和(?:医|患|家)|可[以能在由按]|须[在由按经]"
)
_VERB = Evidence("shape", -5.0, "begins with an auxiliary verb, not with a surname")
_MAILS = Evidence("beside", 1.8, "stands before an address of mail in angle brackets")
_MAILED = f"(?<![{names.HAN}·])(?P<v>[{names.HAN}]{{2,4}})[\"']?[ ]?<(?=[A-Za-z0-9._%+-]{{1,64}}@)"
_SAID = {"mailed": _MAILS, "called": _CALL, "role": _ROLED, "beside": _ATTRIBUTES, "maker": _MADE}
_HEADER = Evidence("shape", -5.0, "the name of a field")
_PAPER = Evidence("shape", -4.0, "behind a role a word for a paper, or one files are named by")
_BLOCKED = Evidence("shape", -6.0, "masked, a pseudonym, or digits read aloud")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLACE_ENDS = "县镇乡路街河湖港湾营坡屯沟潭寺庙站"
_LEAST = -4.0
Spans = dict[tuple[int, int], list[Evidence]]
Weighed = dict[tuple[int, int], tuple[Evidence, ...]]


class PersonName:
    """Judges stretches proposed by rules and, with `model`, by the sequence model; see the module."""

    id = "person_name"
    types = ("person_name", "former_name")
    patterns = (
        Pattern("label", _LABEL.trigger, f"{_LABEL.pattern}{_LINKED}{_VALUE}", 0, 0, led=True),
        Pattern("former", _FORMER.trigger, f"{_FORMER.pattern}{_LINKED}{_VALUE}", 0, 0, led=True),
        Pattern("called", _CALLED.trigger, f"{_CALLED.pattern}[:是]?{_VALUE}", 0, 0, led=True),
        Pattern(
            "maker",
            _MAKER.trigger,
            f"{_MAKER.pattern}[ ]?:[ ]?(?P<v>[{names.HAN}]{{2,4}})(?=[ ]{{0,4}}(?:\\n|\\Z))",
            0,
            0,
            led=True,
        ),
        Pattern("role", _ROLE.trigger, f"{_ROLE.pattern}[ ]{{0,2}}{_VALUE}", 0, 0, led=True),
        Pattern(
            "beside",
            "[,、 (][男女][,、;。 )]",
            f"(?<![{names.HAN}])(?P<v>[{names.HAN}]{{2,4}})[,、 (]{{1,2}}[男女][,、;。 )]",
            8,
            0,
        ),
        Pattern("mailed", "[^ -~][\"']?[ ]?<[a-z0-9]", _MAILED, 8, 70),
        Pattern("dotted", "[^0-9 ]·[^0-9 ]", f"(?P<v>{names.DOTTED})", 14, 60),
    )

    def __init__(self, *, model: bool = True) -> None:
        self._model = model
        self.rules = self if not model else PersonName(model=False)

    def judge(self, candidate: Candidate) -> Judgement | None:  # noqa: ARG002 - see `read`
        """Say nothing of one candidate: `read` weighs all of a text together."""
        return None

    def read(
        self,
        view: View,
        block: Block,
        candidates: Sequence[Candidate],
    ) -> Iterable[Judgement]:
        """Yield the names of a view, with positions in it."""
        text = view.text
        found: Spans = defaultdict(list)
        former = _by_rule(candidates, found)
        read = ner.words(text) if self._model and view.fold is Fold.WIDTH else ()
        seen = tagger.tags(text) if read else ()
        _by_model(text, read, seen, found)
        _displayed(block, view, found)
        _against(read, found)
        former |= _headed(block, view, found)
        weighed = {span: _weighed(text, span, parts) for span, parts in found.items()}
        weighed |= _listed(text, weighed, seen)
        weighed |= _repeated(text, weighed, seen)
        weighed |= _in_rows(text, weighed, read, seen)
        for span, parts in sorted(weighed.items()):
            if strength(parts) > _LEAST:
                kind = "former_name" if span in former else "person_name"
                yield Judgement(kind, compact(text[slice(*span)]), parts, *span)


def _by_rule(candidates: Sequence[Candidate], found: Spans) -> set[tuple[int, int]]:
    """Collect the names that patterns saw; return the spans of former ones."""
    former: set[tuple[int, int]] = set()
    for candidate in candidates:
        text, (start, end) = candidate.view.text, candidate.match.span("v")
        kind = candidate.pattern.name
        if kind == "dotted":
            first, last = names.trimmed(text[start:end])
            closes = start + last == end or text[start + last] in _ENDS
            if closes and names.foreign(text[start + first : start + last]):
                found[start + first, start + last] += ()
            continue
        if kind == "role" and (text[start] in _ENDS or _goes_on(text, start)):
            continue
        for span in _bounded(text, start, end, latin=kind != "called"):
            said = _SAID.get(kind, _LABELLED)
            if kind == "role" and text[candidate.match.start() : start] in _NAME_WORDS:
                said = _NAMED
            if said not in found[span]:
                found[span].append(said)
            if kind == "former":
                former.add(span)
    return former


def _goes_on(text: str, at: int) -> bool:
    """Say whether the word for a role before `at` goes on there: 会计师, not 会计 and 师.

    >>> _goes_on("高级会计师评审", 4), _goes_on("会计李红", 2)
    (True, False)
    """
    jobs = facts.occupations()
    return any(text[at - size : at + 1] in jobs for size in (2, 3, 4) if size <= at)


def _headed(block: Block, view: View, found: Spans) -> set[tuple[int, int]]:
    """Add what the names over the spans say (headers, keys); return the spans of former names."""
    former: set[tuple[int, int]] = set()
    if block.layout is None:
        return former
    for span, parts in found.items():
        start, _ = view.original(*span)
        heads = [facts.header(name) for name in block.layout.labels(start)[:1]]
        kinds = {head.type for head in heads if head is not None}
        if kinds & {"person_name", "former_name"} and _LABELLED not in parts:
            parts.append(_LABELLED)
        if "former_name" in kinds:
            former.add(span)
    return former


def _displayed(block: Block, view: View, found: Spans) -> None:
    """Add what the display names in a chat say: a whole one says more than a part."""
    if not is_talk(block.layout) or view.fold is not Fold.WIDTH:
        return
    extra = (_COLUMN,) if is_grid(block.layout) else ()
    for turn in block.layout.turns():
        start, end = turn.name or (0, 0)
        for match in re.finditer(f"[{names.HAN}]{{2,9}}", view.text[start:end]):
            run = (start + match.start(), start + match.end())
            span = _shown(view.text, *run) or (run if run in found and len(match[0]) > 2 else None)
            if span is not None:
                found[span] += (_DISPLAY if end - start <= 4 else _IN_DISPLAY, *extra)


def _shown(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the full name in a part of a display name: without a role before, a title behind."""
    start = _without_kin(text, start, end)
    end = titles.without(text, start, end)
    for size in _ROLE_SIZES:
        if end - start - size >= 2 and text[end - size : end] in _ROLES:
            end -= size
    name = text[start:end]
    whole = 2 <= len(name) <= 4 and names.full(name)
    return (start, end) if whole or names.composed(name) else None


def _bounded(text: str, start: int, end: int, *, latin: bool) -> Iterator[tuple[int, int]]:
    """Yield the stretch of `text[start:end]` that is a name, told by what follows it."""
    value = text[start:end]
    if value.isascii() or not _LEAD_IN.match(value):
        if latin and len(re.findall("[A-Z][A-Za-z'.-]+", value)) >= 2:
            yield start, end
        return
    if "·" in value:
        _, last = names.trimmed(value)
        yield start, start + last if names.foreign(value[:last]) else end
        return
    if " " in value:
        first, second = value.split()[:2]
        if len(first) == 1 and len(second) <= 2 and names.full(first + second):
            yield start, start + value.index(second, 1) + len(second)
            return
        end = start + len(first)
        value = first
    for size in (len(value), 3, 2, 4):
        if size <= len(value) and _may_end(text, start, start + size, end):
            yield start, start + size
            return


def _may_end(text: str, start: int, stop: int, end: int) -> bool:
    """Say whether a name may reach from `start` to `stop` in a run of Chinese that ends at `end`."""
    name = text[start:stop]
    if not (2 <= len(name) <= 4) or not names.full(name):
        return False
    if stop == end:
        return True
    if len(name) == 4 and len(names.surname(name)) == 1:
        return False
    return text[stop] in _ENDS or titles.BEHIND.match(text, stop) is not None


def _by_model(
    text: str, read: Sequence[ner.Word], seen: Sequence[tagger.Tagged], found: Spans
) -> None:
    """Collect the names that the word model saw, mended at their ends."""
    seen = [tag for tag in seen if tag.label == "person_name" and tag.sure >= _BOUNDS]
    _dotted(text, seen, found)
    for index, word in enumerate(read):
        if word.label != "PER":
            continue
        behind = read[index + 1] if index + 1 < len(read) else None
        lead = _lead(word)
        for span in {_settled(text, span, seen) for span in _mended(text, word, behind)}:
            if not any(e.kind == "model" for e in found[span]):
                alone = titles.addressed(text, *span)
                found[span] += (lead, _ADDRESSED) if alone else (lead,)


def _dotted(text: str, seen: Sequence[tagger.Tagged], found: Spans) -> None:
    """Give the names with a dot that only their dot proposes the bounds that the sequence model sees."""
    for span in [span for span, parts in found.items() if not parts]:
        better = _best_met(text, span, seen)
        if better is not None and "·" in text[better.start : better.end]:
            found[better[:2]] += found.pop(span)


def _settled(text: str, span: tuple[int, int], seen: Sequence[tagger.Tagged]) -> tuple[int, int]:
    """Return the bounds that the sequence model sees for a name, if they make it a better one."""
    other = _best_met(text, span, seen)
    if other is None or other[:2] == span:
        return span
    cut = other.end == span[1] and other.start <= span[0] - 2 and other.sure >= _SURE
    better = cut or _built(text, other[:2]) > _built(text, span)
    return other[:2] if better else span


def _built(text: str, span: tuple[int, int]) -> float:
    return strength(names.build(text[slice(*span)]))


def _best_met(
    text: str, span: tuple[int, int], seen: Sequence[tagger.Tagged]
) -> tagger.Tagged | None:
    """Return the surest name that the sequence model sees at a span."""
    met = fusion.meeting(fusion.Said(*span, "person_name", False), seen)
    best = max((seen[i] for i in met), key=lambda tag: tag.sure, default=None)
    if best is None or not _WHOLE.fullmatch(text, best.start, best.end):
        return None
    return best


def _against(read: Sequence[ner.Word], found: Spans) -> None:
    """Add the doubt where the model read function words in what a rule took for a name."""
    starts = [word.start for word in read]
    for (start, end), parts in found.items():
        if read and not any(e.kind == "model" for e in parts):
            inside = read[max(0, bisect_right(starts, start) - 1) : bisect_left(starts, end)]
            sure = max((w.lead for w in inside if w.label in _PLAIN), default=0.0)
            if sure > _DOUBT:
                worth = min(1.4 * sure, 4.0) if len(inside) > 1 else min(0.7 * sure, 2.0)
                parts.append(_function(round(worth, 1)))
            elif len(inside) == 1 and inside[0][:2] == (start, end):
                parts += _read_as_word(inside[0], parts)


def _read_as_word(word: ner.Word, parts: Sequence[Evidence]) -> Iterator[Evidence]:
    """Yield the doubt where what a rule took for a name is one word to the model."""
    if _DISPLAY in parts:
        yield _WORD
    elif word.label in _THINGS and any(e.kind == "label" for e in parts):
        yield _function(round(min(0.7 * word.lead, 2.0), 1))


def _function(weight: float) -> Evidence:
    return Evidence("model", -weight, "read as words that are no name")


def _lead(word: ner.Word) -> Evidence:
    """Return the weight of the model's vote, as fitted on annotated news, posts and CVs."""
    return Evidence("model", round(min(0.7 * word.lead, 3.0), 1), "read as a name")


def _mended(text: str, word: ner.Word, behind: ner.Word | None) -> Iterator[tuple[int, int]]:
    """Yield the name in a word of the model: without titles and kin, with what was cut off."""
    for match in _RUNS.finditer(text[word.start : word.end]):
        start, end = word.start + match.start(), word.start + match.end()
        if text[start : start + 1].isascii():
            continue
        if "·" in text[max(0, start - 1) : end + 1]:
            continue
        if names.surname(text, max(start - 1, 0)) == text[max(start - 1, 0) : start + 1]:
            start = max(start - 1, 0)
        end = titles.without(text, start, end)
        start = _without_kin(text, start, end)
        if text[end : end + 2].strip()[:1].isascii() and re.match(
            r"[A-Z][·0-9A-Z]", text[end : end + 2]
        ):
            end -= text[end - 1] in _PROVINCES
        short = end == word.end and end - start <= 2 and not titles.BEHIND.match(text, end)
        if short and behind is not None:
            end = _completed(text, start, end, behind)
        if end - start >= 2 or titles.addressed(text, start, end):
            yield start, end


def _without_kin(text: str, start: int, end: int) -> int:
    for size in _ROLE_SIZES:
        rest = start + size
        if end - rest >= 2 and text[start:rest] in _ROLES and names.full(text[rest:end]):
            if (
                size == 1
                and names.full(text[start:end])
                and not _KIN_BEFORE.search(text[max(0, start - 1) : rest])
            ):
                continue
            return rest
    first = names.surname(text[start:end])
    if (
        len(first) == 2
        and text[max(0, start - 1) : start + 1] in _POSTS
        and names.full(text[start + 1 : end])
    ):
        return start + 1  # 所长 and 孙火旺, not 长孙火旺
    return start


def _completed(text: str, start: int, end: int, behind: ner.Word) -> int:
    """Return the end of a name of which the model saw only the surname or two characters."""
    size = behind.end - behind.start
    more = text[end : behind.end]
    if behind.start != end or not _ONE_OR_TWO.fullmatch(more):
        return end
    seen = text[start:end]
    if len(seen) == 2 and seen == names.surname(seen) and size <= 2:
        return behind.end
    closes = not _LEAD_IN.match(text, behind.end)
    if len(seen) == 2 and size == 1 and closes and more not in _ENDS and names.full(seen + more):
        return behind.end
    return end


_HOPELESS = -2.0
"""What is worth less is no name at any threshold in use; the passage around it need not be read."""


def _weighed(text: str, span: tuple[int, int], parts: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return all that speaks for and against a stretch as a name."""
    start, end = span
    name = compact(text[start:end])
    seen = [_SHAPE, *parts]
    if _ADDRESSED in seen:
        seen += setting.listed(text[start : titles.behind(text, end)])
    elif not name.isascii() and _LEAD_IN.match(name):
        seen += names.build(name)
        if _VERBAL.match(name):
            seen.append(_VERB)
    seen += _around(text, start, end, seen) if _ADDRESSED not in seen else ()
    if strength(tuple(seen)) > _HOPELESS:
        seen += setting.around(text, start, end)
    if _ROLED in seen and len(name) == 2 and not any(e.kind == "model" for e in seen):
        seen.append(_MAYBE_VERB)
    if _ROLED in seen and not any(e.kind == "model" and e.weight > 0 for e in seen):
        seen += [_PAPER] if filed.is_paper(name) or filed.is_word(name) else []
    if facts.header(name) is not None:
        seen.append(_HEADER)
    told = any(e.kind == "label" and e.weight > _ROLED.weight for e in seen)
    seen += [_NAMESAKE if told and e.kind == "figure" else e for e in setting.listed(name)]
    if name.isascii() and not facts.name_words("program").isdisjoint(
        text[start:end].lower().split()
    ):
        seen.append(setting.NO_NAMES["program"])
    if _MASKED.search(name) or all(c in SPOKEN_DIGITS for c in name):
        seen.append(_BLOCKED)
    return tuple(seen)


def _around(text: str, start: int, end: int, seen: Sequence[Evidence]) -> Iterator[Evidence]:
    told = any(e.kind == "label" for e in seen)
    before = text[max(0, start - 24) : start]
    if not told and (_has_post(before) or _KIN_BEFORE.search(before)) and not _goes_on(text, start):
        yield _ROLED
    title = titles.BEHIND.match(text, end)
    if title is not None:
        yield _TITLED if text[end - 1 : title.end()] not in facts.occupations() else _CUT
    elif setting.PLACE.match(text, end):
        yield setting.MADE_PLACE
    if _ATTRIBUTES not in seen and _BESIDE.match(text, end):
        yield _ATTRIBUTES
    if text[end : end + 1] == ":" and (not before or before[-1] in "\n @"):
        yield _LINE


def _has_post(before: str) -> bool:
    """Say whether a role or a post stands before a name, be it with a colon or a bracket between."""
    near = before.rstrip(" ")
    heads = [near, near[:-1].rstrip(" ")] if near[-1:] in _LINKS else [near]
    return any(head[-size:] in _POSTS for head in heads for size in _POST_SIZES)


def _sure(weighed: Weighed, seen: Sequence[tagger.Tagged], least: float) -> list[tuple[int, int]]:
    """Return the names that are surer than `least`, the sequence model's word included."""
    likely = [span for span, parts in weighed.items() if strength(parts) > least]
    if not seen:
        return likely
    said = [fusion.Said(*span, "person_name", _is_told(weighed[span])) for span in likely]
    heard = fusion.heard(said, seen)
    return [
        span
        for span, word in zip(likely, heard, strict=True)
        if word is None or strength(weighed[span]) + word.weight > least
    ]


def _is_told(parts: Iterable[Evidence]) -> bool:
    return any(e.kind == "label" for e in parts)


def _listed(text: str, weighed: Weighed, seen: Sequence[tagger.Tagged]) -> Weighed:
    """Return the names that stand in a row with a sure one, weighed anew."""
    more: Weighed = {}
    sure = _sure(weighed, seen, 0.5)
    while sure:
        for span in _neighbours(text, sure.pop()):
            known = more.get(span, weighed.get(span))
            if known is None and text[span[1] - 1] in _PLACE_ENDS:
                continue
            if known is None or (strength(known) <= 0.5 and _LISTED not in known):
                parts = known or _weighed(text, span, ())
                more[span] = (*parts, _LISTED)
                if strength(more[span]) > 0.5:
                    sure.append(span)
    return more


def _in_rows(
    text: str, weighed: Weighed, read: Sequence[ner.Word], seen: Sequence[tagger.Tagged]
) -> Weighed:
    """Return what stands in longer lists, weighed anew by what most of the list is."""
    more: Weighed = {}
    lists = list(amid.rows(text)) if weighed else []
    sure = _sure(weighed, seen, 0.0) if lists else []
    for span, evidence in amid.among(text, lists, set(sure), read):
        parts = weighed.get(span) or _weighed(text, span, ())
        if evidence.weight > 0 or not _is_told(parts):
            more[span] = (*parts, evidence)
    return more


def _neighbours(text: str, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the stretches before and behind a name in a list that have the shape of full names."""
    start, end = span
    behind = _NEXT.match(text, end)
    if behind is not None and names.full(behind["n"]):
        yield behind.span("n")
    before = _LAST.search(text, max(0, start - 8), start)
    if before is not None and names.full(before["n"]):
        yield before.span("n")


def _repeated(text: str, weighed: Weighed, seen: Sequence[tagger.Tagged]) -> Weighed:
    """Return the further places where a sure name stands, weighed anew."""
    sure = {text[slice(*span)] for span in _sure(weighed, seen, 1.5)}
    known = {name: 0 for name in sure if len(name) >= 2}
    if not known:
        return {}
    more: Weighed = {}
    longer = sorted(span for span, parts in weighed.items() if strength(parts) > 0)
    for match in Lexicon(known).find(text):
        span = (match.start, match.end)
        parts = weighed.get(span)
        at = bisect_right(longer, span)
        if at and longer[at - 1] != span and longer[at - 1][1] >= match.end:
            continue  # a part of another name
        if parts is None:
            more[span] = (*_weighed(text, span, ()), _AGAIN)
        elif strength(parts) <= 1.5:
            more[span] = (*parts, _AGAIN)
    return more


DETECTOR = PersonName()
