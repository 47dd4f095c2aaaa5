"""The texts that speed is measured on: made from a seed, the same on every machine.

Prose comes from a newsletter outside the repository where that is at hand (`MENSHEN_SHARED`),
else from sentences made here; code is the standard library's own.
"""

from __future__ import annotations

import json
import os
import random
import sysconfig
from datetime import datetime, timedelta
from pathlib import Path

SHARED = Path(os.environ.get("MENSHEN_SHARED", Path(__file__).parents[3] / "shared"))
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文玉兰建国"
_AREAS = ("110105", "310104", "440305", "330106", "510107", "420106", "320102", "610113")
_WORDS = [
    "系统",
    "会议",
    "项目",
    "市场",
    "城市",
    "生活",
    "学生",
    "经济",
    "发展",
    "问题",
    "工作",
    "公司",
    "技术",
    "方法",
    "结果",
    "时间",
    "研究",
    "数据",
    "产品",
    "服务",
    "我们",
    "他们",
    "可以",
    "因为",
    "所以",
    "如果",
    "已经",
    "没有",
    "需要",
    "关于",
    "通过",
    "以及",
    "其中",
    "进行",
    "提高",
    "认为",
    "表示",
    "目前",
    "一个",
    "很多",
]


def resident_id(rng: random.Random) -> str:
    """Return an invented resident ID number with the right check digit."""
    born = datetime(1950, 1, 1) + timedelta(days=rng.randrange(20000))
    first = f"{rng.choice(_AREAS)}{born:%Y%m%d}{rng.randrange(1000):03}"
    total = sum(int(d) * (2 ** (17 - i) % 11) for i, d in enumerate(first))
    return first + "10X98765432"[total % 11]


def mobile(rng: random.Random) -> str:
    """Return an invented mobile number of an allocated block."""
    return rng.choice(("138", "139", "150", "186", "177", "199")) + f"{rng.randrange(10**8):08}"


def name(rng: random.Random) -> str:
    """Return an invented name."""
    return rng.choice(_SURNAMES) + "".join(rng.sample(_GIVEN, rng.choice((1, 2, 2))))


def prose(size: int, seed: int = 1) -> str:
    """Return `size` characters of Chinese prose without personal information."""
    weekly = SHARED / "data/text/plain_weekly/weekly.txt"
    if weekly.exists():
        return weekly.read_text(encoding="utf-8")[:size]
    rng = random.Random(seed)
    pieces: list[str] = []
    length = 0
    while length < size:
        sentence = "".join(rng.choices(_WORDS, k=rng.randrange(6, 18))) + rng.choice("，。；\n")
        pieces.append(sentence)
        length += len(sentence)
    return "".join(pieces)[:size]


def records(size: int, seed: int = 2) -> str:
    """Return `size` characters of an owners' table, four numbers of personal kind in a row."""
    rng = random.Random(seed)
    lines = ["序号,姓名,身份证号,手机,房号,面积,车牌,备注"]
    while len(lines) * 60 < size + 200:
        plate = f"{rng.choice('京沪粤浙苏')}A{rng.choice('BCDEF')}{rng.randrange(10**4):04}"
        lines.append(
            f"{len(lines)},{name(rng)},{resident_id(rng)},{mobile(rng)},{rng.randrange(1, 20)}-"
            f"{rng.randrange(1, 4)}-{rng.randrange(101, 2500)},{rng.randrange(60, 180)}.{rng.randrange(100)},"
            f"{plate},{'按揭，待装修' if rng.random() < 0.3 else ''}"
        )
    return "\n".join(lines)[:size]


def code(size: int) -> str:
    """Return `size` characters of program text."""
    library = Path(sysconfig.get_path("stdlib"))
    pieces: list[str] = []
    for path in sorted(library.glob("[a-t]*.py")):
        pieces.append(path.read_text(encoding="utf-8", errors="replace"))
        if sum(map(len, pieces)) >= size:
            break
    return "".join(pieces)[:size]


def events(size: int, seed: int = 3) -> str:
    """Return `size` characters of JSON lines, as an application writes them."""
    rng = random.Random(seed)
    lines: list[str] = []
    length = 0
    while length < size:
        line = json.dumps(
            {
                "ts": 1_700_000_000_000 + rng.randrange(10**10),
                "trace_id": f"{rng.getrandbits(128):032x}",
                "level": rng.choice(("INFO", "WARN")),
                "msg": rng.choice(("order created", "login ok", "cache miss", "retry in 30s")),
                "user": {"mobile": mobile(rng)} if rng.random() < 0.2 else None,
                "cost_ms": rng.randrange(900),
            },
            ensure_ascii=False,
        )
        lines.append(line)
        length += len(line) + 1
    return "\n".join(lines)[:size]


def mix(size: int) -> str:
    """Return the fixed mix: half prose, a quarter records, a quarter code and JSON lines."""
    parts = (prose(size // 2), records(size // 4), code(size // 8), events(size // 8))
    return "\n".join(parts)


def access_log(size: int, seed: int = 4) -> str:
    """Return `size` characters of a dense web access log: an address in every line."""
    rng = random.Random(seed)
    at = datetime(2026, 3, 1)
    lines: list[str] = []
    length = 0
    while length < size:
        at += timedelta(seconds=rng.randrange(3))
        address = f"{rng.choice((101, 117, 123, 222))}.{rng.randrange(256)}.{rng.randrange(256)}.{rng.randrange(1, 255)}"
        phone = f"&mobile={mobile(rng)}" if rng.random() < 0.05 else ""
        line = (
            f'{address} - - [{at:%d/%b/%Y:%H:%M:%S} +0800] "GET /api/v2/items/{rng.randrange(10**6)}?page='
            f'{rng.randrange(40)}{phone} HTTP/1.1" 200 {rng.randrange(10**5)} "-" "Mozilla/5.0 (X11; Linux x86_64)"'
        )
        lines.append(line)
        length += len(line) + 1
    return "\n".join(lines)[:size]


def service_log(size: int, seed: int = 5) -> str:
    """Return `size` characters of a service log with little that is personal."""
    real = sorted((SHARED / "data/text/loghub_text").glob("*.log"))
    if real:
        text = "".join(p.read_text(encoding="utf-8", errors="replace") for p in real)
        return (text * (size // len(text) + 1))[:size]
    rng = random.Random(seed)
    lines: list[str] = []
    length = 0
    while length < size:
        line = (
            f"2026-03-01 12:{rng.randrange(60):02}:{rng.randrange(60):02}.{rng.randrange(1000):03} INFO "
            f"[worker-{rng.randrange(32)}] c.m.Service - request {rng.getrandbits(64):016x} took {rng.randrange(900)} ms"
        )
        lines.append(line)
        length += len(line) + 1
    return "\n".join(lines)[:size]
