r"""军人证件号 · Military identity document number.

## What it finds
The form `X字第N号` of officers, soldiers and civilian staff, as a whole with 字第 and 号; and what stands
after 军官证, 士兵证, 士官证, 文职人员证, 退伍证, 残疾军人证, 优待证 and their like.

## How it decides
`字第` also joins court cases, property certificates, licences and notarial deeds. The characters before
it must be those of a service, a department or an army region and stand alone or right after the
document's name; a label or words such as 部队, 退役, 优抚 raise the score, 房产, 判决, 公证 sink it.

## Known limits
Forms of local offices (辽退字第…) are found only after the name of the document. Since 2016 soldiers
hold the ID number as well; that one is left to `resident_id`.

## References
- 中央军委, 军官证、文职干部证、士兵证管理规定 (forms described in the press of 1999 and 2016)
- 民政部令第34号, 伤残抚恤管理办法

>>> DETECTOR.types
('military_id',)
"""

from __future__ import annotations

from menshen.engines.labelled import FREE, doubts, led, placeholder, sample
from menshen.evidence import Cue
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import compact

_SERVICES = "军政后装参联总国科训南北沈兰成济广海空火战支东西中武士文预"
_REGIONS = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PREFIX = f"[{_SERVICES}{_REGIONS}][{_SERVICES}{_REGIONS}干部士残伤退役义优兵官]{{0,3}}"
_TORN = "(?:[ ]?\n[ ]{0,4})?"
_NUMBER = f"[0-9A-Za-z](?:(?:[ -]|{_TORN})[0-9]){{3,11}}"

_CUE = Cue(
    "military document",
    words=("军人身份证", "军人身份证号", "军人证号", "军官证件", "士兵证件",
           "军官证", "士兵证", "士官证", "文职干部证", "文职人员证", "文职证", "退伍证", "退伍军人证", "退役证",
           "退役军人证", "退出现役证", "复员证", "转业证", "残疾军人证", "伤残军人证", "军残证", "优待证", "义务兵证",
           "军人证", "军人身份证件", "军人证件", "学员证", "军官證", "士兵證"),
    keys=("officer_id", "soldier_no", "army_id", "army_no", "military_card", "military_card_no", "jgzhm",
          "servicemember_id", "junguanzheng",
          "military_id", "officer_no", "soldier_id", "jgz", "jgzh", "sbz", "sbzh", "military_no", "jrzh"),
)  # fmt: skip
_SERVICE = Cue(
    "military service",
    words=("军人", "部队", "退伍", "退役", "优抚", "现役", "服役", "武警", "入伍", "军衔", "转业", "伤残", "义务兵",
           "军官", "士兵", "士官", "文职", "军残", "证件", "复员", "连队", "军区", "战士"),
    keys=("military", "army", "cert_no", "id_no"),
    label=3.5,
    context=2.0,
)  # fmt: skip
_PAPERS = Cue(
    "a file, a deed or a licence",
    words=("房", "产权", "土地", "国用", "判决", "裁定", "法院", "公证", "许可证", "执照", "文件", "号文", "医师", "律师",
           "备案", "规划", "施工", "发文", "通知", "批复", "检", "执业", "案", "鉴定", "出版", "准印", "广告", "登记证",
           "民初", "刑初", "行初", "证字", "合同", "报关", "车牌", "林权", "海域", "公告"),
    keys=("case_no", "doc_no", "licence", "license"),
    label=-5.0,
    context=-3.0,
)  # fmt: skip
_SHAPE = Evidence("shape", -1.0, "shape of a military document number")
_LONG = Evidence("digits", 1.5, "six to eight digits, as such documents have")
_GLUED = Evidence("shape", -2.5, "other characters stand directly before it")
_WEAK = Evidence("shape", -0.5, "may be the number of a military document")
_LABEL = Evidence("label", 4.0, "label: military document")
_DUMMY = Evidence("example", -2.0, "the digits count up or repeat")


class MilitaryId:
    """Judges numbers of military documents; see the module."""

    id = "military_id"
    types = ("military_id",)
    patterns = (
        Pattern(
            "worded",
            trigger="字 {0,2}第[ \\n]{0,3}[0-9a-z]",
            regex=(
                f"(?<![{_SERVICES}{_REGIONS}])(?P<v>{_PREFIX}[ ]{{0,2}}字[ ]{{0,2}}第[ ]{{0,2}}{_TORN}(?P<n>{_NUMBER})"
                f"(?:[ ]{{0,2}}号)?){FREE}"
            ),
            before=18,
            after=48,
        ),
        led(
            "labelled",
            _CUE,
            f"(?:{_PREFIX}[ ]?(?:字[ ]?第?[ ]?)?)?[A-Z]{{0,2}}[0-9](?:[ -]?[0-9]){{4,13}}(?:[ ]?号)?",
            44,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge the worded form by its characters and surroundings, the rest by label."""
        number = compact(candidate.seen)
        if candidate.pattern.name == "labelled":
            if number.isdigit() and len(number) in {11, 15}:
                return None
            return Judgement("military_id", number, (_WEAK, _LABEL, *doubts(candidate)))
        return Judgement("military_id", number, _worded(candidate))


def _worded(candidate: Candidate) -> tuple[Evidence, ...]:
    """Return what speaks for and against `X字第N号`."""
    digits = compact(candidate.match["n"])
    label = _CUE.near(candidate)
    parts = [_SHAPE, label, sample(candidate)]
    parts.append(_LONG if 6 <= len(digits) <= 8 else None)
    parts.append(_DUMMY if placeholder(digits) else None)
    if label is None or label.kind != "label":
        parts += [_SERVICE.near(candidate), _PAPERS.near(candidate), _before(candidate)]
    return tuple(e for e in parts if e is not None)


def _before(candidate: Candidate) -> Evidence | None:
    """Return the evidence of a Chinese character that touches the value, links excepted."""
    before = candidate.view.text[max(0, candidate.start - 1) : candidate.start]
    return (
        _GLUED if before > "\u3400" and before not in "证件号码为是持有凭给发你您:,。、" else None
    )


DETECTOR = MilitaryId()
