"""取件码 · Code that lets its holder take a parcel.

## What it finds
The code behind 取件码, 取货码, 提货码 …, and the code between 凭 and 取件, 取货, 领取.

## How it decides
The words around decide: the codes are groups of digits such as `12-3-4567`, or four to eight
digits. A date behind the label is none.

## Known limits
Codes for meals and lockers without one of these words are not found.

## References
- YZ/T 0150-2016, 智能快件箱

>>> DETECTOR.types
('pickup_code',)
"""

from __future__ import annotations

from menshen.evidence import Cue, reject
from menshen.fields import LINK
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_CUE = Cue(
    "pickup code",
    words=("取快递码", "取包裹码", "柜机取件码", "提件码", "取物码", "驿站取件码", "自取码",
           "取件码", "取货码", "提货码", "取件号", "取件密码", "开柜码", "开箱码", "取餐码", "自提码", "取件編號", "取件碼",
           "取件编号", "货架号", "取货号"),
    keys=("pick_code", "pickup_no", "locker_code", "qhm", "self_pickup_code",
          "pickup_code", "pick_up_code", "pickupcode", "qjm", "take_code", "fetch_code"),
)  # fmt: skip
_CODE = (
    "(?:[A-Za-z]{0,2}-?[0-9]{1,4}(?:-[A-Za-z0-9]{1,5}){1,3}|[A-Za-z]{0,2}[0-9]{4,8}|[0-9]{3}[ ][0-9]{3})"
    "(?![0-9A-Za-z])(?!-[0-9A-Za-z])(?![年月日元:/.][0-9年月日]?)"
)
_LABEL = Evidence("label", 4.0, "label: pickup code")
_AROUND = Evidence("label", 3.5, "stands where a pickup code is asked for")
_SHAPE = Evidence("shape", -2.0, "a few digits")
_IS_DATE = late("(?:19|20)[0-9]{2}-[01]?[0-9](?:-[0-3]?[0-9])?")


class PickupCode:
    """Judges codes by the words around them; see the module."""

    id = "pickup_code"
    types = ("pickup_code",)
    patterns = (
        Pattern(
            "field",
            trigger=_CUE.trigger,
            led=True,
            regex=f"{_CUE.pattern}{LINK}[“「『【]?(?P<v>{_CODE})",
            before=26,
            after=135,
        ),
        Pattern(
            "before",
            trigger="[0-9][ ]?取[件货]码[^0-9a-z:]",
            regex=f"(?<![0-9A-Za-z-])(?<![:：年月日])(?P<v>{_CODE})(?=[ ]?取[件货]码(?![ ]?[:是为]))",
            before=26,
            after=1,
        ),
        Pattern(
            "with",
            trigger="凭[^0-9a-z\n]{0,6}[0-9a-z]",
            regex=(
                f"凭[^0-9A-Za-z\n]{{0,6}}(?P<v>{_CODE})"
                "(?=[^\n。]{0,30}?(?:取件|取货|取包裹|取快递|提货|领取|领快递|取餐|取(?![款得证消票代])))"
            ),
            before=8,
            after=66,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by the words around and against dates."""
        code = candidate.seen.upper()
        if _IS_DATE.fullmatch(code):
            return Judgement("pickup_code", code, (reject("a date", "shape"),))
        words = _LABEL if candidate.pattern.name == "field" else _AROUND
        return Judgement("pickup_code", code, (_SHAPE, words))


DETECTOR = PickupCode()
