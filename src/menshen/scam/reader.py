"""The reader: four layers of an encoder that read what grammar and stretches of characters leave open.

It cuts a conversation into the pieces of words of multilingual-e5-small (MIT), whose lower layers it is made of, and says how
probable each verdict and each kind is. It knows words of like meaning, and who says what; the
linear model (`scam.model`) knows the grammar. Their log-odds are weighed together
(logistic opinion pooling; Genest and Zidek, Combining Probability Distributions, 1986), with weights fitted on authors whom neither had
read. Reading takes some milliseconds, so that what the linear model is sure of is not read.

The network is `reader.onnx`, eight bits a weight; `reader.json` holds pieces, kinds and weights. Both are made by
`python -m tools.train.reader`; docs/decisions/0089-the-reader.md says why, 0090-more-that-is-told.md how much is read and how it is pooled.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from heapq import nlargest
from pathlib import Path
from typing import Any, NamedTuple

from menshen.engines.network import session
from menshen.errors import FactsError
from menshen.scam.model import Opinion, logit, share_of

__all__ = ["FIRST", "LAST", "MINE", "Pieces", "Pooling", "Reader", "Said", "load"]

FIRST, LAST = 96, 224
"""So many pieces of the beginning and of the end of a long conversation are read."""
_HEAD, _TAIL = 800, 2000
"""Characters of a turn's beginning and end that are cut into pieces: more than can be read."""
_BEGIN, _THEIRS, _STRANGE = 0, 2, 3
MINE = "-"
"""The piece before what the called person says."""
_DIGIT, _BLANK = re.compile("[0-9]"), re.compile("[ \u3000\n]+")
_FILE = Path(__file__).with_name("reader.json")
_NETWORK = Path(__file__).with_name("reader.onnx")

Said = tuple[bool, str]
"""A turn: whether the called person says it, and its plain text."""


class Pieces:
    """Cuts a plain text into the longest pieces of words there are, from left to right; digits are alike.

    >>> Pieces({"转账": 4, "转": 5, "0": 6})("转账7转吧")
    [4, 6, 5, 3]
    """

    def __init__(self, numbers: Mapping[str, int]) -> None:
        self.numbers = numbers
        self._longest: dict[str, int] = {}
        for piece in numbers:
            self._longest[piece[0]] = max(len(piece), self._longest.get(piece[0], 0))

    def __call__(self, text: str) -> list[int]:
        """Return the numbers of the pieces of a text; what no piece begins is strange."""
        seen = _BLANK.sub("▁", _DIGIT.sub("0", text))
        found: list[int] = []
        at, size, numbers, longest = 0, len(seen), self.numbers, self._longest
        while at < size:
            number, end = _STRANGE, at + 1
            for last in range(min(at + longest.get(seen[at], 0), size), at, -1):
                if (known := numbers.get(seen[at:last])) is not None:
                    number, end = known, last
                    break
            found.append(number)
            at = end
        return found

    def conversation(self, turns: Sequence[Said]) -> list[int]:
        """Return the numbers of a conversation's pieces; of a long one those of its beginning and end."""
        found: list[int] = []
        for mine, text in turns:
            if len(text) > _HEAD + _TAIL:
                text = text[:_HEAD] + text[-_TAIL:]
            found += [self.numbers.get(MINE, _STRANGE) if mine else _THEIRS, *self(text)]
        if len(found) > FIRST + LAST:
            found = found[:FIRST] + found[-LAST:]
        return [_BEGIN, *found]


class Pooling(NamedTuple):
    """How the log-odds of a scam are pooled: `linear` and `read` times those of the two models, and a constant."""

    linear: float
    read: float
    constant: float

    def __call__(self, linear: float, read: float) -> float:
        """Return the pooled log-odds.

        >>> Pooling(0.5, 1.0, -1.0)(2.0, 3.0)
        3.0
        """
        return self.linear * linear + self.read * read + self.constant


