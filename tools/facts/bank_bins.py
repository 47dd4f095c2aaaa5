"""Rebuild src/menshen/facts/bank_bins.tsv from a list of card prefixes.

    python tools/facts/bank_bins.py bankcardinfo_bins.tsv

The list derives from the npm package bankcardinfo 2.0.6 (ISC). Prefixes of three digits, which
would make a card of almost any number, are left out.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

OUT = Path(__file__).parents[2] / "src/menshen/facts/bank_bins.tsv"
HEAD = """# bank card prefixes (BIN); kinds: DC debit, CC credit, SCC quasi-credit, PC prepaid
# source: npm package bankcardinfo 2.0.6; prefixes shorter than five digits left out
# date: 2024-03
# licence: ISC
# columns: prefix length bank kind
"""


def main(source: str) -> None:
    """Write the table, sorted by prefix."""
    with Path(source).open(encoding="utf-8", newline="") as file:
        rows = {
            (r["prefix"], r["card_length"], r["bank"], r["card_type"])
            for r in csv.DictReader(file, delimiter="\t")
            if len(r["prefix"]) >= 5
        }
    OUT.write_text(HEAD + "\n".join("\t".join(r) for r in sorted(rows)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
