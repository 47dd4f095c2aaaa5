"""Recall on simulated scans at 150 and 200 dots an inch, and CPU-seconds a page.

    python -m benchmarks.paper [--seed N] [--each N] [--show]

Draws forms, contracts, tables, ID cards, bank cards, household registers, tickets and waybills with
planted values, scans them (blur, noise, skew, shade, JPEG, every third on its side), and counts
what is read and what is found. Then a page of 2,000 characters at 200 dots an inch is timed.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter

from benchmarks.documents.plant import Planted
from benchmarks.paper.scans import Scan, prose, scans
from menshen import formats
from menshen.detectors import find
from menshen.model import Block, Document, Finding
from menshen.text import compact


def main() -> None:
    """Print one table of recall, and the cost of a page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--each", type=int, default=2)
    parser.add_argument(
        "--show", action="store_true", help="show the planted values that were missed"
    )
    given = parser.parse_args()
    planted, read, found = (
        Counter[tuple[str, int]](),
        Counter[tuple[str, int]](),
        Counter[tuple[str, int]](),
    )
    kinds, missed_kinds = Counter[str](), Counter[str]()
    count = 0
    for scan in scans(given.seed, given.each):
        count += 1
        key = (scan.kind, scan.dpi)
        text, findings = _looked(scan)
        for one in scan.planted:
            planted[key] += 1
            kinds[one.kind] += 1
            read[key] += _plain(one.value) in text
            hit = _is_found(one, findings)
            found[key] += hit
            missed_kinds[one.kind] += not hit
            if given.show and not hit:
                print(f"missed: {scan.kind} {scan.dpi} {one.kind} {one.value}")
    print(f"{count} scans, {planted.total()} values\n")
    print(f"{'page':20}{'dpi':>5}{'values':>8}{'read':>8}{'found':>8}")
    for (kind, dpi), total in sorted(planted.items()):
        key = (kind, dpi)
        print(f"{kind:20}{dpi:5}{total:8}{read[key] / total:8.1%}{found[key] / total:8.1%}")
    for dpi in (150, 200):
        total = sum(n for (_, d), n in planted.items() if d == dpi)
        shares = (
            sum(n for (_, d), n in held.items() if d == dpi) / total for held in (read, found)
        )
        print(f"{'all':20}{dpi:5}{total:8}" + "".join(f"{share:8.1%}" for share in shares))
    print(
        "\nfound by kind: "
        + ", ".join(f"{k} {1 - missed_kinds[k] / n:.1%}" for k, n in kinds.items())
    )
    _cost()


def _looked(scan: Scan) -> tuple[str, list[Finding]]:
    """Return all text of a scan, without blanks, and the findings."""
    parts = list(formats.read(Document("scan.jpg", data=scan.data)))
    blocks = [part for part in parts if isinstance(part, Block)]
    text = _plain("".join(block.text for block in blocks))
    return text, [finding for block in blocks for finding in find(block)]


def _plain(text: str) -> str:
    return compact(text).replace("\n", "").replace("\t", "")


def _is_found(one: Planted, findings: list[Finding]) -> bool:
    """Say whether a finding covers a planted value; of an address its own kind must."""
    value = _plain(one.value)
    return any(value in _plain(f.value) or value in _plain(f.normal) for f in findings) or (
        one.kind == "home_address"
        and value
        in "".join(
            _plain(f.value) for f in findings if "address" in f.type.id or f.type.id == "house_unit"
        )
    )


def _cost() -> None:
    data = prose(200, 2000)
    list(formats.read(Document("warm.jpg", data=prose(150, 90))))
    begun = time.process_time()
    parts = list(formats.read(Document("page.jpg", data=data)))
    middle = time.process_time()
    for part in parts:
        if isinstance(part, Block):
            find(part)
    ended = time.process_time()
    read = sum(len(part.text) for part in parts if isinstance(part, Block))
    print(
        f"a page of 2,000 characters at 200 dpi: {middle - begun:.1f} CPU-seconds to read ({read} characters), {ended - middle:.2f} to search"
    )


if __name__ == "__main__":
    main()