@dataclass(frozen=True, slots=True)
class Told:
    """What `reader.json` holds."""

    pieces: Pieces = field(repr=False)
    kinds: tuple[str, ...]
    pooling: Mapping[str, Pooling]
    """`scam` and `scam_alone` of the log-odds of a scam, `nuisance` of those of a nuisance where it is none."""
    kind_weight: float
    unsure: tuple[float, float]
    """Between these log-odds the linear model's word is not enough."""
    pestering: tuple[float, float]
    """Nor between these log-odds of a nuisance, where it is no scam."""
    kind_sure: float
    """Nor is it above them while the two likeliest kinds together are less likely than this."""


class Reader:
    """The network with what is needed to ask it and to weigh its answer."""

    def __init__(self, told: Told, network: Path) -> None:
        self._told = told
        self._network = network

    def wanted(self, opinion: Opinion, words: Sequence[str]) -> bool:
        """Say whether an opinion of the linear model on the caller's words is unsure enough to read them.

        In other scripts than Chinese the grammar knows little: these are always read.
        """
        low, high = self._told.unsure
        least, most = self._told.pestering
        odds = logit(opinion.verdict["scam"])
        if low < odds < high or all(text.isascii() for text in words):
            return True
        if odds <= low and least < _pestering(opinion) < most:
            return True
        return odds >= high and sum(nlargest(2, opinion.kinds.values())) < self._told.kind_sure

    def joined(self, opinion: Opinion, turns: Sequence[Said], *, alone: bool) -> Opinion:
        """Return the opinion of both models on a conversation, of which the linear one's is given."""
        scores, kinds = self.scores(turns)
        none, nuisance, fraud = (float(score) for score in scores)
        odds = fraud - float(_log_sum((none, nuisance)))
        pooling, told = self._told.pooling, opinion.verdict
        name = "scam_alone" if alone else "scam"
        scam = share_of(pooling[name](logit(told["scam"]), odds))
        pestering = (1 - scam) * share_of(pooling["nuisance"](_pestering(opinion), nuisance - none))
        verdict = {"none": 1 - scam - pestering, "nuisance": pestering, "scam": scam}
        return Opinion(verdict, self._kinds(opinion.kinds, kinds))

    def scores(self, turns: Sequence[Said]) -> tuple[Any, Any]:
        """Return the network's scores of the verdicts, in the order of `CLASSES`, and of the kinds."""
        import numpy as np

        ids = self._told.pieces.conversation(turns)
        out, kinds = self._session.run(None, {"ids": np.array([ids], np.int64)})
        return out[0], kinds[0]

    def _kinds(self, linear: Mapping[str, float], read: Any) -> dict[str, float]:
        weight = self._told.kind_weight
        logs = {
            kind: math.log(max(linear[kind], 1e-9)) + weight * float(score)
            for kind, score in zip(self._told.kinds, read, strict=True)
        }
        whole = _log_sum(tuple(logs.values()))
        return {kind: math.exp(log - whole) for kind, log in logs.items()}

    @cached_property
    def _session(self) -> Any:
        return session(self._network)


def _pestering(opinion: Opinion) -> float:
    """Return the log-odds of a nuisance, where it is no scam."""
    told = opinion.verdict
    return math.log(max(told["nuisance"], 1e-9) / max(told["none"], 1e-9))


def _log_sum(logs: Sequence[float]) -> float:
    most = max(logs)
    return most + math.log(sum(math.exp(log - most) for log in logs))


@cache
def load() -> Reader:
    """Return the reader that ships with menshen; raises `FactsError` when a file of it is broken."""
    try:
        raw = json.loads(_FILE.read_text(encoding="utf-8"))
        told = Told(
            Pieces({piece: number for number, piece in enumerate(raw["pieces"], 4)}),
            tuple(raw["kinds"]),
            {name: Pooling(*values) for name, values in raw["pooling"].items()},
            float(raw["kind_weight"]),
            (float(raw["unsure"][0]), float(raw["unsure"][1])),
            (float(raw["pestering"][0]), float(raw["pestering"][1])),
            float(raw["kind_sure"]),
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise FactsError(f"{_FILE.name}: the model cannot be read: {error}") from None
    return Reader(told, _NETWORK)
