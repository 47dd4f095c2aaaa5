"""G9 to G11: from file to file, with a register of fifty thousand owners who do not exist."""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.trace.figures import Figure
from menshen.marks import canonical
from menshen.marks.policy import MarkPolicy
from menshen.release.making import release
from menshen.release.planning import plan
from menshen.store.chain import Ledger
from menshen.store.keyring import Keyring
from menshen.store.records import Released
from menshen.trace import Case

NAMES = ("姓名", "手机", "地址", "户型", "面积", "总价", "签约日期", "朝向")
_POLICY = MarkPolicy(format="block", value={"总价": 40, "面积": 0.02}, null=["朝向"])
_KEYS = Keyring.from_master(b"k" * 32)
_SURNAMES = "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国文斌宇浩晨思雨欣怡梓涵一诺子轩"
_ESTATES = ("听澜苑", "云栖府", "望江名邸", "翡翠城", "金桂花园", "湖畔家园", "星河湾", "紫荆公馆")
_PLANS = (
    ("两室一厅", 76.5),
    ("两室两厅", 89.62),
    ("三室两厅", 118.3),
    ("三室两厅", 127.35),
    ("四室两厅", 143.8),
)


def register(path: Path, count: int, seed: int = 1) -> None:
    """Write a fictitious register of owners."""
    rng = random.Random(seed)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(NAMES)
        used: set[str] = set()
        for n in range(count):
            phone = ""
            while not phone or phone in used:
                phone = f"{rng.choice((138, 139, 136, 150, 159, 188, 186, 133))}{rng.randrange(10**8):08d}"
            used.add(phone)
            plan_, area = rng.choice(_PLANS)
            flat, estate = n // len(_ESTATES), _ESTATES[n % len(_ESTATES)]
            house = f"{estate}{flat // 198 + 1}幢{flat // 66 % 3 + 1}单元{flat // 2 % 33 + 1}{flat % 2 + 1:02d}室"
            name = rng.choice(_SURNAMES) + "".join(rng.sample(_GIVEN, rng.choice((1, 2, 2))))
            area += rng.choice((0, 0, 0.13, -0.2))
            out.writerow([
                name, phone, house, plan_, f"{area:.2f}", int(area * rng.gauss(21000, 2500)),
                f"202{rng.randrange(1, 5)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}",
                rng.choice(("", "朝南", "朝东", "朝北")),
            ])  # fmt: skip


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def whole(folder: Path, count: int = 50_000, recipients: int = 200) -> Iterator[Figure]:
    """Yield exactness, times and the honest answer."""
    master, ledger = folder / "业主.csv", Ledger.open(str(folder / "台账.db"))
    register(master, count)
    times = []
    for n in range(2):
        started = time.process_time()
        release(
            master, folder / f"{n}.csv", to=f"接收方{n}", ledger=ledger, keys=_KEYS, marks=_POLICY
        )
        times.append(time.process_time() - started)
    yield Figure(
        "G10",
        f"release of {count:,} rows, CPU seconds",
        "≤ 3 s",
        f"{min(times):.2f}",
        "",
        min(times) <= 3,
    )
    before, after = _rows(master), _rows(folder / "0.csv")
    changed = sum(
        canonical.digits(a[1]) != canonical.digits(b[1])
        or canonical.name(a[0]) != canonical.name(b[0])
        or canonical.house(a[2]) != canonical.house(b[2])
        for a, b in zip(before, after, strict=True)
    )
    yield Figure(
        "G9", f"phones, names, rooms changed in {count:,} rows", "0", str(changed), "", changed == 0
    )
    _others(ledger, recipients)
    for rows, least in ((2500, 1.0), (count, 15.0)):
        leak = folder / "leak.csv"
        with leak.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([NAMES, *random.Random(rows).sample(after, rows)])
        started = time.process_time()
        case = Case(master=master, ledger=ledger, keys=_KEYS)
        case.add(leak)
        verdict = case.decide()
        spent = time.process_time() - started
        right = [c.recipient for c in verdict.copies if c.copy in verdict.accused] == ["接收方0"]
        yield Figure(
            "G10",
            f"trace of {rows:,} rows, {recipients} copies, CPU seconds",
            f"≤ {least:g} s",
            f"{spent:.2f}",
            "",
            spent <= least and right,
        )
    yield from _normalised(folder, master, ledger, after)


def _others(ledger: Ledger, recipients: int) -> None:
    """Write the entries of more recipients: their marks are computed, their files are not needed."""
    _, first = next(iter(Released.all(ledger)))
    for n in range(2, recipients):
        replace(first, release=f"r-{n}", recipient=f"接收方{n}").write(ledger)


def _normalised(
    folder: Path, master: Path, ledger: Ledger, rows: list[list[str]]
) -> Iterator[Figure]:
    from menshen.marks.written import form

    leak = folder / "归一.csv"
    plain = []
    for r in rows[:5000]:
        address = r[2]
        for name, text in (("word", "幢"), ("unit", "2"), ("room", "室"), ("gap", "")):
            address = form(name).write(address, text)
        plain.append([r[0], form("phone").write(r[1], ""), address])
    with leak.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([NAMES[:3], *plain])
    case = Case(master=master, ledger=ledger, keys=_KEYS)
    case.add(leak)
    verdict = case.decide()
    ones = all(c.log2_evidence == 0 for c in verdict.copies)
    warned = plan(master, recipients=200, leak="normalised 10%", marks=_POLICY).warned
    yield Figure(
        "G11", "normalised name + phone + address, no A or C: verdict; scores all 1; plan warned",
        "NO_ACCUSATION", f"{verdict.verdict}, {ones}, {warned}", "",
        verdict.verdict == "NO_ACCUSATION" and ones and warned,
    )  # fmt: skip


def million(folder: Path, count: int = 1_000_000) -> Iterator[Figure]:
    """Yield what a release of a million rows takes, in a process of its own."""
    master = folder / "百万.csv"
    register(master, count)
    code = (
        "import resource, sys, time\n"
        "from menshen.release.making import release\n"
        "from menshen.store.keyring import Keyring\n"
        "start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        f"release({str(master)!r}, {str(folder / 'm.csv')!r}, to='甲', ledger={str(folder / 'm.db')!r},"
        " keys=Keyring.from_master(b'k' * 32))\n"
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(peak / 1024, time.process_time())\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    peak, spent = map(float, answer.stdout.split())
    yield Figure(
        "G10",
        f"release of {count:,} rows: peak memory, CPU seconds",
        "≤ 600 MB",
        f"{peak:.0f} MB, {spent:.0f} s",
        "",
        peak <= 600,
    )


def many(seed: int) -> Iterator[Figure]:
    """Yield the time to decode 200 rows against ten thousand recipients."""
    import numpy as np

    from benchmarks.trace.world import World, plain

    world, rng = World(seed), np.random.default_rng(seed)
    rows = world.rows(200, rng)
    positions = world.positions(rows, plain(world.seen(rows, [5]), rng))
    started = time.process_time()
    log2 = world.evidence(positions, range(1, 10_001))
    spent = time.process_time() - started
    right = bool(log2[4] > np.log2(1e10) and (log2 > np.log2(1e10)).sum() == 1)
    yield Figure(
        "G10",
        "decode 200 rows against 10,000 recipients, CPU seconds",
        "",
        f"{spent:.2f}",
        "",
        right,
    )
