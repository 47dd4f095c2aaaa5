"""Write src/menshen/facts/townships.tsv from the list of townships of the statistics office.

    python tools/facts/townships.py streets.csv

Townships whose name says no more than a district's or that are no places of residence with a
name of their own (开发区, 农场 of a number) stay in; only the codes of counties are kept.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

HEAD = """# townships, towns and sub-districts, with the counties that have one of this name
# source: github.com/modood/Administrative-divisions-of-China (57a0aa9), after the 2023 codes of the National Bureau of Statistics
# date: 2024-11-28
# licence: WTFPL
# counties: six-digit codes, joined by |
# columns: name counties
"""
TARGET = Path(__file__).parents[2] / "src" / "menshen" / "facts" / "townships.tsv"
ENDS = ("镇", "乡", "街道", "苏木", "农场", "林场", "牧场", "团", "地区")


def main(path: Path) -> None:
    """Read the list and write the table."""
    counties: defaultdict[str, set[str]] = defaultdict(set)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = row["name"].removesuffix("办事处").strip()
            if name.endswith(ENDS) and 2 <= len(name) <= 12 and name.isalpha():
                counties[name].add(row["areaCode"])
    lines = [f"{name}\t{'|'.join(sorted(codes))}\n" for name, codes in sorted(counties.items())]
    TARGET.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
