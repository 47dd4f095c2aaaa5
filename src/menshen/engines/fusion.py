"""What the sequence model says of the findings of rules, and what it alone sees.

Rules and model look at the same text in different ways, so each is evidence for the other: a rule's
finding that the model sees too gains weight, one where it sees nothing loses some, and what only
the model sees stands by its own sureness. The weights are log-odds, fitted by `tools/train` on
documents that neither was made on (`model/weights.tsv`); logistic opinion pooling (Genest and
Zidek, Combining Probability Distributions, 1986).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from menshen.engines.tagger import Tagged, kinds
from menshen.model import Evidence
from menshen.taxonomy.table import rows

__all__ = ["Said", "Weights", "heard", "logit", "meeting", "weighed", "weights"]

_start = itemgetter(0)
_SURE = 0.995
"""Surer than this no model is taken to be."""


class Said(NamedTuple):
    """A finding of a rule: where, of which type, and whether a label or header names it.

    A finding among escapes, which the model can't read, counts as labelled: silence says nothing there.
    """

    start: int
    end: int
    type: str
    labelled: bool


class Weights(NamedTuple):
    """Log-odds for one label: what the model's agreement, silence and lone word are worth.

    `agree` and `alone` are a slope over the logit of its sureness and a constant; alone it counts
    too how sure the model is that the span is personal at all, of whichever label. Where a label or
    header names a value, silence says nothing: forms and tables are what the model knows least.
    """

    agree: tuple[float, float]
    silent: float
    alone: tuple[float, float, float]


@cache
def weights() -> dict[str, Weights]:
    """Return the weights of each label that the model has proved itself on."""
    path = Path(__file__).parent / "model" / "weights.tsv"
    return {
        label: Weights((agree, agree_0), silent, (alone, some, alone_0))
        for _, (label, *cells) in rows(path, "label agree agree_0 silent alone some alone_0")
        for agree, agree_0, silent, alone, some, alone_0 in [map(float, cells)]
    }


def weighed(
    said: Sequence[Said], tags: Sequence[Tagged]
) -> tuple[list[Evidence | None], list[tuple[Tagged, Evidence]]]:
    """Return the model's evidence on each finding, and the spans that no rule found.

    Findings of types that the model does not know get none.
    """
    found, used = _told(said, tags)
    table = weights()
    alone = [(t, _alone(t)) for i, t in enumerate(tags) if i not in used and t.label in table]
    return found, alone


def heard(said: Sequence[Said], tags: Sequence[Tagged]) -> list[Evidence | None]:
    """Return the model's evidence on each finding, as `weighed` does."""
    return _told(said, tags)[0]


def _told(said: Sequence[Said], tags: Sequence[Tagged]) -> tuple[list[Evidence | None], set[int]]:
    """Return the model's evidence on each finding, and the numbers of the tags that are the same."""
    known, table = kinds(), weights()
    used: set[int] = set()
    found: list[Evidence | None] = []
    for item in said:
        label = known.get(item.type)
        if label is None or label not in table:
            found.append(None)
            continue
        same = [i for i in meeting(item, tags) if tags[i].label == label]
        used.update(same)
        found.append(_on(table[label], item, [tags[i] for i in same]))
    return found, used


def meeting(item: Said, tags: Sequence[Tagged]) -> list[int]:
    """Return the numbers of the tags, which are in order, that share at least a third with a finding."""
    start, end = item.start, item.end
    at = max(0, bisect_left(tags, start, key=_start) - 1)
    met: list[int] = []
    while at < len(tags) and (first := tags[at].start) < end:
        last = tags[at].end
        if last > start and (min(end, last) - max(start, first)) * 3 >= max(end, last) - min(
            start, first
        ):
            met.append(at)
        at += 1
    return met


def _on(table: Weights, item: Said, same: Iterable[Tagged]) -> Evidence | None:
    surest = max((tag.sure for tag in same), default=0.0)
    if surest:
        worth = max(_line(table.agree, surest), table.silent)  # to be seen is no worse than not
        return _evidence(worth, "the sequence model sees the same")
    if item.labelled:
        return None
    return _evidence(table.silent, "the sequence model sees no such thing here")


def _alone(tag: Tagged) -> Evidence:
    slope, some, constant = weights()[tag.label].alone
    weight = slope * logit(tag.sure) + some * logit(tag.some) + constant
    return _evidence(weight, "the sequence model sees it")


def _line(line: tuple[float, float], sure: float) -> float:
    return line[0] * logit(sure) + line[1]


def logit(sure: float) -> float:
    """Return the log-odds of a sureness of the model, within bounds.

    >>> round(logit(0.5)), round(logit(1.0), 1)
    (0, 5.3)
    """
    sure = max(1 - _SURE, min(sure, _SURE))
    return math.log(sure / (1 - sure))


@lru_cache(maxsize=4096)
def _evidence(weight: float, note: str) -> Evidence:
    return Evidence("model", round(weight, 1), note)
