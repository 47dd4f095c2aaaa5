r"""驾驶证档案编号 · Driving licence file number.

## What it finds
The file number (档案编号) of twelve digits, the number on the chip (证芯编号) of twelve or thirteen, and
licence numbers that are not an ID number, after their name. The licence number of a mainland driver
is the ID number and is left to `resident_id`.

## How it decides
The label must lead the digits. The first four of a file number are the division code of the traffic
office: one that exists raises the score, another lowers it. 驾驶, 准驾, 车管 nearby raise it too.

## Known limits
档案编号 is also what archives of other kinds call their numbers; twelve digits after it that begin with a
division are taken for a driver's.

## References
- GA 482, 中华人民共和国机动车驾驶证件
- 公安部令第162号, 机动车驾驶证申领和使用规定

>>> DETECTOR.types
('driver_licence',)
"""

from __future__ import annotations

from menshen import facts
from menshen.engines.labelled import doubts, led
from menshen.evidence import Cue, grouping
from menshen.model import Candidate, Evidence, Judgement
from menshen.text import GAP, compact

_FILE = Cue(
    "licence file",
    words=("档案编号", "档案号", "檔案編號", "证芯编号", "驾档号", "驾驶档案", "驾驶证档案"),
    keys=(
        "dabh",
        "file_no",
        "licence_file",
        "license_file",
        "driver_file_no",
        "archive_no",
        "jszdabh",
    ),
)
_LICENCE = Cue(
    "driving licence",
    words=("驾驶证证号", "驾照证号",
           "驾驶证号", "驾驶证编号", "驾照号", "驾照编号", "驾驶执照", "国际驾照", "驾驶证号码", "驾照号码"),
    keys=("driver_license_no", "driver_no", "driver_lic", "driving_license_no", "jsz_no", "drivers_license",
          "driver_license", "driver_licence", "driving_license", "driving_licence", "license_no", "licence_no",
          "jsz", "jszh", "jszhm", "dl_no"),
)  # fmt: skip
_DRIVING = Cue(
    "driving",
    words=("驾驶", "驾照", "准驾", "车管", "领证", "初次领证", "交警", "机动车", "扣分", "记分"),
    keys=("driver", "driving", "jsz"),
    label=2.0,
    context=2.0,
)
_OTHER_FILES = Cue(
    "a file of another kind",
    words=("人事", "干部", "学籍", "病案", "病历", "工程", "项目", "合同", "图纸", "会计", "文书", "房产", "不动产",
           "企业", "客户", "案件", "科技", "基建", "婚姻", "设备"),
    keys=("hr", "medical", "project"),
    label=-4.0,
    context=-3.5,
)  # fmt: skip
_SHAPE = Evidence("shape", -2.0, "twelve digits of a licence file")
_LABEL = Evidence("label", 3.0, "label: licence file")
_WEAK = Evidence("shape", -0.5, "may be the number of a driving licence")
_NAMED = Evidence("label", 4.0, "label: driving licence")
_PLACE = {
    "county": Evidence("region", 1.5, "begins with a division code"),
    "city": Evidence("region", 1.5, "begins with a division code"),
    "province": Evidence("region", -0.5, "begins with the code of a province"),
    None: Evidence("region", -0.5, "begins with no division code"),
}
_YEAR = Evidence("region", -2.5, "begins with a year, as files of other kinds do")


class DriverLicence:
    """Judges file and licence numbers by label and place; see the module."""

    id = "driver_licence"
    types = ("driver_licence",)
    patterns = (
        led("file", _FILE, f"[0-9](?:{GAP}[0-9]){{11,12}}", 38),
        led("licence", _LICENCE, f"[A-Z]{{0,2}}[0-9](?:{GAP}[0-9]){{7,13}}[A-Z]?", 46),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge file numbers by place and surroundings, the others by label."""
        number = compact(candidate.seen).upper()
        against = doubts(candidate)
        if candidate.pattern.name == "licence":
            if number.isdigit() and len(number) == 11:
                return None
            return Judgement("driver_licence", number, (_WEAK, _NAMED, *against))
        city = number[:4] in {"1100", "1200", "3100", "5000"}
        place = _PLACE["city" if city else facts.division_level(number[:4] + "00")]
        if number[:2] in {"19", "20"}:
            place = _YEAR
        cut = grouping(candidate, (4, 4, 4), (4, 8), (6, 6), (3, 3, 3, 3), (4, 4, 5))
        around = (_DRIVING.near(candidate), _OTHER_FILES.near(candidate), cut)
        parts = (_SHAPE, _LABEL, place, *(e for e in around if e is not None), *against)
        return Judgement("driver_licence", number, parts)


DETECTOR = DriverLicence()
