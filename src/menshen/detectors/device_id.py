"""设备标识 · Device identifiers: IDFA, OAID, Android ID, UDID.

## What it finds
A UUID, 16, 32, 40 or 64 hexadecimal digits, or the newer UDID (8-16) behind the name of a device
identifier or under such a key or header.

## How it decides
The shape alone says nothing: request ids, trace ids and hashes look the same, so the label must
stand directly before, or over the column. Values of one repeated digit (tracking switched off)
identify nothing. Hexadecimal without hyphens must hold letters and digits.

## Known limits
Identifiers of machines that nobody carries, under the same key, are reported too.

## References
- T/TAF 095-2021, 移动智能终端补充设备标识规范 (OAID)
- RFC 9562 (UUID)

>>> DETECTOR.types
('device_id',)
"""

from __future__ import annotations

import re

from menshen.evidence import Cue
from menshen.fields import NAMED, field
from menshen.model import Candidate, Evidence, Judgement, Pattern

_HEX = "[0-9A-Fa-f]"
_UUID = f"{_HEX}{{8}}-(?:{_HEX}{{4}}-){{3}}{_HEX}{{12}}"
_VALUE = f"(?:{_UUID}|{_HEX}{{8}}-{_HEX}{{16}}|{_HEX}{{64}}|{_HEX}{{40}}|{_HEX}{{32}}|{_HEX}{{16}})"
_CUE = Cue(
    "device identifier",
    words=("设备识别号", "终端设备号", "终端编号", "设备唯一码", "设备唯一编号", "手机设备号", "广告ID", "终端ID", "安卓设备ID",
           "设备号", "设备标识", "设备ID", "设备id", "设备唯一标识", "设备指纹", "设备识别码", "设备码", "设备编码",
           "广告标识", "匿名设备标识", "手机标识", "终端标识", "安卓ID", "设备标识符", "IDFA", "IDFV", "OAID", "AAID", "VAID", "GAID", "UDID"),
    keys=("device_uid", "device_code", "device_token", "terminal_id", "android_device_id", "ad_id", "adid", "idfa_id",
          "mobile_device_id", "unique_device_id",
          "idfa", "idfv", "oaid", "aaid", "vaid", "gaid", "android_id", "udid", "openudid", "device_id",
          "deviceid", "device_no", "device_uuid", "dev_id", "advertising_id", "cid_device", "did"),
)  # fmt: skip
_AGAINST = Cue(
    "another kind of identifier",
    words=("请求", "追踪", "链路", "会话", "示例", "样例", "例如", "格式"),
    keys=(
        "request_id",
        "trace_id",
        "span_id",
        "session_id",
        "md5",
        "sha256",
        "commit",
        "for example",
    ),
    label=-6.0,
    context=0.0,
)
_SHAPE = Evidence("shape", -1.5, "shape of a device identifier")


class DeviceId:
    """Judges identifiers by the label that must stand before them; see the module."""

    id = "device_id"
    types = ("device_id",)
    patterns = (
        field(_CUE, f"{_VALUE}(?![0-9A-Za-z-])", 66, name="labelled"),
        Pattern(
            "uuid",
            trigger="[^0-9a-z-][0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}[^0-9a-z]",
            regex=f"(?<![0-9A-Za-z-])(?P<v>{_UUID})(?![0-9A-Za-z-])",
            before=39,
            after=2,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by the label; a shape without one is not worth a word."""
        if candidate.pattern.name == "uuid" and not candidate.block.labels(candidate.span.start):
            return None
        label = NAMED if candidate.pattern.name == "labelled" else _CUE.near(candidate)
        if label is None or label.kind != "label":
            return None
        seen = candidate.seen.lower()
        digits = seen.replace("-", "")
        if len(set(digits)) <= 2 or "123456789" in digits:
            return None
        if "-" not in seen and not (re.search("[a-f]", seen) and re.search("[0-9]", seen)):
            return None
        against = _AGAINST.near(candidate)
        parts = (_SHAPE, label, against)
        return Judgement("device_id", seen, tuple(e for e in parts if e is not None))


DETECTOR = DeviceId()
