r"""固定电话 · Fixed-line number.

## What it finds
Area code and local number in the customary forms, `(010) 8888 6666`, `0574-87290033`, `+86 10 …`,
with the extension that is written with it (转 802, -808, 分机 802). A local number of seven or eight
digits without an area code is found only directly after a label (座机, 电话, Tel).

## How it decides
The area code should be one in use, the local number must begin with 2 to 8 and have eight digits after
a code of three. Brackets, dashes and +86 raise the score, glued digits and calendar dates lower it.
Hotlines (400, 800, 95xxx, 96xxx, 110, 12345) never have this shape. The switchboard of a company is
a landline as well: whose number it is, is not decided here.

## Known limits
An extension without its number (内线 802) is not found. Local numbers without an area code need a
label that stands directly before them.

## References
- 工业和信息化部, 电信网编号计划 (2017), chapter on fixed networks
- ITU-T E.164; RFC 3966 for the canonical form

>>> normal("(010) 8888 6666 转 802")
'+861088886666;ext=802'
>>> normal("8729-0033")
'87290033'
"""

from __future__ import annotations

import re

from menshen import facts
from menshen.evidence import WINDOW, Cue
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import GAP, Fold, fold_width

_ALL = (Fold.WIDTH, Fold.SPOKEN, Fold.MISREAD, Fold.DECODED)
_CODE = "(?:10|2[0-57-9]|[3-9][0-9]{2})"
_COUNTRY = "\\(?(?:\\+|00)?86\\)?[ -]{0,2}"
_AREA = f"(?:{_COUNTRY}\\(?0?{_CODE}\\)?|\\(0{_CODE}\\)|0{_CODE}\\)?)"
_LOCAL = (
    f"[2-8](?:[0-9]{{3}}{GAP}[0-9]{{4}}|[0-9]{{2}}{GAP}[0-9]{{4}}|[0-9]{{3}}[ -][0-9]{{3}}"
    "|[0-9](?:[ -][0-9]{2}){3})"
)
_WORD = "(?:转(?:接)?(?:分机)?|分机号?|(?i:ext\\.?))[ :.]{0,2}"
_EXTENSION = f"(?:[ ,]{{0,2}}(?:\\({_WORD}[0-9]{{1,6}}\\)|(?:{_WORD}|[-*#])[0-9]{{1,6}}))?"
_END = "(?![0-9A-Za-z])(?!\\.[0-9])(?!-[0-9])"
_NAMED = "(?:(?<![0-9A-Za-z.])|(?<=[a-z]tel)|(?<=[^A-Za-z][Tt]el)|(?<=TEL)|(?<=phone)|(?<=Phone))(?<![0-9]-)(?<![A-Z]-)"
_LEAD = (
    "(?:座[ ]{0,4}机|固[ ]{0,4}话|固定电话|电[ ]{0,4}话|電話|宅[ ]{0,4}电|总机|传[ ]{0,4}真"
    "|(?<![A-Za-z])(?i:tel(?:ephone)?|phone|fax|landline))"
)
_LINK = "(?:\\([^()\\n0-9]{0,8}\\))?(?:[ :=>|\"'`*.]|号码?|是|为|打){0,6}"

_CUE = Cue(
    "fixed line",
    words=("座机", "固话", "固定电话", "电话", "電話", "宅电", "总机", "传真", "联系", "致电", "拨打",
           "热线", "值班室", "前台"),
    keys=("zjhm", "zjdh", "gddh", "bgdh", "jtdh", "home_tel", "office_tel", "office_phone", "fixed_phone", "tel",
          "phone", "telephone", "landline", "fax", "dh", "lxdh", "zj", "home_phone", "work_phone"),
    label=3.0,
    context=1.5,
)  # fmt: skip
_AGAINST = Cue(
    "another kind of number",
    words=("编号", "合同", "订单", "单号", "型号", "序列号", "流水", "批号", "批次", "文号", "案号", "证号",
           "账号", "卡号", "版本", "标准号", "条码", "图号", "邮编", "示例", "样例", "货号", "工单", "料号"),
    keys=("sn", "serial", "order", "order_no", "version", "sku", "batch", "part_no", "trace_id", "isbn"),
    label=-4.0,
    context=-1.5,
)  # fmt: skip
_CUT = Evidence("shape", 1.2, "area code in brackets, before a dash or after +86")
_APART = Evidence("shape", 0.2, "area code before a blank")
_GLUED = Evidence("shape", -1.5, "digits that may be area code and local number")
_DESK = Evidence("context", -5.0, "the number of a desk that serves the public")
_PUBLIC = late(
    "(?:咨询|服务|监督|投诉|举报|客服|预[订定]|订[座餐房]|总机|热线|总台|前台)(?:电话|热线|专线)?[ :为是(]{0,3}\\Z"
)
_BARE = Evidence("shape", -1.0, "digits of a local number")
_DAY = Evidence("date", -3.5, "the local part reads as a calendar date")
_NOWHERE = Evidence("table", -3.0, "no such area code")
_EXTENDED = Evidence("extension", 2.0, "an extension follows")


