"""What the model sees of a conversation: stretches of characters, and the signals of the grammar.

Stretches of two to four characters are hashed into `BUCKETS`; digits count as one sign, so that no amount
or number is learnt. A feature is there or not: a long text is no stronger than a short one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from menshen.scam.bodies import Named
from menshen.scam.signals import Hit

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

__all__ = ["BUCKETS", "named", "stretches"]

BUCKETS = 1 << 16
LONGEST = 20_000
"""Characters of a text that are looked at."""
_SIZES = (2, 3, 4)
_DIGITS = {ord(c): "0" for c in "0123456789零一二三四五六七八九十百千万两几〇"}


def stretches(text: str) -> Array:
    """Return the buckets of the stretches of a plain text, each once, in rising order.

    >>> stretches("转账").shape, stretches("").shape
    ((1,), (0,))
    """
    import numpy as np

    seen = text[:LONGEST].translate(_DIGITS)
    codes = np.frombuffer(seen.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    found = []
    for size in _SIZES:
        if len(codes) < size:
            break
        mixed = np.zeros(len(codes) - size + 1, dtype=np.uint64)
        for offset in range(size):
            mixed = (mixed ^ codes[offset : len(codes) - size + 1 + offset]) * np.uint64(
                0x9E3779B97F4A7C15
            )
            mixed ^= mixed >> np.uint64(29)
        found.append(mixed >> np.uint64(48))
    if not found:
        return np.zeros(0, dtype=np.int64)
    return np.unique(np.concatenate(found)).astype(np.int64)


def named(hits: Iterable[Hit], claims: Sequence[Named]) -> frozenset[str]:
    """Return the named features: signals and how they are meant, bodies, and how they combine."""
    names: set[str] = set()
    kinds: dict[str, set[str]] = {}
    asks: set[str] = set()
    pitched: dict[str, set[str]] = {}
    for hit in hits:
        names.add(f"{hit.signal.id}/{hit.stance}")
        if hit.signal.id.startswith("pitch_") and hit.stance == "asked":
            pitched.setdefault(hit.signal.id, set()).add(f"{hit.span}")
        if hit.stance == "asked":
            kinds.setdefault(hit.signal.kind, set()).add(hit.signal.id)
            asks.update(hit.signal.asks)
    for kind, ids in kinds.items():
        names.add(f"{kind}+")
        if len(ids) > 1:
            names.add(f"{kind}++")
        if len(ids) > 2:
            names.add(f"{kind}+++")
    for pitch, places in pitched.items():
        names.update(f"{pitch}{'+' * most}" for most in (2, 3) if len(places) >= most)
    names.update(f"asks:{ask}" for ask in asks)
    names.update(_together(kinds))
    for claim in claims:
        names.add(f"body:{claim.body.id}")
        if claim.body.against(asks):
            names.add("body:against")
            names.add(f"body:{claim.body.id}:against")
    return frozenset(names)


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
