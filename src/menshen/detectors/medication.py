"""用药 · Medicines that a person takes.

## What it finds
The name of a medicine (facts/medical.tsv, or a name that ends in a dosage form: 缬沙坦胶囊), without the
dose, where somebody takes, buys or is prescribed it; and what stands behind 用药, 处方, 药品名称.

## How it decides
A dose or a frequency behind the name, a verb (服用, 口服, 开了), a label and a person speak for it; leaflets,
guidelines, tenders and price lists against it.

## Known limits
Herbs of a prescription (黄芪 15g) are not read.

## References
- 国家药监局, 药品说明书和标签管理规定 (2006); 处方管理办法 (2007)

>>> DETECTOR.types
('medication',)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from menshen import facts
from menshen.engines.bearer import general, person, record
from menshen.engines.lexicon import Lexicon
from menshen.evidence import Cue
from menshen.late import late
from menshen.model import Block, Candidate, Evidence, Judgement, Pattern
from menshen.text import View

_CUE = Cue(
    "medicine",
    words=("药品名称", "药名", "目前用药", "用药情况", "用药史", "长期用药", "在用药物", "正在服用", "服用药物", "处方药品", "用药", "处方", "医嘱", "药品"),
    keys=("medication", "medications", "drug_name", "drug", "medicine", "prescription", "rx", "yaopin"),
    context=0.0,
)  # fmt: skip
_FORMS = "缓释片|控释片|分散片|肠溶片|咀嚼片|泡腾片|缓释胶囊|肠溶胶囊|软胶囊|胶囊|颗粒|注射液|口服液|滴丸|软膏|乳膏|滴眼液|糖浆|喷雾剂|气雾剂|吸入剂|混悬液|栓"
_TAIL = late(f"(?:钠|钾|钙|酯)?(?:{_FORMS}|片|丸|针|粉)?")
_HEAD = late(
    "(?:复方|盐酸|硫酸|酒石酸|马来酸|苯磺酸|富马酸|琥珀酸|枸橼酸|注射用|琥珀酸|富马酸|甲磺酸|重酒石酸|氢溴酸|小儿|草酸)\\Z"
)
_DOSE = late(
    "[ (:]{0,2}(?:[0-9.]+ ?(?:mg|MG|g|ml|mL|μg|ug|IU|iu|U|u|片|粒|支|盒|瓶|袋|丸|毫克|克|毫升|单位|贴|喷|吸|滴|板)|(?:bid|tid|qd|qn|qid|prn|po|iv|im)(?![a-z])|[一二两三四五半每]?[片粒支盒瓶袋]|"
    "[,，]? ?(?:每[日天晚早周次]|一[日天][一二两三四1-4]次|早晚|睡前|饭[前后]|口服|静[滴脉推]|[日天][一二三1-3]次)|[x×*] ?[0-9])"
)
_TAKEN = late(
    "(?:自服|服用|口服|服|购|吃了?|吃的是?|开了|开的|开具|处方|予以?|给予|给了?|注射|打了?|停用|停了?|自服|自行服用|配了?|买了?|用了?|使用|加用|改用|换成|换了?|含服|外用|静滴|静脉滴注|依赖|靠|喝了?)[一-鿿0-9]{0,2}\\Z|、\\Z|[和及]\\Z"
)
_WORD = Evidence("shape", -1.8, "name of a medicine")
_FORM = Evidence("shape", -3.0, "ends in the name of a dosage form")
_DOSED = Evidence("context", 2.0, "a dose or a frequency behind it")
_TOOK = Evidence("context", 1.5, "behind a verb of taking or prescribing")
_SOLD = Evidence("context", -4.0, "a leaflet, a guideline, a tender or a list of goods")
_SALE = late(
    "规格|批准文号|生产|厂家|有限公司|药业|招标|采购|集采|零售价|单价|库存|说明书|用于|成份|性状|贮藏|有效期|适应|首选|可选用|推荐|等药物|类药物|对[^。]{0,8}过敏者|一线|机制|指南|处方药目录|成人(?:一次|每次|剂量)|儿童(?:一次|每次|剂量|酌减)"
)
_CUT = late(
    ".*(?:服用|口服|吃了|开了|处方|给予|予|注射|停用|自服|买了|用了|使用|加用|改用|换成|和|及|每日|长期|还有|一些|这种|的)"
)


@cache
def _lexicon() -> Lexicon[str]:
    return Lexicon({w: k for w, k in facts.medical().items() if k == "medication"})


class Medication:
    """Reads the names of medicines and judges who takes them; see the module."""

    id = "medication"
    types = ("medication",)
    patterns = (
        Pattern(
            "form",
            words=True,
            trigger="缓释片|控释片|分散片|肠溶片|咀嚼片|泡腾片|胶囊|颗粒|注射液|口服液|滴丸|软膏|乳膏|滴眼液|糖浆|喷雾剂|气雾剂|吸入剂|混悬液",
            regex=f"(?P<v>[一-鿿]{{2,10}}?(?:{_FORMS}))(?![一-鿿]*(?:机|厂|包装|壳))",
            before=16,
            after=38,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:  # noqa: ARG002 - see `read`
        """Say nothing of one candidate alone: `read` judges them with the words of the list."""
        return None

    def read(
        self, view: View, block: Block, candidates: Sequence[Candidate]
    ) -> Iterable[Judgement]:
        """Yield the medicines of the list, then those known by their form alone."""
        done: list[tuple[int, int]] = []
        last = 0
        for match in _lexicon().find(view.text):
            if match.start < last:
                continue
            start, end = _wide(view.text, match.start, match.end)
            last = end
            done.append((start, end))
            yield _judge(view.text, block, start, end, _WORD)
        for candidate in candidates:
            start, end = candidate.start, candidate.end
            cut = _CUT.match(view.text, start, end)
            start = cut.end() if cut else start
            if end - start >= 4 and not any(a < end and start < b for a, b in done):
                yield _judge(view.text, block, start, end, _FORM)


def _wide(text: str, start: int, end: int) -> tuple[int, int]:
    head = _HEAD.search(text, max(0, start - 4), start)
    tail = _TAIL.match(text, end, min(len(text), end + 6))
    return head.start() if head else start, tail.end() if tail else end


def _judge(text: str, block: Block, start: int, end: int, shape: Evidence) -> Judgement:
    label = _CUE.in_names(block.labels(start)) or _CUE.in_text(text, start)
    low, high = max(0, start - 60), end + 40
    low = max(low, text.rfind("\n", low, start))
    stop = text.find("\n", end, high)
    sold = _SALE.search(text, low, stop if stop >= 0 else min(high, len(text)))
    parts = (
        label,
        shape,
        _DOSED if _DOSE.match(text, end) else None,
        _TOOK if _TAKEN.search(text[max(0, start - 8) : start]) else None,
        person(text, start, end),
        record(text, start),
        _SOLD if sold else general(text, start, end),
    )
    evidence = tuple(e for e in parts if e is not None)
    return Judgement("medication", text[start:end], evidence, start, end)


DETECTOR = Medication()
