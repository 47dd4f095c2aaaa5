"""Numbers under digests, however many: the last ones in memory, the others sorted on disk.

A digest is 64 bits that stand for a text; what it was is not kept. Beyond `most` entries those held
are sorted and go as a run to a temporary file without a name, and a filter in memory (Bloom 1970,
four bits an entry) says of nearly every other digest that no run has it. So memory is bounded by
the filter's cap, 128 MB, which 34 million entries fill; with more, a few of others are looked for
in vain.

>>> digests = Digests(most=2)
>>> for number, text in enumerate(("a", "b", "c")):
...     digests.add(digest(text), number)
>>> digests.get(digest("a")), digests.get(digest("c")), digests.get(digest("d"))
(0, 2, None)
"""

from __future__ import annotations

import tempfile
import weakref
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Words = NDArray[np.uint64]

__all__ = ["MOST", "Digests", "digest"]

MOST = 1 << 18
"""So many entries are held in memory, about 25 MB."""
_MASK = (1 << 64) - 1
_BITS = 32
"""Bits of the filter for each entry, as long as it may grow."""
_LEAST_BITS, _MOST_BITS = 1 << 23, 1 << 30
_WAYS = 4
_PAGE = 512
"""Entries between the fences of a run that are held in memory."""
_FEW = 64
"""For more digests at once a run is read as a whole."""


def digest(*words: str) -> int:
    """Return the digest of words, other ones in every process."""
    return hash(words) & _MASK


class Digests:
    """A map from digests to numbers; the number that was given last holds."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._fresh: dict[int, int] = {}
        self._runs: list[_Run] = []
        self._filter: _Filter | None = None
        self._file: BinaryIO | None = None

    def __len__(self) -> int:
        """Return how many entries were added; one that was added again may count twice."""
        return len(self._fresh) + sum(run.count for run in self._runs)

    def __repr__(self) -> str:
        return f"Digests({len(self)})"

    def add(self, key: int, number: int = 0) -> None:
        """Set the number of a digest, from 0 to 2^64 - 1."""
        self._fresh[key] = number
        if len(self._fresh) >= self._most:
            self._spill()

    def get(self, key: int) -> int | None:
        """Return the number of a digest, or None."""
        found = self._fresh.get(key)
        if found is not None or self._filter is None or not self._filter.may_hold(key):
            return found
        import numpy as np

        return self._on_disk(np.array([key], np.uint64)).get(key)

    def among(self, keys: Sequence[int]) -> dict[int, int]:
        """Return those of some digests that are known, with their numbers."""
        found = {key: self._fresh[key] for key in keys if key in self._fresh}
        if self._filter is not None:
            import numpy as np

            rest = np.array([key for key in keys if key not in found], np.uint64)
            found |= self._on_disk(rest[self._filter.hold(rest)])
        return found

    def _on_disk(self, keys: Words) -> dict[int, int]:
        assert self._file is not None
        found: dict[int, int] = {}
        if len(keys):
            import numpy as np

            keys = np.unique(keys)
            for run in self._runs:
                found |= run.among(keys, self._file)
        return found

    def _spill(self) -> None:
        import numpy as np

        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="menshen-")  # noqa: SIM115 - held for life
            weakref.finalize(self, self._file.close)
        keys = np.fromiter(self._fresh, np.uint64, len(self._fresh))
        numbers = np.fromiter(self._fresh.values(), np.uint64, len(self._fresh))
        order = np.argsort(keys)
        self._runs.append(_Run(self._file, keys[order], numbers[order]))
        wanted = len(self) * _BITS
        if self._filter is None or (wanted > self._filter.bits < _MOST_BITS):
            size = _LEAST_BITS
            while size < min(2 * wanted, _MOST_BITS):
                size *= 2
            self._filter = None  # so that the one before is not held beside it
            self._filter = _Filter(size)
            for run in self._runs:
                self._filter.add(run.keys(self._file))
        else:
            self._filter.add(keys)
        self._fresh.clear()


class _Run:
    """Entries in rising order in a file: their digests, then their numbers."""

    def __init__(self, file: BinaryIO, keys: Words, numbers: Words) -> None:
        self.count = len(keys)
        self._at = file.seek(0, 2)
        self._fences = keys[::_PAGE].copy()
        file.write(keys.tobytes())
        file.write(numbers.tobytes())

    def keys(self, file: BinaryIO) -> Words:
        return self._read(file, 0, self.count)

    def among(self, keys: Words, file: BinaryIO) -> dict[int, int]:
        """Return the numbers of those of some digests, which rise, that are here."""
        if len(keys) > _FEW:
            return self._within(keys, self.keys(file), 0, file)
        import numpy as np

        found: dict[int, int] = {}
        pages = np.searchsorted(self._fences, keys, side="right").astype(np.int64) - 1
        for page in np.unique(pages[pages >= 0]).tolist():
            first = page * _PAGE
            held = self._read(file, first, min(_PAGE, self.count - first))
            found |= self._within(keys[pages == page], held, first, file)
        return found

    def _within(self, keys: Words, held: Words, first: int, file: BinaryIO) -> dict[int, int]:
        import numpy as np

        at = np.minimum(np.searchsorted(held, keys), len(held) - 1)
        there = held[at] == keys
        if len(keys) > _FEW and there.any():
            numbers = self._read(file, self.count, self.count)[at[there]].tolist()
        else:
            places = (at[there] + first + self.count).tolist()
            numbers = [int(self._read(file, place, 1)[0]) for place in places]
        return dict(zip(keys[there].tolist(), numbers, strict=True))

    def _read(self, file: BinaryIO, first: int, count: int) -> Words:
        import numpy as np

        file.seek(self._at + 8 * first)
        return np.frombuffer(file.read(8 * count), np.uint64)


class _Filter:
    """Says of a digest whether it may have been added; never wrongly that it was not."""

    def __init__(self, bits: int) -> None:
        import numpy as np

        self.bits = bits
        self._held = np.zeros(bits // 8, np.uint8)

    def add(self, keys: Words) -> None:
        import numpy as np

        for way in range(_WAYS):
            at = self._places(keys, way)
            np.bitwise_or.at(self._held, at >> 3, np.left_shift(1, at & 7).astype(np.uint8))

    def hold(self, keys: Words) -> NDArray[np.bool_]:
        """Say of each digest whether it may be there."""
        import numpy as np

        left = np.arange(len(keys))
        for way in range(_WAYS):
            at = self._places(keys[left], way)
            left = left[(self._held[at >> 3] >> (at & 7).astype(np.uint8)) & 1 == 1]
        found = np.zeros(len(keys), np.bool_)
        found[left] = True
        return found

    def may_hold(self, key: int) -> bool:
        """Say of one digest whether it may be there: in plain numbers, 30 times as fast."""
        low, high = key & 0xFFFFFFFF, key >> 32 | 1
        for way in range(_WAYS):
            mixed = low + way * high
            at = (mixed ^ mixed >> 16) & (self.bits - 1)
            if not self._held.item(at >> 3) >> (at & 7) & 1:
                return False
        return True

    def _places(self, keys: Words, way: int) -> NDArray[np.int64]:
        import numpy as np

        low = keys & np.uint64(0xFFFFFFFF)
        high = (keys >> np.uint64(32)) | np.uint64(1)
        mixed = low + np.uint64(way) * high
        mixed ^= mixed >> np.uint64(16)
        return (mixed & np.uint64(self.bits - 1)).astype(np.int64)
