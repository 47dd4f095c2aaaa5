"""How fast menshen is: one command, one table. CPU-seconds of one process.

    python -m benchmarks.speed [--large] [--json FILE]

`--large` adds the two files of one gigabyte (a log, and a single line), scanned with
`-f jsonl` in a process of its own, with its peak memory.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import menshen
from benchmarks.accuracy import scoring
from benchmarks.speed import material
from menshen.detectors import find
from menshen.model import Block
from menshen.policy import Policy
from menshen.report.records import line
from menshen.scan import events

MEGA = 1_000_000
ROOT = Path(__file__).parents[2]
HOSTILE = (
    "1", "1 ", "a", "aB3", "/", "一", "幺三", "%41", "\\u4f60", "(", ",", "\n", "@", "a@b.", "1.", "ff:",
    "密码:", "订单号,", "姓名,手机\n", "姓名,手机\n1,2\n", "insert into a(姓名,手机) values (1,2),", "\u200b", "1\n",
    "男,", "(2023)京", "&#1;", "o0l1I", "京A", "http://", "-----BEGIN PRIVATE KEY-----", "身 份 ", "有效期",
)  # fmt: skip
"""What hostile texts are made of by repetition."""


def cpu(work: Callable[[], object], rounds: int = 3) -> float:
    """Return the CPU-seconds of the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


RULES = Policy(models=False)


def rules(text: str) -> int:
    """Return how many findings the rules make in a text."""
    return len(find(Block("speed", 0, text), policy=RULES))


def rate(text: str) -> tuple[float, int]:
    """Return millions of characters per CPU-second of the rules alone, and their findings."""
    found = rules(text)
    return len(text) / MEGA / cpu(lambda: rules(text)), found


def everything(make: Callable[[int], str]) -> float:
    """Return the same with the models, on text not read before: models remember the last texts."""
    menshen.find(make(50_000))
    text = make(400_000)[100_000:]
    return len(text) / MEGA / cpu(lambda: menshen.find(text), 1)


def alone(search: Callable[[str], object], texts: list[str]) -> float:
    """Return thousands of characters per CPU-second of texts that are searched one by one."""
    search(material.mix(50_000))
    return sum(map(len, texts)) / 1000 / cpu(lambda: [search(text) for text in texts])


