"""出生日期 · Date of birth.

## What it finds
The text of the date alone, in every customary form (1968年2月, 88年3月5日, 1990-01-02, 1990/1/2, 19900102, 03JUL1988,
民國77年3月15日, 一九七九年, 农历三月初五), behind 出生日期, 生日, 生于, DOB, csrq …, or before 生 and 出生.

## How it decides
The date must be a possible one, and a word of birth must stand directly before or after it. In rows
of people (name, gender, date) a header above that names the birth date, or an ID number in the row
that holds the same date, does as well, and so
does a list of attributes (gender, date, ethnic group or schooling) that describes one person, or a name before the gender
where whoever was born then would be grown up. A date without any of these is never a birth date.

## Known limits
Dates inside an ID number are not reported again. Historic persons are not told from living ones.

## References
- GB/T 7408.1-2023 (ISO 8601-1), 日期和时间 信息交换表示法
- GB/T 35273-2020, 信息安全技术 个人信息安全规范, annex A

>>> normal("1990年1月2日"), normal("03JUL1988"), normal("民國77年3月15日")
('1990-01-02', '1988-07-03', '1988-03-15')
"""

from __future__ import annotations

import re
from datetime import date

from menshen.engines import names
from menshen.evidence import FILLER, LINK_WORD, Cue, reject
from menshen.fields import NAMED, sample
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_CUE = Cue(
    "birth",
    words=("生日日期",
           "出生日期", "出生年月", "出生年月日", "出生时间", "出生日", "出生", "生日", "生辰", "生于", "生於"),
    keys=("birthday", "birth_time", "birth_ymd", "birth_dt", "bday", "born_date", "chushengriqi", "user_birthday",
          "birth_date", "birthdate", "birth_day", "date_of_birth", "dob", "birth", "born", "csrq", "csny", "shengri"),
)  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EN = f"(?i:{'|'.join(_MONTHS)})[a-z]{{0,6}}"
_Y, _M, _D = "(?:18|19|20)[0-9]{2}", "(?:1[0-2]|0?[1-9])", "(?:3[01]|[12][0-9]|0?[1-9])"
_HAN = "[〇○零一二三四五六七八九]"
_HAN_DAY = "(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]?|卅|三十一?|[一二]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_HAN_MONTH = "(?:闰?(?:正|腊|冬|十[一二]?|[一二三四五六七八九]))"
_OLD = "(?:[农阴旧]历)?"
_LUNAR = "(?:(?:农历|阴历|旧历|阳历|公历)[ :]?)?"
_DATES = (
    f"{_LUNAR}{_Y} ?年 ?(?:{_M} ?月(?: ?{_D} ?[日号]?)?|{_OLD}{_HAN_MONTH}月{_HAN_DAY}[日号]?)",
    f"{_Y}([-/.]){_M}(?:[-/.]{_D})?(?![-/.]?[0-9])",
    f"{_Y} {_M} {_D}(?![0-9])",
    f"{_Y}(?:0[1-9]|1[0-2])(?:(?:0[1-9]|[12][0-9]|3[01]))?(?![0-9])",
    f"{_LUNAR}[0-9]{{2}} ?年 ?(?:{_M} ?月(?: ?{_D} ?[日号]?)?|{_OLD}{_HAN_MONTH}月{_HAN_DAY}[日号]?)",
    f"民[国國] ?[0-9]{{1,3}} ?年(?: ?{_M} ?月(?: ?{_D} ?[日号])?)?",
    f"(?:{_LUNAR})(?:{_HAN}{{4}}|{_HAN}{{2}})年(?:{_OLD}{_HAN_MONTH}月(?:{_HAN_DAY}[日号]?)?)?",
    f"{_D}[ -]?{_EN}[ ,-]{{0,2}}{_Y}(?![0-9])|{_EN} {_D},? {_Y}(?![0-9])",
    f"{_M}[/-]{_D}[/-]{_Y}(?![0-9])",
    f"{_LUNAR}{_M}月 ?{_D}[日号]?|{_LUNAR}{_HAN_MONTH}月{_HAN_DAY}[日号]?",
    f"{_Y} ?年|[0-9]{{2}} ?年",
)
_DATE = "(?:" + "|".join(d.replace("([-/.])", "[-/.]") for d in _DATES) + ")"
_LINK = (
    "(?:[ ]?[(\\[【][^()\\[\\]【】\n0-9]{0,14}[)\\]】])?"
    f"(?:(?!,(?![ ]?[0-9'\"]|现?补充)){FILLER}|\\\\[nrt]|{LINK_WORD}|在|于|定在){{0,12}}"
)
_GUARD = "(?<![诞发产新学医先女男考师终派衍滋孳次花放])"
_NOT_AFTER = "(?![ ]?(?:以[前后来]|之?[前后](?!,)|代|及以|起|至|到|~|[-/.]?[0-9]))"
_ROW = (
    "(?:(?:19[1-9][0-9]|20[0-2][0-9])[-/.年]?[01]?[0-9](?:[-/.月]?[0-3]?[0-9]日?)?|[0-9]{2}年[01]?[0-9]月"
    f"|[0-3]?[0-9](?i:{'|'.join(_MONTHS)})(?:19[1-9][0-9]|20[0-2][0-9]))"
)
_SEP = "[ ,'\"|\t/]"
_SHAPE = Evidence("shape", -1.5, "a possible date")
_SUFFIX = Evidence("label", 3.5, "said to be a birth")
_ROWS = Evidence("shape", -3.0, "a date in a row of people")
_HEADER = Evidence("label", 4.0, "a header above names the birth date")
_SAME = Evidence("context", 4.0, "an ID number in the row holds the same date")
_PROFILE = Evidence("context", 3.0, "beside a gender in the list of a person's attributes")
_PERSON = Evidence("context", 4.0, "behind name and gender, of one who would be grown up")
_GROWN = 16
"""So many years lie between birth and most papers that name people without a header."""
_CALLED = late(
    f"(?<![{names.HAN}])(?P<v>[{names.HAN}]{{2,4}}){_SEP}{{1,6}}[男女FM]{_SEP}{{1,6}}\\Z"
)
_ATTRIBUTE = late(
    "族[,、|/ \t]|[党团]员|群众|[已未]婚|离异|丧偶|再婚|本科|大专|中专|高中|初中|小学|硕士|博士|文化"
)
_NUMBERS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def normal(seen: str) -> str:
    """Return the date in ISO form as far as it is known; as written where it is not a solar one."""
    text = seen.replace(" ", "")
    if match := re.fullmatch("([0-9]{1,2})-?([A-Za-z]{3})[A-Za-z]*[,-]*([0-9]{4})", text):
        return _iso(int(match[3]), _MONTHS.index(match[2].lower()) + 1, int(match[1]))
    if match := re.fullmatch("([A-Za-z]{3})[a-z]*([0-9]{1,2}),?([0-9]{4})", seen.replace(" ", "")):
        return _iso(int(match[3]), _MONTHS.index(match[1].lower()) + 1, int(match[2]))
    if match := re.fullmatch("([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})", text):
        return _iso(int(match[3]), int(match[1]), int(match[2]))
    if re.search("[农阴旧]历|[十初廿卅正腊冬闰]", text):
        return text
    numbers = [int(n) for n in re.findall("[0-9]+", text.translate(_NUMBERS))]
    if len(numbers) == 1 and numbers[0] > 9999:
        digits = str(numbers[0])
        numbers = [int(p) for p in (digits[:4], digits[4:6], digits[6:]) if p]
    if not numbers or ("年" not in text and numbers[0] < 1000):
        return text
    year = numbers[0] + 1911 if text[0] == "民" else numbers[0]
    return _iso(year + (1900 if 30 <= year < 100 else 2000 if year < 30 else 0), *numbers[1:3])


