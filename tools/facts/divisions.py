"""Rebuild src/menshen/facts/divisions.tsv from the history of division codes.

    python tools/facts/divisions.py result.csv

`result.csv` is the table of github.com/yescallop/areacodes (CC0 1.0).
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

OUT = Path(__file__).parents[2] / "src/menshen/facts/divisions.tsv"
HEAD = """# administrative divisions at and above county level, withdrawn codes included
# source: github.com/yescallop/areacodes, after the Ministry of Civil Affairs' lists since 1980
# date: 2025-11-04
# licence: CC0-1.0
# a code that had several names in turn has the last one; until is empty for a code in use;
# successors: the codes to which it went, joined by |
# columns: code name since until successors
"""
ADDED = (
    ("810000", "香港特别行政区", "1997", "", ""),
    ("820000", "澳门特别行政区", "1999", "", ""),
    ("830000", "台湾地区", "2018", "", ""),
)


def main(source: str) -> None:
    """Write the table: one row a code."""
    history: dict[str, list[dict[str, str]]] = {}
    with Path(source).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            history.setdefault(row["代码"], []).append(row)
    rows = {code: _row(code, entries) for code, entries in history.items()}
    rows |= {row[0]: row for row in ADDED}
    lines = ["\t".join(rows[code]) for code in sorted(rows)]
    OUT.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def _row(code: str, entries: list[dict[str, str]]) -> tuple[str, ...]:
    """Return the row of a code from its entries in the history, one for each name it had."""
    last = max(entries, key=lambda e: (e["变更/弃用时间"] or "9999", e["启用时间"]))
    city = last["二级行政区"]
    parts = [last["一级行政区"], "" if city == "直辖" else city, last["名称"]]
    name = "".join(dict.fromkeys(p for p in parts if p))
    found = {s for e in entries for s in re.findall("[0-9]{6}", e["新代码"])} - {code}
    first = min(e["启用时间"] for e in entries)
    return code, name, first, last["变更/弃用时间"], "|".join(sorted(found))


if __name__ == "__main__":
    main(sys.argv[1])
