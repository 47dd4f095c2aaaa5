"""职务与职业 · Position and occupation of a person.

## What it finds
A position or occupation behind 职务, 职业, 岗位 …; before or behind a name (`经理李明`, `张伟 主任医师`); as an
item of a list (`，汉族，农民，`); told of somebody (我妈是小学老师, 在工地做木工, 任局长).

## How it decides
A label or a full name beside the word decides; an item needs attributes of a person beside it; prose
needs a verb of being or working before the word and a person near it.

## Known limits
A surname with a title (王主任) is a form of address and left alone. The job wanted in a CV, vacancies and
form labels (`医生：`) are not reported.

## References
- GB/T 6565-2015, 职业分类与代码; the words are those of facts/occupations.tsv

>>> DETECTOR.types
('job_title',)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from menshen import facts
from menshen.engines import names
from menshen.engines.bearer import general, sentence
from menshen.engines.lexicon import Lexicon
from menshen.engines.stated import Form, Stated, advert, bearer, item, labelled, value
from menshen.evidence import Cue
from menshen.late import late
from menshen.model import Block, Candidate, Evidence, Judgement, Pattern, Span
from menshen.text import View

_CUE = Cue(
    "position",
    words=(
        "职务", "职业", "岗位", "职称", "工种", "职位", "现任职务", "担任职务", "工作岗位", "职业类型", "职业类别", "现职", "职级", "岗位名称", "职位名称", "从事职业", "现从事职业", "从事工作", "任职岗位",
        "单位职务", "职务/职称", "职务职称", "专业技术职务", "职业/职务", "父亲职业", "母亲职业", "行政职务", "技术职称", "担任", "身份职业",
    ),
    keys=("occupation", "job_title", "position", "profession", "job", "zhiwu", "zhiye"),
)  # fmt: skip
_FIELD = Stated(
    "job_title",
    (
        labelled(
            "field", "job_title", _CUE, value(24), 30,
            guard="(?<!意向)(?<!期望)(?<!应聘)(?<!求职)(?<!招聘)(?<!目标)(?<!申请)(?<!报考)(?<!空缺)(?<!竞聘)",
        ),
        Form(
            Pattern(
                "career",
                trigger="公司|集团|医院|学校|中学|小学|大学|银行|有限|事务所|研究院|幼儿园|酒店|超市|中心|厂 |厂,|局 |所 ",
                regex="(?:19|20)[0-9]{2}[^\\n。;]{4,40}(?:公司|集团|院|学校|[中小大]学|银行|所|园|店|超市|中心|厂|局)[^\\n。; ,|\\t]{0,8}[ ,|\\t/]{1,3}(?P<v>[一-鿿A-Za-z]{0,8}(?:员|师|工|长|经理|主管|总监|助理|主任|顾问|专员|代表|司机|会计|出纳|厨师|教授|店长))(?=[ ,。;\\n|(/]|\\Z)",
                before=56,
                after=26,
            ),
            "job_title",
            weight=2.5,
        ),
        Form(
            Pattern(
                "roster",
                trigger="院 |公司 |厂 |局 |中心 |学 |行 |店 |院\t|公司\t|厂\t|局\t",
                regex="(?:(?<=\\n)|(?<![\\s\\S]))[一-鿿]{2,3}[ \\t]{1,3}[一-鿿]{2,20}(?:院|公司|厂|局|中心|学|行|店)[ \\t]{1,3}(?P<v>[一-鿿]{0,8}(?:员|师|工|长|经理|主管|总监|助理|主任|顾问|专员|代表|司机|会计|出纳|教授|书记))(?=[ \\t\\n]|\\Z)",
                before=34,
                after=16,
            ),
            "job_title",
            weight=1.8,
        ),
        Form(
            Pattern(
                "bare",
                trigger="职务|职业|岗位|职称|工种|职位",
                regex="(?:(?<=[,、;|( \\n])|(?<![\\s\\S]))(?:职务|职业|岗位|职称|工种|职位)(?P<v>[一-鿿]{0,8}(?:员|师|工|长|经理|主管|总监|助理|主任|顾问|专员|代表|司机|会计|出纳|农民|务农|学生|个体|教授|书记))(?=[ ,。;\\n|(]|\\Z)",
                before=3,
                after=14,
            ),
            "job_title",
            weight=0.5,
        ),
    ),
    against="招聘|应聘|求职意向|期望|竞聘|岗位职责|拟聘",
    void="^(?:职责|要求|要|描述|名称|类别|人数|需求|培训|不限|[0-9-]+$)|[0-9]{4}|公司$|有限",
)  # fmt: skip
_MODIFIER = late(
    "(?:高级|中级|初级|资深|首席|特级|一级|二级|三级|四级|副|总|代|常务|执行|助理|销售|市场|财务|人事|行政|技术|项目|产品|运营|客户|区域|大区|业务|采购|生产|质量|质检|设备|物流|仓储|安全|工程|研发|软件|硬件|"
    "前端|后端|测试|算法|数据|网络|系统|结构|机械|电气|土建|暖通|法务|法律|品牌|渠道|大堂|理财|门店|值班|前厅|后厨|培训|招商|物业|车间|班组|外科|内科|儿科|妇产科|骨科|急诊科?|眼科|口腔科?|心内科|神经内科|"
    "小学|中学|初中|高中|幼儿园|大学|语文|数学|英语|物理|化学|体育|音乐|美术|退休|村|镇|乡|县|区|市|党支部|党委|支部|纪委|居委会|村委会|办公室|信息科|医务科|总务|分管|新媒体|平面|室内|建筑|服装|电商|直播|社区|高速|公交|出租车|货车|工地){1,4}\\Z"
)
_NAME_AFTER = late("[ ]?(?P<n>[一-鿿]{2,4}?)(?=[ ,。;!?、()\n\t\"'|/]|说|表示|介绍|告诉|签字|带|负责|的电话|主持|汇报|出席|参加|发言|宣布|陪|回|提出|要求|强调|指出|担任|接|打|让|找|安排|通知|批准|审批|签|确认|处理|跟进|联系|送|收|电话|来|已|于|在|将|对|与|和|\\Z)")  # fmt: skip
_NAME_GOING_ON = late(
    "(?P<n>[一-鿿]{3})(?=的|等|当[天时日]|今[天年日]|昨|率|亲|看|走|到|赴|会|给|把|被|让|开车|没|不|还|又|也|就|都|并|从|自|以|因|经|一行|称|认为|透露|坦言|解释|讲|谈|回忆|[0-9])"
)
_NAME_BEFORE = late("(?:(?<![一-鿿])|(?<=[由请找给和与是叫、])|(?<=妻子)|(?<=丈夫)|(?<=父亲)|(?<=母亲)|(?<=女儿)|(?<=儿子)|(?<=配偶)|(?<=哥哥)|(?<=姐姐))(?P<n>[一-鿿]{2,3})[ ]{0,4}[,:(/|\t-]?[ ]{0,2}\\Z")  # fmt: skip
_ENDED = late(
    "(?![一-鿿A-Za-z])|和|及|兼|了|多年|一职|职务|已|工作|出身|时|期间|[一二三四五六七八九十]{1,2}年|家|吧|呢|啊|吗|呀|嘛|为生|的[,。]|,"
)
_CLOSE = late("[ ]*(?:[,。;!?、()\n\t\"'|/]|\\Z|[ ]1[0-9]{10})")
_BEING = late(
    "(?:(?:我|他|她|本人|其|父亲?|母亲?|爸爸?|妈妈?|丈夫|妻子|老公|老婆|儿子|女儿|哥|姐|弟|妹|对象|现|原|曾|均|都|也|都)(?:系|是|为)(?:一[名位个]|名|个|位)?|"
    "(?:(?<![联关体维])系|是一[名位个]|是个|是名|担任|历任|出任|升任|晋升为?|聘为|当选为?|调任|现任|曾任|兼任?|时任|原任|退休的|退休前[是为]|职业[是为]|从事|(?<![相应适])当了?(?:一?[名个])?|做(?:一?[名个])?|干|(?<![主责信担委胜])任)(?:过|着|了|上)?)"
    "(?:[^,。;:\n是系为任当做]{0,12}?)\\Z"
)
_SCHOOL = late("\\A(?:小学|中学|大学|初中|高中|幼儿园)+")
_LEAD = late(
    "(?:(?<=[,、;|\t(])|(?<=[,|] ))[ ]?(?=(?:(?![要应会有将是的了在给让请就都也和与需关])[一-鿿]){0,10}\\Z)"
)
_HELD = late(
    "(?:历任|曾任|现任|先后任|先后担任|曾担任|兼任|[月年起今]任|现为|至今任|起担任)[^。;\\n]{0,56}(?:公司|集团|[院局所厂行部会室委处科站校社队店司]|大学|中学|小学|中心|银行|[,、兼])\\Z"
)
_CAREER = Evidence("context", 3.2, "a station of somebody's career")
_TITLE = Evidence("shape", -2.0, "a word for a position or occupation")
_NAMED = Evidence("context", 4.0, "a person's name beside it")
_IS = Evidence("context", 2.2, "somebody is said to be or work as it")
_RULE = Evidence("context", -5.0, "an advertisement, a rule or a statistic")
_LISTED = Evidence("shape", -3.0, "a word for an occupation, an item perhaps")
_BEYOND = late("(?:们|节|资格|证|招聘|培训|岗|职责|助理|室|处|办|联系|团队|群体|行业|学|会|的话|负责制|责任制|信箱|工作|协会|职业|服务|电话|热线|人数|类|待遇|工资)")  # fmt: skip
_NO_NAME = late("[有会能应可要不都也就还请将已在和与对为是的这那该所办签负带来去全安工通方时关于平高常]|(?:[一-鿿]){0,2}(?:部|局|院|公司|课|班|组|法|证)")  # fmt: skip
_ASKED = late(
    "意向|期望|应聘|招聘|竞聘|想当|想做|梦想|成为|理想|如果|假如|需要|要求|应由|聘请|寻找|急需"
)


class JobTitle:
    """Judges words for positions by label, name and verb beside them; see the module."""

    id = "job_title"
    types = ("job_title",)
    patterns = _FIELD.patterns

    def judge(self, candidate: Candidate) -> Judgement | None:  # noqa: ARG002 - see `read`
        """Say nothing of one candidate alone: `read` judges them with the words of the list."""
        return None

    def read(
        self, view: View, block: Block, candidates: Sequence[Candidate]
    ) -> Iterator[Judgement]:
        """Yield the judgements of fields, and of the words for positions in the text."""
        fields = (_FIELD.judge(candidate) for candidate in candidates)
        yield from (judgement for judgement in fields if judgement is not None)
        yield from _words(view, block)


def _words(view: View, block: Block) -> Iterator[Judgement]:
    text, done = view.text, 0
    for found in _lexicon().find(text):
        start, end = found.start, found.end
        if start < done:
            continue
        done = end
        before = text[max(0, start - 12) : start]
        modifier = _MODIFIER.search(before)
        start -= len(_own(modifier.group(), before)) if modifier else 0
        evidence, start = _evidence(view, block, start, end)
        if evidence:
            yield Judgement("job_title", text[start:end], evidence, start, end)


def _own(modifier: str, before: str) -> str:
    """Return a modifier without the end of a school's name at its beginning."""
    ahead = before[: len(before) - len(modifier)][-1:]
    if "一" <= ahead <= "鿿" and ahead not in "是当为任做的名位个":
        return _SCHOOL.sub("", modifier)
    return modifier


