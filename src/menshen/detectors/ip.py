"""IP 地址 · IP address.

## What it finds
Addresses of version 4 and 6 behind which a person may sit: the clients in logs, login records,
posts and forms, private ranges included; `::ffff:` + version 4 as one address.

## How it decides
The address itself tells most: loopback, unspecified, netmask, broadcast, network, multicast and
the public resolvers belong to nobody. Then the nearest word before it: client, source, login …
against server, listen, upstream, gateway, resolver; a version or section number is none at all.
A low port behind it, `//` or `@` before it mean a server.

## Known limits
A server's address without any word around it is reported. A prefix (`/24`), an address with a port
after a fifth dot, and one inside a host name are left alone.

## References
- RFC 791, RFC 4291, RFC 6890 (special-purpose addresses), RFC 5952 (canonical text of version 6)

>>> DETECTOR.types
('ip_address',)
"""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from socket import AF_INET, inet_pton

from menshen.evidence import NEVER, TAIL
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_RESOLVERS = frozenset(
    (
        "1.0.0.1", "1.1.1.1", "1.2.4.8", "4.2.2.1", "4.2.2.2", "8.8.4.4", "8.8.8.8", "9.9.9.9",
        "101.226.4.6", "114.114.114.114", "114.114.115.115", "119.29.29.29", "180.76.76.76",
        "180.184.1.1", "180.184.2.2", "208.67.220.220", "208.67.222.222", "210.2.4.8",
        "223.5.5.5", "223.6.6.6",
    )
)  # fmt: skip
_REACH = 28
_CLIENT = (
    "客户端|来源|来自|源|登[录陆](?![到至])|用户|访客|访问者|访问(?=ip|来源|地址)|注册|发帖|发布|评论|提交|操作|签署|"
    "下单|支付|投票|常用|异地|终端|远端|远程地址|属地|攻击者|手机|电脑|上网|client|remote|rhost|src|source|"
    "from|forwarded|real.?ip|login|logon|user|visitor|(?<![a-z])(?:c|u|xff|peer)(?=.?ip|[:=])"
)
_SERVER = (
    "服务器|服务端|主机|节点|监听|绑定|网关|上游|域名|解析|部署|代理|集群|数据库|目的|目标|路由器|交换机|防火墙|"
    "掩码|子网|网段|登[录陆][到至]|连接[到至]|连到|内网地址|出口|接口地址|访问(?!者|ip|来源|地址)|广播|打印机|摄像头|基站|"
    "server|listen|bind|upstream|gateway|dns|resolver|dst|dest|target|vip(?=[^a-z])|proxy|endpoint|"
    "master|slave|replica|broker|node|mysql|redis|mongo|kafka|backend|netmask|subnet|broadcast|router|"
    "local.?(?:addr|ip|host)|(?<!r)host|(?<![a-z])(?:ssh|scp|ping|telnet|curl|wget|nc|db|lb|to|on) "
)
_ROLE = late(f"(?P<client>{_CLIENT})|(?P<server>{_SERVER})|(?P<ip>(?:(?<![a-z])ip|地址){TAIL})")
_NO_ADDRESS = late(
    "(?:版本|version|(?<![a-z])ver|(?<![a-z])v|固件|内核|build|release|驱动(?:程序)?|程序|补丁|[升降]级[到至]|更新[到至]|回[退滚][到至]|oid|"
    "章|节|条款|第|参见|详见|图|表|标准|编号)[ :=.\"'(号为是]{0,5}\\Z"
)
_AFTER = late(
    "(?P<port>:[1-9][0-9]{1,3}(?![0-9:.]))|(?P<range>[-~][0-9])|(?P<version> ?[版节章条])|(?P<server> ?(?:→|->) ?(?:nginx|apache|tomcat))"
)
_OPENING = frozenset(":-~版节章条→")
"""What `_AFTER` begins with, a blank apart."""
_BEHIND_BLANK = frozenset(("->", *"版节章条→"))
"""What goes on behind that blank: a sign, or both of an arrow's."""
_SECTION = late("[ 、.]{0,2}[一-龥]")

_ROLES = {
    "client": Evidence("label", 3.0, "label: a client, user or source"),
    "server": Evidence("label", -4.5, "label: a server, gateway or destination"),
    "ip": Evidence("label", 2.5, "label: IP address"),
    "version": Evidence("label", NEVER, "label: a version or section number"),
    "section": Evidence("place", NEVER, "a section number at the start of a line"),
    "port": Evidence("port", -3.0, "a service port follows"),
    "range": Evidence("range", -5.0, "the start of a range"),
}
_V4 = Evidence("shape", 1.5, "an IPv4 address that a host may have")
_USUAL = (_V4,)
_V6 = Evidence("shape", 3.0, "an IPv6 address that a host may have")
_SMALL = Evidence("shape", -2.5, "all parts are small, as in section and version numbers")
_ROUTER = Evidence("table", -2.5, "the customary address of a router at home")
_NOBODY = Evidence("table", NEVER, "a loopback, mask, network, broadcast, multicast or resolver")
_ZERO = Evidence("shape", NEVER, "a part has a leading zero")
_made = tuple.__new__


@lru_cache(maxsize=8192)
def _address(seen: str) -> tuple[str, tuple[Evidence, ...]] | None:
    """Return the canonical form of an address and what its digits alone say, or None."""
    if ":" in seen:
        return _six(seen)
    try:
        first, second, third, last = inet_pton(AF_INET, seen)
    except OSError:
        return None if max(map(int, seen.split("."))) > 255 else (seen, (_ZERO,))
    if first in (0, 127) or first > 223 or last in (0, 255) or seen in _RESOLVERS:
        return seen, (_NOBODY,)
    if first <= 30 and max(second, third, last) <= 30 and first != 10:
        return seen, (_V4, _SMALL)
    if first == 192 and second == 168 and last == 1:
        return seen, (_V4, _ROUTER)
    return seen, _USUAL