def normal(seen: str) -> str:
    """Return the E.164 form with the extension as in RFC 3966; a local number stays local."""
    body, extension = _split(seen)
    digits = re.sub("[^0-9]", "", body)
    if len(digits) > 8:
        digits = "+86" + digits.removeprefix("00").removeprefix("86").removeprefix("0")
    return f"{digits};ext={extension}" if extension else digits


def _split(seen: str) -> tuple[str, str]:
    """Return the number and its extension."""
    match = re.fullmatch(f"({_AREA}{GAP}{_LOCAL}|{_LOCAL})({_EXTENSION})", seen)
    if match is None:
        return seen, ""
    return match[1], re.sub("[^0-9]", "", match[2])


class Landline:
    """Judges fixed-line numbers by the way they are written and by labels; see the module."""

    id = "landline"
    types = ("landline",)
    patterns = (
        Pattern(
            "area",
            trigger=(
                "(?:[^0-9]0|[^0-9](?:00)?86[ )(-]{0,4}0?)(?:10|2[0-9]|[3-9][0-9][0-9])\\)?"
                f"{GAP}[2-8](?:{GAP}[0-9]){{6}}"
            ),
            regex=f"{_NAMED}(?P<v>(?P<area>{_AREA}){GAP}(?P<local>{_LOCAL})(?P<ext>{_EXTENSION})){_END}",
            before=48,
            after=28,
            folds=_ALL,
        ),
        Pattern(
            "local",
            trigger=(
                "(?:座 {0,4}机|固 {0,4}话|电 {0,4}话|電話|宅 {0,4}电|总机|传 {0,4}真|[^a-z]tel(?:ephone)?"
                "|phone|[^a-z]fax|landline)(?:\\([^()\\n0-9]{0,8}\\))?(?:[ :=>|\"'`*.]|号码?|是|为|打){0,6}[2-8][0-9][0-9]"
            ),
            regex=f"{_LEAD}{_LINK}(?P<v>(?P<local>{_LOCAL})(?P<ext>{_EXTENSION})){_END}",
            before=48,
            after=30,
            folds=(Fold.WIDTH, Fold.DECODED),
        ),
        Pattern(
            "spoken",
            trigger=f"[^0-9]0[1-9][0-9](?:{GAP}[0-9]){{8}}",
            regex=(
                f"(?<![0-9])(?P<v>(?P<area>0{_CODE}){GAP}(?P<local>[2-8](?:{GAP}[0-9]){{6,7}})(?P<ext>))"
                f"(?!{GAP}[0-9]{GAP}[0-9])"
            ),
            before=30,
            after=8,
            folds=(Fold.SPOKEN,),
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by form, label, extension, and whether it could be a date."""
        local = re.sub("[^0-9]", "", candidate.match["local"])
        bare = candidate.pattern.name == "local"
        shape = _BARE if bare else _written(candidate, local)
        heard = candidate.view.fold is Fold.SPOKEN
        if shape is None or (candidate.pattern.name == "spoken" and not heard):
            return None
        label = _label(candidate)
        parts = [shape, label]
        if not bare and facts.area_code(_code(candidate.match["area"])) is None:
            parts.append(_NOWHERE)
        if candidate.match["ext"]:
            parts.append(_EXTENDED)
        if re.fullmatch("20[0-3][0-9](?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])", local):
            parts.append(_DAY)
        if label is None or label.kind != "label":
            parts.append(_AGAINST.near(candidate))
        start = candidate.start
        if _PUBLIC.search(candidate.view.text, max(0, start - 12), start):
            parts.append(_DESK)
        evidence = tuple(e for e in parts if e is not None)
        return Judgement("landline", normal(candidate.seen), evidence)


def _label(candidate: Candidate) -> Evidence | None:
    """Return the label; what is said around dictated digits stands outside their view."""
    if candidate.view.fold is not Fold.SPOKEN:
        return _CUE.near(candidate)
    start = candidate.span.start
    before = fold_width(candidate.block.text[max(0, start - WINDOW) : start])
    return _CUE.in_text(before, len(before))


def _written(candidate: Candidate, local: str) -> Evidence | None:
    """Return what the way it is written says, or None if the lengths do not fit."""
    area = candidate.match["area"]
    gap = candidate.view.text[candidate.match.end("area") : candidate.match.start("local")]
    if len(_code(area)) == 3 and len(local) != 8:
        return None
    if re.match("[(]?(?:[+]|00)?86", area) or ")" in area or "-" in gap:
        return _CUT
    return _APART if gap else _GLUED


def _code(area: str) -> str:
    """Return the area code, with its 0, of an area as written."""
    return "0" + re.sub("^(?:00)?86", "", re.sub("[^0-9]", "", area)).removeprefix("0")


DETECTOR = Landline()
