"""FF1, the format-preserving encryption of NIST SP 800-38G, over AES or SM4; and of any finite set.

Numerals of a radix are enciphered as the standard has it (algorithms 7 and 8). A set of any other
size is numbered from 0, enciphered as bits, and enciphered again until the number lies in the set
(cycle walking; Black and Rogaway, *Ciphers with Arbitrary Finite Domains*, 2002): a bijection of
the set, since FF1 is one of the bits. Sets of fewer than a million members are refused (SP 800-38G
Rev. 1, 5.2: radix^minlen >= 1,000,000), since all of them could be tried.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from menshen.errors import UsageError

__all__ = ["LEAST", "Ff1", "deciphered", "enciphered"]

LEAST = 1_000_000
"""No smaller set is enciphered."""
_ROUNDS = 10
_BLOCK = 16


class Ff1:
    """FF1 under a key: AES with 16, 24 or 32 bytes; with `sm`, SM4 with 16.

    >>> Ff1(bytes.fromhex("2B7E151628AED2A6ABF7158809CF4F3C")).encrypt(range(10), 10, b"")
    [2, 4, 3, 3, 4, 7, 7, 4, 8, 4]
    """

    def __init__(self, key: bytes, crypto: str = "standard") -> None:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        algorithm = algorithms.SM4(key) if crypto == "sm" else algorithms.AES(key)
        self._block: Any = Cipher(algorithm, modes.ECB()).encryptor()  # noqa: S305 - a PRF of blocks

    def encrypt(self, numerals: Sequence[int], radix: int, tweak: bytes) -> list[int]:
        """Return the numerals enciphered; raises `UsageError` for fewer than a million words."""
        half = self._halves(numerals, radix)
        n = len(numerals)
        a, b = _number(numerals[:half], radix), _number(numerals[half:], radix)
        for i in range(_ROUNDS):
            m = half if i % 2 == 0 else n - half
            c = (a + self._round(n, half, radix, tweak, i, b)) % radix**m
            a, b = b, c
        return _numerals(a, radix, half) + _numerals(b, radix, n - half)

    def decrypt(self, numerals: Sequence[int], radix: int, tweak: bytes) -> list[int]:
        """Undo `encrypt`."""
        half = self._halves(numerals, radix)
        n = len(numerals)
        a, b = _number(numerals[:half], radix), _number(numerals[half:], radix)
        for i in reversed(range(_ROUNDS)):
            m = half if i % 2 == 0 else n - half
            c = (b - self._round(n, half, radix, tweak, i, a)) % radix**m
            a, b = c, a
        return _numerals(a, radix, half) + _numerals(b, radix, n - half)

    def _halves(self, numerals: Sequence[int], radix: int) -> int:
        if radix ** len(numerals) < LEAST:
            raise UsageError(
                "format-preserving encryption of so few values can be tried out: use style token"
            )
        return len(numerals) // 2

    def _round(self, n: int, half: int, radix: int, tweak: bytes, i: int, b: int) -> int:
        """Return y of step 6.iv: the round function's number."""
        size = -(-((radix ** (n - half) - 1).bit_length()) // 8)
        head = bytes([1, 2, 1]) + radix.to_bytes(3, "big") + bytes([10, half % 256])
        head += n.to_bytes(4, "big") + len(tweak).to_bytes(4, "big")
        tail = tweak + bytes((-len(tweak) - size - 1) % _BLOCK) + bytes([i])
        r = self._chained(head + tail + b.to_bytes(size, "big"))
        wanted = 4 * -(-size // 4) + 4
        s = r
        for j in range(1, -(-wanted // _BLOCK)):
            s += self._block.update(
                bytes(x ^ y for x, y in zip(r, j.to_bytes(_BLOCK, "big"), strict=True))
            )
        return int.from_bytes(s[:wanted], "big")

    def _chained(self, data: bytes) -> bytes:
        """Return the CBC-MAC of whole blocks (algorithm 6, PRF)."""
        state = bytes(_BLOCK)
        for at in range(0, len(data), _BLOCK):
            block = data[at : at + _BLOCK]
            state = self._block.update(bytes(x ^ y for x, y in zip(state, block, strict=True)))
        return state


def enciphered(number: int, size: int, cipher: Ff1, tweak: bytes) -> int:
    """Return the number of the set 0 to `size` - 1 that stands for another one.

    Raises `UsageError` for a set of fewer than a million members.
    """
    return _walked(number, size, lambda bits: cipher.encrypt(bits, 2, tweak))


def deciphered(number: int, size: int, cipher: Ff1, tweak: bytes) -> int:
    """Undo `enciphered`."""
    return _walked(number, size, lambda bits: cipher.decrypt(bits, 2, tweak))


def _walked(number: int, size: int, step: Callable[[Sequence[int]], list[int]]) -> int:
    if size < LEAST:
        raise UsageError(
            "format-preserving encryption of so few values can be tried out: use style token"
        )
    width = max(20, (size - 1).bit_length())
    while True:
        number = _number(step(_numerals(number, 2, width)), 2)
        if number < size:
            return number


def _number(numerals: Sequence[int], radix: int) -> int:
    total = 0
    for numeral in numerals:
        total = total * radix + numeral
    return total


def _numerals(number: int, radix: int, count: int) -> list[int]:
    found = []
    for _ in range(count):
        number, numeral = divmod(number, radix)
        found.append(numeral)
    return found[::-1]
