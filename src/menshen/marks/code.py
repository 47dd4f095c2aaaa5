"""The fingerprint code: every (record, carrier) is a position, a recipient's symbol a keyed PRF.

Nothing is stored: tags, biases, symbols and amplitudes are computed from the dataset's key when
they are needed, so any subset of rows in any order decodes. The PRF is a block cipher over
distinct blocks `tag (8 bytes) ‖ recipient (5) ‖ counter (3)`; each block gives eight uniforms of
16 bits, carrier i reads word i mod 8 of block i // 8. Each use has a subkey of its own.

The biases are those of a mix: one half for short snippets of a single copy, and the two values of
Nuida's code against 5 to 6 colluders (Nuida et al., 2009) for collusion. All probabilities are
exact in 1/65536, and the decoder uses these very fractions; see docs/proofs/bound.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Literal, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from menshen.errors import UsageError

__all__ = ["BIASES", "ONE", "SMALL", "WEIGHTS", "Bits", "Code", "Reals", "Subkeys", "Tags", "Words"]

Tags: TypeAlias = NDArray[np.uint64]
Words: TypeAlias = NDArray[np.uint32]
Reals: TypeAlias = NDArray[np.float64]
Bits: TypeAlias = NDArray[np.bool_]
Cipher = Literal["aes", "sm4"]

ONE = 65536
"""Probabilities are whole multiples of 1/65536."""
BIASES = (32768, 7386, 58150)
"""P(symbol = 1) of the three classes of positions, in 1/65536."""
WEIGHTS = (43778, 10879, 10879)
"""How often each class occurs, in 1/65536."""
SMALL = 7386
"""The bias of carriers that must seldom act: blanks."""
_RECIPIENTS = 1 << 40


class Subkeys(Protocol):
    """The key of a dataset: gives a subkey for each label by a key derivation function."""

    def sub(self, label: str) -> bytes:
        """Return the subkey of a label, at least 16 bytes."""
        ...


class Code:
    """The code of one dataset. `cipher` is that of the PRF: AES-128, or SM4 where policy asks.

    >>> class Key:
    ...     def sub(self, label): return str(label).encode().ljust(32, b".")
    >>> code = Code(Key())
    >>> tags = code.tags(["+8613800138000", "+8613900139000"])
    >>> p = code.thresholds(tags, [0, 1, 2])
    >>> code.symbols(tags, [code.number("装修公司A")], [0, 1, 2], p).shape
    (1, 2, 3)
    """

    def __init__(self, keys: Subkeys, *, cipher: Cipher = "aes") -> None:
        self._keys = keys
        self._cipher = cipher
        self._subkeys: dict[str, bytes] = {}

    def tags(self, ids: Iterable[str]) -> Tags:
        """Return the secret 64-bit tag of each record id."""
        key = self._tag_key
        blake = hashlib.blake2b
        raw = b"".join(blake(i.encode(), digest_size=8, key=key).digest() for i in ids)
        return np.frombuffer(raw, dtype=">u8").astype(np.uint64)

    def number(self, recipient: str) -> int:
        """Return the 40-bit number by which the PRF knows a recipient."""
        raw = hashlib.blake2b(recipient.encode(), digest_size=5, key=self._tag_key, person=b"to")
        return int.from_bytes(raw.digest(), "big")

    def thresholds(
        self, tags: Tags, carriers: Sequence[int], small: Iterable[int] = ()
    ) -> NDArray[np.uint32]:
        """Return P(symbol = 1) in 1/65536 of each position, shape (records, carriers).

        The carriers in `small` have the bias `SMALL`.
        """
        word = self._words("bias", tags, [0], carriers)[0]
        first, second = WEIGHTS[0], WEIGHTS[0] + WEIGHTS[1]
        chosen = (word >= first).astype(np.intp) + (word >= second)
        found: Words = np.array(BIASES, dtype=np.uint32)[chosen]
        rare = set(small)
        for column, carrier in enumerate(carriers):
            if carrier in rare:
                found[:, column] = SMALL
        return found

    def symbols(
        self, tags: Tags, numbers: Sequence[int], carriers: Sequence[int], thresholds: Words
    ) -> Bits:
        """Return the symbols of recipients, shape (recipients, records, carriers)."""
        found: Bits = self._words("sym", tags, numbers, carriers) < thresholds
        return found

    def amplitudes(self, tags: Tags, carriers: Sequence[int]) -> Reals:
        """Return the secret amplitudes, 0.6 to 1, the same for all recipients."""
        word = self._words("amp", tags, [0], carriers)[0]
        found: Reals = 0.6 + 0.4 * word.astype(np.float64) / ONE
        return found

    def allocated(self, tags: Tags, numbers: Sequence[int], share: Reals) -> Bits:
        """Say which records were dealt to which recipient, shape (recipients, records).

        `share` is the share q, broadcast to that shape; a record once dealt at a share is dealt at
        every larger one.
        """
        words = self._words("alloc", tags, numbers, (0, 1))
        drawn = words[..., 0].astype(np.uint64) << np.uint64(16) | words[..., 1]
        found: Bits = drawn < np.floor(share * 2.0**32)
        return found

    def ranks(self, tags: Tags, number: int) -> Tags:
        """Return by which value the rows of a recipient's copy are sorted."""
        words = self._words("order", tags, [number], (0, 1, 2, 3))[0].astype(np.uint64)
        shift = np.array([48, 32, 16, 0], dtype=np.uint64)
        ranks: Tags = np.bitwise_or.reduce(words << shift, axis=1)
        return ranks

    def stamp(self, number: int) -> str:
        """Return the 64-bit stamp that stands in the properties of a recipient's files."""
        key = self._sub("order")
        raw = hashlib.blake2b(number.to_bytes(5, "big"), digest_size=8, key=key, person=b"stamp")
        return raw.digest().hex()

    @cached_property
    def _tag_key(self) -> bytes:
        return self._sub("tag")

    def _sub(self, label: str) -> bytes:
        if label not in self._subkeys:
            self._subkeys[label] = self._keys.sub(label)
        return self._subkeys[label][:64]

    def _words(
        self, label: str, tags: Tags, numbers: Sequence[int], carriers: Sequence[int]
    ) -> NDArray[np.uint16]:
        """Return the 16-bit uniforms of carriers, shape (numbers, tags, carriers)."""
        if any(not 0 <= n < _RECIPIENTS for n in numbers):
            raise UsageError("a recipient's number has 40 bits")
        counters = sorted({carrier // 8 for carrier in carriers})
        blocks = np.empty((len(numbers), len(tags), len(counters), 16), dtype=np.uint8)
        blocks[..., :8] = tags.astype(">u8").view(np.uint8).reshape(1, -1, 1, 8)
        blocks[..., 8:13] = _bytes(numbers, 5).reshape(-1, 1, 1, 5)
        blocks[..., 13:] = _bytes(counters, 3).reshape(1, 1, -1, 3)
        drawn = np.frombuffer(self._encrypted(label, blocks), dtype=">u2")
        words = drawn.reshape(len(numbers), len(tags), len(counters) * 8)
        at = {counter: 8 * place for place, counter in enumerate(counters)}
        asked = [at[carrier // 8] + carrier % 8 for carrier in carriers]
        return words[..., asked].astype(np.uint16)

    def _encrypted(self, label: str, blocks: NDArray[np.uint8]) -> bytes:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        key = self._sub(label)[:16]
        algorithm = algorithms.AES(key) if self._cipher == "aes" else algorithms.SM4(key)
        # ECB is the bare permutation: over distinct blocks under a secret key it is the PRF.
        return Cipher(algorithm, modes.ECB()).encryptor().update(blocks.tobytes())  # noqa: S305


def _bytes(values: Sequence[int], size: int) -> NDArray[np.uint8]:
    raw = b"".join(value.to_bytes(size, "big") for value in values)
    return np.frombuffer(raw, dtype=np.uint8).reshape(-1, size)
