"""How a folder of many files is scanned by two processes, one of which is killed on the way.

    python -m benchmarks.documents.folder [--files 10000]

Makes a folder of small texts, scans it by rules with one process and with two, kills a worker of
the second run when a third is done, and prints seconds and how many files were reported.
"""

from __future__ import annotations

import argparse
import importlib
import os
import resource
import signal
import tempfile
import time
from pathlib import Path

from menshen.model import Failure, Reading
from menshen.policy import Policy

scan = importlib.import_module("menshen.scan")
_LINES = 12


def make(folder: Path, files: int) -> None:
    """Write so many texts, a thousand in each folder."""
    for number in range(files):
        path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
        path.parent.mkdir(exist_ok=True)
        line = f"第{number}号客户，联系电话：138{number % 10**8:08}，货物已于昨日送达，签收无误。\n"
        path.write_text(line * _LINES, encoding="utf-8")


def workers() -> list[int]:
    """Return the processes that this one has started."""
    listed = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return [int(pid) for path in listed for pid in path.read_text().split()]


def run(folder: Path, files: int, jobs: int, *, kill: bool) -> str:
    """Scan a folder, and return a line of what that took."""
    wall, cpu = time.monotonic(), _spent()
    met, failed, killed = set(), 0, 0
    for event in scan.events([folder], policy=Policy(models=False), jobs=jobs):
        if isinstance(event, Reading):
            met.add(event.document)
        elif isinstance(event, Failure):
            met.add(event.document)
            failed += 1
        if kill and not killed and len(met) > files // 3:
            killed = workers()[0]
            os.kill(killed, signal.SIGKILL)
    wall, cpu = time.monotonic() - wall, _spent() - cpu
    told = f"jobs {jobs}{' one killed' if killed else '':11} {wall:6.1f} s {cpu:6.1f} CPU-s"
    return f"{told}, busy {cpu / wall:.2f} cores, {len(met)} of {files} reported, {failed} failed"


def _spent() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Make, scan and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    files = parser.parse_args().files
    with tempfile.TemporaryDirectory() as name:
        make(Path(name), files)
        for jobs, kill in ((1, False), (2, False), (2, True)):
            print(run(Path(name), files, jobs, kill=kill), flush=True)


if __name__ == "__main__":
    main()