def _evidence(view: View, block: Block, start: int, end: int) -> tuple[tuple[Evidence, ...], int]:
    """Return what stands around a word, nothing where no form of a statement is seen; and where it begins."""
    text = view.text
    if text[end : end + 1] == ":" or _BEYOND.match(text, end):
        return (), start
    low = max(0, start - 24)
    if text[start:end] not in _ROLES and _beside_name(text, start, end):
        return _kept(_TITLE, _NAMED, _against(text, start)), start
    if _BEING.search(text[low:start].rpartition("\n")[2]) and _ENDED.match(text, end):
        against = _against(text, start) or general(text, start, end)
        return _kept(_TITLE, _IS, *bearer(text, start, end), against), start
    if text[start:end] in _LOOSE:
        return (), start
    if _CLOSE.match(text, end) and _HELD.search(text[sentence(text, start, end)[0] : start]):
        return _kept(_TITLE, _CAREER, _against(text, start)), start
    lead = _LEAD.search(text, low, start)
    if lead is not None and _CLOSE.match(text, end):
        against = _against(text, start)
        start = lead.end()
        here = Candidate(_ITEM, view, start, end, Span(start, end), _ANY.match(text, start), block)  # type: ignore[arg-type]
        return _kept(_LISTED, item(here, start, end), against), start
    return (), start


