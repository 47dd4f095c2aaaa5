"""Fit the weights of `engines.fusion`: how much the model's word counts beside the rules'.

    python -m tools.train.weigh --own DIR... [--out src/menshen/engines/model/weights.tsv]

Reads the documents kept out of training, asks rules and model of each, and fits the log-odds of
being right by logistic regression with the rules' strength as offset, label by label, drawn
towards the common fit of all labels where a label has few cases.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from menshen.detectors import BUILTIN, Ensemble, load
from menshen.engines import fusion, tagger
from menshen.engines.company import AMONG, LEANING, Company
from menshen.engines.ensemble import SEEN, SURE
from menshen.engines.tagger import Tagged
from menshen.evidence import strength
from menshen.model import Block, Evidence, Span
from tools.train import corpora
from tools.train.corpora import Document

HERE = Path(__file__).parent
_PULL = 6.0
_NAME = "person_name"
_PROVEN = 5
"""So often must the model have been right of a label to be heard of it at all."""
_SILENT, _SILENCE = -1.0, {"person_name": -2.5, "user_id": 0.0}
"""No more is the model's silence worth: on texts unlike those it was taught on it says less than here.
Names it has learnt from news, microblogs and CVs as well; of the many forms of user names it knows few."""
_HEARD = -0.9
"""No less, where it has a say: in plain sentences it is silent of much, but rules are wrong of others there."""
_OTHER = 0.7
"""What a span alone is worth that is personal, but of another kind: it was to be found. Not for a name."""
Case = tuple[float, tuple[float, ...], float]
"""The rules' strength, what the model says in numbers, whether the finding is right (1, or 0)."""


def cases(documents: Sequence[Document]) -> dict[str, dict[str, list[Case]]]:
    """Return the cases of each label: agreed, silent, alone."""
    held: dict[str, dict[str, list[Case]]] = defaultdict(lambda: defaultdict(list))
    known = tagger.kinds()
    rules = Ensemble([load(name) for name in BUILTIN], fused=False)
    for document in documents:
        tags = tagger.tags(document.text)
        used: set[int] = set()
        judged = rules.judged(Block("x", 0, document.text))
        sure = [(j.judgement.type, j.span) for j in judged if strength(j.judgement.evidence) > SURE]
        sure += [(t.label, Span(t.start, t.end)) for t in tags if t.sure > SEEN]
        named = [span for kind, span in sure if kind == _NAME]
        among = Company([span for _, span in sure], document.text, named)
        for item in judged:
            label = known.get(item.judgement.type)
            if label is None or strength(item.judgement.evidence) < -4:
                continue
            right = _right(document, item.span.start, item.span.end, label)
            said = fusion.Said(*item.span, item.judgement.type, False)
            met = [i for i in fusion.meeting(said, tags) if tags[i].label == label]
            used.update(met)
            told = max(-4.0, min(6.0, strength(item.judgement.evidence)))
            labelled = any(e.kind == "label" for e in item.judgement.evidence)
            if right is None:
                continue
            if not labelled:
                told += _beside(among, label, item.judgement.evidence, *item.span)
            if met:
                surest = fusion.logit(max(tags[i].sure for i in met))
                held[label]["agree"].append((told, (surest, 1.0), right))
            elif not labelled:
                held[label]["silent"].append((told, (1.0,), right))
        for i, tag in enumerate(tags):
            if i not in used and (case := _alone(document, tag, among)) is not None:
                held[tag.label]["alone"].append(case)
    return held


def _alone(document: Document, tag: Tagged, among: Company) -> Case | None:
    """Return the case of a span that no rule found; None where it may be either."""
    right = _right(document, tag.start, tag.end, tag.label)
    if right is None:
        return None
    other = not right and tag.label != _NAME and _personal(document, tag)
    seen = (fusion.logit(tag.sure), fusion.logit(tag.some), 1.0)
    doubt = _beside(among, tag.label, (), tag.start, tag.end)
    return doubt, seen, _OTHER if other else float(right)


def _beside(among: Company, label: str, told: Sequence[Evidence], start: int, end: int) -> float:
    """Return what a span loses that stands alone in its text, or gains among several as measured."""
    if label == _NAME:
        return 0.0
    return sum(e.weight - LEANING * (e == AMONG) for e in among.say(told, start, end))


def _personal(document: Document, tag: Tagged) -> bool:
    """Say whether more than half of a span is marked, as whatever kind."""
    shared = (min(tag.end, s.end) - max(tag.start, s.start) for s in document.spans)
    return 2 * sum(n for n in shared if n > 0) > tag.end - tag.start


def _right(document: Document, start: int, end: int, label: str) -> bool | None:
    """Say whether a span is marked so; None where it may be either."""
    for span in document.spans:
        shared = min(end, span.end) - max(start, span.start)
        if shared * 2 >= max(end, span.end) - min(start, span.start) and label in span.labels:
            return None if span.optional else True
        if shared > 0 and span.optional:
            return None
    return False


def fitted(held: Sequence[Case], prior: Sequence[float], pull: float) -> list[float]:
    """Return the weights by Newton's method, drawn towards `prior`."""
    at = np.array(prior, float)
    if not held:
        return list(at)
    offset = np.array([c[0] for c in held])
    seen = np.array([c[1] for c in held])
    right = np.array([c[2] for c in held], float)
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(offset + seen @ at, -30, 30)))
        slope = seen.T @ (right - chance) - pull * (at - np.array(prior))
        bend = (seen * (chance * (1 - chance))[:, None]).T @ seen + pull * np.eye(len(at))
        at = at + np.linalg.solve(bend, slope)
    return list(at)


PRIORS = {"agree": (0.6, 1.0), "silent": (-1.5,), "alone": (0.9, 0.1, -0.3)}


def table(held: dict[str, dict[str, list[Case]]]) -> Iterator[str]:
    """Yield the lines of the weights file."""
    common = {
        kind: fitted([c for label in held.values() for c in label[kind]], prior, 1.0)
        for kind, prior in PRIORS.items()
    }
    for label in dict.fromkeys(tagger.kinds().values()):
        if (
            sum(right == 1 for kind in ("agree", "alone") for _, _, right in held[label][kind])
            < _PROVEN
        ):
            continue
        numbers = [
            _silence(label, number) if kind == "silent" else number
            for kind in PRIORS
            for number in fitted(held[label][kind], common[kind], _PULL)
        ]
        yield "\t".join([label, *(f"{n:.2f}" for n in numbers)])


def _silence(label: str, number: float) -> float:
    """Return what the model's silence is worth, within the bounds that are known to hold elsewhere."""
    least = _SILENCE.get(label, _SILENT)
    return max(number, least) if label == _NAME else min(max(number, least), max(least, _HEARD))


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--own", type=Path, nargs="+", default=[HERE.parents[1] / "corpus"])
    parser.add_argument(
        "--out", type=Path, default=Path(fusion.__file__).parent / "model" / "weights.tsv"
    )
    options = parser.parse_args()
    _, kinds = corpora.labels_of(HERE / "labels.tsv")
    _, kept = corpora.parted(options.own, kinds)
    head = (
        "# what the sequence model's word is worth beside the rules', in log-odds\n"
        f"# source: fitted by tools/train/weigh.py on {len(kept)} documents kept out of training\n"
        "# date: 2026-11\n# licence: Apache-2.0 (own)\n"
        "# columns: label agree agree_0 silent alone some alone_0\n"
    )
    options.out.write_text(head + "\n".join(table(cases(kept))) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