def _six(seen: str) -> tuple[str, tuple[Evidence, ...]] | None:
    try:
        address = ipaddress.IPv6Address(seen)
    except ValueError:
        return None
    normal = str(address)
    if address.ipv4_mapped is not None:
        return _address(str(address.ipv4_mapped))
    if address.is_loopback or address.is_multicast or address.is_unspecified:
        return normal, (_NOBODY,)
    return normal, (_V6,)


def _role(text: str, start: int) -> str:
    """Return what the words before `start` on its line say it is: a key of `_ROLES`, or "".

    In the row of a table the cell before counts, those before that have values of their own.

    Of an address that begins its line the line above may end with the label.
    """
    return _role_behind(text[start - _REACH if start > _REACH else 0 : start])


@lru_cache(maxsize=4096)
def _role_behind(before: str) -> str:
    above, end, line = before.lower().rpartition("\n")
    if end and not line.strip():
        line = above.rpartition("\n")[2] + " "
    return _role_of("|".join(line.split("|")[-2:]) if "|" in line else line)


@lru_cache(maxsize=4096)
def _role_of(before: str) -> str:
    if _NO_ADDRESS.search(before):
        return "version"
    best = ""
    for match in _ROLE.finditer(before):
        if match.lastgroup != "ip" or not best:
            best = match.lastgroup or ""
    return best


@lru_cache(maxsize=1024)
def _named(names: tuple[str, ...]) -> str:
    """Return what the column or key that stands over the address says it is."""
    return next((role for name in names if (role := _role(name + ":", len(name) + 1))), "")


def _line_start(text: str, start: int) -> bool:
    return text[max(0, start - 4) : start].rstrip(" #") == "" or text[start - 1] == "\n"


class Ip:
    """Judges addresses by their range and by the nearest word before them; see the module."""

    id = "ip"
    types = ("ip_address",)
    patterns = (
        Pattern(
            "v4",
            trigger="[0-9]\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]",
            regex=(
                "(?=[0-9]{1,3}\\.)(?:(?<![0-9A-Za-z_.@])|(?<=[Ii][Pp]))(?<![0-9A-Za-z/]/)(?<![0-9A-Za-z]-)(?<![=<>~^!]=)"
                "(?P<v>[0-9]{1,3}+\\.[0-9]{1,3}+\\.[0-9]{1,3}+\\.[0-9]{1,3}+)"
                "(?![0-9A-Za-z_*])(?!\\.[0-9A-Za-z*])(?!/[0-9]{1,2}(?![0-9/]))(?!-[A-Za-z])"
            ),
            before=14,
            after=8,
            signs="0123456789.",
            lone=True,
        ),
        Pattern(
            "v6",
            trigger=(
                "(?:[^0-9a-z:]|[^0-9a-f:]:|ip)(?:(?:[23][0-9a-f]{3}|f[cde][0-9a-f]{2}):"
                "(?:0:|[0-9a-f]{3,4}:|:|[a-f][0-9a-f]?:|[0-9][a-f]:|[0-9]{1,2}:[0-9a-f]{3})|::ffff:[0-9]{1,3}\\.)"
            ),
            regex=(
                "(?:(?<![0-9A-Za-z:.])|(?<=[Ii][Pp])|(?<=[^0-9A-Fa-f:]:))(?P<v>::[fF]{4}:[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|"
                "[23fF][0-9A-Fa-f]{3}(?=:(?:(?:0|[0-9A-Fa-f]{3,4}|[a-fA-F][0-9A-Fa-f]?|[0-9][a-fA-F])?:|[0-9]{1,2}:[0-9A-Fa-f]{3}))(?:::?[0-9A-Fa-f]{1,4}){1,7})"
                "(?![0-9A-Za-z]|:[0-9A-Fa-f:]|\\.[0-9]|/[0-9])"
            ),
            before=13,
            after=48,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by range, then by what stands before and behind."""
        _, view, start, end, span, _, block = candidate
        text = view.text
        known = _address(text[start:end])
        if known is None:
            return None
        normal, evidence = known
        if evidence[-1].weight <= NEVER:
            return Judgement("ip_address", normal, evidence)
        names = block.layout.labels(span[0]) if block.layout is not None else ()
        role = (_named(names) if names else "") or _role(text, start)
        after = _AFTER.match(text, end) if _may_go_on(text[end : end + 3]) else None
        if role or after is not None:
            evidence = _with(evidence, role, after.lastgroup or "" if after is not None else "")
        if not role and not text.isascii() and _is_section(text, start, end, normal):
            evidence = (*evidence, _ROLES["section"])
        return _made(Judgement, ("ip_address", normal, evidence, -1, -1, False))


@lru_cache(maxsize=1024)
def _with(evidence: tuple[Evidence, ...], role: str, after: str) -> tuple[Evidence, ...]:
    return (*evidence, *(_ROLES[name] for name in (role, after) if name))


def _may_go_on(behind: str) -> bool:
    """Say whether the three characters behind an address may be the beginning of `_AFTER`."""
    if behind[:1] == " ":
        return behind[1:2] in _BEHIND_BLANK or behind[1:] in _BEHIND_BLANK
    return behind[:1] in _OPENING


def _is_section(text: str, start: int, end: int, normal: str) -> bool:
    """Say whether an address is the number of a section that begins its line."""
    if _SECTION.match(text, end) is None or not _line_start(text, start):
        return False
    octets = normal.split(".")
    return len(octets) == 4 and all(len(o) <= 2 and int(o) <= 30 for o in octets)


DETECTOR = Ip()