def _against(text: str, start: int) -> Evidence | None:
    """Return what speaks against a word: a post that is asked for, an advertisement."""
    asked = _ASKED.search(text, max(0, start - 24), start) is not None
    return _RULE if asked or advert(text, start) else None


def _kept(*parts: Evidence | None) -> tuple[Evidence, ...]:
    return tuple(e for e in parts if e is not None)


def _beside_name(text: str, start: int, end: int) -> bool:
    after = _NAME_AFTER.match(text, end)
    if after is not None and _is_name(after["n"]):
        return True
    after = _NAME_GOING_ON.match(text, end)
    if after is not None and _is_name(after["n"]):
        return True
    before = _NAME_BEFORE.search(text, max(0, start - 12), start)
    return before is not None and _is_name(before["n"]) and _CLOSE.match(text, end) is not None


def _is_name(word: str) -> bool:
    """Say whether a word is built as a full name of somebody, and is no ordinary word."""
    if not names.full(word) or _NO_NAME.search(word, 1) or _WORD.match(word) or word in _places():
        return False
    if word in facts.occupations() or any(word in facts.name_words(k) for k in _OTHER):
        return False
    return facts.surnames().get(names.surname(word), 0.0) > 0


_OTHER = ("title", "role", "kin", "figure", "brand", "sample")
_ROLES = frozenset({"学生", "大学生", "在校学生", "职工", "干部", "志愿者", "无业", "老板", "退休"})
"""Words that say in what role somebody appears rather than what he does."""
_WORD = late(
    "部门|时刻|保留|研究|程序|方案|方法|安全|通知|相关|应该|高度|常规|平台|任务|经验|计划|支持|时间|单位|和|于是|向导|高级|明确|严格|包括|全体|全部|管理|温馨"
)
"""Ordinary words that begin like names."""
_LOOSE = frozenset(
    {
        "运维",
        "运营",
        "销售",
        "采购",
        "中介",
        "客服",
        "监理",
        "策划",
        "公关",
        "法务",
        "老师",
        "网红",
        "学生",
        "助理",
        "秘书",
        "组员",
        "委员",
    }
)
"""Words for departments, roles and activities too."""
_ITEM = Pattern("item", "", "", 0, 0)
_ANY = late("")


@cache
def _places() -> frozenset[str]:
    return frozenset(d.name[-3:].rstrip("省市区县") for d in facts.divisions().values())


@cache
def _lexicon() -> Lexicon[str]:
    return Lexicon(facts.occupations())


DETECTOR = JobTitle()
