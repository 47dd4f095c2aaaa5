r"""社会保障号与社保卡号 · Social security number and card number.

## What it finds
The number on a 社会保障卡 or 军人保障卡, the number of a person in a local scheme (社保编号, 参保编号,
个人编号) and of a pension booklet, after their name: digits, or letters and digits, six to sixteen.
The 社会保障号码 itself is the ID number and is left to `resident_id`.

## How it decides
There is no common shape: the label must lead the number. Dates, amounts, statistics and numbers of
another kind between label and value are turned down, and so is a bank card number, which a 社保卡
also bears.

## Known limits
个人编号 counts only where social insurance is spoken of above, since employers use the word as well.

## References
- 人社部发〔2011〕47号, 关于社会保障卡加载金融功能的通知
- LD/T 33, 社会保障卡规范

>>> DETECTOR.types
('social_security_number',)
"""

from __future__ import annotations

from menshen.engines.labelled import doubts, led
from menshen.evidence import Cue
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement
from menshen.text import compact

_CUE = Cue(
    "social security",
    words=("社保个人账号", "社保账户", "社保帐号", "社会保障编号", "社会保险账号", "社会保险个人编号",
           "社保卡", "社保卡号", "社会保障卡", "社会保障卡号", "社保号", "社保编号", "社保电脑号", "社会保障号", "社保账号",
           "社保证号", "社会保险号", "社会保险编号", "保障卡号", "军人保障卡", "参保编号", "参保号", "参保人编号",
           "养老保险号", "养老保险编号", "养老手册", "养老保险手册", "社保個人編號", "社保证", "社保个人编号", "社会保障号码", "社会保障卡号码",
           "社保号码", "社会保险号码", "参保号码", "养老保险号码"),
    keys=("ss_no", "ss_number", "social_insurance_no", "shbxh", "social_security_card",
          "social_security", "social_security_no", "social_security_number", "social_card", "sbkh", "sbk", "sbh",
          "sbbh", "shbzh", "shbzhm", "shbzkh", "ssn", "sscard", "ss_card_no", "si_no", "si_number"),
)  # fmt: skip
_PERSONAL = Cue("personal number", words=("个人编号", "职工编号", "个人账号"), keys=("grbh",))
_SCHEME = late("社保|参保|养老|医保|社会保险|失业保险|工伤|缴费基数|灵活就业|社会保障|统筹")
_SHAPE = Evidence("shape", -0.5, "may be a social security number")
_LABEL = Evidence("label", 4.0, "label: social security")
_LOOSE = Evidence("label", 0.3, "label: number of a person")
_NEARBY = Evidence("context", 2.5, "social insurance is spoken of above")
_VALUE = "[A-Z]{0,3}[0-9](?:[ -]?[0-9]){5,15}[A-Z]?|[0-9A-Z]{2}[0-9]{4}[0-9A-Z]{2,4}|[A-Z]{1,2}-[0-9]{6,12}"


class SocialSecurityNumber:
    """Judges what follows a label; see the module."""

    id = "social_security_number"
    types = ("social_security_number",)
    patterns = (led("labelled", _CUE, _VALUE, 36), led("personal", _PERSONAL, _VALUE, 36))

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label and by what speaks against it."""
        number = compact(candidate.seen).upper()
        if number.isdigit() and (
            len(number) in {15, 16} or (len(number) == 11 and number[0] == "1")
        ):
            return None
        parts = [_SHAPE, _LABEL]
        if candidate.pattern.name == "personal":
            start = candidate.match.start()
            near = _SCHEME.search(candidate.view.text, max(0, start - 150), start)
            parts = [_SHAPE, _LOOSE, _NEARBY] if near else [_SHAPE, _LOOSE]
        return Judgement("social_security_number", number, (*parts, *doubts(candidate)))


DETECTOR = SocialSecurityNumber()
