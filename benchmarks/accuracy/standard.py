"""Names in public test sets, and false names in text that has nobody in it.

    python -m benchmarks.accuracy.standard [--rules]

Development parts of public corpora beside the repository that the model did not learn from: news
(MSRA), microblogs (Weibo, names only) and CVs (Resume), scored by exact bounds as these sets are.

The text without persons is law and rules, statistics, code and product pages: those among our own
documents without anybody that were kept out of training, product titles that name none, this project's own code, and
medical textbooks for the rest, 200,000 characters in all. Beside them the other documents without
anybody that were kept out: tales, history, games, places, lists of words made to look like names.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

from menshen.detectors import find
from menshen.model import Block
from menshen.policy import Policy
from tools.corpus import HERE as CORPUS
from tools.corpus import documents
from tools.train.corpora import LEARNT, held_out

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("MENSHEN_SHARED", ROOT.parent / "shared")) / "data" / "ner"
SETS = {
    "news (MSRA val)": ("msra_ner/val", "PER"),
    "microblogs (Weibo dev)": ("weibo_ner/dev", "PER.NAM"),
    "CVs (Resume dev)": ("resume_ner/dev", "NAME"),
}
CLEAN = 200_000
MOST = CLEAN // 2
"""Where a kind of clean text has passed this no more of it is read: there is more code than all else."""
NAMED = frozenset({36, 133, 199, 344, 398, 457, 694, 929, 972, 980})
"""Lines of product titles that name singers, actors, authors or translators, who are natural persons."""
CITED = re.compile("参考文献|等[.．]|主编|编著|出版社|[0-9]：[0-9]+-[0-9]")
"""Lines of textbooks with references, which name their authors."""
PLAIN = re.compile("law|stat|form|code|tech|net|shop|goods|product|titles|company")
"""In the names of files of documents without anybody: law and rules, statistics, code, product pages."""
PLAY = "tales, history, places"
Span = tuple[int, int]


def names(text: str, policy: Policy) -> set[Span]:
    """Return the spans of the names found in a text."""
    found = find(Block("x", 0, text), policy=policy)
    return {(f.span.start, f.span.end) for f in found if f.type.id == "person_name"}


def exact(file: str, label: str, policy: Policy) -> tuple[float, float, float]:
    """Return precision, recall and F1 of names with exact bounds."""
    hits = missed = wrong = 0
    for line in (SHARED / f"{file}.jsonl").open(encoding="utf-8"):
        entry = json.loads(line)
        wanted = {(e["start"], e["end"]) for e in entry["entities"] if e["label"] == label}
        found = names(entry["text"], policy)
        hits += len(wanted & found)
        missed += len(wanted - found)
        wrong += len(found - wanted)
    precision, recall = hits / max(1, hits + wrong), hits / max(1, hits + missed)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def clean() -> Iterator[tuple[str, str]]:
    """Yield texts without natural persons, with what they are."""
    for name, marked in documents(CORPUS):
        plain = name.replace(".txt, document ", "-")
        if held_out(plain) and "[[" not in marked and "trap" in plain:
            yield ("law, statistics, shops" if PLAIN.search(name) else PLAY), marked
    titles = (SHARED / "ecommerce_ner" / "test.jsonl").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(titles):
        if number not in NAMED:
            yield "product titles", json.loads(line)["text"]
    for path in sorted((ROOT / "src" / "menshen" / "formats").glob("*.py")):
        yield "code", path.read_text(encoding="utf-8")
    lines = (SHARED / "cmeee_v2" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines[LEARNT["cmeee_v2"] :]:
        text = json.loads(line)["text"]
        if not CITED.search(text):
            yield "medical textbooks", text


def false_names(policy: Policy) -> dict[str, tuple[int, int]]:
    """Return, for each kind of clean text, its characters and the names found in it."""
    counts: dict[str, tuple[int, int]] = {}
    read = 0
    for kind, text in clean():
        if read > CLEAN:
            break
        size, found = counts.get(kind, (0, 0))
        if size > MOST:
            continue
        read += len(text) if kind != PLAY else 0
        counts[kind] = (size + len(text), found + len(names(text, policy)))
    return counts


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", action="store_true", help="without the models")
    options = parser.parse_args()
    if not SHARED.exists():
        print("public corpora: not at hand (set MENSHEN_SHARED to the folder that holds data/)")
        return
    policy = Policy(models=not options.rules)
    for title, (file, label) in SETS.items():
        precision, recall, score = exact(file, label, policy)
        print(f"{title:24} P {precision:.3f}  R {recall:.3f}  F1 {score:.3f}")
    counts = false_names(policy)
    beside, others = counts.pop(PLAY, (0, 0))
    for kind, (size, found) in counts.items():
        print(f"{kind:24} {size:7} characters  {found} names")
    sizes, found_ = zip(*counts.values(), strict=True)
    print(f"{'without persons, in all':24} {sum(sizes):7} characters  {sum(found_)} names")
    print(f"{'beside: ' + PLAY:24} {beside:7} characters  {others} names")


if __name__ == "__main__":
    main()
