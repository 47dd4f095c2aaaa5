"""不动产权证号与不动产单元号 · Title of real estate, code of a unit.

## What it finds
The number of a title (`京(2018)朝阳区不动产权第0012345号`), of a registration certificate (不动产证明), of
the older titles (`…房权证…字第…号`, `…国用(2005)第…号`), plain numbers behind 房产证号 and the
like; and the unit code of 28 characters.

## How it decides
The form itself is proof of a title. A unit code must begin with a division that exists or existed.

## Known limits
Titles of companies look like those of people. Old titles took many local forms; those without
字第…号 are found behind a label only.

## References
- 不动产登记暂行条例实施细则; 国土资发〔2015〕25号 (form of the title)
- GB/T 37346-2019, 不动产单元设定与代码编制规则

>>> DETECTOR.types
('real_estate_cert', 'real_estate_unit_code')
"""

from __future__ import annotations

import re

from menshen import facts
from menshen.evidence import Cue, reject
from menshen.fields import LINK, sample
from menshen.model import Candidate, Evidence, Judgement, Pattern

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_YEAR = "[ ]{0,2}[(\\[〔【][ ]{0,2}(?:19|20)[0-9]{2}[ ]{0,2}(?:年)?[)\\]〕】][ ]{0,2}"
_SERIAL = "第[ ]{0,2}(?:[0-9]{4,14}(?:-[0-9]{1,8}){0,3}|[A-Z]{1,3}[0-9]{4,12})[ ]{0,2}号"
_HAN = "[\u4e00-\u9fff]"
_CUE = Cue(
    "title of real estate",
    words=("不动产证编号", "不动产权证编号", "不动产登记证号", "房产证字号", "房屋产权证号", "权证编号",
           "房产证号", "产权证号", "房权证号", "不动产权证号", "不动产证号", "不动产权证书号", "房产证编号", "产权证编号", "房屋所有权证号",
           "土地证号", "土地使用权证号", "不动产权证书编号", "权证号", "产权证书号"),
    keys=("property_cert_no", "property_cert", "house_cert", "house_certificate_no", "estate_no", "estate_cert",
          "real_estate_no", "bdcqz", "bdczh", "fcz", "fwqzh", "property_certificate_no", "deed_no",
          "house_cert_no", "real_estate_cert", "estate_cert_no", "cqzh", "fczh", "bdcqzh"),
)  # fmt: skip
_UNIT = Cue(
    "unit code",
    words=(
        "不动产单元编码",
        "不动产单元编号",
        "不动产单元",
        "宗地编码",
        "不动产编码",
        "不动产单元号",
        "单元号",
        "不动产单元代码",
        "宗地代码",
    ),
    keys=(
        "real_estate_unit",
        "real_estate_unit_no",
        "unit_code",
        "estate_unit",
        "estate_unit_no",
        "bdcdy",
        "bdcdydm",
        "bdcdyh",
    ),
)
_FORM = Evidence("shape", 4.0, "the form of a title of real estate")
_PLAIN = Evidence("shape", -2.0, "digits of no particular form")
_CODE = Evidence("shape", 1.0, "the form of a unit code")
_DIVISION = Evidence("region", 3.0, "the code begins with a known division")
_OLD = (
    f"(?:(?:房地?权证|房屋所有权证|房产证|房地产权?证|房地证|土地证|土地使用权?证|房他证|房预)(?:{_HAN}{{0,8}}字)?|"
    f"房地产?{_HAN}{{0,6}}字|[国集]用字?)(?:{_YEAR})?[ ]?字?[ ]?{_SERIAL}"
)
_SEAT = f"(?:X?{_HAN}|(?![持有得办凭系为见及和将以其由的]){_HAN}{{1,3}}[市县州区])"


class RealEstate:
    """Judges titles by their form and unit codes by division; see the module."""

    id = "real_estate"
    types = ("real_estate_cert", "real_estate_unit_code")
    patterns = (
        Pattern(
            "title",
            trigger="不动产(?:权|证明|权证)[ ]?第",
            regex=(
                f"(?P<v>[{_PROVINCES}]{_YEAR}{_HAN}{{1,12}}?[ ]{{0,2}}不动产(?:权证?|证明)[ ]?"
                "第[ ]{0,2}[0-9]{5,9}[ ]{0,2}号)"
            ),
            before=40,
            after=18,
        ),
        Pattern(
            "old",
            trigger=(
                "[字证用][ ]?(?:[(\\[〔【][ ]{0,2}[12][0-9]{3}[ ]{0,2}年?[)\\]〕】][ ]{0,2})?字?[ ]?"
                "第[ ]{0,2}[0-9a-z]{3}"
            ),
            regex=f"(?P<v>{_SEAT}?{_OLD})",
            before=60,
            after=48,
        ),
        Pattern(
            "label",
            trigger=_CUE.trigger,
            led=True,
            regex=f"{_CUE.pattern}{LINK}(?P<v>[A-Z]{{0,2}}[0-9]{{6,14}}(?:-[0-9]{{1,6}})?)(?![0-9A-Za-z])(?![年月元])",
            before=50,
            after=78,
        ),
        Pattern(
            "unit",
            trigger="[gjz][a-z][0-9]{5}[ ]{0,2}[flwnq][0-9]{8}",
            regex=(
                "(?<![0-9A-Za-z])(?P<v>[0-9]{6}[ ]{0,2}[0-9]{3}[ ]{0,2}[0-9]{3}[ ]{0,2}[GJZgjz][A-Za-z]"
                "[0-9]{5}[ ]{0,2}[FLWNQflwnq][0-9]{4}[ ]{0,2}[0-9]{4})(?![0-9A-Za-z])"
            ),
            before=40,
            after=5,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge titles by form or label, unit codes by division."""
        plain = re.sub("\\s", "", candidate.seen).upper()
        if candidate.pattern.name == "unit":
            if facts.division_level(plain[:6]) in (None, "province"):
                return Judgement(
                    self.types[1], plain, (_CODE, reject("no such division", "region"))
                )
            return Judgement(self.types[1], plain, (_CODE, _DIVISION))
        if candidate.pattern.name == "label":
            parts = (_PLAIN, _CUE.near(candidate), sample(candidate))
            return Judgement(self.types[0], plain, tuple(e for e in parts if e is not None))
        return Judgement(self.types[0], plain, (_FORM,))


DETECTOR = RealEstate()