def _iso(year: int, month: int = 0, day: int = 0) -> str:
    return "-".join(f"{n:0{w}}" for n, w in ((year, 4), (month, 2), (day, 2)) if n)


def _possible(iso: str) -> bool:
    """Say whether an ISO date, whole or in part, exists and is not to come."""
    if not re.fullmatch("[0-9]{4}(?:-[0-9]{2}){0,2}", iso):
        return True
    year, month, day = (*map(int, iso.split("-")), 1, 1)[:3]
    try:
        return year >= 1850 and date(year, month, day) <= date.today()  # noqa: DTZ011
    except ValueError:
        return False


class BirthDate:
    """Judges dates by the words of birth around them; see the module."""

    id = "birth_date"
    types = ("birth_date",)
    patterns = (
        Pattern(
            "field",
            trigger=_CUE.trigger,
            led=True,
            regex=f"{_GUARD}{_CUE.pattern}{_LINK}(?P<v>{_DATE}){_NOT_AFTER}",
            before=80,
            after=134,
        ),
        Pattern(
            "suffix",
            trigger="[0-9年月日号一二三四五六七八九十] ?出?[ ]?生",
            regex=(
                f"(?<![0-9A-Za-z一二三四五六七八九〇零./-])(?P<v>{_DATE})[)]?(?: ?左右)? ?"
                "(?:生(?=[,。;、)( \t\n|/人于]|\\Z)|出 ?生(?!率|人口|人数|医学|缺陷|证|的(?:人|婴|孩|儿|新|一代)|后|前|队列))"
            ),
            before=34,
            after=6,
        ),
        Pattern(
            "row",
            trigger=(
                f"{_SEP}(?:男|女|f|m){_SEP}{{1,6}}"
                f"(?:(?:19|20)[0-9]{{2}}|[0-9]{{2}}年|[0-9]{{1,2}}(?:{'|'.join(_MONTHS)}))"
            ),
            regex=f"(?<={_SEP})[男女FM]{_SEP}{{1,6}}(?P<v>{_ROW})(?![0-9])",
            before=18,
            after=12,
        ),
        Pattern(
            "row before",
            trigger=f"[0-9月日]{_SEP}{{1,6}}(?:男|女|f|m){_SEP}",
            regex=f"(?<![0-9A-Za-z-])(?P<v>{_ROW}){_SEP}{{1,6}}[男女FM](?={_SEP})",
            before=24,
            after=1,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by the date itself and by what says that it is a birth."""
        iso = normal(candidate.seen)
        if not _possible(iso):
            wrong = reject("no such date, or one to come", "date")
            return Judgement(self.types[0], iso, (wrong,))
        doubt = sample(candidate)
        rest = (doubt,) if doubt is not None and doubt.weight > -50 else ()
        if candidate.pattern.name == "suffix":
            return Judgement(self.types[0], iso, (_SUFFIX, _SHAPE, *rest))
        if candidate.pattern.name == "field":
            return Judgement(self.types[0], iso, (NAMED, _SHAPE, *rest))
        return Judgement(self.types[0], iso, (_ROWS, *_in_row(candidate, iso), *rest))


def _in_row(candidate: Candidate, iso: str) -> tuple[Evidence, ...]:
    """Return what the header above and the ID number in the row say of a date."""
    text = candidate.view.text
    head = text[max(0, candidate.start - 1500) : candidate.start]
    if _CUE.near(candidate) or re.search("出生|生日|(?i:birth|dob|csrq)", head):
        return (_HEADER,)
    line = (
        head.rpartition("\n")[2][-80:] + text[candidate.end : candidate.end + 80].partition("\n")[0]
    )
    if iso.replace("-", "") in re.sub("[^0-9]", "", line):
        return (_SAME,)
    if _grown(iso) and (who := _CALLED.search(head[-24:])) and names.full(who["v"]):
        return (_PERSON,)
    return (_PROFILE,) if _ATTRIBUTE.search(line) else ()


def _grown(iso: str) -> bool:
    return iso[:4].isdigit() and date.today().year - int(iso[:4]) >= _GROWN  # noqa: DTZ011


DETECTOR = BirthDate()
