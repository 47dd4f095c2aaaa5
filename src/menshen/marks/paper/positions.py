"""The code of documents and images: bits of a keyed function, and what observed bits are worth.

Every place of a document that can carry a mark is a position with bias one half; a copy's bit there
is a keyed function of dataset, document and copy. The evidence of what is read is an
e-value: each factor is a likelihood ratio whose mean over the copy's secret bit is 1, whatever was
observed and however it came about, so P(E ≥ n/ε) ≤ ε/n for a copy that did not leak (the design's
claim on tables, docs/proofs/bound.md; the channel only buys power).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Bits = npt.NDArray[np.bool_]
    Reals = npt.NDArray[np.float64]

__all__ = ["ERASED", "Subkeys", "bits", "hard", "soft", "stamp"]

ERASED = -1
_NOISE = (0.005, 0.1, 0.35)
_COLLUDERS = (1, 2, 3, 5)
_FIRST, _SECOND = 0.45, 0.15
_RATIOS = (0.2, 0.4, 0.8, 1.6, 3.2)
_FLOOR = 0.02


class Subkeys(Protocol):
    """The key of a dataset: gives a subkey for each label."""

    def sub(self, label: str) -> bytes:
        """Return the subkey of a label, at least 16 bytes."""
        ...


def bits(key: Subkeys, document: str, copies: Sequence[str], count: int) -> Bits:
    """Return the bits of copies at the first `count` positions, shape (copies, count).

    >>> class Key:
    ...     def sub(self, label): return label.encode().ljust(32, b".")
    >>> bits(Key(), "d", ["甲", "乙"], 100).shape
    (2, 100)
    """
    import numpy as np

    secret = key.sub("document/bits")
    found = np.empty((len(copies), count), dtype=bool)
    for place, copy in enumerate(copies):
        # SHAKE256 absorbs the key first: a keyed stream, as long as is asked.
        told = f"{len(document)}:{document}\n{copy}".encode()
        raw = hashlib.shake_256(secret + told).digest((count + 7) // 8)
        found[place] = np.unpackbits(np.frombuffer(raw, dtype=np.uint8), count=count)
    return found


def stamp(key: Subkeys, document: str, copy: str) -> str:
    """Return the 64-bit stamp that stands in the properties of a copy's file."""
    told = f"{len(document)}:{document}\n{copy}".encode()
    return hashlib.blake2b(told, digest_size=8, key=key.sub("document/stamp")[:64]).hexdigest()


def hard(observed: npt.NDArray[np.int8], held: Bits) -> Reals:
    """Return log2 of the e-value of each copy, where bits were read: 0, 1, or `ERASED`.

    A mixture over shares of wrong bits and numbers of copies that were merged place by place:
    the factor of a place is (1 − 1/c) + ℓ/c with ℓ = 2(1−η) or 2η.
    """
    import numpy as np

    seen = observed >= 0
    right = (held[:, seen] == observed[seen].astype(bool)).sum(axis=1)
    wrong = int(seen.sum()) - right
    models = [(n, c) for n in _NOISE for c in _COLLUDERS]
    rest = (1 - _FIRST - _SECOND) / (len(models) - 2)
    weights = [{(0.005, 1): _FIRST, (0.1, 1): _SECOND}.get(m, rest) for m in models]
    logs = [
        right * np.log2(1 - 1 / c + 2 * (1 - n) / c) + wrong * np.log2(1 - 1 / c + 2 * n / c)
        for n, c in models
    ]
    return _mixed(np.array(logs), weights)


def soft(values: Reals, held: Bits) -> Reals:
    """Return log2 of the e-value of each copy, where a real value was read at each position.

    A position whose bit is 1 was pushed up, else down. The values are scaled by their own root mean
    square; the mixture is over the ratio of push to noise. The floor bounds what one value can do.
    """
    import numpy as np

    size = float(np.sqrt(np.mean(values**2))) if values.size else 0.0
    if size == 0.0:
        return np.zeros(len(held))
    scaled = values / size
    logs = []
    for ratio in _RATIOS:
        noise = 1 / np.sqrt(1 + ratio**2)
        push = ratio * noise
        up = np.exp(-((scaled - push) ** 2) / (2 * noise**2)) + _FLOOR
        down = np.exp(-((scaled + push) ** 2) / (2 * noise**2)) + _FLOOR
        mean = (up + down) / 2
        logs.append(np.where(held, np.log2(up / mean), np.log2(down / mean)).sum(axis=1))
    return _mixed(np.array(logs), [1 / len(_RATIOS)] * len(_RATIOS))


def _mixed(logs: Reals, weights: Sequence[float]) -> Reals:
    """Return log2 of the weighted mean of e-values, given their log2."""
    import numpy as np

    top = logs.max(axis=0)
    share = np.array(weights)[:, None]
    found: Reals = top + np.log2((share * np.exp2(logs - top)).sum(axis=0))
    return found
