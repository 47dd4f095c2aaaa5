"""How much memory and time redaction takes as a document grows.

    python -m benchmarks.documents.memory 5 50 200 [--every N] [--style STYLE] [--scan] [--folder FOLDER]

Makes tables of so many megabytes, every Nth row of them a person's (number, name, ID number, mobile
number, address), the others stock; redacts each by rules in a process of its own, and prints
CPU-seconds for a megabyte and the peak of resident memory, which must not grow with the size.
With `--scan` each is read by `menshen scan --rules-only` instead, to JSON Lines. What is made goes
where temporary files go, or into `--folder`, which must lie on a disk and not in memory.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import menshen
from menshen.policy import Policy
from menshen.transforms import checks

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂宇浩欣"


def row(number: int, random_: random.Random, *, person: bool) -> str:
    """Return a row of a table of customers, or of one of goods."""
    if not person:
        place = random_.randint(1, 9)
        return f"{number},,,,,{number % 997}号商品第{number % 89}批出库{place}件，货架第{place}层，数量相符，正常出入库\n"
    first = f"110105{random_.randint(1950, 2005)}{random_.randint(1, 12):02}"
    first += f"{random_.randint(1, 28):02}{random_.randint(0, 999):03}"
    name = "".join(random_.choice(signs) for signs in (_SURNAMES, _GIVEN, _GIVEN))
    mobile = f"13{random_.randint(5, 9)}{random_.randint(0, 10**8 - 1):08}"
    road = f"北京市朝阳区建国路{random_.randint(1, 999)}号{random_.randint(101, 2500)}室"
    return f"{number},{name},{first}{checks.resident(first)},{mobile},{road},普通客户\n"


def make(path: Path, megabytes: float, every: int) -> None:
    """Write a table of so many megabytes."""
    random_, size, number = random.Random(5), 0, 0
    with path.open("w", encoding="utf-8") as out:
        out.write("序号,姓名,身份证号,手机号,地址,备注\n")
        while size < megabytes * 1e6:
            number += 1
            line = row(number, random_, person=number % every == 0)
            size += len(line.encode())
            out.write(line)


def measure(source: Path, style: str) -> str:
    """Redact a table, and return a line of what it took."""
    start = time.process_time()
    done = menshen.redact(
        source, f"{source}.out.csv", policy=Policy(models=False), style=style, key=bytes(32)
    )
    spent, size = time.process_time() - start, source.stat().st_size / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = f"{size:8.1f} MB {done.edits:10,} values {spent / size:7.2f} CPU-s/MB {peak:7.0f} MB"
    return told + (f"  {len(done.failures)} failed" if done.failures else "")


def scanned(source: Path) -> str:
    """Scan a table as a user would, and return a line of what it took."""
    command = [sys.executable, "-m", "menshen", "scan", "--rules-only", "-f", "jsonl", str(source)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        told = Counter(line[: line.find(b",")] for line in process.stdout)
    used, size = resource.getrusage(resource.RUSAGE_CHILDREN), source.stat().st_size / 1e6
    spent, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    kinds = ", ".join(f"{count:,} {kind.decode()[2:]}" for kind, count in told.most_common(4))
    return f"{size:8.1f} MB {spent / size:7.2f} CPU-s/MB {spent:9.0f} CPU-s {peak:7.0f} MB  exit {process.returncode}: {kinds}"


def main() -> None:
    """Make, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=float, default=[1.0, 5.0])
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--style", default="mask")
    parser.add_argument("--scan", action="store_true", help="scan, do not redact")
    parser.add_argument("--folder", type=Path, help="where to make the tables")
    parser.add_argument("--measure", type=Path)
    asked = parser.parse_args()
    if asked.measure is not None:
        print(measure(asked.measure, asked.style))
        return
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        for size in asked.sizes:
            path = Path(folder) / f"{size:g}.csv"
            make(path, size, asked.every)
            if asked.scan:
                print(scanned(path), flush=True)
                continue
            command = [sys.executable, "-m", "benchmarks.documents.memory", "--style", asked.style]
            subprocess.run([*command, "--measure", str(path)], check=True)


if __name__ == "__main__":
    main()
