"""What each part of the finder adds, and what the gate before the models costs: two tables.

    python -m benchmarks.accuracy.parts

Rows: rules alone; with the word model; with the sequence model; with settlement of what overlaps,
which is what ships. Without settlement everything above the threshold counts. Columns: precision,
recall and F1 over all kinds, F1 of names, leak, clean. The documents are those of
`benchmarks.accuracy`; the gate is the one of `engines.ner`: stretches that can hold nothing are read
by neither model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy import __main__ as accuracy
from benchmarks.accuracy import scoring
from benchmarks.accuracy.scoring import Marked, Tally
from menshen import detectors
from menshen.detectors import BUILTIN, Ensemble
from menshen.engines import ner, tagger
from menshen.formats.talk import said
from menshen.model import Block, Span
from menshen.policy import DEFAULT, Policy
from menshen.text import fold_width

Found = tuple[int, int, str]
Finder = Callable[[str], list[Found]]


def parts() -> dict[str, Finder]:
    """Return the finders to compare, from the fewest parts to all."""
    whole = detectors.builtin()
    unfused = Ensemble([detectors.load(name) for name in BUILTIN], fused=False)
    return {
        "rules": partial(_unsettled, ensemble=whole, models=False),
        "+ word model": partial(_unsettled, ensemble=unfused, models=True),
        "+ sequence model": partial(_unsettled, ensemble=whole, models=True),
        "+ settlement": partial(_settled, ensemble=whole, policy=DEFAULT),
        "rules, settled": partial(_settled, ensemble=whole, policy=Policy(models=False)),
    }


def _block(text: str) -> Block:
    return Block("text", 0, text, said(text))


def _unsettled(text: str, *, ensemble: Ensemble, models: bool) -> list[Found]:
    judged = ensemble.judged(_block(text), models=models)
    return sorted({(*j.span, j.judgement.type) for j in judged if j.score >= DEFAULT.min_score})


def _settled(text: str, *, ensemble: Ensemble, policy: Policy) -> list[Found]:
    found = detectors.find(_block(text), policy=policy, ensemble=ensemble)
    return [(*f.span, f.type.id) for f in found]


def figures(documents: Sequence[Marked], find: Finder) -> tuple[float, ...]:
    """Return precision, recall, F1, F1 of names, leak and clean over our own documents."""
    tally = Tally()
    kinds = {m.type for d in documents for m in d.marks}
    for document in documents:
        found: list[Any] = [
            SimpleNamespace(span=Span(start, end), type=SimpleNamespace(id=kind))
            for start, end, kind in find(document.text)
        ]
        scoring.count(tally, document, found, kinds)
    names = _f1(*(c["person_name"] for c in (tally.hits, tally.misses, tally.alarms)))
    total = _f1(*(sum(c.values()) for c in (tally.hits, tally.misses, tally.alarms)))
    leak = tally.uncovered / max(1, tally.personal)
    clean = 1 - tally.alarmed_documents / max(1, tally.clean_documents)
    return (*total, names[2], leak, clean)


def _f1(hits: int, misses: int, alarms: int) -> tuple[float, float, float]:
    precision, recall = hits / max(1, hits + alarms), hits / max(1, hits + misses)
    return precision, recall, 2 * hits / max(1, 2 * hits + misses + alarms)


def gold_figures(find: Finder) -> tuple[float, ...] | None:
    """Return the same figures over the annotated documents, or None where they are not at hand."""
    if not (accuracy.GOLD / "score.py").exists():
        return None
    score = accuracy.module(accuracy.GOLD / "score.py")
    documents = score.read_gold(accuracy.GOLD / "dev.jsonl")
    found = {d["id"]: [score.Finding(*f) for f in find(d["text"])] for d in documents}
    result = score.evaluate(documents, found, score.Labels.read(accuracy.GOLD / "labels.json"))
    whole, names = result["all"], result["all_labels"]["person_name"]
    return (
        whole["precision"], whole["recall"], whole["f1"], names["f1"], result["leak"], result["clean"],
    )  # fmt: skip


def gate(documents: Sequence[Marked]) -> tuple[float, float]:
    """Return the share of characters that no model reads, and of marks that begin among them.

    Only marks of kinds that the sequence model knows count.
    """
    size = skipped = marks = lost = 0
    for document in documents:
        read: NDArray[np.bool_] = np.any(ner.scores(fold_width(document.text)), axis=1)
        size += len(read)
        skipped += int((~read).sum())
        for mark in document.marks:
            if mark.type in tagger.kinds() and not mark.optional:
                marks += 1
                lost += not read[mark.start : mark.end].any()
    return skipped / max(1, size), lost / max(1, marks)


def main() -> None:
    """Print the tables."""
    own = scoring.read(accuracy.HERE / "corpus")
    print(f"{'part':20} {'P':>6} {'R':>6} {'F1':>6} {'names':>6} {'leak':>6} {'clean':>6}")
    for title, documents in (("annotated documents", None), ("own documents", own)):
        print(title)
        for name, find in parts().items():
            row = gold_figures(find) if documents is None else figures(documents, find)
            if row is None:
                print("  not at hand (set MENSHEN_SHARED to the folder that holds gold/)")
                break
            print(f"  {name:18} " + " ".join(f"{x:6.3f}" for x in row))
    skipped, lost = gate(own)
    print(
        f"\ngate: {skipped:.1%} of characters are read by no model; {lost:.1%} of marks lie there"
    )


if __name__ == "__main__":
    main()
