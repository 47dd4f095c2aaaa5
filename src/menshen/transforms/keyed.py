"""Choices that a key makes: the same key and the same words give the same choice, everywhere.

HMAC-SHA256, or HMAC-SM3 (GB/T 32905) where the policy says `sm`, over the words, in counter mode
(NIST SP 800-108r1, 4.1) where more bits are wanted. Every use has words of its own, so that no
choice tells anything of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

__all__ = ["Draw", "Keyed"]

T = TypeVar("T")
_SHARED = frozenset(("surname", "county", "day"))
"""Choices that values have in common: they stay the same in every draw."""


class Draw:
    """A stream of choices, uniform to within 2^-64.

    >>> Keyed(bytes(32)).draw("a").below(10) == Keyed(bytes(32)).draw("a").below(10)
    True
    """

    def __init__(self, keyed: Keyed, words: tuple[str, ...]) -> None:
        self._keyed = keyed
        self._words = words
        self._count = 0

    def below(self, bound: int) -> int:
        """Return a number from 0 to `bound` - 1."""
        size = (bound.bit_length() + 64 + 255) // 256
        bits = b"".join(self._next() for _ in range(size))
        return int.from_bytes(bits, "big") % bound

    def one(self, items: Sequence[T]) -> T:
        """Return one of the items."""
        return items[self.below(len(items))]

    def digits(self, count: int) -> str:
        """Return so many decimal digits."""
        return f"{self.below(10**count):0{count}d}" if count else ""

    def _next(self) -> bytes:
        self._count += 1
        return self._keyed.digest(str(self._count), *self._words)


class Keyed:
    """A key and the algorithm it is used with: `standard` or `sm`.

    `again` numbers the draws for one value, of which the first was taken already.
    """

    def __init__(self, key: bytes, crypto: str = "standard", again: int = 0) -> None:
        self.again = again
        self._key = key
        self._crypto = crypto

    def __repr__(self) -> str:
        return f"Keyed({self._crypto!r})"

    def digest(self, *words: str) -> bytes:
        """Return the HMAC of the words, each with its length: 32 bytes."""
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.hmac import HMAC

        mac = HMAC(self._key, hashes.SM3() if self._crypto == "sm" else hashes.SHA256())
        for word in words:
            plain = word.encode("utf-8", "surrogatepass")
            mac.update(len(plain).to_bytes(4, "big") + plain)
        return mac.finalize()

    def draw(self, *words: str) -> Draw:
        """Return the stream of choices of these words; what many values share is drawn once."""
        again = (f"again {self.again}",) if self.again and words[0] not in _SHARED else ()
        return Draw(self, words + again)

    def redrawn(self, again: int) -> Keyed:
        """Return the same key for another draw."""
        return Keyed(self._key, self._crypto, again)

    def subkey(self, use: str, size: int) -> bytes:
        """Return a key for one use, of at most 32 bytes."""
        return self.digest("menshen.subkey", use)[:size]
