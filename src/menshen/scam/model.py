"""The trained part: a linear model over stretches of characters, senses of words and signals, and its calibration.

Three heads: the verdict with text and signals (`full`), the verdict from signals alone (`grammar`), and the
kind of scam (`kinds`). Weights are bytes with a scale for each column. See `card.md` for what they were
trained on and docs/decisions/0061-scam-model.md for the reasons. Training: `python -m tools.train.scam`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from menshen.errors import FactsError
from menshen.scam.features import BUCKETS

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[tuple[int, ...], np.dtype[np.float32]]
    Indices = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

__all__ = [
    "CLASSES", "KIND_BUCKETS", "SIGNAL_SCALE", "Model", "Opinion", "calibration_of", "folded", "load", "logit", "parts",
    "read", "share_of",
]  # fmt: skip

CLASSES = ("none", "nuisance", "scam")
SIGNAL_SCALE = 0.35
"""How much a named feature weighs beside the text, whose features have length one together."""
KIND_BUCKETS = 1 << 14
"""Buckets of stretches, and as many of senses, in which the kinds are learnt."""
_FILE = Path(__file__).with_name("weights.npz")


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model holds of a conversation: how probable each verdict is, and each kind."""

    verdict: Mapping[str, float]
    kinds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Model:
    """The heads of the model; arrays are (buckets or names) × classes."""

    names: Mapping[str, int] = field(repr=False)
    kinds: tuple[str, ...]
    text: Floats = field(repr=False)
    text_kinds: Floats = field(repr=False)
    full: Floats = field(repr=False)
    grammar: Floats = field(repr=False)
    named_kinds: Floats = field(repr=False)
    bias: Mapping[str, Floats] = field(repr=False)
    calibration: Mapping[str, tuple[float, float]]
    """Slope and shift of the log-odds of a scam, for each head, and for each of a message that stands alone."""

    def opinion(
        self, names: Collection[str], text: Indices | None, *, alone: bool = False
    ) -> Opinion:
        """Return the opinion on a conversation; without `text`, which `Hearing` tells, from signals alone.

        A message `alone`, without any answer, says less at the same chance of a fraud, and has a calibration of its own.
        """
        rows = [self.names[name] for name in sorted(names) if name in self.names]
        head = "grammar" if text is None else "full"
        named = self.grammar if text is None else self.full
        verdict = self.bias[head] + SIGNAL_SCALE * named[rows].sum(axis=0)
        kinds = self.bias["kinds"] + SIGNAL_SCALE * self.named_kinds[rows].sum(axis=0)
        if text is not None:
            for part in parts(text):
                share = max(len(part), 1) ** -0.5
                verdict = verdict + share * self.text[part].sum(axis=0)
                kinds = kinds + share * self.text_kinds[folded(part)].sum(axis=0)
        return Opinion(
            self._calibrated(_shares(verdict), calibration_of(head, alone=alone)),
            dict(zip(self.kinds, _shares(kinds).tolist(), strict=True)),
        )

    def _calibrated(self, shares: Floats, head: str) -> dict[str, float]:
        """Return the probabilities with that of a scam put right, the others in proportion."""
        slope, shift = self.calibration[head]
        told = float(shares[2])
        scam = share_of(slope * logit(told) + shift)
        rest = max(1 - told, 1e-6)
        none, nuisance = (float(share) * (1 - scam) / rest for share in shares[:2])
        return {"none": none, "nuisance": nuisance, "scam": scam}


def calibration_of(head: str, *, alone: bool) -> str:
    """Return the name of a head's calibration: of messages that stand alone, or of conversations.

    >>> calibration_of("full", alone=False), calibration_of("full", alone=True)
    ('full', 'full_alone')
    """
    return f"{head}_alone" if alone else head


def logit(share: float) -> float:
    """Return the log-odds of a share; none is taken to be nearer to 0 or 1 than a millionth.

    >>> logit(0.5), round(logit(1.0), 1)
    (0.0, 13.8)
    """
    share = min(max(share, 1e-6), 1 - 1e-6)
    return math.log(share / (1 - share))


def share_of(odds: float) -> float:
    """Return the share that has these log-odds, the inverse of `logit`.

    >>> share_of(0.0), round(share_of(logit(0.98)), 2)
    (0.5, 0.98)
    """
    return 1 / (1 + math.exp(-max(-50.0, min(odds, 50.0))))


def parts(text: Indices) -> tuple[Indices, Indices]:
    """Return the buckets of stretches, and those of senses, each of which has length one."""
    middle = int(text.searchsorted(BUCKETS))
    return text[:middle], text[middle:]


def folded(part: Indices) -> Indices:
    """Return the buckets in which the kinds are learnt: fewer, since there are fewer examples of each."""
    return part % KIND_BUCKETS + KIND_BUCKETS * (part >= BUCKETS)


def _shares(scores: Floats) -> Floats:
    import numpy as np

    grown = np.exp(scores - scores.max())
    shares: Floats = grown / grown.sum()
    return shares


@cache
def load() -> Model:
    """Return the model that ships with menshen; raises `FactsError` when its file is broken."""
    return read(_FILE)


def read(path: Path) -> Model:
    """Return the model of a file; raises `FactsError` when it is broken."""
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as held:
            return _model({key: held[key] for key in held.files})
    except (OSError, ValueError, KeyError) as error:
        raise FactsError(f"{path.name}: the model cannot be read: {error}") from None


def _model(held: Mapping[str, Any]) -> Model:
    import numpy as np

    told = json.loads(str(held["told"]))
    wide = {
        name: held[name].astype(np.float32) * held[f"{name}_scale"]
        for name in ("text", "text_kinds")
    }
    return Model(
        names={name: row for row, name in enumerate(told["names"])},
        kinds=tuple(told["kinds"]),
        full=held["full"],
        grammar=held["grammar"],
        named_kinds=held["named_kinds"],
        bias={head: held[f"bias_{head}"] for head in ("full", "grammar", "kinds")},
        calibration={head: tuple(pair) for head, pair in told["calibration"].items()},
        **wide,
    )
