"""The texts that the teacher reads for its pupil: our own with other values, our dialogues, and plain ones.

    python -m tools.train.plain --own corpus --public ../shared/data --out runs/t/taught.jsonl

Plain texts may hold anything: private messages, calls, weekly notes, news. None of the documents
that are measured on is among them. Our own documents as they stand the teacher knows by heart, so that it would
say no more of them than their marks do.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from benchmarks.warn.data import items
from menshen.text import fold_width
from tools.train import corpora
from tools.train.__main__ import HERE, KINDS, LABELS, measured_on
from tools.train.corpora import Document
from tools.train.resample import Pools

_SHARES = {
    "scam/*/*.jsonl": 0.12,
    "text/crosswoz/*.jsonl": 0.10,
    "text/plain_weekly/*.txt": 0.08,
    "ner/literature_ner/validation.jsonl": 0.5,
    "ner/cluener2020/train.jsonl": 0.4,
    "ner/people_daily_ner/dev.jsonl": 0.4,
    "ner/youku_ner/train.jsonl": 0.1,
    "ner/weibo_ner/train.jsonl": 1.0,
    "ner/resume_ner/train.jsonl": 0.5,
}
"""Of each kind of plain texts, the share that is read."""


def plain(
    folder: Path, rng: random.Random, shares: Mapping[str, float] = MappingProxyType(_SHARES)
) -> Iterator[Document]:
    """Yield a share of the plain texts, short lines put together to stretches."""
    without = measured_on(folder)
    for pattern, share in shares.items():
        for path in sorted(folder.glob(pattern)):
            held = ""
            for line in path.open(encoding="utf-8", errors="replace"):
                if rng.random() >= share:
                    continue
                words = _words(line) if path.suffix == ".jsonl" else line
                text = fold_width(words.strip())[:2000]
                mine = corpora.shingles(text)
                if len(mine & without) * 4 > len(mine):
                    continue
                held = f"{held}\n{text}" if held else text
                if len(held) > 300:
                    yield Document(path.stem, held, (), tuple(LABELS))
                    held = ""


def talks(rng: random.Random, share: float) -> Iterator[Document]:
    """Yield a share of our own dialogues, which nobody has marked; none that the model of scams is measured on."""
    for item in items():
        if not item.held and rng.random() < share:
            text = fold_width("\n".join(turn.text for turn in item.turns))[:2000]
            yield Document(item.id, text, (), tuple(LABELS))


def _words(line: str) -> str:
    entry = json.loads(line)
    return str(entry["text"]) if "text" in entry else _joined(entry)


def _joined(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "\n".join(filter(None, (_joined(v) for v in value.values())))
    if isinstance(value, list):
        return "\n".join(filter(None, map(_joined, value)))
    return ""


def main() -> None:
    """Write the documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--own", type=Path, nargs="+", default=[HERE.parents[1] / "corpus"])
    parser.add_argument("--public", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--copies", type=float, default=1.0, help="of our own with other values")
    parser.add_argument("--talks", type=float, default=0.6, help="share of our dialogues")
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    own, _ = corpora.parted(options.own, KINDS)
    pools = Pools(own)
    drawn = rng.choices(own, k=round(options.copies * len(own)))
    rendered = [pools.changed(document, rng) for document in drawn]
    corpora.keep([*rendered, *talks(rng, options.talks), *plain(options.public, rng)], options.out)


if __name__ == "__main__":
    main()
