"""How much of real address lines the grammar covers: one line, one finding.

    python -m benchmarks.accuracy.addresses [N]

Reads `data/ner/address_parsing/dev.jsonl` of the folder `MENSHEN_SHARED`, beside the repository by
default; says so when it is not at hand. Each line is put behind a label, behind a verb and into a
sentence; the figure is the share of its characters that the longest address finding covers.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path

from menshen import detectors
from menshen.model import Block, Span

SHARED = Path(os.environ.get("MENSHEN_SHARED", Path(__file__).parents[3] / "shared"))
LINES = SHARED / "data" / "ner" / "address_parsing" / "dev.jsonl"
FRAMES = {
    "behind a label": ("收货地址：", ""),
    "behind a verb": ("陈默家住", "，平时在家。"),
    "in a sentence": ("今天上午小周一个人到", "取了两件东西。"),
}
ADDRESS = {"home_address", "house_unit", "hukou_location", "rental_info"}


def covered(text: str, span: Span) -> float:
    """Return the share of `span` that the longest finding of an address covers."""
    found = [f.span for f in detectors.find(Block("a", 0, text)) if f.type.id in ADDRESS]
    shares = [max(0, min(span.end, f.end) - max(span.start, f.start)) for f in found]
    return max(shares, default=0) / (span.end - span.start)


def main(count: int) -> None:
    """Print the shares for each frame, and which labels the uncovered characters have."""
    if not LINES.exists():
        print(f"the address lines are not at hand: {LINES} (set MENSHEN_SHARED)")
        return
    lines = [json.loads(line) for line in LINES.read_text(encoding="utf-8").splitlines()[:count]]
    for name, (before, after) in FRAMES.items():
        shares = [
            covered(before + line["text"] + after, Span(len(before), len(before + line["text"])))
            for line in lines
        ]
        whole = sum(s >= 0.95 for s in shares) / len(shares)
        none = sum(s == 0 for s in shares) / len(shares)
        print(
            f"{name:16} covered {sum(shares) / len(shares):.3f}  whole {whole:.3f}  none {none:.3f}"
        )
    ends = Counter(line["entities"][-1]["label"] for line in lines)
    print("last parts:", ", ".join(f"{k} {v}" for k, v in ends.most_common(8)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 600)
