"""What was found in a document, block by block, put away: a little in memory, much on disk.

Beyond `most` bytes it goes to a temporary file without a name, enciphered (AES-256-CTR, NIST SP
800-38A) with a key that only this process holds, so that no value lies on a disk in the clear and
none can be read there once the process has ended.
"""

from __future__ import annotations

import marshal
import os
import secrets
import shutil
import tempfile
import weakref
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from menshen import taxonomy
from menshen.model import Block, Finding, Span, Text

__all__ = ["Findings", "Shelf", "plain", "revived"]

_MOST = 1 << 22
_HEAD = 4
_BLOCK = 16
_SQUEEZED = 1 << 12
"""Longer records are compressed."""
_NOWHERE = Text(0, 0)


class Shelf:
    """Records of plain values, in the order in which they were put; each can be had again."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._held = bytearray()
        self._base = 0
        self._file: BinaryIO | None = None
        self._key = b""
        self._cipher: Any = None

    def __repr__(self) -> str:
        return f"Shelf({self._base + len(self._held)} bytes)"

    def append(self, item: Any) -> int:
        """Put a record, and return where it is."""
        data = marshal.dumps(item)
        if squeezed := len(data) > _SQUEEZED:
            data = zlib.compress(data, 1)
        position = self._base + len(self._held)
        self._held += (len(data) << 1 | squeezed).to_bytes(_HEAD, "big") + data
        if len(self._held) > self._most:
            self._spill()
        return position

    def at(self, position: int) -> Any:
        """Return the record that was put there."""
        return self._record(position)[0]

    def __iter__(self) -> Iterator[Any]:
        position = 0
        while position < self._base + len(self._held):
            item, position = self._record(position)
            yield item

    def _record(self, position: int) -> tuple[Any, int]:
        head = int.from_bytes(self._bytes(position, _HEAD), "big")
        data = self._bytes(position + _HEAD, head >> 1)
        end = position + _HEAD + len(data)
        return marshal.loads(zlib.decompress(data) if head & 1 else data), end  # noqa: S302 - ours

    def _bytes(self, position: int, size: int) -> bytes:
        if position >= self._base:
            at = position - self._base
            return bytes(self._held[at : at + size])
        assert self._file is not None
        skipped = position % _BLOCK
        self._file.seek(position - skipped)
        data = self._file.read(size + skipped)
        return bytes(self._enciphered(position // _BLOCK).update(data))[skipped:]

    def _spill(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="menshen-")  # noqa: SIM115 - held for life
            weakref.finalize(self, self._file.close)
            self._key = secrets.token_bytes(32)
            self._cipher = self._enciphered(0)
        self._file.seek(0, os.SEEK_END)
        self._file.write(self._cipher.update(bytes(self._held)))
        self._base += len(self._held)
        self._held.clear()

    def _enciphered(self, block: int) -> Any:
        """Return the key stream from a block on; counter mode is its own inverse."""
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        counter = modes.CTR(block.to_bytes(_BLOCK, "big"))
        return Cipher(algorithms.AES(self._key), counter).encryptor()

    def __getstate__(self) -> dict[str, Any]:
        """Hand it over to the process that asked for it; that one takes the file, enciphered."""
        state = {"most": self._most, "held": bytes(self._held), "base": self._base, "file": ""}
        if self._file is not None:
            handle, name = tempfile.mkstemp(prefix="menshen-")
            self._file.seek(0)
            with os.fdopen(handle, "wb") as copy:
                shutil.copyfileobj(self._file, copy)
            state |= {"file": name, "key": self._key}
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take it over; it can be read, and goes on in a file of its own."""
        self.__init__(state["most"])  # type: ignore[misc]
        if state["file"]:
            self._file = Path(state["file"]).open("r+b")  # noqa: SIM115 - held for life
            weakref.finalize(self, self._file.close)
            Path(state["file"]).unlink()
            self._key = state["key"]
            skipped = state["base"] % _BLOCK
            self._cipher = self._enciphered(state["base"] // _BLOCK)
            self._cipher.update(bytes(skipped))
        self._base = state["base"]
        self._held += state["held"]


class Findings:
    """The findings of a document by block, without what led to them."""

    def __init__(self) -> None:
        self._shelf = Shelf()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Finding]:
        for name, held in self._shelf:
            for item in held:
                yield revived(item, name)

    def put(self, block: Block, findings: Sequence[Finding]) -> None:
        """Put away the findings of a block; blocks come in their order."""
        self._count += len(findings)
        self._shelf.append((block.id, [plain(finding) for finding in findings]))

    def beside(self, blocks: Iterable[Block]) -> Iterator[tuple[Block, list[Finding]]]:
        """Yield blocks that are read once more, in the same order, with their findings."""
        records = iter(self._shelf)
        name, held = next(records, ("", []))
        for block in blocks:
            found: list[Finding] = []
            if block.id == name:
                found = [revived(item, name) for item in held]
                name, held = next(records, ("", []))
            yield block, found


def plain(finding: Finding) -> tuple[object, ...]:
    """Return what a transform and a search need of a finding, as values that can be put away."""
    normal = None if finding.normal == finding.value else finding.normal
    return (finding.type.id, *finding.span, finding.value, normal, finding.score, finding.person)


def revived(item: Sequence[Any], block: str = "") -> Finding:
    """Return the finding that was put away."""
    kind, start, end, value, normal, score, person = item
    normal = value if normal is None else normal
    return Finding(
        taxonomy.get(kind), "", block, Span(start, end), _NOWHERE, value, normal, score, "", (),
        None, person,
    )  # fmt: skip
