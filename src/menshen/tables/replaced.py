"""A file that takes its name only once it is complete; what was there stays until then."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import BinaryIO

from menshen.errors import MenshenError

__all__ = ["Replaced", "UnwritableError"]


class UnwritableError(MenshenError):
    """A table could not be written; the message names the place."""

    exit_code = 4


class Replaced:
    """Writes beside the target, then moves into its place; an error leaves nothing behind."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        except OSError as error:
            raise UnwritableError(f"{path}: {error.strerror or 'cannot be written'}") from None
        self.file: BinaryIO = os.fdopen(handle, "w+b")
        self._name = name

    def done(self, *, failed: bool) -> None:
        """Close the file, and move it into place unless writing failed."""
        self.file.close()
        if failed:
            Path(self._name).unlink(missing_ok=True)
            return
        try:
            Path(self._name).replace(self._path)
        except OSError as error:
            Path(self._name).unlink(missing_ok=True)
            raise UnwritableError(f"{self._path}: {error.strerror}") from None
