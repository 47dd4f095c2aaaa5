"""证书编号 · Number of a qualification, degree or licence to practise.

## What it finds
The number of a person's diploma, degree, professional qualification or licence to practise
behind its label; also in the form `X字第…号`.

## How it decides
资格证书编号, 毕业证书编号, 执业证号 … say enough. Bare 证书编号 needs a word of persons or exams near it, and
a word of products, systems or measurement (CCC, ISO, 检定, 认证, 专利 …) speaks against it.

## Known limits
Certificates with other names are found only by 证书编号.

## References
- 教育部, 高等教育学历证书电子注册管理办法 (2014)
- 人力资源社会保障部, 职业资格证书编码规则

>>> DETECTOR.types
('certificate_no',)
"""

from __future__ import annotations

from menshen.evidence import Cue
from menshen.fields import code, field, judge_code
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement

_KINDS = (
    "资格证书", "资格证", "毕业证书", "毕业证", "学位证书", "学位证", "学历证书", "结业证书", "结业证", "执业证书",
    "执业证", "职称证书", "职称证", "上岗证", "技能等级证书", "技能证书", "从业资格证", "教师证", "导游证",
)  # fmt: skip
_PLAIN = ("证书编号", "证书号码", "证书号")
_CUE = Cue(
    "certificate",
    words=(
        *(f"{kind}{end}" for kind in _KINDS for end in ("编号", "号")),
        *_PLAIN, "资格证字号", "执业许可证号",
    ),
    keys=("certificate_no", "certificate_number", "diploma_no", "licence_to_practise", "zsbh"),
)  # fmt: skip
_LETTERED = "[一-鿿]{0,8}(?:\\([0-9]{4}\\))?[一-鿿]{0,4}第? ?[0-9]{4,14} ?号"
_PERSON = late(
    "姓名|持证人|本人|毕业|学位|学历|执业|考试|合格人员|授予|英语|普通话|四级|六级|教师|医师|护士|律师|会计|"
    "工程师|职称|技能|身份证|该同志|证书持有"
)
_THING = late(
    "产品|CCC|3C|认证|检定|校准|计量|体系|专利|商标|著作|软著|软件|商品|检测|出厂|SSL|CA|数字证书|公钥|企业|公司|"
    "质量|环保|进口|批准|房|土地|不动产|彩票|收藏|鉴定|珠宝|钻石"
)
_UNSURE = Evidence("label", -3.0, "any certificate may be meant")
_TOLD = Evidence("context", 2.5, "nearby: a person's certificate")
_OTHER = Evidence("context", -3.0, "nearby: a certificate of a thing or a company")


class CertificateNo:
    """Judges codes behind the labels of certificates; see the module."""

    id = "certificate_no"
    types = ("certificate_no",)
    patterns = (field(_CUE, f"{code(6, 27)}|{_LETTERED}", 44, guard="(?<!合)"),)

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label; a plain label needs to be told whose certificate it is."""
        text, start = candidate.view.text, candidate.match.start()
        label = text[start : candidate.start].replace(" ", "")
        if not label.startswith(_PLAIN) and not label[0].isascii():
            return judge_code(self.types[0], candidate)
        floor = max(start - 60, 0)
        low = max(text.rfind("\n\n", floor, start), floor)
        around = text[low:start] + text[candidate.end : candidate.end + 40]
        told = _TOLD if _PERSON.search(around) else None
        other = _OTHER if _THING.search(around) else None
        return judge_code(self.types[0], candidate, _UNSURE, told, other)


DETECTOR = CertificateNo()
