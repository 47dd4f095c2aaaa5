"""就诊医疗机构 · The hospital where a person is treated.

## What it finds
The name of a hospital, health centre or clinic behind 就诊医院 and the like, at the head of a record
(某市人民医院 门诊病历), and in prose where somebody is treated there (在…住院, 送往…抢救).

## How it decides
A label or the heading of a record decides; in prose a verb of going before the name, treatment behind
it and a person near it count. News, tenders and presentations of hospitals speak of nobody.

## Known limits
`医院` without a name is not reported; an abbreviation (协和, 华西) is not recognised.

## References
- 医疗机构管理条例实施细则: names of medical institutions

>>> DETECTOR.types
('care_provider',)
"""

from __future__ import annotations

from menshen.engines.bearer import general, person, record
from menshen.evidence import Cue
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_CUE = Cue(
    "hospital",
    words=(
        "就诊医院", "就诊机构", "就医医院", "治疗医院", "住院医院", "医院名称", "医疗机构名称", "医疗机构", "接诊医院", "收治医院", "体检机构", "体检医院", "定点医院", "手术医院", "医院",
        "诊断医院", "确诊医院", "救治医院", "出生医院", "建档医院", "产检医院", "送检医院", "送检单位",
    ),
    keys=("hospital", "hospital_name", "clinic", "care_provider", "yiyuan", "jzyy"),
    context=0.0,
)  # fmt: skip
_KIND = "医院|卫生院|卫生服务中心|卫生服务站|保健院|卫生室|医学中心|卫生所|诊所|门诊部|体检中心|疾控中心|医疗中心"
_START = late(
    ".*(?:[在到去于入往送至由从经赴回进给是系我他她您你了被的:、]|转[入到至院]?|前往|直奔|赶到|附近|那家|这家|位于|就诊|治疗|住院|联系|预约|起|[日号年月午晚天]|医生|本人)(?=[一-鿿A-Z0-9]{2})"
)
_GO = late(
    "(?:在|到|去|于|入|往|送|至|由|经|转[入到至院]?|前往|赴|回|进|被|住|就诊)[一-鿿]{0,2}\\Z"
)
_TREATED = late(
    "[一-鿿0-9()]{0,10}?(?:住院|就诊|手术|复查|看病|看了|治疗|检查|产检|急诊|挂号|挂了|急救|抢救|确诊|体检|就医|建档|救治|查出|诊断|看[医病]|做|检验|化疗|透析|科|床|生[了下产]|接种|康复|验伤|鉴定|取药|开了|住[着了]|病房|ICU|输液|去世|查|出院|复诊|看|躺)"
)
_HEADING = late(
    "[ ]{0,6}\\n?[ ]{0,4}(?:门诊|急诊|住院|出院|入院|检验|检查|体检|病历|病案|诊断证明|处方|手术|影像|超声|病理|护理|化验|收费|挂号|医嘱)"
)
_WORD = Evidence("shape", -2.5, "name of a medical institution")
_AT_HEAD = Evidence("label", 4.5, "heads the record of a person")
_WENT = Evidence("context", 1.2, "somebody went or was brought there")
_CARE = Evidence("context", 1.8, "treatment behind it")
_NEWS = Evidence("context", -5.0, "the institution itself is spoken of")
_INSTITUTION = late(
    "记者|院长|采购|招标|中标|成功|首例|项目|简介|位于|挂牌|揭牌|主任医师(?!:)|专家团队|义诊|开展|建设|开业|成立|门诊时间|院区|床位|扩建|推出|举行|举办|表彰|获评|三甲|公告|供应商|分级|改革|工作人员|应聘|招聘|上班|任职|就职|医生出身|患者满意"
)


class CareProvider:
    """Judges names of hospitals by who is treated there; see the module."""

    id = "care_provider"
    types = ("care_provider",)
    patterns = (
        Pattern(
            "name",
            words=True,
            trigger="医院|卫生院|卫生服务|保健院|卫生室|医学中心|卫生所|诊所|门诊部|体检中心|疾控中心|医疗中心",
            regex=f"(?P<v>(?<![一-鿿A-Z0-9])[一-鿿A-Z0-9]{{0,24}}?(?:{_KIND})(?!的?(?:长|系统|管理|感染|等级|工作|信息化))(?:\\([一-鿿]{{1,6}}院区?\\)|[一-鿿]{{1,2}}院区)?)",
            before=32,
            after=44,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label, heading, treatment and person."""
        text, end = candidate.view.text, candidate.end
        cut = _START.match(text, candidate.start, end)
        start = cut.end() if cut else candidate.start
        if end - start < 4 and text[start:end] in {
            "医院",
            "大医院",
            "卫生院",
            "诊所",
            "卫生室",
            "小诊所",
            "门诊部",
            "体检中心",
            "疾控中心",
        }:
            return None
        label = _CUE.in_names(candidate.block.labels(candidate.span.start)) or _CUE.in_text(
            text, start
        )
        line = start == 0 or text[start - 1] == "\n"
        heading = _AT_HEAD if line and _HEADING.match(text, end) else None
        low = max(0, text.rfind("\n", max(0, start - 50), start))
        near = text[low:start] + text[end : end + 24].partition("\n")[0]
        parts = (
            label or heading,
            _WORD,
            None if label else _WENT if _GO.search(text, max(0, start - 5), start) else None,
            None if label or heading else _CARE if _TREATED.match(text, end) else None,
            None if label or heading else person(text, start, end),
            None if label or heading else record(text, start),
            None if heading else _NEWS if _INSTITUTION.search(near) else general(text, start, end),
        )
        evidence = tuple(e for e in parts if e is not None)
        return Judgement(self.types[0], text[start:end], evidence, start, end)


DETECTOR = CareProvider()
