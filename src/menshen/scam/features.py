"""What the model sees of a conversation: stretches of characters, and the signals of the grammar.

Stretches of one to three characters are hashed into `BUCKETS`, and so are Latin words and pairs of them, of which three
letters say little; digits count as one sign, so that no amount or number is learnt. A feature is there or not: a
long text is no stronger than a short one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zlib import crc32

from menshen.model import Span
from menshen.scam.bodies import Named
from menshen.scam.signals import Hit

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

__all__ = ["BUCKETS", "DIGITS", "LONGEST", "hashed", "named", "stretches"]

BUCKETS = 1 << 16
"""Buckets of `hashed`."""
LONGEST = 20_000
"""Characters of a text that are looked at."""
_SIZES = (1, 2, 3)
_WORD = re.compile("[a-z]{2,}")
DIGITS = {ord(c): "0" for c in "0123456789零一二三四五六七八九十百千万两几〇"}


def stretches(text: str) -> Array:
    """Return the buckets of the stretches and Latin words of a plain text, each once, in rising order.

    >>> stretches("转账").shape, stretches("").shape
    ((3,), (0,))
    """
    import numpy as np

    seen = text[:LONGEST].translate(DIGITS)
    codes = np.frombuffer(seen.encode("utf-32-le", "replace"), dtype=np.uint32)
    found = [
        hashed([codes[offset : len(codes) - size + 1 + offset] for offset in range(size)])
        for size in _SIZES
        if len(codes) >= size
    ]
    if not found:
        return np.zeros(0, dtype=np.int64)
    if latin := _words(seen):
        found.append(np.array(latin, dtype=np.int64))
    return np.unique(np.concatenate(found))


def _words(text: str) -> list[int]:
    """Return the buckets of the Latin words of a plain text, and of pairs of neighbours."""
    words = _WORD.findall(text)
    pairs = [f"{one} {other}" for one, other in pairwise(words)]
    return [crc32(word.encode()) >> 16 for word in (*words, *pairs)]


def hashed(columns: Sequence[np.ndarray[tuple[int, ...], np.dtype[Any]]]) -> Array:
    """Return a bucket for each row of columns of whole numbers, which are as long as each other."""
    import numpy as np

    mixed = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        mixed = (mixed ^ column.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return (mixed >> np.uint64(48)).astype(np.int64)


def named(hits: Iterable[Hit], claims: Sequence[Named]) -> frozenset[str]:
    """Return the named features: signals and how they are meant, bodies, and how they combine.

    Those that count whole kinds of signals are what carries over to words that nobody has learnt yet.
    """
    names: set[str] = set()
    kinds: dict[str, set[str]] = {}
    asks: set[str] = set()
    strong: set[str] = set()
    pitched: dict[str, set[Span]] = {}
    for signal, span, stance in hits:
        names.add(f"{signal.id}/{stance}")
        if stance != "asked":
            kinds.setdefault(stance, set()).add(signal.id)
            continue
        kinds.setdefault(signal.kind, set()).add(signal.id)
        asks.update(signal.asks)
        if signal.strong:
            strong.add(signal.id)
        if signal.id.startswith("pitch_"):
            pitched.setdefault(signal.id, set()).add(span)
    for kind, ids in (*kinds.items(), ("strong", strong)):
        names.update(f"{kind}{'+' * count}" for count in range(1, min(len(ids), _COUNTED) + 1))
    for pitch, places in pitched.items():
        names.update(f"{pitch}{'+' * most}" for most in (2, 3) if len(places) >= most)
    names.update(f"asks:{ask}" for ask in asks)
    names.update(_together(kinds))
    names.update(f"asks:{ask}&{kind}" for ask in asks for kind in _BESIDE if kind in kinds)
    names.update(_balance(kinds))
    for claim in claims:
        names.add(f"body:{claim.body.id}")
        names.update(f"body&{kind}" for kind in _BESIDE if kind in kinds)
        if claim.body.against(asks):
            names.add("body:against")
            names.add(f"body:{claim.body.id}:against")
    return frozenset(names)


_COUNTED = 4
"""So many signals of one kind are told apart."""
_BESIDE = (
    "pretext", "pressure", "isolation", "bait", "evasion", "trust", "loss", "honest", "marketing",
    "warned", "told",
)  # fmt: skip
_FRAUDULENT = ("ask", "isolation", "pressure", "pretext", "bait", "evasion", "loss", "trust")
_HONEST = ("honest", "warned")


def _balance(kinds: dict[str, set[str]]) -> Iterable[str]:
    """Yield by how many the signals of pitches outnumber those of honest service, step by step."""
    lead = sum(len(kinds.get(kind, ())) for kind in _FRAUDULENT) - sum(
        len(kinds.get(kind, ())) for kind in _HONEST
    )
    yield from (f"lead>{step}" for step in _STEPS if lead > step)
    shown = sum(kind in kinds for kind in _FRAUDULENT)
    yield from (f"kinds>{step}" for step in range(1, 7) if shown > step)


_STEPS = (-2, 0, 1, 2, 3, 4, 6, 8, 11, 15)


def _together(kinds: dict[str, set[str]]) -> Iterable[str]:
    """Yield which kinds of signals come together."""
    pairs = (
        ("ask", "pressure"), ("ask", "pretext"), ("ask", "isolation"), ("ask", "bait"),
        ("ask", "evasion"), ("pretext", "pressure"), ("pretext", "trust"), ("ask", "honest"),
        ("pretext", "honest"), ("ask", "marketing"), ("bait", "marketing"),
    )  # fmt: skip
    for one, other in pairs:
        if one in kinds and other in kinds:
            yield f"{one}&{other}"
