"""Rebuild src/menshen/facts/divisions.tsv from the history of division codes.

    python tools/facts/divisions.py result.csv

`result.csv` is the table of github.com/yescallop/areacodes (CC0 1.0).
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

OUT = Path(__file__).parents[2] / "src/menshen/facts/divisions.tsv"
HEAD = """# administrative divisions at and above county level, withdrawn codes included
# source: github.com/yescallop/areacodes, after the Ministry of Civil Affairs' lists since 1980
# date: 2025-11-04
# licence: CC0-1.0
# columns: code name since until
"""
ADDED = (
    ("810000", "香港特别行政区", "1997", ""),
    ("820000", "澳门特别行政区", "1999", ""),
    ("830000", "台湾地区", "2018", ""),
)


def main(source: str) -> None:
    """Write the table: one row a code, its last name, first year and last year."""
    rows: dict[str, tuple[str, str, str, str]] = {}
    with Path(source).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            code = row["代码"]
            city = row["二级行政区"]
            parts = [row["一级行政区"], "" if city == "直辖" else city, row["名称"]]
            name = "".join(dict.fromkeys(p for p in parts if p))
            first = min(rows[code][2], row["启用时间"]) if code in rows else row["启用时间"]
            rows[code] = (code, name, first, row["变更/弃用时间"])
    rows |= {row[0]: row for row in ADDED}
    lines = ["\t".join(rows[code]) for code in sorted(rows)]
    OUT.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
