"""The sources: where documents come from.

A source is a module of this folder whose class yields documents and failures; what a user asks
for by name goes through `documents`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from menshen.model import Document, Failure
from menshen.sources.paths import Paths

__all__ = ["Paths", "documents"]


def documents(asked: Sequence[str | Path]) -> Iterator[Document | Failure]:
    """Return the documents of files, folders and `-` (standard input), in order.

    Raises `UsageError` at once for a path that does not exist; nothing else stops the stream.
    Use `Paths` itself to learn how many files were ignored.
    """
    return Paths(asked).documents()
