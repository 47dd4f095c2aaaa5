"""Where a report goes: standard output, or a file that is not part of what is scanned."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from menshen.errors import MenshenError

__all__ = ["RefusedError", "Sink", "checked", "opened"]

_PRIVATE = 0o600
"""The mode of a file that holds values in the clear."""


class RefusedError(MenshenError):
    """The output was refused: it would do harm, or it cannot be written."""

    exit_code = 4


class Sink:
    """Takes text and writes it in the charset of the output.

    What reads from a terminal or a pipe gets each text at once; a file gets it when it is closed,
    or when a buffer is full.
    """

    def __init__(self, out: BinaryIO, charset: str, *, at_once: bool = True) -> None:
        self._out = out
        self._charset = charset
        self._at_once = at_once

    def write(self, text: str) -> None:
        """Write text; what the charset cannot hold is written as escapes."""
        self._out.write(text.encode(self._charset, "backslashreplace"))
        if self._at_once:
            self._out.flush()


def checked(name: str | None, sources: Sequence[str]) -> Path | None:
    """Return the file to write, None for standard output; raises `RefusedError` for a bad one."""
    if name is None or name == "-":
        return None
    path = Path(name)
    if path.is_dir():
        raise RefusedError(f"{name}: is a folder; give the name of a file")
    if not path.parent.is_dir():
        raise RefusedError(f"{name}: there is no such folder for the output; create it first")
    if any(_touches(path, Path(source)) for source in sources if source != "-"):
        raise RefusedError(
            f"{name}: the output would overwrite or join what is scanned; choose a place outside"
        )
    return path


def _touches(path: Path, source: Path) -> bool:
    """Say whether a file is the source, or lies in it; links are followed."""
    try:
        if path.exists() and source.exists() and path.samefile(source):
            return True
        return source.is_dir() and path.resolve().is_relative_to(source.resolve())
    except OSError:
        return True


@contextmanager
def opened(path: Path | None, *, text: bool, reveal: bool) -> Iterator[Sink]:
    """Open the output. JSON and HTML are always UTF-8; text is so in files."""
    if path is None:
        charset = sys.stdout.encoding if text else "utf-8"
        yield Sink(sys.stdout.buffer, charset or "utf-8")
        return
    try:
        with open(path, "wb", opener=_private if reveal else None) as out:
            yield Sink(out, "utf-8", at_once=False)
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or "unwritable"
        raise RefusedError(
            f"{path}: the output cannot be written ({reason}); choose another place"
        ) from None


def _private(path: str, flags: int) -> int:
    """Open a file so that only its owner can read it, also when it was there before."""
    handle = os.open(path, flags, _PRIVATE)
    if stat.S_ISREG(os.fstat(handle).st_mode) and hasattr(os, "fchmod"):
        os.fchmod(handle, _PRIVATE)
    return handle
