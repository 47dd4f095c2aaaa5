"""生物识别信息 · Face, fingerprint, iris, voice: templates, and statements that they were taken.

## What it finds
Templates behind a label or a key (face_embedding, 指纹特征码, iris_code), and statements that somebody's face,
fingerprints, iris or voice were recorded (采集了其指纹, 已录入人脸).

## How it decides
A key with a long code or a list of numbers decides. A statement needs a verb of taking and a person;
machines, unlocking as a function, rules and consent clauses speak of nobody.

## Known limits
Pictures themselves are not looked at.

## References
- GB/T 45574-2025; GB/T 40660-2021, 生物特征识别信息保护基本要求

>>> DETECTOR.types
('face_feature', 'fingerprint', 'palm_iris_ear', 'voiceprint')
"""

from __future__ import annotations

from menshen.engines.bearer import general, person
from menshen.evidence import Cue
from menshen.fields import NAMED, field
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_CUE = Cue(
    "biometric template",
    words=("人脸特征码", "人脸特征值", "人脸特征", "人脸模板", "面部特征值", "人脸向量", "人脸ID", "指纹特征码", "指纹特征", "指纹模板", "指纹编号", "虹膜特征", "虹膜编码", "虹膜模板", "掌纹特征", "掌静脉特征", "声纹特征", "声纹模板", "声纹ID"),
    keys=("face_embedding", "face_feature", "face_token", "face_id", "face_template", "face_vector", "fingerprint_template", "finger_template", "finger_feature", "iris_code", "iris_template", "palm_template", "voiceprint", "voice_print", "voiceprint_id"),
)  # fmt: skip
_TEMPLATE = "(?=[A-Za-z_-]{0,12}[0-9])[A-Za-z0-9+/_-]{8,400}={0,2}|-?[0-9]\\.[0-9]{2,8}(?:,[ ]?-?[0-9]\\.[0-9]{2,8}){1,40}"
_PART = "人脸(?:信息|特征|照片|识别信息)?|面部(?:信息|特征)?|(?:十指|双手|左手|右手)?(?:[拇食中环小]指)?指纹(?:信息)?|虹膜(?:信息)?|掌纹|掌静脉|声纹(?:信息)?"
_TAKEN = "采集了?|录入了?|录了|提取了?|登记了?|比对了?|留存了?|按了|捺印了?|检出了?|验证了?"
_WORD = Evidence("shape", -1.0, "the kind of thing a template is")
_STATEMENT = Evidence("shape", -1.5, "a biometric feature is said to have been taken")
_SAID_OF = Evidence("context", 0.5, "said to have been taken")
_MATCHED = Evidence("context", 2.0, "compared with a store, with an outcome")
_MATCH = late("一致|吻合|匹配|相似度|比中|符合|通过|成功|已录入")
_MACHINE = Evidence("context", -5.0, "a machine, a function or a rule")
_FUNCTION = late(
    "解锁|支持|功能|设备|考勤机|门锁|门禁系统|算法|系统将|应当|不得|同意|授权|可以|用户(?:可|须|需|的)|请|须|需|公司|厂家|报价|采购|为了|目的|规则|政策|协议|技术|模块|传感器|我们"
)


def _kind(word: str) -> str:
    folded = word.lower()
    if "指纹" in folded or "finger" in folded:
        return "fingerprint"
    if "声" in folded or "voice" in folded:
        return "voiceprint"
    if any(w in folded for w in ("虹膜", "掌", "iris", "palm")):
        return "palm_iris_ear"
    return "face_feature"


class Biometric:
    """Judges templates and statements; see the module."""

    id = "biometric"
    types = ("face_feature", "fingerprint", "palm_iris_ear", "voiceprint")
    patterns = (
        field(_CUE, _TEMPLATE, 640, words=True),
        Pattern(
            "taken",
            words=True,
            trigger="人脸|面部|指纹|虹膜|掌纹|掌静脉|声纹",
            regex=f"(?P<v>(?:{_TAKEN})[^\n。;,]{{0,10}}?(?:{_PART})(?:、(?:{_PART}))*)",
            before=26,
            after=54,
        ),
        Pattern(
            "used",
            words=True,
            trigger="人脸|面部|指纹|虹膜|掌纹|声纹|刷脸|血样",
            regex="(?P<v>(?:(?:左|右|双)手?[拇食中环小]?指?)?(?:人脸|面部|指纹|虹膜|掌纹|声纹|刷脸|DNA|血样)[^\n。,;]{0,12}(?:录|采|取|比对|一致|匹配|吻合|登记|打卡|开锁|认证|核验|识别|样本|入库|相似度|符合|模板)[^\n。,;]{0,10})",
            before=22,
            after=44,
        ),
        Pattern(
            "passive",
            words=True,
            trigger="人脸|面部|指纹|虹膜|掌纹|声纹",
            regex=f"(?P<v>(?:{_PART})(?:已|被|均已)[^\n。;,]{{0,6}}?(?:采集|录入|提取|登记|比对|留存|入库|捺印|验证通过)(?:[^\n。;,]{{0,6}}))",
            before=20,
            after=50,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by key and template, or by person and verb."""
        text, start, end = candidate.view.text, candidate.start, candidate.end
        if candidate.pattern.name == "field":
            kind = _kind(text[candidate.match.start() : start])
            return Judgement(kind, candidate.seen, (NAMED, _WORD))
        matched = _MATCH.search(candidate.seen) is not None
        function = _FUNCTION.search(text, max(0, start - 24), end + 16)
        parts = (
            _STATEMENT,
            _SAID_OF,
            _MATCHED if matched else None,
            person(text, start, end),
            _MACHINE if function else None if matched else general(text, start, end),
        )
        evidence = tuple(e for e in parts if e is not None)
        return Judgement(_kind(candidate.seen), candidate.seen, evidence)


DETECTOR = Biometric()
