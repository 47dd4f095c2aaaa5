"""MAC 地址 · MAC address.

## What it finds
Six pairs of hexadecimal digits joined by colons or hyphens (`3c:22:fb:0a:9e:41`), three groups of
four joined by dots (`3c22.fb0a.9e41`), and twelve digits behind a label.

## How it decides
The separators must be the same throughout and nothing of the kind may follow, so fingerprints and
longer identifiers are none. The zero, broadcast and multicast addresses belong to no device;
values that only count up are samples. Six decimal pairs that read as a time need a label.

## Known limits
Devices that randomise their address, and those of an organisation, look the same.

## References
- IEEE 802-2014, clause 8 (EUI-48)
- RFC 7042 (multicast ranges)

>>> normal("3C22.FB0A.9E41")
'3c:22:fb:0a:9e:41'
"""

from __future__ import annotations

import re

from menshen.evidence import Cue, reject
from menshen.model import Candidate, Evidence, Judgement, Pattern

_HEX = "[0-9A-Fa-f]"
_CUE = Cue(
    "MAC address",
    words=("网卡mac", "无线mac", "设备mac",
           "物理地址", "网卡地址", "硬件地址", "网卡", "蓝牙地址", "无线地址"),
    keys=("wlan_mac", "lan_mac", "eth_mac", "bt_mac", "bluetooth_mac", "device_mac",
          "mac", "macaddr", "macaddress", "mac_addr", "mac_address", "wifi_mac", "hwaddr", "ether",
          "mac地址", "bssid", "physical_address"),
)  # fmt: skip
_AGAINST = Cue(
    "a device of the network or another kind of number",
    words=("交换机", "网关", "服务器", "指纹", "打印机", "虚拟机", "示例", "样例", "例如", "格式"),
    keys=("switch", "gateway", "server", "fingerprint", "for example"),
    label=-7.0,
    context=-7.0,
)
_SHAPE = {
    "pairs": Evidence("shape", 2.5, "shape of a MAC address"),
    "glued": Evidence("shape", 2.5, "shape of a MAC address"),
    "dots": Evidence("shape", 0.5, "shape of a MAC address in three groups"),
    "plain": Evidence("shape", -2.0, "twelve hexadecimal digits"),
}
_TIME = Evidence("shape", -4.5, "six decimal pairs may be a date and time")
_SAMPLE = frozenset(
    ("001122334455", "aabbccddeeff", "123456789abc", "0123456789ab", "112233445566", "abcdef123456")
)


def normal(seen: str) -> str:
    """Return the address in lower case, in pairs joined by colons."""
    digits = re.sub("[^0-9a-f]", "", seen.lower())
    return ":".join(digits[i : i + 2] for i in range(0, 12, 2))


def _nobody(digits: str) -> str:
    """Return why no device has this address, or ""."""
    if digits in _SAMPLE:
        return "a customary sample"
    if len(set(digits)) <= 2 and digits[:2] in ("00", "ff", digits[2:4]):
        return "the zero, broadcast or a filler address"
    if digits.startswith(("01005e", "3333", "0180c2")):
        return "a multicast address"
    return ""


class Mac:
    """Judges MAC addresses by their form and range; see the module."""

    id = "mac"
    types = ("mac_address",)
    patterns = (
        Pattern(
            "pairs",
            trigger="[^0-9a-z](?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}[^0-9a-z]",
            regex=(
                f"(?<![0-9A-Za-z])(?<![^0-9A-Za-z]{_HEX}{{2}}[:-])(?P<v>{_HEX}{{2}}(?P<s>[:-])"
                f"(?:{_HEX}{{2}}(?P=s)){{4}}{_HEX}{{2}})(?![0-9A-Za-z])(?![:-]{_HEX}{{2}})"
            ),
            before=20,
            after=4,
        ),
        Pattern(
            "glued",
            trigger="mac[0-9a-f]{2}[:-][0-9a-f]{2}[:-][0-9a-f]{2}[:-]",
            regex=(
                f"(?<![A-Za-z])(?i:mac)(?P<v>{_HEX}{{2}}(?P<s>[:-])(?:{_HEX}{{2}}(?P=s)){{4}}{_HEX}{{2}})"
                f"(?![0-9A-Za-z])(?![:-]{_HEX}{{2}})"
            ),
            before=13,
            after=14,
        ),
        Pattern(
            "dots",
            trigger="(?:[^0-9a-z.]|mac)[0-9a-f]{4}\\.[0-9a-f]{4}\\.[0-9a-f]{4}[^0-9a-z]",
            regex=(
                f"(?:(?<![0-9A-Za-z.])|(?<![A-Za-z][Mm][Aa][Cc])(?<=[Mm][Aa][Cc]))(?P<v>{_HEX}{{4}}\\.{_HEX}{{4}}\\.{_HEX}{{4}})"
                "(?![0-9A-Za-z])(?!\\.[0-9A-Za-z])"
            ),
            before=17,
            after=4,
        ),
        Pattern(
            "plain",
            trigger=(
                "(?:mac|物理地址|网卡|ether)(?:[ _]?addr|[ _]?address|地址)?[^0-9a-z]{1,6}[0-9a-f]{12}[^0-9a-z]"
            ),
            regex=f"(?<![0-9A-Za-z])(?P<v>{_HEX}{{12}})(?![0-9A-Za-z])",
            before=14,
            after=3,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by range, label and whether the pairs may be a time."""
        address = normal(candidate.seen)
        why = _nobody(address.replace(":", ""))
        if why:
            return Judgement("mac_address", address, (reject(why, "table"),))
        label = _CUE.near(candidate)
        parts = [_SHAPE[candidate.pattern.name], label, _AGAINST.near(candidate)]
        if not re.search("[a-f]", address):
            parts.append(_TIME)
        return Judgement("mac_address", address, tuple(e for e in parts if e is not None))


DETECTOR = Mac()