def rows() -> list[tuple[str, float, str]]:
    """Return the measurements: name, figure, unit."""
    menshen.find("13800138000")
    table: list[tuple[str, float, str]] = []
    for name, text in (
        ("fixed mix", material.mix(2 * MEGA)),
        ("clean prose", material.prose(MEGA)),
        ("records", material.records(MEGA // 2)),
        ("code", material.code(MEGA)),
        ("JSON lines", material.events(MEGA)),
        ("service log", material.service_log(4 * MEGA)),
        ("dense access log, an address a line", material.access_log(2 * MEGA)),
    ):
        speed, found = rate(text)
        table.append((f"{name} ({found} findings)", speed, "M chars/CPU-s"))
    table.append(("service log, scanned to JSON lines", scanned_here(4 * MEGA), "MB/CPU-s"))
    table.append(("everything on, fixed mix", everything(material.mix), "M chars/CPU-s"))
    table.append(("everything on, prose", everything(material.prose), "M chars/CPU-s"))
    own = [document.text for document in scoring.read(ROOT / "corpus")][::5]
    size = sum(map(len, own)) // len(own)
    short = [text[:10] for text in own]
    for name, search in (("rules only", rules), ("everything on", menshen.find)):
        speed = alone(search, own)
        table.append(
            (f"{name}, our own documents one by one ({size} each)", speed, "k chars/CPU-s")
        )
        cost = 10 / alone(search, short)
        table.append((f"{name}, a text of 10 characters", cost, "CPU-ms"))
    table.append(("one text of 200k against 100 of 2k, cost a character", linearity(), "ratio"))
    worst, runs = hostile()
    table.append(
        (f"hostile text, worst of {len(HOSTILE)} ({runs!r}): 200k over 20k", worst, "ratio")
    )
    table.append(("cold start: menshen find", cold_start(), "s"))
    for name, text in (
        ("first", "张伟在市医院看病"),
        ("with the database", "张伟在市医院看病\n" * 4000),
    ):
        seconds, peak = watched([sys.executable, "-c", f"import menshen; menshen.find({text!r})"])
        table.append((f"everything on, {name}: peak memory", peak / 1024, "MiB"))
        if name == "first":
            table.append(("everything on, start and first text", seconds, "CPU-s"))
    return table


def scanned_here(size: int) -> float:
    """Return millions of bytes per CPU-second of a log read, searched, grouped and written."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "service.log"
        path.write_text(material.service_log(size), encoding="utf-8")

        def work() -> int:
            return sum(len(line(event)) for event in events([path], policy=RULES))

        return path.stat().st_size / MEGA / cpu(work)


def hostile() -> tuple[float, str]:
    """Return the worst growth of cost from 20k to 200k characters of one thing, and the thing."""
    growth: list[tuple[float, str]] = []
    for unit in HOSTILE:
        short, long = (unit * (n // len(unit) + 1) for n in (20_000, 200_000))
        base = max(cpu(partial(rules, short)), 0.005)
        growth.append((cpu(partial(rules, long), 1) / base, unit))
    return max(growth)


def linearity() -> float:
    """Return the cost per character of a long text over that of short ones."""
    text = material.mix(200_000)
    short = [text[i : i + 2000] for i in range(0, len(text), 2000)]
    long_cost = cpu(lambda: rules(text), 5)
    short_cost = cpu(lambda: [rules(s) for s in short], 5)
    return long_cost / short_cost


def cold_start() -> float:
    """Return the wall seconds of one `menshen find` in a new process, best of five.

    Modules are compiled before, as an installer leaves them.
    """
    best = float("inf")
    with tempfile.TemporaryDirectory() as folder:
        held = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        for _ in range(6):
            start = time.monotonic()
            subprocess.run(
                [sys.executable, "-m", "menshen", "find", "电话13800138000"],
                stdout=subprocess.DEVNULL,
                check=False,
                env=held | {"PYTHONPYCACHEPREFIX": folder},
            )
            best = min(best, time.monotonic() - start)
    return best


def large() -> list[tuple[str, float, str]]:
    """Return speed and peak memory for a log of 1 GB and for one line of 1 GB."""
    table: list[tuple[str, float, str]] = []
    for name, joiner in (("log of 1 GB", "\n"), ("one line of 1 GB", " ")):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "large.log"
            chunk = material.service_log(8 * MEGA).replace("\n", joiner).encode()
            with path.open("wb") as out:
                while out.tell() < 1000 * MEGA:
                    out.write(chunk)
            seconds, peak = scanned(path)
        table.append((name, 1000 / seconds, "MB/CPU-s"))
        table.append((name + ", peak memory", peak / 1024, "MiB"))
    return table


_WATCH = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:])
_, _, usage = os.wait4(process.pid, 0)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
"""


def scanned(path: Path) -> tuple[float, int]:
    """Return CPU-seconds and peak memory (KiB) of scanning a file to JSON lines."""
    command = [sys.executable, "-m", "menshen", "scan", str(path), "-f", "jsonl", "-o", os.devnull]
    return watched(command)


def watched(command: list[str]) -> tuple[float, int]:
    """Return CPU-seconds and peak memory (KiB) of a command.

    A small process starts it and watches: the peak that the system tells of a program is never
    below that of the process it was started from.
    """
    answer = subprocess.run(
        [sys.executable, "-c", _WATCH, *command], capture_output=True, text=True, check=True
    )
    seconds, peak = answer.stdout.split()
    return float(seconds), int(peak)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if not material.SHARED.exists():
        print("note: the newsletter and real logs are not at hand; made texts are used instead")
    table = rows() + (large() if options.large else [])
    for name, figure, unit in table:
        print(f"{name:58} {figure:10.2f} {unit}")
    print(
        f"{'peak memory of this process':58} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:10.0f} MiB"
    )
    if options.json:
        options.json.write_text(json.dumps(table, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
