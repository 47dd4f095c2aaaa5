"""Rebuild src/menshen/facts/surnames.tsv from a list of surnames with weights.

    python tools/facts/surnames.py surnames_1k.tsv

The list is that of github.com/wainshine/Chinese-Names-Corpus (Apache-2.0): surname, tab, weight.
"""

from __future__ import annotations

import sys
from pathlib import Path

OUT = Path(__file__).parents[2] / "src/menshen/facts/surnames.tsv"
HEAD = """# surnames and their weight
# source: github.com/wainshine/Chinese-Names-Corpus 47d4af8d
# date: 2025-11-09
# licence: Apache-2.0
# columns: surname weight
"""


def main(source: str) -> None:
    """Write the table in the order of the list."""
    rows: dict[str, str] = {}
    for line in Path(source).read_text(encoding="utf-8").splitlines():
        surname, weight = line.split("\t")
        float(weight)
        rows.setdefault(surname, weight)
    lines = [f"{surname}\t{weight}" for surname, weight in rows.items()]
    OUT.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
