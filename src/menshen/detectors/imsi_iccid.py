"""SIM 卡号 · IMSI and ICCID.

## What it finds
The subscriber number of mainland networks (460 and twelve digits) and the number printed on the
card (8986 and fifteen or sixteen characters).

## How it decides
An IMSI has no check digit: the network code must exist; digits that hold a date may be an old ID
number of Hainan and need a label. The number on the card satisfies Luhn with some networks only,
so a check digit that holds is proof and one that does not needs a label.

## Known limits
Numbers of foreign networks are found behind a label only.

## References
- ITU-T E.212 (IMSI), 460 = China
- ITU-T E.118 (ICCID), 8986 = telecommunications, China

>>> DETECTOR.types
('imsi_iccid',)
"""

from __future__ import annotations

from menshen.detectors.imei import luhn
from menshen.evidence import CHECK_DIGIT, Cue
from menshen.model import Candidate, Evidence, Judgement, Pattern
from menshen.text import GAP, compact

_DIGIT = f"(?:{GAP}[0-9])"
_CUE = Cue(
    "SIM",
    words=(
        "卡串码",
        "物联网卡号",
        "卡识别码",
        "移动用户识别码",
        "集成电路卡识别码",
        "SIM卡号",
        "SIM卡",
        "卡串号",
    ),
    keys=(
        "imsi_no",
        "iccid_no",
        "sim_no",
        "sim_card",
        "sim_iccid",
        "sim_id",
        "sim_number",
        "sim_imsi",
        "imsi",
        "imsi1",
        "imsi2",
        "iccid",
        "iccid1",
        "iccid2",
        "sim",
        "simno",
        "sim_serial",
        "sim卡",
    ),
)
_AGAINST = Cue(
    "another kind of number",
    words=(
        "订单",
        "单号",
        "流水",
        "注册号",
        "合同",
        "批次",
        "条码",
        "账号",
        "交易",
        "身份证",
        "示例",
        "样例",
    ),
    keys=("order_id", "order_no", "trace_id", "txn", "batch", "imei"),
    label=-5.0,
    context=-2.0,
)
_NETWORKS = frozenset(
    ("00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "11", "13", "15", "20")
)
_IMSI = Evidence("shape", 0.5, "460 and the code of a network of the mainland")
_LABELLED = Evidence("shape", -2.0, "digits behind a label")
_ICCID = Evidence("shape", -1.0, "8986 and the length of a card number")
_UNCHECKED = Evidence("check_digit", -1.5, "the check digit does not hold, as with some networks")
_DATED = Evidence("date", -3.0, "digits 7 to 12 may be a date, as in an old ID number")


class ImsiIccid:
    """Judges SIM numbers by prefix, network and label; see the module."""

    id = "imsi_iccid"
    types = ("imsi_iccid",)
    patterns = (
        Pattern(
            "imsi",
            trigger="[^0-9a-z.]460[0-9]{12}[^0-9a-z]",
            regex="(?<![0-9A-Za-z.])(?P<v>460[0-9]{12})(?![0-9A-Za-z])(?!\\.[0-9])",
            before=18,
            after=3,
        ),
        Pattern(
            "iccid",
            trigger=f"(?:[^0-9a-z.]|iccid)8{GAP}9{GAP}8{GAP}6{_DIGIT}{{2}}",
            regex=f"(?:(?<![0-9A-Za-z.])|(?<=(?i:iccid)))(?P<v>8{GAP}9{GAP}8{GAP}6{_DIGIT}{{15,16}}|8986[0-9]{{2}}[0-9A-Z]{{13,14}})(?![0-9A-Za-z])",
            before=20,
            after=56,
        ),
        Pattern(
            "labelled",
            trigger="(?:imsi|iccid)",
            regex="(?i:imsi|iccid)[12]?[^0-9A-Za-z]{0,12}(?P<v>[0-9]{15}|89[0-9]{16,18})(?![0-9A-Za-z])",
            before=6,
            after=36,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by the prefix, the check digit of a card, and the label."""
        number = compact(candidate.seen).upper()
        label = _CUE.near(candidate)
        if number.startswith("8986"):
            parts = _card(number)
        elif number.startswith("460"):
            parts = _subscriber(number)
        else:
            parts = (_LABELLED,) if label is not None and label.kind == "label" else None
        if parts is None:
            return None
        around = (label,) if label is not None else (_AGAINST.near(candidate),)
        return Judgement("imsi_iccid", number, tuple(e for e in (*parts, *around) if e is not None))


def _card(number: str) -> tuple[Evidence, ...] | None:
    if len(number) not in (19, 20):
        return None
    if not number.isdigit() or not luhn(number):
        return (_ICCID, _UNCHECKED)
    return (_ICCID, CHECK_DIGIT)


def _subscriber(number: str) -> tuple[Evidence, ...] | None:
    if number[3:5] not in _NETWORKS:
        return None
    month, day = int(number[8:10]), int(number[10:12])
    dated = 1 <= month <= 12 and 1 <= day <= 31
    return (_IMSI, _DATED) if dated else (_IMSI,)


DETECTOR = ImsiIccid()
